"""Pictures of summaries: what is on them, in every type, theme and format, whatever people wrote."""

import hashlib
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.results.charting.press import png_size
from bot.results.charts import ChartWords, Format, Theme, board, chart
from flows.counting.summary import Summary, summarise
from flows.counting.tally import tally_all
from flows.definition.flow import (
    AllocationQuestion,
    Level,
    MultiQuestion,
    Option,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
)
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped, Written
from tests.support.trying import tries

WORDS = ChartWords(
    strong_and_weak="In bold: {strong}. Behind it: {weak}.",
    title="Riverside Park",
    note="Covers 8 of 12",
    language="en",
    decimal=".",
    percent="{n}%",
    base="{answered} of {asked} answered",
    room="{answered} of {room} in the room",
    no_answer="No answer: {n}",
    nobody="No answers yet",
    several="Several answers possible",
    tied="= same figure",
    off_scale="Not on the scale",
    positive_share="{n} of {all}",
    on_positive="on the positive side",
    middle="the middle answer",
    between="between {low} and {high}",
    positive="Positive {n}",
    neutral="In between {n}",
    negative="Negative {n}",
    agree="agree",
    place="Placed on average",
    first_choices="First choices",
    places="Placed 1 is the top",
    head_to_head="Head to head, {option} beats every other",
    head_to_head_close="Head to head, {option} leads narrowly",
    no_head_to_head="Head to head, no option beats every other",
    mean_points="Mean of {total}",
    givers="Gave any",
    texts="written answers, listed apart",
)

HOSTILE = (
    '#import "x": *',
    "$x^2$ *bold* _it_ \\ `raw` @ref <label>",
    '"quoted" \\" ]] }) //',
    "<script>&amp;</b> ]]>",
    "שלום עולם, 3 ימים",
    "مرحبا بالعالم (2026)",
    "Ελληνικά, Привет, İstanbul",
    "👍🏽 great 🌳 👩‍🚀 ✓",
    "中文标签",
    "https://example.org/a/very/long/path/without/any/spaces/at/all/x",
    "W" * 64,
    "a\u202eevil\x07\x00 two\nlines",
)


def options(*labels: str) -> tuple[Option, ...]:
    """Options o0, o1, ... with these labels."""
    return tuple(Option(id=f"o{place}", label=label) for place, label in enumerate(labels))


def levels(*labels: str) -> tuple[Level, ...]:
    """Levels o1, o2, ... with the values 1, 2, ..."""
    return tuple(Level(id=f"o{value}", label=label, value=value) for value, label in enumerate(labels, 1))


def summary(question: Question, answers: Sequence[Answer]) -> Summary:
    """What these people answered."""
    return summarise(question, tally_all(question, answers))


SINGLE = summary(
    SingleQuestion(id="sector", text="Which sector?", options=options("Public", "Business", "Charity", "Resident")),
    [*[Chosen("o2")] * 5, *[Chosen("o0")] * 2, *[Chosen("o3")] * 2, Skipped()],
)
MULTI = summary(
    MultiQuestion(id="concerns", text="Which concerns?", options=options("Time", "Money", "Trust")),
    [Picked(("o0", "o1")), Picked(("o0",)), Picked(("o0", "o1", "o2")), Picked(("o1",))],
)
SCALE = summary(
    ScaleQuestion(
        id="worth",
        text="Is it worth it?",
        options=(*levels("Never", "Rarely", "Mostly", "Yes"), Level(id="dk", label="Don't know", off_scale=True)),
    ),
    [Chosen("o1"), *[Chosen("o3")] * 4, *[Chosen("o4")] * 3, Chosen("dk"), Chosen("dk")],
)
STANCE = summary(
    StanceQuestion(id="s", text="It needs a partnership"),
    [*[Chosen("agree")] * 6, *[Chosen("pass")] * 3, Chosen("disagree")],
)
RANKING = summary(
    RankingQuestion(id="motives", text="Rank your motives", options=options("Funding", "Skills", "Ethos")),
    [*[Ranked(("o0", "o1", "o2"))] * 3, *[Ranked(("o1", "o2", "o0"))] * 2],
)
ALLOCATION = summary(
    AllocationQuestion(id="benefits", text="Share 10 points", options=options("Voice", "Presence", "Peace")),
    [Shared((("o0", 7), ("o1", 3))), Shared((("o0", 10),)), Shared((("o1", 5), ("o2", 5)))],
)
TEXT = summary(TextQuestion(id="how", text="How could it be done?"), [Written("a"), Written("b"), Skipped()])

ALL = {
    "single": SINGLE,
    "multi": MULTI,
    "scale": SCALE,
    "stance": STANCE,
    "ranking": RANKING,
    "allocation": ALLOCATION,
    "text": TEXT,
}
UNANSWERED: dict[str, Question] = {
    "single": SingleQuestion(id="q", text="One?", options=options("A", "B")),
    "multi": MultiQuestion(id="q", text="Some?", options=options("A", "B")),
    "scale": ScaleQuestion(id="q", text="How?", options=levels("No", "Yes")),
    "stance": StanceQuestion(id="q", text="So it is"),
    "ranking": RankingQuestion(id="q", text="Order?", options=options("A", "B")),
    "allocation": AllocationQuestion(id="q", text="Share", options=options("A", "B")),
    "text": TextQuestion(id="q", text="Why?"),
}


def said(picture: bytes) -> list[str]:
    """The lines of words that an SVG carries."""
    root = ElementTree.fromstring(picture)
    found = [element.text or "" for element in root if element.tag.endswith(("}title", "}desc"))]
    return "\n".join(found).split("\n")


def hostile() -> Summary:
    """A question whose labels try to be something else than labels."""
    question = MultiQuestion(id="q", text=HOSTILE[0], options=options(*HOSTILE))
    return summary(question, [Picked(("o0", "o1", "o11")), Picked(("o0",))])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ALL)
def test_every_type_prints_in_every_theme_and_format(name: str, theme: Theme) -> None:
    """Each picture starts with the mark of its format, and a PNG is 1080 pixels wide."""
    png = chart(ALL[name], WORDS, format="png", theme=theme)
    svg = chart(ALL[name], WORDS, format="svg", theme=theme)
    pdf = chart(ALL[name], WORDS, format="pdf", theme=theme)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert png_size(png)[0] == 1080
    assert ElementTree.fromstring(svg).attrib["width"] == "1080pt"
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize("name", UNANSWERED)
def test_a_question_that_nobody_answered_says_so(name: str) -> None:
    """Without answers there is no bar and no percentage, only a line that says so."""
    title, _, base, *rest = said(chart(summary(UNANSWERED[name], ()), WORDS, format="svg"))
    assert (title, rest) == ("Riverside Park", ["No answers yet", "Covers 8 of 12"])
    assert base.startswith("0 of 0 answered")


def test_single_states_base_count_percentage_and_ties() -> None:
    """Each option has its count and whole percentage, equal ones the sign =, and the base is there."""
    assert said(chart(SINGLE, WORDS, format="svg")) == [
        "Riverside Park",
        "Which sector?",
        "9 of 10 answered · No answer: 1",
        "Charity: 5, 56%",
        "Public: = 2, 22%",
        "Resident: = 2, 22%",
        "Business: 0, 0%",
        "= same figure",
        "Covers 8 of 12",
    ]


def test_multi_says_that_several_answers_are_possible() -> None:
    """Percentages of a multi question are of people and add to more than 100, which is said beside the base."""
    lines = said(chart(MULTI, WORDS, format="svg"))
    assert "4 of 4 answered · Several answers possible" in lines
    assert "Time: = 3, 75%" in lines


def test_scale_gives_its_positive_side_and_its_middle_without_the_off_scale_answers() -> None:
    """Don't know stays in the counts and out of both: 7 of the 8 on the scale are positive. No word of statistics is said."""
    lines = said(chart(SCALE, WORDS, format="svg"))
    assert "on the positive side: 7 of 8" in lines
    assert "the middle answer: Mostly" in lines
    assert lines[-3:] == ["Yes: 3, 30%", "Don't know: 2, 20%", "Covers 8 of 12"]


def test_a_median_between_two_levels_names_both() -> None:
    """One answer at each of two levels has its middle between them."""
    question = ScaleQuestion(id="q", text="How?", options=levels("Bad", "So so", "Good"))
    lines = said(chart(summary(question, [Chosen("o1"), Chosen("o2")]), WORDS, format="svg"))
    assert "the middle answer: between Bad and So so" in lines


def test_stance_leads_with_the_share_that_agrees() -> None:
    """The bar and the rows go from agree over pass to disagree, and pass is in the base."""
    lines = said(chart(STANCE, WORDS, format="svg"))
    assert lines[3:7] == ["agree: 60%", "Agree: 6, 60%", "Unsure: 3, 30%", "Disagree: 1, 10%"]


def test_ranking_tells_when_head_to_head_disagrees() -> None:
    """The average place puts Skills first, three of five put Funding above it: the picture says both."""
    lines = said(chart(RANKING, WORDS, format="svg"))
    assert lines[3] == "Skills: Placed on average 1.6, First choices 2"
    assert "Head to head, Funding leads narrowly" in lines


def test_allocation_gives_the_mean_and_the_number_of_givers() -> None:
    """The mean counts the zeros of people who gave none, so the number of givers stands beside it."""
    lines = said(chart(ALLOCATION, WORDS, format="svg"))
    assert lines[3] == "Voice: Mean of 10 5.7, Gave any 2"


def test_text_is_a_count() -> None:
    """Open answers are counted on the picture and never shown on it."""
    assert "written answers, listed apart: 2" in said(chart(TEXT, WORDS, format="svg"))


def test_numbers_are_written_as_the_language_writes_them() -> None:
    """From a base of 100 on percentages have a decimal, with the decimal sign and the percent sign of the language."""
    question = SingleQuestion(id="q", text="Une?", options=options("Oui", "Non"))
    answers = [*[Chosen("o0")] * 197, *[Chosen("o1")] * 3]
    words = replace(WORDS, decimal=",", percent="{n} %")
    assert "Oui: 197, 98,5 %" in said(chart(summary(question, answers), words, format="svg"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
def test_hostile_labels_are_only_text(format: Format, theme: Theme) -> None:
    """Markup, quotes, foreign scripts, control characters and endless words print as text in all formats."""
    assert chart(hostile(), WORDS, format=format, theme=theme)


def test_the_words_of_an_svg_hold_each_label_as_written() -> None:
    """What was typed is what the SVG says, without control characters, also where no font can draw it."""
    lines = "\n".join(said(chart(hostile(), WORDS, format="svg")))
    for label in HOSTILE[:-1]:
        assert label in lines
    assert "aevil two lines: = 1, 50%" in lines


@given(st.text(max_size=64), st.text(min_size=1, max_size=64))
@tries(60)
def test_any_text_gives_a_picture(title: str, label: str) -> None:
    """No title and no label, however odd, can break the printing, and the SVG stays well-formed."""
    question = SingleQuestion(id="q", text=label, options=options(label, "b"))
    picture = chart(summary(question, [Chosen("o0")]), replace(WORDS, title=title, note=label), format="svg")
    assert said(picture)


@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
def test_the_same_summary_gives_the_same_bytes(format: Format) -> None:
    """Printing twice, and in another process, gives one and the same file."""
    once = board(list(ALL.values()), WORDS, format=format)
    assert board(list(ALL.values()), WORDS, format=format) == once
    code = (
        "import sys, hashlib; from tests.unit.results.test_charts import *; "
        f"print(hashlib.sha256(b''.join(board(list(ALL.values()), WORDS, format={format!r}))).hexdigest())"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == hashlib.sha256(b"".join(once)).hexdigest()


@pytest.mark.parametrize("count", [24, 100])
def test_long_lists_stay_within_what_telegram_takes(count: int) -> None:
    """Width and height add up to 10,000 pixels at most, and a photo is at most 20 times as high as wide."""
    question = MultiQuestion(
        id="q", text="Which? " * 40, options=options(*[f"{n} " + "long label " * 5 for n in range(count)])
    )
    picture = chart(summary(question, [Picked(("o1",))]), WORDS, format="png")
    width, height = png_size(picture)
    assert width + height <= 10_000
    assert height <= 20 * width
    assert len(picture) < 10_000_000


def test_a_board_puts_questions_together_and_starts_a_page_when_one_is_full() -> None:
    """Short questions share a page, pages stay sharp on Telegram, and no question is lost or repeated."""
    pages = board([SINGLE, TEXT, SCALE, MULTI, STANCE, RANKING, ALLOCATION], WORDS, format="png")
    assert 1 < len(pages) < 7
    assert all(png_size(page)[1] <= 2560 for page in pages)
    assert len(board([SINGLE, TEXT], WORDS, format="png")) == 1
    assert len(board([SINGLE] * 9, WORDS, format="pdf")) == 1
    assert board([], WORDS, format="png") == ()


def test_titles_and_notes_may_be_absent() -> None:
    """Without a workshop title the question itself names the picture."""
    lines = said(chart(TEXT, replace(WORDS, title="", note=""), format="svg"))
    assert lines[:2] == ["How could it be done?", "2 of 3 answered · No answer: 1"]
