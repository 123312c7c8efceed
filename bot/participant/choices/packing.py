"""An answer of several options in the few letters that a button holds; must not know dialogues or ballots.

Ticks are one number, a bit an option: 90 options are 23 hexadecimal digits. An order is two digits an option, points are written out;
where these are longer than a button holds there is none.
"""

from __future__ import annotations

import re

from flows.definition.flow import Question, options_of
from flows.dialogue.answers import Answer, Picked, Ranked, Shared

LONGEST = 36
"""Letters of one argument of a button, see `bot.buttons`."""
_PAIRS = re.compile(r"(\d{1,2})-(\d{1,4})(?:_|$)")


def packed(question: Question, answer: Answer) -> str | None:
    """The answer in letters; None for one of another kind, and where it is too long."""
    at = {option.id: place for place, option in enumerate(options_of(question))}
    match answer:
        case Picked(options):
            said = f"x{sum(1 << at[option] for option in options):x}"
        case Ranked(options):
            said = "r" + "".join(f"{at[option]:02}" for option in options)
        case Shared(points):
            said = "s" + "_".join(f"{at[option]}-{number}" for option, number in points)
        case _:
            return None
    return said if len(said) <= LONGEST else None


def unpacked(question: Question, said: str) -> Answer | None:
    """The answer that `packed` wrote, as far as it is one; None for anything else."""
    ids, rest = [option.id for option in options_of(question)], said[1:]
    if said[:1] == "x" and re.fullmatch("[0-9a-f]{1,23}", rest) and not int(rest, 16) >> len(ids):
        return Picked(tuple(option for place, option in enumerate(ids) if int(rest, 16) >> place & 1))
    if said[:1] == "r" and re.fullmatch(r"(?:\d\d)+", rest):
        places = [int(rest[at : at + 2]) for at in range(0, len(rest), 2)]
        return Ranked(tuple(ids[place] for place in places)) if max(places) < len(ids) else None
    pairs = [(int(place), int(points)) for place, points in _PAIRS.findall(rest)]
    if said[:1] == "s" and pairs and "_".join(f"{place}-{points}" for place, points in pairs) == rest:
        return Shared(tuple((ids[place], points) for place, points in pairs)) if max(pairs)[0] < len(ids) else None
    return None
