"""Where the keys of workshops and of mailing lists live, outside the database: create, read, destroy; must not know what they seal.

Whoever has the database but not the keys has ciphertext. A close destroys the key, and with it every old copy of what
it sealed. Keep the folder on tmpfs where you can, out of backups always: overwriting a file promises nothing on an
SSD.

A key that is not there was destroyed or lost only if its store is there. So a store is marked when it is begun: a folder
without the mark is one that is not mounted, a Redis without it one that was emptied.

Long: three kinds of store side by side, with what each does when it cannot.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from storage.keys.sealing import KEY_BYTES

if TYPE_CHECKING:
    from redis import Redis

MARK = ".roundtable"
"""The file that says of a folder that it is a store of keys."""

MARKED = b"Roundtable keeps keys in this folder, and takes it for one that is not mounted when this file is missing.\n"
"""What stands in it, for whoever tidies up."""

_THE_MACHINE = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
"""Why a file cannot be opened now that has nothing to do with the file."""


class KeyStore(Protocol):
    """Keys by the id of a workshop or a mailing list. All raise KeysOutOfReach when the store itself cannot be asked."""

    def is_begun(self) -> bool:
        """Whether it is marked as a store of keys."""

    def begin(self) -> None:
        """Mark it: from now on a key that is not there was destroyed or lost. Raises OSError."""

    def holds_any(self) -> bool:
        """Whether there are keys in it that can only be those of one database."""

    def create(self, workshop_id: str) -> bytes:
        """A new random key of 32 bytes. Raises KeyTaken when there is one already, and KeyNotMade."""

    def get(self, workshop_id: str) -> bytes | None:
        """The key, or None when it was destroyed or lost. Raises KeyUnreadable."""

    def destroy(self, workshop_id: str) -> None:
        """Make the key irrecoverable; nothing happens when there is none. Raises OSError when it is still there."""


class KeysOutOfReach(OSError):
    """The key store does not answer now, or is not there; it may be later."""


class KeyUnreadable(OSError):
    """The key of one workshop or list cannot be read now, or not any more; those of others can."""


class KeyNotMade(OSError):
    """The key store is full, or may not be written: there is no new key, and nothing half-made."""


class KeysMissing(Exception):
    """Keys are needed, and the store of keys is not there, or not the one in which they were made. The text is for the operator."""

    def __init__(self) -> None:
        super().__init__(
            "The keys are not there: open workshops need theirs, and what KEYSTORE names is empty or was never a store of keys. "
            "Is it mounted, and the right one? Nothing was changed. If the keys are lost for good: roundtable keys --lost. "
            "Then the workshops close at the next start, without the answers that waited."
        )


class DatabaseMissing(Exception):
    """The database is new, and there are keys of an older one. The text is for the operator."""

    def __init__(self) -> None:
        super().__init__(
            "There is no database where DATABASE_URL says, though KEYSTORE has keys of workshops. Is it mounted, and the right one? "
            "Nothing was made. If you mean to begin anew, empty the folder of the keys."
        )


class KeyTaken(Exception):
    """The workshop has a key already; a second one would make its roster unreadable."""


def open_keystore(setting: str) -> KeyStore:
    """The store of a setting: "file:FOLDER", "redis://HOST...", "redis:URL" or "memory:". Raises ValueError."""
    kind, _, rest = setting.partition(":")
    match kind:
        case "file" if rest:
            return FileKeys(Path(rest))
        case "redis" | "rediss" if rest:
            return RedisKeys(setting if rest.startswith("//") else rest)
        case "memory" if not rest:
            return MemoryKeys()
        case _:
            raise ValueError("KEYSTORE must be file:FOLDER, redis://HOST:PORT/DB or memory:")


def _whole(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise KeyUnreadable("a key has not the length of one")
    return key


class MemoryKeys:
    """Keys that die with the process: every restart closes the open workshops. For tests and rehearsals."""

    def __init__(self) -> None:
        """An empty store."""
        self._keys: dict[str, bytes] = {}

    def is_begun(self) -> bool:
        """Always: what is not in memory is lost."""
        return True

    def begin(self) -> None:
        """There is nothing to mark."""

    def holds_any(self) -> bool:
        """See KeyStore."""
        return bool(self._keys)

    def create(self, workshop_id: str) -> bytes:
        """See KeyStore."""
        if workshop_id in self._keys:
            raise KeyTaken(workshop_id)
        return self._keys.setdefault(workshop_id, secrets.token_bytes(KEY_BYTES))

    def get(self, workshop_id: str) -> bytes | None:
        """See KeyStore."""
        return self._keys.get(workshop_id)

    def destroy(self, workshop_id: str) -> None:
        """See KeyStore."""
        self._keys.pop(workshop_id, None)


class FileKeys:
    """One file a key (0600) in a folder (0700); a destroyed key is overwritten before it is unlinked."""

    def __init__(self, folder: Path) -> None:
        """Takes the folder away from everyone else; it is made by `begin`, or with the first key."""
        self.folder = folder
        self._was_begun = False
        with suppress(OSError):
            folder.chmod(0o700)

    def is_begun(self) -> bool:
        """See KeyStore."""
        try:
            is_marked = (self.folder / MARK).is_file()
        except OSError as error:
            raise KeysOutOfReach(error.errno, "the folder of the keys cannot be read") from error
        self._was_begun = self._was_begun or is_marked
        return is_marked

    def begin(self) -> None:
        """See KeyStore. One that is begun is left as it is: it may be read-only, and its keys can be read."""
        if not self.is_begun():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            _put(self.folder / MARK, MARKED)
            self._sync_folder()
        self._was_begun = True

    def holds_any(self) -> bool:
        """See KeyStore."""
        return any(self.folder.glob("*.key"))

    def create(self, workshop_id: str) -> bytes:
        """See KeyStore. A folder that never was a store of keys becomes one."""
        path, key = self._path(workshop_id), secrets.token_bytes(KEY_BYTES)
        try:
            if not (self._was_begun or self.is_begun()):
                self.begin()
            self._must_be_there()
            _put(path, key)
            self._sync_folder()
        except FileExistsError:
            raise KeyTaken(workshop_id) from None
        except KeysOutOfReach:
            raise
        except OSError as error:
            raise KeyNotMade(error.errno, "the key store takes no new key") from error
        return key

    def get(self, workshop_id: str) -> bytes | None:
        """See KeyStore."""
        try:
            return _whole(self._path(workshop_id).read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            self._must_be_there()
            return None
        except KeyUnreadable:
            raise
        except OSError as error:
            if error.errno in _THE_MACHINE:
                raise KeysOutOfReach(error.errno, "no more files can be opened") from error
            self._must_be_there()
            raise KeyUnreadable(error.errno, "a key cannot be read") from error

    def destroy(self, workshop_id: str) -> None:
        """See KeyStore. What cannot be overwritten is unlinked all the same; an empty folder in its place goes too."""
        path = self._path(workshop_id)
        with suppress(OSError):
            path.chmod(0o600)
        with suppress(OSError):
            _write_through(os.open(path, os.O_WRONLY), secrets.token_bytes(KEY_BYTES))
        try:
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        except (FileNotFoundError, NotADirectoryError):
            self._must_be_there()
            return
        self._sync_folder()

    def _must_be_there(self) -> None:
        if not self.is_begun():
            raise KeysOutOfReach(errno.ENOENT, "the folder of the keys is not there")

    def _path(self, workshop_id: str) -> Path:
        """The key's file. Raises ValueError for an id that is no UUID: it could name a file elsewhere."""
        return self.folder / f"{UUID(workshop_id)}.key"

    def _sync_folder(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _put(path: Path, data: bytes) -> None:
    """A new file with this in it, or none at all. Raises FileExistsError, and OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _write_through(handle, data)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _write_through(handle: int, data: bytes) -> None:
    """Write to the disk itself, and close."""
    try:
        if os.write(handle, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)
    finally:
        os.close(handle)


class RedisKeys:
    """Keys in a Redis that must run without persistence (save "" and appendonly no), shared by several machines."""

    _mark = "roundtable:keys"

    def __init__(self, url: str) -> None:
        """`url`: redis://... or rediss://... Needs the extra `redis`."""
        from redis import Redis, RedisError, ResponseError  # noqa: PLC0415  # an extra: only who uses it has it installed

        self._redis: Redis = Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
        self._fault, self._refusal = RedisError, ResponseError
        self._was_begun = False

    def is_begun(self) -> bool:
        """See KeyStore."""
        with self._reached():
            is_marked = bool(self._redis.exists(self._mark))
        self._was_begun = self._was_begun or is_marked
        return is_marked

    def begin(self) -> None:
        """See KeyStore."""
        with self._reached():
            self._redis.set(self._mark, "begun")
        self._was_begun = True

    def holds_any(self) -> bool:
        """No: several databases may have theirs in one Redis."""
        return False

    def create(self, workshop_id: str) -> bytes:
        """See KeyStore. A Redis that never was a store of keys becomes one."""
        name, key = self._name(workshop_id), secrets.token_bytes(KEY_BYTES)
        if not (self._was_begun or self.is_begun()):
            self.begin()
        self._must_be_there()
        try:
            with self._reached():
                is_new = self._redis.set(name, key, nx=True)
        except KeysOutOfReach as error:
            if isinstance(error.__cause__, self._refusal):  # out of memory, or read-only: it answers, and says no
                raise KeyNotMade("the key store takes no new key") from error
            raise
        if not is_new:
            raise KeyTaken(workshop_id)
        return key

    def get(self, workshop_id: str) -> bytes | None:
        """See KeyStore."""
        try:
            with self._reached():
                key = self._redis.get(self._name(workshop_id))
        except KeysOutOfReach as error:
            if str(error.__cause__).startswith("WRONGTYPE"):
                raise KeyUnreadable("what stands in the place of a key is none") from error
            raise
        if key is None:
            self._must_be_there()
            return None
        return _whole(key if isinstance(key, bytes) else b"")

    def destroy(self, workshop_id: str) -> None:
        """See KeyStore. A Redis that is full refuses to overwrite; it deletes all the same."""
        name = self._name(workshop_id)
        with suppress(KeysOutOfReach), self._reached():
            self._redis.set(name, secrets.token_bytes(KEY_BYTES), xx=True)
        with self._reached():
            was_there = self._redis.delete(name)
        if not was_there:
            self._must_be_there()

    def _must_be_there(self) -> None:
        if not self.is_begun():
            raise KeysOutOfReach("the key store was emptied, or is another one")

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """A lost server is never taken for a lost key: that would close every workshop."""
        try:
            yield
        except self._fault as error:
            raise KeysOutOfReach("the key store does not answer") from error

    @staticmethod
    def _name(workshop_id: str) -> str:
        return f"roundtable:key:{UUID(workshop_id)}"
