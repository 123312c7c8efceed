"""What a facilitator does at the panel: ask, collect, judge one question at a time, put to the vote; must not know authors.

Texts are read from collected rounds only; nothing here can look at what still waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.buttons import Button
from bot.facilitator import Desk
from bot.messages import Message, Op, RefreshBoards, StartSendout
from bot.panel_cards import Cards, Standing
from bot.panel_ranking import panel_view
from flows.definition import TextQuestion, options_of
from flows.similar import similar
from storage.database import Unit
from storage.panel import MOST_SPEAKERS, VOTED, PanelQuestion, PanelState, ballot_of, vote_question
from storage.values import ActionKind, Ballot, BallotKind, Phase, SendoutKind, Workshop

ASKED = "panel"
"""What is expected in a chat that was asked for names or words: a colon, "who" or "cover", and ids follow."""

_NAME = 60

Act = Callable[[Unit, Desk, Workshop, Button], tuple[Op, ...]]


def show(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """The desk as a new message."""
    cards = Cards(workshop.code, desk.words)
    return desk.reply(cards.close_only() if workshop.policy.close_only else cards.desk(_standing(unit, desk, workshop)))


def press(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """A button of the desk; from anywhere else the desk comes as a new message."""
    unit.staff.set_asked(desk.sender.chat_id, None)
    act = _ACTS.get(button.arguments[0]) if button.arguments else None
    if workshop.policy.close_only or act is None:
        return show(unit, desk, workshop)
    return act(unit, desk, workshop, button)


def typed(unit: Unit, desk: Desk, asked: str, text: str) -> tuple[Op, ...]:
    """Names of speakers, or words to hide."""
    unit.staff.set_asked(desk.sender.chat_id, None)
    what, workshop_id, short = (*asked.split(":")[1:], "", "")[:3]
    if not unit.staff.steers(desk.sender.user_id, workshop_id):
        return desk.say(desk.words.t("That is for the facilitators of this workshop."))
    workshop = unit.workshops.get(workshop_id)
    if what == "who":
        return _set_speakers(unit, desk, workshop, text)
    question = unit.panel.find(workshop.id, short)
    if question is None:
        return show(unit, desk, workshop)
    covered = unit.panel.cover(question, text)
    if covered is None:
        unit.staff.set_asked(desk.sender.chat_id, asked)
        remark = desk.words.t("Those words do not stand there.")
        return desk.reply(Cards(workshop.code, desk.words).ask_words(question, remark))
    return (*desk.reply(_card(unit, desk, workshop, covered)), RefreshBoards(workshop.id))


# --- rounds and votes


def _desk(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    return desk.turn(_desk_page(unit, desk, workshop))


def _who(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    unit.staff.set_asked(desk.sender.chat_id, f"{ASKED}:who:{workshop.id}")
    return desk.turn(Cards(workshop.code, desk.words).ask_speakers())


def _nobody(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    unit.panel.set_speakers(workshop.id, ())
    return desk.turn(_desk_page(unit, desk, workshop))


def _set_speakers(unit: Unit, desk: Desk, workshop: Workshop, text: str) -> tuple[Op, ...]:
    names = tuple(
        dict.fromkeys(name for part in text.replace("\n", ",").split(",") if (name := " ".join(part.split())))
    )
    if len(names) > MOST_SPEAKERS or any(len(name) > _NAME for name in names):
        unit.staff.set_asked(desk.sender.chat_id, f"{ASKED}:who:{workshop.id}")
        return desk.say(
            desk.words.t("Up to eight names of {count} characters each, with commas between them.", count=_NAME)
        )
    unit.panel.set_speakers(workshop.id, names)
    return desk.reply(_desk_page(unit, desk, workshop))


def _ask(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    """A new round: everybody who takes part is asked."""
    if ballot_of(workshop, BallotKind.ASK, is_open=True) is not None:
        return _desk(unit, desk, workshop, _button)
    asked = TextQuestion(id="panel", text=desk.words.t("Questions to the panel"))
    return _launch(unit, desk, workshop, unit.ballots.draft(workshop, BallotKind.ASK, asked))


def _vote(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    """Freeze what is approved and not answered as the list of a vote."""
    ready = unit.panel.votable(workshop.id)
    if ballot_of(workshop, BallotKind.VOTE, is_open=True) is not None:
        return _desk(unit, desk, workshop, _button)
    if len(ready) not in VOTED:
        t = desk.words.t
        return desk.say(t("A vote takes 2 to 20 questions. Approve, group, or mark some answered first."))
    asked = vote_question(ready, desk.words.t("Which questions shall the panel answer?"))
    return _launch(unit, desk, workshop, unit.ballots.draft(workshop, BallotKind.VOTE, asked))


def _launch(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    if workshop.phase is not Phase.OPEN:
        unit.ballots.discard(ballot)
        return desk.say(desk.words.t("Open the workshop first."))
    unit.ballots.open(ballot)
    desk.did(unit, workshop.id, ActionKind.PANEL_ASKED if ballot.kind is BallotKind.ASK else ActionKind.VOTE_OPENED)
    sendout = unit.sendouts.start(workshop.id, SendoutKind.BALLOT, {"ballot": ballot.id}, desk.sender.chat_id)
    page = _desk_page(unit, desk, unit.workshops.get(workshop.id))
    return (*desk.turn(page), StartSendout(sendout), RefreshBoards(workshop.id))


def _end(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Close a round or a vote: asked once, then done."""
    act = button.arguments[0]
    kind = BallotKind.ASK if act == "collect" else BallotKind.VOTE
    ballot = ballot_of(workshop, kind, is_open=True)
    if ballot is None:
        return _desk(unit, desk, workshop, button)
    if button.arguments[1:] != ("yes",):
        now = _standing(unit, desk, workshop)
        received = now.in_round if kind is BallotKind.ASK else now.in_vote
        return desk.turn(Cards(workshop.code, desk.words).ask_first(act, received, now))
    unit.ballots.close(ballot)
    release = unit.answers.close_ballot(workshop.id, ballot)
    desk.did(unit, workshop.id, ActionKind.PANEL_COLLECTED if kind is BallotKind.ASK else ActionKind.VOTE_CLOSED)
    head = _ended(desk, workshop, kind, None if release is None else (release.n, release.tally.answered))
    page = _desk_page(unit, desk, unit.workshops.get(workshop.id), head)
    return (*desk.turn(page), RefreshBoards(workshop.id))


def _ended(desk: Desk, workshop: Workshop, kind: BallotKind, counted: tuple[int, int] | None) -> str:
    """`counted`: people in the release, and those of them who wrote or voted; None: too few for one."""
    t, n = desk.words.t, desk.words.n
    if counted is None:
        return t(
            "Fewer than {k} people had answered. Nothing can be shown, and what waited is deleted.", k=workshop.policy.k
        )
    people, answered = counted
    if kind is BallotKind.VOTE:
        return n("The vote is closed: {count} person voted.", "The vote is closed: {count} people voted.", people)
    return n("Collected: {count} question from {people} people.", "Collected: {count} questions from {people} people.",
             answered, people=people)  # fmt: skip


# --- one question at a time


def _new(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """The next new one, behind the one that is left for later."""
    return desk.turn(_next_card(unit, desk, workshop, _short(button)))


def _next_card(unit: Unit, desk: Desk, workshop: Workshop, after: str = "") -> Message:
    new = _news(unit, workshop)
    later = [q for q in new if q.short > after] or new
    return _card(unit, desk, workshop, later[0]) if later else _desk_page(unit, desk, workshop)


def _card(unit: Unit, desk: Desk, workshop: Workshop, question: PanelQuestion) -> Message:
    new, shown = [q.short for q in _news(unit, workshop)], {q.short: q for q in unit.panel.shown(workshop.id)}
    alike = similar(question.words, {short: other.words for short, other in shown.items()})
    cards = Cards(workshop.code, desk.words)
    if question.short not in new:
        return cards.desk(_standing(unit, desk, workshop))
    return cards.card(question, new.index(question.short) + 1, len(new), shown[alike[0]] if alike else None)


def _judged(state: PanelState) -> Act:
    def judge(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        question = unit.panel.find(workshop.id, _short(button))
        if question is None or (state is PanelState.NEW and _is_voted(workshop, question)):
            return _desk(unit, desk, workshop, button)
        unit.panel.judge(question, state)
        if workshop.phase is Phase.CLOSED:
            unit.panel.forget_hidden(workshop.id)
        was_new = question.state is PanelState.NEW
        page = _next_card(unit, desk, workshop) if was_new else _list_page(unit, desk, workshop, 0)
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
        return _desk(unit, desk, workshop, button)
    others = [q for q in unit.panel.shown(workshop.id) if q.id != question.id]
    alike = similar(question.words, {q.id: q.words for q in others})
    others.sort(key=lambda q: (q.id not in alike, q.id))
    return desk.turn(Cards(workshop.code, desk.words).same_as(question, others[:12]))


def _is(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """It counts as one with that other one."""
    question, other = unit.panel.find(workshop.id, _short(button)), unit.panel.find(workshop.id, _short(button, 2))
    if question is not None and other is not None and not _is_voted(workshop, question):
        unit.panel.group(question, other)
    return (*desk.turn(_next_card(unit, desk, workshop)), RefreshBoards(workshop.id))


def _cover(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    question = unit.panel.find(workshop.id, _short(button))
    if question is None:
        return _desk(unit, desk, workshop, button)
    unit.staff.set_asked(desk.sender.chat_id, f"{ASKED}:cover:{workshop.id}:{question.short}")
    return desk.turn(Cards(workshop.code, desk.words).ask_words(question))


def _back_to_card(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    question = unit.panel.find(workshop.id, _short(button))
    return desk.turn(_card(unit, desk, workshop, question) if question else _desk_page(unit, desk, workshop))


def _list(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    return desk.turn(_list_page(unit, desk, workshop, max(0, button.number(1))))


def _item(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    question = unit.panel.find(workshop.id, _short(button))
    if question is None or not question.shown:
        return _desk(unit, desk, workshop, button)
    grouped = sum(1 for other in unit.panel.questions(workshop.id) if other.same_as == question.id)
    voted = _is_voted(workshop, question)
    return desk.turn(Cards(workshop.code, desk.words).item(question, grouped, voted=voted))


# --- pages


def _desk_page(unit: Unit, desk: Desk, workshop: Workshop, head: str = "") -> Message:
    return Cards(workshop.code, desk.words).desk(_standing(unit, desk, workshop), head)


def _list_page(unit: Unit, desk: Desk, workshop: Workshop, page: int) -> Message:
    vote = ballot_of(workshop, BallotKind.VOTE)
    release = unit.answers.latest(workshop.id, vote.id) if vote is not None else None
    shown = unit.panel.shown(workshop.id)
    counts = release.tally.counts if release is not None else {}
    votes = {q.id: counts[q.option] for q in shown if q.option in counts}
    shown.sort(key=lambda q: (q.state is PanelState.ANSWERED, not q.pinned, -votes.get(q.id, 0), q.id))
    return Cards(workshop.code, desk.words).listing(shown, page, votes)


def _standing(unit: Unit, desk: Desk, workshop: Workshop) -> Standing:
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


_ACTS: Mapping[str, Act] = {
    "desk": _desk,
    "who": _who,
    "nobody": _nobody,
    "ask": _ask,
    "vote": _vote,
    "collect": _end,
    "endvote": _end,
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
}
"""What the desk's buttons do."""
