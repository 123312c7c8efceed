"""The numbers by which options are typed: their places, or those that they say themselves; must not know what was typed."""

from __future__ import annotations

import re

from flows.definition.flow import (
    MultiQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    options_of,
)

LONGEST_NUMBER = 9
"""Digits of a number that is an option."""
_STEP = re.compile(r"(\d{1,2})(?=\D|$)")
_NUMBER = re.compile(r"(\d{1,9})(?=\D|$)")


def own_numbers(question: Question) -> dict[int, str]:
    """The options by the numbers that they say themselves, so that a number typed is one of theirs and never a place; {}: they say none.

    They are the steps of a scale, from 0 or 1 on ("0", "1" … "10 very"), or numbers and nothing else ("2", "4", "6").
    """
    if not isinstance(question, SingleQuestion | ScaleQuestion | MultiQuestion | RankingQuestion):
        return {}
    bare = {int(o.label): o.id for o in question.options if o.label.isdecimal() and len(o.label) <= LONGEST_NUMBER}
    if len(bare) == len(question.options):
        return bare
    found = [_STEP.match(option.label) for option in question.options] if isinstance(question, ScaleQuestion) else []
    numbers = [int(match[1]) for match in found if match is not None]
    counts = numbers[:1] in ([0], [1]) and numbers == list(range(numbers[0], numbers[0] + len(question.options)))
    return {number: o.id for number, o in zip(numbers, question.options, strict=True)} if counts else {}


def numbers_of(question: Question, *, full: bool = False) -> tuple[tuple[str, str], ...]:
    """The options as (number that can be typed, words), the same on phones and on the wall; `full`: with their long labels.

    A label may begin with its number: "1 Clarifying the purpose", and the steps of a scale: "0", "10 very". It is not said twice.
    """
    found, are_own = [], bool(own_numbers(question))
    for place, label in enumerate((one.label if full else one.name for one in options_of(question)), 1):
        begins = _NUMBER.match(label) if are_own else None
        number = begins[1] if begins else str(place)
        own = begins is not None or label == number or label.startswith(f"{number} ")
        found.append((number, label.removeprefix(number).lstrip(" .:)–-") if own else label))
    return tuple(found)
