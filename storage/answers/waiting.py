"""A waiting answer as ciphertext: what travels sealed with it, and how long it looks; must not know tables or releases.

Beside the answer are sealed its receipt tag and, where results are compared by group, the segment of its author: so
counting needs no name, and nothing joins a person's answers. Everybody who hands in has a row for every question of the flow;
one that they were not asked is a `Blank` of the same length, so that no look at the rows tells what anybody was asked.
"""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from flows.counting.segments import UNKNOWN
from flows.definition.flow import (
    Question,
)
from flows.dialogue.answers import Answer, Chosen, answer_from_json, answer_to_json
from storage.keys.lengths import is_grouped, room
from storage.keys.sealing import TAG_BYTES, Seal, Unreadable
from storage.values import Workshop


class Blank(StrEnum):
    """What stands in a row without an answer. UNASKED: dropped when counted; DUE: was asked, and counts as "no answer" at the close."""

    UNASKED = "unasked"
    DUE = "due"


@dataclass(frozen=True)
class Waiting:
    """One waiting answer, opened. `segment`: an option of the segment question, or `UNKNOWN`."""

    token: bytes
    tag: bytes
    answer: Answer | Blank = field(repr=False)
    segment: str = field(default=UNKNOWN, repr=False)


def segment_in(answer: Answer | Blank) -> str:
    """The segment that an answer to the segment question gives; skipping it gives none."""
    return answer.option if isinstance(answer, Chosen) else UNKNOWN


def left_token(seal: Seal, question_id: str, user_id: int) -> bytes:
    """The token of the row that somebody leaves behind; no question has such an id."""
    return seal.answer(f"left:{question_id}", user_id)


def left_by(workshop: Workshop, question: Question, held: Waiting | None, spent: AbstractSet[str]) -> Answer | Blank:
    """What stays of somebody's row for a question that is not counted, when they leave and others of theirs (`spent`) are.

    In a led room the close knows which questions were asked; elsewhere everybody is asked all of them. The answer that names
    their group stays where groups are compared: what is counted was counted in it.
    """
    if question.shown_if is not None:
        was_asked = held is not None and held.answer is not Blank.UNASKED
        return Blank.DUE if was_asked and question.shown_if.question in spent else Blank.UNASKED
    names_the_group = workshop.policy.k_seg is not None and question.id == workshop.flow.segment_by
    if names_the_group and held is not None and not isinstance(held.answer, Blank):
        return held.answer
    return Blank.UNASKED if workshop.paced else Blank.DUE


def seal_waiting(seal: Seal, workshop: Workshop, question: Question, waiting: Waiting) -> bytes:
    """A waiting answer as ciphertext; all answers to a closed question have one length, whoever gave them."""
    return seal.close(
        "pending", waiting.token, waiting.tag + _data(workshop, question, waiting), room(workshop, question)
    )


def open_waiting(seal: Seal, token: bytes, blob: bytes) -> Waiting:
    """What `seal_waiting` was given. Raises Unreadable."""
    data = seal.open("pending", token, blob)
    answer, segment = _read(data[TAG_BYTES:])
    return Waiting(token, data[:TAG_BYTES], answer, segment)


def opened(seal: Seal, token: bytes, blob: bytes) -> Waiting | None:
    """As `open_waiting`; None for damaged bytes: one unreadable answer must not stop everyone else's close."""
    try:
        return open_waiting(seal, token, blob)
    except Unreadable:
        return None


def seal_counted(seal: Seal, workshop: Workshop, question: Question, row_id: str, waiting: Waiting) -> bytes:
    """Segment and answer of somebody who was counted, without token and tag: kept until the close for the table."""
    return seal.close("segment", row_id.encode(), _data(workshop, question, waiting), room(workshop, question))


def open_counted(seal: Seal, row_id: str, blob: bytes) -> tuple[Answer | Blank, str]:
    """Answer and segment that `seal_counted` was given. Raises Unreadable."""
    return _read(seal.open("segment", row_id.encode(), blob))


def _data(workshop: Workshop, question: Question, waiting: Waiting) -> bytes:
    data = (
        {"k": waiting.answer.value, "v": None} if isinstance(waiting.answer, Blank) else answer_to_json(waiting.answer)
    )
    if is_grouped(workshop, question):
        data |= {"s": waiting.segment}
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()


def _read(data: bytes) -> tuple[Answer | Blank, str]:
    found = json.loads(data)
    blank = found["k"] in tuple(Blank)
    return Blank(found["k"]) if blank else answer_from_json(found), found.get("s", UNKNOWN)
