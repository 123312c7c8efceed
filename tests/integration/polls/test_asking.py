"""A facilitator's own question: read, shown, put right, turned into another type, sent once; nothing typed is lost."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bot.buttons import Button, Scope
from bot.desk import Desk, House
from bot.incoming import Press, Sender
from bot.messages import Edit, Flash, Op, Send, StartSendout
from bot.polls import asking, steering
from bot.polls.previews import mark
from bot.polls.typed.shapes import Shape, reshaped
from bot.results.proposals import in_language
from bot.wording import Wording
from flows.definition.flow import RankingQuestion, SingleQuestion, options_of
from storage.database import Database, Unit
from storage.values import Ballot, Phase
from tests.support.storage_case import FIRST_DAY, LAST_DAY, Room, on_sqlite, open_room

FAY = 1
DAYS = "Which day suits you? Mon | Tue | Wed"


@pytest.fixture
def room(db: Database) -> Room:
    """An open workshop."""
    return open_room(db, code="PARK7Q")


def at(*, pressed: bool = False, language: str = "en") -> Desk:
    """Fay has typed, or tapped a button."""
    house = House(LAST_DAY, random.Random(1), "bot", "Council", "x@example.org", {})
    press = Press("q", 5, None) if pressed else None
    return Desk(Sender(FAY, FAY, private=True, language=language), Wording(language), house, press)


def words(ops: tuple[Op, ...]) -> str:
    """All that she reads."""
    return "\n".join(
        op.text if isinstance(op, Flash) else op.message.html for op in ops if isinstance(op, Flash | Send | Edit)
    )


def labels(ops: tuple[Op, ...]) -> list[str]:
    """The buttons below it."""
    return [k.label for op in ops if isinstance(op, Send | Edit) for row in op.message.keyboard for k in row]


def types(room: Room, text: str) -> tuple[Op, ...]:
    """`/ask` with these words."""
    return room.do(lambda u: asking.ask(u, at(), u.workshops.get(room.workshop.id), text))


def answers(room: Room, text: str) -> tuple[Op, ...]:
    """Words without a command, while the bot expects some."""

    def work(u: Unit) -> tuple[Op, ...]:
        name, _, rest = (u.staff.asked(FAY) or "").partition(":")
        workshop_id, _, about = rest.partition(":")
        assert (name, workshop_id) == (steering.ASKED, room.workshop.id)
        return asking.typed(u, at(), u.workshops.get(workshop_id), about, text)

    return room.do(work)


def taps(room: Room, verb: str, *arguments: str) -> tuple[Op, ...]:
    """A button of the draft's page."""
    act = {"bsend": steering.send, "bcancel": steering.cancel, "bshape": asking.reshape}[verb]
    button = Button(Scope.FACILITATOR, "PARK7Q", verb, arguments)
    return room.do(lambda u: act(u, at(pressed=True), u.workshops.get(room.workshop.id), button))


def drafts(room: Room) -> tuple[Ballot, ...]:
    """What waits to be sent."""
    return room.do(lambda u: u.ballots.drafts(room.workshop.id))


@on_sqlite
def test_it_is_shown_as_it_will_look_and_sent_once(room: Room) -> None:
    """Its type and the others, a tap away; sent with one tap, and a second one says that it was; then words are words again."""
    shown = types(room, DAYS)
    assert "<b>Which day suits you?</b>\n○ Mon\n○ Tue\n○ Wed" in words(shown)
    assert "Type: <b>One option</b>." in words(shown)
    assert labels(shown) == [
        "Send to everyone",
        "Several options",
        "Scale",
        "Ranking",
        "Points",
        "Change the words",
        "Do not send it",
    ]
    (draft,) = drafts(room)
    sent = taps(room, "bsend", draft.id, mark(draft.question))
    assert any(isinstance(op, StartSendout) for op in sent)
    assert room.do(lambda u: u.staff.asked(FAY)) is None
    again = taps(room, "bsend", draft.id, mark(draft.question))
    assert words(again) == "This poll was sent already."
    assert len(room.do(lambda u: u.workshops.get(room.workshop.id)).ballots) == 1


@on_sqlite
def test_typing_takes_the_place_of_the_draft(room: Room) -> None:
    """The one draft has the new words, and the type that was tapped; the page before it sends nothing any more."""
    types(room, DAYS)
    (first,) = drafts(room)
    stale = mark(first.question)
    assert "Type: <b>Ranking</b>." in words(taps(room, "bshape", first.id, stale, "ranking"))
    assert "Type: <b>Ranking</b>." in words(taps(room, "bshape", first.id, stale, "ranking"))  # a double tap
    assert "The words have changed." in words(taps(room, "bsend", first.id, stale))
    shown = answers(room, "Which days suit you? Mon | Tue | Wed | Thu")
    assert "○ Thu" in words(shown)
    (draft,) = drafts(room)
    assert draft.id == first.id
    assert isinstance(draft.question, RankingQuestion)
    assert isinstance(types(room, DAYS), tuple)  # asked once more, it is a draft of its own
    assert len(drafts(room)) == 2


@on_sqlite
def test_a_refusal_keeps_the_words(room: Room) -> None:
    """What is wrong, and what was typed to be copied; the corrected words need no command."""
    said = words(types(room, "Which day? Mon <b> | mon <b>"))
    assert "“mon &lt;b&gt;” is there twice." in said
    assert "<code>Which day? Mon &lt;b&gt; | mon &lt;b&gt;</code>" in said
    assert not drafts(room)
    answers(room, "Which day? Mon | Tue")
    (draft,) = drafts(room)
    assert "There is one option only" in words(answers(room, "Which day? Mon |"))
    assert drafts(room) == (draft,)
    assert len(words(types(room, "x" * 4096))) < 4096


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "why", "example"),
    [
        ("Rank:", "There are no options behind the question.", "Rank: parking | benches | trees"),
        ("Rank: trees", "There is one option only, “trees”", "Rank: parking | benches | trees"),
        ("Start at 10:30 | 11:00", "“Start at 10:30” was read as the question and “11:00” as its only option", DAYS),
        ("10:30 | 11:00", "These are options, and there is no question before them.", DAYS),
        ("How safe? 1-20", "A scale has 3 to 11 steps", "How safe do you feel? 1 not at all - 5 very"),
    ],
)
def test_how_it_is_put_is_shown_by_an_example(room: Room, typed: str, why: str, example: str) -> None:
    """Where the words are fine and only their order is not: one sentence, said once, and an example to copy."""
    said = words(types(room, typed))
    assert said.count(why) == 1
    assert f"<code>{example}</code>" in said
    assert f"<code>{typed}</code>" in said
    assert not drafts(room)


@on_sqlite
def test_without_words_they_are_asked_for(room: Room) -> None:
    """With an example of each type; the next words are the question."""
    assert "Which day suits you? Mon | Tue | Wed" in words(types(room, ""))
    answers(room, DAYS)
    assert [b.question.text for b in drafts(room)] == ["Which day suits you?"]
    assert words(taps(room, "bcancel", drafts(room)[0].id)) == "\nNothing was sent."
    assert room.do(lambda u: u.staff.asked(FAY)) is None


@on_sqlite
def test_the_bots_words_are_those_of_the_room_and_of_each_phone(room: Room) -> None:
    """Yes, no and unsure in the language of the questions, and on a phone in another language in that one."""
    dutch = replace(room.workshop, flow=room.workshop.flow.model_copy(update={"language": "nl"}))
    room.do(lambda u: asking.ask(u, at(), dutch, "Shall we go on?"))
    (draft,) = drafts(room)
    assert isinstance(draft.question, SingleQuestion)
    assert [o.label for o in options_of(draft.question)] == ["Ja", "Nee", "Weet ik niet"]
    assert [o.label for o in options_of(in_language(dutch, draft, "en"))] == ["Yes", "No", "Unsure"]
    typed = room.do(lambda u: u.ballots.reword(draft, reshaped(draft.question, Shape.OPEN, Wording("nl"))))
    assert in_language(dutch, typed, "en").text == "Shall we go on?"


@on_sqlite
def test_it_can_be_drafted_while_nobody_can_answer(room: Room) -> None:
    """Sending waits for the workshop to be open, and says so; the draft stays."""
    room.do(lambda u: u.workshops.set_phase(room.workshop.id, Phase.PAUSED, FIRST_DAY))
    types(room, DAYS)
    (draft,) = drafts(room)
    assert "Open the workshop first" in words(taps(room, "bsend", draft.id, mark(draft.question)))
    assert drafts(room) == (draft,)


@on_sqlite
def test_the_same_question_is_not_asked_three_times(room: Room) -> None:
    """Typed with other capitals it is the same: a third time would show who changes their mind."""
    for text in (DAYS, DAYS.upper()):
        types(room, text)
        (draft,) = drafts(room)
        assert any(isinstance(op, StartSendout) for op in taps(room, "bsend", draft.id, mark(draft.question)))
    assert "This was asked twice already." in words(types(room, DAYS))
    assert not drafts(room)


@on_sqlite
@pytest.mark.parametrize(
    ("first", "then"),
    [
        (Shape.OPTIONS, DAYS + " | Thu"),
        (Shape.OPTIONS, "Which day suits you? Wed | Tue | Mon"),
        (Shape.SEVERAL, DAYS),
        (Shape.RANKING, DAYS),
        (Shape.SCALE, DAYS),
    ],
)
def test_another_type_or_one_option_more_is_no_other_question(room: Room, first: Shape, then: str) -> None:
    """Days as options, as a list to tick and as a ranking would be six looks at the same people's days."""
    for shape in (first, first):
        types(room, "Something else? A | B | C")  # a type that was tapped stays when the words are typed anew
        (draft,) = drafts(room)
        taps(room, "bshape", draft.id, mark(draft.question), shape.value)
        answers(room, DAYS)
        (draft,) = drafts(room)
        assert any(isinstance(op, StartSendout) for op in taps(room, "bsend", draft.id, mark(draft.question)))
    assert "This was asked twice already." in words(types(room, then))
    assert not drafts(room)


@on_sqlite
def test_the_same_words_with_quite_other_options_are_another_question(room: Room) -> None:
    """The question “Which one?” may be asked of many things."""
    for text in (DAYS, DAYS):
        types(room, text)
        (draft,) = drafts(room)
        taps(room, "bsend", draft.id, mark(draft.question))
    assert "asked twice" not in words(types(room, "Which day suits you? Thu | Fri"))


@on_sqlite
def test_poll_with_words_finds_what_they_name(room: Room) -> None:
    """An option or a question of the flow; what names none is a question of their own."""
    named = options_of(room.workshop.flow.questions[0])[0].label
    found = room.do(lambda u: asking.poll(u, at(), room.workshop, named))
    assert "A poll about which of these?" in words(found)
    assert labels(found)[0].endswith(named)
    assert labels(found)[-1] == "✏️ None of these: my own question"
    own = room.do(lambda u: asking.poll(u, at(), room.workshop, DAYS))
    assert "<b>Which day suits you?</b>" in words(own)
