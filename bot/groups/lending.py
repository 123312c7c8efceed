"""A group that shows one workshop is wanted for another: those who steer the first decide; must not know the courier or what is posted.

The question waits in the database under the group, and lapses when the group is linked otherwise. Nobody is named: the group
is told by which role it is decided.
"""

from __future__ import annotations

import re
from html import escape

from bot.buttons import Button
from bot.commands import word
from bot.desk import Desk
from bot.messages import Edit, EnterGroup, Message, Op, Send, key
from bot.wording import Wording
from storage.database import Unit
from storage.values import ActionKind, Workshop

_ASKED = "link"


def ask(unit: Unit, desk: Desk, shown: Workshop, wanted: Workshop) -> tuple[Op, ...] | None:
    """Ask those who steer the workshop that is `shown` here, once; None where nobody is left to be asked."""
    chats = _deciders(unit, shown)
    if not chats:
        return None
    sender, t = desk.sender, desk.words.t
    title, wish = escape(shown.title), f"{_ASKED}:{wanted.code}:{sender.user_id}:{sender.topic}"
    if unit.staff.asked(sender.chat_id) == wish:
        return desk.say(t("This group shows {title}. Those who facilitate {title} are asked already; until they agree, nothing "
                          "changes here.", title=title))  # fmt: skip
    unit.staff.set_asked(sender.chat_id, wish)
    desk.did(unit, shown.id, ActionKind.GROUP_ASKED)
    asked = tuple(Send(chat, _question(shown, wanted, sender.chat_id, _words(unit, chat))) for chat in chats)
    said = t("This group shows {title}. Whoever facilitates {title} decides about that; I have asked in private. Until they agree, "
             "nothing changes here.", title=title)  # fmt: skip
    return (*desk.say(said), *asked)


def lend(unit: Unit, desk: Desk, shown: Workshop, button: Button) -> tuple[Op, ...]:
    """Give the group to the workshop that it was asked for."""
    found = _waiting(unit, shown, button)
    if found is None:
        return desk.say(_lapsed(desk.words))
    wanted, group, asker, topic = found
    unit.staff.link_group(group, wanted.id, topic)
    desk.did(unit, shown.id, ActionKind.GROUP_LENT)
    unit.actions.note(wanted.id, ActionKind.GROUP, unit.staff.actor(asker), desk.house.today)
    language = _words(unit, asker).language
    entering = EnterGroup(wanted.id, group, topic, language, asker, instead_of=shown.title)
    told = desk.words.t("The group shows {title} from now on.", title=escape(wanted.title))
    others = [chat for chat in _deciders(unit, shown) if chat != desk.sender.chat_id]
    return (*_decided(desk, told), entering, *(Send(chat, _given(shown, _words(unit, chat))) for chat in others))


def keep(unit: Unit, desk: Desk, shown: Workshop, button: Button) -> tuple[Op, ...]:
    """The group stays as it is, and whoever asked is told."""
    found = _waiting(unit, shown, button)
    if found is None:
        return desk.say(_lapsed(desk.words))
    _, group, asker, topic = found
    unit.staff.set_asked(group, None)
    stays = Message(_words(unit, asker).t("The group stays with {title}.", title=escape(shown.title)))
    mine = desk.words.t("The group stays with {title}.", title=escape(shown.title))
    return (*_decided(desk, mine), Send(group, stays, topic=topic), Send(asker, stays))


def _decided(desk: Desk, html: str) -> tuple[Op, ...]:
    """The question, which is a message of its own beside the board, says what became of it and has no buttons any more."""
    if desk.press is None or desk.press.message_id is None:
        return desk.say(html)
    return (*desk.noted(), Edit(desk.sender.chat_id, desk.press.message_id, Message(html)))


def _deciders(unit: Unit, shown: Workshop) -> list[int]:
    """The private chats of those who facilitate it; where nobody does, of the organisers."""
    return unit.staff.chats(shown.id) or [one.user_id for one in unit.members.all() if one.organises]


def _waiting(unit: Unit, shown: Workshop, button: Button) -> tuple[Workshop, int, int, int] | None:
    """What was asked for, in which group and topic, by whom; None when it was decided or has lapsed."""
    code, place = word(button, 0), word(button, 1)
    group = int(place) if re.fullmatch(r"-[0-9]{1,18}", place) else 0
    name, _, rest = (unit.staff.asked(group) or "").partition(":")
    asked = rest.split(":")
    if name != _ASKED or asked[0] != code or unit.staff.workshop_in(group) != shown.id:
        return None
    wanted, asker, topic = unit.workshops.by_code(code), int(asked[1]), int(asked[2])
    if wanted is None or not unit.staff.steers(asker, wanted.id):
        return None
    return wanted, group, asker, topic


def _words(unit: Unit, chat: int) -> Wording:
    return Wording(unit.staff.language(chat))


def _question(shown: Workshop, wanted: Workshop, group: int, words: Wording) -> Message:
    t, title = words.t, escape(wanted.title)
    text = t("Somebody who facilitates {wanted} wants its polls and results posted in the group of {title}, in place of yours. "
             "Nothing changes until you, or another one who facilitates {title}, agree.",
             wanted=title, title=escape(shown.title))  # fmt: skip
    keys = (
        (key(shown.code, t("Keep the group"), "nolend", wanted.code, group, out=True),),
        (key(shown.code, t("Give it to {title}", title=wanted.title), "lend", wanted.code, group, style="danger"),),
    )
    return Message(text, keys)


def _given(shown: Workshop, words: Wording) -> Message:
    """Told to the others who steer it."""
    t = words.t
    return Message(t("The group of {title} was given to another workshop. Nothing of {title} is posted there any more.",
                     title=escape(shown.title)))  # fmt: skip


def _lapsed(words: Wording) -> str:
    return words.t("This was decided already, or nobody asks for it any more.")
