"""Writes the export of a closed workshop, for the chat and for the command line; must not know what stands in it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from html import escape
from typing import Literal, Self

from bot.desk import Ask
from bot.messages import MakeExport, Message
from bot.owing.bench import Bench
from bot.owing.handing import NotClosed, StillClosing, Wanted
from bot.pack.archive import to_pack
from bot.pack.material import Material, Results, file_languages
from bot.pack.workbook import to_workbook
from bot.report.gathering import room_language
from bot.settings import Settings
from bot.wording import SOURCE_LANGUAGE, Wording
from flows.definition.localise import localise
from storage.answers.texts import quotable, unread, withheld
from storage.database import Database, Unit
from storage.days import Today
from storage.export.books import to_csv, to_csv_for_excel, to_json
from storage.export.building import ExportBook, Told, build_export
from storage.keys.stores import open_keystore
from storage.values import ActionKind, Actor, Phase, Role, Workshop

Format = Literal["pack", "xlsx", "csv", "csv-excel", "json"]
_IN_WORDS: Mapping[str, Callable[[Material], bytes]] = {"pack": to_pack, "xlsx": to_workbook}
_TABLES: Mapping[str, Callable[[ExportBook], bytes]] = {"csv": to_csv, "csv-excel": to_csv_for_excel, "json": to_json}
_ENDINGS = {"xlsx": "xlsx", "csv": "zip", "csv-excel": "excel.zip", "json": "json"}


MOST = 50_000_000
"""Bytes of the largest file that Telegram takes from a bot (Bot API, "Sending files")."""


class NoSuchWorkshop(LookupError):
    """No workshop has this join code."""


class NotExported(Exception):
    """There is no such export; its text says why, in English for the terminal."""


def export(settings: Settings, code: str, format: Format, language: str = "") -> tuple[str, bytes]:
    """File name and bytes for the workshop with this join code. Raises NotExported."""
    database = Database.open(settings.database_url, open_keystore(settings.keystore), random.SystemRandom())
    try:
        workshop = database.run(lambda unit: unit.workshops.by_code(code, include_closed=True)).result()
        if workshop is None:
            raise NotExported(f"No workshop has the join code {code}.")
        if language and language not in file_languages(workshop):
            raise NotExported(f"There are no files in “{language}”, but in: {', '.join(file_languages(workshop))}.")
        today = Today.of(settings.zone, time.time())
        return export_of(database, workshop.id, format, Actor.OPERATOR, today, language)
    except StillClosing:
        later = "Its results can be exported in a moment; the bot finishes the close."
        raise NotExported(f"The workshop {code} is being closed. {later}") from None
    except NotClosed:
        later = "Close it in Telegram; then its results can be exported."
        raise NotExported(f"The workshop {code} is not closed yet. {later}") from None
    finally:
        database.close()


def export_of(
    database: Database,
    workshop_id: str,
    format: Format,
    by: Actor,
    today: date,
    language: str = "",
    who: int | None = None,
) -> tuple[str, bytes]:
    """File name and bytes; blocks until the database has answered, so call it from a worker thread.

    `language`: of the words around the numbers, that of the room where it is "". `who`: a member of staff who asks, None the
    operator. Raises NotClosed or StillClosing.

    That it was made is written down, for the participants to read.
    """

    def noted(unit: Unit) -> _Read:
        read = _Read.of(unit, workshop_id, language, who, in_words=format in _IN_WORDS)
        has_others = format == "pack" and read.results is not None and read.results.report.beside is not None
        for one in dict.fromkeys((workshop_id, *(unit.beside.of(workshop_id) if has_others else ()))):
            unit.actions.note(one, ActionKind.EXPORTED, by, today, format.partition("-")[0])
        return read

    read = database.run(noted).result()
    code, book = read.workshop.code, read.book()
    if read.results is None:
        return f"roundtable-{code}.{_ENDINGS[format]}", _TABLES[format](book)
    told = read.told(book)
    name = f"{code}.zip" if format == "pack" else f"roundtable-{code}.{_ENDINGS[format]}"
    return name, _IN_WORDS[format](Material(read.results, book, told))


def wanted(
    database: Database, ask: Ask, today: date, op: MakeExport, most: int = MOST, bench: Bench | None = None
) -> Wanted:
    """The file that was asked for, or what to do where it has more than `most` bytes."""
    t, bench = Wording(op.language).t, bench or Bench()

    async def make() -> tuple[Message, ...]:
        asked = op.workshop_id, op.format, op.by, today, op.written_in, op.chat_id  # a private chat's id is its user's
        file = await bench.make(lambda: export_of(database, *asked))
        if len(file[1]) <= most:
            return (Message(_caption(op, t), document=file),)
        code = file[0].removeprefix("roundtable-").split(".")[0]
        return (Message(_too_large(f"<code>roundtable export {code} --format {op.format}</code>", t)),)

    async def may_have() -> bool:
        role = await ask(lambda unit: unit.staff.role(op.chat_id))  # a private chat's id is its user's
        return role is Role.ORGANISER

    early = t("The export comes after the close: two exports could be compared to single somebody out.")
    failed = t("The file could not be written just now. Please ask for it again in a while: /export")
    return Wanted(op.chat_id, make, may_have, early, failed)


def _too_large(command: str, t: Callable[..., str]) -> str:
    return t("The file is larger than Telegram carries (50 MB). Ask for a single one instead, or have it written on the "
             "machine: {command}", command=command)  # fmt: skip


def _caption(op: MakeExport, t: Callable[..., str]) -> str:
    if op.format == "pack":
        return t("Everything in one file. Unpack it and open results.xlsx first. No row per person, no times.")
    return t("Counts, and open answers that may be quoted. No row per person, no times.")


def closing(workshop: Workshop, words: Wording) -> Message:
    """Said to who asks while it is being closed."""
    text = words.t("{title} is closing. You get the file in a moment, when the last answers are counted.",
                   title=escape(workshop.title))  # fmt: skip
    return Message(text)


@dataclass(frozen=True)
class _Read:
    """What an export is made from. `book` puts the sheets together when nobody waits for the database any more.

    `results`: the same in words, None where nobody reads them.
    """

    workshop: Workshop
    book: Callable[..., ExportBook]
    results: Results | None

    def told(self, book: ExportBook) -> ExportBook:
        """The book with its sentences in the words of the results; `book`: the English one."""
        if self.results is None or self.results.words.spoken == SOURCE_LANGUAGE:
            return book
        flow = localise(self.workshop.flow, self.results.language)
        return self.book(told=Told(replace(self.workshop, flow=flow), self.results.words.t))

    @classmethod
    def of(cls, unit: Unit, workshop_id: str, language: str, who: int | None, *, in_words: bool) -> Self:
        """From a closed workshop. Raises NotClosed or StillClosing."""
        workshop = unit.workshops.get(workshop_id)
        if workshop.phase is not Phase.CLOSED:
            raise NotClosed(workshop.code)
        if workshop.closing:
            raise StillClosing(workshop.code)
        texts, panel, answers = unit.texts.of(workshop_id), unit.panel.questions(workshop_id), unit.answers
        releases, segments = answers.releases(workshop_id), answers.segments(workshop_id)
        at_desk = withheld(texts) - withheld(panel), unread(texts) - unread(panel)
        themes, expected = unit.themes.sorted(workshop, texts), unit.expected.of(workshop_id)
        counted = releases, quotable(texts), answers.tags(workshop_id), segments
        book = partial(build_export, workshop, *counted, panel, *at_desk, themes=themes, expected=expected)
        told_in = language or room_language(workshop)
        results = Results.read(unit, workshop, themes, segments, told_in, who) if in_words else None
        return cls(workshop, book, results)
