"""What is done in a linked group: the card posted and pinned, what the bot may not do there said; must not decide who may link.

What Telegram allows is asked once, right after linking; from then on every refusal tells.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

from telegram import ChatMember

from bot.desk import Ask
from bot.groups import linking
from bot.messages import EnterGroup, Message, Op, Send
from bot.results import pictures
from bot.telegram import render
from bot.telegram.courier import Call, Courier, Delivered, Moved, Outcome, Refused, Unreachable
from bot.wording import Wording
from storage.database import Unit
from storage.values import Workshop


@dataclass(frozen=True)
class Rights:
    """What the bot may do in a group. `hears`: everything that is said there reaches it, as an administrator."""

    writes: bool = True
    photos: bool = True
    polls: bool = True
    pins: bool = False
    hears: bool = False


def rights_of(member: Any, chat: Any) -> Rights:
    """From getChatMember about the bot itself and getChat; what Telegram does not say is taken as allowed."""
    if member.status == ChatMember.ADMINISTRATOR:
        return Rights(pins=member.can_pin_messages is not False, hears=True)
    givers = [chat.permissions, *([member] if member.status == ChatMember.RESTRICTED else [])]

    def may(right: str) -> bool:
        return all(getattr(giver, right, None) is not False for giver in givers)

    return Rights(may("can_send_messages"), may("can_send_photos"), may("can_send_polls"))


class GroupDeeds:
    """Posts in groups and listens to what becomes of it. `spawn` begins work of its own."""

    def __init__(
        self,
        ask: Ask,
        courier: Courier,
        carry: Callable[[Iterable[Op]], None],
        spawn: Callable[[Awaitable[None]], None],
        bot_username: str,
    ) -> None:
        self._ask = ask
        self._courier = courier
        self._carry = carry
        self._spawn = spawn
        self._username = bot_username
        courier.heard = self._heard

    async def recover(self) -> None:
        """After a start: know again which topics are posted in."""
        linked = await self._ask(lambda unit: unit.staff.groups())
        self._courier.topics.update({group.chat_id: group.topic for group in linked if group.topic})

    async def enter(self, op: EnterGroup) -> None:
        """Say what is posted here, post the join card, pin it, and tell in private what works and what does not."""
        words, workshop = Wording(op.language), await self._ask(lambda unit: unit.workshops.get(op.workshop_id))
        self._settle(op)
        rights = await self._rights(op.chat_id)
        pinned = False
        if rights.writes:
            self._carry((Send(op.chat_id, Message(_linked(op, workshop, rights, words))),))
            pinned = await self._post_card(op, workshop, rights, words)
        else:
            await self._ask(lambda unit: unit.staff.unlink_group(op.chat_id))
        self._carry((Send(op.told, Message(report(op, workshop, rights, words, pinned=pinned))),))

    def _settle(self, op: EnterGroup) -> None:
        if op.topic:
            self._courier.topics[op.chat_id] = op.topic
        else:
            self._courier.topics.pop(op.chat_id, None)

    async def _rights(self, chat_id: int) -> Rights:
        match await self._courier.post(Call("get_me", None)):
            case Delivered(me):
                member = self._courier.post(Call("get_chat_member", chat_id, {"user_id": me.id}))
                answers = await asyncio.gather(member, self._courier.post(Call("get_chat", chat_id)))
            case _:
                return Rights()
        match answers:
            case [Delivered(itself), Delivered(chat)]:
                return rights_of(itself, chat)
            case _:
                return Rights()

    async def _post_card(self, op: EnterGroup, workshop: Workshop, rights: Rights, words: Wording) -> bool:
        """Whether it could be pinned."""
        card = await asyncio.to_thread(pictures.join_card_of, workshop, self._username, words)
        shown = card if rights.photos else Message(card.html, card.keyboard)
        posted = await self._courier.post(render.sending(Send(op.chat_id, shown)))
        if not rights.pins or not isinstance(posted, Delivered):
            return False
        pin = {"message_id": posted.result.message_id, "disable_notification": True}
        return isinstance(await self._courier.post(Call("pin_chat_message", posted.result.chat_id, pin)), Delivered)

    def _heard(self, call: Call, outcome: Outcome) -> None:
        """What became of a call to a group: it moved, it is closed to us, or its topic is gone."""
        chat = call.chat_id or 0
        match outcome:
            case Moved(new_chat_id):
                self._spawn(self._told(partial(_migrated, old=chat, new=new_chat_id)))
            case Unreachable():
                self._spawn(self._told(partial(linking.lost, chat_id=chat, removed=True)))
            case Refused("no_rights") if call.method == "send_message":
                self._spawn(self._told(partial(linking.lost, chat_id=chat, removed=False)))
            case Refused("no_topic"):
                self._courier.topics.pop(chat, None)
                self._spawn(self._told(partial(linking.no_topic, chat_id=chat)))
            case _:
                return

    async def _told(self, work: Callable[[Unit], tuple[Op, ...]]) -> None:
        self._carry(await self._ask(work))


def _migrated(unit: Unit, old: int, new: int) -> tuple[Op, ...]:
    unit.staff.migrate_chat(old, new)
    return ()


def _linked(op: EnterGroup, workshop: Workshop, rights: Rights, words: Wording) -> str:
    """Said in the group."""
    t = words.t
    lines = [t("Linked: {title}. Join card, polls and results are posted here.", title=escape(workshop.title))]
    if op.instead_of:
        lines.append(t("It takes the place of {title}.", title=escape(op.instead_of)))
    lines += [] if rights.photos else [t("I may not send pictures here, so there will be text only.")]
    lines += [] if rights.polls else [t("I may not send polls here.")]
    return "\n".join(lines)


def report(op: EnterGroup, workshop: Workshop, rights: Rights, words: Wording, *, pinned: bool) -> str:
    """Said in private to who linked the group: what works there, what is missing, and what to do about it."""
    t, title = words.t, escape(workshop.title)
    if not rights.writes:
        return t("I may not write in that group, so {title} is not linked to it. Ask an admin to let me send messages, "
                 "then send this in the group: {command}",
                 title=title, command=f"<code>/link {workshop.code}</code>")  # fmt: skip
    lines = [t("{title} is linked to the group. Join card, polls and results are posted there.", title=title)]
    lines += [t("They go to the topic in which you sent the command.")] if op.topic else []
    lines += [t("Nothing goes to the group it was linked to before.")] if op.moved else []
    lines += ["", *_lacks(rights, words, pinned=pinned)]
    lines.append(
        t("As an admin I am sent everything that is said there. I use and keep none of it.")
        if rights.hears
        else t("What people say there does not reach me: only commands, and replies to me.")
    )
    lines.append(t("Answers are given in private only. To end it, send {command} in the group.", command="/unlink"))
    return "\n".join(lines)


def _lacks(rights: Rights, words: Wording, *, pinned: bool) -> Iterable[str]:
    t = words.t
    if not rights.photos:
        yield "⚠️ " + t("I may not send pictures there, so results come as text. An admin can allow photos.")
    if not rights.polls:
        yield "⚠️ " + t("I may not send polls there. An admin can allow it; to everyone who joined, polls do work.")
    if pinned:
        yield t("The join card is pinned.")
    else:
        yield t(
            "I cannot pin the join card: only an admin can. Please pin it yourself, or make me an admin who may pin."
        )
