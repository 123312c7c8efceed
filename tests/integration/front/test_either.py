"""Somebody takes part in one workshop and steers another: a word that means something in both is asked about, and all is named."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands import Serves, Steers
from bot.front.either import for_both
from bot.front.tables import ANYBODY, STAFF
from bot.messages import Send
from storage.database import Database
from storage.keys.stores import FileKeys
from storage.values import Phase, Role
from tests.support.prepared import put_database
from tests.support.receiving import Counter, buttons, texts
from tests.support.storage_case import FIRST_DAY, Room, open_room

GUS = 11


@dataclass
class Both:
    """Gus takes part in the one and facilitates the other."""

    at: Counter
    theirs: Room
    own: Room

    def phases(self) -> tuple[Phase, Phase]:
        """Of the workshop that he takes part in, and of his own."""
        theirs, own = self.theirs.workshop.id, self.own.workshop.id
        return self.own.do(lambda u: (u.workshops.get(theirs).phase, u.workshops.get(own).phase))


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    """With titles that tell them apart."""
    put_database(tmp_path / "room.db")
    db = Database.open(f"sqlite:///{tmp_path / 'room.db'}", FileKeys(tmp_path / "keys"), random.Random(1))
    at = Counter(db)
    theirs, own = open_room(db, code="PARK7Q", title="Spring & co"), open_room(db, code="RVER22", title="Autumn")
    for workshop_id in (None, own.workshop.id):
        own.do(lambda u, w=workshop_id: u.staff.grant(GUS, Role.FACILITATOR, w))  # type: ignore[misc]
    own.do(lambda u: u.staff.set_focus(GUS, own.workshop.id))
    at.type(GUS, "PARK7Q")
    card = buttons(at.type(GUS, "/start PARK7Q"))
    at.press(GUS, next(button for label, button in card.items() if label == "Take part"))
    yield Both(at, theirs, own)
    db.close()


def test_pause_is_asked_about(both: Both) -> None:
    """Nothing stops before it was said which; each button stops what its label says, and the word alone is one's own."""
    asked = both.at.type(GUS, "/pause")
    assert texts(asked) == "For which one? You take part in Spring &amp; co, and you facilitate Autumn."
    assert both.phases() == (Phase.OPEN, Phase.OPEN)
    keys = buttons(asked)
    assert list(keys) == ["For me, in Spring & co", "For everybody, in Autumn"]
    said = texts(both.at.press(GUS, keys["For me, in Spring & co"]))
    assert "Paused. Your answers are safe." in said
    assert both.phases() == (Phase.OPEN, Phase.OPEN)
    both.at.press(GUS, keys["For everybody, in Autumn"])
    assert both.phases() == (Phase.OPEN, Phase.PAUSED)
    assert "Nobody can answer" not in texts(both.at.type(GUS, "/pause")), (
        "his own is paused already: only he can be meant"
    )
    assert texts(both.at.type(GUS, "pause"))


def test_where_only_one_can_be_meant_nobody_is_asked(both: Both) -> None:
    """Not open yet, or closed: the participant's; not taking part any more: the facilitator's."""
    both.own.do(lambda u: u.workshops.set_phase(both.own.workshop.id, Phase.PAUSED, FIRST_DAY))
    assert "Paused. Your answers are safe." in texts(both.at.type(GUS, "/pause"))
    both.own.do(lambda u: u.workshops.set_phase(both.own.workshop.id, Phase.OPEN, FIRST_DAY))
    both.theirs.do(lambda u: u.people.forget(both.theirs.workshop.id, GUS))
    both.at.type(GUS, "/pause")
    assert both.phases() == (Phase.OPEN, Phase.PAUSED)


def test_with_none_in_hand_all_that_could_be_meant_are_offered(both: Both) -> None:
    """Of several that he facilitates and has not used yet, each that could be paused has a button."""
    other = open_room(both.at.db, code="WNTR33", title="Winter")
    both.own.do(lambda u: u.staff.grant(GUS, Role.FACILITATOR, other.workshop.id))
    both.own.do(lambda u: u.staff.set_focus(GUS, "none"))
    keys = buttons(both.at.type(GUS, "/pause"))
    assert list(keys) == ["For me, in Spring & co", "For everybody, in Autumn", "For everybody, in Winter"]
    both.at.press(GUS, keys["For everybody, in Winter"])
    assert both.phases() == (Phase.OPEN, Phase.OPEN)
    assert other.do(lambda u: u.workshops.get(other.workshop.id).phase) is Phase.PAUSED


def test_every_word_that_means_two_things(both: Both) -> None:
    """Whatever name is in both tables is asked about, or shows both."""
    shared = {name for name in STAFF if name in ANYBODY}
    assert shared >= {"pause", "panel", "workshops"}
    for name in shared:
        said = both.at.type(GUS, f"/{name}")
        if isinstance(STAFF[name].does, Steers):
            assert for_both(name), name
            assert "For which one?" in texts(said)
            for label, button in buttons(said).items():
                assert texts(both.at.press(GUS, button)), (name, label)
        else:
            assert isinstance(STAFF[name].does, Serves)
            labels = [label.partition(" · ")[0] for label in buttons(said)]
            assert {"Autumn", "● Spring & co"} <= set(labels), name


def test_what_was_acted_on_is_named(both: Both) -> None:
    """Every typed command of his that acts on a workshop says which one, also where there is only one."""
    phase = both.own.workshop.phase
    for name, command in STAFF.items():
        if isinstance(command.does, Steers) and not for_both(name) and phase in command.phases:
            said = both.at.type(GUS, f"/{name}")
            shown = [op.message.html for op in said if isinstance(op, Send)]
            assert not shown or any("Autumn" in html for html in shown), name
    both.theirs.do(lambda u: u.people.forget(both.theirs.workshop.id, GUS))
    both.own.do(lambda u: u.workshops.set_phase(both.own.workshop.id, Phase.OPEN, FIRST_DAY))
    assert texts(both.at.type(GUS, "/pause")) == "Paused: Autumn. Nobody can answer until you open it again."
