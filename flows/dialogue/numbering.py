"""The numbers by which options are typed: their places, or those that they say themselves, and how people say a number."""

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
from flows.definition.labels import A_PAGE, PAGED_FROM

_LABELLED = re.compile(r"(?:#|№|(?:nr|no|num|number|option|answer|nummer|optie|antwoord)\b\.?)?\s*(\d{1,3})\s*[.):!-]*")
"""A number as people write it: "nr 2", "option 2", "2)", "2!"."""
_WORDS = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    )
    for number, word in enumerate(words.split(), 1)
} | {"één": 1}
"""Numbers as words, in the languages that the bot speaks."""
_RANGE = re.compile(r"[\s←]*(\d{1,2})\s*[–—-]\s*(\d{1,2})[\s→]*")
"""What stands on the button of a page of options."""
_LEAF = re.compile(r"←\s*(\d{1,3})|(\d{1,3})\s*→|(?:page|pagina|blad|bladzijde)\s+(\d{1,3})", re.IGNORECASE)
"""What stands on the button of a page of answers, or says it in words."""
_PLACES = {
    word: number
    for words in (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th",
        "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde",
        "1ste 2de 3de 4de 5de 6de 7de 8ste 9de 10de 11de 12de",
        "1e 2e 3e 4e 5e 6e 7e 8e 9e 10e 11e 12e",
    )
    for number, word in enumerate(words.split(), 1)
} | dict.fromkeys(("last", "laatste"), 0)
"""Places in the list as words: "the second one", "de laatste". 0: the last."""
_PLACED = re.compile(r"(?:(?:the|de|het)\s+)?(\w+)(?:\s+(?:one|option|answer|optie|antwoord|keuze))?")
_KINDLY = re.compile(r"[\s,]+(?:please|graag|alsjeblieft|alstublieft|aub|a\.u\.b|svp|thanks)[\s.!]*$", re.IGNORECASE)
"""What people put behind what they want: "2 please", "nummer 3 graag"."""

LONGEST_NUMBER = 9
"""Digits of a number that is an option."""
_STEP = re.compile(r"(\d{1,2})(?=\D|$)")
_NUMBER = re.compile(r"(\d{1,9})(?=\D|$)")


def page_said(question: Question, said: str) -> int | None:
    """The page of a long list that somebody types as its button says it, "12–22 →" or "12-22"; None where there is none."""
    count, found = len(options_of(question)), _RANGE.fullmatch(said)
    pages = -(-count // A_PAGE) if count >= PAGED_FROM else 0
    size = -(-count // pages) if pages else 0
    ranges = [(page * size + 1, min(count, (page + 1) * size)) for page in range(pages)]
    named = (int(found[1]), int(found[2])) if found else None
    return ranges.index(named) if named in ranges else None


def leaf_said(said: str) -> int | None:
    """The page of all answers that somebody types as its button says it, "2 →", or as "page 2", from 0; None: they name none."""
    found = _LEAF.fullmatch(said.strip())
    return max(0, int(found[1] or found[2] or found[3]) - 1) if found else None


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


def number_said(word: str) -> int | None:
    """The number that somebody typed for an option: "nr 2", "2)", "two"; None: it is none."""
    labelled = _LABELLED.fullmatch(word.strip("\"'"))
    return _WORDS.get(word) if labelled is None else int(labelled[1])


def place_said(word: str) -> int | None:
    """The place in the list that somebody said: "the second one", "2e", "de laatste" (0); None: it is none."""
    placed = _PLACED.fullmatch(word)
    return _PLACES.get(placed[1]) if placed is not None else None


def unkindly(text: str) -> str:
    """The words without the "please" behind them."""
    return _KINDLY.sub("", text)
