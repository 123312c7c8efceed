"""Groups, polls, flood limits and menus of the emulated Bot API, through python-telegram-bot's own Bot."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ChatMemberRestricted,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    RetryAfter,
)

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.flood import FloodLimits
from tests.support.cast import Clock, everything


async def test_one_tally_for_a_poll_and_its_forwards(emulator: Emulator, ada: Phone, bot: Bot) -> None:
    """A hidden anonymous poll counts each person once wherever they vote, shows counts only when stopped, names nobody."""
    ben = emulator.account("Ben")
    ben.say("/start")
    group = emulator.group("Room", ada, ben)
    await everything(bot)
    sent = await bot.send_poll(group.chat_id, "Which?", ["a", "b", "c"], api_kwargs={"hide_results_until_closes": True})
    forward = await sent.forward(ben.chat_id)
    assert forward.poll is not None
    assert sent.poll is not None
    assert forward.poll.id == sent.poll.id
    ada.vote(sent.message_id, [1], group)
    ben.vote(sent.message_id, [2], group)
    ben.vote(forward.message_id, [1])
    with pytest.raises(ValueError, match="only one"):
        ada.vote(sent.message_id, [0, 1], group)
    updates = await everything(bot)
    assert [update.poll_answer for update in updates] == [None]
    assert updates[0].poll is not None
    assert [option.voter_count for option in updates[0].poll.options] == [0, 0, 0]
    final = await bot.stop_poll(group.chat_id, sent.message_id)
    assert ([option.voter_count for option in final.options], final.total_voter_count) == ([0, 2, 0], 2)
    (stopped,) = await everything(bot)
    assert stopped.poll == final
    poll = ben.last.poll
    assert poll is not None
    assert poll.counts() == [0, 2, 0]
    with pytest.raises(ValueError, match="closed"):
        ada.vote(sent.message_id, [], group)
    with pytest.raises(BadRequest, match="already been closed"):
        await bot.stop_poll(group.chat_id, sent.message_id)


async def test_privacy_mode(emulator: Emulator, ada: Phone, bot: Bot) -> None:
    """In a group the bot hears commands for it, replies to it and service messages, nothing else until it is admin."""
    group = emulator.group("Room", ada)
    sent = await bot.send_message(group.chat_id, "hello")
    await everything(bot)
    ada.say("just talking", chat=group)
    ada.say("/link@somebody_else_bot X", chat=group)
    ada.say("/link X", chat=group)
    ada.say(f"/link@{bot.username} Y", chat=group)
    ada.say("I mean you", chat=group, reply_to=sent.message_id)
    emulator.account("Ben").join(group)
    heard = [update.message for update in await everything(bot)]
    assert [message.text for message in heard if message] == ["/link X", f"/link@{bot.username} Y", "I mean you", None]
    group.promote_bot()
    ada.say("just talking", chat=group)
    assert (await everything(bot))[-1].message.text == "just talking"  # type: ignore[union-attr]


async def test_being_added_and_removed(emulator: Emulator, ada: Phone, bot: Bot) -> None:
    """Joining and leaving a group are my_chat_member updates; afterwards writing there is a 403."""
    group = emulator.group("Room", ada)
    ada.kick_bot(group)
    changes = [u.my_chat_member for u in await everything(bot) if u.my_chat_member]
    assert [change.difference()["status"] for change in changes] == [("left", "member"), ("member", "kicked")]
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(group.chat_id, "hello")
    ada.open(f"https://t.me/{bot.username}?startgroup=CODE", chat=group)
    assert (await everything(bot))[-1].message.text == f"/start@{bot.username} CODE"  # type: ignore[union-attr]
    assert await bot.get_chat_member_count(group.chat_id) == 2
    await bot.leave_chat(group.chat_id)
    with pytest.raises(Forbidden):
        await bot.send_message(group.chat_id, "hello")


async def test_rights_in_a_group(emulator: Emulator, ada: Phone, bot: Bot) -> None:
    """What is taken away from all members, or from the bot, is refused; an administrator may do it and pin."""
    group = emulator.group("Room", ada)
    group.permit(can_send_polls=False)
    with pytest.raises(BadRequest, match="ot enough rights to send polls"):
        await bot.send_poll(group.chat_id, "Which?", ["a", "b"])
    sent = await bot.send_message(group.chat_id, "hello")
    with pytest.raises(BadRequest, match="ot enough rights to manage pinned messages"):
        await sent.pin()
    group.restrict_bot(can_send_messages=False)
    with pytest.raises(BadRequest, match="ot enough rights to send text messages"):
        await bot.send_message(group.chat_id, "hello")
    me, chat = await bot.get_chat_member(group.chat_id, bot.id), await bot.get_chat(group.chat_id)
    assert isinstance(me, ChatMemberRestricted)
    assert (me.can_send_messages, me.can_send_polls) == (False, True)
    assert chat.permissions is not None
    assert (chat.permissions.can_send_messages, chat.permissions.can_send_polls) == (True, False)
    group.promote_bot()
    await sent.pin()
    await bot.send_poll(group.chat_id, "Which?", ["a", "b"])


async def test_topics_and_anonymous_administrators(emulator: Emulator, ada: Phone, bot: Bot) -> None:
    """In a forum a message goes where its thread says; who is anonymous writes as the group."""
    group = emulator.group("Room", ada)
    group.migrate()
    topic = group.open_topic("Table 1")
    await everything(bot)
    ada.say("/link X", chat=group, topic=topic, anonymous=True)
    (update,) = await everything(bot)
    message = update.message
    assert message is not None
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.username, message.sender_chat.id) == ("GroupAnonymousBot", group.chat_id)
    assert (message.message_thread_id, message.is_topic_message) == (topic, True)
    assert (await bot.send_message(group.chat_id, "here", message_thread_id=topic)).message_thread_id == topic
    with pytest.raises(BadRequest, match="essage thread not found"):
        await bot.send_message(group.chat_id, "here", message_thread_id=topic + 1000)


async def test_an_upgraded_group_says_where_it_went(emulator: Emulator, ada: Phone, bot: Bot) -> None:
    """After the upgrade the old id is refused with the new one, which works."""
    group = emulator.group("Room", ada)
    old = group.chat_id
    new = group.migrate()
    with pytest.raises(ChatMigrated) as refused:
        await bot.send_message(old, "hello")
    assert refused.value.new_chat_id == new
    assert (await bot.send_message(new, "hello")).message_id == 2
    assert ada.chats == [ada.chat_id, new]


async def test_a_group_takes_twenty_calls_a_minute(emulator: Emulator, ada: Phone, bot: Bot, clock: Clock) -> None:
    """The 21st message or edit within a minute is a 429 that says how long to wait."""
    group = emulator.group("Room", ada)
    sent = await bot.send_message(group.chat_id, "0")
    for number in range(1, 20):
        await sent.edit_text(str(number))
    clock.now += 12
    with pytest.raises(RetryAfter) as refused:
        await sent.edit_text("20")
    assert int(_seconds(refused.value.retry_after)) == 48
    clock.now += 48
    await sent.edit_text("20")
    assert emulator.count(429) == 1


async def test_a_private_chat_takes_a_burst_then_one_a_second(
    emulator: Emulator, ada: Phone, bot: Bot, clock: Clock
) -> None:
    """After a burst a private chat takes one message a second."""
    for _ in range(FloodLimits.real().private_burst):
        await bot.send_message(ada.chat_id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(ada.chat_id, "x")
    clock.now += 1
    await bot.send_message(ada.chat_id, "x")
    assert emulator.calls[-2].status == 429


async def test_telling_many_people_is_limited_and_answering_them_is_not(
    emulator: Emulator, bot: Bot, clock: Clock
) -> None:
    """30 notifications a second pass; who has just written is answered at any rate."""
    people = [emulator.account(str(number)) for number in range(40)]
    for person in people:
        person.say("/start")
    for person in people:
        await bot.send_message(person.chat_id, "welcome")
    clock.now += 60
    for person in people[:30]:
        await bot.send_message(person.chat_id, "news")
    with pytest.raises(RetryAfter):
        await bot.send_message(people[30].chat_id, "news")
    people[31].say("hello?")
    await bot.send_message(people[31].chat_id, "hello")


def _seconds(value: Any) -> float:
    return float(value.total_seconds()) if hasattr(value, "total_seconds") else float(value)


async def test_commands_by_scope_and_language(emulator: Emulator, ada: Phone, bot: Bot) -> None:
    """The menu shows the narrowest scope, in the phone's language when there is one."""
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("help", "Hulp")], language_code="nl")
    await bot.set_my_commands([BotCommand("new", "Start")], scope=BotCommandScopeChat(ada.chat_id))
    ben = emulator.account("Ben", language="nl")
    assert [c["description"] for c in emulator.commands_for(ada)] == ["Start"]
    assert [c["description"] for c in emulator.commands_for(ben)] == ["Hulp"]
    assert [c.command for c in await bot.get_my_commands(scope=BotCommandScopeChat(ada.chat_id))] == ["new"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(ada.chat_id))
    assert [c["description"] for c in emulator.commands_for(ada)] == ["Help"]
    with pytest.raises(BadRequest, match=r"BOT_COMMAND_INVALID|Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Help", "capital")])
