"""Organisers' own flows in a real database: versions, what is offered, and buttons that come too late."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.buttons import Button, Scope
from bot.incoming import Document
from bot.messages import Edit, Flash, Op, ReadFlow, Send
from bot.shelf.checking import LARGEST, check_words
from bot.shelf.offered import mark_of
from flows.definition.flow import Flow
from storage.database import Database
from storage.staff.shelf import State
from storage.values import Role
from tests.support.receiving import Counter
from tests.support.storage_case import FIRST_DAY, Room, open_room

OLA, FAY = 11, 12
LIST = "Park evening\n1. Is it worth it? yes | no\n2. Why?"


@pytest.fixture
def hall(db: Database) -> tuple[Counter, Room]:
    """An organiser, a facilitator, and a counter where updates come in."""
    room = open_room(db)
    room.do(lambda unit: unit.staff.grant(OLA, Role.ORGANISER, None))
    room.do(lambda unit: unit.staff.grant(FAY, Role.FACILITATOR, None))
    return Counter(db), room


def flow_of(text: str) -> Flow:
    """The flow in a typed list."""
    flow = check_words("", text, "en").flow
    assert flow is not None
    return flow


def said(ops: tuple[Op, ...]) -> str:
    """All that is said."""
    return "\n".join(
        op.text if isinstance(op, Flash) else op.message.html for op in ops if isinstance(op, Flash | Send | Edit)
    )


def press(verb: str, *arguments: str) -> Button:
    """A button of staff."""
    return Button(Scope.FACILITATOR, "", verb, arguments)


def test_versions_are_kept_offered_retired_and_taken_back(hall: tuple[Counter, Room]) -> None:
    """What is only shown is offered to nobody; the same again is no version; another is the next; the old one stays as it was."""
    _, room = hall
    first, second = flow_of(LIST), flow_of(LIST + "\n3. When?")
    assert room.do(lambda u: u.shelf.show(first, b"1", FIRST_DAY)).state is State.SHOWN
    assert room.do(lambda u: u.shelf.offered()) == []
    room.do(lambda u: (u.shelf.keep(first.id, 1, FIRST_DAY), u.shelf.keep(first.id, 1, FIRST_DAY)))
    assert room.do(lambda u: u.shelf.show(first, b"again", FIRST_DAY)).version == 1
    shown = room.do(lambda u: u.shelf.show(second, b"2", FIRST_DAY))
    assert (shown.version, room.do(lambda u: [one.flow for one in u.shelf.offered()])) == (2, [first])
    room.do(lambda u: u.shelf.keep(first.id, 2, FIRST_DAY))
    assert room.do(lambda u: [one.flow for one in u.shelf.offered()]) == [second]
    assert room.do(lambda u: (u.shelf.file(first.id, 1), u.shelf.file(first.id, 2))) == (b"1", b"2")
    room.do(lambda u: u.shelf.retire(first.id))
    assert room.do(lambda u: u.shelf.offered()) == []
    room.do(lambda u: u.shelf.retire(first.id, retired=False))
    assert room.do(lambda u: [one.version for one in u.shelf.offered()]) == [2]


def test_what_nobody_kept_is_gone_after_a_week(hall: tuple[Counter, Room]) -> None:
    """A preview is no archive."""
    _, room = hall
    one, other = flow_of(LIST), flow_of(LIST.replace("Park", "Harbour"))
    room.do(lambda u: u.shelf.show(one, b"1", FIRST_DAY))
    room.do(lambda u: u.shelf.show(other, b"2", FIRST_DAY + timedelta(days=8)))
    assert room.do(lambda u: u.shelf.get(one.id, 1)) is None


def test_a_button_never_means_other_questions_than_were_read(hall: tuple[Counter, Room]) -> None:
    """Changed or retired meanwhile: the questions are shown anew, or it is said; also when the title is typed."""
    counter, room = hall
    first, second = flow_of(LIST), flow_of(LIST + "\n3. When?")
    room.do(lambda u: (u.shelf.show(first, b"1", FIRST_DAY), u.shelf.keep(first.id, 1, FIRST_DAY)))
    use = press("flowuse", first.id, mark_of(first))
    assert "What is the workshop called?" in said(counter.press(FAY, use))
    room.do(lambda u: (u.shelf.show(second, b"2", FIRST_DAY), u.shelf.keep(first.id, 2, FIRST_DAY)))
    assert "have been changed meanwhile" in said(counter.type(FAY, "Riverside Park"))
    assert "have been changed meanwhile" in said(counter.press(FAY, use))
    assert "Other questions have been sent" in said(
        counter.press(OLA, press("flowkeep", first.id, "2", mark_of(first), "use"))
    )
    counter.press(OLA, press("flowgone", first.id))
    assert "not offered any more" in said(counter.press(FAY, press("flowuse", first.id, mark_of(second))))
    assert "There is no flow called" in said(counter.type(FAY, f"/new {first.id} Park"))


@pytest.mark.parametrize(
    ("who", "sent", "answer"),
    [
        (OLA, Document("f", "park.yml", 10), ReadFlow(OLA, "f", "park.yml", "en")),
        (OLA, Document("f", "PARK.YAML", 10, forwarded=True), ReadFlow(OLA, "f", "PARK.YAML", "en")),
        (OLA, Document("f", "park.yaml", LARGEST + 1), "That file is too large"),
        (OLA, Document("f", "questions.docx", 10), "I read questions from a file of plain text"),
        (FAY, Document("f", "park.yaml", 10), "Only organisers can add questions here."),
        (99, Document("f", "park.yaml", 10), "join code"),
    ],
    ids=["file", "forwarded", "large", "word", "facilitator", "stranger"],
)
def test_a_file_is_fetched_or_refused_in_words(
    hall: tuple[Counter, Room], who: int, sent: Document, answer: ReadFlow | str
) -> None:
    """By its name, its size, and who sends it."""
    ops = hall[0].tell(who, sent)
    assert answer in ops if isinstance(answer, ReadFlow) else answer in said(ops)


def test_a_name_that_comes_with_the_bot_is_not_given_away(hall: tuple[Counter, Room]) -> None:
    """And a word of thanks is no question."""
    counter, room = hall
    counter.type(OLA, "/flow")
    assert "belongs to questions that come with this bot" in said(counter.type(OLA, "Key questions\n1. Why?"))
    assert "There is no question in that" in said(counter.type(OLA, "thanks"))
    assert room.do(lambda u: u.shelf.all()) == []


def test_a_folder_says_everything_that_is_wrong_in_it(tmp_path: Path) -> None:
    """`.yml` is read; dot files, folders and others are passed over by name; all problems of all files come at once."""
    from bot.shelf.folder import all_flows, passed_over
    from flows.definition.loading import FlowError

    flow = "id: {}\ntitle: Tea\nquestions:\n  - {{id: q, type: text, text: Why?}}\n"
    (tmp_path / "a.yml").write_text(flow.format("tea"))
    (tmp_path / ".b.yaml").write_text("x")
    (tmp_path / "old.yaml").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    assert "tea" in all_flows(tmp_path)
    assert passed_over(tmp_path) == (".b.yaml", "notes.txt", "old.yaml/")
    (tmp_path / "b.yaml").write_text(flow.format("tea"))
    (tmp_path / "c.yaml").write_text("title: Tea")
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    with pytest.raises(FlowError) as caught:
        all_flows(tmp_path)
    lines = str(caught.value).splitlines()
    assert f"{tmp_path}/b.yaml:1: the id 'tea' is that of a.yml too" in lines
    assert {line.rsplit("/", 1)[-1].split(":")[0] for line in lines} == {"b.yaml", "c.yaml", "loop.yaml"}
