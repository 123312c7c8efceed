"""Moving the room: what a facilitator does with the agenda, one verb a function; must not know HTTP, the courier or SQL.

A button names where the room was when it was made; a stale one, a second tap, or a colleague's says where the room is now and
moves nothing. Everybody is told of a launch by a send-out, and brought to where the room then is.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.agenda.pages import TIMERS, Agenda, agenda_page, question_page, section_page, spot, timer_page, where
from bot.buttons import Button
from bot.desk import Desk, change_phase
from bot.messages import Message, Op, RefreshBoards, ShowOwed, StartSendout
from bot.results.findings import progress_of
from bot.wording import Wording
from flows.dialogue.agenda import (
    Stage,
    Standing,
    closing_section,
    extending,
    going_on,
    has_ended,
    has_next_section,
    holding,
    launching,
    next_question,
    next_section,
    opening,
    sections_of,
    steps_in,
)
from storage.database import Unit
from storage.values import Phase, SendoutKind, SendoutState, Workshop

# --- looking


def menu(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """The agenda with its sections; a flow with one section shows that."""
    agenda = agenda_of(unit, desk, workshop)
    one = len(sections_of(workshop.flow)) == 1
    if one and not workshop.paced:
        return desk.reply(section_page(agenda, 0), "agsec", 0)
    return desk.reply(agenda_page(agenda), "agenda")


def back(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    """From a page to the agenda."""
    return desk.turn(agenda_page(agenda_of(unit, desk, workshop)), "", "agenda")


def section(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """A section's page."""
    place = _section_place(workshop, button)
    if place is None:
        return _gone(desk)
    return desk.turn(section_page(agenda_of(unit, desk, workshop), place), "", "agsec", place)


def question(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """A question's page."""
    place = question_place(workshop, button)
    return _gone(desk) if place is None else desk.turn(question_message(unit, desk, workshop, place), "", "agq", place)


def question_message(unit: Unit, desk: Desk, workshop: Workshop, place: int) -> Message:
    """The page of the question at this place in the flow."""
    agenda = agenda_of(unit, desk, workshop)
    progress = progress_of(unit, workshop, agenda.flow.questions[place], desk.words)
    return question_page(agenda, place, progress)


def agenda_of(unit: Unit, desk: Desk, workshop: Workshop) -> Agenda:
    """The agenda as it stands now, in this facilitator's words."""
    received = unit.answers.received(workshop.id)
    return Agenda(workshop, unit.stage.get(workshop.id), desk.words, received, desk.house.now)


def _section_place(workshop: Workshop, button: Button) -> int | None:
    place = button.number(0)
    return place if 0 <= place < len(sections_of(workshop.flow)) else None


def question_place(workshop: Workshop, button: Button) -> int | None:
    """The place in the flow that a button names; None: there is no such question."""
    place = button.number(0)
    return place if 0 <= place < len(workshop.flow.questions) else None


# --- moving the room


def open_workshop(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Open, or go on after a pause: in a room that is asked something everybody is told, as by a launch."""
    ops, stage = change_phase(unit, desk, workshop, "open"), unit.stage.get(workshop.id)
    asks = workshop.paced and stage.state is Standing.ASKING and not has_ended(workshop.flow, stage)
    if ShowOwed(workshop.id) not in ops or not asks:
        return ops
    return (*(op for op in ops if not isinstance(op, ShowOwed | RefreshBoards)), *_tell(unit, desk, workshop, stage))


def open_own_time(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Open a section: everybody answers it in their own time."""
    place, stage = _section_place(workshop, button), unit.stage.get(workshop.id)
    if place is None:
        return _gone(desk)
    if spot(workshop, stage) == f"s{place}":
        return say(desk, desk.words.t("That is what the room is asked already."))
    after = opening(workshop.flow, stage, sections_of(workshop.flow)[place], desk.house.now)
    if has_ended(workshop.flow, after):
        return say(desk, desk.words.t("Every question of it has ended for good."))
    return _launch(unit, desk, workshop, after)


def open_one_by_one(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Open a section question by question: its first one is launched, or the first that was not asked yet."""
    place, stage = _section_place(workshop, button), unit.stage.get(workshop.id)
    if place is None:
        return _gone(desk)
    name = sections_of(workshop.flow)[place]
    if stage.question is not None and stage.section == name:
        return say(desk, desk.words.t("That is what the room is asked already."))
    steps = [q.id for q in steps_in(workshop.flow, name)]
    first = next((step for step in steps if step not in stage.asked), None)
    first = first or next((step for step in steps if step not in stage.ended), None)
    if first is None:
        return say(desk, desk.words.t("Every question of it has ended for good."))
    return _launch(unit, desk, workshop, launching(workshop.flow, stage, first, desk.house.now))


def ask(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Put one question to everybody; who has answered it is not asked again."""
    place, stage = question_place(workshop, button), unit.stage.get(workshop.id)
    if place is None:
        return _gone(desk)
    name = workshop.flow.questions[place].id
    if name in stage.ended:
        return say(desk, desk.words.t("This question has ended for good: everybody is counted."))
    if spot(workshop, stage) == f"q{place}":
        return say(desk, desk.words.t("That is what the room is asked already."))
    return _launch(unit, desk, workshop, launching(workshop.flow, stage, name, desk.house.now))


def onward(unit: Unit, desk: Desk, workshop: Workshop, button: Button | None = None) -> tuple[Op, ...]:
    """The next question of the open section; at its end the next section is offered. Without a button: /next."""
    stage = unit.stage.get(workshop.id)
    if refused := _refused(workshop, desk.words):
        return say(desk, refused)
    if button is not None and _is_stale(workshop, stage, button):
        return _moved_on(unit, desk, workshop)
    if button is None and any(one.kind is SendoutKind.QUESTION for one in unit.sendouts.running(workshop.id)):
        return _moved_on(
            unit, desk, workshop
        )  # typed twice: nobody means to pass over a question that is still on its way
    following = next_question(workshop.flow, stage)
    if following is not None:
        return _launch(unit, desk, workshop, launching(workshop.flow, stage, following, desk.house.now))
    if not has_next_section(workshop.flow, stage):
        return say(desk, desk.words.t("That was the last one. The agenda shows everything that was asked."))
    place = sections_of(workshop.flow).index(next_section(workshop.flow, stage))
    return desk.reply(section_page(agenda_of(unit, desk, workshop), place, leaving=True), "agsec", place, "leaving")


def _launch(unit: Unit, desk: Desk, workshop: Workshop, after: Stage) -> tuple[Op, ...]:
    """Move the room and tell everybody; whatever of an earlier launch is still on its way is overtaken."""
    t = desk.words.t
    if refused := _refused(workshop, desk.words):
        return say(desk, refused)
    unit.stage.set(workshop.id, after)
    return (*_done(desk, t("Everybody is asked now.")), *_tell(unit, desk, workshop, after))


def _tell(unit: Unit, desk: Desk, workshop: Workshop, stage: Stage) -> tuple[Op, ...]:
    for running in unit.sendouts.running(workshop.id):
        if running.kind is SendoutKind.QUESTION:
            unit.sendouts.end(running.id, SendoutState.STOPPED)
    body = {"question": stage.question} if stage.question else {"section": stage.section}
    sendout = unit.sendouts.start(workshop.id, SendoutKind.QUESTION, body, desk.sender.chat_id)
    return StartSendout(sendout), RefreshBoards(workshop.id)


def hold(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Nobody can answer for the moment."""
    stage = unit.stage.get(workshop.id)
    if nothing := _out_of_place(unit, desk, workshop, button, Standing.ASKING):
        return nothing
    unit.stage.set(workshop.id, holding(stage))
    said = desk.words.t(
        "On hold: {title}. Nobody can answer until you go on; who asked for more time can.", title=workshop.title
    )
    return (*say(desk, said), RefreshBoards(workshop.id))


def go_on(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """After a hold: who joined meanwhile gets the question, the others have it."""
    stage = unit.stage.get(workshop.id)
    if nothing := _out_of_place(unit, desk, workshop, button, Standing.HELD):
        return nothing
    if refused := _refused(workshop, desk.words):
        return say(desk, refused)
    after = going_on(stage)
    unit.stage.set(workshop.id, after)
    return (*say(desk, desk.words.t("People can answer again.")), *_tell(unit, desk, workshop, after))


def extend(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """One minute more; a button that was made before the last minute was added adds none."""
    stage = unit.stage.get(workshop.id)
    until = button.arguments[1] if len(button.arguments) > 1 else ""
    if nothing := _out_of_place(unit, desk, workshop, button, Standing.ASKING):
        return nothing
    if until != str(stage.until or 0):
        return (*say(desk, desk.words.t("A minute was added already.")), RefreshBoards(workshop.id))
    unit.stage.set(workshop.id, extending(stage, desk.house.now))
    return (*say(desk, desk.words.t("One minute more.")), RefreshBoards(workshop.id))


def end_section(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """The open section is done; what is unanswered stays unanswered."""
    stage = unit.stage.get(workshop.id)
    if _is_stale(workshop, stage, button) or stage.state is Standing.IDLE:
        return _moved_on(unit, desk, workshop)
    unit.stage.set(workshop.id, closing_section(stage))
    said = desk.words.t("Done. Nothing is asked until you open the next one.")
    return (*_done(desk, said), RefreshBoards(workshop.id))


def timer(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """How long each question is meant to stay open; holds from the next launch on."""
    stage, minutes = unit.stage.get(workshop.id), button.number(0)
    if button.arguments and minutes not in TIMERS:
        return _gone(desk)
    if button.arguments:
        unit.stage.set(workshop.id, replace(stage, minutes=minutes))
    return desk.turn(timer_page(agenda_of(unit, desk, workshop)), "", "agtimer")


# --- helpers


def _is_stale(workshop: Workshop, stage: Stage, button: Button) -> bool:
    named = button.arguments[0] if button.arguments else ""
    return named != (spot(workshop, stage) or "s")


def _out_of_place(unit: Unit, desk: Desk, workshop: Workshop, button: Button, state: Standing) -> tuple[Op, ...]:
    """What is said instead where a button of the board finds the room elsewhere, or what it is asked ended for good; () where it does."""
    stage = unit.stage.get(workshop.id)
    if _is_stale(workshop, stage, button) or stage.state is not state:
        return _moved_on(unit, desk, workshop)
    said = desk.words.t("This question has ended for good: everybody is counted.")
    return (*say(desk, said), RefreshBoards(workshop.id)) if has_ended(workshop.flow, stage) else ()


def _moved_on(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Nothing happens: the room is somewhere else than the button thought."""
    place = where(agenda_of(unit, desk, workshop))
    return (*say(desk, desk.words.t("The room is here now: {place}", place=place)), RefreshBoards(workshop.id))


def _refused(workshop: Workshop, words: Wording) -> str:
    if not workshop.paced:
        return words.t("Here everybody goes at their own pace.")
    return "" if workshop.phase is Phase.OPEN else words.t("Please open the workshop first.")


def _gone(desk: Desk) -> tuple[Op, ...]:
    return desk.say(desk.words.t("That is no longer there."))


def say(desk: Desk, text: str) -> tuple[Op, ...]:
    """Plain words: a toast on a press, else a message."""
    return desk.say(escape(text))


def _done(desk: Desk, text: str) -> tuple[Op, ...]:
    """Words, and the board without the page that was pressed: it says what comes next."""
    return (*say(desk, text), *desk.fold())
