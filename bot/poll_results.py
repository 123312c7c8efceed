"""One result as picture and words, for a facilitator, a group or everybody; must not know how it travels, or anything unreleased."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Self

from bot import ballot_pages
from bot.charts import chart
from bot.messages import Keyboard, Message
from bot.pictures import drawn
from bot.render import parts
from bot.results import Finding, chart_words, finding_text, findings
from bot.sending import Parcel, Same
from bot.wording import Wording
from storage.database import Unit
from storage.values import Sendout, Workshop


@dataclass(frozen=True)
class Result:
    """What may be shown of one question, read in one transaction, and where it can go from here."""

    workshop: Workshop
    finding: Finding | None
    grouped: bool = False
    on_screen: bool = False

    @classmethod
    def read(cls, unit: Unit, workshop_id: str, question_id: str, words: Wording) -> Self:
        """The latest release of the question, beside the round before it."""
        workshop = unit.workshops.get(workshop_id)
        found = (f for f in findings(unit, workshop, words) if f.question.id == question_id and f.summary is not None)
        on_screen = question_id in unit.stage.get(workshop_id).revealed
        return cls(workshop, next(found, None), unit.staff.group_of(workshop_id) is not None, on_screen)

    def keys(self, words: Wording) -> Keyboard:
        """What its facilitator can do with it."""
        if self.finding is None:
            return ()
        return ballot_pages.result_keys(
            self.workshop, self.finding, words, grouped=self.grouped, on_screen=self.on_screen
        )


def result_messages(result: Result, words: Wording, keyboard: Keyboard = ()) -> tuple[Message, ...]:
    """The picture, then the words with the buttons; nothing where nothing is released."""
    finding = result.finding
    if finding is None or finding.summary is None:
        return ()
    texts = parts(finding_text(finding, words))
    messages = tuple(Message(text, keyboard if text == texts[-1] else ()) for text in texts)
    if finding.summary.type == "text":
        return messages
    look = chart_words(words, result.workshop.title, finding.note)
    return (Message("", photo=chart(drawn(finding, words), look, format="png")), *messages)


def _read(unit: Unit, sendout: Sendout, words: Wording) -> Result:
    return Result.read(unit, sendout.workshop_id, str(sendout.body.get("question")), words)


def _for_everyone(result: Result, words: Wording) -> Parcel:
    head = Message(f"<b>{words.t('A result from {title}', title=escape(result.workshop.title))}</b>")
    messages = result_messages(result, words)
    return (head, *messages) if messages else ()


FOR_EVERYONE = Same(_read, _for_everyone)
"""A result that a facilitator sends to everybody: drawn once a language, uploaded once."""
