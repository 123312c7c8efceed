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
_DASH = re.compile(rf"{_START}([–—−‐‑•·●▪◦‣*])[ {_BLANKS}]*\S")  # what people type for a hyphen
_GLUED = re.compile(r" *-[^\s\-]")
_WIDE_COLON = re.compile(rf"[ ]*(?:- +)?{_KEY} ?([：︰﹕])")  # colons of East Asian keyboards
_NO_BLANK = re.compile(rf" *(?:- +)?({_KEY}):[^\s:/\[\]{{}},]")
_EQUALS = re.compile(rf" *({_KEY}) *= *\S")
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
            trap = _trap(line)
            if trap:
                yield number, trap


def _trap(line: str) -> str:
    if _TAB.match(line):
        return "a tab at the start of a line: indent with blanks"
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
    equals = _EQUALS.match(line)
    return f"write '{equals[1]}: …' instead of '{equals[1]} = …'" if equals and ": " not in line else ""


def hint(text: str, line: int) -> str:
    """What to do about the line where YAML gave up, or about the one before; "" where nothing is known."""
    lines = text.split("\n")
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


def cut_off(path: Path, kept: str, comment: str) -> Finding:
    """A comment usually has a blank behind its '#'; "#1" is most likely meant to be read."""
    is_meant = len(comment) > 1 and comment[1] not in " \t#!"
    said = f"'#' behind a blank begins a comment, so people read only '{kept}': put the text in quotes"
    return Finding(
        path, said if is_meant else f"{said} if '{comment}' belongs to it", "error" if is_meant else "warning"
    )
