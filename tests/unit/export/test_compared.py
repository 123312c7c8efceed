"""Results by group in the export and in the summary: only what was shown at the close, in plain counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.results.comparing import comparison, group_name
from bot.wording import Wording
from flows.counting.release import SENSITIVE
from flows.counting.segments import UNKNOWN, Group, SegmentTable
from flows.definition.flow import Flow
from flows.dialogue.answers import Chosen
from storage.export.building import build_export
from storage.export.compared import segment_notes
from tests.support.examples.examples import MULTI, RANKING, SINGLE, STANCE, TEXT
from tests.support.examples.exports import FLOW, closed, data_for, example_book, final, rows_of, sheets

EN, NL = Wording("en"), Wording("nl")
GAP = SegmentTable(
    "multi",
    5,
    (
        Group(("a",), 13, 12, {"a": 11, "b": 1, "c": 2, "d": 0, "none": 0}),
        Group(("b", "c", UNKNOWN), 14, 14, {"a": 3, "b": 2, "c": 5, "d": 0, "none": 0}),
    ),
)


def test_who_was_expected() -> None:
    """A row a group that was expected; under k no number, and none for what would give it away."""
    answers = data_for(FLOW)
    chosen = answers["single"]
    counts = {option.id: chosen.count(Chosen(option.id)) for option in SINGLE.options}
    flow = FLOW.model_copy(update={"segment_by": "single"})
    book = build_export(closed(flow), [final(SINGLE, chosen)], {}, expected=dict.fromkeys([*counts, "gone"], 20))
    told = {row["option"]: row["counted"] for row in sheets(book)["expected"]}
    assert set(told) == set(counts)
    assert all(told[option] in (count, "see counts") for option, count in counts.items())
    assert all(told[option] == "see counts" for option, count in counts.items() if count < 5)
    assert "expected" not in sheets(build_export(closed(flow), [final(SINGLE, chosen)], {}))


def test_the_sheet_by_group() -> None:
    """One row a group and option, with people, answers and whole percentages; merged groups name their parts."""
    rows = rows_of(example_book(), "segments", "stance")
    assert {(row["group"], row["people"], row["answered"]) for row in rows} == {
        ("Option a", 6, 6),
        ("other groups together: Option b, no group given", 6, 6),
    }
    assert [(row["option"], row["count"], row["percent"]) for row in rows][:3] == [
        ("agree", 2, 33),
        ("disagree", 2, 33),
        ("pass", 2, 33),
    ]
    assert {row["question"] for row in sheets(example_book())["segments"]} == {"stance"}


def test_groups_add_up_to_the_counts() -> None:
    """S2 in the file: the groups of a question add up to its row on the sheet of counts."""
    book = example_book()
    for row in rows_of(book, "counts", "stance"):
        mine = [r["count"] for r in rows_of(book, "segments", "stance") if r["option"] == row["option"]]
        assert sum(mine) == row["count"]


def test_the_method_says_what_was_merged_or_withheld() -> None:
    """For each question that could be compared the method note says which groups were merged, or that it is withheld."""
    method = {row["topic"]: row["note"] for row in sheets(example_book())["method"]}
    assert "compared by single" in method["Groups"]
    assert method["Groups at stance"] == "counted together: Option b, no group given"
    assert method["Groups at multi"] == "withheld: fewer than two groups of 5 people or more"
    careful = FLOW.model_copy(
        update={"questions": tuple(q.model_copy(update={"sensitive": q.id == "multi"}) for q in FLOW.questions)}
    )
    notes = dict(segment_notes(closed(careful), {"multi": SegmentTable("multi", 5)}))
    assert notes["Groups at multi"].startswith("withheld: a group of one mind or nearly so, or fewer")


def test_no_groups_no_sheet() -> None:
    """Without declared groups nothing is said of them; under the sensitive rule it is said that there are none."""
    answers = data_for(FLOW)
    releases = [final(SINGLE, answers["single"])]
    plain = Flow(id="f", title="F", questions=(SINGLE, TEXT))
    read = sheets(build_export(closed(plain), releases, {}))
    assert "segments" not in read
    assert not any(row["topic"].startswith("Groups") for row in read["method"])
    quiet = sheets(build_export(replace(closed(), policy=SENSITIVE), releases, {}))
    notes = {row["topic"]: row["note"] for row in quiet["method"]}
    assert notes["Groups"] == "Under this release rule results are not compared by group."
    assert "Scales in three points" in notes


APART = SegmentTable(
    "stance",
    5,
    (
        Group(("a",), 20, 20, {"agree": 18, "disagree": 1, "pass": 1}),
        Group(("b",), 10, 10, {"agree": 1, "disagree": 9, "pass": 0}),
        Group(("c", UNKNOWN), 9, 9, {"agree": 9, "disagree": 0, "pass": 0}),
    ),
)


def test_statements_across_groups() -> None:
    """What all groups agree on and what tells them apart, of declared groups only, by the formulas of Polis."""
    answers = data_for(FLOW)
    book = build_export(closed(), [final(STANCE, answers["stance"])], {}, {}, {"stance": APART})
    across = {row["side"]: (row["groups"], row["consensus"], row["mean"]) for row in sheets(book)["across"]}
    product = 19 / 22 * 2 / 12
    assert across["agree"] == (2, round(product, 4), round(product**0.5, 4))
    assert [
        tuple(row[key] for key in ("group", "side", "count", "people", "others", "of"))
        for row in sheets(book)["apart"]
    ] == [("Option b", "disagree", 9, 10, 1, 20), ("Option a", "agree", 18, 20, 1, 10)]  # fmt: skip
    alone = SegmentTable("stance", 5, APART.groups[1:])
    nothing = sheets(build_export(closed(), [final(STANCE, answers["stance"])], {}, {}, {"stance": alone}))
    assert "across" not in nothing, "one declared group has none to be compared with"
    assert "apart" not in nothing


def test_the_summary_says_where_all_groups_take_one_side() -> None:
    """More than half of each that is shown, those together too who are in none of their own."""
    flow = Flow(id="f", title="F", segment_by="single", questions=(SINGLE, STANCE))
    assert "In every group" not in comparison(flow, STANCE, APART, EN)
    second = replace(APART.groups[1], counts={"agree": 6, "disagree": 4, "pass": 0})
    alike = replace(APART, groups=(APART.groups[0], second, APART.groups[2]))
    assert comparison(flow, STANCE, alike, EN) == "In every group most agree.", "6 of 10 against 9 of 9 is made by few"
    others = replace(APART.groups[2], counts={"agree": 4, "disagree": 5, "pass": 0})
    assert "In every group" not in comparison(flow, STANCE, replace(alike, groups=(*alike.groups[:2], others)), EN)


def test_a_table_that_cannot_be_is_refused() -> None:
    """A table of the groups themselves, or of a text, is an error and not an export."""
    for name in ("single", "text"):
        with pytest.raises(ValueError, match="which has none"):
            build_export(closed(), [], {}, {}, {name: SegmentTable(name, 5)})


def test_the_summary_names_the_widest_gap() -> None:
    """The line names one option and two groups as plain counts: no percentages, no measure of the test that it passed."""
    flow = Flow(id="f", title="F", segment_by="single", questions=(SINGLE, MULTI))
    assert (
        comparison(flow, MULTI, GAP, EN)
        == "Furthest apart on “Option a”: Option a 11 of 12, other groups together 3 of 14."
    )
    dutch = comparison(flow, MULTI, GAP, NL)
    assert dutch == "Het meest verdeeld over “Option a”: Option a 11 van 12, andere groepen samen 3 van 14."
    assert comparison(flow, MULTI, None, EN) == ""
    assert comparison(flow, MULTI, SegmentTable("multi", 5), EN) == ""


def test_rankings_say_first_choice() -> None:
    """In a ranking the counts are first choices, and the line says so."""
    flow = Flow(id="f", title="F", segment_by="single", questions=(SINGLE, RANKING))
    first = {"a": 5, "b": 0, "c": 0, "d": 0}
    table = SegmentTable("ranking", 5, (Group(("a",), 5, 5, first), Group((UNKNOWN,), 6, 6, {**first, "a": 0, "b": 6})))
    assert (
        comparison(flow, RANKING, table, EN)
        == "Furthest apart on “Option a” as first choice: Option a 5 of 5, no group given 0 of 6."
    )
    assert group_name(flow, table.groups[1], NL) == "geen groep genoemd"
