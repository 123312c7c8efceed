"""Releases in words: headline figures, bases, what is still missing; must not know chats, or any number not released.

The one source is `Answers.latest`: the release rule decides what there is to say. Figures and wording follow the checklist
of the statistics (counts with whole percentages, ties marked, no "winner", no "significant").
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from html import escape

from bot.results.awaited import instead, nobody_is_left, still_missing
from bot.results.charts import ChartWords
from bot.results.comparing import comparison
from bot.results.headlines import base_of, cells, decimal_sign, details, explained, headline
from bot.results.rounds import Asked, can_be_compared, compared, in_order, round_name
from bot.results.rules import nothing_at_all
from bot.results.themes import themes_said
from bot.results.unread import reading_of
from bot.wording import Wording
from flows.counting.coarse import shown_as
from flows.counting.measures import different
from flows.counting.release import crowd_of, is_for_the_close, is_live, needed
from flows.counting.summary import Row, Summary, TextFigures, summarise
from flows.definition.flow import Question, TextQuestion
from flows.definition.localise import localise
from storage.answers.texts import quotable
from storage.answers.told import Sorted
from storage.database import Unit
from storage.values import Phase, Release, Workshop

QUOTES, LONGEST = 3, 200
"""So many open answers of a question are quoted in a result, each up to so many characters; all are in the export."""


@dataclass(frozen=True)
class Finding:
    """One question's latest release, or why there is none.

    `texts`: the approved open answers of a final release that may be quoted, if the rule's k people or more answered;
    `reading`: how far what people wrote is read, or why none of it is shown.
    `groups`: where declared groups differ most, after the close. `number`: which round it is; `first`: the result of the
    round before it, where the two can stand side by side. `room`: how many take part, of a later round. `themes`: of what they wrote.
    """

    question: Question
    summary: Summary | None
    note: str
    texts: tuple[str, ...] = ()
    reading: str = ""
    groups: str = ""
    number: int = 1
    first: Summary | None = None
    room: int = 0
    themes: Sorted = field(default_factory=Sorted)


def findings(unit: Unit, workshop: Workshop, words: Wording) -> tuple[Finding, ...]:
    """Every question of the workshop and every ended poll with what may be shown of it now, in the asked order."""
    flow = localise(workshop.flow, words.language)
    tables = unit.answers.segments(workshop.id)  # there are none before the close
    found: dict[str, Finding] = {}
    for asked in in_order(workshop, words.language):
        finding = _finding(unit, workshop, asked, words)
        before = found[asked.of].summary if asked.of in found else None
        groups = comparison(flow, finding.question, tables.get(finding.question.id), words)
        first = before if can_be_compared(before, finding.summary) else None
        found[finding.question.id] = replace(finding, groups=groups, first=first)
    return tuple(found.values())


def _finding(unit: Unit, workshop: Workshop, asked: Asked, words: Wording) -> Finding:
    question = shown_as(asked.question, workshop.policy)
    release, voters = unit.answers.latest(workshop.id, question.id), handed_in(unit, workshop, question)
    if release is None:
        return Finding(question, None, _withheld(workshop, question, voters, words), number=asked.number)
    found = Finding(question, summarise(question, release.tally), _base(workshop, question, release, voters, words))
    found = replace(found, number=asked.number, room=workshop.joined if asked.number > 1 else 0)
    return with_texts(unit, workshop, found, words) if release.final else found


def with_texts(unit: Unit, workshop: Workshop, found: Finding, words: Wording) -> Finding:
    """The last word on a question with what people wrote, as far as it is approved and enough of them wrote, and how far it is read."""
    if found.summary is None or not isinstance(found.summary.figures, TextFigures):
        return found
    k, written = workshop.policy.k, found.summary.figures.answers
    mine = unit.texts.of(workshop.id, found.question.id) if written >= k else []
    texts = tuple(dict.fromkeys(quotable(mine).get(found.question.id, ())))
    themes = unit.themes.seen(workshop, found.question.id)
    return replace(found, texts=texts, themes=themes, reading=reading_of(mine, written, k, words))


def handed_in(unit: Unit, workshop: Workshop, question: Question) -> int:
    """How many people's answers to it may be drawn: who has submitted; of a poll, or in a led room, who has answered it."""
    if not workshop.paced and workshop.ballot(question.id) is None:
        return workshop.submitted
    return unit.answers.received(workshop.id).get(question.id, 0)


def progress_of(unit: Unit, workshop: Workshop, question: Question, words: Wording) -> str:
    """How far the result of one of the flow's questions is, or what it waits for."""
    return _finding(unit, workshop, Asked(question), words).note


def coverage(workshop: Workshop, covered: int, words: Wording) -> str:
    """What the live summary covers: "8 of 12 counted, more when 3 more are in". `covered`: people in the latest release.

    "" once it is closed and nobody was counted: where a panel alone has results there are no questions to be counted in.
    """
    question = next((q for q in workshop.flow.questions if is_live(q, workshop.policy)), None)
    if workshop.phase is Phase.CLOSED or question is None:
        everyone = max(covered, workshop.submitted)  # the close counts those too who never submitted
        return words.t("{covered} of {all} counted.", covered=covered, all=everyone) if everyone else ""
    if workshop.paced:
        return words.t("Counted question by question, several people at a time.")
    more = still_missing(workshop, question, workshop.submitted, covered)
    return _progress(workshop, covered, workshop.submitted, more or 0, words)


def _base(workshop: Workshop, question: Question, release: Release, voters: int, words: Wording) -> str:
    more = still_missing(workshop, question, voters, release.n)
    if workshop.phase is Phase.CLOSED or more is None or release.final:
        return words.n("{count} person counted.", "{count} people counted.", release.n)
    if workshop.ballot(question.id) is not None:
        return look_line(release.n, voters, words)
    return _progress(workshop, release.n, voters, more, words)


def look_line(counted: int, handed_in: int, words: Wording) -> str:
    """What a look has let through of a poll, a vote or a round that was ended, and what becomes of the others.

    A poll can be counted again, so they come "at the latest" then. Never of a question of the flow: the clock counts that on.
    """
    left = max(0, handed_in - counted)
    return words.n(
        "{counted} of {all} counted; the last one, drawn by lot, comes at the close at the latest.",
        "{counted} of {all} counted; the last {count}, drawn by lot, come at the close at the latest.",
        left, counted=counted, all=max(handed_in, counted),
    )  # fmt: skip


def _progress(workshop: Workshop, covered: int, submitted: int, more: int, words: Wording) -> str:
    counted = words.t("{covered} of {all} counted", covered=covered, all=submitted)
    if more and nobody_is_left(workshop, submitted, more):
        return f"{counted}. {instead(workshop, submitted, covered, words)}"
    if more:
        return counted + ", " + words.n("more when {count} more is in.", "more when {count} more are in.", more)
    return counted + ", " + words.t("more within a minute.")


def _withheld(workshop: Workshop, question: Question, voters: int, words: Wording) -> str:
    if workshop.phase is Phase.CLOSED:
        few = words.t("Fewer than {k} people answered, so nothing is shown.", k=workshop.policy.k)
        return nothing_at_all(workshop, few, words)
    if workshop.ballot(question.id) is not None:
        return words.t("No result yet. It is counted when the workshop closes, at the latest.")
    more = still_missing(workshop, question, voters, 0)
    if isinstance(question, TextQuestion):
        return _to_be_read(workshop, question, words)
    if more is None:
        return words.t("Shown when the workshop closes.")
    if more == 0:
        return words.t("Enough people are in. The first summary comes within a minute.")
    if nobody_is_left(workshop, voters, more):
        return instead(workshop, voters, 0, words)
    first = needed(0, workshop.policy)
    if workshop.paced:
        return words.n("Shown once {first} people have answered: {count} more.",
                       "Shown once {first} people have answered: {count} more.", more, first=first)  # fmt: skip
    return words.n(
        "Shown once {first} people have submitted: {count} more.",
        "Shown once {first} people have submitted: {count} more.",
        more, first=first,
    )  # fmt: skip


def _to_be_read(workshop: Workshop, question: Question, words: Wording) -> str:
    """What people write comes to the desk first: when it is counted there, and that nobody else sees it before it is read."""
    if workshop.paced and not is_for_the_close(workshop.policy, crowd_of(question, 0, 0)):
        return words.t("Counted when its question ends for good or the workshop closes, and shown after it is read.")
    return words.t("Counted when the workshop closes, and shown after it is read.")


def summary_text(workshop: Workshop, found: tuple[Finding, ...], words: Wording) -> str:
    """All findings as HTML text: one block a question, what waits for the close named together at the end."""
    shown = [f for f in found if f.summary is not None]
    withheld = [f for f in found if f.summary is None]
    same = len({f.note for f in shown}) == 1
    title = f"<b>{escape(workshop.title)}</b>"
    blocks = [f"{title}\n<i>{escape(shown[0].note)}</i>" if same else title]
    blocks += [finding_text(f, words, with_note=not same) for f in shown]
    notes = {f.note for f in withheld}
    for note in sorted(notes, key=[f.note for f in withheld].index):
        names = ", ".join(escape(full_name(f, words)) for f in withheld if f.note == note)
        blocks.append(f"{names}\n<i>{note}</i>" if shown or len(notes) > 1 else f"<i>{note}</i>")
    return "\n\n".join(blocks)


def finding_text(found: Finding, words: Wording, *, with_note: bool = True) -> str:
    """One question: its name, the headline figure, counts with percentages, and the base."""
    summary = found.summary
    if summary is None:
        return f"<b>{escape(full_name(found, words))}</b>\n<i>{escape(found.note)}</i>"
    lines = [f"<b>{escape(full_name(found, words))}</b>", escape(headline(summary, words))]
    lines += [escape(compared(found.first, summary, words))] if found.first else []
    lines += [_row(summary, row, found.first, words) for row in summary.rows]
    lines += [escape(" ".join(more))] if (more := details(summary, words)) else []
    lines += [escape(found.groups)] if found.groups else []
    if found.themes.themes:
        lines += themes_said(found.themes, words)
    elif found.texts:
        quotes = [f"“{escape(_cut(text))}”" for text in found.texts[:QUOTES]]
        count = different(found.texts)
        lines += [words.n("Quotes, of {count} answer:", "Quotes, of {count} different answers:", count), *quotes]
    lines += [f"<i>{found.reading}</i>"] if found.reading else []
    about = [base_of(summary, found.room, words), explained(summary, words), escape(found.note) if with_note else ""]
    return "\n".join([*lines, f"<i>{'. '.join(one for one in about if one)}</i>"])


def full_name(found: Finding, words: Wording) -> str:
    """What the question is called, and which round it is."""
    return " · ".join(part for part in (found.question.name, round_name(found.number, words)) if part)


def _row(summary: Summary, row: Row, first: Summary | None, words: Wording) -> str:
    said = f"{escape(row.label)}: " + ", ".join(one for one in cells(summary, row, words) if one)
    before = next((one for one in first.rows if one.option == row.option), None) if first else None
    if first is None or before is None:
        return said
    return said + " · " + words.t("before: {numbers}", numbers=cells(first, before, words)[0])


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1].rstrip() + "…"


def chart_words(words: Wording, title: str, note: str) -> ChartWords:
    """The words of a picture in this language. Templates keep their braces: the chart fills them."""
    return ChartWords(
        title=title,
        note=note,
        language=words.language,
        decimal=decimal_sign(words),
        percent="{n}%",
        base=words.raw("{answered} of {asked} answered"),
        room=words.raw("{answered} of {room} in the room"),
        no_answer=words.raw("No answer: {n}"),
        nobody=words.t("No answers yet"),
        several=words.t("Several answers possible"),
        tied=words.t("= level"),
        off_scale=words.t("Not on the scale"),
        positive_share=words.raw("{n} of {all}"),
        on_positive=words.t("on the positive side"),
        middle=words.t("the middle answer: at least half lie here or higher, at least half here or lower"),
        between=words.raw("between {low} and {high}"),
        positive=words.raw("Positive {n}"),
        neutral=words.raw("In between {n}"),
        negative=words.raw("Negative {n}"),
        agree=words.t("agree"),
        place=words.t("Placed on average"),
        first_choices=words.t("First choices"),
        places=words.t(
            "Placed 1 is the top, with the longest bar; what somebody left out shares the places that were left"
        ),
        head_to_head=words.raw("Two by two, more people prefer {option} to each of the others"),
        head_to_head_close=words.raw("Two by two, slightly more people prefer {option} to each of the others"),
        no_head_to_head=words.t("Two by two, no option is preferred to all others"),
        mean_points=words.raw("Points on average, of {total}"),
        givers=words.t("Gave any"),
        texts=words.t("written answers, listed apart"),
        strong_and_weak=words.raw("In bold: {strong}. Behind it: {weak}."),
        details=partial(details, words=words),
    )


def covered(unit: Unit, workshop: Workshop) -> int:
    """People in the latest release of the questions that everybody is asked."""
    sizes = unit.answers.sizes(workshop.id)
    return max((sizes.get(q.id, 0) for q in workshop.flow.questions if q.shown_if is None), default=0)
