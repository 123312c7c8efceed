"""Faults: what a line, a machine, Telegram and an attacker do to the bot, each to a bot of its own.

Must not know how the bot does anything.
Begin with `line.py`; `every.py` has all of them.
"""
