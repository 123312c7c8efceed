"""Works out every published figure anew from the counts in csv/ and compares it with results.json: python rederive.py."""

import json
import sys
from math import log2, prod
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent
SAID = json.loads((HERE / "results.json").read_text(encoding="utf-8"))["sheets"]
T = {name: pd.read_csv(HERE / "csv" / f"{name}.csv", dtype=str, keep_default_na=False) for name in SAID}
NUMBERS = [(row.sheet, row.column) for row in T["columns"].itertuples() if row.holds in {"whole", "number"}]
for sheet, column in NUMBERS:
    T[sheet][column] = pd.to_numeric(T[sheet][column])
if "segments" in T:  # in a CSV file an apostrophe stands before a name that a spreadsheet would run: "-18" of a group
    T["segments"]["group"] = [row["group"] for row in SAID["segments"]]
APART = ("count", "people", "others", "of")
FOUND = {}  # (question, figure, option) -> the least and the most it can be: the same, but where counts are withheld


def put(q, figure, option, least, most=None):
    FOUND[q, figure, option] = (least, least if most is None else most)


def percent(count, base):  # whole below 100 people, one decimal from there on, halves up
    scale = 1 if base < 100 else 10
    return (200 * scale * count + base) // (2 * base) / scale


def net(q, more, less, n):  # whole, halves away from zero
    put(q, "net agreement, -100 to 100", "", (200 * abs(more - less) + n) // (2 * n) * (1 if more >= less else -1))


def scale(q, counts, value):  # the upper and the lower half of its levels, rounded down, are its sides
    on = counts[[value.get(option) != "off scale" for option in counts.index]]
    levels = [float(value.get(option) or at) for at, option in enumerate(on.index, 1)]
    each, n, half = pd.Series(levels).repeat(on.to_numpy()), int(on.sum()), len(on) // 2
    less, more = int(on.iloc[:half].sum()), int(on.iloc[len(on) - half :].sum())
    sides = {
        "on the scale": n,
        "on its positive side": more,
        "in its middle": n - less - more,
        "on its negative side": less,
    }
    for name, people in sides.items():
        put(q, f"people {name}", "", people)
    if n:
        net(q, more, less, n)
        put(q, "median", "", each.median())
        put(q, "mean", "", each.mean())
        spread = [
            (people / n, abs(level - each.mean()) / (max(levels) - min(levels)))
            for level, people in zip(levels, on, strict=True)
        ]
        agreement = 1 + sum(share * log2(1 - distance) for share, distance in spread if share)
        put(q, "agreement (Tastle and Wierman), 0 to 1", "", agreement)


def ranking(q, options, n):
    places = T["positions"][T["positions"].question == q].pivot(index="option", columns="place", values="count")
    pairs, m = T["pairs"][T["pairs"].question == q].set_index(["option", "other"]), len(options)
    lengths = {r: places[r].sum() - (places[r + 1].sum() if r + 1 in places else 0) for r in places}  # of ballots
    out = sum(people * (m - length) for length, people in lengths.items())  # what all left out, shared alike
    share = sum(people * (m - length) * (m - length - 1) / 2 for length, people in lengths.items()) / max(out, 1)
    over, spread = pairs.preferring, 0
    for a in options:
        given, left = sum(places[r][a] * (m - r) for r in places), n - places.loc[a].sum()
        points = (given + left * share) / n
        if over.notna().all():
            points = sum(n + over[a, b] - over[b, a] for b in options if b != a) / (2 * n)
        spread += (n * (m - points) - n * (m + 1) / 2) ** 2
        put(q, "mean Borda points", a, points)
        put(q, "mean place, 1 is the top", a, m - points)
        put(q, "ranked it first", a, places[1][a])
    winners = [a for a in options if all(pairs.beats[a, b] == "yes" for b in options if b != a)] or [""]
    for a in winners if over.notna().all() else ("", *options):  # where pairs are withheld, no count tells which
        put(q, "preferred to each other option", a, 0)
    put(q, "agreement of the orders (Kendall's W), 0 to 1", "", 12 * spread / (n**2 * (m**3 - m)))
    if over.notna().all():
        schulze(q, options, {pair: over[pair] * (over[pair] > over[pair[::-1]]) for pair in over.index})


def schulze(q, options, path):  # the strongest paths by winning votes; whom nobody left is above of is next
    for c in options:
        for a, b in path:
            path[a, b] = max(path[a, b], min(path[a, c], path[c, b])) if c not in {a, b} else path[a, b]
    left = list(options)
    while left:
        best = [a for a in left if not any(path[b, a] > path[a, b] for b in left if b != a)]
        for a in best:
            put(q, "place by the Schulze method, equals share one", a, 1 + len(options) - len(left))
        left = [a for a in left if a not in best]


def allocation(q, rows, n):
    for option, mine in rows.groupby("option"):
        for end, bound in (("from", "at least"), ("to", "at most")):
            given = mine[end].repeat(mine["count"])
            put(q, f"median points, zeros included, {bound}", option, given.sort_values().median())
        put(
            q, "mean points, zeros included", option, *((mine[end] * mine["count"]).sum() / n for end in ("from", "to"))
        )


BOOK = T["codebook"].set_index(["question", "option"])
for q, rows in T["counts"].groupby("question", sort=False):
    counts, n, value, kind = (
        rows.set_index("option")["count"],
        int(rows.answered.iloc[0]),
        BOOK.value[q],
        BOOK.type[q].iloc[0],
    )
    if not n:
        continue
    for option, count in counts.items():
        put(q, "percent", option, percent(count, n))
    if kind == "scale":
        scale(q, counts, value)
    elif kind == "stance":
        net(q, counts["agree"], counts["disagree"], n)
        sides = counts["agree"] + counts["disagree"]
        put(q, "percentage who agree, of those who took a side", "", percent(counts["agree"], sides or 1))
    elif kind == "multi":
        put(q, "mean number of options ticked", "", counts[value != "only alone"].sum() / n)
        put(q, "people who answered and ticked nothing", "", 0, n - counts.max())  # a count, which nothing else tells
    elif kind == "ranking":
        ranking(q, list(counts.index), n)
    elif kind == "allocation":
        allocation(q, T["points"][T["points"].question == q], n)
for q, rows in T["texts"].groupby("question"):
    alike = {" ".join(text.split()).casefold() for text in rows.text}
    put(q, "different open answers among those listed", "", len(alike))
for q, rows in T["segments"].groupby("question") if "segments" in T else ():
    for row in rows.itertuples():
        put(q, f"percent of {row.group}", row.option, percent(row.count, row.answered))
    declared = rows[~rows.group.str.contains("no group given")]
    for side, mine in declared.groupby("option"):
        product = prod((row.count + 1) / (row.answered + 2) for row in mine.itertuples())
        put(q, "consensus", side, product)
        put(q, "consensus, mean", side, product ** (1 / len(mine)))
        for row in mine.itertuples():
            rest = mine[mine.group != row.group]
            people_in = (row.count, row.answered, *rest[["count", "answered"]].sum())
            for name, people in zip(APART, people_in, strict=True):
                put(q, f"{name}, {row.group}", side, people)
for row in T["bases"].itertuples():
    put(row.question, "no_answer", "", row.asked - row.answered)

PUBLISHED = [(r["question"], "percent", r["option"], r["percent"]) for r in SAID["counts"] if r["answered"]]
PUBLISHED += [(r["question"], f"percent of {r['group']}", r["option"], r["percent"]) for r in SAID.get("segments", [])]
PUBLISHED += [(r["question"], r["figure"], r["option"] or "", r["value"]) for r in SAID.get("figures", [])]
PUBLISHED += [(r["question"], "no_answer", "", r["no_answer"]) for r in SAID["bases"] if r["asked"] is not None]
PUBLISHED += [(r["question"], "consensus", r["side"], r["consensus"]) for r in SAID.get("across", [])]
PUBLISHED += [(r["question"], "consensus, mean", r["side"], r["mean"]) for r in SAID.get("across", [])]
PUBLISHED += [
    (r["question"], f"{name}, {r['group']}", r["side"], r[name]) for r in SAID.get("apart", []) for name in APART
]
DIGITS = {}  # a figure is written with as many decimals as the longest of its kind, these with two or four
ALWAYS = {"agreement (T": 2, "agreement of": 2, "mean Borda p": 2, "mean number ": 2, "consensus": 4, "consensus, m": 4}
for q, figure, _, value in PUBLISHED:
    digits = 0 if value is None or value == int(value) else len(str(value).partition(".")[2])
    DIGITS[q, figure] = max(digits, DIGITS.get((q, figure), 0), ALWAYS.get(figure[:12], 0))


def agrees(q, figure, option, value):
    least, most = FOUND.get((q, figure, option), (1, 0))
    slack = 0.5 * 10 ** -DIGITS[q, figure] + 1e-9
    return (q, figure, option) in FOUND if value is None else least - slack <= value <= most + slack


wrong = [one for one in PUBLISHED if not agrees(*one)]
differ = [
    pair
    for pair in NUMBERS
    if not T[pair[0]][pair[1]].astype(float).equals(pd.DataFrame(SAID[pair[0]])[pair[1]].astype(float))
]
for one in (*wrong, *(("the CSV and the JSON differ in", *pair) for pair in differ)):
    print("not as counted:", *one)
print(f"{len(PUBLISHED) - len(wrong)} of {len(PUBLISHED)} figures agree")
sys.exit(bool(wrong or differ))
