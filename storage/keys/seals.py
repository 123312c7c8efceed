"""The seals of the workshops touched in one transaction, and sealed JSON; must not know tables.

A key is read from the key store when it is first needed and forgotten with the transaction, so a key that was
destroyed, here or by another process, is not used again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from storage.keys.sealing import SIZES, Seal
from storage.keys.stores import KeyStore, KeyUnreadable


class KeyLost(LookupError):
    """A workshop's key is gone: nothing of its roster or its waiting answers can be read any more."""


class Seals:
    """Seals by workshop, for the length of one transaction."""

    def __init__(self, keys: KeyStore) -> None:
        """Nothing is read yet."""
        self._keys = keys
        self._known: dict[str, Seal | None] = {}

    def new(self, workshop_id: str) -> None:
        """Make the key of a new workshop."""
        self._known[workshop_id] = Seal(self._keys.create(workshop_id), workshop_id)

    def renew(self, list_id: str) -> Seal:
        """A key that nothing was sealed with: one that an attempt cut short has left behind is destroyed first."""
        self._keys.destroy(list_id)
        seal = self._known[list_id] = Seal(self._keys.create(list_id), list_id)
        return seal

    def find(self, workshop_id: str) -> Seal | None:
        """The workshop's seal, or None when its key is gone. Raises KeyUnreadable."""
        if workshop_id not in self._known:
            key = self._keys.get(workshop_id)
            self._known[workshop_id] = None if key is None else Seal(key, workshop_id)
        return self._known[workshop_id]

    def of(self, workshop_id: str) -> Seal:
        """The workshop's seal. Raises KeyLost, and KeyUnreadable."""
        seal = self.find(workshop_id)
        if seal is None:
            raise KeyLost("the key of this workshop is gone")
        return seal

    def is_lost(self, one: str) -> bool:
        """Whether the key of this workshop or list is gone; one that only cannot be read now is not."""
        try:
            return self.find(one) is None
        except KeyUnreadable:
            return False

    def usable(self, ids: Iterable[str]) -> dict[str, Seal]:
        """The seals of these workshops or lists whose keys can be read: what is wrong with one key is nothing to the others."""
        found: dict[str, Seal] = {}
        for one in ids:
            try:
                seal = self.find(one)
            except KeyUnreadable:
                continue
            found |= {one: seal} if seal is not None else {}
        return found


def seal_json(seal: Seal, name: str, token: bytes, data: Any, at_least: int = SIZES[0]) -> bytes:
    """JSON data as ciphertext bound to a token."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    return seal.close(name, token, text.encode(), at_least)


def open_json(seal: Seal, name: str, token: bytes, blob: bytes) -> Any:
    """What `seal_json` was given. Raises Unreadable."""
    return json.loads(seal.open(name, token, blob))
