"""A facilitator's phone: invitations and rights, starting a workshop, the board, summary, close and export."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest

from bot.buttons import Button, Scope, encode
from bot.facilitator import workshops
from bot.rehearsal.hands.phone import Phone
from tests.support.careful import careful_room, seen
from tests.support.room import Room, code_on, open_room
from tests.support.steps import (
    alive,
    all_as_text,
    board,
    choices,
    close,
    heard,
    joined,
    place,
    read_all,
    submit,
    words_heard,
)

NOT_YOURS = "That is for the facilitators of this workshop."


async def colleague(room: Room, fay: Phone, name: str = "Gus") -> Phone:
    """Somebody who followed the co-facilitator's link of the workshop that Fay has in hand."""
    fay.tap("More …")
    await room.quiet()
    fay.tap("Invite a co-facilitator")
    await room.quiet()
    gus = room.emulator.account(name)
    gus.open(words_heard(fay).split()[-1])
    await room.quiet()
    return gus


async def test_an_invitation_works_once() -> None:
    """The first to follow the link is staff; the second is told that it has been used, and is not."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/invite facilitator")
        await room.quiet()
        link = words_heard(fay).split()[-1]
        gus, mal = room.emulator.account("Gus"), room.emulator.account("Mal")
        gus.open(link)
        await room.quiet()
        mal.open(link)
        await room.quiet()
        assert words_heard(gus).startswith("Help for facilitators")
        assert "used" in words_heard(mal)
        mal.say("/new key-questions Mine")
        await room.quiet()
        assert words_heard(mal).startswith("That is for facilitators.")


async def test_only_organisers_invite_and_export() -> None:
    """A facilitator can do neither, by command or by a button that was made up."""
    async with careful_room() as room:
        fay = await room.staff(role="facilitator")
        fay.say("/invite organiser")
        await room.quiet()
        assert words_heard(fay).startswith("Only organisers can invite.")
        code = await room.workshop(fay)
        await close(room, fay)
        assert "📄 Export" not in board(fay).labels
        fay.press(board(fay).message_id, encode(Button(Scope.FACILITATOR, code, "exp", ("xlsx",))))
        fay.say("/export")
        await room.quiet()
        assert "Only organisers can export." in fay.toasts[-1]
        assert words_heard(fay).startswith("Riverside Park: Only organisers can export.")
        assert not any(b.document for b in fay.messages())


VERBS = (
    "open",
    "pause",
    "close",
    "closeyes",
    "sum",
    "sumat",
    "sumall",
    "sumtext",
    "sumgroup",
    "card",
    "board",
    "more",
    "lock",
    "unlock",
    "co",
    "poll",
)


async def test_a_button_gives_no_right() -> None:
    """Neither a participant nor the facilitator of another workshop can use a facilitator's buttons, whatever they send."""
    async with careful_room() as room:
        fay, gus = await room.staff(role="facilitator"), await room.staff("Gus", "facilitator")
        code = await room.workshop(fay)
        await room.workshop(gus, title="Elsewhere")
        ada = await room.participant("Ada", code)
        for mal in (ada, gus):
            before = seen(fay)
            for verb in VERBS:
                mal.press(mal.last.message_id, encode(Button(Scope.FACILITATOR, code, verb)))
            for verb, arguments in (("bsend", ("poll-1", "abcdef")), ("exp", ("json",)), ("pollend", ("x",))):
                mal.press(mal.last.message_id, encode(Button(Scope.FACILITATOR, code, verb, arguments)))
            await room.quiet()
            assert set(mal.toasts) == {NOT_YOURS}
            assert len(mal.toasts) == len(VERBS) + 3
            assert seen(fay) == before
        assert place(ada) == "1 of 6"


async def test_a_command_acts_only_on_ones_own_workshop() -> None:
    """Typed commands of a facilitator never reach somebody else's workshop, not even the only one there is."""
    async with careful_room() as room:
        fay, gus = await room.staff(role="facilitator"), await room.staff("Gus", "facilitator")
        await room.workshop(fay)
        for command in ("/open", "/pause", "/summary", "/poll", "/close", "/board", "/export"):
            gus.say(command)
            await room.quiet()
            assert words_heard(gus) == "You have no workshop to steer. /new starts one."
        assert "· open" in board(fay).text


async def test_starting_a_workshop_by_menu() -> None:
    """/new offers the flows, asks for a title, and answers with QR code, link, join code and the board."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/new")
        await room.quiet()
        assert "Working in partnership: the key questions · 5 min" in heard(fay).labels
        fay.tap("Working in partnership: the key questions · 5 min")
        await room.quiet()
        assert "1. Which sector do you speak for" in fay.last.text
        fay.tap("← Other questions")
        await room.quiet()
        fay.tap("Working in partnership: the key questions · 5 min")
        await room.quiet()
        fay.tap("Use these questions")
        await room.quiet()
        fay.say("  Riverside\n Park <2> ")
        await room.quiet()
        card = fay.messages()[-2]
        code = code_on(fay)
        assert card.photo is not None
        assert card.photo.startswith(b"\x89PNG")
        assert card.text == f"Riverside Park <2>\n{room.link(code)}\nJoin code: {code}"
        assert fay.last.message_id == board(fay).message_id
        assert board(fay).text.startswith(f"Riverside Park <2> · not open yet\nJoin code: {code}")
        assert "joined 0 · submitted 0" in board(fay).text


async def test_a_title_that_does_not_fit() -> None:
    """A title of 101 characters is asked for again; a sticker meanwhile loses nothing; another command gives it up."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/new key-questions")
        await room.quiet()
        assert "for example: Riverside Park" in words_heard(fay)
        fay.say("x" * 101)
        await room.quiet()
        assert "A title has 100 characters at most" in words_heard(fay)
        fay.sticker()
        await room.quiet()
        fay.say("x" * 100)
        await room.quiet()
        assert board(fay).text.startswith("x" * 100)
        fay.say("/new key-questions")
        fay.say("/help")
        fay.say("Not a title")
        await room.quiet()
        assert "Not a title" not in [b.text for b in fay.messages() if not b.mine]


async def test_an_unknown_flow_is_answered_with_the_known_ones() -> None:
    """/new with a name that is no flow lists those there are."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/new <nothing> Riverside Park")
        await room.quiet()
        assert "no flow called <nothing>." in words_heard(fay)
        assert "key-questions" in words_heard(fay)


async def test_the_board_edits_itself() -> None:
    """One message shows phase, joined, answering and submitted, all along; it moves only below what is said to its reader."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        first = board(fay).message_id
        ada, ben = await joined(room, code, 2)
        assert "joined 2 · answering 2 · submitted 0" in board(fay).text
        ada.say("1")
        await room.quiet()
        assert "joined 2 · answering 2 · submitted 0" in board(fay).text
        await submit(room, ben)
        assert "joined 2 · answering 1 · submitted 1" in board(fay).text
        fay.tap("⏸ Pause")
        await room.quiet()
        assert "· paused" in board(fay).text
        fay.tap("▶️ Open")
        await room.quiet()
        assert "· open" in board(fay).text
        assert board(fay).message_id == first
        fay.say("/open")
        await room.quiet()
        assert words_heard(fay) == "Riverside Park: It is open already."
        assert fay.last.message_id == board(fay).message_id
        assert [b.message_id for b in fay.messages() if "\njoined " in b.text] == [fay.last.message_id]


async def test_a_board_that_was_deleted_comes_back() -> None:
    """The next change sends it anew, and from then on that one edits itself."""
    async with careful_room(allow=("courier_refused",)) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        gone = board(fay).message_id
        fay.delete(gone)
        await joined(room, code, 1)
        await joined(room, code, 1)
        assert board(fay).message_id > gone
        assert "joined 2" in board(fay).text
        assert sum("joined" in b.text for b in fay.messages()) == 1


async def test_two_facilitators_see_the_same() -> None:
    """A co-facilitator gets a board of their own; both follow, whoever acts."""
    async with careful_room() as room:
        fay = await room.staff(role="facilitator")
        code = await room.workshop(fay)
        gus = await colleague(room, fay)
        assert "· open" in board(gus).text
        await joined(room, code, 1)
        assert "joined 1" in board(fay).text
        assert board(gus).text == board(fay).text
        gus.tap("⏸ Pause")
        await room.quiet()
        assert "· paused" in board(fay).text
        assert board(gus).text == board(fay).text


async def test_closing_asks_once() -> None:
    """Close asks and says what will happen; keeping it open keeps it open; yes closes for good."""
    async with careful_room() as room:
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), 6)
        await submit(room, *phones[:5])
        phones[5].say("1")
        await room.quiet()
        fay.tap("Close")
        await room.quiet()
        assert "1 person is still answering." in words_heard(fay)
        fay.tap("Keep it open")
        await room.quiet()
        assert "· open" in board(fay).text
        await close(room, fay)
        assert "· closed" in board(fay).text
        for command in ("/open", "/pause", "/close", "/poll"):
            fay.say(command)
            await room.quiet()
            assert words_heard(fay).endswith(": This workshop is closed for good.")


async def test_before_the_first_release_the_summary_says_what_is_missing() -> None:
    """With three of eight submitted no figure is shown, only how many more are needed."""
    async with careful_room() as room:
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), 8)
        await submit(room, *phones[:3])
        await room.look()
        fay.tap("📊 Summary")
        await room.quiet()
        assert "Shown once 8 people have submitted: 5 more." in words_heard(fay)
        assert "%" not in words_heard(fay)
        assert heard(fay).photo is None


async def test_closing_with_fewer_than_five() -> None:
    """Four people's answers are shown to nobody, and everyone is told so."""
    async with careful_room() as room:
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), 4)
        await submit(room, *phones)
        fay.tap("Close")
        await room.quiet()
        assert "Fewer than 5 people have answered" in words_heard(fay)
        fay.tap("Yes, close it")
        await room.quiet()
        for phone in (fay, *phones):
            said = next(b.text for b in phone.messages() if b.text.startswith("The room said"))
            assert "Fewer than 5 people answered, so nothing is shown." in said
            assert not any("%" in b.text for b in phone.messages())


async def test_everyone_sees_what_the_room_said() -> None:
    """At the close each participant gets the same figures and pictures as the facilitator, in their own language."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        phones = await joined(room, code, 5)
        nia = await room.participant("Nia", code, language="nl")
        await submit(room, *phones[:4], worth="1")
        phones[4].say("2")
        for words in ("2", "4", "1", "1 2 3", "1", "meer overleg", "versturen"):
            nia.say(words)
            await room.quiet()
        await close(room, fay)
        said = [next(b.text for b in p.messages() if b.text.startswith("The room said")) for p in (fay, *phones)]
        assert set(said) == {said[0]}
        for phone in (fay, *phones):
            below = await all_as_text(room, phone)
            assert "Public sector / council: 4 (67%)" in below
            assert "Business / private sector: 2 (33%)" in below
        assert all(any(b.photo for b in p.messages()) for p in (*phones, nia))
        nia.tap("📊 Alle uitkomsten")
        await room.quiet()
        assert "Overheid / gemeente, 4 van 6" in nia.recent(1)[0].text
        assert sum(b.text.startswith("The room said") for b in phones[0].messages()) == 1


async def exported(room: Room, fay: Phone, label: str) -> tuple[str, bytes]:
    """The file that a button of the export menu brings."""
    fay.say("/board")
    await room.quiet()
    fay.tap("📄 Export")
    await room.quiet()
    fay.tap(label)
    await room.quiet()
    bubble = next(b for b in reversed(fay.messages()) if b.from_bot and "joined " not in b.text)
    assert bubble.document is not None
    return bubble.document_name or "", bubble.document


async def test_the_export_in_its_formats() -> None:
    """Everything in one file, Excel, CSV and JSON hold the same counts, no row per person, and the same bytes each time."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        await submit(room, *await joined(room, code, 6), worth="2")
        await close(room, fay)
        await read_all(room, fay)
        name, book = await exported(room, fay, "Excel")
        assert name == f"roundtable-{code}.xlsx"
        sheets = openpyxl.load_workbook(io.BytesIO(book)).sheetnames
        assert len(sheets) >= 3
        name, archive = await exported(room, fay, "CSV (,)")
        assert zipfile.ZipFile(io.BytesIO(archive)).testzip() is None
        name, data = await exported(room, fay, "JSON")
        assert '"better minutes"' in data.decode()
        assert json.loads(data)
        assert await exported(room, fay, "Excel") == (f"roundtable-{code}.xlsx", book)
        named, pack = await exported(room, fay, "📦 Everything, one file")
        assert named == f"{code}.zip"
        with zipfile.ZipFile(io.BytesIO(pack)) as inside:
            assert (inside.read("results.xlsx"), inside.read("data/results.json")) == (book, data)
        fay.say("/board")
        await room.quiet()
        fay.tap("📄 Export")
        await room.quiet()
        fay.tap("Nederlands")
        await room.quiet()
        assert "✓ Nederlands" in [key.label for row in board(fay).buttons for key in row]
        fay.tap("📦 Everything, one file")
        await room.quiet()
        document = next(b.document for b in reversed(fay.messages()) if b.document is not None)
        with zipfile.ZipFile(io.BytesIO(document)) as inside:
            assert "De werkmap" in inside.read("README.txt").decode()
            dutch = openpyxl.load_workbook(io.BytesIO(inside.read("results.xlsx")))
        assert dutch.sheetnames[0] == "Samenvatting"
        assert await exported(room, fay, "JSON") == (name, data)


async def test_no_export_before_the_close() -> None:
    """An export while people answer could be compared with a later one, so there is none."""
    async with careful_room() as room:
        fay = await room.staff()
        await room.workshop(fay)
        fay.say("/export")
        await room.quiet()
        assert words_heard(fay).startswith("Riverside Park: The export comes after the close")


@pytest.mark.parametrize("language", ["en", "nl"])
async def test_commands_act_on_the_workshop_last_used(language: str) -> None:
    """With two workshops the typed commands mean the one last touched; the list brings the other."""
    async with careful_room() as room:
        fay = await room.staff(language=language)
        first = await room.workshop(fay)
        await room.workshop(fay, title="Market Square")
        fay.say("/pause")
        await room.quiet()
        fay.say("/workshops")
        await room.quiet()
        assert {label.split(" · ")[0] for label in choices(fay)} == {"Market Square", "Riverside Park"}
        fay.tap(lambda button: button.label.startswith("Riverside Park"))
        await room.quiet()
        assert first in fay.last.text
        assert fay.last.text.startswith("Riverside Park · ")
        fay.say("/close")
        await room.quiet()
        assert fay.last.text.startswith("Riverside Park · ")
        assert "Riverside Park" in words_heard(fay)
        assert fay.last.labels
        assert alive(fay) == 1


async def test_nobody_starts_workshops_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever steers as many as there may be is told to close one first; after that there is room for another."""
    monkeypatch.setattr(workshops, "MOST", 2)
    async with open_room() as room:
        fay = await room.staff()
        for number in range(4):
            fay.say(f"/new key-questions Park {number}")
        await room.quiet()
        said = "You have 2 workshops that are not closed. Close one of them, then start another."
        assert [bubble.text for bubble in fay.messages()].count(said) == 2
        made = await room.app.deeds.ask(lambda unit: unit.workshops.all_open())
        assert sorted(workshop.title for workshop in made) == ["Park 0", "Park 1"]
        await room.app.deeds.ask(lambda unit: unit.workshops.begin_closing(made[0].id, room.today))
        fay.say("/new key-questions Park again")
        await room.quiet()
        assert len(await room.app.deeds.ask(lambda unit: unit.workshops.all_open())) == 2
