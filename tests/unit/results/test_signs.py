"""Signs in pictures: what is claimed to be drawn is drawn, signs differ, and what no font has is said or told apart."""

import json
import re
from collections.abc import Sequence

import pytest
import typst

from bot.results.charting import press
from bot.results.charting.figures import labels_of
from bot.results.charting.fonts import _inside_typst, drawable, missing_signs
from flows.counting.summary import summarise
from flows.counting.tally import tally_all
from flows.definition.flow import Option, SingleQuestion
from flows.dialogue.answers import Chosen

SIGNS = tuple("→←↔↑↓−×÷±½⅓⅔€£¥₂²³℃°№‰%✓✗☐☑≤≥<>≠≈=∞√∑∫∂∈∉⊂∪∩∧∨⇒⇔∝≡⊕➜⟶①②Ⅳ★☎♻⚠™…–—")
SCRIPTS = {
    "latin": "Straße naïve Łódź İstanbul e\u0301", "greek": "Ελλάδα", "cyrillic": "Київ", "hebrew": "שלום",
    "arabic": "مرحبا", "devanagari": "नमस्ते", "bengali": "বাংলা", "tamil": "தமிழ்", "telugu": "తెలుగు", "thai": "สวัสดี",
    "lao": "ລາວ", "khmer": "ខ្មែរ", "burmese": "မြန်မာ", "georgian": "ქართული", "armenian": "Հայերեն", "ethiopic": "ሰላም",
    "emoji": "🙂🚲👩‍🌾🇳🇱👍🏽", "signs": " ".join(SIGNS), "words": "CO₂, 20 m², 20 ㎡, 5 ㎞, ９５％, 1½ h, x ≤ 5",
}  # fmt: skip


def glyphs_of(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The names of the outlines that are drawn for each text: equal names are the same ink."""
    drawn = typst.compile(
        b"#let data = json(bytes(sys.inputs.data))\n#set page(width: 400pt, height: auto)\n"
        b"#set text(font: data.faces)\n#for one in data.texts { block(one) }",
        font_paths=press._fonts(),
        ignore_system_fonts=True,
        format="svg",
        sys_inputs={"data": json.dumps({"faces": press._faces(), "texts": list(texts)})},
    )
    assert isinstance(drawn, bytes)
    lines = drawn.decode().partition("<defs>")[0].split('<g transform="translate(')[1:]
    return [tuple(re.findall(r'href="#([^"]+)"', line)) for line in lines]


def test_every_sign_that_is_claimed_of_the_fonts_inside_typst_is_drawn() -> None:
    """The table is written down by hand: none of its characters may come out as an empty box, or as nothing."""
    claimed = [chr(code) for first, last in _inside_typst() for code in range(first, last + 1)]
    claimed = [char for char in claimed if drawable(char) == char]
    drawn, (box,) = glyphs_of(claimed), glyphs_of(["\ue123"])
    assert len(drawn) == len(claimed) > 1500
    assert not [char for char, glyphs in zip(claimed, drawn, strict=True) if glyphs == box or not glyphs]


def test_no_two_signs_have_the_same_ink() -> None:
    """The labels "≤ 5 km" and "≥ 5 km" were both drawn as "5 km"."""
    drawn = dict(zip(SIGNS, glyphs_of([drawable(f"{sign}5") for sign in SIGNS]), strict=True))
    assert len(set(drawn.values())) == len(SIGNS)
    assert all(len(glyphs) > 1 for glyphs in drawn.values())


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_people_write_has_nothing_missing(name: str) -> None:
    """Scripts, signs and emoji of the bundled fonts; what has no sign of its own is written with others."""
    assert missing_signs(SCRIPTS[name]) == ""


def test_what_has_no_sign_of_its_own_is_written_with_others() -> None:
    """By Unicode's own table: nothing that can be said is lost."""
    assert drawable("20 ㎡ or 3 ㎥, ５ ㎞, ９％") == "20 m² or 3 m³, 5 km, 9%"


def test_what_no_font_has_is_named_once_in_order() -> None:
    """For whoever checks a flow; what draws nothing (a control character, a joiner) is not missed."""
    assert missing_signs("ᚠ old ᚢ or ᚠ\u200b\x00 𐎀") == "ᚠᚢ𐎀"
    assert missing_signs("") == ""


def test_options_that_only_lost_signs_told_apart_are_told_apart_by_their_ids() -> None:
    """Two labels that come out the same would be two bars that nobody can tell apart."""
    options = (Option(id="fe", label="ᚠ 5"), Option(id="ur", label="ᚢ 5"), Option(id="no", label="5 km"))
    question = SingleQuestion(id="q", text="Which?", options=options)
    summary = summarise(question, tally_all(question, [Chosen("fe")] * 3))
    assert labels_of(summary) == {"fe": "5 (fe)", "ur": "5 (ur)", "no": "5 km"}
