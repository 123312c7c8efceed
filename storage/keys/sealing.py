"""Keyed tokens, padded encryption and receipt codes of one workshop; must not know tables, chats or where keys live.

The formulas are those of the anonymity rules, section 3a:
    token(purpose, *parts) = HMAC-SHA256(key, lp(purpose) || lp(part) ...)[:16], lp = 4 bytes of length, then the bytes
    blob = nonce || AES-256-GCM(HMAC-SHA256(key, "subkey|" + name), pad(data), aad = token)
Padding to a few sizes makes the length of a ciphertext say next to nothing about what is in it.
"""

from __future__ import annotations

import hmac
import os
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
TOKEN_BYTES = 16
TAG_BYTES = 10
NONCE_BYTES = 12
SIZES = (64, 256, 1024, 4096, 16384, 65536, 262144)
"""Padded plaintext sizes in bytes, powers of four: a dialogue of 64 questions with long texts still fits."""

STEPS_FROM = 4096
"""Beyond this the next of `SIZES` would be up to four times of what is needed."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U to misread."""
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_CODE_CHARS = 26


class Unreadable(Exception):
    """A sealed value does not open: another key, another token, or damaged bytes."""


def token(key: bytes, purpose: str, *parts: str) -> bytes:
    """A 16-byte keyed pseudonym. Length prefixes keep ("a", "bc") and ("ab", "c") apart."""
    message = b"".join(len(raw).to_bytes(4, "big") + raw for raw in (text.encode() for text in (purpose, *parts)))
    return hmac.digest(key, message, "sha256")[:TOKEN_BYTES]


def padded_size(length: int, at_least: int = SIZES[0]) -> int:
    """The size that `length` bytes are padded to, not under `at_least`. Raises ValueError beyond the largest.

    One of `SIZES`; where a caller knows that all of its values fit `at_least`, which is beyond `STEPS_FROM`: that in whole KiB.
    """
    if at_least > STEPS_FROM and length + 4 <= at_least:
        return -(-at_least // 1024) * 1024
    for size in SIZES:
        if size >= length + 4 and size >= at_least:
            return size
    raise ValueError("too long to be sealed")


def pad(data: bytes, at_least: int = SIZES[0]) -> bytes:
    """4 bytes of length, the data, zeros up to `padded_size`."""
    return (len(data).to_bytes(4, "big") + data).ljust(padded_size(len(data), at_least), b"\0")


def unpad(padded: bytes) -> bytes:
    """The data that `pad` was given."""
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


class Seal:
    """One workshop's key at work. Lives for one transaction at most, so that a destroyed key is gone."""

    def __init__(self, key: bytes, workshop_id: str) -> None:
        """`key`: 32 random bytes."""
        self._key = key
        self._workshop_id = workshop_id

    def person(self, user_id: int) -> bytes:
        """The roster token of a participant."""
        return token(self._key, "person", self._workshop_id, str(user_id))

    def answer(self, question_id: str, user_id: int) -> bytes:
        """The token of one answer: another one for every question, so that answers cannot be joined."""
        return token(self._key, "answer", self._workshop_id, question_id, str(user_id))

    def receipt(self, user_id: int) -> bytes:
        """The participant's receipt, 16 bytes: shown to them, never stored."""
        return token(self._key, "receipt", self._workshop_id, str(user_id))

    def close(self, name: str, bound_to: bytes, data: bytes, at_least: int = SIZES[0]) -> bytes:
        """`data` as ciphertext that opens only with this key, this name and this token."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher(name).encrypt(nonce, pad(data, at_least), bound_to)

    def open(self, name: str, bound_to: bytes, blob: bytes) -> bytes:
        """What `close` was given. Raises Unreadable."""
        try:
            return unpad(self._cipher(name).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], bound_to))
        except InvalidTag:
            raise Unreadable("a sealed value does not open") from None

    def _cipher(self, name: str) -> AESGCM:
        if name not in self._ciphers:
            self._ciphers[name] = AESGCM(hmac.digest(self._key, b"subkey|" + name.encode(), "sha256"))
        return self._ciphers[name]

    @cached_property
    def _ciphers(self) -> dict[str, AESGCM]:
        return {}


def receipt_tag(receipt: bytes, question_id: str) -> bytes:
    """The published tag of one counted answer: HMAC-SHA256(receipt, question id)[:10]."""
    return hmac.digest(receipt, question_id.encode(), "sha256")[:TAG_BYTES]


def receipt_code(receipt: bytes) -> str:
    """16 bytes as 26 letters and digits in groups of four: K7QF-2M9D-..."""
    number = int.from_bytes(receipt, "big")
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CODE_CHARS)))
    return "-".join(letters[start : start + 4] for start in range(0, _CODE_CHARS, 4))


def receipt_from_code(code: str) -> bytes:
    """The 16 bytes of a code as people type it: any case, with or without dashes. Raises ValueError when it is none."""
    letters = "".join(code.upper().translate(_LOOKALIKES).replace("-", " ").split())
    if len(letters) != _CODE_CHARS or any(letter not in ALPHABET for letter in letters):
        raise ValueError("not a receipt code")
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    if number >> 8 * TOKEN_BYTES:
        raise ValueError("not a receipt code")
    return number.to_bytes(TOKEN_BYTES, "big")
