"""Together: questions in a row on one scale, sorted, with what groups say of each.

Must not know chats, or any number that a question does not show by itself.
Begin with `batteries.py`.
"""
