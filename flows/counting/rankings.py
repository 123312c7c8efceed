"""Who is preferred to whom, from the pairwise counts of a ranking; must not know people or words.

`Above` is N[a][b] = ballots with a above b: ranked above unranked, two unranked options without preference (the rule
of the Debian constitution, A.6). Every option has a row with every other option.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import sqrt

ROOMY, ROOMY_WHOLE = 4, 2
"""So many times k ballots leave open who ranked what, the second where they are whole: see `_leave_room`."""

Above = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Verdict:
    """All that a result says of the pairs of a ranking where they are withheld.

    `told`: whether anything is; `winner`: the option that beats every other head to head, or None; `close`: its lead over some
    option is under 2 sqrt(n), practically a tie. Of three options nothing is told: their places leave so little open that this
    too gives ballots away. Nor which of two beats which, nor the order that follows: beside the counts those give the ballot of
    whoever alone ranked an option (8 people who rank 2 of 4: for certain in 40 of 100 such rooms, by the counts alone in 6).
    Nor exact Borda points (`shared_out`).
    """

    winner: str | None = None
    close: bool = False
    told: bool = True


def verdict_of(above: Above, ballots: int) -> Verdict:
    """What may always be said of the pairs of so many ballots."""
    winner = condorcet_winner(above)
    return Verdict(winner, winner is not None and narrowest_lead(above, winner) < 2 * sqrt(ballots))


def borda_average(doubled: Mapping[str, int | Fraction], ballots: int) -> dict[str, float]:
    """Option -> mean points a ballot, 0 to m - 1, by the convention "average" for partial ballots; 0.0 without ballots.

    A ballot gives m - rank to each ranked option, and (m - L - 1) / 2 to each unranked one when it ranks L of m. That
    equals the row sums of the pairwise matrix with 1/2 for each unordered pair, which is how `doubled_borda` computes it.
    """
    return {option: float(Fraction(points) / (2 * ballots)) if ballots else 0.0 for option, points in doubled.items()}


def doubled_borda(above: Above, ballots: int) -> dict[str, int]:
    """Option -> twice its Borda points over all ballots: whole numbers, so that ties are exact."""
    return {a: sum(2 * over + (ballots - over - above[b][a]) for b, over in row.items()) for a, row in above.items()}


def shared_out(positions: Mapping[str, Sequence[int]], ballots: int) -> dict[str, Fraction]:
    """Option -> twice its Borda points, of nothing but how many put it where: for rankings whose pairs are withheld.

    Each ballot that leaves an option out gives it what ballots leave to an unranked option on average, (m - L - 1) / 2 over all
    options that any ballot leaves out; so the points add up to what they are, and where all ballots are of one length, or whole,
    they are the same. Exact ones tell how long the ballots without an option are: beside the counts that gives the whole ballot
    of whoever alone ranked an option, as surely as the pairs do (3 options, one or two of them ranked: always).
    `positions`: option -> ballots with it first, second, ...
    """
    m, places = len(positions), [sum(column) for column in zip(*positions.values(), strict=True)]
    lengths = [here - later for here, later in zip(places, [*places[1:], 0], strict=True)]
    left = sum(count * (m - length) for length, count in enumerate(lengths, 1))
    shared = sum(count * (m - length) * (m - length - 1) for length, count in enumerate(lengths, 1))
    share = Fraction(shared, left) if left else Fraction(0)
    return {
        option: sum(2 * count * (m - place) for place, count in enumerate(row, 1)) + (ballots - sum(row)) * share
        for option, row in positions.items()
    }


def concordance(doubled: Mapping[str, int | Fraction], ballots: int) -> float | None:
    """Kendall's W of complete rankings: 0 the orders have nothing in common, 1 all are the same; None of nobody or one option.

    W = 12 S / (n^2 (m^3 - m)), S = sum of (rank sum - mean rank sum)^2: M. G. Kendall, B. Babington Smith, "The problem of m
    rankings", Annals of Mathematical Statistics 10(3) 1939. Borda points are the rank sums turned round, so S is theirs too.
    """
    m = len(doubled)
    if not ballots or m < 2:
        return None
    mean = Fraction(sum(doubled.values())) / m
    spread = sum((points - mean) ** 2 for points in doubled.values()) / 4
    return float(12 * spread / (ballots**2 * (m**3 - m)))


def condorcet_winner(above: Above) -> str | None:
    """The option that beats every other head to head, if there is one."""
    for a, row in above.items():
        if row and all(over > above[b][a] for b, over in row.items()):
            return a
    return None


def narrowest_lead(above: Above, winner: str) -> int:
    """The smallest lead, in ballots, of the winner over another option."""
    return min(over - above[other][winner] for other, over in above[winner].items())


def schulze_order(above: Above) -> tuple[tuple[str, ...], ...]:
    """The options by the Schulze method, best first, equals together.

    M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
    method", Social Choice and Welfare 36(2) 2011, with winning votes as the strength of a link. a is above b when its
    strongest path to b is stronger than the one back; each group holds the options that nothing left is above of.
    """
    strength = _strongest_paths(above)
    groups: list[tuple[str, ...]] = []
    left = list(above)
    while left:
        best = tuple(a for a in left if not any(strength[b, a] > strength[a, b] for b in left if b != a))
        groups.append(best)
        left = [option for option in left if option not in best]
    return tuple(groups)


def may_show_pairs(above: Above, positions: Mapping[str, Sequence[int]], k: int) -> bool:
    """Whether anything may be shown pair by pair: any two options stand together on k ballots or more, and places tell of nobody.

    An option that one person ranked gives away the rest of that ballot, pair by pair. So does, in a small room, one that one
    person put first, or last, or left out. So either each option is at each place, and is left out, on no ballot or on k; or so
    many ballots are so long (`_leave_room`) that places and pairs leave open who ranked what. `positions`: option -> ballots
    with it first, second, ...
    """
    ballots = sum(row[0] for row in positions.values())
    ranked = {option: sum(row) for option, row in positions.items()}
    # those that rank a or b have a above b or b above a, and the others of a and of b rank both
    together = (ranked[a] + ranked[b] - over - above[b][a] for a, row in above.items() for b, over in row.items())
    places = ((*row, ballots - sum(row)) for row in positions.values())
    rare = any(0 < count < k for row in places for count in row)
    return min(together, default=0) >= k and (not rare or _leave_room(positions, ballots, k))


def _leave_room(positions: Mapping[str, Sequence[int]], ballots: int, k: int) -> bool:
    """Whether ballots are so many and so long that places and pairs leave open who ranked what.

    Ballots of two, or of three options in all, follow from places and pairs however many there are. Of longer ones, in a room
    where one person alone put an option first, the rest of that ballot follows in so many of 100 rooms: of four options in 35
    among 8 people, 17 among 10, 8 among 12, 1 among 20; of five that are all ranked, or all but one, in 7 among 8, 2 among 10,
    none among 12; of six in none among 10; with three of five ranked in 37 among 10 and none among 20 (solved as whole numbers, as in
    tests/unit/counting/test_ranked_by_one.py). So whole ballots of five options or more are `ROOMY_WHOLE` k or more, others of
    three places or more, of at least four options, `ROOMY` k.
    """
    filled = [sum(row) for row in zip(*positions.values(), strict=True)]  # ballots with a first place, a second, ...
    if len(positions) < 4 or len(filled) < 3 or filled[2] < ballots:
        return False
    is_whole = len(positions) > 4 and len(filled) >= len(positions) - 1 and filled[len(positions) - 2] == ballots
    return ballots >= (ROOMY_WHOLE if is_whole else ROOMY) * k


def _strongest_paths(above: Above) -> dict[tuple[str, str], int]:
    """(a, b) -> the weakest link of the strongest path (Floyd and Warshall with min and max, O(m^3))."""
    strength = {(a, b): above[a][b] if above[a][b] > above[b][a] else 0 for a, b in permutations(above, 2)}
    for middle, start, end in permutations(above, 3):
        detour = min(strength[start, middle], strength[middle, end])
        strength[start, end] = max(strength[start, end], detour)
    return strength
