"""What stands out across the questions: most of one mind, the strongest disagreement, groups furthest apart; must not know chats.

Compared is only where people take sides: one choice, statements and scales. "Of one mind" is the share of the largest side, from two
thirds on; "disagreement" the share of the smaller of the two largest opposing ones. Questions that are level are all named: none of
them leads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from bot.report.sides import inner
from bot.report.values import Item, Kind, Sentence
from bot.results.charting.rounds import Rounds
from bot.wording import Wording
from flows.counting.summary import ChoiceFigures, ScaleFigures, StanceFigures, Summary

_LEVEL = 3
"""So many questions that are level are named; more stand out by nothing."""
_ONE_MIND = Fraction(2, 3)
"""The smallest side of which it is said that people are of one mind; one more than half is none."""

Sides = tuple[int, int, int]
"""People on the largest side, on the largest one opposed to it, and all."""


def at_a_glance(items: Sequence[Item], words: Wording, widest: Sentence | None = None) -> tuple[Sentence, ...]:
    """Sentences of the questions, with the question they are about. `widest`: where groups are furthest apart, if anywhere."""
    sided = [(item, sides) for item in _last_rounds(items) if (sides := _sides(item)) is not None]
    sided = sided if len(sided) > 1 else []  # of one alone nothing is the most
    found: list[Sentence] = []
    minds = words.raw("Most of one mind on “{question}”: {said}")
    apart = words.raw("Opinions differ most on “{question}”: {said}")
    agreed = _most(sided, lambda sides: Fraction(sides[0], sides[2]), _ONE_MIND)
    found += [_told(minds, item, Kind.MAIN) for item in agreed]
    rest = [(item, sides) for item, sides in sided if item not in agreed]
    split = _most(rest, lambda sides: Fraction(sides[1], sides[2]), Fraction(0))
    found += [_told(apart, item, Kind.MAIN) for item in split]
    left = [(item, sides) for item, sides in rest if item not in split and sides[1] < sides[0]]
    minor = words.raw("Largest minority elsewhere, on “{question}”: {said}")
    found += [
        _told(minor, item, Kind.MINORITY)
        for item in _most(left, lambda sides: Fraction(sides[1], sides[2]), Fraction(0))
    ]
    return (*found, *([widest] if widest is not None else []))


def _told(sentence: str, item: Item, kind: Kind) -> Sentence:
    one = next(one for one in item.sentences if one.kind is kind)
    said = sentence.replace("{question}", inner(item.heading)).replace("{said}", one.text)
    return replace(one, text=said)


def _most(sided: Sequence[tuple[Item, Sides]], share: Callable[[Sides], Fraction], least: Fraction) -> list[Item]:
    """The question with the largest share, or the few that are level with it; none where it is 0 or below `least`."""
    best = max((share(sides) for _, sides in sided), default=Fraction(0))
    found = [item for item, sides in sided if share(sides) == best]
    return found if best > 0 and best >= least and len(found) <= _LEVEL else []


def _last_rounds(items: Sequence[Item]) -> Iterator[Item]:
    """Of a question that was asked again only its last round."""
    before = [item.drawn.first for item in items if isinstance(item.drawn, Rounds)]
    for item in items:
        summary = summary_of(item)
        if summary is not None and not any(summary is one for one in before):
            yield item


def summary_of(item: Item) -> Summary | None:
    """What is drawn of one question; several on one scale are none."""
    match item.drawn:
        case Rounds(now=now):
            return now
        case Summary() as summary:
            return summary
        case _:
            return None


def _sides(item: Item) -> Sides | None:
    """None where people take no sides, or nobody answered."""
    summary = summary_of(item)
    if summary is None or not summary.answered:
        return None
    match summary.figures:
        case StanceFigures(agree, disagree, _, _):
            return max(agree, disagree), min(agree, disagree), summary.answered
        case ScaleFigures(on_scale=people) as figures if people:
            return max(figures.positive, figures.negative), min(figures.positive, figures.negative), people
        case ChoiceFigures():
            counts = sorted((row.count for row in summary.rows), reverse=True)
            return counts[0], counts[1], summary.answered
        case _:
            return None
