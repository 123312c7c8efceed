"""Releases in words: the headline of each type, the base, and exactly what is missing."""

from __future__ import annotations

import re
from dataclasses import asdict, fields, replace
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.results.charting.words import fill
from bot.results.charts import ChartWords
from bot.results.findings import Finding, chart_words, coverage, finding_text, findings, summary_text
from bot.results.headlines import decimal_sign, details, headline, written
from bot.results.unread import reading_of
from bot.wording import Wording, languages
from flows.counting.release import LARGE, SENSITIVE, STANDARD, Policy
from flows.counting.summary import summarise
from flows.counting.tally import Tally, tally_all
from flows.definition.flow import Condition, Flow, Question, SingleQuestion, options_of
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped, Use, Written
from storage.answers.texts import Text, TextState
from storage.answers.told import Sorted
from storage.database import Unit
from storage.values import Phase, Release, Workshop
from tests.support.examples.examples import (
    EXAMPLES,
    HUNDRED,
    MULTI,
    POINTS,
    RANKING,
    SCALE,
    SINGLE,
    STANCE,
    TEXT,
    answers_to,
    options,
)
from tests.support.examples.looks import HOSTILE, HOSTILE_FLOW, plain, workshop
from tests.support.trying import tries

EN, NL = Wording("en"), Wording("nl")
WHY = TEXT.model_copy(update={"id": "why", "short": "Why", "shown_if": Condition(question="single", any_of=("a",))})
FLOW = Flow(id="f", title="F", questions=(SINGLE, SCALE, WHY, TEXT))


WHOLE = RANKING.model_copy(update={"top": None})
NEAR = "It is close: one person more could have made {} level with it."
NONE = "None of these answers is shown: they may not be quoted, or were not approved."


ANSWERED: dict[str, list[Answer]] = {
    "single": [Chosen("a")] * 3,
    "scale": [Chosen("5"), Chosen("1")],
    "stance": [Chosen("agree")],
    "multi": [Picked(("a",))],
    "ranking": [Ranked(("a", "b")), Ranked(("b",))],
    "allocation": [Shared((("a", 10),))],
    "text": [Written("one")],
}


def said(question: Question, *answers: Answer, words: Wording = EN) -> str:
    """The headline of these answers."""
    return headline(summarise(question, tally_all(question, answers)), words)


def ranked(*ballots: str) -> tuple[Ranked, ...]:
    """Ballots given as letters: "ab" ranks a first, then b."""
    return tuple(Ranked(tuple(ballot)) for ballot in ballots)


# --- headlines


@pytest.mark.parametrize(
    ("question", "answers", "expected"),
    [
        (
            SINGLE,
            [Chosen("b"), Chosen("b"), Chosen("a")],
            "Close: Option b 2, Option a 1, of 3; one person is no lead.",
        ),
        (SINGLE, [*[Chosen("b")] * 3, Chosen("a")], "Most chosen: Option b, 3 of 4."),
        (SINGLE, [Chosen("b"), Chosen("a"), Skipped()], "Level: Option a and Option b, 1 of 2 each."),
        (SINGLE, [Chosen("c"), Chosen("b"), Chosen("a")], "Level: Option a, Option b and Option c, 1 of 3 each."),
        (
            SCALE,
            [Chosen("5"), Chosen("5"), Chosen("4"), Chosen("3"), Chosen("1"), Chosen("dk")],
            "3 of 5 positive, 1 negative, 1 in between.",
        ),
        (SCALE, [Chosen("1"), Chosen("3")], "0 of 2 positive, 1 negative, 1 in between."),
        (SCALE, [Chosen("1"), Chosen("5")], "1 of 2 positive, 1 negative, 0 in between."),
        (SCALE, [Chosen("dk")], "Nobody chose a point on the scale."),
        (
            STANCE,
            [Chosen("agree"), Chosen("agree"), Chosen("disagree"), Chosen("pass")],
            "2 agree, 1 disagree, 1 unsure.",
        ),
        (
            MULTI,
            [Picked(("a", "b")), Picked(("a", "c")), Picked(("none",)), Skipped()],
            "Most ticked, of 3 people: Option a 2, Option b, Option c and Option none 1 each. Several answers possible.",
        ),
        (
            MULTI,
            [Picked(("a", "b", "c")), Picked(("a", "b", "c")), Picked(("a", "d")), Picked(("b",))],
            "Most ticked, of 4 people: Option a and Option b 3 each, Option c 2. Several answers possible.",
        ),
        (
            POINTS,
            [Shared((("a", 7), ("b", 3))), Shared((("a", 4), ("b", 6)))],
            f"Most points: Option a, 5.5 of 10 on average, from 2 of 2 people. {NEAR.format('Option b')}",
        ),
        (TEXT, [Written("one")], "1 written answer."),
        (TEXT, [Written("one"), Written("two"), Skipped()], "2 written answers."),
    ],
)
def test_each_type_has_its_one_figure(question: Question, answers: list[Answer], expected: str) -> None:
    """Single: leaders; scale: its sides; stance: counts; multi: top three; points: the highest mean; text: how many."""
    assert said(question, *answers) == expected


@pytest.mark.parametrize("question", EXAMPLES, ids=lambda question: str(question.id))
def test_nobody_is_said_as_nobody(question: Question) -> None:
    """Where everybody skipped, that is the headline of every type."""
    assert said(question, Skipped(), Skipped()) == "Nobody gave an answer."


def test_a_ranking_says_places_and_first_choices_in_words() -> None:
    """Who was placed highest on average and who was first most often; points that nobody explains are not said."""
    expected = "Placed highest: Option a, 1.0 on average. Most first choices: Option a (9)."
    assert said(RANKING, *ranked(*["abc"] * 9)) == expected


def test_a_ranking_names_its_ties() -> None:
    """Options with the same average place are named together, and first choices that tie are all named."""
    text = said(RANKING, *ranked("ab", "ba"))
    assert "Placed highest: Option a and Option b, 1.5 on average." in text
    assert "Most first choices: Option a and Option b (1)." in text


def test_a_ranking_says_where_two_by_two_differs() -> None:
    """An option that is preferred to every other one by one, but placed lower, is named; a narrow lead is called so."""
    ballots = ranked(*["acd"] * 3, *["cda"] * 2)
    assert "Two by two, more" not in said(RANKING, *ranked(*["ab"] * 4))
    split = said(RANKING, *ballots)
    assert "Placed highest: Option c" in split
    assert "Two by two, more people prefer Option a to each of the others." in split
    assert "it is close: a few people more could have turned it." in split


def test_many_that_are_level_are_not_all_named() -> None:
    """The first few, and how many more."""
    nine = SingleQuestion(id="nine", text="Which?", options=options(*"abcdefghi"))
    text = said(nine, *[Chosen(option) for option in "abcdefghi"])
    assert text == "Level: Option a, Option b, Option c, Option d and 5 more, 1 of 9 each."


def test_a_later_round_says_how_many_are_in_the_room() -> None:
    """20 of 22: whoever was absent the second time is seen to be."""
    summary = summarise(SINGLE, tally_all(SINGLE, [Chosen("a")] * 20))
    found = Finding(SINGLE, summary, "20 people counted.", number=2, room=22)
    assert "20 of 22 in the room" in plain(finding_text(found, EN))
    assert "20 van de 22 in de zaal" in plain(finding_text(found, NL))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_word_of_statistics_is_left_unexplained(language: str) -> None:
    """In what people read: the words of pictures, headlines, rows and bases of every type."""
    words = Wording(language)
    texts = [str(value) for value in asdict(chart_words(words, "T", "N")).values()]
    for question in EXAMPLES:
        summary = summarise(question, tally_all(question, ANSWERED[question.type]))
        texts.append(plain(finding_text(Finding(question, summary, ""), words)))
    assert not re.findall(
        r"(?i)\b(net|netto|mean|median|mediaan|gemiddelde score|borda|n ?=|practically a tie|points:)\b",
        "\n".join(texts),
    )


@tries(60)
@given(data=st.data(), question=st.sampled_from(EXAMPLES), language=st.sampled_from(languages()))
def test_any_tally_has_words(data: st.DataObject, question: Question, language: str) -> None:
    """Whatever was answered, the block of a question is well-formed, on few lines, and never says winner or significant."""
    answers = data.draw(st.lists(answers_to(question), max_size=8))
    found = Finding(question, summarise(question, tally_all(question, answers)), "8 counted.")
    text = plain(finding_text(found, Wording(language)))
    assert "{" not in text
    assert not any(word in text.lower() for word in ("winner", "significant", "winnaar"))
    assert len(text.splitlines()) <= 4 + 6


@pytest.mark.parametrize(
    ("question", "answers", "expected"),
    [
        (
            SCALE,
            [*[Chosen("5")] * 6, *[Chosen("3")] * 2, *[Chosen("1")] * 2],
            "4 more are positive than negative: 40 in a hundred. How alike the answers are: 0.3 (0: half at each end, 1: all the same).",
        ),
        (SCALE, [Chosen("4")] * 5, ""),
        (
            STANCE,
            [*[Chosen("agree")] * 5, *[Chosen("disagree")] * 4, Chosen("pass")],
            "Of the 9 who took a side, 5 agree. 1 more agrees than disagrees: 10 in a hundred.",
        ),
        (STANCE, [Chosen("agree")] * 5, ""),
        (MULTI.model_copy(update={"min": 1}), [Picked(()), Picked(("a",))], "Nothing ticked: 1 of 2."),
        (
            WHOLE,
            [*ranked("abcd") * 3, *ranked("dcba")],
            "How alike the orders are: 0.3 (0: not at all, 1: all the same).",
        ),
        (RANKING, [*ranked("abc"), *ranked("bca"), *ranked("cab")], ""),
        (POINTS, [Shared((("a", 10),))], ""),
        (TEXT, [Written("one")], ""),
    ],
)
def test_what_else_a_result_says(question: Question, answers: list[Answer], expected: str) -> None:
    """A sentence each that says what it means, and only what the numbers above do not say already."""
    assert " ".join(details(summarise(question, tally_all(question, answers)), EN)) == expected


def test_the_order_two_by_two_is_told_where_it_is_another_one() -> None:
    """Four put a first and three put it last: on average it is not where most people, pair by pair, would have it."""
    ballots = [*ranked("bcda") * 3, *ranked("abcd") * 4]
    text = " ".join(details(summarise(WHOLE, tally_all(WHOLE, ballots)), EN))
    assert "Compared two by two: 1. Option a, 2. Option b, 3. Option c, 4. Option d." in text


# --- rows and bases


def test_a_block_has_counts_percentages_and_the_base() -> None:
    """Name, headline, every option with count and whole percentage by count, then who answered."""
    answers: list[Answer] = [*[Chosen("c")] * 3, Chosen("a"), Chosen("b"), Skipped()]
    found = Finding(SINGLE, summarise(SINGLE, tally_all(SINGLE, answers)), "6 people counted.")
    assert plain(finding_text(found, EN)).splitlines() == [
        "Which one?",
        "Most chosen: Option c, 3 of 5.",
        "Option c: 3 (60%)",
        "Option a: 1 (20%)",
        "Option b: 1 (20%)",
        "5 of 6 answered. 6 people counted.",
    ]


def test_numbers_speak_the_language() -> None:
    """As many decimals as are asked for, after a point in English and a comma in Dutch; the sign is one character."""
    assert (written(2.5, 1, EN), written(2.5, 1, NL), written(3, 2, NL)) == ("2.5", "2,5", "3,00")
    assert (decimal_sign(EN), decimal_sign(NL)) == (".", ",")
    assert "5,5" in said(POINTS, Shared((("a", 7), ("b", 3))), Shared((("a", 4), ("b", 6))), words=NL)


# --- what is missing


class Released:
    """The releases of a workshop, as storage hands them out."""

    def __init__(self, *releases: Release) -> None:
        self.releases = {release.question_id: release for release in releases}

    def latest(self, _workshop_id: str, question_id: str) -> Release | None:
        """The newest release of a question."""
        return self.releases.get(question_id)

    def of(self, workshop_id: str, question_id: str | None = None) -> list[Text]:
        """Two texts are approved, three nobody has read."""
        states = {"one": TextState.APPROVED, "two": TextState.APPROVED, **dict.fromkeys("xyz", TextState.NEW)}
        return [
            Text(words, workshop_id, TEXT.id, words, Use.QUOTE, "", state, pinned=False, same_as="")
            for words, state in states.items()
            if question_id in {None, TEXT.id}
        ]

    def seen(self, _workshop: Workshop, _question_id: str) -> Sorted:
        """Nothing was put together."""
        return Sorted()

    def received(self, _workshop_id: str) -> dict[str, int]:
        """Nobody has answered where the facilitator leads."""
        return {}

    def segments(self, _workshop_id: str) -> dict[str, object]:
        """No groups are compared here."""
        return {}


def found(event: Workshop, *releases: Release, words: Wording = EN) -> tuple[Finding, ...]:
    """What may be shown after these releases."""
    released = Released(*releases)
    return findings(cast(Unit, SimpleNamespace(answers=released, texts=released, themes=released)), event, words)


def release(question: Question, n: int, *, final: bool = False) -> Release:
    """A release of `n` people who all chose the first option, or wrote something."""
    answer: Answer = Chosen(options_of(question)[0].id) if options_of(question) else Written("x")
    tally: Tally = tally_all(question, [answer] * n)
    return Release(question.id, 1, n, tally, final)


READ = "Counted when the workshop closes, and shown after it is read."


@pytest.mark.parametrize("rule", [STANDARD, SENSITIVE])
def test_an_open_answer_is_never_promised_before_it_is_read(rule: Policy) -> None:
    """Where the facilitator leads, its question may end for good before the close, but not under a rule that waits for it."""
    for paced in (False, True):
        why, text = found(workshop(FLOW, submitted=9, paced=paced, policy=rule))[2:]
        early = "Counted when its question ends for good or the workshop closes, and shown after it is read."
        assert (why.note, text.note) == (READ, early if paced and rule is STANDARD else READ)


@pytest.mark.parametrize(
    ("submitted", "note"),
    [
        (0, "Shown once 8 people have submitted: 8 more."),
        (3, "Shown once 8 people have submitted: 5 more."),
        (7, "Shown once 8 people have submitted: 1 more."),
        (8, "Enough people are in. The first summary comes within a minute."),
        (11, "Enough people are in. The first summary comes within a minute."),
    ],
)
def test_before_the_first_release_it_is_said_what_is_missing(submitted: int, note: str) -> None:
    """With k = 5 and b = 3 the first release needs eight people; conditional questions and texts wait for the close."""
    all_found = found(workshop(FLOW, submitted=submitted))
    assert [f.note for f in all_found] == [note, note, *[READ] * 2]
    assert all(f.summary is None and f.texts == () for f in all_found)


@pytest.mark.parametrize(
    ("submitted", "covered", "note"),
    [
        (8, 5, "5 of 8 counted, more when 3 more are in."),
        (10, 5, "5 of 10 counted, more when 1 more is in."),
        (11, 5, "5 of 11 counted, more within a minute."),
        (11, 8, "8 of 11 counted, more when 3 more are in."),
    ],
)
def test_after_a_release_it_is_said_how_many_are_covered(submitted: int, covered: int, note: str) -> None:
    """The base, and how many more make the summary grow; the line of all questions says the same."""
    event = replace(workshop(FLOW, submitted=submitted), joined=60)
    (first, *_rest) = found(event, release(SINGLE, covered))
    assert first.note == note
    assert first.summary is not None
    assert coverage(event, covered, EN) == note


@pytest.mark.parametrize(
    ("submitted", "covered", "line"),
    [
        (0, 0, "0 of 0 counted, more when 8 more are in."),
        (3, 0, "0 of 3 counted, more when 5 more are in."),
        (7, 0, "0 of 7 counted, more when 1 more is in."),
        (8, 0, "0 of 8 counted, more within a minute."),
    ],
)
def test_the_line_of_all_questions_before_the_first_release(submitted: int, covered: int, line: str) -> None:
    """The board says the same before anything is released."""
    assert coverage(workshop(FLOW, submitted=submitted), covered, EN) == line


def test_the_policy_of_the_workshop_decides() -> None:
    """Large workshops wait for twenty, sensitive ones for the close."""

    def first(policy: Policy) -> str:
        return found(workshop(FLOW, submitted=9, policy=policy))[0].note

    assert first(LARGE) == "Shown once 20 people have submitted: 11 more."
    assert first(SENSITIVE) == "Shown when the workshop closes."
    assert coverage(workshop(FLOW, submitted=9, policy=SENSITIVE), 0, EN) == "0 of 9 counted."


def test_after_the_close_there_is_nothing_more_to_come() -> None:
    """Who was counted, or that too few were asked; the open answers are there."""
    event = workshop(FLOW, submitted=8, phase=Phase.CLOSED)
    one, _scale, why, text = found(event, release(SINGLE, 8, final=True), release(TEXT, 5, final=True))
    assert one.note == "8 people counted."
    assert why.note == "Fewer than 5 people answered, so nothing is shown."
    assert (text.note, text.texts) == ("5 people counted.", ("one", "two"))
    assert text.reading == "3 open answers are being read; the others are read, or may only be counted."
    assert coverage(event, 8, EN) == "8 of 8 counted."


def test_texts_stay_back_until_the_final_release() -> None:
    """Before the close no open answer is read."""
    assert found(workshop(FLOW, submitted=9), release(TEXT, 6))[3].texts == ()


def test_few_answers_are_not_quoted() -> None:
    """Where fewer than k people wrote something, nothing is quoted, though k were asked."""
    tally = tally_all(TEXT, [Written("x")] * 4 + [Skipped()] * 3)
    few = Release(TEXT.id, 1, 7, tally, final=True)
    text = found(workshop(FLOW, submitted=8, phase=Phase.CLOSED), few)[3]
    assert (text.texts, text.reading) == ((), "Fewer than 5 people wrote something, so none of it is shown.")
    assert plain(finding_text(text, EN)).splitlines()[1:3] == ["4 written answers.", text.reading]


@pytest.mark.parametrize(
    ("states", "written", "told"),
    [
        ("nnnnn", 5, "5 open answers are being read."),
        ("nnnnn", 6, "5 open answers are being read; the others are read, or may only be counted."),
        ("nnnna", 5, "4 open answers are being read; the others are read, or may only be counted."),
        ("nhhhh", 5, "1 open answer is being read; the others are read, or may only be counted."),
        ("ttttt", 5, NONE),
        ("hhhhh", 5, NONE),
        ("hhhht", 6, NONE),
        ("", 5, NONE),
        ("hhhha", 5, ""),
        ("ttttas", 9, ""),
        ("", 4, "Fewer than 5 people wrote something, so none of it is shown."),
        ("", 0, ""),
    ],
)
def test_how_far_what_people_wrote_is_read(states: str, written: int, told: str) -> None:
    """New, approved, hidden, for themes only, the same as another: one number at a time, and a last word where none is shown."""
    looks = {"n": TextState.NEW, "h": TextState.HIDDEN}
    texts = [
        Text(str(n), "w", TEXT.id, "x", Use.THEME if one == "t" else Use.QUOTE, "", looks.get(one, TextState.APPROVED),
             pinned=False, same_as="1" if one == "s" else "")
        for n, one in enumerate(states)
    ]  # fmt: skip
    assert reading_of(texts, written, 5, EN) == told


def test_three_open_answers_that_may_be_quoted_are_in_the_result() -> None:
    """In the order they come in, with markup as words, each on one line and cut where it is long."""
    texts = ("<b>One</b>", "Two\n lines", "x" * 201, "Four")
    one = Finding(TEXT, summarise(TEXT, tally_all(TEXT, [Written("x")] * 6)), "6 people counted.", texts)
    lines = plain(finding_text(one, EN)).splitlines()
    assert lines[1:] == [
        "6 written answers.", "Quotes, of 4 different answers:", "“<b>One</b>”", "“Two lines”", "“" + "x" * 199 + "…”",
        "6 of 6 answered. 6 people counted.",
    ]  # fmt: skip
    assert "Quotes" not in finding_text(replace(one, texts=()), EN)


# --- all together


def test_the_summary_says_one_note_once_and_names_what_waits() -> None:
    """A note that all share stands under the title; questions that wait are named together."""
    event = workshop(FLOW, submitted=8)
    blocks = summary_text(event, found(event, release(SINGLE, 5), release(SCALE, 5)), EN).split("\n\n")
    assert plain(blocks[0]).splitlines() == ["Riverside Park", "5 of 8 counted, more when 3 more are in."]
    assert plain(blocks[-1]).splitlines() == ["Why, What else?", READ]
    assert all("more when" not in block for block in blocks[1:])


def test_without_a_release_the_summary_is_only_what_is_missing() -> None:
    """Nobody is shown a list of empty questions."""
    one = workshop(Flow(id="f", title="F", questions=(SINGLE, SCALE)), submitted=3)
    text = plain(summary_text(one, found(one), EN))
    assert text.splitlines() == ["Riverside Park", "", "Shown once 8 people have submitted: 5 more."]


@pytest.mark.parametrize("language", languages())
def test_hostile_words_stay_words_in_results(language: str) -> None:
    """Titles, questions and options full of HTML are shown as they are."""
    event = workshop(HOSTILE_FLOW, title=HOSTILE, submitted=9)
    one = HOSTILE_FLOW.questions[0]
    for releases in ((), (release(one, 5),)):
        assert HOSTILE in plain(
            summary_text(event, found(event, *releases, words=Wording(language)), Wording(language))
        )


# --- the words of a picture

TEMPLATES = {
    "percent": {"n"},
    "base": {"answered", "asked"},
    "room": {"answered", "room"},
    "positive_share": {"n", "all"},
    "no_answer": {"n"},
    "between": {"low", "high"},
    "positive": {"n"},
    "neutral": {"n"},
    "negative": {"n"},
    "head_to_head": {"option"},
    "head_to_head_close": {"option"},
    "mean_points": {"total"},
    "strong_and_weak": {"strong", "weak"},
}


@pytest.mark.parametrize("language", languages())
def test_the_words_of_a_picture_keep_their_braces(language: str) -> None:
    """Templates come with their placeholders and are filled by the chart; plain words have none."""
    words: ChartWords = chart_words(Wording(language), "T", "N")
    assert (words.title, words.note, words.language) == ("T", "N", language)
    for field in fields(words):
        if field.name == "details":
            continue  # sentences of a summary, filled already
        text = getattr(words, field.name)
        names = TEMPLATES.get(field.name, set())
        assert text
        assert all("{" + name + "}" in text for name in names), field.name
        assert "{" not in fill(text, **dict.fromkeys(names, "7")), field.name


def test_points_out_of_a_hundred_are_averaged_with_zeros() -> None:
    """Who gave nothing counts with nothing."""
    text = said(HUNDRED, Shared((("a", 100),)), Shared((("b", 100),)), Shared((("b", 50), ("c", 50))))
    close = "It is close: one person more could have made Option a and Option c level with it."
    assert text == f"Most points: Option b, 50.0 of 100 on average, from 2 of 3 people. {close}"


def test_an_exclusive_option_can_lead() -> None:
    """None of these is an answer like any other when most choose it."""
    assert said(MULTI, Picked(("none",)), Picked(("none",))).startswith("Most ticked, of 2 people: Option none 2.")


def test_a_close_without_answers_counts_nobody() -> None:
    """Where a panel alone has results there are no questions to be counted in, so it is not said that 0 of 0 are."""
    closed = workshop(FLOW, phase=Phase.CLOSED, submitted=0)
    assert coverage(closed, 0, EN) == ""
    assert coverage(replace(closed, submitted=5), 5, EN) == "5 of 5 counted."
