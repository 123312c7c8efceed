"""The wall of words: approved answers as cards below their themes, and nothing of what must not be read, however few it is."""

from __future__ import annotations

import json
from typing import Any

from bot.screen.state import state_of
from bot.screen.steering import reveal
from flows.dialogue.answers import Skipped, Use, Written
from storage.answers.texts import Text, TextState
from storage.database import Unit
from storage.values import Actor
from tests.support.storage_case import FIRST_DAY, Room, on_sqlite

CROWD = range(8_800_000_000, 8_800_000_016)


def wrote(room: Room, uses: str, *, ended: bool = True) -> None:
    """Sixteen take part; each letter is somebody who wrote: "q" may be quoted, "t" only for themes, "c" only to be counted."""
    kinds = {"q": Use.QUOTE, "t": Use.THEME, "c": Use.COUNT}
    room.agree(*CROWD)
    for n, person in enumerate(CROWD):
        room.answer(person, say=Written(f"sentence {n:02}", kinds[uses[n]]) if n < len(uses) else Skipped())
    if ended:
        room.do(lambda unit: unit.answers.end(room.workshop.id, "say"))


def texts(room: Room) -> list[Text]:
    """What is at the desk."""
    return room.do(lambda unit: unit.texts.of(room.workshop.id))


def sort_in(room: Room, label: str, these: list[Text]) -> None:
    """A theme with these in it."""

    def work(unit: Unit) -> None:
        unit.themes.put(unit.themes.make(room.workshop.id, "say", label), these)

    room.do(work)


def wall(room: Room) -> dict[str, Any]:
    """The wall of words, revealed."""

    def work(unit: Unit) -> Any:
        reveal(unit, unit.workshops.get(room.workshop.id), "say", Actor.FACILITATOR, FIRST_DAY)
        (result,) = state_of(unit, room.workshop.id, "the_bot")["results"]
        return {**result["cards"], "base": result["base"]}

    found: dict[str, Any] = room.do(work)
    return found


@on_sqlite
def test_cards_come_as_they_are_approved(room: Room) -> None:
    """None before; then each by itself, in an order that says nothing; a hidden one not at all, and approval reveals nothing."""
    wrote(room, "qqqqqqqttc")
    assert room.do(lambda unit: state_of(unit, room.workshop.id, "the_bot"))["results"] == [], (
        "not by approval: it is revealed"
    )
    assert (wall(room)["items"], wall(room)["none"]) == ([], "Answers appear here once they are approved.")
    quotable = [text for text in texts(room) if text.use is Use.QUOTE]
    room.do(lambda unit: unit.texts.judge(quotable[5], TextState.APPROVED))
    room.do(lambda unit: unit.texts.judge(quotable[0], TextState.APPROVED))
    room.do(lambda unit: unit.texts.judge(quotable[1], TextState.HIDDEN))
    now = wall(room)
    assert [item["text"] for item in now["items"]] == [quotable[0].words, quotable[5].words]
    assert (now["more"], now["none"]) == ("and 2 more that are only counted", "")
    room.read_all()
    assert wall(room)["more"] == "and 3 more that are only counted"
    assert "sentence 07" not in json.dumps(wall(room)), "only for themes"


@on_sqlite
def test_a_theme_has_the_number_of_its_cards(room: Room) -> None:
    """The largest first; what is in none, or in one of fewer than k, stands below Other, as long as there are others."""
    wrote(room, "q" * 16)
    room.read_all()
    mine = texts(room)
    sort_in(room, "Trees", mine[:5])
    sort_in(room, "Parking", mine[5:11])
    sort_in(room, "Benches", mine[11:13])
    sort_in(room, "Nothing in it", [])
    now = wall(room)
    assert [(theme["label"], theme["count"], theme["note"]) for theme in now["themes"]] == [
        ("Parking", 6, ""),
        ("Trees", 5, ""),
        ("Other", 5, ""),
    ]
    assert [item["theme"] for item in now["items"]].count("other") == 5
    room.do(lambda unit: unit.texts.judge(mine[0], TextState.HIDDEN))
    assert [(theme["label"], theme["count"]) for theme in wall(room)["themes"]] == [("Parking", 6), ("Other", 9)]
    room.do(lambda unit: unit.texts.judge(mine[5], TextState.HIDDEN))
    room.do(lambda unit: unit.texts.judge(mine[6], TextState.HIDDEN))
    assert wall(room)["themes"] == []
    assert {item["theme"] for item in wall(room)["items"]} == {""}


@on_sqlite
def test_two_worlds_that_differ_in_one_person(room: Room) -> None:
    """Four may not be read: wherever the desk sorts one of them, whatever they wrote, the wall is the same to the last sign."""
    wrote(room, "qqqqqqqqqqqtttt")
    room.read_all()
    cards = [text for text in texts(room) if text.use is Use.QUOTE]
    silent = [text for text in texts(room) if text.use is Use.THEME]
    sort_in(room, "Parking", cards[:5])
    sort_in(room, "Trees", cards[5:9])
    walls = set()
    for at in range(5):
        parking, trees = room.do(lambda unit: unit.themes.of(room.workshop.id))
        room.do(lambda unit, at=at, one=parking: unit.themes.put(one, silent[:at]))  # type: ignore[misc]
        room.do(lambda unit, at=at, one=trees: unit.themes.put(one, silent[at:]))  # type: ignore[misc]
        walls.add(json.dumps(wall(room), sort_keys=True))
    room.do(lambda unit: unit.texts.judge(silent[0], TextState.HIDDEN))
    walls.add(json.dumps(wall(room), sort_keys=True))
    assert len(walls) == 1


@on_sqlite
def test_few_authors_have_no_wall(room: Room) -> None:
    """Four wrote: nothing of it is kept, and the wall says no number of cards."""
    wrote(room, "qqqq")
    assert (wall(room)["items"], wall(room)["more"]) == ([], "")


@on_sqlite
def test_no_wall_before_the_last_word(room: Room) -> None:
    """Self-paced, before the close: there is nothing to reveal."""
    wrote(room, "qqqqqqqq", ended=False)
    room.tick()
    assert room.do(lambda unit: state_of(unit, room.workshop.id, "the_bot"))["ready"] == []


@on_sqlite
def test_the_wall_after_the_close(room: Room) -> None:
    """All results stand there then; what is approved at the desk afterwards comes as it is approved."""
    wrote(room, "qqqqqqt", ended=False)
    room.close()

    def say() -> dict[str, Any]:
        results = room.do(lambda unit: state_of(unit, room.workshop.id, "the_bot"))["results"]
        found: dict[str, Any] = next(result["cards"] for result in results if result["id"] == "say")
        return found

    assert say()["items"] == []
    room.read_all()
    assert len(say()["items"]) == 6
    assert next(
        r["cards"] for r in room.do(lambda unit: state_of(unit, room.workshop.id, "b"))["results"] if r["id"] == "say"
    )
