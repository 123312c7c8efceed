"""`roundtable keys`: whether the store of keys is there, and which keys can be read; must not know what they seal.

It reads and changes nothing, so it may run beside the bot; only a store that is lost for good is begun anew when somebody says so.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from bot.settings import Settings
from storage.audit.evidence import reading
from storage.keys.seals import Seals
from storage.keys.stores import KeysOutOfReach, KeyStore, KeyUnreadable, open_keystore
from storage.mailing import Mailing
from storage.workshops import Workshops

MISSING = (
    "The store of keys is not there: what KEYSTORE names is empty, or was never one. Is it mounted, and the right one? If the keys are "
    "lost for good: roundtable keys --lost"
)
SILENT = "The store of keys does not answer, or cannot be read. Whether keys are there cannot be seen."


def look(settings: Settings) -> tuple[list[str], bool]:
    """What there is to say, a line each, and whether all is well. Raises Unreachable and NotMigrated."""
    store = open_keystore(settings.keystore)
    if settings.keystore == "memory:":
        return ["Keys are in the bot's memory only; a restart closes the workshops."], True
    with reading(settings.database_url) as connection:
        chance = random.SystemRandom()
        seals = Seals(store)
        workshops = [(w.id, w.code) for w in Workshops(connection, seals, chance).all_open()]
        lists = Mailing(connection, seals, chance).ids()
    try:
        if not store.is_begun():
            return ([MISSING], False) if workshops or lists else (["No key is needed yet."], True)
        lines = [*_of_workshops(store, workshops), *_of_lists(store, lists)]
    except KeysOutOfReach:
        return [SILENT], False
    return [text for text, _ in lines] or ["The store of keys is there; no key is needed now."], all(
        ok for _, ok in lines
    )


def begin_anew(settings: Settings) -> str:
    """Mark an empty store, because the keys are lost for good; gives what to say. Raises OSError."""
    store = open_keystore(settings.keystore)
    if store.is_begun():
        return "The store of keys is there: nothing was changed."
    store.begin()
    return (
        "An empty store of keys is begun. At the next start of the bot the workshops whose keys are lost are closed: what was counted "
        "stays, what waited is lost."
    )


def _of_workshops(store: KeyStore, workshops: list[tuple[str, str]]) -> Iterator[tuple[str, bool]]:
    for workshop_id, code in workshops:
        try:
            key = store.get(workshop_id)
        except KeyUnreadable as error:
            why = getattr(error.__cause__, "strerror", None) or "it is no whole key"
            yield (
                f"{code}: the key cannot be read ({why}). The workshop stands still, and goes on when it can be.",
                False,
            )
            continue
        if key is None:
            yield (
                f"{code}: the key is gone. The workshop stands still, and is closed at the next start of the bot.",
                False,
            )
        else:
            yield f"{code}: the key is there.", True


def _of_lists(store: KeyStore, lists: list[str]) -> Iterator[tuple[str, bool]]:
    """How many only: which workshop a list is of says nothing more."""
    bad = 0
    for one in lists:
        try:
            bad += store.get(one) is None
        except KeyUnreadable:
            bad += 1
    if lists:
        yield f"Mailing lists of closed workshops: {len(lists) - bad} of {len(lists)} keys are there.", not bad
