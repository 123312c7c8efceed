"""A room that watches itself: when a test leaves it, nobody was left without an answer and nothing went wrong unseen."""

from __future__ import annotations

import logging
import random
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.flood import FloodLimits
from tests.support.room import Room, open_room

UNCHANGED = ("editMessageText", "editMessageReplyMarkup")
"""Telegram refuses an edit that changes nothing with 400; a board that is as it was, or a strip of no buttons, is no slip."""


class Log(logging.Handler):
    """Every line that the program wrote at the level of a warning or above."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(record.getMessage())


@contextmanager
def listening() -> Iterator[list[str]]:
    """The warnings and errors that the program logs inside the block."""
    handler, logger = Log(), logging.getLogger("roundtable")
    logger.addHandler(handler)
    try:
        yield handler.lines
    finally:
        logger.removeHandler(handler)


@asynccontextmanager
async def careful_room(
    *,
    limits: FloodLimits | None = None,
    allow: Iterable[str] = (),
    refusals: Iterable[tuple[str, int]] = (),
    chance: random.Random | None = None,
    screen: bool = False,
) -> AsyncIterator[Room]:
    """A room; leaving it fails for a spinning button, a refused call, or a warning in the log.

    `allow`: words of log lines that this test provokes; `refusals`: (method, status) that it provokes.
    """
    expected = {*refusals, *((method, 400) for method in UNCHANGED)}
    with listening() as lines:
        async with open_room(limits=limits, chance=chance, screen=screen) as room:
            yield room
            await room.quiet()
            assert unanswered(room) == {}
            assert refused(room) - expected == set()
    assert [line for line in lines if not any(word in line for word in allow)] == []


def unanswered(room: Room) -> dict[str, list[str]]:
    """Whose buttons still spin."""
    return {phone.name: phone.unanswered for phone in room.emulator.phones.values() if phone.unanswered}


def refused(room: Room) -> set[tuple[str, int]]:
    """The calls that Telegram refused, by method and status."""
    return {call for call in room.emulator.counts if call[1] >= 400}


def seen(phone: Phone) -> tuple[object, ...]:
    """Everything on a phone; it differs as soon as the bot has said, edited or flashed anything."""
    shown = [(bubble.message_id, bubble.text, tuple(bubble.labels)) for bubble in phone.messages() if not bubble.mine]
    return (*shown, len(phone.toasts))
