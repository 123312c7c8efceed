"""Check 7, and which keys there are: where they lie and who could get at them; must not know the database's rows."""

from __future__ import annotations

import base64
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from storage.audit.after_close import KeySeen
from storage.audit.evidence import Finding, judge
from storage.keys.sealing import KEY_BYTES
from storage.keys.stores import MARK, KeysOutOfReach, KeyUnreadable, open_keystore

BACKED_UP = frozenset({"backup", "backups", "bak", "snapshots", "dropbox", "onedrive", "nextcloud", "timemachine"})
"""Names of folders that are copied elsewhere as a rule."""


@dataclass(frozen=True)
class KeyPlace:
    """Where the keys of this installation are, and what must be kept apart from them.

    `keystore`: the setting; `database`: the SQLite file or None; `backups`: folders that are backed up; `also`: other
    files that were given to look at.
    """

    keystore: str
    database: Path | None
    backups: tuple[Path, ...] = ()
    also: tuple[Path, ...] = ()

    @property
    def kind(self) -> str:
        """`file`, `redis` or `memory`."""
        return self.keystore.partition(":")[0].replace("rediss", "redis")

    @property
    def folder(self) -> Path:
        """The folder of a file store."""
        return Path(self.keystore.partition(":")[2])

    def file(self, workshop_id: str) -> Path:
        """The file of one key."""
        return self.folder / f"{UUID(workshop_id)}.key"


def key_seen(place: KeyPlace, workshop_id: str) -> KeySeen:
    """Whether the workshop has a key; nothing is made on the way."""
    match place.kind:
        case "file":
            path = place.file(workshop_id)
            if path.exists() or path.is_symlink():
                return KeySeen.THERE
            return KeySeen.GONE if (place.folder / MARK).exists() else KeySeen.OUT_OF_SIGHT
        case "redis":
            try:
                return KeySeen.GONE if open_keystore(place.keystore).get(workshop_id) is None else KeySeen.THERE
            except KeyUnreadable:
                return KeySeen.THERE
            except KeysOutOfReach:
                return KeySeen.OUT_OF_SIGHT
        case _:
            return KeySeen.OUT_OF_SIGHT


def check_list_keys(place: KeyPlace, list_ids: Sequence[str]) -> Finding:
    """7, after the close: the keys of the mailing lists lie as safe as the workshop's did; one that is lost harms nobody."""
    there = [list_id for list_id in list_ids if key_seen(place, list_id) is KeySeen.THERE]
    if not there:
        return Finding(7, "key", None, "Closed: there is no key to look at.")
    if place.kind == "redis":
        return _in_redis(place.keystore)
    scanned = list(_files(place))
    faults = [*_place_faults(place)]
    for list_id in there:
        faults += [*_mode_faults(place.file(list_id)), *_copies(place, list_id, scanned)]
    looked_at = {"keys of mailing lists": len(there), "files searched for a copy of them": len(scanned)}
    good = "Only their owner can read the keys of the mailing lists; they lie apart, and are in no other file."
    return judge(7, "key", faults, good, "The keys of the mailing lists are not safe where they are.", looked_at)


def check_keys(place: KeyPlace, workshop_id: str, seen: KeySeen) -> Finding:
    """7: while a workshop is open its key is readable for its owner only, and not where copies are made."""
    if place.kind == "memory":
        return judge(7, "key", (), "The key is in the bot's memory only; a restart closes the workshop.", "")
    if seen is KeySeen.OUT_OF_SIGHT:
        silent = "the key store does not answer"
        missing = "there is no key where KEYSTORE says, and no store of keys: is it mounted, is it the bot's setting?"
        return judge(7, "key", [missing if place.kind == "file" else silent], "", "The key cannot be looked at.")
    if seen is KeySeen.GONE:
        lost = (
            "there is no key where KEYSTORE says: is it the bot's setting? Without it the workshop only can be closed"
        )
        return judge(7, "key", [lost], "", "The key is not there.")
    if place.kind == "redis":
        return _in_redis(place.keystore)
    scanned = list(_files(place))
    faults = [*_mode_faults(place.file(workshop_id)), *_place_faults(place), *_copies(place, workshop_id, scanned)]
    looked_at = {"files searched for a copy of it": len(scanned)}
    good = "Only its owner can read the key; it lies apart from the database and from backups, and is in no other file."
    return judge(7, "key", faults, good, "The key is not safe where it is.", looked_at)


def _in_redis(keystore: str) -> Finding:
    """A Redis that writes its memory to a disk keeps old keys there; hosted ones do not always say whether they do."""
    from redis import Redis, RedisError  # noqa: PLC0415  # an extra: only who uses it has it installed

    url = keystore if keystore.partition(":")[2].startswith("//") else keystore.partition(":")[2]
    try:
        with Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5, decode_responses=True) as redis:
            told = {**redis.config_get("save"), **redis.config_get("appendonly")}
    except RedisError:
        return judge(7, "key", (), "The key is in Redis, which does not tell whether it writes to a disk.", "")
    faults = [
        f"Redis writes keys to its disk: {name} {value}" for name, value in told.items() if value not in {"", "no"}
    ]
    good = "The key is in Redis, which keeps nothing on a disk."
    return judge(7, "key", faults, good, "The key is not safe where it is.", {"settings of Redis": len(told)})


def _mode_faults(path: Path) -> Iterator[str]:
    """0600 in a folder of 0700, a file of its own with one name."""
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode):
        yield "the key is a link to somewhere else" if stat.S_ISLNK(about.st_mode) else "the key is no file"
        return
    if about.st_nlink > 1:
        yield "the key file has a second name somewhere"
    if about.st_mode & 0o777 != 0o600:
        yield f"the key file has mode {about.st_mode & 0o777:04o}, not 0600"
    if (mode := path.parent.stat().st_mode & 0o777) & 0o077:
        yield f"the folder of the keys has mode {mode:04o}, not 0700"
    if about.st_size != KEY_BYTES:
        yield f"the key file has {about.st_size} bytes, not {KEY_BYTES}"


def _place_faults(place: KeyPlace) -> Iterator[str]:
    """Whoever copies the database, or makes backups, must not copy the key with it."""
    keys = place.folder.resolve()
    if place.database is not None:
        data = place.database.resolve().parent
        if keys.is_relative_to(data):
            yield "the keys lie in the folder of the database: a copy of one has the other"
    for backup in place.backups:
        if keys.is_relative_to(backup.resolve()):
            yield f"the keys lie below {backup}, which is backed up"
    if named := sorted(part for part in keys.parts if part.casefold() in BACKED_UP):
        yield f"the keys lie in a folder named {named[0]}"


def _files(place: KeyPlace) -> Iterator[Path]:
    """What is searched for a copy of the key: the database, backups, and whatever else was given."""
    roots = [*place.backups, *place.also]
    if place.database is not None:
        yield from (path for path in place.database.parent.glob(f"{place.database.name}*") if path.is_file())
    for root in roots:
        yield from (path for path in ([root] if root.is_file() else sorted(root.rglob("*"))) if path.is_file())


def _copies(place: KeyPlace, workshop_id: str, files: Sequence[Path]) -> Iterator[str]:
    try:
        key = place.file(workshop_id).read_bytes()
    except OSError as error:
        yield f"the key cannot be read: {error.strerror}"
        return
    forms = (key, key.hex().encode(), key.hex().upper().encode(), base64.b64encode(key), base64.urlsafe_b64encode(key))
    for path in files:
        if path.resolve() != place.file(workshop_id).resolve() and len(key) == KEY_BYTES:
            content = path.read_bytes()
            if any(form in content for form in forms):
                yield f"{path}: holds a copy of the key"
