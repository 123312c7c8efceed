"""Pages that wait to become a workshop's wall: four digits each for two minutes, in memory only; must not know HTTP or chats.

A page gets a secret of its own and digits that a facilitator names in the chat. Whoever has the digits alone has nothing: what is
given for them goes to the page that has the secret, once. Both the web and the database's thread ask here, hence the lock.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from bot.memory import Guesses

LIVES = 120.0
"""Seconds for which digits are shown; then the page has others."""

GRACE = 10.0
"""Seconds for which digits are taken after that: somebody was typing them."""

SILENT = 30.0
"""Seconds after which a page that asks no more is forgotten: it was closed."""

MOST = 100
"""Pages that wait at once. Of 10,000 digits so few are taken that a slip of the finger finds nobody's page."""

_TRIES, _WITHIN = 60, 600.0
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass
class Page:
    """One open page. `given`: (workshop, token of its screen), once a facilitator has named the digits. `seen`: when it asked last."""

    digits: str
    since: float
    seen: float
    secret: str = field(repr=False)
    before: str = ""
    given: tuple[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Shown:
    """What a page is told: its digits and for how many seconds, or what it was given."""

    secret: str = field(repr=False)
    digits: str
    left: float
    given: tuple[str, str] | None = field(default=None, repr=False)


class Walls:
    """One for the process. `now` is a clock in seconds that only goes forward."""

    def __init__(self, chance: random.Random, now: Callable[[], float]) -> None:
        self._chance = chance
        self._now = now
        self._pages: dict[str, Page] = {}
        self._guesses = Guesses()
        self._wrong: deque[float] = deque(maxlen=_TRIES)
        self._lock = Lock()

    @contextmanager
    def _at(self) -> Iterator[float]:
        """The moment, with pages forgotten that are open no more."""
        with self._lock:
            now = self._now()
            for secret in [s for s, page in self._pages.items() if now - page.seen > SILENT]:
                del self._pages[secret]
            yield now

    # The page

    def show(self, secret: str) -> Shown | None:
        """For a page with this secret; one that is not known, as after a start, gets a new one. None: too many wait."""
        with self._at() as now:
            page = self._pages.get(secret)
            if page is None:
                if len(self._pages) >= MOST:
                    return None
                fresh = "".join(self._chance.choice(_LETTERS) for _ in range(32))
                page = self._pages[fresh] = Page(self._digits(), now, now, fresh)
            page.seen = now
            if page.given is None and now - page.since >= LIVES:
                page.before, page.digits, page.since = page.digits, self._digits(), now
            return Shown(page.secret, page.digits, LIVES - (now - page.since), page.given)

    def take_back(self, secret: str) -> None:
        """What this page was given leads nowhere: it waits on, with other digits."""
        with self._at() as now:
            page = self._pages.get(secret)
            if page is not None:
                page.given, page.before, page.digits, page.since = None, "", self._digits(), now

    def _digits(self) -> str:
        """Digits that differ in two places from everybody else's, so that one mistyped leads to no other page."""
        taken = [digits for page in self._pages.values() for digits in (page.digits, page.before) if digits]
        found = ""
        for _ in range(200):
            found = f"{self._chance.randrange(10_000):04}"
            if all(sum(a != b for a, b in zip(found, other, strict=True)) > 1 for other in taken):
                return found
        while found in taken:
            found = f"{self._chance.randrange(10_000):04}"
        return found

    # The facilitator

    def must_wait(self, user_id: int) -> bool:
        """Whether this member of staff, or all of them together, have named too many digits that no page shows."""
        with self._at() as now:
            all_of_us = len(self._wrong) == _TRIES and now - self._wrong[0] < _WITHIN
            return all_of_us or self._guesses.too_many(user_id, now)

    def is_shown(self, digits: str, workshop_id: str, user_id: int) -> bool:
        """Whether a page with these digits waits, or is this workshop's by now; if not, it is a wrong try of this member of staff."""
        with self._at() as now:
            if self._find(digits, workshop_id, now) is not None:
                return True
            self._guesses.note(user_id, now)
            self._wrong.append(now)
            return False

    def give(self, digits: str, workshop_id: str, token: str) -> None:
        """The page that shows these digits becomes the wall of a workshop; from now on nobody else can have it."""
        with self._at() as now:
            page = self._find(digits, workshop_id, now)
            if page is not None:
                page.given = workshop_id, token

    def _find(self, digits: str, workshop_id: str, now: float) -> Page | None:
        for page in self._pages.values():
            is_late = digits == page.before and now - page.since < GRACE
            is_free = page.given is None or page.given[0] == workshop_id
            if is_free and (digits == page.digits or is_late):
                return page
        return None
