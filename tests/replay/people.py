"""People who answer on emulated phones as their part says: they read the screen, tap and type; must not know the bot's inside.

Odd people tap wherever there are buttons, half of them without waiting for the ticks to show; even people type numbers,
lists, points in both spellings, or the words of an option. Who wants to change an answer uses Back or the review. Asked
about a name in what they wrote, they say that it is none; asked how their words may be used, they say what their part says.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import suppress

from bot.participant.choices.options import is_compact
from bot.rehearsal.emulator import Emulator
from bot.rehearsal.hands.phone import Phone, Wanted
from bot.rehearsal.world.bubbles import Bubble, Button
from flows.definition.flow import AllocationQuestion, Flow, MultiQuestion, Question, RankingQuestion, options_of
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped, Use, Written
from tests.replay.material import Part

PATIENCE = 60.0
"""Seconds that somebody waits for the bot before the replay fails."""
TAPPED_POINTS = 20
"""Up to so many points are given by taps; nobody taps a hundred times."""

_USES = {
    Use.QUOTE: "1 May be quoted word for word",
    Use.THEME: "2 Only in themes, never quoted",
    Use.COUNT: "3 Only count it",
}
_ASKED = re.compile(r"\A(\d+) of (\d+)(?: · [^\n]*)?\n{1,2}([^\n]+)")


class Surprised(Exception):
    """The bot did something that this person did not expect."""


class Watch:
    """Wakes people when something happens on their phone."""

    def __init__(self, emulator: Emulator) -> None:
        """`run` must be running while somebody waits."""
        self._emulator = emulator
        self._bells: dict[int, asyncio.Event] = {}

    async def run(self) -> None:
        """Until cancelled, or the emulator closes."""
        async for event in self._emulator.subscribe():
            if bell := self._bells.get(event["chat_id"]):
                bell.set()

    async def until(self, phone: Phone, ready: Callable[[Bubble], bool]) -> Bubble:
        """The bot's newest message as soon as it is `ready`. Raises Surprised when that takes too long."""
        bell = self._bells.setdefault(phone.chat_id, asyncio.Event())
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    bell.clear()
                    with suppress(LookupError):
                        if ready(phone.last):
                            return phone.last
                    await bell.wait()
        except TimeoutError:
            shown = [bubble.text[:200] for bubble in phone.messages()[-2:]]
            raise Surprised(f"{phone.name} waits in vain: {shown}, notices {phone.toasts[-1:]}") from None


class Person:
    """One person with a part and a phone."""

    def __init__(self, part: Part, phone: Phone, watch: Watch, flow: Flow, *, hides_names: bool = False) -> None:
        """`flow` is only what the person reads on the screen: texts and labels. `hides_names`: agrees to every mask."""
        self._part = part
        self._hides_names = hides_names
        self.phone = phone
        self._watch = watch
        self._questions = {question.text: question for question in flow}
        self._taps = part.number % 2 == 1
        self._hurries = part.number % 4 == 1
        self.asked: list[str] = []
        self.asked_about_names = 0
        self._to_correct: list[str] = []

    async def take_part(self, link: str) -> None:
        """Join, answer everything, put right what was said wrongly, and submit. Raises Surprised."""
        self.phone.open(link)
        await self._watch.until(self.phone, lambda bubble: "Take part" in bubble.labels)
        screen = await self._and_then("Take part", "yes")
        while (question := self._question_on(screen)) is not None:
            screen = await self._first_answer(question)
        for question_id in self._to_correct:
            screen = await self._correct_in_review(screen, question_id)
        if not screen.text.startswith("Ready to submit?"):
            raise Surprised(f"{self._part.name} expected the review: {screen.text[:200]}")
        thanks = await self._and_then("Submit", "submit")
        if not thanks.text.startswith("Thank you."):
            raise Surprised(f"{self._part.name} expected thanks: {thanks.text[:200]}")

    def _question_on(self, screen: Bubble) -> Question | None:
        """The question that stands on the phone; None for another screen. Raises Surprised for a remark above it."""
        if (found := _ASKED.match(screen.text)) is not None and found[3] in self._questions:
            return self._questions[found[3]]
        if screen.text.startswith("Ready to submit?"):
            return None
        raise Surprised(f"{self._part.name} does not understand: {screen.text[:200]}")

    async def _first_answer(self, question: Question) -> Bubble:
        """Answer; whoever will change the answer by Back does it at once."""
        part = self._part
        if question.id not in part.answers:
            raise Surprised(f"{part.name} is asked {question.id}, which was not asked of them")
        self.asked.append(question.id)
        screen = await self._answer(question, part.first.get(question.id, part.answers[question.id]))
        if question.id not in part.first:
            return screen
        if not self._taps or self._question_on(screen) is None:
            self._to_correct.append(question.id)
            return screen
        await self._expect(await self._and_then("← Back", "back"), question)
        return await self._answer(question, part.answers[question.id])

    async def _correct_in_review(self, screen: Bubble, question_id: str) -> Bubble:
        """Tap the answer in the review, give the right one, and be in the review again."""
        number = str(self.asked.index(question_id) + 1)
        question = next(q for q in self._questions.values() if q.id == question_id)
        self._touch(lambda button: button.label.split(" ", 1)[0] == number, screen)
        await self._expect(await self._next(screen), question)
        return await self._answer(question, self._part.answers[question_id])

    async def _expect(self, screen: Bubble, question: Question) -> None:
        if self._question_on(screen) != question:
            raise Surprised(f"{self._part.name} expected {question.id} again")

    # --- answering --------------------------------------------------------------------------------------------------

    async def _answer(self, question: Question, answer: Answer) -> Bubble:
        """Give one answer, and wait for the next screen."""
        match answer:
            case Skipped():
                return await self._and_then("Skip", "skip")
            case Written(text, use):
                return await self._write(text, use)
            case Chosen(option):
                return await self._choose(question, option)
            case Picked(options) | Ranked(options):
                return await (self._tick(question, options) if self._taps else self._list(question, options))
            case Shared(points):
                few = isinstance(question, AllocationQuestion) and question.total <= TAPPED_POINTS
                give = self._tap_points if self._taps and few else self._type_points
                return await give(question, points)

    async def _write(self, text: str, use: Use) -> Bubble:
        """Type, then say what is asked about it: whether a name is one, and the first time how the words may be used."""
        screen = await self._say(text)
        if "Send it like this" in screen.labels:
            about_names = "That is not a name" in screen.labels
            self.asked_about_names += about_names
            keeps = about_names and not self._hides_names
            agree, no_name = ("Send it like this", "send it"), ("That is not a name", "not a name")
            screen = await self._and_then(*(no_name if keeps else agree))
        if "How may your words be used?" in screen.text:
            screen = await self._and_then(_USES[use], _USES[use][0])
        return screen

    async def _choose(self, question: Question, option: str) -> Bubble:
        if self._taps:
            return await self._tap(option_on(question, option))
        by_words = self._part.number % 6 == 0
        return await self._say(_label(question, option) if by_words else str(_number(question, option)))

    async def _list(self, question: Question, options: Sequence[str]) -> Bubble:
        sign = ", " if self._part.number % 4 == 0 else " "
        return await self._say(sign.join(str(_number(question, option)) for option in options))

    async def _tick(self, question: Question, options: Sequence[str]) -> Bubble:
        """Tick or place one after the other, then Done."""
        screen = self.phone.last
        for count, option in enumerate(options, 1):
            screen = await self._turned_to(question, option, screen)
            self._touch(option_on(question, option), screen)
            if not self._hurries:
                screen = await self._watch.until(self.phone, lambda b, n=count: f"Done ({n})" in b.labels)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        return await self._tap(_done)

    async def _turned_to(self, question: Question, option: str, screen: Bubble) -> Bubble:
        """The page of a long list on which an option stands."""
        number = _number(question, option)
        while (page := _pages(screen, number)) is not None:
            self._touch(page, screen)
            screen = await self._watch.until(self.phone, lambda b, gone=page: gone not in b.labels)  # type: ignore[misc]  # as above
        return screen

    async def _tap_points(self, question: Question, points: Sequence[tuple[str, int]]) -> Bubble:
        """One point a tap; for the last option the button that gives all the rest."""
        left, screen = sum(given for _, given in points), self.phone.last
        for option, given in points:
            left, screen = await self._one_point(question, option, left, screen)
            rest = given - 1
            if rest > 1 and rest == left:
                self._touch(f"+{rest} all", await self._left(left))
                left, screen = 0, await self._left(0)
            else:
                for _ in range(rest):
                    left, screen = await self._one_point(question, option, left, screen)
        return await self._tap(_done)

    async def _one_point(self, question: Question, option: str, left: int, screen: Bubble) -> tuple[int, Bubble]:
        """A second tap on a screen that has not changed yet gives nothing, so even who hurries looks."""
        screen = await self._turned_to(question, option, screen)
        self._touch(option_on(question, option), screen)
        return left - 1, await self._left(left - 1)

    async def _left(self, points: int) -> Bubble:
        """The screen once it says how many points are left."""
        said = "All points given." if not points else f"\n{points} point{'s' if points > 1 else ''} left."
        return await self._watch.until(self.phone, lambda bubble: said in bubble.text)

    async def _type_points(self, question: Question, points: Sequence[tuple[str, int]]) -> Bubble:
        given = dict(points)
        if self._part.number % 4 == 0:
            return await self._say(" ".join(f"{_number(question, option)}:{p}" for option, p in points))
        return await self._say(" ".join(str(given.get(option.id, 0)) for option in options_of(question)))

    # --- the phone --------------------------------------------------------------------------------------------------

    async def _and_then(self, label: str, word: str) -> Bubble:
        """Tap the button, or type the word for it."""
        return await (self._tap(label) if self._taps else self._say(word))

    def _touch(self, wanted: Wanted, screen: Bubble) -> None:
        try:
            self.phone.tap(wanted, message=screen)
        except LookupError as error:
            raise Surprised(f"{self._part.name} looks for a button: {error}") from None

    async def _tap(self, wanted: Wanted) -> Bubble:
        before = self.phone.last
        self._touch(wanted, before)
        return await self._next(before)

    async def _say(self, text: str) -> Bubble:
        before = self.phone.last
        self.phone.say(text)
        return await self._next(before)

    async def _next(self, before: Bubble) -> Bubble:
        """The next screen: a new message, or the old one turned into another question. A settled message has no buttons."""
        return await self._watch.until(
            self.phone,
            lambda now: bool(now.labels) and (now.message_id > before.message_id or _title(now) != _title(before)),
        )


def option_on(question: Question, option: str) -> Callable[[Button], bool]:
    """Whether a button is an option's: its label behind its number, a tick or a place before that, and maybe cut at the end."""
    if is_compact(question):
        number = str(_number(question, option))
        return lambda button: button.label.rsplit(" ", 1)[-1] == number
    label = _label(question, option)
    marks = 2 if isinstance(question, MultiQuestion | RankingQuestion | AllocationQuestion) else 1
    mark = re.compile(rf"(?:\S+ ){{{marks}}}")

    def fits(button: Button) -> bool:
        found = mark.match(button.label)
        said = button.label[found.end() :] if found else button.label
        return said == label or (said.endswith("…") and label.startswith(said[:-1]))

    return fits


def _pages(screen: Bubble, number: int) -> str | None:
    """The button that turns towards an option's number; None where that is on the page, or there are no pages."""
    for label in screen.labels:
        found = re.fullmatch(r"← (\d+)–(\d+)|(\d+)–(\d+) →", label)
        if found is not None and (number <= int(found[2]) if found[1] else number >= int(found[3])):
            return label
    return None


def _done(button: Button) -> bool:
    return re.fullmatch(r"Done \([^)]*\)", button.label) is not None


def _title(screen: Bubble) -> str:
    """The question on it, or its first line."""
    found = _ASKED.match(screen.text)
    return found[3] if found else screen.text.partition("\n")[0]


def _label(question: Question, option: str) -> str:
    return next(o.label for o in options_of(question) if o.id == option)


def _number(question: Question, option: str) -> int:
    return [o.id for o in options_of(question)].index(option) + 1
