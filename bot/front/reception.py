"""Decides who handles an update: one transaction's worth of work; must not know HTTP, the courier or SQL.

Long: until each room brings its own table of commands.

Order of trust: the sender and chat are Telegram's word; everything else is a request. A second copy of an update does
nothing. Whatever comes, there is an answer: never silence, never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot.agenda import steering as agenda_steering
from bot.buttons import Button, Scope
from bot.cockpit.placing import show_board
from bot.desk import Desk, House, change_phase
from bot.facilitator import workshops
from bot.facilitator.pages import staff_help, workshop_list
from bot.front import asking
from bot.front.presses import input_of, staff_press
from bot.groups import linking as groups_linking
from bot.groups.linking import Chatter
from bot.incoming import Command, Incoming, Media, Presence, Press, Rewritten, Sender, Upgraded, Words
from bot.memory import CODE, Guesses, Unsent, normal_code
from bot.messages import Flash, Op, Send, Strip
from bot.panel import dialogue as panel_dialogue
from bot.panel import pages as panel_pages
from bot.panel import steering as panel_steering
from bot.participant import answering, lobby, news, notetaking
from bot.participant.screens import how_it_works
from bot.participant.spoken import hidden, understand
from bot.polls import steering as polls_steering
from bot.polls import voting as polls_voting
from bot.screen import steering as screen_steering
from bot.sendouts import announcing
from bot.trust import receipts
from bot.trust.my_data import my_data
from bot.trust.transparency import transparency
from bot.visit import Visit
from bot.wording import Wording
from flows.dialogue.inputs import (
    Back,
    Edited,
    Input,
    KeepNames,
    NotText,
    Pause,
    Resume,
    Review,
    Skip,
    Submit,
    TakePart,
    Typed,
)
from flows.dialogue.openanswers import has_names
from storage.database import Unit
from storage.values import Person, Phase, Role, Workshop


@dataclass(frozen=True)
class Reception:
    """What one update is handled with: the house, what only memory holds, and a clock reading in seconds."""

    house: House
    guesses: Guesses
    unsent: Unsent
    chatter: Chatter
    now: float


def receive(unit: Unit, incoming: Incoming, at: Reception) -> tuple[Op, ...]:
    """Handle one update. Its second copy changes nothing and says nothing."""
    if not unit.updates.first_time(incoming.update_id):
        return ()
    found = unit.people.workshops_of(incoming.sender.user_id)
    chosen = found[0][1].chat.language if found else unit.staff.language(incoming.sender.user_id)
    sender = replace(incoming.sender, language=chosen or incoming.sender.language)
    if isinstance(incoming.event, Upgraded):
        unit.staff.migrate_chat(sender.chat_id, incoming.event.new_chat_id)
        return ()
    if not sender.private:
        press = incoming.event if isinstance(incoming.event, Press) else None
        desk = Desk(sender, Wording(sender.language), at.house, press)
        return groups_linking.in_group(unit, desk, incoming.event, at.chatter, at.now)
    return _in_private(unit, replace(incoming, sender=sender), found, at)


Found = Sequence[tuple[Workshop, Person]]
"""The workshops that somebody takes part in, the current one first."""


def _in_private(unit: Unit, incoming: Incoming, found: Found, at: Reception) -> tuple[Op, ...]:
    sender = incoming.sender
    match incoming.event:
        case Command(name, argument):
            return _command(unit, sender, name, argument, found, at)
        case Words(text):
            return _words(unit, sender, text, found, at)
        case Press() as press:
            return _press(unit, sender, press, found, at)
        case Media():
            return _anything(unit, sender, NotText(), found)
        case Rewritten():
            return _anything(unit, sender, Edited(), found)
        case Presence() | Upgraded():
            return ()
        case _:
            assert_never(incoming.event)


def _command(unit: Unit, sender: Sender, name: str, argument: str, found: Found, at: Reception) -> tuple[Op, ...]:
    if name == "start":
        return _start(unit, sender, argument, found, at)
    desk = Desk(sender, Wording(sender.language), at.house)
    role = unit.staff.role(sender.user_id)
    unit.staff.set_asked(sender.chat_id, None)
    if role is not None and name in STAFF_COMMANDS:
        return STAFF_COMMANDS[name](unit, desk, role, argument)
    if name in ANYBODYS_COMMANDS:
        return ANYBODYS_COMMANDS[name](unit, sender, argument, at)
    if name in INPUTS:
        return _anything(unit, sender, INPUTS[name], found)
    t = desk.words.t
    if name in STAFF_COMMANDS:
        return desk.say(t("That is for facilitators. Ask your organiser for an invitation."))
    return desk.say(t("I do not know that command. /help shows what I can do."))


def _start(unit: Unit, sender: Sender, argument: str, found: Found, at: Reception) -> tuple[Op, ...]:
    """A deep link: an invitation, a join code, or nothing."""
    desk = Desk(sender, Wording(sender.language), at.house)
    role = unit.staff.role(sender.user_id)
    if argument.startswith("i") and len(argument) == 25:
        invite = unit.staff.redeem(argument, sender.user_id, sender.chat_id)
        if invite is None:
            return desk.say(
                desk.words.t("This invitation was used already, or it is too old. Please ask for a new one.")
            )
        if unit.staff.language(sender.user_id) is None:
            unit.staff.set_language(sender.user_id, desk.words.language)
        left = [op for visit in _steered_by_now(unit, sender, found) for op in answering.leave(unit, visit)]
        return (*left, *workshops.welcome_staff(unit, desk, invite.role, invite.workshop_id))
    if argument:
        return lobby.enter(unit, sender, argument, at.guesses, at.now)
    if found:
        return answering.join(unit, found[0][0], sender)
    return desk.reply(staff_help(role, desk.words)) if role is not None else lobby.welcome(sender)


def _steered_by_now(unit: Unit, sender: Sender, found: Found) -> list[Visit]:
    """The workshops that somebody takes part in and may steer: both would tell whose answers wait."""
    return [Visit(w, sender, person) for w, person in found if unit.staff.steers(sender.user_id, w.id)]


def _words(unit: Unit, sender: Sender, text: str, found: Found, at: Reception) -> tuple[Op, ...]:
    """Typed words: what a facilitator was asked for, a join code, or an answer."""
    words = Wording(sender.language)
    asked = unit.staff.asked(sender.chat_id)
    if asked is not None and unit.staff.role(sender.user_id) is not None:
        return asking.answer(unit, Desk(sender, words, at.house), asked, text)
    code = normal_code(text)
    if found and not _means_another(unit, sender, code, found[0][0], at):
        visit = Visit(found[0][0], sender, found[0][1])
        given = understand(text, answering.standing(unit, visit), words)
        for_panel = panel_dialogue.typed(unit, visit, given, at.unsent)
        return for_panel if for_panel is not None else _act(unit, visit, _with_words(given, visit, at.unsent))
    if receipts.is_receipt(text):
        return receipts.verify(unit, sender, text)
    role = unit.staff.role(sender.user_id)
    if role is not None and not CODE.fullmatch(code):
        return Desk(sender, words, at.house).reply(staff_help(role, words))
    return lobby.enter(unit, sender, code, at.guesses, at.now) if 4 <= len(code) <= 8 else lobby.welcome(sender)


def _with_words(given: Input, visit: Visit, unsent: Unsent) -> Input:
    """Words with a name in them are kept in memory while their author is asked; "not a name" gets them from there."""
    key = visit.workshop.id, visit.sender.user_id
    typed = unsent.take(*key)
    if isinstance(given, Typed) and has_names(given.text):
        unsent.keep(*key, given.text)
    return KeepNames(typed, hidden(visit.words)) if isinstance(given, KeepNames) else given


def _means_another(unit: Unit, sender: Sender, code: str, current: Workshop, at: Reception) -> bool:
    """Whether the words are the join code of another workshop; inside a workshop anything else is an answer."""
    if not CODE.fullmatch(code) or code == current.code or at.guesses.too_many(sender.user_id, at.now):
        return False
    is_known = unit.workshops.by_code(code) is not None
    if not is_known:
        at.guesses.note(sender.user_id, at.now)
    return is_known


def _anything(unit: Unit, sender: Sender, given: Input, found: Found) -> tuple[Op, ...]:
    """An input that needs no button: to the current workshop, if there is one."""
    if found:
        return answering.act(unit, Visit(found[0][0], sender, found[0][1]), given)
    role, words = unit.staff.role(sender.user_id), Wording(sender.language)
    return (Send(sender.chat_id, staff_help(role, words)),) if role is not None else lobby.welcome(sender)


def _press(unit: Unit, sender: Sender, press: Press, found: Found, at: Reception) -> tuple[Op, ...]:
    button, words = press.button, Wording(sender.language)
    if button is None:
        return (Flash(press.query_id, words.t("I do not know that button.")), *_again(unit, sender, found))
    if button.scope is Scope.ANYBODY:
        return lobby.set_language(unit, sender, button.arguments[0] if button.arguments else "en", press)
    if button.scope is Scope.PARTICIPANT:
        for workshop, person in found:
            if workshop.code == button.code:
                visit = Visit(workshop, sender, answering.in_focus(person, found), press)
                return _participant_press(unit, visit, button, at)
    named = unit.workshops.by_code(button.code, include_closed=True)
    if button.scope is Scope.FACILITATOR:
        return staff_press(unit, Desk(sender, words, at.house, press), button, named)
    return _outsider_press(unit, sender, press, button, named, found)


def _again(unit: Unit, sender: Sender, found: Found) -> tuple[Op, ...]:
    """Where somebody stands in the current workshop, after a button that had nothing to do with it."""
    return answering.join(unit, found[0][0], sender) if found else ()


def _participant_press(unit: Unit, visit: Visit, button: Button, at: Reception) -> tuple[Op, ...]:
    sender, press, workshop = visit.sender, visit.press, visit.workshop
    done = (Flash(press.query_id),) if press else ()
    match button.verb:
        case "how":
            return (*done, Send(sender.chat_id, how_it_works(visit.words, workshop)))
        case "go":
            return (*done, *answering.join(unit, workshop, sender))
        case "nw":
            return news.switch(unit, visit, button)
        case "fo":
            at.unsent.take(workshop.id, sender.user_id)
            return answering.forget(unit, visit)
        case polls_voting.VERB:
            return polls_voting.press(unit, visit, button)
        case panel_pages.VERB:
            return panel_dialogue.press(unit, visit, button, at.unsent)
        case _:
            return _act(unit, visit, _with_words(input_of(button, workshop.flow), visit, at.unsent))


def _act(unit: Unit, visit: Visit, given: Input) -> tuple[Op, ...]:
    """One input of the dialogue; whoever takes part by it is asked what everybody is being asked beside it."""
    ops = answering.act(unit, visit, given)
    if not isinstance(given, TakePart):
        return ops
    return (*ops, *polls_voting.for_newcomer(unit, visit), *panel_dialogue.for_newcomer(unit, visit))


def _outsider_press(
    unit: Unit, sender: Sender, press: Press, button: Button, workshop: Workshop | None, found: Found
) -> tuple[Op, ...]:
    """A participant's button pressed by somebody who is not, or no longer, in that workshop."""
    t = Wording(sender.language).t
    strip = (Strip(sender.chat_id, press.message_id),) if press.message_id else ()
    if workshop is not None and workshop.phase is Phase.CLOSED and button.verb in ("quit", "fo"):
        return news.leave(unit, sender, press, button, workshop)
    if workshop is None or workshop.phase is Phase.CLOSED:
        closed = Flash(press.query_id, t("This workshop is closed. Nothing can be changed any more."))
        return (closed, *strip, *_again(unit, sender, found))
    if unit.staff.steers(sender.user_id, workshop.id):
        return (Flash(press.query_id, t("You facilitate this workshop, so you cannot answer in it.")),)
    if button.verb == "how":
        return (Flash(press.query_id), Send(sender.chat_id, how_it_works(Wording(sender.language), workshop)))
    if button.verb == "tp" and not workshop.locked:
        return (Flash(press.query_id), *strip, *answering.join(unit, workshop, sender))
    outside = Flash(press.query_id, t("You are not in this workshop. Join with the QR code or the join code."))
    return (outside, *_again(unit, sender, found))


def _steering(
    act: Callable[[Unit, Desk, Workshop], tuple[Op, ...]],
) -> Callable[[Unit, Desk, Role, str], tuple[Op, ...]]:
    """A typed command that acts on the workshop last used in this chat."""

    def command(unit: Unit, desk: Desk, _role: Role, _argument: str) -> tuple[Op, ...]:
        workshop = workshops.steered(unit, desk)
        if workshop is not None:
            return act(unit, desk, workshop)
        mine = unit.staff.workshops_of(desk.sender.user_id)
        if mine:
            return desk.reply(workshop_list(mine, desk.words))
        return desk.say(desk.words.t("You have no workshop yet. /new starts one."))

    return command


def _invite(unit: Unit, desk: Desk, role: Role, argument: str) -> tuple[Op, ...]:
    if role is not Role.ORGANISER:
        return desk.say(
            desk.words.t("Only organisers can invite. For one workshop, tap More … on its control message.")
        )
    wanted = Role.ORGANISER if argument.strip().casefold() == "organiser" else Role.FACILITATOR
    return workshops.invite(unit, desk, wanted, None)


def _list(unit: Unit, desk: Desk, _role: Role, _argument: str) -> tuple[Op, ...]:
    mine = unit.staff.workshops_of(desk.sender.user_id)
    return desk.reply(workshop_list(mine, desk.words)) if mine else _none_yet(unit, desk)


def _none_yet(unit: Unit, desk: Desk) -> tuple[Op, ...]:
    return lobby.list_workshops(unit, desk.sender)


STAFF_COMMANDS: dict[str, Callable[[Unit, Desk, Role, str], tuple[Op, ...]]] = {
    "new": lambda unit, desk, _role, argument: workshops.new(unit, desk, argument),
    "open": _steering(agenda_steering.open_workshop),
    "pause": _steering(lambda unit, desk, workshop: change_phase(unit, desk, workshop, "pause")),
    "agenda": _steering(agenda_steering.menu),
    "next": _steering(agenda_steering.onward),
    "summary": _steering(lambda unit, desk, workshop: workshops.summary(unit, desk, workshop, desk.sender.chat_id)),
    "poll": _steering(lambda _unit, desk, workshop: polls_steering.ask_poll(desk, workshop)),
    "announce": _steering(announcing.ask),
    "panel": _steering(panel_steering.show),
    "screen": _steering(screen_steering.new_link),
    "close": _steering(lambda _unit, desk, workshop: workshops.ask_close(desk, workshop)),
    "export": _steering(lambda unit, desk, workshop: workshops.export(unit, desk, workshop, "")),
    "board": _steering(show_board),
    "link": _steering(lambda _unit, desk, workshop: groups_linking.how_to_link(desk, workshop)),
    "unlink": _steering(groups_linking.release),
    "invite": _invite,
    "workshops": _list,
    "help": lambda _unit, desk, role, _argument: desk.reply(staff_help(role, desk.words)),
}
"""Commands of facilitators and organisers; the role is checked before, the workshop's own right inside."""

ANYBODYS_COMMANDS: dict[str, Callable[[Unit, Sender, str, Reception], tuple[Op, ...]]] = {
    "help": lambda _unit, sender, _argument, _at: (Send(sender.chat_id, lobby.help_text(Wording(sender.language))),),
    "privacy": lambda unit, sender, _argument, _at: (
        Send(sender.chat_id, lobby.privacy(Wording(sender.language), _current(unit, sender))),
    ),
    "mydata": lambda unit, sender, _argument, _at: my_data(unit, sender),
    "forget": lambda unit, sender, _argument, _at: lobby.ask_forget(unit, sender),
    "news": lambda unit, sender, _argument, _at: news.choose(unit, sender),
    "transparency": lambda unit, sender, argument, at: transparency(unit, sender, argument, at.guesses, at.now),
    "polls": lambda unit, sender, _argument, _at: _polls(unit, sender),
    "panel": lambda unit, sender, _argument, _at: _panel(unit, sender),
    "table": lambda unit, sender, argument, _at: notetaking.table(unit, sender, argument),
    "verify": lambda unit, sender, argument, _at: receipts.verify(unit, sender, argument),
    "workshops": lambda unit, sender, _argument, _at: lobby.list_workshops(unit, sender),
    "language": lambda unit, sender, argument, _at: (
        lobby.ask_language(unit, sender, argument) if argument else lobby.choose_language(sender)
    ),
}
"""Commands for everybody, with what was typed after them."""

INPUTS: dict[str, Input] = {
    "skip": Skip(),
    "back": Back(),
    "pause": Pause(),
    "resume": Resume(),
    "review": Review(),
    "submit": Submit(),
}
"""A participant's commands that are inputs of the dialogue."""


def _panel(unit: Unit, sender: Sender) -> tuple[Op, ...]:
    """The panel of the current workshop."""
    now = answering.current(unit, sender)
    return panel_dialogue.show(unit, Visit(now[0], sender, now[1])) if now is not None else lobby.welcome(sender)


def _polls(unit: Unit, sender: Sender) -> tuple[Op, ...]:
    """The open polls: to answer for a participant, to close for whoever steers the workshop last used here."""
    now, focus = answering.current(unit, sender), unit.staff.focus(sender.chat_id)
    if now is not None:
        return polls_voting.polls(unit, Visit(now[0], sender, now[1]))
    if focus is None or not unit.staff.steers(sender.user_id, focus):
        return lobby.welcome(sender)
    pages = polls_steering.polls(unit, unit.workshops.get(focus), Wording(sender.language))
    return tuple(Send(sender.chat_id, page) for page in pages)


def _current(unit: Unit, sender: Sender) -> Workshop | None:
    now = answering.current(unit, sender)
    return now[0] if now else None
