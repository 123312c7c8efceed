"""The workshops: created, opened, counted, found by code; must not know who takes part or what they answered."""

from __future__ import annotations

import random
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, select, union, update

from flows.counting.coarse import unfit_for
from flows.counting.release import Policy, policy_from_json, policy_hash, policy_json
from flows.definition.flow import Flow, flow_from_json, flow_hash, flow_json
from storage.ballots import ballots_of
from storage.days import months_after, there
from storage.keys.seals import Seals
from storage.tables import ACTION, DELETED, FLOW, HEADCOUNT, INVITE, WORKSHOP
from storage.values import LIFETIME, USUAL, ActionKind, Phase, Workshop


class WorkshopClosed(Exception):
    """A closed workshop stays closed: its key is gone, so nothing could be added to it safely."""


class PolicyFrozen(Exception):
    """The workshop has been opened: from then on its rules, privacy rule and pace, stay."""


class PolicyUnfit(Exception):
    """The rule cannot be chosen for these questions: see `flows.counting.coarse.unfit_for`."""


class Workshops:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection, seals: Seals, chance: random.Random) -> None:
        """Part of a `Unit`."""
        self._connection = connection
        self._seals = seals
        self._chance = chance

    def create(
        self,
        title: str,
        flow: Flow,
        policy: Policy,
        code: str,
        today: date,
        controller: str,
        contact: str,
        kept_months: int = USUAL,
        zone: str = "UTC",
        worded_by: str = "",
    ) -> Workshop:
        """A new workshop, WAITING, with its own key. `code` must never have been used (IntegrityError). Raises PolicyUnfit.

        `kept_months`: for how long after its close anything of it is kept. `zone`: whose days are said. `worded_by`: see `Workshop`.
        """
        _fit(flow, policy)
        new_id = random_uuid(self._chance)
        self._pin(flow)
        values = {
            "id": new_id,
            "title": title,
            "code": code.upper(),
            "flow_hash": flow_hash(flow),
            "policy": policy_json(policy),
            "policy_hash": policy_hash(policy),
            "phase": Phase.WAITING.value,
            "opened_on": there(today, zone),
            "zone": zone,
            "controller": controller,
            "contact": contact,
            "kept_months": kept_months,
            "worded_by": worded_by,
        }
        fresh = {"closing": False, "locked": False, "paced": False, "asked_beside": 0}
        self._connection.execute(insert(WORKSHOP).values(**fresh, **values))
        self._connection.execute(insert(HEADCOUNT).values(workshop_id=new_id, **dict.fromkeys(_HEADS, 0)))
        self._seals.new(new_id)
        return self.get(new_id)

    def get(self, workshop_id: str) -> Workshop:
        """The workshop with this id. Raises LookupError."""
        row = self._connection.execute(_GET, {"wanted": workshop_id}).one_or_none()
        if row is None:
            raise LookupError("no such workshop")
        return self._workshop(row)

    def by_code(self, code: str, *, include_closed: bool = False) -> Workshop | None:
        """The workshop with this join code, in any case; closed ones only when asked for."""
        row = self._connection.execute(_BY_CODE, {"wanted": code.strip().upper()}).one_or_none()
        if row is None or (row.phase == Phase.CLOSED and not include_closed):
            return None
        return self._workshop(row)

    def all_open(self) -> list[Workshop]:
        """Every workshop that is not closed, waiting and paused ones too."""
        return self._list(_WORKSHOPS.where(WORKSHOP.c.phase != Phase.CLOSED.value))

    def open_ids(self) -> list[str]:
        """The ids of `all_open`, without reading the rest."""
        return list(self._connection.execute(_OPEN_IDS).scalars())

    def everything(self) -> list[Workshop]:
        """Every workshop there is, closed ones too."""
        return self._list(_WORKSHOPS)

    def among(self, workshop_ids: set[str]) -> list[Workshop]:
        """Those of these workshops that there are."""
        return self._list(_WORKSHOPS.where(WORKSHOP.c.id.in_(workshop_ids))) if workshop_ids else []

    def set_phase(self, workshop_id: str, phase: Phase, today: date) -> Workshop:
        """Open, pause or reopen. Closing is `close_workshop`'s. Raises WorkshopClosed, and ValueError for CLOSED."""
        if phase is Phase.CLOSED:
            raise ValueError("use close_workshop")
        before = self.get(workshop_id)
        if before.phase is Phase.CLOSED:
            raise WorkshopClosed(before.code)
        opens_first = before.phase is Phase.WAITING and phase is Phase.OPEN
        opened_on = there(today, before.zone) if opens_first else before.opened_on
        self._set(workshop_id, phase=phase.value, opened_on=opened_on)
        return self.get(workshop_id)

    def promise(self, workshop_id: str, today: date) -> Workshop:
        """Somebody is shown a consent card: the first one sets the day by which the key goes, and nothing moves it afterwards."""
        unsaid = update(WORKSHOP).where(WORKSHOP.c.id == workshop_id, WORKSHOP.c.key_until.is_(None))
        self._connection.execute(unsaid.values(key_until=there(today, self.zone(workshop_id)) + LIFETIME))
        return self.get(workshop_id)

    def keep(self, months: int) -> None:
        """Keep every workshop for so many months after its close, those for which less was said for less: what was said stays."""
        said_more = WORKSHOP.c.kept_months.is_(None) | (WORKSHOP.c.kept_months > months)
        self._connection.execute(update(WORKSHOP).where(said_more).values(kept_months=months))

    def kept_enough(self, today: date) -> list[str]:
        """The ids of workshops that are to be deleted: their close is finished and their time is over."""
        closed = select(WORKSHOP.c.id, WORKSHOP.c.closed_on, WORKSHOP.c.kept_months, WORKSHOP.c.zone).where(
            WORKSHOP.c.closed_on.is_not(None), WORKSHOP.c.kept_months.is_not(None), ~WORKSHOP.c.closing
        )
        rows = self._connection.execute(closed.order_by(WORKSHOP.c.id)).all()
        return [row.id for row in rows if there(today, row.zone) >= months_after(row.closed_on, row.kept_months)]

    def zone(self, workshop_id: str) -> str:
        """Whose days are meant; UTC for none that there is."""
        return zone_of(self._connection, workshop_id)

    def set_zone(self, workshop_id: str, zone: str, today: date) -> Workshop:
        """Other days, before anybody was told one. Raises as `set_policy`, and PolicyFrozen once a card was shown."""
        self._not_opened(workshop_id)
        before = self.get(workshop_id)
        if before.key_until is not None:
            raise PolicyFrozen(before.code)
        self._set(workshop_id, zone=zone, opened_on=there(today, zone))
        return self.get(workshop_id)

    def set_locked(self, workshop_id: str, *, locked: bool) -> Workshop:
        """Let nobody else join, or let people join again."""
        self._set(workshop_id, locked=locked)
        return self.get(workshop_id)

    def set_policy(self, workshop_id: str, policy: Policy) -> Workshop:
        """Choose another release rule before the workshop opens. Raises PolicyFrozen afterwards, WorkshopClosed, and PolicyUnfit."""
        self._not_opened(workshop_id)
        _fit(self.get(workshop_id).flow, policy)
        self._set(workshop_id, policy=policy_json(policy), policy_hash=policy_hash(policy))
        return self.get(workshop_id)

    def set_paced(self, workshop_id: str, *, paced: bool) -> Workshop:
        """Let the facilitator set the pace, or everybody their own; as `set_policy`."""
        self._not_opened(workshop_id)
        self._set(workshop_id, paced=paced)
        return self.get(workshop_id)

    def _not_opened(self, workshop_id: str) -> None:
        """What the consent card says can change only while nobody can have answered."""
        before = self.get(workshop_id)
        if before.phase is Phase.CLOSED:
            raise WorkshopClosed(before.code)
        if before.phase is not Phase.WAITING:
            raise PolicyFrozen(before.code)

    def count(self, workshop_id: str, **added: int) -> None:
        """Add people to the headcount: `joined`, `started`, `submitted`, `tables`.

        Raises ValueError for a negative number (a headcount never goes down, but see `recount`), KeyError for another name.
        """
        if min(added.values(), default=0) < 0:
            raise ValueError("a headcount never goes down")
        grown = {name: HEADCOUNT.c[name] + number for name, number in added.items() if number}
        if grown:
            self._connection.execute(update(HEADCOUNT).where(HEADCOUNT.c.workshop_id == workshop_id).values(grown))

    def recount(self, workshop_id: str, joined: int) -> None:
        """How many have joined after all: the one way down, when other rules are agreed to. Raises as `set_policy`."""
        self._not_opened(workshop_id)
        mine = update(HEADCOUNT).where(HEADCOUNT.c.workshop_id == workshop_id)
        self._connection.execute(mine.values(joined=joined))

    def codes_in_use(self) -> frozenset[str]:
        """Every join code ever given, also to a workshop that was deleted: an old code never means a new event."""
        given = union(select(WORKSHOP.c.code), select(DELETED.c.code))
        return frozenset(self._connection.execute(given).scalars())

    def orphans(self) -> list[Workshop]:
        """Workshops that are not closed for good and whose key is gone: they can only be closed. Ask at the start: see `stopped`."""
        return [w for w in (*self.stopped(), *self.unfinished()) if self._seals.is_lost(w.id)]

    def stopped(self) -> list[Workshop]:
        """Workshops that are not closed and whose key cannot be read now, or is gone: nobody can answer, nothing is lost yet.

        While the bot runs the two are treated alike: what is not there for a minute is not lost.
        """
        ids = self.open_ids()
        usable = self._seals.usable(ids)
        return [workshop for workshop in self.all_open() if workshop.id not in usable] if len(usable) < len(ids) else []

    def has_key(self, workshop_id: str) -> bool:
        """Whether its key is there and can be read."""
        return bool(self._seals.usable((workshop_id,)))

    def unfinished(self) -> list[Workshop]:
        """Workshops whose close was begun and cut short: `close_workshop` finishes it."""
        return self._list(_WORKSHOPS.where(WORKSHOP.c.closing))

    def want_close(self, workshop_id: str) -> None:
        """Somebody closes it: whatever happens now, it is closed, if only after a restart."""
        self._set(workshop_id, closing=True)

    def begin_closing(self, workshop_id: str, today: date) -> bool:
        """Close for good, first act: no answer is taken any more. False when it had been done before."""
        statement = update(WORKSHOP).where(WORKSHOP.c.id == workshop_id, WORKSHOP.c.phase != Phase.CLOSED.value)
        values = {"phase": Phase.CLOSED.value, "closing": True, "closed_on": there(today, self.zone(workshop_id))}
        self._connection.execute(delete(INVITE).where(INVITE.c.workshop_id == workshop_id))
        return self._connection.execute(statement.values(values)).rowcount == 1

    def end_closing(self, workshop_id: str) -> None:
        """Close for good, last act."""
        self._set(workshop_id, closing=False)

    def _set(self, workshop_id: str, **values: Any) -> None:
        self._connection.execute(update(WORKSHOP).where(WORKSHOP.c.id == workshop_id).values(values))

    def _list(self, statement: Select[Any]) -> list[Workshop]:
        ordered = statement.order_by(WORKSHOP.c.opened_on, WORKSHOP.c.title, WORKSHOP.c.id)
        return [self._workshop(row) for row in self._connection.execute(ordered).all()]

    def _pin(self, flow: Flow) -> None:
        known = select(FLOW.c.hash).where(FLOW.c.hash == flow_hash(flow))
        if self._connection.execute(known).one_or_none() is None:
            self._connection.execute(insert(FLOW).values(hash=flow_hash(flow), body=flow_json(flow)))

    def _workshop(self, row: Row[Any]) -> Workshop:
        fields = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's documented name for a row as a mapping
        policy = policy_from_json(fields.pop("policy"))
        phase = Phase(fields.pop("phase"))
        ballots = ballots_of(self._connection, row.id) if fields.pop("asked_beside") else ()
        key_lost = phase is Phase.CLOSED and self._lost_its_key(row.id)
        flow = self._flow(row.flow_hash)
        return Workshop(flow=flow, policy=policy, phase=phase, ballots=ballots, key_lost=key_lost, **fields)

    def _lost_its_key(self, workshop_id: str) -> bool:
        return self._connection.execute(_LOST, {"wanted": workshop_id}).first() is not None

    def _flow(self, wanted: str) -> Flow:
        if wanted not in _FLOWS:
            body = self._connection.execute(select(FLOW.c.body).where(FLOW.c.hash == wanted)).scalar_one()
            _FLOWS[wanted] = flow_from_json(body)
        return _FLOWS[wanted]


def _fit(flow: Flow, policy: Policy) -> None:
    if unfit_for(flow, policy):
        raise PolicyUnfit(policy.preset)


def zone_of(connection: Connection, workshop_id: str) -> str:
    """Whose days a workshop's are; UTC for none that there is."""
    found = connection.execute(select(WORKSHOP.c.zone).where(WORKSHOP.c.id == workshop_id)).scalar_one_or_none()
    return found or "UTC"


def random_uuid(chance: random.Random) -> str:
    """A UUID4 in text form, from the chance handed in."""
    return str(UUID(int=chance.getrandbits(128), version=4))


_FLOWS: dict[str, Flow] = {}
"""Flows by hash: what a hash names never changes, and reading one takes longer than a whole step."""

_HEADS = ("joined", "started", "submitted", "tables")
_WORKSHOPS: Select[Any] = select(*WORKSHOP.c, *(HEADCOUNT.c[name] for name in _HEADS)).join(
    HEADCOUNT, HEADCOUNT.c.workshop_id == WORKSHOP.c.id
)
_GET = _WORKSHOPS.where(WORKSHOP.c.id == bindparam("wanted"))
_BY_CODE = _WORKSHOPS.where(WORKSHOP.c.code == bindparam("wanted"))
_LOST = select(ACTION.c.seq).filter_by(workshop_id=bindparam("wanted"), kind=ActionKind.KEY_LOST.value)
_OPEN_IDS = select(WORKSHOP.c.id).where(WORKSHOP.c.phase != Phase.CLOSED.value)
"""Statements of every step, made once: making one costs as much as running it."""
