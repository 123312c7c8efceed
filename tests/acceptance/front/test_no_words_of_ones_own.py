"""What is nobody's word to the bot: other bots' commands, typos put right, albums, and moves of a live location."""

from __future__ import annotations

from bot.rehearsal.server.delivery import Updates
from flows.dialogue.effects import Notice
from tests.support.careful import careful_room, seen
from tests.support.room import BOT
from tests.support.steps import words_for, words_heard


async def test_only_what_was_said_to_the_bot_is_answered() -> None:
    """One remark for an album; none for a move of a location, a facilitator's typo put right, or a command of another bot."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada = await room.participant("Ada", code)
        group = room.emulator.group("Hall", fay, ada)
        await room.quiet()
        quiet = len(fay.messages(group))
        for words in ("/weather", "/weather@other_bot", "/roll 6"):
            ada.say(words, chat=group)
            await room.quiet()
        assert len(fay.messages(group)) == quiet + 3
        ada.say(f"/weather@{BOT}", chat=group)
        await room.quiet()
        assert fay.messages(group)[-1].from_bot
        typed = fay.say("/hlep")
        await room.quiet()
        before = seen(fay)
        fay.edit(typed, "/help")
        await room.quiet()
        assert seen(fay) == before
        fay.edit(typed, "Cofee at three")
        await room.quiet()
        assert words_heard(fay).startswith("I do not read corrections")
        fay.sticker()
        await room.quiet()
        assert words_heard(fay) == words_for(Notice.NOT_A_TEXT)
        updates: Updates = room.emulator.updates
        chat = {"id": ada.user_id, "type": "private", "first_name": "Ada"}
        here = {"from": ada.user, "chat": chat, "date": 1_800_000_000}
        told = len(ada.messages())
        for number in range(4):
            photo = [{"file_id": "x", "file_unique_id": "x", "width": 8, "height": 8}]
            content = {**here, "message_id": 900 + number, "media_group_id": "7", "photo": photo}
            updates.put("message", content, queue=ada.user_id, life=60)
        place = {"location": {"latitude": 52.1, "longitude": 4.3, "live_period": 900}}
        for number in range(4):
            moved = {**here, "message_id": 910, "edit_date": 1_800_000_060 + number, **place}
            updates.put("edited_message", moved, queue=ada.user_id, life=60)
        await room.quiet()
        assert len(ada.messages()) == told + 1
        assert ada.last.text.startswith(words_for(Notice.NOT_A_TEXT))
