"""The next move, in words and as the one big button of the board; must not know how it is done.

What it is follows from phase and pace, from what runs beside the questions, from how many are in and from what is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.agenda.board import agenda_move, is_being_answered, is_to_reveal
from bot.cockpit.view import Cockpit, is_led
from bot.messages import Key
from bot.polls.pages import running_polls
from bot.results.awaited import instead, nobody_is_left, still_missing
from flows.counting.release import is_live
from storage.answers.panel import ballot_of
from storage.values import Ballot, BallotKind, BallotState, Phase, Workshop


@dataclass(frozen=True)
class Move:
    """The one next move: the button that does it, and what is said of it in plain text."""

    key: Key
    says: str


def next_move(it: Cockpit) -> Move:
    """What comes next; there is always something."""
    t, workshop = it.words.t, it.workshop
    opening = it.key("▶️ " + t("Open"), "open", style="success")
    match workshop.phase:
        case Phase.WAITING if workshop.locked:
            return Move(opening, t("Next: tap Open. It is locked: nobody else can join."))
        case Phase.WAITING:
            return Move(opening, t("Next: show the QR code in the room, then tap Open."))
        case Phase.PAUSED:
            return Move(opening, t("Paused: nobody can answer. Next: Open again, or Close."))
        case Phase.CLOSED:
            return Move(_after_the_close(it), _closed(it))
        case _:
            return next(_beside(it), None) or _led(it) or _own_pace(it)


def _after_the_close(it: Cockpit) -> Key:
    return _read(it) if it.unread.answers else _summary(it)


def _read(it: Cockpit) -> Key:
    read = it.words.n("Read {count} open answer", "Read {count} open answers", it.unread.answers)
    return it.key(f"📖 {read}", "desk", "new", style="success")


def _summary(it: Cockpit) -> Key:
    return it.key("📊 " + it.words.t("Summary"), "sum", style="success")


def _beside(it: Cockpit) -> Iterator[Move]:
    """What runs beside the questions: a poll or a vote is a matter of minutes, a round of questions may go on for long.

    What was asked has its result seen before anything else is counted or collected: the room waits for that.
    """
    t, workshop = it.words.t, it.workshop
    for poll in running_polls(workshop)[-1:]:
        name = "" if len(running_polls(workshop)) == 1 else f": {poll.question.name}"
        ends = it.key(t("End the poll") + name, "bclose", poll.id, style="success")
        yield Move(
            ends, _when_in(it, poll, t("Next: end the poll."), t("Next: wait until most are in, then end the poll."))
        )
    hidden = hidden_result(it) if not _is_answering(it) else None
    if hidden is not None and it.unread.counts.get(hidden.id):
        yield Move(_read(it), t("Next: read the open answers, then reveal them."))
    elif hidden is not None:
        yield Move(reveal_poll(it, hidden), t("Next: reveal the result of the poll, or go on."))
    vote, asking = (ballot_of(workshop, kind, is_open=True) for kind in (BallotKind.VOTE, BallotKind.ASK))
    if vote is not None:
        counts = it.key(t("Count the vote"), "panel", "endvote", style="success")
        yield Move(
            counts, _when_in(it, vote, t("Next: count the vote."), t("Next: wait until most have voted, then count."))
        )
    if asking is not None and _most_are_in(it, asking) and not _has_to_reveal(it):
        collects = it.key(t("Collect the questions"), "panel", "collect", style="success")
        yield Move(collects, _when_in(it, asking, t("Next: collect the questions."), ""))


def _has_to_reveal(it: Cockpit) -> bool:
    """Whether the question in the room has a result that the room waits for."""
    return is_led(it.workshop) and is_to_reveal(it.workshop, it.stage, it.received, frozenset(it.ready), it.words)


def reveal_poll(it: Cockpit, poll: Ballot) -> Key:
    """The button that puts its result on the screen."""
    return it.key("👁 " + it.words.t("Reveal the poll"), "bscreen", poll.id, style="success")


def _is_answering(it: Cockpit) -> bool:
    """Whether a led room is at a question that most have still to answer: it has gone on from what was asked before."""
    return is_led(it.workshop) and is_being_answered(it.workshop, it.stage, it.received, it.words)


def hidden_result(it: Cockpit) -> Ballot | None:
    """The newest poll, where it is over, has a result, and the room has not seen it."""
    sent = [b for b in it.workshop.ballots if b.kind is BallotKind.POLL and b.state is not BallotState.DRAFT]
    newest = max(sent, key=lambda ballot: ballot.seq, default=None)
    if newest is None or newest.state is BallotState.OPEN or not it.has_screen:
        return None
    return newest if newest.id in it.ready and newest.id not in it.stage.revealed else None


def _most_are_in(it: Cockpit, ballot: Ballot) -> bool:
    return 0 < it.workshop.joined * 4 <= it.received.get(ballot.id, 0) * 5


def _when_in(it: Cockpit, ballot: Ballot, most: str, few: str) -> str:
    everybody = it.words.t("Everybody is in.") + " "
    is_all = 0 < it.workshop.joined <= it.received.get(ballot.id, 0)
    return (everybody if is_all else "") + (most if is_all or _most_are_in(it, ballot) else few)


def _led(it: Cockpit) -> Move | None:
    if not is_led(it.workshop):
        return None
    asked = it.stage.question
    if asked in it.ready and asked not in it.stage.revealed and it.unread.counts.get(asked or ""):
        return Move(_read(it), it.words.t("Next: read the open answers, then reveal them."))
    key, says = agenda_move(it.workshop, it.stage, it.received, frozenset(it.ready), it.words)
    return Move(key or _close(it), says)


def _own_pace(it: Cockpit) -> Move:
    """People come in, answer and submit; then what was said is talked about, and the workshop is closed.

    A close that would delete what was answered is never the big button while somebody can still come in.
    """
    t, workshop, says = it.words.t, it.workshop, _about_the_summary(it)
    if _lets_in(workshop):
        return Move(it.key(t("QR code"), "card", style="success"), says)
    is_over = nobody_is_left(workshop, workshop.submitted) and not it.covered and _missing(it) != 0
    return Move(_close(it) if is_over else _summary(it), says)


def _lets_in(workshop: Workshop) -> bool:
    """Whether fewer have joined than any result needs, and more can: the room first has to see how to come in."""
    return workshop.joined < workshop.policy.k and not workshop.locked


def _missing(it: Cockpit) -> int | None:
    """How many more must submit before the summary appears or grows; None: nothing is shown before the close."""
    live = next((q for q in it.workshop.flow.questions if is_live(q, it.workshop.policy)), None)
    return still_missing(it.workshop, live, it.workshop.submitted, it.covered) if live is not None else None


def _close(it: Cockpit) -> Key:
    return it.key(it.words.t("Close"), "close", style="danger")


def _closed(it: Cockpit) -> str:
    t = it.words.t
    if it.unread.answers and it.unread.follows:
        said = t("Closed: the key is destroyed. Next: read the open answers; then everybody is sent what you approve.")
        return said + _kept_until(it)
    if it.unread.answers:
        said = t("Closed: the key is destroyed. Next: read the open answers. Everybody has been told before.")
        return said + _kept_until(it)
    return _kept(it)


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
    more, short = _missing(it), workshop.policy.k - workshop.submitted
    if more != 0 and nobody_is_left(workshop, workshop.submitted, more or max(1, short)):
        told = instead(workshop, workshop.submitted, it.covered, it.words)
        if it.covered:
            return f"{told} " + t("Next: talk about the results, or close.")
        if short > 0 and not workshop.locked:
            return f"{told} " + t("Next: let more people in. Closing now deletes the answers.")
        return f"{told} " + (t("Closing now deletes the answers.") if short > 0 else t("Next: close."))
    if more is None and short > 0 and _lets_in(workshop):
        return n("Next: show the QR code. Results need {k} people: {count} more must submit.",
                 "Next: show the QR code. Results need {k} people: {count} more must submit.", short, k=workshop.policy.k)  # fmt: skip
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
    if short > 0 and _lets_in(workshop):
        return n("Next: show the QR code. {count} more must submit, and the first summary comes.",
                 "Next: show the QR code. {count} more must submit, and the first summary comes.", more)  # fmt: skip
    if short > 0:
        return n("Next: wait. {count} more must submit, and the first summary comes.",
                 "Next: wait. {count} more must submit, and the first summary comes.", more)  # fmt: skip
    return n("Next: {count} more and the first summary comes. Or close to see the results.",
             "Next: {count} more and the first summary comes. Or close to see the results.", more)  # fmt: skip
