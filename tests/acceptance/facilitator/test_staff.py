"""Who may what, on phones: shown, taken back with a tap, and gone with it the board, the menu, the words and the links."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.front.help import menu
from bot.rehearsal.hands.phone import Phone
from bot.wording import Wording
from storage.values import Role
from tests.support.careful import careful_room
from tests.support.room import Room, open_room
from tests.support.steps import alive, board, words_heard


async def tapped(room: Room, phone: Phone, *labels: str) -> str:
    """The newest message after these taps."""
    for label in labels:
        phone.tap(label)
        await room.quiet()
    return phone.last.text


async def said(room: Room, phone: Phone, words: str) -> str:
    """The newest message after these words."""
    phone.say(words)
    await room.quiet()
    return phone.last.text


def link_on(phone: Phone) -> str:
    """The newest invitation on a phone."""
    return next(word for bubble in reversed(phone.messages()) for word in bubble.text.split() if "start=i" in word)


async def invited(room: Room, by: Phone, name: str, *labels: str, typed: str = "") -> Phone:
    """Somebody who follows the invitation that these taps or words make."""
    if typed:
        await said(room, by, typed)
    await tapped(room, by, *labels)
    phone = room.emulator.account(name)
    phone.open(link_on(by))
    await room.quiet()
    return phone


def in_menu(room: Room, phone: Phone) -> list[str]:
    """The commands behind the Menu button."""
    return [shown["command"] for shown in room.emulator.commands_for(phone)]


async def test_a_co_facilitator_goes_and_all_that_goes_with_it() -> None:
    """Asked twice, it takes the role, the board, the menu, the question that was asked, the link they passed on and the screen's."""
    async with open_room(screen=True) as room:
        ola = await room.staff("Ola")
        fay = await invited(room, ola, "Fay", typed="/invite facilitator")
        code = await room.workshop(fay)
        gus = await invited(room, fay, "Gus", "More …", "Invite a co-facilitator")
        await said(room, gus, "/screen")
        await tapped(room, gus, "← Back", "More …", "Invite a co-facilitator")
        passed_on = link_on(gus)
        await said(room, gus, "/announce")
        old = board(gus)
        text = await said(room, fay, "/staff")
        assert "• Fay (you)\n• Gus" in text
        assert "Organisers steer every workshop: Ola" in text
        assert "1. facilitator of Riverside Park, until " in text

        text = await tapped(room, fay, "✖ Gus", "Yes …")
        assert (words_heard(gus).startswith("Your role here"), "For good?" in text) == (False, True)
        text = await tapped(room, fay, "Yes, for good")
        assert "Gus does not facilitate Riverside Park any more." in [*fay.toasts, *fay.alerts]
        assert "The link to the screen of Riverside Park has ended too" in fay.messages()[-2].text
        assert "• Gus" not in text
        assert "No invitation is open." in text
        assert words_heard(gus).startswith("Your role here was withdrawn")
        assert [bubble for bubble in gus.messages() if bubble.message_id == old.message_id] == []
        assert in_menu(room, gus) == [name for name, _ in menu(None, Wording("en"))]
        assert (await said(room, gus, "Lunch is at noon")).startswith("Welcome to Roundtable")
        eve = room.emulator.account("Eve")
        for verb in ("board", "more", "close", "announce", "staff", "unstaff"):
            data = f"v1:f:{code}:{verb}"
            for phone in (gus, eve):
                await said(room, phone, "/help")
                phone.press(phone.last.message_id, data)
                await room.quiet()
            assert gus.toasts[-1:] == eve.toasts[-1:] == ["That is for the facilitators of this workshop."]
        assert await said(room, gus, "/pause") == await said(room, eve, "/pause")
        mal = room.emulator.account("Mal")
        mal.open(passed_on)
        await room.quiet()
        assert words_heard(mal).startswith("This invitation was used already or withdrawn, or its workshop is closed.")
        await said(room, fay, f"/transparency {code}")
        done = words_heard(fay)
        for line in ("a facilitator accepted an invitation", "a facilitator’s role was withdrawn · a facilitator"):
            assert line in done


async def test_organisers_see_all_and_take_all() -> None:
    """`/staff` of an organiser: everybody and every open invitation; a tap takes all that somebody may, in every workshop."""
    async with careful_room() as room:
        ola = await room.staff("Ola")
        fay = await invited(room, ola, "Fay", typed="/invite facilitator")
        await room.workshop(fay)
        await said(room, ola, "/invite organiser")
        until = Wording("en").day(room.today + timedelta(days=7))
        assert f"until {until}." in words_heard(ola)
        text = await said(room, ola, "/staff")
        assert "• Ola (you): organiser, may steer every workshop" in text
        assert "• Fay: may start workshops; Riverside Park" in text
        assert f"1. organiser, until {until}" in text
        withdrawn = link_on(ola)
        await tapped(room, ola, "✖ Invitation 1")
        assert "No invitation is open." in words_heard(ola)
        mal = room.emulator.account("Mal")
        mal.open(withdrawn)
        await room.quiet()
        assert "withdrawn" in words_heard(mal)

        text = await tapped(room, ola, "✖ Fay")
        assert "Nobody else facilitates Riverside Park; organisers still can." in text
        text = await tapped(room, ola, "Yes …", "Yes, for good")
        assert "Fay" not in text.split("Done last")[0]
        assert "a facilitator’s role was withdrawn · an organiser" in text
        assert "an invitation was withdrawn · an organiser" in text
        assert alive(fay) == 0 or not any("submitted" in bubble.text for bubble in fay.messages())
        assert (await said(room, fay, "/new")).startswith("That is for facilitators.")
        assert (await said(room, fay, "/mydata")) == "Nothing is kept about you in any open workshop."


async def test_nobody_locks_everybody_out() -> None:
    """The last organiser stays, and so does the last facilitator where there is no organiser; each is told what to do first."""
    async with careful_room() as room:
        fay = await room.staff("Fay", "facilitator")
        code = await room.workshop(fay)
        await said(room, fay, "/forget")
        await tapped(room, fay, "Give up my roles …")
        assert fay.alerts[-1] == "Nobody else could steer Riverside Park then. Invite somebody first, or close it."
        ola = await room.staff("Ola")
        await said(room, ola, "/forget")
        await tapped(room, ola, "Give up my roles …")
        assert ola.alerts[-1].startswith("This is the last organiser")
        await said(room, fay, "/forget")
        text = await tapped(room, fay, "Give up my roles …")
        assert "Nobody else facilitates Riverside Park; organisers still can." in text
        await tapped(room, fay, "Keep it")
        assert fay.toasts[-1].endswith("Everything stays as it is.")
        assert "Riverside Park" in board(fay).text
        await said(room, fay, "/forget")
        text = await tapped(room, fay, "Give up my roles …", "Yes …", "Yes, for good")
        assert text.startswith("You have given up your roles. What was kept about you for them is deleted.")
        assert in_menu(room, fay) == [name for name, _ in menu(None, Wording("en"))]
        assert (await said(room, fay, "/mydata")) == "Nothing is kept about you in any open workshop."
        assert "a facilitator gave up their role" in await said(room, ola, f"/transparency {code}")


async def test_who_has_the_machine_takes_a_stolen_phones_roles_back() -> None:
    """An organiser's phone takes the role of whoever is invited against it; `invite organiser --anew` leaves it and its links nothing."""
    async with careful_room() as room:
        thief = await room.staff("Ola")
        code = await room.workshop(thief)
        await said(room, thief, "/invite organiser")
        kept = link_on(thief)
        early = await room.staff("Early")
        await said(room, thief, "/staff")
        await tapped(room, thief, "✖ Early", "Yes …", "Yes, for good")
        assert (await said(room, early, "/new")).startswith("That is for facilitators.")

        settings = room.settings
        env = {
            "DATABASE_URL": settings.database_url,
            "KEYSTORE": settings.keystore,
            "TELEGRAM_API_URL": settings.telegram_api_url,
            "TELEGRAM_BOT_TOKEN": settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else "",
        }
        given = ["invite", "organiser", "--anew"]
        done = await asyncio.to_thread(CliRunner(env=env).invoke, app, given)
        assert done.exit_code == 0, done.output
        for words in ("/new", "/staff", "/board", f"/delete {code}", "/close"):
            assert (await said(room, thief, words)).startswith("That is for facilitators."), words
        mal, ola = room.emulator.account("Mal"), room.emulator.account("Ola, new phone")
        mal.open(kept)
        ola.open(done.stdout.split()[0])
        await room.quiet()
        assert "withdrawn" in words_heard(mal)
        text = await said(room, ola, "/staff")
        assert [line for line in text.splitlines() if line.startswith("•")] == [
            "• Ola, new phone (you): organiser, may steer every workshop"
        ]
        assert "an organiser’s role was withdrawn · the operator" in text


@pytest.mark.parametrize(
    "days, words", [(7, "Help for facilitators"), (8, "This invitation has expired: it was good until")]
)
async def test_an_invitation_lives_seven_days(days: int, words: str) -> None:
    """On the seventh day after it was made it still works; on the eighth it says that it has expired, and gives nothing."""
    async with careful_room() as room:
        ola = await room.staff("Ola")
        await said(room, ola, "/invite facilitator")
        room.set_day(room.today + timedelta(days=days))
        gus = room.emulator.account("Gus")
        gus.open(link_on(ola))
        await room.quiet()
        assert words_heard(gus).startswith(words)
        assert ("new" in in_menu(room, gus)) == (days == 7)
        if days == 8:
            assert "No invitation is open." in await said(room, ola, "/staff")


async def test_a_role_that_stays_keeps_its_menu() -> None:
    """A facilitator in general who loses one workshop keeps the commands, and the board of another workshop."""
    async with careful_room() as room:
        ola = await room.staff("Ola")
        gus = await invited(room, ola, "Gus", typed="/invite facilitator")
        await room.workshop(ola, title="Spring")
        await tapped(room, ola, "More …", "Invite a co-facilitator")
        gus.open(link_on(ola))
        await room.quiet()
        await room.workshop(gus, title="Autumn")
        mine = board(gus)
        await said(room, ola, "/board")
        await tapped(room, ola, "More …", "👥 Who may steer", "✖ Gus", "Yes …", "Yes, for good")
        assert words_heard(gus) == "Your role for Spring was withdrawn. Your others stay."
        assert board(gus).message_id == mine.message_id
        assert in_menu(room, gus) == [name for name, _ in menu(Role.FACILITATOR, Wording("en"))]
        assert "Autumn" in board(gus).text


async def test_a_deletion_takes_the_menu_too() -> None:
    """Whoever had a role in nothing but the deleted workshop finds what everybody finds behind the Menu button."""
    async with careful_room() as room:
        ola = await room.staff("Ola")
        code = await room.workshop(ola)
        gus = await invited(room, ola, "Gus", "More …", "Invite a co-facilitator")
        assert "close" in in_menu(room, gus)
        await said(room, ola, "/board")
        await tapped(room, ola, "Close", "Yes, close it")
        await said(room, ola, f"/delete {code}")
        await tapped(room, ola, "Delete it …", "Yes, delete it for good")
        assert in_menu(room, gus) == [name for name, _ in menu(None, Wording("en"))]
        assert "close" in in_menu(room, ola)
