"""What a text looks like to a person and not to YAML: word processors' dashes, blanks and quotes; signs that mean something else.

Must not know flows. `traps` are looked for in every line once something is wrong; `hint` at the line where YAML gave up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.definition.findings import Finding, Path

_BLANKS = "\u00a0\u2000-\u200b\u202f\u205f\u3000"
_KEY = r"[\"']?[\w\-]{1,64}[\"']?"
_START = rf"[ {_BLANKS}]*"
_ODD_BLANK = re.compile(rf"{_START}[{_BLANKS}]|[ ]*-[{_BLANKS}]|[ ]*(?:- +)?{_KEY}:[{_BLANKS}]")
_TAB = re.compile(r" *\t")
_UNSEEN = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]")
_UNSEEN_KEY = re.compile(rf" *(?:- +)?{_UNSEEN.pattern}[ \w\-]*:|[ ]*(?:- +)?{_KEY}{_UNSEEN.pattern}+ *:")
_RULE = re.compile(r"[–—−]+\s*")
_DASH = re.compile(rf"{_START}([–—−‐‑－﹣•·●▪◦‣*])[ {_BLANKS}]*\S")  # what people type for a hyphen
_GLUED = re.compile(r" *-[^\s\-]")
_WIDE_COLON = re.compile(rf"[ ]*(?:- +)?{_KEY} ?([：︰﹕])")  # colons of East Asian keyboards
_NO_BLANK = re.compile(rf" *(?:- +)?(?!\d+:\d)({_KEY}):[^\s:/\[\]{{}},]")
_EQUALS = re.compile(rf" *({_KEY}) *= *\S")
_KEYS = "id|title|purpose|minutes|type|text|short|help|section|label|options|questions|translations"
_NO_COLON = re.compile(rf" *(?:- +)?({_KEYS})(?:[;,.]? +[^\s:=][^:]*|[;,.][^:]*)")
_CUT_LIST = re.compile(rf" *(?:- +)?(?:{_KEY}: +)?[\[{{][^\"'\]}}]*\s#[^\s#!]")
_DEEPER = re.compile(rf"( +)(?:{_KEYS}|shown_if|sensitive|min|max|top|total):(?: |$)")
_VALUE = re.compile(rf" *(?:- +)*(?:{_KEY}: +)?(?P<value>\S.*)")
_COMMENT = re.compile(r"\s*#")
_BLOCK = re.compile(rf"(?P<indent> *)(?:- +)?(?:{_KEY}: +)?[|>][+\-0-9]*\s*(?:#.*)?")
_MEANS = "@%*&!`>|[{?,-"
"""What a text cannot begin with unless it stands in quotes."""

PUT_IN_QUOTES = "put a text that starts with a sign in quotes"


def traps(text: str) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of each line that a person reads otherwise than YAML does; lines count from 1."""
    inside = -1
    for number, line in enumerate(text.split("\n"), start=1):
        indent = len(line) - len(line.lstrip(" "))
        if inside >= 0 and (indent > inside or not line.strip()):
            continue  # words of a text that may be anything
        block = _BLOCK.fullmatch(line)
        inside = len(block["indent"]) if block else -1
        if not _COMMENT.match(line):
            trap = _trap(line, number)
            if trap:
                yield number, trap


def _trap(line: str, number: int) -> str:
    if _TAB.match(line) and line.strip():
        return "a tab at the start of a line: indent with blanks"
    if _has_tab_inside(line):
        return "a tab in the line: write a blank instead"
    if _CUT_LIST.match(line):
        return "'#' behind a blank begins a comment: put the text in quotes"
    if _UNSEEN_KEY.match(line):
        return "a sign that cannot be seen stands before or behind the key: type the key anew"
    if number == 1 and _RULE.fullmatch(line):
        return "a dash of a word processor: write '---', three hyphens, or leave the line out"
    if _ODD_BLANK.match(line):
        return "a blank that is none to YAML (a non-breaking one, perhaps copied): type it anew with the space bar"
    dash = _DASH.match(line)
    if dash:
        return f"'{dash[1]}' begins no list: write '- ', a hyphen and a blank"
    if _GLUED.match(line) and not line.startswith("---"):
        return "leave a blank after the hyphen: '- '"
    colon = _WIDE_COLON.match(line)
    if colon:
        return f"'{colon[1]}' is no colon to YAML: write ': ', a colon and a blank"
    glued = _NO_BLANK.match(line)
    if glued and ": " not in line:
        return f"leave a blank after the colon: '{glued[1]}: …'"
    bare = _NO_COLON.fullmatch(line.rstrip())
    if bare:
        return f"there is no colon behind the key: write '{bare[1]}: …'"
    equals = _EQUALS.match(line)
    return f"write '{equals[1]}: …' instead of '{equals[1]} = …'" if equals and ": " not in line else ""


def _has_tab_inside(line: str) -> bool:
    """Behind something that is no text in quotes and no comment: counted, for a pattern that tries again at every letter takes hours."""
    first = line.find("\t", len(line) - len(line.lstrip()))
    return first >= 0 and sum(map(line[:first].count, "\"'#")) <= 1


def hint(text: str, line: int) -> str:
    """What to do about the line where YAML gave up, or about the one before; "" where nothing is known."""
    lines = text.split("\n")
    deeper = _DEEPER.match(lines[line - 1]) if 1 < line <= len(lines) else None
    above = lines[line - 2].replace("-", " ") if deeper else ""
    if deeper and len(deeper[1]) > len(above) - len(above.lstrip()):
        return "what belongs together begins in one column"
    for number in (line, line - 1):
        found = _VALUE.fullmatch(lines[number - 1].rstrip()) if 0 < number <= len(lines) else None
        said = _of_value(found["value"]) if found else ""
        if said:
            return said
    return ""


def _of_value(value: str) -> str:
    first, rest = value[0], value[1:]
    if first in "“”„«‘’":  # quotes of word processors
        return 'YAML knows straight quotes only: write "…" around the text, not “…”'
    if first == '"' and re.match(r'(?:[^"\\]|\\.)*"\s*[^\s#,\]}:]', rest):
        return 'the text goes on behind the closing quote: put all of it in quotes, and write \\" for quotes within it'
    if first == "'" and re.match(r"(?:[^']|'')*'\s*[^\s#,\]}:]", rest):
        return "an apostrophe ends a text in single quotes: use double quotes, or write it twice"
    if first in "\"'" and first not in rest:
        return f"the quote {first} is never closed"
    if first in _MEANS:
        return f"{PUT_IN_QUOTES}: '{first}' means something else to YAML"
    return ""


_CURLY = re.compile(r"(?:[“„”](?P<two>[^“”„]*)[”“]|[‘‚’](?P<one>[^‘’‚]*)[’‘]|«(?P<angle>[^«»]*)»)")


def wrapped(text: str) -> bool:
    """Whether curly quotes stand around all of a text, as a word processor makes them of straight ones: people read them."""
    return _CURLY.fullmatch(text.strip()) is not None


def is_read(path: Path) -> bool:
    """Whether people read what stands there: not a number, an id or a name of one."""
    return next((step for step in reversed(path) if isinstance(step, str)), "") not in _UNREAD


_UNREAD = frozenset(
    {
        "audience",
        "contains",
        "exclusive",
        "first",
        "id",
        "in",
        "language",
        "max",
        "max_options",
        "min",
        "minutes",
        "not_in",
    }
    | {
        "off_scale",
        "option",
        "question",
        "section",
        "segment_by",
        "sensitive",
        "source",
        "top",
        "total",
        "type",
        "value",
    }
)


def cut_off(path: Path, kept: str, comment: str, *, is_sure: bool = True) -> Finding:
    """A comment usually has a blank behind its '#'; "#1" is most likely meant to be read, unless `is_sure` says it may not be."""
    is_meant = is_sure and len(comment) > 1 and comment[1] not in " \t#!"
    read = f"people read only '{kept}'" if kept else "nothing of it is read"
    said = f"'#' behind a blank begins a comment, so {read}: put the text in quotes"
    return Finding(
        path, said if is_meant else f"{said} if '{comment}' belongs to it", "error" if is_meant else "warning"
    )
