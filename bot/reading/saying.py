"""How the themes of one question stand at the desk, and what is said of that in words; must not know buttons or storage.

Whoever reads here has read all of it. What they are told is what everybody else will be told, when, and what it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from html import escape

from bot.reading.engine import Engine
from bot.results.themes import name_of
from bot.wording import Wording
from storage.answers.grouping import Grouping, Wish
from storage.answers.told import Themed


class People(Enum):
    """IN_THE_ROOM: the workshop is open; TO_BE_TOLD: they are told once all is read; WERE_TOLD: nothing more is sent to them."""

    IN_THE_ROOM = auto()
    TO_BE_TOLD = auto()
    WERE_TOLD = auto()


@dataclass(frozen=True)
class Stands:
    """How the themes of one question stand at the desk. `themes`: with all that is in them, whatever the room may be told.

    `told`: the ids of those whose names the room may hear; `left`: how many answers are in none; `texts`: how many are approved.
    `is_over`: the question has its last word; `people`: what everybody has been told, or will be; `engine`: what answers are compared by.
    """

    themes: tuple[Themed, ...]
    told: frozenset[str]
    left: int
    texts: int
    grouping: Grouping
    k: int
    is_over: bool
    people: People
    engine: Engine


def at_work(stands: Stands, words: Wording) -> list[str]:
    """What the machine is doing, or has found, or will do."""
    t, grouping = words.t, stands.grouping
    about = next((one.theme for one in stands.themes if one.theme.id == grouping.about), None)
    named = escape(name_of(about, words)) if about else ""
    match grouping.wish:
        case Wish.SPLIT if about:
            return ["", "⏳ " + t("Splitting “{theme}” …", theme=named)]
        case Wish():
            return [
                "",
                "⏳ " + words.n("Grouping {count} answer …", "Grouping {count} answers …", stands.texts),
            ]
        case None if about:
            return ["", t("“{theme}” stayed whole: nothing tells two halves of it apart.", theme=named)]
        case None if grouping.live and not stands.themes:
            return ["", t("No theme is proposed: the machine looks again when you approve more.")]
        case None if grouping.live:
            stays = t("What you do stays, and what you approve is sorted in.")
            return ["", f"<i>{_compared(words, stands.engine)} {stays}</i>"]
    return []


def rule(stands: Stands, words: Wording) -> Iterator[str]:
    """Who is told what of these themes, and when: each is said only where it is true."""
    t = words.t
    if any(one.count and one.missing(stands.k) for one in stands.themes):
        yield t(
            "People are told themes of {k} or more. Smaller ones are counted as Other: merge what belongs together.",
            k=stands.k,
        )
    if stands.themes and not stands.is_over:
        yield t("Nobody is told of themes before their question has ended for good.")
    if stands.people is People.TO_BE_TOLD and not stands.themes:
        yield t("Themes of {k} or more that you make are sent to everybody once the last answer is read.", k=stands.k)
    elif stands.people is People.TO_BE_TOLD:
        yield t("Everybody is sent these themes once the last answer is read.")
    elif stands.people is People.WERE_TOLD and stands.themes:
        yield t(
            "Everybody has been told already: what you change now comes on the screen, in the export and in the report."
        )


def missing(one: Themed, k: int, words: Wording) -> str:
    """That nobody is told of it yet, and what it takes; "" where it can be told, or is empty."""
    more = one.missing(k) if one.count else 0
    if not more:
        return ""
    if one.unshown and one.cards:  # of the others only a crowd of their own is told
        return words.n("not told yet: {count} more needed that may be quoted",
                       "not told yet: {count} more needed that may be quoted", more)  # fmt: skip
    return words.n("not told yet: {count} more needed", "not told yet: {count} more needed", more)


def _compared(words: Wording, engine: Engine) -> str:
    t = words.t
    match engine:
        case Engine.MEANING:
            return t("Proposed by machine, by what the answers mean.")
        case Engine.LETTERS:
            return t("Proposed by machine, by words in common: what compares meaning is not installed here.")
        case Engine.OTHER_LANGUAGE:
            return t("Proposed by machine, by words in common: it cannot compare meaning in this language.")
