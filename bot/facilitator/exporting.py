"""Writes the export of a closed workshop, for the chat and for the command line; must not know what stands in it."""

from __future__ import annotations

import asyncio
import random
import time
from datetime import date
from html import escape
from typing import Literal

from bot.desk import Ask
from bot.messages import MakeExport, Message
from bot.owing.handing import NotClosed, StillClosing, Wanted
from bot.settings import Settings
from bot.wording import Wording
from storage.answers.texts import quotable, unread, withheld
from storage.database import Database, Unit
from storage.days import Today
from storage.export.books import to_csv, to_csv_for_excel, to_json, to_xlsx
from storage.export.building import ExportBook, build_export
from storage.keys.stores import open_keystore
from storage.values import ActionKind, Actor, Phase, Role, Workshop

Format = Literal["xlsx", "csv", "csv-excel", "json"]
_WRITERS = {"xlsx": to_xlsx, "csv": to_csv, "csv-excel": to_csv_for_excel, "json": to_json}
_ENDINGS = {"xlsx": "xlsx", "csv": "zip", "csv-excel": "excel.zip", "json": "json"}


class NoSuchWorkshop(LookupError):
    """No workshop has this join code."""


def export(settings: Settings, code: str, format: Format) -> tuple[str, bytes]:
    """File name and bytes for the workshop with this join code. Raises NoSuchWorkshop, NotClosed or StillClosing."""
    database = Database.open(settings.database_url, open_keystore(settings.keystore), random.SystemRandom())
    try:
        workshop = database.run(lambda unit: unit.workshops.by_code(code, include_closed=True)).result()
        if workshop is None:
            raise NoSuchWorkshop(code)
        return export_of(database, workshop.id, format, Actor.OPERATOR, Today.of(settings.zone, time.time()))
    finally:
        database.close()


def export_of(database: Database, workshop_id: str, format: Format, by: Actor, today: date) -> tuple[str, bytes]:
    """File name and bytes; blocks until the database has answered, so call it from a worker thread.

    Raises NotClosed or StillClosing.

    That it was made is written down, for the participants to read.
    """

    def noted(unit: Unit) -> tuple[Workshop, ExportBook]:
        made = _book(unit, workshop_id)
        unit.actions.note(workshop_id, ActionKind.EXPORTED, by, today, format.partition("-")[0])
        return made

    workshop, book = database.run(noted).result()
    return f"roundtable-{workshop.code}.{_ENDINGS[format]}", _WRITERS[format](book)


def wanted(database: Database, ask: Ask, today: date, op: MakeExport) -> Wanted:
    """The file that was asked for."""
    t = Wording(op.language).t

    async def make() -> tuple[Message, ...]:
        text = t("Counts, and open answers that may be quoted. No row per person, no times.")
        file = await asyncio.to_thread(export_of, database, op.workshop_id, op.format, op.by, today)
        return (Message(text, document=file),)

    async def may_have() -> bool:
        role = await ask(lambda unit: unit.staff.role(op.chat_id))  # a private chat's id is its user's
        return role is Role.ORGANISER

    early = t("The export comes after the close: two exports could be compared to single somebody out.")
    failed = t("The file could not be written just now. Please ask for it again in a while: /export")
    return Wanted(op.chat_id, make, may_have, early, failed)


def closing(workshop: Workshop, words: Wording) -> Message:
    """Said to who asks while it is being closed."""
    text = words.t("{title} is closing. You get the file in a moment, when the last answers are counted.",
                   title=escape(workshop.title))  # fmt: skip
    return Message(text)


def _book(unit: Unit, workshop_id: str) -> tuple[Workshop, ExportBook]:
    workshop = unit.workshops.get(workshop_id)
    if workshop.phase is not Phase.CLOSED:
        raise NotClosed(workshop.code)
    if workshop.closing:
        raise StillClosing(workshop.code)
    texts, panel, answers = unit.texts.of(workshop_id), unit.panel.questions(workshop_id), unit.answers
    counted = answers.releases(workshop_id), quotable(texts), answers.tags(workshop_id), answers.segments(workshop_id)
    at_desk = withheld(texts) - withheld(panel), unread(texts) - unread(panel)
    themes, expected = unit.themes.sorted(workshop, texts), unit.expected.of(workshop_id)
    book = build_export(workshop, *counted, panel, *at_desk, themes=themes, expected=expected)
    return workshop, book
