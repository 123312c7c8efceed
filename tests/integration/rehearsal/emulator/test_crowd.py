"""A crowd of simulated people against a small dialogue that knows nothing of Roundtable's flows."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.hands.crowd import Habits, crowd
from bot.rehearsal.hands.phrases import SENTENCES
from bot.rehearsal.world.flood import FloodLimits

HASTY = Habits(thinks=(0.0, 0.02), arrives_within=0.001, waits=2, patience=9)
NAVIGATION = ("← Back", "Skip", "Pause")


class Survey:
    """Asks for one of three, up to two of three, ten points for two, a text; then Submit.

    What is typed is shown again to be agreed to, and its use is asked. Whoever goes back finds the text with its use.
    """

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.place: dict[int, int] = {}
        self.draft: dict[int, Counter[str]] = {}
        self.submitted: list[int] = []
        self.texts: list[str] = []
        self.agreed = 0
        self.uses: dict[int, str] = {}

    async def run(self) -> None:
        """Poll for ever."""
        offset = 0
        while True:
            for update in await self.bot.get_updates(offset=offset, timeout=5):
                offset = update.update_id + 1
                await self.take(update)

    async def take(self, update: Update) -> None:
        """One update."""
        if update.callback_query is not None:
            person = update.callback_query.from_user.id
            await self.tapped(person, str(update.callback_query.data))
            await update.callback_query.answer()
        elif update.message is not None and update.message.text is not None:
            person = update.message.chat_id
            if update.message.text.startswith("/start"):
                self.place[person] = 0
                await self.show(person)
            elif self.place[person] == 4:
                self.texts.append(update.message.text)
                await self.go(person, 5)
            elif self.place[person] in (5, 6):
                raise AssertionError("somebody types where a button has to be tapped")

    async def tapped(self, person: int, data: str) -> None:
        """A button."""
        place, draft = self.place[person], self.draft.setdefault(person, Counter())
        if data == "Submit":
            self.submitted.append(person)
        if data in ("Take part", "Submit"):
            await self.go(person, 1 if data == "Take part" else 8)
        elif data in ("agree", "Skip", "Done") or (place == 1 and data in "ABC"):
            self.agreed += data == "agree"
            await self.go(person, 7 if data == "Skip" and place >= 4 else min(place + 1, 7))
        elif data in Habits.uses:
            self.uses[person] = data
            await self.go(person, 7 if place == 6 else place)
        elif data == "← Back":
            await self.go(person, 4 if place > 4 else max(1, place - 1))
        elif place == 2:
            draft[data] = 1 - draft[data]
            await self.show(person)
        elif place == 3:
            draft[data.strip("+")[-1:] if data in "AB" else "A"] += 10 - draft.total() if data == "+all" else 4
            await self.show(person)

    async def go(self, person: int, place: int) -> None:
        """To another question."""
        if place != self.place[person]:
            self.place[person], self.draft[person] = place, Counter()
            await self.show(person)

    async def show(self, person: int) -> None:
        """The present question in a new message."""
        rows = self.rows(self.place[person], self.draft.get(person, Counter()), self.uses.get(person, ""))
        keys = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
        await self.bot.send_message(person, f"at {self.place[person]}", reply_markup=InlineKeyboardMarkup(keys))

    def rows(self, place: int, draft: Counter[str], use: str) -> list[list[tuple[str, str]]]:
        """Labels with their data."""
        navigation = [(label, label) for label in NAVIGATION]
        if label := {0: "Take part", 7: "Submit", 8: "Change an answer"}.get(place):
            return [[(label, label)]]
        if place == 5:
            return [[("Send it like this", "agree")], [("That is not a name", "name")], navigation]
        if place == 6 or (place == 4 and use):
            marks = ("●" if one == use else n for n, one in enumerate(Habits.uses, 1))
            return [[(f"{mark} {one}", one)] for mark, one in zip(marks, Habits.uses, strict=True)] + [navigation]
        if place == 1:
            return [[("1 A", "A"), ("2 B", "B"), ("3 C", "C")], navigation]
        if place == 2:
            ticks = [(f"{'✅' if draft[option] else '⬜'} {option}", option) for option in "ABC"]
            return [ticks, [("Done", "Done")], navigation]
        if place == 3:
            points = [(f"{'4️⃣' if draft[option] else '⬜'} {option}", option) for option in "AB"]
            steps = [("−1", "-1"), *([("+6 all", "+all")] if draft.total() < 10 else [])] if draft else []
            return [points, steps, [("Done", "Done")], navigation]
        return [navigation]


@pytest.fixture
def emulator() -> Emulator:
    """A server without limits, so that the crowd may hurry."""
    return Emulator(limits=FloodLimits.off(), chance=random.Random(5))


@pytest.fixture
async def survey(bot: Bot) -> AsyncIterator[Survey]:
    """The dialogue, answering."""
    dialogue = Survey(bot)
    running = asyncio.create_task(dialogue.run())
    yield dialogue
    running.cancel()


async def test_everybody_in_a_crowd_gets_to_the_end(emulator: Emulator, survey: Survey, bot: Bot) -> None:
    """All who join submit once, some in their own words, and progress is told as it happens."""
    told: list[tuple[int, int]] = []
    link = f"https://t.me/{bot.username}?start=CODE"
    progress = await asyncio.wait_for(
        crowd(
            emulator.account, 12, link, chance=random.Random(2), on_progress=lambda *at: told.append(at), habits=HASTY
        ),
        60,
    )
    assert (progress.joined, progress.finished) == (12, 12)
    assert told[-1] == (12, 12)
    assert len(told) == 24
    assert len(set(survey.submitted)) == 12
    assert survey.texts
    assert survey.agreed >= len(survey.uses) > 0
    assert set(survey.uses.values()) <= set(Habits.uses)
    assert set(survey.texts) <= set(SENTENCES)


async def test_a_silent_bot_is_given_up(emulator: Emulator, bot: Bot) -> None:
    """Nobody waits for ever for a bot that does not answer."""
    habits = Habits(thinks=(0.01, 0.02), patience=0.1)
    link = f"https://t.me/{bot.username}?start=CODE"
    progress = await asyncio.wait_for(
        crowd(emulator.account, 2, link, chance=random.Random(2), speed=10, habits=habits), 5
    )
    assert (progress.joined, progress.finished) == (2, 0)
