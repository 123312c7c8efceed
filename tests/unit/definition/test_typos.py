"""A slip in a key: `roundtable check` names its line, the key, and the right one that is nearest."""

from __future__ import annotations

import pytest

from flows.definition.flow import AllocationQuestion, MultiQuestion, Option, RankingQuestion
from flows.definition.loading import check_bytes
from flows.definition.shape import keys_of

FILE = """id: ballot
title: Ballot
questions:
  - id: projects
    type: multi
    text: Which?
    min: 0
    max: 2
    exclusive: [path]
    options:
      - {id: north, label: Library, hint: north side, short: North}
      - south: Library
        hint: south side
        short: South
      - path: A path
  - id: order
    type: ranking
    text: In which order?
    top: 3
    min: 2
    options: [{a: A}, {b: B}, {c: C}]
  - id: points
    type: allocation
    text: How many?
    total: 10
    most: 5
    spend_all: false
    max_options: 3
    options: [{a: A}, {b: B}, {c: C}]
"""
SLIPS = [
    (7, "min", "mim"), (7, "min", "minimum"), (7, "min", "at_least"), (8, "max", "mx"), (8, "max", "at_most"), (9, "exclusive", "exclusif"),
    (11, "hint", "hnit"), (11, "short", "shrot"), (13, "hint", "hints"), (14, "short", "shorter"), (14, "short", "button"),
    (19, "top", "tops"), (20, "min", "mni"), (20, "min", "least"), (25, "total", "totl"), (25, "total", "points"), (26, "most", "mots"),
    (26, "most", "max_points"), (26, "most", "max"), (27, "spend_all", "spendall"), (27, "spend_all", "spend-all"),
    (27, "spend_all", "spend"), (28, "max_options", "max_option"),
]  # fmt: skip
NEW = {*keys_of(MultiQuestion), *keys_of(RankingQuestion), *keys_of(AllocationQuestion), *keys_of(Option)} - {
    *("id", "type", "text", "help", "section", "shown_if", "sensitive", "options", "label")
}


def test_every_key_is_tried() -> None:
    """A key that is new comes into the list above; and the file without a slip is one."""
    assert {key for _, key, _ in SLIPS} == NEW
    assert check_bytes("ballot.yaml", FILE.encode()).flow is not None


@pytest.mark.parametrize(("line", "key", "slip"), SLIPS, ids=str)
def test_a_slip_is_named_with_its_line_and_the_right_key(line: int, key: str, slip: str) -> None:
    """Where an option is written short, its own id is not taken for the slip."""
    lines = FILE.splitlines()
    assert f"{key}:" in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(f"{key}:", f"{slip}:")
    problems = check_bytes("ballot.yaml", "\n".join(lines).encode()).problems
    errors = [(one.line, one.message) for one in problems if one.severity == "error"]
    assert (line, f"there is no key '{slip}' here: did you mean '{key}'?") in errors
    assert not [said for _, said in errors if "'south'" in said] or slip == "button"
