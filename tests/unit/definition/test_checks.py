"""Every mistake an author can make is listed, with its line and in plain words."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from bot.participant.spoken import _spoken
from bot.wording import languages
from flows.definition.findings import Finding
from flows.definition.flow import Option, SingleQuestion
from flows.definition.labels import COMMAND_WORDS, Wording, check_wording, width_of
from flows.definition.loading import Checked, check_bytes
from flows.dialogue.answers import Chosen, read_answer

HEAD = "id: tea\ntitle: Tea\nquestions:\n"
DRINK = """
- id: drink
  type: single
  text: What do you drink?
  options:
    - tea: Tea
    - coffee: Coffee
"""
PICK = """
- id: pick
  type: multi
  text: What do you like?
  exclusive: [none]
  options:
    - milk: Milk
    - sugar: Sugar
    - none: None of these
"""
RANK = """
- id: rank
  type: ranking
  text: Which comes first?
  options:
    - green: Green
    - black: Black
    - white: White
"""
SHARE = """
- id: share
  type: allocation
  text: Where does the money go?
  total: 10
  options:
    - leaves: Leaves
    - cups: Cups
"""


def written(*questions: str, tail: str = "") -> str:
    """A flow of these questions, as its author would write it."""
    return HEAD + "".join(indent(dedent(question).strip("\n") + "\n", "  ") for question in questions) + dedent(tail)


def check(*questions: str, tail: str = "") -> Checked:
    """What the checker says about a flow of these questions."""
    return check_bytes("tea.yaml", written(*questions, tail=tail).encode())


def problems(*questions: str, tail: str = "") -> list[str]:
    """The problems of a flow of these questions, without the file's name."""
    return [str(problem).removeprefix("tea.yaml:") for problem in check(*questions, tail=tail).problems]


def asked_if(condition: str) -> str:
    """A question that depends on another."""
    return f"- id: why\n  type: text\n  text: Why?\n  shown_if: {{{condition}}}\n"


def test_a_sound_flow_has_no_problem() -> None:
    """Nothing is said about a flow of every type that has nothing wrong with it."""
    assert problems(DRINK, PICK, RANK, SHARE, asked_if("question: drink, in: [tea]")) == []


UNKNOWN_KEYS = {
    "txt": "did you mean 'text'",
    "max_select": "keys: id, text, short",
    "kind": "did you mean 'type'",
    "choices": "did you mean 'options'",
    "when": "did you mean 'shown_if'",
}


@pytest.mark.parametrize("key", UNKNOWN_KEYS)
def test_an_unknown_key_is_named_with_the_nearest_one(key: str) -> None:
    """A mistyped key is shown on its own line together with the key it may stand for."""
    (problem,) = problems(DRINK + f"  {key}: x\n")
    assert problem.startswith("10: there is no key '" + key)
    assert UNKNOWN_KEYS[key] in problem


SHAPES = {
    "- id: x y\n  type: text\n  text: Why?": (
        "4: 'x y' cannot be an id: an id has 1 to 32 letters (a to z), digits, '_' or '-'"
    ),
    "- id: x\n  type: text": "4: 'text' is missing",
    "- id: x\n  type: text\n  text:": "6: 'text' has no value",
    "- id: x\n  type: text\n  text: ' '": "6: 'text' is empty",
    "- id: x\n  type: text\n  text: [a]": "6: 'text' must be text: put one that begins with '[' or '{' in quotes",
    "- id: x\n  text: Why?": "4: 'type' is missing",
    "- id: x\n  type: singel\n  text: Why?": "4: there is no question type 'singel': did you mean 'single'?",
    "- id: x\n  type: text\n  text: Why?\n  shown_if: drink": "7: 'shown_if' must have 'key: value' lines under it",
    "- id: x\n  type: single\n  text: Why?\n  options: tea": "7: 'options' must be a list: every line begins with '- '",
    "- just words": "4: every entry of 'questions' has 'key: value' lines",
    f"- id: x\n  type: text\n  text: {'w' * 301}": "6: 'text' has 301 characters; at most 300 fit",
    SHARE.replace("10", "1"): "7: 'total' must be 2 or more",
    SHARE.replace("10", "'10'"): "7: 'total' must be a whole number, without quotes",
    SHARE.replace("10", "2.5"): "7: 'total' must be a whole number, without quotes",
    SHARE.replace("10", "5000"): "7: 'total' must be 1000 or less",
    DRINK.replace("- tea: Tea", "- {id: tea}"): "8: 'label' is missing",
    DRINK.replace("- tea: Tea", "- tea:"): "8: 'label' has no value",
    DRINK.replace("- tea: Tea", "- Tea"): "8: write an option as '- id: label', not as '- Tea'",
    DRINK.replace("Tea", "T" * 201): "8: 'label' has 201 characters; at most 200 fit",
}


@pytest.mark.parametrize("question", SHAPES)
def test_a_wrong_shape_is_told_in_plain_words(question: str) -> None:
    """Missing, empty, mistyped and oversized values are named with the line they are on."""
    assert SHAPES[question] in problems(question)


def test_every_problem_is_listed_at_once() -> None:
    """One mistake does not hide the next, whatever their kinds."""
    found = problems(
        "- id: a\n  type: text\n  txt: Why?",
        DRINK.replace("Coffee", "tea"),
        DRINK,
        asked_if("question: drnk, in: [tea]"),
        tail="translations:\n  nl:\n    title: 5\n    questions:\n      drnk: {}\n",
    )
    lines = [problem.split(":")[0] for problem in found]
    assert lines == sorted(lines, key=int)
    words = "\n".join(found)
    for expected in (
        "6: there is no key 'txt' here: did you mean 'text'?",
        "12: 'coffee' has the same label as 'tea': 'tea'",
        "13: there is already a question 'drink'",
        "22: there is no question 'drnk': did you mean 'drink'?",
        "27: the flow has no question 'drnk': did you mean 'drink'?",
    ):
        assert expected in words


CONDITIONS = {
    "question: drnk, in: [tea]": "13: there is no question 'drnk': did you mean 'drink'?",
    "question: why, in: [tea]": "13: a question cannot depend on itself",
    "question: drink": "13: a condition needs a test: one of 'in', 'not_in', 'contains', 'first', 'points'",
    "question: drink, in: [tea], not_in: [coffee]": "13: a condition has one test, and here are 2: 'in', 'not_in'",
    "question: drink, in: [te]": "13: question 'drink' has no option 'te': did you mean 'tea'?",
    "question: drink, in: tea": "13: 'in' must be a list: every line begins with '- '",
    "question: drink, in: [tea, tea]": "13: warning: 'tea' is listed twice",
    "question: drink, in: []": "13: nobody is ever shown this question: 'in' is empty",
    "question: drink, not_in: [tea, coffee]": (
        "13: nobody is ever shown this question: 'not_in' lists every option of 'drink'"
    ),
    "question: drink, contains: tea": (
        "13: 'contains' does not fit: 'drink' is a single question, which can be tested with 'in', 'not_in'"
    ),
    "question: drink, points: {option: tea, min: 1}": (
        "13: 'points' does not fit: 'drink' is a single question, which can be tested with 'in', 'not_in'"
    ),
    "q: drink, in: [tea]": "13: there is no key 'q' here: did you mean 'question'?",
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_that_cannot_work_is_shown(condition: str) -> None:
    """A condition names an earlier question, one test that fits its type, and options that it has."""
    assert CONDITIONS[condition] in problems(DRINK, asked_if(condition))


def test_a_condition_on_a_later_question_is_shown() -> None:
    """Nobody can have answered what is asked later."""
    found = problems(asked_if("question: drink, in: [tea]"), DRINK)
    assert found == ["7: a question cannot depend on 'drink', which is asked later"]


@pytest.mark.parametrize(
    "parent, condition, answer",
    [
        (PICK, "question: pick, in: [milk]", "'contains'"),
        (RANK, "question: rank, points: {option: green, min: 1}", "'contains', 'first'"),
        (SHARE, "question: share, first: cups", "'points'"),
    ],
)
def test_each_type_has_its_tests(parent: str, condition: str, answer: str) -> None:
    """The refusal of a test says which tests the question's type has."""
    (problem,) = problems(parent, asked_if(condition))
    assert problem.endswith(f"which can be tested with {answer}")


def test_nothing_can_depend_on_an_open_answer() -> None:
    """A condition on a text question is refused."""
    (problem,) = problems("- {id: open, type: text, text: And?}", asked_if("question: open, contains: tea"))
    assert problem.endswith("'open' is a text question: nothing can depend on an open answer")


def test_more_points_than_there_are_can_never_be_given() -> None:
    """A question that asks for more points on an option than there are to share is unreachable."""
    (problem,) = problems(SHARE, asked_if("question: share, points: {option: cups, min: 11}"))
    assert problem.endswith("nobody is ever shown this question: 11 points are more than the 10 there are to share")


def test_what_depends_on_an_unreachable_question_is_unreachable() -> None:
    """A chain of conditions that starts with an impossible one is reported to its end."""
    second = DRINK.replace("id: drink", "id: again").replace("drink?", "drink now?")
    second += "  shown_if: {question: drink, in: []}\n"
    found = problems(DRINK, second, asked_if("question: again, in: [tea]"))
    assert found == [
        "16: nobody is ever shown this question: 'in' is empty",
        "20: nobody is ever shown this question: it depends on 'again', which nobody is shown",
    ]


QUESTIONS = {
    DRINK.replace("    - coffee: Coffee\n", ""): (
        "7: a question to choose from needs two options or more: nobody could answer this one"
    ),
    DRINK.replace("coffee:", "tea:"): "9: there is already an option 'tea' in this question",
    DRINK.replace("Coffee", " TEA "): "9: 'coffee' has the same label as 'tea': 'TEA'",
    DRINK.replace("Coffee", "'1'"): "9: '1' would be taken for the number of an option when it is typed: add a word",
    DRINK.replace(
        "Coffee", "1, 2"
    ): "9: '1, 2' would be taken for the number of an option when it is typed: add a word",
    DRINK.replace("Coffee", "Skip"): (
        "9: 'Skip' is also what people type to move through the questions: choose another label"
    ),
    DRINK.replace("Coffee", "Terug"): (
        "9: 'Terug' is also what people type to move through the questions: choose another label"
    ),
    DRINK.replace("Coffee", '"Cof\\nfee"'): "9: a label is one line",
    DRINK.replace(
        "Coffee", "C" * 41
    ): f"9: warning: '{'C' * 41}' is 41 characters wide: a phone's button shows about 40",
    DRINK + "  short: The drink that you would like best\n": (
        "10: warning: 'The drink that you would like best' is 34 characters wide: up to 30 fit beside an answer"
    ),
    PICK + "  min: 2\n  max: 1\n": "12: 'min' is 2, more than 'max', which is 1",
    PICK + "  max: 3\n": "12: 'max' is 3, but only 2 options can be chosen together",
    PICK + "  min: 3\n": "12: 'min' is 3, but only 2 options can be chosen together",
    PICK.replace("[none]", "[non]"): "7: there is no option 'non': did you mean 'none'?",
    PICK.replace("[none]", "[none, milk, sugar]"): (
        "7: warning: every option excludes the others: this is a single question"
    ),
    PICK.replace("like?", "like? Pick up to 2").replace("options", "max: 1\n  options"): (
        "6: warning: the text says 2, but up to 1 can be chosen"
    ),
    RANK + "  top: 4\n": "11: 'top' is 4, but there are 3 options",
    RANK.replace("Which", "Top three, which") + "  top: 2\n": "6: warning: the text says 3, but up to 2 can be chosen",
    SHARE + "  max_options: 3\n": "11: 'max_options' is 3, but there are 2 options",
    SHARE.replace("Where", "Share 20 points, where"): "6: warning: the text says 20 points, but there are 10 to share",
    SHARE.replace("10", "2")
    + "    - more: More\n": "7: warning: with 2 points nobody can give some to each of 3 options",
    "- {id: s, type: stance, text: Tea is good, options: [yes: Yes, no: No]}": (
        "4: the options of a stance have the ids 'agree', 'disagree', 'pass'"
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_does_not_work_in_one_question_is_shown(question: str) -> None:
    """Dead ends, limits that contradict each other and labels that cannot be told apart are listed."""
    assert QUESTIONS[question] in problems(question)


@pytest.mark.parametrize("language", languages())
def test_no_label_is_a_word_that_steers(language: str) -> None:
    """Every word that people may type instead of tapping is refused as a label, in every language."""
    assert set(_spoken(language)) <= COMMAND_WORDS


def test_a_number_may_label_its_own_option() -> None:
    """Typing "2" for the second option means the same either way, so its label may be 2."""
    assert problems(DRINK.replace("Tea", "1").replace("Coffee", "2")) == []


@pytest.mark.parametrize("label", ["10:30", "9.05", "10:30–11:00", "10:30 - 11:00", "2027"])
def test_a_time_or_a_year_is_no_number_of_an_option(label: str) -> None:
    """It can be a label: nobody types it for a place, and what reads answers does not take it for one."""
    assert problems(DRINK.replace("Coffee", f"'{label}'")) == []
    drink = SingleQuestion(id="q", text="Q?", options=(Option(id="tea", label="Tea"), Option(id="time", label=label)))
    assert read_answer(drink, label) == Chosen("time")


def test_long_lists_are_warned_about() -> None:
    """Thirteen buttons, and a full ranking of ten, are hard on a phone."""
    options = "".join(f"    - o{number}: Kind {number}\n" for number in range(13))
    start = "  type: {}\n  text: Which?\n  options:\n"
    assert problems("- id: x\n" + start.format("single") + options) == [
        "7: warning: 13 options are a long list on a phone: 12 fit a screen"
    ]
    ranking = "".join(options.splitlines(keepends=True)[:10])
    assert problems("- id: x\n" + start.format("ranking") + ranking) == [
        "4: warning: ranking 10 options is hard on a phone: ask for the first few, 'top: 3'"
    ]


def scale(*levels: str) -> str:
    """A scale of these levels."""
    return "- id: s\n  type: scale\n  text: How?\n  options:\n" + "".join(f"    - {level}\n" for level in levels)


SCALES = {
    scale("{id: a, label: Bad, value: 1}", "{id: b, label: Good}"): (
        "9: 'b' has no value: number all levels, or none, or say 'off_scale: true'"
    ),
    scale("{id: a, label: Low, value: 1}", "{id: b, label: High, value: 1}"): "9: value 1 is already that of 'a'",
    scale(
        "{id: a, label: Low, value: 1}", "{id: b, label: High, value: 3}"
    ): "7: the values must be 1 to 2: 2 is missing",
    scale("{a: Bad}", "{b: Unknown, off_scale: true}"): "7: a scale needs two levels or more that are on it",
    scale(
        "{a: Bad}", "{b: Good}", "{c: Unknown, off_scale: true, value: 3}"
    ): "7: the values must be 1 to 2: 1 is missing",
    scale("{a: Good}", "{b: Never}"): (
        "9: warning: 'Never' has the highest value, 2: is the scale upside down? the highest value is the most positive"
    ),
    scale("{a: High, value: 2}", "{b: Low, value: 1}"): (
        "7: warning: list the levels from the lowest value to the highest: charts do"
    ),
}


@pytest.mark.parametrize("question", [name for name in SCALES if "value: 3}" not in name or "High" in name])
def test_a_scale_counts_from_the_lowest_level_up(question: str) -> None:
    """The levels of a scale are numbered 1 to k without gaps, most positive last, "don't know" off the scale."""
    assert SCALES[question] in problems(question)


def test_a_level_off_the_scale_has_no_value() -> None:
    """A value on "don't know" would be averaged."""
    found = problems(scale("{a: Bad, value: 1}", "{b: Good, value: 2}", "{c: Unknown, off_scale: true, value: 3}"))
    assert found == ["10: 'c' is off the scale, so it has no value"]


def test_short_levels_are_numbered_in_the_order_they_are_written() -> None:
    """A scale in short form needs no values, and leaves those off it without one."""
    flow = check(scale("{a: Bad}", "{x: Unknown, off_scale: true}", "{b: Good}")).flow
    assert flow is not None
    levels = flow.model_dump()["questions"][0]["options"]
    assert [(level["id"], level["value"], level["off_scale"]) for level in levels] == [
        ("a", 1, False),
        ("x", None, True),
        ("b", 2, False),
    ]


def test_two_questions_with_one_text_cannot_be_told_apart() -> None:
    """The same text twice is a warning."""
    assert problems(DRINK, DRINK.replace("id: drink", "id: again")) == [
        "12: warning: asks the same as 'drink': people cannot tell the two apart"
    ]


def in_section(name: str, number: int) -> str:
    """A question of this section."""
    return f"- {{id: q{number}, type: text, text: Question {number}, section: {name}}}"


SECTIONS = "sections:\n  - {id: one, title: One}\n  - {id: two, title: Two}\n"


def test_sections_are_an_agenda() -> None:
    """Questions belong to sections that exist, which follow each other in the agenda's order and are not empty."""
    found = problems(
        in_section("two", 1), in_section("one", 2), in_section("two", 3), in_section("too", 4), tail=SECTIONS
    )
    assert found == [
        "5: warning: section 'one' comes before 'two' on the agenda, but is asked after it",
        "6: warning: section 'two' was left before: its questions should follow each other",
        "7: there is no section 'too': did you mean 'two'?",
    ]
    assert problems(in_section("one", 1), DRINK, tail=SECTIONS) == [
        "5: warning: question 'drink' is in no section",
        "13: warning: no question belongs to section 'two'",
    ]
    assert (
        problems(in_section("one", 1), tail=SECTIONS.replace("two", "one"))[0] == "7: there is already a section 'one'"
    )


DUTCH = """\
translations:
  nl:
    title: Thee
    labels:
      Coffee: Koffie
    questions:
      drink:
        text: Wat drink je?
        options:
          tea: Thee
"""


def test_a_complete_translation_has_no_problem() -> None:
    """A label may be translated in its question, or once for all questions."""
    assert problems(DRINK, tail=DUTCH) == []


TRANSLATIONS = {
    DUTCH.replace("      Coffee: Koffie", "      {}"): (
        "16: warning: nl: question 'drink' has no options 'coffee': shown in 'en'"
    ),
    DUTCH.replace("        text: Wat drink je?\n", ""): "16: warning: nl: question 'drink' has no text: shown in 'en'",
    DUTCH.replace("    title: Thee\n", ""): "11: warning: nl: no title: shown in 'en'",
    DUTCH.replace("drink:", "drank:"): "16: the flow has no question 'drank': did you mean 'drink'?",
    DUTCH.replace("tea:", "te:"): "19: the flow has no option 'te': did you mean 'tea'?",
    DUTCH.replace("Coffee:", "Cofee:"): "14: the flow has no label 'Cofee': did you mean 'Coffee'?",
    DUTCH.replace("    title", "    sections: {one: Een}\n    title"): "12: the flow has no section 'one'",
    DUTCH.replace("nl:", "en:"): "11: 'en' is the flow's own language",
    DUTCH.replace("nl:", "Dutch:"): "11: 'Dutch' cannot be a language: use two letters, such as 'nl'",
    DUTCH.replace("tea: Thee", "tea: KOFFIE"): "14: 'coffee' has the same label as 'tea': 'Koffie'",
    DUTCH.replace("tea: Thee", "tea: Overslaan"): (
        "19: 'Overslaan' is also what people type to move through the questions: choose another label"
    ),
    DUTCH.replace("Wat drink je?", "Wat drink je?\n        short: Dit drink ik het liefst overdag"): (
        "18: warning: 'Dit drink ik het liefst overdag' is 31 characters wide: up to 30 fit beside an answer"
    ),
    DUTCH.replace("tea: Thee", f"tea: {'T' * 201}"): "19: 'tea' has 201 characters; at most 200 fit",
}


@pytest.mark.parametrize("translation", TRANSLATIONS)
def test_a_translation_fits_its_flow(translation: str) -> None:
    """What is missing is a warning that says what is shown instead; what is unknown or alike is an error."""
    assert TRANSLATIONS[translation] in problems(DRINK, tail=translation)


@pytest.mark.parametrize("text, limit", [("Kies er maximaal 3", 2), ("Choose two", 3), ("Pick at most 4", 3)])
def test_numbers_in_a_text_agree_with_the_question(text: str, limit: int) -> None:
    """A text that names another limit than the question has is noticed, in English and Dutch, in digits and words."""
    findings = list(check_wording(Wording((), text, "", (), limit=limit)))
    assert [finding.severity for finding in findings] == ["warning"]
    assert list(check_wording(Wording((), "Which 9 do you know?", "", (), limit=limit))) == []


def test_width_is_what_is_seen() -> None:
    """East Asian characters and emoji are two wide, combining accents nothing."""
    assert [width_of("Thee"), width_of("茶茶"), width_of("cafe\u0301"), width_of("🍵")] == [4, 4, 4, 2]


def test_a_warning_does_not_keep_a_flow_from_being_used() -> None:
    """A flow with warnings only is a flow; one with an error is none."""
    assert check(DRINK.replace("Coffee", "C" * 41)).flow is not None
    assert check(DRINK.replace("Coffee", "Tea")).flow is None
    assert Finding((), "x").severity == "error"


def test_an_option_with_a_strange_key_is_told_of_its_hint_too() -> None:
    """A hint is a key of an option, though the reader has put it into the label by then."""
    file = b"id: a\ntitle: A\nquestions:\n  - id: q\n    type: multi\n    text: Q?\n    options:\n"
    file += b"      - {id: x, label: X, exclusive: true}\n      - y: Y\n"
    assert "(keys: id, label, short, hint)" in str(check_bytes("a.yaml", file))


@pytest.mark.parametrize(
    "label", ["None of these", "none", "None of the above.", "Geen van deze", "Niets", "Geen van bovenstaande"]
)
@pytest.mark.parametrize("least", [0, 1])
def test_an_own_option_for_none_beside_the_button_for_none_is_warned_of(label: str, least: int) -> None:
    """There would be two ways to say the same, each counted by itself."""
    file = (
        f"id: a\ntitle: A\nquestions:\n  - id: q\n    type: multi\n    min: {least}\n    text: Which?\n    options:\n"
    )
    file += f"      - x: X\n      - y: Y\n      - z: '{label}'\n"
    said = [(one.line, one.message) for one in check_bytes("a.yaml", file.encode()).problems]
    assert bool(said) is (least == 0)
    assert all(line == 11 and message.startswith(f"'{label}' says the same as the button") for line, message in said)


@pytest.mark.parametrize(("said", "minutes"), [("", 51), ("minutes: 15\n", 15)])
def test_how_long_it_takes_is_worked_out_where_its_author_does_not_say(said: str, minutes: int) -> None:
    """371 statements, a choice and an open answer: nobody is told that they take five minutes."""
    file = "id: a\ntitle: A\n" + said + "questions:\n  - {id: t, type: text, text: Why?}\n"
    file += "  - {id: q, type: single, text: Which?, options: [{x: X}, {y: Y}]}\n"
    file += "".join(f"  - {{id: s{n}, type: stance, text: Statement {n}}}\n" for n in range(371))
    flow = check_bytes("a.yaml", file.encode()).flow
    assert flow is not None
    assert flow.minutes == minutes
