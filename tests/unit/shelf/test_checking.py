"""What `check` says of signs and languages, and that a typed list is kept as a file that says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.shelf.checking import check, check_path, check_sent, check_words, languages_in_words, languages_of
from bot.shelf.folder import replaced
from bot.shelf.pages import example_list
from bot.wording import Wording, languages
from flows.definition.flow import (
    Condition,
    Flow,
    Option,
    PointsAtLeast,
    ScaleQuestion,
    SingleQuestion,
    TextQuestion,
    Translation,
    flow_hash,
)
from flows.definition.loading import check_bytes, library, load_library
from flows.definition.source.writing import in_yaml
from tests.support.examples.examples import EXAMPLES, levels

TEA = """\
id: tea
title: Tea
language: {language}
questions:
  - id: near
    type: single
    text: How far?
    options:
      - a: {sign} 5 km
      - b: more
"""


@pytest.mark.parametrize("sign", ["≤", "≥", "≠", "≈", "∞", "½", "→", "€", "㎡"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_signs_that_pictures_show_are_fine(sign: str, encoding: str) -> None:
    """Whatever the file is written in."""
    assert check("tea", TEA.format(language="en", sign=sign).encode(encoding)).problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_sign_that_no_font_has_is_said_with_its_line(encoding: str) -> None:
    """A warning: the question is asked all the same."""
    (problem,) = check("tea", TEA.format(language="en", sign="\U00013080").encode(encoding)).problems
    assert str(problem) == "tea:9: warning: '\U00013080' (U+13080) is left out of pictures: no font has it"


@pytest.mark.parametrize("language", languages())
def test_the_list_that_is_shown_can_be_sent_as_it_stands(language: str) -> None:
    """In each language of the bot: whoever copies it and changes the words gets the types that they see."""
    sent = check_sent("list.txt", example_list(Wording(language)).encode(), language)
    assert [str(problem) for problem in sent.problems] == []
    assert sent.flow is not None
    assert [question.type for question in sent.flow.questions] == ["single", "multi", "scale", "text"]


LIST = "Riverside evening\n1. Is it worth it? yes | no | unsure\n2. What would you change?\n"


@pytest.mark.parametrize("name", ["list.yaml", "list.YML", "list.txt"])
def test_a_list_is_read_whatever_its_file_is_called(name: str) -> None:
    """Sent to the bot it is questions; `check` and FLOWS say what it is, instead of what no list has."""
    sent = check_sent(name, LIST.encode(), "en")
    assert sent.flow is not None
    assert [question.type for question in sent.flow.questions] == ["single", "text"]
    (problem,) = check("list.yaml", LIST.encode()).problems
    assert "this is a list of questions, as it is typed in the chat" in problem.message
    broken = check_sent("list.yaml", b"id = tea\ntitle: Tea?\n", "en")
    assert broken.flow is None, "a file with mistakes is a file"
    assert "this is a list" not in broken.problems[0].message


def test_a_file_that_takes_the_place_of_shipped_questions(tmp_path: Path) -> None:
    """`check` warns on the line of the id, and the start can name it; a copy of them takes nobody's place."""
    copy = library()["key-questions"].read_text(encoding="utf-8")
    (tmp_path / "key.yaml").write_text(copy, encoding="utf-8")
    assert check_path(tmp_path / "key.yaml").problems == ()
    assert replaced(tmp_path) == ()
    (tmp_path / "key.yaml").write_text(re.sub(r"(?m)^minutes: .*$", "minutes: 59", copy), encoding="utf-8")
    (problem,) = check_path(tmp_path / "key.yaml").problems
    line = copy.split("\n").index("id: key-questions") + 1
    assert (problem.line, problem.severity) == (line, "warning")
    assert "in FLOWS this file takes their place" in problem.message
    assert replaced(tmp_path) == ("key-questions",)
    assert replaced(None) == ()


def test_the_page_says_how_long_words_may_be() -> None:
    """The figures of docs/questions.md are those of the code: what a question, its help, an option and a short name may have."""
    page = (Path(__file__).parents[3] / "docs" / "questions.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"A question’s `text` and its `help` have (\d+) .*, an option (\d+), `short` (\d+)\.", page)

    def most(model: type[BaseModel], name: str) -> str:
        (limit,) = [one.max_length for one in model.model_fields[name].metadata if hasattr(one, "max_length")]
        return str(limit)

    assert said == (most(TextQuestion, "text"), most(Option, "label"), most(TextQuestion, "short"))
    assert most(TextQuestion, "text") == most(TextQuestion, "help")


def test_languages_are_reported() -> None:
    """Those the flow asks in, its own first, and where the bot's words are others."""
    text = TEA.format(language="pl", sign="≤") + "translations:\n  nl:\n    title: Thee\n  ar:\n    title: شاي\n"
    flow = check("tea", text.encode()).flow
    assert flow is not None
    assert languages_of(flow).asked == ("pl", "nl", "ar")
    assert languages_of(flow).in_english == ("pl", "ar")
    assert languages_in_words(flow).startswith("Questions: pl (Polski), nl (Nederlands), ar (")
    assert languages_in_words(flow).endswith("The bot's own words: en, nl; pl: en instead; ar: en instead.")


def test_guessed_letters_of_a_typed_list_are_worth_a_look() -> None:
    """As in a file of YAML."""
    checked = check_sent("list.txt", "Park\n1. Warto? tak | średnio, źródła".encode("cp1250"), "en")
    assert checked.flow is not None
    assert ["look whether they are right" in problem.message for problem in checked.problems] == [True]


@pytest.mark.parametrize(
    "typed",
    [
        'Tea: a "test" #1\n1. Which is #1? yes | no: never | [c] | \\d | - | 50 % | @home',
        "حديقة\n# البداية\n١. هل؟ نعم | لا\n2. How good? 1-5\n3. How good? bad | good | don't know (scale)",
        "Tea\n1. We agree (agree)\n2. Order? A | B | C (rank)\nas you like\n3. Days? Mon | Tue (several)\n4. Why?",
    ],
)
def test_a_typed_list_is_kept_as_a_file_that_says_the_same(typed: str) -> None:
    """Whatever signs are in it."""
    flow = check_words("", typed, "en").flow
    assert flow is not None
    again = check_bytes("f", in_yaml(flow).encode())
    assert again.flow == flow, again.problems


ROUTED = Flow(
    id="routed",
    title="Routed: #1",
    segment_by="one",
    questions=(
        *EXAMPLES,
        SingleQuestion(id="one", text="Which?", options=(
            Option(id="no", label="No"), Option(id="1", label="'One'"),
            Option(id="2", label="Two: the long one, which goes on", short="Two, short"))),
        ScaleQuestion(id="short", text="Up?", options=(*levels(2)[2:], *levels(2)[:2])),
        TextQuestion(id="why", text="Why no?", shown_if=Condition(question="one", any_of=("no",)), sensitive=True),
        TextQuestion(id="not", text="Why not?", shown_if=Condition(question="one", none_of=("1",))),
        TextQuestion(id="in", text="Why in?", shown_if=Condition(question="multi", contains="a")),
        TextQuestion(id="top", text="Why first?", shown_if=Condition(question="ranking", first="a")),
        TextQuestion(id="much", text="Why so many?",
                     shown_if=Condition(question="points", points=PointsAtLeast(option="a", min=2))),
    ),
    translations={"nl": Translation(title="Vertaald", labels={"No": "Nee", "'One'": 'Eén: "1"'})},
)  # fmt: skip


@pytest.mark.parametrize("flow", [*load_library().values(), ROUTED], ids=lambda flow: flow.id)
def test_a_flow_written_down_is_the_same_flow(flow: Flow) -> None:
    """Conditions, limits, translations, groups and all: it has the hash that the workshop was made with."""
    again = check_bytes(flow.id, in_yaml(flow).encode())
    assert again.flow is not None, again.problems
    assert flow_hash(again.flow) == flow_hash(flow)
