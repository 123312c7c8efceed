"""One workshop from the invitation to the export, played by a facilitator and her guests while the bot is killed; judges nothing.

`python -m tests.chaos --only story` plays it once without a kill.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble
from bot.rehearsal.world.groups import Group
from tests.chaos.guests import QUESTIONS, Guest
from tests.chaos.stand import Stand, board

GUESTS = 8
COFFEE = "Coffee is ready on the quay."
FILES = ("json", "zip", "pdf", "docx")
"""What is asked for in the end."""

OVER = ("The room said", "Read more:")


class Story:
    """`stage`: what is going on. `led`: the facilitator moves the room through its questions."""

    def __init__(self, stand: Stand, chance: random.Random, *, led: bool) -> None:
        """Nothing has happened."""
        self.stand = stand
        self.led = led
        self.stage = "inviting"
        self.guests = [Guest.of(stand, number, chance) for number in range(GUESTS)]
        self.code = ""
        self.sheets: dict[str, list[dict[str, Any]]] = {}
        self.fay: Phone
        self.group: Group

    async def play(self) -> None:
        """All of it. Raises Stuck when somebody is left standing."""
        acts: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
            "inviting": self._invite,
            "opening": self._open,
            "joining": lambda: self._all(lambda guest: guest.joins(self.code)),
            "answering": self._lead if self.led else self._answer,
            "poll": self._poll,
            "panel": self._panel,
            "vote": self._vote,
            "announcing": self._announce,
            "show of hands": self._hands,
            "closing": self._close,
            "reading": self._read,
            "results": self._results,
            "export": self._export,
            "files": self._files,
        }
        for stage, act in acts.items():
            self.stage = stage
            await act()
        self.stage = "over"

    async def _all(self, do: Callable[[Guest], Coroutine[Any, Any, None]]) -> None:
        results = await asyncio.gather(*(do(guest) for guest in self.guests), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def _invite(self) -> None:
        self.fay = await self.stand.staff()

    async def _open(self) -> None:
        fay, stand = self.fay, self.stand
        fay.say("/new harbour Harbour")
        await stand.shows(fay, "not open yet")  # the page of the pace stands there first
        if self.led:
            await stand.tap(fay, "I lead the room")
            await stand.until(lambda: any("▶️ Open" in b.labels for b in fay.recent(8)), "the board again")
        self.code = next(word for b in fay.messages() for word in b.text.split() if _is_code(word))
        self.group = stand.telegram.group("Quay", fay, *(guest.phone for guest in self.guests))
        fay.say(f"/link {self.code}", chat=self.group)
        await stand.until(lambda: any(self.code in b.text for b in fay.recent(9, self.group)), "the group's card")
        fay.say("/open")
        await stand.until(lambda: "· open" in board(fay), "the opening")

    async def _answer(self) -> None:
        async def one(guest: Guest) -> None:
            for name in QUESTIONS:
                await guest.answers(name)
            await guest.submits()

        await self._all(one)

    async def _lead(self) -> None:
        for name, (_, short, _) in QUESTIONS.items():
            onwards = ("⏭ Next", f"▶️ Ask: {short}")  # the second where a section begins
            await self.stand.until(
                lambda onwards=onwards: self.fay.tap(lambda button: button.label in onwards),  # type: ignore[misc]  # used at once
                f"a button that asks “{short}”",
            )
            if short == "Worth its price":
                await self.stand.tap(self.fay, "▶️ Question by question")
            await self._all(lambda guest, name=name: guest.answers(name))  # type: ignore[misc]  # used at once
            await self.stand.until(lambda short=short: f"▶️ {short}" in board(self.fay), f"“{short}” on the board")  # type: ignore[misc]

    async def _poll(self) -> None:
        fay = self.fay
        fay.say("/poll")
        for label in ("Who", "The question with all its options", "Send to everyone"):
            await self._press(label)
        await self._all(lambda guest: guest.polls())
        await self._press("End the poll")
        await self.stand.until(
            lambda: any(
                ("Poll" in b.text and "ended" in b.text.lower()) or "Reveal" in str(b.labels) for b in fay.recent(9)
            ),
            "the poll's end",
        )

    async def _panel(self) -> None:
        fay, stand = self.fay, self.stand
        fay.say("/panel")
        await stand.tap(fay, "Ask for questions")
        await self._all(lambda guest: guest.asks_panel())
        await self._panel_says("Collect the questions", "Collect now")
        await stand.tap(fay, "Look at 2 new ones")
        for left in (2, 1):
            await stand.shows(fay, f"{left} left to read")
            await stand.tap(fay, "Approve")
        await stand.until(lambda: any("2 approved" in b.text for b in fay.recent(6)), "both approved")

    async def _vote(self) -> None:
        await self.stand.tap(self.fay, "Open the vote")
        await self._all(lambda guest: guest.votes())
        await self._panel_says("Count the vote", "Count it now")
        await self.stand.shows(self.fay, "The vote is counted")

    async def _panel_says(self, *labels: str) -> None:
        for label in labels:
            await self.stand.tap(self.fay, label)

    async def _announce(self) -> None:
        fay = self.fay
        fay.say("/announce")
        await self.stand.shows(fay, "Type what")
        fay.say(COFFEE)
        await self._press("📣 Send to everyone")
        await self.stand.until(
            lambda: any(words in b.text for b in fay.recent(9) for words in ("Sent:", "Stopped:")),
            "the word that it is sent",
        )

    async def _hands(self) -> None:
        fay, stand = self.fay, self.stand
        fay.say("/poll")
        for label in ("Worth its price", "The question with all its options"):
            await self._press(label)
        await stand.until(self._looked_at, "the poll to be looked at")
        fay.tap("Post in the group", message=self._looked_at())
        told = "Telegram did not take the poll"
        await stand.until(
            lambda: (
                any(b.poll and not b.poll.closed for b in fay.recent(9, self.group))
                or any(told in b.text for b in fay.recent(2))
            ),
            "the poll in the group",
        )
        for bubble in fay.recent(9, self.group):
            if bubble.poll and not bubble.poll.closed:
                for guest in self.guests:
                    guest.phone.vote(bubble.message_id, [guest.number % 4], self.group)
                # Of one that was posted when the bot was killed nobody knows: it is taken away, and has no button.
                await stand.until(
                    lambda bubble=bubble: self._has_ended(bubble) or fay.tap("End the poll"),  # type: ignore[misc]  # used at once
                    "a button “End the poll”",
                )
                await stand.until(partial(self._has_ended, bubble), "its end")
                return

    def _looked_at(self) -> Bubble:
        """The poll as it will be. Raises LookupError."""
        for bubble in self.fay.recent(6):
            if "Second round" in bubble.text and "Post in the group" in bubble.labels:
                return bubble
        raise LookupError("no poll to be looked at")

    def _has_ended(self, bubble: Bubble) -> bool:
        """It is closed, or taken away."""
        is_there = any(other.message_id == bubble.message_id for other in self.fay.recent(20, self.group))
        return not is_there or (bubble.poll is not None and bubble.poll.closed)

    async def _close(self) -> None:
        await self._asked("/close", "Yes, close it")
        await self.stand.until(lambda: "· closed" in board(self.fay), "the close")

    async def _read(self) -> None:
        """What people wrote is read at the desk, all at once."""
        fay, stand = self.fay, self.stand
        fay.say("/desk")
        for _ in range(3 * GUESTS):
            await stand.until(lambda: self._is_read() or self._onwards(), "the desk")
            if self._is_read():
                return
            before = self._desk()
            fay.tap(self._onwards())
            await stand.until(lambda before=before: self._desk() != before, "the next page of the desk")  # type: ignore[misc]

    def _desk(self) -> list[Any]:
        return [(b.message_id, b.text, b.labels) for b in self.fay.recent(4)]

    def _is_read(self) -> bool:
        return any("All of it is read" in b.text for b in self.fay.recent(4))

    def _onwards(self) -> str:
        starts = ("📖 Read", "All the rest", "✅")
        found = [label for b in self.fay.recent(4) for start in starts for label in b.labels if label.startswith(start)]
        return found[0] if found else ""

    async def _results(self) -> None:
        for phone in (self.fay, *(guest.phone for guest in self.guests)):
            await self.stand.until(
                lambda phone=phone: any(words in b.text for b in phone.messages() for words in OVER),  # type: ignore[misc]
                f"what the room said ({phone.name})",
            )

    async def _export(self) -> None:
        await self._asked("/export", "JSON")
        await self.stand.until(lambda: any(b.document for b in self.fay.recent(9)), "the export")
        document = next(b.document for b in self.fay.recent(9) if b.document)  # the pack is asked for after it
        self.sheets = json.loads(document)["sheets"]

    async def _files(self) -> None:
        """The pack and the report, one asked for while the other is made."""
        await self._press("📦 Everything, one file")
        self.fay.say("/report")
        await self.stand.until(lambda: set(self.files()) >= set(FILES), "the pack, the report and what can be edited")
        await self.stand.until(
            lambda: any("asked in" in b.text for b in self.fay.recent(9)), "the sentences to pass on"
        )

    def files(self) -> list[str]:
        """How the names of the files end that have come, each as often as it came."""
        names = (bubble.document_name for bubble in self.fay.messages() if bubble.document)
        return [str(name).rpartition(".")[2] for name in names]

    async def _asked(self, command: str, label: str) -> None:
        """Type it and tap what it offers; a board that a kill has folded back is asked once more, as its reader would."""
        starts = -1

        def offered() -> bool:
            nonlocal starts
            with suppress(LookupError):
                return self.fay.tap(label) is not None
            now = self.stand.log.count("event=started")
            if now != starts:
                starts = now
                self.fay.say(command)
            return False

        await self.stand.until(offered, f"a button “{label}”")

    async def _press(self, label: str) -> None:
        """Tap the button with exactly these words once it is there."""
        await self.stand.until(lambda: self.fay.tap(label) is not None, f"a button “{label}”")


def _is_code(word: str) -> bool:
    return len(word) == 6 and all(letter in "ABCDEFGHJKLMNPQRSTUVWXYZ23456789" for letter in word)
