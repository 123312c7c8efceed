"""The definition of a workshop: what is asked, read from a file and judged with every problem and its line.

Must not know who answers, how a dialogue goes, or what is counted.
Begin with `flow.py` (the values), then `loading.py` (from a file) and `checks.py` (what can be wrong).
"""
