"""`python -m bot` is the command `roundtable`; must not know anything else."""

from bot.cli import main

main()
