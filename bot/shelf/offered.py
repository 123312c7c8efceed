"""Which flows are on offer, and which words of one somebody has seen; must not know how they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from bot.desk import House
from flows.definition.flow import Flow, flow_hash
from storage.database import Unit
from storage.staff.shelf import State

MARK = 8
"""Letters of a flow's hash in a button: whoever taps one gets what they have read, or is told that it has become another."""


def offered(unit: Unit, house: House) -> Mapping[str, Flow]:
    """Those that come with Roundtable, the host's, then the organisers' own. An id that the host has given is the host's."""
    own = {own.flow.id: own.flow for own in unit.shelf.offered()}
    return dict(house.flows) | {name: flow for name, flow in own.items() if name not in house.flows}


def find(unit: Unit, house: House, flow_id: str) -> Flow | None:
    """The flow on offer under this id; None where there is none, or none any more."""
    if flow_id in house.flows:
        return house.flows[flow_id]
    newest = unit.shelf.newest(flow_id)
    return newest.flow if newest is not None and newest.state is State.KEPT else None


def mark_of(flow: Flow) -> str:
    """What a button says of the words that were shown."""
    return flow_hash(flow)[:MARK]
