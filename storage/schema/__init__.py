"""Schema: the tables of single subjects, beside those that are about every workshop and stand in `storage/tables.py`.

Must not know what a token or a sealed value means.
Begin with `themes.py`; `storage/tables.py` says what every table has to keep to.
"""
