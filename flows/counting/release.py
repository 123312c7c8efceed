"""By which door waiting answers may be counted and shown: thresholds, a reserve, random members; knows no answers, no people.

One rule for everything that people answer: a question, a poll, a vote, a round of questions to the panel, a table in the room
(anonymity rules, 3b and 3f). There are three doors, `decide` says which one opens, and there is no other way to a number.
Nothing here looks at what was answered: a decision depends on how many wait, are counted, take part and have handed in, on
the policy and on the chance handed in. A tally only ever grows by whole batches.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import assert_never

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


class Ask(StrEnum):
    """Who asks for a result. TICK: the coarse clock; LOOK: a facilitator; END: a facilitator, for good; CLOSE: the workshop's close."""

    TICK = "tick"
    LOOK = "look"
    END = "end"
    CLOSE = "close"


class Door(StrEnum):
    """How answers are let through.

    LOOK: all but b of those waiting, by lot. FOR_GOOD: everybody who takes part, those who have not answered as "no answer";
    afterwards nobody can answer or change it. CLOSE: all that wait, once.
    """

    LOOK = "look"
    FOR_GOOD = "for good"
    CLOSE = "close"


class Why(StrEnum):
    """Why no door opens. AT_CLOSE: this comes at the workshop's close only; TOO_FEW: too few wait to hide in."""

    AT_CLOSE = "at close"
    TOO_FEW = "too few"


@dataclass(frozen=True)
class Crowd:
    """How many people stand behind one question, and nothing else about them.

    `waiting`: their answers can still be changed; `counted`: in the latest release; `taking_part`: agreed and have not left;
    `handed_in`: of those taking part, waiting or counted. `of_some`: not everybody is asked (a condition, a table's note-taker).
    `written`: an open answer, which no clock shows: it could be matched with who has just written. `collected`: written in a
    round of questions to the panel, which stand among as many who had none.
    """

    waiting: int
    counted: int = 0
    taking_part: int = 0
    handed_in: int = 0
    of_some: bool = False
    written: bool = False
    collected: bool = False


@dataclass(frozen=True)
class Decision:
    """What becomes of those who wait. `why`: none of the doors opens, None when one does.

    `members`: of those waiting, the people counted now; `reserve`: those held back; `absent`: people who take part, have not
    answered and are counted as "no answer". `missing`: how many more must hand it in before a look; `missing_for_good`: before
    it can be closed for good (None: it never can be).
    """

    door: Door | None
    members: int = 0
    reserve: int = 0
    absent: int = 0
    why: Why | None = None
    missing: int = 0
    missing_for_good: int | None = None


MOST_ROUNDS = 2
"""The same question is asked before and after the discussion; a third time would only single out who changes."""


def decide(policy: Policy, ask: Ask, crowd: Crowd) -> Decision:
    """Which door opens for a question, and for how many people."""
    match ask:
        case Ask.CLOSE:
            return _at_close(policy, crowd)
        case Ask.TICK | Ask.LOOK | Ask.END:
            if is_for_the_close(policy, crowd):
                return Decision(None, reserve=crowd.waiting, why=Why.AT_CLOSE)
            if ask is Ask.END and not missing_for_good(policy, crowd):
                return Decision(
                    Door.FOR_GOOD, members=crowd.waiting, absent=crowd.taking_part - crowd.handed_in, missing_for_good=0
                )
            if crowd.written and (ask is Ask.TICK or not crowd.collected):
                # A look would leave the words of one or two authors readable until others have written.
                return Decision(
                    None, reserve=crowd.waiting, why=Why.AT_CLOSE, missing_for_good=missing_for_good(policy, crowd)
                )
            return _look(policy, crowd)
        case _:
            assert_never(ask)


def is_for_the_close(policy: Policy, crowd: Crowd) -> bool:
    """Whether nothing of it is counted before the workshop's close, whoever asks."""
    return policy.close_only or crowd.of_some


def _look(policy: Policy, crowd: Crowd) -> Decision:
    more = needed(crowd.counted, policy) - crowd.waiting
    for_good = missing_for_good(policy, crowd)
    if more > 0:
        return Decision(None, reserve=crowd.waiting, why=Why.TOO_FEW, missing=more, missing_for_good=for_good)
    held = policy.b
    return Decision(Door.LOOK, members=crowd.waiting - held, reserve=held, missing_for_good=for_good)


def _at_close(policy: Policy, crowd: Crowd) -> Decision:
    """Once: everyone waiting, or nobody where that batch is too small to hide in."""
    smallest = policy.k if crowd.counted == 0 else policy.b
    if crowd.waiting < smallest:
        return Decision(None, why=Why.TOO_FEW, missing=smallest - crowd.waiting)
    return Decision(Door.CLOSE, members=crowd.waiting)


def missing_for_good(policy: Policy, crowd: Crowd) -> int:
    """How many more must hand it in before it can be closed for good.

    A facilitator chooses that moment, so it takes k + b people and four fifths of the room: whoever brings a few accounts
    and waits for one person cannot close behind that person. What is added to an earlier release is b people at least.
    """
    most = -(-4 * crowd.taking_part // 5)
    batch = policy.b if crowd.counted else 0
    return max(0, policy.k + policy.b - crowd.handed_in, most - crowd.handed_in, batch - crowd.waiting)


def drawn(decision: Decision, waiting_tokens: Sequence[bytes], chance: random.Random) -> tuple[bytes, ...]:
    """Who is counted, sorted: a uniform random subset of those waiting, as large as was decided.

    The draw is over sorted tokens, so it does not depend on who came first. Where all are counted nothing is drawn.
    """
    if decision.members == len(waiting_tokens):
        return tuple(sorted(waiting_tokens))
    return tuple(sorted(chance.sample(sorted(waiting_tokens), decision.members)))


def crowd_of(question: Question, waiting: int, counted: int, *, table: bool = False) -> Crowd:
    """The people behind a question, as far as the question itself says. `table`: it is answered by note-takers."""
    of_some = table or question.shown_if is not None
    return Crowd(waiting, counted, of_some=of_some, written=isinstance(question, TextQuestion))


def is_live(question: Question, policy: Policy) -> bool:
    """Whether the clock may show the question before the close.

    Not when it has a condition: how many were asked, and when they were enough, would tell answers to the earlier
    question. Not when it is open text: a text shown early can be matched with who has just written.
    """
    return decide(policy, Ask.TICK, crowd_of(question, 0, 0)).why is not Why.AT_CLOSE


def needed(released: int, policy: Policy) -> int:
    """How many people must be waiting before a look, when `released` people are out already."""
    return policy.k + policy.b if released == 0 else 2 * policy.b


def missing(question: Question, policy: Policy, submitted: int, released: int) -> int | None:
    """How many more people must submit before this summary appears or grows; 0: at the next look; None: at close.

    It reads only the number of people who ever submitted, the people released and the policy. For a live question
    everybody who submits is one voter whatever they answered, so this says nothing about any answer. Withdrawals are
    not looked at: the number shown may be too hopeful, never a hint at who withdrew.
    """
    waiting = max(0, submitted - released)
    decision = decide(policy, Ask.TICK, crowd_of(question, waiting, released))
    return None if decision.why is Why.AT_CLOSE else decision.missing
