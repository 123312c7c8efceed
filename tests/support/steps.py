"""What tests of conversations do and look at: which question stands, what is alive, the board, a whole set of answers."""

from __future__ import annotations

import re

from bot.participant.remarks import remark
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble
from bot.wording import Wording
from flows.dialogue.answers import Refusal
from flows.dialogue.effects import Notice
from tests.support.room import Room

ENGLISH = Wording("en")
NO_SUCH_CODE = "There is no open workshop with that code."


def words_for(said: Notice | Refusal) -> str:
    """A remark as a participant reads it."""
    return remark(ENGLISH, said)


def place(phone: Phone) -> str:
    """The position that stands on the phone with living buttons, such as "2 of 6"; "" when it is not a question."""
    found = re.search(r"^\d+ of \d+", asked(phone).text, re.MULTILINE)
    return found[0] if found else ""


def asked(phone: Phone) -> Bubble:
    """The newest bubble with buttons: what stands. Raises LookupError when there is none."""
    for bubble in reversed(phone.messages()):
        if bubble.buttons:
            return bubble
    raise LookupError("no buttons on this phone")


def alive(phone: Phone) -> int:
    """How many bubbles of the bot have buttons that do something."""
    return sum(1 for b in phone.messages() if any(k.kind == "data" for row in b.buttons for k in row))


async def joined(room: Room, code: str, count: int) -> list[Phone]:
    """People with the first question on their phones."""
    return [await room.participant(f"P{n}", code) for n in range(count)]


async def submit(room: Room, *phones: Phone, worth: str = "4") -> None:
    """Answer all questions of key-questions and submit; what is written may be quoted."""
    for words in (
        "1",
        worth,
        *(["better minutes", "1"] if worth in "12" else []),
        "1 2",
        "1 2 3",
        "1",
        "skip",
        "submit",
    ):
        for phone in phones:
            phone.say(words)
        await room.quiet()


def board(phone: Phone) -> Bubble:
    """The board."""
    return next(b for b in reversed(phone.messages()) if "joined" in b.text and "submitted" in b.text)


def heard(phone: Phone) -> Bubble:
    """What the bot has said last to somebody who steers: the page that is open on the board, else what stands above the board."""
    for bubble in reversed(phone.messages()):
        is_board = "Join code: " in bubble.text and "\njoined " in bubble.text
        if bubble.from_bot and not is_board:
            return bubble
    return phone.last


def words_heard(phone: Phone) -> str:
    """The words of that, without what stands above an open page."""
    bubble = heard(phone)
    is_page = any(":fold" in (key.data or "") for row in bubble.buttons for key in row)
    is_page = is_page or "\njoined " in bubble.text.split("\n\n", 1)[0]  # a page with a way out of its own
    return bubble.text.split("\n\n", 1)[-1] if is_page else bubble.text


def choices(phone: Phone) -> list[str]:
    """The buttons of that, without those that lead back to the board."""
    return [key.label for row in heard(phone).buttons for key in row if ":fold" not in (key.data or "")]


async def close(room: Room, fay: Phone) -> None:
    """Close the workshop last used."""
    fay.say("/close")
    await room.quiet()
    fay.tap("Yes, close it")
    await room.quiet()


async def all_as_text(room: Room, phone: Phone) -> str:
    """All results in words, as somebody reads them who was told what the room said; closes with what the chat says last."""
    fits = next(b for b in reversed(phone.messages()) if "📊 All results" in b.labels)
    phone.tap("📊 All results", message=fits)
    await room.quiet()
    page = next(b for b in reversed(phone.messages()) if b.photo is not None and "Next →" in b.labels)
    before = {b.message_id for b in phone.messages()}
    phone.tap("All as text", message=page)
    await room.quiet()
    return "\n\n".join(b.text for b in phone.messages() if b.message_id not in before)


async def read_all(room: Room, fay: Phone) -> None:
    """Read all open answers at the desk and approve them, a page at a time."""
    fay.say("/desk")
    await room.quiet()
    while (label := _onwards(asked(fay).labels)) is not None:
        fay.tap(label)
        await room.quiet()


def _onwards(labels: list[str]) -> str | None:
    """The button that takes one through the desk fastest; None when all is read."""
    wanted = ("📖 Read", "All the rest", "✅")
    return next((label for start in wanted for label in labels if label.startswith(start)), None)
