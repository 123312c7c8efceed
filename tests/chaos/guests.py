"""The people of a workshop: what each of them means to say, says once, and was told; must not know what the bot makes of it.

They tap once and wait, as somebody does who trusts the bot. Whatever they wait for in vain is somebody left standing.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble
from tests.chaos.stand import Stand

QUESTIONS = {
    "who": ("Who are you at the harbour?", "Who", ("A sailor", "A fisher", "A warden", "A guest")),
    "needs": ("What does the harbour need?", "Needs", ("More light", "More depth", "More berths", "More peace")),
    "worth": ("Is the harbour worth its price?", "Worth its price", ("Sometimes", "Mostly", "Clearly yes")),
    "words": ("What would you change first?", "Change first", ()),
}
"""The flow: its questions, their short names, and the options that are chosen here."""

THINGS = (
    "the lamps",
    "the ladders",
    "the ferry",
    "the gulls",
    "the bollards",
    "the kiosk",
    "the slipway",
    "the chains",
)
VERBS = ("paint", "mend", "move", "count", "clean", "measure", "replace", "sort")
QUOTED = "May be quoted word for word"


@dataclass
class Guest:
    """One person. `plan`: question -> what they mean to answer; `told`: what they were told is noted.

    `again`: how often the same was asked below what they had tapped, so that they tapped once more.
    """

    stand: Stand
    phone: Phone
    number: int
    plan: dict[str, str]
    asks: str | None
    told: dict[str, str] = field(default_factory=dict)
    again: int = 0
    _tapped: tuple[Callable[[Bubble], bool], str, int] | None = None

    @classmethod
    def of(cls, stand: Stand, number: int, chance: random.Random) -> Guest:
        """With a mind of their own; every one of them writes something else."""
        plan = {name: chance.choice(options) for name, (_, _, options) in QUESTIONS.items() if options}
        plan["poll"] = chance.choice(QUESTIONS["who"][2])
        plan["vote"] = chance.choice(("ladders", "ferry"))
        plan["words"] = f"I would {VERBS[number % 8]} {THINGS[(number + chance.randrange(8)) % 8]}"
        asks = {0: "Who pays for the ladders?", 1: "When does the ferry come back?"}.get(number)
        return cls(stand, stand.telegram.account(f"Guest {number}"), number, plan, asks)

    def newest(self, fits: Callable[[Bubble], bool]) -> Bubble:
        """The newest of the bot's bubbles that fits. Raises LookupError."""
        for bubble in self.phone.recent(15):
            if fits(bubble):
                return bubble
        raise LookupError("no such bubble")

    async def joins(self, code: str) -> None:
        """Follow the link, read the card, take part."""
        self.phone.open(f"https://t.me/{self.stand.telegram.world.bot['username']}?start={code}")
        await self._tap(lambda b: "Take part" in b.labels, "Take part", "the card")

    async def answers(self, name: str) -> None:
        """Answer one question as soon as it is there, and wait until it is noted."""
        text, short, options = QUESTIONS[name]
        if not options:
            await self._writes(text, short)
            return
        await self._tap(lambda b: text in b.text and self._has(b, self.plan[name]), self.plan[name], text)
        if name == "needs":
            await self._tap(lambda b: text in b.text and self._has(b, "Done (1)"), "Done (1)", f"the tick of “{text}”")
        await self._noted(name, text, short)

    async def submits(self) -> None:
        """Hand everything in."""
        await self._tap(lambda b: "Submit" in b.labels, "Submit", "Submit")
        await self._sees(lambda: any(b.text.startswith("Thank you.") for b in self.phone.recent(15)), "the receipt")

    async def polls(self) -> None:
        """Answer the poll for everybody."""
        text = QUESTIONS["who"][0]
        await self._tap(
            lambda b: b.text.startswith("🗳") and text in b.text and self._has(b, self.plan["poll"]),
            self.plan["poll"],
            "the poll",
        )
        said = f"You said: {self.plan['poll']}"
        await self._sees(
            lambda: any(said in b.text for b in self.phone.recent(15)), "the word that the poll is answered"
        )
        self.told["poll"] = self.plan["poll"]

    async def asks_panel(self) -> None:
        """Ask the panel something, or nothing."""
        is_asked: Callable[[Bubble], bool] = lambda b: "Nothing from me" in b.labels  # noqa: E731
        if self.asks is None:
            await self._tap(is_asked, "Nothing from me", "the panel's question")
            await self._sees(lambda: any("Noted ✓ Nothing" in b.text for b in self.phone.recent(15)), "Noted")
            return
        await self._tap(is_asked, "Ask a question", "the panel's question")
        await self._sees(lambda: any("Type it now" in b.text for b in self.phone.recent(3)), "the place to write")
        self.phone.say(self.asks)
        await self._sees(
            lambda: any(b.text.startswith("Noted ✓ Your question") for b in self.phone.recent(15)), "Noted"
        )
        self.told["question"] = self.asks

    async def votes(self) -> None:
        """Vote for one of the panel's questions."""
        about = self.plan["vote"]
        is_vote: Callable[[Bubble], bool] = lambda b: b.text.startswith("🗳 Which questions")  # noqa: E731
        await self._tap(lambda b: is_vote(b) and self._has(b, about), about, "the vote")
        await self._tap(lambda b: is_vote(b) and self._has(b, "Done (1)"), "Done (1)", "the tick of the vote")
        await self._sees(
            lambda: any(b.text.startswith("Noted ✓ Your votes") for b in self.phone.recent(15)), "Noted votes"
        )
        self.told["vote"] = about

    async def _writes(self, text: str, short: str) -> None:
        await self._sees(lambda: self.newest(lambda b: text in b.text and bool(b.labels)), text)
        words = self.plan["words"]
        self.phone.say(words)
        await self._tap(lambda b: words in b.text and self._has(b, QUOTED), QUOTED, "how words may be used")
        await self._noted("words", text, short)

    async def _noted(self, name: str, text: str, short: str) -> None:
        """It is noted when the phone says so, or asks something that comes after it."""
        order = list(QUESTIONS)
        later = [QUESTIONS[other][0] for other in order[order.index(name) + 1 :]] + ["Ready to submit?"]

        def is_noted() -> bool:
            recent = self.phone.recent(15)
            return any(b.text.startswith(f"✓ {short}:") for b in recent) or any(
                words in b.text for b in recent[:4] for words in later
            )

        await self._sees(is_noted, f"the word that “{text}” is answered")
        self.told[name] = self.plan[name]

    async def _tap(self, fits: Callable[[Bubble], bool], label: str, what: str) -> None:
        await self._sees(lambda: self.newest(fits), what)
        self._press(fits, label)

    def _press(self, fits: Callable[[Bubble], bool], label: str) -> None:
        bubble = self.newest(fits)
        self.phone.tap(lambda button: label in button.label, message=bubble)
        self._tapped = fits, label, bubble.message_id

    def _once_more(self) -> None:
        """A copy that came after the tap, and asks the same: whoever sees it taps there."""
        if self._tapped is None:
            return
        fits, label, message_id = self._tapped
        newest = self.newest(fits)
        is_open = any(label in has and "✅" not in has for has in newest.labels)
        if newest.message_id > message_id and is_open and not self.phone.unanswered:
            self.again += 1
            self._press(fits, label)

    async def _sees(self, is_so: Callable[[], object], what: str) -> None:
        def looks() -> bool:
            with suppress(LookupError):
                if is_so():
                    return True
            self._once_more()
            return False

        await self.stand.until(looks, f"{what} ({self.phone.name})")
        self._tapped = None

    @staticmethod
    def _has(bubble: Bubble, label: str) -> bool:
        return any(label in has for has in bubble.labels)
