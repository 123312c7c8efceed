"""Reads a .env file however an editor saved it, or says which line cannot be read; must not know what any setting means.

Editors of Windows save UTF-8 with a mark, or UTF-16; both are read. Older tables (cp1252, cp850) look alike and differ in every
letter with an accent: a guess would put a wrong name on people's phones, so those are refused. No complaint repeats a value.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLANK = " \t\r\n\u00a0\ufeff"


class UnreadableFile(Exception):
    """The file cannot be read. `complaints`: one line for each place."""

    def __init__(self, *complaints: str) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


def read_env_file(path: Path) -> dict[str, str]:
    """What the file sets, by name in small letters; nothing where there is no file. Raises UnreadableFile."""
    try:
        raw = path.read_bytes()
    except IsADirectoryError:
        if any(path.iterdir()):
            return {}  # an environment of Python may be called so
        raise UnreadableFile(
            f"{path} is an empty folder and no file: Docker makes one where the file that it is to mount is not there."
        ) from None
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or type(error).__name__}") from None
    text = _text(path, raw)
    if wrong := list(_not_understood(path, text)):
        raise UnreadableFile(*wrong)
    found = dotenv_values(stream=StringIO(text))
    return {name.lower(): value.strip(_BLANK) for name, value in found.items() if value is not None}


def _text(path: Path, raw: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), _without_mark(raw))
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnreadableFile(
            f"{path}, line {line}: a letter there is not UTF-8. Save the file as UTF-8 in your editor, then try again."
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")


def _without_mark(raw: bytes) -> str:
    """UTF-16 without its mark has a zero beside every letter of a setting's name."""
    if raw[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if raw[:1] == b"\0" else "utf-8"


def _not_understood(path: Path, text: str) -> Iterator[str]:
    for binding in parse_stream(StringIO(text)):
        said = binding.original.string
        line = binding.original.line + len(said) - len(said.lstrip("\n"))
        if binding.error:
            yield f"{path}, line {line}: this is not understood. Write it like this: NAME=value"
        elif binding.key is not None and binding.value is None:
            yield f"{path}, line {line}: there is no = behind the name. Write it like this: NAME=value"
        elif "\0" in (binding.value or ""):
            yield f"{path}, line {line}: there is a zero byte in it. Save the file as UTF-8 in your editor, then try again."
