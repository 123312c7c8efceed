"""Questions in a row on one scale, seen together: sorted, with groups below each, in words and for a picture; must not know chats.

Only what each question shows by itself goes in: its release, and after the close its table by group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import chain

from bot.results.charting.together import Item
from bot.results.charts import Together
from bot.results.comparing import group_name
from bot.results.findings import Finding
from bot.wording import Wording
from flows.counting.across import Apart, apart, by_weight, consensus_of_groups, in_every_group
from flows.counting.batteries import LEAST, batteries, in_favour, of_group, sorted_by_lean
from flows.counting.figures import Summary
from flows.counting.segments import LEAST_ODDS, SegmentTable, by_lot
from flows.definition.flow import Flow, Question, StanceQuestion
from flows.definition.localise import localise
from storage.database import Unit
from storage.values import Workshop

NAMED = 5
"""So many statements are named that tell groups apart, or that all groups agree on."""


def address(number: int) -> str:
    """What a battery is called in buttons and on the wall: longer than the id of any question."""
    return f"all{number}".ljust(33, "-")


def is_address(name: str) -> bool:
    """Whether this is what a battery is called, and no question."""
    return name.startswith("all") and name.endswith("-") and len(name) == len(address(0))


def together(unit: Unit, workshop: Workshop, found: Sequence[Finding], words: Wording) -> tuple[Together, ...]:
    """The batteries of the flow of which three questions or more have a result, each sorted, in the order of the flow."""
    flow = localise(workshop.flow, words.language)
    tables, known = unit.answers.segments(workshop.id), {one.question.id: one for one in found}
    shown = (
        _shown(flow, number, [known[q.id] for q in run if q.id in known], tables, words)
        for number, run in enumerate(batteries(flow))
    )
    return tuple(one for one in shown if one is not None)


def _shown(
    flow: Flow, number: int, found: Sequence[Finding], tables: Mapping[str, SegmentTable], words: Wording
) -> Together | None:
    questions = {one.question.id: one.question for one in found}
    order = sorted_by_lean(one.summary for one in found if one.summary is not None)
    if len(order) < LEAST:
        return None
    items = tuple(
        Item(summary, said(summary, words), _by_group(flow, questions[summary.question_id], tables, words))
        for summary in order
    )
    t = words.t
    is_stance = order[0].type == "stance"
    note = (
        t("In order of how many more agree than disagree")
        if is_stance
        else t("Most positive first, the negative taken off")
    )
    return Together(address(number), _title(flow, found, words), items, note, words.raw("… and {n} in between …"))


def _title(flow: Flow, found: Sequence[Finding], words: Wording) -> str:
    """The section's title where the battery is all of it, else from which question to which."""
    section = next((one for one in flow.sections if one.id == found[0].question.section), None)
    whole = [q.id for q in flow.questions if section is not None and q.section == section.id]
    if section is not None and whole == [one.question.id for one in found]:
        return section.title
    places = [at for at, q in enumerate(flow.questions, 1) if q.id in {found[0].question.id, found[-1].question.id}]
    return words.t("Questions {first} to {last} together", first=places[0], last=places[-1])


def said(summary: Summary, words: Wording) -> str:
    """The figure of one of them in words; "" where nobody answered."""
    sides = in_favour(summary)
    if sides is None:
        return ""
    favour, against, n = sides
    if summary.type == "stance":
        return words.t("{agree} of {n} agree, {disagree} disagree", agree=favour, n=n, disagree=against)
    return words.t("{positive} of {n} positive, {negative} negative", positive=favour, n=n, negative=against)


def _by_group(flow: Flow, question: Question, tables: Mapping[str, SegmentTable], words: Wording) -> str:
    table = tables.get(question.id)
    parts = []
    for group in table.groups if table is not None else ():
        favour, n = of_group(question, group)
        parts.append(
            words.t("{group} {count} of {answered}", group=group_name(flow, group, words), count=favour, answered=n)
        )
    return " · ".join(parts)


def together_said(unit: Unit, workshop: Workshop, found: Sequence[Finding], words: Wording) -> str:
    """The batteries in words, as HTML blocks: each sorted, and of statements what groups share and what tells them apart."""
    flow = localise(workshop.flow, words.language)
    blocks = [_block(one) for one in together(unit, workshop, found, words)]
    return "\n\n".join([*blocks, *_across(flow, found, unit.answers.segments(workshop.id), words)])


def _block(one: Together) -> str:
    first, last = one.ends
    lines = [_line(item) for item in first]
    if last:
        left = len(one.items) - len(first) - len(last)
        lines += [f"<i>{escape(one.between.replace('{n}', str(left)))}</i>", *(_line(item) for item in last)]
    return "\n".join([f"<b>{escape(one.title)}</b>", f"<i>{escape(one.note)}</i>", *lines])


def _line(item: Item) -> str:
    name = item.summary.short or item.summary.text
    return escape(f"{name}: {item.said}" + (f" ({item.groups})" if item.groups else ""))


def _across(flow: Flow, found: Sequence[Finding], tables: Mapping[str, SegmentTable], words: Wording) -> list[str]:
    """Of all statements with a table: what every group agrees on most, and what tells one from the others."""
    known = {one.question.id: one.question for one in found if isinstance(one.question, StanceQuestion)}
    compared = [(question, tables[name]) for name, question in known.items() if name in tables]
    if len(compared) < LEAST:
        return []
    agreed = [(consensus_of_groups(table) or 0.0, q) for q, table in compared if in_every_group(table) == "agree"]
    blocks = []
    if agreed:
        names = [q.name for _, q in sorted(agreed, key=lambda pair: -pair[0])[:NAMED]]
        shared = words.t("What most in every group agree with")
        blocks.append("\n".join([f"<b>{shared}</b>", *map(escape, names)]))
    telling = [
        one for one in by_weight(chain.from_iterable(apart(q, table) for q, table in compared)) if _is_told(one)
    ][:NAMED]
    if telling:
        head = words.t("What tells the groups apart")
        told = (escape(_telling(flow, one, known[one.question_id], words)) for one in telling)
        blocks.append("\n".join([f"<b>{head}</b>", *told]))
    return blocks


def _is_told(one: Apart) -> bool:
    """By the rule of `widest_gap`: whoever reads on a phone does not see by how little the measure of Polis can be passed."""
    return by_lot(one.count, one.people, one.others, one.of) < LEAST_ODDS


def _telling(flow: Flow, one: Apart, question: Question, words: Wording) -> str:
    numbers = {"count": one.count, "people": one.people, "others": one.others, "of": one.of}
    group = group_name(flow, one.group, words)
    if one.side == "agree":
        return words.t("{question}: of {group} {count} of {people} agree, of the others {others} of {of}",
                       question=question.name, group=group, **numbers)  # fmt: skip
    return words.t("{question}: of {group} {count} of {people} disagree, of the others {others} of {of}",
                   question=question.name, group=group, **numbers)  # fmt: skip
