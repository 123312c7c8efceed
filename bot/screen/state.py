"""What the presenter's screen shows, as JSON from one transaction; must not know the web, or any number not released.

A result is in it once a release exists and a facilitator has revealed it, or the workshop is closed. Everything else is
what the room may see anyway: words of questions, how many have joined, how many have handed in what everybody is asked.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import shorten
from typing import Any

import segno

from bot.desk import start_link
from bot.results.comparing import attendance
from bot.results.findings import LONGEST, QUOTES, Finding, findings
from bot.results.headlines import base_of, details, explained, headline
from bot.results.proposals import in_language
from bot.results.rounds import in_order
from bot.results.tables import table_findings
from bot.screen.cards import cards
from bot.screen.panel import panel
from bot.screen.rows import rows_of
from bot.screen.together import with_together
from bot.screen.words import key_words, view_words
from bot.wording import Wording
from flows.counting.summary import AllocationFigures, RankingFigures, Summary
from flows.definition.flow import Flow, Question
from flows.definition.localise import localise
from flows.dialogue.agenda import Stage, Standing, questions_in, section_of
from flows.dialogue.numbering import numbers_of
from storage.database import Unit
from storage.values import BallotKind, BallotState, Phase, Workshop

Json = dict[str, Any]


@dataclass(frozen=True)
class _Room:
    """One workshop as it is in this transaction. `found`: what is released of its questions, in the asked order."""

    workshop: Workshop
    stage: Stage
    words: Wording
    found: Mapping[str, Finding]
    tables: Sequence[Finding]
    received: Mapping[str, int]


def state_of(unit: Unit, workshop_id: str, bot_username: str) -> Json:
    """The whole state of a screen, in the language of those who steer the workshop. `version` is a digest of the rest."""
    room = _read(unit, workshop_id)
    workshop, words = room.workshop, room.words
    shown = revealed(workshop, room.stage)
    state = {
        "language": words.language,
        "title": workshop.title,
        "phase": workshop.phase.value,
        "words": view_words(words, bot_username) | key_words(words),
        "join": _join(workshop, bot_username, words),
        "section": _section(room),
        "question": _question(room),
        "ended": _ended(room, shown),
        "led": f"{room.stage.section}:{room.stage.question}:{room.stage.state.value}",
        "results": with_together(
            unit, workshop, _found(room, shown), _paired(room, _results(unit, room, shown)), words
        ),
        "ready": [name for name in room.found if name not in shown],
        "panel": panel(unit, workshop, words),
        "tables": [_shown(unit, room, finding) for finding in room.tables],
        "themes": [],
        "closing": words.n("{count} person took part.", "{count} people took part.", workshop.joined),
        "came": "\n".join(_came(unit, room)) if workshop.phase is Phase.CLOSED else "",
    }
    return {"version": _digest(state), **state}


def _found(room: _Room, shown: Sequence[str]) -> list[Finding]:
    return [room.found[name] for name in shown if name in room.found]


def ready(unit: Unit, workshop: Workshop) -> tuple[str, ...]:
    """The questions and polls that have a release, in the asked order; those of the panel have a view of their own."""
    released = unit.answers.sizes(workshop.id)
    return tuple(name for name in _showable(workshop) if name in released)


def revealed(workshop: Workshop, stage: Stage) -> tuple[str, ...]:
    """The ids of results that may stand on the screen, the newest last; after the close all, in the asked order."""
    known = _showable(workshop)
    return known if workshop.phase is Phase.CLOSED else tuple(name for name in stage.revealed if name in known)


def _showable(workshop: Workshop) -> tuple[str, ...]:
    return tuple(asked.question.id for asked in in_order(workshop, workshop.flow.language))


def _read(unit: Unit, workshop_id: str) -> _Room:
    workshop = unit.workshops.get(workshop_id)
    words, finals = staff_words(unit, workshop), unit.answers.finals(workshop_id)
    is_over = workshop.phase is Phase.CLOSED  # while the rest is counted, what is not final is shown no more
    found = (f for f in findings(unit, workshop, words) if f.summary is not None)
    return _Room(
        workshop,
        unit.stage.get(workshop_id),
        words,
        {f.question.id: f for f in found if not is_over or f.question.id in finals},
        table_findings(unit, workshop, words),
        unit.answers.received(workshop_id),
    )


def staff_words(unit: Unit, workshop: Workshop) -> Wording:
    """The words of those who steer the workshop; of its flow where none of them has chosen a language."""
    chosen = (unit.staff.language(chat) for chat in unit.staff.chats(workshop.id))
    return Wording(next((language for language in chosen if language), workshop.flow.language))


def _join(workshop: Workshop, bot_username: str, words: Wording) -> Json:
    link = start_link(bot_username, workshop.code)
    heads = words.n("{count} person has joined", "{count} people have joined", workshop.joined)
    return {
        "link": link,
        "code": workshop.code,
        "qr": qr_code(link),
        "joined": workshop.joined,
        "heads": heads if workshop.joined else words.t("Nobody has joined yet"),
        "locked": workshop.locked,
        "door": words.t("Take part: send {code} to @{name}", code=workshop.code, name=bot_username),
    }


def qr_svg(link: str) -> str:
    """The link as an SVG without script, style or size, black on white with its quiet zone, error correction M or better."""
    svg = io.BytesIO()
    segno.make_qr(link, error="m").save(
        svg,
        kind="svg",
        border=4,
        omitsize=True,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
    )
    return svg.getvalue().decode().strip()


qr_code = lru_cache(maxsize=64)(qr_svg)
"""The same, of links that are asked for again and again."""


def _section(room: _Room) -> Json | None:
    """The part of the agenda that is open in people's own time."""
    workshop, stage, words = room.workshop, room.stage, room.words
    if workshop.phase is Phase.CLOSED or stage.question or stage.state is Standing.IDLE:
        return None
    flow = localise(workshop.flow, words.language)
    count = len(questions_in(workshop.flow, stage.section))
    said = words.n(
        "{count} question on your phone, in your own time.", "{count} questions on your phone, in your own time.", count
    )
    return {
        "title": _section_title(flow, stage.section) or flow.title,
        "text": said,
        "state": stage.state.value,
        "until": stage.until,
    }


def _section_title(flow: Flow, section: str | None) -> str:
    return next((part.title for part in flow.sections if part.id == section), "")


def _question(room: _Room) -> Json | None:
    """What the room is asked now: the poll that was opened last, else the question launched from the agenda."""
    workshop, stage = room.workshop, room.stage
    polls = [b for b in workshop.ballots if b.kind is BallotKind.POLL and b.state is BallotState.OPEN]
    if workshop.phase is Phase.CLOSED:
        return None
    if polls:
        question = in_language(workshop, polls[-1], room.words.language)
        return {**_asked(room, question), "section": "", "state": Standing.ASKING.value, "until": None}
    if stage.question is None or stage.state is Standing.IDLE:
        return None
    flow = localise(workshop.flow, room.words.language)
    section = _section_title(flow, section_of(workshop.flow, stage.question))
    about = {"section": section, "state": stage.state.value, "until": stage.until}
    return {**_asked(room, flow.question(stage.question)), **about}


def _ended(room: _Room, shown: Sequence[str]) -> list[Json]:
    """Polls that are over and whose result is not shown: the screen stays at the one that was on. `said`: what to wait for."""
    workshop, t = room.workshop, room.words.t
    if workshop.phase is Phase.CLOSED:
        return []
    over = (BallotState.ENDED, BallotState.CLOSED)
    polls = [b for b in workshop.ballots if b.kind is BallotKind.POLL and b.state in over and b.id not in shown]
    come, gone = t("Voting has ended. The result comes next."), t("Voting has ended.")
    about = {"section": "", "state": Standing.IDLE.value, "until": None}
    return [
        {
            **_asked(room, in_language(workshop, poll, room.words.language)),
            **about,
            "said": come if poll.id in room.found else gone,
        }
        for poll in polls
    ]


def _asked(room: _Room, question: Question) -> Json:
    """How many are in is said of questions that everybody is asked: of others it would tell the answers to an earlier one."""
    came = room.received.get(question.id, 0) if question.shown_if is None else None
    of = None if came is None else max(room.workshop.joined, came)
    return {
        "id": question.id,
        "text": question.text,
        "help": question.help,
        "options": [{"number": number, "label": words} for number, words in numbers_of(question)],
        "in": came,
        "of": of,
        "count": "" if came is None else room.words.t("{count} of {all} in", count=came, all=of),
    }


def _results(unit: Unit, room: _Room, shown: Sequence[str]) -> list[Json]:
    """What is revealed; below the groups stands how many of each came of those expected."""
    results = [_shown(unit, room, finding) for finding in _found(room, shown)]
    for result in results:
        if result["id"] == room.workshop.flow.segment_by and (came := _came(unit, room)):
            result["base"] = "\n".join((result["base"], *came))
    return results


def _came(unit: Unit, room: _Room) -> list[str]:
    """How many came of those expected, and after the close who is missing, as far as the groups themselves are shown."""
    is_shown = room.workshop.flow.segment_by in room.found
    return [one for one in attendance(unit, room.workshop, room.words) if one] if is_shown else []


def _shown(unit: Unit, room: _Room, finding: Finding) -> Json:
    """One released question; an open one as a wall of cards."""
    return {**_result(finding, room.words), "cards": cards(unit, room.workshop, finding, room.words)}


def _result(finding: Finding, words: Wording) -> Json:
    """One released question. `brief` says in a line what the rows show, `headline` only what they do not."""
    summary, question = finding.summary, finding.question
    if summary is None:
        raise ValueError("nothing is released")
    brief = headline(summary, words)
    is_long = isinstance(summary.figures, RankingFigures | AllocationFigures)
    return {
        "id": question.id,
        "name": question.name,
        "text": question.text,
        "round": None,
        "pairs": None,
        "kind": "choice" if summary.type == "single" else summary.type,
        "rows": rows_of(summary, words) if summary.answered else [],
        "headline": "" if is_long and summary.answered else brief,
        "brief": brief,
        "base": " · ".join(filter(None, (_base(finding, summary, words), finding.reading.rstrip(".")))),
        "quotes": [shorten(text, LONGEST, placeholder=" …") for text in finding.texts[:QUOTES]],
    }


def _base(finding: Finding, summary: Summary, words: Wording) -> str:
    all_counted = words.n("{count} person counted.", "{count} people counted.", summary.asked)  # says nothing new
    note = finding.note if finding.note != all_counted else ""
    level = words.t("= level") if summary.answered and any(row.tied for row in summary.rows) else ""
    parts = (*details(summary, words), base_of(summary, finding.room, words), level, note, explained(summary, words))
    return " · ".join(part.rstrip(".") for part in parts if part)


def _paired(room: _Room, results: list[Json]) -> list[Json]:
    """Two rounds of one question know of each other where both are shown and can be compared."""
    shown = {result["id"]: result for result in results}
    for asked in in_order(room.workshop, room.words.language):
        name, before = asked.question.id, asked.of
        if before in shown and name in shown and room.found[name].first is not None:
            shown[before] |= {"round": shown[before]["round"] or asked.number - 1, "pairs": name}
            shown[name] |= {"round": asked.number, "pairs": before}
    return results


def _digest(state: Json) -> str:
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:16]
