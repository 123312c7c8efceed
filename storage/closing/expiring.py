"""The end of mailing lists, act by act, each of which may be the last before a power cut; must not know chats or words.

Order: nothing more is sent to the list, its rows are deleted -> its key is destroyed -> the files are rewritten -> nothing
says any more that there was such a list. A list whose end was cut short has no key, and is ended again.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from storage.afterwards import AFTERWARDS, MailingList
from storage.database import Database, Unit
from storage.values import SendoutKind, SendoutState


def end_lists(db: Database, today: date, of: str | None = None) -> int:
    """End the lists that have served, of one workshop or of all, and give how many. Blocks: never call it inside `Database.run`."""
    ended = db.run(lambda unit: _cleared(unit, today, of)).result()
    if not ended:
        return 0
    for mailing_list in ended:
        db.keys.destroy(mailing_list.id)
    db.maintain()
    for mailing_list in ended:
        db.run(partial(_drop, list_id=mailing_list.id)).result()
    db.empty_log()
    return len(ended)


def _cleared(unit: Unit, today: date, of: str | None) -> list[MailingList]:
    """Take everybody off the lists that have served, and stop what was still being sent to them."""
    running = {(s.workshop_id, AFTERWARDS[s.kind]): s for s in unit.sendouts.running() if s.kind in AFTERWARDS}
    told_later = {(s.workshop_id, AFTERWARDS[s.kind]) for s in unit.sendouts.held(SendoutKind.TEXTS)}
    served = unit.mailing.served(today, frozenset(running) | told_later)
    ended = [mailing_list for mailing_list in served if of in (None, mailing_list.workshop_id)]
    for mailing_list in ended:
        unit.mailing.clear(mailing_list.id)
        kinds = [kind for kind, purpose in AFTERWARDS.items() if purpose is mailing_list.purpose]
        unit.sendouts.forget_drafts(mailing_list.workshop_id, kinds)
        unheard = running.get((mailing_list.workshop_id, mailing_list.purpose))
        if unheard is not None:
            unit.sendouts.end(unheard.id, SendoutState.STOPPED)
    return ended


def _drop(unit: Unit, list_id: str) -> None:
    unit.mailing.drop(list_id)
