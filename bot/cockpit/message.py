"""The board: where the workshop stands and the next move, at a glance; must not know chats or how it is sent.

From top to bottom: what it is, who is here, how many are counted, what is going on now, what comes next. Every number is of
people or of a release. The buttons follow the same order, and what stops something that is running comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape

from bot.agenda.board import agenda_lines, agenda_move, agenda_rows
from bot.cockpit.progress import is_asked_again, progress_line, stop_rows
from bot.messages import Key, Keyboard, Message, key
from bot.polls.pages import ON_BOARD, board_line, in_line, running_polls
from bot.results.findings import progress_of
from bot.results.rules import rule_name
from bot.results.tables import tables_line
from bot.results.unread import Unread, on_the_board
from bot.wording import Wording
from flows.counting.release import is_live, missing
from flows.dialogue.agenda import Stage
from storage.answers.panel import ballot_of
from storage.database import Unit
from storage.values import BallotKind, Phase, Sendout, SendoutKind, Workshop


@dataclass(frozen=True)
class Cockpit:
    """Everything that stands on it, read in one transaction. `covered`: people in the latest release; `now`: epoch seconds."""

    workshop: Workshop
    words: Wording
    covered: int = 0
    organiser: bool = False
    now: int | None = None
    stage: Stage = field(default_factory=Stage)
    received: Mapping[str, int] = field(default_factory=dict)
    running: tuple[Sendout, ...] = ()
    sharing: int = 1
    unread: Unread = field(default_factory=lambda: Unread({}, frozenset()))
    tables: str = ""
    result: str = ""
    stands_still: bool = False
    asked_again: bool = False

    def key(self, label: str, verb: str, *arguments: str, style: str = "") -> Key:
        """A button about this workshop."""
        return key(self.workshop.code, label, verb, *arguments, style=style)


def read(
    unit: Unit, workshop: Workshop, covered: int, words: Wording, *, organiser: bool, now: int | None = None
) -> Cockpit:
    """What the board of a workshop shows now. It costs the same whether ten or five thousand people have joined."""
    everywhere = unit.sendouts.running()
    stage = unit.stage.get(workshop.id)
    led = next((q for q in workshop.flow.questions if q.id == stage.question), None) if is_led(workshop) else None
    return Cockpit(
        workshop,
        words,
        covered,
        organiser,
        now,
        stage if now is not None else replace(stage, until=None),
        unit.answers.received(workshop.id),
        tuple(one for one in everywhere if one.workshop_id == workshop.id),
        len(everywhere),
        on_the_board(unit, workshop),
        tables_line(unit, workshop, words),
        progress_of(unit, workshop, led, words) if led is not None else "",
        asked_again=is_asked_again(unit, workshop),
        stands_still=workshop.phase is not Phase.CLOSED and not unit.workshops.has_key(workshop.id),
    )


def draw(it: Cockpit) -> Message:
    """The board."""
    blocks = ([*_head(it), *_people(it)], _going_on(it), [f"<i>{escape(_next_move(it))}</i>"])
    html = "\n\n".join("\n".join(block) for block in blocks if block)
    return Message(html, tuple(_rows(it)))


# --- lines


def _head(it: Cockpit) -> list[str]:
    t, workshop = it.words.t, it.workshop
    locked = " · " + t("locked") if workshop.locked else ""
    rule = t("Privacy rule: {name}", name=escape(rule_name(workshop.policy, it.words)))
    return [
        f"<b>{escape(workshop.title)}</b> · {phase_name(workshop.phase, it.words)}",
        t("Join code: {code}", code=f"<code>{workshop.code}</code>") + locked + " · " + rule,
        *_ends(it),
        *(
            [t("⚠️ Stands still: the key to its answers cannot be read. Whoever runs this bot can see to that.")]
            if it.stands_still
            else []
        ),
        "",
    ]


def _ends(it: Cockpit) -> list[str]:
    """The day that the consent cards promise, once somebody was shown one: whoever steers it plans by it."""
    day = it.workshop.key_until if it.workshop.phase is not Phase.CLOSED else None
    return [it.words.t("Closes by itself on {day}, as participants were told", day=it.words.day(day))] if day else []


def _people(it: Cockpit) -> list[str]:
    covers = _covers(it)
    again = it.words.t(
        "The rules were changed: whoever had agreed before is asked again, and counts here once they agree."
    )
    return [_counts(it), *([again] if it.asked_again else []), *([covers] if covers else [])]


def _counts(it: Cockpit) -> str:
    t, workshop = it.words.t, it.workshop
    people = {"joined": workshop.joined, "submitted": workshop.submitted}
    if workshop.paced:
        return t("joined {joined} · have answered {submitted}", **people)
    if workshop.phase is Phase.CLOSED:
        return t("joined {joined} · submitted {submitted}", **people)
    answering = max(0, workshop.started - workshop.submitted)
    return t("joined {joined} · answering {answering} · submitted {submitted}", answering=answering, **people)


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
    led = agenda_lines(it.workshop, it.stage, it.received, it.words, it.now or 0) if is_led(it.workshop) else []
    led += [it.words.t("Result: {how}", how=escape(it.result))] if it.result else []
    polls = running_polls(it.workshop)[-ON_BOARD:] if it.workshop.phase is not Phase.CLOSED else []
    return [
        *led,
        *(board_line(it.workshop, ballot, it.received.get(ballot.id, 0), it.words) for ballot in polls),
        *_panel(it),
        *_desk(it),
        *([f"✍️ {it.tables}"] if it.tables and it.workshop.phase is not Phase.CLOSED else []),
        *(progress_line(sendout, it.words, it.sharing) for sendout in it.running),
    ]


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


def _next_move(it: Cockpit) -> str:
    t, workshop = it.words.t, it.workshop
    match workshop.phase:
        case Phase.WAITING:
            return t("Next: show the QR code in the room, then tap Open.")
        case Phase.PAUSED:
            return t("Paused: nobody can answer. Next: Open again, or Close.")
        case Phase.CLOSED if it.unread.answers and it.unread.follows:
            said = t(
                "Closed: the key is destroyed. Next: read the open answers; then everybody is sent what you approve."
            )
            return said + _kept_until(it)
        case Phase.CLOSED if it.unread.answers:
            said = t("Closed: the key is destroyed. Next: read the open answers. Everybody has been told before.")
            return said + _kept_until(it)
        case Phase.CLOSED:
            return _kept(it)
        case _ if is_led(workshop):
            return agenda_move(workshop, it.stage, it.received, it.words)
        case _:
            return _about_the_summary(it)


def _kept(it: Cockpit) -> str:
    lost = it.words.t("Closed: its key was gone, so what waited could not be counted.")
    return (lost if it.workshop.key_lost else it.words.t("Closed: the key is destroyed.")) + _kept_until(it)


def _kept_until(it: Cockpit) -> str:
    """For how long, where that is limited: a sentence of its own."""
    day = it.workshop.kept_until
    return " " + it.words.t("The results are kept until {day}.", day=it.words.day(day)) if day is not None else ""


def _about_the_summary(it: Cockpit) -> str:
    """When the live summary appears or grows, the same number as the summary says; without one, when the close has results."""
    t, n, workshop = it.words.t, it.words.n, it.workshop
    live = next((q for q in workshop.flow.questions if is_live(q, workshop.policy)), None)
    more = missing(live, workshop.policy, workshop.submitted, it.covered) if live is not None else None
    short = workshop.policy.k - workshop.submitted
    if more is None and short > 0:
        return n("Next: wait. Results need {k} people: {count} more must submit.",
                 "Next: wait. Results need {k} people: {count} more must submit.", short, k=workshop.policy.k)  # fmt: skip
    if more is None:
        return t("Next: wait, or close to see the results.")
    if more == 0:
        return t("Next: wait a moment, the summary grows within a minute.")
    if it.covered:
        return n("Next: {count} more and the summary grows. Talk about it, or close.",
                 "Next: {count} more and the summary grows. Talk about it, or close.", more)  # fmt: skip
    if short > 0:
        return n("Next: wait. {count} more must submit, and the first summary comes.",
                 "Next: wait. {count} more must submit, and the first summary comes.", more)  # fmt: skip
    return n("Next: {count} more and the first summary comes. Or close to see the results.",
             "Next: {count} more and the first summary comes. Or close to see the results.", more)  # fmt: skip


# --- buttons


def _rows(it: Cockpit) -> Keyboard:
    led = agenda_rows(it.workshop, it.stage, it.words) if is_led(it.workshop) else ()
    mine = tuple(sendout for sendout in it.running if it.organiser or sendout.kind is not SendoutKind.NEWS)
    stops = stop_rows(it.workshop.code, mine, it.words)
    return (*stops, *led, *_beside(it), *_always(it))


def _beside(it: Cockpit) -> Keyboard:
    """What runs beside the questions: what is to be read, polls to end, the panel."""
    t, workshop = it.words.t, it.workshop
    is_over = workshop.phase is Phase.CLOSED
    polls = (it.key("🗳 " + t("Polls running"), "bpolls"),) if running_polls(workshop) and not is_over else ()
    asks = any(ballot_of(workshop, kind, is_open=True) for kind in (BallotKind.ASK, BallotKind.VOTE)) and not is_over
    panel = (it.key("🙋 " + t("Panel"), "panel", "show"),) if asks or it.unread.questions else ()
    read = it.words.n("Read {count} open answer", "Read {count} open answers", it.unread.answers)
    desk = (it.key(f"📖 {read}", "desk", "new", style="success"),) if it.unread.answers else ()
    return tuple(row for row in (desk, (*polls, *panel)) if row)


def _always(it: Cockpit) -> Keyboard:
    t = it.words.t
    summary, poll = it.key("📊 " + t("Summary"), "sum"), it.key("🗳 " + t("Poll"), "poll")
    opening = it.key("▶️ " + t("Open"), "open", style="success")
    close, more = it.key(t("Close"), "close", style="danger"), it.key(t("More …"), "more")
    match it.workshop.phase:
        case Phase.WAITING:
            return ((opening,), (it.key(t("QR code"), "card"), more))
        case Phase.OPEN:
            pause = it.key("⏸ " + t("Pause"), "pause")
            return ((summary, poll), (pause, close), (it.key(t("QR code"), "card"), more))
        case Phase.PAUSED:
            return ((opening, close), (summary, more))
        case _:
            export = (it.key("📄 " + t("Export"), "export"),) if it.organiser else ()
            news = ((it.key("📣 " + t("Tell people what came of it"), "news"),),) if it.organiser else ()
            return ((summary, *export), *news)


def is_led(workshop: Workshop) -> bool:
    """Whether the facilitator moves the room now: the agenda then says what comes next."""
    return workshop.paced and workshop.phase is Phase.OPEN


def phase_name(phase: Phase, words: Wording) -> str:
    """The phase of a workshop, as facilitators read it."""
    t = words.t
    names = {
        Phase.WAITING: t("not open yet"),
        Phase.OPEN: t("open"),
        Phase.PAUSED: t("paused"),
        Phase.CLOSED: t("closed"),
    }
    return names[phase]
