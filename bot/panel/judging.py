"""What a facilitator does with questions to the panel: read them at the desk, pin them, mark them answered; must not know authors."""

from __future__ import annotations

from collections.abc import Mapping

from bot.buttons import Button
from bot.commands import word
from bot.desk import Desk
from bot.messages import Key, Message, Op, RefreshBoards, key
from bot.panel.cards import VERB, Cards, Standing
from bot.reading.judged import Judged, overtaken
from bot.reading.judging import Act, Judging
from bot.reading.pile import Pile
from bot.results.panel_ranking import panel_view
from bot.wording import Wording
from flows.definition.flow import options_of
from storage.answers.panel import ballot_of
from storage.answers.texts import Text, TextState
from storage.database import Unit
from storage.values import BallotKind, Phase, Workshop


def panel_page(unit: Unit, desk: Desk, workshop: Workshop) -> Message:
    """Where the panel stands."""
    return Cards(workshop.code, desk.words).panel(standing(unit, desk, workshop))


def show_panel(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    """The panel in the place of the page that was pressed."""
    return desk.turn(panel_page(unit, desk, workshop), "", VERB)


def standing(unit: Unit, desk: Desk, workshop: Workshop) -> Standing:
    """Everything that the panel's page shows."""
    asking, voting = (ballot_of(workshop, kind, is_open=True) for kind in (BallotKind.ASK, BallotKind.VOTE))
    received = unit.answers.received(workshop.id)
    return Standing(
        workshop,
        unit.panel.speakers(workshop.id),
        unit.panel.questions(workshop.id),
        asking,
        voting,
        received.get(asking.id, 0) if asking else 0,
        received.get(voting.id, 0) if voting else 0,
        panel_view(unit, workshop, desk.words),
    )


def _title(words: Wording) -> str:
    return words.t("Questions to the panel")


def _votes(unit: Unit, workshop: Workshop) -> Mapping[str, int]:
    """Of the newest vote's latest release, by id."""
    vote = ballot_of(workshop, BallotKind.VOTE)
    release = unit.answers.latest(workshop.id, vote.id) if vote is not None else None
    counts = release.tally.counts if release is not None else {}
    return {q.id: counts[q.option] for q in unit.panel.shown(workshop.id) if q.option in counts}


def _is_voted(workshop: Workshop, question: Text) -> bool:
    """Whether it is on the list of a vote: the list never changes, so it cannot be new again."""
    votes = (b for b in workshop.ballots if b.kind is BallotKind.VOTE)
    return any(option.id == question.option for vote in votes for option in options_of(vote.question))


def _more(workshop: Workshop, question: Text, words: Wording) -> tuple[Key, ...]:
    t, code, short = words.t, workshop.code, question.short
    if workshop.phase is Phase.CLOSED:
        return ()
    pin = key(code, t("Unpin"), VERB, "unpin", short) if question.pinned else key(
        code, "📌 " + t("Pin"), VERB, "pin", short)  # fmt: skip
    done = key(code, "✔️ " + t("Answered"), VERB, "done", short)
    if question.state is TextState.ANSWERED:
        done = key(code, t("Not answered yet"), VERB, "undone", short)
    return (pin, done)


QUESTIONS = Pile(
    verb=VERB,
    texts=lambda unit, workshop: unit.panel.questions(workshop.id),
    home=panel_page,
    back=lambda words: words.t("← The panel"),
    title=_title,
    heading=lambda _workshop, _text, words: _title(words),
    apart=False,
    public=lambda unit, workshop: unit.panel.speakers(workshop.id),
    votes=_votes,
    is_voted=_is_voted,
    more=_more,
)
"""Questions to the panel, of all rounds."""

DESK = Judging(QUESTIONS)
_JUDGED = Judged(QUESTIONS)


def _marked(state: TextState) -> Act:
    def mark(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        question = unit.texts.find(workshop.id, word(button, 1))
        told = "" if question is not None and question.shown else overtaken(desk, workshop, question)
        if question is not None and question.shown:
            unit.texts.judge(question, state)
        return (*desk.turn(_JUDGED.list_page(unit, desk, workshop), told), RefreshBoards(workshop.id))

    return mark


def _pinned(*, pinned: bool) -> Act:
    def pin(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        question = unit.texts.find(workshop.id, word(button, 1))
        told = "" if question is not None and question.shown else overtaken(desk, workshop, question)
        if question is not None and question.shown:
            unit.texts.pin(question, pinned=pinned)
        return (*desk.turn(_JUDGED.list_page(unit, desk, workshop), told), RefreshBoards(workshop.id))

    return pin


DESK_ACTS: Mapping[str, Act] = {**DESK.acts, **_JUDGED.acts}
"""What may still be done with questions after the close: they are read, or hidden."""

ACTS: Mapping[str, Act] = {
    **DESK_ACTS,
    "done": _marked(TextState.ANSWERED),
    "undone": _marked(TextState.APPROVED),
    "pin": _pinned(pinned=True),
    "unpin": _pinned(pinned=False),
}
"""What the buttons about questions do."""
