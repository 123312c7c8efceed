"""Whom those who steer expect, group by group: typed in one line or several, changed the same way; must not know who came.

The groups are the options of the question that makes them, so what is expected and what is counted are of the same people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from bot.desk import Desk
from bot.messages import Message, Op, RefreshBoards, key
from bot.results.comparing import expected_of, who_came
from bot.wording import Wording
from flows.counting.segments import segment_question
from flows.definition.flow import SingleQuestion
from flows.definition.localise import localise
from flows.dialogue.answers import Chosen, read_answer
from storage.database import Unit
from storage.values import ActionKind, Workshop

VERB = "expect"
MOST = 100_000
"""People of one group: more is a slip of the finger."""

_BREAKS = re.compile(r"[;\n•]|,|、|،|(?<=\d)\s+(?:and|en|und|et|&|\+)\s+(?=[^\W\d])", re.IGNORECASE)
_BEHIND = re.compile(r"(?P<label>.*?\S)\s*[:=–—-]?\s*(?P<number>\d+)\s*$", re.DOTALL)
_BEFORE = re.compile(r"^(?P<number>\d+)\s*[x×]?\s+(?P<label>\D.*)$", re.DOTALL)
_SMALL = re.compile(r"^(?:and|en|&)\s+", re.IGNORECASE)
_SHORTEST = 3
"""Letters of a word that may stand for a group whose label has a word that begins so."""


def ask(unit: Unit, desk: Desk, workshop: Workshop, typed: str) -> tuple[Op, ...]:
    """`/expect`: what is said so far and how to say it; with words behind it they are taken at once."""
    if segment_question(workshop.flow) is None:
        return desk.say(no_groups(desk.words))
    if typed.strip():
        return take(unit, desk, workshop, "", typed)
    desk.expect(unit, VERB, workshop)
    return desk.reply(_page(unit, workshop, desk.words), VERB)


def page(unit: Unit, desk: Desk, workshop: Workshop) -> Message | None:
    """What is expected, as a page of the board; None where there are no groups."""
    return _page(unit, workshop, desk.words) if segment_question(workshop.flow) is not None else None


def take(unit: Unit, desk: Desk, workshop: Workshop, _about: str, typed: str) -> tuple[Op, ...]:
    """Groups with numbers. All of them or none: what cannot be read is named, and may be typed again."""
    t, segments = desk.words.t, segment_question(workshop.flow)
    if segments is None:
        return desk.say(no_groups(desk.words))
    read, unread = read_groups(typed, (_localised(workshop, desk.words) or segments, segments))
    if unread or not read:
        desk.expect(unit, VERB, workshop)
        missed = (
            t("I do not know this group: {name}.", name=escape(unread[0][:60])) if unread else t("No number found.")
        )
        return desk.say(f"{missed} {_how(workshop, desk.words)}")
    if max(read.values()) > MOST:
        return desk.say(t("That many? A group may have {most} people at most.", most=MOST))
    before = dict(unit.expected.of(workshop.id))
    now = {option: people for option, people in {**before, **read}.items() if people}
    unit.staff.set_asked(desk.sender.chat_id, None)
    if now != before:
        unit.expected.set(workshop.id, now)
        desk.did(unit, workshop.id, ActionKind.EXPECTED)
    said = who_came(expected_of(unit, workshop, desk.words), desk.words) or t("nobody said")
    told = t("Who is expected at {title}: {groups}.", title=escape(workshop.title), groups=escape(said))
    return (*desk.done(told), RefreshBoards(workshop.id))


def read_groups(typed: str, questions: tuple[SingleQuestion, ...]) -> tuple[Mapping[str, int], tuple[str, ...]]:
    """Option -> people, and what names no group. `questions`: the one that makes the groups, in each language that may be typed."""
    found: dict[str, int] = {}
    unread: list[str] = []
    for piece in _pieces(typed):
        match = _BEHIND.match(piece) or _BEFORE.match(piece)
        label = _SMALL.sub("", match["label"].strip(" :=–—-")) if match else piece
        option = next((name for question in questions if (name := _named(question, label))), None)
        if match is None or option is None:
            unread.append(label)
        else:
            found[option] = int(match["number"])
    return found, tuple(unread)


def no_groups(words: Wording) -> str:
    """Said where the flow does not ask for a group."""
    return words.t("These questions ask nobody which group they belong to, so there are no groups to expect.")


def has_number(_desk: Desk, _about: str, text: str) -> bool:
    """Whether words can say how many are expected; others are not meant for it."""
    return any(char.isdecimal() for char in text)


def _pieces(typed: str) -> list[str]:
    """What stands between commas and line breaks; a label that has a comma itself is put together again."""
    pieces: list[str] = []
    held = ""
    for piece in _BREAKS.split(typed):
        held = f"{held}, {piece.strip()}" if held else piece.strip()
        if any(char.isdecimal() for char in piece):
            pieces.append(held)
            held = ""
    return [*pieces, held] if held else pieces


def _named(question: SingleQuestion, label: str) -> str | None:
    """The one option that these words name: as a participant would, or by the beginning of a word that no other option has."""
    match read_answer(question, label):
        case Chosen(option):
            return option
        case _:
            stems = {label.casefold(), label.casefold().removesuffix("s")}
            meant = [
                option.id
                for option in question.options
                if any(
                    word.startswith(stem)
                    for word in re.findall(r"\w+", option.label.casefold())
                    for stem in stems
                    if len(stem) >= _SHORTEST
                )
            ]
            return meant[0] if len(meant) == 1 else None


def _localised(workshop: Workshop, words: Wording) -> SingleQuestion | None:
    return segment_question(localise(workshop.flow, words.language))


def _page(unit: Unit, workshop: Workshop, words: Wording) -> Message:
    t, segments = words.t, _localised(workshop, words)
    said = unit.expected.of(workshop.id)
    options = segments.options if segments is not None else ()
    lines = [f"• {escape(option.label)}: {said.get(option.id, '–')}" for option in options]
    counted = t("How many of each are counted is shown when the answers to “{question}” are, never before.",
                question=escape(segments.text if segments is not None else ""))  # fmt: skip
    head = "<b>" + t("Who is expected") + "</b>"
    back = ((key(workshop.code, "← " + t("Back"), "more"),),)
    return Message("\n".join([head, "", *lines, "", _how(workshop, words), "", f"<i>{counted}</i>"]), back)


def _how(workshop: Workshop, words: Wording) -> str:
    """An example with the groups there are."""
    segments = _localised(workshop, words)
    names = [option.label for option in segments.options[:2]] if segments is not None else []
    like = ", ".join(f"{name} {people}" for name, people in zip(names, (40, 10), strict=False))
    return words.t("Type how many people you expect of each group, like this: {like}. With 0 a group is taken out.",
                   like=f"<code>{escape(like)}</code>")  # fmt: skip
