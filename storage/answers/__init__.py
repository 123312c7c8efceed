"""Answers: taken, changed and withdrawn while they wait; counted by the release rule; shown once released.

Must not know chats, or decide what may be released (`flows.counting.release` does).
Begin with `taking.py`, then `counting.py`: the one way from waiting answers to shown numbers.
"""
