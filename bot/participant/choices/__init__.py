"""Choices: the options of a question as they are listed, numbered and tapped, the same in the flow and in a poll beside it.

Must not know dialogues, ballots, or who answers.
Begin with `options.py`, then `tapping.py`.
"""
