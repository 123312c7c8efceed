"""Open answers as a sheet: shuffled, each with its theme; must not know authors, or what may not be quoted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from flows.counting.tally import Tally
from storage.answers.told import Sorted
from storage.export.books import Cell
from storage.export.rounds import in_rounds
from storage.export.themes_sheet import labelled
from storage.values import BallotKind, Workshop


def quoted_rows(
    workshop: Workshop, tallies: Mapping[str, Tally], texts: Mapping[str, Sequence[str]], themes: Mapping[str, Sorted]
) -> Iterator[tuple[Cell, ...]]:
    """Open answers, question by question, in an order that depends on what was written and on nothing else.

    The workshop's id is a random number that is nowhere in the export, so the order of two texts cannot be foreseen.
    """
    if unknown := set(texts) - {question.id for question in workshop.everything.questions if question.type == "text"}:
        raise ValueError(f"texts of {len(unknown)} questions that ask for none")
    asked = {ballot.id for ballot in workshop.ballots if ballot.kind is BallotKind.ASK}  # the panel's sheet has those
    for question in in_rounds(workshop).questions:
        mine = texts.get(question.id, ()) if question.id not in asked else ()
        if mine and question.id not in tallies:
            raise ValueError(f"texts of {question.id}, which was not released")
        shuffled = sorted(mine, key=partial(_shuffled, workshop.id, question.id))
        for text, theme in labelled(shuffled, themes.get(question.id)):
            yield question.id, question.name, text, theme


def _shuffled(workshop_id: str, question_id: str, text: str) -> bytes:
    return hashlib.sha256(f"{workshop_id}\0{question_id}\0{text}".encode("utf-8", "surrogatepass")).digest()
