"""Chat transcripts as tests: a `.chat` file says who does what, and beneath it what their phones then show.

    # a remark                            @ fay: organiser        somebody with a phone
    ada > words                           ada > [Label]           types, taps
    ada > (sticker)                       ada > [2 Worth…] | [… Pass]  taps what begins so, ends so
    ada > (to Sector) 2                   as a reply to the first bubble of the bot that says so
    ada > (to mine 2) 3                   as a reply to what ada herself has typed
    ada > (forwarded) 2                   somebody else's words, forwarded
    fay > (file evening.yaml)             a file of tests/scenarios/sent
    fay > one ⏎ two                       one bubble of two lines
    ada ben > 1 | 2 | skip                                        several people, several steps
    ada > 2 & 2                           two bubbles in one breath, before anything has come back
    * the wall                            what the newest result on the wall says, `wall < …`
    * look                                something that happens in the room; `* a slow line`: all takes a while to arrive
    ada < a bubble of the bot             ada ~ a bubble edited   ada ! a notice that flashes by

Lines with `<`, `~` or `!` and the indented ones below are what is expected: the test compares them, and
`pytest --update-golden` writes them anew. What chance decides has a name instead: CODE, INVITE, NUMBER, RECEIPT, RULES.
Somebody `unseen` acts, but their phone is not shown, until `@ ada: seen`. `@ hall: group fay` is a group that Fay has made with
the bot in it; `fay > (hall) words` types there, and `hall < …` is what it shows.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from bot.rehearsal.hands.phone import Phone
from bot.rehearsal.world.bubbles import Bubble, Button
from bot.rehearsal.world.groups import Group
from bot.screen.state import Json, state_of
from storage.database import Unit
from tests.support.careful import seen
from tests.support.room import BOT, Room
from tests.support.shared import ROOT

INDENT = " " * 6
SENT = ROOT / "tests" / "scenarios" / "sent"
LINE = float(os.environ.get("ROUNDTABLE_LINE", "0.1"))
"""Seconds that what the bot sends takes to arrive on a slow line: a tenth of one, so that tests are quick. With 1 it reads the same."""

_EXPECTED = re.compile(r"\w+ [<~!] |\s+\S")
_PERSON = re.compile(r"@ ([\w ]+?)(?:: ([\w ]+))?")
_ACTION = re.compile(r"([a-z ]+) > (.+)")
_IN_GROUP = re.compile(r"\(([a-z]+)\) (.+)")
_REPLY = re.compile(r"\(to ([^)]+)\) (.+)")
_DEEDS = ("file", "vote", "sticker", "voice", "photo", "forwarded")
_CHANCE = {
    "INVITE": re.compile(r"start=(i[\w-]{24})(?![\w-])"),
    "CODE": re.compile(r"code: ([A-HJ-NP-Z2-9]{6})\b"),
    "RECEIPT": re.compile(r": ((?:[0-9A-Z]{4}-){5,}[0-9A-Z]{2,4})\b"),
    "NUMBER": re.compile(r"\b(\d{10})\b"),
    "RULES": re.compile(r"[Rr]\w+ ([0-9a-f]{8})\. "),
}


async def perform(text: str, room: Room, place: str) -> str:
    """The transcript as it really goes. Raises ValueError with `place` and the line for one that cannot be played."""
    stage, lines = _Stage(room), list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if _EXPECTED.match(line):
            continue
        lines.append(line)
        try:
            lines += [shown async for shown in stage.play(line)]
        except (LookupError, ValueError, AssertionError) as error:
            raise ValueError(f"{place}:{number}: {line}: {error}") from error
    return "\n".join(lines) + "\n"


@dataclass
class _Stage:
    """The people, how far each phone has been read, and the names of what chance decided."""

    room: Room
    phones: dict[str, Phone] = field(default_factory=dict)
    groups: dict[str, tuple[Group, Phone]] = field(default_factory=dict)
    unseen: set[str] = field(default_factory=set)
    read: dict[str, _Screen] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    async def play(self, line: str) -> AsyncIterator[str]:
        """Do what the line says; what everybody then sees."""
        if not line.strip() or line.startswith("#"):
            return
        if found := _PERSON.fullmatch(line):
            await self._enter(found[1].split(), set((found[2] or "").split()))
        elif line == "* the wall":
            for shown in await self._on_the_wall():
                yield shown
        elif line.startswith("* "):
            await self._happen(line[2:])
        elif found := _ACTION.fullmatch(line):
            for name in found[1].split():
                for step in found[2].split(" | "):
                    await self._act(self.phones[name], step)
        else:
            raise ValueError("not a line of a transcript")
        for shown in self._news():
            yield shown

    async def _enter(self, names: list[str], words: set[str]) -> None:
        roles, unseen = words & {"organiser", "facilitator"}, words & {"unseen"}
        language = next(iter(words - roles - unseen), "en")
        for name in names:
            title = name.capitalize()
            if "group" in words:
                self._found(name, [self.phones[member] for member in sorted(words - {"group"})])
                continue
            if name in self.phones:
                self._turn(name, seen="seen" in words)
                continue
            if roles:
                self.phones[name] = await self.room.staff(title, roles.pop(), language)
            else:
                self.phones[name] = self.room.emulator.account(title, language=language)
            self.unseen |= {name} if unseen else set()

    def _found(self, name: str, members: list[Phone]) -> None:
        self.groups[name] = self.room.emulator.group(f"{name.capitalize()} group", *members), members[0]

    def _turn(self, name: str, *, seen: bool) -> None:
        """From now on this phone is shown, or no more."""
        self.unseen = self.unseen - {name} if seen else self.unseen | {name}

    async def _happen(self, event: str) -> None:
        match event:
            case "look":
                await self.room.look()
            case "restart":
                await self.room.restart()
            case "a minute passes":
                self.room.now += 60
                await self.room.quiet()
            case "a slow line":
                self.room.emulator.line = LINE
            case "three days pass":
                self.room.set_day(self.room.today + timedelta(days=3))
            case _:
                raise ValueError("no such event")

    async def _on_the_wall(self) -> list[str]:
        """The newest result as it stands there: themes with their cards, then cards in none, by their words: their order says nothing."""
        code = self._value("CODE")

        def read(unit: Unit) -> list[str]:
            workshop = unit.workshops.by_code(code)
            shown = state_of(unit, workshop.id, BOT)["results"] if workshop is not None else []
            return list(_result_lines(shown[-1], shown)) if shown else ["wall < nothing revealed"]

        return await self.room.app.deeds.ask(read)

    async def _act(self, phone: Phone, step: str) -> None:
        if (found := _IN_GROUP.fullmatch(step)) and found[1] not in _DEEDS:
            phone.say(self._real(found[2]), chat=self.groups[found[1]][0])
            await self.room.quiet()
            return
        before = seen(phone)
        if step.startswith("[… ") and step.endswith("]"):
            phone.tap(lambda button: button.label.endswith(step[2:-1]))
        elif step.startswith("[") and step.endswith("…]"):
            phone.tap(lambda button: button.label.startswith(step[1:-2]))
        elif step.startswith("[") and step.endswith("]"):
            phone.tap(step[1:-1])
        elif step.startswith("(vote ") and step.endswith(")"):
            poll = next(b for b in reversed(phone.messages()) if b.poll)
            phone.vote(poll.message_id, [int(step[6:-1]) - 1])
            return
        elif step in ("(sticker)", "(voice)", "(photo)"):
            getattr(phone, step[1:-1])()
        elif step.startswith("(file ") and step.endswith(")"):
            phone.document(step[6:-1], (SENT / step[6:-1]).read_bytes())
        elif step.startswith("(forwarded) "):
            phone.say(self._real(step[12:]), forwarded=True)
        elif found := _REPLY.fullmatch(step):
            said, mine = found[1].removeprefix("mine "), found[1].startswith("mine ")
            to = [b.message_id for b in phone.messages() if b.from_bot is not mine and said in b.text]
            phone.say(self._real(found[2]), reply_to=to[0])
        else:
            for number, bubble in enumerate(step.split(" & ")):
                await asyncio.sleep(0.4 * LINE if number else 0)
                phone.say(self._real(bubble).replace(" ⏎ ", "\n"))
        await self.room.quiet()
        assert seen(phone) != before, "the phone stays silent"

    def _real(self, text: str) -> str:
        return re.sub(r"\b(INVITE|CODE\d?)\b", lambda found: self._value(found[1]), text)

    def _value(self, name: str) -> str:
        return next(value for value, known in reversed(self.names.items()) if known == name)

    def _news(self) -> Iterator[str]:
        """What changed on the phones since this was last asked, in the order of the cast."""
        for name, phone in self.phones.items():
            before, now = self.read.get(name, _Screen()), _Screen.of(phone)
            self.read[name] = now
            self._learn(phone)
            if name not in self.unseen:
                yield from (self._masked(line) for line in now.lines(name, before))
        for name, (group, member) in self.groups.items():
            before, now = self.read.get(name, _Screen()), _Screen.of(member, group)
            self.read[name] = now
            yield from (self._masked(line) for line in now.lines(name, before))

    def _learn(self, phone: Phone) -> None:
        for bubble in phone.messages():
            for kind, pattern in _CHANCE.items():
                for value in pattern.findall(bubble.text):
                    count = sum(1 for known in self.names.values() if known.startswith(kind))
                    own = kind if kind != "CODE" or not count else f"CODE{count + 1}"
                    self.names.setdefault(value, own)

    def _masked(self, line: str) -> str:
        for value, name in self.names.items():
            line = line.replace(value, name)
        return line


@dataclass(frozen=True)
class _Screen:
    """What one phone shows of the bot: each bubble as its text lines and its rows of buttons, and the notices so far."""

    bubbles: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    toasts: tuple[str, ...] = ()

    @classmethod
    def of(cls, phone: Phone, group: Group | None = None) -> _Screen:
        """The private chat as it is now, or a group that this phone is in."""
        bubbles = {b.message_id: (_words(b), _rows(b)) for b in phone.messages(group) if b.from_bot}
        return cls(bubbles, tuple(phone.toasts) if group is None else ())

    def lines(self, name: str, before: _Screen) -> Iterator[str]:
        """Notices first, then every bubble that is new or another, oldest first."""
        for toast in self.toasts[len(before.toasts) :]:
            yield f"{name} ! {toast}"
        for number, (words, rows) in self.bubbles.items():
            old = before.bubbles.get(number)
            if old is None:
                yield from _bubble(name, "<", words, rows)
            elif old[0] != words:
                yield from _bubble(name, "~", words, rows)
            elif old[1] != rows:
                yield from _bubble(name, "~", (f"{words[0]} …",), rows or ("(no buttons)",))


def _result_lines(it: Json, shown: list[Json]) -> Iterator[str]:
    beside = next((one["round"] for one in shown if one["id"] == it["pairs"]), None)
    yield f"wall < {it['text']}" + (f" (round {it['round']}, beside round {beside})" if beside else "")
    for row in it["rows"]:
        yield f"{INDENT}{row['label']}: {'= ' * row['tied']}{', '.join(filter(None, (row['text'], row['note'])))}"
    cards = it["cards"] or {"themes": [], "items": [], "more": ""}
    for theme in (*cards["themes"], {"id": "", "label": "in no theme", "count": ""}):
        mine = sorted(item["text"] for item in cards["items"] if item["theme"] == theme["id"])
        if theme["id"] or mine:
            yield f"{INDENT}{theme['label']} {theme['count']}".rstrip()
        yield from (f"{INDENT}  “{text}”" for text in mine)
    yield from (f"{INDENT}{said}" for said in (cards["more"], it["base"]) if said)


def _bubble(name: str, mark: str, words: tuple[str, ...], rows: tuple[str, ...]) -> Iterator[str]:
    yield f"{name} {mark} {words[0]}"
    yield from (INDENT + line for line in (*words[1:], *rows))


def _words(bubble: Bubble) -> tuple[str, ...]:
    kind = "(picture) " if bubble.photo else f"(document {bubble.document_name}) " if bubble.document else ""
    if bubble.poll:
        kind = "(closed poll) " if bubble.poll.closed else "(poll) "
    if bubble.json.get("forward_origin"):
        kind = f"(forwarded) {kind}"
    lines = [line.rstrip() for line in (kind + (_poll(bubble) or bubble.text)).splitlines() if line.strip()]
    return tuple(lines) or (kind.strip(),)


def _poll(bubble: Bubble) -> str:
    poll = bubble.poll
    if poll is None:
        return ""
    marks = ["○" if poll.hidden else f"{count} ×" for count in poll.counts()]
    return "\n".join([poll.question, *(f"{m} {text}" for m, (_, text) in zip(marks, poll.options, strict=True))])


def _rows(bubble: Bubble) -> tuple[str, ...]:
    return tuple(" ".join(map(_button, row)) for row in bubble.buttons)


def _button(button: Button) -> str:
    marks = {"url": " ↗", "copy": " ⧉"}
    return f"[{button.label}{marks.get(button.kind, '')}]"
