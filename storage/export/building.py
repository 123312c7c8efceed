"""What an organiser may take away from a closed workshop, as a book of sheets; must not know database or people.

Only releases go in, so an export equals the last summary and nothing can be had by comparing the two. There is no row a
person, and the columns are the constant list below: whoever adds one argues it with the privacy rules.

Long: every column of the export stands in this one file, where the privacy rules are held against it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from types import MappingProxyType

from flows.counting.coarse import shown_as
from flows.counting.measures import different
from flows.counting.segments import SegmentTable
from flows.counting.tally import Tally, as_last_word, point_bins
from flows.definition.flow import AllocationQuestion, Flow, Question, options_of
from storage.answers.texts import Text
from storage.answers.told import Sorted
from storage.export.books import Cell, Column, ExportBook, Sheet, to_csv, to_json, to_xlsx
from storage.export.compared import across_rows, apart_rows, segment_notes, segment_rows
from storage.export.described import column_rows
from storage.export.expected_sheet import COLUMNS as EXPECTED
from storage.export.expected_sheet import expected_rows
from storage.export.figures import figure_rows, percent_of
from storage.export.panel_sheet import COLUMNS as PANEL
from storage.export.panel_sheet import panel_notes, panel_rows
from storage.export.rounds import beside_the_flow, in_rounds
from storage.export.texts_sheet import quoted_rows
from storage.export.themes_sheet import COLUMNS as THEMES
from storage.export.themes_sheet import THEME, options, theme_rows
from storage.export.words.codebook import codebook_rows
from storage.export.words.headings import headings, sheet_names
from storage.export.words.notes import desk_notes, method_rows, read_me_rows
from storage.export.words.saying import Say, in_english
from storage.publishing import published_tags
from storage.values import BallotKind, Phase, Release, Workshop

__all__ = ["COLUMNS", "ExportBook", "Sheet", "build_export", "to_csv", "to_json", "to_xlsx"]

Rows = Iterable[tuple[Cell, ...]]

QUESTION = Column("question", "Question", 16)
NAME = Column("name", "Short name", 28, wrap=True)
OPTION = Column("option", "Option", 14)
LABEL = Column("label", "Label", 44, wrap=True)
TOPIC = Column("topic", "About", 26, wrap=True)
NOTE = Column("note", "Note", 110, wrap=True)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "read_me": (TOPIC, NOTE),
    "codebook": (
        Column("number", "No.", 6),
        QUESTION,
        Column("section", "Section", 18, wrap=True),
        Column("type", "Type", 10),
        Column("text", "Wording", 40, wrap=True),
        Column("short", "Short name", 16, wrap=True),
        Column("help", "Below it", 20, wrap=True),
        Column("rule", "An answer is", 24, wrap=True),
        Column("asked_of", "Asked of", 24, wrap=True),
        OPTION,
        Column("label", "Label", 36, wrap=True),
        Column("option_short", "Its short name", 16, wrap=True),
        Column("hint", "Its hint", 14, wrap=True),
        Column("value", "Value", 10),
    ),
    "columns": (
        Column("sheet", "Sheet", 14),
        Column("column", "Column", 14),
        Column("holds", "Holds", 10),
        Column("meaning", "Meaning", 110, wrap=True),
    ),
    "bases": (
        QUESTION,
        Column("text", "Wording", 60, wrap=True),
        Column("asked", "Asked", 9),
        Column("answered", "Answered", 11),
        Column("no_answer", "No answer", 11),
        Column("releases", "People counted at each release", 24),
        Column("state", "State", 52, wrap=True),
    ),
    "counts": (
        QUESTION,
        NAME,
        OPTION,
        LABEL,
        Column("measure", "People who", 18),
        Column("count", "People", 9),
        Column("answered", "of (answered)", 12),
        Column("percent", "Percent", 10),
    ),
    "figures": (
        QUESTION,
        NAME,
        Column("figure", "Figure", 34, wrap=True),
        OPTION,
        LABEL,
        Column("value", "Value", 10),
        Column("base", "of people", 11),
    ),
    "positions": (QUESTION, OPTION, LABEL, Column("place", "Place", 8), Column("count", "People", 9)),
    "pairs": (
        QUESTION,
        OPTION,
        LABEL,
        Column("other", "Other option", 14),
        Column("other_label", "Other label", 44, wrap=True),
        Column("beats", "The first beats the other", 18),
        Column("preferring", "People who prefer the first", 18),
        Column("answered", "of (answered)", 12),
    ),
    "points": (
        QUESTION,
        OPTION,
        LABEL,
        Column("from", "Points from", 11),
        Column("to", "Points to", 11),
        Column("count", "People", 9),
    ),
    "segments": (
        QUESTION,
        NAME,
        Column("group", "Group", 40, wrap=True),
        Column("people", "People in it", 11),
        Column("answered", "of them answered", 11),
        OPTION,
        LABEL,
        Column("measure", "People who", 18),
        Column("count", "People", 9),
        Column("percent", "Percent", 10),
    ),
    "across": (
        QUESTION,
        NAME,
        Column("side", "Side", 11),
        Column("groups", "Groups", 9),
        Column("consensus", "Group-informed consensus", 16),
        Column("mean", "The same, mean of the groups", 16),
    ),
    "apart": (
        QUESTION,
        NAME,
        Column("group", "Group", 40, wrap=True),
        Column("side", "Side", 11),
        Column("count", "People in it who take it", 14),
        Column("people", "of", 9),
        Column("others", "Others who take it", 14),
        Column("of", "of (others)", 11),
    ),
    "expected": EXPECTED,
    "panel": PANEL,
    "themes": THEMES,
    "texts": (QUESTION, NAME, Column("text", "Open answer", 110, wrap=True), THEME),
    "receipts": (QUESTION, Column("tag", "Tag", 24)),
    "method": (TOPIC, NOTE),
}
"""Everything that an export may contain. Not here, on purpose: people, ids, times, languages, order, ways through."""

NAMES: Mapping[str, str] = sheet_names()
MEASURES: Mapping[str, str] = {"multi": "ticked it", "ranking": "ranked it", "allocation": "gave it points"}
ALWAYS = frozenset({"read_me", "codebook", "columns", "bases", "counts", "texts", "method"})


@dataclass(frozen=True)
class Told:
    """An export in other words than English. `workshop`: with its questions in that language."""

    workshop: Workshop
    t: Say


def build_export(
    workshop: Workshop,
    releases: Sequence[Release],
    texts: Mapping[str, Sequence[str]],
    tags: Mapping[str, Collection[bytes]] = MappingProxyType({}),
    segments: Mapping[str, SegmentTable] = MappingProxyType({}),
    panel: Sequence[Text] = (),
    withheld: int = 0,
    unread: int = 0,
    themes: Mapping[str, Sorted] = MappingProxyType({}),
    expected: Mapping[str, int] = MappingProxyType({}),
    told: Told | None = None,
) -> ExportBook:
    """The book of a closed workshop, from its releases and the released open answers (question -> texts, in any order).

    `tags`: question -> tag of each counted answer; `segments`: question -> its table by group; `panel`: the collected
    questions to the panel, of which only what was shown goes in; `withheld`: open answers that were not approved; `unread`:
    those that are still to be read; `themes`: question -> its texts by theme; `expected`: group -> people;
    `told`: in which words it is read, in English ones where there are none: the cells that programs look for stay as they are.

    Raises ValueError before the workshop is closed,
    for texts or tags of a question that was not released, and for a table that cannot be.
    """
    if workshop.phase is not Phase.CLOSED or workshop.closing or workshop.closed_on is None:
        raise ValueError("a workshop is exported after it is closed")
    asked, t, read = in_rounds(workshop), told.t if told else in_english, told.workshop if told else workshop
    tallies = {one: as_last_word(tally, workshop.policy.k) for one, tally in last_tallies(asked, releases).items()}
    rows: dict[str, Rows] = {
        "codebook": codebook_rows(
            in_rounds(read), beside_the_flow(read, t), {q.id: options(themes, q.id) for q in asked.questions}, t
        ),
        "bases": _bases(workshop, releases),
        "themes": theme_rows(asked, themes),
        "texts": quoted_rows(workshop, tallies, texts, themes),
        "receipts": _receipts(asked, tallies, tags),
        "segments": segment_rows(workshop, segments),
        "across": across_rows(workshop, segments),
        "apart": apart_rows(workshop, segments),
        "expected": expected_rows(workshop, expected, tallies),
        "panel": panel_rows(workshop, panel, tallies),
        "method": method_rows(
            read, [*segment_notes(read, segments, t), *panel_notes(panel, t), *desk_notes(read, withheld, unread, t)], t
        ),
    }
    rows |= {key: _of_released(workshop, tallies, of_question) for key, of_question in _COUNTED.items()}
    rows["figures"] = (*rows["figures"], *_different(workshop, tallies, texts))
    rows["pairs"] = _of_released(workshop, tallies, _pairs)
    filled = {key: tuple(of_sheet) for key, of_sheet in rows.items()}
    names, heads = sheet_names(t), headings(t)
    wanted = [key for key in COLUMNS if key in ALWAYS or filled.get(key)]
    filled["read_me"] = tuple(read_me_rows(read, {key: names[key] for key in wanted}, t))
    has_themes = bool(filled["themes"])
    columns = {key: [column.key for column in _columns(key, sorted_in=has_themes)] for key in wanted}
    filled["columns"] = tuple(column_rows(columns))
    sheets = (_sheet(key, filled[key], sorted_in=has_themes) for key in wanted)
    named = (replace(one, name=names[one.key], columns=_headed(one.columns, heads)) for one in sheets)
    return ExportBook(workshop.title, workshop.closed_on, tuple(named))


def _sheet(key: str, rows: tuple[tuple[Cell, ...], ...], *, sorted_in: bool) -> Sheet:
    """A sheet of the book, each row as long as its columns."""
    columns = _columns(key, sorted_in=sorted_in)
    return Sheet(key, NAMES[key], columns, tuple(row[: len(columns)] for row in rows))


def _headed(columns: Sequence[Column], heads: Mapping[str, str]) -> tuple[Column, ...]:
    return tuple(replace(column, heading=heads[column.heading]) for column in columns)


def _columns(key: str, *, sorted_in: bool) -> tuple[Column, ...]:
    """Without themes open answers have no column for them, as in books of earlier versions."""
    return COLUMNS[key][:-1] if key == "texts" and not sorted_in else COLUMNS[key]


def _of_released(
    workshop: Workshop, tallies: Mapping[str, Tally], of_question: Callable[[Question, Tally], Rows]
) -> Rows:
    for question in in_rounds(workshop).questions:
        if question.id in tallies:
            yield from of_question(shown_as(question, workshop.policy), tallies[question.id])


def last_tallies(flow: Flow, releases: Sequence[Release]) -> dict[str, Tally]:
    """Question -> its last release. Raises KeyError for a release of a question that the flow does not have."""
    last: dict[str, Tally] = {}
    for release in sorted(releases, key=lambda release: release.seq):
        last[flow.question(release.question_id).id] = release.tally
    return last


def _bases(workshop: Workshop, releases: Sequence[Release]) -> Rows:
    policy = workshop.policy
    for question in in_rounds(workshop).questions:
        mine = sorted((r for r in releases if r.question_id == question.id), key=lambda release: release.seq)
        if not mine:
            few = f"withheld: fewer than {policy.k} people could be counted; their answers were deleted"
            state = (
                "withheld: the key was gone at the close, so the answers could not be counted"
                if workshop.key_lost
                else few
            )
            yield question.id, question.text, None, None, None, None, state
            continue
        tally = mine[-1].tally
        late = f"last release before the close; fewer than {policy.b} came after it, deleted uncounted"
        people = ", ".join(str(release.n) for release in mine)
        state = "final" if mine[-1].final else late
        yield question.id, question.text, tally.asked, tally.answered, tally.skipped, people, state


def _counts(question: Question, tally: Tally) -> Rows:
    measure = MEASURES.get(question.type, "chose it")
    for option in options_of(question):
        count = tally.counts[option.id]
        percent = percent_of(count, tally.answered)
        yield question.id, question.name, option.id, option.label, measure, count, tally.answered, percent


def _positions(question: Question, tally: Tally) -> Rows:
    for option in options_of(question):
        for place, count in enumerate(tally.positions.get(option.id, ()), 1):
            yield question.id, option.id, option.label, place, count


def _pairs(question: Question, tally: Tally) -> Rows:
    """Who beats whom and by how many, where any two options were ranked together by enough people; else empty cells."""
    if not tally.above and tally.verdict is None:
        return
    for a, b in permutations(options_of(question), 2):
        over, under = (tally.above[a.id][b.id], tally.above[b.id][a.id]) if tally.above else (None, None)
        said = None if over is None or under is None else "yes" if over > under else "no" if under > over else "tie"
        yield question.id, a.id, a.label, b.id, b.label, said, over, tally.answered


def _points(question: Question, tally: Tally) -> Rows:
    if not isinstance(question, AllocationQuestion):
        return
    for option in question.options:
        for (low, high), count in zip(point_bins(question), tally.bins[option.id], strict=True):
            yield question.id, option.id, option.label, low, high, count


def _different(workshop: Workshop, tallies: Mapping[str, Tally], texts: Mapping[str, Sequence[str]]) -> Rows:
    """How many different answers the sheet of open answers has: of those that are not on it nobody knows."""
    elsewhere = {ballot.id for ballot in workshop.ballots if ballot.kind is BallotKind.ASK}
    for question in in_rounds(workshop).questions:
        if mine := texts.get(question.id, ()) if question.id in tallies.keys() - elsewhere else ():
            figure = "different open answers among those listed"
            yield question.id, question.name, figure, None, None, different(mine), len(mine)


def _receipts(flow: Flow, tallies: Mapping[str, Tally], tags: Mapping[str, Collection[bytes]]) -> Rows:
    """Whoever holds a receipt finds its tag here; sorted, so that the list has no other order."""
    if early := set(tags) - set(tallies):
        raise ValueError(f"tags of {len(early)} questions that were not released")
    for question, mine in published_tags(flow, tags).items():
        yield from ((question, tag.hex()) for tag in mine)


_COUNTED: Mapping[str, Callable[[Question, Tally], Rows]] = {
    "counts": _counts,
    "figures": figure_rows,
    "positions": _positions,
    "points": _points,
}
