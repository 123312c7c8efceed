"""By what answers are compared: their meaning, where the embedder is there and knows their language, else their letters.

Must not know whose they are, or load anything. Only answers that may be quoted decide it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import Enum, auto

from bot.surroundings.weights import WEAK_IN, is_installed
from flows.theming.words import language_of


class Engine(Enum):
    """MEANING: by the embedder; LETTERS: it is not installed; OTHER_LANGUAGE: it is, and is weak in what most were written in."""

    MEANING = auto()
    LETTERS = auto()
    OTHER_LANGUAGE = auto()


def engine_for(texts: Sequence[str]) -> Engine:
    """What these answers are compared by on this installation. `texts`: those that may be quoted."""
    if not is_installed():
        return Engine.LETTERS
    spoken = Counter(language_of(text) for text in texts)
    known = spoken.total() - spoken[""]
    is_weak = 2 * sum(spoken[name] for name in WEAK_IN) > known
    return Engine.OTHER_LANGUAGE if is_weak else Engine.MEANING
