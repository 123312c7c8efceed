"""What charts are made of: text that fonts can draw, templates, colours."""

import pytest

from bot.results.charting.fonts import breakable, drawable, legible
from bot.results.charting.palette import PALETTES, Theme, contrast, diverging, ink_on
from bot.results.charting.words import fill
from bot.wording import reads_right_to_left


def test_what_no_font_can_draw_gives_way_to_the_option_id() -> None:
    """A label without any drawable character is named by its id, never by empty boxes."""
    assert drawable("\ue000\U000e0001\x00", "o6") == "o6"
    assert drawable("a\ue000b") == "ab"


def test_long_words_can_be_broken_except_in_joined_scripts() -> None:
    """A link may break anywhere, an Arabic word nowhere, and short words stay whole."""
    assert breakable("x" * 25) == "\u200b".join(["x" * 10, "x" * 10, "x" * 5])
    assert breakable("ب" * 30) == "ب" * 30
    assert breakable("park@riverside.example", 60) == "park@riverside.example", (
        "an address is copied without breaks in it"
    )
    assert breakable("Co-operation carries on") == "Co-operation carries on"


def test_direction_is_that_of_the_first_strong_character() -> None:
    """Digits and signs before a Hebrew word do not make it left to right."""
    assert reads_right_to_left("3 ימים")
    assert not reads_right_to_left("city مرحبا")
    assert not reads_right_to_left("123")


def test_legible_text_is_valid_in_xml() -> None:
    """Control characters, lone surrogates and direction overrides are dropped, line breaks become blanks."""
    assert legible("a\x00b\ud800\u202ec\n\nd") == "abc d"


def test_a_template_fills_only_its_own_names() -> None:
    """Braces in a label or of another name stay as they are: a label is never a template."""
    assert fill("{option} wins {n} {", option="{n}") == "{n} wins {n} {"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_can_be_told_apart_and_read(theme: Theme) -> None:
    """Text has the contrast of WCAG AA, numbers on bars that of large text, and the leading bar stands out."""
    palette = PALETTES[theme]
    assert contrast(palette.ink, palette.paper) > 7
    assert contrast(palette.muted, palette.paper) > 4.5
    assert contrast(palette.lead, palette.rest) > 2
    for step in range(-10, 11):
        colour = diverging(palette, step / 10)
        assert contrast(ink_on(colour), colour) > 4
