"""Which characters the bundled fonts can draw, and text made safe for them; must not know what the text is for.

The fonts come from packages, never from the machine, so that a picture has the same bytes everywhere. Noto covers
Latin, Greek, Cyrillic, Hebrew, Arabic, the Indic scripts, Thai and (in one colour) emoji; Chinese, Japanese and Korean
need the optional package `manimgx-fonts-cjk`. Arrows and mathematical signs come from fonts inside typst. What nothing can
draw is written with other signs that mean the same (㎡ as m²), else left out rather than shown as an empty box.
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

INSIDE_TYPST = ("DejaVu Sans Mono", "New Computer Modern Math")
"""Fonts that are compiled into typst, tried last: what the Noto fonts lack of arrows, shapes and mathematical signs."""

_IN_TYPST = (
    "2010-2027 2030-205e 2070-2071 2074-208e 2090-209c 20a0-20b5 20b8-20ba 20bd 2100-2151 2153-215f 2189 2190-23ff 2422-2423 "
    "2460-262f 2638-268b 2690-269c 26a0-26a1 26a5 26aa-26ae 26b0-26b2 2701-2704 2706-2709 270c-2727 2729-274b 274d 274f-2752 "
    "2756 2758-275e 2761-2775 2794 2798-27af 27b1-27be 27c0-27ff 2900-2b73 2b76-2b95 2b97-2bff"
)
"""The signs that those have, written down (there is no file to read them from); a test draws every one of them."""

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_SHAPING = {"\u200b", "\u200c", "\u200d", "\u2068", "\u2069"}
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


def missing_signs(text: str) -> str:
    """The characters of `text` that no picture can show, each once and in order; "" where a picture shows everything."""
    lost = (char for char in unicodedata.normalize("NFC", text) if not char.isspace() and not _is_hidden(char))
    return "".join(dict.fromkeys(char for char in lost if not _kept(char)))


def legible(text: str) -> str:
    """`text` on one line without characters that control: for a screen reader, which needs no fonts."""
    return " ".join("".join(" " if char.isspace() else char for char in text if not _is_hidden(char)).split())


def breakable(text: str, longest: int = _LONGEST_WORD) -> str:
    """`text` with places to break inside words longer than a column, so that a link cannot run out of the picture.

    `longest`: letters that fit. Whoever copies a word that was broken copies the break with it, so what is copied has to fit whole.
    """
    return " ".join(_broken(word, longest) for word in text.split(" "))


def _kept(char: str) -> str:
    if char.isspace():
        return " "
    if _is_hidden(char):
        return ""
    return char if _shapes(char) or _is_covered(ord(char)) else _other_signs(char)


def _other_signs(char: str) -> str:
    """The same with signs that can be drawn, by Unicode's own table: ㎞ as km, ㎡ as m², ％ as %; "" where it has none."""
    said = unicodedata.normalize("NFKC", char)
    if said[-1:] in "23" and unicodedata.decomposition(char).startswith("<square>"):
        said = said[:-1] + {"2": "²", "3": "³"}[said[-1]]
    return said if all(one.isspace() or _is_covered(ord(one)) for one in said) else ""


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _HIDDEN and not char.isspace() and not _shapes(char)


def _shapes(char: str) -> bool:
    """Whether it draws nothing and steers how its neighbours are drawn: joiners, variants, the tags of flags."""
    return char in _SHAPING or 0xFE00 <= ord(char) <= 0xFE0F or 0xE0020 <= ord(char) <= 0xE007F


def _broken(word: str, longest: int) -> str:
    """Latin, Greek and Cyrillic only: a break must not part the letters of a script that joins them."""
    if len(word) <= longest or any(ord(char) > 0x58F for char in word):
        return word
    return "\u200b".join(word[at : at + longest // 2] for at in range(0, len(word), longest // 2))


def _is_covered(code: int) -> bool:
    starts, ends = _coverage()
    at = bisect_right(starts, code) - 1
    return at >= 0 and code <= ends[at]


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """Disjoint ranges of code points: their starts and their ends, both ascending."""
    files = [file for folder in font_folders() for file in sorted(folder.glob("*.[ot]t[fc]"))]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for source in [*map(_ranges, files), _inside_typst()] for span in source):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [start for start, _ in merged], [end for _, end in merged]


def _inside_typst() -> tuple[tuple[int, int], ...]:
    spans = (span.partition("-") for span in _IN_TYPST.split())
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in spans)


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
