"""A facilitator's workshops: made, opened, paused, closed, locked, exported; who else may steer; rule and pace.

Must not know participants' answers, HTTP or the courier.
Begin with `workshops.py`; `pages.py` has the menus.
"""
