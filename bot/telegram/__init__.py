"""HTTP to Telegram: updates in, acknowledged only once they are stored; calls out, paced, repeated where that is safe.

Must not know what is said, or decide what is done.
Begin with `intake.py` (in) and `courier.py` (out, the only sender).
"""
