"""Organisers' own flows, version by version: shown first, then kept, offered, retired; must not know who sent one, or chats.

A version that is only shown is replaced by the next one that is sent under its id. What was kept once stays as it is: a workshop
has pinned what it asks, and is not touched by any of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from flows.definition.flow import Flow, flow_from_json, flow_json
from storage.tables import OWN_FLOW

MOST_FLOWS, MOST_VERSIONS = 60, 99
"""Own flows that are offered at a time, and versions of one."""

_SHOWN_FOR = timedelta(days=7)


class State(StrEnum):
    """SHOWN: only as a preview, not kept. KEPT: offered, if it is the newest. RETIRED: not offered any more."""

    SHOWN = "shown"
    KEPT = "kept"
    RETIRED = "retired"


class Full(Exception):
    """There are as many flows, or versions of one, as there may be."""


@dataclass(frozen=True)
class OwnFlow:
    """One version of an own flow."""

    flow: Flow
    version: int
    state: State
    day: date


class Shelf:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def show(self, flow: Flow, file: bytes, today: date) -> OwnFlow:
        """The flow as it would be kept; what is there already in these very words is given back as it is. Raises Full."""
        old = OWN_FLOW.c.day < today - _SHOWN_FOR
        self._connection.execute(delete(OWN_FLOW).where(OWN_FLOW.c.state == State.SHOWN.value, old))
        newest = self.newest(flow.id)
        if newest is not None and flow_json(newest.flow) == flow_json(flow):
            return newest
        version = 1 if newest is None else newest.version + 1
        is_new = newest is None or newest.state is not State.KEPT
        if version > MOST_VERSIONS or (is_new and len(self.offered()) >= MOST_FLOWS):
            raise Full
        self._connection.execute(delete(OWN_FLOW).where(OWN_FLOW.c.id == flow.id, OWN_FLOW.c.version == version))
        values = {"body": flow_json(flow), "file": file, "state": State.SHOWN.value, "day": today}
        self._connection.execute(insert(OWN_FLOW).values(id=flow.id, version=version, **values))
        return OwnFlow(flow, version, State.SHOWN, today)

    def keep(self, flow_id: str, version: int, today: date) -> OwnFlow | None:
        """Offer this version from now on; None where it is not there any more. Kept twice is kept."""
        found = self.get(flow_id, version)
        if found is not None and found.state is State.SHOWN:
            self._set(flow_id, version, state=State.KEPT.value, day=today)
        return self.get(flow_id, version)

    def get(self, flow_id: str, version: int) -> OwnFlow | None:
        """This version, whatever became of it."""
        mine = _VERSIONS.where(OWN_FLOW.c.id == flow_id, OWN_FLOW.c.version == version)
        row = self._connection.execute(mine).one_or_none()
        return None if row is None else OwnFlow(flow_from_json(row.body), row.version, State(row.state), row.day)

    def newest(self, flow_id: str) -> OwnFlow | None:
        """The newest version that was kept, retired or not."""
        return next((own for own in self.all() if own.flow.id == flow_id), None)

    def all(self) -> list[OwnFlow]:
        """The newest kept version of every own flow, those that are offered first, each by their titles."""
        rows = self._connection.execute(_VERSIONS.where(OWN_FLOW.c.state != State.SHOWN.value)).all()
        newest = {row.id: row for row in sorted(rows, key=lambda row: int(row.version))}
        found = [OwnFlow(flow_from_json(row.body), row.version, State(row.state), row.day) for row in newest.values()]
        return sorted(found, key=lambda own: (own.state is not State.KEPT, own.flow.title.casefold(), own.flow.id))

    def offered(self) -> list[OwnFlow]:
        """The newest version of each that is not retired."""
        return [own for own in self.all() if own.state is State.KEPT]

    def retire(self, flow_id: str, *, retired: bool = True) -> OwnFlow | None:
        """Offer it no more, or again; None where there is no such flow."""
        newest = self.newest(flow_id)
        if newest is not None:
            self._set(flow_id, newest.version, state=(State.RETIRED if retired else State.KEPT).value)
        return self.newest(flow_id)

    def file(self, flow_id: str, version: int) -> bytes | None:
        """The file as it was sent."""
        mine = select(OWN_FLOW.c.file).where(OWN_FLOW.c.id == flow_id, OWN_FLOW.c.version == version)
        found = self._connection.execute(mine).scalar_one_or_none()
        return None if found is None else bytes(found)

    def _set(self, flow_id: str, version: int, **values: object) -> None:
        this = update(OWN_FLOW).where(OWN_FLOW.c.id == flow_id, OWN_FLOW.c.version == version)
        self._connection.execute(this.values(**values))


_VERSIONS = select(*(OWN_FLOW.c[name] for name in ("id", "version", "body", "state", "day")))
"""Without the files, which are read one at a time."""
