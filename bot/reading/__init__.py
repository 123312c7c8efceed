"""Reading: what people wrote is read at the desk by those who steer, one text at a time, before anybody else sees it.

Must not know who wrote, or look at what still waits.
Begin with `judging.py`, then `pile.py`: open answers are one pile, questions to the panel another.
"""
