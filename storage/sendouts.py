"""Messages to everybody: what, how far, and whom they have reached; must not know words, Telegram or how fast they go.

A send-out is handed over at most once for each person: it is claimed before it leaves (`claim`), and given back only when
it surely did not leave (`unclaim`). So a program that is killed half-way goes on after its restart and nobody gets it twice.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, update

from storage.seals import Seals
from storage.tables import DELIVERY, ROSTER, SENDOUT
from storage.values import Sendout, SendoutKind, SendoutState
from storage.workshops import random_uuid


class Sendouts:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection, seals: Seals, chance: random.Random) -> None:
        """Part of a `Unit`."""
        self._connection = connection
        self._seals = seals
        self._chance = chance

    def start(self, workshop_id: str, kind: SendoutKind, body: Mapping[str, Any], asked_in: int | None = None) -> str:
        """A new send-out to everybody who has joined by now; gives its id. There is no other audience."""
        new_id = random_uuid(self._chance)
        joined = select(func.count()).where(ROSTER.c.workshop_id == workshop_id)
        values = {
            "id": new_id,
            "workshop_id": workshop_id,
            "kind": kind.value,
            "body": json.dumps(body, ensure_ascii=False, sort_keys=True),
            "state": SendoutState.RUNNING.value,
            "total": self._connection.execute(joined).scalar_one(),
            "asked_in": asked_in,
        }
        self._connection.execute(insert(SENDOUT).values(arrived=0, failed=0, unsure=0, **values))
        return new_id

    def get(self, sendout_id: str) -> Sendout | None:
        """The send-out with this id."""
        row = self._connection.execute(select(SENDOUT).where(SENDOUT.c.id == sendout_id)).one_or_none()
        return None if row is None else _sendout(row)

    def running(self, workshop_id: str | None = None) -> list[Sendout]:
        """Those that are not over, of one workshop or of all."""
        mine = SENDOUT.c.state == SendoutState.RUNNING.value
        wanted = select(SENDOUT).where(mine if workshop_id is None else mine & (SENDOUT.c.workshop_id == workshop_id))
        return [_sendout(row) for row in self._connection.execute(wanted.order_by(SENDOUT.c.id)).all()]

    def claim(self, sendout_id: str, most: int) -> list[bytes]:
        """The tokens of up to `most` people who have not had it, who have it from now on; none when all have, or it is over."""
        sendout = self.get(sendout_id)
        if sendout is None or sendout.state is not SendoutState.RUNNING:
            return []
        had = exists().where(DELIVERY.c.token == ROSTER.c.token, DELIVERY.c.sendout_id == sendout_id)
        next_ones = select(ROSTER.c.token).where(ROSTER.c.workshop_id == sendout.workshop_id, ~had)
        tokens = list(self._connection.execute(next_ones.order_by(ROSTER.c.token).limit(most)).scalars())
        place = {"workshop_id": sendout.workshop_id, "sendout_id": sendout_id}
        if tokens:
            self._connection.execute(insert(DELIVERY), [{"token": token, **place} for token in tokens])
        return tokens

    def unclaim(self, sendout_id: str, tokens: Sequence[bytes]) -> None:
        """These surely did not leave: they may be claimed again."""
        mine = delete(DELIVERY).where(DELIVERY.c.sendout_id == sendout_id, DELIVERY.c.token.in_(list(tokens)))
        self._connection.execute(mine)

    def count(self, sendout_id: str, *, arrived: int = 0, failed: int = 0, unsure: int = 0) -> None:
        """How many more have arrived, cannot be reached, or may or may not have arrived."""
        grown = {
            name: SENDOUT.c[name] + n for name, n in (("arrived", arrived), ("failed", failed), ("unsure", unsure))
        }
        self._connection.execute(update(SENDOUT).where(SENDOUT.c.id == sendout_id).values(grown))

    def end(self, sendout_id: str, state: SendoutState) -> bool:
        """Done, or stopped; what it said is forgotten. False when it was over before."""
        mine = update(SENDOUT).where(SENDOUT.c.id == sendout_id, SENDOUT.c.state == SendoutState.RUNNING.value)
        return self._connection.execute(mine.values(state=state.value, body="{}")).rowcount == 1


def _sendout(row: Row[Any]) -> Sendout:
    fields = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's documented name for a row as a mapping
    kind, state = SendoutKind(fields.pop("kind")), SendoutState(fields.pop("state"))
    return Sendout(kind=kind, state=state, **(fields | {"body": json.loads(row.body)}))
