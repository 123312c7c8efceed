"""What was measured of one message to everybody, as values and as lines to read; must not know how it was measured."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bot.sendouts.sending import WINDOW
from tests.fullroom.bells import Arrivals, Wait


@dataclass(frozen=True)
class Waits:
    """How long people waited for what they did themselves, in seconds; `never`: how many got no reaction at all."""

    count: int = 0
    median: float = 0.0
    longest: float = 0.0
    never: int = 0

    @classmethod
    def of(cls, waits: Iterable[Wait]) -> Waits:
        """The waits of several people."""
        found = [wait.seconds for wait in waits]
        known = [seconds for seconds in found if seconds is not None]
        return cls(len(found), median(known or [0.0]), max(known, default=0.0), len(found) - len(known))

    def __str__(self) -> str:
        never = f", {self.never} never" if self.never else ""
        return f"{self.median * 1000:.0f} ms (median), {self.longest * 1000:.0f} ms (longest) of {self.count}{never}"


@dataclass(frozen=True)
class Sent:
    """One message to everybody: `reached` and `twice` are people, `seconds` from the order to the last arrival.

    `needless`: those who got it more than once though the bot was not killed while it was on its way to them.

    `busiest`: people reached in the busiest second, `sends`: everything sent in one, replies too, `flooded`: answers 429
    while it ran, `refused`: what else was refused, `answered`: people who did something after it came, `board`: edits of the
    cockpit in its busiest second, `stored`: (state, total, arrived, failed, unsure) as the bot counts it.
    """

    name: str
    people: int
    reached: int
    twice: int
    needless: int
    seconds: float
    busiest: int
    sends: int
    flooded: int
    refused: Mapping[str, int]
    answered: int
    waits: Waits
    own: Waits
    board: int
    stored: tuple[str, int, int, int, int] | None

    def lines(self) -> Iterable[str]:
        """To read."""
        rate = self.reached / self.seconds if self.seconds else 0.0
        stored = self.stored or ("not stored", 0, 0, 0, 0)
        yield f"{self.name}"
        yield (f"  {self.reached} of {self.people} people in {self.seconds:.1f} s: {rate:.1f} messages a second, "
               f"{self.busiest} in the busiest ({self.sends} with replies); {self.flooded} answers 429")  # fmt: skip
        yield f"  the bot counts: {stored[0]}, {stored[2]} arrived, {stored[3]} failed, {stored[4]} unsure; twice: {self.twice}"
        yield f"  {self.answered} people did something about it"
        yield f"  people's own taps and words waited {self.waits}"
        yield f"  the facilitator's own taps waited {self.own}; cockpit edits in the busiest second: {self.board}"

        if self.refused:
            yield f"  refused otherwise: {', '.join(f'{n} × {what}' for what, n in self.refused.items())}"

    def problems(self, *, killed: bool = False) -> Iterable[str]:
        """What must not be; when the bot was killed, nobody answers for a while, and who was in flight rather gets it twice."""
        if self.flooded:
            yield f"{self.name}: {self.flooded} answers 429"
        if self.needless or self.twice > WINDOW:
            yield f"{self.name}: {self.twice} people got it twice, {self.needless} of them for no reason"
        if self.people > self.reached:
            yield f"{self.name}: {self.people - self.reached} people did not get it"
        if (self.waits.never or self.own.never) and not killed:
            yield f"{self.name}: {self.waits.never + self.own.never} taps without a reaction"


def busiest(times: Sequence[float], width: float = 1.0) -> int:
    """The most of these moments within `width` seconds."""
    ordered = sorted(times)
    return max((bisect_right(ordered, at + width) - n for n, at in enumerate(ordered)), default=0)


def reached(arrivals: Arrivals, chats: Iterable[int]) -> tuple[int, int]:
    """How many of these chats it reached, and how many more than once."""
    copies = [arrivals.copies[chat] for chat in chats]
    return sum(1 for n in copies if n), sum(1 for n in copies if n > 1)
