"""Two at the desk do every pair of acts on one text: each is told what is true of it, and nothing that is hidden comes back."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from bot.buttons import Button, Scope
from bot.desk import House
from bot.front.reception import Reception, receive
from bot.groups.linking import Chatter
from bot.incoming import Event, Incoming, Press, Sender, Words
from bot.memory import Guesses, Memory, Unsent
from bot.messages import Edit, Flash, Op, Send
from bot.reading.answers import ANSWERS
from bot.reading.cards import digest, first_page
from flows.dialogue.answers import Skipped, Use, Written
from storage.answers.texts import Text, TextState
from storage.database import Database, Unit
from storage.keys.stores import FileKeys
from storage.values import READ_WITHIN, Phase, Role, Workshop
from tests.support.prepared import put_database
from tests.support.receiving import plain
from tests.support.storage_case import LAST_DAY, Room, open_room

FAY, GUS = 11, 12
NAME = "Hannah Quelthorpe"
CROWD = range(8_500_000_000, 8_500_000_010)
SAID = (f"Our neighbour {NAME} drinks", *(f"sentence {number}" for number in range(6)))

NEXT = "That one was read already. This is next."
LOOK = "Something has changed here. Please look again."
HIDDEN = "That one was hidden in the meantime: nobody is shown it."
WAS_APPROVED = "It had been approved. It is hidden now."
COVERED_AFTER = "Somebody had approved that one in the meantime. These words are hidden in it now."
NOT_THERE = "Those words do not stand there."
NOTHING_LEFT, ALL_READ = "That one was read already. Nothing is left to read.", "All of it is read already."
SAYS = {NEXT, LOOK, HIDDEN, WAS_APPROVED, COVERED_AFTER, NOT_THERE}

TRUE: dict[str, dict[str, tuple[str, str]]] = {
    "ok": {
        "new": ("approved", ""),
        "covered": ("approved covered", ""),
        "approved": ("approved", NEXT),
        "grouped": ("grouped", NEXT),
        "hidden": ("hidden", HIDDEN),
    },
    "hide": {
        "new": ("hidden", ""),
        "covered": ("hidden", ""),
        "approved": ("hidden", WAS_APPROVED),
        "grouped": ("hidden", WAS_APPROVED),
        "hidden": ("hidden", HIDDEN),
    },
    "mask": {
        "new": ("covered", ""),
        "covered": ("covered", LOOK),
        "approved": ("approved", NEXT),
        "grouped": ("grouped", NEXT),
        "hidden": ("hidden", HIDDEN),
    },
    "words": {
        "new": ("covered", ""),
        "covered": ("covered", NOT_THERE),
        "approved": ("approved covered", COVERED_AFTER),
        "approved covered": ("approved covered", NOT_THERE),
        "grouped": ("grouped covered", COVERED_AFTER),
        "hidden": ("hidden", HIDDEN),
    },
    "is": {
        "new": ("grouped", ""),
        "covered": ("grouped covered", ""),
        "approved": ("approved", NEXT),
        "grouped": ("grouped", NEXT),
        "hidden": ("hidden", HIDDEN),
    },
    "same": {
        "new": ("new", ""),
        "covered": ("covered", ""),
        "approved": ("approved", NEXT),
        "grouped": ("grouped", NEXT),
        "hidden": ("hidden", HIDDEN),
    },
    "cover": {
        "new": ("new", ""),
        "covered": ("covered", ""),
        "approved": ("approved", NEXT),
        "grouped": ("grouped", NEXT),
        "hidden": ("hidden", HIDDEN),
    },
    "restok": {
        "new": ("approved", ""),
        "covered": ("covered", LOOK),
        "approved": ("approved", LOOK),
        "grouped": ("grouped", LOOK),
        "hidden": ("hidden", LOOK),
    },
    "undo": {
        "new": ("new", LOOK),
        "covered": ("covered", LOOK),
        "approved": ("new", ""),
        "approved covered": ("covered", ""),
        "grouped": ("grouped", LOOK),
        "hidden": ("hidden", HIDDEN),
    },
    "drop": {
        "new": ("hidden", ""),
        "covered": ("hidden", ""),
        "approved": ("hidden", ""),
        "approved covered": ("hidden", ""),
        "grouped": ("hidden", ""),
        "hidden": ("hidden", HIDDEN),
    },
}
"""What is done second -> how the text stands by then -> how it stands afterwards, and what the second one is told ("": the page)."""

CARD = ("ok", "hide", "mask", "words", "is", "same", "cover", "restok")
ITEM = ("undo", "drop", "hide", "words", "ok")
"""What can be done from the card of a new text, and from the page of an approved one or a card that is open still."""


class _Undone(Exception):
    """Takes back what a piece of work has written."""


@dataclass(frozen=True)
class Hall:
    """A workshop with seven texts at the desk, and two who steer it. `wanted`: the one that both look at; `other`: an approved one."""

    db: Database
    workshop: Workshop
    wanted: Text
    other: Text

    def undone(self, work: Callable[[Unit], None]) -> None:
        """Work of which nothing stays."""

        def tried(unit: Unit) -> None:
            work(unit)
            raise _Undone

        with pytest.raises(_Undone):
            self.db.run(tried).result(timeout=30)

    def text(self, unit: Unit) -> Text:
        """The one that both look at."""
        return next(text for text in unit.texts.of(self.workshop.id) if text.id == self.wanted.id)

    def act(self, unit: Unit, user: int, event: Event, day: int = 0) -> tuple[Op, ...]:
        """What one of them does, and what follows."""
        today = LAST_DAY.replace(day=LAST_DAY.day + day)
        house = House(today, random.Random(1), "bot", "Council", "x@example.org", {}, "", 5)
        at = Reception(house, Memory(Guesses(), Unsent(), 0.0), Chatter())
        sender = Sender(user, user, private=True, language="en")
        return plain(receive(unit, Incoming(random.getrandbits(40), sender, event), at))

    def event(self, unit: Unit, user: int, name: str) -> Event:
        """The press, or the words, as they follow from the page that stands now."""
        short, other = self.wanted.short, self.other
        arguments = {
            "is": (short, other.short),
            "restok": (digest(first_page(ANSWERS.new(unit, self.workshop))),),
        }.get(name, (short,))
        if name == "words":
            unit.staff.set_asked(user, f"desk:{self.workshop.id}:cover:{short}")
            return Words(NAME)
        return Press("q", 5, Button(Scope.FACILITATOR, self.workshop.code, "desk", (name, *arguments)))


@pytest.fixture(scope="module", params=[Phase.OPEN, Phase.CLOSED], ids=["open", "closed"])
def hall(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """Before the close, where what is hidden keeps its words, and after it."""
    folder = tmp_path_factory.mktemp("desk")
    put_database(folder / "room.db")
    db = Database.open(f"sqlite:///{folder / 'room.db'}", FileKeys(folder / "keys"), random.Random(1))
    room = open_room(db, code="PARK7Q")
    for user in (FAY, GUS):
        room.do(lambda unit, user=user: unit.staff.grant(user, Role.FACILITATOR, room.workshop.id))  # type: ignore[misc]
    texts = _written(room)
    if request.param is Phase.CLOSED:
        room.close()
    yield Hall(db, room.do(lambda unit: unit.workshops.get(room.workshop.id)), texts[SAID[0]], texts[SAID[1]])
    db.close()


def _written(room: Room) -> dict[str, Text]:
    room.agree(*CROWD)
    for number, person in enumerate(CROWD):
        room.answer(person, say=Written(SAID[number], Use.QUOTE) if number < len(SAID) else Skipped())
    room.do(lambda unit: unit.answers.end(room.workshop.id, "say"))
    texts = {text.words: text for text in room.do(lambda unit: unit.texts.of(room.workshop.id))}
    room.do(lambda unit: unit.texts.judge(texts[SAID[1]], TextState.APPROVED))
    return texts


def _stands(text: Text) -> str:
    """How a text stands, in the words of `TRUE`."""
    if text.state is TextState.HIDDEN:
        return "hidden"
    covered = NAME not in text.words
    if text.state is TextState.NEW:
        return "covered" if covered else "new"
    return ("grouped" if text.same_as else "approved") + (" covered" if covered else "")


def _told(ops: tuple[Op, ...]) -> list[str]:
    """Toasts, behind the name of the workshop that each begins with, and the first line of what is said."""
    toasts = [op.text.removeprefix("Room: ") for op in ops if isinstance(op, Flash) and op.text]
    return toasts or [op.message.html.split("\n")[0] for op in ops if isinstance(op, Send | Edit)]


def _pair(hall: Hall, first: str, second: str, *, approved: bool) -> None:
    """Both look at the same page; Fay acts, then Gus, who has not seen that."""

    def work(unit: Unit) -> None:
        if approved:
            unit.texts.judge(hall.text(unit), TextState.APPROVED)
        here = hall.event(unit, FAY, first), hall.event(unit, GUS, second)
        hall.act(unit, FAY, here[0])
        by_then = _stands(hall.text(unit))
        after, said = TRUE[second].get(by_then) or TRUE[second][by_then.removesuffix(" covered")]
        if first == "restok":  # then nothing comes next
            said = {NEXT: NOTHING_LEFT, LOOK: ALL_READ}.get(said, said)
        ops = hall.act(unit, GUS, here[1])
        told, now, about = _told(ops), _stands(hall.text(unit)), (first, second, by_then, _told(ops))
        assert now.removesuffix(" covered") == after.removesuffix(" covered"), about
        assert ("covered" in now) == ("hidden" not in now and "covered" in by_then + after), about
        assert (said in told) if said else not SAYS & set(told), about
        shown = "".join(op.message.html for op in ops if isinstance(op, Send | Edit))
        assert "“”" not in shown, about
        assert ("covered" not in by_then and by_then != "hidden") or NAME not in shown, about

    hall.undone(work)


@pytest.mark.parametrize("first", CARD)
def test_both_at_one_card(hall: Hall, first: str) -> None:
    """Each act of the card, of one's own or as words typed, after each act of a colleague."""
    for second in CARD:
        _pair(hall, first, second, approved=False)


@pytest.mark.parametrize("first", ITEM)
def test_both_at_what_was_approved(hall: Hall, first: str) -> None:
    """One takes back, hides, or hides words in what is approved, after the other has."""
    for second in ITEM:
        _pair(hall, first, second, approved=True)


def test_all_the_rest_twice(hall: Hall) -> None:
    """A double tap on the last page of all that are left is told that all of it is read; nothing has changed."""

    def work(unit: Unit) -> None:
        every = hall.event(unit, FAY, "restok")
        assert _told(hall.act(unit, FAY, every))[0].startswith("<b>The desk</b>")
        assert _told(hall.act(unit, FAY, every)) == [ALL_READ]
        ok = hall.event(unit, GUS, "ok")
        assert _told(hall.act(unit, GUS, ok)) == [NOTHING_LEFT]

    hall.undone(work)


def test_one_that_is_to_say_the_same_is_hidden(hall: Hall) -> None:
    """Who groups a text with one that a colleague has hidden meanwhile is told so, and the text is still to be read."""

    def work(unit: Unit) -> None:
        same = hall.event(unit, GUS, "is")
        drop = Button(Scope.FACILITATOR, hall.workshop.code, "desk", ("drop", hall.other.short))
        hall.act(unit, FAY, Press("q", 5, drop))
        assert _told(hall.act(unit, GUS, same)) == [LOOK]
        assert _stands(hall.text(unit)) == "new"

    hall.undone(work)


def test_a_slip_is_put_right_until_the_close(hall: Hall) -> None:
    """What is hidden comes back by the button of its own page alone, as long as it has its words."""

    def work(unit: Unit) -> None:
        hall.act(unit, FAY, hall.event(unit, FAY, "hide"))
        told = _told(hall.act(unit, FAY, hall.event(unit, FAY, "unhide")))
        is_over = hall.workshop.phase is Phase.CLOSED
        assert (_stands(hall.text(unit)), told == [HIDDEN]) == (("hidden", True) if is_over else ("new", False))

    hall.undone(work)


def test_nothing_is_new_again_once_the_desk_has_ended(hall: Hall) -> None:
    """Two weeks after the close what would be new again would be deleted at once: it stays approved, and can be hidden."""
    over = "approved" if hall.workshop.phase is Phase.CLOSED else "new"

    def work(unit: Unit) -> None:
        days = READ_WITHIN.days
        for day, after in ((days - 1, "new"), (days, over)):
            unit.texts.judge(hall.text(unit), TextState.APPROVED)
            labels = _labels(hall.act(unit, FAY, hall.event(unit, FAY, "item"), day))
            assert ("Back to new" in labels) == (after == "new")
            hall.act(unit, FAY, hall.event(unit, FAY, "undo"), day)
            assert _stands(hall.text(unit)) == after

    hall.undone(work)


def _labels(ops: tuple[Op, ...]) -> list[str]:
    pages = [op.message for op in ops if isinstance(op, Send | Edit)]
    return [key.label for page in pages for row in page.keyboard for key in row]
