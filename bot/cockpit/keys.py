"""The buttons of the board: the next move alone, what stops something that runs, then the few others; must not know how it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.agenda.board import agenda_rows
from bot.cockpit.moves import hidden_result, next_move, reveal_poll
from bot.cockpit.progress import stop_rows
from bot.cockpit.view import Cockpit, is_led
from bot.messages import Key, Keyboard
from bot.polls.pages import running_polls
from storage.answers.panel import ballot_of
from storage.values import BallotKind, Phase, SendoutKind

Row = tuple[Key, ...]

_HALF = 20
"""Signs on a button that takes half the width of a phone, with its picture."""


def rows(it: Cockpit) -> Keyboard:
    """All of them."""
    big = next_move(it).key
    led = agenda_rows(it.workshop, it.stage, it.received, it.words) if is_led(it.workshop) else ()
    mine = tuple(sendout for sendout in it.running if it.organiser or sendout.kind is not SendoutKind.NEWS)
    stops = stop_rows(it.workshop.code, mine, it.words)
    others = (*led, *_beside(it), *_always(it))
    left = (tuple(one for one in row if one.button != big.button) for row in others)
    return ((big,), *stops, *_paired([row for row in left if row]))


def _paired(rows: Sequence[Row]) -> Iterator[Row]:
    """A short button that is alone in its row takes the next such one beside it: the board stays as low as it can."""
    alone = [row for row in rows if len(row) == 1 and len(row[0].label) <= _HALF]
    beside = dict(zip(map(id, alone[::2]), alone[1::2], strict=False))
    second = {id(row) for row in beside.values()}
    yield from (row + beside.get(id(row), ()) for row in rows if id(row) not in second)


def _beside(it: Cockpit) -> Keyboard:
    """What runs beside the questions: what is to be read, a poll to reveal, polls to end, the panel."""
    t, workshop = it.words.t, it.workshop
    is_over = workshop.phase is Phase.CLOSED
    hidden = hidden_result(it) if not is_over else None
    reveals = (reveal_poll(it, hidden),) if hidden is not None else ()
    polls = (it.key("🗳 " + t("Polls running"), "bpolls"),) if running_polls(workshop) and not is_over else ()
    asks = any(ballot_of(workshop, kind, is_open=True) for kind in (BallotKind.ASK, BallotKind.VOTE)) and not is_over
    panel = (it.key("🙋 " + t("Panel"), "panel", "show"),) if asks or it.unread.questions else ()
    read = it.words.n("Read {count} open answer", "Read {count} open answers", it.unread.answers)
    desk = (it.key(f"📖 {read}", "desk", "new", style="success"),) if it.unread.answers else ()
    return tuple(row for row in (desk, reveals, (*polls, *panel)) if row)


def _always(it: Cockpit) -> Keyboard:
    t = it.words.t
    summary, poll = it.key("📊 " + t("Summary"), "sum"), it.key("🗳 " + t("Poll"), "poll")
    opening = it.key("▶️ " + t("Open"), "open", style="success")
    close, more = it.key(t("Close"), "close", style="danger"), it.key(t("More …"), "more")
    qr = () if it.workshop.locked else (it.key(t("QR code"), "card"),)  # nobody could come in by it
    match it.workshop.phase:
        case Phase.WAITING:
            return ((opening,), (*qr, more))
        case Phase.OPEN:
            pause = it.key("⏸ " + t("Pause"), "pause")
            return ((summary, poll), (pause, close), (*qr, more))
        case Phase.PAUSED:
            return ((opening, close), (summary, more))
        case _:
            export = (it.key("📄 " + t("Export"), "export"),) if it.organiser else ()
            news = ((it.key("📣 " + t("Tell people what came of it"), "news"),),) if it.organiser else ()
            report = it.key("📑 " + t("Report"), "report")
            return ((summary, report), *((one,) for one in export), *news)  # three abreast are cut off on a phone
