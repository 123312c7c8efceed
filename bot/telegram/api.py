"""Speaks HTTP to Telegram: python-telegram-bot's Bot over an aiohttp connection pool. Must not know what is said.

aiohttp instead of the library's own client because under load it costs a quarter of the processor time. Errors are
told apart by "may Telegram have done it?": `NotDone` says no, `TimedOut` and other `NetworkError` perhaps.
No address (it holds the token), no parameter and no answer of Telegram's is ever part of an error's text.
"""

import json
import os
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import telegram
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# python-telegram-bot reads this at every access: times come as timedelta, without a deprecation warning each.
os.environ.setdefault("PTB_TIMEDELTA", "1")

_POOL = 256  # connections; above the courier's calls in flight, so that nobody waits for one
_KEEP_ALIVE = 30.0  # seconds; below what the servers in front of Telegram keep, so that a reused connection is alive
_CONNECT, _READ, _WRITE, _UPLOAD = 5.0, 20.0, 10.0, 60.0  # seconds
_LONG_POLL = 30  # seconds; the server's own upper bound is 50
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
            async with self._session.request(method, url, data=_form(request_data), timeout=timeout) as response:
                return _checked(response.status, await response.read())
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise NotDone(type(error).__name__) from None
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library does it, but what cannot be read is not written to the log."""
        try:
            return dict(json.loads(payload.decode("utf-8", "replace")))
        except (ValueError, TypeError):
            raise TelegramError("unreadable answer") from None


class Api(telegram.Bot):
    """The library's Bot, with one method more."""

    async def raw_updates(
        self, offset: int | None, allowed_updates: tuple[str, ...], wait: int = _LONG_POLL
    ) -> list[dict[str, Any]]:
        """Updates as plain JSON, so that one the library cannot read does not take the whole batch with it.

        Waits up to `wait` seconds for the first one; asking with an offset acknowledges everything below it.
        """
        data: dict[str, Any] = {"timeout": wait, "allowed_updates": list(allowed_updates)}
        if offset is not None:
            data["offset"] = offset
        found = await self._post("getUpdates", data, read_timeout=wait + _READ)
        return list(found) if isinstance(found, list) else []


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
    """A server in trouble has done nothing, unless a gateway gave up waiting for it."""
    if status == 504:
        raise TimedOut("504")
    if status >= 500:
        raise NotDone(str(status))
    return status, body


def _form(data: RequestData | None) -> aiohttp.FormData | None:
    if data is None:
        return None
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
