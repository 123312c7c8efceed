"""What a workshop asks, how a dialogue goes, what may be counted and shown: pure, values in and values out.

Must not know network, database, clock, chance, Telegram or HTML.
Begin with `definition/flow.py` (the values), then `dialogue/advancing.py` and `counting/release.py`.
"""
