"""How the emulated server says no; knows the wording of errors and nothing of chats."""

from __future__ import annotations

import json
from typing import Any

_NAMES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class Refused(Exception):
    """A method call the server refuses; becomes the HTTP status and the JSON body the real server would send."""

    def __init__(self, code: int, reason: str = "", **parameters: int) -> None:
        name = _NAMES.get(code, "Error")
        self.code = code
        self.description = f"{name}: {reason}" if reason else name
        self.parameters = parameters
        super().__init__(self.description)

    def payload(self) -> dict[str, Any]:
        """The body of the answer, `{"ok": false, ...}`."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = dict(self.parameters)
        return body

    def answer(self) -> tuple[str, bytes]:
        """What is answered, and of which type it is."""
        return "application/json", json.dumps(self.payload()).encode()


def bad(reason: str) -> Refused:
    """400 with the reason the real server would give."""
    return Refused(400, reason)


def forbidden(reason: str) -> Refused:
    """403 with the reason the real server would give."""
    return Refused(403, reason)


def too_many(seconds: int) -> Refused:
    """429; `seconds` is how long the client has to wait."""
    return Refused(429, f"retry after {seconds}", retry_after=seconds)
