"""What an author may declare as groups, with the line of every mistake; and what the shipped flows declare."""

from __future__ import annotations

import pytest

from flows.counting.release import LARGE, PRESETS, SENSITIVE, STANDARD, Policy, policy_hash
from flows.counting.segments import segment_question
from flows.definition.flow import flow_from_json, flow_json
from flows.definition.loading import Checked, check_bytes, load_library
from flows.definition.localise import localise

FLOW = """\
id: tea
title: Tea
segment_by: {groups}
questions:
  - id: sector
    type: single
    text: Which sector?
    sensitive: {sensitive}
    options:
      - a: Town
      - b: Trade
  - id: drinks
    type: multi
    text: What do you drink?
    options:
      - tea: Tea
      - water: Water
  - id: role
    type: single
    text: Which role?
    shown_if: {{question: sector, in: [a]}}
    options:
      - x: Member
      - y: Officer
"""


def checked(groups: str = "sector", sensitive: str = "false") -> Checked:
    """What the checker says."""
    return check_bytes("tea.yaml", FLOW.format(groups=groups, sensitive=sensitive).encode())


def test_groups_are_declared() -> None:
    """A single question that everybody is asked makes the groups; the declaration is part of what a workshop pins."""
    flow = checked().flow
    assert flow is not None
    assert checked().errors == ()
    found = segment_question(flow)
    assert found is not None
    assert found.id == "sector"
    assert flow_from_json(flow_json(flow)).segment_by == "sector"
    assert localise(flow, "nl").segment_by == "sector"


@pytest.mark.parametrize(
    "groups, sensitive, message",
    [
        ("secter", "false", "tea.yaml:3: there is no question 'secter': did you mean 'sector'?"),
        ("drinks", "false", "tea.yaml:3: 'drinks' is a multi question: groups come from a single question"),
        (
            "role",
            "false",
            "tea.yaml:3: 'role' is asked only of some people: groups come from a question without 'shown_if'",
        ),
        ("sector", "true", "tea.yaml:3: 'sector' is sensitive: it cannot say who belongs to which group"),
        ("sector", "perhaps", "tea.yaml:8: 'sensitive' must be true or false"),
        ("[sector]", "false", "tea.yaml:3: 'segment_by' must be text: put one that begins with '[' or '{' in quotes"),
    ],
)
def test_mistakes_have_a_line(groups: str, sensitive: str, message: str) -> None:
    """What cannot make groups is an error at its line."""
    assert message in [str(problem) for problem in checked(groups, sensitive).errors]


def test_synonyms() -> None:
    """Whoever writes another word for it is told the right one."""
    problems = check_bytes(
        "tea.yaml", FLOW.replace("segment_by", "group_by").format(groups="sector", sensitive="false").encode()
    )
    assert "did you mean 'segment_by'?" in str(problems.errors[0])


def test_the_library_declares_groups() -> None:
    """Every shipped flow that asks for a sector or role compares by it."""
    assert {name: flow.segment_by for name, flow in load_library().items()} == {
        "key-questions": "sector",
        "place-keeping": "role",
        "round-tables": "org",
        "strategic-check": "role",
        "town-partnership": None,
        "working-together": "sector",
    }


def test_presets() -> None:
    """5 people a group in the standard rule, 10 in the large one, no groups and coarse scales in the sensitive one."""
    assert [(p.k, p.b, p.k_seg, p.coarse, p.close_only) for p in (STANDARD, SENSITIVE, LARGE)] == [
        (5, 3, 5, False, False),
        (8, 3, None, True, True),
        (10, 10, 10, False, False),
    ]
    assert policy_hash(Policy("standard", 5, 3)) != policy_hash(PRESETS["standard"])
    with pytest.raises(ValueError, match="k_seg"):
        Policy("own", 5, 3, k_seg=3)
