"""What somebody typed in private: a command, a deep link, an answer, a join code; must not know any single command.

Order of trust: the sender and chat are Telegram's word; everything else is a request.

Long: one way in after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot.cockpit.following import follow
from bot.cockpit.placing import about_all, show_board
from bot.commands import Command, Instead, Ops, Serves, Steers
from bot.desk import Desk
from bot.facilitator import staff_pages
from bot.facilitator.pages import workshop_list
from bot.facilitator.workshops import steered
from bot.front import either
from bot.front.given import Found, answer
from bot.front.help import HELP, page
from bot.front.replies import owed
from bot.front.tables import ANYBODY, PAGES, STAFF, expects, refused, reply
from bot.incoming import INVITATION, WALL, Document, Replied, Sender
from bot.memory import CODE, Memory, codes_in, normal_code
from bot.messages import Message, Send, ShowMenu
from bot.participant import answering, lobby
from bot.participant.remarks import remark
from bot.screen import pairing
from bot.shelf import receiving
from bot.trust import receipts
from bot.visit import Visit
from flows.definition.letters import hidden_in, tidy
from flows.dialogue.effects import Notice
from flows.dialogue.inputs import Borrowed, Edited, Input, NotText
from storage.database import Unit
from storage.staff.records import EVERYWHERE, Expired
from storage.values import ActionKind, Role


@dataclass(frozen=True)
class At:
    """Who is being answered, where they take part, and what only memory holds."""

    desk: Desk
    found: Found
    memory: Memory

    @property
    def sender(self) -> Sender:
        """Who it is."""
        return self.desk.sender


# --- commands


def command(unit: Unit, at: At, name: str, argument: str, by: str = "") -> Ops:
    """A command with what stood behind it. `by`: the name on the phone of who follows an invitation."""
    ops, role = _command(unit, at, name, argument, by), unit.staff.role(at.sender.user_id)
    asks = role is not None and (is_question(name, role) or not is_known(name))
    return follow(unit, at.sender, ops, typed=True, asks=asks, folds=True)


def _command(unit: Unit, at: At, name: str, argument: str, by: str) -> Ops:
    if name == "start":
        return _start(unit, at, argument, by)
    desk, t = at.desk, at.desk.words.t
    role = unit.staff.role(at.sender.user_id)
    unit.staff.set_asked(at.sender.chat_id, None)
    meant = either.asked(unit, desk, at.found, name) if role is not None else None
    if isinstance(meant, tuple):
        return (*meant, *either.kept(desk, name, argument))
    line = meant or _line(name, role)
    if line is not None:
        return (*_carry_out(unit, at, line, tidy(argument), role), *_left_out(at.desk, argument, role))
    if name in STAFF:
        return desk.say(t("That is for facilitators. Ask your organiser for an invitation."))
    if not argument and (name.isdecimal() or _is_code(unit, at, normal_code(name))):
        return words(unit, at, name)
    if _is_code(unit, at, normal_code(argument)):
        return words(unit, at, argument)
    return desk.say(t("I do not know that command. /help shows what I can do."))


def _line(name: str, role: Role | None) -> Command | None:
    """What only staff may comes first: `/panel` is another thing to those who steer it."""
    if role is not None and name in STAFF:
        return STAFF[name]
    return HELP if name == HELP.name else ANYBODY.get(name)


def _carry_out(unit: Unit, at: At, line: Command, argument: str, role: Role | None) -> Ops:
    match line.does:
        case Serves(act):
            said = refused(line, unit, at.desk, role, None)
            desk = replace(at.desk, remote=line.who.is_staff and unit.boards.about(at.sender.chat_id) is not None)
            ops = act(unit, desk, argument, at.memory) if said is None else said
            told = either.unused(at.desk, line) if argument and not line.uses(argument) and said is None else ()
            return (*(owed(ops) if line.who.is_staff else ops), *told)
        case Steers():
            return owed(*_steer(unit, at, line, argument, role))
        case Instead(given):
            return (*anything(unit, at, given), *(either.unused(at.desk, line) if argument else ()))
        case _:
            assert_never(line.does)


def _steer(unit: Unit, at: At, line: Command, argument: str, role: Role | None) -> tuple[Ops, Ops]:
    """A command about a workshop: the one in hand, or the one that words name behind a command that takes none.

    Words that name none are told so, and nothing is done. What is done, and the same as it is said.
    """
    desk = at.desk
    is_name = bool(argument) and not line.uses(argument)
    named = either.called(unit, desk, argument) if is_name else ()
    if is_name and len(named) != 1:
        said = refused(line, unit, desk, role, None) or either.of_none(unit, desk, line, argument, named)
        if said is not None:
            return said, said
    workshop = named[0] if named else steered(unit, desk)
    argument = "" if is_name else argument
    if workshop is None:
        ops = (*_which(unit, desk), *either.kept(desk, line.name, argument))
        return ops, ops
    desk = replace(desk, remote=True, about=workshop.title)
    said = refused(line, unit, desk, role, workshop)
    if said is not None:
        return said, said
    if not isinstance(line.does, Steers):
        raise TypeError("it steers nothing")
    unit.staff.set_focus(desk.sender.chat_id, workshop.id)
    ops = line.does.act(unit, desk, workshop, argument)
    return ops, either.named(unit, at.desk, at.found, workshop, ops)


def _which(unit: Unit, desk: Desk) -> Ops:
    """Nothing is in hand: the workshops to choose from."""
    mine = unit.staff.workshops_of(desk.sender.user_id)
    if mine:
        return desk.reply(workshop_list(mine, desk.words), "workshops", "board")
    return desk.say(desk.words.t("You have no workshop to steer. /new starts one."))


# --- deep links


def _start(unit: Unit, at: At, argument: str, by: str) -> Ops:
    """A deep link: an invitation, a page that waits to be a wall, a join code, or nothing."""
    desk, sender = at.desk, at.sender
    role = unit.staff.role(sender.user_id)
    if INVITATION.fullmatch(argument):
        return _invited(unit, at, argument, by)
    if WALL.fullmatch(argument):
        return owed(pairing.scanned(unit, desk, argument[1:], steered(unit, desk)))
    if argument:
        return lobby.enter(unit, sender, argument, at.memory.guesses, at.memory.now, desk.house.today)
    if at.found:
        return answering.again(unit, at.found[0][0], sender, at.found[0][1])
    return desk.reply(page(role, desk.words)) if role is not None else lobby.welcome(sender)


def _invited(unit: Unit, at: At, token: str, by: str) -> Ops:
    """An invitation is redeemed: what one can do now, the menu that goes with it, and the board of the workshop it was for."""
    desk, sender = at.desk, at.sender
    if at.memory.must_wait(sender.user_id):
        return desk.say(desk.words.t("None of those invitations fits. Please wait ten minutes."))
    invite = unit.invitations.redeem(token, sender.user_id, sender.chat_id, desk.house.today, by)
    if isinstance(invite, Expired):
        return desk.say(staff_pages.expired(invite, desk.words))
    if invite is None:
        at.memory.missed(sender.user_id)
        return desk.say(staff_pages.unknown(desk.words))
    desk.did(unit, invite.workshop_id or EVERYWHERE, ActionKind.JOINED, invite.role)
    if unit.staff.language(sender.user_id) is None:
        unit.staff.set_language(sender.user_id, desk.words.language)
    left = [op for visit in _steered_by_now(unit, at) for op in answering.leave(unit, visit)]
    role = unit.staff.role(sender.user_id) or invite.role
    menu = ShowMenu(sender.chat_id, role, desk.words.language)
    hello = (*owed((menu, *desk.reply(page(role, desk.words)))), *about_all(unit))
    if invite.workshop_id is None:
        return (*left, *hello)
    board = show_board(unit, replace(desk, press=None), unit.workshops.get(invite.workshop_id))
    return (*left, *hello, *board)


def _steered_by_now(unit: Unit, at: At) -> list[Visit]:
    """The workshops that somebody takes part in and may steer: both would tell whose answers wait."""
    steers = unit.staff.steers
    return [Visit(w, at.sender, person) for w, person in at.found if steers(at.sender.user_id, w.id)]


# --- words


def words(unit: Unit, at: At, text: str, replied: Replied | None = None) -> Ops:
    """Typed words: what a facilitator was asked for, a join code, or an answer; `replied`: the bot's message that they reply to."""
    ops = _words(unit, at, text, replied)
    at.memory.heard_words(at.sender.user_id)
    return ops


def _words(unit: Unit, at: At, text: str, replied: Replied | None) -> Ops:
    sender, memory, typed, text = at.sender, at.memory, text, tidy(text)
    role = unit.staff.role(sender.user_id)
    asked = unit.staff.asked(sender.chat_id)
    if asked is not None and role is not None and expects(at.desk, asked, text):
        ops = owed((*reply(unit, at.desk, role, asked, text), *_left_out(at.desk, typed, role)))
        return follow(unit, sender, ops, typed=True)
    code = normal_code(text)
    if at.found and not _means_another(unit, at, code):
        return answer(unit, sender, at.found, text, replied, memory)
    if receipts.is_receipt(text):
        return receipts.verify(unit, sender, text, memory)
    named = codes_in(text) if not CODE.fullmatch(code) else ()
    if named and not memory.must_wait(sender.user_id):
        return _named(unit, at, named) or _without_code(unit, at, role)
    if role is not None and not CODE.fullmatch(code):
        return _helped(unit, at, role)
    is_greeting = text.isalpha() and not text.isupper() and not CODE.fullmatch(code)  # "hello", in no code's letters
    if 4 <= len(code) <= 8 and not is_greeting:
        return lobby.enter(unit, sender, code, memory.guesses, memory.now, at.desk.house.today)
    return lobby.welcome(sender)


def _named(unit: Unit, at: At, codes: Sequence[str]) -> Ops:
    """Codes in what somebody wrote: the one that a workshop has; of several none is picked for them. (): no workshop has one."""
    known = [code for code in codes if unit.workshops.by_code(code) is not None]
    for _ in range(len(codes) - len(known)):
        at.memory.missed(at.sender.user_id)
    if len(known) > 1:
        return at.desk.say(at.desk.words.t("There are several join codes in that. Please send me one of them."))
    memory, today = at.memory, at.desk.house.today
    return lobby.enter(unit, at.sender, known[0], memory.guesses, memory.now, today) if known else ()


def _without_code(unit: Unit, at: At, role: Role | None) -> Ops:
    return _helped(unit, at, role) if role is not None else lobby.welcome(at.sender)


def _helped(unit: Unit, at: At, role: Role) -> Ops:
    """Words of somebody who steers that nothing had asked for: what they can do, there if a page says it; their board below it."""
    open_page = PAGES.get(unit.staff.page(at.sender.chat_id).split(":")[0])
    here = open_page.wordless if open_page is not None else None
    said = at.desk.say(here(at.desk.words)) if here is not None else at.desk.reply(page(role, at.desk.words))
    return follow(unit, at.sender, said, typed=True, asks=True)


def _left_out(desk: Desk, typed: str, role: Role | None) -> Ops:
    """Said to a member of staff whose words had signs that nobody sees, or that turn others round."""
    if role is None or not hidden_in(typed):
        return ()
    return (Send(desk.sender.chat_id, Message(desk.words.t("I left out signs that cannot be seen."))),)


def _is_code(unit: Unit, at: At, code: str) -> bool:
    """Whether a word behind a slash is a join code: of a known workshop, else it is a command misspelt, and counts as a guess."""
    if not CODE.fullmatch(code) or at.memory.must_wait(at.sender.user_id):
        return False
    is_known = unit.workshops.by_code(code) is not None
    if not is_known:
        at.memory.missed(at.sender.user_id)
    return is_known


def _means_another(unit: Unit, at: At, code: str) -> bool:
    """Whether the words are the join code of another workshop; inside a workshop anything else is an answer."""
    guesses, user, now = at.memory.guesses, at.sender.user_id, at.memory.now
    if not CODE.fullmatch(code) or code == at.found[0][0].code or guesses.too_many(user, now):
        return False
    is_known = unit.workshops.by_code(code) is not None
    if not is_known:
        guesses.note(user, now)
    return is_known


# --- inputs of the dialogue


def anything(unit: Unit, at: At, given: Input) -> Ops:
    """An input that needs no button: to the current workshop, if there is one."""
    if at.found:
        return answering.act(unit, Visit(at.found[0][0], at.sender, at.found[0][1]), given)
    return _without_code(unit, at, unit.staff.role(at.sender.user_id))


def document(unit: Unit, at: At, sent: Document) -> Ops:
    """A file: questions, from whom may be an organiser; from anybody else what is no words."""
    role = unit.staff.role(at.sender.user_id)
    if role is not None and (receiving.is_meant(sent.name) or (not at.found and not sent.forwarded)):
        return owed(receiving.document(unit, at.desk, sent))
    if sent.album and not at.memory.albums.is_new(at.sender.user_id, sent.album):
        return ()
    return aside(unit, at, Borrowed() if sent.forwarded else NotText())


def aside(unit: Unit, at: At, given: Input) -> Ops:
    """What is neither words nor a tap: a remark, and whoever steers finds their board below it."""
    ops = _aside(unit, at, given)
    return ops if at.found or not ops else follow(unit, at.sender, ops, typed=True, asks=True)


def _aside(unit: Unit, at: At, given: Input) -> Ops:
    """A command that staff have put right in its place needs no remark."""
    if at.found:
        return anything(unit, at, given)
    is_staff, words = unit.staff.role(at.sender.user_id) is not None, at.desk.words
    match given:
        case Borrowed():
            return at.desk.say(remark(words, Notice.BORROWED))
        case Edited(to_command) if is_staff:
            said = words.t(
                "I do not read corrections: what you wrote before stays as it was. To change it, type it anew."
            )
            return () if to_command else at.desk.say(said)
        case NotText() if is_staff:
            return at.desk.say(remark(words, Notice.NOT_A_TEXT))
        case _:
            return anything(unit, at, given)


def is_known(name: str) -> bool:
    """Whether a command is one of this bot's."""
    return name in ("start", HELP.name) or name in STAFF or name in ANYBODY


def is_question(name: str, role: Role | None) -> bool:
    """Whether a command only asks for something, as somebody with this role means it."""
    line = _line(name, role)
    return line is not None and not line.who.is_staff and isinstance(line.does, Serves)
