"""Messages to everybody: claimed person by person before they leave, so that nobody gets one twice.

Must not decide what may be shown, or to whom.
Begin with `sending.py`, then `claims.py` (one transaction of it).
"""
