"""Deleting all that is kept of a closed workshop: asked twice, in the chat and at the command line; must not know how it is done."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from bot.buttons import Button
from bot.desk import Desk
from bot.facilitator.exporting import NoSuchWorkshop
from bot.facilitator.pages import deleted
from bot.memory import normal_code
from bot.messages import DeleteWorkshop, Message, Op, OpenPage, key
from bot.settings import Settings
from bot.wording import SOURCE_LANGUAGE, Wording
from storage.closing.deleting import delete_workshop, may_be_deleted
from storage.database import Database, Unit
from storage.days import Today
from storage.keys.stores import open_keystore
from storage.values import Actor, Deleted, Phase, Workshop

ASKED = "delete"
"""What is expected in a chat where a deletion was asked about: anything typed there ends it."""


class WasDeleted(Exception):
    """The workshop was deleted before."""

    def __init__(self, gone: Deleted) -> None:
        super().__init__(deleted(gone, Wording(SOURCE_LANGUAGE)))


# In the chat


def ask(unit: Unit, desk: Desk, typed: str) -> tuple[Op, ...]:
    """The first question: what is lost. The join code is typed, so that nobody deletes the wrong one by a tap."""
    t, code = desk.words.t, normal_code(typed)
    if not code:
        return desk.say(
            t(
                "Write /delete and the join code of a closed workshop, like {example}.",
                example="<code>/delete K7PARK</code>",
            )
        )
    workshop, gone = unit.workshops.by_code(code, include_closed=True), unit.deletions.of(code)
    if gone is not None:
        return desk.say(deleted(gone, desk.words))
    if workshop is None or not unit.staff.steers(desk.sender.user_id, workshop.id):
        return desk.say(t("There is no workshop with that join code."))
    said = hindrance(unit, workshop, desk.words)
    if said:
        return desk.say(said)
    desk.expect(unit, ASKED, workshop)
    keys = (
        (key(workshop.code, t("Delete it …"), "delsure", style="danger"),),
        (key(workshop.code, t("Keep it"), "delno", out=True),),
    )
    title = t("Delete {title} ({code})?", title=escape(workshop.title), code=workshop.code)
    return desk.reply(Message("\n\n".join((f"<b>{title}</b>", *lost(desk.words))), keys))


def ask_again(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """The second question."""
    t, said = desk.words.t, _outdated(unit, desk, workshop) or hindrance(unit, workshop, desk.words)
    if said:
        return desk.say(said)
    sure = t("Delete {title} for good? Nobody can bring it back.", title=f"<b>{escape(workshop.title)}</b>")
    keys = (
        (key(workshop.code, t("Keep it"), "delno", out=True),),
        (key(workshop.code, t("Yes, delete it for good"), "delyes", style="danger"),),
    )
    return desk.turn(Message(sure, keys))


def go(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Delete it."""
    said = _outdated(unit, desk, workshop) or hindrance(unit, workshop, desk.words)
    if said:
        return desk.say(said)
    unit.staff.set_asked(desk.sender.chat_id, None)
    deleting = desk.words.t("Deleting {title} …", title=escape(workshop.title))
    return (
        *desk.done(deleting),
        DeleteWorkshop(workshop.id, desk.sender.chat_id, unit.staff.actor(desk.sender.user_id)),
    )


def keep(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    """Leave everything as it is."""
    if unit.staff.asked(desk.sender.chat_id) == _wish(workshop):
        unit.staff.set_asked(desk.sender.chat_id, None)
    return desk.done(desk.words.t("Nothing was deleted."))


def typed(unit: Unit, desk: Desk, _asked: str, _text: str) -> tuple[Op, ...]:
    """Words instead of a tap are no yes."""
    unit.staff.set_asked(desk.sender.chat_id, None)
    return (*desk.say(desk.words.t("Nothing was deleted.")), OpenPage(desk.sender.chat_id))


def _wish(workshop: Workshop) -> str:
    return f"{ASKED}:{workshop.id}"


def _outdated(unit: Unit, desk: Desk, workshop: Workshop) -> str:
    """Why this button no longer counts: something else was typed since, so it may be one of last month's. "" when it does."""
    if unit.staff.asked(desk.sender.chat_id) == _wish(workshop):
        return ""
    command = f"<code>/delete {workshop.code}</code>"
    return desk.words.t(
        "This was answered already, or the question has lapsed. Write {command} to be asked anew.", command=command
    )


def hindrance(unit: Unit, workshop: Workshop, words: Wording) -> str:
    """Why it cannot be deleted now; "" when it can."""
    t = words.t
    if workshop.phase is not Phase.CLOSED:
        return t("Only a closed workshop can be deleted. Close it first: everybody is then told what the room said.")
    if not may_be_deleted(unit, workshop.id):
        return busy(words)
    return ""


def busy(words: Wording) -> str:
    """Said while somebody is still written to."""
    return words.t("Something of this workshop is still being sent. Please wait until everybody has it, or stop it.")


def lost(words: Wording) -> tuple[str, str]:
    """What is deleted, and what a deletion does not reach."""
    t = words.t
    return (
        t("Deleted are: the results and how many took part, open answers, questions to the panel, the list of receipts, the questions "
          "that were asked, who facilitated it, and the list of people who want news. Nothing can be exported, shown or sent after "
          "that, and /verify no longer finds a receipt."),
        t("What stays: that a workshop had this join code, and what was done to it (/transparency). Not reached are: messages on "
          "phones and in groups, files that were exported, and backups."),
    )  # fmt: skip


def farewell(title: str, code: str, words: Wording) -> Message:
    """What those who steered it are told."""
    gone = words.t("{title} ({code}) is deleted: nothing of its results, open answers and receipts is kept any more.",
                   title=escape(title), code=code)  # fmt: skip
    return Message(gone)


# At the command line


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    database = Database.open(settings.database_url, open_keystore(settings.keystore), random.SystemRandom())
    try:
        yield database
    finally:
        database.close()


def question(settings: Settings, code: str) -> tuple[str, str]:
    """The title of the workshop with this join code, and why it cannot be deleted now ("" when it can).

    Raises NoSuchWorkshop and WasDeleted.
    """

    def asked(unit: Unit) -> tuple[str, str]:
        workshop = _named(unit, code)
        return workshop.title, hindrance(unit, workshop, Wording(SOURCE_LANGUAGE))

    with _database(settings) as database:
        return database.run(asked).result()


def delete(settings: Settings, code: str) -> bool:
    """Delete the workshop with this join code; False when the bot still has to rewrite the files, which it does by itself.

    Raises NoSuchWorkshop, WasDeleted, and storage.closing.deleting.NotDeletable.
    """
    with _database(settings) as database:
        workshop = database.run(lambda unit: _named(unit, code)).result()
        return delete_workshop(database, workshop.id, Today.of(settings.zone, time.time()), Actor.OPERATOR)


def _named(unit: Unit, code: str) -> Workshop:
    gone = unit.deletions.of(code)
    if gone is not None:
        raise WasDeleted(gone)
    workshop = unit.workshops.by_code(code, include_closed=True)
    if workshop is None:
        raise NoSuchWorkshop(code)
    return workshop
