"""Messages to everybody: what, how far, and whom they have reached; must not know words, Telegram or how fast they go.

A send-out is handed over at most once for each person: it is claimed (`claim`), marked when it leaves (`mark`), and given back
when it surely did not leave (`unclaim`). So a program that is killed half-way goes on after its restart, nobody gets it twice,
and nobody misses what had not left yet.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, func, insert, literal, select, update

from storage.keys.seals import Seals
from storage.tables import DELIVERY, ROSTER, SENDOUT
from storage.values import ALL, NONE, Sendout, SendoutKind, SendoutState
from storage.workshops import random_uuid

_RUNNING = select(SENDOUT).where(SENDOUT.c.state == SendoutState.RUNNING.value).order_by(SENDOUT.c.id)


class Sendouts:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection, seals: Seals, chance: random.Random) -> None:
        """Part of a `Unit`."""
        self._connection = connection
        self._seals = seals
        self._chance = chance

    def start(
        self,
        workshop_id: str,
        kind: SendoutKind,
        body: Mapping[str, Any],
        asked_in: int | None = None,
        total: int | None = None,
    ) -> str:
        """A new send-out that runs from now on; gives its id. `total`: how many it is for, if that is not the roster."""
        return self._add(workshop_id, kind, body, asked_in, SendoutState.RUNNING, total)

    def draft(self, workshop_id: str, kind: SendoutKind, body: Mapping[str, Any], asked_in: int) -> str:
        """One that its facilitator still looks at; it takes the place of an earlier draft of this kind in their chat."""
        mine = (SENDOUT.c.asked_in == asked_in) & (SENDOUT.c.kind == kind.value)
        self._connection.execute(delete(SENDOUT).where(mine, SENDOUT.c.state == SendoutState.DRAFT.value))
        return self._add(workshop_id, kind, body, asked_in, SendoutState.DRAFT, 0)

    def hold(self, workshop_id: str, kind: SendoutKind, body: Mapping[str, Any]) -> None:
        """One that is made ready, for something that nobody knows yet; twice is once."""
        if all(one.workshop_id != workshop_id for one in self.held(kind)):
            self._add(workshop_id, kind, body, None, SendoutState.DRAFT, 0)

    def held(self, kind: SendoutKind) -> list[Sendout]:
        """Those of a kind that are made ready and have not begun."""
        mine = (SENDOUT.c.kind == kind.value) & (SENDOUT.c.state == SendoutState.DRAFT.value)
        return [
            _sendout(row) for row in self._connection.execute(select(SENDOUT).where(mine).order_by(SENDOUT.c.id)).all()
        ]

    def launch(self, sendout_id: str, total: int | None = None) -> bool:
        """The draft runs from now on; False when it had been sent or thrown away before."""
        mine = update(SENDOUT).where(SENDOUT.c.id == sendout_id, SENDOUT.c.state == SendoutState.DRAFT.value)
        sendout = self.get(sendout_id)
        if sendout is None:
            return False
        total = self._joined(sendout.workshop_id) if total is None else total
        return self._connection.execute(mine.values(state=SendoutState.RUNNING.value, total=total)).rowcount == 1

    def discard(self, sendout_id: str) -> bool:
        """Throw a draft away; False when it is none any more."""
        mine = delete(SENDOUT).where(SENDOUT.c.id == sendout_id, SENDOUT.c.state == SendoutState.DRAFT.value)
        return self._connection.execute(mine).rowcount == 1

    def forget_drafts(self, workshop_id: str, kinds: Iterable[SendoutKind] = SendoutKind) -> None:
        """Throw the drafts of a workshop away, of these kinds: nobody is left to whom they could go."""
        mine = (SENDOUT.c.workshop_id == workshop_id) & (SENDOUT.c.state == SendoutState.DRAFT.value)
        self._connection.execute(delete(SENDOUT).where(mine, SENDOUT.c.kind.in_([kind.value for kind in kinds])))

    def get(self, sendout_id: str) -> Sendout | None:
        """The send-out with this id."""
        row = self._connection.execute(select(SENDOUT).where(SENDOUT.c.id == sendout_id)).one_or_none()
        return None if row is None else _sendout(row)

    def only(self, workshop_id: str, kind: SendoutKind) -> Sendout | None:
        """The one of a kind of which a workshop has one at most, in whatever state."""
        mine = (SENDOUT.c.workshop_id == workshop_id) & (SENDOUT.c.kind == kind.value)
        row = self._connection.execute(select(SENDOUT).where(mine).order_by(SENDOUT.c.id)).first()
        return None if row is None else _sendout(row)

    def running(self, workshop_id: str | None = None) -> list[Sendout]:
        """Those that are not over, of one workshop or of all."""
        wanted = _RUNNING if workshop_id is None else _RUNNING.where(SENDOUT.c.workshop_id == workshop_id)
        return [_sendout(row) for row in self._connection.execute(wanted).all()]

    def claim(self, sendout: Sendout, most: int, after: bytes = b"", *, whole: bool = True) -> list[bytes]:
        """The tokens of up to `most` people on the roster who have not had it and are claimed from now on, in order.

        `after`: only tokens beyond this one, so that a long roster is not read anew for every few people. `whole`: they count as
        having all of it; else nothing has left for them yet.
        """
        here = (ROSTER.c.workshop_id == sendout.workshop_id) & (ROSTER.c.token > after)
        mine = (DELIVERY.c.sendout_id == sendout.id) & DELIVERY.c.part.not_like("-%")
        had = exists().where(DELIVERY.c.token == ROSTER.c.token, mine)
        next_ones = select(ROSTER.c.token).where(here, ~had).order_by(ROSTER.c.token).limit(most)
        tokens = list(self._connection.execute(next_ones).scalars())
        place = {"workshop_id": sendout.workshop_id, "sendout_id": sendout.id, "part": ALL if whole else NONE}
        begun = self.parts(sendout, tokens)
        rest = (DELIVERY.c.sendout_id == sendout.id) & DELIVERY.c.token.in_(list(begun))
        self._connection.execute(update(DELIVERY).where(rest).values(part=func.substr(DELIVERY.c.part, 2)))
        if new := [{"token": token, **place} for token in tokens if token not in begun]:
            self._connection.execute(insert(DELIVERY), new)
        return tokens

    def parts(self, sendout: Sendout, tokens: Sequence[bytes]) -> dict[bytes, str]:
        """How many messages of it have left for each of these people."""
        mine = (DELIVERY.c.sendout_id == sendout.id) & DELIVERY.c.token.in_(list(tokens))
        rows = self._connection.execute(select(DELIVERY.c.token, DELIVERY.c.part).where(mine)).all()
        return {token: part for token, part in rows}  # noqa: C416  # rows are no pairs to mypy

    def mark(self, sendout: Sendout, token: bytes, before: str, after: str) -> bool:
        """The next message of it leaves for this person; False when that is not theirs to get any more. Twice is once."""
        mine = (
            (DELIVERY.c.sendout_id == sendout.id) & (DELIVERY.c.token == token) & DELIVERY.c.part.in_((before, after))
        )
        return self._connection.execute(update(DELIVERY).where(mine).values(part=after)).rowcount == 1

    def unclaim(self, sendout: Sendout, tokens: Sequence[bytes]) -> None:
        """What is left of it surely did not leave for these: they may be claimed again."""
        self._give_back((DELIVERY.c.sendout_id == sendout.id) & DELIVERY.c.token.in_(list(tokens)), whole=True)

    def finish(self, sendout: Sendout, tokens: Sequence[bytes]) -> None:
        """These have an outcome: nothing of it leaves for them any more."""
        mine = (DELIVERY.c.sendout_id == sendout.id) & DELIVERY.c.token.in_(list(tokens))
        self._connection.execute(update(DELIVERY).where(mine).values(part=ALL))

    def release(self, sendout: Sendout) -> None:
        """After a start: who was claimed and for whom something had not left yet may be claimed again."""
        self._give_back(DELIVERY.c.sendout_id == sendout.id, whole=False)

    def _give_back(self, mine: ColumnElement[bool], *, whole: bool) -> None:
        self._connection.execute(delete(DELIVERY).where(mine, DELIVERY.c.part.in_((NONE, ALL) if whole else (NONE,))))
        begun = DELIVERY.c.part.not_in((NONE, ALL)) & DELIVERY.c.part.not_like("-%")
        self._connection.execute(update(DELIVERY).where(mine, begun).values(part=literal("-") + DELIVERY.c.part))

    def claimed(self, sendout: Sendout) -> int:
        """For how many people all of it has left."""
        mine = select(func.count()).where(DELIVERY.c.sendout_id == sendout.id, DELIVERY.c.part == ALL)
        return int(self._connection.execute(mine).scalar_one())

    def reached(self, sendout: Sendout, token: bytes) -> bool:
        """Whether this person has been claimed."""
        mine = select(DELIVERY.c.token).where(DELIVERY.c.sendout_id == sendout.id, DELIVERY.c.token == token)
        return self._connection.execute(mine).first() is not None

    def had(self, token: bytes) -> int:
        """How many messages that are under way somebody on the roster has been claimed for."""
        mine = select(func.count()).where(DELIVERY.c.token == token)
        return int(self._connection.execute(mine).scalar_one())

    def count(self, sendout_id: str, *, arrived: int = 0, failed: int = 0, unsure: int = 0) -> None:
        """How many more have arrived, cannot be reached, or may or may not have arrived."""
        grown = {
            name: SENDOUT.c[name] + n for name, n in (("arrived", arrived), ("failed", failed), ("unsure", unsure))
        }
        self._connection.execute(update(SENDOUT).where(SENDOUT.c.id == sendout_id).values(grown))

    def recover(self, sendout_id: str, claimed: int, *, arrived: bool = False) -> None:
        """After a kill: who is claimed and has no outcome may or may not have got it, or is known to have it (`arrived`).

        Who had an outcome and will be claimed anew has none yet; they had not been reached, or where nothing is counted but that
        everybody is looked at they count as arrived.
        """
        sendout = self.get(sendout_id)
        if sendout is None:
            return
        new, anew = max(0, claimed - sendout.done), max(0, sendout.done - claimed)
        failed = min(anew, sendout.failed)
        unsure = min(anew - failed, sendout.unsure)
        grown = {"arrived": new} if arrived else {"unsure": new}
        self.count(sendout_id, **grown)
        self.count(sendout_id, arrived=failed + unsure - anew, failed=-failed, unsure=-unsure)

    def end(self, sendout_id: str, state: SendoutState) -> bool:
        """Done, or stopped; what it said, who asked and whom it reached are forgotten. False when it was over before."""
        mine = update(SENDOUT).where(SENDOUT.c.id == sendout_id, SENDOUT.c.state == SendoutState.RUNNING.value)
        self._connection.execute(delete(DELIVERY).where(DELIVERY.c.sendout_id == sendout_id))
        return self._connection.execute(mine.values(state=state.value, body="{}", asked_in=None)).rowcount == 1

    def _add(
        self,
        workshop_id: str,
        kind: SendoutKind,
        body: Mapping[str, Any],
        asked_in: int | None,
        state: SendoutState,
        total: int | None,
    ) -> str:
        new_id = random_uuid(self._chance)
        values = {
            "id": new_id,
            "workshop_id": workshop_id,
            "kind": kind.value,
            "body": json.dumps(body, ensure_ascii=False, sort_keys=True),
            "state": state.value,
            "total": self._joined(workshop_id) if total is None else total,
            "asked_in": asked_in,
        }
        self._connection.execute(insert(SENDOUT).values(arrived=0, failed=0, unsure=0, **values))
        return new_id

    def _joined(self, workshop_id: str) -> int:
        joined = select(func.count()).where(ROSTER.c.workshop_id == workshop_id)
        return int(self._connection.execute(joined).scalar_one())


def _sendout(row: Row[Any]) -> Sendout:
    fields = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's documented name for a row as a mapping
    kind, state = SendoutKind(fields.pop("kind")), SendoutState(fields.pop("state"))
    return Sendout(kind=kind, state=state, **(fields | {"body": json.loads(row.body)}))
