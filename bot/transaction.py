"""One transaction of the database, as the shell asks for it; must not know what the work is for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

from storage.database import Unit

T = TypeVar("T")


class Ask(Protocol):
    """One transaction; done when it has committed."""

    def __call__(self, work: Callable[[Unit], T]) -> asyncio.Future[T]:
        """Begin the work; its future ends after the commit."""
        ...
