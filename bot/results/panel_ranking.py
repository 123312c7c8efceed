"""What the room sees of the panel: approved questions with released votes, in order; must not know authors, chats or buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import count
from typing import Literal

from bot.results.findings import look_line
from bot.results.rules import nothing_at_all
from bot.wording import Wording
from flows.counting.release import needed
from flows.definition.flow import options_of
from storage.answers.panel import ballot_of
from storage.answers.texts import Text, TextState
from storage.database import Unit
from storage.values import Ballot, BallotKind, BallotState, Phase, Release, Workshop

_TOLD = 10


@dataclass(frozen=True)
class PanelItem:
    """One question. `votes`: people in the latest release who want it answered, None before one or outside the vote.

    `number`: the one it has in the vote on phones, and keeps; before a vote, and for those that are not in it, the next ones.
    """

    text: str
    speaker: str
    votes: int | None
    pinned: bool
    answered: bool
    short: str
    number: int = 0


@dataclass(frozen=True)
class PanelView:
    """The panel now. `responded` of `joined` people have answered the round or the vote that is open, None when none is.

    `base`: what the votes cover, or why there are none yet; "" before any vote.
    """

    state: Literal["asking", "voting", "closed"]
    responded: int | None
    joined: int
    items: tuple[PanelItem, ...]
    base: str


def panel_view(unit: Unit, workshop: Workshop, words: Wording) -> PanelView | None:
    """Pinned ones first, then by votes, answered ones last; None while nobody has been asked for questions."""
    asked, vote = ballot_of(workshop, BallotKind.ASK), ballot_of(workshop, BallotKind.VOTE)
    if asked is None:
        return None
    release = unit.answers.latest(workshop.id, vote.id) if vote is not None else None
    received = unit.answers.received(workshop.id)
    state: Literal["asking", "voting", "closed"] = "asking" if _open(asked) else "closed"
    state = "voting" if _open(vote) else state
    now = vote if state == "voting" else asked
    responded = received.get(now.id, 0) if now is not None and state != "closed" else None
    found = sorted(
        ((q.option, _item(q, release)) for q in unit.panel.shown(workshop.id)), key=lambda one: _order(one[1])
    )
    items = with_numbers(found, [] if vote is None else [option.id for option in options_of(vote.question)])
    base = "" if vote is None else _base(workshop, vote, release, received.get(vote.id, 0), words)
    return PanelView(state, responded, workshop.joined, items, base)


def _open(ballot: Ballot | None) -> bool:
    return ballot is not None and ballot.state is BallotState.OPEN


def _item(question: Text, release: Release | None) -> PanelItem:
    votes = release.tally.counts.get(question.option) if release is not None else None
    answered = question.state is TextState.ANSWERED
    return PanelItem(question.words, question.speaker, votes, question.pinned, answered, question.short)


def with_numbers(found: Sequence[tuple[str, PanelItem]], voted: Sequence[str]) -> tuple[PanelItem, ...]:
    """Each with its number: that of the vote, so that the same question has the same one on phones and on the wall."""
    after = count(len(voted) + 1)
    return tuple(replace(it, number=voted.index(o) + 1 if o in voted else next(after)) for o, it in found)


def _order(item: PanelItem) -> tuple[bool, bool, int, str]:
    return item.answered, not item.pinned, -(item.votes or 0), item.short


def _base(workshop: Workshop, vote: Ballot, release: Release | None, voted: int, words: Wording) -> str:
    """Only released votes count, so it says of how many people they are."""
    if release is not None and release.final:
        return words.n("The ranking covers everybody, {count} person.", "The ranking covers everybody, {count} people.",
                       release.n)  # fmt: skip
    if release is not None and vote.state is BallotState.ENDED:
        return look_line(release.n, voted, words)
    if release is not None:
        return words.t(
            "The ranking covers {covered} of the {all} who voted.", covered=release.n, all=max(voted, release.n)
        )
    if _open(vote):
        return words.t("The ranking comes once {count} people have voted.", count=needed(0, workshop.policy))
    if workshop.phase is not Phase.CLOSED:
        return words.t("No ranking now. What was voted is counted at the close.")
    few = words.t("Fewer than {k} people voted, so there is no ranking.", k=workshop.policy.k)
    return nothing_at_all(workshop, few, words)


def panel_said(unit: Unit, workshop: Workshop, words: Wording) -> str:
    """The first ten questions for a summary, as HTML; "" without any."""
    view = panel_view(unit, workshop, words)
    if view is None or not view.items:
        return ""
    heading = "<b>" + words.t("Questions to the panel") + "</b>"
    return f"{heading}\n\n{ranking_text(replace(view, items=view.items[:_TOLD]), words, limit=200)}"


def ranking_text(view: PanelView, words: Wording, limit: int = 300) -> str:
    """The questions as HTML, numbered, each cut to `limit` characters; answered ones are struck out."""
    lines = [_line(item.number or number, item, words, limit) for number, item in enumerate(view.items, 1)]
    return "\n\n".join([*lines, *([f"<i>{escape(view.base)}</i>"] if view.base else [])])


def _line(number: int, item: PanelItem, words: Wording, limit: int) -> str:
    text = escape(cut(item.text, limit))
    said = f"{number}. {'📌 ' if item.pinned else ''}" + (f"<s>{text}</s>" if item.answered else text)
    about = " · ".join(_about(item, words))
    return said + (f"\n<i>{about}</i>" if about else "")


def _about(item: PanelItem, words: Wording) -> Iterator[str]:
    if item.votes is not None:
        yield words.n("{count} vote", "{count} votes", item.votes)
    if item.speaker:
        yield words.t("for {name}", name=escape(item.speaker))
    if item.answered:
        yield words.t("answered")


def cut(text: str, limit: int) -> str:
    """On one line, with at most so many characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
