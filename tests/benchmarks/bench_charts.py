"""How long pictures take, beside the plainest peer (segno's SVG of a QR code); must not be part of the tests.

Run: python -m tests.benchmarks.bench_charts
"""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from statistics import median
from time import perf_counter
from typing import get_args

import segno

from bot.results.charting.cards import CardWords, join_card
from bot.results.charts import Format, board, chart
from tests.unit.results.test_charts import ALL, WORDS

ROUNDS = 15
LINK = "https://t.me/roundtable_rehearsal_bot?start=j_PARK7Q"
_fresh = count()


def milliseconds(work: Callable[[], object]) -> float:
    """The median of `ROUNDS` runs after one that warms up."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        times.append(1000 * (perf_counter() - start))
    return median(times)


def peer() -> None:
    """A QR code as SVG: strings only, no fonts, no pixels."""
    segno.make_qr(LINK, error="m").save(io.BytesIO(), kind="svg")


def new_chart(name: str, format: Format) -> bytes:
    """A chart that was never drawn before, so that nothing comes from typst's memory."""
    return chart(replace(ALL[name], text=f"Question {next(_fresh)}?"), WORDS, format=format)


def left_to_others() -> float:
    """The share of its speed that a busy thread keeps while charts are drawn in another (1 = the lock is never held)."""
    spins, stop = [0], threading.Event()

    def spin() -> None:
        while not stop.is_set():
            spins[0] += 1

    thread = threading.Thread(target=spin)
    thread.start()
    alone = _rate(spins, lambda: stop.wait(0.5))
    beside = _rate(spins, lambda: [new_chart("scale", "png") for _ in range(ROUNDS)])
    stop.set()
    thread.join()
    return beside / alone


def _rate(spins: list[int], work: Callable[[], object]) -> float:
    before, start = spins[0], perf_counter()
    work()
    return (spins[0] - before) / (perf_counter() - start)


def main() -> None:
    """Print one line a picture: median milliseconds, and how many times the peer's."""
    base = milliseconds(peer)
    report: list[tuple[str, float]] = [("peer: segno SVG", base)]
    for kind in get_args(Format):
        report += [(f"{name} {kind}", milliseconds(partial(new_chart, name, kind))) for name in ALL]
    report.append(("board of 7, png", milliseconds(lambda: board(list(ALL.values()), WORDS, format="png"))))
    card = CardWords(scan="Scan", type="or send", language="en")
    report.append(("join card, png", milliseconds(lambda: join_card("Park", LINK, "PARK7Q", card))))
    for name, taken in report:
        sys.stdout.write(f"{name:20} {taken:7.1f} ms {taken / base:6.1f} x\n")
    sys.stdout.write(f"a busy thread beside keeps {left_to_others():.0%} of its speed\n")


if __name__ == "__main__":
    main()
