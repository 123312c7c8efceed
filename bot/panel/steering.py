"""What a facilitator does at the panel: ask, collect, judge one question at a time, put to the vote; must not know authors.

Texts are read from collected rounds only; nothing here can look at what still waits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from bot.buttons import Button
from bot.desk import Desk, impossible
from bot.messages import Message, Op, RefreshBoards, Send, StartSendout
from bot.panel.cards import VERB, Cards
from bot.panel.judging import ACTS, DESK, DESK_ACTS, panel_page, show_panel, standing
from bot.reading.judging import Act
from bot.results.findings import look_line
from bot.results.proposals import asked_the_same, panel_asked, vote_asked
from bot.results.rules import nothing_now
from storage.answers.panel import MOST_SPEAKERS, VOTED, ballot_of, vote_question
from storage.database import Unit
from storage.values import ActionKind, Ballot, BallotKind, Ended, Phase, SendoutKind, Workshop

_NAME = 60
_BETWEEN = re.compile(r"[\n,;|،、]+|\s+&\s+|\s+(?:and|en)\s+(?=\S+(?:\s\S+){0,3}$)")
"""What stands between names: a comma, a line, an "and" before the last."""


def show(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """The panel as a new message."""
    cards = Cards(workshop.code, desk.words)
    page = cards.close_only() if workshop.policy.close_only else cards.panel(standing(unit, desk, workshop))
    return desk.reply(page, VERB)


def open_panel(unit: Unit, desk: Desk, workshop: Workshop, speakers: str) -> tuple[Op, ...]:
    """`/panel`, and who sits on it, if names are typed behind it."""
    if not speakers or workshop.policy.close_only:
        return show(unit, desk, workshop)
    if workshop.phase is Phase.CLOSED:
        return desk.say(impossible(workshop, desk.words))
    return _set_speakers(unit, desk, workshop, speakers)


def press(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """A button of the panel; from anywhere else its page comes as a new message."""
    unit.staff.set_asked(desk.sender.chat_id, None)
    act = _ACTS.get(button.arguments[0]) if button.arguments else None
    if workshop.policy.close_only or act is None:
        return show(unit, desk, workshop)
    if workshop.phase is Phase.CLOSED and button.arguments[0] not in DESK_ACTS:
        return desk.say(impossible(workshop, desk.words))
    return act(unit, desk, workshop, button)


def typed(unit: Unit, desk: Desk, workshop: Workshop, about: str, text: str) -> tuple[Op, ...]:
    """Names of speakers, or words to hide."""
    unit.staff.set_asked(desk.sender.chat_id, None)
    what, _, short = about.partition(":")
    if what == "who" and workshop.phase is Phase.CLOSED:
        return desk.say(impossible(workshop, desk.words))
    if what == "who":
        return _set_speakers(unit, desk, workshop, text)
    covered = DESK.typed(unit, desk, workshop, short, text)
    if covered is None:
        desk.expect(unit, VERB, workshop, what, short)
        return DESK.ask_again(unit, desk, workshop, short)
    return covered


# --- rounds and votes


def _who(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    desk.expect(unit, VERB, workshop, "who")
    return desk.turn(Cards(workshop.code, desk.words).ask_speakers())


def _nobody(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    unit.panel.set_speakers(workshop.id, ())
    return desk.turn(panel_page(unit, desk, workshop), "", VERB)


def _set_speakers(unit: Unit, desk: Desk, workshop: Workshop, text: str) -> tuple[Op, ...]:
    names = tuple(dict.fromkeys(name for part in _BETWEEN.split(text) if (name := " ".join(part.split()))))
    if not names or len(names) > MOST_SPEAKERS or any(len(name) > _NAME for name in names):
        desk.expect(unit, VERB, workshop, "who")
        return desk.say(
            desk.words.t("Up to eight names of {count} characters each, with commas between them.", count=_NAME)
        )
    unit.panel.set_speakers(workshop.id, names)
    return desk.reply(panel_page(unit, desk, workshop), VERB)


def _ask(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    """A new round: everybody who takes part is asked."""
    if ballot_of(workshop, BallotKind.ASK, is_open=True) is not None:
        return show_panel(unit, desk, workshop, _button)
    asked = panel_asked(desk.words, ", ".join(unit.panel.speakers(workshop.id)))
    return _launch(unit, desk, workshop, unit.ballots.draft(workshop, BallotKind.ASK, asked))


def _vote(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    """Freeze what is approved and not answered as the list of a vote."""
    ready = unit.panel.votable(workshop.id)
    if ballot_of(workshop, BallotKind.VOTE, is_open=True) is not None:
        return show_panel(unit, desk, workshop, _button)
    if len(ready) not in VOTED:
        t = desk.words.t
        return desk.say(t("A vote takes 2 to 20 questions. Approve, group, or mark some answered first."))
    asked = vote_question(ready, vote_asked(desk.words))
    return _launch(unit, desk, workshop, unit.ballots.draft(workshop, BallotKind.VOTE, asked))


def _launch(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    if workshop.phase is not Phase.OPEN:
        unit.ballots.discard(ballot)
        return desk.say(desk.words.t("Open the workshop first."))
    if not unit.ballots.open(ballot, asked_the_same(workshop, ballot)):
        unit.ballots.discard(ballot)
        return desk.say(
            desk.words.t("Everybody was asked this twice already. For another panel name its speakers first.")
        )
    desk.did(unit, workshop.id, ActionKind.PANEL_ASKED if ballot.kind is BallotKind.ASK else ActionKind.VOTE_OPENED)
    sendout = unit.sendouts.start(workshop.id, SendoutKind.BALLOT, {"ballot": ballot.id}, desk.sender.chat_id)
    page = panel_page(unit, desk, unit.workshops.get(workshop.id))
    return (*desk.turn(page, "", VERB), StartSendout(sendout), RefreshBoards(workshop.id))


def _end(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """End a round or a vote: asked once, then done."""
    act = button.arguments[0]
    kind = BallotKind.ASK if act == "collect" else BallotKind.VOTE
    ballot = ballot_of(workshop, kind, is_open=True)
    if ballot is None:
        return show_panel(unit, desk, workshop, button)
    if button.arguments[1:] != ("yes",):
        now = standing(unit, desk, workshop)
        received = now.in_round if kind is BallotKind.ASK else now.in_vote
        return desk.turn(Cards(workshop.code, desk.words).ask_first(act, received, now), "", "panelend", act)
    ended = unit.answers.end(workshop.id, ballot.id)
    desk.did(unit, workshop.id, ActionKind.PANEL_COLLECTED if kind is BallotKind.ASK else ActionKind.VOTE_CLOSED)
    said = _ended(desk, workshop, kind, ended, unit.answers.received(workshop.id).get(ballot.id, 0))
    page = desk.turn(panel_page(unit, desk, unit.workshops.get(workshop.id)), "", VERB)
    return (
        *page,
        Send(desk.sender.chat_id, Message(f"<b>{escape(workshop.title)}</b>\n{escape(said)}")),
        RefreshBoards(workshop.id),
    )


def _ended(desk: Desk, workshop: Workshop, kind: BallotKind, ended: Ended, received: int) -> str:
    """By which door it went, and what becomes of those who are not counted yet. `received`: how many have ever answered."""
    t, n, release = desk.words.t, desk.words.n, ended.release
    if release is None:
        return nothing_now(workshop.policy, desk.words)
    if kind is BallotKind.ASK:
        said = n("Collected: {count} question.", "Collected: {count} questions.", release.tally.answered)
        absent = t("whoever had not answered counts as “Nothing from me”.")
    else:
        said, absent = t("The vote is counted."), t("whoever had not voted counts as “None of these”.")
    if not release.final:
        return f"{said}\n{look_line(release.n, received, desk.words)}"
    everybody = n("Everybody is counted, {count} person:", "Everybody is counted, {count} people:", release.n)
    return f"{said}\n{everybody} {absent}"


_ACTS: Mapping[str, Act] = {
    **ACTS,
    "who": _who,
    "nobody": _nobody,
    "ask": _ask,
    "vote": _vote,
    "collect": _end,
    "endvote": _end,
}
"""What the buttons of the panel's page do."""
