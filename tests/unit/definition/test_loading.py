"""Files become flows or problems, whatever is in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.checks import check_data
from flows.definition.findings import Path as DataPath
from flows.definition.flow import (
    AllocationQuestion,
    Condition,
    Flow,
    MultiQuestion,
    Question,
    RankingQuestion,
    TextQuestion,
    flow_from_json,
    flow_hash,
    flow_json,
)
from flows.definition.loading import (
    Checked,
    FlowError,
    Problem,
    check_bytes,
    check_file,
    library,
    load_flow,
    load_library,
)
from flows.definition.source.yamlfile import BYTES_LIMIT, Place, read_yaml
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped, Written, check_answer

TEA = """\
id: tea
title: Tea
questions:
  - id: drink
    type: single
    text: What do you drink?
    options:
      - no: No
      - 007: Off
"""
LIBRARY = {name: file.read_bytes() for name, file in library().items()}


def said(content: str | bytes) -> list[str]:
    """The problems of a file with this content."""
    raw = content.encode() if isinstance(content, str) else content
    return [str(problem) for problem in check_bytes("tea.yaml", raw).problems]


def test_a_file_becomes_a_flow(tmp_path: Path) -> None:
    """A sound file is read; words that YAML may take for truth values or numbers stay words."""
    path = tmp_path / "tea.yaml"
    path.write_text(TEA, encoding="utf-8")
    flow = load_flow(path)
    assert [(option["id"], option["label"]) for option in flow.model_dump()["questions"][0]["options"]] == [
        ("no", "No"),
        ("007", "Off"),
    ]
    assert flow_from_json(flow_json(flow)) == flow


def test_a_problem_says_file_and_line(tmp_path: Path) -> None:
    """`str` of a problem is file:line: message, and of a warning says so."""
    path = tmp_path / "tea.yaml"
    path.write_text(TEA.replace("title", "titel"), encoding="utf-8")
    assert [str(problem) for problem in check_file(path).problems] == [
        f"{path}:1: 'title' is missing",
        f"{path}:2: there is no key 'titel' here: did you mean 'title'?",
    ]
    assert str(Problem("x.yaml", 3, 1, "odd", "warning")) == "x.yaml:3: warning: odd"


def test_loading_raises_with_every_problem(tmp_path: Path) -> None:
    """The error of `load_flow` has one line a problem."""
    path = tmp_path / "tea.yaml"
    path.write_text(TEA.replace("Off", "no").replace("text:", "txt:"), encoding="utf-8")
    with pytest.raises(FlowError) as caught:
        load_flow(path)
    assert str(caught.value).splitlines() == [str(problem) for problem in check_file(path).problems]
    assert len(caught.value.problems) == 3


def test_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    """A missing file and a folder are problems, not exceptions."""
    (missing,) = check_file(tmp_path / "none.yaml").problems
    (folder,) = check_file(tmp_path).problems
    assert "the file cannot be read: No such file" in missing.message
    assert "the file cannot be read: Is a directory" in folder.message


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
REFUSED = {
    "": "1: the file is empty",
    "# nothing\n": "1: the file is empty",
    "just words": "1: a flow is written as 'key: value' lines, beginning with 'id:'",
    "- a list": "1: a flow is written as 'key: value' lines, beginning with 'id:'",
    "a: [1, 2\nb: 3": "2: not valid YAML: did not find expected ',' or ']'",
    "a: b: c": "1: not valid YAML: mapping values are not allowed here (put a text that has ': ' in it in quotes)",
    "a: 1\n---\nb: 2": "2: a second document in the file ('---')",
    "a: *nobody": "1: '*nobody' stands for nothing that is complete before it: put a text that starts with '*' in quotes",
    "a: &a [*a]": "1: '*a' stands for nothing that is complete before it: put a text that starts with '*' in quotes",
    BOMB: "5: more than 50,000 entries in the file",
    "- " * 3000: "1: more than 16 lists inside each other",
    "[" * 3000: "1: more than 16 lists inside each other",
    'a: "\\UFFFFFFFF"': "1: not valid YAML",
    "a: \x00": "1: not valid YAML: a character that YAML does not allow",
    "x" * (BYTES_LIMIT + 1): "1: the file is larger than 1,000,000 bytes",
}


@pytest.mark.parametrize("content", REFUSED, ids=range(len(REFUSED)))
def test_what_is_not_yaml_is_one_problem(content: str) -> None:
    """Broken, empty, huge, deep and exploding files are refused with the line where they go wrong."""
    (problem,) = said(content)
    where, _, message = REFUSED[content].partition(": ")
    assert problem.startswith(f"tea.yaml:{where}: ")
    if message.startswith("not valid YAML: did not"):
        assert "not valid YAML" in problem
    else:
        assert problem.endswith(message)


GUESSED = "warning: the file is not UTF-8, so its letters were read as an older table has them (cp1252): look whether they are right"
NOT_TEXT = "not plain text: copy the questions into a file of plain text, or type them"


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (b"\xef\xbb\xbf" + TEA.encode(), []),
        (TEA.encode("utf-16"), []),
        (TEA.encode("utf-16-be"), []),
        (TEA.encode("utf-32"), []),
        (TEA.replace("\n", "\r\n").encode(), []),
        (TEA.replace("\n", "\r").encode(), []),
        (TEA.replace("Tea", "Thé").encode("cp1252"), [f"tea.yaml:2: {GUESSED}"]),
        (TEA.replace("Tea", "Źródła").encode("cp1250"), [f"tea.yaml:2: {GUESSED.replace('cp1252', 'cp1250')}"]),
        (
            TEA.replace("Tea", "Źródła, kąty").encode("iso8859_2"),
            [f"tea.yaml:2: {GUESSED.replace('cp1252', 'iso8859_2')}"],
        ),
        (TEA.replace("Tea", "5 m³ ¿Qué?").encode("cp1252"), [f"tea.yaml:2: {GUESSED}"]),
        (
            TEA.replace("Tea", "Thé").encode() + b"# \xff",
            ["tea.yaml:10: the file is not UTF-8 text: save it anew as plain text, in the encoding UTF-8"],
        ),
        (
            TEA.encode() + b"# \x81",
            ["tea.yaml:10: the file is not UTF-8 text: save it anew as plain text, in the encoding UTF-8"],
        ),
        (b"PK\x03\x04docx", [f"tea.yaml:1: this is a Word, Excel, OpenDocument or zip file, {NOT_TEXT}"]),
        (b"%PDF-1.7", [f"tea.yaml:1: this is a PDF, {NOT_TEXT}"]),
    ],
    ids=[
        "mark",
        "utf-16",
        "no-mark",
        "utf-32",
        "windows",
        "old-mac",
        "cp1252",
        "polish",
        "polish-iso",
        "spanish",
        "torn",
        "unknown",
        "docx",
        "pdf",
    ],
)
def test_every_encoding_is_read_or_refused_in_words(content: bytes, problems: list[str]) -> None:
    """What editors write is read, guessed letters are pointed out, and what is no text is called what it is."""
    assert said(content) == problems


def test_tags_and_control_characters_are_refused() -> None:
    """Nothing in a file can name a type of Python's, and no text has a character that no phone shows."""
    assert said(TEA.replace("Tea", "!!python/name:os.system x")) == [
        "tea.yaml:2: YAML tags ('!') are not allowed: put a text that starts with '!' in quotes"
    ]
    assert said(TEA.replace("Tea", '"T\\0"')) == ["tea.yaml:2: a control character that no phone can show"]
    assert said(TEA.replace("Tea", '"T\\ud800"')) == ["tea.yaml:2: a control character that no phone can show"]


def test_an_anchor_may_be_used_again() -> None:
    """An author may write a scale once and refer to it."""
    again = "  - {id: again, type: single, text: And now?, options: *them}\n"
    flow = check_bytes("tea.yaml", (TEA.replace("options:", "options: &them") + again).encode()).flow
    assert flow is not None
    first, second = flow.model_dump()["questions"]
    assert first["options"] == second["options"]


def test_places_count_from_one() -> None:
    """A key's place is the key's, an item's the item's, and what has none that of what is around it."""
    document = read_yaml(b"a:\n  - x\n  - {b: y}\n")
    assert document.place(("a",)) == Place(1, 1)
    assert document.place(("a", 1, "b")) == Place(3, 6)
    assert document.place(("a", 1, "c", 7)) == Place(3, 5)


NESTED = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["worth", "1", "nl"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def paths(data: Any, path: DataPath = ()) -> list[DataPath]:
    """Every place in the data."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(found for key, value in pairs for found in paths(value, (*path, key)))]


def mutated(data: Any, path: DataPath, change: str, value: Any) -> Any:
    """The data with something at a path replaced, deleted, renamed or doubled."""
    if not path:
        return value
    parent = data
    for step in path[:-1]:
        parent = parent[step]
    key = path[-1]
    if change == "replace":
        parent[key] = value
    elif change == "delete":
        del parent[key]
    elif change == "double" and isinstance(parent, list):
        parent.append(parent[int(key)])
    elif isinstance(parent, dict):
        parent[json.dumps(value)[:20]] = parent.pop(key)
    return data


@st.composite
def mutants(draw: st.DrawFn) -> Any:
    """What a shipped file says, with up to three things changed."""
    data = read_yaml(LIBRARY[draw(st.sampled_from(["key-questions", "town-partnership"]))]).data
    for _ in range(draw(st.integers(1, 3))):
        if not isinstance(data, dict):
            break
        path = draw(st.sampled_from(paths(data)))
        data = mutated(data, path, draw(st.sampled_from(["replace", "delete", "double", "rename"])), draw(NESTED))
    return data


@given(mutants())
def test_no_data_breaks_the_checks(data: Any) -> None:
    """Whatever is changed in a shipped flow, the checks say what is wrong or give a flow; they never fail."""
    flow, findings = check_data(data)
    assert (flow is None) == any(finding.severity == "error" for finding in findings)
    assert all(finding.message for finding in findings)


@given(st.data())
def test_no_text_breaks_the_checker(data: st.DataObject) -> None:
    """Whatever is cut out of or put into a shipped file, it is checked; it never fails, and every line exists."""
    text = LIBRARY["key-questions"].decode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    put = data.draw(
        st.text(max_size=6) | st.sampled_from(["'", '"', "[", "{", "- ", ": ", "\n", "\t", "&a ", "*a", "!!x "])
    )
    content = (text[:start] + put + text[end:]).encode("utf-8", "surrogatepass")
    checked = check_bytes("x.yaml", content)
    assert isinstance(checked, Checked)
    assert (checked.flow is None) == bool(checked.errors)
    assert all(1 <= problem.line <= content.count(b"\n") + content.count(b"\r") + 2 for problem in checked.problems)


@given(st.binary(max_size=60))
def test_no_bytes_break_the_checker(content: bytes) -> None:
    """Any bytes at all are a flow or problems."""
    assert check_bytes("x.yaml", content).problems


def meets(condition: Condition, answer: Answer | None) -> bool:
    """Whether an answer meets a condition, by the words of `flows.definition.flow.Condition`."""
    match answer:
        case Chosen(option):
            return option in (condition.any_of or ()) or (
                condition.none_of is not None and option not in condition.none_of
            )
        case Picked(options):
            return condition.contains in options
        case Ranked(options):
            return condition.contains in options or condition.first == options[0]
        case Shared(points):
            wanted = condition.points
            return wanted is not None and dict(points).get(wanted.option, 0) >= wanted.min
        case _:
            return False


def answers_to(question: Question) -> list[Answer]:
    """Answers to a question that between them meet every condition that can be met."""
    match question:
        case TextQuestion():
            return [Written("words")]
        case MultiQuestion(options=options):
            free = [option.id for option in options if option.id not in question.exclusive]
            alone = [Picked((option,)) for option in question.exclusive]
            most = question.min or 1
            starts = range(len(free))
            return [*alone, *(Picked(tuple((free[at:] + free[:at])[:most])) for at in starts)]
        case RankingQuestion(options=options):
            return [Ranked((option.id,)) for option in options]
        case AllocationQuestion(options=options):
            return [Shared(((option.id, question.total),)) for option in options]
        case _:
            return [Chosen(option.id) for option in question.options]


def can_be_asked(flow: Flow) -> set[str]:
    """The questions that some answers lead to, found by trying."""
    reached: set[str] = set()
    possible: dict[str, list[Answer]] = {}
    for question in flow:
        condition = question.shown_if
        if condition is None or any(meets(condition, answer) for answer in possible.get(condition.question, [])):
            reached.add(question.id)
            fitting = [check_answer(question, answer) for answer in [*answers_to(question), Skipped()]]
            possible[question.id] = [answer for answer in fitting if isinstance(answer, Answer)]
    return reached


@given(mutants())
def test_every_accepted_flow_can_be_finished(data: Any) -> None:
    """In a flow that is accepted some answers lead to every question, and every question can be answered."""
    flow, _ = check_data(data)
    if flow is None:
        return
    assert can_be_asked(flow) == {question.id for question in flow}
    for question in flow:
        assert any(isinstance(check_answer(question, answer), Answer) for answer in answers_to(question))


def test_the_library_is_read_once_with_the_default_first() -> None:
    """`load_library` has the flows that `library` has files for, and reads them once."""
    assert list(load_library()) == list(library())
    assert next(iter(load_library())) == "key-questions"
    assert load_library() is load_library()
    assert len({flow_hash(flow) for flow in load_library().values()}) == 6
