"""SIGKILL at random moments while a workshop is played, again and again, and what it cost; must not know what the bot was doing."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from tests.chaos.counting import Count, counted
from tests.chaos.stand import KINDS, Kind, Stand, need_postgres, stand
from tests.chaos.story import Story
from tests.chaos.table import Row, Skipped, Stuck

LANES = 3
"""Workshops that are played at the same time: most of each is waiting for the bot's own pace, and for its starts."""

CALLS, SECONDS = 22, 6.0
"""A life lasts at most so many calls that Telegram has carried out (the answer dies with the bot), or so many seconds."""

WINDOWS = (
    ("inviting", "opening", "joining", "answering"),
    ("poll", "panel", "vote", "announcing"),
    ("show of hands", "closing", "reading", "results", "export", "files"),
)
"""What goes on in a workshop while its bot is killed: the first, second and last third in turn, so that all is met."""


@dataclass
class Killer:
    """Kills one bot and starts it again, until there is none left to kill or it is told to stop."""

    stand: Stand
    story: Story
    chance: random.Random
    left: Callable[[], bool]
    window: Sequence[str]
    kills: Counter[str] = field(default_factory=Counter)
    _at: int = 0

    async def run(self) -> None:
        """For ever."""
        self.stand.telegram.heard = self._heard
        while self.left():
            while self.story.stage not in self.window:  # noqa: ASYNC110 - a story has no event for it
                await asyncio.sleep(0.01)
            await (self._by_call() if self.chance.random() < 0.7 else asyncio.sleep(self.chance.uniform(0.0, SECONDS)))
            while self.stand.hungry and self.stand.bot.runs:  # noqa: ASYNC110 - whoever has waited for long gets it now
                await asyncio.sleep(0.1)
            if self.story.stage not in self.window:
                continue
            self.kills[self.story.stage] += 1
            await self.stand.bot.kill()
            await self.stand.bot.start()
        self.stand.telegram.heard = lambda _method: None

    def _heard(self, _method: str) -> None:
        """One call was carried out; the answer has not left."""
        if self._at > 0 and self.story.stage in self.window:
            self._at -= 1
            if self._at == 0:
                self.stand.bot.strike()

    async def _by_call(self) -> None:
        self._at = self.chance.randint(1, CALLS)
        with suppress(TimeoutError):
            async with asyncio.timeout(2 * SECONDS):
                while self._at > 0:  # noqa: ASYNC110 - it is counted elsewhere
                    await asyncio.sleep(0.01)
        self._at = 0


@dataclass
class Killing:
    """All of it. `say`: told what to print while it runs."""

    wanted: int
    seed: int
    say: Callable[[str], None]
    kinds: Sequence[Kind] = KINDS
    count: Count = field(default_factory=Count)
    kills: Counter[str] = field(default_factory=Counter)
    by_kind: dict[str, Count] = field(default_factory=dict)
    _begun: int = 0
    _running: list[Killer] = field(default_factory=list)

    async def run(self) -> list[Row]:
        """Play until so many kills are done; the rows of the table."""
        kinds = [kind for kind in self.kinds if await _is_there(kind)]
        await asyncio.gather(*(self._lane(kinds) for _ in range(min(LANES, self.wanted))))
        total = self.kills.total()
        stages = ", ".join(f"{stage} {n}" for stage, n in self.kills.most_common())
        where = "; ".join(
            f"{kind}: {count.acknowledged} in {count.workshops} workshops" for kind, count in self.by_kind.items()
        )
        rows = [
            Row(
                f"SIGKILL, {total} times, at random moments (seed {self.seed}): {stages}",
                f"{self.count}. {where}",
                "0 lost, 0 doubled, one board, everybody gets what they are owed, no announcement twice, audit passes",
                total >= self.wanted and not self.count.wrong,
            )
        ]
        missing = [kind for kind in self.kinds if kind not in kinds]
        return rows + [Row(f"SIGKILL on {kind}", "no such server here", "as above", None) for kind in missing]

    def _done(self) -> int:
        return self.kills.total() + sum(killer.kills.total() for killer in self._running)

    async def _lane(self, kinds: Sequence[Kind]) -> None:
        while self._done() < self.wanted:
            number, self._begun = self._begun, self._begun + 1
            kind, led = kinds[number % len(kinds)], number // len(kinds) % 2 == 1
            count, kills = await self._workshop(kind, f"{self.seed}-{number}", WINDOWS[number % 3], led=led)
            self.count.add(count)
            self.by_kind.setdefault(str(kind), Count()).add(count)
            told = f"{len(count.wrong)} wrong: {count.wrong[:3]}" if count.wrong else "all right"
            self.say(
                f"kills: {self._done()} of {self.wanted}; workshop {number} ({kind}{', led' if led else ''}), {kills} kills, {told}"
            )

    async def _workshop(self, kind: Kind, seed: str, window: Sequence[str], *, led: bool) -> tuple[Count, int]:
        chance = random.Random(seed)
        async with stand(kind) as here:
            story = Story(here, chance, led=led)
            killer = Killer(here, story, chance, lambda: self._done() < self.wanted, window)
            self._running.append(killer)
            killing = asyncio.create_task(killer.run())
            try:
                await story.play()
                await _ended(killing)
                await _afterwards(here)
                count = counted(story)
                count.wrong += await _audit(here, story)
            except (Stuck, LookupError, OSError) as wrong:
                await _ended(killing)
                count = Count(1, sum(len(guest.told) for guest in story.guests), wrong=[f"{story.stage}: {wrong}"])
                _keep(here, story, seed)
            count.wrong = [f"{line} [workshop {seed}, {kind}]" for line in count.wrong]
            self._running.remove(killer)
            self.kills.update(killer.kills)
            return count, killer.kills.total()


def _keep(here: Stand, story: Story, seed: str) -> None:
    """What somebody saw who was left standing, and the bot's log, beside the table."""
    from tests.chaos.run import NOTE

    NOTE.parent.mkdir(exist_ok=True)
    phones = list(here.telegram.phones.values())[-9:]
    seen = [
        f"{phone.name}: {'pinned ' if b.pinned else ''}{'picture ' if b.photo else ''}{b.text!r} {b.labels}"
        for phone in phones
        for b in phone.messages()
    ]
    flashed = [f"{phone.name} saw for a moment: {phone.toasts[-6:]}" for phone in phones]
    (NOTE.parent / f"chaos-{seed}.log").write_text("\n".join((story.stage, here.log, *seen, *flashed)))


async def _ended(killing: asyncio.Task[None]) -> None:
    killing.cancel()
    with suppress(asyncio.CancelledError):
        await killing


async def _afterwards(here: Stand) -> None:
    """The bot runs (a kill may have been the last thing that happened), has taken everything and said everything."""
    here.telegram.heard = lambda _method: None
    if not here.bot.runs:
        await here.bot.kill()
        await here.bot.start()
    await here.rest(quiet=2.5)


async def _audit(here: Stand, story: Story) -> list[str]:
    try:
        await here.audited(story.code)
    except AssertionError as failed:
        return [str(failed)]
    if "Traceback" in here.log:
        return ["a traceback in the log"]
    return []


async def _is_there(kind: Kind) -> bool:
    if kind.place == "sqlite":
        return True
    try:
        await asyncio.to_thread(need_postgres)
    except Skipped:
        return False
    return True
