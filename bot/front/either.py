"""What somebody means who takes part in one workshop and steers another: asked, never guessed; must not know any single command.

A word such as `/pause` stops oneself in the one and everybody in the other. And where more than one workshop could be meant,
the answer to what was typed says which one it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from bot.buttons import Button, Scope
from bot.commands import Command, Ops, Steers
from bot.desk import Desk
from bot.facilitator.pages import workshop_list
from bot.facilitator.workshops import steered
from bot.front.tables import ANYBODY, STAFF, TAPS, VERBS
from bot.memory import normal_code
from bot.messages import Key, Message, Send, key
from storage.database import Unit
from storage.values import Person, Phase, Workshop

_MOST = 8
"""Workshops to choose from, where none is in hand."""
_NAMES = 3
"""Letters that a part of a title has at least to name it."""
_QUOTES = " .\"'“”„«»"
"""What may stand around a title as somebody types it."""

Found = Sequence[tuple[Workshop, Person]]


def for_both(name: str) -> bool:
    """Whether a command is one thing to who takes part and another to who steers, and both have a button for it."""
    line = STAFF.get(name)
    return line is not None and isinstance(line.does, Steers) and name in ANYBODY and name in VERBS and name in TAPS


def asked(unit: Unit, desk: Desk, found: Found, name: str) -> Command | Ops | None:
    """For somebody with a role who types a command: the line that can only be meant, or the question; None: nothing is unclear."""
    if not found or not for_both(name):
        return None
    line, in_hand = STAFF[name], steered(unit, desk)
    could_be = [in_hand] if in_hand is not None else unit.staff.workshops_of(desk.sender.user_id)
    others = [one for one in could_be if one.phase in line.phases and one.phase is not Phase.CLOSED][:_MOST]
    if not others:
        return ANYBODY[name]
    t, mine = desk.words.t, found[0][0]
    own = Key(t("For me, in {title}", title=mine.title), Button(Scope.PARTICIPANT, mine.code, name))
    theirs = ((key(one.code, t("For everybody, in {title}", title=one.title), name),) for one in others)
    text = t("For which one? You take part in {mine}, and you facilitate {other}.",
             mine=escape(mine.title), other=escape(", ".join(one.title for one in others)))  # fmt: skip
    return desk.reply(Message(text, ((own,), *theirs)))


def called(unit: Unit, desk: Desk, said: str) -> Sequence[Workshop]:
    """The workshops of those that somebody steers whose join code or title these words are, else whose title has them in it."""
    mine, wanted, code = unit.staff.workshops_of(desk.sender.user_id), _plain(said), normal_code(said)
    exact = [one for one in mine if one.code == code or _plain(one.title) == wanted]
    return exact or [one for one in mine if len(wanted) >= _NAMES and wanted in _plain(one.title)]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).strip(_QUOTES)


def of_none(unit: Unit, desk: Desk, line: Command, said: str, found: Sequence[Workshop]) -> Ops | None:
    """Words behind a command that takes no such words, and that name no single workshop: one sentence, and nothing is done.

    To act on the workshop in hand all the same would close one that was not named. None: who typed has no workshop at all.
    """
    t, mine = desk.words.t, unit.staff.workshops_of(desk.sender.user_id)
    if not mine:
        return None
    words = escape(said.strip(_QUOTES)[:60])
    if found:
        told = t("Several of your workshops are called “{words}”, so nothing was done.", words=words)
        return _choose(desk, found, told)
    if line.hint is not None and line.takes:
        return desk.say(t("“{words}” is nothing that /{command} takes, and no workshop of yours, so nothing was done. "
                          "Type it like this: <code>/{command} {example}</code>",
                          words=words, command=line.name, example=escape(line.hint(desk.words))))  # fmt: skip
    fits = [one for one in mine if one.phase in line.phases and one.phase is not Phase.CLOSED] or mine
    if len(fits) == 1:
        return desk.say(t("None of your workshops is called “{words}”, so nothing was done: yours is {title}.",
                          words=words, title=escape(fits[0].title)))  # fmt: skip
    told = t("None of your workshops is called “{words}”, so nothing was done.", words=words)
    return _choose(desk, fits, told)


def _choose(desk: Desk, among: Sequence[Workshop], told: str) -> Ops:
    page = workshop_list(among, desk.words)
    return desk.reply(replace(page, html=f"{told}\n\n{page.html}"))


def unused(desk: Desk, line: Command) -> Ops:
    """Said of words behind a command that takes none; they are not said again: they may be an answer."""
    said = desk.words.t("/{command} takes no words: what stood behind it was not used.", command=line.name)
    return (Send(desk.sender.chat_id, Message(said)),)


def kept(desk: Desk, name: str, argument: str) -> Ops:
    """Words behind a command of which it is asked first where it is meant: to be copied, and sent again then."""
    if not argument:
        return ()
    again = f"<code>/{name} {escape(argument[:3000])}</code>"
    said = desk.words.t("Your words are not used yet. Tap to copy them, choose, and send them again:")
    return (Send(desk.sender.chat_id, Message(f"{said}\n{again}")),)


def named(unit: Unit, desk: Desk, found: Found, workshop: Workshop, ops: Ops) -> Ops:
    """The answer to a typed command with the workshop that it acted on, where another one could have been meant.

    To who steers several a mere remark stays as it is: nothing was done to any of them.
    """
    steers = [one for one in unit.staff.workshops_of(desk.sender.user_id) if one.phase is not Phase.CLOSED]
    others = [one for one in (*steers, *(one for one, _ in found)) if one.id != workshop.id]
    title, chat = escape(workshop.title), desk.sender.chat_id
    said = [op for op in ops if isinstance(op, Send) and op.chat_id == chat]
    is_remark = not found and len(said) == len(ops) and not any(op.message.keyboard for op in said)
    if not others or not said or is_remark or any(title in op.message.html for op in said):
        return ops
    first, head = said[0], replace(said[0].message, html=f"<b>{title}</b>\n{said[0].message.html}")
    return tuple(replace(first, message=head) if op is first else op for op in ops)
