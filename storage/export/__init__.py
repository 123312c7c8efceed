"""Export: what an organiser may take away from a closed workshop, as a book of sheets, and the book as a file.

Must not know the database, people, or any number not released.
Begin with `building.py` (which sheets), then `books.py` (how they become a file).
"""
