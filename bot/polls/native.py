"""Native Telegram polls for a show of hands: always anonymous, results hidden until ended; must not see or keep running totals."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape
from typing import Any

from bot.desk import Ask
from bot.messages import Key, Message, Op, Remove, Send, SendPoll, StopPoll, Strip
from bot.owing.debts import Keeps
from bot.owing.engine import Ends
from bot.participant.consent import joined_line
from bot.places import Place
from bot.polls.pages import poll_open
from bot.telegram import render
from bot.telegram.courier import STOPPED, Call, Courier, Delivered, Moved, Outcome, Refused, Unknown, Unreachable
from bot.telegram.render import markup
from bot.wording import Wording
from storage.database import Unit
from storage.staff.records import Poll
from storage.values import ActionKind
from storage.values import Place as Where

_NEAR, _NEAR_AFTER_A_KILL = 6, 30
"""Messages above in which a poll is looked for of which nobody knows whether it was posted; people may have written since."""


class Polls:
    """Posts and stops polls in groups."""

    def __init__(
        self,
        ask: Ask,
        courier: Courier,
        carry: Callable[[Iterable[Op]], None],
        today: Callable[[], date],
        keeps: Keeps,
    ) -> None:
        self._ask = ask
        self._today = today
        self._courier = courier
        self._carry = carry
        self._keeps = keeps
        self._ending: set[str] = set()

    async def send(self, op: SendPoll, place: Place | None) -> None:
        """Post the poll, keep which one it is, say how many have joined, and offer to end it. Raises Ends.

        It is noted where the poll is owed before the call leaves: one that may be there is never posted a second time.
        """

        async def leaves(is_so: bool) -> Refused | None:  # noqa: FBT001  # as the courier calls it
            if place is not None:
                await self._keeps.changed(place, replace(op, left=is_so))
            return None

        call = render.polling(op.chat_id, op.question, op.options)
        outcome = Unknown() if op.left else await self._courier.post(call, leaves=leaves)
        if outcome == STOPPED:
            raise Ends
        words = await self._ask(lambda unit: _words(unit, op.asked_in))
        if isinstance(outcome, Delivered):
            self._carry(await self._ask(partial(self._keep, op=op, sent=outcome.result, words=words)))
            return
        is_gone = not isinstance(outcome, Unknown) or await self._take_back(op, words)
        said = Send(op.asked_in, Message(_not_taken(outcome, words, is_gone=is_gone)))
        self._carry((await self._ask(lambda unit: self._keeps.note(unit, op.asked_in, said)),))

    async def stop(self, op: StopPoll) -> None:
        """End the poll and say its result where it was posted and where that was asked for. Raises Ends.

        Telegram shows the totals of a poll in its message as soon as it is stopped, and tells nobody before how many have
        voted. So a poll of too few is taken away right after; what was voted in it is neither kept nor said.
        """
        if op.poll_id in self._ending:
            return
        self._ending.add(op.poll_id)
        try:
            await self._stop(op)
        finally:
            self._ending.discard(op.poll_id)

    async def _stop(self, op: StopPoll) -> None:
        poll = await self._ask(lambda unit: unit.staff.ending_poll(op.poll_id))
        if poll is None:
            return
        k = await self._ask(lambda unit: unit.workshops.get(poll.workshop_id).policy.k)
        words = await self._ask(lambda unit: _words(unit, op.asked_in))
        outcome = await self._posted(Call("stop_poll", poll.chat_id, {"message_id": poll.message_id}))
        is_gone = isinstance(outcome, Unreachable | Moved) or outcome == Refused("message_not_found")
        counts = _counts(outcome.result) if isinstance(outcome, Delivered) else None
        if counts is None and not is_gone:
            counts = await self._read(poll, words)
        is_enough = counts is not None and sum(counts) >= k
        if not (is_enough or is_gone):
            await self._posted(render.removing(Remove(poll.chat_id, poll.message_id)))
        is_small = counts is not None and not is_enough
        text = too_few(poll, k, words) if is_small else result(poll, counts, words)
        close = partial(self._close, poll=poll, counts=counts if is_enough else None, op=op, text=text)
        self._carry(await self._ask(close))

    async def _posted(self, call: Call) -> Outcome:
        """What became of it; the end of the program ends this too, and it is gone on with after the start."""
        outcome = await self._courier.post(call)
        if outcome == STOPPED:
            raise Ends
        return outcome

    async def _read(self, poll: Poll, words: Wording) -> tuple[int, ...] | None:
        """The totals of a poll that has ended, though the answer that said so was lost: a change of its message brings them."""
        shown = markup(((Key(words.t("This poll has ended."), copy=poll.question[:256]),),))
        arguments = {"message_id": poll.message_id, "reply_markup": shown}
        match await self._posted(Call("edit_message_reply_markup", poll.chat_id, arguments)):
            case Delivered(message) if message is not None and message.poll is not None and message.poll.is_closed:
                self._carry((Strip(poll.chat_id, poll.message_id),))
                return _counts(message.poll)
            case _:
                return None

    async def _take_back(self, op: SendPoll, words: Wording) -> bool:
        """Nobody knows whether the poll was posted: it is looked for just above what is said about it, and taken away.

        Only a poll of the bot's own can be stopped, so nothing else in the group is touched. Whether it was there, and is gone.
        """
        said = Send(op.chat_id, Message(words.t("The poll did not come through. It may be sent again.")))
        known = await self._ask(lambda unit: {p.message_id for p in unit.staff.polls(op.workshop_id)})
        near = _NEAR_AFTER_A_KILL if op.left else _NEAR
        match await self._posted(render.sending(said)):
            case Delivered(message):
                places = [n for n in range(message.message_id - 1, message.message_id - 1 - near, -1) if n > 0]
            case _:
                return False
        for place in places:
            if place in known:
                return False
            match await self._posted(Call("stop_poll", op.chat_id, {"message_id": place})):
                case Delivered(poll) if poll is not None and poll.question == op.question:
                    gone = await self._posted(render.removing(Remove(op.chat_id, place)))
                    return isinstance(gone, Delivered)
                case Refused("poll_closed"):
                    return False
                case _:
                    continue
        return False

    def _keep(self, unit: Unit, op: SendPoll, sent: Any, words: Wording) -> tuple[Op, ...]:
        """Keep which poll it is, and that it was posted; the way to end it is owed from then on."""
        chat_id = sent.chat_id  # the group may have become a supergroup on the way
        poll = Poll(str(uuid.uuid4()), op.workshop_id, op.question, op.options, chat_id, sent.message_id, sent.poll.id)
        unit.staff.add_poll(poll)
        unit.actions.note(poll.workshop_id, ActionKind.POLL_SENT, op.by, self._today(), Where.GROUP)
        workshop = unit.workshops.get(poll.workshop_id)
        joined = Send(chat_id, Message(joined_line(words, workshop.joined)))
        offer = Send(op.asked_in, poll_open(poll, workshop.code, words))
        return tuple(self._keeps.note(unit, send.chat_id, send) for send in (joined, offer))

    def _close(self, unit: Unit, poll: Poll, counts: tuple[int, ...] | None, op: StopPoll, text: str) -> tuple[Op, ...]:
        """It is over, once; from then on both who asked and the group are owed its result."""
        if not unit.staff.close_poll(poll.id, counts):
            return ()
        unit.actions.note(poll.workshop_id, ActionKind.POLL_CLOSED, op.by, self._today())
        chats = sorted({poll.chat_id, op.asked_in})
        return tuple(self._keeps.note(unit, chat, Send(chat, Message(text))) for chat in chats)


def _counts(poll: Any) -> tuple[int, ...]:
    return tuple(option.voter_count for option in poll.options)


def _not_taken(outcome: Outcome, words: Wording, *, is_gone: bool) -> str:
    if not is_gone:
        return words.t(
            "I do not know whether the poll stands in the group. If it does, please delete it there; then send it again."
        )
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
    lines = [
        f"{escape(o)}: {c} ({(200 * c + total) // (2 * total)}%)" for o, c in zip(poll.options, counts, strict=True)
    ]
    return "\n".join([head, "", *lines, "", words.n("{count} vote.", "{count} votes.", total)])


def _words(unit: Unit, chat_id: int) -> Wording:
    return Wording(unit.staff.language(chat_id))
