"""Questions in a row on one scale, seen together: a page of the summary, a picture, words with groups, and a view of the wall."""

from __future__ import annotations

from typing import Any

from bot.messages import RefreshBoards
from bot.rehearsal.hands.phone import Phone
from bot.results.together.batteries import address
from bot.screen.state import state_of
from flows.counting.batteries import batteries
from flows.definition.flow import Level, options_of
from flows.definition.loading import load_library
from flows.dialogue.answers import Answer, Chosen
from tests.support.careful import careful_room
from tests.support.room import BOT, Room
from tests.support.steps import all_as_text, close, heard

CROWD = range(7_300_000_000, 7_300_000_014)
FLOW = "strategic-check"


async def answered(room: Room, code: str) -> str:
    """Fourteen people of two roles hand in every level of the first battery, the later the less; gives the workshop's id."""

    def work(unit: Any) -> str:
        workshop = unit.workshops.by_code(code)
        flow = workshop.flow
        groups, run = flow.question(flow.segment_by), batteries(flow)[0]
        for number, person in enumerate(CROWD):
            given: dict[str, Answer] = {groups.id: Chosen(options_of(groups)[number % 2].id)}
            for at, question in enumerate(run):
                levels = [one.id for one in options_of(question) if isinstance(one, Level) and one.value]
                given[question.id] = Chosen(levels[-1] if number >= 2 * at else levels[0])
            unit.answers.put_all(workshop.id, person, given)
            unit.workshops.count(workshop.id, joined=1, started=1, submitted=1)
        return str(workshop.id)

    workshop_id = await room.app.deeds.ask(work)
    room.app.deeds.carry((RefreshBoards(workshop_id),))
    await room.quiet()
    return str(workshop_id)


def bubble_text(fay: Phone, number: int) -> str:
    """The message with this number, as it is now."""
    return next(b.text for b in fay.messages() if b.message_id == number)


async def on_the_wall(room: Room, workshop_id: str) -> list[str]:
    """The results that the presenter's screen shows, the newest last."""
    state = await room.app.deeds.ask(lambda unit: state_of(unit, workshop_id, BOT))
    return [result["id"] for result in state["results"]]


async def onto_the_wall_and_off(room: Room, fay: Phone, number: int, workshop_id: str) -> None:
    """From its page in chat, as any picture is: the battery is the newest on the wall, its questions stand before it."""
    names = [question.id for question in batteries(load_library()[FLOW])[0]]

    async def taps(label: str) -> list[str]:
        fay.tap(label, message=next(b for b in fay.messages() if b.message_id == number))
        await room.quiet()
        return await on_the_wall(room, workshop_id)

    assert await on_the_wall(room, workshop_id) == []
    shown = await taps("🖥 Show on the screen")
    assert shown[-1] == address(0)
    assert set(shown[:-1]) <= set(names)
    assert len(shown) > 3
    fay.say("/summary 1")
    await room.quiet()
    first = heard(fay)
    fay.tap("🖥 Show on the screen", message=first)
    await room.quiet()
    later = await on_the_wall(room, workshop_id)
    assert later[-2] == address(0), "what is shown after it is newer"
    fay.tap("🖥 Show on the screen", message=first)
    await room.quiet()
    assert (await taps("🖥 Show on the screen")) == [], "a second tap takes it off, as of one result"


async def test_a_battery_is_seen_together() -> None:
    """Sorted by what people answered, with the groups after the close, in chat and on the wall."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay, FLOW)
        workshop_id = await answered(room, code)
        await room.look()
        flow = load_library()[FLOW]
        fay.say(f"/summary {1 + flow.questions.index(batteries(flow)[0][0])}")
        await room.quiet()
        page = heard(fay)
        (button,) = [label for label in page.labels if label.endswith("in one picture")]
        fay.tap(button, message=page)
        await room.quiet()
        assert "the negative taken off" in bubble_text(fay, page.message_id)
        await onto_the_wall_and_off(room, fay, page.message_id, workshop_id)
        await close(room, fay)
        text = await all_as_text(room, fay)
        lines = text.splitlines()
        at = next(n for n, line in enumerate(lines) if "the negative taken off" in line)
        assert "14 of 14 positive, 0 negative" in lines[at + 1]
        assert "7 of 7" in lines[at + 1]
        state = await room.app.deeds.ask(lambda unit: state_of(unit, workshop_id, BOT))
        names = [result["id"] for result in state["results"]]
        assert address(0) in names
        assert names[-1] != address(0), "the newest result is a question"
        (whole,) = [result for result in state["results"] if result["id"] == address(0)]
        shares = [row["share"] for row in whole["rows"]]
        assert shares == sorted(shares, reverse=True)
        assert all(abs(sum(part["share"] for part in row["parts"]) - 1) < 0.01 for row in whole["rows"])
