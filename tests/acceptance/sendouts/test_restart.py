"""Killed anywhere: nothing that was taken is lost or counted twice, and after the start everyone gets what they are owed."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from pydantic import SecretStr

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Button
from flows.dialogue.standing import leftovers
from storage.afterwards import NEWS_TIME
from storage.closing import ending
from storage.database import Database
from storage.values import Actor, Phase
from tests.support.careful import careful_room, seen
from tests.support.room import Room
from tests.support.steps import alive, all_as_text, asked, board, close, joined, place, submit, words_heard
from tests.support.telegram.program import program, until


async def test_killed_between_storing_and_sending() -> None:
    """Whose answer was stored when nothing could be sent any more gets the next question after the start, by themselves."""
    async with careful_room() as room:
        fay = await room.staff()
        ada, ben, cat = await joined(room, await room.workshop(fay), 3)
        cat.say("3")
        await room.quiet()
        quiet_ones = seen(cat)
        await room.app.courier.stop(drain=0)
        ada.say("1")
        ben.say("2")
        await room.quiet()
        assert place(ada) == place(ben) == "1 of 6"
        await room.restart()
        assert place(ada) == place(ben) == "2 of 6"
        assert alive(ada) == alive(ben) == 1
        assert seen(cat) == quiet_ones
        await submit_rest(room, ada, ben, cat)
        assert "joined 3 · answering 0 · submitted 3" in board(fay).text


async def test_killed_between_storing_and_redrawing() -> None:
    """A tick that was stored is on the screen after the start, so that the same tap does not take it back."""
    async with careful_room() as room:
        ada = await room.participant("Ada", await room.workshop(await room.staff()))
        for word in ("1", "4"):
            ada.say(word)
            await room.quiet()
        await room.app.courier.stop(drain=0)
        ada.tap(lambda button: "A conflict or complaints" in button.label)
        await room.quiet()
        forget_spinners(room.emulator)
        await room.restart()
        assert place(ada) == "3 of 6"
        assert alive(ada) == 1
        ada.tap("Done (1)")
        await room.quiet()
        assert "✓ What triggers people: A conflict or complaints" in [b.text for b in ada.messages()]


async def test_a_screen_that_was_deleted_is_sent_anew() -> None:
    """Going back when the question's message is no longer there brings the question before as a new message."""
    async with careful_room(allow=("courier_refused",)) as room:
        ada = await room.participant("Ada", await room.workshop(await room.staff()))
        ada.say("1")
        await room.quiet()
        ada.delete(asked(ada).message_id)
        ada.say("back")
        await room.quiet()
        assert place(ada) == "1 of 6"
        ada.say("2")
        await room.quiet()
        assert place(ada) == "2 of 6"
        assert "✓ Sector: Business / private sector" in [b.text for b in ada.messages()]


async def submit_rest(room: Room, *phones: Phone) -> None:
    """Answer all but the first question of key-questions and submit."""
    for phone in phones:
        for words in ("4", "1 2", "1 2 3", "1", "skip", "submit"):
            phone.say(words)
            await room.quiet()


async def test_an_answer_of_telegram_that_never_came() -> None:
    """A question that was delivered though the connection broke comes once more, rather than never, and can be answered."""
    async with careful_room(allow=("courier_gave_up",)) as room:
        fay = await room.staff()
        ada = await room.participant("Ada", await room.workshop(fay))
        room.emulator.lose_next("sendMessage")
        ada.say("1")
        await room.quiet()
        assert [b.text.split("\n")[0] for b in ada.messages() if b.text.startswith("2 of")] == ["2 of 6"] * 2
        ada.tap("4 Mostly")
        await room.quiet()
        assert place(ada) == "3 of 6"
        assert alive(ada) == 2, "of the copy that came first nobody knows where it is"


async def test_going_on_after_days_and_a_restart() -> None:
    """An old button, typed words and a pause all go on where they were, three days and a restart later."""
    async with careful_room() as room:
        fay = await room.staff()
        ada, ben, cat = await joined(room, await room.workshop(fay), 3)
        for phone in (ada, ben, cat):
            phone.say("2")
        await room.quiet()
        cat.tap("Pause")
        await room.quiet()
        room.set_day(room.today + timedelta(days=3))
        await room.restart()
        ada.tap("4 Mostly")
        ben.say("4")
        cat.tap("Go on")
        await room.quiet()
        assert [place(phone) for phone in (ada, ben, cat)] == ["3 of 6", "3 of 6", "2 of 6"]
        assert "✓ Worth the effort: Mostly" in [b.text for b in ada.messages()]


async def test_a_workshop_that_nobody_closed_closes_itself() -> None:
    """After fourteen days the answers are counted, everyone sees them, and the key is gone; the list for news half a year later."""
    async with careful_room() as room:
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), 5)
        await submit(room, *phones)
        workshop_id = room.app._database.run(lambda unit: unit.workshops.all_open()[0].id).result()
        room.set_day(room.today + timedelta(days=14))
        await room.look()
        assert "· closed" in board(fay).text
        assert all("5 of 5 counted." in phone.last.text for phone in phones)
        assert not (room.keys / f"{workshop_id}.key").exists()
        assert len(list(room.keys.glob("*.key"))) == 1
        room.set_day(room.today + NEWS_TIME)
        await room.look()
        assert list(room.keys.glob("*.key")) == []


async def test_a_workshop_without_its_key_closes() -> None:
    """A key that was lost with its disk cannot be replaced: at the start the workshop closes and says so."""
    async with careful_room() as room:
        fay = await room.staff()
        await submit(room, *await joined(room, await room.workshop(fay), 5))
        for key in room.keys.glob("*.key"):
            await asyncio.to_thread(key.unlink)
        await room.restart()
        assert "· closed" in board(fay).text


Act = Callable[[Database, str], None]


def _begin(db: Database, workshop_id: str) -> None:
    today = db.run(lambda unit: unit.workshops.get(workshop_id)).result().opened_on
    db.run(lambda unit: ending._begin(unit, workshop_id, today, leftovers, Actor.ITSELF)).result()


def _all_questions(db: Database, workshop_id: str) -> None:
    for question in db.run(lambda unit: unit.workshops.get(workshop_id)).result().flow.questions:
        db.run(partial(ending._finish, workshop_id=workshop_id, question=question)).result()


def _name_lists(db: Database, workshop_id: str) -> None:
    today = db.run(lambda unit: unit.workshops.get(workshop_id)).result().opened_on
    db.run(lambda unit: unit.mailing.prepare(workshop_id, today)).result()


def _forget(db: Database, workshop_id: str) -> None:
    db.run(lambda unit: ending._forget_everyone(unit, workshop_id)).result()


def _destroy(db: Database, workshop_id: str) -> None:
    db.keys.destroy(workshop_id)


ACTS: list[Act] = [_begin, _all_questions, _name_lists, _forget, _destroy]


@pytest.mark.parametrize("acts", range(1, len(ACTS) + 2))
async def test_a_close_that_was_cut_short_is_finished(acts: int) -> None:
    """Whatever act of a close was the last before a power cut, the next start finishes it: same counts, everybody told once."""
    async with careful_room() as room:
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), 6)
        await submit(room, *phones[:5])
        phones[5].say("2")
        await room.quiet()
        db = room.app._database
        workshop_id = db.run(lambda unit: unit.workshops.all_open()[0].id).result()
        for act in ACTS[:acts]:
            await asyncio.to_thread(act, db, workshop_id)
        if acts > len(ACTS):
            owed = partial(room.app.deeds._telling.note, workshop_id=workshop_id, asked_in=None)
            await room.app.deeds.ask(lambda unit: ending._end(unit, workshop_id, owed))
        await room.restart()
        workshop = room.app._database.run(lambda unit: unit.workshops.get(workshop_id)).result()
        assert (workshop.phase, workshop.closing) == (Phase.CLOSED, False)
        (news_key,) = room.keys.glob("*.key")
        assert news_key.stem != workshop_id
        assert "· closed" in board(fay).text
        fay.tap("📊 Summary")
        await room.quiet()
        fay.tap("All as text")
        await room.quiet()
        assert "Public sector / council: 5 (83%)" in words_heard(fay)
        assert "Business / private sector: 1 (17%)" in words_heard(fay)
        told = [sum(b.text.startswith("The room said") for b in phone.messages()) for phone in (fay, *phones)]
        assert told == [1] * 7


async def test_by_webhook_and_back_to_polling() -> None:
    """A workshop that begins with polling goes on by webhook after a restart, and ends with polling; nothing is lost."""
    async with careful_room() as room:
        fay = await room.staff()
        ada, ben = await joined(room, await room.workshop(fay), 2)
        by_polling, port = room.settings, free_port()
        address = {"public_url": f"http://127.0.0.1:{port}", "port": port, "webhook_secret": SecretStr("s" * 32)}
        room.settings = by_polling.model_copy(update=address)
        await room.app.stop()
        ada.say("1")  # while nobody listens
        await room.restart()
        assert place(ada) == "2 of 6"
        ada.tap("4 Mostly")
        await submit(room, ben)
        assert place(ada) == "3 of 6"
        assert ben.last.text.startswith("Thank you.")
        room.settings = by_polling
        await room.restart()
        for words in ("1 2", "1 2 3", "1", "skip", "submit"):
            ada.say(words)
            await room.quiet()
        assert ada.last.text.startswith("Thank you. You are one of 2.")
        assert "joined 2 · answering 0 · submitted 2" in board(fay).text
        assert ("getUpdates", 409) not in room.emulator.counts


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


SECTORS = ["Public sector / council"] * 4 + ["Business / private sector"] * 2


async def answer_all(phone: Phone, sector: str) -> None:
    """Look at the phone, answer each question once when it stands there, and submit; like a person, without hurry."""
    steps: dict[str, list[str]] = {
        "Which sector": [sector],
        "Is working": ["Mostly"],
        "What triggers": ["New investment or project", "Done (1)"],
        "What motivates": ["Access to funding", "Done (1)"],
        "What concerns": ["⬜ 3", "Done (1)"],
        "How could": ["Skip"],
        "Ready to submit": ["Submit"],
    }
    for words, taps in steps.items():
        for label in taps:
            await until(partial(shows, phone, words, label))
            phone.tap(partial(reads, label))


def reads(label: str, button: Button) -> bool:
    """Whether a button says this, whatever number or mark stands before it."""
    return label in button.label


def shows(phone: Phone, words: str, label: str) -> bool:
    """Whether the newest message is this question with this button."""
    return words in phone.last.text and any(label in words for words in phone.last.labels)


@pytest.mark.long  # every run kills a room that answers in tests/chaos
async def test_killed_in_the_middle_of_a_room_full_of_answers() -> None:
    """SIGKILL twice while six people answer: everyone finishes without help, and every answer is counted once."""
    async with careful_room(refusals=[("answerCallbackQuery", 400)]) as room:  # a spinner that has ended already
        fay = await room.staff()
        phones = await joined(room, await room.workshop(fay), len(SECTORS))
        async with asyncio.timeout(60), program(room) as running:
            async with asyncio.TaskGroup() as answering:
                for phone, sector in zip(phones, SECTORS, strict=True):
                    answering.create_task(answer_all(phone, sector))
                for taken in (12, 30):
                    await until(partial(has_answered, room, taken))
                    await running.kill()
                    await running.start()
            await room.emulator.settled(quiet=0.3)
            assert await running.stop() == 0
        forget_spinners(room.emulator)
        await room.restart()
        assert all(asked(phone).text.startswith("Thank you.") for phone in phones)
        assert "joined 6 · answering 0 · submitted 6" in board(fay).text
        await close(room, fay)
        said = await all_as_text(room, fay)
        assert "Public sector / council: 4 (67%)" in said
        assert "Business / private sector: 2 (33%)" in said
        assert said.count("6 of 6 answered") == 5


def has_answered(room: Room, taps: int) -> bool:
    """Whether the bot has answered so many taps by now."""
    return room.emulator.counts["answerCallbackQuery", 200] >= taps


def forget_spinners(emulator: Emulator) -> None:
    """A tap whose answer died with the process spins until Telegram gives it up after some seconds."""
    for phone in emulator.phones.values():
        emulator.world.waiting.pop(phone.user_id, None)


async def test_a_board_survives_an_outage_of_the_database() -> None:
    """When the database cannot be asked for a moment, the board catches up afterwards by itself."""
    async with careful_room(allow=("tick_failed",)) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        boards, asking = room.app.deeds.boards, room.app.deeds.boards._ask
        refused: list[asyncio.Future[object]] = []

        def out_of_order(_work: object) -> asyncio.Future[object]:
            refused.append(asyncio.get_running_loop().create_future())
            refused[-1].set_exception(OSError())
            return refused[-1]

        boards._ask = out_of_order  # type: ignore[assignment]  # fails whatever is asked
        boards.touch(room.app._database.run(lambda unit: unit.workshops.all_open()[0].id).result())
        await until(lambda: bool(refused))
        boards._ask = asking
        await joined(room, code, 1)
        assert "joined 1" in board(fay).text
        assert not any(task.done() for task in room.app._tasks)
