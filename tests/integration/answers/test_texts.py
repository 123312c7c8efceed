"""Released texts in the database: nobody is shown one before it is approved, and what is hidden, or never read, loses its words."""

from __future__ import annotations

from datetime import timedelta

from bot.results.unread import unread
from bot.results.written import written
from bot.wording import Wording
from flows.dialogue.answers import Skipped, Use, Written
from storage.answers.texts import Text, TextState, withheld
from storage.closing.reading import begin_telling, end_desks
from storage.values import READ_WITHIN, SendoutKind, SendoutState
from tests.support.storage_case import LAST_DAY, Place, Room, on_sqlite

CROWD = range(8_500_000_000, 8_500_000_010)


def wrote(room: Room, *uses: Use) -> None:
    """Ten people take part; so many of them have written what else, the others have skipped it."""
    room.agree(*CROWD)
    for number, person in enumerate(CROWD):
        room.answer(person, say=Written(f"sentence {number:02}", uses[number]) if number < len(uses) else Skipped())


def texts(room: Room) -> list[Text]:
    """All that is kept."""
    return room.do(lambda unit: unit.texts.of(room.workshop.id))


def at_the_desk(room: Room) -> dict[str, int]:
    """How many can be read, by question."""
    return dict(room.do(lambda unit: unread(unit, unit.workshops.get(room.workshop.id)).counts))


@on_sqlite
def test_a_question_that_was_ended_for_good_comes_to_the_desk(room: Room) -> None:
    """In the room too: nobody is shown a text before it is approved, and hidden ones can come back until the close."""
    wrote(room, *[Use.QUOTE] * 6, Use.THEME, Use.COUNT)
    room.do(lambda unit: unit.answers.end(room.workshop.id, "say"))
    assert (at_the_desk(room), room.quoted("say")) == ({"say": 7}, [])
    first, second, *_ = (text for text in texts(room) if text.use is Use.QUOTE)
    room.do(lambda unit: unit.texts.judge(first, TextState.APPROVED))
    room.do(lambda unit: unit.texts.judge(second, TextState.HIDDEN))
    assert (at_the_desk(room), room.quoted("say")) == ({"say": 5}, [first.words])
    room.do(lambda unit: unit.texts.judge(second, TextState.NEW))
    assert second in texts(room)


@on_sqlite
def test_few_authors_are_read_by_nobody(place: Place, room: Room) -> None:
    """Four who wrote among ten who answered: their words are in no byte once the question has ended."""
    wrote(room, *[Use.QUOTE] * 4)
    room.do(lambda unit: unit.answers.end(room.workshop.id, "say"))
    assert (at_the_desk(room), texts(room)) == ({}, [])
    room.close()
    assert b"sentence" not in place.bytes()


@on_sqlite
def test_what_follows_is_begun_once(room: Room) -> None:
    """It is made ready at the close, begins when all is read and the result has gone out, and is never begun again."""
    wrote(room, *[Use.QUOTE] * 6)
    room.close()
    (result,) = room.do(lambda unit: unit.sendouts.running(room.workshop.id))
    room.read_all()
    assert room.do(begin_telling) == [], "the result is still on its way"
    room.do(lambda unit: unit.sendouts.end(result.id, SendoutState.DONE))
    last = texts(room)[0]
    room.do(lambda unit: unit.texts.judge(last, TextState.NEW))
    assert room.do(begin_telling) == [], "one is not read"
    room.do(lambda unit: unit.texts.judge(last, TextState.HIDDEN))
    assert [(one.kind, one.workshop_id) for one in room.do(begin_telling)] == [(SendoutKind.TEXTS, room.workshop.id)]
    assert room.do(begin_telling) == []


@on_sqlite
def test_who_waits_hears_how_it_ended(room: Room) -> None:
    """All of it is hidden: everybody was told that it is being read, and is told that none of it is shown."""
    wrote(room, *[Use.QUOTE] * 6)
    room.close()
    for sendout in room.do(lambda unit: unit.sendouts.running(room.workshop.id)):
        room.do(lambda unit, one=sendout: unit.sendouts.end(one.id, SendoutState.DONE))  # type: ignore[misc]
    for text in texts(room):
        room.do(lambda unit, text=text: unit.texts.judge(text, TextState.HIDDEN))  # type: ignore[misc]
    (telling,) = room.do(begin_telling)
    (message,) = room.do(lambda unit: written(unit, telling, Wording("en")))
    assert message.html.split("\n\n")[1:] == [
        "<b>What else?</b>\nNone of these answers is shown: they may not be quoted, or were not approved."
    ]
    assert room.do(begin_telling) == []


@on_sqlite
def test_the_desk_of_one_workshop_ends(place: Place, room: Room) -> None:
    """Two weeks after the close, not a day earlier, and twice changes nothing: numbers are left of what nobody has approved."""
    wrote(room, *[Use.QUOTE] * 6)
    room.close()
    kept = texts(room)[0]
    room.do(lambda unit: unit.texts.judge(kept, TextState.APPROVED))
    days = (LAST_DAY + READ_WITHIN - timedelta(1), LAST_DAY + READ_WITHIN, LAST_DAY + READ_WITHIN)
    assert [end_desks(room.db, day) for day in days] == [[], [room.workshop.id], []]
    assert (len(texts(room)), withheld(texts(room)), at_the_desk(room)) == (6, 5, {})
    assert place.bytes().count(b"sentence") == place.bytes().count(kept.words.encode()) > 0
