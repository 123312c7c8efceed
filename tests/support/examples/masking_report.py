"""Measures masking on labelled texts and prints how much is found, rightly, and how long it takes.

`python -m tests.support.examples.masking_report [--figures] [FILE ...]`; without a file the sets beside this one. With
`--figures` it prints no text: so that one can measure on texts without tuning on them.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flows.masking.hiding import Span, doubtful, find

HERE = Path(__file__).parent
TUNED, HELD = HERE / "masking_tuned.txt", HERE / "masking_held.txt"
"""Made-up answers in five languages: those the rules were tuned on, and those that were only measured."""

KINDS = {
    "PHONE": "phone",
    "EMAIL": "email",
    "URL": "url",
    "HANDLE": "handle",
    "ADDRESS": "address",
    "ID": "account",
    "BIRTH": "birth",
    "PERSON": "person",
}
LETTERS = {kind[0]: name for kind, name in KINDS.items()} | {"T": "phone"}
MARKED = re.compile(r"\{([A-Z]):([^{}]*)\}")
"""A part of a text with the letter of its kind, as in `{T:07700 900222}`; P is a person, T a telephone."""


@dataclass(frozen=True)
class Example:
    """A text and what is personal in it, as (start, end, kind)."""

    text: str
    spans: frozenset[tuple[int, int, str]]
    language: str = ""


@dataclass
class Score:
    """How much of a kind there is, was found, and was found rightly. A span is right when it overlaps one of its kind."""

    there: int = 0
    found: int = 0
    right: int = 0
    hit: int = 0
    exact: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The part of the found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The part of what is there that was found."""
        return self.hit / self.there if self.there else 1.0


def examples(path: Path) -> list[Example]:
    """The labelled texts of a file: marked lines below `[language]`, or one JSON object a line."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#"]
    if path.suffix == ".txt":
        return list(marked(lines))
    rows = [json.loads(line) for line in lines]
    return [
        Example(row["text"], frozenset((s["start"], s["end"], KINDS[s["type"]]) for s in row["spans"]), row["lang"])
        for row in rows
    ]


def marked(lines: Iterable[str]) -> Iterable[Example]:
    """Marked lines as texts."""
    language = ""
    for line in lines:
        if line.startswith("["):
            language = line.strip("[]")
            continue
        text, spans, at = "", set(), 0
        for match in MARKED.finditer(line):
            text += line[at : match.start()]
            spans.add((len(text), len(text) + len(match[2]), LETTERS[match[1]]))
            text += match[2]
            at = match.end()
        yield Example(text + line[at:], frozenset(spans), language)


def same(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether two spans are of one kind and share a character."""
    return one[2] == other[2] and one[0] < other[1] and other[0] < one[1]


def add(
    score: Score, example: Example, wanted: Iterable[tuple[int, int, str]], got: Sequence[tuple[int, int, str]]
) -> None:
    """Adds one text's spans of a group of kinds to a score."""
    targets = list(wanted)
    score.there += len(targets)
    score.found += len(got)
    score.right += sum(any(same(span, target) for target in targets) for span in got)
    score.hit += sum(any(same(target, span) for span in got) for target in targets)
    score.exact += len(set(targets) & set(got))
    score.missed += [example.text for target in targets if not any(same(target, span) for span in got)]
    score.wrong += [example.text[s[0] : s[1]] for s in got if not any(same(s, target) for target in targets)]


def scores(texts: Iterable[Example]) -> dict[str, Score]:
    """Scores by kind, and under "structured" those of all kinds but names."""
    table: dict[str, Score] = defaultdict(Score)
    for example in texts:
        got = [as_tuple(span) for span in find(example.text)]
        for kind in {span[2] for span in (*got, *example.spans)}:
            add(table[kind], example, [s for s in example.spans if s[2] == kind], [s for s in got if s[2] == kind])
        structured = [span for span in got if span[2] != "person"]
        add(table["structured"], example, [s for s in example.spans if s[2] != "person"], structured)
    return dict(table)


def as_tuple(span: Span) -> tuple[int, int, str]:
    """A span as the examples have them."""
    return span.start, span.end, span.kind


def altered(texts: Iterable[Example]) -> tuple[list[str], int]:
    """Of the texts without anything personal those that masking would alter, and how many there are."""
    harmless = [example.text for example in texts if not example.spans]
    return [text for text in harmless if find(text)], len(harmless)


def milliseconds(texts: Iterable[Example]) -> list[float]:
    """How long each text takes."""
    find("Hannah reads the lists")
    taken = []
    for example in texts:
        began = time.perf_counter()
        find(example.text)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def report(texts: Sequence[Example], *, figures: bool = False) -> str:
    """The tables as text, by language and for all."""
    languages = sorted({example.language for example in texts})
    parts = [(name, [example for example in texts if example.language == name]) for name in languages]
    lines: list[str] = []
    for name, part in [*parts, ("all", list(texts))]:
        lines += table(name, part, figures=figures or name == "all")
    asked = sum(bool(doubtful(example.text)) for example in texts if not example.spans)
    taken = milliseconds(texts)
    lines.append(f"harmless texts gently asked about: {asked}")
    lines.append(f"ms a text: mean {sum(taken) / len(taken):.2f}, worst {max(taken):.2f}")
    return "\n".join(lines)


def table(name: str, texts: Sequence[Example], *, figures: bool) -> Iterable[str]:
    """The lines of one language."""
    yield f"{name:<12}{'n':>4}{'found':>7}{'precision':>11}{'recall':>8}{'exact':>7}"
    for kind, score in sorted(scores(texts).items()):
        yield f"{kind:<12}{score.there:>4}{score.found:>7}{score.precision:>11.3f}{score.recall:>8.3f}{score.exact:>7}"
        if not figures:
            yield from (f"    missed in: {text}" for text in score.missed)
            yield from (f"    wrong: {text}" for text in score.wrong)
    changed, harmless = altered(texts)
    yield f"harmless texts altered: {len(changed)} of {harmless}"
    if not figures:
        yield from (f"    altered: {text}" for text in changed)


if __name__ == "__main__":
    files = [Path(name) for name in sys.argv[1:] if name != "--figures"] or [TUNED, HELD]
    chosen = [example for file in files for example in examples(file)]
    sys.stdout.write(report(chosen, figures="--figures" in sys.argv) + "\n")
