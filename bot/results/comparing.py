"""Where groups differ most, in one line a question, after the close; must not know chats, or any group not shown.

It says "4 of 6, 5 of 14" and nothing about significance: these are the people in the room.
"""

from __future__ import annotations

from bot.wording import Wording
from flows.counting.across import in_every_group
from flows.counting.segments import UNKNOWN, Group, SegmentTable, segment_question, widest_gap
from flows.definition.flow import Flow, Question, RankingQuestion, StanceQuestion, options_of


def comparison(flow: Flow, question: Question, table: SegmentTable | None, words: Wording) -> str:
    """Whether all groups take one side, and the option where two are furthest apart, with both counts; "" where nothing may be compared.

    `flow` and `question` as the reader reads them: localised, and with the options that are shown.
    """
    if table is None:
        return ""
    return " ".join(one for one in (_shared(question, table, words), _furthest(flow, question, table, words)) if one)


def _shared(question: Question, table: SegmentTable, words: Wording) -> str:
    """That every group takes the same side, of a statement."""
    side = in_every_group(table) if isinstance(question, StanceQuestion) else None
    if side is None:
        return ""
    return words.t("In every group most agree.") if side == "agree" else words.t("In every group most disagree.")


def _furthest(flow: Flow, question: Question, table: SegmentTable, words: Wording) -> str:
    gap = widest_gap(table)
    if gap is None:
        return ""
    labels = {option.id: option.label for option in options_of(question)}
    option = labels[gap.option]
    high, low = (_counted(flow, group, gap.option, words) for group in (gap.high, gap.low))
    if isinstance(question, RankingQuestion):
        return words.t(
            "Furthest apart on “{option}” as first choice: {high}, {low}.", option=option, high=high, low=low
        )
    return words.t("Furthest apart on “{option}”: {high}, {low}.", option=option, high=high, low=low)


def group_name(flow: Flow, group: Group, words: Wording) -> str:
    """A group in words: its segment's label, or what the merged ones are called."""
    if group.segments == (UNKNOWN,):
        return words.t("no group given")
    if len(group.segments) > 1:
        return words.t("other groups together")
    segments = segment_question(flow)
    labels = {option.id: option.label for option in segments.options} if segments else {}
    return labels.get(group.segments[0], group.segments[0])


def _counted(flow: Flow, group: Group, option: str, words: Wording) -> str:
    return words.t(
        "{group} {count} of {answered}",
        group=group_name(flow, group, words), count=group.counts[option], answered=group.answered,
    )  # fmt: skip
