"""When waiting answers may be counted and shown: thresholds, a reserve, random members; knows no answers, no people.

One rule for every question, live or at close (anonymity rules, 3b). Nothing here looks at what was answered: a decision
depends on how many wait, how many are out, the policy and the chance handed in. A tally only ever grows by whole
batches.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from flows.definition.flow import Question, TextQuestion

FLOOR_K = 4
FLOOR_B = 2


@dataclass(frozen=True)
class Policy:
    """The rule of one workshop, frozen when it is created.

    `k`: people in the first release at least; `b`: people between any two releases at least, and the reserve that is
    always held back while the workshop is open; `close_only`: nothing at all is shown before the close; `k_seg`: people
    in each group of a table by group, None: no such table; `coarse`: scales are shown in three points. Raises ValueError
    below the floor of k = 4, k_seg = 4, b = 2, where the rule would protect nobody.
    """

    preset: str
    k: int
    b: int
    close_only: bool = False
    k_seg: int | None = None
    coarse: bool = False

    def __post_init__(self) -> None:
        """Refuse what protects nobody."""
        if self.k < FLOOR_K or self.b < FLOOR_B or (self.k_seg is not None and self.k_seg < FLOOR_K):
            raise ValueError(f"a release policy needs k and k_seg >= {FLOOR_K} and b >= {FLOOR_B}")


STANDARD = Policy("standard", k=5, b=3, k_seg=5)
SENSITIVE = Policy("sensitive", k=8, b=3, close_only=True, coarse=True)
LARGE = Policy("large", k=10, b=10, k_seg=10)
PRESETS: Mapping[str, Policy] = {policy.preset: policy for policy in (STANDARD, SENSITIVE, LARGE)}


def policy_json(policy: Policy) -> str:
    """The policy as canonical JSON (sorted keys, no blanks): what a workshop pins and what is hashed."""
    return json.dumps(asdict(policy), sort_keys=True, separators=(",", ":"))


def policy_from_json(text: str) -> Policy:
    """The policy that `policy_json` wrote. Raises ValueError or TypeError on anything else."""
    return Policy(**json.loads(text))


def policy_hash(policy: Policy) -> str:
    """SHA-256 of `policy_json`, hex: what participants are shown to see that the rule did not change."""
    return hashlib.sha256(policy_json(policy).encode()).hexdigest()


def is_live(question: Question, policy: Policy) -> bool:
    """Whether the question may be released before the close.

    Not when it has a condition: how many were asked, and when they were enough, would tell answers to the earlier
    question. Not when it is open text: a text shown early can be matched with who has just written.
    """
    return not (policy.close_only or question.shown_if is not None or isinstance(question, TextQuestion))


def needed(released: int, policy: Policy) -> int:
    """How many people must be waiting before a release, when `released` people are out already."""
    return policy.k + policy.b if released == 0 else 2 * policy.b


def members_to_release(
    waiting_tokens: Sequence[bytes], released: int, policy: Policy, chance: random.Random
) -> tuple[bytes, ...] | None:
    """Who is counted at a tick: a uniform random subset of all but b of those waiting, sorted; None when too few wait.

    The draw is over sorted tokens, so it does not depend on who came first. Exactly b stay in reserve.
    """
    if policy.close_only or len(waiting_tokens) < needed(released, policy):
        return None
    return tuple(sorted(chance.sample(sorted(waiting_tokens), len(waiting_tokens) - policy.b)))


def final_members(waiting_tokens: Sequence[bytes], released: int, policy: Policy) -> tuple[bytes, ...]:
    """Who is counted at the close, sorted: everyone waiting, or nobody where that batch is too small to hide in."""
    smallest = policy.k if released == 0 else policy.b
    return tuple(sorted(waiting_tokens)) if len(waiting_tokens) >= smallest else ()


def missing(question: Question, policy: Policy, submitted: int, released: int) -> int | None:
    """How many more people must submit before this summary appears or grows; 0: at the next look; None: at close.

    It reads only the number of people who ever submitted, the people released and the policy. For a live question
    everybody who submits is one voter whatever they answered, so this says nothing about any answer. Withdrawals are
    not looked at: the number shown may be too hopeful, never a hint at who withdrew.
    """
    if not is_live(question, policy):
        return None
    waiting = max(0, submitted - released)
    return max(0, needed(released, policy) - waiting)
