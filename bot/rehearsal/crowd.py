"""Simulated people who join by the link and answer as people do; must not know flows, answers or the dialogue's insides.

They only see what stands on their phones: words on buttons. Which words mean what is in `Habits`, for English phones.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.rehearsal.bubbles import Bubble, Button
from bot.rehearsal.emulator import Emulator
from bot.rehearsal.phone import Phone

NAMES = (
    "Amina", "Bas", "Chidi", "Dewi", "Elif", "Femke", "Goran", "Hanna", "Imran", "Joost", "Kofi", "Lotte", "Mehmet",
    "Nadia", "Omar", "Pieter", "Quinn", "Rosa", "Samir", "Tess", "Umar", "Vera", "Wouter", "Xenia", "Yusuf", "Zoe",
)  # fmt: skip
SENTENCES = (
    "A clear person to call when something breaks",
    "More time: meetings are during working hours",
    "Small budgets that residents can decide about",
    "See that earlier promises were kept",
    "Less paperwork for small groups",
    "Invite the people who use the park every day, not only the usual ones",
    "Ask at the school gate and at the market instead of in the town hall",
    "Young people are missing, meet where they already are",
    "A shared plan for upkeep, with who does what and when",
    "Businesses would join if the benefit for the street were visible",
    "Childcare and an interpreter at meetings",
    "Start with one bench and one bin, then grow",
    "We lost trust when the playground was closed without a word",
    "Volunteers need tools and a place to keep them",
    "One page a month about what happened with our ideas",
)


@dataclass(frozen=True)
class Habits:
    """Which words on buttons mean what, and how people behave; chances are between 0 and 1, times in seconds."""

    start: str = "Take part"
    resume: str = "Go on"
    submit: str = "Submit"
    done: str = "Done"
    skip: str = "Skip"
    back: str = "← Back"
    finished: str = "Change an answer"
    agree: str = "Send it like this"
    uses: tuple[str, ...] = ("May be quoted word for word", "Only in themes, never quoted", "Only count it")
    allows: tuple[int, ...] = (6, 3, 1)  # how many of ten people choose each of these
    chosen: str = "●"
    aside: frozenset[str] = frozenset({"Pause", "More time", "Clear", "No thanks", "How it works", "Change an answer"})
    unticked: str = "⬜"
    skips: float = 0.05
    turns_back: float = 0.03
    taps_twice: float = 0.04
    most_ticks: int = 3
    thinks: tuple[float, float] = (0.5, 2.5)
    arrives_within: float = 0.4  # for every person in the crowd
    waits: float = 15.0  # for a reaction, at any speed, then the person tries again
    patience: float = 60.0  # without any reaction, then the person gives up


@dataclass
class _Person:
    """One phone and what its owner has in mind."""

    phone: Phone
    chance: random.Random
    habits: Habits
    ticks: int = 0
    seen: tuple[int, object] | None = None
    notices: int = 0
    handled: int = 0
    submitted: bool = False
    sentences: list[str] = field(default_factory=list)

    def board(self) -> Bubble | None:
        """The newest message with something to tap."""
        for bubble in reversed(self.phone.messages()):
            if bubble.from_bot and any(button.data for row in bubble.buttons for button in row):
                return bubble
        return None

    @property
    def finished(self) -> bool:
        """Whether the answers are in."""
        bubble = self.board()
        return self.submitted and (bubble is None or self.habits.finished in bubble.labels)

    def has_news(self, bubble: Bubble) -> bool:
        """Whether the message or a notice is new since the last act."""
        return self.seen != (bubble.message_id, bubble.json) or self.notices != len(self.phone.toasts)

    def act(self, bubble: Bubble) -> None:
        """Do one thing a person would do with this message."""
        habits, labels = self.habits, bubble.labels
        if bubble.message_id != (self.seen or (0, None))[0]:
            self.ticks, self.handled = self.chance.randint(1, habits.most_ticks), 0
        self.seen, self.notices = (bubble.message_id, bubble.json), len(self.phone.toasts)
        self.handled += 1
        for label in (habits.start, habits.resume, habits.submit, habits.agree):
            if label in labels:
                self.submitted |= label == habits.submit
                self._tap(bubble, label)
                return
        if habits.back in labels and self.handled == 1 and self.chance.random() < habits.turns_back:
            self._tap(bubble, habits.back)
        elif habits.skip in labels and self.handled == 1 and self.chance.random() < habits.skips:
            self._tap(bubble, habits.skip)
        else:
            self._answer(bubble)

    def _answer(self, bubble: Bubble) -> None:
        options = [button for row in bubble.buttons for button in row if self._is_option(button)]
        done = next((label for label in bubble.labels if label.startswith(self.habits.done)), None)
        uses = [button for button in options if button.label.endswith(self.habits.uses)]
        if uses and not any(button.label.startswith(self.habits.chosen) for button in uses):
            self._tap(bubble, self.chance.choices([button.label for button in uses], self.habits.allows)[0])
        elif uses or not options:  # an open question, to which an answer may stand already
            self._say_or_pass(bubble)
        elif done is None:
            self._tap(bubble, self._favourite(options))
        else:
            self._tick(bubble, options, done)

    def _tick(self, bubble: Bubble, options: list[Button], done: str) -> None:
        """Several taps and Done: ticks, places or points."""
        steps = [button.label for button in options if re.match(r"[+−-]\d", button.label)]
        open_options = [button for button in options if button.label.startswith(self.habits.unticked)]
        more = [label for label in steps if label.startswith("+")]
        ticked = len(options) - len(steps) - len(open_options)
        if steps and not more:  # every point is given
            self._tap(bubble, done)
        elif more and (self.handled > self.ticks or not open_options):
            self._tap(bubble, more[-1])
        elif not steps and (ticked >= self.ticks or not open_options):
            self.ticks = ticked + 1  # if Done is refused because it needs more
            self._tap(bubble, done)
        else:
            self._tap(bubble, self._favourite(open_options or options))

    def _say_or_pass(self, bubble: Bubble) -> None:
        if self.habits.skip in bubble.labels and self.chance.random() < 3 * self.habits.skips:
            self._tap(bubble, self.habits.skip)
        elif self.habits.skip in bubble.labels:
            self.sentences = self.sentences or self.chance.sample(SENTENCES, len(SENTENCES))
            self.phone.say(self.sentences.pop())

    def _is_option(self, button: Button) -> bool:
        known = {self.habits.skip, self.habits.back} | self.habits.aside
        return button.data is not None and button.label not in known and not button.label.startswith(self.habits.done)

    def _favourite(self, options: list[Button]) -> str:
        """By chance, but some options are liked by the whole room, so that results have a shape."""
        liked = [0.15 + random.Random(re.sub(r"^[\W\d]+", "", b.label)).random() ** 2 for b in options]
        return self.chance.choices([button.label for button in options], liked)[0]

    def _tap(self, bubble: Bubble, label: str) -> None:
        self.phone.tap(label, message=bubble)
        if self.chance.random() < self.habits.taps_twice:
            self.phone.tap(label, message=bubble)
            self.seen = None  # a tick that came and went leaves the message as it was: look at it again


@dataclass
class Progress:
    """How far a crowd is."""

    joined: int = 0
    finished: int = 0


async def crowd(
    emulator: Emulator,
    n: int,
    join_link: str,
    *,
    chance: random.Random,
    speed: float = 1.0,
    on_progress: Callable[[int, int], None] | None = None,
    habits: Habits | None = None,
) -> Progress:
    """Let `n` people join by the link and answer until submitted; returns how many did.

    `speed` 2 is twice as fast as people are. `on_progress(joined, finished)` is called at every change.
    """
    habits = habits or Habits()
    progress = Progress()

    def told(*, joined: int = 0, finished: int = 0) -> None:
        progress.joined += joined
        progress.finished += finished
        if on_progress is not None:
            on_progress(progress.joined, progress.finished)

    async def one(number: int) -> None:
        mood = random.Random(chance.random())
        await asyncio.sleep(mood.uniform(0, habits.arrives_within * n) / speed)
        person = _Person(emulator.account(NAMES[number % len(NAMES)]), mood, habits)
        person.phone.open(join_link)
        told(joined=1)
        if await _answers(person, speed):
            told(finished=1)

    async with asyncio.TaskGroup() as everyone:
        for number in range(n):
            everyone.create_task(one(number))
    return progress


async def _answers(person: _Person, speed: float) -> bool:
    """Look, think, act, until submitted; False when the bot shows nothing new for too long."""
    habits, silent = person.habits, 0.0
    while silent < habits.patience:
        pause = person.chance.uniform(*habits.thinks)
        await asyncio.sleep(pause / speed)
        if person.finished:
            return True
        bubble = person.board()
        news = bubble is not None and person.has_news(bubble)
        silent = 0.0 if news else silent + pause / speed
        if bubble is not None and (news or silent > habits.waits) and not person.phone.unanswered:
            person.act(bubble)
    return False
