"""Which options typed words name: by number, label, place, or what they mean; must not know what makes an answer fit."""

from __future__ import annotations

import re
import unicodedata

from flows.definition.flow import ClosedQuestion, ScaleQuestion, SingleQuestion, StanceQuestion
from flows.definition.meanings import Meaning, meant
from flows.dialogue.numbering import LONGEST_NUMBER, number_said, own_numbers, place_said

STRAIGHT = str.maketrans(dict.fromkeys("‘’‚‛´`", "'") | dict.fromkeys("“”„‟", '"'))
NUMBERS = re.compile(r"[\d\s,;.>+/&،؛、-]{1,400}")
_SEPARATORS = re.compile(r"[,;>+/&\n،؛、]+")
_AND = re.compile(r"(?<=\S)\s+(?:and|en|und|et|y|e|og|och|i|и|та|ve|و|plus)\s+(?=\S)")
_BEFORE = re.compile(r"(\d{1,3})\s*[.):-]?\s+(\D.*)|(\d{1,3})[.):-](\D.*)")
"""A number with its label behind it, as on the buttons: "2 Business", "2. Business"."""


def plain(words: str) -> str:
    """Words as phones type them: without capitals, curly quotes and what stands around a number."""
    folded = unicodedata.normalize("NFKC", words.translate(STRAIGHT)).casefold()
    return " ".join(folded.split()).strip(" .()#")


def option_named(question: ClosedQuestion, word: str) -> str | None:
    """The id of the one option that a word or a number names; None where none is, or several are."""
    word = plain(word)
    if word.isdecimal() and (own := own_numbers(question)):
        return own.get(int(word)) if len(word) <= LONGEST_NUMBER else None
    number = number_said(word)
    if number is not None:
        # "0" of "0", "1 to 3", "4 or more" is no place, so it is a label
        return question.options[number - 1].id if 1 <= number <= len(question.options) else by_label(question, word)
    both = _BEFORE.fullmatch(word)
    if both is not None and (named := by_label(question, both[2] or both[4])) is not None:
        return named if named == option_named(question, both[1] or both[3]) else None
    return by_label(question, word) or _by_place(question, word)


def _by_place(question: ClosedQuestion, word: str) -> str | None:
    """The option at the place that words say; of a scale that says its own numbers nobody knows which is meant."""
    place = place_said(word) if not own_numbers(question) else None
    return question.options[place - 1].id if place is not None and place <= len(question.options) else None


def by_label(question: ClosedQuestion, word: str) -> str | None:
    """The one option whose label is this, or begins so; else the one that means the same."""
    word = plain(word)
    labels = [(o.id, plain(o.label)) for o in question.options]
    exact = [option for option, label in labels if label == word]
    exact += [o.id for o in question.options if o.short and plain(o.short) == word and not exact]
    exact += [option for option, _ in labels if isinstance(question, StanceQuestion) and option == word and not exact]
    begins = [option for option, label in labels if len(word) >= 3 and label.startswith(word)]
    found = exact or _by_meaning(question, word) or begins
    return found[0] if len(found) == 1 else None


_STANCES = {"agree": Meaning.YES, "disagree": Meaning.NO, "pass": Meaning.UNSURE}


def _by_meaning(question: ClosedQuestion, word: str) -> list[str]:
    """The options that say what this word says in whatever language: "geen mening" for Unsure, "ja" for Yes."""
    meaning = meant(word)
    match question:
        case _ if meaning is None:
            return []
        case StanceQuestion():
            return [option.id for option in question.options if _STANCES[option.id] is meaning]
        case SingleQuestion():
            return [option.id for option in question.options if meant(option.label) is meaning]
        case ScaleQuestion():
            return [
                o.id
                for o in question.options
                if meant(o.label) is meaning or (o.off_scale and meaning is Meaning.UNSURE)
            ]
        case _:
            return []


def options_named(question: ClosedQuestion, text: str) -> tuple[str, ...]:
    """The options in the order they were named; () when any part names none. Repeats are kept for the judge."""
    whole = option_named(question, text)
    if whole:
        return (whole,)
    return _each_named(question, text) or _each_named(question, _AND.sub(",", text.casefold()))


def _each_named(question: ClosedQuestion, text: str) -> tuple[str, ...]:
    words = text.split() if NUMBERS.fullmatch(text) else [w for w in _SEPARATORS.split(text) if w.strip()]
    words = [w for word in words for w in (_SEPARATORS.split(word) if NUMBERS.fullmatch(word) else [word]) if w.strip()]
    named = [option_named(question, word) for word in words]
    return tuple(n for n in named if n) if all(named) else ()
