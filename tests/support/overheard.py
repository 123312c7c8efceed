"""Takes down everything that a run of the program says anywhere: log, printed words, temporary files, calls; must not judge it."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, TextIO

from bot.logs import configure_logging
from bot.rehearsal.emulator import Emulator
from bot.rehearsal.protocol.bodies import Upload
from bot.rehearsal.server.http import Answer


@contextmanager
def temporary_folder(folder: Path) -> Iterator[Path]:
    """Temporary files of Python and of SQLite go to this folder."""
    folder.mkdir()
    before = {key: os.environ.get(key) for key in ("TMPDIR", "SQLITE_TMPDIR")}, tempfile.tempdir
    os.environ |= dict.fromkeys(before[0], str(folder))
    tempfile.tempdir = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before[1]
        for key, value in before[0].items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})


@contextmanager
def overheard(folder: Path) -> Iterator[dict[str, Path]]:
    """Everything that is logged at DEBUG, as a library or we wrote it, and everything that is printed, in files."""
    told = {kind: folder / f"{kind}.txt" for kind in ("log", "out", "err")}
    with ExitStack() as stack:
        opened = {kind: stack.enter_context(told[kind].open("a", encoding="utf-8", buffering=1)) for kind in told}
        stack.enter_context(redirect_stdout(opened["out"]))
        stack.enter_context(redirect_stderr(opened["err"]))
        stack.enter_context(_descriptor(1, opened["out"]))
        stack.enter_context(_descriptor(2, opened["err"]))
        stack.enter_context(logged(opened["log"]))
        yield told


@contextmanager
def _descriptor(number: int, file: TextIO) -> Iterator[None]:
    """What is written past Python, by a library in C, goes to the file too."""
    kept = os.dup(number)
    os.dup2(file.fileno(), number)
    try:
        yield
    finally:
        os.dup2(kept, number)
        os.close(kept)


@contextmanager
def logged(file: TextIO) -> Iterator[None]:
    """The program's own log and, below it, every record at DEBUG with its whole message."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook, logging.raiseExceptions
    root.handlers = []
    configure_logging(file, logging.DEBUG)
    root.setLevel(logging.DEBUG)
    root.addHandler(logging.StreamHandler(file))
    try:
        yield
    finally:
        root.handlers, root.level = before, level
        sys.excepthook, sys.unraisablehook, threading.excepthook, logging.raiseExceptions = hooks
        logging.captureWarnings(capture=False)


class Wire:
    """Every call of the Bot API that a room's bot makes, as it went over the wire: (method, chat, everything in it)."""

    def __init__(self, emulator: Emulator) -> None:
        """From now on."""
        self.calls: list[tuple[str, int | None, bytes]] = []
        self._call = emulator.call
        emulator.call = self._taken_down  # type: ignore[method-assign]  # a wire is tapped in the middle

    async def _taken_down(self, method: str, given: dict[str, Any]) -> Answer:
        content = b"\n".join(_in_bytes(key, value) for key, value in given.items() if key != "chat_id")
        chat = str(given.get("chat_id", ""))
        self.calls.append((method, int(chat) if chat.lstrip("-").isdecimal() else None, content))
        return await self._call(method, given)

    def to(self, *chats: int) -> list[bytes]:
        """What was sent to these chats, edits and pictures included."""
        return [content for _, chat, content in self.calls if chat in chats]

    def of(self, method: str) -> list[tuple[int | None, bytes]]:
        """(chat, content) of the calls of one method."""
        return [(chat, content) for name, chat, content in self.calls if name.lower() == method.lower()]


def _in_bytes(key: str, value: object) -> bytes:
    content = value.data if isinstance(value, Upload) else str(value).encode(errors="surrogatepass")
    return key.encode() + b"=" + content
