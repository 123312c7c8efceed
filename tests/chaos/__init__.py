"""The real bot as a process, killed and troubled from outside as lines, machines and Telegram do: `make chaos`.

Must not know how the bot does anything: it sees phones, exit codes, files and what `roundtable audit` and the export say.
Begin with `run.py`; `stand.py` is the place where it happens, `story.py` the workshop that is killed, `faults/` the rest.
"""
