"""What stands behind Telegram's Menu button, on the phones of those who steer and of those who take part."""

from __future__ import annotations

import pytest

from bot.front import introducing
from bot.front.help import menu
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.protocol.refusal import Refused, bad, too_many
from bot.wording import Wording
from storage.values import Role
from tests.support.room import Room, open_room
from tests.support.steps import words_heard


def behind_menu(room: Room, phone: Phone) -> list[tuple[str, str]]:
    """Command and description as the phone lists them."""
    return [(shown["command"], shown["description"]) for shown in room.emulator.commands_for(phone)]


async def test_each_role_has_its_own_commands() -> None:
    """A facilitator and an organiser see theirs as soon as they have followed their invitation, others the common ones."""
    async with open_room() as room:
        fay, ola = await room.staff("Fay", "facilitator"), await room.staff("Ola")
        ada = await room.participant("Ada", await room.workshop(fay))
        assert behind_menu(room, ada) == list(menu(None, Wording("en")))
        assert behind_menu(room, fay) == list(menu(Role.FACILITATOR, Wording("en")))
        assert behind_menu(room, ola) == list(menu(Role.ORGANISER, Wording("en")))
        assert behind_menu(room, ada) != behind_menu(room, fay) != behind_menu(room, ola)


async def test_the_menu_follows_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another language brings the commands in it. A restart calls Telegram for nothing of it, unless it has become another."""
    async with open_room() as room:
        fay = await room.staff("Fay", "facilitator")
        fay.say("/language nl")
        await room.quiet()
        assert behind_menu(room, fay) == list(menu(Role.FACILITATOR, Wording("nl")))
        room.emulator.world.commands.clear()
        before = cosmetic(room)
        for _ in range(3):
            await room.restart()
            await room.look()
        assert cosmetic(room) == before
        monkeypatch.setattr(introducing, "_description", lambda _: "Something new")
        await room.restart()
        assert behind_menu(room, fay) == list(menu(Role.FACILITATOR, Wording("nl")))
        assert room.emulator.description("nl") == "Something new"
        femke = room.emulator.account("Femke", language="nl")
        assert behind_menu(room, femke) == list(menu(None, Wording("nl")))


async def test_nothing_waits_for_what_telegram_shows_of_the_bot() -> None:
    """Refused at the start, it is told at a later look; the bot works meanwhile."""
    async with open_room() as room:
        refusals = (bad("try again later"), Refused(502), too_many(1))
        for method in ("setMyCommands", "setMyDescription"):
            for refusal in refusals:
                room.emulator.fail_next(method, refusal, times=1)
        room.emulator.world.commands.clear()
        await room.app.deeds.ask(lambda unit: unit.staff.set_told(room.app.bot.id, ""))
        await room.restart()
        fay = await room.staff("Fay", "facilitator")
        assert await room.workshop(fay)
        for _ in range(4):
            await room.look()
        assert room.emulator.description("nl")
        assert await room.app.deeds.ask(lambda unit: unit.staff.told(room.app.bot.id))


async def test_a_menu_that_did_not_come_comes_later() -> None:
    """The program ends before Telegram has it, for a role, a language, a role that is withdrawn: it is owed, and comes as it is by then."""
    async with open_room() as room:
        ola, gus = await room.staff("Ola"), room.emulator.account("Gus")
        ola.say("/invite facilitator")
        await room.quiet()
        link = words_heard(ola).split()[-1]
        await room.app.courier.stop(drain=0)
        gus.open(link)
        gus.say("/language nl")
        await room.quiet()
        assert behind_menu(room, gus) == list(menu(None, Wording("en")))
        await room.restart()
        assert behind_menu(room, gus) == list(menu(Role.FACILITATOR, Wording("nl")))
        ola.say("/staff")
        await room.quiet()
        for label in ("✖ Gus", "Yes …"):
            ola.tap(label)
            await room.quiet()
        await room.app.courier.stop(drain=0)
        ola.tap("Yes, for good")
        await room.quiet()
        assert behind_menu(room, gus) == list(menu(Role.FACILITATOR, Wording("nl")))
        await room.restart()
        assert behind_menu(room, gus) == list(menu(None, Wording("en")))


def cosmetic(room: Room) -> int:
    """Calls that change nothing but looks."""
    return sum(n for (method, _), n in room.emulator.counts.items() if method.startswith("setMy"))


async def test_an_invitation_brings_the_menu_of_the_highest_role() -> None:
    """A co-facilitator gets theirs, and an organiser who follows a facilitator's link keeps an organiser's."""
    async with open_room() as room:
        fay, ola, gus = await room.staff("Fay"), await room.staff("Ola"), room.emulator.account("Gus")
        code = await room.workshop(fay)
        for phone in (gus, ola):
            fay.press(fay.messages()[-1].message_id, f"v1:f:{code}:co")
            await room.quiet()
            room.emulator.world.commands.pop((f"chat:{phone.chat_id}", ""), None)
            phone.open(next(word for word in words_heard(fay).split() if "start=i" in word))
            await room.quiet()
        assert behind_menu(room, gus) == list(menu(Role.FACILITATOR, Wording("en")))
        assert behind_menu(room, ola) == list(menu(Role.ORGANISER, Wording("en")))
