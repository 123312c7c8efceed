"""Where the keys of workshops and of mailing lists live, outside the database: create, read, destroy; must not know what they seal.

Whoever has the database but not the keys has ciphertext. A close destroys the key, and with it every old copy of what
it sealed. Keep the folder on tmpfs where you can, out of backups always: overwriting a file promises nothing on an
SSD.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from storage.keys.sealing import KEY_BYTES

if TYPE_CHECKING:
    from redis import Redis


class KeyStore(Protocol):
    """Keys by the id of a workshop or a mailing list. All three raise OSError when the store itself is out of reach."""

    def create(self, workshop_id: str) -> bytes:
        """A new random key of 32 bytes. Raises KeyTaken when there is one already."""

    def get(self, workshop_id: str) -> bytes | None:
        """The key, or None when it was destroyed or lost."""

    def destroy(self, workshop_id: str) -> None:
        """Make the key irrecoverable; nothing happens when there is none."""


class KeysOutOfReach(OSError):
    """The key store does not answer now; it may later."""


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


class MemoryKeys:
    """Keys that die with the process: every restart closes the open workshops. For tests and rehearsals."""

    def __init__(self) -> None:
        """An empty store."""
        self._keys: dict[str, bytes] = {}

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
        """Makes the folder, and takes it away from everyone else."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        self.folder = folder

    def create(self, workshop_id: str) -> bytes:
        """See KeyStore."""
        key = secrets.token_bytes(KEY_BYTES)
        try:
            handle = os.open(self._path(workshop_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise KeyTaken(workshop_id) from None
        _write_through(handle, key)
        self._sync_folder()
        return key

    def get(self, workshop_id: str) -> bytes | None:
        """See KeyStore. A file cut short by a crash counts as lost."""
        try:
            key = self._path(workshop_id).read_bytes()
        except FileNotFoundError:
            return None
        return key if len(key) == KEY_BYTES else None

    def destroy(self, workshop_id: str) -> None:
        """See KeyStore."""
        path = self._path(workshop_id)
        try:
            handle = os.open(path, os.O_WRONLY)
        except FileNotFoundError:
            return
        _write_through(handle, secrets.token_bytes(KEY_BYTES))
        path.unlink(missing_ok=True)
        self._sync_folder()

    def _path(self, workshop_id: str) -> Path:
        """The key's file. Raises ValueError for an id that is no UUID: it could name a file elsewhere."""
        return self.folder / f"{UUID(workshop_id)}.key"

    def _sync_folder(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_through(handle: int, data: bytes) -> None:
    """Write to the disk itself, and close."""
    try:
        os.write(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


class RedisKeys:
    """Keys in a Redis that must run without persistence (save "" and appendonly no), shared by several machines."""

    def __init__(self, url: str) -> None:
        """`url`: redis://... or rediss://... Needs the extra `redis`."""
        from redis import Redis, RedisError  # noqa: PLC0415  # an extra: only who uses it has it installed

        self._redis: Redis = Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
        self._fault = RedisError

    def create(self, workshop_id: str) -> bytes:
        """See KeyStore."""
        key = secrets.token_bytes(KEY_BYTES)
        with self._reached():
            is_new = self._redis.set(self._name(workshop_id), key, nx=True)
        if not is_new:
            raise KeyTaken(workshop_id)
        return key

    def get(self, workshop_id: str) -> bytes | None:
        """See KeyStore."""
        with self._reached():
            key = self._redis.get(self._name(workshop_id))
        return key if isinstance(key, bytes) else None

    def destroy(self, workshop_id: str) -> None:
        """See KeyStore."""
        with self._reached():
            self._redis.set(self._name(workshop_id), secrets.token_bytes(KEY_BYTES), xx=True)
            self._redis.delete(self._name(workshop_id))

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
