"""The summary: one question at a time in one message that is turned, and all of it in one picture that fits a phone.

Must not know any number that is not released, or how a message travels.
Begin with `pages.py` (the pages); `overview.py` is the one picture.
"""
