"""Check 2: whether an identifier of a person is in any byte of the database, its side files or other files given.

Two things are looked for: numbers of 9 or 10 digits, as Telegram ids are, and the ids that staff hand in because they know
whose they are, in every form in which a computer keeps a number. What is found is told by its place, never repeated.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, select, table, text

from storage.audit.evidence import Finding, judge
from storage.audit.schema import STAFF

ORGANISERS_WORDS = frozenset(
    {("workshop", "title"), ("workshop", "controller"), ("workshop", "contact"), ("flow", "body")}
)
"""Cells that organisers write, with telephone numbers for example; the ids handed in are looked for here too."""

SIDE_FILES = ("", "-wal", "-shm", "-journal")
_NUMBER = re.compile(rb"\d(?<!\d\d)(?<!\d\.\d)\d{8,9}(?!\d)")
"""9 or 10 digits after neither a digit nor a decimal point. It begins with a digit: so six times as fast as a look back at each byte."""
_NO_NUMBER = tuple(
    re.compile(rb"(?=(%b))" % form)
    for form in (
        rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        rb"(?<![0-9a-f])[0-9a-f]{16,}",
        rb"(?<![0-9A-F])[0-9A-F]{16,}",
    )
)
"""UUIDs, hashes and tags hold runs of digits that are nobody's number. Each kind is sought by itself, wherever it begins: the id
of a poll right before a UUID would make one hash of itself and the UUID's first digits, and leave the last digits alone."""
_SMALLEST, _LARGEST = 10**8, 10**10 - 1
_CONTEXT = 256
_SHOWN = 12


@dataclass
class Look:
    """What was looked at so far, and what was found; one for a whole audit."""

    ids: tuple[int, ...] = ()
    faults: list[str] = field(default_factory=list)
    files: int = 0
    size: int = 0
    cells: int = 0
    staff: set[int] = field(default_factory=set)
    polls: set[bytes] = field(default_factory=set)

    def numbers(self, place: str, data: bytes) -> None:
        """Numbers of 9 or 10 digits that are not staff's own."""
        found = sum(1 for number in _numbers(data) if number not in self.staff and not self._of_a_poll(number))
        if found:
            self.faults.append(f"{place}: {found} number(s) of 9 or 10 digits, as Telegram ids are")

    def _of_a_poll(self, number: int) -> bool:
        """Whether it is what SQLite has left of a poll's id, which is longer, on a page that was written over."""
        return any(str(number).encode() in poll for poll in self.polls)

    def given(self, place: str, data: bytes, *, binary: bool, known: bool = False) -> None:
        """The ids handed in. `binary`: as numbers in bytes too; `known`: those of staff may be here."""
        for place_in_list, number in enumerate(self.ids, 1):
            if known and number in self.staff:
                continue
            for name, form in forms(number, binary=binary).items():
                if form in data:
                    self.faults.append(f"{place}: id no. {place_in_list} of those given, {name}")


def forms(number: int, *, binary: bool = True) -> dict[str, bytes]:
    """An id in decimal, and as computers keep it: 8 and 6 bytes, either end first; 4 as SQLite does where it fits."""
    found = {"in decimal": str(number).encode()}
    if not binary or number <= 0:
        return found
    for size in (8, 6):
        if number < 1 << 8 * size:
            found[f"as {size} bytes"] = number.to_bytes(size, "big")
            found[f"as {size} bytes, low end first"] = number.to_bytes(size, "little")
    if number < 1 << 31:
        found["as 4 bytes"] = number.to_bytes(4, "big")
    return found


def check_bytes(connection: Connection, file: Path | None, ids: Sequence[int], also: Sequence[Path]) -> Finding:
    """Every cell of the database; on SQLite every byte of its files; every file in `also`, archives opened."""
    look = Look(tuple(ids))
    _look_at_cells(connection, look, every_form=file is None)
    for path in (Path(f"{file}{end}") for end in SIDE_FILES if file is not None):
        if path.exists():
            _look_at(look, path.name, path.read_bytes(), binary=True, known=True)
    for root in also:
        _look_below(look, root)
    shown = [*look.faults[:_SHOWN], *([f"and {len(look.faults) - _SHOWN} more"] if len(look.faults) > _SHOWN else [])]
    looked_at = {"files": look.files, "bytes": look.size, "cells": look.cells, "given ids": len(look.ids)}
    return judge(2, "bytes", shown, _good(look, file), "There is an identifier where none may be.", looked_at)


def _good(look: Look, file: Path | None) -> str:
    where = "the database's files and rows" if file is not None else "the database's rows (not its server's files)"
    staff = len(look.staff.intersection(look.ids))
    apart = f" {staff} of the given ids belong to staff, who are known to the database." if staff else ""
    told = "none of the given ids and " if look.ids else ""
    return f"In {where}: {told}no number of 9 or 10 digits that is not staff's.{apart}"


def _look_at_cells(connection: Connection, look: Look, *, every_form: bool) -> None:
    """Row by row, so that a large database is never in memory. Staff's own numbers first: they are no finding."""
    names = inspect(connection).get_table_names()
    for name in sorted(names, key=lambda name: (name not in STAFF | {"workshop", "flow"}, name)):
        everything = select(text("*")).select_from(table(name))
        for row in connection.execute(everything, execution_options={"yield_per": 500}):
            for column, cell in row._mapping.items():  # noqa: SLF001  # SQLAlchemy's documented name for a row as a mapping
                _look_at_cell(look, name, column, cell, every_form=every_form)


def _look_at_cell(look: Look, where: str, column: str, cell: Any, *, every_form: bool) -> None:
    look.cells += 1
    is_staffs = where in STAFF
    if is_staffs or (where, column) in ORGANISERS_WORDS:
        look.staff |= {int(cell)} if isinstance(cell, int) else set(_numbers(_in_bytes(cell)))
        look.polls |= set(re.findall(rb"\d{11,}", _in_bytes(cell))) if isinstance(cell, str) else set()
    elif isinstance(cell, int) and _SMALLEST <= cell <= _LARGEST:
        look.faults.append(f"column {where}.{column}: a number of 9 or 10 digits, as Telegram ids are")
    elif isinstance(cell, str):
        look.numbers(f"column {where}.{column}", cell.encode(errors="surrogatepass"))
    if cell is not None and not isinstance(cell, bool):
        binary = every_form and isinstance(cell, bytes)
        look.given(f"column {where}.{column}", _in_bytes(cell), binary=binary, known=is_staffs)


def _in_bytes(cell: Any) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode(errors="surrogatepass")


def _look_below(look: Look, root: Path) -> None:
    """A file, or every file in a folder; what cannot be read is a fault, because it was not looked at."""
    if not root.exists():
        look.faults.append(f"{root}: not there, so nothing was looked at")
        return
    for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
        if path.is_file() and not path.is_symlink():
            try:
                content = path.read_bytes()
            except OSError:
                look.faults.append(f"{path}: cannot be read")
                continue
            for name, part in _opened(str(path), content):
                _look_at(look, name, part, binary=True, known=False)


def _look_at(look: Look, place: str, data: bytes, *, binary: bool, known: bool) -> None:
    look.files += 1
    look.size += len(data)
    look.numbers(place, data)
    look.given(place, data, binary=binary, known=known)


def _opened(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The file, or what is in it when it is compressed (XLSX, ZIP, gzip)."""
    try:
        if content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from ((f"{name}: {entry.filename}", archive.read(entry)) for entry in archive.infolist())
            return
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError):
        pass
    yield name, content


def _numbers(data: bytes) -> Iterator[int]:
    """The numbers of 9 or 10 digits in the data that touch no hash and no UUID.

    SQLite writes cells without anything between them: a digit next to a UUID makes its digits look longer than they are.
    """
    for hit in _NUMBER.finditer(data):
        start = max(0, hit.start() - _CONTEXT)
        around = data[start : hit.end() + _CONTEXT]
        found = (one for form in _NO_NUMBER for one in form.finditer(around))
        touched = (one for one in found if one.start(1) <= hit.end() - start and hit.start() - start <= one.end(1))
        if not any(re.search(rb"[a-fA-F]", one[1]) for one in touched):
            yield int(hit[0])
