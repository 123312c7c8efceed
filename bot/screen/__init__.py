"""The presenter's screen: its links and what stands on it, its states, and its page over HTTP.

Must not know any number that is not released, or who anybody is.
Begin with `steering.py` (the facilitator's part), then `state.py` (what is shown) and `web.py` (how it gets there).
"""
