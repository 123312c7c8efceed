"""What somebody types behind /ask, read: which type it is, which options it has, and why some words are no question."""

from __future__ import annotations

import pytest

from bot.polls.previews import as_typed
from bot.polls.typed.parsing import Refused, Why, read_question
from bot.polls.typed.shapes import Shape, reshaped, shape_of, shapes_for
from bot.wording import Wording
from flows.definition.checks import check_data
from flows.definition.flow import AllocationQuestion, MultiQuestion, ScaleQuestion, options_of
from flows.definition.source.lists import read_list

EN, NL = Wording("en"), Wording("nl")
STEPS = ["1 not at all", "2", "3", "4", "5 very"]


@pytest.mark.parametrize(
    ("typed", "shape", "text", "labels"),
    [
        ("Which day suits you? Mon | Tue | Wed", Shape.OPTIONS, "Which day suits you?", ["Mon", "Tue", "Wed"]),
        ("Which day suits you | Mon｜Tue", Shape.OPTIONS, "Which day suits you", ["Mon", "Tue"]),
        ("Which day?\n- Mon\n2. Tue\n• Wed", Shape.OPTIONS, "Which day?", ["Mon", "Tue", "Wed"]),
        ("We have to plan.\nWhich day?\nMon, Tue or Wed", Shape.OPTIONS, "We have to plan. Which day?", ["Mon", "Tue", "Wed"]),
        ("Which day? Mon | Tue\nWed\nThu", Shape.OPTIONS, "Which day?", ["Mon", "Tue", "Wed", "Thu"]),
        ("Which day? Mon, Tue", Shape.OPTIONS, "Which day?", ["Mon", "Tue"]),
        ("Which day? Mon; Tue", Shape.OPTIONS, "Which day?", ["Mon", "Tue"]),
        ("Where? Park/Square", Shape.OPTIONS, "Where?", ["Park", "Square"]),
        ("When: 10:30, 11:00", Shape.OPTIONS, "When", ["10:30", "11:00"]),
        ("What next? 🌳 | 🚗", Shape.OPTIONS, "What next?", ["🌳", "🚗"]),
        ("هل نمضي؟ نعم | لا", Shape.OPTIONS, "هل نمضي؟", ["نعم", "لا"]),
        ("¿Vamos? Sí | No", Shape.OPTIONS, "¿Vamos?", ["Sí", "No"]),
        ("哪天？ 一 | 二", Shape.OPTIONS, "哪天？", ["一", "二"]),
        ("What needs doing (tick all)? Trees | Cars", Shape.SEVERAL, "What needs doing (tick all)?", ["Trees", "Cars"]),
        ("How safe do you feel? 1-5", Shape.SCALE, "How safe do you feel?", list("12345")),
        ("Rate the venue 1 – 4", Shape.SCALE, "Rate the venue", list("1234")),
        ("How likely? 0 to 10", Shape.SCALE, "How likely?", [str(n) for n in range(11)]),
        ("How safe? 1 not at all - 5 very", Shape.SCALE, "How safe?", STEPS),
        ("How safe? 1 = not at all, 5 = very", Shape.SCALE, "How safe?", STEPS),
        ("How safe? 1-5 (not at all - very)", Shape.SCALE, "How safe?", STEPS),
        ("How safe? 1 not at all | 5 very", Shape.SCALE, "How safe?", STEPS),
        ("How safe? 1 not at all | 2 | 3 | 4 | 5 very", Shape.SCALE, "How safe?", STEPS),
        ("Shall we go on?", Shape.YES_NO, "Shall we go on?", ["Yes", "No", "Unsure"]),
        ("Zullen we doorgaan?", Shape.YES_NO, "Zullen we doorgaan?", ["Yes", "No", "Unsure"]),
        ("Go on? yes | no | unsure", Shape.YES_NO, "Go on?", ["Yes", "No", "Unsure"]),
        ("What would help you?", Shape.OPEN, "What would help you?", []),
        ("Shall we go on? We are late, and it rains.", Shape.OPEN, "Shall we go on? We are late, and it rains.", []),
        ("When? 10-12", Shape.OPEN, "When? 10-12", []),
        ("Order these: a | b | c", Shape.RANKING, "Order these", ["a", "b", "c"]),
        ("Rank: a, b", Shape.RANKING, "Put these in order, the best first.", ["a", "b"]),
        ("Rangschik deze: a | b", Shape.RANKING, "Rangschik deze", ["a", "b"]),
        ("Rangorde: a, b", Shape.RANKING, "Put these in order, the best first.", ["a", "b"]),
        ("Ranking: a | b", Shape.RANKING, "Put these in order, the best first.", ["a", "b"]),
        ("Which days? Mon | Tue (several)", Shape.SEVERAL, "Which days?", ["Mon", "Tue"]),
        ("Welke dagen? ma, di (meerdere antwoorden)", Shape.SEVERAL, "Welke dagen?", ["ma", "di"]),
        ("Which way? by train (open) | by car (slow)", Shape.OPTIONS, "Which way?", ["by train (open)", "by car (slow)"]),
        ("Volgorde: a | b", Shape.RANKING, "Put these in order, the best first.", ["a", "b"]),
        ("What time? 10:30 | 11:00", Shape.OPTIONS, "What time?", ["10:30", "11:00"]),
        ("When to start: 10:30 | 11:00", Shape.OPTIONS, "When to start", ["10:30", "11:00"]),
        ("When? 10:30–11:00, 11:00–11:30", Shape.OPTIONS, "When?", ["10:30–11:00", "11:00–11:30"]),
        ("Which? A | | B |", Shape.OPTIONS, "Which?", ["A", "B"]),
        ("Which one? Why? | How? | When?", Shape.OPTIONS, "Which one?", ["Why?", "How?", "When?"]),
        ("Really? Sure? | No", Shape.OPTIONS, "Really?", ["Sure?", "No"]),
        ("Late? Go on? | yes | no", Shape.OPTIONS, "Late? Go on?", ["yes", "no"]),
        ("Wat eerst? ma | di | wo (op volgorde)", Shape.RANKING, "Wat eerst?", ["ma", "di", "wo"]),
        ("Which? 1. A | 2. B | 3. C", Shape.OPTIONS, "Which?", ["A", "B", "C"]),
        ("Which? - A | - B", Shape.OPTIONS, "Which?", ["A", "B"]),
        ("Which? 1) A 2) B 3) C", Shape.OPTIONS, "Which?", ["A", "B", "C"]),
        ("Which? • A • B", Shape.OPTIONS, "Which?", ["A", "B"]),
        ("Which day? - Mon - Tue", Shape.OPTIONS, "Which day?", ["Mon", "Tue"]),
        ("How many chairs? 2 | 4 | 6", Shape.OPTIONS, "How many chairs?", ["2", "4", "6"]),
        ("Which way - up or down - do we go?", Shape.OPEN, "Which way - up or down - do we go?", []),
    ],
)  # fmt: skip
def test_words_become_a_question(typed: str, shape: Shape, text: str, labels: list[str]) -> None:
    """The plainest reading: options behind a mark or on lines, a range, an auxiliary, a word for ordering."""
    read = read_question(typed, EN)
    assert not isinstance(read, Refused), read
    assert (shape_of(read), read.text, [o.label for o in options_of(read)]) == (shape, text, labels)
    assert shape in shapes_for(read)


@pytest.mark.parametrize(
    ("typed", "why", "about"),
    [
        ("?", Why.NO_QUESTION, ""),
        ("| a | b", Why.NO_QUESTION, ""),
        ("Which day? |", Why.NO_OPTIONS, ""),
        ("Rank:", Why.NO_OPTIONS, ""),
        ("volgorde", Why.NO_OPTIONS, ""),
        ("Which day suits you:", Why.NO_OPTIONS, ""),
        ("Rank: parking", Why.ONE_OPTION, "parking"),
        ("Start at 10:30 | 11:00", Why.NO_MARK, "11:00"),
        ("10:30 | 11:00", Why.NO_TEXT, ""),
        ("🍎 | 🍌", Why.NO_TEXT, ""),
        ("- Mon\n- Tue", Why.NO_TEXT, ""),
        ("Which day? Mon |", Why.ONE_OPTION, "Mon"),
        ("Which day? Mon | Tue | mon.", Why.TWICE, "mon."),
        ("Which? " + "|".join(map(str, range(3, 99))), Why.TOO_MANY, ""),
        ("Which? a | " + "b" * 201, Why.OPTION_TOO_LONG, "b" * 201),
        ("Which? " + " | ".join(f"{n} " + "b" * 190 for n in range(30, 49)), Why.TOO_LONG, ""),
        ("Which? a | b | c (at least 4)", Why.LIMITS, ""),
        ("Which? a | b | c (3 points, at most 0 each)", Why.LIMITS, ""),
        ("Which? a | b (10 points, at most 4 each)", Why.LIMITS, ""),
        ("Which? a | b | c (3 to 2, several)", Why.LIMITS, ""),
        ("x" * 301 + "?", Why.QUESTION_TOO_LONG, ""),
        ("How likely? 1-100", Why.NO_SCALE, "1-100"),
    ],
)
def test_what_makes_no_poll_is_refused(typed: str, why: Why, about: str) -> None:
    """With what is wrong, so that it can be said."""
    read = read_question(typed, EN)
    assert isinstance(read, Refused)
    assert (read.why, read.about) == (why, about)


def test_the_same_words_have_every_type_that_fits_them() -> None:
    """There and back again: no word is lost by a tap on another type; a scale has no more steps than one can have."""
    for typed in ("Which day? Mon | Tue | Wed", "How safe? 1 low - 4 high", "Shall we go on?", "How safe? 1-5"):
        question = read_question(typed, NL)
        assert not isinstance(question, Refused)
        shape = shape_of(question)
        assert shape is not None
        for other in shapes_for(question):
            there = reshaped(question, other, NL)
            assert shape_of(there) is other
            assert reshaped(there, shape, NL) == question
    many = read_question("Which? " + " | ".join("abcdefghijkl"), EN)
    assert not isinstance(many, Refused)
    assert Shape.SCALE not in shapes_for(many)
    levels = read_question("How likely? 0-10", EN)
    assert isinstance(levels, ScaleQuestion)
    assert [level.value for level in levels.options] == list(range(1, 12))
    with pytest.raises(ValueError, match="cannot"):
        reshaped(levels, Shape.OPEN, EN)


@pytest.mark.parametrize(
    ("typed", "limits"),
    [
        ("Which? a | b | c | d (at most 3)", {"type": "multi", "min": 1, "max": 3}),
        ("Which? (up to 3) a | b | c | d", {"type": "multi", "min": 1, "max": 3}),
        ("Welke? a | b | c | d (minstens 2, hoogstens drie)", {"type": "multi", "min": 2, "max": 3}),
        ("Which? a | b | c | d (several, 2 to 3)", {"type": "multi", "min": 2, "max": 3}),
        ("Welke? a | b | c | d (kies er 2 tot 3)", {"type": "multi", "min": 2, "max": 3}),
        ("Which? a | b | c | d (exactly two)", {"type": "multi", "min": 2, "max": 2}),
        ("Which? a | b | c | d [pick 2]", {"type": "multi", "min": 2, "max": 2}),
        ("Which? a | b | c (up to 2, or none)", {"type": "multi", "min": 0, "max": 2}),
        ("Welke? a | b | c (meerdere, of geen)", {"type": "multi", "min": 0, "max": None}),
        ("Which? a | b | None of these (several)", {"type": "multi", "exclusive": ("o3",)}),
        ("Rank: a | b | c | d (at least 2)", {"type": "ranking", "min": 2, "top": None}),
        ("Which? a | b | c | d (ranking, at most 3 and at least 2)", {"type": "ranking", "min": 2, "top": 3}),
        ("Which? a | b | c | d | e | f (top 2)", {"type": "ranking", "min": 1, "top": 2}),
        ("Which? a | b | c | d | e | f (ranking, at least 5)", {"type": "ranking", "min": 5, "top": None}),
        ("Share 10 points: a | b | c", {"type": "allocation", "total": 10, "most": None, "spend_all": True}),
        ("Verdeel tot 20 punten: a | b | c", {"type": "allocation", "total": 20, "spend_all": False}),
        (
            "What is worth it? a | b | c (10 points, at most 5 each)",
            {"type": "allocation", "total": 10, "most": 5, "spend_all": True},
        ),
        (
            "Wat? a | b | c (tot 10 punten, hoogstens 5 per optie)",
            {"type": "allocation", "total": 10, "most": 5, "spend_all": False},
        ),
    ],
)
def test_how_many_is_read_from_brackets_and_can_be_copied(typed: str, limits: dict[str, object]) -> None:
    """In English and Dutch; what is shown to be copied reads as the same question again; a list of questions reads the same."""
    read = read_question(typed, EN)
    assert not isinstance(read, Refused), read
    assert {name: getattr(read, name) for name in limits} == limits
    assert len(options_of(read)) == len(typed.split("|"))
    for words in (EN, NL):
        assert read_question(as_typed(read, words), EN) == read
    listed = "\n".join((typed.replace("Rank:", "Rank: In which order?"), "And else?"))
    flow, found = check_data(read_list(listed).data)
    assert flow is not None, found
    asked = flow.questions[0]
    assert {name: getattr(asked, name) for name in limits if name != "exclusive"} == {
        name: said for name, said in limits.items() if name != "exclusive"
    }


@pytest.mark.parametrize(
    "typed",
    ["Which way? by train (open) | by car (slow)", "How safe? (1-5)", "Which? a | b (c, d)", "When? a | b (at 3)"],
)
def test_other_brackets_stay_in_the_words(typed: str) -> None:
    """One word in them that says nothing of the kind, and they are the question's or the option's own."""
    read = read_question(typed, EN)
    assert not isinstance(read, Refused)
    assert not isinstance(read, MultiQuestion | AllocationQuestion)
    assert "(" not in typed or "(1-5)" in typed or "(" in as_typed(read, EN)
