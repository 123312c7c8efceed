"""A part of two real surveys, answered through phones over HTTP, and its export against counts made here from the raw rows.

The whole of both sets is `make replay`.
"""

from __future__ import annotations

import asyncio
import copy
import gzip
import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import permutations
from statistics import mean, median
from typing import Any

import pytest

from flows.dialogue.answers import Chosen, Use, Written
from tests.replay.comparing import Sheets, altered, differences, normal, sent, sheets_of, text_differences
from tests.replay.holding import Held, hold, room_for
from tests.replay.material import ARM, Material, Part, material
from tests.replay.run import found_wrong
from tests.support.shared import shared

ZURICH = (
    "arm", "who_decides", "topic_points", "connected", "vote_any", "vote_five", "vote_5pts", "vote_10pts", "vote_rank5",
    "format_rank", "why_best", "random_voter", "random_voter_why", "feedback",
)  # fmt: skip
STATEMENTS = ("s0", "s1", "s9", "s10", "s14", "s15", "s20", "s25", "s33", "s38")
SHORT_BALLOT = "p153"


@dataclass(frozen=True)
class Played:
    """A workshop that was held again, with everything there is to hold it against."""

    material: Material
    held: Held
    sheets: Sheets


Row = Mapping[str, Any]


def last_rows(name: str, people: Collection[str], questions: Collection[str]) -> dict[str, dict[str, Any]]:
    """Question -> person -> the last answer in the file."""
    found: dict[str, dict[str, Any]] = {question: {} for question in questions}
    with gzip.open(shared(f"data/{name}") / "answers.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row["p"] in people and row["q"] in found:
                found[row["q"]][row["p"]] = row["a"]
    return found


def questions_of(name: str) -> dict[str, dict[str, Any]]:
    """The set's own description of its questions."""
    source = json.loads((shared(f"data/{name}") / "questions.json").read_text(encoding="utf-8"))
    return {question["id"]: question for question in source["questions"]}


def counted(question: Row, answers: list[Any]) -> dict[str, Any]:
    """The figures of one question, counted from raw answers in the plainest way."""
    given = [answer for answer in answers if answer is not None]
    options = [option["id"] for option in question.get("options", ())]
    base = {"type": question["type"], "n_asked": len(answers), "n_answered": len(given)}
    base["n_no_answer"] = len(answers) - len(given)
    match question["type"]:
        case "single" | "scale":
            counts = {o: given.count(o) for o in options}
            codes = [o["value"] for a in given for o in question["options"] if o["id"] == a and "value" in o]
            return base | {"counts": counts, "n_on_scale": len(codes), "median": median(codes) if codes else None}
        case "multi":
            return base | {"counts": {o: sum(o in answer for answer in given) for o in options}}
        case "ranking":
            return base | ranked(options, given)
        case "allocation":
            points = {o: [answer.get(o, 0) for answer in given] for o in options}
            givers = {o: sum(p > 0 for p in points[o]) for o in options}
            return base | {"n_giving_any": givers, "mean_points": {o: mean(points[o]) for o in options}}
        case _:
            return base


def ranked(options: list[str], ballots: list[list[str]]) -> dict[str, Any]:
    """First choices, times ranked, mean Borda points with the rest in the middle, and who is before whom."""
    size = len(options)
    points = {o: mean(size - 1 - b.index(o) if o in b else (size - len(b) - 1) / 2 for b in ballots) for o in options}
    before: dict[str, dict[str, int]] = {o: {} for o in options}
    for a, b in permutations(options, 2):
        before[a][b] = sum(a in x and (b not in x or x.index(a) < x.index(b)) for x in ballots)
    return {
        "first_choice_counts": {o: sum(b[0] == o for b in ballots) for o in options},
        "times_ranked": {o: sum(o in b for b in ballots) for o in options},
        "borda_unranked_average_mean": points,
        "pairwise": before,
    }


async def played(part: Material) -> Played:
    """Hold it again, with a look at the releases five times a second."""
    async with room_for(part) as room:
        held = await hold(room, part, tick=0.2)
    return Played(part, held, sheets_of(held.exports["json"][0]))


@pytest.fixture(scope="module")
def zurich() -> Played:
    """Twelve people and fourteen questions of every type but stance; four of them first say something else.

    Two of them, one who taps and one who types, also write a name and a number, of which these real answers have none.
    """
    whole, arms = material("zurich_formats"), Counter[str]()
    names = [SHORT_BALLOT]
    for part in whole.parts:
        arm = part.answers[ARM]
        if isinstance(arm, Chosen) and arms[arm.option] < (6 if arm.option == "individual" else 3) and len(names) < 12:
            arms[arm.option] += part.name not in names
            names += [part.name] if part.name not in names else []
    chosen = whole.some(names, ZURICH)
    wrong = {"who_decides": Chosen("mayor"), "connected": Chosen("1")}
    parts = tuple(replace(p, first=wrong) if n < 4 else p for n, p in enumerate(chosen.parts))
    parts = tuple(_telling(p) if p.name in _tellers(parts) else p for p in parts)
    chosen = replace(chosen, parts=parts, computed=zurich_figures(names))
    return asyncio.run(played(chosen))


TELLING = "Hannah Smith from our street knows more: 07700 900222"


def _tellers(parts: Collection[Part]) -> set[str]:
    """The first two who said why: one with an odd number, one with an even."""
    gave = [p for p in parts if isinstance(p.answers["why_best"], Written)]
    return {next(p.name for p in gave if p.number % 2 == odd) for odd in (0, 1)}


def _telling(part: Part) -> Part:
    return replace(part, answers={**part.answers, "why_best": Written(TELLING, Use.QUOTE)})


def zurich_figures(names: Collection[str]) -> dict[str, dict[str, Any]]:
    """Counted here; the arm stands with the people, not with the answers."""
    questions, rows = questions_of("zurich_formats"), last_rows("zurich_formats", names, ZURICH)
    figures = {q: counted(questions[q], list(rows[q].values())) for q in ZURICH if q != ARM}
    with gzip.open(shared("data/zurich_formats") / "participants.jsonl.gz", "rt", encoding="utf-8") as file:
        arms = [person["attrs"]["arm"] for person in map(json.loads, file) if person["p"] in names]
    whole = {"type": "single", "n_asked": len(arms), "n_answered": len(arms), "n_no_answer": 0}
    return figures | {ARM: whole | {"counts": dict(Counter(arms))}}


@pytest.fixture(scope="module")
def polis() -> Played:
    """All 26 people of a conversation and ten of its statements, two of which somebody voted on twice."""
    whole = material("polis_london_youth")
    names = [part.name for part in whole.parts]
    figures = {}
    for statement, votes in last_rows("polis_london_youth", names, STATEMENTS).items():
        counts = Counter(votes.values())
        figures[statement] = {"type": "stance", "n_votes": len(votes)} | {
            stance: counts[stance] for stance in ("agree", "disagree", "pass")
        }
    return asyncio.run(played(replace(whole.some(names, STATEMENTS), computed=figures)))


def test_the_export_of_every_question_type_is_what_people_answered(zurich: Played) -> None:
    """Twelve people's answers, tapped or typed, are in the export exactly as counted from the raw rows."""
    assert found_wrong(zurich.material, zurich.held) == []
    assert {question.type for question in zurich.material.flow} == {
        "single", "scale", "multi", "ranking", "allocation", "text",
    }  # fmt: skip


def test_names_are_kept_and_numbers_hidden_in_what_people_wrote(zurich: Played) -> None:
    """Two were asked about a name and said that it is none; their numbers are hidden, and all other texts are unchanged."""
    assert zurich.held.names == 2
    texts, changed = altered(part.answers for part in zurich.material.parts)
    assert (texts > 10, changed) == (True, 2)
    said = [row["text"] for row in zurich.sheets["texts"]]
    assert said.count(sent(TELLING)) == said.count("Hannah Smith from our street knows more: [phone number]") == 2


def test_only_the_arm_that_was_shown_a_question_is_in_its_base(zurich: Played) -> None:
    """A question with a condition is asked of those who meet it and of nobody else."""
    asked = {row["question"]: row["asked"] for row in zurich.sheets["bases"]}
    arm = {row["option"]: row["count"] for row in zurich.sheets["counts"] if row["question"] == ARM}
    assert asked["random_voter"] == asked["random_voter_why"] == arm["individual"] < asked[ARM] == 12


@pytest.mark.long
def test_the_last_vote_counts_and_an_unseen_statement_is_no_answer(polis: Played) -> None:
    """Twenty-six people's votes on ten statements are in the export as in the file, changed votes by their last value."""
    assert found_wrong(polis.material, polis.held) == []
    assert {q for part in polis.material.parts for q in part.first} >= {"s10", "s25"}
    base = {row["question"]: row for row in polis.sheets["bases"]}
    assert (base["s0"]["asked"], base["s0"]["answered"]) == (26, 0)


@pytest.mark.long
def test_summaries_grew_while_people_answered(polis: Played) -> None:
    """The releases of a statement are cumulative, each at least a batch larger, and the last one counts everybody."""
    for row in polis.sheets["bases"]:
        sizes = [int(size) for size in str(row["releases"]).split(", ")]
        assert sizes[-1] == 26
        assert all(later - before >= 3 for before, later in zip([2, *sizes], sizes, strict=False))


@pytest.mark.parametrize("sheet, column", [("counts", "count"), ("bases", "answered"), ("figures", "value")])
def test_one_wrong_number_in_the_export_is_found(zurich: Played, sheet: str, column: str) -> None:
    """Whichever number of these is one too high, the comparison names its question."""
    for place, row in enumerate(zurich.sheets[sheet]):
        compared = sheet != "figures" or row["figure"] in COMPARED_FIGURES
        if isinstance(row[column], int | float) and compared:
            planted = copy.deepcopy(zurich.sheets[sheet])
            planted[place] = {**row, column: row[column] + 1}
            found = differences({**zurich.sheets, sheet: planted}, zurich.material.computed, 12)
            assert [line for line in found if line.startswith(f"{row['question']}:")], row


COMPARED_FIGURES = (
    "people on the scale", "median", "ranked it first", "mean Borda points", "mean points, zeros included",
)  # fmt: skip


def test_a_lost_and_an_invented_text_are_found(zurich: Played) -> None:
    """An open answer that is missing from the export, and one that nobody gave, are both reported."""
    answers = [part.answers for part in zurich.material.parts]
    fewer = {**zurich.sheets, "texts": zurich.sheets["texts"][1:]}
    more = {**zurich.sheets, "texts": [*zurich.sheets["texts"], {"question": "feedback", "text": "never said"}]}
    assert len(text_differences(fewer, zurich.material.flow, answers)) == 1
    assert len(text_differences(more, zurich.material.flow, answers)) == 1


def test_a_text_is_kept_but_for_what_nobody_can_see() -> None:
    """The replay's own idea of a normal text: composed, without control characters and blanks around it."""
    assert normal("  cafe\u0301\x00\x7f\n two\r\t ") == "caf\u00e9\n two"
