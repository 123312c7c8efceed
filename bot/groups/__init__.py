"""Groups that a workshop posts to: linked, left, lost, and what may be done there.

Must not know the dialogue, or anything about who is in a group.
Begin with `linking.py` (what is decided), then `deeds.py` (what is done).
"""
