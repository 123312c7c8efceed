"""What lies at the desk: how many released texts nobody has read yet; must not know the texts, or who reads them.

A text is there once its question has the rule's k authors. That "9 open answers are being read" is a number of texts of a
release: it says nothing of anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.wording import Wording
from storage.database import Unit
from storage.values import BallotKind, Phase, Workshop


@dataclass(frozen=True)
class Unread:
    """How many, by the id of what they answer; `rounds`: those ids that are rounds of questions to the panel."""

    counts: Mapping[str, int]
    rounds: frozenset[str]

    @property
    def answers(self) -> int:
        """Open answers."""
        return sum(count for name, count in self.counts.items() if name not in self.rounds)

    @property
    def questions(self) -> int:
        """Questions to the panel."""
        return sum(count for name, count in self.counts.items() if name in self.rounds)


def unread(unit: Unit, workshop: Workshop) -> Unread:
    """What nobody has read yet."""
    rounds = frozenset(ballot.id for ballot in workshop.ballots if ballot.kind is BallotKind.ASK)
    found = unit.texts.unread(workshop.id)
    return Unread({name: n for name, n in found.items() if name in rounds or has_authors(unit, workshop, name)}, rounds)


def on_the_board(unit: Unit, workshop: Workshop) -> Unread:
    """The same for the board, which asks at every change: nothing is looked up where no text can have been released."""
    asks = any(ballot.kind is BallotKind.ASK for ballot in workshop.ballots)
    may_be = workshop.phase is Phase.CLOSED or workshop.paced or asks
    return unread(unit, workshop) if may_be else Unread({}, frozenset())


def has_authors(unit: Unit, workshop: Workshop, question_id: str) -> bool:
    """Whether enough people have written for anybody to read it: who knows the others' style knows whose a text is."""
    release = unit.answers.latest(workshop.id, question_id)
    return release is not None and release.tally.answered >= workshop.policy.k


def being_read(count: int, words: Wording) -> str:
    """What a result says while its texts are read; "" when all are."""
    if not count:
        return ""
    return words.n("{count} open answer is being read.", "{count} open answers are being read.", count)


def reading_said(unit: Unit, workshop: Workshop, words: Wording) -> str:
    """The same of a whole workshop, below its result, as HTML."""
    found = unread(unit, workshop)
    lines = [being_read(found.answers, words)]
    if found.questions:
        lines.append(words.n("{count} question to the panel is being read.",
                             "{count} questions to the panel are being read.", found.questions))  # fmt: skip
    return "\n".join(f"<i>{line}</i>" for line in lines if line)
