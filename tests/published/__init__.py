"""Published figures beside ours, over all sets of real answers: `python -m tests.published` prints the table."""
