"""What the presenter's screen shows, as JSON from one transaction; must not know the web, or any number not released.

A result is in it once a release exists and a facilitator has revealed it, or the workshop is closed. Everything else is
what the room may see anyway: words of questions, how many have joined, how many have handed in what everybody is asked.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from textwrap import shorten
from typing import Any

import segno

from bot.facilitator import start_link
from bot.results import LONGEST, QUOTES, headline
from bot.web.screen_panel import panel
from bot.web.screen_rows import rows_of
from bot.web.screen_words import key_words, view_words
from bot.wording import Wording
from flows.agenda import Stage, Standing, questions_in, section_of
from flows.coarse import shown_as
from flows.definition import Flow, Question, options_of
from flows.localise import localise
from flows.summary import AllocationFigures, RankingFigures, Summary, summarise
from storage.database import Unit
from storage.values import BallotKind, BallotState, Phase, Release, Workshop

Json = dict[str, Any]


@dataclass(frozen=True)
class _Room:
    """One workshop as it is in this transaction. `releases`: the latest of each question; `everything`: localised."""

    workshop: Workshop
    stage: Stage
    everything: Flow
    words: Wording
    releases: Mapping[str, Release]
    texts: Mapping[str, list[str]]
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
        "results": _paired(workshop, [_result(room, room.everything.question(q)) for q in shown if q in room.releases]),
        "ready": [q.id for q in _showable(workshop) if q.id in room.releases and q.id not in shown],
        "panel": panel(unit, workshop, words),
        "tables": _tables(room),
        "themes": [],
        "closing": words.n("{count} person took part.", "{count} people took part.", workshop.joined),
    }
    return {"version": _digest(state), **state}


def ready(unit: Unit, workshop: Workshop) -> tuple[str, ...]:
    """The questions and ballots that have a release, in the asked order; those of the panel have a view of their own."""
    released = {release.question_id for release in unit.answers.releases(workshop.id)}
    return tuple(question.id for question in _showable(workshop) if question.id in released)


def revealed(workshop: Workshop, stage: Stage) -> tuple[str, ...]:
    """The ids of results that may stand on the screen, the newest last; after the close all, in the asked order."""
    known = [question.id for question in _showable(workshop)]
    if workshop.phase is Phase.CLOSED:
        return tuple(known)
    return tuple(name for name in stage.revealed if name in known)


def _showable(workshop: Workshop) -> tuple[Question, ...]:
    polls = (ballot.question for ballot in workshop.ballots if ballot.kind is BallotKind.POLL)
    return (*workshop.flow.questions, *polls)


def _read(unit: Unit, workshop_id: str) -> _Room:
    workshop = unit.workshops.get(workshop_id)
    words = staff_words(unit, workshop)
    is_over = workshop.phase is Phase.CLOSED  # while the rest is counted, what is not final is shown no more
    releases = {r.question_id: r for r in unit.answers.releases(workshop_id) if r.final or not is_over}
    quotable = [q.id for q in _showable(workshop) if q.id in releases and _may_quote(releases[q.id], workshop)]
    return _Room(
        workshop,
        unit.stage.get(workshop_id),
        localise(workshop.everything, words.language),
        words,
        releases,
        {name: unit.answers.texts(workshop_id, name)[:QUOTES] for name in quotable},
        unit.answers.received(workshop_id),
    )


def staff_words(unit: Unit, workshop: Workshop) -> Wording:
    """The words of those who steer the workshop; of its flow where none of them has chosen a language."""
    chosen = (unit.staff.language(chat) for chat in unit.staff.chats(workshop.id))
    return Wording(next((language for language in chosen if language), workshop.flow.language))


def _may_quote(release: Release, workshop: Workshop) -> bool:
    """Open answers that may be quoted, after the close, where the rule's k people or more have answered."""
    return release.final and release.tally.answered >= workshop.policy.k


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


@lru_cache(maxsize=64)
def qr_code(link: str) -> str:
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


def _section(room: _Room) -> Json | None:
    """The part of the agenda that is open in people's own time."""
    workshop, stage, words = room.workshop, room.stage, room.words
    if workshop.phase is Phase.CLOSED or stage.question or stage.state is Standing.IDLE:
        return None
    count = len(questions_in(workshop.flow, stage.section))
    said = words.n(
        "{count} question on your phone, in your own time.", "{count} questions on your phone, in your own time.", count
    )
    return {
        "title": _section_title(room.everything, stage.section) or room.everything.title,
        "text": said,
        "state": stage.state.value,
        "until": stage.until,
    }


def _section_title(flow: Flow, section: str | None) -> str:
    return next((part.title for part in flow.sections if part.id == section), "")


def _question(room: _Room) -> Json | None:
    """What the room is asked now: the ballot that was opened last, else the question launched from the agenda."""
    workshop, stage = room.workshop, room.stage
    polls = [b.id for b in workshop.ballots if b.kind is BallotKind.POLL and b.state is BallotState.OPEN]
    launched = stage.question if stage.state is not Standing.IDLE else None
    asked = polls[-1] if polls else launched
    if asked is None or workshop.phase is Phase.CLOSED:
        return None
    question = room.everything.question(asked)
    is_held = not polls and stage.state is Standing.HELD
    came = room.received.get(asked, 0) if question.shown_if is None else None
    return {
        "id": question.id,
        "section": "" if polls else _section_title(room.everything, section_of(workshop.flow, asked)),
        "text": question.text,
        "help": question.help,
        "options": [option.label for option in options_of(question)],
        "state": (Standing.HELD if is_held else Standing.ASKING).value,
        "in": came,
        "of": None if came is None else max(workshop.joined, came),
        "count": ""
        if came is None
        else room.words.t("{count} of {all} in", count=came, all=max(workshop.joined, came)),
        "until": None if polls else stage.until,
    }


def _result(room: _Room, question: Question) -> Json:
    """One released question. `brief` says in a line what the rows show, `headline` only what they do not."""
    release, words = room.releases[question.id], room.words
    summary = summarise(shown_as(question, room.workshop.policy), release.tally)
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
        "base": _base(summary, release, words),
        "quotes": [shorten(text, LONGEST, placeholder=" …") for text in room.texts.get(question.id, ())],
    }


def _base(summary: Summary, release: Release, words: Wording) -> str:
    parts = [words.t("{answered} of {asked} answered", answered=summary.answered, asked=summary.asked)]
    if not release.final:
        parts.append(words.t("more are counted later"))
    match summary.figures:
        case RankingFigures():
            parts.append(words.t("Points: places below, averaged over all who ranked"))
        case AllocationFigures(total=total):
            parts.append(words.t("Mean of {total}", total=total))
        case _:
            pass
    return " · ".join(parts)


def _paired(workshop: Workshop, results: list[Json]) -> list[Json]:
    """Two rounds of one question know of each other where both are shown."""
    shown = {result["id"]: result for result in results}
    for ballot in workshop.ballots:
        if ballot.of in shown and ballot.id in shown:
            shown[ballot.of] |= {"round": 1, "pairs": ballot.id}
            shown[ballot.id] |= {"round": 2, "pairs": ballot.of}
    return results


def _tables(room: _Room) -> list[Json]:
    """What note-takers handed in for their tables: counted apart, shown at the close."""
    if room.workshop.phase is not Phase.CLOSED:
        return []
    asked = {slot.id: room.everything.question(name) for name, slot in room.workshop.at_tables.items()}
    worded = (question.model_copy(update={"id": slot}) for slot, question in asked.items())
    return [_result(room, question) for question in worded if question.id in room.releases]


def _digest(state: Json) -> str:
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:16]
