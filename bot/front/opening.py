"""Opens the database for the one program that runs the bot: alone, and with its keys; must not know what is done with it."""

from __future__ import annotations

import random

from bot.settings import Settings
from storage.database import Database
from storage.engine import sqlite_file
from storage.keys.stores import DatabaseMissing, KeysMissing, KeyStore, open_keystore
from storage.place.tenancy import Tenancy, move_in

TO_LEAVE = 10.0
"""Seconds for another program on this database that is ending, as at an upgrade."""


def open_alone(settings: Settings, tenancy: Tenancy, chance: random.Random) -> Database:
    """The database, whose lock is held from now on. Without its keys answers would be thrown away, so nothing is begun without them.

    Raises AnotherRuns, KeysMissing, DatabaseMissing, and what `Database.open` raises; then the lock is let go.
    """
    move_in(tenancy, TO_LEAVE)
    try:
        return _opened(settings, open_keystore(settings.keystore), chance)
    except BaseException:
        tenancy.release()
        raise


def _opened(settings: Settings, keys: KeyStore, chance: random.Random) -> Database:
    file = sqlite_file(settings.database_url)
    if file is not None and not (file.exists() and file.stat().st_size) and keys.holds_any():
        raise DatabaseMissing
    database = Database.open(settings.database_url, keys, chance)
    if database.lacks_keys():
        database.close()
        raise KeysMissing
    return database
