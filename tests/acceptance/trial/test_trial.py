"""A trial: a facilitator's own workshop on their own phone among invented people, and afterwards it was never there."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.rehearsal.hands.phone import Phone
from bot.trial.running import LASTS, Trials
from tests.support.careful import careful_room
from tests.support.room import Room, code_on

TRY, END = "🧪 Try it on my phone", "🧪 End the trial"
MARK = "🧪 Trial"
ELSE = ("seen_update", "board", "board_wish")
Rows = dict[str, list[tuple[object, ...]]]


def rows(room: Room) -> Rows:
    """Every row of every table, but which updates were handled of late, and where in the chat the board of the real one stands."""
    with closing(sqlite3.connect(room.database)) as there:
        names = [name for (name,) in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(there.execute(f"SELECT * FROM {name}")) for name in names if name not in ELSE}


def trials(room: Room) -> Trials:
    """Those that go on."""
    assert room.app._trials is not None
    return room.app._trials


async def say(room: Room, phone: Phone, *words: str) -> None:
    """One after the other."""
    for one in words:
        phone.say(one)
        await room.quiet()


async def tap(room: Room, phone: Phone, *labels: str) -> None:
    """One after the other."""
    for label in labels:
        phone.tap(label)
        await room.quiet()


async def trying(room: Room, flow: str = "key-questions") -> Phone:
    """Fay, at the first question of the trial of her workshop."""
    fay = await room.staff()
    await say(room, fay, f"/new {flow} Riverside Park")
    await tap(room, fay, "More …")
    fay.said = len(fay.messages())  # type: ignore[attr-defined]  # where the trial begins
    return fay


async def begin(room: Room, fay: Phone) -> None:
    """To the first question."""
    await tap(room, fay, TRY, "Take part")


def since(fay: Phone) -> list[str]:
    """What the bot has said since the trial could begin."""
    return [bubble.text for bubble in fay.messages()[fay.said :] if not bubble.mine]  # type: ignore[attr-defined]


@pytest.mark.parametrize("ending", ["the button", "an hour", "a restart"])
async def test_afterwards_it_was_never_there(ending: str) -> None:
    """Row for row: no workshop, no key, no act, no answer, no board, whatever has ended it."""
    async with careful_room() as room:
        fay = await trying(room)
        before, keys = rows(room), sorted(path.name for path in room.keys.iterdir())
        await begin(room, fay)
        await say(room, fay, "1", "2", "better minutes")
        assert rows(room) == before, "not even while it goes on"
        await tap(room, fay, "1 May be quoted word for word")
        await say(room, fay, "1 2", "1 2 3", "1", "skip")
        await tap(room, fay, "Submit")
        assert "You are one of 21." in fay.messages()[-1].text
        assert all(text.startswith((MARK, "🧪 Trial of")) for text in since(fay)), since(fay)
        match ending:
            case "the button":
                await tap(room, fay, END)
                assert "21 of 21 counted." in "\n".join(since(fay))
                assert "These are the answers of 20 invented people" in "\n".join(since(fay))
            case "an hour":
                trials(room)._steady = lambda: LASTS + 1e9
                await room.look()
                assert "it began an hour ago" in "\n".join(since(fay))
            case _:
                await room.restart()
                await tap(room, fay, "Change an answer")
                assert fay.toasts[-1].endswith("This trial is over. Nothing of it is kept.")
        assert rows(room) == before
        assert sorted(path.name for path in room.keys.iterdir()) == keys
        assert not trials(room)
        assert not any(END in bubble.labels for bubble in fay.messages())


@pytest.mark.parametrize("typed", ["/mydata", "/forget"])
async def test_who_asks_what_is_held_is_told_of_the_trial(typed: str) -> None:
    """The real answer comes too, and the trial goes on."""
    async with careful_room() as room:
        fay = await trying(room)
        await begin(room, fay)
        before = len(fay.messages())
        await say(room, fay, typed)
        said = [bubble.text for bubble in fay.messages()[before:] if not bubble.mine]
        assert next(text for text in said if "gone when the trial ends" in text).startswith(MARK)
        assert any("number" in text for text in said)
        assert trials(room)


async def test_it_ends_when_the_workshop_opens() -> None:
    """People come in by the real code, nobody has joined before them, and the facilitator cannot answer in it."""
    async with careful_room() as room:
        fay = await trying(room)
        old = next(button.data for row in fay.messages()[-1].buttons for button in row if button.label == TRY)
        await begin(room, fay)
        await say(room, fay, "/open")
        assert "because the workshop opens now" in "\n".join(since(fay))
        assert not trials(room)
        code = code_on(fay)
        ada = await room.participant("Ada", code)
        assert ada.messages()[-1].text.startswith("1 of 6")
        await say(room, ada, "/transparency")
        assert "trial" not in ada.messages()[-1].text.lower()
        assert old is not None
        fay.press(fay.messages()[-1].message_id, old)
        await room.quiet()
        assert "It is open: from now on people answer in it." in fay.toasts[-1] + fay.messages()[-1].text


async def test_nobody_else_can_come_in() -> None:
    """Its code opens nothing, by link, typed, or in a button that somebody made up."""
    async with careful_room() as room:
        fay = await trying(room)
        await begin(room, fay)
        (walk,) = trials(room)._walks.values()
        eve = room.emulator.account("Eve")
        await say(room, eve, f"/start {walk.code}", walk.code)
        assert all("no open workshop with that code" in b.text for b in eve.messages() if not b.mine)
        assert walk.code not in "\n".join(since(fay))
        await tap(room, fay, "2 Business / private sector")
        assert fay.messages()[-1].text.startswith(f"{MARK}\n2 of 6")


async def test_steering_goes_on_meanwhile() -> None:
    """Commands, and words that were asked for, are the facilitator's; other words are the one's who takes part."""
    async with careful_room() as room:
        fay = await trying(room)
        await begin(room, fay)
        await tap(room, fay, "🕓 UTC")
        await say(room, fay, "amsterdam", "2")
        assert any("are those of Europe/Amsterdam now" in bubble.text for bubble in fay.messages())
        assert f"{MARK}\n✓ Sector: Business / private sector" in [bubble.text for bubble in fay.messages()]
        await say(room, fay, "skip", "back")
        assert any(bubble.text.startswith(f"{MARK}\n2 of 6") for bubble in fay.messages()[-2:])


async def test_a_led_workshop_moves_by_itself() -> None:
    """The next question comes without a facilitator, and that is said."""
    async with careful_room() as room:
        fay = await trying(room, "working-together")
        await tap(room, fay, "Pace")
        await tap(room, fay, next(label for label in fay.messages()[-1].labels if "I lead the room" in label), "More …")
        await begin(room, fay)
        assert fay.messages()[-1].text.startswith(f"{MARK}\n1 of ")
        assert "In the room you will ask each question; here the next one comes by itself." in "\n".join(since(fay))
        fay.tap(next(label for label in fay.messages()[-1].labels if label.startswith("1 ")))
        await room.quiet()
        assert fay.messages()[-1].text.startswith(f"{MARK}\n2 of ")


async def test_who_steers_no_more_tries_no_more() -> None:
    """With the role goes the trial."""
    async with careful_room() as room:
        fay = await trying(room)
        await begin(room, fay)
        await room.app.deeds.ask(lambda unit: unit.members.withdraw(fay.user_id, None, by_another=True))
        await room.look()
        assert not trials(room)
