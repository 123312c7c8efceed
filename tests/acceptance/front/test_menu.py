"""What stands behind Telegram's Menu button, on the phones of those who steer and of those who take part."""

from __future__ import annotations

from bot.front.help import menu
from bot.rehearsal.hands.phone import Phone
from bot.wording import Wording
from storage.values import Role
from tests.support.room import Room, open_room


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


async def test_the_menu_follows_the_language_and_a_restart() -> None:
    """Another language brings the commands in it; each start brings all of them, whatever Telegram has kept."""
    async with open_room() as room:
        fay = await room.staff("Fay", "facilitator")
        fay.say("/language nl")
        await room.quiet()
        assert behind_menu(room, fay) == list(menu(Role.FACILITATOR, Wording("nl")))
        room.emulator.world.commands.clear()
        await room.restart()
        assert behind_menu(room, fay) == list(menu(Role.FACILITATOR, Wording("nl")))
        femke = room.emulator.account("Femke", language="nl")
        assert behind_menu(room, femke) == list(menu(None, Wording("nl")))


async def test_an_invitation_brings_the_menu_of_the_highest_role() -> None:
    """A co-facilitator gets theirs, and an organiser who follows a facilitator's link keeps an organiser's."""
    async with open_room() as room:
        fay, ola, gus = await room.staff("Fay"), await room.staff("Ola"), room.emulator.account("Gus")
        code = await room.workshop(fay)
        for phone in (gus, ola):
            fay.press(fay.messages()[-1].message_id, f"v1:f:{code}:co")
            await room.quiet()
            room.emulator.world.commands.pop((f"chat:{phone.chat_id}", ""), None)
            phone.open(next(word for word in fay.last.text.split() if "start=i" in word))
            await room.quiet()
        assert behind_menu(room, gus) == list(menu(Role.FACILITATOR, Wording("en")))
        assert behind_menu(room, ola) == list(menu(Role.ORGANISER, Wording("en")))
