"""Trial: a facilitator walks through their own workshop as a participant, among invented people, before it opens.

Must not know the database of the program: a trial has one of its own, in memory, with a key of its own.
Begin with `running.py`, at `Trials.begin`; `walk.py` is one trial, `inventing.py` makes the people up.
"""
