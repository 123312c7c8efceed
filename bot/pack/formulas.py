"""How each published figure follows from the counts, and where its formula is from; `rederive.py` asks. Needs pandas, not Roundtable.

A formula gives one figure for all options or one for each of them; or two, the least and the most that it can be, where the counts
that would decide are withheld.
"""

import json
from math import log2

import numpy as np
import pandas as pd


class Question:
    """The counts of one question, by option. n: people who answered; m: options; rows: its rows of each CSV file."""

    def __init__(self, csv, question):
        self.rows = {sheet: rows[rows.question == question] for sheet, rows in csv.items() if "question" in rows}
        counts = self.rows["counts"].set_index("option")
        self.counts, self.n, self.m = counts["count"], counts.answered.max(), len(counts)
        value = self.rows["codebook"].set_index("option").value.reindex(counts.index)
        self.ticked = self.counts[value != "only alone"]
        self.on = self.counts[value != "off scale"]  # from the most negative to the most positive level
        places = pd.Series(range(1, self.m + 1), counts.index)  # levels that were counted by their sides have no value
        self.levels = pd.to_numeric(value[self.on.index], "coerce").fillna(places)
        half = len(self.on) // 2  # of an odd number the level between is on no side
        self.less, self.more = self.on.head(half).sum(), self.on.tail(half).sum()
        if (self.rows["codebook"].type == "stance").any():
            self.less, self.more = self.counts["disagree"], self.counts["agree"]


def percent(count, base):
    """100 count / base, halves up: whole below 100 people, one decimal from there on."""
    scale = 1 + 9 * (base >= 100)
    return (200 * scale * count + base) // (2 * base) / scale


def net(q):
    """100 (more - less) / people on the scale, whole, halves away from zero."""
    return np.sign(q.more - q.less) * ((200 * abs(q.more - q.less) + q.on.sum()) // (2 * q.on.sum()))


def mean(q):
    """The levels taken as equally far apart."""
    return (q.levels * q.on).sum() / q.on.sum()


def agreement(q):
    """1 + sum p log2(1 - |x - mean| / width): W. J. Tastle, M. J. Wierman, Int. J. of Approximate Reasoning 45(3) 2007."""
    share, distance = q.on / q.on.sum(), (q.levels - mean(q)).abs() / (q.levels.max() - q.levels.min())
    return 1 + sum(p * log2(1 - far) for p, far in zip(share, distance, strict=True) if p)


def places(q):
    """People by option and place in a ranking; options that somebody left out share the places that were left."""
    return q.rows["positions"].pivot(index="option", columns="place", values="count").reindex(q.counts.index)


def over(q):
    """People who prefer the option of the row to that of the column; None where that is withheld."""
    pairs = q.rows["pairs"]
    if not len(pairs) or pairs.preferring.isna().any():
        return None
    table = pairs.pivot(index="option", columns="other", values="preferring")
    return table.reindex(q.counts.index, columns=q.counts.index).fillna(0)


def borda(q):
    """m - place points of a ballot. The ranked leave (m - 1 - ranked) / 2 to each other option, over all ballots that leave one out.

    Where pairs are told, each ballot by itself: for each other option 1 of who prefers it to that, 1/2 of who is undecided.
    """
    above, at = over(q), places(q)
    if above is not None:
        return (q.n * (q.m - 1) + above.sum(axis=1) - above.sum()) / (2 * q.n)
    given, left, reached = at.mul(q.m - at.columns).sum(axis=1), q.n - at.sum(axis=1), at.sum()
    ballots = reached - reached.shift(-1, fill_value=0)  # by how many options they rank
    out = ballots * (q.m - at.columns)
    share = (out * (q.m - 1 - at.columns) / 2).sum() / max(out.sum(), 1)
    return (given + left * share) / q.n


def winner(q):
    """Condorcet: whom more people prefer to each other option. It is named, so its figure is 1; of no option where there is none."""
    above, options = over(q), ["", *q.counts.index]
    if above is None:
        return pd.Series(0, options), pd.Series(1, options)
    best = above.index[(above > above.T).sum(axis=1) == q.m - 1]
    return pd.Series(1, best if len(best) else [""])


def schulze(q):
    """The order by the strongest paths, winning votes: M. Schulze, Social Choice and Welfare 36(2) 2011."""
    votes = over(q)
    path = votes.where(votes > votes.T, 0).to_numpy()
    for at in range(q.m):
        path = np.maximum(path, np.minimum(path[:, [at]], path[[at]]))
    above = pd.DataFrame(path > path.T, votes.index, votes.index)
    place = pd.Series(0, votes.index)
    while (left := place.index[place == 0]).size:  # next are those that nobody left is above of
        place[left[~above.loc[left, left].any()]] = 1 + q.m - left.size
    return place


def kendall(q):
    """W = 12 S / (n^2 (m^3 - m)), S = squares of rank sums less their mean: Kendall, Babington Smith, Ann. Math. Stat. 10(3) 1939."""
    squares = (q.n * (q.m - borda(q)) - q.n * (q.m + 1) / 2) ** 2
    return 12 * squares.sum() / (q.n**2 * (q.m**3 - q.m))


def mean_points(q):
    """Zeros included. Large totals are kept as "from so many to so many"."""
    points = q.rows["points"]
    given = points[["from", "to"]].mul(points["count"], axis=0).groupby(points.option).sum() / q.n
    return given["from"], given["to"]


def median_points(q, end):
    """The median of one end of what each person gave."""
    points = q.rows["points"]
    return points.loc[points.index.repeat(points["count"])].groupby("option")[end].median()


FORMULAS = {  # the names in figures.csv; behind a formula: the decimals that its figure is rounded to, at least
    "people on the scale": (lambda q: q.on.sum(), 0),
    "people on its positive side": (lambda q: q.more, 0),
    "people in its middle": (lambda q: q.on.sum() - q.more - q.less, 0),
    "people on its negative side": (lambda q: q.less, 0),
    "net agreement, -100 to 100": (net, 0),
    "median": (lambda q: q.levels.repeat(q.on).median(), 1),
    "mean": (mean, 1),
    "agreement (Tastle and Wierman), 0 to 1": (agreement, 2),
    "percentage who agree, of those who took a side": (lambda q: percent(q.more, q.more + q.less), 1),
    "mean number of options ticked": (lambda q: q.ticked.sum() / q.n, 2),
    "people who answered and ticked nothing": (lambda q: (max(0, q.n - q.counts.sum()), q.n - q.counts.max()), 0),
    "ranked it first": (lambda q: places(q)[1], 0),
    "mean Borda points": (borda, 2),
    "mean place, 1 is the top": (lambda q: q.m - borda(q), 1),
    "preferred to each other option": (winner, 0),
    "place by the Schulze method, equals share one": (schulze, 0),
    "agreement of the orders (Kendall's W), 0 to 1": (kendall, 2),
    "mean points, zeros included": (mean_points, 1),
    "median points, zeros included, at least": (lambda q: median_points(q, "from"), 1),
    "median points, zeros included, at most": (lambda q: median_points(q, "to"), 1),
    "different open answers among those listed": (
        lambda q: q.rows["texts"].text.str.split().str.join(" ").str.casefold().nunique(), 0),
}  # fmt: skip


def figures(rows, csv):
    """The least and the most of each row of figures.csv."""
    found = []
    for (question, name), mine in rows.groupby(["question", "figure"]):
        least, most = bounds(FORMULAS[name][0](Question(csv, question)))
        found.append(pd.DataFrame({"least": least, "most": most}, mine.option, dtype=float).set_axis(mine.index))
    found = pd.concat(found).sort_index()
    return found.least, found.most


def decimals(said):
    """How many each row of figures.csv has: as many as stand beside its formula, or as the longest of its kind and question."""
    rows = said.get("figures", pd.DataFrame(columns=["question", "figure", "value"]))
    written = rows.value.astype(str).str.extract(r"\.(\d*[1-9])$")[0].str.len().fillna(0)
    longest = written.groupby([rows.question, rows.figure]).transform("max")
    return np.maximum(longest, rows.figure.map(lambda name: FORMULAS[name][1]))


def groups(segments):
    """Statements by group: people on a side, who answered, and both of all other groups; only of groups that people declared."""
    rows = segments[~segments.group.str.contains("no group given")]
    rows = rows.set_index(["question", "option", "group"])[["count", "answered"]].set_axis(["count", "people"], axis=1)
    return rows.join((rows.groupby(level=[0, 1]).transform("sum") - rows).set_axis(["others", "of"], axis=1))


def apart(rows, segments):
    """The rows of apart.csv."""
    return groups(segments).loc[list(zip(rows.question, rows.side, rows.group, strict=True))].set_axis(rows.index)


def consensus(rows, segments):
    """Product over groups of (people on a side + 1) / (people who answered + 2), as Polis has it; mean: the geometric one."""
    each = groups(segments)
    shares = ((each["count"] + 1) / (each["people"] + 2)).groupby(level=[0, 1]).agg(["prod", "size"])
    shares = shares.loc[list(zip(rows.question, rows.side, strict=True))].set_axis(rows.index)
    return pd.DataFrame({"consensus": shares["prod"], "mean": shares["prod"] ** (1 / shares["size"])})


def bounds(found):
    """The least and the most: the same, where the counts decide."""
    return found if isinstance(found, tuple) else (found, found)


def read(folder):
    """The CSV files and results.json, by the names of the sheets: numbers as numbers, and 1 where a figure names an option."""
    said = json.loads((folder / "results.json").read_text(encoding="utf-8"))["sheets"]
    csv = {name: pd.read_csv(folder / f"csv/{name}.csv", dtype=str, keep_default_na=False) for name in said}
    said = {name: pd.DataFrame(rows, columns=csv[name].columns) for name, rows in said.items()}
    for of in csv["columns"][csv["columns"].holds.isin(["whole", "number"])].itertuples():
        for tables in (csv, said):
            numbers = pd.to_numeric(tables[of.sheet][of.column]).astype(float)
            tables[of.sheet][of.column] = numbers.fillna(1) if of.column == "value" else numbers
    return csv, said
