"""What is owed: one notion of it for people, for those who steer and for rooms, and the one who sends anything again.

Must not know what is said, to whom, or why it is owed: each room brings its debts as a `Source`.
Begin with `debts.py` (what a debt is), then `engine.py` (when it is paid).
"""
