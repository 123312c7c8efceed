"""The report: what a closed workshop said, as pages to send on, a document to edit, a picture and three sentences.

Must not know any number that is not released, or how a message travels.
Begin with `gathering.py` (what is in it), then `sentences.py` (figures in words), `pages.py` and `document.py` (how it is made).
"""
