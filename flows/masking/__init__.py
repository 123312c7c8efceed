"""Masking: what tells who somebody is, found in an open answer and hidden before anything is stored.

Must not know who wrote it, questions, dialogues, or any other room.
Begin with `hiding.py`; `contacts`, `numbers`, `plates` and the room `places` go by form, `people` by lists, cues and grammar.
"""
