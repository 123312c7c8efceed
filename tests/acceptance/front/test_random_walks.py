"""People who do anything at any moment: whatever the order, the phone is never left silent and nothing fails unseen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from bot.rehearsal.hands.phone import Phone
from tests.support.careful import careful_room, seen
from tests.support.room import Room
from tests.support.trying import tries

WORDS = st.sampled_from(
    [
        "1", "2", "4", "1, 3", "2 1 3", "10 0 0", "0", "99", "skip", "back", "pause", "go on", "review", "submit", "done",
        "yes", "no", "hello", "None of these", "<b>&", "🌳", "שלום", "ABCDEF", "/start", "/skip", "/back", "/pause", "/resume",
        "/review", "/submit", "/mydata", "/help", "/privacy", "/workshops", "/language", "/language nl", "/forget", "/new",
        "/nonsense", "/close", "x" * 1001, "Ask Hannah Smith, 07700 900222", "hannah@example.org", "send it", "not a name",
    ]
)  # fmt: skip
VERBS = [
    "t",
    "d",
    "c",
    "s",
    "b",
    "pt",
    "ch",
    "su",
    "rv",
    "re",
    "pa",
    "tp",
    "no",
    "how",
    "go",
    "fo",
    "ag",
    "kn",
    "us",
    "zz",
]
ARGUMENTS = st.lists(st.sampled_from(["0", "1", "2", "5", "9", "99", "-1", "x", "--5", "quote", "count"]), max_size=3)
FORGED = st.one_of(
    st.tuples(
        st.sampled_from("pfg"), st.sampled_from([*VERBS, "open", "closeyes", "sum", "exp", "lang"]), ARGUMENTS
    ).map(lambda made: ":".join(("v1", made[0], "CODE", made[1], *made[2]))),
    st.text(max_size=16),
)


@dataclass(frozen=True)
class Say:
    """Type."""

    words: str


@dataclass(frozen=True)
class Tap:
    """The nth of the buttons now on the screen."""

    nth: int


@dataclass(frozen=True)
class Old:
    """The nth of all buttons there ever were, on the message where it stood."""

    nth: int


@dataclass(frozen=True)
class Forge:
    """Made-up callback data."""

    data: str


@dataclass(frozen=True)
class Send:
    """Something that is not words."""

    kind: str


@dataclass(frozen=True)
class Steer:
    """The facilitator opens or pauses the workshop meanwhile."""

    verb: str


Step = Say | Tap | Old | Forge | Send | Steer
STEPS = st.one_of(
    WORDS.map(Say),
    st.integers(0, 40).map(Tap),
    st.integers(0, 40).map(Tap),
    st.integers(0, 400).map(Old),
    FORGED.map(Forge),
    st.sampled_from(["sticker", "photo", "voice"]).map(Send),
    st.sampled_from(["pause", "open"]).map(Steer),
)
FLOWS = ("key-questions", "working-together", "round-tables", "town-partnership")


@dataclass(frozen=True)
class Walks:
    """One room and one loop for all walks, with an open workshop of each flow: its join code."""

    runner: asyncio.Runner
    room: Room
    fay: Phone
    codes: dict[str, str]


class Walker:
    """One person, and every button they have ever seen."""

    def __init__(self, room: Room, fay: Phone, phone: Phone, code: str) -> None:
        """Stands before the consent card of the workshop with this code, which Fay facilitates."""
        self.room, self.fay, self.phone, self.code = room, fay, phone, code
        self.known: dict[tuple[int, str], None] = {}

    async def take(self, step: Step) -> None:
        """One step; afterwards the phone has changed and no button spins."""
        if isinstance(step, Steer):
            await self.steer(step.verb)
            return
        before, calls = seen(self.phone), len(self.room.emulator.calls)
        if not self._do(step):
            return
        await self.room.quiet()
        assert seen(self.phone) != before or self._stands_there(calls), step
        assert self.phone.unanswered == [], step

    def _stands_there(self, calls: int) -> bool:
        """Whether what was asked for is what the screen shows already, as after a second tap on *How it works*."""
        mine = [call for call in list(self.room.emulator.calls)[calls:] if call.chat_id == self.phone.chat_id]
        return any(call.method == "editMessageText" and call.status == 400 for call in mine)

    async def steer(self, verb: str) -> None:
        """Fay opens or pauses the workshop."""
        self.fay.press(self.fay.last.message_id, f"v1:f:{self.code}:{verb}")
        await self.room.quiet()

    def _do(self, step: Say | Tap | Old | Forge | Send) -> bool:
        now = self._buttons()
        self.known |= dict.fromkeys(now)
        there = {bubble.message_id for bubble in self.phone.messages()}
        match step:
            case Say(words):
                self.phone.say(words)
            case Tap(nth) if now:
                self.phone.press(*now[nth % len(now)])
            case Old(nth) if still := [one for one in self.known if one[0] in there]:
                self.phone.press(*still[nth % len(still)])
            case Forge(data):
                self.phone.press(self.phone.last.message_id, data.replace("CODE", self.code))
            case Send(kind):
                getattr(self.phone, kind)()
            case _:
                return False
        return True

    def _buttons(self) -> list[tuple[int, str]]:
        shown = [(b.message_id, button) for b in self.phone.messages() for row in b.buttons for button in row]
        return [(number, button.data) for number, button in shown if button.data]


@contextmanager
def walking() -> Iterator[Walks]:
    """Leaving it fails for anything that was logged or refused."""
    with asyncio.Runner() as runner:
        entering = careful_room()
        room = runner.run(entering.__aenter__())
        try:
            fay = runner.run(room.staff())
            yield Walks(runner, room, fay, {flow: runner.run(room.workshop(fay, flow)) for flow in FLOWS})
        finally:
            runner.run(entering.__aexit__(None, None, None))


@pytest.fixture(scope="module")
def walks() -> Iterator[Walks]:
    """See `walking`."""
    with walking() as found:
        yield found


@tries(15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(flow=st.sampled_from(FLOWS), steps=st.lists(STEPS, min_size=10, max_size=25))
@example(
    flow="key-questions", steps=[Say("yes"), Say("1"), Say("1"), Say("/forget"), Tap(0), Old(0), Old(3), Say("/start")]
)
@example(
    flow="key-questions",
    steps=[
        Say("yes"),
        Say("1"),
        Say("1"),
        Say("Ask Hannah Smith"),
        Tap(1),
        Old(0),
        Say("Ask Hannah Smith"),
        Tap(0),
        Tap(0),
    ],
)
def test_no_walk_ends_in_silence(walks: Walks, flow: str, steps: list[Step]) -> None:
    """After every step, whatever it is, the phone shows something new and no button spins."""
    room, code = walks.room, walks.codes[flow]

    async def walk() -> None:
        phone = room.emulator.account("Ada")
        phone.open(room.link(code))
        await room.quiet()
        walker = Walker(room, walks.fay, phone, code)
        for step in steps:
            await walker.take(step)
        await walker.steer("open")

    walks.runner.run(walk())
