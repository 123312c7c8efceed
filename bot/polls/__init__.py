"""Polls: proposed, sent to everybody, answered, ended and shown; and native polls for a show of hands.

Must not see a running total, or who answered what.
Begin with `steering.py` (the facilitator), then `voting.py` (the participant).
"""
