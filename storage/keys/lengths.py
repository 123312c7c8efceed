"""How long sealed answers look, and how far somebody is: the same for whatever anybody answers; must not know tables or keys.

A length that follows from an answer is an answer: of no row may it be told what was given, what was asked, or how far who is.
"""

from __future__ import annotations

from flows.counting.segments import is_tabulated, segment_question
from flows.definition.flow import (
    AllocationQuestion,
    MultiQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
)
from storage.keys.sealing import TAG_BYTES
from storage.values import Workshop

TEXT_SIZE = 4096
"""Open texts, skipping one, and never having been asked for one are padded to this: the longest text fits, so all look alike."""


ROOM_FOR_TAPS = 1536
"""Bytes of `_REST` for what is tapped of polls and is no answer yet, 90 options by their places with points in a third of them."""

_FRAME, _REST = 16, 3584
"""Bytes around an answer or an option in the JSON of a dialogue, and what else is in it: where somebody stands, marks, polls.

`ROOM_FOR_TAPS` of them are for what is tapped and is no answer yet.
"""


MOST_BESIDE = 50
"""Polls, votes and rounds of which it is known where they stand on a phone, the newest ones: 27 bytes each, so that they fit `_REST`.

Of an older one everything but that is known: a tap on it counts as before.
"""


def is_grouped(workshop: Workshop, question: Question) -> bool:
    """Whether the question will have a table by group, so that its answers carry a segment."""
    is_own = any(question.id == own.id for own in workshop.flow.questions)  # not a round table's, not a ballot's
    return workshop.policy.k_seg is not None and is_own and is_tabulated(workshop.flow, question)


def room(workshop: Workshop, question: Question) -> int:
    """Bytes that hold any answer to a closed question, so that the length of a ciphertext tells none of them apart."""
    frame = TAG_BYTES + len('{"k":"skipped","v":null}') + 8 + _room_of_segment(workshop, question)
    match question:
        case TextQuestion():
            return TEXT_SIZE
        case SingleQuestion() | ScaleQuestion() | StanceQuestion():
            return frame + max(len(option.id) for option in question.options)
        case MultiQuestion() | RankingQuestion():
            return frame + sum(len(option.id) + 3 for option in question.options)
        case AllocationQuestion():
            return frame + sum(len(option.id) + len(str(question.total)) + 6 for option in question.options)


def room_for_progress(workshop: Workshop) -> int:
    """Bytes that hold whatever anybody in this workshop can be about to hand in, so that no row grows with what was answered.

    Words that wait for a tap, a question to the panel that is being written, and at one's own pace all answers until they are
    submitted. The same for everybody, from joining on.
    """
    unsent = () if workshop.paced else workshop.flow.questions
    answers = sum(len(question.id) + _FRAME + room(workshop, question) for question in unsent)
    return (
        _REST
        + 2 * TEXT_SIZE
        + max((_room_of_draft(question) for question in workshop.flow.questions), default=0)
        + answers
    )


def _room_of_draft(question: Question) -> int:
    if isinstance(question, MultiQuestion | RankingQuestion | AllocationQuestion):
        return sum(len(option.id) + _FRAME for option in question.options)
    return 0


def _room_of_segment(workshop: Workshop, question: Question) -> int:
    segments = segment_question(workshop.flow)
    if segments is None or not is_grouped(workshop, question):
        return 0
    return len(',"s":""') + max(len(option.id) for option in segments.options)
