"""Hides what tells who somebody is from an answer: numbers, addresses, links and names; must not know who wrote it.

Pure and without a network: patterns for what has a form, cues and lists for names (anonymity rules, 3c). It finds much and
promises nothing: the author sees what would be hidden and decides. Time grows with the text's length and no faster.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from flows.masking.contacts import contacts
from flows.masking.numbers import numbers
from flows.masking.people import people, strangers
from flows.masking.places.streets import addresses
from flows.masking.plates import plates
from flows.masking.spans import KINDS, Kind, Span, View, overlap, settle

__all__ = ["KINDS", "PLACEHOLDERS", "Find", "Kind", "Span", "doubtful", "find", "mask"]

Find = Callable[[str], tuple[Span, ...]]
"""What would be hidden in a text: `find`, or what remembers what `find` has found in it."""

PLACEHOLDERS: Mapping[Kind, str] = MappingProxyType(
    {kind: f"[{'date of birth' if kind == 'birth' else kind}]" for kind in KINDS} | {"person": "[name]"}
)
ROUNDS = 8
"""Taking a part out can show another one, seldom a third; a text written to go on for ever is cut short."""


def find(text: str) -> tuple[Span, ...]:
    """What would be hidden, in the order of the text; spans do not overlap. Finds nothing in a text that is masked.

    What has a form is found first, and the longest reading wins; names are looked for in what is left. It is repeated
    until nothing more is found, since then, and only then, the masked text holds nothing to find either.
    """
    return searched(text)[0]


def searched(text: str) -> tuple[tuple[Span, ...], View]:
    """What was found, and what is left of the text."""
    view = View.of(text)
    found: list[Span] = []
    for _ in range(ROUNDS):
        spans = structured(view.text) or people(view.text)
        if not spans:
            break
        found += view.outside(spans)
        view = view.without(spans)
    return tuple(sorted(found)), view


def structured(text: str) -> tuple[Span, ...]:
    """What is found by its form."""
    return settle([*contacts(text), *numbers(text), *plates(text), *addresses(text)])


def doubtful(text: str) -> tuple[Span, ...]:
    """Words that might be a stranger's name: reason for a gentle question, never for a mask.

    Capitals of words that no list knows amid a sentence; nothing in German, where every noun has a capital.
    """
    _, view = searched(text)
    return view.outside(strangers(view.text))


def mask(
    text: str, spans: Collection[Span], placeholders: Mapping[Kind, str] = PLACEHOLDERS, keep: Collection[Span] = ()
) -> str:
    """The text with each span replaced by its kind's placeholder, apart from those the author wants to keep.

    Of overlapping spans the longest is replaced. A placeholder in brackets and small letters, of one or two words, is known
    to `find` in any language. Raises ValueError for a span outside the text and KeyError for a kind without placeholder.
    """
    for span in spans:
        if not 0 <= span.start <= span.end <= len(text):
            raise ValueError("a span lies outside the text")
    kept = [span for span in spans if not any(overlap(span, other) for other in keep)]
    for span in reversed(settle(kept)):
        text = text[: span.start] + placeholders[span.kind] + text[span.end :]
    return text
