"""The close and what follows: everybody is told what the room said, and later what came of it.

Must not know how answers are counted or keys destroyed, or who is on a list.
Begin with `ending.py`.
"""
