"""Where a led room is, on the board: how many are in, what the timer has left, the next move and its buttons."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from math import ceil

from bot.agenda.pages import Agenda, Rows, in_so_far, reveal_key, section_title, spot, where
from bot.messages import Key
from bot.wording import Wording
from flows.dialogue.agenda import (
    MINUTE,
    Stage,
    Standing,
    has_ended,
    has_next_section,
    next_question,
    next_section,
    questions_in,
    sections_of,
)
from storage.values import Workshop


def agenda_lines(workshop: Workshop, stage: Stage, received: Mapping[str, int], words: Wording, now: int) -> list[str]:
    """Where the room is, how many have answered and how long the timer has: lines of HTML."""
    return _now(Agenda(workshop, stage, words, received, now))


def agenda_move(workshop: Workshop, stage: Stage, received: Mapping[str, int], words: Wording) -> str:
    """What to do next, in plain text."""
    return _next_move(Agenda(workshop, stage, words, received))


def agenda_rows(workshop: Workshop, stage: Stage, words: Wording) -> Rows:
    """The buttons for the next move."""
    agenda, t, here = Agenda(workshop, stage, words), words.t, spot(workshop, stage)
    has_next = has_next_section(workshop.flow, stage) or next_question(workshop.flow, stage) is not None
    onward = (agenda.key("⏭ " + t("Next"), "agnext", here or "s"),) if has_next else ()
    menu = (*onward, agenda.key("🗂 " + t("Agenda"), "agenda"))
    if stage.state is Standing.IDLE:
        return (menu,)
    if has_ended(workshop.flow, stage):
        return ((_result_key(agenda),), menu)
    if stage.state is Standing.HELD:
        return ((agenda.key("▶️ " + t("Go on"), "aggo", here, style="success"), _result_key(agenda)), menu)
    more = agenda.key("⏱ " + t("+1 min"), "agmore", here, stage.until or 0)
    return ((agenda.key("✋ " + t("Hold"), "aghold", here), more, _result_key(agenda)), menu)


def _result_key(agenda: Agenda) -> Key:
    """To the result of the question in the room; where a whole section is open, to its questions."""
    t, name = agenda.words.t, agenda.stage.question
    if name is None:
        place = sections_of(agenda.workshop.flow).index(agenda.stage.section)
        return agenda.key("👁 " + t("Results"), "agsec", place)
    return reveal_key(agenda, name)


def _now(agenda: Agenda) -> list[str]:
    """What the room is asked, and how far it is."""
    stage, t = agenda.stage, agenda.words.t
    if stage.state is Standing.IDLE:
        return [t("Nothing is asked right now.")]
    mark = "🏁" if has_ended(agenda.flow, stage) else "✋" if stage.state is Standing.HELD else "▶️"
    return [f"{mark} <b>{escape(where(agenda))}</b>", " · ".join(_how_far(agenda))]


def _how_far(agenda: Agenda) -> list[str]:
    stage, t = agenda.stage, agenda.words.t
    told = in_so_far(agenda)
    if has_ended(agenda.flow, stage):
        return [*told, t("ended for good")]
    if stage.state is Standing.HELD:
        return [*told, t("on hold")]
    if stage.until is None:
        return told or [t("asked of some")]
    if agenda.now >= stage.until:
        return [t("time is up: {told}", told=" · ".join(told)) if told else t("time is up")]
    left = ceil((stage.until - agenda.now) / MINUTE)
    return [*told, agenda.words.n("about {count} min left", "about {count} min left", left)]


def _next_move(agenda: Agenda) -> str:
    stage, t, flow = agenda.stage, agenda.words.t, agenda.workshop.flow
    if has_ended(flow, stage):
        return t("Next: look at the result, or go on.")
    if stage.state is Standing.HELD:
        return t("Next: talk, then tap Go on. Nobody can answer meanwhile.")
    if stage.state is Standing.IDLE:
        if not has_next_section(flow, stage):
            return t("Next: talk about the results, or close. Everything was asked.")
        title = section_title(agenda.flow, next_section(flow, stage), agenda.words)
        return t("Next: open “{section}”.", section=title)
    asked = [q for q in questions_in(flow, stage.section) if q.id == stage.question or stage.question is None]
    count = min((agenda.received.get(q.id, 0) for q in asked if q.shown_if is None), default=agenda.workshop.joined)
    if count * 5 < agenda.workshop.joined * 4:
        return t("Next: wait until most are in.")
    return t("Next: look at the result, or go on.")
