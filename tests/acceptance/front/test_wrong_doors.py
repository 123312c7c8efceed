"""Joining, leaving and commands at the wrong moment: codes, locks, roles, a second workshop, /forget, /mydata, /language."""

from __future__ import annotations

from bot.buttons import Button, Scope, encode
from tests.support.careful import careful_room, seen
from tests.support.room import code_on
from tests.support.steps import (
    NO_SUCH_CODE,
    alive,
    all_as_text,
    asked,
    board,
    close,
    heard,
    joined,
    place,
    submit,
    words_heard,
)


async def test_joining_before_the_workshop_opens() -> None:
    """Somebody who is early waits in a friendly room and gets the first question by themselves."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/new key-questions Riverside Park")
        await room.quiet()
        ada = await room.participant("Ada", code_on(fay))
        assert "the first question appears here by itself" in ada.last.text
        ada.say("2")
        await room.quiet()
        assert "the first question appears here by itself" in ada.last.text
        fay.say("/open")
        await room.quiet()
        assert place(ada) == "1 of 6"


async def test_a_closed_workshop_cannot_be_joined() -> None:
    """Its join code is unknown from the close on."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        await close(room, fay)
        late = room.emulator.account("Lea")
        late.open(room.link(code))
        await room.quiet()
        assert late.last.text.startswith(NO_SUCH_CODE)


async def test_guessing_join_codes_is_slowed_down() -> None:
    """After eight wrong codes even the right one has to wait; the wrong ones were answered kindly."""
    async with careful_room() as room:
        code = await room.workshop(await room.staff())
        mal = room.emulator.account("Mal")
        for n in range(8):
            mal.say(f"AAAAA{'ABCDEFGH'[n]}")
        await room.quiet()
        assert words_heard(mal).startswith(NO_SUCH_CODE)
        mal.say(code)
        await room.quiet()
        assert words_heard(mal).startswith("None of those codes fits a workshop.")
        ben = room.emulator.account("Ben")
        ben.say(code.lower())
        await room.quiet()
        assert "Take part" in ben.last.labels


async def test_guessing_from_inside_a_workshop_is_slowed_down_too() -> None:
    """Somebody who is in one workshop cannot try codes of others without end: their words are answers again."""
    async with careful_room() as room:
        fay = await room.staff()
        first = await room.workshop(fay)
        mal = await room.participant("Mal", first)
        second = await room.workshop(fay, title="Another Park")
        for n in range(8):
            mal.say(f"AAAAA{'ABCDEFGH'[n]}")
        mal.say(second)
        await room.quiet()
        assert "Another Park" not in words_heard(mal)


async def test_a_locked_workshop_takes_nobody_else() -> None:
    """Locked out are newcomers, by link, by code and by forged button; those inside go on."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada = await room.participant("Ada", code)
        fay.tap("More …")
        await room.quiet()
        fay.tap("Let nobody else join")
        await room.quiet()
        ben = room.emulator.account("Ben")
        ben.open(room.link(code))
        await room.quiet()
        assert ben.last.text == "This workshop takes no more participants. Please ask the facilitator."
        ben.press(ben.last.message_id, encode(Button(Scope.PARTICIPANT, code, "tp")))
        await room.quiet()
        assert ben.toasts
        ada.open(room.link(code))
        await room.quiet()
        assert place(ada) == "1 of 6"
        assert "joined 1" in board(fay).text


async def test_a_facilitator_cannot_answer_in_their_own_workshop() -> None:
    """Neither by link, nor by code, nor by a forged button: that protects everyone's anonymity."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        fay.open(room.link(code))
        fay.say(code)
        await room.quiet()
        assert words_heard(fay).startswith("You facilitate this workshop, so you cannot answer in it.")
        fay.press(heard(fay).message_id, encode(Button(Scope.PARTICIPANT, code, "tp")))
        await room.quiet()
        assert fay.toasts == ["You facilitate this workshop, so you cannot answer in it."]
        assert "joined 0" in board(fay).text


async def test_who_becomes_a_facilitator_stops_answering() -> None:
    """A participant who accepts a co-facilitator's link is taken out of the workshop, with their uncounted answers."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada = await room.participant("Ada", code)
        ada.say("1")
        await room.quiet()
        fay.tap("More …")
        await room.quiet()
        fay.tap("Invite a co-facilitator")
        await room.quiet()
        ada.open(words_heard(fay).split()[-1])
        await room.quiet()
        assert alive(ada) == 1  # the board, and no question
        ada.say("2")
        await room.quiet()
        assert not any("✓ Worth" in b.text for b in ada.messages())
        ada.say("/mydata")
        await room.quiet()
        assert heard(ada).text.startswith("As facilitator or organiser, not encrypted\n")


async def test_a_second_workshop_of_the_day() -> None:
    """The newest is current; the other waits where it was left, and a button goes back there."""
    async with careful_room() as room:
        fay = await room.staff()
        first = await room.workshop(fay)
        second = await room.workshop(fay, title="Market Square")
        ada = await room.participant("Ada", first)
        ada.say("1")
        await room.quiet()
        ada.say(second)
        await room.quiet()
        assert ada.last.text.startswith("Market Square")
        ada.tap("Take part")
        await room.quiet()
        ada.say("3")
        await room.quiet()
        ada.say("/workshops")
        await room.quiet()
        assert ada.last.labels == ["● Market Square", "Riverside Park"]
        ada.tap("Riverside Park")
        await room.quiet()
        ada.say("2")
        await room.quiet()
        assert [b.text for b in ada.messages() if b.text.startswith("✓")] == [
            "✓ Sector: Public sector / council", "✓ Sector: Third sector / charity", "✓ Worth the effort: Rarely",
        ]  # fmt: skip
        assert place(ada) == "3 of 7"
        ada.say("5", reply_to=next(b.message_id for b in ada.messages() if b.text.startswith("✓ Sector: Third")))
        await room.quiet()
        assert ada.last.text.startswith("For which one?"), "both ask it, and nothing on the message says whose it was"
        ada.tap("Market Square")
        await room.quiet()
        assert [b.text for b in ada.messages() if b.text.startswith("✓ Sector")][-1] == "✓ Sector: Other"
        assert place(ada) == "2 of 6", "and goes on there"


async def test_changing_ones_mind_after_no_thanks() -> None:
    """Who declines a second workshop and then takes part after all is asked there, not in the first one."""
    async with careful_room() as room:
        fay = await room.staff()
        ada = await room.participant("Ada", await room.workshop(fay))
        ada.say(await room.workshop(fay, title="Market Square"))
        await room.quiet()
        ada.tap("No thanks")
        await room.quiet()
        ada.tap("Take part after all")
        await room.quiet()
        assert ada.last.text.startswith("Market Square")
        ada.tap("Take part")
        await room.quiet()
        ada.say("3")
        await room.quiet()
        assert place(ada) == "2 of 6"
        assert "Take part after all" not in [label for b in ada.messages() for label in b.labels]


async def test_a_button_of_the_other_workshop_still_works() -> None:
    """A question of a workshop that is not the current one can be answered by its own buttons."""
    async with careful_room() as room:
        fay = await room.staff()
        ada = await room.participant("Ada", await room.workshop(fay))
        question = asked(ada)
        ada.say(await room.workshop(fay, title="Market Square"))
        await room.quiet()
        ada.press(question.message_id, question.buttons[3][0].data or "")
        await room.quiet()
        assert "✓ Sector: Resident or user group" in [b.text for b in ada.messages()]
        assert place(ada) == "2 of 6"


async def test_forget_and_rejoin() -> None:
    """/forget asks once, deletes at once, and joining again starts from the consent card."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada = await room.participant("Ada", code)
        ada.say("4")
        await room.quiet()
        ada.say("/forget")
        await room.quiet()
        ada.tap("Forget me in Riverside Park")
        await room.quiet()
        assert ada.last.text.startswith("Done. Nothing about you is kept in this workshop")
        assert alive(ada) == 0
        ada.say("/mydata")
        await room.quiet()
        assert ada.last.text == "Nothing is kept about you in any open workshop."
        ada.open(room.link(code))
        await room.quiet()
        assert "Take part" in ada.last.labels
        ada.tap("Take part")
        await room.quiet()
        assert place(ada) == "1 of 6"
        assert not any("●" in label for label in ada.last.labels)


async def test_forgetting_after_submitting_withdraws_what_is_not_counted() -> None:
    """Somebody who forgets after submitting is in no count: with five others the close counts five."""
    async with careful_room() as room:
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), 6)
        await submit(room, *phones)
        phones[0].say("/forget")
        await room.quiet()
        phones[0].tap("Forget me in Riverside Park")
        await room.quiet()
        await close(room, fay)
        said = next(b.text for b in fay.messages() if b.text.startswith("The room said"))
        assert "5 of 6 counted" in said
        assert "5 people counted" in await all_as_text(room, phones[1])


async def test_my_data_lists_what_is_kept() -> None:
    """/mydata names every answer that waits, however long they are together."""
    async with careful_room() as room:
        ada = await room.participant("Ada", await room.workshop(await room.staff(), "place-keeping", "P" * 100))
        long = "Long words & <tags> " * 49
        for words in (
            "1",
            "1",
            "1",
            "1",
            long,
            "1",
            *["1"] * 5,
            "1 2 3",
            "1 2 3",
            "2 2 2 2 2",
            "1 2 3 6",
            long,
            "1 2 3",
        ):
            ada.say(words)
            await room.quiet()
        for _ in range(2):
            ada.say(long)
            await room.quiet()
        ada.tap("What it cannot deliver")  # it might have been more of the answer before
        await room.quiet()
        ada.say("/mydata")
        await room.quiet()
        told = "\n".join(b.text for b in ada.messages()[-3:])
        assert "• What it cannot deliver: Long words & <tags>" in told
        assert "18 answers wait and can be changed." in told


async def test_another_language() -> None:
    """/language offers the languages; with one behind it, it is spoken at once, and the question comes again in it."""
    async with careful_room() as room:
        code = await room.workshop(await room.staff())
        for words in ("/language", "/language nl", "/language NL", "/language xx", "/language nederlands"):
            ada = await room.participant("Ada", code)
            ada.say(words)
            await room.quiet()
            if "Nederlands" in ada.last.labels:
                ada.tap("Nederlands")
                await room.quiet()
            assert "Namens welke sector spreek je vandaag?" in ada.last.text, words
            ada.say("1")
            await room.quiet()
            assert "Is samenwerken de moeite waard?" in ada.last.text


COMMANDS = (
    "/start", "/help", "/privacy", "/mydata", "/forget", "/workshops", "/language", "/nonsense", "/new", "/open", "/pause",
    "/close", "/summary", "/poll", "/export", "/invite organiser", "/board", "/back", "/skip", "/resume", "/review",
)  # fmt: skip


async def test_every_command_is_answered_at_every_moment() -> None:
    """A stranger, a newcomer at the consent card and a participant get an answer to every command, and lose nothing."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        stranger, newcomer = room.emulator.account("Sam"), room.emulator.account("Nia")
        newcomer.open(room.link(code))
        ada = await room.participant("Ada", code)
        for command in COMMANDS:
            for phone in (stranger, newcomer, ada):
                before = seen(phone)
                phone.say(command)
                await room.quiet()
                assert seen(phone) != before, command
        newcomer.say("yes")
        ada.say("1")
        await room.quiet()
        assert (place(newcomer), "· open" in board(fay).text) == ("1 of 6", True)
        assert "✓ Sector: Public sector / council" in [b.text for b in ada.messages()]


async def test_who_blocks_the_bot_and_comes_back() -> None:
    """Blocking costs nobody else anything; after unblocking, Start shows where one stood."""
    async with careful_room(refusals=[("sendMessage", 403), ("sendPhoto", 403)]) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada, ben = await joined(room, code, 2)
        ada.say("1")
        await room.quiet()
        ada.block()
        fay.say("/pause")
        fay.say("/open")
        await room.quiet()
        ben.say("1")
        await room.quiet()
        assert place(ben) == "2 of 6"
        ada.unblock()
        ada.say("/start")
        await room.quiet()
        assert place(ada) == "2 of 6"
        assert alive(ada) >= 1
