"""By what answers are compared, with the extra and without it: the program starts, proposes themes and says which it was."""

from __future__ import annotations

import sys
from asyncio import Future, get_running_loop
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from bot.messages import EndLists, GroupThemes, Op, RefreshBoards
from bot.reading.engine import Engine, engine_for
from bot.reading.grouping import Grouper, _Asked
from bot.surroundings.weights import PACKAGE, check, is_installed
from flows.theming.values import Before, Proposal, Written
from storage.answers.grouping import Grouping, Material, Wish
from storage.database import Unit

T = TypeVar("T")

ENGLISH = (
    "Parking is too expensive", "More parking at the market", "Parking for residents", "The trees give us shade",
    "More trees along the road", "Plant trees in the park",
)  # fmt: skip
NORDIC = ("Det er ikke nok plasser og mye støy", "Vi vil ha flere trær ved veien")


def proposed(texts: tuple[str, ...]) -> Proposal:
    """As the thread computes it."""
    grouper = Grouper(_nobody, lambda _ops: None)
    written = tuple(Written(str(n), text, quotable=True) for n, text in enumerate(texts))
    given = Material(Grouping(Wish.NEW, live=True), written, Before(), "")
    found = grouper._compute(_Asked(given, "", "en", 5))
    grouper.stop()
    assert isinstance(found, Proposal)
    assert (grouper._meaning is not None) == (engine_for(texts) is Engine.MEANING)
    return found


def _nobody(work: Callable[[Unit], T]) -> Future[T]:
    raise AssertionError(work)


def labels(found: Proposal) -> str:
    """All names."""
    return " ".join(one.label.casefold() for one in found.themes)


def test_without_the_extra_letters_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its import is blocked: nothing is missed at the start, and there are themes."""
    monkeypatch.setitem(sys.modules, PACKAGE, None)
    check()
    assert not is_installed()
    assert engine_for(ENGLISH) is Engine.LETTERS
    assert engine_for(()) is Engine.LETTERS
    found = labels(proposed(ENGLISH))
    assert "parking" in found
    assert "trees" in found


@pytest.mark.skipif(not is_installed(), reason="the embedder comes with the extra: roundtable[themes]")
def test_with_the_extra_meaning_is_compared_where_it_knows_the_language() -> None:
    """Norwegian it was never taught; two such answers among many change nothing."""
    assert engine_for(ENGLISH) is Engine.MEANING
    assert engine_for((*ENGLISH, *NORDIC)) is Engine.MEANING
    assert engine_for(NORDIC) is Engine.OTHER_LANGUAGE
    assert "parking" in labels(proposed(ENGLISH))
    assert proposed(NORDIC * 3).themes


@pytest.mark.parametrize("failure", [ImportError("numpy"), OSError("a file of it"), MemoryError()])
async def test_a_library_that_is_broken_is_not_asked_at_every_tick(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was wished rests, and the board is drawn anew."""
    given = Material(Grouping(Wish.NEW, live=True), (), Before(), "")
    answers: list[Any] = [_Asked(given, "", "en", 5), None]
    carried: list[Op] = []

    def ask(work: object) -> Any:
        del work
        done: Future[Any] = get_running_loop().create_future()
        done.set_result(answers.pop(0))
        return done

    def fail(_asked: object) -> None:
        raise failure

    grouper = Grouper(ask, carried.extend)
    monkeypatch.setattr(grouper, "_compute", fail)
    await grouper.work(GroupThemes("w", "q"))
    grouper.stop()
    assert (answers, carried) == ([], [RefreshBoards("w"), EndLists()])
