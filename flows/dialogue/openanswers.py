"""An open answer before it is taken: what is hidden in it, and what its author is asked; must not know dialogues or storage.

Phone numbers, addresses and the like are always hidden. Names are hidden too, and then the author sees how the answer
will look and may say that it is not a name. Words that were typed live in memory only until their author has spoken.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.dialogue.standing import Proposal, Waits
from flows.masking.hiding import PLACEHOLDERS, Find, Kind, Span, find, mask

PERSON: Kind = "person"


def masked(text: str, hide: Mapping[str, str], public: tuple[str, ...] = (), find: Find = find) -> Proposal:
    """The answer with identifiers and names hidden; it waits for its author only if something was.

    `hide`: what stands in the place of each kind, in the author's language; English where it has nothing. `public`: names
    that may stand, as those of the speakers to whom a question is put. `find`: what searches the text.
    """
    spans = suspects(text, public, find)
    names = any(span.kind == PERSON for span in spans)
    return Proposal(mask(text, spans, _placeholders(hide)), Waits.MASK if spans else Waits.USE, names)


def together(first: str, second: str) -> str:
    """A thought that was typed in two bubbles, as one answer."""
    return f"{first}\n{second}"


def has_names(text: str, public: tuple[str, ...] = (), find: Find = find) -> bool:
    """Whether its author would be asked about a name; `public`, `find`: as in `masked`."""
    return any(span.kind == PERSON for span in suspects(text, public, find))


def with_names(text: str, hide: Mapping[str, str], find: Find = find) -> str:
    """The answer with identifiers hidden and names kept: what its author gets by saying "that is not a name"."""
    return mask(text, [span for span in find(text) if span.kind != PERSON], _placeholders(hide))


def suspects(text: str, public: tuple[str, ...] = (), find: Find = find) -> list[Span]:
    """What would be hidden, in the order of the text: a name may stand if all of it is in one name that is `public`."""
    names = [frozenset(name.casefold().split()) for name in public]
    return [span for span in find(text) if span.kind != PERSON or not any(_words(text, span) <= name for name in names)]


def _words(text: str, span: Span) -> frozenset[str]:
    return frozenset(text[span.start : span.end].casefold().split())


def _placeholders(hide: Mapping[str, str]) -> Mapping[Kind, str]:
    return {kind: hide.get(kind, known) for kind, known in PLACEHOLDERS.items()}
