"""Joins the tables that the rooms bring; must not know any single command.

A new command is a line in its room's `commands.py`: nothing here or elsewhere lists it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import assert_never

from bot.across import commands as across
from bot.agenda import commands as agenda
from bot.closing import commands as closing
from bot.cockpit import commands as cockpit
from bot.commands import Begins, Command, Errand, Keepsake, Ops, Page, Reply, Table, Takes, Tap, Verb, Who
from bot.desk import Desk, impossible
from bot.facilitator import commands as facilitator
from bot.front.standstill import goes_on, standing_still
from bot.groups import commands as groups
from bot.panel import commands as panel
from bot.participant import commands as participant
from bot.polls import commands as polls
from bot.reading import commands as reading
from bot.report import commands as report
from bot.screen import commands as screen
from bot.sendouts import commands as sendouts
from bot.shelf import commands as shelf
from bot.summary import commands as summary
from bot.trust import commands as trust
from storage.database import Unit
from storage.values import Phase, Role, Workshop

TABLES: tuple[Table, ...] = tuple(
    room.TABLE
    for room in (
        cockpit,
        facilitator,
        shelf,
        summary,
        report,
        across,
        agenda,
        polls,
        panel,
        reading,
        screen,
        sendouts,
        groups,
        closing,
        participant,
        trust,
    )
)

COMMANDS: tuple[Command, ...] = tuple(
    sorted((command for table in TABLES for command in table.commands), key=lambda command: command.day)
)
"""In the order of a facilitator's day, which is that of help pages and menus."""

STAFF: Mapping[str, Command] = {command.name: command for command in COMMANDS if command.who.is_staff}
ANYBODY: Mapping[str, Command] = {command.name: command for command in COMMANDS if not command.who.is_staff}
VERBS: Mapping[str, Verb] = {verb.name: verb for table in TABLES for verb in table.verbs}
ERRANDS: Mapping[str, Errand] = {errand.name: errand for table in TABLES for errand in table.errands}
TAPS: Mapping[str, Tap] = {tap.name: tap for table in TABLES for tap in table.taps}
KEEPSAKES: Mapping[str, Keepsake] = {one.name: one for table in TABLES for one in table.keepsakes}
REPLIES: Mapping[str, Reply] = {reply.name: reply for table in TABLES for reply in table.replies}
PAGES: Mapping[str, Page] = {page.name: page for table in TABLES for page in table.pages}


def commands_of(role: Role | None) -> Iterator[Command]:
    """What somebody with this role may type; what only staff may first."""
    yield from (c for c in STAFF.values() if role is not None and may(c, role))
    yield from (c for c in ANYBODY.values() if role is None or c.name not in STAFF)


def may(line: Command | Verb | Errand | Reply, role: Role | None) -> bool:
    """Whether the role is enough for this line of a table; the right to steer one workshop is another question."""
    return not line.who.is_staff or role is Role.ORGANISER or (role is not None and line.who is Who.FACILITATOR)


def refused(
    line: Command | Verb | Errand | Reply, unit: Unit, desk: Desk, role: Role | None, workshop: Workshop | None
) -> Ops | None:
    """What is said instead where the line's role or phase does not fit, or the workshop stands still; None: it may go on."""
    t = desk.words.t
    if not may(line, role):
        said = line.only(desk.words) if line.only else t("That is for organisers.")
        return desk.say(said)
    if workshop is None:
        return None
    if workshop.phase in line.phases:
        is_keyless = isinstance(line, (Command, Verb)) and line.keyless
        return None if is_keyless or goes_on(unit, workshop) else desk.say(standing_still(workshop, desk.words))
    if line.otherwise is not None and workshop.phase is not Phase.CLOSED:
        return desk.say(line.otherwise(desk.words))
    return desk.say(impossible(workshop, desk.words))


def expects(desk: Desk, asked: str, text: str) -> bool:
    """Whether these words are what a member of staff was asked for; only a reply that says which ones it takes leaves others alone."""
    name, _, about = asked.partition(":")
    line = REPLIES.get(name)
    return line is None or line.fits is None or line.fits(desk, about, text)


def reply(unit: Unit, desk: Desk, role: Role, asked: str, text: str) -> Ops:
    """The words that a member of staff was asked for, for the room that asked."""
    name, _, about = asked.partition(":")
    t, line = desk.words.t, REPLIES.get(name)
    desk = replace(desk, remote=unit.boards.about(desk.sender.chat_id) is not None)
    if line is None:  # asked by an earlier version
        return _not_any_more(unit, desk, desk.say(t("That is no longer there.")))
    match line.does:
        case Begins(act):
            said = refused(line, unit, desk, role, None)
            return act(unit, desk, about, text) if said is None else _not_any_more(unit, desk, said)
        case Takes(act):
            workshop_id, _, rest = about.partition(":")
            mine = next((w for w in unit.staff.workshops_of(desk.sender.user_id) if w.id == workshop_id), None)
            if mine is None:
                return _not_any_more(unit, desk, desk.say(t("That is for the facilitators of this workshop.")))
            desk = replace(desk, remote=True, about=mine.title)
            said = refused(line, unit, desk, role, mine)
            unit.staff.set_focus(desk.sender.chat_id, mine.id)
            return act(unit, desk, mine, rest, text) if said is None else _not_any_more(unit, desk, said)
        case _:
            assert_never(line.does)


def _not_any_more(unit: Unit, desk: Desk, said: Ops) -> Ops:
    """Whose words may not be taken is not asked for them any longer: the next ones are an answer, or a join code."""
    unit.staff.set_asked(desk.sender.chat_id, None)
    return said
