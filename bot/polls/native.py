"""Native Telegram polls for a show of hands: always anonymous, results hidden until ended; must not see or keep running totals."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import date
from html import escape

from bot.messages import Message, Op, Remove, Send, SendPoll, StopPoll
from bot.participant.consent import joined_line
from bot.polls.pages import poll_open
from bot.telegram import render
from bot.telegram.courier import Call, Courier, Delivered, Outcome, Refused
from bot.transaction import Ask
from bot.wording import Wording
from storage.database import Unit
from storage.staff.records import Poll
from storage.values import ActionKind, Actor, Place, Workshop


class Polls:
    """Posts and stops polls in groups."""

    def __init__(
        self, ask: Ask, courier: Courier, carry: Callable[[Iterable[Op]], None], today: Callable[[], date]
    ) -> None:
        self._ask = ask
        self._today = today
        self._courier = courier
        self._carry = carry

    async def send(self, op: SendPoll) -> None:
        """Post the poll, keep which one it is, say how many have joined, and offer to end it."""
        outcome = await self._courier.post(render.polling(op.chat_id, op.question, op.options))
        words = await self._ask(lambda unit: _words(unit, op.asked_in))
        if not isinstance(outcome, Delivered):
            self._carry((Send(op.asked_in, Message(_not_taken(outcome, words))),))
            return
        sent, chat_id = outcome.result, outcome.result.chat_id  # the group may have become a supergroup on the way
        poll = Poll(str(uuid.uuid4()), op.workshop_id, op.question, op.options, chat_id, sent.message_id, sent.poll.id)
        workshop = await self._ask(lambda unit: self._keep(unit, poll, op))
        self._carry((Send(chat_id, Message(joined_line(words, workshop.joined))),))
        self._carry((Send(op.asked_in, poll_open(poll, workshop.code, words)),))

    async def stop(self, op: StopPoll) -> None:
        """End the poll and say its result where it was posted and where that was asked for.

        Telegram shows the totals of a poll in its message as soon as it is stopped, and tells nobody before how many have
        voted. So a poll of too few is taken away right after; what was voted in it is neither kept nor said.
        """
        poll = await self._ask(lambda unit: unit.staff.poll(op.poll_id))
        if poll is None or poll.closed:
            return
        k = await self._ask(lambda unit: unit.workshops.get(poll.workshop_id).policy.k)
        outcome = await self._courier.post(Call("stop_poll", poll.chat_id, {"message_id": poll.message_id}))
        counts = tuple(o.voter_count for o in outcome.result.options) if isinstance(outcome, Delivered) else None
        is_small = counts is not None and sum(counts) < k
        if is_small:
            await self._courier.post(render.removing(Remove(poll.chat_id, poll.message_id)))
            counts = None
        await self._ask(lambda unit: self._close(unit, poll, counts, op.by))
        words = await self._ask(lambda unit: _words(unit, op.asked_in))
        text = too_few(poll, k, words) if is_small else result(poll, counts, words)
        self._carry(tuple(Send(chat, Message(text)) for chat in sorted({poll.chat_id, op.asked_in})))

    def _keep(self, unit: Unit, poll: Poll, op: SendPoll) -> Workshop:
        """Keep which poll it is, and that it was posted."""
        unit.staff.add_poll(poll)
        unit.actions.note(poll.workshop_id, ActionKind.POLL_SENT, op.by, self._today(), Place.GROUP)
        return unit.workshops.get(poll.workshop_id)

    def _close(self, unit: Unit, poll: Poll, counts: tuple[int, ...] | None, by: Actor) -> None:
        if unit.staff.close_poll(poll.id, counts):
            unit.actions.note(poll.workshop_id, ActionKind.POLL_CLOSED, by, self._today())


def _not_taken(outcome: Outcome, words: Wording) -> str:
    if outcome == Refused("no_rights"):
        return words.t(
            "I may not send polls in the group. An admin can allow it; or send the question to everyone who joined."
        )
    return words.t("Telegram did not take the poll. Please try again.")


def too_few(poll: Poll, k: int, words: Wording) -> str:
    """An ended poll with fewer votes than the release rule asks for."""
    said = words.t("Fewer than {k} people voted, so the result is not shown.", k=k)
    return f"<b>{escape(poll.question)}</b>\n\n{said}"


def result(poll: Poll, counts: tuple[int, ...] | None, words: Wording) -> str:
    """An ended poll with enough votes in words: counts with whole percentages, in the asked order."""
    head = f"<b>{escape(poll.question)}</b>"
    if counts is None:
        return f"{head}\n\n" + words.t("The poll is over, but its result could not be read.")
    total = sum(counts)
    lines = [f"{escape(o)}: {c} ({round(100 * c / total)}%)" for o, c in zip(poll.options, counts, strict=True)]
    return "\n".join([head, "", *lines, "", words.n("{count} vote.", "{count} votes.", total)])


def _words(unit: Unit, chat_id: int) -> Wording:
    return Wording(unit.staff.language(chat_id))
