"""Connections of the web server: how long and how much somebody may send before they are heard; must not know any page.

Nobody has to be trusted to end what they began. Whoever is slow is cut off after some seconds; and while there are as many
connections as there may be, a new one takes the place of the stranger who has been inside for longest, whether that one is silent
or never stops asking. A stranger is who has shown no secret of ours since the last answer: so everybody has time to show it.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

_HEAD_LIMIT = 32_768  # bytes of a request before its body
_BODY_LIMIT = 4_000_000  # bytes of a body, whatever the page makes of it; the pages have limits of their own
_PIPELINED = 16  # requests that one connection may send before the first is answered


def know(request: Request) -> None:
    """Whoever sent it has shown a secret that we gave them: until it is answered, its connection is given up for nobody."""
    connection: Connection | None = getattr(request.state, "connection", None)
    if connection is not None:  # else it came by another frame than `bot.telegram.serving`
        connection.become_known()


@dataclass(frozen=True)
class Patience:
    """Seconds: for a request to arrive up to its body, for a body, and for an answer to be taken."""

    head: float = 10.0
    body: float = 20.0
    answer: float = 30.0


class Door:
    """All connections of a server, `most` at once; those that may be given up for a new one, longest inside first."""

    def __init__(self, most: int, patience: Patience) -> None:
        self.most = most
        self.patience = patience
        self.inside: set[Connection] = set()
        self.strangers: dict[Connection, None] = {}

    def enter(self, connection: "Connection") -> bool:
        """Whether there is room, if need be that of a stranger."""
        if len(self.inside) >= self.most:
            longest = next(iter(self.strangers), None)
            if longest is None:
                return False
            longest.cut()
        self.inside.add(connection)
        self.strangers[connection] = None
        return True

    def leave(self, connection: "Connection") -> None:
        """It is closed."""
        self.inside.discard(connection)
        self.strangers.pop(connection, None)

    def knows(self, connection: "Connection") -> None:
        """What is asked there is asked with a secret of ours."""
        self.strangers.pop(connection, None)

    def forgets(self, connection: "Connection") -> None:
        """It was answered, or does not take the answer: anybody may ask there next."""
        if connection in self.inside:
            self.strangers.setdefault(connection, None)


class Connection(HttpToolsProtocol):
    """uvicorn's protocol with an end to everything that is waited for."""

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._door = door
        self._deadline: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None
        self._is_refused = False
        self._head = 0
        self._body = 0
        self._in_body = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """A place inside, or none."""
        super().connection_made(transport)
        if self._door.enter(self):
            self._expect(self._door.patience.head)
        else:
            self._is_refused = True
            self.cut()

    def connection_lost(self, exc: Exception | None) -> None:
        """Its place is free."""
        self._door.leave(self)
        for timer in (self._deadline, self._taking):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Not more than may be read before a request is complete."""
        if self._is_refused or self.parser is None:
            return
        if self._in_body:
            self._body += len(data)
        else:
            self._head += len(data)
        if self._body > _BODY_LIMIT or self._head > _HEAD_LIMIT + len(data) or len(self.pipeline) > _PIPELINED:
            self.cut()
            return
        if self._deadline is None and not self._in_body and not self._is_answering():
            self._expect(self._door.patience.head)  # the next request on this connection begins
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A page can say that it knows who asks (`know`)."""
        super().on_message_begin()
        self.scope["state"]["connection"] = self

    def on_headers_complete(self) -> None:
        """From here on it is the body that is waited for."""
        self._head, self._body, self._in_body = 0, 0, True
        self._expect(self._door.patience.body)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of the request is there: it is our turn."""
        self._head, self._body, self._in_body = 0, 0, False
        self._expect(None)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """All is said: it is their turn."""
        self._door.forgets(self)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """What was said is not taken."""
        super().pause_writing()
        self._door.forgets(self)
        self._taking = self.loop.call_later(self._door.patience.answer, self.cut)

    def resume_writing(self) -> None:
        """It was taken after all."""
        super().resume_writing()
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    def become_known(self) -> None:
        """Until the answer is given."""
        self._door.knows(self)

    def cut(self) -> None:
        """Close it at once, whatever is under way."""
        self._door.leave(self)
        self.transport.abort()

    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _expect(self, seconds: float | None) -> None:
        """Cut it off unless more is heard by then; None: nothing is waited for."""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if seconds is not None:
            self._deadline = self.loop.call_later(seconds, self.cut)
