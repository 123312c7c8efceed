"""How updates travel from the emulated Bot API: polling, webhooks, events, scripted trouble."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import (
    Bot,
    Update,
)
from telegram.error import (
    Conflict,
    NetworkError,
)

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.protocol.refusal import Refused
from bot.rehearsal.serving import serve
from tests.support.cast import YES_NO, Clock, everything


async def test_unacknowledged_updates_come_again(emulator: Emulator, ada: Phone, bot: Bot) -> None:
    """getUpdates repeats what no higher offset has confirmed; drained() waits for exactly that."""
    first = await bot.get_updates()
    assert await bot.get_updates() == first
    with pytest.raises(TimeoutError):
        await emulator.drained(timeout=0.05)
    assert await bot.get_updates(offset=first[-1].update_id + 1) == ()
    await emulator.drained(timeout=0.05)
    for text in "abc":
        ada.say(text)
    three = [update.update_id for update in await bot.get_updates()]
    assert [update.update_id for update in await bot.get_updates(offset=three[1])] == three[1:]
    (last,) = await bot.get_updates(offset=-1)
    assert last.message is not None
    assert last.message.text == "c"
    assert [update.update_id for update in await bot.get_updates()] == [last.update_id]


async def test_a_long_poll_ends_as_soon_as_somebody_writes(ada: Phone, bot: Bot) -> None:
    """A waiting getUpdates answers with the update that comes in."""
    await everything(bot)
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    ada.say("now")
    (update,) = await asyncio.wait_for(waiting, 2)
    assert update.message is not None
    assert update.message.text == "now"


async def test_a_second_poller_ends_the_first(emulator: Emulator, url: str, bot: Bot) -> None:
    """Two getUpdates at once are a conflict for the one that waits."""
    async with Bot(emulator.token, base_url=f"{url}/bot") as other:
        waiting = asyncio.create_task(other.get_updates(timeout=20))
        await asyncio.sleep(0.05)
        assert await bot.get_updates(timeout=0) == ()
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await waiting


async def test_scripted_trouble(emulator: Emulator, ada: Phone, bot: Bot) -> None:
    """A test can have a call refused, or done without the answer arriving."""
    emulator.fail_next("sendMessage", Refused(500))
    with pytest.raises(NetworkError):
        await bot.send_message(ada.chat_id, "refused")
    emulator.lose_next("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(ada.chat_id, "lost")
    assert [bubble.text for bubble in ada.messages()] == ["/start", "lost"]


async def test_a_page_hears_what_happens(emulator: Emulator, ada: Phone, bot: Bot) -> None:
    """Subscribers get bubbles, edits, spinners and toasts in order."""
    events: list[dict[str, Any]] = []

    async def listen() -> None:
        async for event in emulator.subscribe():
            events.append(event)  # noqa: PERF401

    listening = asyncio.create_task(listen())
    await asyncio.sleep(0)
    sent = await bot.send_message(ada.chat_id, "Ready?", reply_markup=YES_NO)
    query = ada.click(sent.message_id, 0, 1)
    assert query is not None
    await bot.answer_callback_query(query, "ok", show_alert=True)
    await sent.edit_text("Done")
    await sent.delete()
    await emulator.close()
    await listening
    assert [event["kind"] for event in events] == ["message", "spinner", "spinner", "toast", "edit", "delete"]
    assert events[0]["bubble"]["buttons"][0][1]["label"] == "No"
    assert (events[1]["on"], events[1]["column"], events[2]["on"]) == (True, 1, False)
    assert (events[3]["text"], events[3]["alert"], events[3]["user_id"]) == ("ok", True, ada.user_id)
    assert [event["seq"] for event in events] == [1, 2, 3, 4, 5, 6]


class Hook:
    """A webhook's receiving end that fails as told."""

    def __init__(self) -> None:
        self.got: list[Update] = []
        self.secrets: list[str | None] = []
        self.plan: list[int] = []
        self.reply: dict[str, Any] | None = None
        self.busy = 0
        self.most_busy = 0

    def app(self) -> Starlette:
        """The ASGI application."""
        return Starlette(routes=[Route("/hook", self.receive, methods=["POST"])])

    async def receive(self, request: Request) -> Response:
        """Take one update, or refuse it by plan."""
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        update = Update.de_json(await request.json(), None)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await asyncio.sleep(0.01)
        self.busy -= 1
        status = self.plan.pop(0) if self.plan else 200
        if status == 200:
            self.got.append(update)
        return JSONResponse(self.reply, status) if self.reply else Response(status_code=status)


@pytest.fixture
async def hook(bot: Bot) -> AsyncIterator[Hook]:
    """A webhook set at the emulator."""
    receiver = Hook()
    async with serve(receiver.app()) as address:
        await bot.set_webhook(f"{address}/hook", secret_token="s3cret", max_connections=8)
        yield receiver
        await bot.delete_webhook()


async def test_a_webhook_gets_updates_with_the_secret_and_forbids_polling(
    emulator: Emulator, ada: Phone, bot: Bot, hook: Hook
) -> None:
    """Updates are posted with the secret header; polling meanwhile is a conflict; what waited is not lost."""
    await emulator.drained(timeout=2)
    assert [update.message.text for update in hook.got if update.message] == ["/start"]
    assert hook.secrets == ["s3cret"]
    with pytest.raises(Conflict, match=r"(?i)webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url.endswith("/hook")
    await bot.delete_webhook()
    ada.say("polled")
    assert len(await bot.get_updates()) == 1


async def test_a_refused_update_comes_again_before_the_next_of_its_queue(
    emulator: Emulator, ada: Phone, bot: Bot, hook: Hook
) -> None:
    """Failures are repeated until 2xx, in order within a chat, while other chats go on in parallel."""
    await emulator.drained(timeout=2)
    hook.got.clear()
    hook.plan = [500, 503, 403]
    people = [emulator.account(str(number)) for number in range(5)]
    for text in "abc":
        ada.say(text)
    for person in people:
        person.say("hi")
    await emulator.drained(timeout=5)
    texts = [(u.message.chat_id, u.message.text) for u in hook.got if u.message]
    assert [text for chat, text in texts if chat == ada.chat_id] == ["a", "b", "c"]
    assert len(texts) == 8
    assert hook.most_busy > 1
    assert (await bot.get_webhook_info()).last_error_message is not None


async def test_a_webhook_may_answer_with_a_method(emulator: Emulator, ada: Phone, hook: Hook) -> None:
    """A method in the reply's body is carried out, but none that only asks."""
    await emulator.drained(timeout=2)
    hook.reply = {"method": "sendMessage", "chat_id": ada.chat_id, "text": "from the body"}
    ada.say("hello")
    await emulator.settled(timeout=5, quiet=0)
    assert ada.last.text == "from the body"
    hook.reply = {"method": "getMe"}
    ada.say("hello")
    await emulator.settled(timeout=5, quiet=0)
    assert emulator.calls[-1].method == "sendMessage"


async def test_a_tap_is_forgotten_after_150_seconds(ada: Phone, bot: Bot, clock: Clock) -> None:
    """A bot that was away for long finds messages of the last day but no old taps."""
    await bot.send_message(ada.chat_id, "Ready?", reply_markup=YES_NO)
    ada.tap("Yes")
    clock.now += 151
    assert [update.callback_query for update in await everything(bot)] == [None]
    assert ada.unanswered
