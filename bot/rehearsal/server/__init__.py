"""The emulated server: HTTP, the methods of the Bot API, updates by polling and by webhook.

Must not know phones, or the real bot.
Begin with `http.py`, then `methods_bot.py` (the table of methods) and `delivery.py` (updates).
"""
