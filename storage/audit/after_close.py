"""Check 6: after the close nothing of anybody is left, in no table and in no byte; must not know where keys are or chats.

A write-ahead log that is not empty was written after the close, by whatever the bot did next. So its size alone says
little, and the files are searched for rows of this workshop in the tables that a close empties, as SQLite writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, text

from storage.answers.texts import TextState, read_until
from storage.audit.byte_scan import SIDE_FILES
from storage.audit.evidence import Evidence, Finding, judge
from storage.days import there
from storage.tables import COUNTED, PERSONAL, RECEIPT
from storage.values import READ_WITHIN

_TOKEN, _UUID = rb"\x2c", rb"\x55"
"""How SQLite's record header says: 16 bytes, and a text of 36."""


class KeySeen(StrEnum):
    """Whether a workshop has a key, as far as can be seen from here."""

    THERE = "there"
    GONE = "gone"
    OUT_OF_SIGHT = "out of sight"


def remains(data: bytes, workshop_id: str) -> int:
    """Rows of this workshop in the tables of `PERSONAL`, or entries of their indexes, whole or left over from deletion."""
    name = re.escape(workshop_id.encode())
    row = _TOKEN + _UUID + rb".{0,12}?.{16}" + name
    by_workshop = _UUID + _TOKEN + name
    by_question = _UUID + rb"." + _TOKEN + name
    found = len(re.findall(b"|".join((row, by_workshop, by_question)), data, re.DOTALL))
    sealed = re.finditer(_UUID + _UUID + rb".[\x81-\xff]{1,2}([\x00-\x7f]).{36}" + name, data, re.DOTALL)
    return found + sum(
        ord(hit[1]) % 2 == 0 for hit in sealed
    )  # even: bytes, as in seg_pending; odd: text, as in counted


def check_close(
    connection: Connection, evidence: Evidence, file: Path | None, also: Sequence[Path], key: KeySeen, today: date
) -> Finding:
    """Key, tables and files of a closed workshop, and its desk; an open one still needs all of them."""
    if not evidence.closed:
        return Finding(6, "closed", None, "Still open: this is checked after the close.")
    faults = [f"{name}: {rows} row(s) left" for name, rows in evidence.rows.items() if rows]
    faults += [f"mailing: {evidence.unlisted} row(s) on no list"] if evidence.unlisted else []
    if evidence.workshop is not None and evidence.workshop.closing:
        faults.append("the close was cut short; start the bot, it finishes it")
    faults += _at_the_desk(evidence, today)
    if key is KeySeen.THERE:
        faults.append("the key is still there")
    looked_at = {"tables": len(evidence.rows), "mailing lists": len(evidence.lists)}
    if file is None:
        faults += _on_server(connection, evidence)
    else:
        freelist = connection.execute(text("PRAGMA freelist_count")).scalar_one()
        if (used := _written_free_pages(file)) and not evidence.open_elsewhere:
            faults.append(
                f"{used} free page(s) in the database have something in them: it was not rewritten at the close"
            )
        log = Path(f"{file}-wal")
        looked_at |= {"free pages": freelist, "log bytes": log.stat().st_size if log.exists() else 0}
    found = list(_left_in_files(file, also, evidence.id))
    looked_at["bytes"] = sum(size for _, size, _ in found)
    faults += [f"{name}: {rows} row(s) of participants left over" for name, _, rows in found if rows]
    unseen = (
        " Whether the key is gone cannot be seen from here." if key is KeySeen.OUT_OF_SIGHT else " The key is gone."
    )
    good = "Nobody is left in any table or byte." + unseen + _still_written_to(evidence)
    return judge(6, "closed", faults, good, "Something of the participants is left.", looked_at)


def _written_free_pages(file: Path) -> int:
    """Free pages of a SQLite file that are not zeroed; what is deleted after the close leaves zeroed ones (`secure_delete`).

    The format: https://www.sqlite.org/fileformat.html, sections 1.3 and 1.5.
    """
    data = file.read_bytes()
    size, trunk, found = int.from_bytes(data[16:18], "big"), int.from_bytes(data[32:36], "big"), 0
    size = 65536 if size == 1 else size
    seen: set[int] = set()
    while trunk and trunk not in seen:
        seen.add(trunk)
        page = data[(trunk - 1) * size : trunk * size]
        leaves = min(int.from_bytes(page[4:8], "big"), size // 4 - 2)
        numbers = [int.from_bytes(page[at : at + 4], "big") for at in range(8, 8 + 4 * leaves, 4)]
        rest = [data[(number - 1) * size : number * size] for number in numbers]
        found += sum(1 for part in (page[8 + 4 * leaves :], *rest) if part.strip(b"\0"))
        trunk = int.from_bytes(page[:4], "big")
    return found


def _at_the_desk(evidence: Evidence, today: date) -> Iterator[str]:
    """Texts that should be gone: hidden ones at once, those that nobody has approved when the desk is over."""
    until = read_until(evidence.workshop) if evidence.workshop is not None else None
    hidden = sum(text.state is TextState.HIDDEN and bool(text.words) for text in evidence.texts)
    unread = sum(text.state is TextState.NEW for text in evidence.texts)
    if hidden:
        yield f"{hidden} text(s) that were hidden have their words still"
    today = there(today, evidence.workshop.zone) if evidence.workshop is not None else today
    if unread and until is not None and today >= until:
        yield f"{unread} text(s) that nobody has approved are older than {READ_WITHIN.days} days"


def _still_written_to(evidence: Evidence) -> str:
    """What a mailing list is for: it is no leftover, and has nothing of the workshop's."""
    if not evidence.lists:
        return ""
    return " Mailing lists with keys of their own say who may still be written to, and nothing of what anybody said."


def _left_in_files(file: Path | None, also: Sequence[Path], workshop_id: str) -> Iterator[tuple[str, int, int]]:
    """(place, bytes, rows left over) of each file that could hold pages of the database."""
    mine = [Path(f"{file}{end}") for end in SIDE_FILES] if file is not None else []
    given = [path for root in also for path in ([root] if root.is_file() else sorted(root.rglob("*")))]
    for path in (*mine, *given):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            yield path.name, len(data), remains(data, workshop_id)


def _on_server(connection: Connection, evidence: Evidence) -> Iterator[str]:
    """PostgreSQL: deleted rows are not kept in the tables, and no transaction number tells who was counted together."""
    for table in (RECEIPT, COUNTED):
        batches = f"SELECT count(DISTINCT xmin::text) FROM {table.name} WHERE workshop_id = :id"  # noqa: S608  # our own name
        if connection.execute(text(batches), {"id": evidence.id}).scalar_one() > 1:
            yield f"{table.name}: rows still tell in which batch they were written"
    for table in PERSONAL:
        size = connection.execute(
            text("SELECT pg_relation_size(to_regclass(:name))"), {"name": table.name}
        ).scalar_one()
        if size and not evidence.open_elsewhere and not evidence.rows[table.name]:
            yield f"{table.name}: {size} bytes of deleted rows; VACUUM FULL {table.name} removes them"
