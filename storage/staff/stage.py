"""Where the room of each workshop stands; must not know what a stage means, who is in the room, or who moves it."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, select, update

from flows.dialogue.agenda import Stage, stage_from_json, stage_json
from storage.tables import STAGE

_BODY = select(STAGE.c.body).where(STAGE.c.workshop_id == bindparam("workshop"))


class Stages:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def get(self, workshop_id: str) -> Stage:
        """Where the room stands; at the very beginning for a workshop that was never moved."""
        body = self._connection.execute(_BODY, {"workshop": workshop_id}).scalar_one_or_none()
        return Stage() if body is None else stage_from_json(body)

    def set(self, workshop_id: str, stage: Stage) -> None:
        """The room stands here from now on."""
        body = stage_json(stage)
        moved = update(STAGE).where(STAGE.c.workshop_id == workshop_id).values(body=body)
        if self._connection.execute(moved).rowcount == 0:
            self._connection.execute(insert(STAGE).values(workshop_id=workshop_id, body=body))
