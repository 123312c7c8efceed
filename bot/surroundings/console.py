"""A console that cannot write every letter, a pipe that closes, and the exit codes; must not know any command.

A crash never ends with the code that says that a check failed: a script that trusts `check` or `audit` would be told a lie.
"""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from typing import TextIO

_PLAIN = {
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("“”„″", '"'),
    **dict.fromkeys("‐‑‒–—−─━", "-"),
    **dict.fromkeys("│┃", "|"),
    **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼", "+"),
    **dict.fromkeys("•·●", "*"),
    **dict.fromkeys("\u00a0\u2009\u202f", " "),
    "…": "...",
    "→": "->",
    "←": "<-",
    "×": "x",
    "≤": "<=",
    "≥": ">=",
    "✓": "+",
    "✗": "x",
    "⚠": "!",
}
"""How letters of our own sentences are written where a console has no better: as somebody would on a typewriter."""


class Exit(IntEnum):
    """How a command ends; docs/hosting.md has them as a table."""

    DONE = 0
    FOUND = 1
    REFUSED = 2
    NOT_RECEIVING = 3
    CRASHED = 70
    INTERRUPTED = 130
    NOBODY_READS = 141


MEANINGS = {
    Exit.DONE: "Done; of `check`, `audit`, `keys` and `verify`: all is well.",
    Exit.FOUND: "`check`, `audit`, `keys` or `verify` found something, or `delete` was declined. Nothing else ends so.",
    Exit.REFUSED: "Refused, with the reason: the command, a setting, or what they name (file, database, network) is not right.",
    Exit.NOT_RECEIVING: "`run`: Telegram does not hand over updates.",
    Exit.CRASHED: "A mistake of the program. It says nothing about what was asked; please report it.",
    Exit.INTERRUPTED: "Ctrl-C.",
    Exit.NOBODY_READS: "The output was cut off by what reads it, as by `| head`.",
}


def exit_table() -> str:
    """The exit codes as a Markdown table, for docs/hosting.md."""
    rows = [f"| {int(code)} | {meaning} |" for code, meaning in MEANINGS.items()]
    return "\n".join(["| Exit code | What it means |", "| --- | --- |", *rows]) + "\n"


def speak_anywhere() -> None:
    """From now on no letter is too much for this console: what it cannot write is written plainly."""
    codecs.register_error("plainly", _plainly)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError, OSError):  # a test's stream, or none at all
            stream.reconfigure(errors="plainly")  # type: ignore[union-attr]  # if it is a file, it can


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    cut = error.object[error.start : error.end]
    return "".join(_PLAIN.get(letter, "?") for letter in cut), error.end


def hand_out(text: str) -> None:
    """Print what another program is to read: in a file or pipe as UTF-8 whatever this console would like."""
    if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
        sys.stdout.write(f"{text}\n")
    else:
        sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.flush()


def write_file(path: Path, content: bytes) -> None:
    """Write a file that nobody else on this machine reads, and say so; - is standard output."""
    if path == Path("-"):
        sys.stdout.buffer.write(content)
        return
    path.touch(mode=0o600)
    if path.is_file():
        path.chmod(0o600)  # an older one keeps its mode otherwise
    path.write_bytes(content)
    sys.stdout.write(f"Wrote {path} ({len(content)} bytes).\n")


def ending(command: Callable[[], None]) -> int:
    """Run it, and say with which code to end, whatever happens; a crash is told as `sys.excepthook` does."""
    try:
        try:
            command()
        finally:
            _flush(sys.stdout)
    except BrokenPipeError:
        return _unread()
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            return _unread()
        if end.code is None:
            return Exit.DONE
        return end.code if isinstance(end.code, int) else Exit.REFUSED
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            sys.excepthook(*sys.exc_info())
            return Exit.CRASHED
        _unread()
        with suppress(OSError):
            sys.stderr.write("What was to be written does not fit: the disk is full.\n")
        return Exit.REFUSED
    except BaseException:  # noqa: BLE001  # the last place before the end of the program
        sys.excepthook(*sys.exc_info())
        return Exit.CRASHED
    return Exit.DONE


def _flush(stream: TextIO | None) -> None:
    if stream is not None and not stream.closed:
        stream.flush()


def _unread() -> int:
    """Nobody reads on; what is still in the buffer must not be complained about once more at the end."""
    with suppress(AttributeError, ValueError, OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.NOBODY_READS
