"""Place: where a database lies on this machine, whether it is still the same file, and that one program alone uses it.

Must not know tables, keys or workshops.
Begin with `tenancy.py`, at `move_in`; `files.py` looks at the file of SQLite.
"""
