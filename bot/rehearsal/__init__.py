"""The rehearsal: the real bot against an emulated Telegram, with phones in a browser; tests use the same.

Must not know flows or storage: it is Telegram, and the people in the room.
Begin with `emulator.py` (Telegram), then `stage.py` (a rehearsal) and `session.py` (`make rehearse`).
"""
