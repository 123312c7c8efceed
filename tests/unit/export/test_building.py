"""The export: what it contains, what it can never contain, and that equal workshops give equal bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.counting.measures import percentage
from flows.counting.release import STANDARD
from flows.counting.tally import Tally
from flows.definition.flow import Condition, Flow, Option, PointsAtLeast, SingleQuestion
from flows.dialogue.answers import Chosen, Picked, Ranked, Skipped, Written
from storage.answers.panel import vote_question
from storage.export.books import ExportBook
from storage.export.building import COLUMNS, build_export, to_json
from storage.export.words.codebook import codebook_rows, condition_in_words
from storage.values import Ballot, BallotKind, BallotState, Phase
from tests.support.examples.datasets import data_set
from tests.support.examples.examples import EXAMPLES, POINTS, RANKING, SINGLE, TEXT, answers_to
from tests.support.examples.exports import (
    FLOW,
    FORMATS,
    PANEL,
    closed,
    data_for,
    example_book,
    final,
    rows_of,
    rows_of_optional,
    sheets,
)
from tests.support.trying import tries


def test_columns_are_the_allow_list() -> None:
    """No sheet has another column than these; to add one is to argue it with the privacy rules."""
    assert {key: [column.key for column in columns] for key, columns in COLUMNS.items()} == {
        "read_me": ["topic", "note"],
        "codebook": [
            "number",
            "question",
            "section",
            "type",
            "text",
            "short",
            "help",
            "rule",
            "asked_of",
            "option",
            "label",
            "option_short",
            "hint",
            "value",
        ],
        "columns": ["sheet", "column", "holds", "meaning"],
        "bases": ["question", "text", "asked", "answered", "no_answer", "releases", "state"],
        "counts": ["question", "name", "option", "label", "measure", "count", "answered", "percent"],
        "figures": ["question", "name", "figure", "option", "label", "value", "base"],
        "positions": ["question", "option", "label", "place", "count"],
        "pairs": ["question", "option", "label", "other", "other_label", "beats", "preferring", "answered"],
        "points": ["question", "option", "label", "from", "to", "count"],
        "segments": [
            "question",
            "name",
            "group",
            "people",
            "answered",
            "option",
            "label",
            "measure",
            "count",
            "percent",
        ],
        "across": ["question", "name", "side", "groups", "consensus", "mean"],
        "apart": ["question", "name", "group", "side", "count", "people", "others", "of"],
        "expected": ["question", "option", "label", "expected", "counted"],
        "panel": ["text", "speaker", "state", "pinned", "same", "votes", "voters"],
        "themes": ["question", "name", "option", "label", "made", "answers", "texts", "unread", "quote"],
        "texts": ["question", "name", "text", "theme"],
        "receipts": ["question", "tag"],
        "method": ["topic", "note"],
    }
    for sheet in example_book().sheets:
        assert sheet.columns == COLUMNS[sheet.key][: 3 if sheet.key == "texts" else None], (
            "a theme only where there are any"
        )


@tries(25)
@given(data=st.data())
def test_counts_are_the_tally(data: st.DataObject) -> None:
    """For every question type the exported counts are those of the last release, and percentages follow from it."""
    answers = {question.id: data.draw(st.lists(answers_to(question), max_size=12)) for question in EXAMPLES}
    flow = Flow(id="f", title="F", questions=EXAMPLES)
    releases = [final(question, answers[question.id]) for question in EXAMPLES]
    book = build_export(closed(flow), releases, {})
    for release in releases:
        check_against_tally(book, release.question_id, release.tally)


def check_against_tally(book: ExportBook, question_id: str, tally: Tally) -> None:
    """Every number of the tally stands in the book, and each percentage can be worked out from its own row."""
    (base,) = rows_of(book, "bases", question_id)
    assert (base["asked"], base["answered"], base["no_answer"]) == (tally.asked, tally.answered, tally.skipped)
    counts = rows_of(book, "counts", question_id)
    assert {row["option"]: row["count"] for row in counts} == tally.counts
    for row in counts:
        again = percentage(row["count"], row["answered"]) if row["answered"] else None
        assert (row["answered"], row["percent"]) == (base["answered"], again)
    places: dict[str, tuple[int, ...]] = {}
    for row in rows_of_optional(book, "positions", question_id):
        places[row["option"]] = (*places.get(row["option"], ()), row["count"])
    assert places == tally.positions
    pairs: dict[str, dict[str, int]] = {}
    for row in rows_of_optional(book, "pairs", question_id):
        pairs.setdefault(row["option"], {})[row["other"]] = row["preferring"]
        over, under = tally.above[row["option"]][row["other"]], tally.above[row["other"]][row["option"]]
        said = "yes" if over > under else "no" if over < under else "tie"
        assert row["beats"] == (None if row["preferring"] is None else said)
    unsaid = {option: dict.fromkeys(row) for option, row in tally.above.items()}
    assert pairs in (tally.above, unsaid)
    bins: dict[str, tuple[int, ...]] = {}
    for row in rows_of_optional(book, "points", question_id):
        bins[row["option"]] = (*bins.get(row["option"], ()), row["count"])
    assert bins == tally.bins


def test_real_session() -> None:
    """The counts exported for 180 people and 64 questions are the independently computed ones."""
    people = data_set("zurich_formats")
    releases = [final(question, people.answers(question.id)) for question in people.flow.questions]
    read = sheets(build_export(closed(people.flow), releases, {}))
    for question_id, expected in people.computed.items():
        of = {key: [row for row in rows if row.get("question") == question_id] for key, rows in read.items()}
        assert [(row["asked"], row["answered"]) for row in of["bases"]] == [
            (expected["n_asked"], expected["n_answered"])
        ]
        counts = {row["option"]: row["count"] for row in of["counts"]}
        assert counts == (expected.get("counts") or expected.get("times_ranked") or expected.get("n_giving_any") or {})
        figures = {(row["figure"], row["option"]): row["value"] for row in of["figures"]}
        exactly = 0.005001 if all(row["preferring"] is not None for row in of["pairs"]) else 0.1
        for option, points in expected.get("borda_unranked_average_mean", {}).items():
            assert figures["mean Borda points", option] == pytest.approx(points, abs=exactly)
        for option, mean in expected.get("mean_points", {}).items():
            assert figures["mean points, zeros included", option] == pytest.approx(mean, abs=0.050001)
        if "median" in expected:
            assert figures["median", None] == expected["median"]
            assert figures["net agreement, -100 to 100", None] == pytest.approx(expected["net"], abs=0.500001)


@pytest.mark.parametrize("write", FORMATS)
def test_same_bytes(write: Any) -> None:
    """The same workshop gives the same bytes, whatever order its releases and texts come in."""
    answers = data_for(FLOW)
    releases = [final(question, answers[question.id]) for question in FLOW.questions if question.id != "why"]
    texts = ["One.", "Two.", "Three.", "Two."]
    first = write(build_export(closed(), releases, {"text": texts}))
    again = write(build_export(closed(), releases[::-1], {"text": texts[::-1]}))
    assert first == again


def test_texts_are_shuffled_by_content() -> None:
    """Texts come in an order that differs from workshop to workshop and is not that of arrival or of the alphabet."""
    texts = [f"Text {number:02}" for number in range(20)]
    releases = [final(TEXT, [Written(text) for text in texts])]
    flow = Flow(id="f", title="F", questions=(TEXT,))
    orders = [
        [row["text"] for row in sheets(build_export(closed(flow, id=name), releases, {"text": texts}))["texts"]]
        for name in ("one", "two")
    ]
    assert orders[0] != orders[1]
    for order in orders:
        assert order != texts
        assert sorted(order) == texts


@pytest.mark.parametrize("write", FORMATS)
def test_nothing_about_people(write: Any) -> None:
    """No file holds the workshop's id, its join code, a time of day or where to find anybody."""
    book = example_book()
    content = everything(write(book), write)
    assert "Riverside Park" in content
    for secret in (closed().id, closed().code, closed().contact):
        assert secret not in content
    assert not any(mark in content for mark in ("T10:", "language", "user_id", "chat_id"))


def everything(file: bytes, write: Any) -> str:
    """All text in a file, of its archive too."""
    if write is to_json:
        return file.decode()
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert {entry.date_time[3:] for entry in archive.infolist()} == {(0, 0, 0)}
        return "".join(archive.read(entry).decode("utf-8-sig") for entry in archive.infolist())


def test_withheld_and_late() -> None:
    """A question that was not released is named with the reason and has no number; answers too few to add are told."""
    early = replace(final(SINGLE, [Chosen("a")] * 8), seq=1, final=False)
    late = replace(final(SINGLE, [Chosen("a")] * 14), seq=2, final=False)
    book = build_export(closed(), [late, early], {})
    (base,) = rows_of(book, "bases", "single")
    assert (base["asked"], base["releases"]) == (14, "8, 14")
    assert "fewer than 3 came after it" in base["state"]
    (withheld,) = rows_of(book, "bases", "why")
    assert withheld["asked"] is None
    assert withheld["state"].startswith("withheld: fewer than 5 people")
    assert rows_of(book, "counts", "points") == []


def test_refuses_too_early() -> None:
    """There is no export of a workshop that is open or whose close has not finished, and no text without a release."""
    for changes in ({"phase": Phase.OPEN}, {"closing": True}, {"closed_on": None}):
        with pytest.raises(ValueError, match="after it is closed"):
            build_export(closed(**changes), [], {})
    with pytest.raises(ValueError, match="not released") as refusal:
        build_export(closed(), [], {"text": ["Secret"]})
    assert "Secret" not in str(refusal.value)
    with pytest.raises(ValueError, match="ask for none"):
        build_export(closed(), [], {"single": ["Secret"]})


def test_conditions_and_rules_in_words() -> None:
    """The codebook says in words whom a question was asked of and what an answer to it is."""
    book = example_book()
    (why,) = rows_of(book, "codebook", "why")
    assert why["asked_of"] == "those who at single chose “Option a”"
    assert why["rule"] == "own words, up to 1000 characters"
    single = rows_of(book, "codebook", "single")
    assert [(row["section"], row["option"], row["asked_of"]) for row in single] == [
        ("First part", option, "everybody") for option in "abc"
    ]
    assert {row["rule"] for row in rows_of(book, "codebook", "multi")} == {"1 to 5 options; “Option none” only alone"}
    assert {row["rule"] for row in rows_of(book, "codebook", "ranking")} == {"up to 3 of 4 options, best first"}
    assert [row["value"] for row in rows_of(book, "codebook", "scale")] == [1, 2, 3, 4, 5, "off scale"]


@pytest.mark.parametrize(
    "condition, words",
    [
        (Condition(question="single", none_of=("a", "b")), "chose something else than “Option a” or “Option b”"),
        (Condition(question="multi", contains="c"), "included “Option c”"),
        (Condition(question="ranking", first="d"), "ranked “Option d” first"),
        (Condition(question="points", points=PointsAtLeast(option="b", min=3)), "gave “Option b” at least 3 points"),
    ],
)
def test_each_condition_in_words(condition: Condition, words: str) -> None:
    """Each kind of condition reads as a sentence with the labels of the options."""
    assert condition_in_words(FLOW, condition) == f"those who at {condition.question} {words}"


def test_condition_without_test() -> None:
    """A condition that tests nothing is an error, not "everybody"."""
    with pytest.raises(ValueError, match="tests nothing"):
        condition_in_words(FLOW, Condition(question="single"))


def test_short_rules() -> None:
    """Limits of multi and allocation questions are in the rule."""
    narrow = POINTS.model_copy(update={"max_options": 2})
    rows = list(codebook_rows(Flow(id="f", title="F", questions=(narrow, RANKING))))
    assert rows[0][7] == "10 points in all, on at most 2 options"


def test_the_codebook_has_short_names_hints_and_what_stood_below() -> None:
    """As the author gave them, beside the label as it was read; empty where there are none."""
    pool = Option(id="n", label="Pool (north)", short="North", hint="north")
    asked = SingleQuestion(id="q", text="Where?", help="Or near it.", options=(pool, Option(id="s", label="Park")))
    keys = [column.key for column in COLUMNS["codebook"]]
    rows = [dict(zip(keys, row, strict=True)) for row in codebook_rows(Flow(id="f", title="F", questions=(asked,)))]
    assert [(row["label"], row["option_short"], row["hint"], row["help"]) for row in rows] == [
        ("Pool (north)", "North", "north", "Or near it."),
        ("Park", None, None, "Or near it."),
    ]


def test_method_note() -> None:
    """The method note tells the rule, the hashes, the days, the definitions and how to cite, and the read-me each sheet."""
    read = sheets(example_book())
    method = {row["topic"]: row["note"] for row in read["method"]}
    assert "k = 5, b = 3" in method["Release rule"]
    assert closed().policy_hash in method["Release rule"]
    assert closed().flow_hash in method["Questions"]
    assert method["Dates"] == "2026-03-02 to 2026-03-09"
    assert method["Source of the questions"] == "A paper"
    assert method["How to cite"].startswith("The Park Trust: Riverside Park. Workshop, 2026-03-02 to 2026-03-09.")
    assert (
        len([row for row in read["read_me"] if row["topic"].startswith("Sheet")]) == len(COLUMNS) - 5
    )  # not itself, no themes, nobody expected, and with one declared group nothing across groups
    quiet = replace(closed(), policy=replace(STANDARD, close_only=True), opened_on=date(2026, 3, 9))
    one_day = {row["topic"]: row["note"] for row in sheets(build_export(quiet, [], {}))["method"]}
    assert one_day["In words"].endswith("Nothing was shown before the close.")
    assert "always" not in method["In words"]
    whole = "What a facilitator ended for good, once four fifths of those who take part had answered, was counted whole"
    assert whole in method["In words"]
    assert one_day["Dates"] == "2026-03-09"


def test_ranking_figures() -> None:
    """A ranking without a winner of all pairs says so and gives the whole order by Schulze."""
    question = RANKING.model_copy(update={"top": 4})
    circle = [Ranked(("a", "b", "c", "d")), Ranked(("b", "c", "a", "d")), Ranked(("c", "a", "b", "d"))] * 5
    flow = Flow(id="f", title="F", questions=(question,))
    figures = rows_of(build_export(closed(flow), [final(question, circle)], {}), "figures", "ranking")
    assert [row["label"] for row in figures if row["figure"] == "preferred to each other option"] == ["none"]
    schulze = {row["option"]: row["value"] for row in figures if row["figure"].startswith("place by the Schulze")}
    assert schulze == {"a": 1, "b": 1, "c": 1, "d": 4}
    assert [row["base"] for row in figures if "Kendall" in row["figure"]] == [15]
    cut = [Ranked(ballot.options[:3]) for ballot in circle]
    figures = rows_of(build_export(closed(flow), [final(question, cut)], {}), "figures", "ranking")
    assert not [row for row in figures if "Kendall" in row["figure"] or "Schulze" in row["figure"]], "nobody ranked d"


def test_empty_sheets_are_left_out() -> None:
    """A workshop without rankings and allocations has no empty sheets for them, but always one for open answers."""
    only = SingleQuestion(id="single", text="?", options=SINGLE.options)
    book = build_export(closed(Flow(id="f", title="F", questions=(only,))), [final(only, [Chosen("a")] * 6)], {})
    assert " ".join(sheet.key for sheet in book.sheets) == "read_me codebook columns bases counts texts method"
    assert "Rankings" not in " ".join(row["topic"] for row in sheets(book)["read_me"])


def test_of_the_panel_only_what_was_shown() -> None:
    """Approved and answered questions with their votes, a group as one; of the others only how many there were."""
    option = PANEL[4].option
    asked = vote_question([PANEL[1], PANEL[4]], "Which?")
    vote = Ballot("vote-1", "w", 1, BallotKind.VOTE, asked.model_copy(update={"id": "vote-1"}), BallotState.CLOSED)
    release = final(vote.question, [Picked((option,))] * 6 + [Skipped()])
    book = build_export(closed(ballots=(vote,)), [release], {}, panel=PANEL)
    shown = sheets(book)["panel"]
    assert [(row["text"], row["state"], row["same"], row["votes"], row["voters"]) for row in shown] == [
        ("What of approved 5?", "approved", None, 6, 7),
        ("What of answered 2?", "answered", 1, 0, 7),
    ]
    assert b"hidden 1" not in to_json(book)
    assert b"new 4" not in to_json(book)
    assert b"5 were collected" in to_json(book)
