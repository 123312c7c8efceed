"""Whatever becomes of a message that shows somebody where they stand: they get it, taps are heard, and a vote is not taken back."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest

from bot.rehearsal.emulator import Emulator
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.protocol.refusal import Refused
from bot.rehearsal.world.bubbles import Bubble
from bot.sendouts import claims, sending, showing
from storage.database import Unit
from tests.acceptance.sendouts.test_restart import forget_spinners
from tests.support.careful import careful_room, seen
from tests.support.room import Room
from tests.support.steps import alive, asked, close, joined, place, submit

Fault = Callable[[Emulator, str, int, int | None], None]

FAULTS: dict[str, Fault] = {
    "reset before": Emulator.cut_next,
    "carried out, answer lost": Emulator.lose_next,
    "refused": lambda emulator, method, times, chat: emulator.fail_next(method, Refused(400, "strange"), times, chat),
}
ANY = [(method, status) for method in ("sendMessage", "editMessageText", "sendPhoto") for status in (0, 400)]
QUIET = ("deed_failed", "courier_gave_up", "courier_refused", "courier_retried", "update_failed", "tick_failed")


@contextmanager
def lost_commits(room: Room, times: int = 1) -> Iterator[None]:
    """The next transactions are stored and the answer to their COMMIT is lost."""
    dialect = room.app._database._engine.dialect
    commit, left = dialect.do_commit, [None] * times

    def lost(connection: Any) -> None:
        commit(connection)
        if left:
            left.pop()
            raise sqlite3.OperationalError("the answer is lost")

    dialect.do_commit = lost  # type: ignore[assignment,method-assign]  # the edge to the database
    try:
        yield
        assert not left
    finally:
        dialect.do_commit = commit  # type: ignore[method-assign]


@contextmanager
def out_of_order_once(room: Room) -> Iterator[None]:
    """The next time it is looked for what is owed, the database cannot be asked."""
    owing = room.app.deeds.owing
    asks, refused = owing._ask, list[int]()

    def ask(work: Any) -> Any:
        if refused:
            return asks(work)
        refused.append(1)
        raise OSError

    owing._ask = ask
    try:
        yield
        assert refused
    finally:
        owing._ask = asks


async def say(room: Room, phone: Phone, *words: str) -> None:
    """Type, one after the other."""
    for word in words:
        phone.say(word)
        await room.quiet()


async def test_a_question_comes_whatever_became_of_it() -> None:
    """A question that was cut off, got no answer or was refused, once or three times, stands on the phone soon after."""
    async with careful_room(allow=QUIET, refusals=ANY) as room:
        code = await room.workshop(await room.staff())
        for fault, times in product(FAULTS, (1, 3)):
            ada = await room.participant("Ada", code)
            FAULTS[fault](room.emulator, "sendMessage", times, ada.chat_id)
            await say(room, ada, "1")
            assert place(ada) == "2 of 6", fault
            assert not any(room.emulator.faults.values())
            ada.tap("4 Mostly")
            await room.quiet()
            assert place(ada) == "3 of 6", fault


async def test_the_way_in_comes_whatever_became_of_it() -> None:
    """The consent card of somebody who joins when the workshop is open, and while it is paused."""
    async with careful_room(allow=QUIET, refusals=ANY) as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        for phase, fault in product(("open", "pause"), FAULTS):
            await say(room, fay, f"/{phase}")
            ada = room.emulator.account("Ada")
            FAULTS[fault](room.emulator, "sendMessage", 1, ada.chat_id)
            ada.open(room.link(code))
            await room.quiet()
            assert "Take part" in ada.last.labels, fault


async def test_a_tap_is_heard_while_the_question_is_owed() -> None:
    """After several cuts nothing is tried for a while; then a tap on what is overtaken, or any command, brings what is owed."""
    async with careful_room(allow=QUIET, refusals=[("sendMessage", 0)]) as room:
        fay = await room.staff()
        people = await joined(room, await room.workshop(fay), 3)
        for phone, act in zip(people, ("tap", "/privacy", "tick"), strict=True):
            first = asked(phone)
            room.emulator.cut_next("sendMessage", 4)
            phone.tap("1 Public sector / council")
            await room.quiet()
            assert not any(room.emulator.faults.values())
            assert not any(bubble.text.startswith("2 of") for bubble in phone.messages())
            if act == "tap":
                phone.press(first.message_id, first.buttons[0][0].data or "")
            elif act == "tick":
                await room.look()
            else:
                phone.say(act)
            await room.quiet()
            assert place(phone) == "2 of 6"


async def test_an_update_that_comes_twice_shows_what_is_owed() -> None:
    """A lost answer to COMMIT: the update is handed in again, decides nothing, and the person gets what the first copy decided.

    Also when the database cannot be asked a moment later, when it is looked for what they are owed.
    """
    async with careful_room(allow=QUIET) as room:
        fay = await room.staff()
        for phone in await joined(room, await room.workshop(fay), 2):
            with lost_commits(room), out_of_order_once(room):
                if phone.name == "P0":
                    phone.say("1")
                else:
                    phone.tap("1 Public sector / council")
                await room.quiet()
            assert place(phone) == "2 of 6"
            assert alive(phone) == 1
            assert phone.unanswered == []
            assert sum(bubble.text.startswith("2 of") for bubble in phone.messages()) == 1


async def tap(room: Room, phone: Phone, *labels: str) -> None:
    """Tap buttons that say this, whatever mark stands before it, one after the other."""
    for label in labels:
        phone.tap(lambda button: label in button.label)  # noqa: B023  # it is used before the next label
        await room.quiet()


async def polled(room: Room, fay: Phone) -> None:
    """A poll of ticks for everybody."""
    await say(room, fay, "/poll")
    await tap(room, fay, "Biggest concerns", "The question with all its options", "Send to everyone")


async def voted_on(room: Room, fay: Phone, people: list[Phone]) -> None:
    """Questions to the panel, collected and approved, and the vote about them."""
    await say(room, fay, "/panel")
    await tap(room, fay, "Ask for questions")
    for phone, text in zip(people, (*ASKED, *[""] * len(people)), strict=False):
        await tap(room, phone, "Ask a question" if text else "Nothing from me")
        await say(room, phone, *([text] if text else []))
    await tap(room, fay, "Collect the questions", "Collect now", "Look at 2 new ones", "Approve", "Approve")
    await tap(room, fay, "Open the vote")


AGENDAS = "⬜ 3"
"""The button of *Different agendas*, the third of the concerns, in a poll."""
ASKED = ("Is there any money left for the pond?", "Why is the kiosk always shut on Sundays?")


async def test_a_poll_and_a_round_come_whatever_became_of_them() -> None:
    """Polls, votes and rounds are owed like screens: sent to all, changed by a tap, and asked for."""
    async with careful_room(allow=QUIET, refusals=ANY) as room:
        fay = await room.staff()
        people = dict(zip(FAULTS, await joined(room, await room.workshop(fay), len(FAULTS)), strict=True))

        def break_next(method: str) -> None:
            for fault, phone in people.items():
                FAULTS[fault](room.emulator, method, 2, phone.chat_id)

        break_next("sendMessage")
        await say(room, fay, "/panel")
        await tap(room, fay, "Ask for questions")
        assert all("Questions to the panel" in phone.last.text for phone in people.values())
        break_next("editMessageText")
        for phone in people.values():
            await tap(room, phone, "Ask a question")
            assert any("You are writing a question" in bubble.text for bubble in phone.messages())
        break_next("sendMessage")
        await polled(room, fay)
        for phone in people.values():
            await tap(room, phone, AGENDAS, "Done (1)")
        break_next("sendMessage")
        for phone in people.values():
            await say(room, phone, "/polls")
            assert "You said: Different agendas" in phone.last.text
        assert not any(room.emulator.faults.values())


async def test_votes_are_confirmed_after_a_kill_and_not_taken_back() -> None:
    """Ticks were stored and never shown: the same tap again leaves them, and after a start they stand on the phone by themselves."""
    async with careful_room(allow=QUIET) as room:
        fay = await room.staff()
        people = await joined(room, await room.workshop(fay), 8)
        await polled(room, fay)
        await voted_on(room, fay, people)
        ada, ben, *_ = people
        await room.app.courier.stop(drain=0)
        for option in (AGENDAS, "pond"):
            await tap(room, ada, option)
            await tap(room, ben, option)
            await tap(room, ben, option)
        forget_spinners(room.emulator)
        assert not any("Done (1)" in bubble.labels for bubble in ada.messages())
        await room.restart()
        for phone in (ada, ben):
            ticked = [label for bubble in phone.messages() for label in bubble.labels if label.startswith("✅")]
            assert [(label == "✅ 3", "pond" in label) for label in sorted(ticked)] == [
                (False, True),
                (True, False),
            ]
        assert not any("Done (1)" in bubble.labels for bubble in people[2].messages())


async def test_what_was_said_stands_after_a_launch_that_was_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while a round and a poll go to everybody, of which nobody knows where they stand: what people did since is shown.

    Who did nothing may get it twice, and is heard on the first copy too.
    """
    step = claims.step

    def cut_short(unit: Unit, sendout_id: str, tables: Any, report: Any, want: Any) -> Any:
        if report.ended:
            raise LookupError
        return step(unit, sendout_id=sendout_id, tables=tables, report=report, want=want)

    async with careful_room(allow=QUIET) as room:
        fay = await room.staff()
        ada, ben, cy, *_ = people = await joined(room, await room.workshop(fay), 4)
        monkeypatch.setattr(sending, "step", cut_short)
        monkeypatch.setattr(showing, "_arrived", lambda *_, **__: False)
        await say(room, fay, "/panel")
        await tap(room, fay, "Ask for questions")
        await polled(room, fay)
        for phone in people:
            assert [standing(phone, words) for words in (ASKS, POLL)] == [1, 1]
        await tap(room, ada, "Ask a question")
        await room.app.courier.stop(drain=0)
        await say(room, ada, ASKED[0])
        await tap(room, ada, AGENDAS)
        await tap(room, ben, "Ask a question")
        forget_spinners(room.emulator)
        monkeypatch.undo()
        await room.restart()
        assert any(bubble.text.startswith("Noted ✓ Your question") for bubble in ada.messages())
        assert any(label == "✅ 3" for b in ada.messages() for label in b.labels)
        assert any("You are writing a question" in bubble.text for bubble in ben.messages())
        for phone in (ada, ben):
            assert not any("Nothing from me" in bubble.labels for bubble in phone.messages()), phone.name
        first = next(bubble for bubble in cy.messages() if POLL in bubble.text)
        assert [standing(cy, words) for words in (ASKS, POLL)] == [2, 2]
        cy.tap(AGENDAS, message=first)
        await room.quiet()
        assert "Done (1)" in next(bubble for bubble in cy.messages() if bubble.message_id == first.message_id).labels


ASKS, POLL = "🙋 Questions to the panel", "Tap up to"


def standing(phone: Phone, words: str) -> int:
    """How many messages ask this."""
    return sum(words in bubble.text and bool(bubble.labels) for bubble in phone.messages())


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_closing_words_come_though_their_picture_did_not(fault: str) -> None:
    """Whatever became of the pictures, everybody reads what the room said, and where to read more; nobody reads it twice.

    Only where the picture came and its answer was lost the words stand below it too, for nobody knows: rather twice than never.
    """
    async with careful_room(allow=QUIET, refusals=ANY) as room:
        fay = await room.staff()
        people = await joined(room, await room.workshop(fay), 5)
        await submit(room, *people)
        for phone in (fay, *people):
            FAULTS[fault](room.emulator, "sendPhoto", 20, phone.chat_id)
        await close(room, fay)
        room.emulator.faults.clear()
        for phone in (fay, *people):
            read = [bubble.photo is not None for bubble in phone.messages() if "Read more:" in bubble.text]
            assert read == ([True, False] if fault == "carried out, answer lost" else [False])


async def test_the_closing_words_survive_an_end_in_the_middle() -> None:
    """The program ends when pictures have left and words have not: after the start each gets what is missing, and nothing twice.

    Those who steer it and the group too; also when it ended before anything had left.
    """
    async with careful_room(allow=QUIET, refusals=ANY) as room:
        fay = await room.staff()
        people = await joined(room, code := await room.workshop(fay), 12)
        group = room.emulator.group("Riverside group", fay, people[0])
        await room.quiet()
        fay.say(f"/link {code}", chat=group)
        await room.quiet()
        await submit(room, *people)
        await say(room, fay, "/close")
        sent, before = room.emulator.counts["sendPhoto", 200], photos(fay.messages())
        room.emulator.cut_next("sendMessage", 1, fay.chat_id)  # the pictures before it do not come again with it
        fay.tap("Yes, close it")
        async with asyncio.timeout(30):
            while room.emulator.counts["sendPhoto", 200] < sent + 6:  # noqa: ASYNC110  # a phone has no event for it
                await asyncio.sleep(0.001)
        await room.restart()
        pictures = max(photos(phone.messages()) for phone in people)
        for phone in (fay, *people):
            assert sum("Read more:" in bubble.text for bubble in phone.messages()) == 1
        assert photos(fay.messages()) - before == pictures
        assert sum("Read more:" in bubble.text for bubble in fay.messages(group)) == 1
        for steers in (True, False):
            title = f"Elsewhere {steers}"
            await room.workshop(fay, title=title)
            await say(room, fay, "/close")
            await room.app.courier.stop(drain=0)
            await tap(room, fay, "Yes, close it")
            forget_spinners(room.emulator)
            if not steers:  # the role was withdrawn meanwhile
                await room.app.deeds.ask(lambda unit: unit.members.withdraw(fay.user_id, None, by_another=True))
            await room.restart()
            assert sum(f"{title} is closed." in bubble.text for bubble in fay.messages()) == steers
        assert await room.app.deeds.ask(kept) == []


def photos(bubbles: Sequence[Bubble]) -> int:
    """How many of them are pictures."""
    return sum(1 for bubble in bubbles if bubble.photo)


async def test_a_message_to_everybody_that_failed_goes_on_at_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stopped it: no restart is needed, and nobody gets it twice."""
    async with careful_room(allow=QUIET) as room:
        fay = await room.staff()
        people = await joined(room, await room.workshop(fay), 3)
        await say(room, fay, "/announce", "Coffee is ready")
        step, failed = claims.step, list[int]()

        def once(*args: Any, **kwargs: Any) -> Any:
            if len(failed) < 1:
                failed.append(1)
                raise LookupError
            return step(*args, **kwargs)

        monkeypatch.setattr(sending, "step", once)
        await tap(room, fay, "Send to everyone")
        assert failed
        assert not any("Coffee is ready" in phone.last.text for phone in people)
        await room.look()
        assert [sum("Coffee" in bubble.text for bubble in phone.messages()) for phone in people] == [1, 1, 1]


def kept(unit: Unit) -> list[bytes]:
    """What is kept for those who steer."""
    return [blob for *_, blob in unit.replies.owed()]


async def test_whoever_steers_is_answered_after_a_kill() -> None:
    """Commands and taps that were stored and never answered are, after the start, once; what is kept till then nobody can read.

    Also those of somebody who takes part elsewhere, of which nothing is kept but what follows from steering.
    """
    async with careful_room(allow=QUIET) as room:
        fay, gus = await room.staff(), await room.staff("Gus")
        code = await room.workshop(fay)
        await room.workshop(gus, title="Elsewhere")
        gus.open(room.link(code))
        await room.quiet()
        gus_says, before = len(gus.messages()), len(fay.messages())
        await room.app.courier.stop(drain=0)
        await say(room, fay, "/invite", "/summary")
        await tap(room, fay, "Pause")
        await say(room, fay, "/announce", "Coffee is ready")  # a page, which is drawn anew with the board
        fay_is_owed = len(await room.app.deeds.ask(kept))
        await say(room, gus, "/mydata")
        assert len(await room.app.deeds.ask(kept)) == fay_is_owed
        await say(room, gus, "/invite")
        forget_spinners(room.emulator)
        owed = await room.app.deeds.ask(kept)
        assert len(owed) > fay_is_owed == 2
        assert not any(word in blob for blob in owed for word in (b"Coffee", b"start=", b"Riverside"))
        await room.restart()
        said = [bubble.text for bubble in fay.messages()[before:] if not bubble.mine]
        for words in ("Coffee is ready", "t.me/", "Shown once 8 people"):
            assert sum(words in text for text in said) == 1, words
        assert "📣 Send to everyone" in fay.last.labels
        assert fay.last.text.startswith("Riverside Park · paused")
        assert sum("t.me/" in bubble.text for bubble in gus.messages()[gus_says:]) == 1
        assert await room.app.deeds.ask(kept) == []


async def test_what_somebody_asked_is_answered_after_a_kill(monkeypatch: pytest.MonkeyPatch) -> None:
    """No row tells who asked: the update is not acknowledged before its answer has left, and is answered when it comes again."""
    monkeypatch.setattr("bot.telegram.intake._ANSWER", 20)
    async with careful_room(allow=QUIET) as room:
        fay = await room.staff()
        people = await joined(room, await room.workshop(fay), 3)
        before = [seen(phone) for phone in people]
        monkeypatch.setattr(room.app.courier, "post", lambda *_: asyncio.get_running_loop().create_future())
        for phone, command in zip(people, ("/privacy", "/mydata", "/verify"), strict=True):
            phone.say(command)
        async with asyncio.timeout(20):
            while len(room.app.deeds.passing._owed) < len(people):  # noqa: ASYNC110  # nothing tells of it
                await asyncio.sleep(0.005)
        assert await room.app.deeds.ask(kept) == []
        await room.restart()
        assert [len(seen(phone)) - len(had) for phone, had in zip(people, before, strict=True)] == [1, 1, 1]


async def test_an_answer_that_was_lost_comes_again() -> None:
    """A lost answer to COMMIT, a cut and a lost answer of Telegram's: a command is answered, and carried out once."""
    async with careful_room(allow=QUIET, refusals=[*ANY, ("answerCallbackQuery", 400)]) as room:
        fay = await room.staff()
        ada = await room.participant("Ada", await room.workshop(fay))
        for phone, command in ((fay, "/summary"), (ada, "/mydata")):
            before = len(phone.messages())
            with lost_commits(room):
                await say(room, phone, command)
            assert len(phone.messages()) == before + 2
            for fault in ("reset before", "carried out, answer lost"):
                before = len(phone.messages())
                FAULTS[fault](room.emulator, "sendMessage", 1, phone.chat_id)
                await say(room, phone, command)
                assert len(phone.messages()) >= before + 2, fault
        assert await room.app.deeds.ask(kept) == []
