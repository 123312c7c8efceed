"""What an export says in sentences: the codebook, how to read it, the method; in English, or in the language that is handed in.

Must not know counts, answers or files.
Begin with `notes.py` (what is said of a workshop), then `defining.py` (what holds for every one).
"""
