"""Nothing that is counted, shown or logged beside a launch tells who was asked a question with a condition (3f)."""

from __future__ import annotations

import logging

import pytest

from bot.buttons import Button, Scope, encode
from bot.rehearsal.hands.phone import Phone
from storage.database import Unit
from storage.tables import SENDOUT
from tests.support.careful import careful_room
from tests.support.room import Room, code_on
from tests.support.steps import heard

FORBIDDEN = [(method, 403) for method in ("sendMessage", "editMessageReplyMarkup")]
WORTH, WHY, TRIGGERS = 1, 2, 3
"""Where the questions stand in the flow: whoever doubts the worth is asked why."""


async def launch(room: Room, fay: Phone, code: str, question: int) -> None:
    """Put one question to everybody."""
    fay.press(heard(fay).message_id, encode(Button(Scope.FACILITATOR, code, "agask", (str(question),))))
    await room.quiet()


def counted(unit: Unit) -> list[tuple[int, int, int, int]]:
    """What is kept of all messages to everybody: total, arrived, failed, unsure."""
    rows = unit.sendouts._connection.execute(SENDOUT.select()).all()
    return sorted((row.total, row.arrived, row.failed, row.unsure) for row in rows)


@pytest.mark.parametrize("doubts", [True, False], ids=["she is asked why", "she is not"])
async def test_a_blocked_phone_does_not_tell_who_was_asked(doubts: bool, caplog: pytest.LogCaptureFixture) -> None:
    """Whether Zoe, who has blocked the bot, doubts the worth is in no number, no line of the log and on no board."""
    async with careful_room(refusals=FORBIDDEN) as room:
        fay = await room.staff()
        fay.say("/new key-questions Riverside Park")
        await room.quiet()
        code = code_on(fay)
        fay.press(heard(fay).message_id, encode(Button(Scope.FACILITATOR, code, "pace", ("led",))))
        fay.say("/open")
        await room.quiet()
        ada, zoe = [await room.participant(name, code) for name in ("Ada", "Zoe")]
        await launch(room, fay, code, WORTH)
        ada.say("1")
        zoe.say("1" if doubts else "5")
        await room.quiet()
        await launch(room, fay, code, TRIGGERS)
        zoe.say("skip")
        await room.quiet()
        zoe.block()
        caplog.set_level(logging.DEBUG, "roundtable")
        caplog.clear()  # another test of this process may have let lines of the start through
        await launch(room, fay, code, WHY)
        assert "The question now\n\nWhat would make it worth it?" in ada.last.text
        assert any(status == 403 for _, status in room.emulator.counts) is doubts
        assert await room.app.deeds.ask(counted) == [(2, 2, 0, 0)] * 3
        assert [record.message for record in caplog.records if record.name == "roundtable"] == []
        assert not any("reached" in bubble.text for bubble in fay.messages())


async def test_a_question_for_everybody_counts_who_cannot_be_reached() -> None:
    """Where everybody is asked the same, whoever leads the room sees that somebody's phone is out of reach."""
    async with careful_room(refusals=FORBIDDEN) as room:
        fay = await room.staff()
        fay.say("/new key-questions Riverside Park")
        await room.quiet()
        code = code_on(fay)
        fay.press(heard(fay).message_id, encode(Button(Scope.FACILITATOR, code, "pace", ("led",))))
        fay.say("/open")
        await room.quiet()
        _, zoe = [await room.participant(name, code) for name in ("Ada", "Zoe")]
        zoe.block()
        await launch(room, fay, code, TRIGGERS)
        assert await room.app.deeds.ask(counted) == [(2, 1, 1, 0)]
