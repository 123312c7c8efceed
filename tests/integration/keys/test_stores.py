"""Keys: where they live, how they are destroyed, and what tokens, seals and receipts made from them promise."""

from __future__ import annotations

import random
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys.sealing import (
    SIZES,
    Seal,
    Unreadable,
    padded_size,
    receipt_code,
    receipt_from_code,
    receipt_tag,
    token,
)
from storage.keys.stores import FileKeys, KeysOutOfReach, KeyStore, KeyTaken, open_keystore
from tests.support.storage_case import REDIS

KEY = bytes(range(32))


@pytest.fixture(params=["file", "memory", pytest.param("redis", marks=pytest.mark.redis)])
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KeyStore]:
    """Every kind of key store in turn."""
    match request.param:
        case "redis":
            _need_redis()
            yield open_keystore(f"redis:{REDIS}")
        case "file":
            yield open_keystore(f"file:{tmp_path}/keys")
        case kind:
            yield open_keystore(f"{kind}:")


def _need_redis() -> None:
    redis = pytest.importorskip("redis", reason="needs the extra redis")
    try:
        redis.Redis.from_url(REDIS, socket_connect_timeout=3).ping()
    except redis.ConnectionError:
        pytest.skip("needs a Redis server; name one with ROUNDTABLE_TEST_REDIS")


def test_keystore(keys: KeyStore) -> None:
    """A key is made once, read as often as needed, and gone for good once destroyed; keys differ."""
    one, other = str(uuid4()), str(uuid4())
    key = keys.create(one)
    assert len(key) == 32
    assert keys.create(other) != key
    assert keys.get(one) == key
    with pytest.raises(KeyTaken):
        keys.create(one)
    keys.destroy(one)
    keys.destroy(one)
    assert keys.get(one) is None
    assert keys.get(other) is not None
    keys.destroy(other)


@pytest.mark.redis
def test_lost_server_is_no_lost_key() -> None:
    """A Redis that does not answer is an outage, not a missing key: a missing key would close the workshop."""
    pytest.importorskip("redis", reason="needs the extra redis")
    keys = open_keystore("redis://127.0.0.1:1/0")
    for act in (keys.create, keys.get, keys.destroy):
        with pytest.raises(KeysOutOfReach):
            act(str(uuid4()))


def test_key_files(tmp_path: Path) -> None:
    """Key files are for their owner alone, and a destroyed one was overwritten before it was unlinked."""
    keys, workshop = FileKeys(tmp_path / "var" / "keys"), str(uuid4())
    key = keys.create(workshop)
    (path,) = keys.folder.iterdir()
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = tmp_path / "second-name-of-the-same-bytes"
    kept.hardlink_to(path)
    keys.destroy(workshop)
    assert list(keys.folder.iterdir()) == []
    assert len(kept.read_bytes()) == 32
    assert kept.read_bytes() != key


def test_key_file_cut_short_is_lost(tmp_path: Path) -> None:
    """A key file that a crash cut short is no key."""
    keys, workshop = FileKeys(tmp_path), str(uuid4())
    (tmp_path / f"{workshop}.key").write_bytes(b"short")
    assert keys.get(workshop) is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a/b"])
def test_only_workshops_have_keys(tmp_path: Path, name: str) -> None:
    """A name that is no workshop's id never becomes the name of a file."""
    keys = FileKeys(tmp_path)
    for act in (keys.create, keys.get, keys.destroy):
        with pytest.raises(ValueError, match="UUID"):
            act(name)


@pytest.mark.parametrize("setting", ["", "file:", "redis:", "memory:x", "vault:x", "/var/keys"])
def test_bad_settings(setting: str) -> None:
    """A setting that names no key store is refused with a sentence that names the setting."""
    with pytest.raises(ValueError, match="KEYSTORE"):
        open_keystore(setting)


def test_tokens_disjoint_across_workshops() -> None:
    """A19, A20: the same people have different tokens in every workshop, for every question and every purpose."""
    seals = [Seal(random.Random(seed).randbytes(32), str(seed)) for seed in range(3)]
    users = range(7_000_000_000, 7_000_000_050)
    tokens = [
        made
        for seal in seals
        for user in users
        for made in (seal.person(user), seal.answer("q1", user), seal.answer("q2", user), seal.receipt(user))
    ]
    assert len(set(tokens)) == len(tokens) == 3 * 50 * 4
    assert all(len(made) == 16 for made in tokens)


def test_tokens_keep_parts_apart() -> None:
    """Where one part ends and the next begins makes a difference."""
    assert token(KEY, "answer", "w", "ab", "c") != token(KEY, "answer", "w", "a", "bc")


@given(st.binary(max_size=5000), st.binary(min_size=16, max_size=16))
def test_sealed_and_opened(data: bytes, bound_to: bytes) -> None:
    """What was sealed comes back with the same key, name and token, and with no other."""
    seal = Seal(KEY, "w")
    blob = seal.close("pending", bound_to, data)
    assert seal.open("pending", bound_to, blob) == data
    assert len(blob) - 28 in SIZES
    others = [
        (Seal(KEY[::-1], "w"), "pending", bound_to),
        (seal, "chat", bound_to),
        (seal, "pending", bound_to[::-1] + b"x"),
    ]
    for other, name, token_of_another in others:
        with pytest.raises(Unreadable):
            other.open(name, token_of_another, blob)


def test_short_answers_look_alike() -> None:
    """Blobs of answers from 3 to 60 bytes all have 92 bytes."""
    seal = Seal(KEY, "w")
    assert {len(seal.close("pending", b"t", b"x" * size)) for size in range(3, 61)} == {92}
    assert padded_size(61) == 256


def test_too_long_to_seal() -> None:
    """A dialogue of 64 long answers fits; what is beyond the largest size is refused, not cut."""
    assert padded_size(64 * 4 * 1000) == 262144
    with pytest.raises(ValueError, match="too long"):
        padded_size(262144)


@given(st.binary(min_size=16, max_size=16))
def test_receipt_codes(receipt: bytes) -> None:
    """A receipt code can be typed in any case, without dashes and with look-alike letters, and means the same receipt."""
    code = receipt_code(receipt)
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4, 4, 4, 2]
    assert receipt_from_code(code) == receipt
    assert receipt_from_code(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == receipt


@pytest.mark.parametrize("code", ["", "K7QF", "K7QF-2M9D-", "U" * 26, "Z" * 26, "0" * 27])
def test_not_receipt_codes(code: str) -> None:
    """What is no receipt code is refused."""
    with pytest.raises(ValueError, match="receipt"):
        receipt_from_code(code)


def test_receipt_tags_differ_by_question() -> None:
    """One receipt has a tag of 80 bits for every question, so that tags cannot be joined without the receipt."""
    tags = {receipt_tag(KEY[:16], f"q{number}") for number in range(100)}
    assert len(tags) == 100
    assert {len(tag) for tag in tags} == {10}
