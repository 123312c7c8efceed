"""Questions to the panel through phones: asked by nobody in particular, collected, judged, voted for, ranked by release."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.rehearsal.hands.phone import Phone
from tests.acceptance.participant.test_open_answers import hits, say, stored, tap
from tests.replay.holding import exported
from tests.support.careful import careful_room
from tests.support.overheard import logged
from tests.support.room import Room
from tests.support.steps import asked, close, joined, place, submit

NAME, NUMBER = "Hannah Quelthorpe", "07700 900222"
POND = "Is there any money left for the pond?"
BRIDGE = "When does the new bridge open?"
SHOP = "Why is the kiosk always shut on Sundays?"


@asynccontextmanager
async def panel_room(people: int = 9) -> AsyncIterator[tuple[Room, Phone, list[Phone], str]]:
    """An open workshop whose facilitator has named two speakers and asked everybody for questions."""
    async with careful_room() as room:
        fay = await room.staff()
        code = await room.workshop(fay)
        phones = await joined(room, code, people)
        await say(room, fay, "/panel")
        await tap(room, fay, "Speakers")
        await say(room, fay, "Ada Lovelace, Grace Hopper")
        await tap(room, fay, "Ask for questions")
        yield room, fay, phones, code


async def ask(room: Room, phone: Phone, whom: str, text: str) -> str:
    """Ask a question; what the phone says then."""
    await tap(room, phone, "Ask a question")
    await tap(room, phone, whom)
    await say(room, phone, text)
    return asked(phone).text


async def collect(room: Room, fay: Phone) -> None:
    """Collect what was asked."""
    for label in ("Collect the questions", "Collect now"):
        await tap(room, fay, label)


async def vote(room: Room, phone: Phone, *about: str) -> None:
    """Tick or untick the questions about this, and confirm."""
    for word in about:
        phone.tap(lambda button: word in button.label)  # noqa: B023  # it is used before the next word
        await room.quiet()
    phone.tap(lambda button: button.label.startswith("Done"))
    await room.quiet()


def newest(phone: Phone) -> str:
    """The text of the newest bubble of the bot."""
    return next(b.text for b in reversed(phone.messages()) if not b.mine)


def above(phone: Phone) -> str:
    """What was said last above the board, in words that stay."""
    *_, said, remote = (bubble for bubble in phone.messages() if bubble.from_bot)
    assert "joined " in remote.text
    return said.text


async def approve(room: Room, fay: Phone) -> None:
    """Approve every new question, group what was asked twice, and hide the one about names."""
    while "left to read" in asked(fay).text:
        repeats = any(label.endswith("The same as that") for label in asked(fay).labels)
        await tap(room, fay, "Hide" if "[name]" in asked(fay).text else "The same as that" if repeats else "Approve")


async def test_a_panel_from_the_first_question_to_the_last_answer() -> None:
    """Asked and masked, collected, judged and grouped, offered to who asks it again, voted for, ranked by release, exported."""
    heard = io.StringIO()
    with logged(heard):
        async with panel_room() as (room, fay, phones, _):
            ada, ben, cem, dia, eve, *others = phones
            await round_one(room, fay, phones)
            await round_two(room, fay, ada, ben)
            await tap(room, fay, "Open the vote")
            listed = asked(eve).labels
            assert len([label for label in listed if label.startswith("⬜")]) == 3
            for phone in (*phones[:6], others[2]):
                await vote(room, phone, *(("pond", "bridge") if phone is not cem else ("kiosk",)))
            await room.look()
            assert "The ranking comes once 8 people have voted." in asked(fay).text
            await tap(room, cem, "Change my votes")
            await vote(room, cem, "kiosk", "bridge")
            await tap(room, others[1], "None of these")
            await room.look()
            assert "The ranking covers 5 of the 8 who voted." in asked(fay).text
            assert asked(fay).text.index(BRIDGE) < asked(fay).text.index(SHOP)
            await tap(room, fay, "Questions …")
            for label in (SHOP, "Pin", BRIDGE, "Answered"):
                await tap(room, fay, label)
            pond = next(label for label in listed if "pond" in label).removeprefix("⬜ ")[2:]
            await say(room, dia, "/panel")
            text = next(b.text for b in reversed(dia.messages()) if b.text.startswith("The panel"))
            assert text.index(SHOP) < text.index(pond) < text.index(BRIDGE)
            assert text.endswith("The ranking covers 5 of the 8 who voted.")
            for label in ("← The panel", "Count the vote", "Count it now"):
                await tap(room, fay, label)
            said = (
                "The vote is counted.\nEverybody is counted, 9 people: whoever had not voted counts as “None of these”."
            )
            assert said in above(fay)
            before = newest(eve)
            await tap(room, eve, "Change my votes")
            assert (eve.toasts[-1], newest(eve), eve.last.labels) == ("This vote is over.", before, [])
            await say(room, eve, "/transparency")
            assert "Questions to the panel: 5 collected, 1 hidden, 0 not looked at" in newest(eve)
            await close(room, fay)
            told = next(b.text for b in reversed(eve.messages()) if "Questions to the panel\n" in b.text)
            first = told.partition("Questions to the panel\n\n")[2]
            assert first[1:].startswith(f". 📌 {SHOP}\n0 votes"), (
                "pinned stands first, and keeps its number of the vote"
            )
            document = await exported(room, fay, "json")
            assert hits([document], pond, BRIDGE, SHOP, "[name]") == {pond, BRIDGE, SHOP}
            assert hits(stored(room), "[name]", NAME, NUMBER) == set()
    assert hits([heard.getvalue().encode()], NAME, NUMBER, POND, BRIDGE) == set()


async def test_words_that_nothing_asked_for_are_not_lost() -> None:
    """Typed below the invitation, or before a speaker is chosen: asked whether it is a question, masked, and sent only by a tap."""
    async with panel_room(3) as (room, _, (ada, ben, cem), _):
        await submit(room, ada, ben)
        await say(room, ada, "/panel")
        await say(room, ada, f"{POND} Ring {NUMBER}")
        assert "Is this your question to the panel?" in newest(ada)
        assert "I would hide what is in brackets" in newest(ada)
        assert NUMBER not in newest(ada)
        assert hits(stored(room), POND, NUMBER) == set()
        first = ada.last
        await say(room, ada, BRIDGE)
        assert (f"“{BRIDGE}”" in newest(ada), ada.last.labels) == (
            True,
            ["Together with what I typed before", "Anyone", "1 Ada Lovelace", "2 Grace Hopper", "No"],
        )
        ada.tap("Anyone", message=first)
        await room.quiet()
        assert not any("Noted" in b.text for b in ada.messages()), "an old preview sends nothing else"
        await say(room, ada, BRIDGE)
        await tap(room, ada, "Grace Hopper")
        assert newest(ada).startswith(f"Noted ✓ Your question for Grace Hopper:\n\n“{BRIDGE}”")
        await say(room, ada, SHOP)
        assert f"It would take the place of “{BRIDGE}”." in newest(ada)
        await tap(room, ada, "No")
        assert f"“{BRIDGE}”" in newest(ada), "what was sent stays"
        await tap(room, ben, "Ask a question")
        assert any("Tap first, then type it." in b.text for b in ben.messages())
        await say(room, ben, POND)
        await tap(room, ben, "Anyone")
        assert newest(ben).startswith(f"Noted ✓ Your question to the panel:\n\n“{POND}”")
        await say(room, ben, "And who pays for it?")
        await tap(room, ben, "Add to your question to the panel")
        assert newest(ben).startswith(f"Noted ✓ Your question to the panel:\n\n“{POND}\nAnd who pays for it?”")
        await tap(room, ben, "Take it back")
        await say(room, ben, "thanks")
        assert "Is this your question" not in newest(ben), "whoever has nothing to ask is left alone"
        room.emulator.line = 0.3  # the second half is there before the card, on a busy machine too
        for half in ("Why is tea", "so dear?"):
            cem.say(half)
        await room.quiet()
        room.emulator.line = 0.0
        assert "Is this your question" in newest(cem), (
            "the invitation came last, and it is no option of the question above"
        )
        assert "“Why is tea\nso dear?”" in newest(cem)
        await say(room, cem, "And coffee?")
        await tap(room, cem, "Together with what I typed before")
        assert "“Why is tea\nso dear?\nAnd coffee?”" in newest(cem)
        await say(room, cem, "4")
        assert place(cem) == "2 of 6", "what a question of the flow asks for is its answer"


async def round_one(room: Room, fay: Phone, phones: list[Phone]) -> None:
    """Eight of nine answer: four questions, one of them with a name in it, two of them the same."""
    ada, ben, cem, dia, eve, *others = phones
    assert "Ada Lovelace, Grace Hopper" in asked(ada).text
    assert "Facilitators read it first, without your name, and may hide it or merge it with another." in asked(ada).text
    assert "once 8 people or more have answered, or at the close" in asked(ada).text
    assert await ask(room, ada, "Grace Hopper", f"Grace, does {NAME}, {NUMBER}, know about the oaks?") == (
        "I would hide what is in brackets, so that nobody can be recognised:\n\n“Grace, does [name], [phone number], "
        "know about the oaks?”\n\nSend it like this, or type it again in other words."
    )
    await tap(room, ada, "Send it like this")
    assert asked(ada).text.startswith("Noted ✓ Your question for Grace Hopper:\n\n“Grace, does [name]")
    assert "Noted ✓" in await ask(room, ben, "Anyone", POND)
    assert "Noted ✓" in await ask(room, cem, "Anyone", "Is there money left for the pond in 2027?")
    assert "Noted ✓" in await ask(room, dia, "Ada Lovelace", BRIDGE)
    for phone in (eve, *others[:3]):
        await tap(room, phone, "Nothing from me")
    assert hits(stored(room), "bridge open", "the oaks", NAME, NUMBER) == set()
    await collect(room, fay)
    everybody = "Everybody is counted, 9 people: whoever had not answered counts as “Nothing from me”."
    assert f"Collected: 4 questions.\n{everybody}" in above(fay)
    assert "4 new · 0 approved · 0 answered · 0 hidden" in asked(fay).text
    assert hits(stored(room), BRIDGE, NAME, NUMBER) == {BRIDGE}
    before = newest(ada)
    await tap(room, ada, "Take it back")
    assert (ada.toasts[-1], newest(ada), ada.last.labels) == ("This round of questions is over.", before, [])
    await tap(room, fay, "Look at 4 new ones")
    await approve(room, fay)
    assert "0 new · 3 approved · 0 answered · 1 hidden" in asked(fay).text
    await tap(room, fay, "Hidden …")
    fay.tap(lambda button: "[name]" in button.label)
    await room.quiet()
    await tap(room, fay, "Back to new")
    await approve(room, fay)
    assert "0 new · 3 approved · 0 answered · 1 hidden" in asked(fay).text


async def round_two(room: Room, fay: Phone, ada: Phone, ben: Phone) -> None:
    """A question that was asked before is offered to who asks it again; another one is added."""
    await tap(room, fay, "Ask for questions")
    assert "Is it one of these?" in await ask(room, ada, "Anyone", "Is any money left for that pond?")
    await tap(room, ada, next(label for label in asked(ada).labels if label.startswith("1 ")))
    assert "among the questions already" in asked(ada).text
    assert "Is it one of these?" in await ask(room, ben, "Anyone", "When will the new bridge open?")
    await tap(room, ben, "No, send mine")
    assert asked(ben).text.startswith("Noted ✓")
    for label in ("Change", "Anyone"):
        await tap(room, ben, label)
    await say(room, ben, SHOP)
    assert SHOP in asked(ben).text
    for phone in list(room.emulator.phones.values()):
        if any(label == "Nothing from me" for label in asked(phone).labels):
            await tap(room, phone, "Nothing from me")
    await collect(room, fay)
    assert "Collected: 1 question.\nEverybody is counted, 9 people:" in above(fay)
    await tap(room, fay, "Look at 1 new one")
    await approve(room, fay)


async def test_words_go_to_the_newest_prompt() -> None:
    """What is typed below the panel's prompt is a question, also after a restart; below a later screen it is an answer."""
    async with panel_room(5) as (room, fay, phones, _):
        ada, ben, cem, *_ = phones
        await tap(room, ada, "Ask a question")
        await tap(room, ada, "Anyone")
        await room.restart()
        await say(room, ada, "2")
        assert asked(ada).text.startswith("Noted ✓ Your question to the panel:\n\n“2”")
        await say(room, ada, "2")
        assert place(ada) == "2 of 6"
        await tap(room, ben, "Ask a question")
        await tap(room, ben, "Grace Hopper")
        await say(room, ben, "never mind")
        assert "Nothing from me" in asked(ben).labels
        await tap(room, ben, "Ask a question")
        await tap(room, ben, "Grace Hopper")
        await say(room, ben, "skip")
        assert place(ben) == "2 of 6"
        await say(room, ben, "4")
        assert place(ben) == "3 of 6"
        await say(room, ada, "/mydata")
        assert "Questions to the panel: 2" in newest(ada)
        await ask(room, cem, "Anyone", f"{NAME} says no, why?")
        await say(room, cem, "x" * 301)
        assert "That is 301 characters. Up to 300 fit" in asked(cem).text
        await say(room, cem, f"Why does {NAME} say no?")
        await tap(room, cem, "That is not a name")
        assert asked(cem).text.startswith(f"Noted ✓ Your question to the panel:\n\n“Why does {NAME} say no?”")
        fay.say("/pause")
        await room.quiet()
        await tap(room, cem, "Take it back")
        assert cem.toasts[-1] == "The workshop is paused. It goes on later."


async def test_a_few_are_warned_and_nothing_is_lost() -> None:
    """With four answers the facilitator is told before that nothing can be shown, and the questions wait for the close."""
    async with panel_room(4) as (room, fay, phones, code):
        for phone in phones:
            await ask(room, phone, "Anyone", POND)
        for label in ("Collect the questions",):
            await tap(room, fay, label)
        assert "Fewer than 8 people have answered, so nothing can be shown now." in asked(fay).text
        await tap(room, fay, "Collect now")
        assert "No result now: fewer than 8 people have answered." in above(fay)
        assert "Look at" not in "".join(asked(fay).labels)
        assert POND in asked(phones[0]).text
        late = room.emulator.account("Late")
        late.open(room.link(code))
        await room.quiet()
        await tap(room, fay, "Ask for questions")
        assert "Questions to the panel" not in newest(late)
        await tap(room, late, "Take part")
        assert "Ask a question" in asked(late).labels
        await say(room, late, "/panel")
        assert "Ask a question" in asked(late).labels
        for phone in (*phones, late):
            await tap(room, phone, "Nothing from me" if phone is late else "Change")
        await tap(room, fay, "Collect the questions")
        await tap(room, fay, "Collect now")
        await tap(room, fay, "Ask for questions")
        assert fay.toasts[-1].endswith(
            "Everybody was asked this twice already. For another panel name its speakers first."
        )
        await close(room, fay)
        document = await exported(room, fay, "json")
        assert hits([document], POND) == set(), "nobody has read it"


async def test_no_live_panel_under_a_sensitive_rule() -> None:
    """Where nothing is shown before the close the facilitator is told why there is no panel."""
    async with careful_room() as room:
        fay = await room.staff()
        fay.say("/new key-questions Riverside Park")
        await room.quiet()
        for label in ("More …", "Privacy rule"):
            await tap(room, fay, label)
        fay.tap(lambda button: "ensitive" in button.label)
        await room.quiet()
        await say(room, fay, "/panel")
        assert "there is no live panel" in newest(fay)
