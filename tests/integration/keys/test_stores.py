"""Keys: where they live, how they are destroyed, and what tokens, seals and receipts made from them promise."""

from __future__ import annotations

import errno
import random
import resource
import shutil
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
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
from storage.keys.stores import (
    FileKeys,
    KeyNotMade,
    KeysOutOfReach,
    KeyStore,
    KeyTaken,
    KeyUnreadable,
    RedisKeys,
    open_keystore,
)
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
    (path,) = keys.folder.glob("*.key")
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = tmp_path / "second-name-of-the-same-bytes"
    kept.hardlink_to(path)
    keys.destroy(workshop)
    assert list(keys.folder.glob("*.key")) == []
    assert len(kept.read_bytes()) == 32
    assert kept.read_bytes() != key


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _loop(path: Path) -> None:
    """What opening it is refused with has nothing to do with rights, which root always has."""
    path.unlink()
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"short"),
        lambda path: path.write_bytes(bytes(33)),
        _folder,
        _loop,
    ],
    ids=["empty", "cut short", "too long", "folder", "refused"],
)
def test_one_key_that_cannot_be_read(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    """It is neither read nor lost, the key beside it is read, and it can be destroyed for good."""
    keys, one, other = FileKeys(tmp_path), str(uuid4()), str(uuid4())
    keys.create(one)
    key = keys.create(other)
    spoil(tmp_path / f"{one}.key")
    with pytest.raises(KeyUnreadable):
        keys.get(one)
    assert keys.get(other) == key
    keys.destroy(one)
    assert keys.get(one) is None
    assert keys.get(other) == key


def test_a_folder_that_is_not_there_has_lost_nothing(tmp_path: Path) -> None:
    """Not mounted, or an empty folder in its place: out of reach, for reading, making and destroying; nothing is made in it."""
    folder, away, one = tmp_path / "keys", tmp_path / "away", str(uuid4())
    keys = FileKeys(folder)
    key = keys.create(one)
    folder.rename(away)
    for is_made in (False, True):
        if is_made:
            folder.mkdir()
        for act in (keys.get, keys.create, keys.destroy):
            with pytest.raises(KeysOutOfReach):
                act(one if act == keys.get else str(uuid4()))
        assert not keys.is_begun()
    assert list(folder.iterdir()) == []
    folder.rmdir()
    away.rename(folder)
    assert keys.get(one) == key
    assert FileKeys(folder).get(str(uuid4())) is None, "this one was lost"


@contextmanager
def no_room() -> Iterator[None]:
    """No file can be written to."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_folder_takes_no_half_of_a_key(tmp_path: Path) -> None:
    """The key that did not fit leaves nothing behind, and can be made when there is room; one that is there is destroyed without."""
    keys, one, two = FileKeys(tmp_path), str(uuid4()), str(uuid4())
    keys.create(one)
    with no_room():
        with pytest.raises(KeyNotMade):
            keys.create(two)
        keys.destroy(one)
    assert list(tmp_path.glob("*.key")) == []
    assert keys.get(one) is None
    assert keys.create(two) == keys.get(two)


def test_a_store_that_is_read_only_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start on one that was begun before changes nothing in it, so it needs no right to."""
    one = str(uuid4())
    key = FileKeys(tmp_path).create(one)

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    for change in ("chmod", "mkdir", "unlink", "touch"):
        monkeypatch.setattr(Path, change, refused)
    keys = FileKeys(tmp_path)
    keys.begin()
    assert keys.get(one) == key


def test_a_machine_without_room_for_files_is_no_lost_key(tmp_path: Path) -> None:
    """When no more files can be opened no key can be read, so none is at fault."""
    keys, one = FileKeys(tmp_path), str(uuid4())
    keys.create(one)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, before[1]))
    try:
        with pytest.raises(KeysOutOfReach):
            keys.get(one)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Any, str]]:
    """A Redis of its own, which a test may empty and fill, and its address."""
    redis = pytest.importorskip("redis", reason="needs the extra redis")
    program = shutil.which("redis-server") or pytest.skip("needs redis-server")
    socket = tmp_path / "redis.sock"
    command = [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        url = f"unix://{socket}"
        while not socket.exists():
            time.sleep(0.01)
        with redis.Redis.from_url(url) as client:
            yield client, url
        running.kill()


@pytest.mark.redis
def test_a_redis_in_trouble(server: tuple[Any, str]) -> None:
    """One key of another kind or length is unreadable; a server that is full makes none; one that was emptied is out of reach."""
    redis, url = server
    keys = RedisKeys(url)
    one, two, three = (str(uuid4()) for _ in range(3))
    key = keys.create(one)
    redis.rpush(f"roundtable:key:{two}", "a", "b")
    redis.set(f"roundtable:key:{three}", b"short")
    for spoilt in (two, three):
        with pytest.raises(KeyUnreadable):
            keys.get(spoilt)
        keys.destroy(spoilt)
        assert keys.get(spoilt) is None
    redis.config_set("maxmemory", 1)
    with pytest.raises(KeyNotMade):
        keys.create(two)
    keys.destroy(one)
    redis.config_set("maxmemory", 0)
    assert keys.get(one) is None
    keys.create(one)
    redis.flushall()
    for act in (keys.get, keys.create, keys.destroy):
        with pytest.raises(KeysOutOfReach):
            act(one)
    keys.begin()
    assert (keys.get(one), key != keys.create(one)) == (None, True)


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
