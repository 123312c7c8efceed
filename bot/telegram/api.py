"""Speaks HTTP to Telegram: python-telegram-bot's Bot over an aiohttp connection pool. Must not know what is said.

aiohttp instead of the library's own client because under load it costs a quarter of the processor time. Errors are
told apart by "may Telegram have done it?": `NotDone` says no, `TimedOut` and other `NetworkError` perhaps. Only what has the
form of Telegram's own answers is believed: a page of a gateway, whatever its status, says nothing about what was done.
No address (it holds the token), no parameter and no answer of Telegram's is ever part of an error's text.
"""

import json
import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import telegram
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

# python-telegram-bot reads this at every access: times come as timedelta, without a deprecation warning each.
os.environ.setdefault("PTB_TIMEDELTA", "1")

_POOL = 256  # connections; above the courier's calls in flight, so that nobody waits for one
_KEEP_ALIVE = 30.0  # seconds; below what the servers in front of Telegram keep, so that a reused connection is alive
_CONNECT, _READ, _WRITE, _UPLOAD = 5.0, 20.0, 10.0, 60.0  # seconds
_LONG_POLL, _LATE = 20, 5  # seconds; the shorter, the sooner it shows that the network has gone silent
_RECONNECT = 3.0  # seconds; after an outage the next try comes soon
_LONGEST_FLOOD = 3600  # seconds; what is told beyond that is taken for a slip
_LOCAL_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


class NotDone(NetworkError):
    """Telegram has certainly not done it: never connected, or it answered that it could not. Safe to repeat."""


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's extension point for HTTP, on one aiohttp session."""

    def __init__(
        self, *, connections: int = _POOL, read_timeout: float = _READ, environment_proxy: bool = True
    ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._environment_proxy = environment_proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer unless a call names its own."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the pool; needs a running event loop."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=_KEEP_ALIVE, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(
                connector=connector, trust_env=self._environment_proxy, headers={"User-Agent": self.USER_AGENT}
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request; returns status and body. Raises NotDone, TimedOut or NetworkError, a class's name for text."""
        if self._session is None:
            raise RuntimeError("the connection pool is not open")
        timeout = _timeout(
            connect=_given(connect_timeout, _CONNECT) + _given(pool_timeout, 0.0),
            write=_given(write_timeout, _UPLOAD if request_data and request_data.contains_files else _WRITE),
            read=_given(read_timeout, self._read_timeout),
        )
        try:
            async with self._session.request(
                method, url, data=_form(request_data), timeout=timeout, allow_redirects=False
            ) as response:
                return _checked(response.status, await response.read())
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise NotDone(type(error).__name__) from None
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """An answer with a result. Raises what a refusal means, and NetworkError for what is no answer of Telegram's."""
        told = _told(payload)
        if told.get("ok") is True and "result" in told:
            return told
        code = told.get("error_code")
        if told.get("ok") is False and isinstance(code, int):
            raise _refusal(code, told)
        raise NetworkError("unreadable answer")


class Api(telegram.Bot):
    """The library's Bot, with two methods more."""

    async def get_content(self, file_id: str, most: int) -> bytes:
        """The bytes of a file that somebody sent. Raises BadRequest for one that is larger than `most`."""
        file = await self.get_file(file_id)
        if (file.file_size or 0) > most:
            raise BadRequest("file is too big")
        return bytes(await file.download_as_bytearray())

    async def raw_updates(
        self, offset: int | None, allowed_updates: tuple[str, ...], wait: int = _LONG_POLL
    ) -> list[dict[str, Any]]:
        """Updates as plain JSON, so that one the library cannot read does not take the whole batch with it.

        Waits up to `wait` seconds for the first one; asking with an offset acknowledges everything below it. Raises
        NetworkError for an answer that is no list.
        """
        data: dict[str, Any] = {"timeout": wait, "allowed_updates": list(allowed_updates)}
        if offset is not None:
            data["offset"] = offset
        found = await self._post("getUpdates", data, read_timeout=wait + _LATE, connect_timeout=_RECONNECT)
        if not isinstance(found, list):
            raise NetworkError("unreadable answer")
        return found


def make_bot(token: str, api_url: str) -> Api:
    """A Bot for `https://api.telegram.org`, an own Bot API server or the emulator; use it in `async with`."""
    url = api_url.rstrip("/")
    remote = urlsplit(url).hostname not in _LOCAL_HOSTS
    return Api(
        token=token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=AiohttpRequest(environment_proxy=remote),
        get_updates_request=AiohttpRequest(connections=2, environment_proxy=remote),
    )


def _given(value: object, otherwise: float) -> float:
    """What the call asked for; the library passes a marker where it asked for nothing."""
    return float(value) if isinstance(value, int | float) else otherwise


def _timeout(*, connect: float, write: float, read: float) -> aiohttp.ClientTimeout:
    """There is none for writing, so the whole is bounded by the sum."""
    return aiohttp.ClientTimeout(total=connect + write + read, connect=connect, sock_connect=connect, sock_read=read)


def _checked(status: int, body: bytes) -> tuple[int, bytes]:
    """An answer to be read; raises what any other status means.

    Whatever says 5xx may have passed the call on before: 502 and 504 of a gateway come after the message, too.
    """
    if 200 <= status < 300:
        return status, body
    if status == 413:
        raise BadRequest("Request Entity Too Large: it is too long")
    told = _told(body)
    if status == 429 or (status < 500 and told.get("ok") is False):
        raise _refusal(status, told)
    raise TimedOut(str(status)) if status in (408, 504) else NetworkError(str(status))


def _told(body: bytes) -> dict[str, Any]:
    """The JSON object of an answer; empty for anything else."""
    try:
        found = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _refusal(code: int, told: dict[str, Any]) -> TelegramError:
    """What Telegram's no means. Its fields may be missing or of any form."""
    parameters = told.get("parameters")
    given = parameters if isinstance(parameters, dict) else {}
    if code == 429:
        wait = _whole(given.get("retry_after"))
        return RetryAfter(min(wait, _LONGEST_FLOOD)) if wait is not None and wait > 0 else NotDone("429")
    moved = _whole(given.get("migrate_to_chat_id"))
    if moved is not None:
        return ChatMigrated(moved)
    words = told.get("description")
    kind = _REFUSALS.get(code)
    if kind is None:
        return NetworkError(str(code))
    return kind(words if isinstance(words, str) and words else str(code))


_REFUSALS: dict[int, Callable[[str], TelegramError]] = {
    400: BadRequest,
    401: InvalidToken,
    403: Forbidden,
    404: EndPointNotFound,
    409: Conflict,
    413: BadRequest,  # a file that is too large: certainly not taken
}


def _whole(value: object) -> int | None:
    """A whole number, also one in letters."""
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal() and len(value) < 20:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _form(data: RequestData | None) -> aiohttp.FormData | None:
    if data is None:
        return None
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
