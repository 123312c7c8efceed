"""What stands on a participant's phone of a poll: asked, with what is tapped so far, or answered; must not know tables or chats.

The question itself looks as one of the flow does: its options, pages, points and hints come from `bot.participant.choices`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from bot.buttons import Button, Scope
from bot.messages import Key, Message
from bot.participant.choices.options import Choice, chosen_so_far, hint, is_compact, listing
from bot.participant.choices.tapping import tapped
from bot.participant.consent import joined_line
from bot.participant.remarks import answer_in_words
from bot.polls.sheets import VERB
from bot.results.proposals import in_language
from bot.wording import Wording
from flows.definition.flow import Question, options_of
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped
from flows.dialogue.composing import Draft
from storage.keys.lengths import ROOM_FOR_TAPS
from storage.values import Ballot, BallotState, Workshop

CHANGE, DONE, TOGETHER, CLEAR, TURN, POINTS = "c", "d", "p", "e", "g", "o"
"""What a button says behind the poll's number, where it is no option's place."""
_SAYS = {"d": DONE, "c": CLEAR, "pg": TURN}
"""The same by the verb that the button has below a question of the flow."""
_PAIR = re.compile(r"(\d{1,2}):(\d{1,4})")


@dataclass(frozen=True)
class Picking:
    """A poll whose options stand open on a phone: `draft`, what is tapped and may be no answer yet; `page` of a long list."""

    draft: Draft = ()
    page: int = 0

    def kept(self, ballot: Ballot) -> dict[str, Any]:
        """As it is kept, sealed: by the places of options, whose ids may be long."""
        at = {option.id: place for place, option in enumerate(options_of(ballot.question))}
        draft = ".".join(f"{at[option]}:{number}" for option, number in self.draft if option in at)
        return {"ballot": ballot.id, "draft": draft, "page": self.page}


MOST_OPEN = 12
"""Polls whose taps are kept while they are no answer yet: more than anybody answers side by side, the newest that fit their room."""


def open_polls(held: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Every poll whose options stand open, the newest last; one alone as an earlier version kept it."""
    return list(held["polls"]) if held is not None and "polls" in held else [held] if held is not None else []


def with_picking(
    workshop: Workshop, held: dict[str, Any] | None, ballot: Ballot, picking: Picking | None
) -> dict[str, Any] | None:
    """What is kept once this poll stands open like that, or (None) no more."""
    taken = {known.id for known in workshop.ballots if known.takes_answers} - {ballot.id}
    others = [one for one in open_polls(held) if one["ballot"] in taken]
    polls = [*others, *([picking.kept(ballot)] if picking is not None else [])][-MOST_OPEN:]
    while len(json.dumps(polls, separators=(",", ":"))) > ROOM_FOR_TAPS:
        del polls[0]  # the oldest: no row may grow with how much somebody has tapped
    return {"polls": polls} if polls else None


def picking_of(held: dict[str, Any] | None, ballot: Ballot, answer: Answer | None) -> Picking:
    """What was kept of this poll; else as its answer is."""
    kept = next((one for one in open_polls(held) if one["ballot"] == ballot.id), None)
    if kept is None or kept.get("draft") is None:
        return Picking(draft_of(answer))
    ids = [option.id for option in options_of(ballot.question)]
    pairs = [(int(place), int(number)) for place, number in _PAIR.findall(kept["draft"])]
    return Picking(tuple((ids[place], number) for place, number in pairs if place < len(ids)), int(kept["page"]))


def draft_of(answer: Answer | None) -> Draft:
    """The taps that an answer is made of."""
    match answer:
        case Picked(options) | Ranked(options):
            return tuple((option, 1) for option in options)
        case Shared(points):
            return points
        case _:
            return ()


def asked(
    workshop: Workshop, ballot: Ballot, words: Wording, picking: Picking, answer: Answer | None = None
) -> Message:
    """The question with its options, whom it goes to, and how many have joined."""
    t, question = words.t, in_language(workshop, ballot, words.language)
    choice = _choice(workshop, ballot, question, words, picking, answer)
    gap = [] if is_compact(question) else [""]  # of a long one all is to be seen at once
    lines = [f"🗳 <b>{escape(question.text)}</b>", *([escape(question.help)] if question.help else [])]
    again = t("Second round: the same question again, a new answer.")
    lines += [f"<i>{again}</i>"] if ballot.of else []
    lines += [f"<i>{still(words)}</i>"] if ballot.state is BallotState.ENDED else []
    lines += [*gap, *listed] if (listed := listing(choice)) else []
    lines += [f"<i>{escape(chosen)}</i>"] if (chosen := chosen_so_far(choice)) else []
    lines += [
        *gap,
        hint(question, words, picking.draft) + " " + t("You can change it until it is counted."),
        t("This poll goes to everyone who joined.") + " " + joined_line(words, workshop.joined),
    ]
    return Message("\n".join(lines), tapped(choice))


def _choice(
    workshop: Workshop, ballot: Ballot, question: Question, words: Wording, picking: Picking, answer: Answer | None
) -> Choice:
    def keys(label: str, verb: str, *arguments: str | int, style: str = "") -> Key:
        if verb == "pt":  # a button has four arguments at most
            option, step, found = arguments
            return key(workshop, ballot, label, POINTS, option, f"{step}_{found}", style=style)
        says = (_SAYS[verb],) if verb in _SAYS else ()
        return key(workshop, ballot, label, *says, *arguments, style=style)

    return Choice(question, words, keys, picking.draft, picking.page, answer if isinstance(answer, Chosen) else None)


def standing(workshop: Workshop, ballot: Ballot, words: Wording, answer: Answer | None) -> Message:
    """Answered: what was said, and a button to change it, but no choice (anonymity rules, A27); else the question."""
    if answer is None or isinstance(answer, Skipped):
        return asked(workshop, ballot, words, Picking())
    question = in_language(workshop, ballot, words.language)
    said = escape(answer_in_words(question, answer, words, limit=300))
    until = words.t("You can change it until it is counted.")
    if ballot.state is BallotState.ENDED:
        until = still(words)
    lines = [f"🗳 {escape(question.text)}", "", words.t("You said: {answer} ✓", answer=f"<b>{said}</b>"), until]
    return Message("\n".join(lines), ((key(workshop, ballot, words.t("Change"), CHANGE),),))


def still(words: Wording) -> str:
    """Of a poll that was ended, but not for good."""
    return words.t(
        "The poll was ended, and you can still answer. What you say now is counted when the workshop closes, at the latest."
    )


def told(workshop: Workshop, ballots: Iterable[Ballot], held: dict[str, Any] | None, words: Wording) -> Iterator[str]:
    """For `/mydata`: a poll whose options stand open, what is tapped there, and which page."""
    stand_open = {one["ballot"] for one in open_polls(held)}
    for ballot in (one for one in ballots if one.id in stand_open):
        question, picking = in_language(workshop, ballot, words.language), picking_of(held, ballot, None)
        line = words.t("a poll whose options stand open on your phone: {name}", name=escape(question.name))
        names = {option.id: option.name for option in options_of(question)}
        tapped_so_far = ", ".join(escape(f"{names[o]} {n}" if n > 1 else names[o]) for o, n in picking.draft if n)
        line += f" ({tapped_so_far})" if tapped_so_far else ""
        yield "– " + line
        if picking.page:
            yield "– " + words.t("which page of a long list is on your phone: {page}", page=picking.page + 1)


def step_on(button: Button) -> tuple[int, int]:
    """Of a button that gives points: how many, and how many the screen showed there; (0, -1) where it says neither."""
    found = re.fullmatch(r"(-?\d{1,4})_(\d{1,4})", button.arguments[3] if len(button.arguments) > 3 else "")
    return (int(found[1]), int(found[2])) if found is not None else (0, -1)


def key(workshop: Workshop, ballot: Ballot, label: str, *what: int | str, style: str = "") -> Key:
    """A button of this poll."""
    button = Button(Scope.PARTICIPANT, workshop.code, VERB, (str(ballot.seq), *map(str, what)))
    return Key(label, button, style="primary" if style else "")
