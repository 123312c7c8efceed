"""What anybody can check: their own data, their receipt, what the facilitators did, and the audit.

Must not change anything, or tell anybody about somebody else.
Begin with `my_data.py`, `receipts.py` or `auditing.py`: they do not know each other.
"""
