"""Takes updates from Telegram, by long polling or webhook. Must not know what an update means.

The one promise: an update is acknowledged only after the handler has returned, which it does once the update is stored.
Killed at any moment, Telegram delivers again what was not stored; storing refuses what comes twice. Updates of one
sender are handled in the order they came, different senders side by side. The one place that catches everything.

Long: what is acknowledged when, however an answer looks and whatever fails, is one argument for both ways in.
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from typing import Any, Final, Literal, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.logs import log
from bot.telegram.api import Api
from bot.telegram.connections import know
from bot.telegram.patience import FIRST_WAIT, LONGEST_WAIT, CannotReceive, Patience, stops_within

T = TypeVar("T")

Handle = Callable[[Update], Awaitable["asyncio.Future[None] | None"]]
"""Returns when the update is stored; raising means that it is not. A future ends when an answer that is not stored has left."""

Outages = tuple[type[Exception], ...]
"""What a handler raises when no update at all can be stored: such an update waits, however long it takes."""

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""Never `poll_answer`, which would tell who voted for what, nor `poll`, which holds running totals."""

WEBHOOK_PATH: Final = "/telegram"
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - a header's name
_BODY_LIMIT = 1_000_000  # bytes
_SLOTS = 64  # updates handled at once
_TRIES, _SOON = 3, 0.05  # of one update, before it is called poison; seconds between two: nobody else is to wait for it
_TOGETHER = 0.02  # seconds in which what is being handled is gathered before Telegram is asked for more
_SAME = 0.6  # seconds; whoever asks for the same again within half a second gets a single update
_ANSWER = 0.5  # seconds that an acknowledgement waits at most for an answer to leave
_CONNECTIONS = 40  # webhook connections Telegram may open
_LARGEST_ID = 2**53  # of an update; a larger one is none


class Polling:
    """Asks Telegram for updates, a batch at a time. Only one program may do so for a bot.

    What is not stored yet holds the acknowledgement of all that came after it, not the handling: Telegram hands it over again
    with what is new, and what is known by its number is passed over.
    """

    def __init__(self, bot: Api, handle: Handle, outages: Outages = (OSError,)) -> None:
        self._bot = bot
        self._handle = handle
        self._outages = outages
        self._order = _Order()
        self._stopping = asyncio.Event()
        self._moved = asyncio.Event()
        self._offset: int | None = None
        self._window: dict[int, bool] = {}  # updates that Telegram may hand over again, and whether they are stored
        self._unanswered: dict[
            int, Hashable
        ] = {}  # of these: stored, but what somebody asked for has not left; and who it is
        self._tasks: set[asyncio.Task[None]] = set()
        self._patience = Patience(self._stopping)
        self._asked = 0.0

    @property
    def is_locked(self) -> bool:
        """Whether Telegram does not know our token any more."""
        return self._patience.is_locked

    async def run(self) -> None:
        """Until `stop`; raises CannotReceive if the token is wrong from the start."""
        await self._patience.ask(lambda: self._bot.delete_webhook(drop_pending_updates=False))
        while not self._stopping.is_set():
            batch = await self._patience.ask(self._fetch)
            is_quick = asyncio.get_running_loop().time() - self._asked < 1
            if not self._take(batch or []) and not self._under_way() and is_quick:
                await stops_within(FIRST_WAIT, self._stopping)  # a server that does not wait for news
            await self._until_more()
        await asyncio.gather(*self._tasks)
        with suppress(TelegramError):  # tells Telegram what is stored; if that fails it comes again and is refused
            await self._bot.raw_updates(self._next(), ALLOWED_UPDATES, wait=0)

    def stop(self) -> None:
        """Finish what is at hand and return from `run`."""
        self._stopping.set()

    async def idle(self) -> None:
        """Until nothing is being handled."""
        await self._order.idle()

    async def _fetch(self) -> list[Any]:
        self._offset, self._asked = self._next(), asyncio.get_running_loop().time()
        found = await self._bot.raw_updates(self._offset, ALLOWED_UPDATES)
        # What lies below the offset is acknowledged by now, and what was not handed over again is with Telegram no more.
        self._window = {n: done for n, done in self._window.items() if not done or (self._offset or 0) <= n}
        self._unanswered = {n: who for n, who in self._unanswered.items() if n in self._window}
        return found

    def _next(self) -> int | None:
        """Everything below it is stored, and answered where that is not stored."""
        waiting = [number for number, done in self._window.items() if not done or number in self._unanswered]
        if waiting:
            return min(waiting)
        return max(self._window) + 1 if self._window else self._offset

    def _take(self, batch: list[Any]) -> bool:
        """Begin to handle what is new; False if nothing was."""
        fresh = {number: raw for raw in batch if (number := _number(raw)) is not None and number not in self._window}
        for number in sorted(fresh):
            self._window[number] = False
            task = asyncio.create_task(self._store(number, fresh[number]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return bool(fresh)

    async def _until_more(self) -> None:
        """Until all is stored; or, so that nobody waits for a slow one, until asking would bring something else."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_SAME):
                while self._under_way() and self._next() == self._offset:
                    await self._step()
        with suppress(TimeoutError):
            async with asyncio.timeout(_TOGETHER):
                while self._under_way():
                    await self._step()

    async def _step(self) -> None:
        self._moved.clear()
        await self._moved.wait()

    def _under_way(self) -> bool:
        return not all(self._window.values()) or bool(self._unanswered)

    async def _store(self, number: int, raw: dict[str, Any]) -> None:
        update = _read(raw)
        if update is None:
            self._window[number] = True
            self._moved.set()
            return
        sender = _sender(update)
        stored, left = await self._order.run(sender, lambda: self._insist(update))
        if left is not None and not left.done() and sender not in self._unanswered.values():  # one at a time for each
            self._unanswered[number] = sender
        self._window[number] = stored
        self._moved.set()
        if left is not None and number in self._unanswered:
            await asyncio.wait({left}, timeout=_ANSWER)
            if left.done() or not self._stopping.is_set():
                self._unanswered.pop(number, None)
            self._moved.set()

    async def _insist(self, update: Update) -> "tuple[bool, asyncio.Future[None] | None]":
        """False if the program is to stop and the update is still not stored; and what is awaited before it is acknowledged."""
        wait = FIRST_WAIT
        while True:
            try:
                return True, await _stored(self._handle, update, self._outages, "polling")
            except self._outages as error:
                log("update_failed", handler="polling", error=error)
            if await stops_within(wait, self._stopping):
                return False, None
            wait = min(2 * wait, LONGEST_WAIT)


class Webhook:
    """Telegram posts each update; the answer 200 acknowledges it, 503 has it sent again."""

    def __init__(self, handle: Handle, secret: str, outages: Outages = (OSError,)) -> None:
        if not secret:
            raise ValueError("a webhook needs a secret, else anybody can post updates")
        self._handle = handle
        self._secret = secret.encode()
        self._outages = outages
        self._order = _Order()

    def route(self) -> Route:
        """For `bot.telegram.serving.make_app`."""
        return Route(WEBHOOK_PATH, self.receive, methods=["POST"])

    async def register(self, bot: Bot, public_url: str) -> None:
        """Tell Telegram where we are; raises CannotReceive if it does not like the address or the token."""
        await Patience(asyncio.Event()).ask(lambda: self._set(bot, public_url.rstrip("/") + WEBHOOK_PATH))

    async def idle(self) -> None:
        """Until nothing is being handled."""
        await self._order.idle()

    async def receive(self, request: Request) -> Response:
        """200 stored or hopeless, 400 cut short, 403 not from Telegram, 413 too large, 503 not stored: send it again."""
        if not hmac.compare_digest(request.headers.get(_SECRET_HEADER, "").encode(), self._secret):
            log("webhook_refused", handler="webhook")
            return Response(status_code=403)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        know(request)
        update = _read(body)
        stored, left = (
            (True, None) if update is None else await self._order.run(_sender(update), lambda: self._try(update))
        )
        if left is not None:
            await asyncio.wait({left}, timeout=_ANSWER)
        return Response(status_code=200) if stored else Response(status_code=503, headers={"Retry-After": "2"})

    async def _set(self, bot: Bot, url: str) -> bool:
        try:
            return await bot.set_webhook(
                url,
                secret_token=self._secret.decode(),
                allowed_updates=ALLOWED_UPDATES,
                max_connections=_CONNECTIONS,
                drop_pending_updates=False,
            )
        except BadRequest as error:
            if "resolve host" in error.message.lower():  # our name is not known to Telegram's side yet
                raise NetworkError("the address is not known yet") from None
            raise CannotReceive("Telegram refuses the address. PUBLIC_URL must be https and reachable.") from None

    async def _try(self, update: Update) -> "tuple[bool, asyncio.Future[None] | None]":
        """True if it is stored, or so hopeless that Telegram shall forget it; and what is awaited before that is said."""
        try:
            return True, await _stored(self._handle, update, self._outages, "webhook")
        except self._outages as error:
            log("update_failed", handler="webhook", error=error)
            return False, None


async def _stored(
    handle: Handle, update: Update, outages: Outages, handler: Literal["polling", "webhook"]
) -> "asyncio.Future[None] | None":
    """Handle it; what fails again and again is poison and given up at once, for others wait behind it. Raises outages."""
    for tries in range(1, _TRIES + 1):
        try:
            return await handle(update)
        except outages:
            raise
        except Exception as error:
            log("update_failed" if tries < _TRIES else "update_given_up", handler=handler, error=error)
        if tries < _TRIES:
            await asyncio.sleep(_SOON)
    return None


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
        given = json.loads(raw) if isinstance(raw, bytes) else raw
        return None if _number(given) is None else Update.de_json(given, None)
    except Exception as error:
        log("update_given_up", handler="intake", error=error)
        return None


def _number(raw: Any) -> int | None:
    """The number of an update; None for what has none, and so can be neither stored nor acknowledged."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < _LARGEST_ID:
        return number
    log("update_given_up", handler="intake")
    return None


async def _body(request: Request) -> bytes | None:
    """None if it is too large; not more than the limit is ever held."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_LIMIT:
            return None
    return bytes(body)
