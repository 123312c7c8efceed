"""One transaction of a message to everybody: store what became of people, claim the next; must not know how they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from html import escape

from bot.logs import log
from bot.messages import Message, Op, Send, Strip
from bot.parcels import ROSTER, Audience, Kind, Parcel, Recipient, Same
from bot.places import PersonPlace
from bot.wording import Wording
from storage.database import Unit
from storage.keys.sealing import Unreadable
from storage.keys.stores import KeyUnreadable
from storage.values import Sendout, SendoutKind, SendoutState

FAILURES: tuple[type[Exception], ...] = (RuntimeError, ValueError, TypeError, LookupError)
"""What a message that cannot be made raises."""

_ITS_OWN: tuple[type[Exception], ...] = (KeyUnreadable, Unreadable, *FAILURES)


@dataclass(frozen=True)
class Due:
    """Somebody's message that is to leave. `parcel`: None when it is the one of their language."""

    recipient: Recipient
    parcel: Parcel | None = None
    place: PersonPlace | None = None


class Nothing(Enum):
    """Why nothing leaves for somebody: there is nothing they need, or it could not be made."""

    LEFT = "left"
    FAILED = "failed"


@dataclass
class Report:
    """What became of people since it was last stored; `back`: they surely did not get it; `ended`: who has an outcome."""

    arrived: int = 0
    failed: int = 0
    unsure: int = 0
    back: list[bytes] = field(default_factory=list)
    ended: list[bytes] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """After a transaction: how the send-out stands, and who is next. `asked_in`: where to say that it is over.

    `counts`: what becomes of those who are next is counted; else they count as told from the moment they are claimed.
    """

    sendout: Sendout | None
    due: tuple[Due, ...] = ()
    cursor: bytes = b""
    asked_in: int | None = None
    counts: bool = True

    @property
    def is_over(self) -> bool:
        """Nobody will be claimed any more."""
        return self.sendout is None or self.sendout.state is not SendoutState.RUNNING


@dataclass(frozen=True)
class Tables:
    """How each kind says what it says, and whom it is for, if that is not the roster.

    `of_some`: of these kinds, whether it depends on people's answers who gets anything. Nothing is counted then of what became
    of it: one person who has blocked the bot would be counted only if they gave a certain answer.
    """

    kinds: Mapping[SendoutKind, Kind]
    audiences: Mapping[SendoutKind, Audience]
    of_some: Mapping[SendoutKind, Callable[[Unit, Sendout], bool]]

    def counts(self, unit: Unit, sendout: Sendout) -> bool:
        """Whether it is counted what became of each."""
        return sendout.kind not in self.of_some or not self.of_some[sendout.kind](unit, sendout)

    def stays(self, sendout: Sendout) -> bool:
        """Whether it stands on the phone from then on: then each person's own row says whether they have it (`Person.is_owed`).

        They are claimed for good in the transaction that decides it; for anybody else it is marked when a message leaves.
        """
        return not isinstance(self.kinds[sendout.kind], Same)

    def audience(self, sendout: Sendout) -> Audience:
        """Whom a send-out is for."""
        return self.audiences.get(sendout.kind, ROSTER)


@dataclass(frozen=True)
class Want:
    """How far to go in one transaction: `most` people beyond the cursor; `may_end`: nobody is in flight."""

    most: int
    cursor: bytes
    may_end: bool


def step(unit: Unit, sendout_id: str, tables: Tables, report: Report, want: Want) -> Step:
    """Store what became of people, then claim the next, or end it: it is done when nobody is left and nobody in flight."""
    before = unit.sendouts.get(sendout_id)
    if before is None:
        return Step(None)
    audience = tables.audience(before)
    if report.ended:
        audience.finish(unit, before, report.ended)
    if report.back:
        audience.unclaim(unit, before, report.back)
    unit.sendouts.count(sendout_id, arrived=report.arrived, failed=report.failed, unsure=report.unsure)
    if before.state is not SendoutState.RUNNING:
        return Step(unit.sendouts.get(sendout_id))
    if audience.is_gone(unit, before):
        unit.sendouts.end(sendout_id, SendoutState.STOPPED)
        return Step(unit.sendouts.get(sendout_id))
    stays = tables.stays(before)
    people, counts = _claimed(unit, before, audience, want, whole=stays), tables.counts(unit, before)
    if not counts:
        unit.sendouts.count(sendout_id, arrived=len(people) - len(report.back))
    if not people and want.may_end:
        audience.release(unit, before)  # claimed in a transaction whose answer was lost: nobody knows of them
        people = _claimed(unit, before, audience, replace(want, most=want.most, cursor=b""), whole=stays)
        if not people:
            unit.sendouts.end(sendout_id, SendoutState.DONE)
    made = [_due(unit, before, tables.kinds[before.kind], person) for person in people]
    if counts:
        _count_at_once(unit, sendout_id, made)
    due = tuple(one for one in made if isinstance(one, Due))
    cursor = people[-1].token if people else want.cursor
    return Step(unit.sendouts.get(sendout_id), due, cursor, before.asked_in, counts)


def recovered(unit: Unit, tables: Tables) -> list[str]:
    """After a start: the ids of those that go on.

    Who may have been in flight when the program was killed is counted as unsure; but of what stands on a phone it is known who
    has it, and they are claimed anew who have not: rather twice than never. Not for a poll, a vote or a round: from the claim on
    their row says what they are owed of it, and they may have answered since, so it is shown as it stands for them.
    """
    running = unit.sendouts.running()
    for sendout in running:
        audience, stays = tables.audience(sendout), tables.stays(sendout)
        if stays:
            audience.unclaim(unit, sendout, _missed_of(unit, sendout))
        audience.release(unit, sendout)
        unit.sendouts.recover(sendout.id, audience.claimed(unit, sendout), arrived=stays)
    return [sendout.id for sendout in running]


def _missed_of(unit: Unit, sendout: Sendout) -> list[bytes]:
    try:
        return list(_missed(unit, sendout))
    except _ITS_OWN as error:  # that workshop stands still; the others go on
        log("deed_failed", handler="sendouts", error=error)
        return []


def _missed(unit: Unit, sendout: Sendout) -> Iterator[bytes]:
    """The tokens of those who were claimed and do not have on their phones what was brought."""
    if sendout.kind is SendoutKind.BALLOT:
        return
    for person in unit.people.everyone(sendout.workshop_id):
        if person.chat.shown < person.chat.rev and unit.sendouts.reached(sendout, person.token):
            yield person.token


def said(unit: Unit, sendout_id: str, chat_id: int, say: Callable[[Sendout, Wording], str]) -> tuple[Op, ...]:
    """Tell a facilitator how one ended."""
    sendout = unit.sendouts.get(sendout_id)
    words = Wording(unit.staff.language(chat_id))
    if sendout is None:
        return ()
    title = escape(unit.workshops.get(sendout.workshop_id).title)
    return (Send(chat_id, Message(f"<b>{title}</b>\n{say(sendout, words)}")),)


def strips(due: Iterable[Due]) -> list[Strip]:
    """The buttons of the screens that are overtaken by new ones."""
    screens = [d.recipient for d in due if d.place is not None and not d.place.beside]
    shown = [(r.chat_id, r.person.chat.message_id) for r in screens if r.person is not None]
    return [Strip(chat, message) for chat, message in shown if message is not None]


def _claimed(unit: Unit, sendout: Sendout, audience: Audience, want: Want, *, whole: bool) -> list[Recipient]:
    """The next people after the cursor; when they run out, those who have joined meanwhile."""
    people = audience.claim(unit, sendout, want.most, want.cursor, whole) if want.most else []
    if len(people) < want.most and want.cursor:
        people += audience.claim(unit, sendout, want.most - len(people), b"", whole)
    return people


def _due(unit: Unit, sendout: Sendout, kind: Kind, recipient: Recipient) -> Due | Nothing:
    """What leaves for somebody, or why nothing does."""
    if isinstance(kind, Same):
        return Due(recipient)
    try:
        found = kind(unit, sendout, recipient)
    except FAILURES as error:  # one person's message that cannot be made must not hold up the others
        log("deed_failed", handler="sendouts", error=error)
        return Nothing.FAILED
    return Nothing.LEFT if found is None else Due(recipient, (found[0],), found[1])


def _count_at_once(unit: Unit, sendout_id: str, made: Sequence[Due | Nothing]) -> None:
    """Those for whom nothing leaves: they need nothing, or it could not be made."""
    left, failed = (made.count(one) for one in (Nothing.LEFT, Nothing.FAILED))
    if left or failed:
        unit.sendouts.count(sendout_id, arrived=left, failed=failed)
