"""Answers are grouped in a thread of their own, and what comes of it is kept; must not know pages, or how they are grouped.

No tap waits for it, and nothing is lost where it is cut short: the wish stands in the database until it is done. Numbers of words are
not logged; vectors are kept nowhere. What it computes with is loaded when it is first asked for something.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.desk import Ask
from bot.logs import log
from bot.messages import EndLists, GroupThemes, Op, Owed, RefreshBoards
from bot.places import ChorePlace
from bot.reading.engine import Engine, engine_for
from bot.surroundings.weights import OtherWeights
from flows.theming.values import Proposal, Proposed
from storage.answers.grouping import Material, Wish
from storage.database import Unit

if TYPE_CHECKING:
    from bot.surroundings.meaning import Meaning

_TRIES = 5
"""How often it is computed again, because somebody has changed something meanwhile, before the next tick takes it up."""

_MISTAKES = (
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    MemoryError,
    ImportError,
    OSError,
    OtherWeights,
)
"""Also a library or a file of it that is not there, or broken, on this machine."""


@dataclass(frozen=True)
class _Asked:
    """What is to be done, what was asked in which language, and how many make a theme that anybody is told of."""

    given: Material
    question: str
    language: str
    k: int


class Grouper:
    """One for the program."""

    def __init__(self, ask: Ask, carry: Callable[[Iterable[Op]], None]) -> None:
        self._ask = ask
        self._carry = carry
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="themes")
        self._meaning: Meaning | None = None

    def stop(self) -> None:
        """The program ends: what is being computed is thrown away, and done after the next start."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def work(self, op: GroupThemes) -> None:
        """Until it is kept. What cannot be computed at all is wished no more: it would fail at every tick."""
        for _ in range(_TRIES):
            asked = await self._ask(partial(_read, op=op))
            if asked is None:
                return
            try:
                found = await asyncio.get_running_loop().run_in_executor(self._pool, self._compute, asked)
            except _MISTAKES as error:
                log("deed_failed", handler="themes", error=error)
                await self._ask(lambda unit: unit.groupings.rest(op.workshop_id, op.question_id))
                break
            if await self._ask(partial(_kept, op=op, stamp=asked.given.stamp, found=found)):
                break
        self._carry((RefreshBoards(op.workshop_id), EndLists()))  # people may be told of them now

    def _compute(self, asked: _Asked) -> Proposal | Proposed | None:
        """In the thread."""
        from flows.theming.proposing import propose, split

        given = asked.given
        embed = self._embedder([one.words for one in given.written if one.quotable])
        about = {"question": asked.question, "prefer": asked.language}
        if given.grouping.wish is not Wish.SPLIT:
            is_fresh = given.grouping.wish is Wish.ANEW
            return propose(given.written, given.before, embed, crowd=asked.k, fresh=is_fresh, **about)
        theme = next((one for one in given.before.themes if one.id == given.grouping.about), None)
        taken: Sequence[str] = [one.label for one in given.before.themes if one.label]
        return split(given.written, theme.texts, embed, taken=taken, **about) if theme is not None else None

    def _embedder(self, texts: Sequence[str]) -> Meaning | None:
        """By meaning where the extra is installed and knows their language; else None: letters are compared."""
        if engine_for(texts) is not Engine.MEANING:
            return None
        if self._meaning is None:
            from bot.surroundings.meaning import Meaning

            self._meaning = Meaning()
        return self._meaning


def group_themes(workshop_id: str, question_id: str) -> Owed:
    """What is wished about the themes of a question, as the chore that it is."""
    return Owed(GroupThemes(workshop_id, question_id), ChorePlace("themes", f"{workshop_id}:{question_id}"))


def _read(unit: Unit, op: GroupThemes) -> _Asked | None:
    """None where nothing is to be done any more."""
    if (op.workshop_id, op.question_id) not in unit.groupings.due():
        return None
    workshop = unit.workshops.get(op.workshop_id)
    question = next((one for one in workshop.everything.questions if one.id == op.question_id), None)
    given = unit.groupings.read(op.workshop_id, op.question_id)
    return _Asked(given, question.text if question else "", workshop.flow.language, workshop.policy.k)


def _kept(unit: Unit, op: GroupThemes, stamp: str, found: Proposal | Proposed | None) -> bool:
    where = (op.workshop_id, op.question_id, stamp)
    if isinstance(found, Proposal):
        return unit.groupings.keep(*where, found)
    return unit.groupings.keep_split(*where, found)
