"""The agenda: a facilitator moves the room through sections and questions.

Must not know HTTP, the courier, or who anybody is.
Begin with `steering.py` (the moves); `pages.py` and `board.py` say where the room is.
"""
