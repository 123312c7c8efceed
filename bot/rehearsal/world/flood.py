"""When the emulated server says "too many requests"; knows times and counts, nothing of messages.

Telegram publishes three figures (core.telegram.org/bots/faq): about one message a second in a chat with short bursts
allowed, 20 a minute in a group (edits count too), about 30 a second for notifications to many people.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class FloodLimits:
    """How much is allowed; rates a second, windows and silences in seconds; `enforced=False` allows all."""

    private_burst: int = 22
    private_rate: float = 1.0
    group_calls: int = 20
    group_window: float = 60.0
    bulk_burst: int = 30
    bulk_rate: float = 30.0
    silence: float = 10.0  # who wrote or tapped less than this ago is being answered, not notified
    enforced: bool = True

    @classmethod
    def real(cls) -> FloodLimits:
        """The limits Telegram publishes; bursts are what clients report."""
        return cls()

    @classmethod
    def off(cls) -> FloodLimits:
        """No limit at all."""
        return cls(enforced=False)

    @classmethod
    def scaled(cls, factor: float) -> FloodLimits:
        """The real limits of a world that runs `factor` times as fast."""
        real = cls.real()
        return replace(
            real,
            private_rate=real.private_rate * factor,
            group_window=real.group_window / factor,
            bulk_rate=real.bulk_rate * factor,
            silence=real.silence / factor,
        )


class _Bucket:
    """Holds up to `burst` permissions and refills at `rate` a second."""

    __slots__ = ("at", "left")

    def __init__(self, burst: int, now: float) -> None:
        self.left = float(burst)
        self.at = now

    def wait(self, burst: int, rate: float, now: float) -> float:
        self.left = min(float(burst), self.left + (now - self.at) * rate)
        self.at = now
        return 0.0 if self.left >= 1 else (1 - self.left) / rate


class FloodGate:
    """Counts the calls of one bot and says how long the next one has to wait."""

    def __init__(self, limits: FloodLimits, clock: Callable[[], float]) -> None:
        self.limits = limits
        self._clock = clock
        self._private: dict[int, _Bucket] = {}
        self._group: dict[int, deque[float]] = {}
        self._bulk = _Bucket(limits.bulk_burst, clock())
        self._heard: dict[int, float] = {}

    def heard(self, chat_id: int) -> None:
        """Someone wrote or tapped in this chat just now."""
        self._heard[chat_id] = self._clock()

    def wait(self, chat_id: int, *, group: bool, edit: bool) -> int:
        """Whole seconds to wait before this call, 0 when it may pass (then it is counted)."""
        if not self.limits.enforced:
            return 0
        now = self._clock()
        if group:
            return math.ceil(self._group_wait(chat_id, now))
        return 0 if edit else math.ceil(self._private_wait(chat_id, now))

    def _group_wait(self, chat_id: int, now: float) -> float:
        calls = self._group.setdefault(chat_id, deque())
        while calls and calls[0] <= now - self.limits.group_window:
            calls.popleft()
        if len(calls) >= self.limits.group_calls:
            return calls[0] + self.limits.group_window - now
        calls.append(now)
        return 0.0

    def _private_wait(self, chat_id: int, now: float) -> float:
        limits = self.limits
        own = self._private.get(chat_id)
        if own is None:
            own = self._private[chat_id] = _Bucket(limits.private_burst, now)
        wait = own.wait(limits.private_burst, limits.private_rate, now)
        bulk = now - self._heard.get(chat_id, -math.inf) > limits.silence
        if bulk:
            wait = max(wait, self._bulk.wait(limits.bulk_burst, limits.bulk_rate, now))
        if wait <= 0:
            own.left -= 1
            self._bulk.left -= bulk
        return wait
