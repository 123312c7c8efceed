"""The front: who handles an update, and how what was decided is carried out.

Must not hold a decision of its own about what may be shown, or know SQL.
Begin with `reception.py` (in), then `deeds.py` (out).
"""
