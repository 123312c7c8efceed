"""The counts of pairs of a ranking: sealed while the workshop goes on, kept at the end only where many hold each pair.

They are a cross-table with cells of one person: whoever knows a rare choice reads the rest of that ballot off them (rules, 3f).
Every release needs those of the one before, so they cannot be thrown away earlier. Must not know people or chats.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select, update

from flows.counting.tally import as_last_word, tally_from_json, tally_to_json, withheld
from storage.keys.sealing import Seal, Unreadable
from storage.tables import RELEASE
from storage.values import Release


def release_row(workshop_id: str, release: Release, seal: Seal | None) -> dict[str, Any]:
    """A release as it is kept."""
    numbers = {"seq": release.seq, "n": release.n, "final": release.final}
    place = {"workshop_id": workshop_id, "question_id": release.question_id}
    return {**place, **numbers, "counts": _as_text(release), "pairs": _sealed(release, seal)}


def with_pairs(connection: Connection, workshop_id: str, release: Release, seal: Seal | None) -> Release | None:
    """The release with its counts of pairs, so that more people can be added; None when they cannot be read any more."""
    if release.tally.verdict is None:
        return release
    blob = connection.execute(select(RELEASE.c.pairs).where(*_of(workshop_id, release))).scalar()
    try:
        data = seal.open("pairs", _place(release), b64decode(blob)) if seal and blob else None
    except (Unreadable, ValueError):
        data = None
    return replace(release, tally=tally_from_json(json.loads(data))) if data is not None else None


def end_pairs(
    connection: Connection, workshop_id: str, releases: Sequence[Release], seal: Seal | None, k: int
) -> Release:
    """Keep the counts of pairs of a last release where the rule shows them, and of an earlier one never.

    `releases`: those of one question, in their order. Gives the last one as it is kept.
    """
    *earlier, last = releases
    full = with_pairs(connection, workshop_id, last, seal)
    kept = replace(last, tally=as_last_word((full or last).tally, k))
    for release in (*earlier, kept):
        tally = release.tally if release is kept else withheld(release.tally)
        counts = json.dumps(tally_to_json(tally), sort_keys=True, separators=(",", ":"))
        here = update(RELEASE).where(*_of(workshop_id, release))
        connection.execute(here.values(counts=counts, pairs=None))
    return kept


def _as_text(release: Release) -> str:
    return json.dumps(tally_to_json(withheld(release.tally)), sort_keys=True, separators=(",", ":"))


def _sealed(release: Release, seal: Seal | None) -> str | None:
    """As text: a table with bytes is one about participants, and this one only counts them."""
    if seal is None or not release.tally.above:
        return None
    data = json.dumps(tally_to_json(release.tally), separators=(",", ":")).encode()
    return b64encode(seal.close("pairs", _place(release), data)).decode()


def _place(release: Release) -> bytes:
    return f"{release.question_id}:{release.seq}".encode()


def _of(workshop_id: str, release: Release) -> tuple[Any, ...]:
    here = (RELEASE.c.workshop_id == workshop_id, RELEASE.c.question_id == release.question_id)
    return (*here, RELEASE.c.seq == release.seq)
