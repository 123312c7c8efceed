"""The asynchronous shell: updates in, messages out, pictures, the web, the command line, the rehearsal.

Must not hold SQL, or rules about what comes next or may be shown: `flows` decides, `storage` keeps.
Begin with `front/reception.py` (who handles an update); the rooms and their order are in docs/code.md.
"""
