"""A show of hands and a linked group: a poll there, results in the group, commands there."""

from __future__ import annotations

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.protocol.refusal import Refused
from bot.rehearsal.world.bubbles import Bubble
from bot.rehearsal.world.groups import Group
from tests.support.careful import careful_room
from tests.support.room import Room
from tests.support.steps import board, choices, close, heard, joined, submit, words_heard


def poll_on(phone: Phone, chat: Group | None = None) -> Bubble:
    """The newest poll on a phone."""
    return next(b for b in reversed(phone.messages(chat)) if b.poll)


async def ask(room: Room, fay: Phone, *labels: str) -> None:
    """Through the poll menu."""
    fay.tap("🗳 Poll")
    for label in labels:
        await room.quiet()
        fay.tap(label)
    await room.quiet()


async def linked(room: Room, fay: Phone, code: str, *members: Phone) -> Group:
    """A group with the bot, linked to the workshop."""
    group = room.emulator.group("Riverside group", fay, *members)
    await room.quiet()
    fay.say(f"/link {code}", chat=group)
    await room.quiet()
    return group


async def test_a_poll_is_ended_and_posted_whatever_becomes_of_the_answers() -> None:
    """A lost answer to stopPoll or sendPoll: totals are read elsewhere, too few are taken away, and no orphan stays in the group."""
    refusals = [(method, 400) for method in ("stopPoll", "deleteMessage")]
    allow = ("courier_retried", "courier_refused", "courier_gave_up", "deed_failed")
    async with careful_room(allow=allow, refusals=refusals) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        phones = await joined(room, code, 5)
        group = await linked(room, fay, code, *phones)
        for voters, what in ((5, "lost"), (4, "lost"), (4, "unread"), (4, "killed"), (4, "gone")):
            await ask(room, fay, "Sector", "The question with all its options", "Post in the group")
            bubble = poll_on(phones[0], group)
            for phone in phones[:voters]:
                phone.vote(bubble.message_id, [0], group)
            if what == "gone":
                phones[0]._world.remove(room.emulator.world.chats[group.chat_id], [bubble.message_id])
            else:
                room.emulator.lose_next("stopPoll")
            if what == "unread":
                room.emulator.fail_next("editMessageReplyMarkup", Refused(400, "strange"), chat=group.chat_id)
            if what == "killed":
                room.app.deeds._polls._close = _never  # type: ignore[assignment,method-assign]  # the kill is before it
            fay.tap("End the poll")
            await room.quiet()
            if what == "killed":
                await room.restart()
            is_there = any(b.message_id == bubble.message_id for b in phones[0].messages(group))
            assert is_there == (voters == 5), what
            said = (
                "5 (100%)"
                if voters == 5
                else "could not be read"
                if what in ("unread", "killed", "gone")
                else "Fewer than 5"
            )
            assert said in phones[0].newest(group).text, what
        room.emulator.lose_next("sendPoll")
        await ask(room, fay, "Sector", "The question with all its options", "Post in the group")
        assert words_heard(fay) == "Telegram did not take the poll. Please try again."
        await killed_while_it_is_posted(room, fay)
        assert [b for b in phones[0].messages(group) if b.poll and not b.poll.closed] == []
        assert sum(1 for b in phones[0].messages(group) if b.poll) == 1
        await ask(room, fay, "Sector", "The question with all its options", "Post in the group")
        room.emulator.cut_next("sendPoll")
        await ask(room, fay, "Sector", "The question with all its options", "Post in the group")
        assert words_heard(fay).startswith("I do not know whether the poll stands in the group.")
        assert [b.poll.closed for b in phones[0].messages(group) if b.poll][1:] == [False], (
            "a poll that is known goes on"
        )


async def killed_while_it_is_posted(room: Room, fay: Phone) -> None:
    """A poll was carried out and nothing of it was stored: after the start it is taken away, and no second one comes by itself."""
    room.app.deeds._polls._keep = _never  # type: ignore[assignment,method-assign]  # the kill is before it
    await ask(room, fay, "Sector", "The question with all its options", "Post in the group")
    await room.restart()
    assert words_heard(fay) == "Telegram did not take the poll. Please try again."


def _never(*_: object) -> None:
    """Stands for the end of the process."""
    raise OSError


async def test_a_show_of_hands_in_the_group() -> None:
    """A native poll hides its result until it is closed; with fewer votes than k it is taken away and nothing is said."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        phones = await joined(room, code, 5)
        group = await linked(room, fay, code, *phones)
        for voters in (5, 4):
            await ask(room, fay, "Sector", "The question with all its options", "Post in the group")
            bubble = poll_on(phones[0], group)
            poll = bubble.poll
            assert poll is not None
            assert poll.anonymous
            for phone, choice in zip(phones[:voters], (0, 0, 3, 4, 0), strict=False):
                phone.vote(bubble.message_id, [choice], group)
            assert poll.counts() == [0] * 5
            fay.tap("End the poll")
            await room.quiet()
            is_there = any(b.message_id == bubble.message_id for b in phones[0].messages(group))
            assert is_there == (voters == 5)
            said = "Public sector / council: 3 (60%)" if voters == 5 else "Fewer than 5 people voted"
            assert said in words_heard(fay)
            assert said in phones[0].newest(group).text
        assert "(" not in words_heard(fay)
        fay.tap("End the poll")
        await room.quiet()
        assert fay.toasts[-1].endswith("This poll has ended already.")


async def test_open_questions_are_not_offered_for_a_poll() -> None:
    """Only questions with options can become a poll."""
    async with careful_room() as room:
        fay = await room.staff()
        await room.workshop(fay)
        fay.tap("🗳 Poll")
        await room.quiet()
        assert choices(fay) == [
            "✏️ My own question",
            "Sector",
            "Worth the effort",
            "What triggers people",
            "What motivates us",
            "Biggest concerns",
        ]


async def test_a_poll_that_nobody_closed_ends_with_the_workshop() -> None:
    """The close of the workshop closes its polls and says their results."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        phones = await joined(room, code, 5)
        group = await linked(room, fay, code, *phones)
        await ask(room, fay, "Sector", "The question with all its options", "Post in the group")
        for phone in phones:
            phone.vote(poll_on(phone, group).message_id, [1], group)
        await close(room, fay)
        poll = poll_on(phones[0], group).poll
        assert poll is not None
        assert poll.closed
        assert any("Business / private sector: 5 (100%)" in b.text for b in phones[0].messages(group))


async def test_a_linked_group_gets_card_poll_summary_and_result() -> None:
    """After /link CODE the group sees the join card, a poll and its result, the summary when asked, and what the room said."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        phones = await joined(room, code, 9)
        await submit(room, *phones)
        group = await linked(room, fay, code, *phones[:5])
        assert phones[0].newest(group).photo
        assert code in phones[0].newest(group).text
        await ask(room, fay, "Sector", "The question with all its options", "Post in the group")
        for phone in phones[:5]:
            phone.vote(poll_on(phone, group).message_id, [2], group)
        assert not any(b.poll for b in phones[5].messages())
        fay.tap("End the poll")
        await room.quiet()
        assert "Third sector / charity: 5 (100%)" in phones[0].newest(group).text
        await room.look()
        fay.say("/summary", chat=group)
        await room.quiet()
        assert "6 of 9 counted" in phones[0].newest(group).text
        fay.tap("More …")
        await room.quiet()
        fay.tap("Post the summary to the group")
        await room.quiet()
        assert sum("6 of 9 counted" in b.text for b in phones[0].messages(group)) == 2
        await close(room, fay)
        assert any(b.text.startswith("The room said") for b in phones[0].messages(group))


async def test_a_group_is_greeted_and_left_in_peace() -> None:
    """The bot says hello once, answers commands shortly, and never answers what people say to each other."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada = await room.participant("Ada", code)
        group = room.emulator.group("Riverside group", fay, ada)
        await room.quiet()
        assert "/link CODE" in ada.newest(group).text
        before = len(ada.messages(group))
        ada.say("Good morning", chat=group)
        ada.say("2", chat=group)
        ada.sticker(group)
        await room.quiet()
        assert len(ada.messages(group)) == before + 3
        for command in ("/help", "/mydata", "/close", "/summary", f"/link {code}"):
            ada.say(command, chat=group)
            await room.quiet()
            assert ada.newest(group).message_id == ada.messages(group)[-1].message_id, command
        assert "Only a facilitator of that workshop can link it." in ada.newest(group).text
        assert "· open" in board(fay).text


async def test_a_group_that_becomes_a_supergroup_stays_linked() -> None:
    """What is posted after the upgrade arrives in the new chat."""
    async with careful_room(refusals=[("sendMessage", 400), ("sendPhoto", 400)]) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada = await room.participant("Ada", code)
        group = await linked(room, fay, code, ada)
        group.migrate()
        await room.quiet()
        await close(room, fay)
        assert any(b.text.startswith("The room said") for b in ada.messages(group.chat_id))


async def test_a_group_that_throws_the_bot_out_is_unlinked() -> None:
    """Afterwards nothing is sent there, and the facilitator is offered no group any more."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        group = await linked(room, fay, code)
        fay.kick_bot(group)
        await room.quiet()
        fay.tap("More …")
        await room.quiet()
        assert "Post the summary to the group" not in heard(fay).labels
        await close(room, fay)
        assert words_heard(fay).startswith("The room said")
