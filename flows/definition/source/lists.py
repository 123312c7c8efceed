"""A typed list of questions becomes the data of a flow, with the line of everything; must not know flows, files or chats.

A title on the first line, then a question a line, with or without numbers; options behind it ("? yes | no") or below it, each
behind a hyphen. A line that begins with '#' is a section.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flows.definition.findings import Path
from flows.definition.source.lines import slug, typed_question
from flows.definition.source.yamlfile import Document, Place, Unreadable

_NUMBER = re.compile(r"^\s*(?:\(?\d{1,3}(?:\)|[.:](?!\d))|[Qq]\d{1,3}[.:)]|\d\ufe0f?\u20e3)\s*(?=\S)")
_BULLET = re.compile(r"^\s*(?:[-–—•·●▪◦‣*○☐□]|\(?[A-Za-z][).])\s+(?=\S)")  # what people and phones type
_SECTION = re.compile(r"^\s*#+\s*(?=\S)")
_FENCE = re.compile(r"\s*```\w*\s*")
_YAML = re.compile(r"^(?:\ufeff)?\s*(?:id|title|questions)\s*:(?:\s|$)", re.MULTILINE)
_ANY_KEY = re.compile(r"^\s*(?:-\s*)?[\"']?(?:id|title|questions|type|text|options|label)[\"']?\s*[:=：]", re.MULTILINE)
_TITLE = 100


@dataclass
class _Read:
    """One question as it is typed: its line, and the lines below it that belong to it."""

    line: int
    text: str
    section: str = ""
    options: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    more: list[str] = field(default_factory=list)


def is_yaml(text: str) -> bool:
    """Whether it is written as a file is, rather than as a list of questions."""
    return len(_YAML.findall(text)) > 1 or bool(re.search(r"^questions\s*:\s*$", text, re.MULTILINE))


def is_typed(text: str) -> bool:
    """Whether it is a list of questions that was saved as a file: no line says a key of one, and some line asks something."""
    asks = any(_NUMBER.match(line) or any(sign in line for sign in "?？؟|") for line in text.split("\n"))
    return asks and not _ANY_KEY.search(text)


def read_list(text: str, language: str = "en") -> Document:
    """The document in a typed list. Raises Unreadable where there is no question in it."""
    lines = [(n, "" if _FENCE.fullmatch(line) else line) for n, line in enumerate(text.split("\n"), start=1)]
    written = [(number, line) for number, line in lines if line.strip()]
    if not written:
        raise Unreadable(Place(1, 1), "there is no question in it")
    title, rest = _titled(written)
    questions, sections = _questions(rest)
    if not questions:
        raise Unreadable(Place(written[-1][0], 1), "there is no question in it: write one a line, below the title")
    return _document(title, questions, sections, language, text)


def _titled(written: list[tuple[int, str]]) -> tuple[tuple[int, str], list[tuple[int, str]]]:
    """The title and its line: the first line, unless it is a question."""
    number, first = written[0]
    is_question = _NUMBER.match(first) or _BULLET.match(first) or "?" in first or "|" in first
    if not is_question and len(written) > 1:
        return (number, _SECTION.sub("", first).strip().rstrip(":")), written[1:]
    text = typed_question(_marked(first)).text.rstrip("?？؟ .:")
    return (number, text if len(text) <= _TITLE else text[: _TITLE - 1] + "…"), written


def _marked(line: str) -> str:
    return _BULLET.sub("", _NUMBER.sub("", line, count=1), count=1).strip()


def _questions(written: Iterable[tuple[int, str]]) -> tuple[list[_Read], list[tuple[int, str]]]:
    written = list(written)
    is_numbered = any(_NUMBER.match(line) for _, line in written)
    bulleted = [line for _, line in written if _BULLET.match(line)]
    are_options = is_numbered or not any(sign in line for line in bulleted for sign in "?？؟|")
    first = next((line for _, line in written if not _SECTION.match(line)), "")
    questions: list[_Read] = []
    sections: list[tuple[int, str]] = []
    for number, line in written:
        if _SECTION.match(line):
            sections.append((number, _SECTION.sub("", line).strip().rstrip(":")))
        elif are_options and questions and _BULLET.match(line) and (is_numbered or not _BULLET.match(first)):
            questions[-1].options.append(_BULLET.sub("", line, count=1).strip())
            questions[-1].lines.append(number)
        elif is_numbered and questions and not _NUMBER.match(line):
            questions[-1].more.append(line.strip())
        else:
            questions.append(_Read(number, _marked(line), sections[-1][1] if sections else ""))
    return questions, sections


def _document(
    title: tuple[int, str], questions: list[_Read], sections: list[tuple[int, str]], language: str, text: str
) -> Document:
    places: dict[Path, Place] = {(): Place(title[0], 1), ("title",): Place(title[0], 1), ("id",): Place(title[0], 1)}
    data: dict[str, Any] = {"id": _name(title[1]), "title": title[1], "language": language}
    asked = []
    unclear: list[int] = []
    if sections:
        data["sections"] = [{"id": f"s{n}", "title": said} for n, (_, said) in enumerate(sections, start=1)]
        places |= {("sections", n): Place(line, 1) for n, (line, _) in enumerate(sections)}
    for at, read in enumerate(questions):
        question = typed_question(read.text, tuple(read.options))
        unclear += [read.line] if question.unclear else []
        made = question.data(f"q{at + 1}")
        made |= {"help": " ".join(read.more)} if read.more else {}
        made |= {"section": _section(read.section, sections)} if read.section else {}
        asked.append(made)
        places[("questions", at)] = Place(read.line, 1)
        first = len(question.options) - len(read.options)
        places |= {("questions", at, "options", first + n): Place(line, 1) for n, line in enumerate(read.lines)}
    data["questions"] = asked
    document = Document(data, places, [], text)
    for line in unclear:
        document.note(line, "put a '?' or a ':' between the question and its first option")
    return document


def _section(title: str, sections: list[tuple[int, str]]) -> str:
    return f"s{1 + [said for _, said in sections].index(title)}"


def _name(title: str) -> str:
    """The same title is the same flow, so that a list that is sent again is its next version."""
    return slug(title)[:32].strip("-") or f"own-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
