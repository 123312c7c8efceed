"""The shelf: the flows on offer, which come with Roundtable, are the host's, or were sent by an organiser; shown before one is picked.

Must not know a workshop, its participants, HTTP or the courier.
Begin with `choosing.py` (which questions?) and `receiving.py` (a file or a list from an organiser).
"""
