"""The join card can be scanned, read and typed."""

import re
import struct
import zlib
from xml.etree import ElementTree

import pytest
import segno

from bot.results.charting.cards import CardWords, join_card
from bot.results.charting.palette import Theme
from bot.results.charting.press import Format, png_size

WORDS = CardWords(scan="Scan with your camera", type="or send this code to @bot", language="en")
LINK = "https://t.me/roundtable_rehearsal_bot?start=j_PARK7Q"


def dark_pixels(png: bytes) -> list[bytes]:
    """One byte a pixel, 1 where it is nearly black (8 bit RGBA, filters of the PNG specification; red is enough)."""
    width, height = png_size(png)
    raw, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        raw += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    data, stride = zlib.decompress(raw), width * 4 + 1
    rows, above = [], bytes(width)
    for start in range(0, height * stride, stride):
        above = unfiltered(data[start], data[start + 1 : start + stride : 4], above)
        rows.append(bytes(red < 25 for red in above))
    return rows


def unfiltered(kind: int, row: bytes, above: bytes) -> bytes:
    """The red bytes of a row, from how they differ from their neighbours."""
    reds, left, corner = bytearray(), 0, 0
    for red, up in zip(row, above, strict=True):
        guess = left + up - corner
        paeth = min((left, up, corner), key=lambda value: abs(guess - value)) if kind == 4 else 0
        left, corner = (red + (0, left, up, (left + up) // 2, paeth)[kind]) & 255, up
        reds.append(left)
    return bytes(reds)


def scanned(png: bytes, size: int) -> list[list[int]]:
    """The modules and four more on each side, sampled at their centres: from the first finder pattern in the picture."""
    rows = dark_pixels(png)
    found = ((y, re.search(rb"\x00{40}(\x01{60,180})\x00", row)) for y, row in enumerate(rows))
    top, pattern = next((y, match) for y, match in found if match)
    left, wide = pattern.start(1), len(pattern[1])
    assert wide % 7 == 0, "a finder pattern is seven whole modules wide"
    centres = [place * (wide // 7) + wide // 14 for place in range(-4, size + 4)]
    return [[rows[top + y][left + x] for x in centres] for y in centres]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("title", "link"),
    [("Riverside Park", LINK), ("A title that is long enough to need two lines on the card", LINK + "x" * 57)],
)
def test_the_code_in_the_picture_is_the_code_of_the_link(title: str, link: str, theme: Theme) -> None:
    """Every module sampled from the picture is the one that belongs there, with a quiet zone, whatever stands above it."""
    code = segno.make_qr(link, error="m")
    expected = [list(row) for row in code.matrix_iter(border=4)]
    assert scanned(join_card(title, link, "PARK7Q", WORDS, theme=theme), len(code.matrix)) == expected


def test_error_correction_is_medium_or_better() -> None:
    """A crease or a reflection over a seventh of the code must not stop anybody."""
    assert segno.make_qr(LINK, error="m").error in {"M", "Q", "H"}


@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
def test_the_card_prints_in_every_format_and_always_the_same(format: Format) -> None:
    """The same workshop gives the same bytes."""
    card = join_card("Riverside Park", LINK, "PARK7Q", WORDS, format=format)
    assert card == join_card("Riverside Park", LINK, "PARK7Q", WORDS, format=format)
    assert card.startswith({"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}[format])


@pytest.mark.parametrize("title", ['#panic() "x" \\ $1$ *b*', "שלום <b>&", "\x00\n", ""])
def test_a_hostile_title_is_only_text(title: str) -> None:
    """The card of a workshop with an odd title still says code and link, in well-formed XML."""
    root = ElementTree.fromstring(join_card(title, LINK, "PARK7Q", WORDS, format="svg"))
    words = "\n".join(element.text or "" for element in root[:2])
    assert "PARK7Q" in words
    assert LINK in words


def test_the_card_is_a_photo_that_telegram_takes() -> None:
    """1080 pixels wide and not much higher: on a phone it is seen whole."""
    width, height = png_size(join_card("T" * 128, LINK, "WWWWWW", WORDS))
    assert width == 1080
    assert height <= 2000
