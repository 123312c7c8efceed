"""A participant's side: the way in, the dialogue, its screens, and what everybody may ask for at any time.

Must not know facilitators' work, HTTP or the courier.
Begin with `answering.py` (what each input comes to), then `screens.py` (what it looks like).
"""
