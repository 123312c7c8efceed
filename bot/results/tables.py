"""Round tables in words: who writes for which table, and what the tables said; must not know chats, or who sits where.

A table is one voice however many sit at it. What tables said stands apart from what people said, and comes at the close.
"""

from __future__ import annotations

from bot.results.findings import Finding, finding_text, with_texts
from bot.results.rules import nothing_at_all
from bot.wording import Wording
from flows.counting.coarse import shown_as
from flows.counting.summary import summarise
from flows.definition.localise import localise
from storage.database import Unit
from storage.values import ChatState, Phase, Workshop


def heading(chat: ChatState, words: Wording) -> str:
    """Above every question that somebody answers for a table: "Table 3, for 6 people"; nothing for everybody else."""
    if not chat.table:
        return ""
    return "✍️ <i>" + words.t("Table {number}, for {seats} people", number=chat.table, seats=chat.seats) + "</i>\n"


def tables_line(unit: Unit, workshop: Workshop, words: Wording) -> str:
    """How many tables have somebody who takes notes, for the board; nothing where there are none."""
    seats = unit.tables.all(workshop.id) if workshop.tables and workshop.paced else {}
    if not seats:
        return ""
    people = words.n("{count} person", "{count} people", sum(seats.values()))
    return words.n("{count} round table with a note-taker ({people})",
                   "{count} round tables with a note-taker ({people})", len(seats), people=people)  # fmt: skip


def tables_said(unit: Unit, workshop: Workshop, words: Wording) -> str:
    """What the round tables answered, as HTML blocks; nothing before the close, or where there were none."""
    if not workshop.tables or workshop.phase is not Phase.CLOSED:
        return ""
    found = table_findings(unit, workshop, words)
    head = "<b>" + words.t("The round tables") + "</b>\n"
    if not found:
        few = words.t("Fewer than {k} tables answered, so nothing of them is shown.", k=workshop.policy.k)
        return f"{head}<i>{nothing_at_all(workshop, few, words)}</i>"
    apart = words.t("Counted apart from single people; each table is one voice, however many sat at it.")
    return "\n\n".join([f"{head}<i>{apart}</i>", *(finding_text(finding, words) for finding in found)])


def table_findings(unit: Unit, workshop: Workshop, words: Wording) -> list[Finding]:
    """The last word of the tables on each question, under the flow's own wording in this language; nothing before the close."""
    if not workshop.tables or workshop.phase is not Phase.CLOSED:
        return []
    finals, found = unit.answers.finals(workshop.id), []
    for question in localise(workshop.flow, words.language).questions:
        slot = workshop.slot(question.id, table=True)
        if slot in finals:
            shown, release = shown_as(question.model_copy(update={"id": slot}), workshop.policy), finals[slot]
            note = words.n("{count} table counted.", "{count} tables counted.", release.n)
            found.append(with_texts(unit, workshop, Finding(shown, summarise(shown, release.tally), note), words))
    return found
