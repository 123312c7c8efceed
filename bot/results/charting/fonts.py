"""Which characters the bundled fonts can draw, and text made safe for them; must not know what the text is for.

The fonts come from packages, never from the machine, so that a picture has the same bytes everywhere. Noto covers
Latin, Greek, Cyrillic, Hebrew, Arabic, the Indic scripts, Thai and (in one colour) emoji; Chinese, Japanese and Korean
need the optional package `manimgx-fonts-cjk`. What nothing can draw is left out rather than shown as an empty box.
"""

from __future__ import annotations

import importlib.util
import struct
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
"""The first is always there, the second where it was installed as well."""

_IN_TYPST = ((0x2190, 0x2213), (0x2500, 0x262F), (0x2638, 0x268B), (0x2701, 0x2704), (0x2706, 0x2709), (0x270C, 0x2727))
"""Arrows, shapes and dingbats of the DejaVu Sans Mono that is compiled into typst (no file to read them from)."""

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_SHAPING = {"\u200b", "\u200c", "\u200d"}
"""Zero-width break, non-joiner and joiner: words of some scripts and emoji need them."""

_LONGEST_WORD = 20


def font_folders() -> list[Path]:
    """The folders of the installed font packages. Raises ModuleNotFoundError without the first: better than empty boxes."""
    specs = {name: importlib.util.find_spec(name) for name in _PACKAGES}
    if specs[_PACKAGES[0]] is None:
        raise ModuleNotFoundError(f"the fonts of charts are missing: install {_PACKAGES[0]}")
    return [Path(spec.origin).parent for spec in specs.values() if spec and spec.origin]


def drawable(text: str, instead: str = "") -> str:
    """`text` on one line without characters that control or cannot be drawn; `instead` when nothing is left of it."""
    kept = "".join(_kept(char) for char in unicodedata.normalize("NFC", text))
    line = " ".join(kept.split())
    says_something = any(unicodedata.category(char)[0] in "LNS" for char in line)
    return line if says_something else instead


def legible(text: str) -> str:
    """`text` on one line without characters that control: for a screen reader, which needs no fonts."""
    return " ".join("".join(" " if char.isspace() else char for char in text if not _is_hidden(char)).split())


def breakable(text: str) -> str:
    """`text` with places to break inside words longer than a column, so that a link cannot run out of the picture."""
    return " ".join(_broken(word) for word in text.split(" "))


def reads_right_to_left(text: str) -> bool:
    """Whether the first character with a direction has this one (Unicode bidirectional algorithm, rules P2 and P3)."""
    for char in text:
        match unicodedata.bidirectional(char):
            case "L":
                return False
            case "R" | "AL":
                return True
    return False


def _kept(char: str) -> str:
    if char.isspace():
        return " "
    if _is_hidden(char):
        return ""
    return char if _shapes(char) or _is_covered(ord(char)) else ""


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _HIDDEN and not char.isspace() and not _shapes(char)


def _shapes(char: str) -> bool:
    """Whether it draws nothing and steers how its neighbours are drawn: joiners, variants, the tags of flags."""
    return char in _SHAPING or 0xFE00 <= ord(char) <= 0xFE0F or 0xE0020 <= ord(char) <= 0xE007F


def _broken(word: str) -> str:
    """Latin, Greek and Cyrillic only: a break must not part the letters of a script that joins them."""
    if len(word) <= _LONGEST_WORD or any(ord(char) > 0x58F for char in word):
        return word
    return "\u200b".join(word[at : at + _LONGEST_WORD // 2] for at in range(0, len(word), _LONGEST_WORD // 2))


def _is_covered(code: int) -> bool:
    starts, ends = _coverage()
    at = bisect_right(starts, code) - 1
    return at >= 0 and code <= ends[at]


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """Disjoint ranges of code points: their starts and their ends, both ascending."""
    files = [file for folder in font_folders() for file in sorted(folder.glob("*.[ot]t[fc]"))]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for source in [*map(_ranges, files), _IN_TYPST] for span in source):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [start for start, _ in merged], [end for _, end in merged]


def _ranges(file: Path) -> tuple[tuple[int, int], ...]:
    """The code points of an OpenType font (of a collection: the first), from its `cmap` table, formats 12 and 4."""
    data = file.read_bytes()
    font = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    tables = struct.unpack_from(">H", data, font + 4)[0]
    records = (struct.unpack_from(">4sIII", data, font + 12 + 16 * n) for n in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    places = [cmap + struct.unpack_from(">I", data, cmap + 8 + 8 * n)[0] for n in range(count)]
    formats = {struct.unpack_from(">H", data, place)[0]: place for place in places}
    return _format_12(data, formats[12]) if 12 in formats else _format_4(data, formats[4])


def _format_12(data: bytes, at: int) -> tuple[tuple[int, int], ...]:
    groups = struct.unpack_from(">I", data, at + 12)[0]
    return tuple(struct.unpack_from(">II", data, at + 16 + 12 * n) for n in range(groups))


def _format_4(data: bytes, at: int) -> tuple[tuple[int, int], ...]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    return tuple((start, end) for start, end in zip(starts, ends, strict=True) if start != 0xFFFF)
