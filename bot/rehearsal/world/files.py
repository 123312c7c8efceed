"""The files the emulated server keeps, in memory; knows sizes and kinds of pictures, nothing of chats."""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import dataclass

from bot.rehearsal.protocol.api_schema import PHOTO_BYTES, PHOTO_RATIO, PHOTO_SIDES, UPLOAD_BYTES
from bot.rehearsal.protocol.bodies import Upload
from bot.rehearsal.protocol.refusal import Refused, bad

_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


@dataclass(frozen=True)
class StoredFile:
    """One file; `width` and `height` are 0 unless it is a picture."""

    file_id: str
    unique_id: str
    name: str
    mime: str
    data: bytes
    width: int = 0
    height: int = 0

    @property
    def path(self) -> str:
        """Where it can be downloaded below /file/bot<token>/."""
        return f"{'photos' if self.width else 'documents'}/{self.unique_id}"


class Files:
    """Keeps what was uploaded; the same bytes sent again by file_id are not copied."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._files: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def photo(self, given: Upload | str) -> StoredFile:
        """A picture from an upload or a file_id; refuses what Telegram refuses (10 MB, sides, ratio, not a picture)."""
        if isinstance(given, str):
            return self.known(given)
        if len(given.data) > PHOTO_BYTES:
            raise Refused(413)
        width, height = picture_size(given.data)
        if not width or not height:
            raise bad("IMAGE_PROCESS_FAILED")
        if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        return self._keep(given, width, height)

    def document(self, given: Upload | str) -> StoredFile:
        """Any file from an upload or a file_id; 50 MB at most and never empty."""
        if isinstance(given, str):
            return self.known(given)
        if len(given.data) > UPLOAD_BYTES:
            raise Refused(413)
        if not given.data:
            raise bad("file must be non-empty")
        return self._keep(given, 0, 0)

    def known(self, file_id: str) -> StoredFile:
        """The file of a file_id; a URL is refused, because a rehearsal fetches nothing from outside."""
        found = self._files.get(file_id)
        if found is None:
            raise bad("wrong file identifier/HTTP URL specified")
        return found

    def at(self, path: str) -> StoredFile | None:
        """The file to download at a `file_path`."""
        return self._by_path.get(path)

    def _keep(self, given: Upload, width: int, height: int) -> StoredFile:
        name = "".join(self._chance.choices(_SAFE, k=48))
        file = StoredFile("AgAC" + name, name[:16], given.name, given.mime, given.data, width, height)
        self._files[file.file_id] = self._by_path[file.path] = file
        return file


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG, GIF or JPEG; (0, 0) for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return _jpeg_size(data) if data[:2] == b"\xff\xd8" else (0, 0)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def blank_png(width: int, height: int) -> bytes:
    """A small grey picture, for a phone that has to send one."""
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
