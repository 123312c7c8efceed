"""Nobody is left standing: the bot starts whatever Telegram says, holds while its token is refused, and one person's flood is theirs."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import pytest

from bot.rehearsal.protocol.refusal import Refused, bad, too_many
from bot.telegram import outcomes, patience
from bot.telegram.courier import Rank
from bot.telegram.patience import CannotReceive
from tests.support.room import open_room
from tests.support.steps import place

FLOOD = 100
"""Texts that one person sends at once."""


async def test_the_start_waits_for_telegram(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Floods, gateways and refusals of getMe, deleteWebhook and getUpdates are waited out, and said in the log."""
    monkeypatch.setattr(patience, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(patience, "LONGEST_WAIT", 0.01)
    async with open_room() as room:
        fay = await room.staff()
        await room.app.stop()
        for method in ("getMe", "deleteWebhook"):
            for refusal in (Refused(502), Refused(500), bad("something of tomorrow"), Refused(409)):
                room.emulator.fail_next(method, refusal)
            room.emulator.lose_next(method)
        room.emulator.fail_next("getMe", too_many(1))
        await room.restart()
        await room.workshop(fay)
    assert caplog.text.count("event=updates_unavailable") >= 11


async def test_the_network_may_come_late(caplog: pytest.LogCaptureFixture) -> None:
    """Where nobody listens at the start the bot waits, ends when it is told to, and starts when somebody does."""
    async with open_room() as room:
        fay = await room.staff()
        url = room.settings.telegram_api_url
        port = int(url.rpartition(":")[2])
        del url
        room.settings = room.settings.model_copy(update={"telegram_api_url": "http://127.0.0.1:9"})
        await room.app.stop()
        room.app = room._build()
        starting = asyncio.create_task(room.app.run())
        await asyncio.sleep(0.3)
        assert not starting.done()
        starting.cancel()
        with suppress(asyncio.CancelledError):
            await starting
        room.settings = room.settings.model_copy(update={"telegram_api_url": f"http://127.0.0.1:{port}"})
        await room.restart()
        await room.workshop(fay)
    assert "event=updates_unavailable handler=intake error=bot.telegram.api.NotDone" in caplog.text


async def test_only_a_wrong_token_ends_the_start() -> None:
    """And it says so."""
    async with open_room() as room:
        await room.app.stop()
        room.emulator.fail_next("getMe", Refused(502))
        room.emulator.fail_next("getMe", Refused(401))
        room.app = room._build()
        with pytest.raises(CannotReceive, match="TELEGRAM_BOT_TOKEN"):
            await room.app.start()
        await room.app.stop()
        room.app = room._build()
        await room.app.start()


async def test_a_token_that_is_refused_for_a_while_costs_nobody_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """While Telegram says 401 all waits and `/health` says why; then everybody gets what they are owed, nobody is unreachable."""
    monkeypatch.setattr(outcomes, "_LOCKED", 0.2)
    async with open_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada = await room.participant("Ada", code)
        for method in ("sendMessage", "editMessageText"):
            room.emulator.fail_next(method, Refused(401), times=3)
        ada.say("1")
        async with asyncio.timeout(5):
            while not room.app._is_locked():  # noqa: ASYNC110 - there is no event for it
                await asyncio.sleep(0.005)
        await room.quiet()
        assert not room.app._is_locked()
        assert place(ada) == "2 of 6"
        assert room.app.courier._unreachable == {}


async def test_one_persons_long_texts_delay_nobody() -> None:
    """A hundred texts of 4,096 characters of one person, half of them for an open question: another's tap is answered among them."""
    async with open_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada, ben = await room.participant("Ada", code), await room.participant("Ben", code)
        for answer in ("1", "4"):
            ada.say(answer)
            await room.quiet()
        for number in range(FLOOD):
            ada.say(("Hannah Smith of 12 Elm Road, 07700 900222, said so. " * 90)[: 4096 if number % 2 else 990])
        await asyncio.sleep(0.05)
        began = time.monotonic()
        ben.say("2")
        async with asyncio.timeout(10):
            while not any("2 of 6" in bubble.text for bubble in ben.messages()):  # noqa: ASYNC110 - nor for this
                await asyncio.sleep(0.002)
        took = time.monotonic() - began
        waiting = len(room.emulator.updates.pending)
        await room.quiet()
    print(f"another's answer took {took * 1000:.0f} ms while {waiting} texts waited")  # noqa: T201 - a figure to be read
    assert waiting > 0, "the texts of one person were handled before another's answer"


async def test_whose_turn_it_is_follows_what_they_are() -> None:
    """Strangers, newcomers with a code and the room have their ranks; whoever takes part or steers is of the room."""
    async with open_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        stranger, newcomer = room.emulator.account("Stran"), room.emulator.account("New")
        stranger.say("hello")
        newcomer.open(room.link(code))
        await room.quiet()
        ada = await room.participant("Ada", code)
        assert room.app.courier._ranks == {stranger.chat_id: Rank.STRANGER, newcomer.chat_id: Rank.NEWCOMER}
        newcomer.tap("Take part")
        await room.quiet()
        assert set(room.app.courier._ranks) == {stranger.chat_id}
        assert {ada.chat_id, fay.chat_id, newcomer.chat_id} <= set(room.app._insiders.chats)
