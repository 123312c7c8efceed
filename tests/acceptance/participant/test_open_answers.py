"""Open answers through phones: what is hidden before anything is stored, who may be quoted, and that every artefact obeys."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.groups import Group
from flows.definition.flow import Flow, Option, SingleQuestion, TextQuestion
from flows.dialogue.answers import Refusal, Slip, Use
from flows.dialogue.effects import Notice
from tests.replay.holding import FORMATS, exported
from tests.replay.material import Material
from tests.support.careful import careful_room
from tests.support.leaks.bytescan import contents_of, of_text, search
from tests.support.overheard import logged
from tests.support.room import Room
from tests.support.steps import alive, asked, close, joined, place, read_all, words_for

FLOW = Flow(
    id="in-own-words",
    title="In own words",
    questions=(
        TextQuestion(id="wish", text="What do you wish for?"),
        TextQuestion(id="also", text="What else?"),
        SingleQuestion(
            id="how", text="How was it?", options=(Option(id="a", label="Good"), Option(id="b", label="Bad"))
        ),
    ),
)
NAME, NUMBER = "Hannah Quelthorpe", "07700 900222"
NAMED = f"Ask our neighbour {NAME}, {NUMBER}, about the pond"
HIDDEN = "“Ask our neighbour [name], [phone number], about the pond”"
KEPT = f"Ask our neighbour {NAME}, [phone number], about the pond"
SEND, NO_NAME = "Send it like this", "That is not a name"
QUOTE, THEME, COUNT = "May be quoted word for word", "Only in themes, never quoted", "Only count it"
ASKED_USE = "How may your words be used?"


@asynccontextmanager
async def asking() -> AsyncIterator[tuple[Room, Phone, str]]:
    """A room with an open workshop of `FLOW`: the room, Fay who facilitates it, its join code."""
    async with careful_room() as room:
        with TemporaryDirectory() as folder:
            Material(FLOW.id, FLOW, (), {}, 0).write(Path(folder))
            room.settings = room.settings.model_copy(update={"flows": Path(folder)})
            await room.restart()
            fay = await room.staff()
            yield room, fay, await room.workshop(fay, FLOW.id)


async def say(room: Room, phone: Phone, *words: str) -> None:
    """Type, one after the other, each when the one before is answered."""
    for one in words:
        phone.say(one)
        await room.quiet()


async def tap(room: Room, phone: Phone, label: str) -> None:
    """The newest button that ends with these words."""
    phone.tap(lambda button: button.label.endswith(label))
    await room.quiet()


def hits(contents: list[bytes], *texts: str) -> set[str]:
    """Which of these texts are in these files, in any encoding, archives unpacked."""
    return {text for text in texts if search("now", "here", contents, [of_text("text", text)]).hits}


def stored(room: Room) -> list[bytes]:
    """The database and its log, byte for byte."""
    return contents_of(*(room.database.with_name(room.database.name + end) for end in ("", "-wal", "-shm")))


def marked(phone: Phone) -> str:
    """The use that is marked on the question."""
    (label,) = (label for label in asked(phone).labels if label.startswith("● "))
    return label.removeprefix("● ")


# --- what is hidden


async def test_a_harmless_answer_takes_no_extra_step_but_the_first_choice() -> None:
    """Nothing to hide: the first answer asks for its use, by number or tap, and the second is taken at once."""
    async with asking() as (room, _, code):
        ada, ben = await joined(room, code, 2)
        await say(room, ada, "More benches")
        assert ASKED_USE in asked(ada).text
        assert asked(ada).labels[:3] == [f"1 {QUOTE}", f"2 {THEME}", f"3 {COUNT}"]
        assert alive(ada) == 1
        await say(room, ada, "2")
        assert place(ada) == "2 of 3"
        await say(room, ada, "And a lamp")
        assert place(ada) == "3 of 3"
        await say(room, ben, "A pond")
        await tap(room, ben, COUNT)
        assert place(ben) == "2 of 3"
        assert alive(ben) == 1


async def test_the_author_sees_what_would_be_hidden_and_sends_it_so() -> None:
    """Agreeing takes the words as shown; the raw name and number were never in a byte of the database or the log."""
    heard = io.StringIO()
    with logged(heard):
        async with asking() as (room, _, code):
            (ada,) = await joined(room, code, 1)
            await say(room, ada, NAMED)
            assert HIDDEN in asked(ada).text
            assert asked(ada).labels[:2] == [SEND, NO_NAME]
            assert hits(stored(room), NAME, "Quelthorpe", NUMBER) == set()
            await tap(room, ada, SEND)
            assert HIDDEN in asked(ada).text
            assert ASKED_USE in asked(ada).text
            await tap(room, ada, QUOTE)
            assert place(ada) == "2 of 3"
            await say(room, ada, "skip", "1")
            assert asked(ada).labels[0].startswith("1 What do you wish for? Ask our neighbour [name], [phone n")
            await say(room, ada, "submit")
            assert hits(stored(room), NAME, "Quelthorpe", NUMBER) == set()
    assert hits([heard.getvalue().encode()], NAME, "Quelthorpe", NUMBER) == set()
    assert heard.getvalue()


async def test_that_is_not_a_name_keeps_the_words_and_hides_the_number() -> None:
    """By tap and by word; the number stays hidden, and before its author spoke the name was nowhere."""
    async with asking() as (room, fay, code):
        ada, ben, *others = await joined(room, code, 5)
        await say(room, ada, NAMED)
        await tap(room, ada, NO_NAME)
        await tap(room, ada, QUOTE)
        await say(room, ben, NAMED, "not a name", "1")
        for phone in others:
            await say(room, phone, "Nothing more", "1")
        for phone in (ada, ben, *others):
            assert place(phone) == "2 of 3"
            await say(room, phone, "skip", "1", "submit")
        assert hits(stored(room), NAME, NUMBER) == set()
        await close(room, fay)
        assert hits([await exported(room, fay, "json")], KEPT) == set(), "nobody has read it"
        await read_all(room, fay)
        document = [await exported(room, fay, "json")]
        assert document[0].count(KEPT.encode()) == 2
        assert hits([*document, *stored(room)], NUMBER) == set()


async def test_more_words_are_added_and_other_words_take_a_tap() -> None:
    """Typing at a card makes one answer with what waits; "Write it anew" gives it up, and harmless words are asked nothing about names."""
    async with asking() as (room, _, code):
        (ada,) = await joined(room, code, 1)
        await say(room, ada, NAMED, "and the heron")
        assert NO_NAME in asked(ada).labels
        assert f"{HIDDEN[:-1]}\nand the heron”" in asked(ada).text
        await tap(room, ada, NO_NAME)
        assert f"{KEPT}\nand the heron”" in asked(ada).text
        await tap(room, ada, "Write it anew")
        assert place(ada) == "1 of 3"
        await say(room, ada, "Ask the neighbours about the pond", "4", "yes")
        assert "“Ask the neighbours about the pond”" in asked(ada).text
        await say(room, ada, "1")
        assert place(ada) == "2 of 3"
        await say(room, ada, "Mail to hannah@example.org")
        assert asked(ada).labels[0] == SEND
        assert NO_NAME not in asked(ada).labels
        await say(room, ada, "ja", "1")
        assert place(ada) == "3 of 3"


async def test_leaving_a_proposal_sends_nothing() -> None:
    """Skip, Back and Pause lead on, back and out; the words that nobody agreed to are in no answer."""
    async with asking() as (room, _, code):
        (ada,) = await joined(room, code, 1)
        await say(room, ada, NAMED, "pause", "go on")
        assert HIDDEN in asked(ada).text
        await say(room, ada, "skip", NAMED, "back")
        assert place(ada) == "1 of 3"
        await say(room, ada, "skip", "skip", "1")
        assert asked(ada).labels[0].endswith("no answer")
        assert asked(ada).labels[1].endswith("no answer")


async def test_words_that_a_restart_has_lost_are_asked_for_again() -> None:
    """The preview outlives a restart, the words do not: "not a name" asks to type again, and "send it" still works."""
    async with asking() as (room, _, code):
        ada, ben = await joined(room, code, 2)
        await say(room, ada, NAMED)
        await say(room, ben, NAMED)
        await room.restart()
        assert hits(stored(room), NAME, "Quelthorpe", NUMBER) == set()
        await tap(room, ada, NO_NAME)
        assert ada.alerts[-1:] == [words_for(Notice.TYPE_AGAIN)] or words_for(Notice.TYPE_AGAIN) in ada.toasts
        assert place(ada) == "1 of 3"
        assert alive(ada) == 1
        await say(room, ada, NAMED, "not a name", "1")
        assert place(ada) == "2 of 3"
        await tap(room, ben, SEND)
        assert ASKED_USE in asked(ben).text


async def test_not_a_name_never_sends_other_words_than_those_shown() -> None:
    """What was typed while the workshop paused, or was too long, is not what the author was shown: it is asked for again."""
    async with asking() as (room, fay, code):
        ada, ben = await joined(room, code, 2)
        await say(room, ada, NAMED)
        await say(room, ben, NAMED)
        await say(room, fay, "/pause")
        await say(room, ada, "Peter Quelthorpe knows more")
        await say(room, fay, "/open")
        await say(room, ben, f"{NAMED}. " * 20)
        for phone in (ada, ben):
            assert HIDDEN in asked(phone).text
            await tap(room, phone, NO_NAME)
            assert words_for(Notice.TYPE_AGAIN) in (*phone.toasts, *phone.alerts)
            assert place(phone) == "1 of 3"


async def test_too_long_is_said_before_anything_else() -> None:
    """1,001 characters with a name in them are refused with both numbers; no preview, no use, nothing kept."""
    async with asking() as (room, _, code):
        (ada,) = await joined(room, code, 1)
        long = NAMED.ljust(1001, "x")
        await say(room, ada, long)
        assert words_for(Refusal(Slip.TOO_LONG, need=1000, got=1001)) in asked(ada).text
        assert place(ada) == "1 of 3"
        assert SEND not in asked(ada).labels
        await say(room, ada, long[:-1])
        assert asked(ada).labels[0] == SEND


# --- who may be quoted


async def test_the_choice_is_asked_once_and_changed_for_one_answer() -> None:
    """The second answer follows the first; in the review the use of one is changed, and the other keeps its own."""
    async with asking() as (room, _, code):
        (ada,) = await joined(room, code, 1)
        await say(room, ada, "First words", "1", "Second words", "1")
        await say(room, ada, "2")
        assert "“Second words”" in asked(ada).text
        assert marked(ada) == QUOTE
        await tap(room, ada, COUNT)
        assert marked(ada) == COUNT
        await tap(room, ada, COUNT)
        assert ada.toasts[-1] == words_for(Notice.ALREADY_NOTED)
        await say(room, ada, "back", "1")
        assert marked(ada) == QUOTE
        await say(room, ada, "Other first words")
        assert asked(ada).text.startswith("Ready to submit?")
        await say(room, ada, "1")
        assert "“Other first words”" in asked(ada).text
        assert marked(ada) == QUOTE


async def test_every_artefact_obeys() -> None:
    """After the close only what may be quoted is exported; nothing else is in any message, file or, if counted, byte."""
    async with asking() as (room, fay, code):
        phones = await joined(room, code, 8)
        allowed = await written(room, phones)
        group = await linked(room, fay, code, phones[0])
        before = {phone: len(phone.messages()) for phone in phones}
        await close(room, fay)
        shown = [b.text.encode() for phone in phones for b in phone.messages()[before[phone] :]]
        assert hits([*shown, *(b.text.encode() for b in fay.messages())], *allowed) == set(), "nobody has read it"
        await read_all(room, fay)
        await say(room, fay, "/summary")
        fay.say("/summary", chat=group)
        await room.quiet()
        told = [bubble for phone, seen in before.items() for bubble in phone.messages()[seen:]]
        said = [b.text.encode() for b in (*told, *fay.messages(), *fay.messages(group))]
        assert len(told) >= len(phones)
        assert [b for b in fay.messages(group) if "In own words" in b.text or "Riverside Park" in b.text]
        files = [await exported(room, fay, kind) for kind in FORMATS]
        by_use = {use: {text for text, one in allowed.items() if one is use} for use in Use}
        assert [len(by_use[use]) for use in Use] == [5, 6, 5]
        refused = by_use[Use.THEME] | by_use[Use.COUNT]
        assert hits(said, *refused) == set()
        assert hits(said, *allowed) == by_use[Use.QUOTE]
        for file in files:
            assert hits([file], *allowed) == by_use[Use.QUOTE]
        assert hits(stored(room), *allowed) == by_use[Use.QUOTE] | by_use[Use.THEME]
        assert hits(contents_of(room.folder), *by_use[Use.COUNT]) == set()


async def written(room: Room, phones: list[Phone]) -> dict[str, Use]:
    """Everybody writes twice and submits; text -> what its author allows in the end. Two change their mind, one afterwards."""
    allowed: dict[str, Use] = {}
    for number, phone in enumerate(phones):
        use = (Use.QUOTE, Use.THEME, Use.COUNT)[number % 3]
        texts = [f"Kestrelmøss {number} over gullwing", f"Ptarmigånder {number} under sedge"]
        await say(room, phone, texts[0], str(1 + number % 3), texts[1], "1")
        allowed |= dict.fromkeys(texts, use)
        if number == 0:
            await say(room, phone, "2")
            await tap(room, phone, COUNT)
            await say(room, phone, "back")
            allowed[texts[1]] = Use.COUNT
        await say(room, phone, "submit")
        if number == 2:
            await tap(room, phone, "Change an answer")
            await say(room, phone, "1")
            await tap(room, phone, QUOTE)
            await say(room, phone, "back", "submit")
            allowed[texts[0]] = Use.QUOTE
        if number == 3:
            await tap(room, phone, "Change an answer")
            await say(room, phone, "1")
            await tap(room, phone, COUNT)
            allowed[texts[0]] = Use.COUNT
    return allowed


async def linked(room: Room, fay: Phone, code: str, *members: Phone) -> Group:
    """A group with the bot, linked to the workshop."""
    group = room.emulator.group("Riverside group", fay, *members)
    await room.quiet()
    fay.say(f"/link {code}", chat=group)
    await room.quiet()
    return group


async def test_words_that_were_never_sent_leave_memory_with_the_close() -> None:
    """Whoever is asked about a name while the workshop closes cannot send it any more, so nothing holds it; another room's waits on."""
    async with asking() as (room, fay, code):
        other = await room.workshop(fay, FLOW.id, title="Elsewhere")
        (ada,), (ben,) = await joined(room, code, 1), await joined(room, other, 1)
        await say(room, ada, NAMED)
        await say(room, ben, NAMED)
        held = room.app._unsent.texts
        assert len(held) == 2
        await say(room, fay, "/board Riverside")
        await close(room, fay)
        assert len(held) == 1
        await tap(room, ben, NO_NAME)
        assert len(held) == 0
