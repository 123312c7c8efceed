"""The places of the program that treat question types apart, found in its code; must not know what they decide.

A place is a file that matches or compares classes of questions, answers or figures, or names of types. Those where a new
type stops mypy are marked: their `match` ends in `assert_never`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import get_args

from flows.counting.summary import Figures
from flows.definition.flow import Question
from flows.dialogue.answers import Answer, Skipped
from tests.support.shared import ROOT

QUESTIONS = get_args(get_args(Question)[0])
KINDS = {kind.__name__ for kind in (*QUESTIONS, *get_args(Figures), *get_args(Answer)) if kind is not Skipped}
ALL_TYPES = {kind.model_fields["type"].default for kind in QUESTIONS}
TYPES = ALL_TYPES - {"single", "text"}  # these are words of other things too, except beside a `.type`
ASKED_BY_ITSELF = "bot/panel"
"""The panel asks its own two questions, whatever types a flow may have."""


def question_places() -> dict[str, bool]:
    """Each place by its path, and whether mypy stops there when a type is missing."""
    paths = sorted(path for house in ("bot", "flows", "storage") for path in (ROOT / house).rglob("*.py"))
    found = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    return {
        name: any(_is_exhaustive(node) for node in ast.walk(tree))
        for name, tree in found.items()
        if not name.startswith(ASKED_BY_ITSELF) and any(_tells_apart(node) for node in ast.walk(tree))
    }


def _tells_apart(node: ast.AST) -> bool:
    return (
        any(name in KINDS for name in _classes(node))
        or any(word in TYPES for word in _compared(node))
        or _of_type(node)
    )


def _of_type(node: ast.AST) -> bool:
    """Whether something's `.type` is compared with a word, or `type(…)` with a class."""
    match node:
        case ast.Compare(left=left, comparators=others):
            sides = [ast.unparse(side) for side in (left, *others)]
            words = {word.value for one in (left, *others) for word in ast.walk(one) if isinstance(word, ast.Constant)}
            is_class = any(side.startswith("type(") for side in sides) and any(name in KINDS for name in sides)
            return is_class or (any(side.endswith(".type") for side in sides) and bool(words & ALL_TYPES))
        case ast.Match(subject=subject) if ast.unparse(subject).endswith(".type"):
            return True
        case _:
            return False


def _classes(node: ast.AST) -> Iterator[str]:
    """Names of the classes that a pattern or an `isinstance` asks for."""
    match node:
        case ast.MatchClass():
            yield ast.unparse(node.cls).rpartition(".")[2]
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, asked]):
            yield from (one.id for one in ast.walk(asked) if isinstance(one, ast.Name))
        case _:
            return


def _compared(node: ast.AST) -> Iterator[object]:
    """Words that something is compared with, or looked up by."""
    match node:
        case ast.Compare(comparators=words) | ast.Dict(keys=words):
            yield from (word.value for word in words if isinstance(word, ast.Constant))
        case ast.MatchValue(value=ast.Constant(value=word)):
            yield word
        case _:
            return


def _is_exhaustive(node: ast.AST) -> bool:
    """A `match` over such classes whose last case is `assert_never`."""
    if not isinstance(node, ast.Match) or "assert_never" not in ast.unparse(node.cases[-1]):
        return False
    patterns = (one for case in node.cases for one in ast.walk(case.pattern))
    return any(name in KINDS for pattern in patterns for name in _classes(pattern))
