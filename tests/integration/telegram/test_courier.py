"""The courier over real HTTP, against a server that misbehaves on demand."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from starlette.responses import JSONResponse, Response
from telegram.error import RetryAfter

from bot.telegram import courier as courier_module
from bot.telegram import outcomes
from bot.telegram.api import _refusal
from bot.telegram.courier import (
    Call,
    Courier,
    Delivered,
    Lane,
    Moved,
    Outcome,
    Pace,
    Rank,
    Refused,
    Unknown,
    Unreachable,
)
from bot.telegram.outcomes import Again, seconds_of
from bot.telegram.pacing import Limit
from tests.support.telegram.bot_api_stub import Stub, bot_of, error, flood, ok, stub_server
from tests.support.telegram.bulk import bulk

pytestmark = pytest.mark.filterwarnings("error")

ANNE, BILAL, CHIARA, DAAN, GROUP = 11, 12, 13, 14, -100
FAST = Pace().faster(50)


def say(chat: int, text: str, **args: float) -> Call:
    """A text message."""
    return Call("send_message", chat, {"text": text, **args})


def edit(chat: int, text: str, **args: float) -> Call:
    """An edit of the message 1."""
    return Call("edit_message_text", chat, {"message_id": 1, "text": text, **args})


@asynccontextmanager
async def courier_to(stub: Stub, pace: Pace = FAST) -> AsyncIterator[Courier]:
    """A started courier with a bot that talks to the stub."""
    async with bot_of(stub) as bot:
        courier = Courier(bot, time.monotonic, pace)
        await courier.start()
        yield courier
        await courier.stop(drain=1.0)


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    """A running stub."""
    async with stub_server(Stub()) as running:
        yield running


async def test_messages_arrive_in_order_in_each_chat(stub: Stub) -> None:
    """Interleaved posts for two chats arrive in order in each of them."""
    stub.delay = 0.005
    async with courier_to(stub) as courier:
        outcomes = [courier.post(say(chat, str(number))) for number in range(15) for chat in (ANNE, BILAL)]
        await courier.idle()
    assert stub.texts(ANNE) == stub.texts(BILAL) == [str(number) for number in range(15)]
    assert all(isinstance(outcome.result(), Delivered) for outcome in outcomes)


async def test_the_result_is_what_the_library_returns(stub: Stub) -> None:
    """A delivered message brings its id back."""
    async with courier_to(stub) as courier:
        outcome = await courier.post(say(ANNE, "hello"))
    assert isinstance(outcome, Delivered)
    assert outcome.result.message_id == 1


async def test_calls_before_start_wait_for_it(stub: Stub) -> None:
    """What is posted before the start leaves at the start."""
    async with bot_of(stub) as bot:
        courier = Courier(bot, time.monotonic, FAST)
        future = courier.post(say(ANNE, "early"))
        await asyncio.sleep(0.05)
        assert stub.texts() == []
        await courier.start()
        assert isinstance(await future, Delivered)
        await courier.stop()


async def test_a_told_wait_is_obeyed_by_that_chat_alone(stub: Stub) -> None:
    """After a 429 the chat waits as long as told and then delivers once; another chat does not wait."""
    stub.trick("sendMessage", flood(1), chat=ANNE)
    async with courier_to(stub) as courier:
        first, second = courier.post(say(ANNE, "one")), courier.post(say(ANNE, "two"))
        other = courier.post(say(BILAL, "hello"))
        await asyncio.gather(first, second, other)
    at = {request.fields["text"]: request.at for request in stub.sent()}
    began = stub.sent()[0].at
    assert stub.texts(ANNE) == ["one", "one", "two"]
    assert at["hello"] < at["one"]
    assert at["one"] - began >= 1.1


async def test_three_chats_told_to_wait_within_a_second_stop_everything(stub: Stub) -> None:
    """When three chats get a 429 within a second, a fourth waits as well."""
    for chat in (ANNE, BILAL, CHIARA):
        stub.trick("sendMessage", flood(1), chat=chat)
    async with courier_to(stub) as courier:
        storm = [courier.post(say(chat, "one")) for chat in (ANNE, BILAL, CHIARA)]
        await asyncio.sleep(0.2)
        began = time.monotonic()
        await courier.post(say(DAAN, "two"))
        assert time.monotonic() - began > 0.5
        await asyncio.gather(*storm)


async def test_a_send_without_an_answer_is_not_repeated(stub: Stub) -> None:
    """A message that may have arrived is never sent again; the outcome says so."""
    stub.trick("sendMessage", "hang", chat=ANNE)
    stub.trick("sendMessage", "tear", chat=BILAL)
    async with courier_to(stub) as courier:
        hung, torn = courier.post(say(ANNE, "one", read_timeout=0.1)), courier.post(say(BILAL, "two"))
        assert (await hung, await torn) == (Unknown(), Unknown())
        await courier.post(say(ANNE, "next"))
    assert (stub.texts(ANNE), stub.texts(BILAL)) == (["one", "next"], ["two"])


@pytest.mark.parametrize("trouble", ["hang", "tear"])
async def test_an_edit_without_an_answer_is_repeated(stub: Stub, trouble: str) -> None:
    """An edit twice is an edit once, so it is tried until it is answered."""
    stub.trick("editMessageText", trouble)
    async with courier_to(stub) as courier:
        outcome = await courier.post(edit(ANNE, "settled", read_timeout=0.1))
    assert isinstance(outcome, Delivered)
    assert stub.texts(ANNE) == ["settled", "settled"]


UNKNOWN: dict[str, Response] = {
    "500": error(500, "Internal Server Error"),
    "502": Response("<html>Bad Gateway</html>", status_code=502),
    "503": error(503, "Service Unavailable"),
    "504": Response("<html>Gateway Timeout</html>", status_code=504),
    "520": Response("<html>Unknown</html>", status_code=520),
    "page": Response("<html>Log in to the network</html>", media_type="text/html"),
    "empty": Response(""),
    "cut short": Response('{"ok": true, "resu'),
    "no result": Response('{"ok": true}'),
    "strange result": ok("done"),
    "no list": Response("[]"),
    "deep": Response("[" * 100_000),
    "no": Response('{"ok": false}'),
    "elsewhere": Response(status_code=302, headers={"Location": "/elsewhere"}),
    "stranger's 403": Response("<html>Forbidden</html>", status_code=403),
    "stranger's 401": Response("<html>Who are you?</html>", status_code=401),
}


@pytest.mark.parametrize("answer", UNKNOWN.values(), ids=UNKNOWN)
async def test_what_says_nothing_about_the_message_is_unknown(stub: Stub, answer: Response) -> None:
    """A gateway that is in trouble may have passed the message on: it is not sent twice. An edit is repeated: twice is once."""
    stub.trick("sendMessage", answer)
    stub.trick("editMessageReplyMarkup", answer)
    strip = Call("edit_message_reply_markup", ANNE, {"message_id": 1, "reply_markup": None})
    async with courier_to(stub) as courier:
        assert await courier.post(say(ANNE, "hello")) == Unknown()
        if answer is not UNKNOWN["strange result"]:
            assert isinstance(await courier.post(strip), Delivered)
    assert stub.texts(ANNE)[:1] == ["hello"]
    assert len(stub.sent(method="sendMessage")) == 1


@pytest.mark.parametrize("wait", [None, -5, 0, "1", "soon", [], 0.5])
async def test_a_flood_that_names_no_time_is_waited_out(stub: Stub, wait: object) -> None:
    """429 says that nothing was done, whoever says it and whatever it says about waiting."""
    body = {"ok": False, "error_code": 429, "parameters": {"retry_after": wait}}
    stub.trick("sendMessage", JSONResponse(body, status_code=429))
    async with courier_to(stub) as courier:
        assert isinstance(await courier.post(say(ANNE, "hello")), Delivered)
    assert stub.texts(ANNE) == ["hello", "hello"]


def test_what_is_told_to_wait_has_an_end() -> None:
    """A number of a slip does not silence a chat for years."""
    told = _refusal(429, {"parameters": {"retry_after": 10**15}})
    assert isinstance(told, RetryAfter)
    assert seconds_of(told.retry_after) == 3600


def test_what_is_given_up_may_have_been_done_unless_it_surely_was_not() -> None:
    """After many tries: a send that was repeated was refused each time; of an edit nobody knows."""
    ends = [courier_module._final(*of) for of in (("send_message", Again()), ("edit_message_text", Again()))]
    assert ends == [Refused("gave_up"), Unknown()]
    assert courier_module._final("edit_message_text", Again(flood=True)) == Refused("gave_up")


async def test_waiting_for_our_token_is_no_try(stub: Stub) -> None:
    """However long it takes until the token works again, nothing is given up by it; a flood has an end."""
    async with courier_to(stub) as courier:
        errand = courier._errand(say(ANNE, "hello"))
        errand.tries, errand.since = 10_000, -1e9
        assert courier._is_patient(errand, Again(locked=True))
        assert not courier._is_patient(errand, Again(flood=True))
        errand.future.cancel()


async def test_a_body_that_is_too_large_is_a_refusal(stub: Stub) -> None:
    """413 comes from what stands before Telegram, and certainly nothing was done."""
    stub.trick("sendMessage", Response("<html>413</html>", status_code=413))
    async with courier_to(stub) as courier:
        assert await courier.post(say(ANNE, "hello")) == Refused("too_long")


async def test_a_question_passes_changes_that_are_told_to_wait(stub: Stub) -> None:
    """After 429 on a tick the question leaves at once, as what goes to everybody does; the tick follows when it may, once."""
    stub.trick("editMessageText", flood(1))
    async with courier_to(stub) as courier:
        tick = courier.post(edit(ANNE, "✓"))
        await asyncio.sleep(0.05)
        await asyncio.gather(courier.post(say(ANNE, "question")), courier.post(say(ANNE, "to all"), Lane.BULK))
        assert not tick.done()
        assert isinstance(await tick, Delivered)
    assert [request.method for request in stub.sent(ANNE)] == [
        "editMessageText",
        "sendMessage",
        "sendMessage",
        "editMessageText",
    ]


async def test_a_token_that_is_revoked_holds_everything(
    stub: Stub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """401 is nobody's fault: all waits, nobody is unreachable by it, and all goes out when the token works again."""
    monkeypatch.setattr(outcomes, "_LOCKED", 0.3)
    stub.trick("sendMessage", *(error(401, "Unauthorized") for _ in range(3)))
    async with courier_to(stub) as courier:
        said = [courier.post(say(chat, "hello"), Lane.BULK) for chat in (ANNE, BILAL, CHIARA)]
        await asyncio.sleep(0.2)
        was_locked = courier.is_locked
        assert courier._schedule._hush_until > 0, "nobody else is tried meanwhile"
        assert not any(future.done() for future in said)
        assert all(isinstance(outcome, Delivered) for outcome in await asyncio.gather(*said))
        assert (was_locked, courier.is_locked) == (True, False)
        assert isinstance(await courier.post(say(ANNE, "and more"), Lane.BULK), Delivered)
    assert "event=token_refused handler=courier" in caplog.text


async def test_a_flood_of_strangers_does_not_starve_the_room(stub: Stub) -> None:
    """Two thousand strangers wait for a word; whoever takes part has theirs before most of them, and the queue is bounded."""
    async with courier_to(stub, Pace(replies=Limit(0.001, 10), strangers=Limit(0.01, 5))) as courier:
        for stranger in range(10_000, 12_000):
            courier.rank(stranger, Rank.STRANGER)
        flood_of = [courier.post(say(stranger, "welcome")) for stranger in range(10_000, 12_000)]
        assert sum(future.done() and future.result() == Refused("too_many") for future in flood_of) == 1500
        await courier.post(say(ANNE, "question"))
        assert len(stub.sent()) < 100
    assert len(courier._ranks) == 2000


async def test_what_is_remembered_has_an_end(stub: Stub) -> None:
    """Of chats that are no part of the room no more are remembered than there may be."""
    async with courier_to(stub) as courier:
        for chat in range(1, 12_001):
            courier.rank(chat, Rank.STRANGER)
        courier.rank(12_000, Rank.ROOM)
    assert len(courier._ranks) == 9_999
    assert 1 not in courier._ranks


async def test_a_message_survives_an_unreachable_server() -> None:
    """While nobody listens nothing is lost; once Telegram is back the message arrives, once."""
    stub = Stub()
    async with AsyncExitStack() as later:
        async with stub_server(stub):
            bot = await later.enter_async_context(bot_of(stub))
        courier = Courier(bot, time.monotonic, FAST)
        await courier.start()
        future = courier.post(say(ANNE, "hello"))
        await asyncio.sleep(0.6)
        assert not future.done()
        async with stub_server(stub, int(stub.url.rpartition(":")[2])):
            assert isinstance(await asyncio.wait_for(future, 10), Delivered)
            await courier.stop()
    assert stub.texts() == ["hello"]


@pytest.mark.parametrize("said", ["message is not modified: exactly the same", "MESSAGE_NOT_MODIFIED"])
async def test_an_unchanged_text_counts_as_delivered(stub: Stub, caplog: pytest.LogCaptureFixture, said: str) -> None:
    """It is what we wanted, in either of Telegram's wordings, and no line in the log."""
    stub.trick("editMessageText", error(400, f"Bad Request: {said}"))
    async with courier_to(stub) as courier:
        assert await courier.post(edit(ANNE, "same")) == Delivered(None)
    assert "courier" not in caplog.text


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (error(403, "Forbidden: bot was blocked by the user"), Unreachable("blocked")),
        (error(403, "Forbidden: user is deactivated"), Unreachable("deactivated")),
        (error(403, "Forbidden: bot was kicked from the group chat"), Unreachable("kicked")),
        (error(403, "Forbidden: bot can't initiate conversation with a user"), Unreachable("not_started")),
        (error(403, "Forbidden: for a reason of tomorrow"), Unreachable("forbidden")),
        (error(400, "Bad Request: chat not found"), Unreachable("chat_not_found")),
        (error(400, "Bad Request: not enough rights to send photos to the chat"), Refused("no_rights")),
        (error(400, "Bad Request: CHAT_SEND_POLLS_FORBIDDEN"), Refused("no_rights")),
        (error(400, "Bad Request: message thread not found"), Refused("no_topic")),
        (error(400, "Bad Request: message to edit not found"), Refused("message_not_found")),
        (error(400, "Bad Request: can't parse entities: Anne's words"), Refused("bad_markup")),
        (error(400, "Bad Request: BUTTON_DATA_INVALID"), Refused("bad_button")),
        (error(400, "Bad Request: message is too long"), Refused("too_long")),
        (error(400, "Bad Request: a text of tomorrow with Anne's words"), Refused("bad_request")),
        (error(404, "Not Found"), Refused("unknown_token_or_method")),
    ],
)
async def test_a_refusal_becomes_a_word_of_ours(stub: Stub, answer: Response, outcome: Outcome) -> None:
    """Each of Telegram's refusals is an outcome of one word, tried once, and never holds Telegram's text."""
    stub.trick("sendMessage", answer)
    async with courier_to(stub) as courier:
        assert await courier.post(say(ANNE, "hello")) == outcome
    assert len(stub.sent()) == 1


async def test_what_was_for_a_group_follows_it(stub: Stub) -> None:
    """A group that became a supergroup gets there what was sent to it; its old messages are out of reach. Both are told."""
    group, supergroup = -400, -1001
    heard: list[tuple[int | None, Outcome]] = []
    for method in ("sendMessage", "editMessageText"):
        answer = error(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=supergroup)
        stub.trick(method, answer, chat=group)
    async with courier_to(stub) as courier:
        courier.heard = lambda call, outcome: heard.append((call.chat_id, outcome))
        courier.topics[supergroup] = 7
        assert isinstance(await courier.post(say(group, "hello")), Delivered)
        assert stub.texts(supergroup) == ["hello"]
        assert await courier.post(edit(group, "changed")) == Moved(supergroup)
    assert [(chat, type(outcome)) for chat, outcome in heard] == [
        (group, Moved), (supergroup, Delivered), (group, Moved),
    ]  # fmt: skip


async def test_who_blocked_us_gets_no_more_bulk_until_heard_of_again(stub: Stub) -> None:
    """Bulk for an unreachable chat is dropped without asking Telegram; a reply that arrives opens it again."""
    stub.trick("sendMessage", error(403, "Forbidden: bot was blocked by the user"), chat=ANNE)
    async with courier_to(stub) as courier:
        progress = bulk(courier, [say(ANNE, "one"), say(ANNE, "two"), say(BILAL, "one")])
        await progress.wait()
        assert (progress.count(Unreachable), progress.count(Delivered), progress.left) == (2, 1, 0)
        assert await courier.post(say(ANNE, "three"), Lane.BULK) == Unreachable("blocked")
        assert stub.texts(ANNE) == ["one"]
        assert isinstance(await courier.post(say(ANNE, "welcome back")), Delivered)
        assert isinstance(await courier.post(say(ANNE, "four"), Lane.BULK), Delivered)


async def test_an_answer_to_a_button_waits_for_nothing(stub: Stub) -> None:
    """The spinner of a button is answered at once, even while the chat has to wait."""
    stub.trick("sendMessage", flood(1), chat=ANNE)
    async with courier_to(stub) as courier:
        slow = courier.post(say(ANNE, "one"))
        await asyncio.sleep(0.1)
        await courier.post(Call("answer_callback_query", ANNE, {"callback_query_id": "1"}))
        assert not slow.done()
        await slow


async def test_there_are_never_too_many_answers_to_buttons(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """While Telegram answers none of them no more are open than there may be; with each that has an end there is room again."""
    monkeypatch.setattr(courier_module, "_ANSWERS", 2)
    stub.delay = 0.05
    answer = Call("answer_callback_query", None, {"callback_query_id": "1"})
    async with courier_to(stub) as courier:
        first, second, third = (courier.post(answer) for _ in range(3))
        assert await third == Refused("too_many")
        await asyncio.wait((first, second))
        assert isinstance(await courier.post(answer), Delivered)


async def test_a_late_answer_to_a_button_is_dropped(stub: Stub, caplog: pytest.LogCaptureFixture) -> None:
    """Too late to answer a button: tried once, no fuss."""
    stub.trick("answerCallbackQuery", error(400, "Bad Request: query is too old and response timeout expired"))
    async with courier_to(stub) as courier:
        outcome = await courier.post(Call("answer_callback_query", None, {"callback_query_id": "1"}))
    assert outcome == Refused("query_too_old")
    assert "courier" not in caplog.text


async def test_of_many_edits_only_the_newest_is_sent(stub: Stub) -> None:
    """Fifty updates of a board become a few edits, the last text is there at the end, and replies do not wait."""
    async with courier_to(stub, Pace().faster(5)) as courier:
        futures = []
        for number in range(50):
            futures.append(courier.post_latest("board", edit(GROUP, str(number))))
            await asyncio.sleep(0)
        await courier.post(say(GROUP, "reply"))
        assert not futures[-1].done()
        outcomes = await asyncio.gather(*futures)
    edits = stub.sent(GROUP, "editMessageText")
    assert edits[-1].fields["text"] == "49"
    assert 2 <= len(edits) <= 3
    assert all(isinstance(outcome, Delivered) for outcome in outcomes)


async def test_a_send_to_all_does_not_delay_replies(stub: Stub) -> None:
    """While 200 bulk messages leave at their pace, each reply leaves among the next of them."""
    stub.delay = 0.01
    async with courier_to(stub, Pace().faster(3)) as courier:
        progress = bulk(courier, (say(1000 + number, "announcement") for number in range(200)))
        assert progress.left == 200
        assert courier.seconds_left() == pytest.approx(200 / 75)
        between = []
        for number in range(20):
            before = len(stub.sent())
            await courier.post(say(1000 + 9 * number, "next question"))
            between.append(len(stub.sent()) - before - 1)
        assert max(between) < 20
        await progress.wait()
    assert progress.count(Delivered) == progress.total == 200
    times = [request.at for request in stub.sent() if request.fields["text"] == "announcement"]
    assert times[-1] - times[0] > 0.9 * 197 / 75


async def test_a_send_to_all_can_be_stopped(stub: Stub) -> None:
    """Stopping takes back what has not left; what has left stays counted."""
    async with courier_to(stub, Pace()) as courier:
        progress = bulk(courier, (say(1000 + number, "announcement") for number in range(200)))
        await asyncio.sleep(0.3)
        progress.stop()
        await courier.idle()
        await asyncio.sleep(0.1)
        arrived = len(stub.sent())
        assert 3 <= arrived < 30
        assert progress.count(Delivered) <= arrived
        assert progress.left == 0
        assert isinstance(await courier.post(say(1199, "reply")), Delivered)


async def test_stopping_delivers_replies_and_drops_bulk(stub: Stub) -> None:
    """At the end replies still leave, bulk does not, and nothing is accepted any more."""
    async with bot_of(stub) as bot:
        courier = Courier(bot, time.monotonic, Pace())
        await courier.start()
        stub.delay = 0.05
        replies = [courier.post(say(ANNE, str(number))) for number in range(3)]
        sent = bulk(courier, (say(1000 + number, "announcement") for number in range(100)))
        await courier.stop(drain=3.0)
        assert all(isinstance(reply.result(), Delivered) for reply in replies)
        assert sent.count(Refused) >= 95
        assert await courier.post(say(ANNE, "late")) == Refused("stopped")


async def test_stopping_does_not_wait_for_ever(stub: Stub) -> None:
    """What cannot be delivered in time ends in an outcome too."""
    stub.trick("sendMessage", flood(60), chat=ANNE)
    stub.trick("sendMessage", "hang", chat=BILAL)
    async with bot_of(stub) as bot:
        courier = Courier(bot, time.monotonic, FAST)
        await courier.start()
        paused, hanging = courier.post(say(ANNE, "one")), courier.post(say(BILAL, "two"))
        await courier.stop(drain=0.3)
    assert (paused.result(), hanging.result()) == (Refused("stopped"), Unknown())


async def test_a_call_that_cannot_be_made_stops_nothing(stub: Stub) -> None:
    """A mistake of ours in one call ends in an outcome; the next call of the chat leaves."""
    async with courier_to(stub) as courier:
        wrong = courier.post(Call("send_message", ANNE, {"no_such_parameter": 1}))
        assert await wrong == Unknown()
        assert isinstance(await courier.post(say(ANNE, "hello")), Delivered)


async def test_files_arrive_whole_with_their_names(stub: Stub) -> None:
    """A document keeps its bytes and its name, whatever letters that has."""
    content = bytes(range(256)) * 1000
    args = {"document": content, "filename": "Überblick Ελλάδα.xlsx", "caption": "“quoted” – ünïcödé"}
    async with courier_to(stub) as courier:
        stub.trick("sendDocument", ok({"message_id": 5, "date": 1, "chat": {"id": ANNE, "type": "private"}}))
        assert isinstance(await courier.post(Call("send_document", ANNE, args)), Delivered)
    (request,) = stub.sent()
    assert request.files == {"document": ("Überblick Ελλάδα.xlsx", content)}
    assert request.fields["caption"] == "“quoted” – ünïcödé"
