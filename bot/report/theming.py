"""What people wrote, in a report: themes with their counts and approved quotes; must not know authors, or what nobody has read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.report.values import Group, Kind, Sentence
from bot.results.findings import Finding
from bot.results.headlines import names_of
from bot.wording import Wording
from storage.answers.texts import Text
from storage.answers.themes import Sorted

QUOTES = 5
"""So many approved answers of a theme, or of a question without themes, are quoted; all are in the export."""

QUOTED_FROM = 4
"""So many themes are quoted from; the others are named with their counts."""


def theme_sentences(found: Finding, themes: Mapping[str, Sorted], words: Wording) -> Iterator[Sentence]:
    """The largest theme, or those that are level, and the next ones: of the answers that may be shown or counted in a theme."""
    seen = themes.get(found.question.id)
    if seen is None:
        return
    base = sum(one.count for one in seen.themes) + len(seen.loose)
    sizes = {f"theme-{at}": one for at, one in enumerate(seen.themes, 1) if one.count}
    for kind in (Kind.MORE, Kind.MINORITY):
        most = max((one.count for one in sizes.values()), default=0)
        level = [name for name, one in sizes.items() if one.count == most]
        if not level:
            return
        labels = {name: f"“{sizes.pop(name).theme.label}”" for name in level}
        where = f"{found.question.id}.{level[0]}" if len(level) == 1 else found.question.id
        about = {"names": names_of(level, labels, words), "count": most, "n": base}
        yield Sentence(where, kind, base, _theme(kind, about, words, level=len(level) > 1))


def _theme(kind: Kind, about: Mapping[str, object], words: Wording, *, level: bool) -> str:
    if level:
        return words.t("The themes {names} are level, with {count} each of the {n} answers that may be used.", **about)
    if kind is Kind.MORE:
        return words.t("The largest theme is {names}, with {count} of the {n} answers that may be used.", **about)
    return words.t("The next one is {names}, with {count} of the {n} answers that may be used.", **about)


def quoted(found: Finding, themes: Mapping[str, Sorted]) -> tuple[Group, ...]:
    """Approved quotes by theme; of a question without themes, or in none, together."""
    question, seen = found.question.id, themes.get(found.question.id)
    if seen is None or not seen.themes:
        return (Group(question, "", len(found.texts), found.texts[:QUOTES]),) if found.texts else ()
    groups = [
        Group(f"{question}.theme-{at}", one.theme.label, one.count, _quotes(one.cards) if at <= QUOTED_FROM else ())
        for at, one in enumerate(seen.themes, 1)
    ]
    loose = _quotes(seen.loose)
    return (*groups, *([Group(question, "", len(seen.loose), loose)] if loose else []))


def _quotes(cards: Sequence[Text]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(card.words.split()) for card in cards))[:QUOTES]
