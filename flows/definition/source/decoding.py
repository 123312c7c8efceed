"""Bytes become text, in whatever way an editor wrote them, or are refused in plain words; must not know YAML or flows."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHERS = (
    (b"PK\x03\x04", "a Word, Excel, OpenDocument or zip file"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_ELSEWHERE = (
    ("iso8859_2", re.compile(rb"[A-Za-z][\xb1\xb6\xbc][a-z]")),
    ("cp1250", re.compile(rb"[A-Za-z][\xb3\xb9\xbf][a-z]")),
)
"""Between two letters no Western text has a raised figure or a turned question mark, and every Polish one a letter."""
_SAVE = "save it anew as plain text, in the encoding UTF-8"
_SEVERAL = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""A character of UTF-8 that takes several bytes: who finds one is reading UTF-8, whatever is broken elsewhere."""


class Undecodable(Exception):
    """No text can be made of it; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Decoded:
    """The text, with a line feed at the end of each line.

    `guessed`: the first line of which the letters were guessed, 0 for none; `table`: as which they were read.
    """

    text: str
    guessed: int = 0
    table: str = "cp1252"


def decoded(content: bytes) -> Decoded:
    """The text in these bytes: UTF-8, UTF-16 and UTF-32, and what Windows writes west and in the middle of Europe. Raises Undecodable."""
    kind = next((name for start, name in _OTHERS if content.startswith(start)), "")
    if kind:
        raise Undecodable(
            1, f"this is {kind}, not plain text: copy the questions into a file of plain text, or type them"
        )
    mark, encoding = next(
        ((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", _unmarked(content))
    )
    try:
        return Decoded(_lines(content[len(mark) :].decode(encoding)))
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or mark or _SEVERAL.search(content):
            line = content.count(b"\n", 0, error.start) + 1
            raise Undecodable(line, f"the file is not {encoding.upper()} text: {_SAVE}") from None
    return _of_windows(content)


def _unmarked(content: bytes) -> str:
    """UTF-16 without a mark has a zero in every second byte of Latin letters."""
    start = content[:200]
    if len(start) >= 4 and start[1::2].count(0) * 4 > len(start):
        return "utf-16-le"
    if len(start) >= 4 and start[0::2].count(0) * 4 > len(start):
        return "utf-16-be"
    return "utf-8"


def _of_windows(content: bytes) -> Decoded:
    first = next(place for place, byte in enumerate(content) if byte > 0x7F)
    line = content.count(b"\n", 0, first) + 1
    for table, told in _ELSEWHERE:
        if told.search(content):
            with suppress(UnicodeDecodeError):
                return Decoded(_lines(content.decode(table)), line, table)
    try:
        return Decoded(_lines(content.decode("cp1252")), guessed=line)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Undecodable(line, f"the file is not UTF-8 text: {_SAVE}") from None


def _lines(text: str) -> str:
    """Windows and old Macs end lines otherwise; a mark inside the text, as where two files were joined, shows nothing."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
