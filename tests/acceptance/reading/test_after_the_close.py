"""The desk after the close: the result goes out at once, what people wrote follows when it is read, and what nobody reads is deleted."""

from __future__ import annotations

from datetime import timedelta

from bot.rehearsal.hands.phone import Phone
from storage.values import READ_WITHIN
from tests.acceptance.participant.test_open_answers import (
    NO_NAME,
    QUOTE,
    THEME,
    asking,
    hits,
    linked,
    say,
    stored,
    tap,
)  # fmt: skip
from tests.acceptance.reading.test_two_at_the_desk import NEXT, data_of, words_on
from tests.replay.holding import exported
from tests.support.room import Room
from tests.support.steps import all_as_text, asked, board, close, joined, read_all

NEIGHBOUR = "Hannah Quelthorpe"
NAMED = f"Our neighbour {NEIGHBOUR} drinks"
QUIET = "Quiet on Sundays"
WISHES = ("A pond by the gate", "More lamps on the path", "Lamps along the path, more of them", "A bench in the sun")


async def written(room: Room, phones: list[Phone]) -> None:
    """Five wishes that may be quoted, one of them with a name that its author keeps, and one only for themes."""
    for phone, wish in zip(phones[:4], WISHES, strict=True):
        await say(room, phone, wish)
        await tap(room, phone, QUOTE)
    await say(room, phones[4], NAMED)
    await tap(room, phones[4], NO_NAME)
    await tap(room, phones[4], QUOTE)
    await say(room, phones[5], QUIET)
    await tap(room, phones[5], THEME)
    for phone in phones:
        await say(room, phone, "skip", "1", "submit")


def said_since(phone: Phone, before: int) -> str:
    """Everything that the bot has said on a phone since then."""
    return "\n".join(bubble.text for bubble in phone.messages()[before:] if not bubble.mine)


async def judged(room: Room, fay: Phone) -> None:
    """Fay reads one after the other: covers the name, groups what is alike, approves the rest."""
    for _ in range(20):
        text, labels = asked(fay).text, asked(fay).labels
        if "left to read" not in text:
            return
        first = ("Hide what is underlined", "The same as that", "Approve")
        await tap(room, fay, next(one for one in first if any(label.endswith(one) for label in labels)))


async def test_what_people_wrote_follows_when_it_is_read() -> None:
    """Nobody is shown a text before it is read: then every phone, the group, the summary and the export have it, once."""
    async with asking() as (room, fay, code):
        phones = await joined(room, code, 6)
        group = await linked(room, fay, code, phones[0])
        await written(room, phones)
        await say(room, fay, "/desk")
        assert "Open answers come here when the workshop closes." in asked(fay).text
        seen = {phone: len(phone.messages()) for phone in phones}
        await close(room, fay)
        told = {phone: said_since(phone, before) for phone, before in seen.items()}
        assert all("What people wrote is read first. When all is read, or on " in text for text in told.values())
        assert hits([text.encode() for text in told.values()], NEIGHBOUR, *WISHES) == set()
        assert any("6 open answers are at the desk" in bubble.text for bubble in fay.messages()[-3:])
        assert "6 open answers to read" in board(fay).text
        below = await all_as_text(room, phones[0])
        assert "6 open answers are being read." in below
        assert hits([below.encode()], NEIGHBOUR, *WISHES) == set()
        assert hits([await exported(room, fay, "json")], NEIGHBOUR, *WISHES) == set()
        assert len(list(room.keys.glob("*.key"))) == 2, "there is somebody to be told"
        seen = {phone: len(phone.messages()) for phone in phones}
        await say(room, fay, "/desk")
        await tap(room, fay, "Read 6 open answers")
        await judged(room, fay)
        assert "All of it is read. Everybody has been told." in asked(fay).text, "the page is live"
        later = {phone: said_since(phone, before) for phone, before in seen.items()}
        assert len(set(later.values())) == 1
        follows = later[phones[0]]
        assert follows.count("What people wrote") == 1
        assert "“Our neighbour […] drinks”" in follows
        assert hits([follows.encode()], NEIGHBOUR, QUIET) == set()
        assert sum(wish in follows for wish in WISHES) == 3, "two say the same"
        assert follows in "\n".join(bubble.text for bubble in fay.messages(group))
        assert "open answers to read" not in board(fay).text
        document = await exported(room, fay, "json")
        assert hits([document], NEIGHBOUR, QUIET, "A pond by the gate") == {"A pond by the gate"}
        assert hits(stored(room), NEIGHBOUR) == set(), "the files are rewritten"
        await room.look()
        assert len(list(room.keys.glob("*.key"))) == 1, "the list of the result has served"
        assert {phone: said_since(phone, before) for phone, before in seen.items()} == later, "once"
        await say(room, phones[0], f"/transparency {code}")
        assert phones[0].last.text.count("what people wrote read at the desk") == 1


async def test_hidden_words_are_gone_and_an_approval_outlives_a_kill() -> None:
    """What is hidden after the close is in no byte; a tap that is repeated after a restart in the middle changes nothing."""
    async with asking() as (room, fay, code):
        phones = await joined(room, code, 6)
        await written(room, phones)
        await close(room, fay)
        await say(room, fay, "/desk")
        await tap(room, fay, "Read 6 open answers")
        first, press = words_on(fay), data_of(fay, "Approve")
        await tap(room, fay, "Approve")
        await room.restart()
        fay.press(*press)
        await room.quiet()
        assert fay.toasts[-1].endswith(NEXT)
        assert "5 left to read" in asked(fay).text
        second = words_on(fay).strip("“”")
        assert second not in first
        await tap(room, fay, "Hide for good")
        assert hits(stored(room), second) == set()
        fay.say("/desk")
        await room.quiet()
        assert "4 to read · 1 approved · 1 hidden" in asked(fay).text


async def test_what_nobody_approves_in_two_weeks_is_deleted() -> None:
    """On the last day it can still be read; then it is in no byte, and people are sent what was approved by then."""
    async with asking() as (room, fay, code):
        phones = await joined(room, code, 6)
        await written(room, phones)
        await close(room, fay)
        await say(room, fay, "/desk")
        await tap(room, fay, "Read 6 open answers")
        approved = words_on(fay).strip("“”")
        await tap(room, fay, "Approve")
        room.set_day(room.today + READ_WITHIN - timedelta(1))
        await room.look()
        await say(room, fay, "/desk")
        assert "5 to read · 1 approved · 0 hidden" in asked(fay).text
        seen = {phone: len(phone.messages()) for phone in phones}
        room.set_day(room.today + timedelta(1))
        for _ in range(2):
            await room.look()
        assert hits(stored(room), *WISHES, NAMED, QUIET) == {approved}
        follows = {said_since(phone, before) for phone, before in seen.items()}
        assert len(follows) == 1
        assert (approved in follows.pop()) == (approved != QUIET)
        assert "to read" not in board(fay).text


async def test_all_the_rest_on_one_page() -> None:
    """What is left is shown in full before one tap approves it, and what may tell who somebody is is underlined there too."""
    async with asking() as (room, fay, code):
        phones = await joined(room, code, 6)
        await written(room, phones)
        await close(room, fay)
        await say(room, fay, "/desk")
        await tap(room, fay, "Read 6 open answers")
        await tap(room, fay, "All the rest …")
        page = asked(fay).text
        assert [wish for wish in (*WISHES, NAMED, QUIET) if wish not in page] == []
        assert "Only for themes: nobody else will read it." in page
        await read_all(room, fay)
        assert "0 to read · 6 approved · 0 hidden" in asked(fay).text
