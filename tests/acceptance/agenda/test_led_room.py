"""A room that the facilitator leads: the agenda section by section, two hands on one wheel, and what survives on the phones."""

from __future__ import annotations

from dataclasses import replace

from bot.buttons import Button, Scope, encode
from bot.parcels import Recipient
from bot.participant.launching import launch_message
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble
from flows.definition.loading import load_library
from flows.dialogue.agenda import Stage, Standing, launching, sections_of
from flows.dialogue.answers import Use, Written
from storage.database import Unit
from storage.values import Sendout, SendoutKind, Workshop
from tests.support.careful import careful_room
from tests.support.room import Room, code_on
from tests.support.steps import alive, asked, close, heard, words_heard

TABLES = load_library()["round-tables"]


async def led(room: Room, *names: str, flow: str = "round-tables") -> tuple[Phone, str, list[Phone]]:
    """A facilitator, the join code of an open workshop that she leads, and people in it."""
    fay = await room.staff()
    fay.say(f"/new {flow} Spring Forum")
    await room.quiet()
    code = code_on(fay)
    await press(room, fay, code, "pace", "led")
    await say(room, fay, "/open")
    people = []
    for name in names:
        phone = room.emulator.account(name)
        phone.open(room.link(code))
        await room.quiet()
        await tap(room, phone, "Take part")
        people.append(phone)
    return fay, code, people


async def tap(room: Room, phone: Phone, label: str) -> None:
    """Tap a button and wait for what follows."""
    phone.tap(label)
    await room.quiet()


async def say(room: Room, phone: Phone, *texts: str) -> None:
    """Type, and wait for what follows."""
    for text in texts:
        phone.say(text)
        await room.quiet()


async def press(room: Room, phone: Phone, code: str, verb: str, *arguments: str | int) -> None:
    """Press a facilitator's button, as it was made at some time."""
    button = Button(Scope.FACILITATOR, code, verb, tuple(str(a) for a in arguments))
    phone.press(phone.last.message_id, encode(button))
    await room.quiet()


async def ask(room: Room, code: str) -> tuple[Workshop, Stage]:
    """The workshop and where its room stands."""
    return await room.app.deeds.ask(lambda unit: _found(unit, code))


def _found(unit: Unit, code: str) -> tuple[Workshop, Stage]:
    workshop = unit.workshops.by_code(code, include_closed=True)
    assert workshop is not None
    return workshop, unit.stage.get(workshop.id)


def board(phone: Phone) -> Bubble:
    """The board."""
    return next(b for b in reversed(phone.messages()) if "joined" in b.text and "have answered" in b.text)


async def test_an_agenda_of_four_sections_is_opened_and_closed_one_by_one() -> None:
    """Each section asks its questions of everybody and nothing else, and at the close what waited is counted."""
    async with careful_room() as room:
        fay, code, people = await led(room, "Ada", "Ben", "Cat", "Dan", "Eli")
        for place, section in enumerate(sections_of(TABLES)):
            await press(room, fay, code, "agown", place)
            mine = [q for q in TABLES if q.section == section and q.shown_if is None]
            assert all(f"1 of {len(mine)}" in asked(phone).text for phone in people)
            for _ in mine:
                for phone in people:
                    phone.say("skip")
                await room.quiet()
            assert all(asked(phone).text.startswith("Noted.") for phone in people)
            await press(room, fay, code, "agend", f"s{place}")
        workshop, stage = await ask(room, code)
        assert (stage.state, set(stage.asked)) == (Standing.IDLE, {q.id for q in TABLES})
        assert (workshop.joined, workshop.started, workshop.submitted) == (5, 5, 5)
        assert "Everything was asked." in board(fay).text
        await close(room, fay)
        finals = await room.app.deeds.ask(lambda unit: unit.answers.finals(workshop.id))
        assert {name: release.n for name, release in finals.items()} == {q.id: 5 for q in TABLES if q.shown_if is None}


async def test_two_hands_move_the_room_once() -> None:
    """A second tap on Next, a colleague's, and a button of long ago move nothing and say where the room is."""
    async with careful_room() as room:
        fay, code, (ada,) = await led(room, "Ada")
        await press(room, fay, code, "agone", 0)
        await say(room, fay, "/agenda")
        for _ in range(2):  # both on the question that was first
            await press(room, fay, code, "agnext", "q0")
        assert (await ask(room, code))[1].question == "ask"
        assert "The room is here now: Question to the panel" in fay.toasts[-1]
        before = alive(ada)
        for verb, *arguments in (
            ("aghold", "q0"),
            ("aggo", "q1"),
            ("agmore", "q1", "5"),
            ("agend", "q0"),
            ("agask", 1),
        ):
            await press(room, fay, code, verb, *arguments)
        workshop, stage = await ask(room, code)
        assert (stage.question, stage.state, stage.until) == ("ask", Standing.ASKING, None)
        assert alive(ada) == before
        for verb, argument in (
            ("agsec", 9),
            ("agq", 99),
            ("agown", "x"),
            ("agask", -1),
            ("agtimer", 4),
            ("agshow", 99),
        ):
            await press(room, fay, code, verb, argument)
            assert fay.toasts[-1].endswith("That is no longer there.")
        assert (await ask(room, code)) == (workshop, stage)


async def test_nobody_else_moves_the_room() -> None:
    """A participant who makes up a facilitator's buttons, and a paused or self-paced workshop, move nothing."""
    async with careful_room() as room:
        fay, code, (ada,) = await led(room, "Ada")
        await press(room, ada, code, "agown", 0)
        assert ada.toasts[-1] == "That is for the facilitators of this workshop."
        await say(room, fay, "/pause")
        await press(room, fay, code, "agown", 0)
        assert fay.toasts[-1].endswith("Please open the workshop first.")
        await press(room, fay, code, "pace", "own")
        assert "The pace stays as it is" in fay.toasts[-1]
        assert (await ask(room, code))[1] == Stage()
        own = await room.workshop(fay, title="Own Pace")
        await press(room, fay, own, "agown", 0)
        assert fay.toasts[-1].endswith("Here everybody goes at their own pace.")
        await say(room, fay, "/next")
        assert words_heard(fay) == "Own Pace: Here everybody goes at their own pace."
        await say(room, fay, "/agenda")
        assert not {"▶️ Question by question", "▶️ In people’s own time"} & set(heard(fay).labels)


async def test_whoever_leaves_and_comes_back_lands_where_the_room_is() -> None:
    """Forgotten and joined again, in another language, or after /start: the question that the room is asked, once alive."""
    async with careful_room() as room:
        fay, code, (ada, ben) = await led(room, "Ada", "Ben")
        await press(room, fay, code, "agone", 0)
        await say(room, ada, "1", "/forget")
        ada.tap(lambda button: button.label.startswith("Forget me"))
        await room.quiet()
        ada.open(room.link(code))
        await room.quiet()
        await tap(room, ada, "Take part")
        assert "Which kind of organisation" in asked(ada).text
        await press(room, fay, code, "agnext", "q0")
        await say(room, ben, "/language nl")
        assert "Jouw vraag aan het panel" in asked(ben).text
        assert "Meer tijd" in asked(ben).labels
        await say(room, ben, "/start", "wacht", "overslaan")
        assert asked(ben).text.startswith("Genoteerd.")
        assert alive(ben) == 1


async def test_a_pause_of_the_workshop_keeps_the_place_of_the_room() -> None:
    """Paused and open again, and after a restart, everybody is where they were, and a launch goes on from there."""
    async with careful_room() as room:
        fay, code, (ada, ben) = await led(room, "Ada", "Ben")
        await press(room, fay, code, "agone", 0)
        await say(room, ada, "1")
        await say(room, fay, "/pause")
        await say(room, ben, "2")
        assert "paused the workshop" in ben.last.text
        cat = await room.participant("Cat", code)
        assert "paused the workshop" in cat.last.text
        await say(room, fay, "/open")
        for phone in (ben, cat):
            assert "Which kind of organisation" in asked(phone).text
        await room.restart()
        await say(room, ben, "2")
        await press(room, fay, code, "agnext", "q0")
        for phone in (ada, ben, cat):
            assert "Your question to the panel" in asked(phone).text
            assert alive(phone) == 1
        assert "0 of 3 in" in board(fay).text
        await press(room, fay, code, "agmore", "q1", 0)
        await close(room, fay)
        stage = (await ask(room, code))[1]
        assert (stage.state, stage.until, stage.asked) == (Standing.IDLE, None, ("org", "ask"))


async def test_a_launch_says_nothing_to_whoever_has_it_and_repeats_what_may_be_lost() -> None:
    """The message of a launch: none before consent, none in a pause, none twice; again when the first may not have arrived."""
    async with careful_room() as room:
        fay, code, (ada, _ben) = await led(room, "Ada", "Ben")
        await say(room, ada, "pause")
        cat = room.emulator.account("Cat")
        cat.open(room.link(code))
        await room.quiet()
        await press(room, fay, code, "agone", 0)
        said = await room.app.deeds.ask(lambda unit: _launched(unit, code))
        assert sorted(said) == [[False, False, False], [False, False, False], [True, True, False]]


def _launched(unit: Unit, code: str) -> list[list[bool]]:
    """Whether the launch of a second question says something to each: twice before it can have arrived, once after that."""
    workshop, stage = _found(unit, code)
    unit.stage.set(workshop.id, launching(workshop.flow, stage, "ask", 0))
    sendout = unit.sendouts.get(unit.sendouts.start(workshop.id, SendoutKind.QUESTION, {"question": "ask"}))
    assert sendout is not None
    return [_told(unit, sendout, person.user_id) for person in unit.people.everyone(workshop.id)]


def _told(unit: Unit, sendout: Sendout, user_id: int) -> list[bool]:
    told = []
    for has_arrived in (False, False, True):
        person = unit.people.find(sendout.workshop_id, user_id)
        assert person is not None
        if has_arrived:
            person = replace(person, chat=replace(person.chat, shown=person.chat.rev))
        found = launch_message(unit, sendout, Recipient(person.token, person.chat.chat_id, "en", person))
        told.append(found is not None and "Your question to the panel" in found[0].html)
    return told


async def test_mydata_tells_that_more_time_was_asked_for() -> None:
    """What is kept about somebody in a led room is what /mydata says: where they stand, and the question that stays."""
    async with careful_room() as room:
        fay, code, (ada,) = await led(room, "Ada")
        await say(room, ada, "/mydata")
        assert "waiting for the next question" in "".join(b.text for b in ada.messages())
        await press(room, fay, code, "agone", 0)
        await tap(room, ada, "More time")
        await say(room, ada, "/mydata")
        assert "more time asked for: question “Organisation”" in "".join(b.text for b in ada.messages())


async def test_words_are_not_lost_when_the_room_goes_on() -> None:
    """Typed, and not said how they may be used, when the next question comes: they count, and the author can allow more."""
    async with careful_room() as room:
        fay, code, people = await led(room, "Ada", "Ben")
        await press(room, fay, code, "agask", 1)
        await say(room, people[0], "A bench by the pond")
        assert "How may your words be used?" in people[0].last.text
        await press(room, fay, code, "agask", 0)
        assert "What you typed counts, and nobody reads it unless you allow it" in people[0].last.text
        assert "Which kind of organisation" in people[0].last.text
        workshop, _ = await ask(room, code)
        waiting = await room.app.deeds.ask(lambda unit: unit.answers.waiting(workshop.id, people[0].chat_id))
        assert waiting == {"ask": Written("A bench by the pond", Use.COUNT)}


async def test_next_typed_twice_passes_over_no_question() -> None:
    """On a slow line a command is typed again: the second one finds the first question still on its way, and says where the room is."""
    async with careful_room() as room:
        fay, code, _ = await led(room, "Ada", "Ben")
        await press(room, fay, code, "agone", 0)
        fay.say("/next")
        fay.say("/next")
        await room.quiet()
        workshop, stage = await ask(room, code)
        assert stage.question == workshop.flow.questions[1].id
