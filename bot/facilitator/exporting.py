"""Writes the export of a closed workshop, for the chat and for the command line; must not know what stands in it."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import Literal

from bot.settings import Settings
from storage.answers.texts import quotable, unread, withheld
from storage.database import Database, Unit
from storage.export.books import to_csv, to_json, to_xlsx
from storage.export.building import ExportBook, build_export
from storage.keys.stores import open_keystore
from storage.values import ActionKind, Actor, Phase, Workshop

Format = Literal["xlsx", "csv", "json"]
_WRITERS = {"xlsx": to_xlsx, "csv": to_csv, "json": to_json}
_ENDINGS = {"xlsx": "xlsx", "csv": "zip", "json": "json"}


class NotClosed(Exception):
    """The workshop is not closed yet: the export comes after the close, so that it cannot be compared with an earlier one."""


class NoSuchWorkshop(LookupError):
    """No workshop has this join code."""


def export(settings: Settings, code: str, format: Format) -> tuple[str, bytes]:
    """File name and bytes for the workshop with this join code. Raises NoSuchWorkshop or NotClosed."""
    database = Database.open(settings.database_url, open_keystore(settings.keystore), random.SystemRandom())
    try:
        workshop = database.run(lambda unit: unit.workshops.by_code(code, include_closed=True)).result()
        if workshop is None:
            raise NoSuchWorkshop(code)
        return export_of(database, workshop.id, format, Actor.OPERATOR, datetime.now(UTC).date())
    finally:
        database.close()


def export_of(database: Database, workshop_id: str, format: Format, by: Actor, today: date) -> tuple[str, bytes]:
    """File name and bytes; blocks until the database has answered, so call it from a worker thread. Raises NotClosed.

    That it was made is written down, for the participants to read.
    """

    def noted(unit: Unit) -> tuple[Workshop, ExportBook]:
        made = _book(unit, workshop_id)
        unit.actions.note(workshop_id, ActionKind.EXPORTED, by, today, format)
        return made

    workshop, book = database.run(noted).result()
    return f"roundtable-{workshop.code}.{_ENDINGS[format]}", _WRITERS[format](book)


def _book(unit: Unit, workshop_id: str) -> tuple[Workshop, ExportBook]:
    workshop = unit.workshops.get(workshop_id)
    if workshop.phase is not Phase.CLOSED:
        raise NotClosed(workshop.code)
    texts, panel, answers = unit.texts.of(workshop_id), unit.panel.questions(workshop_id), unit.answers
    counted = answers.releases(workshop_id), quotable(texts), answers.tags(workshop_id), answers.segments(workshop_id)
    at_desk = withheld(texts) - withheld(panel), unread(texts) - unread(panel)
    book = build_export(workshop, *counted, panel, *at_desk)
    return workshop, book
