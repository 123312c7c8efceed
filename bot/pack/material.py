"""What a workbook and a pack are made from, read in one transaction; must not know files, or how anything looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from bot.across.reading import in_report
from bot.report.gathering import gather, room_language
from bot.report.values import Report
from bot.results.findings import Finding, findings
from bot.results.panel_ranking import PanelView, panel_view
from bot.results.tables import table_findings
from bot.wording import Wording, languages, reads_right_to_left
from flows.counting.segments import SegmentTable
from flows.definition.localise import localise
from storage.answers.told import Sorted
from storage.database import Unit
from storage.export.books import ExportBook
from storage.values import Workshop


@dataclass(frozen=True)
class Results:
    """A closed workshop in one language, as the room read it. `report`: the same, to be passed on.

    `themes`: open question -> its answers by theme, as the room may see them; `groups`: question -> its table by group.
    """

    workshop: Workshop
    language: str
    report: Report
    found: tuple[Finding, ...]
    at_tables: tuple[Finding, ...] = ()
    panel: PanelView | None = None
    themes: Mapping[str, Sorted] = field(default_factory=dict)
    groups: Mapping[str, SegmentTable] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        unit: Unit,
        workshop: Workshop,
        themes: Mapping[str, Sorted],
        groups: Mapping[str, SegmentTable],
        language: str,
        who: int | None = None,
    ) -> Self:
        """From what is released. `themes`: as the room may see them; `who`: a member of staff who asks, None the operator."""
        words = Wording(language)
        found, at_tables = findings(unit, workshop, words), tuple(table_findings(unit, workshop, words))
        enough = {f.question.id for f in found if f.summary is not None and f.summary.answered >= workshop.policy.k}
        shown = {name: one for name, one in themes.items() if name in enough}
        report = gather(unit, workshop.id, language, in_report(unit, workshop.id, language, who))
        return cls(workshop, language, report, found, at_tables, panel_view(unit, workshop, words), shown, groups)

    @property
    def words(self) -> Wording:
        """The words around the numbers."""
        return Wording(self.language)

    @property
    def right_to_left(self) -> bool:
        """Whether the questions are read from the right."""
        flow = localise(self.workshop.flow, self.language)
        return reads_right_to_left(flow.questions[0].text)


@dataclass(frozen=True)
class Material:
    """What files are made from: the results in words, and the book of sheets with the same numbers.

    `told`: the same book with its sentences and headings in the language of the results, for whoever reads and does not compute.
    """

    results: Results
    book: ExportBook
    told: ExportBook

    @property
    def workshop(self) -> Workshop:
        """The one that they are of."""
        return self.results.workshop

    @property
    def words(self) -> Wording:
        """The words around the numbers."""
        return self.results.words


def file_languages(workshop: Workshop) -> tuple[str, ...]:
    """In which languages there can be files: those that are spoken here, the room's own first."""
    return tuple(dict.fromkeys((room_language(workshop), *languages())))
