"""Workshops side by side at the command line: as text, or as a file whose ending says what it is; must not know how it was counted."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.across.drawing import pictures, to_pdf
from bot.across.reading import MOST, Compared, read
from bot.across.saying import about, heading, name_of, pooled, reason, row_lines, widest
from bot.owing.handing import NotClosed, StillClosing
from bot.settings import Settings
from bot.wording import Wording, languages
from flows.counting.abreast import Said
from flows.counting.measures import percentage
from storage.database import Database, Unit
from storage.export.books import guarded
from storage.keys.stores import open_keystore

COLUMNS = ("question", "text", "compared", "place", "option", "label", "count", "answered", "asked", "percent")
ENDINGS = (".csv", ".pdf", ".png", ".svg", ".txt")


class Unfit(Exception):
    """What was asked for cannot be had; its words say why."""


Files = Iterable[tuple[Path | None, bytes]]


def on_the_line(
    settings: Settings, codes: Sequence[str], out: Path | None, language: str = "en", *, together: bool
) -> Files:
    """What the command hands out: files with their content, or text for the terminal under None. Raises Unfit."""
    wanted = [code.strip().upper() for code in codes]
    again = next((code for at, code in enumerate(wanted) if code in wanted[:at]), None)
    if again is not None:
        raise Unfit(f"{again} stands there twice. Name different workshops.")
    if not 2 <= len(wanted) <= MOST:
        raise Unfit(f"Name two to {MOST} workshops by their join codes, not {len(wanted)}.")
    if language not in languages():
        raise Unfit(f"It is not told in “{language}”, but in: {', '.join(languages())}.")
    if out is not None and out.suffix.lower() not in ENDINGS:
        raise Unfit(f"{out} has to end in {', '.join(ENDINGS)}.")
    found = _found(settings, wanted, language)
    if out is None:
        return ((None, as_text(found, together=together).encode()),)
    return ((out, as_file(found, out, together=together)), *further_pages(found, out))


def _found(settings: Settings, codes: Sequence[str], language: str) -> Compared:
    """The closed workshops with these join codes."""

    def found(unit: Unit) -> Compared:
        return read(unit, [_id_of(unit, code) for code in codes], language)

    database = Database.open(settings.database_url, open_keystore(settings.keystore), random.SystemRandom())
    try:
        return database.run(found).result()
    except StillClosing as code:
        raise Unfit(f"The workshop {code} is being closed. It can be compared in a moment.") from None
    except NotClosed as code:
        raise Unfit(f"The workshop {code} is not closed yet. Only closed ones are compared.") from None
    finally:
        database.close()


def _id_of(unit: Unit, code: str) -> str:
    workshop, deleted = unit.workshops.by_code(code, include_closed=True), unit.deletions.of(code)
    if deleted is not None:
        raise Unfit(f"The workshop {code} was deleted on {deleted.deleted_on}: nothing of it is left to compare.")
    if workshop is None:
        raise Unfit(f"No workshop has the join code {code}.")
    return workshop.id


def as_text(found: Compared, *, together: bool = False) -> str:
    """All of it in words. `together`: also what all said, of their counts, where it was asked alike."""
    words = Wording(found.language)
    lines = [heading(found, words), "", *about(found, words), *filter(None, [widest(found, words)])]
    for row in found.rows:
        lines += ["", name_of(row, words)]
        lines += [reason(row, words)] if row.why is not None else []
        lines += row_lines(row, words)
        lines += [pooled(found, row, words)] if together else []
    return "\n".join(lines) + "\n"


def as_file(found: Compared, file: Path, *, together: bool = False) -> bytes:
    """What this file is to hold, by its ending, one of `ENDINGS`. Of pictures there may be several pages: they stand below one another."""
    match file.suffix.lower():
        case ".csv":
            return _csv(found)
        case ".pdf":
            return to_pdf(found)
        case ".png" | ".svg" as ending:
            pages = pictures(found, "png" if ending == ".png" else "svg")
            return pages[0] if pages else b""
        case _:
            return as_text(found, together=together).encode()


def further_pages(found: Compared, file: Path) -> list[tuple[Path, bytes]]:
    """The pages after the first of a picture, each with a file of its own: places.png, places-2.png."""
    ending = file.suffix.lower()
    if ending not in (".png", ".svg"):
        return []
    pages = pictures(found, "png" if ending == ".png" else "svg")
    return [(file.with_name(f"{file.stem}-{at}{file.suffix}"), page) for at, page in enumerate(pages[1:], 2)]


def _csv(found: Compared) -> bytes:
    """A row a question, place and option: counts with their base, so that nobody has to average percentages."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in found.rows:
        for said in row.said:
            about_it = (row.id, said.question.text, "yes" if row.why is None else f"no: {row.why}", said.place)
            writer.writerows([guarded(cell) for cell in (*about_it, *cells)] for cells in _counts(said))
    return text.getvalue().encode("utf-8-sig")


def _counts(said: Said) -> Iterator[tuple[str | int | float | None, ...]]:
    summary = said.summary
    if summary is None:
        yield None, "withheld", None, None, None, None
        return
    if not summary.rows:
        yield None, None, summary.answered, summary.answered, summary.asked, None
    for one in summary.rows:
        percent = percentage(one.count, summary.answered) if summary.answered else None
        yield one.option, one.label, one.count, summary.answered, summary.asked, percent
