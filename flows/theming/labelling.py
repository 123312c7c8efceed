"""The name of a theme: a phrase that its answers say and the others do not, as they wrote it; must not know who, or which is shown.

Only answers that may be quoted come here, so no word of another one can become a name; and of these only words that two of the theme
have in common, so that no name is one person's.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.theming.function_words import LINKS
from flows.theming.vectors import Labels, Vectors
from flows.theming.words import akin, clauses, function_words, pale_words, spoken_in, stem, tokens

LONGEST = 60
"""Characters of a name: it becomes an option of a poll."""

_COMMON = 2
"""Answers of a theme that have each word of its name."""
_SPAN, _SAYING = 5, 3
"""Words of a phrase, and those of them that say something."""
_LOOKED_AT = 14
_WEIGHT = (0.0, 1.0, 1.5, 1.7)
"""By how many words of it say something."""
_ONCE = 0.8
"""A phrase that stands so in one answer only, though others have its words."""
_REPEATS, _PALE, _FOREIGN = 0.2, 0.15, 0.6
_ALONE, _SECOND = 0.5, 0.05
"""What a second word is worth that no further answer has; and the least it is worth beside the first."""
_HALF = 0.4
"""The share of a theme that says the only word of its name, at least."""


@dataclass(frozen=True)
class Candidate:
    """What a theme may be called. `rows`: the answers of the theme that say it."""

    looks: str
    score: float
    rows: frozenset[int]
    is_pale: bool = False

    @property
    def key(self) -> str:
        """Equal for two names that would be taken for one."""
        return " ".join(stem(word) for word in tokens(self.looks))


@dataclass(frozen=True)
class Said:
    """All answers that names may come from. `labels`: the theme of each, -1 for none; `question`: what they answer."""

    texts: Sequence[str]
    labels: Labels
    languages: Sequence[str]
    question: str = ""
    prefer: str = ""


def candidates(said: Said) -> dict[int, list[Candidate]]:
    """Theme -> its best phrases, the best first: how often it is said there, and how rarely elsewhere."""
    known = _Words(said)
    return {theme: sorted(known.of(theme), key=lambda one: (-round(one.score, 9), one.looks))[:_LOOKED_AT]
            for theme in sorted(set(said.labels.tolist())) if theme >= 0}  # fmt: skip


def names(
    found: Mapping[int, Sequence[Candidate]], nearness: Mapping[int, Sequence[float]], used: Sequence[str] = ()
) -> dict[int, str]:
    """Theme -> its name, no two alike; the largest theme, which is the first, has the first choice.

    `nearness`: cosine of each candidate with the middle of its theme; `used`: names that others have.
    """
    taken = {_key(said) for said in used}
    named: dict[int, str] = {}
    for theme in sorted(found):
        ranked = sorted(
            ((round(one.score * (0.20 + max(0.0, near)), 9), one) for one, near in zip(found[theme], nearness[theme], strict=True)),
            key=lambda pair: (-pair[0], pair[1].looks),
        )  # fmt: skip
        for score, one in ranked:
            said = _with_second(score, one, ranked) if one.key not in taken else ""
            if said:
                taken.add(one.key)
                named[theme] = said
                break
    return named


def first_words(quote: str) -> str:
    """What a theme is called whose answers have no word in common: its quote, or how it begins."""
    said, room = quote.split(), LONGEST - len("‘ …’")
    kept = [word for at, word in enumerate(said) if len(" ".join(said[: at + 1])) <= room] or [quote[:room]]
    short = " ".join(kept).rstrip(".,;:!?– ")
    if len(said) <= _SAYING:
        return _fit(short)
    short = short.replace("“", "‘").replace("”", "’")  # it stands in quotation marks itself
    return f"‘{short[:1].upper()}{short[1:]}{'' if len(kept) == len(said) else ' …'}’" if short else ""


def is_makeshift(label: str) -> bool:
    """Whether it is the beginning of a quote: it goes as soon as there is a name."""
    return label.startswith("‘")


def _with_second(best: float, one: Candidate, others: Sequence[tuple[float, Candidate]]) -> str:
    """One word alone says little: one that stands beside it in an answer, and that others have too, stands behind it.

    "" where there is none, and the first says little, or few say it.
    """
    mine = tokens(one.looks)
    if len(mine) > 1:
        return _fit(one.looks)
    rows = frozenset[int]().union(*(other.rows for _, other in others))
    further = [
        (round(score * (_ALONE + len(other.rows - one.rows) / len(rows)), 9), other.looks)
        for score, other in others
        if score >= _SECOND * best and other.rows & one.rows and not other.is_pale
        and not any(akin(mine[0], word) for word in tokens(other.looks)) and len(f"{one.looks}, {other.looks}") <= LONGEST
    ]  # fmt: skip
    if further:
        return _fit(f"{one.looks}, {min(further, key=lambda pair: (-pair[0], pair[1]))[1]}")
    return "" if one.is_pale or len(one.rows) < _HALF * len(rows) else _fit(one.looks)


def _fit(said: str) -> str:
    cut = said if len(said) <= LONGEST else said[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
    cut = cut[:LONGEST].replace("“", "‘").replace("”", "’")  # it stands in quotation marks itself
    return cut[:1].upper() + cut[1:]


def _key(said: str) -> str:
    return " ".join(stem(word) for word in tokens(said.split(", ", maxsplit=1)[0]))


class _Words:
    """Which answers have which words and phrases."""

    def __init__(self, said: Said) -> None:
        languages = spoken_in(said.texts)
        self._said, self._quiet, self._pale = said, function_words(languages), pale_words(languages)
        self._asked = frozenset(stem(word) for word in tokens(said.question))
        self._rows: dict[str, set[int]] = defaultdict(set)
        self._forms: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._written: dict[str, Counter[str]] = defaultdict(Counter)
        self._phrases: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for row, text in enumerate(said.texts):
            for clause in clauses(text):
                self._read(row, clause)

    def of(self, theme: int) -> Iterator[Candidate]:
        """All that a theme may be called."""
        inside = frozenset(row for row, label in enumerate(self._said.labels.tolist()) if label == theme)
        common = {name for name, rows in self._rows.items() if len(rows & inside) >= _COMMON}
        for name in sorted(common):
            looks = self._looks(name)
            is_pale = looks.casefold() in self._pale
            yield self._weighed(looks, (name,), self._rows[name], inside, _PALE if is_pale else 1.0)
        for phrase, exact in sorted(self._phrases.items()):
            saying = tuple(stem(word) for word in phrase if word not in self._quiet)
            if exact & inside and common.issuperset(saying) and len(set(saying)) == len(saying):
                every = set[int].intersection(*(self._rows[name] for name in saying))
                looks = min(
                    self._written[" ".join(phrase)], key=lambda one: (-self._written[" ".join(phrase)][one], one)
                )
                once = 1.0 if len(exact & inside) > 1 else _ONCE
                yield self._weighed(
                    looks, saying, every, inside, once * (0.5 + 0.5 * len(exact & inside) / len(every & inside))
                )

    def _weighed(
        self, looks: str, saying: tuple[str, ...], rows: set[int], inside: frozenset[int], weight: float
    ) -> Candidate:
        here = frozenset(rows & inside)
        share, other = len(here) / len(inside), (len(rows - inside) + 0.5) / (len(self._said.texts) - len(inside) + 1)
        score = weight * share * math.log(1 + share / other) * _WEIGHT[len(saying)]
        is_asked = self._asked.issuperset(saying)
        score *= _REPEATS if is_asked else 1.0
        spoken = {self._said.languages[row] for row in here} - {""}
        is_foreign = self._said.prefer and spoken and self._said.prefer not in spoken
        return Candidate(
            looks, score * (_FOREIGN if is_foreign else 1.0), here, is_asked or looks.casefold() in self._pale
        )

    def _looks(self, name: str) -> str:
        """The form of a word that most have written, in the capitals that most have written inside a sentence."""
        forms = self._forms[name]
        form = min(forms, key=lambda one: (-len(forms[one]), one))
        return min(self._written[form], key=lambda one: (-self._written[form][one], one.isupper(), one))

    def _read(self, row: int, clause: Sequence[str]) -> None:
        plain = [word.casefold().replace("’", "'") for word in clause]
        says = [word not in self._quiet and len(word) > 1 for word in plain]
        for at, word in enumerate(plain):
            if says[at]:
                self._rows[stem(word)].add(row)
                self._forms[stem(word)][word].add(row)
                self._written[word][clause[at]] += 1 if at == 0 else 100  # a capital at the beginning says nothing
            if not says[at] or word in self._pale:
                continue
            for last in range(at + 1, min(at + _SPAN, len(plain))):
                links = [one for place, one in enumerate(plain[at : last + 1], at) if not says[place]]
                if any(one not in LINKS for one in links):
                    break
                if says[last] and plain[last] not in self._pale and sum(says[at : last + 1]) <= _SAYING:
                    key = tuple(plain[at : last + 1])
                    self._phrases[key].add(row)
                    self._written[" ".join(key)][" ".join(clause[at : last + 1])] += 1


def nearest(phrases: Vectors, centre: Vectors) -> list[float]:
    """Cosine of each with the middle of a theme, rounded: no last bit decides about a name."""
    return [round(float(one), 6) for one in phrases @ centre]
