"""Gathers a report in one transaction, from what may be shown of a closed workshop; must not know chats, or how a page looks.

Every number comes from `findings` and its neighbours, as the closed summary has them: there is no second path to a number here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from bot.across.reading import Compared
from bot.owing.handing import NotClosed, StillClosing
from bot.report.glance import at_a_glance
from bot.report.method import days_of, method_of
from bot.report.sentences import sentences_of
from bot.report.theming import quoted, theme_sentences
from bot.report.values import Came, Item, Kind, Panel, PanelLine, People, Report, Sentence, Withheld
from bot.results.charting.together import Together
from bot.results.comparing import expected_of, group_name, shared, who_came, who_is_missing
from bot.results.findings import Finding, coverage, covered, findings, full_name
from bot.results.headlines import base_of
from bot.results.panel_ranking import PanelItem, panel_view
from bot.results.pictures import drawn
from bot.results.rounds import compared
from bot.results.rules import nothing_at_all
from bot.results.tables import table_findings
from bot.results.together.batteries import together
from bot.shelf.looks import only_if
from bot.wording import Wording, inner, nearest
from bot.wording import together as isolated
from flows.counting.segments import Gap, SegmentTable, segment_question, widest_gap
from flows.counting.summary import ScaleFigures, Summary, TextFigures
from flows.definition.flow import AllocationQuestion, Question, RankingQuestion, options_of
from flows.definition.localise import localise
from storage.answers.told import Sorted
from storage.database import Unit
from storage.export.rounds import in_rounds
from storage.values import Phase, Workshop

LISTED = 10
"""So many questions to the panel are listed; all are in the export."""


def gather(unit: Unit, workshop_id: str, language: str, beside: Compared | None = None) -> Report:
    """The report of a closed workshop, `beside` as `bot.across.reading.in_report` gives it.

    Raises NotClosed or StillClosing, and LookupError for a deleted one.
    """
    workshop = unit.workshops.get(workshop_id)
    if workshop.phase is not Phase.CLOSED or workshop.closed_on is None:
        raise NotClosed(workshop.code)
    if workshop.closing:
        raise StillClosing(workshop.code)
    words = Wording(nearest(language))
    gathering = _Gathering(unit, workshop, words)
    items, tables = gathering.items(), gathering.tables()
    return Report(
        title=workshop.title,
        code=workshop.code,
        language=words.language,
        day=workshop.closed_on,
        days=days_of(workshop, words),
        who=workshop.controller,
        contact=workshop.contact,
        people=gathering.people(),
        note=coverage(workshop, covered(unit, workshop), words),
        method=method_of(workshop, words),
        glance=at_a_glance(tuple(i for i in items if i.id != workshop.flow.segment_by), words, gathering.widest()),
        items=gathering.with_together(items),
        tables=tables,
        panel=_panel(unit, workshop, words),
        beside=beside,
        told_of=workshop.worded_by,
        withheld=tuple(gathering.withheld((*items, *tables))),
    )


def room_language(workshop: Workshop) -> str:
    """The language in which a room was asked, or the nearest one that is spoken here: that of a report unless another is chosen."""
    return nearest(workshop.flow.language)


def _panel(unit: Unit, workshop: Workshop, words: Wording) -> Panel | None:
    view = panel_view(unit, workshop, words)
    if view is None or not view.items:
        return None
    lines = (PanelLine(i.number, i.text, i.speaker, i.votes, i.answered) for i in _ranked(view.items)[:LISTED])
    return Panel(tuple(lines), view.base, max(0, len(view.items) - LISTED))


def _ranked(items: tuple[PanelItem, ...]) -> list[PanelItem]:
    """By votes, whether answered or not: the ranking stays what it was when the panel spoke. Outside the vote as on the wall."""
    return sorted(items, key=lambda item: -(item.votes if item.votes is not None else -1))


def _within(item: Item) -> Item:
    """As it stands below the picture of several: a line has all levels of its scale, and with them the answers that are not on it."""
    is_scale = isinstance(item.drawn, Summary) and isinstance(item.drawn.figures, ScaleFigures)
    said = tuple(one for one in item.sentences if not (is_scale and one.kind is Kind.MORE))
    return replace(item, within=True, sentences=said)


class _Gathering:
    """One report being gathered."""

    def __init__(self, unit: Unit, workshop: Workshop, words: Wording) -> None:
        self.unit, self.workshop, self.words = unit, workshop, words
        self.flow = localise(workshop.flow, words.language)
        self.segments: Mapping[str, SegmentTable] = unit.answers.segments(workshop.id)
        self.numbers = {question.id: at for at, question in enumerate(in_rounds(workshop).questions, 1)}
        self._found: tuple[Finding, ...] = findings(unit, workshop, words)

    def people(self) -> People:
        """Who came, against who was expected.

        A sentence about a group may be passed on alone, so a small one has no number in it; here the question's own result stands a
        page further with that very number, so what would be withheld is said to stand there instead.
        """
        unit, workshop = self.unit, self.workshop
        groups = tuple(one for one in expected_of(unit, workshop, self.words) if one.least is not None)
        segments = segment_question(self.flow)
        number = self.numbers[segments.id] if segments is not None else 0
        came, missing = who_came(groups, self.words, number), who_is_missing(groups, self.words)
        return People(
            workshop.joined,
            workshop.submitted,
            covered(unit, workshop),
            sum(unit.expected.of(workshop.id).values()) or None if segments is not None else None,
            tuple(Came(one.label, one.expected, one.exact) for one in groups),
            number,
            tuple(one for one in (f"{came}." if came else "", missing) if one),
            missing,
        )

    def items(self) -> tuple[Item, ...]:
        """The questions and polls, each round after the one before it."""
        return tuple(self._item(found) for found in self._found)

    def with_together(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """The same, and before the first question of a battery all of it in one picture, which its questions then do without."""
        whole: dict[str, Item] = {}
        within: set[str] = set()
        for one in together(self.unit, self.workshop, self._found, self.words):
            names = {item.summary.question_id for item in one.items}
            first = next(item for item in items if item.id in names)
            whole[first.id] = self._together(first, one)
            within |= {item.summary.question_id for end in one.ends for item in end}
        told = (_within(item) if item.id in within and isinstance(item.drawn, Summary) else item for item in items)
        return tuple(one for item in told for one in (whole.get(item.id), item) if one is not None)

    def _together(self, first: Item, one: Together) -> Item:
        ends = ((Kind.MAIN, one.items[0]), (Kind.MORE, one.items[-1]))
        said = (
            Sentence(
                item.summary.question_id,
                kind,
                item.summary.answered,
                f"{isolated(item.summary.short or item.summary.text)}: {item.said}.",
            )
            for kind, item in ends
        )
        return Item(one.id, first.number, one.title, one.note, tuple(said), one)

    def tables(self) -> tuple[Item, ...]:
        """What round tables answered: each is one voice."""
        return tuple(self._item(found) for found in table_findings(self.unit, self.workshop, self.words))

    def _item(self, found: Finding) -> Item:
        question, summary = found.question, found.summary
        heading = " · ".join(
            filter(None, (question.text, full_name(found, self.words).removeprefix(question.name).strip(" ·")))
        )
        if summary is None:
            return Item(question.id, self.numbers[question.id], heading, "", (), note=found.note)
        is_text = isinstance(summary.figures, TextFigures)
        seen = self.unit.themes.seen(self.workshop, question.id) if is_text else Sorted()
        return Item(
            question.id,
            self.numbers[question.id],
            heading,
            f"{base_of(summary, found.room, self.words)}." + (f" {found.note}" if found.room else ""),
            (
                *sentences_of(summary, self.words),
                *theme_sentences(question.id, seen, self.words),
                *self._beside(found),
            ),
            None if is_text else drawn(found, self.words),
            quoted(found, seen, self.words) if is_text else (),
            found.reading,
            tuple((one.short, one.label) for one in options_of(question) if one.short),
        )

    def _beside(self, found: Finding) -> Iterator[Sentence]:
        """The round before, the groups, and of whom it was asked."""
        summary, question = found.summary, found.question
        if summary is None:
            return
        if found.first is not None:
            yield Sentence(question.id, Kind.ROUNDS, summary.answered, compared(found.first, summary, self.words))
        table = self.segments.get(question.id)
        gap = widest_gap(table) if table is not None else None
        if table is not None and gap is not None:
            most = self.words.t("Groups differ most here: {said}", said=self._apart(question, gap))
            said = " ".join(filter(None, (shared(question, table, self.words), most)))
            yield Sentence(f"{question.id}.{gap.option}", Kind.GROUPS, gap.high.answered + gap.low.answered, said)
        asked = next((one for one in self.flow.questions if one.id == question.id), None)
        if asked is not None and asked.shown_if is not None:
            condition = only_if(asked.shown_if, self.flow, self.words)
            said = self.words.n("{condition}. {count} person was asked.", "{condition}. {count} people were asked.",
                                summary.asked, condition=condition)  # fmt: skip
            yield Sentence(question.id, Kind.ASKED, summary.asked, said)

    # --- across, and what is missing

    def widest(self) -> Sentence | None:
        """Where two groups are furthest apart of all; None where nothing is compared, or several are level."""
        gaps = [
            (gap.width, name, gap) for name, table in self.segments.items() if (gap := widest_gap(table)) is not None
        ]
        best = max((width for width, _, _ in gaps), default=Fraction(0))
        mine = [(name, gap) for width, name, gap in gaps if width == best]
        if len(mine) != 1:
            return None
        ((name, gap),) = mine
        found = next((one for one in self._found if one.question.id == name), None)
        if found is None:
            return None
        said = self.words.t("Groups differ most on “{question}”: {said}", question=inner(found.question.text),
                            said=self._apart(found.question, gap))  # fmt: skip
        return Sentence(f"{name}.{gap.option}", Kind.GROUPS, gap.high.answered + gap.low.answered, said)

    def _apart(self, question: Question, gap: Gap) -> str:
        """The option where two groups are furthest apart, with how many of each chose it."""
        t, labels = self.words.t, {option.id: option.name for option in options_of(question)}
        high, low = (
            t("{count} of {n} ({group})", count=one.counts[gap.option], n=one.answered,
              group=group_name(self.flow, one, self.words))
            for one in (gap.high, gap.low)
        )  # fmt: skip
        about = {"option": inner(labels[gap.option]), "high": high, "low": low}
        match question:
            case RankingQuestion():
                return t("“{option}” was put first by {high} and by {low}.", **about)
            case AllocationQuestion():
                return t("“{option}” was given points by {high} and by {low}.", **about)
            case _:
                return t("“{option}” was chosen by {high} and by {low}.", **about)

    def withheld(self, items: tuple[Item, ...]) -> Iterator[Withheld]:
        """Questions without a result, groups that are not compared, answers that nobody is shown."""
        t, workshop = self.words.t, self.workshop
        for item in items:
            if not item.sentences:
                name = t("Question {number}: {question}", number=item.number, question=item.heading)
                yield Withheld(item.id, name, item.note)
        yield from (Withheld(item.id, item.heading, item.note) for item in items if item.sentences and item.note)
        if workshop.tables and not any(item.id in {q.id for q in workshop.at_tables.values()} for item in items):
            few = t("Fewer than {k} tables answered, so nothing of them is shown.", k=workshop.policy.k)
            yield Withheld("", t("The round tables"), nothing_at_all(workshop, few, self.words))
        if any(one.summary and isinstance(one.summary.figures, TextFigures) for one in self._found):
            why = t("Whoever wrote something chose whether it may be quoted, may be used in a theme, or is only counted; only what was "
                    "read and approved is quoted. So fewer answers are quoted than were written.")  # fmt: skip
            yield Withheld("", t("Answers that are not quoted"), why)
        yield from self._groups_withheld()

    def _groups_withheld(self) -> Iterator[Withheld]:
        t, k, made_by = self.words.t, self.workshop.policy.k_seg, segment_question(self.flow)
        if made_by is None:
            return
        name = t("Differences by “{question}”", question=made_by.name)
        if k is None:
            yield Withheld("", name, t("Under this privacy rule groups are not compared."))
            return
        why = t(
            "Groups are compared only where {k} people or more of each answered; smaller ones are counted together. A "
            "difference is told only where the same answers, dealt out by lot, would make one as large in fewer than 1 of 20 cases.",
            k=k,
        )
        yield Withheld("", name, why)
