"""Which of several answers stands for all of them, by their words alone: where nothing was grouped by machine. Must not know authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flows.theming.words import function_words, spoken_in, tokens

_READS_WELL = 14
"""Words; each one more takes a little away."""
_ON_A_WALL = 100
"""Characters, as many as an option of a poll may have."""


def likeliest(texts: Sequence[str]) -> int:
    """The place of the answer whose words most of the others use too. `texts`: one at least."""
    quiet = function_words(spoken_in(texts))
    said = [set(tokens(text)) - quiet for text in texts]
    seen = Counter(word for words in said for word in words)

    def score(n: int) -> float:
        shared = sum(seen[word] - 1 for word in said[n])
        return round(shared / (3 + len(said[n])) / max(1, len(texts) - 1) - hard(texts[n]), 9)

    return min(range(len(texts)), key=lambda n: (-score(n), texts[n]))


def hard(text: str) -> float:
    """What is taken away from an answer that is hard to read, or too short to say anything."""
    count = len(text.split())
    return 0.015 * max(0, count - _READS_WELL) + (0.10 if len(text) > _ON_A_WALL or count < 3 else 0.0)
