"""Answers as vectors of the runs of letters in them: what there is without a model of meaning; must not know any language.

Runs of three to five letters inside a word (character n-grams), each by how often it stands there (1 + ln) and how rare it is
among the answers (inverse document frequency, smoothed): TF-IDF as in Salton and Buckley 1988.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from flows.theming.vectors import Embed, Vectors
from flows.theming.words import function_words, spoken_in, tokens

_SHORTEST, _LONGEST = 3, 5
_MOST = 4096
"""Runs that are looked at: the most frequent ones. 1500 answers take 25 MB then."""


def letters(texts: Sequence[str]) -> Embed:
    """How words become vectors among these answers."""
    quiet = function_words(spoken_in(texts))
    seen = Counter(run for text in texts for run in set(_runs(text, quiet)))
    fewest = 2 if len(texts) > 3 else 1
    known = sorted((run for run, count in seen.items() if count >= fewest), key=lambda run: (-seen[run], run))[:_MOST]
    places = {run: n for n, run in enumerate(known)}
    rare = np.array([1 + np.log((1 + len(texts)) / (1 + seen[run])) for run in known], dtype=np.float32)

    def embed(words: Sequence[str]) -> Vectors:
        found = np.zeros((len(words), max(1, len(known))), dtype=np.float32)
        for row, text in enumerate(words):
            for run, count in Counter(_runs(text, quiet)).items():
                if run in places:
                    found[row, places[run]] = (1 + np.log(count)) * rare[places[run]]
        return unit(found)

    return embed


def unit(rows: Vectors) -> Vectors:
    """Each row with length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def _runs(text: str, quiet: frozenset[str]) -> Iterator[str]:
    for word in tokens(text):
        if word in quiet:
            continue
        edged = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            for at in range(max(1, len(edged) - size + 1)):
                yield edged[at : at + size]
