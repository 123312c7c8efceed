"""Rules that say who is shown when: ours, what others do instead, and ours with an edit; knows no answers."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from flows.counting import release
from flows.counting.release import Policy

Members = Callable[[Sequence[bytes], int, Policy, random.Random], tuple[bytes, ...] | None]
"""(tokens waiting in order of arrival, people released, policy, chance) -> who is shown at this look, if anybody."""
Final = Callable[[Sequence[bytes], int, Policy], tuple[bytes, ...]]
"""(tokens waiting in order of arrival, people released, policy) -> who is shown at the close."""


@dataclass(frozen=True)
class Rule:
    """Two functions as `members_to_release` and `final_members` make them of `flows.counting.release`."""

    members: Members
    final: Final


def members_to_release(
    waiting: Sequence[bytes], released: int, policy: Policy, chance: random.Random, rule: Any = release
) -> tuple[bytes, ...] | None:
    """Who is counted at a tick; None: nobody. `rule`: the module that decides, or an edited one."""
    decision = rule.decide(policy, rule.Ask.TICK, rule.Crowd(len(waiting), released))
    return None if decision.door is None else tuple(rule.drawn(decision, waiting, chance))


def final_members(waiting: Sequence[bytes], released: int, policy: Policy, rule: Any = release) -> tuple[bytes, ...]:
    """Who is counted at the close."""
    decision = rule.decide(policy, rule.Ask.CLOSE, rule.Crowd(len(waiting), released))
    return () if decision.door is None else tuple(rule.drawn(decision, waiting, _NO_CHANCE))


class _NoChance(random.Random):
    """A close draws nothing."""

    def sample(self, *_: Any, **__: Any) -> Any:
        """Refuse."""
        raise AssertionError("a close counts all or nobody")


_NO_CHANCE = _NoChance(0)


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


OURS = Rule(members_to_release, final_members)
"""The rule of flows/counting/release.py, looked up at each call: whatever happens to it happens to its figures."""
LIVE = Rule(_live, _everyone)
"""Every answer is shown as it arrives."""
MINIMUM = Rule(_minimum, _everyone)
"""Nothing below k people, then every answer as it arrives: what most tools call anonymous."""
FIFO = Rule(_fifo, _everyone)
"""Batches of k and then b in order of arrival, the rest at the close."""


def edited_module(*edits: tuple[str, str]) -> ModuleType:
    """flows/counting/release.py after replacing words of its source. Raises ValueError unless each old text is there once."""
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
    return module


def edited(*edits: tuple[str, str]) -> Rule:
    """Our rule after such edits."""
    module = edited_module(*edits)

    def members(
        waiting: Sequence[bytes], released: int, policy: Policy, chance: random.Random
    ) -> tuple[bytes, ...] | None:
        return members_to_release(waiting, released, policy, chance, module)

    def final(waiting: Sequence[bytes], released: int, policy: Policy) -> tuple[bytes, ...]:
        return final_members(waiting, released, policy, module)

    return Rule(members, final)
