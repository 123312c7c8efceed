"""You said, we did: who is told what came of a workshop, who is not, and how everybody gets off the list."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from bot.rehearsal.hands.phone import Phone
from storage.afterwards import NEWS_TIME
from tests.support.careful import careful_room
from tests.support.leaks.bytescan import IDS, of_id, search
from tests.support.room import Room
from tests.support.steps import board, close, heard, joined, submit, words_heard

WORDS = "You asked for a bench.\nIt stands since May, <b>by the pond</b>."


async def say(room: Room, phone: Phone, words: str) -> str:
    """Type something, and give the answer."""
    phone.say(words)
    await room.quiet()
    return phone.last.text


async def tap(room: Room, phone: Phone, label: str) -> None:
    """Tap a button, and wait for what follows."""
    phone.tap(label)
    await room.quiet()


async def send_news(room: Room, fay: Phone, words: str = WORDS) -> str:
    """Tell people what came of it; gives what the preview said about whom it reaches."""
    fay.press(board(fay).message_id, data_of(fay, "📣 Tell people what came of it"))
    await room.quiet()
    await say(room, fay, words)
    preview = words_heard(fay)
    await room.restart()  # the draft stands on the board still
    await tap(room, fay, "📣 Send it")
    return preview


def data_of(phone: Phone, label: str) -> str:
    """What a button of the board asks for."""
    return next(key.data or "" for row in board(phone).buttons for key in row if key.label == label)


def news_on(phone: Phone) -> int:
    """How many pieces of news have arrived."""
    return sum(b.text.startswith("Riverside Park: what came of it") and not b.mine for b in phone.messages())


def search_everything(room: Room, phones: list[Phone]) -> int:
    """How many of these people's ids are in the database, its log or the keys."""
    files = [path.read_bytes() for path in (*room.database.parent.iterdir(), *room.keys.glob("*.key"))]
    return search("now", "database", files, [of_id(IDS, phone.user_id) for phone in phones]).hits.get(IDS, 0)


async def test_you_said_we_did() -> None:
    """News reaches who wants it, again and again, until they leave; half a year later nobody can be reached any more."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        quiet = room.emulator.account("Quinn")
        quiet.open(room.link(code))
        await room.quiet()
        assert "📣 You get news · tap for none" in quiet.last.labels
        await tap(room, quiet, "📣 You get news · tap for none")
        assert "🔕 You get no news · tap for news" in quiet.last.labels
        await tap(room, quiet, "Take part")
        phones = await joined(room, code, 7)
        ada, ben, cat, *_ = phones
        looker = room.emulator.account("Lou")
        looker.open(room.link(code))
        await room.quiet()
        await submit(room, quiet, *phones)
        assert "you want to be told afterwards" in await say(room, ada, "/mydata")
        assert "will not be told" in await say(room, quiet, "/news")
        assert "you will be told afterwards" in await say(room, cat, "/news")
        await tap(room, cat, "Rather not: Riverside Park")
        assert cat.last.labels == ["Tell me: Riverside Park"]
        await close(room, fay)
        everybody = [quiet, looker, *phones]
        assert all(sum(b.text.startswith("The room said") for b in p.messages()) == 1 for p in everybody)
        assert f"/transparency {code} says what the facilitators did" in ada.last.text
        assert len(list(room.keys.glob("*.key"))) == 1
        assert search_everything(room, everybody) == 0
        preview = await send_news(room, fay)
        assert preview.startswith("It goes to the 6 people who took part and want it.")
        assert [news_on(phone) for phone in (quiet, looker, cat)] == [0, 0, 0]
        assert [news_on(phone) for phone in (ada, ben, *phones[3:])] == [1] * 6
        assert "It stands since May, <b>by the pond</b>." in ada.last.text
        assert "On the list of people who may be told what came of it" in await say(room, ben, "/mydata")
        ada.tap("No more of these")
        await room.quiet()
        await say(room, ben, "/forget")
        await tap(room, ben, "Forget me in Riverside Park")
        assert "Nothing is kept about you" in await say(room, ben, "/mydata")
        assert (await send_news(room, fay, "More")).startswith(
            "It goes to those who took part and want it: fewer than 5 people."
        )
        assert [news_on(phone) for phone in (ada, ben, *phones[3:])] == [1, 1, 2, 2, 2, 2]
        assert "participants were told what came of it · an organiser" in await say(room, ada, f"/transparency {code}")
        ends = [b.text.split("\n", 1)[1] for b in fay.messages() if "\nSent" in b.text]
        assert ends == ["Sent: 6 people have it.", "Sent to those who want it."]
        await half_a_year_later(room, fay)


async def half_a_year_later(room: Room, fay: Phone) -> None:
    """The list has ended: no key, no row, no word of the news is left."""
    room.set_day(room.today + NEWS_TIME)
    await room.look()
    assert list(room.keys.glob("*.key")) == []
    with closing(sqlite3.connect(room.database)) as database:
        assert database.execute(
            "SELECT (SELECT count(*) FROM mailing), (SELECT count(*) FROM mailing_list)"
        ).fetchone() == (0, 0)
        assert "bench" not in str(database.execute("SELECT * FROM sendout").fetchall())
    fay.press(board(fay).message_id, data_of(fay, "📣 Tell people what came of it"))
    await room.quiet()
    assert "Nobody can be reached any more" in fay.toasts[-1]


async def test_who_may_tell_people_what_came_of_it() -> None:
    """Only an organiser, only after the close, and only in a chat of their own; a button made up by others does nothing."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        ada = (await joined(room, code, 1))[0]
        fay.press(board(fay).message_id, f"v1:f:{code}:co")
        await room.quiet()
        bob = room.emulator.account("Bob")
        bob.open(next(word for word in words_heard(fay).split() if "start=i" in word))
        await room.quiet()
        carl = await room.staff("Carl", role="facilitator")
        forged = f"v1:f:{code}:news"
        before = await tried(room, fay, forged)
        assert before.startswith("Riverside Park: That comes after the close.")
        await close(room, fay)
        assert "facilitators of this workshop" in await tried(room, ada, forged)
        assert "facilitators of this workshop" in await tried(room, carl, forged)
        assert (await tried(room, bob, forged)).startswith(
            "Riverside Park: Only organisers can tell people what came of it."
        )
        assert "Forget me in Riverside Park" in (await say(room, ada, "/forget"), ada.last.labels)[1]
        await tried(room, fay, forged)
        await say(room, fay, "x" * 2001)
        assert "2000 characters at most" in words_heard(fay)
        await say(room, fay, WORDS)
        send = next(key.data or "" for row in heard(fay).buttons for key in row if key.data and "newsgo" in key.data)
        for verb in ("newsgo", "newsno"):
            told = await tried(room, bob, send.replace("newsgo", verb))
            assert told.startswith("Riverside Park: Only organisers can tell people what came of it.")
        await tap(room, fay, "Do not send it")
        assert fay.toasts[-1].endswith("Nothing was sent.")
        assert news_on(ada) == 0


async def tried(room: Room, phone: Phone, data: str) -> str:
    """Press a button that does not stand there; gives what was answered."""
    phone.press(phone.messages()[-1].message_id, data)
    await room.quiet()
    return phone.toasts[-1] or phone.last.text
