"""Charting: released figures as pictures, by Typst.

Must not know any language, chat, workshop, or where a figure comes from.
Begin with `figures.py` (what is drawn) and `press.py` (how it is printed).
"""
