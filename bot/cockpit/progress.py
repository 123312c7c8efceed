"""How far messages to everybody have come, in words and with a button to stop them; must not know how they travel."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from bot.messages import Key, key
from bot.parcels import FOR_SOME
from bot.telegram.pacing import Pace
from bot.wording import Wording
from storage.database import Unit
from storage.values import Phase, Sendout, SendoutKind, Workshop

_SECONDS_EACH = Pace().bulk.interval
_TOLD = frozenset({SendoutKind.ANNOUNCEMENT, SendoutKind.NEWS})
"""Kinds of which the facilitator is told when everybody has them; of the others the board says enough."""


def progress_line(sendout: Sendout, words: Wording, sharing: int = 1) -> str:
    """How far one has come: "312 of 900, 20 s left". `sharing`: how many send-outs share Telegram's budget now."""
    if _is_uncounted(sendout):
        return f"📨 {_name(sendout, words)}"
    told = words.t(
        "{arrived} of {total}, {time} left",
        arrived=sendout.arrived,
        total=max(sendout.total, sendout.done),
        time=_time(sendout.left * _SECONDS_EACH * max(1, sharing), words),
    )
    return f"📨 {_name(sendout, words)}: {told}" + "".join(f" · {part}" for part in _missing(sendout, words))


def stop_rows(code: str, running: Sequence[Sendout], words: Wording) -> tuple[tuple[Key, ...], ...]:
    """A button to stop each; it says which one where there are several."""
    return tuple(
        (key(code, "⏹ " + _stop(sendout, words, len(running)), "stopsend", sendout.id),) for sendout in running
    )


def was_sent(sendout: Sendout, words: Wording) -> str:
    """It is over: how many have it."""
    if _is_uncounted(sendout):
        return words.t("Sent to those who want it.")
    return _result(
        words.n("Sent: {count} person has it.", "Sent: {count} people have it.", sendout.arrived), sendout, words
    )


def was_stopped(sendout: Sendout, words: Wording) -> str:
    """It was stopped: how many got it."""
    if sendout.kind in FOR_SOME:
        return words.t("Stopped: some of those it was for may have got it.")
    if _is_uncounted(sendout):
        return words.t("Stopped: some of those who want it may have got it.")
    numbers = {"arrived": sendout.arrived, "total": max(sendout.total, sendout.done)}
    if sendout.kind is SendoutKind.QUESTION:  # of some questions it is not counted who got it
        return _result(words.t("Stopped after {arrived} of {total} people.", **numbers), sendout, words)
    return _result(words.t("Stopped: {arrived} of {total} got it.", **numbers), sendout, words)


def tells_its_end(sendout: Sendout) -> bool:
    """Whether its end is told in a message of its own."""
    return sendout.kind in _TOLD


def _is_uncounted(sendout: Sendout) -> bool:
    """What only some get, or news to fewer people than a figure may be told of: that was begun with a total of 0."""
    return sendout.kind in FOR_SOME or (sendout.kind is SendoutKind.NEWS and not sendout.total)


def _result(said: str, sendout: Sendout, words: Wording) -> str:
    return said + "".join(f"\n– {part}" for part in _missing(sendout, words))


def _missing(sendout: Sendout, words: Wording) -> list[str]:
    parts = (
        [words.n("{count} could not be reached", "{count} could not be reached", sendout.failed)]
        if sendout.failed
        else []
    )
    return parts + (
        [words.n("{count} perhaps did not get it", "{count} perhaps did not get it", sendout.unsure)]
        if sendout.unsure
        else []
    )


def _time(seconds: float, words: Wording) -> str:
    if seconds <= 90:
        return words.t("{count} s", count=ceil(seconds))
    return words.t("{count} min", count=ceil(seconds / 60))


def _name(sendout: Sendout, words: Wording) -> str:
    t = words.t
    names = {
        SendoutKind.CONSENT: t("Asking everybody who had agreed again"),
        SendoutKind.LAST_CALL: t("Sending the last call"),
        SendoutKind.QUESTION: t("Sending the question"),
        SendoutKind.BALLOT: t("Sending the question"),
        SendoutKind.RESULT: t("Sending the result"),
        SendoutKind.ANNOUNCEMENT: t("Sending the announcement"),
        SendoutKind.CLOSING: t("Sending the result"),
        SendoutKind.TEXTS: t("Sending what people wrote"),
        SendoutKind.NEWS: t("Sending the news"),
    }
    return names[sendout.kind]


def _stop(sendout: Sendout, words: Wording, several: int) -> str:
    stop = words.t("Stop sending")
    return f"{stop} ({_name(sendout, words)})" if several > 1 else stop


def is_asked_again(unit: Unit, workshop: Workshop) -> bool:
    """Whether the number of who has joined has fallen, before the opening: other rules were set, and whoever had agreed is asked again."""
    return workshop.phase is Phase.WAITING and unit.sendouts.only(workshop.id, SendoutKind.CONSENT) is not None
