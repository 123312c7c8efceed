"""What may be said of one released question, as values; must not know how it is worked out, or how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One option and the people in `tally.counts` for it.

    `percent` is of those who answered, rounded for display: whole below n = 100, else one decimal. `tied`: another option has
    the same figure, and the order between them says nothing. `value`: of a scale's level, None off the scale.
    """

    option: str
    label: str
    count: int
    percent: float
    tied: bool = False
    value: int | None = None


@dataclass(frozen=True)
class ChoiceFigures:
    """single: the leading option(s), all that tie; `behind`: those that one person less chose, which is no lead."""

    leading: tuple[str, ...]
    behind: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScaleFigures:
    """Figures over those on the scale; None where nobody is on it.

    `positive`, `neutral`, `negative` are people. `net` = 100 (T - B), whole. `mean` only for n >= 15, 1 decimal.
    `consensus`: how alike the answers are, 0..1, by Tastle and Wierman 2007.
    """

    on_scale: int
    positive: int
    neutral: int
    negative: int
    net: int | None
    median: float | None
    mean: float | None
    consensus: float | None


@dataclass(frozen=True)
class StanceFigures:
    """Agree, disagree and pass are people; `agree_percent` and `net` = 100 (A - D) / S, whole, are of all who reacted.

    `net` is None where nobody reacted.
    """

    agree: int
    disagree: int
    passed: int
    agree_percent: float
    net: int | None = None

    @property
    def sides(self) -> int:
        """People who took a side: who passes is not among them."""
        return self.agree + self.disagree


@dataclass(frozen=True)
class MultiFigures:
    """`top`: the up to three most ticked options, more where the third place ties; `ticks_per_person`: mean.

    `nothing`: people who answered and ticked nothing, None where the question does not allow it.
    """

    top: tuple[str, ...]
    ticks_per_person: float
    nothing: int | None = None


@dataclass(frozen=True)
class RankingFigures:
    """Three views of a ranking, which can differ on honest data.

    `borda`: option -> mean points, convention "average" (unranked share the rest, over all ballots together where the pairs are
    withheld); `place`: option -> mean place, 1 the top, by
    the same convention, so both give one `order`, best first; `first_choices`: option -> people; `head_to_head`: the Condorcet
    winner or None; `close`: its narrowest lead is under 2 sqrt(n); `schulze`: the whole order by Schulze, equals together, () where
    the pairs are withheld; `alike`: Kendall's W of the orders, 0..1, None unless everybody ranked everything;
    `compared`: whether anything is told two by two.
    """

    order: tuple[str, ...]
    borda: Mapping[str, float]
    first_choices: Mapping[str, int]
    head_to_head: str | None
    close: bool
    schulze: tuple[tuple[str, ...], ...] = ()
    alike: float | None = None
    compared: bool = True

    @property
    def place(self) -> dict[str, float]:
        """Option -> mean place."""
        return {option: len(self.borda) - points for option, points in self.borda.items()}


@dataclass(frozen=True)
class AllocationFigures:
    """`mean`: option -> mean points including zeros, exact; `givers`: option -> people; `order`: by mean.

    `median`: option -> the (lowest, highest) points that the middle person may have given, zeros included: one number where
    points are kept one by one, else the bounds of their bins; empty where nobody answered.
    """

    total: int
    order: tuple[str, ...]
    mean: Mapping[str, float]
    givers: Mapping[str, int]
    median: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class TextFigures:
    """How many wrote something. The texts themselves travel beside the summary, once released."""

    answers: int


Figures = ChoiceFigures | ScaleFigures | StanceFigures | MultiFigures | RankingFigures | AllocationFigures | TextFigures


@dataclass(frozen=True)
class Summary:
    """One question, released.

    `rows` in display order: scale and stance in the asked order; the others by count, ties in option order; ranking and
    allocation by their figures' order.
    """

    question_id: str
    type: str
    text: str
    short: str
    asked: int
    answered: int
    skipped: int
    rows: tuple[Row, ...]
    figures: Figures
