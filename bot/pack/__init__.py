"""The export pack: all that a closed workshop said, as a workbook to read and one archive with everything in it.

Must not know any number that is not released, people, or how a file travels.
Begin with `material.py` (what goes in), then `summary.py` and `workbook.py` (the workbook), then `archive.py` (the archive).
"""
