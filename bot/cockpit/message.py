"""The board: where the workshop stands and the next move, at a glance; must not know chats or how it is sent.

From top to bottom: what it is, who is here, how many are counted, what is going on now, what comes next. Every number is of
people or of a release. The one next move is the first button, alone in its row; the others follow the order of the lines.
"""

from __future__ import annotations

from html import escape

from bot.agenda.board import agenda_lines
from bot.cockpit.keys import rows
from bot.cockpit.moves import next_move
from bot.cockpit.progress import progress_line
from bot.cockpit.unasked import never_fitting
from bot.cockpit.view import Cockpit, is_led, phase_name
from bot.messages import Message
from bot.polls.pages import ON_BOARD, board_line, in_line, running_polls
from bot.results.awaited import answering
from bot.results.rules import rule_name
from storage.answers.panel import ballot_of
from storage.values import BallotKind, Phase


def draw(it: Cockpit) -> Message:
    """The board."""
    blocks = ([*_head(it), *_people(it)], _going_on(it), [f"<i>{escape(next_move(it).says)}</i>"])
    html = "\n\n".join("\n".join(block) for block in blocks if block)
    return Message(html, rows(it))


def head_of(it: Cockpit) -> list[str]:
    """What stands above a page that is open: which workshop, who is there, and what the room is asked, with how many are in."""
    going_on = [*_led(it), *_polls(it), *_panel(it)] if it.workshop.phase is not Phase.CLOSED else []
    return [_name(it), _counts(it), *going_on]


# --- lines


def _head(it: Cockpit) -> list[str]:
    t, workshop = it.words.t, it.workshop
    locked = " · " + t("locked") if workshop.locked else ""
    rule = t("Privacy rule: {name}", name=escape(rule_name(workshop.policy, it.words)))
    return [
        _name(it),
        t("Join code: {code}", code=f"<code>{workshop.code}</code>") + locked + " · " + rule,
        *_ends(it),
        *(
            [t("⚠️ Stands still: the key to its answers cannot be read. Whoever runs this bot can see to that.")]
            if it.stands_still
            else []
        ),
        "",
    ]


def _name(it: Cockpit) -> str:
    return f"<b>{escape(it.workshop.title)}</b> · {phase_name(it.workshop.phase, it.words)}"


def _ends(it: Cockpit) -> list[str]:
    """The day that the consent cards promise, once somebody was shown one: whoever steers it plans by it."""
    day = it.workshop.key_until if it.workshop.phase is not Phase.CLOSED else None
    return [it.words.t("Closes by itself on {day}, as participants were told", day=it.words.day(day))] if day else []


def _people(it: Cockpit) -> list[str]:
    covers = _covers(it)
    again = it.words.t(
        "The rules were changed: whoever had agreed before is asked again, and counts here once they agree."
    )
    came = [f"🪑 {escape(it.came)}"] if it.came else []
    return [_counts(it), *([again] if it.asked_again else []), *([covers] if covers else []), *came]


def _counts(it: Cockpit) -> str:
    t, workshop = it.words.t, it.workshop
    people = {"joined": workshop.joined, "submitted": workshop.submitted}
    if workshop.paced:
        return t("joined {joined} · have answered {submitted}", **people)
    if workshop.phase in (Phase.CLOSED, Phase.WAITING):
        return t("joined {joined} · submitted {submitted}", **people)
    now = answering(workshop)
    return t("joined {joined} · answering {answering} · submitted {submitted}", answering=now, **people)


def _covers(it: Cockpit) -> str:
    """How many are counted and how many wait; nothing before the first one: the next move says what it waits for."""
    t, workshop = it.words.t, it.workshop
    if workshop.phase is Phase.CLOSED:
        everyone = max(it.covered, workshop.submitted)  # the close counts those too who never submitted
        return t("{covered} of {all} counted.", covered=it.covered, all=everyone) if everyone else ""
    if is_led(workshop):  # said with the question in the room
        return ""
    waiting = max(0, workshop.submitted - it.covered)
    if not it.covered or not waiting:
        return ""
    return it.words.n(
        "{covered} of {all} counted, {count} waits so that nobody can be singled out",
        "{covered} of {all} counted, {count} wait so that nobody can be singled out",
        waiting, covered=it.covered, all=workshop.submitted,
    )  # fmt: skip


def _going_on(it: Cockpit) -> list[str]:
    """What the room is asked, polls, the panel, what is to be read, round tables, and what is being sent: a line each."""
    return [
        *_led(it),
        *_too_long(it),
        *([it.words.t("Result: {how}", how=escape(it.result))] if it.result else []),
        *_polls(it),
        *_panel(it),
        *_desk(it),
        *([f"✍️ {it.tables}"] if it.tables and it.workshop.phase is not Phase.CLOSED else []),
        *(progress_line(sendout, it.words, it.sharing) for sendout in it.running),
    ]


def _led(it: Cockpit) -> list[str]:
    return agenda_lines(it.workshop, it.stage, it.received, it.words, it.now or 0) if is_led(it.workshop) else []


def _too_long(it: Cockpit) -> list[str]:
    """What `check` refuses, if it came all the same: said whether or not somebody has been asked it by now."""
    names = never_fitting(it.workshop.flow, it.words) if it.workshop.phase is not Phase.CLOSED else ()
    said = it.words.t("⚠️ Too long for a phone, so nobody can be asked it: {names}", names=", ".join(names))
    return [escape(said)] if names else []


def _polls(it: Cockpit) -> list[str]:
    polls = running_polls(it.workshop)[-ON_BOARD:] if it.workshop.phase is not Phase.CLOSED else []
    return [board_line(it.workshop, ballot, it.received.get(ballot.id, 0), it.words) for ballot in polls]


def _panel(it: Cockpit) -> list[str]:
    t, workshop = it.words.t, it.workshop
    if workshop.phase is Phase.CLOSED:
        return []
    said = {BallotKind.ASK: t("Questions to the panel"), BallotKind.VOTE: t("Vote on the panel’s questions")}
    found = ((kind, ballot_of(workshop, kind, is_open=True)) for kind in said)
    return [
        f"🙋 {said[kind]} · {in_line(workshop, it.received.get(ballot.id, 0), it.words)}"
        for kind, ballot in found
        if ballot is not None
    ]


def _desk(it: Cockpit) -> list[str]:
    """What somebody has to read before anybody else sees it; after the close too."""
    n, answers, questions = it.words.n, it.unread.answers, it.unread.questions
    new = n("{count} question to look at", "{count} questions to look at", questions)
    told = n("{count} open answer to read", "{count} open answers to read", answers)
    return [*([f"🙋 {new}"] if questions else []), *([f"📖 {told}"] if answers else [])]
