"""The name of a theme: a phrase that its answers say and the others do not, as somebody wrote it; must not know who, or which is shown.

Only answers that may be quoted come here, so no word of another one can become a name.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flows.theming.vectors import Labels, Vectors
from flows.theming.words import akin, clauses, is_function_word, is_repeat, stem, tokens

LONGEST = 60
"""Characters of a name: it becomes an option of a poll."""

_WORDS = 3
_LOOKED_AT = 14
_WEIGHT = (0.0, 1.0, 1.5, 1.7)
"""By how many words of it say something."""
_REPEATS = 0.2
_FOREIGN = 0.6
_SMALL = 4
"""In a theme of so many answers a phrase of one of them counts in full: nobody says the same twice there."""


@dataclass
class _Phrase:
    words: tuple[str, ...]
    inside: Counter[int] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    languages: set[str] = field(default_factory=set)

    @property
    def looks(self) -> str:
        """As most have written it."""
        return min(self.written, key=lambda said: (-self.written[said], said.isupper(), said))


@dataclass(frozen=True)
class Said:
    """All answers that names may come from. `labels`: the theme of each, -1 for none; `question`: what they answer."""

    texts: Sequence[str]
    languages: Sequence[str]
    labels: Labels
    question: str = ""
    prefer: str = ""


def candidates(said: Said) -> dict[int, list[tuple[float, str]]]:
    """Theme -> its best phrases with their scores, the best first: how often it is said there, and how rarely elsewhere."""
    asked = frozenset(stem(word) for word in tokens(said.question))
    sizes, phrases = Counter(said.labels.tolist()), _phrases(said)
    found: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for phrase in phrases:
        for theme, count in phrase.inside.items():
            if theme >= 0:
                score = _score(phrase, theme, count, sizes) * (_REPEATS if is_repeat(phrase.words, asked) else 1.0)
                is_foreign = said.prefer and phrase.languages and said.prefer not in phrase.languages
                found[theme].append((score * (_FOREIGN if is_foreign else 1.0), phrase.looks))
    return {n: sorted(best, key=lambda one: (-round(one[0], 9), one[1]))[:_LOOKED_AT] for n, best in found.items()}


def names(
    found: dict[int, list[tuple[float, str]]], nearness: dict[int, list[float]], used: Sequence[str] = ()
) -> dict[int, str]:
    """Theme -> its name, no two alike; the largest theme, which is the first, has the first choice.

    `nearness`: cosine of each candidate with the middle of its theme; `used`: names that others have.
    """
    taken = {_key(said) for said in used}
    named: dict[int, str] = {}
    for theme in sorted(found):
        ranked = sorted(
            (
                (score * (0.20 + max(0.0, near)), said)
                for (score, said), near in zip(found[theme], nearness[theme], strict=True)
            ),
            key=lambda one: (-round(one[0], 9), one[1]),
        )
        title = next((said for _, said in ranked if _key(said) not in taken), "")
        if title:
            taken.add(_key(title))
            named[theme] = _with_second(title, [said for _, said in ranked])
    return named


def first_words(quote: str) -> str:
    """What a theme is called whose answers have no phrase in common: how its quote begins."""
    said = quote.split()
    short = " ".join(said[:6]) + (" …" if len(said) > 6 else "")
    return _fit(short)


def _with_second(title: str, others: Sequence[str]) -> str:
    """One word alone says little: the next one that says something else stands behind it."""
    mine = tokens(title)
    if len(mine) > 1:
        return _fit(title)
    short = (said for said in others if len(said.split()) < 3)
    more = next((said for said in short if not any(akin(mine[0], word) for word in tokens(said))), "")
    both = f"{title}, {more}" if more and mine else title
    return _fit(both) if len(both) <= LONGEST else _fit(title)


def _fit(said: str) -> str:
    cut = said if len(said) <= LONGEST else said[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
    cut = cut[:LONGEST].replace("“", "‘").replace("”", "’")  # it stands in quotation marks itself
    return cut[:1].upper() + cut[1:]


def _key(said: str) -> str:
    return " ".join(stem(word) for word in tokens(said))


def _score(phrase: _Phrase, theme: int, count: int, sizes: Counter[int]) -> float:
    inside, outside = sizes[theme], sizes.total() - sizes[theme]
    weight = 1.0 if count > 1 or inside <= _SMALL else 0.5
    share = weight * count / inside
    other = (sum(phrase.inside.values()) - count + 0.5) / (outside + 1)
    return share * math.log(1 + share / other) * _WEIGHT[min(3, sum(not is_function_word(w) for w in phrase.words))]


def _phrases(said: Said) -> list[_Phrase]:
    found: dict[tuple[str, ...], _Phrase] = {}
    for text, language, label in zip(said.texts, said.languages, said.labels.tolist(), strict=True):
        here: dict[tuple[str, ...], str] = {}
        for written in _runs(text):
            key = tuple(word.casefold().replace("’", "'") for word in written)
            here.setdefault(key, " ".join(written))
        for key, looks in here.items():
            phrase = found.setdefault(key, _Phrase(key))
            phrase.inside[label] += 1
            phrase.written[looks] += 1
            phrase.languages |= {language} - {""}
    return list(found.values())


def _runs(text: str) -> Iterator[list[str]]:
    """One to three words of a clause that begin and end with one that says something."""
    for clause in clauses(text):
        says = [not is_function_word(word.casefold().replace("’", "'")) and len(word) > 1 for word in clause]
        for first in range(len(clause)):
            for last in range(first, min(first + _WORDS, len(clause))):
                if says[first] and says[last]:
                    yield clause[first : last + 1]


def nearest(phrases: Vectors, centre: Vectors) -> list[float]:
    """Cosine of each with the middle of a theme, rounded: no last bit decides about a name."""
    return [round(float(one), 6) for one in phrases @ centre]
