"""The words for people in their own language; must not know when they are said, or to whom.

The words in the code are English and are the keys of the catalogues in `bot/locales`. A catalogue is read from its .po
file, so nothing has to be compiled; what is not translated yet is said in English.
"""

from __future__ import annotations

import gettext
import io
import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "en"
DOMAIN = "roundtable"
LOCALES = Path(__file__).resolve().parent / "locales"


class Wording:
    """The words of one language, or of the nearest that there is a catalogue of.

    `language` is what a phone reports ("nl", "nl-BE", "pt_BR", None). It stays that person's: a flow may have words in it that the
    bot has not.
    """

    def __init__(self, language: str | None = SOURCE_LANGUAGE) -> None:
        self.language = code_of(language)
        self.spoken = nearest(language)

    def t(self, msgid: str, /, **params: object) -> str:
        """`msgid` in this language, with each `{name}` in it replaced by the parameter of that name."""
        return _translations(self.spoken).gettext(msgid).format_map(_together(params))

    def n(self, singular: str, plural: str, count: int, /, **params: object) -> str:
        """The form that goes with `count`, which is also the parameter `{count}`."""
        return (
            _translations(self.spoken)
            .ngettext(singular, plural, count)
            .format_map({"count": count, **_together(params)})
        )

    def raw(self, msgid: str, /) -> str:
        """`msgid` in this language with its `{name}`s left as they are, for somebody else to fill."""
        return _translations(self.spoken).gettext(msgid)

    def day(self, day: date) -> str:
        """A date as people write it: "5 December 2026"."""
        return format_date(day, "d MMMM y", locale=self.spoken)

    def __repr__(self) -> str:
        return f"Wording({self.language!r})"


def together(text: str) -> str:
    """What is read from the right, such as a label in Arabic, as one piece of a sentence: else a number behind it stands before it.

    Between the signs FSI and PDI, by Unicode's bidirectional algorithm (UAX 9); other words stay as they are.
    """
    return f"\u2068{text}\u2069" if reads_right_to_left(text) else text


def _together(params: Mapping[str, object]) -> Mapping[str, object]:
    return {name: together(value) if isinstance(value, str) else value for name, value in params.items()}


def inner(text: str) -> str:
    """What stands in quotation marks, with its own ones as those inside."""
    marks = _STRAIGHT.sub(lambda found: "‘" if found[1] is not None else "’", text)
    return marks.replace("“", "‘").replace("”", "’")


_STRAIGHT = re.compile(r'(?:(?<=\s)|(?<=^))()"|"')
"""A straight mark before which nothing stands opens, any other one closes."""


def in_quotes(text: str) -> str:
    """A label or a theme in quotation marks in a sentence of ours, each mark on its side whatever script stands between them."""
    return f"“{together(inner(text))}”"


def reads_right_to_left(text: str) -> bool:
    """Whether the first character with a direction has this one (UAX 9, rules P2 and P3: what is isolated does not count)."""
    if text.isascii():
        return False
    depth = 0
    for way in map(unicodedata.bidirectional, text):
        if way in ("LRI", "RLI", "FSI"):
            depth += 1
        elif way == "PDI":
            depth = max(0, depth - 1)
        elif not depth and way in ("L", "R", "AL"):
            return way != "L"
    return False


@lru_cache
def languages() -> tuple[str, ...]:
    """The codes of all languages that have a catalogue, English first."""
    found = sorted(path.parent.parent.name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return (SOURCE_LANGUAGE, *(code for code in found if code != SOURCE_LANGUAGE))


_NEAREST = {"af": "nl", "fy": "nl", "li": "nl", "nds": "nl", "zea": "nl"}
"""Languages whose readers read another one that may be spoken here more easily than English."""


def code_of(language: str | None) -> str:
    """The language that a phone reports, without its country: "nl-BE" is "nl"; what is none is English."""
    code = (language or "").replace("_", "-").split("-")[0].lower()
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else SOURCE_LANGUAGE


def read_by(language: str | None, asked: Collection[str]) -> str:
    """In which language somebody with this phone reads questions that are asked in these ones: their own, else the bot's nearest."""
    code = code_of(language)
    return code if code in asked else nearest(code)


def nearest(language: str | None) -> str:
    """The language of the catalogue for what a phone reports; what we do not speak, nor anything near it, is "en"."""
    code = code_of(language)
    near = code if code in languages() else _NEAREST.get(code, SOURCE_LANGUAGE)
    return near if near in languages() else SOURCE_LANGUAGE


def language_name(language: str) -> str:
    """The language's own name, as a speaker writes it at the start of a line: "English", "Nederlands"."""
    try:
        name = Locale.parse(language).get_display_name(language) or language
    except (UnknownLocaleError, ValueError):
        return language
    return name[0].upper() + name[1:]


@lru_cache
def _translations(language: str) -> gettext.NullTranslations:
    path = catalogue(language)
    if not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language, domain=DOMAIN))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def catalogue(language: str) -> Path:
    """Where the catalogue of `language` is, or would be."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
