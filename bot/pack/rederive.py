"""Works out each published figure anew from the counts in csv/, to compare it with results.json: python rederive.py."""

import sys
from pathlib import Path

import formulas as f

csv, said = f.read(Path(__file__).resolve().parent)
FIGURES = {  # sheet, column: how it follows from the counts, and its decimals; formulas.py has those of figures.csv
    ("bases", "no_answer"): (lambda rows: rows.asked - rows.answered, 0),
    ("counts", "percent"): (lambda rows: f.percent(rows["count"], rows.answered), 1),
    ("segments", "percent"): (lambda rows: f.percent(rows["count"], rows.answered), 1),
    ("across", "consensus"): (lambda rows: f.consensus(rows, csv["segments"])["consensus"], 4),
    ("across", "mean"): (lambda rows: f.consensus(rows, csv["segments"])["mean"], 4),
    ("apart", "count"): (lambda rows: f.apart(rows, csv["segments"])["count"], 0),
    ("apart", "people"): (lambda rows: f.apart(rows, csv["segments"])["people"], 0),
    ("apart", "others"): (lambda rows: f.apart(rows, csv["segments"])["others"], 0),
    ("apart", "of"): (lambda rows: f.apart(rows, csv["segments"])["of"], 0),
    ("figures", "value"): (lambda rows: f.figures(rows, csv), f.decimals(said)),
}
agree, of, within, wrong = 0, 0, 0, []
for sheet, column in ((sheet, column) for sheet, rows in csv.items() for column in rows.select_dtypes("number")):
    published, counted = said[sheet][column], csv[sheet][column]
    ok = (published == counted) | (published.isna() & counted.isna())
    if (sheet, column) in FIGURES:
        work_out, decimals = FIGURES[sheet, column]
        least, most = f.bounds(work_out(csv[sheet]))
        half = 0.5 / 10.0**decimals + 1e-9
        ok &= published.between(least - half, most + half) | (published.isna() & least.isna())
        agree, of = agree + (ok & published.notna()).sum(), of + published.notna().sum()
        within += (ok & (most - least > 1e-9)).sum()
    wrong += [f"{sheet}.csv, line {at + 2}: {column} {published[at]} does not agree" for at in ok.index[~ok]]
bounds = f", {within} of them only within bounds, because the counts that decide them are withheld" if within else ""
print(*wrong, f"{agree} of {of} figures agree{bounds}", sep="\n")
sys.exit(bool(wrong))
