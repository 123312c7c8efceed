"""Questions to the panel: asked in rounds, judged one at a time, put to the vote, answered.

Must not know who asked, or look at what still waits.
Begin with `steering.py` (the facilitator), then `dialogue.py` (the participant).
"""
