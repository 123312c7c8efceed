"""A finished workshop to look at: invented people answer, the real bot counts, closes, reads and tells; must not know HTML.

Nothing of a result is written here: their answers are drawn by chance and put where answers go, in one go instead of tap by tap, and
whatever follows is the bot's own. What they write is in `sentences.txt`.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from bot.app import App
from bot.rehearsal.showing import Stage
from bot.trial.inventing import invented
from flows.counting.segments import segment_question
from flows.definition.flow import Flow, TextQuestion
from flows.definition.localise import localise
from flows.dialogue.answers import Answer, Skipped, Use, Written
from storage.answers.themes import may_be_in
from storage.database import Unit
from storage.values import Workshop

PEOPLE = 60
AT_ONCE = 10
"""People whose answers are stored in one piece of work, so that a page sees them come."""

EXPECTED = (16, 14, 12, 40, 8)
"""How many of each group were expected, in the order of the groups: of one far more than came."""

_SENTENCES = Path(__file__).with_name("sentences.txt")
_USES, _CHANCES = (Use.QUOTE, Use.THEME, Use.COUNT), (7, 2, 1)

Quiet = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Said:
    """What may be written to a question: theme -> sentences, in one language."""

    themes: Mapping[str, tuple[str, ...]]

    @property
    def sentences(self) -> list[str]:
        """All of them."""
        return [sentence for sentences in self.themes.values() for sentence in sentences]


async def finish(stage: Stage, app: App, quiet: Quiet) -> None:
    """Sixty people answer in the workshop that Fay has just opened, and it is closed and read, as far as anybody can."""
    language, chance, fay = stage.facilitator.language, random.Random(), stage.facilitator
    workshop = await app.deeds.ask(lambda unit: unit.workshops.all_open()[-1])
    flow = localise(workshop.flow, language)
    fay.say(_expected(flow))
    await quiet()
    await _comes_in(stage, quiet)
    people = written(workshop.flow, invented(workshop.flow, chance, "-", PEOPLE, apart=True), language, chance)
    for first in range(0, PEOPLE, AT_ONCE):
        some = people[first : first + AT_ONCE]
        await app.deeds.ask(partial(_answered, workshop_id=workshop.id, first=first, people=some))
        stage.told("answer", first + len(some), PEOPLE)
    await app.tick()
    await quiet()
    stage.told("close", PEOPLE, PEOPLE)
    fay.say("/close")
    await quiet()
    fay.tap(lambda button: (button.data or "").endswith(":closeyes"))
    await quiet()
    stage.told("read", PEOPLE, PEOPLE)
    await _read(stage, quiet)
    await app.deeds.ask(partial(put_into_themes, workshop=workshop, language=language))
    fay.say("/board")
    await quiet()


async def _comes_in(stage: Stage, quiet: Quiet) -> None:
    """Ada takes part and answers nothing: on her phone stands in the end what everybody is told who took part."""
    ada, link = stage.cast[1], stage.invitation()
    if link is not None:
        ada.open(link)
        await quiet()
        ada.tap(lambda button: ":tp:" in (button.data or ""))
        await quiet()


def written(
    flow: Flow, people: Sequence[dict[str, Answer]], language: str, chance: random.Random
) -> list[dict[str, Answer]]:
    """The same people with words of their own, each sentence by one of them; who finds none left writes nothing."""
    answers = [dict(one) for one in people]
    for question in flow.questions:
        if not isinstance(question, TextQuestion):
            continue
        left = said(flow.id, question.id, language).sentences
        chance.shuffle(left)
        asked = [one for one in answers if question.id in one]
        chance.shuffle(asked)
        for one in asked:
            use = chance.choices(_USES, _CHANCES)[0]
            one[question.id] = Written(left.pop(), use) if left else Skipped()
    return answers


@lru_cache
def said(flow_id: str, question_id: str, language: str) -> Said:
    """What people write to this question. Raises LookupError for one that nothing was invented for."""
    for block in _SENTENCES.read_text(encoding="utf-8").split("\n@ ")[1:]:
        head, *lines = (line for line in block.splitlines() if line.strip())
        if not {question_id, f"{flow_id}.{question_id}"}.isdisjoint(head.split()):
            return Said(_themes(lines, 1 if language == "nl" else 0))
    raise LookupError(f"nobody writes anything to {flow_id}.{question_id}")


def _themes(lines: Sequence[str], column: int) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    label = ""
    for line in lines:
        words = line.removeprefix("= ").split(" | ")[column].strip()
        if line.startswith("= "):
            label, found[words] = words, ()
        else:
            found[label] += (words,)
    return found


def _expected(flow: Flow) -> str:
    """What Fay types; a question back where the flow has no groups."""
    segments = segment_question(flow)
    options = segments.options if segments is not None else ()
    said = [f"{option.label} {people}" for option, people in zip(options, EXPECTED, strict=False)]
    return "\n".join(["/expect", *said]) if said else "/board"


def _answered(unit: Unit, workshop_id: str, first: int, people: Sequence[dict[str, Answer]]) -> None:
    """They join, answer and submit; under ids that Telegram gives no person, so that nothing can be sent to them."""
    for number, answers in enumerate(people, first + 1):
        unit.answers.put_all(workshop_id, -number, answers)
    unit.workshops.count(workshop_id, joined=len(people), started=len(people), submitted=len(people))


async def _read(stage: Stage, quiet: Quiet) -> None:
    """Fay reads what they wrote: all of it is approved, page by page."""
    fay = stage.facilitator
    try:
        for step in (":desk:new", ":desk:rest"):
            fay.tap(lambda button, step=step: (button.data or "").endswith(step))  # type: ignore[misc]  # a default
            await quiet()
        while True:
            fay.tap(lambda button: ":desk:restok:" in (button.data or ""), message=fay.messages()[-1])
            await quiet()
    except LookupError:
        return  # nothing is left to read


def put_into_themes(unit: Unit, workshop: Workshop, language: str) -> None:
    """Fay puts what they wrote into themes, as a hand does at the desk."""
    texts = unit.texts.of(workshop.id)
    for question in workshop.flow.questions:
        if not isinstance(question, TextQuestion):
            continue
        for label, sentences in said(workshop.flow.id, question.id, language).themes.items():
            mine = [text for text in texts if text.question_id == question.id and text.words in sentences]
            if mine:
                theme = unit.themes.make(workshop.id, question.id, label)
                unit.themes.put(theme, [text for text in mine if may_be_in(theme, text)])
