"""Both ways in: acknowledged means stored, one sender at a time, nothing blocks the queue for ever."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from starlette.responses import Response
from telegram import Update

from bot.telegram import patience
from bot.telegram.intake import ALLOWED_UPDATES, Handle, Polling, Webhook
from bot.telegram.patience import CannotReceive
from bot.telegram.serving import make_app, serving
from tests.support.telegram.bot_api_stub import Stub, bot_of, error, flood, message, ok, stub_server

pytestmark = pytest.mark.filterwarnings("error")

ANNE, BILAL, CHIARA = 11, 12, 13
SECRET = "s3cret"
ROOT = Path(__file__).parents[3]


class Store:
    """A handler that remembers; it can be slow or fail."""

    def __init__(self, takes: float = 0.0) -> None:
        self.takes = takes
        self.stored: list[int] = []
        self.spans: list[tuple[int, float, float]] = []
        self.failures: dict[int, list[Exception]] = {}
        self.calls = 0

    async def __call__(self, update: Update) -> None:
        """Store it."""
        self.calls += 1
        began = time.monotonic()
        await asyncio.sleep(self.takes)
        if self.failures.get(update.update_id):
            raise self.failures[update.update_id].pop()
        self.stored.append(update.update_id)
        assert update.effective_user is not None
        self.spans.append((update.effective_user.id, began, time.monotonic()))


def overlaps(store: Store, *, same: bool) -> int:
    """How often two updates of one sender (or of two) were handled at the same time."""
    spans = sorted(store.spans, key=lambda span: span[1])
    pairs = [(one, two) for index, one in enumerate(spans) for two in spans[index + 1 :] if two[1] < one[2] - 1e-4]
    return sum(1 for one, two in pairs if (one[0] == two[0]) is same)


async def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until it holds."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - conditions of all kinds
            await asyncio.sleep(0.01)


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    """A running stub."""
    async with stub_server(Stub()) as running:
        yield running


@asynccontextmanager
async def polling(stub: Stub, handle: Handle) -> AsyncIterator[Polling]:
    """A bot that polls the stub."""
    async with bot_of(stub) as bot:
        intake = Polling(bot, handle)
        running = asyncio.create_task(intake.run())
        try:
            yield intake
        finally:
            intake.stop()
            await running


async def test_polling_handles_and_acknowledges_everything(stub: Stub) -> None:
    """Every update is handled once, in order per sender, and none is left at Telegram."""
    stub.queue(*(message(number, ANNE + number % 3) for number in range(1, 251)))
    store = Store()
    async with polling(stub, store):
        await until(lambda: not stub.updates)
    assert sorted(store.stored) == list(range(1, 251))
    for chat in range(3):
        mine = [number for number in store.stored if number % 3 == chat]
        assert mine == sorted(mine)


async def test_polling_asks_for_what_it_may_know(stub: Stub) -> None:
    """Polling removes a webhook without dropping anything, and never asks who voted what."""
    async with polling(stub, Store()):
        await until(lambda: stub.polls > 0)
    calls = {request.method: request.fields for request in stub.requests}
    assert calls["deleteWebhook"]["drop_pending_updates"] == "false"
    assert "poll_answer" not in calls["getUpdates"]["allowed_updates"]
    assert not {"poll", "poll_answer"} & set(ALLOWED_UPDATES)


async def test_one_sender_is_served_in_turn_and_senders_side_by_side(stub: Stub) -> None:
    """Updates of one person never overlap; those of different people do."""
    stub.queue(*(message(number, ANNE + number % 3) for number in range(1, 31)))
    store = Store(takes=0.02)
    async with polling(stub, store):
        await until(lambda: len(store.stored) == 30)
    assert overlaps(store, same=True) == 0
    assert overlaps(store, same=False) > 0


async def test_nothing_is_acknowledged_while_it_is_handled(stub: Stub) -> None:
    """However often Telegram is asked for more, what is not stored stays with it."""
    stub.queue(message(1, ANNE), message(2, BILAL))
    store = Store(takes=0.3)
    async with polling(stub, store) as intake:
        await until(lambda: store.calls == 2 and stub.polls > 1)
        assert [update["update_id"] for update in stub.updates] == [1, 2]
        await intake.idle()
        assert sorted(store.stored) == [1, 2]
        await until(lambda: not stub.updates)
    assert store.calls == 2


async def test_nobody_waits_for_a_slow_one(stub: Stub) -> None:
    """While one person's update takes for ever, others that come later are handled, and nothing of it is acknowledged."""
    held = asyncio.Event()
    store = Store()

    async def handle(update: Update) -> None:
        if update.effective_user is not None and update.effective_user.id == ANNE:
            await held.wait()
        await store(update)

    stub.queue(message(1, ANNE), message(2, ANNE))
    async with polling(stub, handle):
        await until(lambda: stub.polls >= 1)
        for number in (3, 4, 5):
            stub.queue(message(number, BILAL))
            await until(lambda n=number: n in store.stored, 3)  # type: ignore[misc]
        assert [update["update_id"] for update in stub.updates] == [1, 2, 3, 4, 5]
        held.set()
        await until(lambda: not stub.updates)
    assert store.stored == [3, 4, 5, 1, 2]


STRANGE: list[Any] = [
    {"message": message(1, ANNE)["message"]},
    {"update_id": None},
    {"update_id": "7"},
    {"update_id": True},
    {"update_id": -1},
    {"update_id": 2**70},
    None,
    [],
    "update",
]


async def test_entries_that_are_no_updates_are_passed_over(stub: Stub, caplog: pytest.LogCaptureFixture) -> None:
    """Without a number, with a strange one or of another form: said in the log, and the rest of the batch is handled."""
    await _polled(stub, [[*STRANGE, message(1, ANNE), *STRANGE], [], [message(2, ANNE)]], expected=[1, 2])
    assert caplog.text.count("update_given_up") >= len(STRANGE)


@pytest.mark.parametrize(
    ("batches", "expected"),
    [
        ([[message(3, ANNE), message(1, ANNE), message(2, ANNE), message(2, ANNE)]], [1, 2, 3]),
        ([[message(1, ANNE), message(900, ANNE)], [message(950, ANNE)]], [1, 900, 950]),
        ([[message(900_000_000, ANNE)], [message(17, ANNE)], [message(18, ANNE)]], [900_000_000, 17, 18]),
    ],
    ids=["without order and twice", "with gaps", "counted anew"],
)
async def test_numbers_in_any_order(stub: Stub, batches: list[list[Any]], expected: list[int]) -> None:
    """Each update is handled once, in the order of their numbers, and the next question acknowledges no more than these."""
    asked = await _polled(stub, batches, expected)
    assert asked[-1] == str(expected[-1] + 1)


async def _polled(stub: Stub, batches: list[list[Any]], expected: list[int]) -> list[str]:
    """Polls a server that gives these, one after the other; gives the offsets that it was asked with."""
    stub.trick("getUpdates", *(ok(batch) for batch in batches))
    store = Store()
    async with polling(stub, store):
        await until(lambda: store.stored == expected)
    assert store.calls == len(expected)
    return [request.fields.get("offset", "") for request in stub.requests if request.method == "getUpdates"][1:]


async def test_a_killed_bot_loses_nothing(stub: Stub, tmp_path: Path) -> None:
    """SIGKILL with ten updates under way: after a restart all ten are stored, once each."""
    stub.queue(*(message(number, ANNE + number) for number in range(1, 11)))
    file = tmp_path / "stored"

    def start(delay: float) -> Any:
        arguments = ("-m", "tests.support.telegram.polling_child", stub.url, str(file), str(delay))
        return asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE)

    first = await start(delay=60.0)
    for _ in range(10):
        assert await asyncio.wait_for(first.stdout.readline(), 20) == b"begun\n"
    first.kill()
    await first.communicate()
    assert not file.exists()
    assert len(stub.updates) == 10
    second = await start(delay=0.0)
    await until(lambda: not stub.updates, 20)
    second.kill()
    await second.communicate()
    assert sorted(map(int, file.read_text().split())) == list(range(1, 11))


async def test_stopping_finishes_the_batch_and_tells_telegram(stub: Stub) -> None:
    """A stop lets updates under way be stored and acknowledges them, and ends a long poll at once."""
    stub.queue(message(1, ANNE))
    store = Store(takes=0.2)
    async with polling(stub, store):
        await until(lambda: store.calls == 1)
    assert store.stored == [1]
    assert stub.requests[-1].fields["offset"] == "2"
    began = time.monotonic()
    async with polling(stub, store):
        await until(lambda: stub.polls >= 3)
    assert time.monotonic() - began < 10  # a long poll lasts longer


async def test_a_passing_failure_is_tried_again(stub: Stub) -> None:
    """A handler that fails twice and then succeeds has its update stored, once, and in its sender's order."""
    stub.queue(message(1, ANNE), message(2, ANNE), message(3, BILAL))
    store = Store()
    store.failures[1] = [RuntimeError(), RuntimeError()]
    async with polling(stub, store):
        await until(lambda: not stub.updates)
    assert store.stored == [3, 1, 2]


async def test_poison_does_not_block_the_queue(stub: Stub, caplog: pytest.LogCaptureFixture) -> None:
    """An update that always fails is given up after some tries, its class logged without its text; the rest goes on."""
    stub.queue(message(1, ANNE, "my secret"), message(2, ANNE))
    store = Store()
    store.failures[1] = [RuntimeError("my secret") for _ in range(100)]
    async with polling(stub, store):
        await until(lambda: not stub.updates, 20)
    assert store.stored == [2]
    assert "update_given_up" in caplog.text
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


async def test_an_outage_loses_nothing(stub: Stub) -> None:
    """While nothing can be stored at all no update is given up, and a stop leaves it with Telegram."""
    stub.queue(message(1, ANNE))
    store = Store()
    store.failures[1] = [OSError() for _ in range(100)]
    async with polling(stub, store):
        await until(lambda: store.calls >= 3)
    assert [update["update_id"] for update in stub.updates] == [1]
    store.failures.clear()
    async with polling(stub, store):
        await until(lambda: not stub.updates)
    assert store.stored == [1]


async def test_an_update_that_cannot_be_read_is_passed_over(stub: Stub) -> None:
    """A malformed update does not take its batch with it."""
    broken = {"update_id": 1, "message": {"message_id": 1, "date": "yesterday", "chat": {"id": "x"}}}
    stub.queue(broken, message(2, ANNE))
    store = Store()
    async with polling(stub, store):
        await until(lambda: not stub.updates)
    assert store.stored == [2]


async def test_another_program_that_leaves_is_waited_for(stub: Stub, caplog: pytest.LogCaptureFixture) -> None:
    """409 is said, and asked again: at a restart the old program may still be there."""
    stub.trick("getUpdates", error(409, "Conflict: terminated by other getUpdates request"))
    stub.queue(message(1, ANNE))
    async with polling(stub, Store()):
        await until(lambda: not stub.updates)
    assert "event=updates_unavailable handler=intake error=telegram.error.Conflict" in caplog.text


async def test_a_token_that_is_revoked_is_waited_for(stub: Stub, caplog: pytest.LogCaptureFixture) -> None:
    """A token that worked may work again: it is said, and nothing that was sent meanwhile is lost."""
    async with bot_of(stub) as bot:
        intake = Polling(bot, store := Store())
        intake._patience._locked = 0.05
        running = asyncio.create_task(intake.run())
        await until(lambda: stub.polls == 1)
        stub.trick("getUpdates", *(error(401, "Unauthorized") for _ in range(3)))
        stub.queue(message(1, ANNE))
        await until(lambda: store.stored == [1])
        stub.queue(message(2, ANNE))
        await until(lambda: intake.is_locked)
        await until(lambda: store.stored == [1, 2])
        assert not intake.is_locked
        intake.stop()
        await running
    assert "event=token_refused" in caplog.text


async def test_a_wrong_token_is_told_in_one_line(stub: Stub) -> None:
    """401 ends polling with a sentence that names the setting and not the token."""
    async with bot_of(stub) as bot:
        stub.trick("deleteWebhook", error(401, "Unauthorized"))
        with pytest.raises(CannotReceive, match="TELEGRAM_BOT_TOKEN") as refusal:
            await Polling(bot, Store()).run()
    assert "stub" not in str(refusal.value)


WAITS: list[object] = [None, -5, 0, "1", "soon", {}, 0.5]
TROUBLES: dict[str, Response | str] = {
    "502": error(502, "Bad Gateway"),
    "gateway's page": Response("<html>502</html>", status_code=502),
    "flood": flood(1),
    "torn": "tear",
    "page": Response("<html>Log in to the network</html>", media_type="text/html"),
    "empty": Response(""),
    "cut short": Response('{"ok": true, "result": [{"upda'),
    "deep": Response("[" * 100_000),
    "no": Response('{"ok": false}', status_code=400),
    "no with 200": Response('{"ok": false}'),
    "no without words": Response('{"ok": false, "error_code": 400, "description": null}', status_code=400),
    "no result": Response('{"ok": true}'),
    "no list": Response('{"ok": true, "result": {"update_id": 1}}'),
    "no object": Response("[1, 2]"),
    "stranger's 401": Response("who are you?", status_code=401),
    "stranger's 404": Response("<html>not here</html>", status_code=404),
    "elsewhere": Response(status_code=302, headers={"Location": "/elsewhere"}),
    **{
        f"flood {wait!r}": Response(
            json.dumps({"ok": False, "error_code": 429, "parameters": {"retry_after": wait}}), status_code=429
        )
        for wait in WAITS
    },
    "flood of nobody": Response("slow down", status_code=429),
}


async def test_polling_survives_telegrams_troubles(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Floods, gateways, and answers of any other form are waited out, whatever they hold."""
    monkeypatch.setattr(patience, "FIRST_WAIT", 0.001)
    monkeypatch.setattr(patience, "LONGEST_WAIT", 0.001)
    stub.trick("getUpdates", *TROUBLES.values())
    stub.queue(message(1, ANNE))
    store = Store()
    async with polling(stub, store):
        await until(lambda: not stub.updates, 20)
    assert store.stored == [1]


@asynccontextmanager
async def webhook(handle: Handle) -> AsyncIterator[Callable[..., Any]]:
    """A served webhook; gives a function that posts an update as Telegram does and returns (status, headers)."""
    hook = Webhook(handle, SECRET)
    async with serving(make_app([hook.route()])) as port, aiohttp.ClientSession() as session:

        async def post(body: Any, secret: str | None = SECRET) -> tuple[int, Any]:
            headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
            kind = "data" if isinstance(body, bytes) else "json"
            url = f"http://127.0.0.1:{port}/telegram"
            async with session.post(url, headers=headers, **{kind: body}) as response:
                return response.status, response.headers

        yield post


async def test_the_webhook_answers_once_it_is_stored() -> None:
    """200 comes after the handler, never before."""
    store = Store(takes=0.2)
    async with webhook(store) as post:
        began = time.monotonic()
        assert (await post(message(1, ANNE)))[0] == 200
        assert time.monotonic() - began >= 0.2
    assert store.stored == [1]


@pytest.mark.parametrize("secret", [None, "", "wrong", "s3cre", "sécret"])
async def test_strangers_are_refused(secret: str | None) -> None:
    """Without the secret nothing is handled."""
    store = Store()
    async with webhook(store) as post:
        assert (await post(message(1, ANNE), secret))[0] == 403
    assert store.calls == 0


async def test_a_webhook_needs_a_secret() -> None:
    """An empty secret would let everybody in, so it is refused at the start."""
    with pytest.raises(ValueError, match="secret"):
        Webhook(Store(), "")


async def test_a_flood_of_bytes_is_cut_off() -> None:
    """More than a megabyte is not read."""
    async with webhook(Store()) as post:
        assert (await post(b"x" * 1_000_001))[0] == 413


@pytest.mark.parametrize(
    "body",
    [
        b"", b"not json", b"[]", b"{}", b"null", b"17", b'{"update_id": 1, "message": 5}', b'{"update_id": "x"}', b"\xff\xfe\x00",
        b"[" * 100_000, b'{"update_id": ' + b"9" * 5000 + b"}", b'{"update_id": 1, "message": ' + b'{"a":' * 50_000,
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_not_sent_again(body: bytes) -> None:
    """Telegram would repeat it for a day and hold that chat's queue; so it is taken and dropped."""
    store = Store()
    async with webhook(store) as post:
        assert (await post(body))[0] == 200
    assert store.calls == 0


async def test_poison_holds_nobody_up() -> None:
    """What fails a few times in a row is given up within the request: Telegram would hold back what comes after it."""
    store = Store()
    store.failures[1] = [RuntimeError() for _ in range(100)]
    store.failures[2] = [RuntimeError()]
    async with webhook(store) as post:
        assert [(await post(message(number, ANNE)))[0] for number in (1, 2)] == [200, 200]
    assert store.stored == [2]


async def test_an_outage_is_no_reason_to_forget() -> None:
    """While nothing can be stored the webhook says 503, however often."""
    store = Store()
    store.failures[1] = [OSError() for _ in range(8)]
    async with webhook(store) as post:
        statuses = [(await post(message(1, ANNE)))[0] for _ in range(9)]
    assert statuses == [503] * 8 + [200]


async def test_the_webhook_keeps_each_senders_order() -> None:
    """A text and a tap of one person arrive on two connections and are still handled one after the other."""
    store = Store(takes=0.03)
    async with webhook(store) as post:
        await asyncio.gather(*(post(message(number, ANNE + number % 3)) for number in range(1, 31)))
    assert overlaps(store, same=True) == 0
    assert overlaps(store, same=False) > 0


async def test_telegram_is_told_where_the_webhook_is(stub: Stub) -> None:
    """The address, the secret and the kinds of updates are registered; nothing pending is dropped."""
    async with bot_of(stub) as bot:
        await Webhook(Store(), SECRET).register(bot, "https://example.org/")
    fields = next(request.fields for request in stub.requests if request.method == "setWebhook")
    assert fields["url"] == "https://example.org/telegram"
    assert fields["secret_token"] == SECRET
    assert fields["max_connections"] == "40"
    assert "poll_answer" not in fields["allowed_updates"]


async def test_an_address_telegram_refuses_is_told_in_one_line(stub: Stub) -> None:
    """A PUBLIC_URL that Telegram does not like stops the start with a sentence."""
    stub.trick("setWebhook", error(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"))
    async with bot_of(stub) as bot:
        with pytest.raises(CannotReceive, match="PUBLIC_URL"):
            await Webhook(Store(), SECRET).register(bot, "http://example.org")


async def test_health_answers() -> None:
    """`/health` says 200, or 503 when the program is unwell."""
    wells = iter([True, False])
    async with serving(make_app(healthy=lambda: next(wells))) as port, aiohttp.ClientSession() as session:
        for expected in (200, 503):
            async with session.get(f"http://127.0.0.1:{port}/health") as response:
                assert response.status == expected


async def test_a_port_in_use_is_said_at_once() -> None:
    """Starting on a taken port raises instead of hanging."""
    async with serving(make_app()) as port:
        with pytest.raises(OSError, match="in use"):
            async with serving(make_app(), port=port):
                pass
