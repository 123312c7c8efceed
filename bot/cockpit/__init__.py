"""The cockpit: the board in a facilitator's chat, which says where the workshop stands and what comes next.

Must not move the room, or know who anybody is.
Begin with `message.py` (what it says), then `boards.py` (how it is kept).
"""
