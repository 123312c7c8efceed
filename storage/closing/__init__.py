"""Closing: the end of a workshop and of mailing lists, act by act, each of which may be the last before a power cut.

Must not know chats or words.
Begin with `ending.py`.
"""
