"""Reads YAML text into plain data and the place of everything in it; must not know what a flow is, or read files.

It is stricter than YAML: one document, no tags, no key twice, no merge keys, small and shallow. Scalars stay text: what
a number is depends on the field, so that `no: No` is an option and `label: 007` a label.

Long: what is refused stands beside what is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from flows.definition.findings import Finding, Path, Severity
from flows.definition.source.decoding import Undecodable, decoded
from flows.definition.source.pitfalls import PUT_IN_QUOTES, cut_off, hint, is_read, traps, wrapped

BYTES_LIMIT = 1_000_000
"""A file; the shipped ones have about 20,000 bytes."""
DEPTH_LIMIT = 16
"""Lists and mappings inside each other; a flow needs 7."""
NODES_LIMIT = 50_000
"""Everything in a file with its aliases written out: an alias of aliases cannot grow beyond this."""

_BROKEN_TEXT = re.compile(r"[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file; both count from 1."""

    line: int
    column: int


class Plain(str):
    """A scalar written without quotes, which may be meant as a number or as true or false."""

    __slots__ = ()


@dataclass
class Document:
    """What a text says: lists, mappings with text keys, str, Plain, None (nothing written); and where it says it.

    `places` has the key of every value in a mapping and the start of every item of a list; () is the whole.
    """

    data: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    text: str = ""

    def note(self, line: int, message: str, severity: Severity = "error") -> None:
        """Something about a line as such, whatever it means."""
        path = (f"line {line}", message)
        self.places[path] = Place(line, 1)
        self.findings.append(Finding(path, message, severity))

    @property
    def is_broken(self) -> bool:
        """Whether it does not say what its author wrote."""
        return any(finding.severity == "error" for finding in self.findings)

    def place(self, path: Path) -> Place:
        """Where this path is written, or the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(1, 1))


class Unreadable(Exception):
    """Not YAML, or YAML that is refused. `traps`: lines that are read otherwise than they look, which may be why."""

    def __init__(self, place: Place, message: str, traps: tuple[tuple[int, str], ...] = ()) -> None:
        super().__init__(message)
        self.place = place
        self.message = message
        self.traps = traps

    @property
    def reasons(self) -> tuple[tuple[Place, str], ...]:
        """Every place to look at: the traps instead of where YAML gave up, if one of them comes before."""
        said = tuple((Place(line, 1), message) for line, message in self.traps)
        is_why = any(line <= self.place.line for line, _ in self.traps)
        return said if is_why else ((self.place, self.message), *said)


@dataclass
class _Node:
    place: Place
    value: Any = None  # str, Plain, None, list[_Node] or list[tuple[_Node, _Node]] for a mapping
    mapping: bool = False
    tag: str = ""
    size: int = 1
    comment: str = ""  # what stands behind it on its line or below it, which YAML takes for a comment
    is_cut: bool = True  # whether that comment was most likely meant to be read
    anchor: str = ""  # a name that it was given by '&'; "" once something stands for it


def read_yaml(content: bytes) -> Document:
    """The document in these bytes. Raises Unreadable where nothing can be made of it."""
    if len(content) > BYTES_LIMIT:
        raise Unreadable(Place(1, 1), f"the file is larger than {BYTES_LIMIT:,} bytes")
    try:
        said = decoded(content)
    except Undecodable as error:
        raise Unreadable(Place(error.line, 1), error.message) from None
    document = Document(text=said.text)
    root = _compose(said.text)
    if root is None:
        raise Unreadable(Place(1, 1), "the file is empty")
    document.places[()] = root.place
    document.data = _plain(root, (), document)
    if said.guessed:
        document.note(said.guessed, guessed(said.table), "warning")
    return document


def guessed(table: str) -> str:
    """Said of a file whose letters may be others."""
    return f"the file is not UTF-8, so its letters were read as an older table has them ({table}): look whether they are right"


def _compose(text: str) -> _Node | None:
    try:
        return _Composer(text).root
    except Unreadable as error:
        raise Unreadable(error.place, error.message, tuple(traps(text))) from None
    except MarkedYAMLError as error:
        is_open = "end of stream" in str(error.problem) and error.context_mark is not None
        is_open = is_open or ("expected ':'" in str(error.problem) and error.context_mark is not None)
        mark = error.context_mark if is_open else error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        raise Unreadable(place, _in_plain_words(error, text, place.line), tuple(traps(text))) from None
    except YAMLError as error:
        position = getattr(error, "position", 0)
        place = Place(text.count("\n", 0, position) + 1, 1)
        raise Unreadable(place, "not valid YAML: a character that YAML does not allow") from None
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError):
        # ruamel.yaml lets these through for odd escapes and directives, without saying where
        raise Unreadable(Place(1, 1), "not valid YAML") from None


def _in_plain_words(error: MarkedYAMLError, text: str, line: int) -> str:
    problem = str(error.problem or error.context or "cannot be read").splitlines()[0]
    said = hint(text, line)
    if not said and "mapping values are not allowed" in problem:
        said = "put a text that has ': ' in it in quotes"
    elif not said and "cannot start any token" in problem:
        said = f"indent with blanks, and {PUT_IN_QUOTES}"
    elif "escape" in problem:
        said = "a backslash means something else between double quotes: use single ones, or write it twice"
    elif not said and "<block end>" in problem:
        said = "what belongs together begins in one column"
    elif not said and "expected ':'" in problem:
        said = "each line is 'key: value'"
    return f"not valid YAML: {problem}{f' ({said})' if said else ''}"


class _Composer:
    """Builds nodes from parser events with a stack of its own: nesting cannot exhaust Python's."""

    def __init__(self, text: str) -> None:
        self.root: _Node | None = None
        self._open: list[_Node] = []
        self._keys: list[_Node | None] = []
        self._anchors: dict[str, _Node] = {}
        self._documents = 0
        self._unused: dict[str, _Node] = {}
        self._lines = text.split("\n")
        for event in YAML(typ="safe", pure=True).parse(text):
            self._take(event)

    def _take(self, event: Any) -> None:
        place = Place(event.start_mark.line + 1, event.start_mark.column + 1)
        match event:
            case DocumentStartEvent():
                self._documents += 1
                _refuse(place, "a second document in the file ('---')", when=self._documents > 1)
            case AliasEvent():
                self._add(self._alias(event.anchor, place))
            case ScalarEvent():
                comment, is_cut = self._comment(event)
                node = _Node(place, _scalar(event), tag=_tag(event), comment=comment, is_cut=is_cut)
                self._add(self._anchored(event, node))
            case CollectionStartEvent():
                self._start(event, place)
            case SequenceEndEvent() | MappingEndEvent():
                self._end()

    def _comment(self, event: Any) -> tuple[str, bool]:
        """What is cut off a text because a '#' behind a blank begins a comment, and whether it surely belongs to the text.

        Behind quotes, and below a text of several lines, it may as well be a remark, and most remarks have a blank behind their '#'.
        """
        line, column, is_plain = event.end_mark.line, event.end_mark.column, event.implicit[0]
        key = self._keys[-1] if self._keys else None
        if not event.value and key is not None:  # YAML puts nothing behind the comment, not before it
            only = re.search(r":\s+(#[^\s#!].*)", self._lines[key.place.line - 1][key.place.column - 1 :])
            return (only[1].strip(), True) if only and is_plain else ("", False)
        rest = self._lines[line][column:].strip() if line < len(self._lines) else ""
        if rest.startswith("#"):
            is_glued = rest[1:2].strip(" \t#!") != ""
            return (rest, is_plain) if is_glued or (is_plain and event.value) else ("", False)
        below = self._lines[line + 1] if is_plain and event.value and not rest and line + 1 < len(self._lines) else ""
        is_deeper = key is not None and len(below) - len(below.lstrip(" ")) >= key.place.column
        return (below.strip(), False) if is_deeper and re.match(r" *#[^\s#!\-]", below) else ("", False)

    def _alias(self, name: str, place: Place) -> _Node:
        used = self._unused.pop(name, None)
        if used is not None:
            used.anchor = ""
        node = self._anchors.get(name)
        if node is None or any(node is opened for opened in self._open):
            raise Unreadable(
                place,
                f"'*{name}' stands for nothing that is complete before it: put a text that starts with '*' in quotes",
            )
        return _Node(place, node.value, node.mapping, node.tag, node.size)

    def _anchored(self, event: Any, node: _Node) -> _Node:
        if event.anchor:
            self._anchors[event.anchor] = self._unused[event.anchor] = node
            node.anchor = str(event.anchor)
        return node

    def _start(self, event: Any, place: Place) -> None:
        _refuse(place, f"more than {DEPTH_LIMIT} lists inside each other", when=len(self._open) >= DEPTH_LIMIT)
        node = _Node(place, [], isinstance(event, MappingStartEvent), _tag(event))
        self._open.append(self._anchored(event, node))
        self._keys.append(None)

    def _end(self) -> None:
        self._keys.pop()
        self._add(self._open.pop())

    def _add(self, node: _Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        parent.size += node.size
        _refuse(node.place, f"more than {NODES_LIMIT:,} entries in the file", when=parent.size > NODES_LIMIT)
        if not parent.mapping:
            parent.value.append(node)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = node
        else:
            parent.value.append((key, node))
            self._keys[-1] = None


def _refuse(place: Place, message: str, *, when: bool) -> None:
    if when:
        raise Unreadable(place, message)


def _scalar(event: Any) -> str | None:
    if not event.implicit[0]:
        return str(event.value)
    return Plain(event.value) if event.value else None


def _tag(event: Any) -> str:
    return str(event.tag or "")


def _plain(node: _Node, path: Path, document: Document) -> Any:
    if node.tag:
        document.findings.append(
            Finding(path, "YAML tags ('!') are not allowed: put a text that starts with '!' in quotes")
        )
    if node.anchor and not isinstance(node.value, list):
        message = f"'&{node.anchor}' is a name to YAML and is not shown: put a text that starts with '&' in quotes"
        document.findings.append(Finding(path, message))
    if node.comment and not isinstance(node.value, list) and is_read(path):
        document.findings.append(cut_off(path, node.value or "", node.comment, is_sure=node.is_cut))
    if isinstance(node.value, Plain) and is_read(path) and wrapped(node.value):
        message = 'people read the curly quotes around this text: write straight ones ("…"), or leave them out'
        document.findings.append(Finding(path, message, "warning"))
    if node.mapping:
        return _mapping(node, path, document)
    if isinstance(node.value, list):
        return [_item(child, (*path, index), document) for index, child in enumerate(node.value)]
    if node.value is not None and _BROKEN_TEXT.search(node.value):
        document.findings.append(Finding(path, "a control character that no phone can show"))
        return type(node.value)(_BROKEN_TEXT.sub("", node.value))
    return node.value


def _item(node: _Node, path: Path, document: Document) -> Any:
    document.places[path] = node.place
    return _plain(node, path, document)


def _mapping(node: _Node, path: Path, document: Document) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key.value, str):
            document.places[(*path, "?")] = key.place
            document.findings.append(Finding((*path, "?"), "a key must be one word or text"))
            continue
        name = str(key.value)
        if name in made:
            _twice(name, key.place, path, document)
            continue
        document.places[(*path, name)] = key.place
        made[name] = _plain(value, (*path, name), document)
    return made


def _twice(name: str, place: Place, path: Path, document: Document) -> None:
    first = document.places[(*path, name)]
    again = (*path, f"{name} (line {place.line})")
    document.places[again] = place
    document.findings.append(Finding(again, f"'{name}' is given twice, first on line {first.line}"))
