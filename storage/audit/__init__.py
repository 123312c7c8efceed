"""Audit: the checks of the anonymity rules (3e) that look at the database, and receipts checked against what is published.

Must not change anything, or know logs and chats.
Begin with `evidence.py`; each check is a file, and `bot/trust/auditing.py` runs them.
"""
