"""Theming: short answers to one question put together by what they are about, with a name and a quote; a hand's work always stays.

Must not know storage, chance or whose an answer is, and takes no word of one that may not be quoted.
Begin with `proposing.py`; `grouping.py` is how answers find together, and what turns words into vectors is handed in.
"""
