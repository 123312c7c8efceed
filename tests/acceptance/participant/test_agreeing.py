"""Agreeing to the rules: free until the opening for whoever leads, asked again of everybody who had agreed to others."""

from __future__ import annotations

from bot.buttons import Button, Scope, encode
from bot.messages import StartSendout
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble
from storage.database import Unit
from storage.tables import SENDOUT
from storage.values import SendoutKind, Workshop
from tests.support.careful import careful_room, seen
from tests.support.room import Room, code_on
from tests.support.steps import alive, board, place

AGAIN = "The rules have changed, so you are asked again."
NEW_CARD = "The rules have changed since that card. Here is the new one: please look at it first."
IN = "You are in. The facilitator will open the workshop soon"


async def waiting(room: Room) -> tuple[Phone, str]:
    """A facilitator with a workshop that is not open yet, and its join code."""
    fay = await room.staff()
    await say(room, fay, "/new key-questions Riverside Park")
    return fay, code_on(fay)


async def say(room: Room, phone: Phone, *texts: str) -> None:
    """Type, and wait for what follows."""
    for text in texts:
        phone.say(text)
        await room.quiet()


async def tap(room: Room, phone: Phone, *labels: str, message: Bubble | None = None) -> None:
    """Tap, and wait for what follows."""
    for label in labels:
        phone.tap(label, message=message)
        await room.quiet()


async def choose(room: Room, fay: Phone, *labels: str) -> None:
    """Change the rules in the menu of seldom needed things."""
    await tap(room, fay, "More …", *labels)


async def looking(room: Room, name: str, code: str) -> Phone:
    """Somebody before the consent card."""
    phone = room.emulator.account(name)
    phone.open(room.link(code))
    await room.quiet()
    return phone


async def the_workshop(room: Room) -> Workshop:
    """The only one there is."""
    return await room.app.deeds.ask(lambda unit: unit.workshops.all_open()[0])


def kept(unit: Unit, kind: SendoutKind) -> list[tuple[str, int, int, int, str]]:
    """What is kept of the send-outs of one kind: state, numbers of people, what it said."""
    rows = unit.sendouts._connection.execute(SENDOUT.select().where(SENDOUT.c.kind == kind.value)).all()
    return sorted((row.state, row.arrived, row.failed, row.unsure, row.body) for row in rows)


async def test_a_glance_fixes_nothing_and_an_old_card_becomes_the_new_one() -> None:
    """Whoever only looks keeps the rules free; their old card takes nobody in, but turns into the one of now."""
    async with careful_room() as room:
        fay, code = await waiting(room)
        ada, ben, cat = [await looking(room, name, code) for name in ("Ada", "Ben", "Cat")]
        await choose(room, fay, "Pace", "I lead the room")
        before = [b.message_id for b in ada.messages()]
        await tap(room, ada, "Take part")
        assert ada.toasts[-1] == NEW_CARD
        assert [b.message_id for b in ada.messages()] == before
        assert "Each answer is handed in as you give it." in ada.last.text
        assert AGAIN not in ada.last.text
        assert (await the_workshop(room)).joined == 0
        await tap(room, ada, "Take part")
        assert ada.last.text.startswith(f"Riverside Park\n\n{IN}")
        await say(room, ben, "yes")
        assert ben.last.text.startswith(NEW_CARD)
        assert alive(ben) == 1
        await say(room, ben, "yes")
        assert IN in ben.last.text
        cat.open(room.link(code))  # she has scanned the code again, and so seen the new card
        await room.quiet()
        await say(room, cat, "yes")
        assert IN in cat.last.text
        assert (await the_workshop(room)).joined == 3
        dan = await looking(room, "Dan", code)
        stood = seen(dan)
        await say(room, fay, "/open")
        assert seen(dan) == stood, "whoever has the card on the phone needs no second one when it opens"
        await tap(room, dan, "Take part")
        assert (await the_workshop(room)).joined == 4


async def test_who_had_agreed_is_asked_again_and_nobody_else() -> None:
    """Other rules bring those who had agreed the new card; nobody is in, or counted twice, before they agree to it."""
    async with careful_room() as room:
        fay, code = await waiting(room)
        ada, ben = await room.participant("Ada", code), await room.participant("Ben", code)
        cat = await looking(room, "Cat", code)
        quiet_one = seen(cat)
        await choose(room, fay, "Pace", "I lead the room")
        for phone in (ada, ben):
            assert phone.last.text.startswith(f"Riverside Park\n{AGAIN}")
            assert phone.last.labels[0] == "Take part"
            assert alive(phone) == 1
        assert seen(cat) == quiet_one
        assert await room.app.deeds.ask(lambda unit: kept(unit, SendoutKind.CONSENT)) == [("done", 3, 0, 0, "{}")]
        await tap(room, ada, "Take part")
        await choose(room, fay, "Pace", "● I lead the room")  # the same again changes nothing
        assert IN in ada.last.text
        workshop = await the_workshop(room)
        assert workshop.joined == 1
        assert "Nobody has joined yet." in ben.last.text, "nobody had agreed to the new ones when he was asked"
        assert len(await room.app.deeds.ask(lambda unit: unit.people.taking_part(workshop.id))) == 1
        await say(room, fay, "/open", "/agenda")
        assert ada.last.text.startswith("You are in.")
        assert [phone.last.labels[0] for phone in (ben, cat)] == ["Take part", "Take part"]
        assert [alive(phone) for phone in (ben, cat)] == [1, 1]
        await say(room, ben, "yes")
        assert ben.last.text.startswith("You are in.")
        assert (await the_workshop(room)).joined == 2


async def test_asking_again_ends_with_the_opening() -> None:
    """From the opening on whoever has no card of now is shown it as every screen is that is owed, and by nothing else."""
    async with careful_room() as room:
        fay, code = await waiting(room)
        ada = await room.participant("Ada", code)
        workshop = await the_workshop(room)
        await room.app.deeds.ask(lambda unit: unit.workshops.set_paced(workshop.id, paced=True))
        await say(room, fay, "/open")
        assert AGAIN in ada.last.text
        before = seen(ada)
        late = await room.app.deeds.ask(lambda unit: unit.sendouts.start(workshop.id, SendoutKind.CONSENT, {}))
        room.app.deeds.carry((StartSendout(late),))
        await room.quiet()
        assert seen(ada) == before
        assert [row[0] for row in await room.app.deeds.ask(lambda unit: kept(unit, SendoutKind.CONSENT))] == ["stopped"]


async def test_back_to_the_first_rules_everybody_is_asked_about_those() -> None:
    """There and back again before somebody has looked: the newest card is the one that counts, and the old ones lead to it."""
    async with careful_room() as room:
        fay, code = await waiting(room)
        ada = await room.participant("Ada", code)
        await choose(room, fay, "Privacy rule", "Sensitive")
        sensitive = ada.last
        await choose(room, fay, "Privacy rule", "Standard")
        assert "Results only for groups of 5 or more." in ada.last.text
        ada.press(sensitive.message_id, encode(Button(Scope.PARTICIPANT, code, "tp", ("00000000-own",))))
        await room.quiet()
        assert ada.toasts[-1] == NEW_CARD
        assert alive(ada) == 1
        await tap(room, ada, "Take part")
        await say(room, fay, "/open")
        assert place(ada) == "1 of 6"
        await say(room, ada, "/mydata")
        assert "that you had agreed to other rules before" in ada.last.text


async def test_no_thanks_to_other_rules_is_as_if_one_had_never_come() -> None:
    """Whoever is asked again may leave, and nothing is kept."""
    async with careful_room() as room:
        fay, code = await waiting(room)
        ada = await room.participant("Ada", code)
        await choose(room, fay, "Privacy rule", "Large room")
        await tap(room, ada, "No thanks")
        workshop = await the_workshop(room)
        assert await room.app.deeds.ask(lambda unit: unit.people.find(workshop.id, ada.user_id)) is None


async def test_killed_while_everybody_is_asked_again() -> None:
    """Cut off before a card has left: whoever has none gets it after the start, nobody takes part by what they agreed to before."""
    async with careful_room() as room:
        fay, code = await waiting(room)
        people = [await room.participant(name, code) for name in ("Ada", "Ben", "Cat")]
        await tap(room, fay, "More …", "Privacy rule")
        await room.app.courier.stop(drain=0)
        fay.tap("Large room")
        await room.emulator.drained()
        await room.restart()
        room.emulator.world.waiting.pop(fay.user_id, None)  # Telegram gives a tap up after some seconds
        for phone in people:
            assert sum(AGAIN in b.text for b in phone.messages()) == 1, [b.text for b in phone.messages()]
            assert alive(phone) == 1
        await say(room, fay, "/open")
        assert [phone.last.labels[0] for phone in people] == ["Take part"] * 3
        await tap(room, people[0], "Take part")
        assert place(people[0]) == "1 of 6"
        assert "joined 1 ·" in board(fay).text, "the others have not agreed to the new rules"


async def test_the_pages_behind_the_card_stay_in_its_message() -> None:
    """How it works turns the card into pages and back; nothing else is sent, and the card that comes back can be agreed to."""
    async with careful_room() as room:
        _, code = await waiting(room)
        ada = await looking(room, "Ada", code)
        before = [b.message_id for b in ada.messages()]
        heads = []
        for label in ("How it works", "Next →", "Next →", "Next →", "Take part or not"):
            await tap(room, ada, label)
            heads.append(ada.last.text.splitlines()[0])
        assert heads == [
            "What is kept · 1 of 4",
            "What is shown · 2 of 4",
            "Your answers are yours · 3 of 4",
            "The close, and who asks · 4 of 4",
            "Riverside Park",
        ]
        assert [b.message_id for b in ada.messages()] == before
        await tap(room, ada, "How it works", "← Back", "Take part")
        assert IN in ada.last.text
        for verb in ("how", "card"):  # made up, or an old copy: it changes nothing about where she stands
            ada.press(ada.last.message_id, encode(Button(Scope.PARTICIPANT, code, verb)))
            await room.quiet()
        assert IN in ada.last.text


async def test_the_pages_can_be_read_by_who_has_left() -> None:
    """An old card of somebody who is in the workshop no more shows the pages, and leads to a card of now."""
    async with careful_room() as room:
        _, code = await waiting(room)
        ada = await looking(room, "Ada", code)
        await tap(room, ada, "No thanks")
        ada.press(ada.last.message_id, encode(Button(Scope.PARTICIPANT, code, "how", ("3",))))
        await room.quiet()
        assert ada.last.text.startswith("The close, and who asks")
        await tap(room, ada, "Take part or not")
        assert "Your name is not stored." in ada.last.text
