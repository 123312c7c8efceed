"""What people wrote, in a report: themes with their counts and approved quotes; must not know authors, or what nobody has read.

What may be told of a theme comes from `unit.themes.seen`, which has the one rule for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.report.values import Group, Kind, Sentence
from bot.results.findings import Finding
from bot.results.headlines import names_of
from bot.results.themes import name_of
from bot.wording import Wording, in_quotes
from storage.answers.texts import Text
from storage.answers.told import Sorted

QUOTES, QUOTES_OF_OTHER, QUOTES_WITHOUT_THEMES = 3, 2, 5
"""So many approved answers of a theme, of what is in none, and of a question without themes are quoted; all are in the export."""

QUOTED_FROM = 4
"""So many themes are quoted from; the others are named with their counts."""

OTHER = "other"
"""The id of what is in no theme that is told, as in the codebook of the export."""


def theme_sentences(question: str, seen: Sorted, words: Wording) -> Iterator[Sentence]:
    """The largest theme, or those that are level, and the next ones: of all answers that may be shown or counted in a theme."""
    sizes = {f"theme-{at}": one for at, one in enumerate(seen.themes, 1)}
    for kind in (Kind.MORE, Kind.MINORITY):
        most = max((one.count for one in sizes.values()), default=0)
        level = [name for name, one in sizes.items() if one.count == most]
        if not level:
            return
        labels = {name: in_quotes(name_of(sizes.pop(name).theme, words)) for name in level}
        where = f"{question}.{level[0]}" if len(level) == 1 else question
        about = {"names": names_of(level, labels, words), "count": most, "n": seen.total}
        yield Sentence(where, kind, seen.total, _theme(kind, about, words, level=len(level) > 1))


def _theme(kind: Kind, about: dict[str, object], words: Wording, *, level: bool) -> str:
    if level:
        return words.t("The themes {names} are level, with {count} each of the {n} answers that may be used.", **about)
    if kind is Kind.MORE:
        return words.t("The largest theme is {names}, with {count} of the {n} answers that may be used.", **about)
    return words.t("The next one is {names}, with {count} of the {n} answers that may be used.", **about)


def quoted(found: Finding, seen: Sorted, words: Wording) -> tuple[Group, ...]:
    """Approved quotes by theme, and those of no theme; of a question without themes all together."""
    question = found.question.id
    if not seen.themes:
        return (Group(question, "", len(found.texts), found.texts[:QUOTES_WITHOUT_THEMES]),) if found.texts else ()
    groups = [
        Group(f"{question}.theme-{at}", name_of(one.theme, words), one.count, _quotes(one.cards, at))
        for at, one in enumerate(seen.themes, 1)
    ]
    rest = Group(f"{question}.{OTHER}", words.t("Other"), seen.other, _quotes(seen.loose)[:QUOTES_OF_OTHER])
    return (*groups, *([rest] if seen.other else []))


def _quotes(cards: Sequence[Text], at: int = 1) -> tuple[str, ...]:
    texts = dict.fromkeys(" ".join(card.words.split()) for card in cards)
    return tuple(texts)[:QUOTES] if at <= QUOTED_FROM else ()
