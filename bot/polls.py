"""Native Telegram polls for a show of hands: always anonymous, results hidden until closed; must not see or keep running totals."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import date
from html import escape

from bot import panels, render
from bot.boards import Ask
from bot.courier import Call, Courier, Delivered
from bot.messages import Message, Op, Send, SendPoll, StartSendout, StopPoll
from bot.screens import joined_line
from bot.sending import Forward, Parcel
from bot.wording import Wording
from storage.database import Unit
from storage.values import ActionKind, Actor, Place, Poll, Sendout, SendoutKind, Workshop


class Polls:
    """Sends, forwards and stops polls."""

    def __init__(
        self, ask: Ask, courier: Courier, carry: Callable[[Iterable[Op]], None], today: Callable[[], date]
    ) -> None:
        self._ask = ask
        self._today = today
        self._courier = courier
        self._carry = carry

    async def send(self, op: SendPoll) -> None:
        """Post the poll, keep which one it is, forward it to everyone (one tally), and offer to close it."""
        outcome = await self._courier.post(render.polling(op.chat_id, op.question, op.options))
        words = await self._ask(lambda unit: _words(unit, op.asked_in))
        if not isinstance(outcome, Delivered):
            self._carry((Send(op.asked_in, Message(words.t("Telegram did not take the poll. Please try again."))),))
            return
        sent = outcome.result
        poll = Poll(
            str(uuid.uuid4()), op.workshop_id, op.question, op.options, op.chat_id, sent.message_id, sent.poll.id
        )
        workshop, sendout_id = await self._ask(lambda unit: self._keep(unit, poll, op))
        if sendout_id is not None:
            self._carry((StartSendout(sendout_id),))
        else:
            self._carry((Send(op.chat_id, Message(joined_line(words, workshop.joined))),))
        self._carry((Send(op.asked_in, panels.poll_open(poll, workshop.code, words)),))

    async def stop(self, op: StopPoll) -> None:
        """Close the poll and say its result where it was posted and where that was asked for."""
        poll = await self._ask(lambda unit: unit.staff.poll(op.poll_id))
        if poll is None or poll.closed:
            return
        outcome = await self._courier.post(Call("stop_poll", poll.chat_id, {"message_id": poll.message_id}))
        counts = tuple(o.voter_count for o in outcome.result.options) if isinstance(outcome, Delivered) else None
        await self._ask(lambda unit: self._close(unit, poll, counts, op.by))
        words = await self._ask(lambda unit: _words(unit, op.asked_in))
        text = result(poll, counts, words)
        self._carry(tuple(Send(chat, Message(text)) for chat in sorted({poll.chat_id, op.asked_in})))

    def _keep(self, unit: Unit, poll: Poll, op: SendPoll) -> tuple[Workshop, str | None]:
        """Keep which poll it is, and that it was sent; to everyone on the roster (the id of that) or to nobody, no choice."""
        unit.staff.add_poll(poll)
        place = Place.EVERYONE if op.to_everyone else Place.GROUP
        unit.actions.note(poll.workshop_id, ActionKind.POLL_SENT, op.by, self._today(), place)
        workshop = unit.workshops.get(poll.workshop_id)
        if not op.to_everyone:
            return workshop, None
        body = {"from_chat_id": poll.chat_id, "message_id": poll.message_id}
        return workshop, unit.sendouts.start(workshop.id, SendoutKind.FORWARD, body, op.asked_in)

    def _close(self, unit: Unit, poll: Poll, counts: tuple[int, ...] | None, by: Actor) -> None:
        if unit.staff.close_poll(poll.id, counts):
            unit.actions.note(poll.workshop_id, ActionKind.POLL_CLOSED, by, self._today())


def forwarded(unit: Unit, sendout: Sendout, words: Wording) -> Parcel:
    """What everybody gets of a native poll: the one that was posted, and whom it went to."""
    source = Forward(int(sendout.body["from_chat_id"]), int(sendout.body["message_id"]))
    return (source, with_everyone(unit.workshops.get(sendout.workshop_id), words))


def with_everyone(workshop: Workshop, words: Wording) -> Message:
    """Said below a poll that was forwarded: whom it went to, so that each can see that nobody was singled out."""
    everyone = words.t("This poll went to everyone who joined.")
    return Message(f"{everyone} {joined_line(words, workshop.joined)}")


def result(poll: Poll, counts: tuple[int, ...] | None, words: Wording) -> str:
    """A closed poll in words: counts with whole percentages, in the asked order."""
    head = f"<b>{escape(poll.question)}</b>"
    if counts is None:
        return f"{head}\n\n" + words.t("The poll is over, but its result could not be read.")
    total = sum(counts)
    if total == 0:
        return f"{head}\n\n" + words.t("Nobody voted.")
    lines = [f"{escape(o)}: {c} ({round(100 * c / total)}%)" for o, c in zip(poll.options, counts, strict=True)]
    return "\n".join([head, "", *lines, "", words.n("{count} vote.", "{count} votes.", total)])


def _words(unit: Unit, chat_id: int) -> Wording:
    return Wording(unit.staff.language(chat_id))
