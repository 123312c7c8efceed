"""The database: tables, keys, sealed answers, releases, the close, the export, the audit; ordinary synchronous code.

Must not know Telegram, the web, or decide what may be released: `flows.counting.release` does.
Begin with `database.py` (the unit of work), then `tables.py` and `answers/taking.py`.
"""
