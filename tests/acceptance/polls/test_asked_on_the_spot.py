"""A question that nobody had planned, from /ask to the export: asked twice, on hold, in two workshops, in another language, on the wall."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bot.buttons import Button, Scope, encode
from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble
from bot.screen.state import state_of
from storage.database import Unit
from tests.support.careful import careful_room
from tests.support.room import Room, code_on
from tests.support.steps import asked, close, joined, words_heard

DAYS = "/ask Which day suits you? Mon | Tue | Wed"
TWICE = "This was asked twice already."


async def says(room: Room, words: str, *phones: Phone) -> None:
    """All of them type it."""
    for phone in phones:
        phone.say(words)
    await room.quiet()


async def taps(room: Room, phone: Phone, *labels: str) -> None:
    """One button after the other."""
    for label in labels:
        phone.tap(label)
        await room.quiet()


async def press(room: Room, phone: Phone, code: str, verb: str, *arguments: str) -> None:
    """A button that stands somewhere above, as it was made then."""
    phone.press(phone.last.message_id, encode(Button(Scope.FACILITATOR, code, verb, arguments)))
    await room.quiet()


def polls(phone: Phone) -> list[Bubble]:
    """The polls on a phone, oldest first."""
    return [bubble for bubble in phone.messages() if bubble.text.startswith("🗳")]


def results(phone: Phone) -> list[Bubble]:
    """The results of polls on a phone, oldest first."""
    return [b for b in phone.messages() if "people counted." in b.text and "Poll ended" not in b.text]


async def wall(room: Room, code: str) -> dict[str, Any]:
    """What stands on the presenter's screen."""

    def read(unit: Unit) -> Any:
        workshop = unit.workshops.by_code(code)
        assert workshop is not None
        return state_of(unit, workshop.id, "bot")

    state: dict[str, Any] = await asyncio.wrap_future(room.app._database.run(read))
    return state


async def test_a_second_round_while_the_first_one_runs() -> None:
    """It is said that the first one ends; then both stand side by side, there is no third, and old buttons say what the poll is now."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        phones = await joined(room, code, 8)
        await says(room, DAYS, fay)
        await taps(room, fay, "Send to everyone")
        await says(room, "2", *phones[:3])
        await taps(room, fay, "🗳 Polls running", "🔁 Ask it again")
        assert "It ends first; then you see the second round, and send it." in words_heard(fay)
        assert "Fewer than 8 have answered" in words_heard(fay)
        await taps(room, fay, "Keep it open")
        assert "Poll running" in words_heard(fay)
        await says(room, "2", *phones[3:])
        await taps(room, fay, "🔁 Ask it again")
        assert "Fewer than" not in words_heard(fay)
        await room.restart()  # the page is drawn anew
        await taps(room, fay, "End it, then ask again")
        assert "Most chosen: Tue, 8 of 8." in results(fay)[-1].text
        assert "Second round: the same question again" in words_heard(fay)
        assert [len(polls(phone)) for phone in phones] == [2] * 8, "nothing is sent before it is seen"
        await taps(room, fay, "Send to everyone")
        await says(room, "3", *phones)
        await taps(room, fay, "End the poll")
        assert "Most chosen: Wed, 8 of 8." in results(fay)[-1].text
        assert "before" in results(fay)[-1].text
        assert "🔁 Ask it again" not in results(fay)[-1].labels
        shown = len(results(fay))
        for verb in ("bclose", "bcloseyes"):
            await press(room, fay, code, verb, "poll-1")
            assert fay.toasts[-1] == "Riverside Park: This poll has ended already."
            assert "Ended for good: everybody is counted, 8 people." in words_heard(fay)
        assert len(results(fay)) == shown, "the same picture does not come twice by itself"
        await taps(room, fay, "Show the result")
        assert len(results(fay)) == shown + 1
        for verb in ("bagain", "bagainyes"):
            await press(room, fay, code, verb, "poll-1")
            assert TWICE in fay.toasts[-1]
        await says(room, DAYS, fay)
        assert TWICE in words_heard(fay)


async def test_a_poll_on_hold() -> None:
    """Seen before the opening, sent only while people can answer; a pause and a lock lose nothing, and after the close there is none."""
    async with careful_room() as room:
        fay = await room.staff()
        await says(room, "/new key-questions Riverside Park", fay)
        code = code_on(fay)
        await says(room, DAYS, fay)
        await taps(room, fay, "Send to everyone")
        assert "Open the workshop first, then send the poll." in fay.toasts[-1]
        await taps(room, fay, "Do not send it", "▶️ Open")
        phones = await joined(room, code, 8)
        await says(room, DAYS, fay)
        await says(room, "/pause", fay)
        await says(room, DAYS, fay)
        await taps(room, fay, "Send to everyone")
        assert "Open the workshop first, then send the poll." in fay.toasts[-1]
        await says(room, "/open", fay)
        await says(room, DAYS, fay)
        await taps(room, fay, "Send to everyone")
        await says(room, "/pause", fay)
        await taps(room, phones[0], "1 Mon")
        assert "paused" in phones[0].toasts[-1]
        await says(room, "/polls", fay)
        await taps(room, fay, "End the poll", "End it anyway")
        await says(room, "/open", fay)
        await taps(room, fay, "More …", "Let nobody else join")
        await says(room, "/polls", phones[0])
        assert "you can still answer" in polls(phones[0])[-1].text
        await says(room, "mon", phones[0])
        assert "You said: Mon ✓" in polls(phones[0])[-1].text
        await close(room, fay)
        await says(room, DAYS, fay)
        assert words_heard(fay).endswith("This workshop is closed for good.")


async def test_a_poll_in_a_led_room() -> None:
    """It stands beside what the agenda asks, and a section on hold does not hold it."""
    async with careful_room() as room:
        fay = await room.staff()
        await says(room, "/new round-tables Spring Forum", fay)
        code = code_on(fay)
        await press(room, fay, code, "pace", "led")
        await says(room, "/open", fay)
        await says(room, "/next", fay)
        phones = await joined(room, code, 8)
        await press(room, fay, code, "aghold")
        await says(room, DAYS, fay)
        await taps(room, fay, "Send to everyone")
        late = await room.participant("Lea", code)
        await taps(room, late, "2 Tue")
        await says(room, "2", *phones)
        assert ["You said: Tue ✓" in polls(phone)[-1].text for phone in (*phones, late)] == [True] * 9
        await taps(room, fay, "End the poll")
        assert "Most chosen: Tue, 9 of 9." in results(fay)[-1].text


async def test_the_workshop_in_hand_is_asked() -> None:
    """Of two workshops the one used last, and every page and answer names it; the other room hears nothing."""
    async with careful_room() as room:
        fay = await room.staff()
        first = await room.workshop(fay)
        second = await room.workshop(fay, title="Seaside")
        here, there = await joined(room, first, 1), [await room.participant("Sue", second)]
        await says(room, DAYS, fay)
        assert asked(fay).text.startswith("Seaside")
        await says(room, "/board Riverside", fay)
        await says(room, DAYS, fay)
        assert asked(fay).text.startswith("Riverside Park")
        await taps(room, fay, "Send to everyone")
        assert fay.toasts[-1] == "Riverside Park: The poll is on its way to everyone."
        assert (len(polls(here[0])), len(polls(there[0]))) == (1, 0)
        await says(room, "/close Elsewhere", fay)
        assert "None of your workshops is called “Elsewhere”, so nothing was done." in words_heard(fay)
        await says(room, "/close Seaside", fay)
        assert "Close Seaside?" in words_heard(fay)


SHAPES: tuple[tuple[str, str, list[str]], ...] = (
    ("Welke dag? ma | di | wo", "2", ["ma", "di", "wo"]),
    ("Wat moet er (meerdere antwoorden)? bomen | banken | licht", "1 3", ["bomen", "banken", "licht"]),
    ("Hoe veilig? 1 onveilig - 5 veilig", "4", ["1 onveilig", "2", "3", "4", "5 veilig"]),
    ("Zullen we doorgaan?", "ja", ["Yes", "No", "Unsure"]),
    ("Volgorde: parkeren | banken", "2 1", ["parkeren", "banken"]),
    ("Wat zou het meest helpen?", "Meer licht bij de brug", []),
)


async def test_every_type_on_phones_the_wall_in_the_group_and_in_the_export() -> None:
    """Typed in Dutch by a facilitator whose phone is English; people answer in Dutch, late-comers too."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        group = room.emulator.group("Riverside group", fay)
        await room.quiet()
        fay.say(f"/link {code}", chat=group)
        await room.quiet()
        phones = [await room.participant(f"P{n}", code, "nl") for n in range(8)]
        for n, (typed, answer, options) in enumerate(SHAPES):
            await says(room, f"/ask {typed}", fay)
            await taps(room, fay, "Send to everyone")
            question = (await wall(room, code))["question"]
            labels = [one["label"] for one in question["options"]]
            assert (len(labels), question["in"]) == (len(options), 0)
            assert all(label in option for label, option in zip(labels, options, strict=True)), labels
            if n == 0:
                late = await room.participant("Lea", code, "nl")
                assert "1 ma" in polls(late)[-1].labels
                await says(room, "/polls", late)
                phones.append(late)
            await says(room, answer, *phones)
            assert all("✓" in polls(phone)[-1].text for phone in phones), (
                typed,
                polls(phones[0])[-1].text,
                phones[0].last.text,
            )
            await taps(room, fay, "End the poll")
            (over,) = (await wall(room, code))["ended"]
            assert over["said"] == "Voting has ended. The result comes next."
            result = results(fay)[-1]
            for label in ("🖥 Show on the screen", "Post in the group"):
                fay.tap(label, message=result)
                await room.quiet()
            assert (await wall(room, code))["results"][-1]["id"] == f"poll-{n + 1}"
            assert "9 of 9 answered." in fay.newest(group).text
        assert any(poll.text.startswith("🗳 Zet op volgorde, het beste eerst.") for poll in polls(phones[0]))
        assert any("Je zei: Ja ✓" in poll.text for poll in polls(phones[0]))
        await close(room, fay)
        await says(room, "/export", fay)
        await taps(room, fay, "JSON")
        (document,) = [b.document for b in fay.messages() if b.document]
        said = json.loads(document)
        for n, (typed, *_) in enumerate(SHAPES, 1):
            rows = [row for row in _rows(said) if f"poll-{n}" in row.values()]
            assert rows, typed
            assert any(9 in row.values() or "9" in row.values() for row in rows), (typed, rows[:3])


def _rows(data: Any) -> list[dict[str, Any]]:
    """Every row of every sheet."""
    if isinstance(data, dict):
        flat = [data] if any(not isinstance(value, dict | list) for value in data.values()) else []
        return flat + [row for value in data.values() for row in _rows(value)]
    return [row for one in data for row in _rows(one)] if isinstance(data, list) else []
