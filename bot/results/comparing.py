"""Groups in words: where they differ most, and how many came of those expected; must not know chats, or any group not shown.

It says "9 of 10, 1 of 14", and only of groups that differ by more than a lot would make: see `flows.counting.segments.widest_gap`. Of who
was expected it says what the
released tally of the question that makes the groups lets it say, and not more: see `flows.counting.expected`.
"""

from __future__ import annotations

from fractions import Fraction

from bot.wording import Wording
from flows.counting.across import in_every_group
from flows.counting.expected import Expectation, expectations
from flows.counting.segments import UNKNOWN, Group, SegmentTable, segment_question, widest_gap
from flows.definition.flow import Flow, Question, RankingQuestion, StanceQuestion, options_of
from flows.definition.localise import localise
from storage.database import Unit
from storage.values import Phase, Workshop


def comparison(flow: Flow, question: Question, table: SegmentTable | None, words: Wording) -> str:
    """Whether all groups take one side, and the option where two are furthest apart, with both counts; "" where nothing may be compared.

    `flow` and `question` as the reader reads them: localised, and with the options that are shown.
    """
    if table is None:
        return ""
    return " ".join(one for one in (shared(question, table, words), _furthest(flow, question, table, words)) if one)


def shared(question: Question, table: SegmentTable, words: Wording) -> str:
    """That every group takes the same side, of a statement; "" where they do not."""
    side = in_every_group(table) if isinstance(question, StanceQuestion) else None
    if side is None:
        return ""
    return words.t("In every group most agree.") if side == "agree" else words.t("In every group most disagree.")


def _furthest(flow: Flow, question: Question, table: SegmentTable, words: Wording) -> str:
    gap = widest_gap(table)
    if gap is None:
        return ""
    labels = {option.id: option.name for option in options_of(question)}
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


def expected_of(unit: Unit, workshop: Workshop, words: Wording) -> tuple[Expectation, ...]:
    """The groups that are expected, with what may be said of how many are counted; () where nobody said, or there are none."""
    segments = segment_question(localise(workshop.flow, words.language))
    said = unit.expected.of(workshop.id) if segments is not None else {}
    if segments is None or not said:
        return ()
    release = unit.answers.latest(workshop.id, segments.id)
    if release is not None and workshop.phase is Phase.CLOSED and not release.final and workshop.closing:
        release = None  # the last word is being counted
    policy = workshop.policy
    return expectations(segments, said, release.tally if release else None, policy.k_seg or policy.k)


def who_came(groups: tuple[Expectation, ...], words: Wording, told_at: int = 0) -> str:
    """In one line: "Residents 12 of 40 expected; Business: fewer than 5 (10 expected)"; "" where nobody is expected.

    `told_at`: the number of the question that makes the groups, where its result stands beside this line with the very numbers that the
    line alone does not say: then it says where they are. "Fewer than 5" beside a 3 would be read as a mistake.
    """
    return "; ".join(_came(group, words, told_at) for group in groups)


def who_is_missing(groups: tuple[Expectation, ...], words: Wording) -> str:
    """The sentence about limits, once everything is counted: which groups stay behind; "" where nothing is certain."""
    t, certain = words.t, [group for group in groups if group.most is not None]
    said = [_stays_behind(group, words) for group in certain]
    if found := [one for one in said if one]:
        return " ".join(found)
    is_good = bool(groups) and all(group.exact is not None for group in groups)
    return t("Of every group that was expected, at least half are counted.") if is_good else ""


def attendance(unit: Unit, workshop: Workshop, words: Wording) -> tuple[str, str]:
    """Who came, once something of it may be said, and after the close who is missing: as text; "" where there is nothing to say."""
    groups = expected_of(unit, workshop, words)
    if not groups or all(group.least is None for group in groups):
        return "", ""
    is_over = workshop.phase is Phase.CLOSED and not workshop.closing
    return who_came(groups, words) + ".", who_is_missing(groups, words) if is_over else ""


def _came(group: Expectation, words: Wording, told_at: int = 0) -> str:
    t, about = words.t, {"group": group.label, "expected": group.expected}
    if group.least is None:
        return t("{group}: {expected} expected", **about)
    if group.exact is not None and group.exact > group.expected:
        return t("{group} {count}, more than the {expected} expected", count=group.exact, **about)
    if group.exact is not None:
        return t("{group} {count} of {expected} expected", count=group.exact, **about)
    if told_at:
        return t("{group}: see question {number} ({expected} expected)", number=told_at, **about)
    if group.most is None:
        return t("{group}: {k} or more ({expected} expected)", k=group.least, **about)
    return t("{group}: fewer than {k} ({expected} expected)", k=group.most + 1, **about)


def _stays_behind(group: Expectation, words: Wording) -> str:
    t, about = words.t, {"group": group.label, "expected": group.expected}
    said = {
        Fraction(1, 4): t("Of the {expected} expected under “{group}”, fewer than a quarter are counted.", **about),
        Fraction(1, 3): t("Of the {expected} expected under “{group}”, fewer than a third are counted.", **about),
        Fraction(1, 2): t("Of the {expected} expected under “{group}”, fewer than half are counted.", **about),
    }
    if group.under is not None:
        return said[group.under]
    is_short = group.exact is None and group.most is not None and group.most < group.expected
    return t("Of the {expected} expected under “{group}”, not all are counted.", **about) if is_short else ""


def _counted(flow: Flow, group: Group, option: str, words: Wording) -> str:
    return words.t(
        "{group} {count} of {answered}",
        group=group_name(flow, group, words), count=group.counts[option], answered=group.answered,
    )  # fmt: skip
