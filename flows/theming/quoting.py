"""Which answer stands for a theme: the one nearest to its middle that is short enough for a wall; must not know authors.

It is shown word for word, so only answers that may be quoted come here.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.theming.standing_for import hard
from flows.theming.vectors import Vectors


def nearest_quote(texts: Sequence[str], rows: Vectors, centre: Vectors) -> int:
    """The place of the answer that is nearest to the middle of its theme, of those that read well. `texts`: one at least."""
    scores = [round(float(near), 6) - hard(said) for said, near in zip(texts, rows @ centre, strict=True)]
    return min(range(len(texts)), key=lambda n: (-scores[n], texts[n]))
