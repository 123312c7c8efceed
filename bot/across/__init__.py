"""Across workshops: closed ones side by side, the same questions in several places, or in one place before and after.

Must not know any number that is not released, and adds up nothing but counts of the same question.
Begin with `reading.py` (what is compared), then `saying.py` (in words), `making.py` (as files) and `line.py` (at the command line).
"""
