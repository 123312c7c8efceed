"""What can be wrong with a flow, and where in its data; must not know files, lines or how a flow is written down."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
"""Keys and list positions from the top of a flow's data, such as ("questions", 0, "options", 2, "label")."""


@dataclass(frozen=True)
class Finding:
    """One thing wrong at one place: an error keeps the flow from being used, a warning does not."""

    path: Path
    message: str
    severity: Severity = "error"


def warning(path: Path, message: str) -> Finding:
    """A finding that does not keep the flow from being used."""
    return Finding(path, message, "warning")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`: did you mean 'x'` for the known word that is nearest, or nothing."""
    near = difflib.get_close_matches(word.casefold(), list(known), n=1, cutoff=0.6)
    return f": did you mean '{near[0]}'?" if near else ""


def repeated(words: Iterable[str]) -> Iterator[tuple[int, str, int]]:
    """(position, word, position of its first appearance) of every word that came before; positions count from 0."""
    first: dict[str, int] = {}
    for position, word in enumerate(words):
        if word in first:
            yield position, word, first[word]
        first.setdefault(word, position)


def listed(words: Iterable[str]) -> str:
    """The words in quotes, with commas between."""
    return ", ".join(f"'{word}'" for word in words)
