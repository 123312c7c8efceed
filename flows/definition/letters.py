"""Which signs may stand in words that people are shown: none that nobody sees or that turn others round; must not know whose words.

Direction overrides make a title read as another one, invisible signs make two names look the same, and a flood of marks
covers the lines around it. What scripts and emoji need of such signs stays: joiners, variants, flags, and beside letters that are
written from right to left the marks that place what stands between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0")
"""Letters and marks that show nothing."""
_WRITTEN = frozenset([*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD])
"""Format signs that are seen: they enclose a number."""
_JOINERS = frozenset("\u200c\u200d")
_DIRECTIONS = frozenset("\u061c\u200e\u200f")
"""Marks of a direction: they turn nothing round, and move a dot or a bracket to the side it belongs to."""
_FLAG, _KEYCAP, _EMOJI = "\U0001f3f4", "\u20e3", "\ufe0f"
_LATIN = 0x2FF
"""The last sign of scripts that need no joiner and no variants."""
_COMMON = re.compile(
    "[\n -\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u27ff\u3041-\u3096\u30a1-\u30fa"
    "\u4e00-\u9fff\uac00-\ud7a3\U0001f300-\U0001faff]*"
)
"""What most words consist of; where it can be seen at all (`str.isprintable`) there is no mark, joiner or blank in it."""
MARKS = 4
"""Marks above and below one letter at most: no language needs more."""


def tidy(text: str) -> str:
    """The text without them; every kind of line break is one, a tabulator a blank. Nothing else changes."""
    text = _plain(text)
    if _COMMON.fullmatch(text) and text.replace("\n", " ").isprintable():
        return text  # most words are: long ones come in by the hundred
    kept: list[str] = []
    marks, placed = 0, _DIRECTIONS if any(map(_is_from_the_right, text)) else frozenset()
    for place, sign in enumerate(text):
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Me") and not _is_variant(sign) else 0
        before, after = kept[-1] if kept else "", text[place + 1 : place + 2]
        is_placing = sign in placed and before not in placed
        if is_placing or (marks <= MARKS and not _is_out_of_place(sign, before, after)):
            kept.append(sign)
    return "".join(kept)


def one_line(text: str) -> str:
    """The text tidy and on one line, with single blanks: for a title, a name, a label."""
    return " ".join(tidy(text).split())


def is_seen(text: str) -> bool:
    """Whether anything of it shows: a letter, digit, sign or picture."""
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK for sign in tidy(text))


def hidden_in(text: str) -> tuple[str, ...]:
    """The signs that `tidy` takes out, each once, as people look them up ("U+202E"); () where there is none."""
    gone = Counter(_plain(text)) - Counter(tidy(text))
    return tuple(f"U+{ord(sign):04X}" for sign in gone)


def _plain(text: str) -> str:
    return _BREAKS.sub("\n", text).replace("\t", " ")


def _is_from_the_right(sign: str) -> bool:
    return sign.isalpha() and unicodedata.bidirectional(sign) in ("R", "AL")


def _is_variant(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def _is_out_of_place(sign: str, before: str, after: str) -> bool:
    """Whether a sign that cannot be seen has nothing to do between these two."""
    if sign == "\n":
        return False
    if sign in _BLANK:
        return True
    if _is_variant(sign):
        return not before or (not _may_vary(before) and not (sign == _EMOJI and after == _KEYCAP))
    if sign in _JOINERS:
        return not before or not after or not _may_vary(before, variant=True) or ord(after) <= _LATIN
    if "\U000e0020" <= sign <= "\U000e007f":
        return before != _FLAG and not "\U000e0020" <= before <= "\U000e007e"
    is_none = ord(sign) & 0xFFFE == 0xFFFE or "\ufdd0" <= sign <= "\ufdef"
    return is_none or (unicodedata.category(sign) in ("Cc", "Cf", "Cs") and ord(sign) not in _WRITTEN)


def _may_vary(before: str, *, variant: bool = False) -> bool:
    """Whether what stands before is a letter, mark or picture of a script with joiners and variants, or a variant itself."""
    if _is_variant(before):
        return variant
    return unicodedata.category(before)[0] in "LMS" and ord(before) > _LATIN and before not in _BLANK
