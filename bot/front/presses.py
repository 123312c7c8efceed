"""What a button does, for whom: the right is looked up every time; must not trust anything in it, or know any single button."""

from __future__ import annotations

from dataclasses import replace

from bot.buttons import Button, Scope, is_of_a_trial
from bot.cockpit.following import follow
from bot.commands import Ops
from bot.desk import Desk
from bot.facilitator.pages import deleted
from bot.front.given import act
from bot.front.replies import owed
from bot.front.standstill import goes_on, standing_still
from bot.front.tables import ERRANDS, KEEPSAKES, TAPS, VERBS, refused
from bot.front.typed import At
from bot.incoming import Press
from bot.memory import Memory
from bot.messages import Flash, Send, Strip
from bot.participant import answering, lobby, news
from bot.participant.consent import page
from bot.participant.meant import with_words
from bot.participant.presses import input_of
from bot.visit import Visit
from storage.database import Unit
from storage.values import Phase, Workshop


def press(unit: Unit, at: At, pressed: Press) -> Ops:
    """A button in a private chat. Nothing but the board itself turns the board: a button that is pressed on it finds no message to turn."""
    if unit.boards.stands(at.sender.chat_id, pressed.message_id):
        pressed = replace(pressed, message_id=None)
    button, words = pressed.button, at.desk.words
    if button is None:
        return (Flash(pressed.query_id, words.t("I do not know that button.")), *_again(unit, at))
    if button.scope is Scope.ANYBODY:
        return lobby.set_language(unit, at.sender, button.arguments[0] if button.arguments else "en", pressed)
    if button.scope is Scope.PARTICIPANT:
        for workshop, person in at.found:
            if workshop.code == button.code:
                visit = Visit(workshop, at.sender, answering.in_focus(person, at.found), pressed)
                return _participant(unit, visit, button, at.memory)
    if is_of_a_trial(button.code):
        strip = (Strip(at.sender.chat_id, pressed.message_id),) if pressed.message_id else ()
        return (Flash(pressed.query_id, words.t("This trial is over. Nothing of it is kept.")), *strip)
    named = unit.workshops.by_code(button.code, include_closed=True)
    if _is_guessing(unit, at, button, named):
        return (Flash(pressed.query_id, words.t("None of those codes fits a workshop. Please wait ten minutes.")),)
    if button.scope is Scope.FACILITATOR:
        ops = owed(_staff(unit, replace(at.desk, press=pressed), button, named))
        return follow(unit, at.sender, ops, typed=False)
    return _outsider(unit, at, pressed, button, named)


def _again(unit: Unit, at: At) -> Ops:
    """Where somebody stands in the current workshop, after a button that had nothing to do with it."""
    return answering.again(unit, at.found[0][0], at.sender, at.found[0][1]) if at.found else ()


def _is_guessing(unit: Unit, at: At, button: Button, named: Workshop | None) -> bool:
    """Whether somebody has made up too many buttons. A code that no workshop has had counts as a typed one does.

    Of a workshop that somebody steers nothing can be guessed.
    """
    user = at.sender.user_id
    if not button.code or (named is not None and unit.staff.steers(user, named.id)):
        return False
    if at.memory.must_wait(user):
        return True
    if named is None and unit.deletions.of(button.code) is None:
        at.memory.missed(user)
    return False


# --- staff


def _staff(unit: Unit, desk: Desk, button: Button, workshop: Workshop | None) -> Ops:
    t, user = desk.words.t, desk.sender.user_id
    role = unit.staff.role(user)
    errand = ERRANDS.get(button.verb) if not button.code else None
    if errand is not None and role is not None:
        desk = replace(desk, remote=unit.boards.about(desk.sender.chat_id) is not None)
        said = refused(errand, unit, desk, role, None)
        return errand.act(unit, desk, button) if said is None else said
    gone = unit.deletions.of(button.code) if workshop is None and role is not None else None
    if gone is not None:
        return desk.say(deleted(gone, desk.words))
    if workshop is None or not unit.staff.steers(user, workshop.id):
        return desk.say(t("That is for the facilitators of this workshop."))
    unit.staff.set_focus(desk.sender.chat_id, workshop.id)
    verb, desk = VERBS.get(button.verb), replace(desk, remote=True, about=workshop.title)
    if verb is None:
        return desk.say(t("I do not know that button."))
    said = refused(verb, unit, desk, role, workshop)
    return verb.act(unit, desk, workshop, button) if said is None else said


# --- participants


def _participant(unit: Unit, visit: Visit, button: Button, memory: Memory) -> Ops:
    tap = TAPS.get(button.verb)
    if tap is not None:
        return tap.act(unit, visit, button, memory)
    return act(unit, visit, with_words(input_of(button, visit.workshop.flow), visit, memory))


def _outsider(unit: Unit, at: At, pressed: Press, button: Button, workshop: Workshop | None) -> Ops:
    """A participant's button pressed by somebody who is not, or no longer, in that workshop."""
    sender, words = at.sender, at.desk.words
    t = words.t
    strip = (Strip(sender.chat_id, pressed.message_id),) if pressed.message_id else ()
    if workshop is not None and workshop.phase is Phase.CLOSED and button.verb in ("quit", "fo"):
        return news.leave(unit, sender, pressed, button, workshop)
    if workshop is not None and workshop.phase is Phase.CLOSED and button.verb in KEEPSAKES:
        return KEEPSAKES[button.verb].act(unit, replace(at.desk, press=pressed), workshop, button)
    gone = unit.deletions.of(button.code) if workshop is None else None
    if gone is not None:
        return (Flash(pressed.query_id, deleted(gone, words)), *strip, *_again(unit, at))
    if workshop is None or workshop.phase is Phase.CLOSED:
        closed = Flash(pressed.query_id, t("This workshop is closed. Nothing can be changed any more."))
        return (closed, *strip, *_again(unit, at))
    if not goes_on(unit, workshop):
        return (Flash(pressed.query_id), *at.desk.say(standing_still(workshop, words)))
    if unit.staff.steers(sender.user_id, workshop.id):
        return (Flash(pressed.query_id, t("You facilitate this workshop, so you cannot answer in it.")),)
    if button.verb == "how":
        told = unit.workshops.promise(workshop.id, at.desk.house.today)
        return (Flash(pressed.query_id), Send(sender.chat_id, page(words, told, button.number(0))))
    if button.verb in ("tp", "card") and not workshop.locked:
        return (Flash(pressed.query_id), *strip, *answering.join(unit, workshop, sender, at.desk.house.today))
    outside = Flash(pressed.query_id, t("You are not in this workshop. Join with the QR code or the join code."))
    return (outside, *_again(unit, at))
