"""Where a led room is, on the board: how many are in, what the timer has left, the next move and its buttons."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from html import escape
from math import ceil

from bot.agenda.pages import (
    Agenda,
    Rows,
    can_end,
    counts_by_use,
    end_key,
    in_so_far,
    reveal_key,
    section_title,
    spot,
    where,
)
from bot.messages import Key
from bot.wording import Wording
from flows.counting.release import crowd_of
from flows.definition.flow import Question
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
    steps_in,
)
from storage.values import Workshop


def agenda_lines(workshop: Workshop, stage: Stage, received: Mapping[str, int], words: Wording, now: int) -> list[str]:
    """Where the room is, how many have answered and how long the timer has: lines of HTML."""
    return _now(Agenda(workshop, stage, words, received, now))


def agenda_move(
    workshop: Workshop, stage: Stage, received: Mapping[str, int], ready: AbstractSet[str], words: Wording
) -> tuple[Key | None, str]:
    """The button for what to do next, None where everything was asked, and what is said of it in plain text.

    `ready`: the ids of what has a result.
    """
    agenda = Agenda(workshop, stage, words, received)
    return _next_key(agenda, ready), _next_move(agenda, ready)


def is_to_reveal(
    workshop: Workshop, stage: Stage, received: Mapping[str, int], ready: AbstractSet[str], words: Wording
) -> bool:
    """Whether the question in the room has all but had its time, and a result that the room has not seen."""
    agenda = Agenda(workshop, stage, words, received)
    return _is_hidden(agenda, ready) and (_most_are_in(agenda) or has_ended(workshop.flow, stage))


def is_being_answered(workshop: Workshop, stage: Stage, received: Mapping[str, int], words: Wording) -> bool:
    """Whether the room is asked something that fewer than most have handed in, and that has not ended."""
    is_asked = stage.state is not Standing.IDLE and not has_ended(workshop.flow, stage)
    return is_asked and not _most_are_in(Agenda(workshop, stage, words, received))


def agenda_rows(workshop: Workshop, stage: Stage, received: Mapping[str, int], words: Wording) -> Rows:
    """The buttons for the next move; once most are in, that which ends the question is among them."""
    agenda, t, here = Agenda(workshop, stage, words, received), words.t, spot(workshop, stage)
    has_next = has_next_section(workshop.flow, stage) or next_question(workshop.flow, stage) is not None
    onward = (agenda.key("⏭ " + t("Next"), "agnext", here or "s"),) if has_next else ()
    menu = (*onward, agenda.key("🗂 " + t("Agenda"), "agenda"))
    if stage.state is Standing.IDLE:
        return (menu[-1:],)
    ends = _to_end(agenda)
    last = ((end_key(agenda, ends.id),), menu) if ends is not None else (menu,)
    if has_ended(workshop.flow, stage):
        return ((_result_key(agenda),), menu)
    if stage.state is Standing.HELD:
        return ((agenda.key("▶️ " + t("Go on"), "aggo", here, style="success"), _result_key(agenda)), *last)
    more = agenda.key("⏱ " + t("+1 min"), "agmore", here, stage.until or 0)
    return ((agenda.key("✋ " + t("Hold"), "aghold", here), more, _result_key(agenda)), *last)


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
    by_use = [f"<i>{escape(said)}</i>" for said in counts_by_use(agenda)]
    return [f"{mark} <b>{escape(where(agenda))}</b>", " · ".join(_how_far(agenda)), *by_use]


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


def _is_hidden(agenda: Agenda, ready: AbstractSet[str]) -> bool:
    """Whether the question in the room has a result, which the room has not seen."""
    name = agenda.stage.question
    return name is not None and name in ready and name not in agenda.stage.revealed


def _next_key(agenda: Agenda, ready: AbstractSet[str]) -> Key | None:
    stage, t, flow = agenda.stage, agenda.words.t, agenda.workshop.flow
    here, leads_on = (
        spot(agenda.workshop, stage),
        has_next_section(flow, stage) or next_question(flow, stage) is not None,
    )
    if stage.state is Standing.IDLE:
        if not has_next_section(flow, stage):
            return None
        place = sections_of(flow).index(next_section(flow, stage))
        first = steps_in(agenda.flow, next_section(flow, stage))[0].name
        return agenda.key("▶️ " + t("Ask: {question}", question=first), "agone", place, style="success")
    if _is_hidden(agenda, ready) and stage.question is not None and (_most_are_in(agenda) or has_ended(flow, stage)):
        return replace(reveal_key(agenda, stage.question), style="success")
    if _waits_for_its_end(agenda) and (ends := _to_end(agenda)) is not None:
        return replace(end_key(agenda, ends.id), style="success")
    if stage.state is Standing.HELD and not has_ended(flow, stage):
        return agenda.key("▶️ " + t("Go on"), "aggo", here, style="success")
    return agenda.key("⏭ " + t("Next"), "agnext", here or "s", style="success") if leads_on else None


def _most_are_in(agenda: Agenda) -> bool:
    """Four fifths of those who joined have handed in what the room is asked; not of a room that is empty."""
    stage = agenda.stage
    asked = [q for q in questions_in(agenda.workshop.flow, stage.section) if stage.question in (q.id, None)]
    count = min((agenda.received.get(q.id, 0) for q in asked if q.shown_if is None), default=agenda.workshop.joined)
    return 0 < agenda.workshop.joined * 4 <= count * 5


def _to_end(agenda: Agenda) -> Question | None:
    """The question in the room, where most are in and ending it would give it its last word."""
    name = agenda.stage.question
    asked = next((q for q in agenda.workshop.flow.questions if q.id == name), None)
    is_due = asked is not None and agenda.received.get(asked.id, 0) > 0 and _most_are_in(agenda)
    return asked if asked is not None and is_due and can_end(agenda, asked) else None


def _waits_for_its_end(agenda: Agenda) -> bool:
    """Whether the question in the room has nothing to show before it has ended: what people write."""
    ends = _to_end(agenda)
    return ends is not None and crowd_of(ends, 0, 0).written


def _next_move(agenda: Agenda, ready: AbstractSet[str]) -> str:
    stage, t, flow = agenda.stage, agenda.words.t, agenda.workshop.flow
    onward = has_next_section(flow, stage) or next_question(flow, stage) is not None
    if has_ended(flow, stage):
        if _is_hidden(agenda, ready):
            return t("Next: reveal the result, or go on.")
        return t("Next: go on.") if onward else t("Next: talk about the results, or close. Everything was asked.")
    if _waits_for_its_end(agenda):
        return t("Next: end the question, and what people wrote can be read.")
    if stage.state is Standing.HELD:
        return t("Next: talk, then tap Go on. Nobody can answer meanwhile.")
    if stage.state is Standing.IDLE:
        if not has_next_section(flow, stage):
            return t("Next: talk about the results, or close. Everything was asked.")
        title = section_title(agenda.flow, next_section(flow, stage), agenda.words)
        return t("Next: ask the first question of “{section}”.", section=title)
    if not _most_are_in(agenda):
        return t("Next: wait until most are in.")
    if _is_hidden(agenda, ready):
        return t("Next: reveal the result, or go on.")
    return (
        t("Next: talk, then go on.") if onward else t("Next: talk about the results, or close. Everything was asked.")
    )
