"""Every broken release rule is noticed, by the invariant it breaks, within a few stories."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.attacks.break_the_rule import judge, opens_wrongly
from tests.attacks.invariants import NAMES, broken_by
from tests.attacks.rule_model import Case, Room, cases
from tests.attacks.rules import edited, edited_module
from tests.attacks.variants import OPEN_DOORS, OpenDoor, Variant, variants

STORIES = 60


@lru_cache(maxsize=1)
def stories() -> list[Case]:
    """The same for all variants."""
    return cases(STORIES)


@pytest.mark.parametrize("variant", variants(), ids=lambda variant: variant.name)
def test_broken_rule_is_noticed(variant: Variant) -> None:
    """A rule broken in this way breaks the invariant that was made for it."""
    assert any(variant.breaks in broken_by(variant.make, story) for story in stories())


@pytest.mark.parametrize("door", OPEN_DOORS, ids=lambda door: door.name)
def test_broken_door_is_noticed(door: OpenDoor) -> None:
    """A door that opens at a wrong moment, or to other people, is none of those in the rule book."""
    assert opens_wrongly(edited_module(door.edit)) is not None


def test_our_doors_are_those_of_the_book() -> None:
    """For every crowd in small rooms the rule we ship opens the door that the book says, for as many people."""
    assert opens_wrongly() is None


def test_our_rule_is_whole() -> None:
    """The rule we ship breaks none of the invariants in the same stories, and in more."""
    assert judge(Room, cases(3 * STORIES)).noticed == {}


def test_every_invariant_has_its_breaker() -> None:
    """No invariant is there for show: each has a variant that was made to break it."""
    assert {variant.breaks for variant in variants()} == set(NAMES)


def test_an_edit_that_no_longer_fits_is_an_error() -> None:
    """A variant cannot quietly become our own rule when the source changes."""
    with pytest.raises(ValueError, match="exactly once"):
        edited(("policy.k + policy.q", "policy.k"))
