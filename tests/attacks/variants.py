"""Ways to break the release rule, each a plausible mistake, and the invariant that must notice it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from flows.counting.release import Policy
from tests.attacks.invariants import Make
from tests.attacks.rule_model import Room, token
from tests.attacks.rules import edited


@dataclass(frozen=True)
class Variant:
    """A broken rule: a name that says how, a room that obeys it, and the invariant it was made to break."""

    name: str
    make: Make
    breaks: str


class AnswersFirst(Room):
    """Shows whom the chance drew, but those with the most frequent answer before all others."""

    def due(self) -> tuple[bytes, ...] | None:
        """As many as drawn, the same answers together."""
        drawn = super().due()
        common = [answer for answer, _ in Counter(self.pending.values()).most_common()]
        return drawn and tuple(sorted(self.pending, key=lambda one: common.index(self.pending[one]))[: len(drawn)])


class UntilDiverse(Room):
    """Holds a batch back while all its answers are the same."""

    def due(self) -> tuple[bytes, ...] | None:
        """The drawn batch, or none."""
        drawn = super().due()
        return drawn if drawn and len({self.pending[one] for one in drawn}) > 1 else None


class DrawnAgain(Room):
    """Draws up to three times until the answers of a batch differ."""

    def due(self) -> tuple[bytes, ...] | None:
        """The first diverse batch of three."""
        draws = [super(DrawnAgain, self).due() for _ in range(3)]
        return next((drawn for drawn in draws if drawn and len({self.pending[one] for one in drawn}) > 1), draws[0])


class ReserveTwice(Room):
    """Forgets at the close that the people of the last batch are counted."""

    def last(self) -> tuple[bytes, ...]:
        """Those who wait, and their number once more."""
        members = super().last()
        if members and self.shown:
            self.counts += Counter(self.pending[one] for one in members)
        return members


class CloseInPieces(Room):
    """Shows the first b of those left at the close, then the others."""

    def close(self) -> None:
        """Two releases instead of one."""
        members = super().last()
        if self.is_open and len(members) > self.policy.b:
            self.count(members[: self.policy.b])
            self.count(members[self.policy.b :])
        super().close()


class SpentForgotten(Room):
    """Lets someone who is counted withdraw and vote again."""

    def withdraw(self, who: int) -> None:
        """Delete what waits and the memory of what was counted."""
        super().withdraw(who)
        self.spent.discard(token(who))


class NeverSpent(Room):
    """Does not remember who was counted."""

    def count(self, members: tuple[bytes, ...]) -> None:
        """Count and forget."""
        super().count(members)
        self.spent.clear()


class TakesBack(Room):
    """Lets a counted answer be withdrawn: the totals go down by it."""

    def withdraw(self, who: int) -> None:
        """Take one off the most frequent answer in place of the one that is no longer known."""
        super().withdraw(who)
        if self.is_open and token(who) in self.spent:
            self.spent.remove(token(who))
            self.counts.subtract([self.counts.most_common(1)[0][0]])


class EditsCounted(Room):
    """Lets a counted answer be changed: one total goes down, another up."""

    def submit(self, who: int, answer: str) -> None:
        """Hand in, or move a vote."""
        if self.is_open and token(who) in self.spent:
            self.counts.subtract([self.counts.most_common(1)[0][0]])
            self.counts[answer] += 1
        super().submit(who, answer)


class CountedTwice(Room):
    """Leaves those who were counted among the waiting."""

    def count(self, members: tuple[bytes, ...]) -> None:
        """Count without removing."""
        kept = dict(self.pending)
        super().count(members)
        self.pending = kept if self.is_open else self.pending


class LowersMidway(Room):
    """Takes a weaker policy once the first look has been."""

    def lower(self) -> Policy:
        """The policy from now on."""
        return replace(self.policy, k=4)

    def tick(self) -> None:
        """Look, then weaken."""
        super().tick()
        self.policy = self.lower()


class LowersReserve(LowersMidway):
    """The same for the size of later batches and of the reserve."""

    def lower(self) -> Policy:
        """The policy from now on."""
        return replace(self.policy, b=2)


class OnArrival(Room):
    """Looks whenever somebody answers."""

    def submit(self, who: int, answer: str) -> None:
        """Hand in and look."""
        super().submit(who, answer)
        self.tick()


class Reopens(Room):
    """Takes answers again after the close."""

    def submit(self, who: int, answer: str) -> None:
        """Hand in, open or not."""
        self.is_open = True
        super().submit(who, answer)


class KeepsSpent(Room):
    """Leaves the tokens of those who were counted in place at the close."""

    def close(self) -> None:
        """Close, and put the tokens back."""
        spent, members = set(self.spent), set(self.pending)
        super().close()
        self.spent = spent | members


def _edit(name: str, breaks: str, *edits: tuple[str, str]) -> Variant:
    rule = edited(*edits)
    return Variant(name, lambda policy, chance: Room(policy, chance, rule), breaks)


def _room(name: str, breaks: str, kind: type[Room]) -> Variant:
    def make(policy: Policy, chance: random.Random) -> Room:
        return kind(policy, chance)

    return Variant(name, make, breaks)


@dataclass(frozen=True)
class OpenDoor:
    """`flows/counting/release.py` with an edit that opens a door at a wrong moment, or to other people."""

    name: str
    edit: tuple[str, str]


_FIFTHS = "-(-4 * crowd.taking_part // 5)"
_SHUT = "return policy.close_only or crowd.of_some"
_WORDS = "if crowd.written and (ask is Ask.TICK or not crowd.collected):"
OPEN_DOORS = (
    OpenDoor("closed for good at k", ("policy.k + policy.b - crowd.handed_in", "policy.k - crowd.handed_in")),
    OpenDoor("closed for good behind half of the room", (_FIFTHS, "-(-crowd.taking_part // 2)")),
    OpenDoor("four fifths rounded down", (_FIFTHS, "4 * crowd.taking_part // 5")),
    OpenDoor("closed for good right after a look", ("batch = policy.b if crowd.counted else 0", "batch = 0")),
    OpenDoor("who has not answered is left out", ("absent=crowd.taking_part - crowd.handed_in", "absent=0")),
    OpenDoor("the clock closes for good", ("ask is Ask.END and not missing", "ask is not Ask.LOOK and not missing")),
    OpenDoor("a look at a question with a condition", (_SHUT, _SHUT.replace(" or crowd.of_some", ""))),
    OpenDoor(
        "open answers on the clock",
        (_WORDS, _WORDS.replace("(ask is Ask.TICK or not crowd.collected)", "not crowd.collected")),
    ),
    OpenDoor("a look at open answers", (_WORDS, _WORDS.replace(" or not crowd.collected", ""))),
    OpenDoor("close only is ended by hand", (_SHUT, _SHUT.replace("policy.close_only or ", ""))),
)
"""Each is noticed by `tests.attacks.break_the_rule.opens_wrongly`."""


_NEED = "policy.k + policy.b if released == 0 else 2 * policy.b"
_DRAW = "chance.sample(sorted(waiting_tokens), decision.members)"
_HELD = "held = policy.b"
_LEAST = "policy.k if crowd.counted == 0 else policy.b"
_KEPT = "if crowd.waiting < smallest:"
_EARLY = "return policy.close_only or crowd.of_some"


def variants() -> Iterable[Variant]:
    """All of them: the first half are edits of flows/counting/release.py, the others break what goes on around it.

    Raises ValueError when an edit no longer fits the source: then it has to be written anew.
    """
    return (
        _edit("first release one person early", "I1", (_NEED, _NEED.replace("policy.b if", "policy.b - 1 if"))),
        _edit(
            "first release at k, reserve taken from it", "I1", (_NEED, _NEED.replace("policy.k + policy.b", "policy.k"))
        ),
        _edit("first release one person late", "COST", (_NEED, _NEED.replace("policy.b if", "policy.b + 1 if"))),
        _edit("later releases at b instead of 2b", "I3", (_NEED, _NEED.replace("2 * policy.b", "policy.b"))),
        _edit("later releases at 2b - 1", "I3", (_NEED, _NEED.replace("2 * policy.b", "2 * policy.b - 1"))),
        _edit("no reserve", "I6", (_HELD, "held = 0")),
        _edit("a reserve of b - 1", "I6", (_HELD, "held = policy.b - 1")),
        _edit("a reserve of b + 1", "I6", (_HELD, "held = policy.b + 1")),
        _edit("members in order of arrival", "I10", (_DRAW, "waiting_tokens[: decision.members]")),
        _edit("members in order of tokens", "I10", (_DRAW, "sorted(waiting_tokens)[: decision.members]")),
        _edit(
            "the first to arrive always among them",
            "I10",
            (
                _DRAW,
                "[waiting_tokens[0], *chance.sample(sorted(waiting_tokens[1:]), decision.members - 1)]",
            ),
        ),
        _edit("a final batch below b is shown", "I3", (_LEAST, "policy.k if crowd.counted == 0 else 1")),
        _edit("a first and final batch below k is shown", "I9", (_LEAST, "policy.b")),
        _edit(
            "the reserve is lost at the close",
            "I8",
            (_KEPT, "if crowd.waiting < smallest or crowd.counted:"),
        ),
        _edit(
            "the reserve stays behind at the close",
            "I8",
            ("tuple(sorted(waiting_tokens))", "tuple(sorted(waiting_tokens)[3:])"),
        ),
        _edit("close only is not obeyed", "I9", (_EARLY, "return crowd.of_some")),
        _room("members by what they answered", "A3", AnswersFirst),
        _room("a batch waits until it is diverse", "A3", UntilDiverse),
        _room("a batch is drawn again until it is diverse", "A3", DrawnAgain),
        _room("the reserve is counted twice at the close", "I2", ReserveTwice),
        _room("the close comes in pieces", "I3", CloseInPieces),
        _room("withdrawing forgets who was counted", "I11", SpentForgotten),
        _room("nobody remembers who was counted", "I11", NeverSpent),
        _room("a counted answer can be withdrawn", "I5", TakesBack),
        _room("a counted answer can be changed", "I4", EditsCounted),
        _room("the counted go on waiting", "I11", CountedTwice),
        _room("k is lowered midway", "I1", LowersMidway),
        _room("b is lowered midway", "I3", LowersReserve),
        _room("an arrival brings a release", "A10", OnArrival),
        _room("the close is not the end", "A14", Reopens),
        _room("tokens of the counted outlive the close", "I7", KeepsSpent),
    )
