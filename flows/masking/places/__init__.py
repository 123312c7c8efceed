"""Places: addresses in an answer, by a street's words, by what is said of who lives there, by a postcode.

Must not know people, numbers of telephones or documents, or what becomes of what was found.
Begin with `streets.py`; `houses` reads from each number, `continental` back from it, `small` where nothing has a capital.
"""
