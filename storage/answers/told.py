"""What anybody may be told of themes, by the one rule for all numbers; must not know rows, or whether a question has its last word.

A theme of fewer than k authors is told nowhere: its cards stand under Other, and are counted there. Cards are public one by one. Of
what nobody may read only a number of k or more is ever told: how many of a crowd. Fewer of them are told nowhere, not even that
there are some: of one person that would be known to whoever knows what the others allowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.dialogue.answers import Use
from flows.theming.standing_for import likeliest
from storage.answers.texts import Text, TextState

if TYPE_CHECKING:
    from storage.answers.themes import Theme


@dataclass(frozen=True)
class Themed:
    """One theme, as the room may see it: k or more have said it. `cards`: approved and quotable, in the order of their ids.

    `joined`: how many more said the same as a card, as somebody at the desk has found; `unshown`: how many more are in it that
    nobody may read, 0 as long as there are fewer than k of them. `quote`: the card that stands for it, None where there is none.
    """

    theme: Theme
    cards: tuple[Text, ...]
    joined: int
    unshown: int

    @property
    def count(self) -> int:
        """How many have said it: what its heading says."""
        return len(self.cards) + self.joined + self.unshown

    def missing(self, k: int) -> int:
        """How many more have to have said it before anybody is told of it: those whom a number may be told of count, as in `in_order`.

        Where there is no card they may be of those that nobody may read, else cards.
        """
        if not self.cards:
            return max(0, k - self.unshown)
        told = len(self.cards) + self.joined + (self.unshown if self.unshown >= k else 0)
        return max(0, k - told)

    @property
    def quote(self) -> Text | None:
        """The one that the machine found, as long as it is a card; else the one whose words most of the others use."""
        if not self.cards:
            return None
        chosen = next((card for card in self.cards if card.id == self.theme.quote), None)
        return chosen or self.cards[likeliest([card.words for card in self.cards])]


@dataclass(frozen=True)
class Sorted:
    """The approved answers to one question: by theme, the largest first, and Other, which is all the rest.

    `loose`: the cards of Other; `joined` and `unshown`: as those of a theme.
    """

    themes: tuple[Themed, ...] = ()
    loose: tuple[Text, ...] = ()
    joined: int = 0
    unshown: int = 0

    @property
    def other(self) -> int:
        """How many are in none of the themes that are told."""
        return len(self.loose) + self.joined + self.unshown

    @property
    def total(self) -> int:
        """All that is told of: what shares are shares of."""
        return sum(one.count for one in self.themes) + self.other

    @property
    def cards(self) -> int:
        """How many stand on the wall."""
        return sum(len(one.cards) for one in self.themes) + len(self.loose)

    def share(self, count: int) -> float:
        """From 0 to 1; 0 where nothing is told."""
        return count / self.total if self.total else 0.0


def by_question(themes: Sequence[Theme], texts: Sequence[Text], k: int) -> dict[str, Sorted]:
    """Question -> its texts by theme."""
    names = sorted({theme.question_id for theme in themes})
    return {
        name: in_order([t for t in themes if t.question_id == name], [t for t in texts if t.question_id == name], k)
        for name in names
    }


def in_order(themes: Iterable[Theme], texts: Sequence[Text], k: int) -> Sorted:
    """Texts of one question by theme, as far as the room may see it. `texts`: all of the question, in the order of their ids."""
    mine = [text for text in texts if text.shown]
    cards = [text for text in mine if text.use is Use.QUOTE]
    joined = Counter(text.same_as for text in texts if text.same_as and text.state is not TextState.HIDDEN)
    silent = {text.id: 1 + joined[text.id] for text in mine if text.use is Use.THEME}
    told = sorted(
        (one for theme in themes if (one := _themed(theme, cards, joined, silent, k)).count >= k),
        key=lambda one: (-one.count, not one.theme.label, one.theme.label.casefold(), one.theme.id),
    )
    inside = frozenset(card.id for one in told for card in one.cards)
    loose = tuple(card for card in cards if card.id not in inside)
    counted = frozenset[str]().union(*(one.theme.texts for one in told if one.unshown))
    rest = sum(count for name, count in silent.items() if name not in counted)
    return Sorted(tuple(told), loose, sum(joined[card.id] for card in loose), rest if rest >= k else 0)


def _themed(theme: Theme, cards: Sequence[Text], joined: Counter[str], silent: Mapping[str, int], k: int) -> Themed:
    here = tuple(card for card in cards if card.id in theme.texts)
    unshown = sum(silent[name] for name in theme.texts & silent.keys())
    return Themed(theme, here, sum(joined[card.id] for card in here), unshown if unshown >= k else 0)
