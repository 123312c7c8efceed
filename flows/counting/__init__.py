"""Counting: what may be counted when, and the statistics of what is released.

Must not know people, order, time, or words for people.
Begin with `release.py` (the rule), then `tally.py` (the counts) and `summary.py` (the figures).
"""
