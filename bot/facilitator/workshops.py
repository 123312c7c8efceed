"""What a facilitator can do, one verb a function: unit first, never commits, never waits; must not know HTTP or the courier.

Who may, and in which phase, is in the room's table (`commands.py`) and was checked before: a button is a request, the right
comes from the database.
"""

from __future__ import annotations

import random
from dataclasses import replace
from html import escape

from bot.cockpit.placing import about_all, show_board
from bot.desk import Desk, invitation_token, start_link
from bot.facilitator import pages, staff_pages
from bot.facilitator.exporting import closing
from bot.facilitator.pace import pace_menu
from bot.messages import (
    BeginTrial,
    CloseWorkshop,
    DrawJoinCard,
    EndTrial,
    MakeExport,
    Message,
    Op,
    OpenPage,
    RefreshBoards,
    StartSendout,
    Strip,
)
from bot.pack.material import file_languages
from bot.shelf import choosing
from bot.shelf.offered import find, offered
from flows.counting.release import STANDARD
from flows.definition.flow import Flow
from flows.definition.letters import is_seen
from flows.dialogue.agenda import MINUTE, Stage
from storage.database import Unit
from storage.staff.records import EVERYWHERE
from storage.values import ActionKind, Phase, Role, SendoutKind, Workshop

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits of join codes: nobody mistakes one for another (no I, O, 0, 1)."""

TITLE_LIMIT = 100

MOST = 30
"""Workshops that one person may steer before one of them has to be closed: each costs everybody a little at every tap."""

CALL_AGAIN = 5 * MINUTE
"""Seconds after a last call in which no other one goes out: two who steer would both press."""


def new(unit: Unit, desk: Desk, argument: str) -> tuple[Op, ...]:
    """Start a workshop: typed in one go ("key-questions Riverside Park"), or by a menu of flows and a question."""
    t = desk.words.t
    if not argument:
        return choosing.menu(unit, desk)
    name, _, title = argument.partition(" ")
    flow = find(unit, desk.house, name)
    if flow is None:
        known = ", ".join(f"<code>{f}</code>" for f in offered(unit, desk.house))
        return desk.say(t("There is no flow called {name}. You can use: {known}", name=escape(name[:40]), known=known))
    return create(unit, desk, flow, title) if title.strip() else choosing.ask_title(unit, desk, flow)


def answer(unit: Unit, desk: Desk, about: str, text: str) -> tuple[Op, ...]:
    """The words that were asked for: the title of a new workshop."""
    flow = choosing.chosen(unit, desk, about)
    return create(unit, desk, flow, text) if isinstance(flow, Flow) else flow


def create(unit: Unit, desk: Desk, flow: Flow, title: str) -> tuple[Op, ...]:
    """A new workshop with its own key: QR code, link and join code as a picture, then the board."""
    title = " ".join(title.split())
    if not is_seen(title):
        return desk.say(desk.words.t("Nothing of that title can be seen. Please type it in letters."))
    if len(title) > TITLE_LIMIT:
        need = desk.words.n("A title has {count} character at most. Please type a shorter one.",
                            "A title has {count} characters at most. Please type a shorter one.", TITLE_LIMIT)  # fmt: skip
        return desk.say(need)
    if unit.staff.granted(desk.sender.user_id) >= MOST:
        unit.staff.set_asked(desk.sender.chat_id, None)
        return desk.say(
            desk.words.t(
                "You have {count} workshops that are not closed. Close one of them, then start another.", count=MOST
            )
        )
    house = desk.house
    code = join_code(house.chance, unit.workshops.codes_in_use())
    asking = house.controller, house.contact
    workshop = unit.workshops.create(
        title, flow, STANDARD, code, house.today, *asking, house.kept_months, house.zone, house.worded_by
    )
    unit.staff.grant(desk.sender.user_id, Role.FACILITATOR, workshop.id)
    unit.staff.set_asked(desk.sender.chat_id, None)
    desk.did(unit, workshop.id, ActionKind.CREATED)
    desk.did(unit, workshop.id, ActionKind.POLICY, workshop.policy.preset)
    card = DrawJoinCard(workshop.id, desk.sender.chat_id, desk.words.language)
    pace = (OpenPage(desk.sender.chat_id, pace_menu(workshop, desk.words), "paces"),) if flow.sections else ()
    return (*desk.noted(), card, *show_board(unit, desk, workshop), *pace)


def join_code(chance: random.Random, taken: frozenset[str]) -> str:
    """Six unambiguous characters that no workshop has had; 30 bits, and guessing is limited."""
    while (code := "".join(chance.choice(ALPHABET) for _ in range(6))) in taken:
        pass
    return code


def steered(unit: Unit, desk: Desk) -> Workshop | None:
    """The workshop that typed commands act on: the one last used in this chat, else the only one there is."""
    focus = unit.staff.focus(desk.sender.chat_id)
    if focus is not None and unit.staff.steers(desk.sender.user_id, focus):
        return unit.workshops.get(focus)
    mine = [w for w in unit.staff.workshops_of(desk.sender.user_id) if w.phase is not Phase.CLOSED]
    return mine[0] if len(mine) == 1 else None


def ask_close(desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Ask once before closing."""
    return desk.reply(pages.ask_close(workshop, desk.words), "close")


def last_call(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Ask all who are still answering to submit; how many they are is told nobody. Not twice within moments, whoever asks."""
    stage = unit.stage.get(workshop.id)
    hindrance = _no_call(unit, desk, workshop, stage)
    if hindrance:
        return desk.say(hindrance)
    unit.stage.set(workshop.id, replace(stage, called=desk.house.now))
    sendout = unit.sendouts.start(workshop.id, SendoutKind.LAST_CALL, {})
    desk.did(unit, workshop.id, ActionKind.LAST_CALL)
    return (
        *desk.turn(pages.called(workshop, desk.words), "", "called"),
        StartSendout(sendout),
        RefreshBoards(workshop.id),
    )


def _no_call(unit: Unit, desk: Desk, workshop: Workshop, stage: Stage) -> str:
    """Why no last call goes out now; "" when one may."""
    t, n = desk.words.t, desk.words.n
    if workshop.phase is Phase.PAUSED:
        return t("While it is paused nobody can submit. Open it first, then send the last call.")
    if workshop.paced:
        return t("Where you lead, each answer is handed in as it is given: nobody has to submit.")
    if not pages.may_answer(workshop):
        return t("Nobody is still answering: there is nobody to call.")
    if any(sendout.kind is SendoutKind.LAST_CALL for sendout in unit.sendouts.running(workshop.id)):
        return t("The last call is on its way already.")
    ago = desk.house.now - stage.called if stage.called is not None else CALL_AGAIN
    if ago >= CALL_AGAIN:
        return ""
    if ago < MINUTE:
        return t("A last call has just gone out. Give people a few minutes.")
    return n("A last call went out {count} minute ago. Give people a few minutes.",
             "A last call went out {count} minutes ago. Give people a few minutes.", ago // MINUTE)  # fmt: skip


def close(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Close for good."""
    said = desk.words.t("Closing {title}. The last answers are being counted …", title=workshop.title)
    by = unit.staff.actor(desk.sender.user_id)
    unit.workshops.want_close(workshop.id)
    return (*desk.say(escape(said)), *desk.fold(), CloseWorkshop(workshop.id, desk.sender.chat_id, by))


def begin_trial(desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Walk through it as a participant, among invented people."""
    sender = desk.sender
    return (*desk.noted(), BeginTrial(workshop.id, sender.chat_id, desk.words.language))


def end_trial(desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """That is enough: what it would look like in the room, then nothing is left of it."""
    sender = desk.sender
    strip = (Strip(sender.chat_id, desk.press.message_id),) if desk.press and desk.press.message_id else ()
    return (*desk.noted(), *strip, EndTrial(workshop.id, sender.chat_id, desk.words.language))


def card(desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """The QR code as a picture, with link and join code; while it is locked nobody could come in by it."""
    if workshop.locked and workshop.phase is not Phase.CLOSED:
        return desk.say(desk.words.t("It is locked: nobody else can join. More … lets people join again."))
    return (*desk.noted(), DrawJoinCard(workshop.id, desk.sender.chat_id, desk.words.language))


def lock(unit: Unit, desk: Desk, workshop: Workshop, *, locked: bool) -> tuple[Op, ...]:
    """Let nobody else join, or let people join again."""
    now = unit.workshops.set_locked(workshop.id, locked=locked)
    if locked != workshop.locked:
        desk.did(unit, workshop.id, ActionKind.LOCKED if locked else ActionKind.UNLOCKED)
    t, title = desk.words.t, workshop.title
    told = t("Locked: {title}. Nobody else can join.", title=title) if locked else t(
        "Unlocked: {title}. People can join again.", title=title)  # fmt: skip
    return (*desk.turn(more_page(unit, desk, now), told, "more"), RefreshBoards(workshop.id))


def more_page(unit: Unit, desk: Desk, workshop: Workshop) -> Message:
    """What is needed seldom."""
    return pages.more_menu(workshop, desk.words, grouped=unit.staff.group_of(workshop.id) is not None)


def export(unit: Unit, desk: Desk, workshop: Workshop, format: str, language: str = "") -> tuple[Op, ...]:
    """The export of a closed workshop: as which file, or the file itself. `language`: of the words in it, "" for the room's."""
    written = language if language in file_languages(workshop) else ""
    match format:
        case "pack" | "xlsx" | "csv" | "csv-excel" | "json":
            by = unit.staff.actor(desk.sender.user_id)
            made = MakeExport(workshop.id, desk.sender.chat_id, desk.words.language, format, by, written)
            if workshop.closing:
                return (*desk.reply(closing(workshop, desk.words)), made)
            return (*desk.noted(desk.words.t("The file is being made.")), made)
        case _:
            return desk.reply(pages.export_menu(workshop, desk.words, written), "export", written)


def invite(unit: Unit, desk: Desk, role: Role, workshop: Workshop | None) -> tuple[Op, ...]:
    """A one-time link for an organiser, a facilitator, or a co-facilitator of one workshop."""
    token, today = invitation_token(desk.house.chance), desk.house.today
    until = unit.invitations.add(role, workshop.id if workshop else None, token, today, desk.sender.user_id)
    if workshop is not None:
        desk.did(unit, workshop.id, ActionKind.INVITED)
    else:
        desk.did(unit, EVERYWHERE, ActionKind.INVITED, role)
    link = start_link(desk.house.bot_username, token)
    told = desk.tell(staff_pages.invitation(role, link, until, desk.words, workshop.title if workshop else ""))
    return (*told, *about_all(unit))
