"""Figures as sentences: counts that are those of the figures, ties that are ties, and a minority that is always said."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.report.glance import at_a_glance
from bot.report.sentences import sentences_of
from bot.report.values import Item, Kind
from bot.wording import Wording, inner
from flows.counting.shown import shown
from flows.counting.summary import Summary, summarise
from flows.counting.tally import tally_all
from flows.definition.flow import Option, Question, SingleQuestion
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared
from tests.support.examples.examples import (
    EXAMPLES,
    MULTI,
    POINTS,
    RANKING,
    SCALE,
    SINGLE,
    STANCE,
    answers_to,
)
from tests.support.trying import tries

EN = Wording("en")
CLOSE = "It is close: a few people more could have turned it."


def chosen(question: Question, **counts: int) -> Summary:
    """So many people chose each option; "_1" is option "1"."""
    return summarise(question, tally_all(question, [Chosen(o.strip("_")) for o, n in counts.items() for _ in range(n)]))


def said(summary: Summary, *kinds: Kind) -> list[str]:
    """The sentences of these kinds."""
    return [one.text for one in sentences_of(summary, EN) if not kinds or one.kind in kinds]


def summary_of(question: Question, *answers: Answer) -> Summary:
    """These people answered."""
    return summarise(question, tally_all(question, answers))


@pytest.mark.parametrize(
    "text, inside",
    [
        ("\"That's the council's job\"", "‘That's the council's job’"),
        ('call it "ours"', "call it ‘ours’"),
        ("“Time” matters", "‘Time’ matters"),
        ("no marks", "no marks"),
    ],
)
def test_marks_inside_marks(text: str, inside: str) -> None:
    """What stands in quotation marks has single ones for its own."""
    assert inner(text) == inside


@pytest.mark.parametrize(
    "summary, main, minority",
    [
        (chosen(SINGLE, a=7, b=3),
         "7 of 10 people, more than half, chose “Option a”.", "The largest minority, 3 of 10 people, chose “Option b”."),
        (chosen(SINGLE, a=4, b=2, c=2), "4 of 8 people, half, chose “Option a”, more than anything else.",
         "Next come “Option b” and “Option c”, which are level, with 2 of 8 people each."),
        (chosen(SINGLE, a=5, b=3, c=3),
         "5 of 11 people, fewer than half, chose “Option a”, more than anything else.",
         "Next come “Option b” and “Option c”, which are level, with 3 of 11 people each."),
        (chosen(SINGLE, a=4, b=3, c=3),
         "It is close: 4 of 10 people chose “Option a” and 3 each chose “Option b” and “Option c”; one person is no lead.",
         "Nobody chose anything else."),
        (chosen(SINGLE, a=4, b=4, c=1), "“Option a” and “Option b” are level: 4 of 9 people chose each.",
         "Next comes “Option c”, with 1 of 9 people."),
        (chosen(SINGLE, a=4, b=3, c=1), "It is close: 4 of 8 people chose “Option a” and 3 chose “Option b”; one person is no lead.",
         "Next comes “Option c”, with 1 of 8 people."),
        (chosen(SINGLE, a=6), "All 6 people chose “Option a”.", "Nobody chose anything else."),
        (chosen(STANCE, agree=5, disagree=5),
         "The two sides are level. Of 10 people 5 chose “Agree”, 5 chose “Disagree” and 0 chose “Unsure”.",
         "Nobody chose anything else."),
        (chosen(STANCE, agree=2, disagree=3, **{"pass": 4}),
         "It is close, and one person is no lead. Of 9 people 4 chose “Unsure”, 3 chose “Disagree” and 2 chose “Agree”.",
         "No side has more than half of the 9 people. Next comes “Disagree”, with 3 of 9 people."),
        (chosen(STANCE, agree=4, disagree=1, **{"pass": 4}),
         "The two largest groups are level. Of 9 people 4 chose “Agree”, 4 chose “Unsure” and 1 chose “Disagree”.",
         "No side has more than half of the 9 people. Next comes “Disagree”, with 1 of 9 people."),
        (chosen(SCALE, _1=2, _3=4, _4=2, _5=3),
         ("It is close, and one person is no lead. Of 11 people 5 chose “Level 4” or “Level 5”, 4 chose “Level 3” and 2 chose "
          "“Level 1” or “Level 2”."), "No side has more than half of the 11 people. Next comes “Level 3”, with 4 of 11 people."),
        (chosen(SCALE, _1=2, _3=1, _4=4, _5=1),
         "Of 8 people 5 chose “Level 4” or “Level 5”, 2 chose “Level 1” or “Level 2” and 1 chose “Level 3”.",
         "The largest minority, 2 of 8 people, chose “Level 1” or “Level 2”."),
    ],
)  # fmt: skip
def test_one_choice_and_scales(summary: Summary, main: str, minority: str) -> None:
    """Equal counts are level, one person more is no lead; the next view has a sentence: a minority only beside more than half."""
    assert said(summary, Kind.MAIN, Kind.MINORITY) == [main, minority]


def test_several_choices() -> None:
    """Percentages are of people, equal counts stand together, and who left the most chosen ones out is said."""
    few = [Picked(("a", "b"))] * 4 + [Picked(("a", "c"))] * 3 + [Picked(("b",))] * 2
    assert said(summary_of(MULTI, *few)) == [
        "Of 9 people, who could choose several, 7 chose “Option a”, 6 chose “Option b”, 3 chose “Option c”.",
        "2 of 9 people did not choose “Option a”.",
    ]
    level = [Picked(("a", "b"))] * 3 + [Picked(("a",))] * 2 + [Picked(("b",))] * 2
    assert said(summary_of(MULTI, *level), Kind.MINORITY) == [
        "“Option a” and “Option b” were each left out by 2 of 7 people."
    ]
    scattered = [Picked((one,)) for one in "aabbccd"]
    assert said(summary_of(MULTI, *scattered), Kind.MINORITY) == [
        "None of the answers was chosen by more than half of the 7 people."
    ]
    assert said(summary_of(MULTI, *[Picked(("a", "b"))] * 5), Kind.MINORITY) == [
        "Nobody left “Option a” and “Option b” out."
    ]


def test_rankings_and_points() -> None:
    """Places, first choices and pairs may differ and are all said; one first choice more is no lead."""
    ballots = [Ranked(("a", "b"))] * 5 + [Ranked(("b", "c"))] * 4 + [Ranked(("c", "b"))] * 3
    assert said(summary_of(RANKING, *ballots)) == [
        "“Option b” is placed highest: 1.7 on average by 12 people, where 1 is the top.",
        "As first choice it is close: “Option a” with 5 of 12 people, “Option b” with 4; one person is no lead.",
        f"Compared two by two, more people prefer “Option b” to each of the others. {CLOSE}",
        "Next as first choice comes “Option c”, with 3 of 12 people.",
    ]
    agreed = said(summary_of(RANKING, *[Ranked(("a", "b"))] * 3))
    assert not [one for one in agreed if "one person more" in one], (
        "whom everybody put first is not nearly level, of 3 people neither"
    )
    near = [Shared((("a", 6), ("b", 4)))] * 5
    assert said(summary_of(POINTS, *near), Kind.MORE) == [
        "It is close: one person more could have made “Option b” level with it."
    ]
    assert said(summary_of(POINTS, *near, near[0]), Kind.MORE) == [], "twelve points are more than one person has"
    points = [Shared((("a", 10),))] * 4 + [Shared((("b", 10),))] * 2
    assert said(summary_of(POINTS, *points)) == [
        "“Option a” got most points: 6.7 of 10 on average from 6 people, 4 of whom gave it some.",
        "The largest minority, 2 of 6 people, gave it nothing.",
    ]


def test_nobody_and_nobody_on_the_scale() -> None:
    """No answers are said as such; who is off the scale is in no side."""
    assert said(summarise(SINGLE, tally_all(SINGLE, []))) == ["Nobody gave an answer."]
    off = sentences_of(chosen(SCALE, dk=6), EN)
    assert [one.text for one in off] == [
        "Nobody chose a point on the scale.",
        "6 more chose an answer that is not on the scale: “Don't know”.",
    ]
    assert off[1].source == "n = 6 · scale.dk"


def test_the_id_leads_to_the_option() -> None:
    """A sentence about one option names it, one about several the question."""
    (main, minority) = sentences_of(chosen(SINGLE, a=7, b=3), EN)
    assert (main.id, main.n, minority.id) == ("single.a", 10, "single.b")
    assert sentences_of(chosen(SINGLE, a=4, b=4), EN)[0].id == "single"


def test_labels_that_the_pages_have_no_letters_for() -> None:
    """They keep their id beside them, so that two of them are not the same nothing on paper."""
    lost = SingleQuestion(
        id="q", text="?", options=(Option(id="one", label="\U00012000"), Option(id="two", label="\U00012001"))
    )
    (main, _) = said(chosen(lost, one=5, two=1))
    assert "(one)”" in main


@tries(40)
@given(st.data(), st.sampled_from(EXAMPLES), st.sampled_from(("en", "nl")))
def test_every_number_is_one_of_the_figures(data: st.DataObject, question: Question, language: str) -> None:
    """No sentence has a number that neither the export nor a label has, or the rest of a whole; and one is always the main one."""
    given_ones = data.draw(st.lists(answers_to(question), max_size=12))
    summary = summarise(question, tally_all(question, given_ones))
    sentences = sentences_of(summary, Wording(language))
    assert sentences[0].kind is Kind.MAIN
    assert (
        summary.answered == 0
        or question.type == "text"
        or Kind.MINORITY in {one.kind for one in sentences}
        or (question.type in ("scale", "multi", "allocation"))
    )
    for one in sentences:
        assert {one.id} <= {summary.question_id, *(f"{summary.question_id}.{row.option}" for row in summary.rows)}
        assert not numbers(one.text) - known(summary), one.text
        assert not re.search(r"\b(winner|significant|majority)\b", one.text)


def numbers(text: str) -> set[str]:
    """The numbers of a sentence outside its labels."""
    return set(re.findall(r"\d+(?:[.,]\d+)?", re.sub(r"“[^”]*”", "", text)))


def known(summary: Summary) -> set[str]:
    """All that may be said of it: counts, sums of sides, what is left of them, averages and their base."""
    figures = summary.figures
    counts = {row.count for row in summary.rows} | {summary.answered, 0, 1}
    counts |= {summary.answered - count for count in counts}
    counts |= {
        getattr(figures, name)
        for name in ("on_scale", "positive", "negative", "neutral", "total", "answers")
        if hasattr(figures, name)
    }
    counts |= {sum(row.count for row in summary.rows if row.value is None)}
    for many in ("first_choices", "givers"):
        counts |= set(getattr(figures, many, {}).values())
    counts |= {summary.answered - count for count in set(getattr(figures, "givers", {}).values())}
    averages = {f"{one.value:.{one.digits}f}" for one in shown(summary).values()}
    return {str(count) for count in counts} | averages | {one.replace(".", ",") for one in averages}


def test_long_labels_are_cut_and_told_apart() -> None:
    """Of a long wording the beginning stands in a sentence, with the id where two begin alike; what is short stands as it is."""
    long = "A path between the two bridges, lit until eleven in the evening and free of ice all through the winter, "
    options = (Option(id="a", label=long + "1"), Option(id="b", label=long + "2"), Option(id="c", label="No path"))
    (main, minority) = said(chosen(SingleQuestion(id="q", text="?", options=options), a=5, c=3, b=1))
    assert "in the evening and free of ice all throu… (a)”" in main
    assert len(main) < 150
    assert "chose “No path”" in minority


def items(*summaries: Summary) -> Sequence[Item]:
    """Questions of a report, with what is said of them."""
    return [Item(one.question_id, at, one.text, "", sentences_of(one, EN), one) for at, one in enumerate(summaries, 1)]


def test_what_stands_out() -> None:
    """Of one mind is two thirds or more, disagreement the larger of the smaller sides; questions that are level are all named."""
    agreed = chosen(STANCE, agree=9, disagree=1)
    split = chosen(SCALE, _1=5, _5=4, _3=1)
    found = [one.text for one in at_a_glance(items(agreed, split), EN)]
    assert found[0].startswith("Most of one mind on “It is so.”: Of 10 people 9 chose “Agree”")
    assert found[1].startswith("Opinions differ most on “How much?”: It is close, and one person is no lead.")
    level = [one.text for one in at_a_glance(items(chosen(STANCE, agree=5, disagree=5), chosen(SCALE, _1=5, _5=5)), EN)]
    assert [text.split("”")[0] for text in level] == [
        "Opinions differ most on “It is so.",
        "Opinions differ most on “How much?",
    ]
    united = [one.text for one in at_a_glance(items(chosen(SINGLE, a=6), split), EN)]
    assert united[0] == "Most of one mind on “Which one?”: All 6 people chose “Option a”."
    assert at_a_glance(items(chosen(SINGLE, a=6)), EN) == (), "of one question alone nothing is the most"
    halves = [one.text for one in at_a_glance(items(chosen(STANCE, agree=6, disagree=4), split), EN)]
    assert [text for text in halves if "one mind" in text] == [], "six of ten are not of one mind"
    assert at_a_glance((), EN) == ()
    few = items(chosen(STANCE, agree=9), chosen(SCALE, _5=7, _1=2), chosen(SINGLE, a=7, b=1, c=1))
    assert not [one.text for one in at_a_glance(few, EN) if "differ" in one.text], (
        "where 7 of 9 agree nothing is divided"
    )
    unsure = items(chosen(STANCE, agree=9), chosen(STANCE, agree=1, disagree=1, **{"pass": 9}))
    assert not [one.text for one in at_a_glance(unsure, EN) if "differ" in one.text], "two people are no camps"
