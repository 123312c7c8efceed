"""Staff: who may steer what, what they did, their boards, and where each of their rooms stands.

Must not know anything about participants.
Begin with `rights.py`.
"""
