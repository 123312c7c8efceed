"""Themes in the database: a text is in one at most, a merge is undone exactly, and no number tells of few who must not be read."""

from __future__ import annotations

import pytest

from flows.dialogue.answers import Skipped, Use, Written
from storage.answers.texts import Text, TextState
from storage.answers.themes import LABEL, Theme
from storage.answers.told import Sorted, in_order
from storage.database import Unit
from storage.values import Phase
from tests.support.storage_case import Place, Room, on_sqlite

CROWD = range(8_600_000_000, 8_600_000_016)


def wrote(room: Room, uses: str) -> dict[str, Text]:
    """Sixteen take part; each letter is somebody who wrote, "t" only for themes. All of it is approved: the texts by their words."""
    room.agree(*CROWD)
    for n, person in enumerate(CROWD):
        use = Use.THEME if uses[n : n + 1] == "t" else Use.QUOTE
        room.answer(person, say=Written(f"sentence {n:02}", use) if n < len(uses) else Skipped())
    room.do(lambda unit: unit.answers.end(room.workshop.id, "say"))
    room.read_all()
    return {text.words: text for text in room.do(lambda unit: unit.texts.of(room.workshop.id))}


def made(room: Room, label: str, *texts: Text) -> Theme:
    """A theme with these in it."""

    def work(unit: Unit) -> Theme:
        theme = unit.themes.make(room.workshop.id, "say", label)
        unit.themes.put(theme, texts)
        return unit.themes.find(room.workshop.id, theme.handle) or theme

    return room.do(work)


def themes(room: Room) -> dict[str, int]:
    """Every theme with how many texts are in it."""
    return {theme.label: len(theme.texts) for theme in room.do(lambda unit: unit.themes.of(room.workshop.id))}


def seen(room: Room) -> Sorted:
    """What the room may see."""
    return room.do(
        lambda unit: in_order(
            unit.themes.of(room.workshop.id, "say"), unit.texts.of(room.workshop.id), room.workshop.policy.k
        )
    )


def counts(room: Room) -> dict[str, int]:
    """What stands at the headings."""
    return {one.theme.label: one.count for one in seen(room).themes}


@on_sqlite
def test_a_text_is_in_one_theme_at_most(room: Room) -> None:
    """Put elsewhere it leaves where it was; taken out it is in none; a theme that is deleted leaves its texts."""
    texts = list(wrote(room, "qqqqqq").values())
    parking, trees = made(room, "Parking", *texts[:3]), made(room, "Trees", *texts[2:5])
    assert themes(room) == {"Parking": 2, "Trees": 3}
    room.do(lambda unit: unit.themes.take_out([texts[0]]))
    assert themes(room) == {"Parking": 1, "Trees": 3}
    room.do(lambda unit: unit.themes.delete(trees))
    assert themes(room) == {"Parking": 1}
    assert len(seen(room).loose) == 6, "one is not k: its card stands with the others"
    assert room.do(lambda unit: unit.themes.put(parking, texts)) == 6
    assert counts(room) == {"Parking": 6}


@on_sqlite
def test_a_wrong_merge_is_undone_exactly(room: Room) -> None:
    """Also a second one on top, also after something was moved meanwhile, also by somebody else after a restart."""
    texts = list(wrote(room, "qqqqqq").values())
    parking, trees, cars = (
        made(room, "Parking", texts[0]),
        made(room, "Trees", texts[1]),
        made(room, "Cars", *texts[2:4]),
    )
    assert room.do(lambda unit: unit.themes.merge(cars, parking))
    assert not room.do(lambda unit: unit.themes.merge(cars, trees)), "it is in another one"
    assert not room.do(lambda unit: unit.themes.merge(parking, parking))
    assert room.do(lambda unit: unit.themes.merge(parking, trees))
    assert themes(room) == {"Trees": 4}
    found = room.do(lambda unit: unit.themes.find(room.workshop.id, trees.handle))
    assert found is not None
    room.do(lambda unit: unit.themes.put(found, [texts[3]]))
    room.do(lambda unit: unit.themes.part(found, parking))
    assert themes(room) == {"Parking": 2, "Trees": 2}
    again = room.do(lambda unit: unit.themes.find(room.workshop.id, parking.handle))
    assert again is not None
    room.do(lambda unit: unit.themes.part(again, again.taken[0]))
    assert themes(room) == {"Cars": 1, "Parking": 1, "Trees": 2}


@on_sqlite
def test_only_approved_texts_of_its_question(room: Room) -> None:
    """What nobody has approved, and what answers something else, is in no theme; what is hidden afterwards is counted no more."""
    texts = list(wrote(room, "qqqqqqq").values())
    room.do(lambda unit: unit.texts.judge(texts[0], TextState.NEW))
    now = room.do(lambda unit: unit.texts.of(room.workshop.id))
    theme = made(room, "Parking", *now)
    assert themes(room) == {"Parking": 6}
    other = room.do(lambda unit: unit.themes.make(room.workshop.id, "why", "Parking"))
    assert room.do(lambda unit: unit.themes.put(other, now)) == 0
    room.do(lambda unit: unit.texts.judge(texts[1], TextState.HIDDEN))
    assert counts(room) == {"Parking": 5}
    room.close()
    assert texts[1].id not in room.do(lambda unit: unit.themes.find(room.workshop.id, theme.handle) or theme).texts


@on_sqlite
@pytest.mark.parametrize("label", ["", "  \n ", "x" * (LABEL + 1)])
def test_a_theme_has_a_short_name(room: Room, label: str) -> None:
    """It becomes an option of a poll."""
    with pytest.raises(ValueError, match="short name"):
        room.do(lambda unit: unit.themes.make(room.workshop.id, "say", label))


@on_sqlite
def test_a_theme_of_fewer_than_k_is_counted_in_other(room: Room) -> None:
    """Whoever made it: four have said it, so it is told nowhere; with a fifth it is, and what is in none is Other."""
    texts = list(wrote(room, "qqqqqqqq").values())
    parking = made(room, "Parking", *texts[:4])
    assert (counts(room), seen(room).other) == ({}, 8)
    assert room.do(lambda unit: unit.themes.speakable(unit.workshops.get(room.workshop.id), "say")) == []
    room.do(lambda unit: unit.themes.put(parking, [texts[4]]))
    now = seen(room)
    assert (counts(room), now.other, now.total, now.share(5)) == ({"Parking": 5}, 3, 8, 0.625)


@on_sqlite
def test_those_who_said_the_same_are_counted(room: Room) -> None:
    """Two that were joined at the desk are one card, and two people."""
    texts = list(wrote(room, "qqqqqq").values())
    room.do(lambda unit: unit.texts.group(texts[1], texts[0]))
    made(room, "Parking", texts[0], *texts[2:5])
    (one,) = seen(room).themes
    assert (one.count, len(one.cards), one.joined, seen(room).total) == (5, 4, 1, 6)


@on_sqlite
def test_few_who_must_not_be_read_are_counted_nowhere(room: Room) -> None:
    """Five are a crowd, four are not: in two worlds that differ in one of four, the room sees the same."""
    texts = wrote(room, "qqqqqqqttttt")
    cards = [t for t in texts.values() if t.use is Use.QUOTE]
    silent = [t for t in texts.values() if t.use is Use.THEME]
    parking = made(room, "Parking", *cards[:5])
    trees = made(room, "Trees", *cards[5:])
    room.do(lambda unit: unit.texts.judge(silent[4], TextState.HIDDEN))
    worlds = set()
    for at in range(5):
        room.do(lambda unit, at=at: unit.themes.put(parking, silent[:at]))  # type: ignore[misc]
        room.do(lambda unit, at=at: unit.themes.put(trees, silent[at:]))  # type: ignore[misc]
        now = seen(room)
        worlds.add((tuple((t.theme.label, t.count, t.cards) for t in now.themes), now.loose, now.other, now.total))
    assert [(one[0][0][:2], *one[2:]) for one in worlds] == [(("Parking", 5), 2, 7)]
    room.do(lambda unit: unit.texts.judge(silent[4], TextState.APPROVED))
    room.do(lambda unit: unit.themes.put(trees, silent))
    assert counts(room) == {"Trees": 7, "Parking": 5}
    room.do(lambda unit: unit.themes.take_out(silent))
    assert (counts(room), seen(room).other, seen(room).unshown) == ({"Parking": 5}, 7, 5)
    lonely = made(room, "Only these", *silent[:4])
    assert lonely.label not in counts(room), "a name alone would tell that somebody said it"


@on_sqlite
def test_themes_go_with_their_workshop(place: Place, room: Room) -> None:
    """They outlive the close, and nothing of them outlives a deletion."""
    texts = list(wrote(room, "qqqqqq").values())
    made(room, "Parking in Elm Street", *texts[:5])
    room.close()
    assert room.do(lambda unit: unit.workshops.get(room.workshop.id)).phase is Phase.CLOSED
    assert counts(room) == {"Parking in Elm Street": 5}
    room.do(lambda unit: unit.deletions.delete(room.workshop.id, unit.workshops.get(room.workshop.id).opened_on))
    room.db.maintain(everything=True)
    assert b"Elm Street" not in place.bytes()
    assert texts[0].id.encode() not in place.bytes()
