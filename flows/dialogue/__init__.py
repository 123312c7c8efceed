"""The dialogue: where a participant stands, and what any input at any moment does to it.

Must not know Telegram, storage, the clock, or what is counted.
Begin with `advancing.py` (one input, one step), then `machine.py` (the states) and `standing.py` (where one stands).
"""
