"""What a person reads otherwise than YAML does is pointed out on its line, with what to write instead."""

from __future__ import annotations

import pytest

from bot.participant.questions import ask
from flows.definition.flow import Flow, MultiQuestion, Option
from flows.definition.loading import check_bytes, check_typed
from flows.definition.source.pitfalls import hint, traps
from flows.dialogue import machine
from flows.dialogue.standing import Dialogue
from tests.support.examples.looks import asked, fits

TEA = """\
id: tea
title: Tea
questions:
  - id: drink
    type: single
    text: What do you drink?
    options:
      - no: No
      - y: Yes
"""
NO_LIST = "begins no list: write '- ', a hyphen and a blank"
COMMA = "; between { and } a comma ends a text: put it in quotes"
BLANK = "8: a blank that is none to YAML (a non-breaking one, perhaps copied): type it anew with the space bar"


def said(before: str, after: str) -> list[str]:
    """The problems once this stands instead of that, without the file's name."""
    assert before in TEA
    return [
        str(one).removeprefix("tea.yaml:")
        for one in check_bytes("tea.yaml", TEA.replace(before, after).encode()).problems
    ]


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("What do", "Which is #1, do", "6: '#' behind a blank begins a comment, so people read only 'Which is': put the text in quotes"),
        (" No\n", " No #1\n", "8: '#' behind a blank begins a comment, so people read only 'No': put the text in quotes"),
        ("- no:", "-\u00a0no:", BLANK),
        (" No\n", "\u00a0No\n", BLANK),
        ("      - no", "\u00a0\u3000    - no", BLANK),
        ("- no:", "– no:", f"8: '–' {NO_LIST}"),
        ("- no:", "• no:", f"8: '•' {NO_LIST}"),
        ("- no:", "* no:", f"8: '*' {NO_LIST}"),
        ("- no:", "-no:", "8: leave a blank after the hyphen: '- '"),
        ("    text", "\ttext", "6: a tab at the start of a line: indent with blanks"),
        ("title: ", "title：", "2: '：' is no colon to YAML: write ': ', a colon and a blank"),
        ("title: ", "title:", "2: leave a blank after the colon: 'title: …'"),
        ("title: ", "title = ", "2: write 'title: …' instead of 'title = …'"),
        ("What", "&Co what", "6: '&Co' is a name to YAML and is not shown: put a text that starts with '&' in quotes"),
        ("What", "!What", "6: YAML tags ('!') are not allowed: put a text that starts with '!' in quotes"),
        ("What", "! What", "6: YAML tags ('!') are not allowed: put a text that starts with '!' in quotes"),
        ("y: Yes", "y: #1", "9: '#' behind a blank begins a comment, so nothing of it is read: put the text in quotes"),
        ("- y: Yes", "- #1", "9: '#' behind a blank begins a comment, so nothing of it is read: put the text in quotes"),
        ("y: Yes", "y: &Co", "9: '&Co' is a name to YAML and is not shown: put a text that starts with '&' in quotes"),
        ("y: Yes", "y: [unsure]", "9: 'label' must be text: put one that begins with '[' or '{' in quotes"),
        ("y: Yes", "{id: y, label: Yes, or}", f"9: there is no key 'or' here (keys: id, label, short, hint){COMMA}"),
        ("y: Yes", "{id: y, label: Gate #1}", "9: '#' behind a blank begins a comment: put the text in quotes"),
        ("type: ", "type:\t", "5: a tab in the line: write a blank instead"),
        ("What do", "What\tdo", "6: a tab in the line: write a blank instead"),
        ("- y:", "-\ty:", "9: a tab in the line: write a blank instead"),
        ("- y:", "－ y:", f"9: '－' {NO_LIST}"),
        ("    text", "\u200f    text", "6: a sign that cannot be seen stands before or behind the key: type the key anew"),
        ("text:", "\u200ftext:", "6: a sign that cannot be seen stands before or behind the key: type the key anew"),
        ("id: tea", "id tea", "1: there is no colon behind the key: write 'id: …'"),
        ("text: What", "text What", "6: there is no colon behind the key: write 'text: …'"),
        ("title: ", "title; ", "2: there is no colon behind the key: write 'title: …'"),
        ("id: tea", "—\nid: tea", "1: a dash of a word processor: write '---', three hyphens, or leave the line out"),
        ("Tea", '"\\u0301"', "2: nothing of it can be seen: write words"),
    ],
)  # fmt: skip
def test_a_trap_is_named_on_its_line(before: str, after: str, problem: str) -> None:
    """One trap, one line, and what to write there; where YAML gave up further down is not said beside it."""
    assert problem in said(before, after)
    assert not [line for line in said(before, after) if "not valid YAML" in line]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("“Tea: what?”", "YAML knows straight quotes only"),
        ("@home", "'@' means something else"),
        ("% of tea", "'%' means something else"),
        ("> 5 km?", "'>' means something else"),
        ("[a] or b?", "'[' means something else"),
        ('"Yes" or no?', "the text goes on behind the closing quote"),
        ("'It's it?'", "an apostrophe ends a text in single quotes"),
        ('"What?', 'the quote " is never closed'),
        ("Tea: what?", "put a text that has ': ' in it in quotes"),
        ('"C:\\Tea"', "a backslash means something else between double quotes"),
    ],
)  # fmt: skip
def test_where_yaml_gives_up_there_is_a_hint(text: str, hint: str) -> None:
    """The line, YAML's own words, and what to do about it."""
    (problem,) = said("What do you drink?", text)
    assert problem.startswith("6: not valid YAML: ")
    assert hint in problem


@pytest.mark.parametrize(
    ("after", "kept"), [('"Which is" #1?', "Which is"), ("Which is\n      #1 for you?", "Which is")]
)
def test_what_may_be_cut_off_behind_quotes_or_in_the_next_line_is_worth_a_look(after: str, kept: str) -> None:
    """Perhaps a remark: it is asked as it is, and said."""
    (problem,) = said("What do you drink?", after)
    assert problem.startswith(f"6: warning: '#' behind a blank begins a comment, so people read only '{kept}'")


def test_a_line_that_is_too_deep_or_without_a_colon_is_the_one_that_is_named() -> None:
    """Not the line below, and not with a hint about quotes."""
    (problem,) = said("drink?\n", "drink?\n      help: All day\n")
    assert problem.startswith("7: not valid YAML")
    assert problem.endswith("(what belongs together begins in one column)")
    (problem,) = said("drink?\n", "drink\nnow?\n")
    assert problem.startswith("7: not valid YAML")


def test_what_is_fine_is_left_alone() -> None:
    """Comments of one's own, lists in one line, words for true and false, and dashes inside of a text."""
    assert said("Tea", "Tea # mine") == [
        "2: warning: '#' behind a blank begins a comment, so people read only 'Tea': put the text in quotes if '# mine' belongs to it"
    ]
    assert said("type: single", "type: single  # one\n    sensitive: yes") == []
    assert said("title: Tea", "title: |\n  – Tea:time") == []
    assert said("- id: drink", "- id: drink\n    #the first") == []
    assert said("      - no: No", "      - no: 10:30") == []
    assert said("      - no: No", "      #- well: Well\n      - no: No\n      - w: 'We' # plural") == []


def test_what_does_not_fit_a_message_is_refused_with_its_line() -> None:
    """19 options of 190 characters are too long for one message, 120 are too many; in every language. From 20 on they have pages."""
    long = "".join(f"      - o{n}: {f'{n} ' + 'x' * 186}\n" for n in range(100, 119))
    many = "".join(f"      - o{n}: Option {n}\n" for n in range(120))
    (problem,) = [line for line in said("      - no: No\n      - y: Yes\n", long) if "fit a message" in line]
    assert problem == (
        "7: with 19 options the question does not fit a message: 527 characters too many; fewer or shorter options, or two questions"
    )
    assert "7: 120 options are more than a message has buttons for: 90 at most" in said(
        "      - no: No\n      - y: Yes\n", many
    )
    words = "".join(f"          o{n}: {f'{n} ' + 'x' * 190}\n" for n in range(19))
    few = "".join(f"      - o{n}: Option {n}\n" for n in range(19))
    nl = f"{few}translations:\n  nl:\n    questions:\n      drink:\n        options:\n{words}"
    assert any("does not fit a message" in line for line in said("      - no: No\n      - y: Yes\n", nl))
    paged = "".join(f"      - o{n}: {f'{n} ' + 'x' * 190}\n" for n in range(100, 133))
    assert not any("fit a message" in line for line in said("      - no: No\n      - y: Yes\n", paged))


def test_what_check_takes_fits_a_message_and_what_does_not_is_said_in_words() -> None:
    """On the phone: the longest that `check` takes is asked whole, or in pages; beyond it words and Skip, never silence."""
    for count, width in ((19, 120), (19, 200), (33, 200), (90, 60), (120, 3)):
        options = tuple(Option(id=f"o{n}", label=f"{n} ".ljust(width, "x")) for n in range(count))
        question = MultiQuestion(id="q", text="t" * 300, help="h" * 250, options=options)
        flow = Flow(id="f", title="F", questions=(question,))
        dialogue = Dialogue(state=machine.asking("q"), draft=tuple((option.id, 1) for option in options))
        message = ask(asked(flow, dialogue), question)
        fits(message)
        assert ("too long for a phone" in message.html) is ((count, width) == (19, 200))
        assert any(key.label == "Skip" for row in message.keyboard for key in row)


LIST = """\
Riverside evening

1. Is it worth it? yes | no | unsure
2. Which days suit you? (several)
- Mon
- Tue
Say all that are possible
3. How good is it? 1-5
4. We can rely on one another. agree | disagree
# Ahead
5. Rank: what first? bins | trees | lamps
6) What would you change?
"""


def test_a_typed_list_is_a_flow() -> None:
    """A title, numbers or none, options behind a question or below it, a section, and kinds guessed or said."""
    flow = check_typed("list", LIST).flow
    assert flow is not None
    assert (flow.id, flow.title, flow.minutes, [s.title for s in flow.sections]) == (
        "riverside-evening",
        "Riverside evening",
        3,
        ["Ahead"],
    )
    asked = [(q.type, q.text, [o.label for o in getattr(q, "options", ())]) for q in flow]
    assert asked == [
        ("single", "Is it worth it?", ["yes", "no", "unsure"]),
        ("multi", "Which days suit you?", ["Mon", "Tue"]),
        ("scale", "How good is it?", ["1", "2", "3", "4", "5"]),
        ("stance", "We can rely on one another.", ["Agree", "Disagree", "Unsure"]),
        ("ranking", "what first?", ["bins", "trees", "lamps"]),
        ("text", "What would you change?", []),
    ]
    assert flow.questions[1].help == "Say all that are possible"
    assert check_typed("list", LIST.replace("yes", "no")).problems[0].line == 3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "list:1: there is no question in it"),
        ("Tea\nBest day Mon | Tue", "list:2: put a '?' or a ':' between the question and its first option"),
        ("Tea\nWhy? " + "x" * 300, "list:2: 'text' has 305 characters; at most 300 fit"),
        ("Tea\n1. Which?\n- a\n- b\n- A", "list:5: 'o3' has the same label as 'a': 'A'"),
    ],
)
def test_a_typed_list_with_a_problem_says_its_line(text: str, problem: str) -> None:
    """As a file does."""
    assert problem in [str(one) for one in check_typed("list", text).problems]


def test_a_file_that_is_typed_or_pasted_is_read_as_one() -> None:
    """YAML in a message is YAML."""
    flow = check_typed("list", TEA).flow
    assert flow is not None
    assert flow.id == "tea"


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("Park\nWhich day?\n- Mon\n- Tue\nWhy?", [["Mon", "Tue"], []]),
        ("Park\nIntro:\n• Why? a | b\n• How?", [[], ["a", "b"], []]),
        ("Park\n1. „Czy warto?” tak | nie", [["tak", "nie"]]),
        ("Park\n1. « Est-ce bien ? » oui | non", [["oui", "non"]]),
        ("Park\n1. هل؟\u200f نعم | لا", [["نعم", "لا"]]),
        ("Park\n1. Czy warto? tak; nie; może", [["tak", "nie", "może"]]),
        ("Park\n1. Γιατί; Ναι | Όχι", [["Ναι", "Όχι"]]),
        ("Park\n1. Które? A | B (kilka)", [["A", "B"]]),
        ("Park\nWhen to start: 10:30 | 11:00", [["10:30", "11:00"]]),
        ("Park\n1. When?\n- 10:30\n- 11:00\n2. How long? 2 h | 3 h", [["10:30", "11:00"], ["2 h", "3 h"]]),
    ],
)
def test_a_list_is_read_as_people_of_other_places_type_it(typed: str, options: list[list[str]]) -> None:
    """Without numbers, with quotes that close behind the question mark, with semicolons."""
    flow = check_typed("", typed).flow
    assert flow is not None
    assert [[option.label for option in getattr(one, "options", ())] for one in flow.questions] == options


def test_what_is_none_to_yaml_is_fine_in_a_typed_list() -> None:
    """Bullets, tabs and dashes are no problems of a list that has another one."""
    problems = check_typed("", "Park\n1.\tOk?\n• yes\n• YES").problems
    assert [str(one) for one in problems] == [":4: 'o2' has the same label as 'yes': 'YES'"]


@pytest.mark.parametrize(
    ("text", "is_warned"),
    [
        ("“What do you drink?”", True),
        ("„What do you drink?“", True),
        ("‘What do you drink?’", True),
        ("«What do you drink?»", True),
        ("What do you “drink”?", False),
        ("“Drink” or “eat”?", False),
        ("'“What do you drink?”'", False),
        ('"“What do you drink?”"', False),
        ("’t Is goed", False),
    ],
)
def test_curly_quotes_around_all_of_a_text(text: str, is_warned: bool) -> None:
    """People would read them: a warning; within straight ones they are meant, and so are those around a word."""
    checked = check_bytes("tea.yaml", TEA.replace("What do you drink?", text).encode())
    assert checked.flow is not None
    warned = [one for one in checked.problems if "curly quotes" in one.message]
    assert [(one.line, one.severity) for one in warned] == ([(6, "warning")] if is_warned else [])


def test_a_line_of_a_megabyte_is_looked_at_once() -> None:
    """A pattern that began again at every letter of it held everything else up for hours."""
    for sign in ("[", "a ", "- ", "\u00a0", "''"):
        line = (sign * 1_000_000)[:1_000_000]
        list(traps(line))
        hint(line, 1)


@pytest.mark.parametrize(
    "line, has_one",
    [("a: b\tc", True), ("a\t", True), ('a: "b\tc"', True), ('a: "b"\tc', False), ("a: 'b' # c\td", False)],
)
def test_a_tab_inside_a_line(line: str, has_one: bool) -> None:
    """Behind a text in quotes, or a comment behind one, it does no harm."""
    assert bool(list(traps(line))) is has_one
