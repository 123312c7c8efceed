"""Groups that a workshop posts to: linked, left, lost, and what is said there; must not know the courier or what is posted.

In a group the bot hears commands, replies to it and its own coming and going (privacy mode). Nothing about anybody's
answers is ever said there: whoever speaks to it is pointed to the private chat.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape

from bot.desk import Desk, start_link
from bot.groups import lending
from bot.incoming import ANONYMOUS, Command, Event, Presence, Press
from bot.memory import normal_code
from bot.messages import EnterGroup, Key, Message, Op, Send
from bot.summary.steering import to_group
from bot.wording import Wording
from storage.database import Unit
from storage.values import ActionKind, Phase, Workshop

_ANSWERS, _WITHIN = 5, 60.0
"""So many answers within so many seconds to people who steer nothing: a group takes 20 messages a minute, polls included."""

Said = Callable[[Workshop, Wording], str]


@dataclass
class Chatter:
    """When the bot last answered people in a group, in memory only: whoever plays with commands must not use up its turns."""

    times: dict[int, deque[float]] = field(default_factory=dict)

    def is_enough(self, chat_id: int, now: float) -> bool:
        """Whether the group has been answered often enough; if not, this answer is counted. `now` in seconds."""
        if len(self.times) > 1000:
            self.times.pop(next(iter(self.times)))
        times = self.times.setdefault(chat_id, deque(maxlen=_ANSWERS))
        if len(times) == _ANSWERS and now - times[0] < _WITHIN:
            return True
        times.append(now)
        return False


def in_group(unit: Unit, desk: Desk, event: Event, chatter: Chatter, now: float) -> tuple[Op, ...]:
    """Handle what reached the bot in a group."""
    match event:
        case Presence():
            return _presence(unit, desk, event)
        case Press():
            return desk.say(desk.words.t("Please use the buttons in our private chat."))
        case Command(name, argument, _):
            if unit.staff.role(desk.sender.user_id) is None and chatter.is_enough(desk.sender.chat_id, now):
                return ()
            return _command(unit, desk, name, argument)
        case _:
            return ()


def _command(unit: Unit, desk: Desk, name: str, argument: str) -> tuple[Op, ...]:
    is_ours = name in ("link", "unlink", "summary") or (name == "start" and bool(argument))
    if is_ours and desk.sender.user_id == ANONYMOUS:
        return _unknown_admin(unit, desk)
    match name:
        case "link" | "start" if is_ours:
            return link(unit, desk, normal_code(argument))
        case "unlink":
            return unlink(unit, desk)
        case "summary":
            linked = _linked(unit, desk)
            if linked is not None and unit.staff.steers(desk.sender.user_id, linked.id):
                return to_group(unit, desk, linked)
            return desk.say(desk.words.t("Only a facilitator can ask for that here, after linking a workshop."))
        case _:
            said = desk.words.t("Please write to me in our private chat; here I only post.")
            return _pointing(unit, desk, said)


def link(unit: Unit, desk: Desk, code: str) -> tuple[Op, ...]:
    """Post this workshop's join card, polls and results here; without a code the one that the sender has in hand."""
    t, sender = desk.words.t, desk.sender
    workshop = unit.workshops.by_code(code, include_closed=True) if code else _in_hand(unit, sender.user_id)
    if workshop is None or not unit.staff.steers(sender.user_id, workshop.id):
        if not code and unit.staff.role(sender.user_id) is not None:
            return desk.say(t("Which workshop? Send {command}. The board in our private chat shows the code.",
                              command="<code>/link CODE</code>"))  # fmt: skip
        return desk.say(
            t("Only a facilitator of that workshop can link it. In our private chat the board shows the code.")
        )
    if workshop.phase is Phase.CLOSED:
        return desk.say(t("This workshop is closed for good."))
    return _linking(unit, desk, workshop)


def _linking(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    sender, before = desk.sender, _linked(unit, desk)
    if before is not None and before.id != workshop.id and not _may_displace(unit, sender.user_id, before):
        asked = lending.ask(unit, desk, before, workshop)
        if asked is not None:
            return asked
    elsewhere = unit.staff.group_of(workshop.id) not in (None, sender.chat_id)
    unit.staff.link_group(sender.chat_id, workshop.id, sender.topic)
    desk.did(unit, workshop.id, ActionKind.GROUP)
    entering = EnterGroup(
        workshop.id, sender.chat_id, sender.topic, desk.words.language, sender.user_id, moved=elsewhere
    )
    if before is None or before.id == workshop.id:
        return (entering,)
    told = () if before.phase is Phase.CLOSED else _tell_staff(unit, before, _displaced, apart_from=sender.user_id)
    return (replace(entering, instead_of=before.title), *told)


def _may_displace(unit: Unit, user_id: int, before: Workshop) -> bool:
    """A group that is in use is not taken from those whose workshop is shown there."""
    return (before.phase is Phase.CLOSED and not before.closing) or unit.staff.steers(user_id, before.id)


def _in_hand(unit: Unit, user_id: int) -> Workshop | None:
    """The workshop last used in the private chat (its id is the user's), else the only open one."""
    focus = unit.staff.focus(user_id)
    mine = [w for w in unit.staff.workshops_of(user_id) if w.phase is not Phase.CLOSED]
    focused = [w for w in mine if w.id == focus]
    return next(iter(focused or (mine if len(mine) == 1 else [])), None)


def how_to_link(desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """In the private chat: how a workshop is posted in a group, with a button that adds the bot and links it at once."""
    t = desk.words.t
    said = t("To post {title} in a group: add me with the button below. If I am there already, send this in the group: "
             "{command}", title=escape(workshop.title), command=_command_for(workshop))  # fmt: skip
    url = f"https://t.me/{desk.house.bot_username}?startgroup={workshop.code}"
    return desk.reply(Message(said, ((Key(t("Add me to a group"), url=url),),)))


def unlink(unit: Unit, desk: Desk) -> tuple[Op, ...]:
    """In the group: post nothing here any more."""
    t, linked = desk.words.t, _linked(unit, desk)
    if linked is None:
        return desk.say(t("No workshop is linked to this group."))
    if not unit.staff.steers(desk.sender.user_id, linked.id):
        return desk.say(t("Only a facilitator of that workshop can unlink it."))
    unit.staff.unlink_group(desk.sender.chat_id)
    return desk.say(_ended(linked, desk.words))


def release(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """In the private chat: post nothing to the linked group any more, and say so in both."""
    group = unit.staff.group_of(workshop.id)
    if group is None:
        return desk.say(desk.words.t("No group is linked."))
    unit.staff.unlink_group(group)
    ended = _ended(workshop, desk.words)
    return (*desk.done(ended), Send(group, Message(ended)))


def _ended(workshop: Workshop, words: Wording) -> str:
    return words.t("{title} is not posted in the group any more.", title=escape(workshop.title))


def _linked(unit: Unit, desk: Desk) -> Workshop | None:
    linked = unit.staff.workshop_in(desk.sender.chat_id)
    return None if linked is None else unit.workshops.get(linked)


def _unknown_admin(unit: Unit, desk: Desk) -> tuple[Op, ...]:
    """Telegram does not say who an anonymous administrator is, so no right can be looked up."""
    return _pointing(unit, desk, desk.words.t(
        "You write as the group, so I cannot see who you are. Please send that as yourself, "
        "or steer the workshop in our private chat."
    ))  # fmt: skip


def _pointing(unit: Unit, desk: Desk, html: str) -> tuple[Op, ...]:
    """Say it, with the way to the private chat: straight into the workshop while people may join it."""
    linked = _linked(unit, desk)
    name = desk.house.bot_username
    joins = linked is not None and linked.phase is not Phase.CLOSED and not linked.locked
    url = start_link(name, linked.code) if joins and linked is not None else f"https://t.me/{name}"
    message = Message(html, ((Key(desk.words.t("Our private chat"), url=url),),))
    return (Send(desk.sender.chat_id, message, topic=desk.sender.topic),)


# Coming and going


def _presence(unit: Unit, desk: Desk, event: Presence) -> tuple[Op, ...]:
    t, sender = desk.words.t, desk.sender
    is_staff = unit.staff.role(sender.user_id) is not None
    if event.channel:
        said = t("I post in groups, not in channels. A group that belongs to the channel will do.")
        return (Send(sender.user_id, Message(said)),) if event.here and is_staff else ()
    if not event.here:
        return lost(unit, sender.chat_id, removed=True)
    if event.is_new and event.may_write:
        return desk.say(
            t("Hello. A facilitator links a workshop to this group with {command}.", command="<code>/link CODE</code>")
            + " " + t("I answer commands only, and keep nothing of what is said here.")
        )  # fmt: skip
    return () if event.may_write else lost(unit, sender.chat_id, removed=False)


def lost(unit: Unit, chat_id: int, *, removed: bool) -> tuple[Op, ...]:
    """The bot was removed from a group, or muted there: unlink it, and tell those who steer the workshop, once."""
    workshop_id = unit.staff.unlink_group(chat_id)
    workshop = unit.workshops.get(workshop_id) if workshop_id else None
    if workshop is None or workshop.phase is Phase.CLOSED:
        return ()
    return _tell_staff(unit, workshop, _removed if removed else _muted)


def no_topic(unit: Unit, chat_id: int) -> tuple[Op, ...]:
    """The topic of a forum in which a workshop is posted is gone: go on in the general one, and say so."""
    workshop_id = unit.staff.workshop_in(chat_id)
    if workshop_id is None:
        return ()
    unit.staff.link_group(chat_id, workshop_id)
    return _tell_staff(unit, unit.workshops.get(workshop_id), _topicless)


def _tell_staff(unit: Unit, workshop: Workshop, said: Said, apart_from: int | None = None) -> tuple[Send, ...]:
    """In private, to everybody who steers this workshop, in their language."""
    chats = [chat for chat in unit.staff.chats(workshop.id) if chat != apart_from]
    return tuple(Send(chat, Message(said(workshop, Wording(unit.staff.language(chat))))) for chat in chats)


def _removed(workshop: Workshop, words: Wording) -> str:
    return words.t(
        "I was removed from the group of {title}, so nothing is posted there any more. To go on there: add me again, "
        "then send this in the group: {command}", title=escape(workshop.title), command=_command_for(workshop),
    )  # fmt: skip


def _muted(workshop: Workshop, words: Wording) -> str:
    return words.t(
        "I may no longer write in the group of {title}, so nothing is posted there any more. To go on there: ask an admin "
        "to let me send messages, then send this in the group: {command}",
        title=escape(workshop.title), command=_command_for(workshop),
    )  # fmt: skip


def _topicless(workshop: Workshop, words: Wording) -> str:
    return words.t(
        "The topic for {title} is gone from the group, and what I last posted there was lost. From now on I post under "
        "General. To choose another topic, send this in it: {command}",
        title=escape(workshop.title), command=_command_for(workshop),
    )  # fmt: skip


def _displaced(workshop: Workshop, words: Wording) -> str:
    return words.t(
        "Somebody has linked another workshop to the group of {title}. Nothing of {title} is posted there any more. "
        "To take the group back, send this in it: {command}",
        title=escape(workshop.title), command=_command_for(workshop),
    )  # fmt: skip


def _command_for(workshop: Workshop) -> str:
    return f"<code>/link {workshop.code}</code>"
