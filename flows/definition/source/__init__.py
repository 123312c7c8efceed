"""Source: what an author sends, as bytes, as YAML or as typed lines, read into plain data with the place of everything in it.

Must not know what makes a flow right or wrong, or who sends one.
Begin with `yamlfile.py` (a file) and `lists.py` (typed lines); `pitfalls.py` says what YAML took otherwise than it was meant.
"""
