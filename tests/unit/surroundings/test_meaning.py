"""The embedder: its files are the ones that were measured, and a text's vector is its own, whatever stands beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.surroundings.meaning import Meaning
from bot.surroundings.weights import FILES, OtherWeights, check, is_installed

needs_it = pytest.mark.skipif(not is_installed(), reason="the embedder comes with the extra: roundtable[themes]")


def test_other_weights_are_refused(tmp_path: Path) -> None:
    """A file that is missing, and one that says something else."""
    with pytest.raises(OtherWeights, match="weights"):
        check(tmp_path)
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"something else")
    with pytest.raises(OtherWeights, match="not the file that Roundtable was made for"):
        check(tmp_path)


@needs_it
def test_a_text_has_one_vector() -> None:
    """Alone or among two hundred others, in whatever order; near to the same in another language."""
    embed = Meaning()
    texts = [
        "More trees along the road",
        "Meer bomen langs de weg",
        "The invoice is wrong",
        *(f"number {n}" for n in range(200)),
    ]
    rows = embed(texts)
    assert np.abs(embed(texts[::-1])[::-1] - rows).max() <= 2e-5
    assert np.abs(embed(texts[:1])[0] - rows[0]).max() <= 2e-5
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2
    assert embed([]).shape == (0, 512)
    check()
