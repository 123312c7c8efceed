"""The Bot API as data: which methods there are, how a call is read, how it is refused.

Must not know chats, people, or HTTP connections.
Begin with `api_schema.py`, then `checking.py` (one call's parameters).
"""
