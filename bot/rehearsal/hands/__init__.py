"""The people: a phone that says, taps and reads; a crowd of them; and who watches their screens.

Must not know HTTP, the real bot, flows or storage.
Begin with `phone.py`, then `crowd.py`.
"""
