"""Surroundings: what the machine brings along: a .env file as an editor saved it, a console, a proxy, a clock's zone, exit codes.

Must not know what any setting or command is for.
Begin with `env_file.py`; `console.py` has the exit codes.
"""
