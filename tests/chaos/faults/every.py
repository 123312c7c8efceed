"""Every fault there is to try."""

from __future__ import annotations

from itertools import chain

from tests.chaos.faults import attacks, close, files, line, machine, start
from tests.chaos.table import Fault

FAULTS: tuple[Fault, ...] = tuple(
    chain.from_iterable(place.FAULTS for place in (line, start, machine, close, files, attacks))
)
