"""How far what people wrote is read, as everybody is told it; must not know whose it is, or who reads it.

A text is at the desk once its question has the rule's k authors. That "9 open answers are being read" is a number of texts of a
release: it says nothing of anybody. Why one is not shown is not told: whether it was hidden, came too late, is only for themes
or only to be counted is a matter between its author and the desk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.wording import Wording
from flows.definition.flow import TextQuestion
from storage.answers.texts import Text, quotable, read_until
from storage.answers.texts import unread as still_unread
from storage.closing.reading import told
from storage.database import Unit
from storage.values import BallotKind, Phase, SendoutState, Workshop


@dataclass(frozen=True)
class Unread:
    """How many nobody has read, by the id of what they answer; `rounds`: those ids that are rounds of questions to the panel.

    `follows`: everybody will be told, once all is read, what was approved.
    """

    counts: Mapping[str, int]
    rounds: frozenset[str]
    follows: bool = False

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
    counts = {name: n for name, n in found.items() if name in rounds or has_authors(unit, workshop, name)}
    return Unread(counts, rounds, bool(counts) and told(unit, workshop.id) is SendoutState.DRAFT)


def on_the_board(unit: Unit, workshop: Workshop) -> Unread:
    """The same for the board, which asks at every change: nothing is looked up where no text can have been released."""
    asks = any(isinstance(ballot.question, TextQuestion) for ballot in workshop.ballots)
    may_be = workshop.phase is Phase.CLOSED or workshop.paced or asks
    return unread(unit, workshop) if may_be else Unread({}, frozenset())


def has_authors(unit: Unit, workshop: Workshop, question_id: str) -> bool:
    """Whether enough people have written for anybody to read it: who knows the others' style knows whose a text is."""
    release = unit.answers.latest(workshop.id, question_id)
    return release is not None and release.tally.answered >= workshop.policy.k


def reading_of(texts: Sequence[Text], written: int, k: int, words: Wording) -> str:
    """What the result of one question says of its texts, once it has its last word; "" where some are shown and all are read.

    `written`: how many people wrote something, of which `texts` are those that may be read.
    """
    left = still_unread(texts)
    if 0 < written < k:
        return words.t("Fewer than {k} people wrote something, so none of it is shown.", k=k)
    if left == written:
        return (
            words.n("{count} open answer is being read.", "{count} open answers are being read.", left) if left else ""
        )
    if left:
        return words.n(
            "{count} open answer is being read; the others are read, or may only be counted.",
            "{count} open answers are being read; the others are read, or may only be counted.",
            left,
        )
    return "" if quotable(texts) else none_shown(words)


def none_shown(words: Wording) -> str:
    """Said of a question once all of it is read and nobody is shown any of it."""
    return words.t("None of these answers is shown: they may not be quoted, or were not approved.")


def reading_said(unit: Unit, workshop: Workshop, words: Wording) -> str:
    """Below the result of a whole workshop, as HTML: questions to the panel that are being read, and until when all of it is."""
    found, day = unread(unit, workshop), read_until(workshop)
    lines = []
    if found.questions:
        lines.append(words.n("{count} question to the panel is being read.",
                             "{count} questions to the panel are being read.", found.questions))  # fmt: skip
    if found.follows and day is not None:
        lines.append(
            words.t("When all is read, or on {day}, everybody is told what of it is shown.", day=words.day(day))
        )
    return "\n".join(f"<i>{line}</i>" for line in lines)
