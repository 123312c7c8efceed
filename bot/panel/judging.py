"""What a facilitator does with one question to the panel: approve, hide, group, cover, pin; must not know authors or rounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.buttons import Button
from bot.desk import Desk
from bot.messages import Message, Op, RefreshBoards
from bot.panel.cards import Cards, Standing
from bot.results.panel_ranking import panel_view
from flows.definition.flow import options_of
from flows.dialogue.similar import similar
from storage.answers.panel import PanelQuestion, PanelState, ballot_of
from storage.database import Unit
from storage.values import BallotKind, Phase, Workshop

ASKED = "panel"
"""What is expected in a chat that was asked for names or words: a colon, "who" or "cover", and ids follow."""

Act = Callable[[Unit, Desk, Workshop, Button], tuple[Op, ...]]


def show_desk(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    """The desk in the place of the page that was pressed."""
    return desk.turn(desk_page(unit, desk, workshop))


def _new(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """The next new one, behind the one that is left for later."""
    return desk.turn(next_card(unit, desk, workshop, _short(button)))


def next_card(unit: Unit, desk: Desk, workshop: Workshop, after: str = "") -> Message:
    """The next new question behind that one, the first again after the last, the desk when there is none."""
    new = _news(unit, workshop)
    later = [q for q in new if q.short > after] or new
    return card(unit, desk, workshop, later[0]) if later else desk_page(unit, desk, workshop)


def card(unit: Unit, desk: Desk, workshop: Workshop, question: PanelQuestion) -> Message:
    """A new question with what can be done about it; the desk for one that is not new any more."""
    new, shown = [q.short for q in _news(unit, workshop)], {q.short: q for q in unit.panel.shown(workshop.id)}
    alike = similar(question.words, {short: other.words for short, other in shown.items()})
    cards = Cards(workshop.code, desk.words)
    if question.short not in new:
        return cards.desk(standing(unit, desk, workshop))
    return cards.card(question, new.index(question.short) + 1, len(new), shown[alike[0]] if alike else None)


def _judged(state: PanelState) -> Act:
    def judge(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        question = unit.panel.find(workshop.id, _short(button))
        if question is None or (state is PanelState.NEW and question.shown and _is_voted(workshop, question)):
            return show_desk(unit, desk, workshop, button)
        unit.panel.judge(question, state)
        if workshop.phase is Phase.CLOSED:
            unit.panel.forget_hidden(workshop.id)
        was_new = question.state is PanelState.NEW
        back = was_new or state is PanelState.NEW
        page = next_card(unit, desk, workshop) if back else _list_page(unit, desk, workshop, 0)
        return (*desk.turn(page), RefreshBoards(workshop.id))

    return judge


def _pinned(*, pinned: bool) -> Act:
    def pin(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        question = unit.panel.find(workshop.id, _short(button))
        if question is not None and question.shown:
            unit.panel.pin(question, pinned=pinned)
        return (*desk.turn(_list_page(unit, desk, workshop, 0)), RefreshBoards(workshop.id))

    return pin


def _same(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    question = unit.panel.find(workshop.id, _short(button))
    if question is None:
        return show_desk(unit, desk, workshop, button)
    others = [q for q in unit.panel.shown(workshop.id) if q.id != question.id]
    alike = similar(question.words, {q.id: q.words for q in others})
    others.sort(key=lambda q: (q.id not in alike, q.id))
    return desk.turn(Cards(workshop.code, desk.words).same_as(question, others[:12]))


def _is(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """It counts as one with that other one."""
    question, other = unit.panel.find(workshop.id, _short(button)), unit.panel.find(workshop.id, _short(button, 2))
    if question is not None and other is not None and not _is_voted(workshop, question):
        unit.panel.group(question, other)
    return (*desk.turn(next_card(unit, desk, workshop)), RefreshBoards(workshop.id))


def _cover(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    question = unit.panel.find(workshop.id, _short(button))
    if question is None:
        return show_desk(unit, desk, workshop, button)
    unit.staff.set_asked(desk.sender.chat_id, f"{ASKED}:cover:{workshop.id}:{question.short}")
    return desk.turn(Cards(workshop.code, desk.words).ask_words(question))


def _back_to_card(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    question = unit.panel.find(workshop.id, _short(button))
    return desk.turn(card(unit, desk, workshop, question) if question else desk_page(unit, desk, workshop))


def _list(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    return desk.turn(_list_page(unit, desk, workshop, max(0, button.number(1))))


def _item(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    question = unit.panel.find(workshop.id, _short(button))
    if question is None or not (question.shown or _can_come_back(question)):
        return show_desk(unit, desk, workshop, button)
    grouped = sum(1 for other in unit.panel.questions(workshop.id) if other.same_as == question.id)
    voted = _is_voted(workshop, question)
    return desk.turn(Cards(workshop.code, desk.words).item(question, grouped, voted=voted))


def _hidden(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """What was hidden, until the close, so that a slip can be put right."""
    hidden = [q for q in unit.panel.questions(workshop.id) if _can_come_back(q)]
    if not hidden:
        return show_desk(unit, desk, workshop, button)
    return desk.turn(Cards(workshop.code, desk.words).listing(hidden, max(0, button.number(1)), {}, act="hidden"))


def _can_come_back(question: PanelQuestion) -> bool:
    return question.state is PanelState.HIDDEN and not question.same_as and bool(question.words)


# --- pages


def desk_page(unit: Unit, desk: Desk, workshop: Workshop, head: str = "") -> Message:
    """The desk; `head`: what just happened."""
    return Cards(workshop.code, desk.words).desk(standing(unit, desk, workshop), head)


def _list_page(unit: Unit, desk: Desk, workshop: Workshop, page: int) -> Message:
    vote = ballot_of(workshop, BallotKind.VOTE)
    release = unit.answers.latest(workshop.id, vote.id) if vote is not None else None
    shown = unit.panel.shown(workshop.id)
    counts = release.tally.counts if release is not None else {}
    votes = {q.id: counts[q.option] for q in shown if q.option in counts}
    shown.sort(key=lambda q: (q.state is PanelState.ANSWERED, not q.pinned, -votes.get(q.id, 0), q.id))
    return Cards(workshop.code, desk.words).listing(shown, page, votes)


def standing(unit: Unit, desk: Desk, workshop: Workshop) -> Standing:
    """Everything that the desk shows."""
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


def _news(unit: Unit, workshop: Workshop) -> list[PanelQuestion]:
    return [q for q in unit.panel.questions(workshop.id) if q.state is PanelState.NEW]


def _is_voted(workshop: Workshop, question: PanelQuestion) -> bool:
    """Whether it is on the list of a vote: the list never changes, so it cannot be new again."""
    votes = (b for b in workshop.ballots if b.kind is BallotKind.VOTE)
    return any(option.id == question.option for vote in votes for option in options_of(vote.question))


def _short(button: Button, place: int = 1) -> str:
    return button.arguments[place] if place < len(button.arguments) else ""


ACTS: Mapping[str, Act] = {
    "desk": show_desk,
    "new": _new,
    "card": _back_to_card,
    "ok": _judged(PanelState.APPROVED),
    "hide": _judged(PanelState.HIDDEN),
    "done": _judged(PanelState.ANSWERED),
    "undo": _judged(PanelState.NEW),
    "pin": _pinned(pinned=True),
    "unpin": _pinned(pinned=False),
    "same": _same,
    "is": _is,
    "cover": _cover,
    "list": _list,
    "item": _item,
    "hidden": _hidden,
}
"""What the buttons about questions do."""
