"""Answers as rows of numbers: what is handed around while they are grouped; must not know how it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""A row an answer, of length 1."""

Labels = npt.NDArray[np.int64]
"""The number of each answer's theme from 0 on; -1 for none."""

Embed = Callable[[Sequence[str]], Vectors]
"""Words to vectors: the same words always give the same vector, whatever stands beside them."""
