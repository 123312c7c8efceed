"""How well answers find together, and how long 500 take: `make bench-themes`; must not be part of any test run.

V-measure (Rosenberg and Hirschberg 2007) and adjusted Rand index (Hubert and Arabie 1985) against what people have labelled, on samples
of two sets of short texts. The number of themes is not told to anybody. "Other" is one group, for every method alike.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program itself runs

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.surroundings.meaning import Meaning
from bot.surroundings.weights import is_installed
from flows.theming.proposing import propose
from flows.theming.values import Written
from flows.theming.vectors import Embed
from tests.support.shared import shared_folder

SAMPLES = ((30, 5), (60, 7), (120, 10), (300, 12), (500, 15))
"""Texts and labels of a sample of the first set."""

PUBLISHED = ("BERTopic 0.17, default, published", "", ".39", ".26", "")
"""Its row as it was measured on fourteen samples of 30 to 2,000 short texts; 6.3 GB of memory."""


@dataclass(frozen=True)
class Sample:
    """Texts with what people have called each."""

    name: str
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    question: str = ""


Method = Callable[[Sample], Sequence[str]]


def samples() -> Iterator[Sample]:
    """The same ones at each run."""
    rows = defaultdict(list)
    for row in _read("dev_clinc150"):
        if row["label"] != "oos":
            rows[row["label"]].append(row["text"])
    for n, (size, labels) in enumerate(SAMPLES):
        chance = random.Random(n)
        names = chance.sample(sorted(rows), labels)
        weights = [1 / (place + 2) for place in range(labels)]
        drawn = Counter(chance.choices(names, weights, k=size))
        pairs = [(text, name) for name, count in sorted(drawn.items()) for text in chance.sample(rows[name], count)]
        yield Sample(f"requests {size}", *_apart(pairs))
    topics = defaultdict(list)
    for row in _read("dev_argkp_train24"):
        topics[row["group"]].append((row["text"], row["label"]))
    for name in sorted(topics)[::5]:
        yield Sample(f"debate {len(topics[name])}", *_apart(topics[name]), question=name)


def by_themes(embed: Embed | None) -> Method:
    """This project's."""

    def work(sample: Sample) -> list[str]:
        written = [Written(str(n), text, quotable=True) for n, text in enumerate(sample.texts)]
        found = propose(written, embed=embed, question=sample.question, crowd=5)
        names = {text: str(n) for n, theme in enumerate(found.themes) for text in theme.texts}
        return [names.get(str(n), "other") for n in range(len(sample.texts))]

    return work


def by_words(sample: Sample) -> list[str]:
    """TF-IDF of words and k-means, with the number of groups that has the best silhouette: what is usually done."""
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import silhouette_score

    rows = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(sample.texts)
    best = (-2.0, np.zeros(len(sample.texts), dtype=np.int64))
    for k in range(2, min(20, len(sample.texts) - 1)):
        labels = KMeans(k, n_init=5, random_state=0).fit_predict(rows)
        if len(set(labels)) > 1:
            best = max(best, (float(silhouette_score(rows, labels)), labels), key=lambda one: one[0])
    return [str(label) for label in best[1]]


def main() -> None:
    """Print the table, and the time for 500."""
    from sklearn.metrics import adjusted_rand_score, v_measure_score

    every = list(samples())
    embed = Meaning() if is_installed() else None
    methods: dict[str, Method] = {"themes, letters": by_themes(None), "TF-IDF + KMeans, silhouette": by_words}
    if embed is not None:
        methods = {"themes, meaning": by_themes(embed), **methods}
    table = Table("method", "sample", "V-measure", "ARI", "seconds")
    for name, method in methods.items():
        scores = []
        for sample in every:
            began = time.perf_counter()
            found = method(sample)
            took = time.perf_counter() - began
            scores.append((v_measure_score(sample.labels, found), adjusted_rand_score(sample.labels, found), took))
            table.add_row(name, sample.name, *(f"{one:.2f}" for one in scores[-1]))
        table.add_row(f"[b]{name}", "[b]mean", *(f"[b]{np.mean(one):.2f}" for one in zip(*scores, strict=True)))
    table.add_row(*PUBLISHED)
    Console(width=100).print(table)
    if embed is None:
        sys.stdout.write("The embedder is not installed: letters only. It comes with the extra: roundtable[themes]\n")


def _read(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(shared_folder() / "data" / "themes" / f"{name}.jsonl.gz", "rt") as file:
        yield from map(json.loads, file)


def _apart(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(text for text, _ in pairs), tuple(label for _, label in pairs)


if __name__ == "__main__":
    main()
