"""Simulated people who join by the link and answer as people do; must not know flows, answers or the dialogue's insides.

They only see what stands on their phones: words on buttons. Which words mean what is in `Habits`, for English phones. Where a
facilitator leads the room they follow: they answer what comes, and wait as long as nothing is asked.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.hands.phrases import NAMES, QUESTIONS, SENTENCES
from bot.rehearsal.world.bubbles import Bubble, Button


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
    poll: str = "🗳"
    answered: str = "Change"  # below a poll that this person has answered
    ask: str = "Ask a question"
    nothing: str = "Nothing from me"
    anyone: str = "Anyone"
    typing: str = "Type it now"
    mine: str = "No, send mine"
    rests: tuple[str, ...] = ("The next question comes here by itself", "The facilitator will open the workshop soon",
                              "The facilitator has paused the workshop")  # fmt: skip
    held: str = "On hold"
    over: tuple[str, ...] = ("The room said", "This workshop is closed")
    aside: frozenset[str] = frozenset({
        "Pause", "More time", "Clear", "No thanks", "How it works", "Change an answer", "Cancel", "None of these",
    })  # fmt: skip
    unticked: str = "⬜"
    skips: float = 0.05
    turns_back: float = 0.03
    taps_twice: float = 0.04
    asks: float = 0.3  # a question to the panel
    looks_back: int = 6  # messages above the newest one
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

    def look(self) -> list[Bubble]:
        """What the bot said last, the newest first."""
        return self.phone.recent(self.habits.looks_back)

    def board(self, recent: Sequence[Bubble]) -> Bubble | None:
        """The newest message that asks for something; questions above the place where one waits are answered."""
        waits = False
        for bubble in recent:
            if self._asks_beside(bubble) or (not waits and self._asks(bubble)):
                return bubble
            waits = waits or self._is_rest(bubble)
        return None

    def _asks(self, bubble: Bubble) -> bool:
        habits = self.habits
        return not {habits.start, habits.resume, habits.submit, habits.agree, habits.skip}.isdisjoint(bubble.labels)

    def _asks_beside(self, bubble: Bubble) -> bool:
        """Whether it is a poll or the panel's, which come at any moment."""
        habits, labels = self.habits, bubble.labels
        if bubble.text.startswith(habits.poll):
            return bool(labels) and habits.answered not in labels
        return (habits.typing in bubble.text and bool(labels)) or not {
            habits.nothing,
            habits.anyone,
            habits.mine,
        }.isdisjoint(labels)

    def _is_rest(self, bubble: Bubble) -> bool:
        return self.habits.finished in bubble.labels or any(words in bubble.text for words in self.habits.rests)

    def rests(self, recent: Sequence[Bubble]) -> bool:
        """Where nothing is asked, whether that is for now: the answers are in, or the facilitator leads and asks nothing."""
        return self.submitted or any(map(self._is_rest, recent))

    def is_over(self, recent: Sequence[Bubble]) -> bool:
        """Whether the workshop is closed."""
        return any(bubble.text.startswith(self.habits.over) for bubble in recent)

    @property
    def is_held(self) -> bool:
        """Whether the facilitator holds the question that stands on the phone."""
        return any(said.startswith(self.habits.held) for said in self.phone.toasts[-1:])

    def has_news(self, bubble: Bubble) -> bool:
        """Whether the message or a notice is new since the last act."""
        if self.seen != (bubble.message_id, bubble.json):
            return True
        return self.notices != len(self.phone.toasts) and not self.is_held

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
        if self._at_panel(bubble):
            return
        if habits.back in labels and self.handled == 1 and self.chance.random() < habits.turns_back:
            self._tap(bubble, habits.back)
        elif habits.skip in labels and self.handled == 1 and self.chance.random() < habits.skips:
            self._tap(bubble, habits.skip)
        else:
            self._answer(bubble)

    def _at_panel(self, bubble: Bubble) -> bool:
        """Ask the panel something or nothing; False when the message is about something else."""
        habits, labels = self.habits, bubble.labels
        if habits.nothing in labels:
            self._tap(bubble, habits.ask if self.chance.random() < habits.asks else habits.nothing)
        elif habits.anyone in labels or habits.mine in labels:
            self._tap(bubble, self.chance.choice([label for label in labels if label not in habits.aside]))
        elif habits.typing in bubble.text:
            self.phone.say(self.chance.choice(QUESTIONS))
        else:
            return False
        return True

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
        names = (re.sub(r"^[\W\d]+", "", b.label) or re.sub(r"\D+", "", b.label) for b in options)
        liked = [0.15 + random.Random(name).random() ** 2 for name in names]
        return self.chance.choices([button.label for button in options], liked)[0]

    def _tap(self, bubble: Bubble, label: str) -> None:
        self.phone.tap(label, message=bubble)
        if self.chance.random() < self.habits.taps_twice:
            self.phone.tap(label, message=bubble)
            self.seen = None  # a tick that came and went leaves the message as it was: look at it again


@dataclass
class Progress:
    """How far a crowd is. `finished`: people who have been through what was asked of them."""

    joined: int = 0
    finished: int = 0


async def crowd(
    account: Callable[[str], Phone],
    n: int,
    join_link: str,
    *,
    chance: random.Random,
    speed: float = 1.0,
    on_progress: Callable[[int, int], None] | None = None,
    habits: Habits | None = None,
    stays: bool = False,
) -> Progress:
    """Let `n` people join by the link and answer until submitted; returns how many did. `account` makes a phone for a name.

    Where the facilitator leads, and with `stays` everywhere, they answer what comes until the workshop closes. `speed` 2 is
    twice as fast as people are. `on_progress(joined, finished)` is called at every change.
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
        person = _Person(account(NAMES[number % len(NAMES)]), mood, habits)
        person.phone.open(join_link)
        told(joined=1)
        await _answers(person, speed, stays=stays, finished=lambda: told(finished=1))

    async with asyncio.TaskGroup() as everyone:
        for number in range(n):
            everyone.create_task(one(number))
    return progress


async def _answers(person: _Person, speed: float, *, stays: bool, finished: Callable[[], None]) -> None:
    """Look, think, act, until submitted or the workshop is over, or the bot is silent for too long though it asks something."""
    habits, silent, is_finished = person.habits, 0.0, False
    while silent < habits.patience:
        pause = person.chance.uniform(*habits.thinks)
        await asyncio.sleep(pause / speed)
        recent = person.look()
        bubble = person.board(recent)
        if person.is_over(recent):
            return
        if bubble is None and person.rests(recent):
            silent = 0.0
            if not is_finished:
                is_finished = True
                finished()
            if person.submitted and not stays:
                return
            continue
        news = bubble is not None and person.has_news(bubble)
        silent = 0.0 if news else silent + pause / speed
        if bubble is not None and (news or silent > habits.waits) and not person.phone.unanswered:
            silent = 0.0 if person.is_held else silent
            person.act(bubble)
