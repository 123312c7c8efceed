"""What each column of an export holds and means, for people, for the schema and for statistics programs; must not know counts.

Whoever adds a column to `building.COLUMNS` describes it here; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from storage.export.books import Cell

Holds = Literal["text", "whole", "number", "mixed"]
_TABLE = """
read_me.topic text What a note is about
read_me.note text The note
codebook.number whole Place of the question, from 1; a later round stands right after the one before it
codebook.question text Id of the question on all other sheets
codebook.section text Part of the workshop, or what it was beside the flow: a poll, a second round, for the panel
codebook.type text single, multi, scale, stance, ranking, allocation or text
codebook.text text The question as it was asked
codebook.short text Its short name, where it has one
codebook.help text What stood below it in smaller words, where anything did
codebook.rule text What an answer could be
codebook.asked_of text everybody, or those with such an answer to an earlier question
codebook.option text Id of the option, of the theme of an open question, or empty
codebook.label text The option as it was read, its hint in brackets behind it
codebook.option_short text The option's short name on buttons and beside bars, where it has one
codebook.hint text What tells it from others of the same name, where anything has to
codebook.value mixed Of a scale: the level's number, 1 the most negative, or "off scale"; of several choices: "only alone"
columns.sheet text The sheet, which is also the name of its CSV file
columns.column text The column
columns.holds text text, whole (whole numbers), number, or mixed (whole numbers and texts)
columns.meaning text What it means
bases.question text Id of the question
bases.text text The question as it was asked
bases.asked whole People who saw the question and were counted
bases.answered whole Those of them who gave an answer
bases.no_answer whole Those of them who gave none
bases.releases text People counted at each release, the last one is the figure here
bases.state text final, an earlier release, or why nothing is here
counts.question text Id of the question
counts.name text Its short name, or its wording
counts.option text Id of the option
counts.label text The option as it was read
counts.measure text What the people counted did: chose it, ticked it, ranked it, gave it points
counts.count whole People who did
counts.answered whole People who answered the question
counts.percent number 100 count / answered: whole below 100 people, one decimal from there on, halves up
figures.question text Id of the question
figures.name text Its short name, or its wording
figures.figure text Which figure; the sheet of the method defines each
figures.option text Id of the option it is about; empty where it is about all
figures.label text The option as it was read
figures.value number The figure; empty where it names an option
figures.base whole People it is about
positions.question text Id of the question, a ranking
positions.option text Id of the option
positions.label text The option as it was read
positions.place whole Place, 1 is the top
positions.count whole People who put it there
pairs.question text Id of the question, a ranking
pairs.option text Id of the first option
pairs.label text The first option as it was read
pairs.other text Id of the other option
pairs.other_label text The other option as it was read
pairs.beats text yes: more people prefer the first; no: fewer; tie: as many; empty where pairs are withheld
pairs.preferring whole People who prefer the first; empty where pairs are withheld
pairs.answered whole People who answered the question
points.question text Id of the question, an allocation
points.option text Id of the option
points.label text The option as it was read
points.from whole Lowest number of points in this group
points.to whole Highest number of points in this group
points.count whole People who gave it so many
segments.question text Id of the question
segments.name text Its short name, or its wording
segments.group text The group of people
segments.people whole People in the group who were asked
segments.answered whole Those of them who answered
segments.option text Id of the option
segments.label text The option as it was read
segments.measure text What the people counted did: chose it, ticked it, put it first, gave it points
segments.count whole People of the group who did
segments.percent number 100 count / answered: whole below 100 people, one decimal from there on, halves up
across.question text Id of the question, a statement
across.name text Its short name, or its wording
across.side text agree or disagree
across.groups whole Groups that people declared and that are shown
across.consensus number Group-informed consensus, 0 to 1: the product over groups of (people on that side + 1) / (people who answered + 2)
across.mean number The same as the geometric mean of the groups, to compare statements with different numbers of groups
apart.question text Id of the question, a statement
apart.name text Its short name, or its wording
apart.group text The group that it tells from the others
apart.side text agree or disagree
apart.count whole People of the group on that side
apart.people whole People of the group who answered
apart.others whole People of all other groups on that side
apart.of whole People of all other groups who answered
expected.question text Id of the question that makes the groups
expected.option text Id of the group
expected.label text The group as it was read
expected.expected whole People of it who were expected, as those who steered had said when this file was made
expected.counted mixed People of it who are counted, or "see counts" for a small group, and for another where that would follow
panel.text text The question to the panel
panel.speaker text Whom it was for
panel.state text approved or answered
panel.pinned text yes where it was pinned
panel.same whole Others who asked the same
panel.votes whole People who voted for it
panel.voters whole People in that vote
themes.question text Id of the question, an open one
themes.name text Its short name, or its wording
themes.option text Id of the theme: its place by size; other for all that is in none
themes.label text The theme
themes.made text by hand or by machine; empty for Other
themes.answers whole People whose answer is in it
themes.texts whole Texts in it that may be quoted and are different
themes.unread whole Answers in it that may only be counted; 0 as long as they are few
themes.quote text One of its texts, which stands for it
texts.question text Id of the question
texts.name text Its short name, or its wording
texts.text text What somebody wrote, shuffled
texts.theme text The theme it is in; only where there are themes
receipts.question text Id of the question
receipts.tag text A tag that only the holder of a receipt can recognise, in hexadecimal
method.topic text What a note is about
method.note text The note
"""


@dataclass(frozen=True)
class Described:
    """A column in words. `holds`: what its cells are where they are not empty."""

    holds: Holds
    meaning: str


def _read() -> Mapping[tuple[str, str], Described]:
    lines = (line.split(" ", 2) for line in _TABLE.strip().splitlines())
    kinds: Mapping[str, Holds] = {"text": "text", "whole": "whole", "number": "number", "mixed": "mixed"}
    return {tuple_of(name): Described(kinds[holds], meaning) for name, holds, meaning in lines}


def tuple_of(name: str) -> tuple[str, str]:
    """(sheet, column) of "sheet.column"."""
    sheet, _, column = name.partition(".")
    return sheet, column


DESCRIBED: Mapping[tuple[str, str], Described] = _read()
"""(sheet, column) -> what it holds."""


def column_rows(wanted: Mapping[str, Iterable[str]]) -> Iterable[tuple[Cell, ...]]:
    """A row a column. `wanted`: sheet -> its columns, in order."""
    for sheet, columns in wanted.items():
        for column in columns:
            described = DESCRIBED[sheet, column]
            yield sheet, column, described.holds, described.meaning
