"""One result as picture and words, for a facilitator, a group or everybody; must not know how it travels, or anything unreleased."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Self

from bot.messages import Keyboard, Message
from bot.parcels import Parcel, Same
from bot.polls import pages
from bot.results.charts import chart
from bot.results.findings import Finding, chart_words, finding_text, findings
from bot.results.pictures import drawn
from bot.telegram.render import parts
from bot.wording import Wording
from storage.database import Unit
from storage.values import Sendout, Workshop

CAPTION = 1000
"""UTF-16 units of a caption with its tags: Telegram takes 1,024 without them."""


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
        return pages.result_keys(self.workshop, self.finding, words, grouped=self.grouped, on_screen=self.on_screen)


def result_messages(result: Result, words: Wording, keyboard: Keyboard = (), heading: str = "") -> tuple[Message, ...]:
    """The picture with the words and the buttons below it, in one message where they fit; nothing where nothing is released."""
    finding = result.finding
    if finding is None or finding.summary is None:
        return ()
    text = heading + finding_text(finding, words)
    texts = parts(text)
    messages = tuple(Message(page, keyboard if page == texts[-1] else ()) for page in texts)
    if finding.summary.type == "text":
        return messages
    look = chart_words(words, result.workshop.title, finding.note)
    picture = chart(drawn(finding, words), look, format="png")
    if len(text.encode("utf-16-le")) // 2 <= CAPTION:
        return (Message(text, keyboard, photo=picture),)
    return (Message("", photo=picture), *messages)


def _read(unit: Unit, sendout: Sendout, words: Wording) -> Result:
    return Result.read(unit, sendout.workshop_id, str(sendout.body.get("question")), words)


def _for_everyone(result: Result, words: Wording) -> Parcel:
    title = words.t("A result from {title}", title=escape(result.workshop.title))
    return result_messages(result, words, heading=f"<b>{title}</b>\n\n")


FOR_EVERYONE = Same(_read, _for_everyone)
"""A result that a facilitator sends to everybody: drawn once a language, uploaded once."""
