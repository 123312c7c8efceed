"""The emulated world: chats, groups, messages, polls and files, as they are on the server and as a person sees them.

Must not know HTTP, bot methods, or the real bot.
Begin with `chats.py` (what there is), then `bubbles.py` (what is seen).
"""
