"""The panel in an export: what the room was shown, with its votes; must not know files, authors, or what was hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flows.counting.tally import Tally
from flows.definition.flow import options_of
from storage.answers.texts import Text, TextState
from storage.export.books import Cell, Column
from storage.export.words.saying import Say, in_english
from storage.values import BallotKind, Workshop

COLUMNS = (
    Column("text", "Question to the panel", 90, wrap=True),
    Column("speaker", "For", 22, wrap=True),
    Column("state", "State", 11),
    Column("pinned", "Pinned", 9),
    Column("same", "Others asking the same", 11),
    Column("votes", "People who voted for it", 12),
    Column("voters", "of (people in that vote)", 12),
)


def panel_rows(
    workshop: Workshop, questions: Sequence[Text], tallies: Mapping[str, Tally]
) -> Iterable[tuple[Cell, ...]]:
    """Approved and answered questions, those with most votes first; each with the newest vote that it was in."""
    for question in sorted(
        (q for q in questions if q.shown), key=lambda q: (-(_votes(workshop, q, tallies)[0] or 0), q.id)
    ):
        same = sum(1 for other in questions if other.same_as == question.id)
        pinned = "yes" if question.pinned else None
        about = (question.words, question.speaker or None, question.state.value, pinned, same or None)
        yield (*about, *_votes(workshop, question, tallies))


def panel_notes(questions: Sequence[Text], t: Say = in_english) -> Iterable[tuple[Cell, ...]]:
    """What was not shown, as numbers; nothing where nobody was asked."""
    if questions:
        note = t(
            "{count} were collected, without a name, each in a round that enough people had answered. {hidden} were hidden by "
            "a facilitator and {unseen} not looked at; those are in no file. Similar ones were counted as one. Votes are those "
            "of the last release of the newest vote that a question was in.",
            count=len(questions),
            hidden=sum(1 for q in questions if q.state is TextState.HIDDEN),
            unseen=sum(1 for q in questions if q.state is TextState.NEW),
        )
        yield t("Questions to the panel"), note


def _votes(workshop: Workshop, question: Text, tallies: Mapping[str, Tally]) -> tuple[int, int] | tuple[None, None]:
    """People who want it, of those in the vote."""
    for ballot in reversed(workshop.ballots):
        is_in = ballot.kind is BallotKind.VOTE and question.option in {o.id for o in options_of(ballot.question)}
        if is_in and ballot.id in tallies:
            return tallies[ballot.id].counts[question.option], tallies[ballot.id].asked
    return None, None
