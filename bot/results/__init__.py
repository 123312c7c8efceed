"""Results: what is released, in words and pictures.

Must not know chats, how a message travels, or any number that is not released.
Begin with `findings.py` (words) and `pictures.py` (messages with charts); `charting/` draws.
"""
