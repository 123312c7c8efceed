"""Searches every byte that a workshop leaves behind for people, names and answers; `python -m tests.support.leaks.bytescan` prints a table.

What is sought are distinctive inventions (`tests.support.leaks.canaries`): a hit is never a coincidence. Sought are numbers as digits
and as 8 and 6 bytes with either end first (SQLite keeps most ten-digit numbers in 6), texts in UTF-8, UTF-16 of both kinds,
and as JSON escapes them. Archives are searched unpacked too.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

IDS, NAMES, WORDS = "people’s ids", "first names", "other words"
TEXTS_WAITING, TEXTS_RELEASED = "texts waiting", "texts released"
CHOICES_WAITING, CHOICES_RELEASED = "choices waiting", "choices released"
STAFF = "staff ids"
KINDS = (IDS, NAMES, WORDS, TEXTS_WAITING, CHOICES_WAITING, TEXTS_RELEASED, CHOICES_RELEASED, STAFF)

DATABASE, LOG, MEMORY = "database", "-wal", "-shm"
KEYS, LINES, PRINTED, TEMPORARY, EXPORTS = "key folder", "log at DEBUG", "stdout, stderr", "temporary files", "exports"
TABLES, SENT = "rows of all tables", "sent to staff, group"

_STORED = frozenset({DATABASE, LOG, TABLES})
ALLOWED: Mapping[str, frozenset[str]] = {
    TEXTS_RELEASED: _STORED | {EXPORTS, SENT},
    CHOICES_RELEASED: _STORED | {EXPORTS, SENT},
    STAFF: _STORED,
}
"""Where something may be found: released texts and counts where results are kept, staff where their rights are. Else nowhere."""


@dataclass(frozen=True)
class Needle:
    """One thing that is sought, in all its forms. `stored`: its forms in a database, where these are others."""

    kind: str
    forms: tuple[bytes, ...]
    stored: tuple[bytes, ...] = ()

    def forms_in(self, place: str) -> tuple[bytes, ...]:
        """What to look for there."""
        return self.stored if self.stored and place in _STORED else self.forms


def of_id(kind: str, user_id: int) -> Needle:
    """A Telegram id. SQLite keeps one below 2^31 in 4 bytes, which might stand there by chance: canaries have larger ones."""
    sizes = (8, 6, 4) if user_id < 1 << 31 else (8, 6)
    binary = (user_id.to_bytes(size, order) for size in sizes for order in ("big", "little"))
    return Needle(kind, (str(user_id).encode(), str(user_id).encode("utf-16-le"), *binary))


def of_text(kind: str, text: str) -> Needle:
    """A name or a text."""
    return Needle(kind, spellings(text))


def of_choice(kind: str, option: str) -> Needle:
    """An answer that is an option.

    In a database its id stands in the flow too; there it counts only as an answer (`"v":"id"`) or with people in a release
    (`"id":1`).
    """
    released = (f'"{option}":{people}'.encode() for people in range(1, 10))
    return Needle(kind, spellings(option), (f'"v":"{option}"'.encode(), *released))


def spellings(text: str) -> tuple[bytes, ...]:
    """A text as bytes, in every way that comes to mind."""
    escaped = json.dumps(text)[1:-1]
    return (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), escaped.encode())


@dataclass(frozen=True)
class Row:
    """What one place held at one moment. `hits` and `sought`: kind -> needles."""

    moment: str
    place: str
    files: int
    size: int
    hits: Mapping[str, int]
    sought: Mapping[str, int]

    @property
    def leaks(self) -> dict[str, int]:
        """Kinds that were found where they must not be, and how many."""
        return {kind: n for kind, n in self.hits.items() if n and self.place not in ALLOWED.get(kind, frozenset())}


def search(moment: str, place: str, contents: Sequence[bytes], needles: Iterable[Needle]) -> Row:
    """Look for every needle in the contents of one place."""
    wanted = tuple(needles)
    unpacked = [part for content in contents for part in _unpacked(content)]
    found = [n for n in wanted if any(form in part for part in unpacked for form in n.forms_in(place))]
    sizes = sum(len(content) for content in contents)
    hits, sought = Counter(n.kind for n in found), Counter(n.kind for n in wanted)
    return Row(moment, place, len(contents), sizes, hits, sought)


def contents_of(*paths: Path) -> list[bytes]:
    """The bytes of these files and of all files below these folders; a missing one holds nothing."""
    files = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    return [file.read_bytes() for file in files if file.is_file()]


def _unpacked(content: bytes) -> list[bytes]:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [content, *(archive.read(name) for name in archive.namelist())]


def table_of(rows: Iterable[Row]) -> Table:
    """The rows as a table: of so many needles so many were found."""
    table = Table(title="Needles found, of those sought", title_justify="left", header_style="bold", box=None)
    for heading in ("moment", "searched", "files", "bytes", *KINDS):
        table.add_column(heading, justify="left" if heading in {"moment", "searched"} else "right")
    before = ""
    for row in rows:
        cells = (f"{row.hits.get(kind, 0)}/{row.sought.get(kind, 0)}" for kind in KINDS)
        moment = row.moment if row.moment != before else ""
        table.add_row(moment, row.place, str(row.files), f"{row.size:,}", *cells, style="red" if row.leaks else "")
        before = row.moment
    return table


def is_failure(event: str) -> bool:
    """Whether a word of the log is something that went wrong."""
    return (
        "." in event or event[:1].isupper() or event.endswith(("failed", "given_up", "refused", "retried", "crashed"))
    )


def main() -> int:
    """Hold a workshop with canaries, print what was found, and fail when something is where it must not be."""
    from tests.support.leaks.canary_day import evidence

    found = asyncio.run(evidence())
    rows = found.rows
    Console(width=200, highlight=False).print(table_of(rows))
    leaks = [f"{row.moment}: {', '.join(row.leaks)} in {row.place}" for row in rows if row.leaks]
    files, size, needles = found.searched
    wrong = ", ".join(f"{count} {event}" for event, count in sorted(found.events.items()) if is_failure(event))
    totals = [f"Searched {files:,} files with {size:,} bytes for {needles:,} needles.", f"What went wrong: {wrong}."]
    for line in [*totals, *(leaks or ["Nothing is where it must not be."])]:
        Console(width=200, highlight=False).print(line)
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
