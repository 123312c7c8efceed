"""The summary of a workbook as values: blocks of words, a small table, a chart; must not know workshops, or how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from storage.export.books import Cell


@dataclass(frozen=True)
class Chart:
    """Bars that the spreadsheet program draws from the table beside them.

    `column`: of the table, from 1, the first being that of the labels; `colours`: one for all bars, or one for each.
    """

    column: int
    colours: tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """A column of numbers in a table: its heading, and how Excel writes what is in it."""

    name: str
    format: str = "0"


@dataclass(frozen=True)
class Block:
    """One question as a council officer reads it: what was asked, what came out in words, of how many, and the numbers.

    `table`: a label and its numbers, in the order of `heads`; `label`: the heading of the labels.
    """

    title: str
    said: tuple[str, ...] = ()
    base: str = ""
    label: str = ""
    heads: tuple[Head, ...] = ()
    table: tuple[tuple[Cell, ...], ...] = ()
    chart: Chart | None = None
    quotes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """The name of a part."""

    text: str


@dataclass(frozen=True)
class Line:
    """A point of the list at the top: what it is about ("" for several questions at once), and what is said of it."""

    name: str
    said: str


Part = Block | Heading | Line


@dataclass(frozen=True)
class Summary:
    """The sheet that a workbook opens on. `tab`: its name; `top`: what stands on every printed page; `facts`: below the title."""

    tab: str
    title: str
    top: str
    facts: tuple[str, ...]
    parts: tuple[Part, ...]
    right_to_left: bool = False
