"""Takes updates from Telegram, by long polling or webhook. Must not know what an update means.

The one promise: an update is acknowledged only after the handler has returned, which it does once the update is stored.
Killed at any moment, Telegram delivers again what was not stored; storing refuses what comes twice. Updates of one
sender are handled in the order they came, different senders side by side. The one place that catches everything.
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from typing import Any, Final, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.logs import log
from bot.telegram.api import Api
from bot.telegram.outcomes import seconds_of

T = TypeVar("T")

Handle = Callable[[Update], Awaitable[None]]
"""Returns when the update is stored; raising means that it is not."""

Outages = tuple[type[Exception], ...]
"""What a handler raises when no update at all can be stored: such an update waits, however long it takes."""

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""Never `poll_answer`, which would tell who voted for what, nor `poll`, which holds running totals."""

WEBHOOK_PATH: Final = "/telegram"
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - a header's name
_BODY_LIMIT = 1_000_000  # bytes
_SLOTS = 64  # updates handled at once
_TRIES = 5  # of one update, before it is called poison
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 30.0  # seconds
_CONNECTIONS = 40  # webhook connections Telegram may open
_REMEMBERED = 1000  # failing updates whose tries are counted


class CannotReceive(Exception):
    """Telegram will not give us updates, and waiting will not change that. The text is one line for the operator."""

    exit_code: Final = 3


class Polling:
    """Asks Telegram for updates, a batch at a time. Only one program may do so for a bot."""

    def __init__(self, bot: Api, handle: Handle, outages: Outages = (OSError,)) -> None:
        self._bot = bot
        self._handle = handle
        self._outages = outages
        self._order = _Order()
        self._stopping = asyncio.Event()
        self._offset: int | None = None

    async def run(self) -> None:
        """Until `stop`; raises CannotReceive if another program polls or the token is wrong."""
        await _patiently(lambda: self._bot.delete_webhook(drop_pending_updates=False), self._stopping)
        while not self._stopping.is_set():
            await self._take(await _patiently(self._fetch, self._stopping) or [])
        with suppress(TelegramError):  # tells Telegram what is stored; if that fails it comes again and is refused
            await self._bot.raw_updates(self._offset, ALLOWED_UPDATES, wait=0)

    def stop(self) -> None:
        """Finish the batch at hand and return from `run`."""
        self._stopping.set()

    async def idle(self) -> None:
        """Until nothing is being handled."""
        await self._order.idle()

    async def _fetch(self) -> list[dict[str, Any]]:
        return await self._bot.raw_updates(self._offset, ALLOWED_UPDATES)

    async def _take(self, batch: list[dict[str, Any]]) -> None:
        """Handle a batch; the next question then acknowledges everything before the first that is not stored."""
        stored = await asyncio.gather(*(self._store(raw) for raw in batch))
        for raw, is_stored in zip(batch, stored, strict=True):
            if not is_stored:
                return
            self._offset = int(raw["update_id"]) + 1

    async def _store(self, raw: dict[str, Any]) -> bool:
        update = _read(raw)
        return update is None or await self._order.run(_sender(update), lambda: self._insist(update))

    async def _insist(self, update: Update) -> bool:
        """False if the program is to stop and the update is still not stored."""
        tries, wait = 0, _FIRST_WAIT
        while True:
            try:
                await self._handle(update)
                return True
            except self._outages as error:
                log("update_failed", handler="polling", error=error)
            except Exception as error:
                tries += 1
                log("update_failed" if tries < _TRIES else "update_given_up", handler="polling", error=error)
                if tries == _TRIES:
                    return True
            if await _stops_within(wait, self._stopping):
                return False
            wait = min(2 * wait, _LONGEST_WAIT)


class Webhook:
    """Telegram posts each update; the answer 200 acknowledges it, 503 has it sent again."""

    def __init__(self, handle: Handle, secret: str, outages: Outages = (OSError,)) -> None:
        if not secret:
            raise ValueError("a webhook needs a secret, else anybody can post updates")
        self._handle = handle
        self._secret = secret.encode()
        self._outages = outages
        self._order = _Order()
        self._tries: dict[int, int] = {}

    def route(self) -> Route:
        """For `bot.telegram.serving.make_app`."""
        return Route(WEBHOOK_PATH, self.receive, methods=["POST"])

    async def register(self, bot: Bot, public_url: str) -> None:
        """Tell Telegram where we are; raises CannotReceive if it does not like the address or the token."""
        await _patiently(lambda: self._set(bot, public_url.rstrip("/") + WEBHOOK_PATH), asyncio.Event())

    async def idle(self) -> None:
        """Until nothing is being handled."""
        await self._order.idle()

    async def receive(self, request: Request) -> Response:
        """200 stored or hopeless, 403 not from Telegram, 413 too large, 503 not stored: send it again."""
        if not hmac.compare_digest(request.headers.get(_SECRET_HEADER, "").encode(), self._secret):
            log("webhook_refused", handler="webhook")
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        update = _read(body)
        if update is None or await self._order.run(_sender(update), lambda: self._try(update)):
            return Response(status_code=200)
        return Response(status_code=503, headers={"Retry-After": "2"})

    async def _set(self, bot: Bot, url: str) -> bool:
        try:
            return await bot.set_webhook(
                url,
                secret_token=self._secret.decode(),
                allowed_updates=ALLOWED_UPDATES,
                max_connections=_CONNECTIONS,
                drop_pending_updates=False,
            )
        except BadRequest:
            raise CannotReceive("Telegram refuses the address. PUBLIC_URL must be https and reachable.") from None

    async def _try(self, update: Update) -> bool:
        """True if it is stored, or has failed so often that Telegram shall forget it."""
        try:
            await self._handle(update)
        except self._outages as error:
            log("update_failed", handler="webhook", error=error)
            return False
        except Exception as error:
            hopeless = self._count(update.update_id) >= _TRIES
            log("update_given_up" if hopeless else "update_failed", handler="webhook", error=error)
            return hopeless
        self._tries.pop(update.update_id, None)
        return True

    def _count(self, update_id: int) -> int:
        if len(self._tries) >= _REMEMBERED:
            self._tries.pop(next(iter(self._tries)))
        self._tries[update_id] = self._tries.get(update_id, 0) + 1
        return self._tries[update_id]


class _Order:
    """One at a time for each sender in order of arrival, at most so many at once in all."""

    def __init__(self) -> None:
        self._last: dict[Hashable, asyncio.Future[None]] = {}
        self._slots = asyncio.Semaphore(_SLOTS)

    async def run(self, sender: Hashable, work: Callable[[], Awaitable[T]]) -> T:
        before, mine = self._last.get(sender), asyncio.get_running_loop().create_future()
        self._last[sender] = mine
        try:
            if before is not None:
                await asyncio.shield(before)  # the place in the queue is taken before anything is awaited
            async with self._slots:
                return await work()
        finally:
            mine.set_result(None)
            if self._last.get(sender) is mine:
                del self._last[sender]

    async def idle(self) -> None:
        while self._last:
            await asyncio.wait(set(self._last.values()))


def _sender(update: Update) -> Hashable:
    """Whose turn it is: the person, else the chat, else the poll."""
    if update.effective_user is not None:
        return update.effective_user.id
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.poll.id if update.poll is not None else None


def _read(raw: dict[str, Any] | bytes) -> Update | None:
    """None if it cannot be read; asking Telegram for it again would not help."""
    try:
        return Update.de_json(json.loads(raw) if isinstance(raw, bytes) else raw, None)
    except Exception as error:
        log("update_given_up", handler="intake", error=error)
        return None


async def _body(request: Request) -> bytes | None:
    """None if it is too large; not more than the limit is ever held."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_LIMIT:
            return None
    return bytes(body)


async def _patiently(ask: Callable[[], Awaitable[T]], stopping: asyncio.Event) -> T | None:
    """Ask until Telegram answers; None if we are to stop before. What waiting cannot change raises CannotReceive."""
    wait = _FIRST_WAIT
    while not stopping.is_set():
        try:
            return await _unless(stopping, ask())
        except Conflict:
            raise CannotReceive(
                "Another program is receiving this bot's messages. Stop it, then start again."
            ) from None
        except (InvalidToken, EndPointNotFound):
            raise CannotReceive("Telegram does not know this bot token. Check TELEGRAM_BOT_TOKEN.") from None
        except RetryAfter as error:
            log("updates_unavailable", handler="intake", error=error)
            await _stops_within(seconds_of(error.retry_after), stopping)
        except TelegramError as error:
            log("updates_unavailable", handler="intake", error=error)
            await _stops_within(wait, stopping)
            wait = min(2 * wait, _LONGEST_WAIT)
    return None


async def _unless(stopping: asyncio.Event, work: Awaitable[T]) -> T | None:
    """The result of `work`; None, and `work` is cancelled, if we are to stop first."""
    task, stop = asyncio.ensure_future(work), asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        stop.cancel()
        task.cancel()
        await asyncio.gather(task, stop, return_exceptions=True)


async def _stops_within(seconds: float, stopping: asyncio.Event) -> bool:
    """Wait, but not longer than until we are to stop; True if so."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)
    return stopping.is_set()
