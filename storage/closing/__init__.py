"""Closing: the end of a workshop, of mailing lists and of all that was kept, act by act, each of which may be the last before a power cut.

Must not know chats or words.
Begin with `ending.py`.
"""
