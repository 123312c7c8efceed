"""Reads flows from YAML files, with every problem and its line; must not know workshops, chats or databases.

This is the one place in `flows/` that reads files: those it is given, and the shipped ones in `flows/library`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from flows.definition.checks import check_data
from flows.definition.findings import Finding
from flows.definition.flow import Flow
from flows.definition.source.decoding import Undecodable, decoded
from flows.definition.source.lists import is_typed, is_yaml, read_list
from flows.definition.source.pitfalls import traps
from flows.definition.source.yamlfile import BYTES_LIMIT, Document, Place, Unreadable, read_yaml


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a file; line and column count from 1. `str()` is how editors and terminals want it."""

    file: str
    line: int
    column: int
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        kind = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}: {kind}{self.message}"


@dataclass(frozen=True)
class Checked:
    """A file that was read: the flow, None when there are errors, and the problems in the order of their lines."""

    flow: Flow | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the flow from being used."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


A_LIST = (
    "this is a list of questions, as it is typed in the chat: send it to the bot there, as text or as a file; a flow file has "
    "'key: value' lines, beginning with 'id:'"
)
"""Said of a list that somebody has saved as a flow file."""


class FlowError(ValueError):
    """A flow cannot be used. The message lists every problem, one a line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def check_file(path: Path | Traversable) -> Checked:
    """The flow in a file and everything that is wrong with it. Never raises: an unreadable file is a problem too."""
    try:
        with path.open("rb") as file:
            content = file.read(BYTES_LIMIT + 1)
    except OSError as error:
        problem = Problem(str(path), 1, 1, f"the file cannot be read: {error.strerror or 'no such file'}")
        return Checked(None, (problem,))
    return check_bytes(str(path), content)


def check_bytes(name: str, content: bytes) -> Checked:
    """Like `check_file`, of the content of a file called `name`."""
    if _is_a_list(content):
        return Checked(None, (Problem(name, 1, 1, A_LIST),))
    try:
        document = read_yaml(content)
    except Unreadable as error:
        return _unreadable(name, error)
    return _checked(name, document, traps(document.text))


def _is_a_list(content: bytes) -> bool:
    try:
        return is_typed(decoded(content[: BYTES_LIMIT + 1]).text)
    except Undecodable:
        return False


def check_typed(name: str, text: str, language: str = "en") -> Checked:
    """Like `check_file`, of what somebody typed: a list of questions, or what would stand in a file."""
    if is_yaml(text):
        return check_bytes(name, text.encode("utf-8", "replace"))
    try:
        return _checked(name, read_list(text, language))
    except Unreadable as error:
        return _unreadable(name, error)


def _unreadable(name: str, error: Unreadable) -> Checked:
    return Checked(None, tuple(_problem(name, place, Finding((), said)) for place, said in error.reasons))


def _checked(name: str, document: Document, odd: Iterable[tuple[int, str]] = ()) -> Checked:
    """`odd`: the lines that a file's reader takes otherwise than a person; what is typed has no such lines."""
    flow, findings = check_data(document.data)
    if flow is None or document.is_broken:
        for line, said in odd:
            document.note(line, said)
    problems = sorted({_located(name, document, finding) for finding in [*document.findings, *findings]})
    return Checked(None if document.is_broken else flow, tuple(problems))


def load_flow(path: Path | Traversable) -> Flow:
    """The flow in a file; warnings are ignored. Raises FlowError when there is an error."""
    checked = check_file(path)
    if checked.flow is None:
        raise FlowError(checked.problems)
    return checked.flow


def library() -> dict[str, Traversable]:
    """The shipped flows' files by flow id; the default, `key-questions`, comes first."""
    names = {file.name.removesuffix(".yaml"): file for file in files("flows").joinpath("library").iterdir()}
    shipped = [name for name, file in names.items() if file.name.endswith(".yaml")]
    return {name: names[name] for name in sorted(shipped, key=lambda name: (name != DEFAULT_FLOW, name))}


@lru_cache(maxsize=1)
def load_library() -> Mapping[str, Flow]:
    """The shipped flows by id, the default first; read once."""
    return MappingProxyType({name: load_flow(file) for name, file in library().items()})


DEFAULT_FLOW = "key-questions"
"""The flow that a workshop gets when nobody picks one."""


def _located(name: str, document: Document, finding: Finding) -> Problem:
    return _problem(name, document.place(finding.path), finding)


def _problem(name: str, place: Place, finding: Finding) -> Problem:
    return Problem(name, place.line, place.column, finding.message, finding.severity)
