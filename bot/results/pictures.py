"""Summaries and join cards as messages with pictures; runs in a worker thread; must not read storage while it draws."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Self

from bot.desk import start_link
from bot.messages import Key, Keyboard, Message
from bot.results.charting.cards import CardWords, join_card
from bot.results.charts import Rounds, Together, board
from bot.results.comparing import attendance
from bot.results.findings import Finding, chart_words, coverage, covered, findings, summary_text
from bot.results.panel_ranking import panel_said
from bot.results.tables import tables_said
from bot.results.together.batteries import together, together_said
from bot.results.unread import reading_said
from bot.telegram.render import parts
from bot.wording import Wording
from flows.counting.summary import Summary
from storage.database import Unit
from storage.values import Workshop

PAGES = 4
"""Pictures in a row that a chat can bear; more pages come as one PDF."""
TEXTS = 3
"""Messages of text in a row; longer summaries are in the pictures and the export."""


@dataclass(frozen=True)
class Results:
    """What may be shown of a workshop, read in one transaction.

    `beside`: who came of those expected, the batteries, what the round tables said, the questions to the panel, and how much is
    still being read, as HTML; `reading`: the last. `together`: questions in a row on one scale, sorted.
    """

    workshop: Workshop
    found: tuple[Finding, ...]
    note: str
    beside: str = ""
    reading: str = ""
    together: tuple[Together, ...] = ()

    @classmethod
    def read(cls, unit: Unit, workshop_id: str, words: Wording) -> Self:
        """The latest releases of all questions."""
        workshop = unit.workshops.get(workshop_id)
        note = coverage(workshop, covered(unit, workshop), words)
        reading = reading_said(unit, workshop, words)
        found = findings(unit, workshop, words)
        side_by_side = together_said(unit, workshop, found, words)
        beside = side_by_side, tables_said(unit, workshop, words), panel_said(unit, workshop, words), reading
        came = " ".join(one for one in attendance(unit, workshop, words) if one)
        head = f"<b>{escape(words.t('Who is expected'))}</b>\n{escape(came)}" if came else ""
        said = "\n\n".join(said for said in (head, *beside) if said)
        return cls(workshop, found, note, said, reading, together(unit, workshop, found, words))


def drawn(finding: Finding, words: Wording) -> Summary | Rounds:
    """What is drawn of a finding: the room's answers, beside those of the round before. Raises ValueError without a release."""
    if finding.summary is None:
        raise ValueError("nothing is released")
    if finding.first is None:
        return finding.summary
    before, now = words.t("First round"), words.t("Second round")
    if finding.number > 2:
        before, now = (words.t("Round {number}", number=number) for number in (finding.number - 1, finding.number))
    return Rounds(finding.first, finding.summary, before, now, finding.room)


def summary_messages(results: Results, words: Wording, heading: str = "", keyboard: Keyboard = ()) -> list[Message]:
    """Pictures first (people would rather look than read), then the figures as text, with the keyboard under the last one.

    Without a release: only what is missing.
    """
    summaries: list[Summary | Rounds | Together] = [*results.together]
    summaries += [drawn(f, words) for f in results.found if f.summary is not None and f.summary.type != "text"]
    said = summary_text(results.workshop, results.found, words)
    texts = parts(heading + (f"{said}\n\n{results.beside}" if results.beside else said))
    messages: list[Message] = []
    if summaries:
        look = chart_words(words, results.workshop.title, results.note)
        pages = board(summaries, look, format="png")
        if len(pages) <= PAGES:
            messages = [Message("", photo=page) for page in pages]
        else:
            (document,) = board(summaries, look, format="pdf")
            caption = words.n("{count} page of charts.", "{count} pages of charts.", len(pages))
            messages = [
                Message("", photo=pages[0]),
                Message(caption, document=(f"{results.workshop.code}.pdf", document)),
            ]
    shown = texts if len(texts) <= TEXTS or not summaries else texts[:1]
    return [*messages, *(Message(text) for text in shown[:-1]), Message(shown[-1], keyboard)]


def join_card_of(workshop: Workshop, bot_username: str, words: Wording) -> Message:
    """The QR code as a picture; link and join code in its caption."""
    t = words.t
    link = start_link(bot_username, workshop.code)
    card = CardWords(
        scan=t("Scan with your phone’s camera"),
        type=t("or send this code to @{name}", name=bot_username),
        language=words.language,
    )
    picture = join_card(workshop.title, link, workshop.code, card, format="png")
    caption = f"<b>{escape(workshop.title)}</b>\n{escape(link)}\n" + t(
        "Join code: {code}", code=f"<code>{workshop.code}</code>"
    )
    return Message(caption, ((Key(t("Join"), url=link), Key(t("Copy the code"), copy=workshop.code)),), photo=picture)
