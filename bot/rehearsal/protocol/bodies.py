"""Turns the body of an HTTP request into named parameters and uploads; knows nothing of methods."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from bot.rehearsal.protocol.refusal import Refused, bad

_NAME = re.compile(r'[; ]name="([^"]*)"')
_FILENAME = re.compile(r'filename="([^"]*)"')
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    data: bytes


def parameters(kind: str, body: bytes, query: str) -> dict[str, Any]:
    """The parameters of a call; `kind` is the Content-Type. Form values are texts, JSON values keep their types."""
    given: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if not body:
        return given
    if kind.startswith("application/x-www-form-urlencoded"):
        given.update(_form(body))
    elif kind.startswith("multipart/form-data"):
        given.update(_multipart(kind, body))
    elif kind.startswith("application/json"):
        given.update(_json(body))
    else:
        raise bad("unsupported Content-Type")
    return given


def _form(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise bad("strings must be encoded in UTF-8") from None


def _json(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except ValueError:
        raise bad("can't parse request: JSON object expected") from None
    if not isinstance(given, dict):
        raise bad("can't parse request: JSON object expected")
    return {name: value for name, value in given.items() if value is not None}


def _multipart(kind: str, body: bytes) -> dict[str, Any]:
    found = _BOUNDARY.search(kind)
    if found is None:
        raise Refused(400, "boundary in multipart/form-data is not found")
    pieces = (b"\r\n" + body).split(b"\r\n--" + found[1].encode())
    return dict(_part(piece) for piece in pieces[1:] if not piece.startswith(b"--"))


def _part(piece: bytes) -> tuple[str, str | Upload]:
    head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    header = head.decode("utf-8", "replace")
    name = _NAME.search(header)
    if name is None:
        raise bad("a part of the multipart request has no name")
    filename = _FILENAME.search(header)
    if filename is None:
        return name[1], content.decode("utf-8", "replace")
    mime = next((line[13:].strip() for line in header.split("\r\n") if line.lower().startswith("content-type:")), "")
    return name[1], Upload(filename[1], mime or "application/octet-stream", content)
