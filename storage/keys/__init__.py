"""Keys: where the key of each workshop and list lives, and all that is done with one: tokens, ciphertext, receipts.

Must not know tables, chats, or what it is that is sealed.
Begin with `stores.py` (where keys live), then `sealing.py` (what a key does).
"""
