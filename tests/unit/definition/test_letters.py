"""Words that people are shown have no sign that nobody sees, none that turns others round, and no flood of marks."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.letters import hidden_in, one_line, tidy
from flows.definition.loading import check_bytes

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = "\u200b\u2060\u2061\u2063\u2064\ufeff\u00ad\u034f\u115f\u1160\u17b4\u180e\u2800\u3164\uffa0\u206a\u206f\ufff9\U000e0041"
CONTROLS = "".join(map(chr, [*range(9), *range(14, 28), 31, *range(127, 133), *range(134, 160)]))


@pytest.mark.parametrize("sign", [*BIDI, *UNSEEN, *CONTROLS, "\ud800", "\uffff", "\ufdd0", "\U000e0100", "\ufe0f"])
def test_what_cannot_be_seen_is_taken_out(sign: str) -> None:
    """Anywhere in words, alone or in numbers, and it is said by its number."""
    for text in (f"{sign}Park day", f"Park{sign} day", f"Pa{sign * 9}rk day", f"Park day{sign}"):
        assert tidy(text) == "Park day"
    assert hidden_in(f"Pa{sign}rk") == (f"U+{ord(sign):04X}",)
    assert tidy(sign * 3) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Riverside Park – “what works”, 5 × 3 …",
        "שלום, مرحبا؛ ۱۲۳ می‌خواهم",
        "क्‍ष नमस्ते สวัสดีปี้ Tiếng Việt".replace("ế", "e\u0302\u0301"),
        "👩‍👩‍👧‍👦 🏳️‍🌈 ❤️ 1️⃣ 👍🏽 🇳🇱 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 🩷",
        "\u200fشراكة\u200e (A) \u200fהפארק",
        "Ωμέγα ﬁn ½ Straße 日本語　葛󠄀",
        "one\ntwo\n\nthree",
    ],
)
def test_what_languages_and_emoji_need_stays(text: str) -> None:
    """Joiners of Persian and Hindi, marks of Vietnamese, families, flags, keycaps and new emoji are left alone."""
    assert tidy(text) == text
    assert hidden_in(text) == ()


def test_breaks_and_floods() -> None:
    """Every kind of line break is one, a title has none, and no letter carries more than four marks."""
    assert tidy("a\r\nb\u2028c\u2029d\x85e\vf\tg") == "a\nb\nc\nd\ne\nf g"
    assert one_line(" Park \u2028 day\u202e\n") == "Park day"
    assert tidy("e" + "\u0301" * 50 + "f" + "\u20dd" * 9) == "e" + "\u0301" * 4 + "f" + "\u20dd" * 4
    assert hidden_in("e" + "\u0301" * 50) == ("U+0301",)


@given(st.text())
def test_tidy_is_tidy(text: str) -> None:
    """A second time changes nothing, and no control or sign that turns others round is ever left."""
    once = tidy(text)
    assert tidy(once) == once
    assert not set(once) & set(BIDI[3:])
    assert all(sign == "\n" or unicodedata.category(sign) != "Cc" for sign in once)
    assert hidden_in(once) == ()


FLOW = """
id: park
title: The park{title}
minutes: 3
questions:
  - id: worth
    type: single
    text: Is it worth it?
    options:
      - id: "yes"
        label: "Yes{label}"
      - id: "no"
        label: "No"
"""


@pytest.mark.parametrize("where, line", [("title", 3), ("label", 11)])
def test_a_flow_with_such_signs_is_refused(where: str, line: int) -> None:
    """Its author is told the line and the sign."""
    signs = {"title": "", "label": ""} | {where: "\u202e"}
    found = check_bytes("park.yaml", FLOW.format(**signs).encode())
    assert found.flow is None
    (said,) = (str(problem) for problem in found.problems if "U+202E" in str(problem))
    assert said.startswith(f"park.yaml:{line}")
