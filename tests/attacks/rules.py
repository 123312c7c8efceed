"""Rules that say who is shown when: ours, what others do instead, and ours with an edit; knows no answers."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from flows.counting import release
from flows.counting.release import Policy

Members = Callable[[Sequence[bytes], int, Policy, random.Random], tuple[bytes, ...] | None]
"""(tokens waiting in order of arrival, people released, policy, chance) -> who is shown at this look, if anybody."""
Final = Callable[[Sequence[bytes], int, Policy], tuple[bytes, ...]]
"""(tokens waiting in order of arrival, people released, policy) -> who is shown at the close."""


@dataclass(frozen=True)
class Rule:
    """Two functions with the signatures of `flows.counting.release.members_to_release` and `final_members`."""

    members: Members
    final: Final


def _our_members(
    waiting: Sequence[bytes], released: int, policy: Policy, chance: random.Random
) -> tuple[bytes, ...] | None:
    return release.members_to_release(waiting, released, policy, chance)


def _our_final(waiting: Sequence[bytes], released: int, policy: Policy) -> tuple[bytes, ...]:
    return release.final_members(waiting, released, policy)


def _everyone(waiting: Sequence[bytes], _released: int, _policy: Policy) -> tuple[bytes, ...]:
    return tuple(waiting)


def _live(
    waiting: Sequence[bytes], _released: int, _policy: Policy, _chance: random.Random
) -> tuple[bytes, ...] | None:
    return tuple(waiting) or None


def _minimum(waiting: Sequence[bytes], released: int, policy: Policy, _c: random.Random) -> tuple[bytes, ...] | None:
    return tuple(waiting) if len(waiting) >= (1 if released else policy.k) else None


def _fifo(waiting: Sequence[bytes], released: int, policy: Policy, _chance: random.Random) -> tuple[bytes, ...] | None:
    size = policy.b if released else policy.k
    return tuple(waiting[:size]) if len(waiting) >= size else None


OURS = Rule(_our_members, _our_final)
"""The rule of flows/counting/release.py, looked up at each call: whatever happens to it happens to its figures."""
LIVE = Rule(_live, _everyone)
"""Every answer is shown as it arrives."""
MINIMUM = Rule(_minimum, _everyone)
"""Nothing below k people, then every answer as it arrives: what most tools call anonymous."""
FIFO = Rule(_fifo, _everyone)
"""Batches of k and then b in order of arrival, the rest at the close."""


def edited(*edits: tuple[str, str]) -> Rule:
    """Our rule after replacing words of its source. Raises ValueError unless each old text is there exactly once."""
    source = Path(release.__file__).read_text(encoding="utf-8")
    for old, new in edits:
        if source.count(old) != 1:
            raise ValueError(f"flows/counting/release.py does not have this text exactly once: {old}")
        source = source.replace(old, new)
    module = ModuleType("edited_release")
    sys.modules[module.__name__] = module  # dataclasses look their module up by name
    try:
        exec(compile(source, "edited_release.py", "exec"), module.__dict__)
    finally:
        del sys.modules[module.__name__]
    return Rule(module.members_to_release, module.final_members)
