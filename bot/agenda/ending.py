"""Ending one question of a led room by the doors of the release rule: asked first, then done; must not know HTTP or how it is counted."""

from __future__ import annotations

from html import escape

from bot.agenda.pages import Agenda, can_end, place_of
from bot.agenda.steering import agenda_of, question_message, question_place
from bot.buttons import Button
from bot.desk import Desk
from bot.messages import Message, Op, RefreshBoards
from bot.results.rules import before_ending, ended_for_good, not_ended, words_wait
from flows.counting.release import Door, Why, crowd_of, needed
from flows.definition.flow import Question
from flows.dialogue.agenda import ending
from storage.database import Unit
from storage.values import ActionKind, Ended, Workshop


def end_question(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Ask whether to end it now, then end it: for good where enough people have answered, else as a look at those who have."""
    place = question_place(workshop, button)
    if place is None:
        return desk.say(desk.words.t("That is no longer there."))
    agenda, question = agenda_of(unit, desk, workshop), workshop.flow.questions[place]
    if not can_end(agenda, question):
        return desk.turn(question_message(unit, desk, workshop, place), "", "agq", place)
    if button.arguments[1:] != ("yes",):
        return desk.turn(_asked_first(agenda, agenda.flow.questions[place]))
    ended = unit.answers.end(workshop.id, question.id)
    if ended.decision.door is Door.FOR_GOOD:
        unit.stage.set(workshop.id, ending(unit.stage.get(workshop.id), question.id))
    desk.did(unit, workshop.id, ActionKind.QUESTION_ENDED)
    page = question_message(unit, desk, unit.workshops.get(workshop.id), place)
    told = Message(f"{page.html}\n\n{escape(_said(desk, ended))}", page.keyboard)
    return (*desk.turn(told), RefreshBoards(workshop.id))


def _asked_first(agenda: Agenda, question: Question) -> Message:
    workshop, t = agenda.workshop, agenda.words.t
    received, place = agenda.received.get(question.id, 0), place_of(workshop, question.id)
    told = before_ending(
        received, workshop.joined, workshop.policy, agenda.words, of_flow=True, written=crowd_of(question, 0, 0).written
    )
    style = "" if received < needed(0, workshop.policy) else "success"
    keys = (agenda.key(t("End it now"), "agover", place, "yes", style=style), agenda.key(t("Wait"), "agq", place))
    asked = t("End “{question}”?", question=question.name)
    return Message("\n\n".join([f"<b>{escape(asked)}</b>", *told]), (keys,))


def _said(desk: Desk, ended: Ended) -> str:
    """Whether it ended; how far one that goes on is counted its page says, for the clock counts it on and no figure here stays true."""
    if ended.decision.door is Door.FOR_GOOD:
        return ended_for_good(ended, desk.words)
    if ended.decision.why is Why.AT_CLOSE:
        return words_wait(desk.words)
    return not_ended(desk.words)
