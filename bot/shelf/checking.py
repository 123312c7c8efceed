"""A flow as this bot would ask it: what `flows.definition` finds, what pictures cannot show, and in which languages; knows no chat."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.results.charting.fonts import missing_signs
from bot.wording import language_name, languages, nearest
from flows.definition.flow import Flow, flow_json
from flows.definition.loading import Checked, Problem, check_bytes, check_file, check_typed, library, load_library
from flows.definition.localise import asked_in
from flows.definition.source.decoding import Undecodable, decoded
from flows.definition.source.lists import is_typed
from flows.definition.source.yamlfile import guessed

_ID = re.compile(rb"^\s*id\s*:", re.MULTILINE)

LARGEST = 100_000
"""Bytes of a file that is sent into a chat: the shipped ones have about 20,000, and one is read while a room answers."""


@dataclass(frozen=True)
class Languages:
    """In which languages a flow asks, its own first; `translated`: those in which it is whole; `bot`: what the bot speaks in each."""

    asked: tuple[str, ...]
    bot: dict[str, str]

    @property
    def in_english(self) -> tuple[str, ...]:
        """Those in which the bot's own words are in another language."""
        return tuple(code for code in self.asked if self.bot[code] != code)


class NoSuchFlow(Exception):
    """No flow and no file is called so, or what is called so cannot be used; `lines` say it."""

    def __init__(self, *lines: str) -> None:
        super().__init__()
        self.lines = lines


def flow_called(name: str) -> Flow:
    """A shipped flow by its name, or the flow in a file. Raises NoSuchFlow."""
    shipped = library()
    path = shipped.get(name) or Path(name)
    if not path.is_file():
        known = ", ".join(shipped)
        raise NoSuchFlow(f"There is no flow and no file {name}. These flows come with Roundtable: {known}.")
    checked = check_file(path)
    if checked.flow is None:
        raise NoSuchFlow(*map(str, checked.problems))
    return checked.flow


def check(name: str, content: bytes) -> Checked:
    """The flow in a file's bytes, with everything that is wrong with it, and what pictures would leave out."""
    checked = check_bytes(name, content)
    return checked if checked.flow is None else _with_signs(name, checked, decoded(content).text)


def check_path(path: Path) -> Checked:
    """The same of a file on this machine. Never raises: one that cannot be read is a problem too."""
    checked = check_file(path)
    if checked.flow is None:
        return checked
    warned = replace(checked, problems=tuple(sorted((*checked.problems, *_takes_a_place(path, checked.flow)))))
    return _with_signs(str(path), warned, decoded(path.read_bytes()).text)


def _takes_a_place(path: Path, flow: Flow) -> Iterator[Problem]:
    """The name of questions that come with Roundtable, for others: in FLOWS they are replaced."""
    shipped = load_library().get(flow.id)
    if shipped is not None and flow_json(shipped) != flow_json(flow):
        said = (
            f"the id '{flow.id}' is that of questions that come with Roundtable: in FLOWS this file takes their place"
        )
        yield Problem(str(path), line_of_id(path), 1, said, "warning")


def line_of_id(path: Path) -> int:
    """The line of a file that says its id, the first where none does."""
    content = path.read_bytes()
    found = _ID.search(content)
    return content.count(b"\n", 0, found.end()) + 1 if found else 1


def check_words(name: str, text: str, language: str) -> Checked:
    """The same of what somebody typed; a list of questions or the lines of a file."""
    return _with_signs(name, check_typed(name, text, language), text)


def check_sent(name: str, content: bytes, language: str) -> Checked:
    """The same of a file that was sent: it may be a list of questions, whatever its name ends with."""
    try:
        read = decoded(content)
    except Undecodable as error:
        return Checked(None, (Problem(name, error.line, 1, error.message),))
    if not name.casefold().endswith(".txt") and not is_typed(read.text):
        return check(name, content)
    checked = check_words(name, read.text, language)
    if not read.guessed:
        return checked
    odd = Problem(name, read.guessed, 1, guessed(read.table), "warning")
    return replace(checked, problems=tuple(sorted((*checked.problems, odd))))


def languages_of(flow: Flow) -> Languages:
    """Its own language first, then the others as they are written down."""
    asked = asked_in(flow)
    return Languages(asked, {code: nearest(code) for code in asked})


def languages_in_words(flow: Flow) -> str:
    """For a terminal: which words come in which language, of the flow's and of the bot's own."""
    found = languages_of(flow)
    asked = ", ".join(f"{code} ({language_name(code)})" for code in found.asked)
    spoken = ", ".join(languages())
    others = "".join(f"; {code}: {found.bot[code]} instead" for code in found.in_english)
    return f"Questions: {asked}. The bot's own words: {spoken}{others}."


def _with_signs(name: str, checked: Checked, text: str) -> Checked:
    """Signs that no font has are left out of pictures: two options that differ in one of them alone look the same there."""
    if checked.flow is None:
        return checked
    lines = text.splitlines()
    warned = {}
    for words in _words(json.loads(checked.flow.pinned)):
        for sign in missing_signs(words):
            line = next((n for n, written in enumerate(lines, 1) if sign in written), 1)
            warned[sign] = Problem(
                name, line, 1, f"'{sign}' (U+{ord(sign):04X}) is left out of pictures: no font has it", "warning"
            )
    return replace(checked, problems=tuple(sorted((*checked.problems, *warned.values()))))


def _words(data: Any) -> Iterator[str]:
    match data:
        case str():
            yield data
        case dict():
            for value in data.values():
                yield from _words(value)
        case list():
            for value in data:
                yield from _words(value)
