"""A group that a workshop posts to: who may link it, what the bot lacks there and says, and every way of losing it."""

from __future__ import annotations

from functools import partial

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.groups import ANONYMOUS, Group
from storage.database import Unit
from storage.tables import GRANT, WORKSHOP
from storage.values import Phase, Role
from tests.support.careful import careful_room
from tests.support.room import BOT, Room
from tests.support.steps import close, heard, joined, words_heard


async def grouped(room: Room, fay: Phone, *members: Phone) -> Group:
    """A group with the bot in it, greeted."""
    group = room.emulator.group("Riverside group", fay, *members)
    await room.quiet()
    return group


async def say(room: Room, phone: Phone, text: str, group: Group | None = None, **how: int | bool) -> None:
    """Say it and wait for what follows."""
    phone.say(text, chat=group, **how)
    await room.quiet()


def said(phone: Phone, words: str, group: Group | int | None = None) -> int:
    """How many bubbles of the bot say this."""
    return sum(words in b.text for b in phone.messages(group) if not b.mine)


async def test_what_works_and_what_is_missing_is_said() -> None:
    """As a plain member the card cannot be pinned, without rights there are no pictures and no polls; as an admin all works."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        group = await grouped(room, fay)
        await say(room, fay, f"/link@{BOT} {code}", group)
        assert "Riverside Park is linked to the group." in words_heard(fay)
        assert "I cannot pin the join card" in words_heard(fay)
        assert "What people say there does not reach me" in words_heard(fay)
        assert fay.newest(group).photo
        group.permit(can_send_polls=False, can_send_photos=False)
        await say(room, fay, f"/link {code}", group)
        assert "I may not send polls there." in words_heard(fay)
        assert "results come as text" in words_heard(fay)
        assert said(fay, "I may not send polls here.", group) == 1
        assert code in fay.newest(group).text
        assert not fay.newest(group).photo
        group.promote_bot()
        await say(room, fay, f"/link {code}", group)
        assert "The join card is pinned." in words_heard(fay)
        assert "everything that is said there" in words_heard(fay)
        assert [b.photo is not None for b in fay.messages(group) if b.pinned] == [True]


async def test_a_group_where_the_bot_may_not_write_is_not_linked() -> None:
    """It is told in private, with what to do, and nothing is posted there."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        group = await grouped(room, fay)
        group.permit(can_send_messages=False)
        before = len(fay.messages(group))
        await say(room, fay, f"/link {code}", group)
        assert "I may not write in that group" in words_heard(fay)
        assert f"/link {code}" in words_heard(fay)
        assert len(fay.messages(group)) == before + 1
        await close(room, fay)


async def test_without_a_code_the_workshop_in_hand_is_linked() -> None:
    """The one last used in the private chat; who steers none that is open, or several and used none, is asked which."""
    async with careful_room() as room:
        fay, gus = await room.staff(role="facilitator"), await room.staff("Gus", "facilitator")
        await room.workshop(fay)
        group = await grouped(room, fay, gus)
        await say(room, gus, "/link", group)
        assert "Which workshop?" in gus.newest(group).text
        await say(room, fay, "/link", group)
        assert said(fay, "Linked: Riverside Park.", group) == 1
        await close(room, fay)
        await say(room, fay, "/link", group)
        assert "Which workshop?" in fay.newest(group).text


async def test_the_button_in_private_adds_and_links_at_once() -> None:
    """The link that adds the bot to a group carries the code; in private /link says how, and /unlink ends it."""
    async with careful_room() as room:
        fay = await room.staff()
        await room.workshop(fay)
        group = room.emulator.group("Riverside group", fay, bot=False)
        await say(room, fay, "/link")
        (url,) = [b.url for row in heard(fay).buttons for b in row if b.url]
        fay.open(url or "", chat=group)
        await room.quiet()
        assert said(fay, "Linked: Riverside Park.", group) == 1
        await say(room, fay, "/unlink")
        assert said(fay, "is not posted in the group any more.", group) == 1
        assert "is not posted in the group any more." in words_heard(fay)
        await say(room, fay, "/unlink")
        assert words_heard(fay).endswith(": No group is linked.")


async def test_a_group_that_is_in_use_is_asked_for_first() -> None:
    """Those who steer what it shows decide in private, once; until then, and after a no, nothing changes; a yes links at once."""
    async with careful_room() as room:
        fay, gus = await room.staff(role="facilitator"), await room.staff("Gus", "facilitator")
        code = await room.workshop(fay)
        third, elsewhere = await room.workshop(gus, title="Third"), await room.workshop(gus, title="Elsewhere")
        group = await grouped(room, fay, gus)
        await say(room, fay, "/link", group)
        await say(room, gus, "/link", group)
        assert "Whoever facilitates Riverside Park decides about that" in gus.newest(group).text
        assert not any(name in gus.newest(group).text for name in ("Fay", "Gus", "Elsewhere"))
        question = heard(fay)
        assert question.text.startswith("Somebody who facilitates Elsewhere wants its polls and results posted")
        await say(room, gus, "/link", group)
        assert "are asked already" in gus.newest(group).text
        assert heard(fay).message_id == question.message_id
        lend = next(k.data for row in question.buttons for k in row if k.data and ":lend:" in k.data)
        gus.press(heard(gus).message_id, lend)
        await room.quiet()
        assert gus.toasts[-1].endswith("That is for the facilitators of this workshop.")
        fay.tap("Keep the group")
        await room.quiet()
        assert gus.newest(group).text == words_heard(gus) == "The group stays with Riverside Park."
        fay.press(heard(fay).message_id, lend)
        await room.quiet()
        assert fay.toasts[-1].endswith("This was decided already, or nobody asks for it any more.")

        await say(room, gus, "/link", group)
        fay.press(heard(fay).message_id, lend.replace(elsewhere, third))  # nobody has asked for that one
        await room.quiet()
        assert fay.toasts[-1].endswith("This was decided already, or nobody asks for it any more.")
        await room.app.deeds.ask(partial(_steers, user_id=gus.user_id, code=elsewhere, now=False))
        fay.press(heard(fay).message_id, lend)
        await room.quiet()
        assert fay.toasts[-1].endswith("This was decided already, or nobody asks for it any more.")
        await room.app.deeds.ask(partial(_steers, user_id=gus.user_id, code=elsewhere, now=True))
        fay.tap("Give it to Elsewhere")
        await room.quiet()
        assert said(gus, "It takes the place of Riverside Park.", group) == 1
        assert words_heard(fay) == "The group shows Elsewhere from now on."
        await say(room, fay, f"/transparency {code}")
        assert "another workshop asked for the group · a facilitator" in words_heard(fay)
        assert "the group was given to another workshop · a facilitator" in words_heard(fay)
        await say(room, fay, "/unlink", group)
        assert fay.newest(group).text == "Only a facilitator of that workshop can unlink it."
        await say(room, gus, "/unlink", group)
        assert gus.newest(group).text == "Elsewhere is not posted in the group any more."
        await close(room, gus)
        assert said(gus, "The room said", group) == 0


def _steers(unit: Unit, user_id: int, code: str, *, now: bool) -> None:
    """Whether somebody steers it from now on."""
    workshop = unit.workshops.by_code(code)
    assert workshop is not None
    if now:
        unit.staff.grant(user_id, Role.FACILITATOR, workshop.id)
    else:
        mine = (GRANT.c.user_id == user_id) & (GRANT.c.workshop_id == workshop.id)
        assert unit.staff._connection.execute(GRANT.delete().where(mine)).rowcount == 1


def _closes(unit: Unit, *, closing: bool) -> None:
    """Whether the close of the one that is closed is not done yet."""
    mine = WORKSHOP.update().where(WORKSHOP.c.phase == Phase.CLOSED.value)
    assert unit.staff._connection.execute(mine.values(closing=closing)).rowcount == 1


async def test_who_may_take_a_group_without_asking() -> None:
    """Whoever steers both, and anybody once the workshop that it shows is closed; others are told how to take it back."""
    async with careful_room() as room:
        fay, ola, gus = (
            await room.staff(role="facilitator"),
            await room.staff("Ola"),
            await room.staff("Gus", "facilitator"),
        )
        code = await room.workshop(fay)
        await room.workshop(ola, title="Elsewhere")
        await room.workshop(gus, title="Third")
        group = await grouped(room, fay, gus, ola)
        await say(room, fay, "/link", group)
        await say(room, ola, "/link", group)
        assert said(ola, "It takes the place of Riverside Park.", group) == 1
        assert "Somebody has linked another workshop to the group of Riverside Park." in words_heard(fay)
        assert f"/link {code}" in words_heard(fay)
        await close(room, ola)
        await room.app.deeds.ask(partial(_closes, closing=True))
        await say(room, gus, "/link", group)
        assert "Whoever facilitates Elsewhere decides" in gus.newest(group).text, "its results are still to be posted"
        await room.app.deeds.ask(partial(_closes, closing=False))
        await say(room, gus, "/link", group)
        assert said(gus, "It takes the place of Elsewhere.", group) == 1


async def test_who_writes_as_the_group_is_not_known() -> None:
    """An anonymous admin is asked to write as themselves; nothing is linked."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        group = await grouped(room, fay)
        for command in (f"/link {code}", "/unlink", "/summary"):
            await say(room, fay, command, group, anonymous=True)
            assert "You write as the group, so I cannot see who you are." in fay.newest(group).text
        assert said(fay, "Linked", group) == 0


async def test_people_in_the_group_are_pointed_to_the_private_chat() -> None:
    """A button leads straight into the workshop; who plays with commands gets five answers a minute, and then none."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        (ada,) = await joined(room, code, 1)
        group = await grouped(room, fay, ada)
        await say(room, fay, "/link", group)
        await say(room, ada, "/mydata", group)
        assert [b.url for row in ada.newest(group).buttons for b in row] == [room.link(code)]
        for _ in range(20):
            ada.say("/help", chat=group)
        await room.quiet()
        assert said(ada, "here I only post", group) == 5
        await say(room, fay, "/help", group)
        assert said(ada, "here I only post", group) == 6


async def test_every_way_of_losing_a_group_is_told_once() -> None:
    """Removed, muted, or found out at the next message: unlinked, told in private with what to do, and never again."""
    refusals = [("sendMessage", 400), ("sendMessage", 403)]
    async with careful_room(allow=("courier_refused", "courier_unreachable"), refusals=refusals) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        group = await grouped(room, fay)

        async def link() -> None:
            await say(room, fay, f"/link {code}", group)

        await link()
        group.kick_bot(ANONYMOUS)
        await room.quiet()
        assert said(fay, "I was removed from the group of Riverside Park") == 1
        fay.add_bot(group)
        await room.quiet()
        assert "/link CODE" in fay.newest(group).text
        await link()
        group.restrict_bot(can_send_messages=False)
        group.restrict_bot(can_send_messages=False)
        await room.quiet()
        assert said(fay, "I may no longer write in the group of Riverside Park") == 1
        group.restrict_bot()
        await link()
        group.permit(can_send_messages=False)
        await say(room, fay, "/board")
        fay.tap("More …")
        await room.quiet()
        post = next(k.data for row in heard(fay).buttons for k in row if k.label == "Post the summary to the group")
        for _ in range(2):
            fay.press(heard(fay).message_id, post or "")
            await room.quiet()
        assert said(fay, "I may no longer write in the group of Riverside Park") == 2
        assert fay.toasts[-1].endswith("No group is linked.")


async def poll(room: Room, fay: Phone) -> None:
    """Post a poll in the group, through the menu."""
    for label in ("🗳 Poll", "Sector", "The question with all its options", "Post in the group"):
        fay.tap(label)
        await room.quiet()


async def test_an_upgrade_that_nobody_told_of_is_found_out() -> None:
    """A group that became a supergroup gets the next poll there and stays linked; a poll left behind ends without a result."""
    refusals = [("sendMessage", 400), ("sendPoll", 400), ("stopPoll", 400)]
    async with careful_room(refusals=refusals) as room:
        fay = await room.staff()
        await room.workshop(fay)
        group = await grouped(room, fay)
        await say(room, fay, "/link", group)
        await poll(room, fay)
        group.migrate()
        room.emulator.updates.drop_all()
        await poll(room, fay)
        assert [b.poll is not None for b in fay.messages(group) if b.from_bot] == [True, False]
        await close(room, fay)
        assert said(fay, "The room said", group) == 1
        assert said(fay, "its result could not be read") == 1


async def test_polls_that_a_group_forbids() -> None:
    """The facilitator is told why, and what to do."""
    async with careful_room(allow=("courier_refused",), refusals=[("sendPoll", 400)]) as room:
        fay = await room.staff()
        await room.workshop(fay)
        group = await grouped(room, fay)
        await say(room, fay, "/link", group)
        group.permit(can_send_polls=False)
        await poll(room, fay)
        assert words_heard(fay).startswith("I may not send polls in the group.")


async def test_a_forum_is_posted_to_in_its_topic() -> None:
    """Answers and posts stand in the topic of the command, also after a restart; when it is gone, they go on in General."""
    async with careful_room(allow=("courier_refused",), refusals=[("sendMessage", 400)]) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        group = await grouped(room, fay)
        group.migrate()
        topic = group.open_topic("Table 1")
        await room.quiet()
        await say(room, fay, "/unlink", group, topic=topic)
        await say(room, fay, f"/link {code}", group, topic=topic)
        assert "They go to the topic in which you sent the command." in words_heard(fay)
        await room.restart()
        await say(room, fay, "/summary", group, topic=topic)
        mine = [b.json.get("message_thread_id") for b in fay.messages(group) if b.from_bot]
        assert mine[-4:] == [topic] * 4
        group.chat.topics.clear()
        await say(room, fay, "/summary", group)
        assert "The topic for Riverside Park is gone from the group" in words_heard(fay)
        await say(room, fay, "/summary", group)
        assert fay.newest(group).json.get("message_thread_id") is None
