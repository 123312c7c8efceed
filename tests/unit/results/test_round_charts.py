"""Pictures of two rounds: both bars of an option on one scale, each round with its base, and the same in words."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from bot.results.charting.press import png_size
from bot.results.charts import Rounds, Theme, chart
from flows.counting.summary import Summary, summarise
from flows.counting.tally import tally_all
from flows.definition.flow import MultiQuestion, Question, StanceQuestion
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped
from tests.support.examples.examples import MULTI, POINTS, RANKING, SCALE, SINGLE
from tests.unit.results.test_charts import WORDS

STANCE = StanceQuestion(id="s", text="It needs a partnership")
BAR = re.compile(r'<path fill="(#1f6a96|#8ab4ce)" fill-rule="nonzero" d="M 0 0h ([\d.]+)c [\d.]+ 0 ([\d.]+) ')
FULL = 672.0
"""Pixels of a bar of everybody, beside two columns of numbers."""


def summary(question: Question, *answers: Answer) -> Summary:
    """What these people answered."""
    return summarise(question, tally_all(question, answers))


def rounds(first: Summary, now: Summary) -> Rounds:
    """Two rounds with their names."""
    return Rounds(first, now, "First round", "Second round")


FIRST = summary(STANCE, *[Chosen("agree")] * 9, *[Chosen("disagree")] * 4, Chosen("pass"))
NOW = summary(STANCE, *[Chosen("agree")] * 12, *[Chosen("disagree")] * 2, Chosen("pass"), Skipped())


def test_bars_are_as_long_as_their_share_of_their_own_round() -> None:
    """The first round's bar is measured by the first round's base; a full bar would end at its track."""
    svg = chart(rounds(FIRST, NOW), WORDS, format="svg").decode()
    lengths = [(colour, (float(length) + float(radius)) / FULL) for colour, length, radius in BAR.findall(svg)]
    dark = [round(share, 3) for colour, share in lengths if colour == "#1f6a96"]
    light = [round(share, 3) for colour, share in lengths if colour == "#8ab4ce"]
    assert dark == [round(n / 15, 3) for n in (12, 2, 1)]
    assert light == [round(n / 14, 3) for n in (9, 4, 1)]


def test_both_rounds_are_said_with_their_bases() -> None:
    """The words of the picture name each round, its base, and the count of every option in both."""
    svg = chart(rounds(FIRST, NOW), WORDS, format="svg").decode()
    said = svg[svg.index("<desc>") : svg.index("</desc>")]
    assert "Second round: 15 of 16 answered" in said
    assert "First round: 14 of 14 answered" in said
    assert "Agree: Second round 12, 80%; First round 9, 64%" in said


@pytest.mark.parametrize("theme", get_args(Theme))
@pytest.mark.parametrize(
    ("question", "first", "now"),
    [
        (SINGLE, Chosen("a"), Chosen("b")),
        (SCALE, Chosen("2"), Chosen("dk")),
        (MULTI, Picked(("a", "b")), Picked(("none",))),
        (RANKING, Ranked(("a", "b")), Ranked(("b",))),
        (POINTS, Shared((("a", 10),)), Shared((("b", 10),))),
        (STANCE, Chosen("pass"), Skipped()),
    ],
    ids=["single", "scale", "multi", "ranking", "points", "nobody"],
)
def test_every_type_can_be_drawn_twice(question: Question, first: Answer, now: Answer, theme: Theme) -> None:
    """In both themes, also where nobody answered the second time; what has no second round is drawn alone."""
    picture = chart(rounds(summary(question, first), summary(question, now)), WORDS, format="png", theme=theme)
    assert png_size(picture)[0] == 1080


def test_several_answers_are_said() -> None:
    """Where people could tick several, the picture says so."""
    both = summary(MultiQuestion(id="m", text="Which?", options=MULTI.options), Picked(("a", "b")))
    assert "Several answers possible" in chart(rounds(both, both), WORDS, format="svg").decode()
