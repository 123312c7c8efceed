"""Faults of the line and of Telegram: answers that are lost, late, refused or a gateway's; polls that nobody can end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.protocol.refusal import Refused, bad, too_many
from bot.rehearsal.world.bubbles import Bubble
from tests.chaos.gate import State
from tests.chaos.stand import Stand, board, stand
from tests.chaos.table import Fault
from tests.chaos.telegram import Telegram

Break = Callable[[Telegram, int], None]
"""Lays out what becomes of the next message to a chat."""

PEOPLE = 4
COFFEE = "Coffee is ready on the quay."
NEXT = "What does the harbour need?"


def copies(phone: Phone, words: str) -> int:
    """How often the bot has said it on this phone."""
    return sum(words in bubble.text for bubble in phone.messages() if bubble.from_bot)


async def answered(here: Stand, phone: Phone, option: str = "A sailor") -> float:
    """Tap an answer to the first question; the seconds until the next question stands there. Raises Stuck."""
    began = time.monotonic()
    await here.tap(phone, option)
    await here.until(lambda: NEXT in phone.last.text and phone.last.labels, f"the next question ({phone.name})")
    return time.monotonic() - began


async def _screens(lay: Break) -> str:
    """The next question of each of several people is broken; then they tap on."""
    async with stand() as here:
        people = await here.people(PEOPLE, await here.workshop(await here.staff()))
        for phone in people:
            lay(here.telegram, phone.chat_id)
        took = await asyncio.gather(*(answered(here, phone) for phone in people))
        assert here.telegram.unfinished() == 0, "the fault was not met"
        for phone in people:
            await here.tap(phone, "More light")
            await here.shows(phone, NEXT)
            await here.tap(phone, "Done (1)")
            await here.shows(phone, "3 of 4")
        most = max(copies(phone, NEXT) for phone in people)
        assert most <= 2, f"the question stands {most} times on a phone"
        return f"{PEOPLE} of {PEOPLE} have the next question after {max(took):.1f} s at most, taps are heard"


async def _lost_in_a_gateway(status: int) -> str:
    """An announcement: carried out for some people, and a gateway answers."""
    async with stand() as here:
        fay = await here.staff()
        people = await here.people(PEOPLE, await here.workshop(fay))
        for phone in people[:3]:
            here.telegram.gateway_next("sendMessage", status, 5, phone.chat_id)
        await announce(here, fay)
        await here.rest(quiet=6)
        got = [copies(phone, COFFEE) for phone in people]
        assert got == [1] * PEOPLE, f"copies on the phones: {got}"
        return f"copies on the phones: {got}"


async def announce(here: Stand, fay: Phone) -> None:
    """Type it, and send it."""
    fay.say("/announce")
    await here.shows(fay, "Type what")
    fay.say(COFFEE)
    await here.tap(fay, "📣 Send to everyone")
    await here.until(
        lambda: any(words in b.text for b in fay.recent(5) for words in ("Sent:", "Stopped:")),
        "the word that it is sent",
    )


async def _floods_on_edits() -> str:
    """Edits are told to wait a minute; the next question is no edit."""
    async with stand() as here:
        people = await here.people(PEOPLE, await here.workshop(await here.staff()))
        for phone in people:
            for method in ("editMessageText", "editMessageReplyMarkup"):
                here.telegram.fail_next(method, too_many(60), chat=phone.chat_id)
        took = await asyncio.gather(*(answered(here, phone) for phone in people))
        assert max(took) < 10, f"the next question took {max(took):.0f} s"
        return f"the next question came after {max(took):.1f} s, the tick later"


async def _outage(state: State, seconds: float) -> str:
    """Nothing comes through for a while; people answer meanwhile."""
    async with stand() as here:
        people = await here.people(PEOPLE, await here.workshop(await here.staff()))
        here.line.turn(state)
        for phone in people:
            await here.tap(phone, "A sailor")
        await asyncio.sleep(seconds)
        here.line.turn(State.OPEN)
        began = time.monotonic()
        # a black hole is noticed by nobody at once: what hangs in it has to run out of its time
        slack = 5.0 if state is State.CUT else 30.0
        await here.until(lambda: not here.telegram.updates.pending, "the updates to be taken", slack)
        back = time.monotonic() - began
        for phone in people:
            await here.until(lambda phone=phone: NEXT in phone.last.text, f"the next question ({phone.name})")  # type: ignore[misc]
        return f"polling is back after {back:.1f} s, everybody has the next question"


async def _revoked() -> str:
    """Telegram does not know the token for some seconds, long after the start."""
    async with stand() as here:
        fay = await here.staff()
        people = await here.people(PEOPLE, await here.workshop(fay))
        here.telegram.refuses = Refused(401)
        for phone in people:
            await here.tap(phone, "A sailor")
        await asyncio.sleep(8)
        assert here.bot.runs, "the program has ended"
        assert "token_refused" in here.log, "it says nothing about its token"
        here.telegram.refuses = None
        for phone in people:
            await here.until(lambda phone=phone: NEXT in phone.last.text, f"the next question ({phone.name})")  # type: ignore[misc]
        await announce(here, fay)
        got = [copies(phone, COFFEE) for phone in people]
        assert got == [1] * PEOPLE, f"after it an announcement reaches {sum(map(bool, got))} of {PEOPLE}"
        return "it holds, says token_refused, goes on when the token works; nobody is marked unreachable"


async def _conflict() -> str:
    async with stand() as here:
        people = await here.people(PEOPLE, await here.workshop(await here.staff()))
        here.telegram.updates.end_poll()  # whoever waits for updates is told 409
        took = await asyncio.gather(*(answered(here, phone) for phone in people))
        assert here.bot.runs, "the program has ended"
        return f"it goes on; answers are answered after {max(took):.1f} s"


async def _native(break_it: str) -> str:
    """A show of hands in the group, by six people."""
    async with stand() as here:
        fay = await here.staff()
        code = await here.workshop(fay)
        people = await here.people(6, code)
        group = here.telegram.group("Quay", fay, *people)
        fay.say(f"/link {code}", chat=group)
        await here.until(lambda: any(code in b.text for b in fay.recent(9, group)), "the group's card")

        def polls() -> list[Bubble]:
            return [b for b in fay.messages(group) if b.poll]

        if break_it == "sendPoll":
            here.telegram.hang_next("sendPoll", done=True)
        await _propose(here, fay)
        if break_it == "sendPoll":
            await here.shows(fay, "Telegram did not take the poll", 60)
            await here.rest(quiet=2)
            orphans = [b for b in polls() if b.poll and not b.poll.closed]
            assert not orphans, "an orphan stands in the group"
            return "no orphan in the group, it is said that the poll was not taken"
        await here.until(polls, "the poll")
        (bubble,) = polls()
        for phone in people:
            phone.vote(bubble.message_id, [0], group)
        if break_it == "gone":
            fay._world.remove(here.telegram.world.chats[group.chat_id], [bubble.message_id])
        elif break_it == "hangs":
            here.telegram.hang_next("stopPoll", done=True)
        else:
            here.telegram.lose_next("stopPoll")
        await here.tap(fay, "End the poll")
        wanted = "could not be read" if break_it == "gone" else "6 (100%)"
        await here.until(lambda: any(wanted in b.text for b in fay.recent(6, group)), f"“{wanted}” in the group", 70)
        return f"the poll is ended, the group reads “{wanted}”"


async def _propose(here: Stand, fay: Phone) -> None:
    fay.say("/poll")
    await here.tap(fay, "Worth its price")
    await here.tap(fay, "The question with all its options")
    await here.until(lambda: "Post in the group" in fay.last.labels, "the poll to be looked at")
    fay.tap("Post in the group", message=fay.last)


async def _commands_answered() -> str:
    """What those who steer ask for is cut off, lost or answered by a gateway."""
    async with stand() as here:
        fay = await here.staff()
        await here.workshop(fay)
        breaks: tuple[Break, ...] = (_cut, _lose, partial(_gateway, 502))
        for name, lay in zip(("cut", "lost", "502"), breaks, strict=True):
            before = {bubble.message_id for bubble in fay.messages()}
            lay(here.telegram, fay.chat_id)
            fay.say("/summary")
            await here.until(
                lambda before=before: any("Shown once" in b.text for b in fay.messages() if b.message_id not in before),  # type: ignore[misc]
                f"the summary ({name})",
            )
        assert "joined 0" in board(fay)
        return "3 of 3 commands are answered"


def _cut(telegram: Telegram, chat: int) -> None:
    telegram.cut_next("sendMessage", 1, chat)


def _lose(telegram: Telegram, chat: int) -> None:
    telegram.lose_next("sendMessage", 1, chat)


def _hang(telegram: Telegram, chat: int, *, done: bool) -> None:
    telegram.hang_next("sendMessage", 1, chat, done=done)


def _gateway(status: int, telegram: Telegram, chat: int) -> None:
    telegram.gateway_next("sendMessage", status, 1, chat)


def _refuse(telegram: Telegram, chat: int) -> None:
    telegram.fail_next("sendMessage", bad("strange"), 1, chat)


_COMES = "everybody gets the next question some seconds later, twice at most; taps are heard"

FAULTS = (
    Fault("line-reset-before", "reset before the screen went out", _COMES, lambda: _screens(_cut)),
    Fault("line-reset-after", "reset after the screen went out", _COMES, lambda: _screens(_lose)),
    Fault("line-timeout-before", "time-out, the screen did not go out", _COMES, lambda: _screens(partial(_hang, done=False))),
    Fault("line-timeout-after", "time-out, the screen went out", _COMES, lambda: _screens(partial(_hang, done=True))),
    Fault("line-refused", "the screen is refused with 400", _COMES, lambda: _screens(_refuse)),
    Fault("line-502", "502 for a screen that was carried out", _COMES, lambda: _screens(partial(_gateway, 502))),
    Fault("line-504", "504 for a screen that was carried out", _COMES, lambda: _screens(partial(_gateway, 504))),
    Fault("line-announce-502", "502, five times, for an announcement that was carried out", "everybody has it once", lambda: _lost_in_a_gateway(502)),
    Fault("line-announce-504", "504, five times, for an announcement that was carried out", "everybody has it once", lambda: _lost_in_a_gateway(504)),
    Fault("line-commands", "answers to commands of those who steer are cut, lost, 502", "each is answered", _commands_answered),
    Fault("line-429-edits", "429, a minute, on edits", "the next question comes within 10 s", _floods_on_edits),
    Fault("line-outage", "nothing gets through for a minute", "polling is back within 5 s, nobody lost anything", lambda: _outage(State.CUT, 60.0)),
    Fault("line-black-hole", "a network that swallows everything for 30 s", "polling is back, nobody lost anything", lambda: _outage(State.SILENT, 30.0)),
    Fault("line-401", "401 for 8 s, long after the start", "hold, say so, go on; nobody unreachable by it", _revoked),
    Fault("line-409", "one 409 while running", "it goes on", _conflict),
    Fault("poll-stop-lost", "stopPoll answered, the answer lost", "the totals are read elsewhere", lambda: _native("lost")),
    Fault("poll-stop-hangs", "stopPoll carried out, never answered", "the totals are read elsewhere", lambda: _native("hangs")),
    Fault("poll-gone", "a native poll whose message is gone", "it can be ended, and that is said", lambda: _native("gone")),
    Fault("poll-send-hangs", "sendPoll carried out, never answered", "no orphan in the group", lambda: _native("sendPoll")),
)  # fmt: skip
