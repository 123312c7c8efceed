"""Masking finds what tells who somebody is, leaves the rest alone, and takes no time for it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.masking.hiding import KINDS, PLACEHOLDERS, Kind, Span, doubtful, find, mask
from tests.support.examples.masking_report import HELD, TUNED, Example, Score, add, altered, examples, marked, scores
from tests.support.examples.masking_texts import HARMLESS, HOSTILE, MASKED
from tests.support.shared import shared

LONGEST = 1000
"""Characters an answer may have."""
PATIENCE = 0.05
"""Seconds a text may take."""
DUTCH: dict[Kind, str] = {
    **PLACEHOLDERS,
    "person": "[naam]",
    "phone": "[telefoon]",
    "birth": "[geboortedatum]",
    "address": "[adres]",
}

pieces = st.sampled_from([*MASKED.replace(" => ", "\n").split("\n"), *HARMLESS.split("\n"), *HOSTILE])
words = st.sampled_from([word for line in (*MASKED.split("\n"), *HARMLESS.split("\n")) for word in line.split()])
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(pieces, words, st.text(max_size=5)), max_size=12).map(" ".join),
    st.lists(st.one_of(words, st.sampled_from(HOSTILE)), max_size=12).map("".join),
)


def masked(text: str) -> str:
    """A text as its author is shown it."""
    return mask(text, find(text))


def kinds(text: str) -> list[tuple[str, Kind]]:
    """What was found, in words."""
    return [(text[span.start : span.end], span.kind) for span in find(text)]


@pytest.mark.parametrize("line", MASKED.strip().split("\n"))
def test_what_tells_who_somebody_is_is_hidden(line: str) -> None:
    """Numbers, addresses, links and names in five languages are replaced, and nothing around them."""
    text, shown = line.split(" => ")
    assert masked(text) == shown


@pytest.mark.parametrize("text", HARMLESS.strip().split("\n"))
def test_what_tells_nothing_passes(text: str) -> None:
    """Parks, saints, offices, prices, years, times, buses, counts and dates of meetings stay as they are."""
    assert kinds(text) == []


@pytest.fixture(scope="module")
def dev() -> Sequence[Example]:
    """The labelled texts to tune on."""
    return examples(shared("privacy/pii_dev.jsonl"))


def test_identifiers_with_a_form_are_found(dev: Sequence[Example]) -> None:
    """Of phones, addresses, links and numbers at least 97 % are found, and 97 % of the found are some."""
    score = scores(dev)["structured"]
    assert score.there >= 20
    assert score.precision >= 0.97
    assert score.recall >= 0.97


def test_names_are_found(dev: Sequence[Example]) -> None:
    """Of the words taken for names at least 90 % are names, and few names of this set are missed."""
    score = scores(dev)["person"]
    assert score.there >= 20
    assert score.precision >= 0.90
    assert score.recall >= 0.90


def test_harmless_texts_are_left_alone(dev: Sequence[Example]) -> None:
    """At most 4 % of the texts without anything personal are altered."""
    changed, harmless = altered(dev)
    assert harmless >= 30
    assert len(changed) <= 0.04 * harmless


@pytest.mark.parametrize("language", ["en", "nl", "de", "fr", "sv"])
def test_the_goals_hold_in_each_language(language: str) -> None:
    """On made-up workshop answers with traps, a third of them harmless: the goals of the anonymity rules, language by language."""
    texts = [example for file in (TUNED, HELD) for example in examples(file) if example.language == language]
    found = scores(texts)
    changed, harmless = altered(texts)
    assert len(texts) >= 90
    assert harmless >= len(texts) / 3
    assert min(found["structured"].precision, found["structured"].recall) >= 0.97
    assert min(found["person"].precision, found["person"].recall) >= 0.90
    assert len(changed) <= 0.04 * harmless


def test_the_privacy_page_says_what_was_found_in_texts_not_tuned_on() -> None:
    """Names, other identifiers and harmless texts of the part that was only measured, as PRIVACY.md has them."""
    page = " ".join((Path(__file__).resolve().parents[3] / "PRIVACY.md").read_text(encoding="utf-8").split())
    texts = examples(HELD)
    found = scores(texts)
    names, others = found["person"], found["structured"]
    changed, harmless = altered(texts)
    assert f"on {len(texts)} made-up answers in five languages that masking was not tuned on" in page
    assert f"{names.hit} of {names.there} names were hidden, {others.hit} of {others.there} numbers" in page
    assert f"{len(changed)} of {harmless} harmless answers were altered" in page


def test_marked_texts_are_read() -> None:
    """The letter of a kind and its braces go, and the place of what they hold is kept."""
    text = "Ask {P:Hannah} or {T:07700 900222}."
    [example] = marked(["# made up", "[en]", text][1:])
    assert example == Example("Ask Hannah or 07700 900222.", frozenset({(4, 10, "person"), (14, 26, "phone")}), "en")


def test_the_report_notices_what_is_missed_and_what_is_wrong() -> None:
    """A score counts a span of another kind, or beside the wanted one, as wrong, and the wanted one as missed."""
    score = Score()
    text = "Hannah has 07700 900222"
    add(score, Example(text, frozenset()), [(0, 6, "person"), (11, 23, "phone")], [(0, 6, "phone"), (11, 16, "phone")])
    assert (score.there, score.found, score.right, score.hit, score.exact) == (2, 2, 1, 1, 0)
    assert (score.precision, score.recall) == (0.5, 0.5)


@given(texts)
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    """Whatever the text, nothing is raised, and spans are not empty, do not overlap and come in order."""
    spans = find(text)
    assert all(0 <= span.start < span.end <= len(text) and span.kind in KINDS for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(texts)
def test_the_same_text_is_masked_alike(text: str) -> None:
    """Finding depends on the text and on nothing else."""
    assert find(text) == find(text)
    assert doubtful(text) == doubtful(text)


@given(texts, st.sampled_from([PLACEHOLDERS, DUTCH]))
def test_a_masked_text_holds_nothing_to_mask(text: str, placeholders: dict[Kind, str]) -> None:
    """Masking twice is masking once, in any language of the placeholders."""
    once = mask(text, find(text), placeholders)
    assert mask(once, find(once), placeholders) == once


@given(texts)
def test_what_is_hidden_is_gone(text: str) -> None:
    """Without the spans the masked text is the text: nothing is added, moved or lost beside the placeholders."""
    spans = find(text)
    cuts = [0, *(place for span in spans for place in (span.start, span.end)), len(text)]
    rest = [text[cuts[at] : cuts[at + 1]] for at in range(0, len(cuts), 2)]
    shown = rest[0] + "".join(PLACEHOLDERS[span.kind] + part for span, part in zip(spans, rest[1:], strict=True))
    assert masked(text) == shown


@given(texts)
def test_doubt_is_about_what_is_not_hidden(text: str) -> None:
    """A gentle question is asked only about words that would stay."""
    found = find(text)
    for doubt in doubtful(text):
        assert 0 <= doubt.start < doubt.end <= len(text)
        assert not any(doubt.start < span.end and span.start < doubt.end for span in found)


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_no_text_takes_long(piece: str) -> None:
    """A thousand characters made to be slow take less than 50 ms, and so does the gentle question."""
    text = (piece * LONGEST)[:LONGEST]
    find("Hannah reads the lists")
    assert min(seconds(text) for _ in range(3)) < PATIENCE


def seconds(text: str) -> float:
    """Processor time a text takes, the gentle question included."""
    began = time.process_time()
    doubtful(text)
    return time.process_time() - began


def growth(piece: str, times: int) -> float:
    """How many times as long that many times the text takes."""
    short, long = ((piece * times * LONGEST)[:length] for length in (LONGEST, times * LONGEST))
    return seconds(long) / max(min(seconds(short) for _ in range(3)), 0.002)


@pytest.mark.long
@pytest.mark.parametrize(("times", "too_many"), [(4, 10), (8, 40)])
def test_time_grows_with_the_length_and_no_faster(times: int, too_many: int) -> None:
    """Eight times the text takes eight times as long or little more, not 64 times: nothing is read again and again."""
    # 16 and 64 are what reading again and again gives. A busy machine doubles some, so what looks slow is looked at once more.
    slow = [piece for piece in HOSTILE if growth(piece, times) > too_many and growth(piece, times) > too_many]
    assert slow == []


def test_the_author_can_keep_a_word() -> None:
    """A span named under `keep` stays, the others go."""
    text = "Ask Hannah or call 07700 900222"
    spans = find(text)
    assert mask(text, spans, keep=[spans[0]]) == "Ask Hannah or call [phone]"
    assert mask(text, spans, keep=spans) == text


def test_placeholders_are_the_callers() -> None:
    """Words for people can be translated; of overlapping spans the longest is replaced."""
    assert mask("Ask Hannah", find("Ask Hannah"), DUTCH) == "Ask [naam]"
    assert mask("abcdef", [Span(0, 2, "person"), Span(1, 5, "url"), Span(1, 5, "phone")]) == "a[phone]f"


@pytest.mark.parametrize("span", [Span(-1, 2, "person"), Span(0, 11, "person"), Span(2, 1, "person")])
def test_a_span_of_another_text_is_refused(span: Span) -> None:
    """Spans that do not fit the text are a mistake of the caller, never a silent cut."""
    with pytest.raises(ValueError, match="outside"):
        mask("Ask Hannah", [span])


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("We met Quorvath at the fair", ["Quorvath"]),
        ("Then Brixli Vandork spoke", ["Brixli Vandork"]),
        ("Quorvath is nice", []),
        ("The council of London on Monday", []),
        ("Wir haben den Quorvath gesehen", []),
        ("The BID and the XQZ", []),
        ("Ask Hannah about it", []),
    ],
)
def test_strangers_are_asked_about(text: str, asked: list[str]) -> None:
    """An unknown word with a capital amid a sentence is worth a question, except in German; it is never hidden."""
    assert [text[span.start : span.end] for span in doubtful(text)] == asked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Friends of Victoria Park", []),
        ("Speak to Victoria in finance", [("Victoria", "person")]),
        ("Victoria Hughes left", [("Victoria Hughes", "person")]),
        ("Will it work? May I?", []),
        ("I told Will and May", [("Will", "person"), ("May", "person")]),
        ("the mayor and Mayor Green", []),
        ("Mrs Green and Cllr Wood", [("Green", "person"), ("Wood", "person")]),
        ("It costs 13.95 pounds, not 07700 900222", [("07700 900222", "phone")]),
        ("on 01-02-2024 and 2024-02-01 at 10.00-11.30", []),
        ("born 01-02-2024", [("01-02-2024", "birth")]),
        ("invoice 0123456789", []),
        ("my boss [name] and Hannah", [("Hannah", "person")]),
        ("she is at 3 Oak Lane\u00a0", [("3 Oak Lane", "address")]),
        ("tel.\u202f07700\u00a0900\u2011222", [("07700\u00a0900\u2011222", "phone")]),
        ("Je m'appelle Ine\u0300s", [("Ine\u0300s", "person")]),
        ("Yusuf’s plan", [("Yusuf", "person")]),
        ("Rob the bank, said Rob", [("Rob", "person")]),
        ("jean-pierre et anna-lena", [("jean-pierre", "person"), ("anna-lena", "person")]),
        ("a short-term win-win", []),
        ("Renèe and Réne left", [("Renèe", "person"), ("Réne", "person")]),
        ("Place Victor Moreau, but Victor Moreau wrote", [("Victor Moreau", "person")]),
        ("Hargreaves, 12 Rose Lane", [("Hargreaves", "person"), ("12 Rose Lane", "address")]),
        ("Ich habe Mark gefragt, nicht 20 Mark bezahlt", [("Mark", "person")]),
        ("Olof Palmes gata, Olof Palmes gata 18", [("Olof Palmes gata 18", "address")]),
        ("op Lindelaan 8, 3 hoog", [("Lindelaan 8, 3 hoog", "address")]),
        ("In Halle 5 und Raum 3a", []),
        ("at 9 The Maltings, 3 Market Towns", [("9 The Maltings", "address")]),
        ("Order 20240612-1188 is no 640823-3234", [("640823-3234", "account")]),
        ("Booking.com, Node.js and my site Jansen.nl", [("Jansen.nl", "url")]),
    ],
)
def test_the_words_around_decide(text: str, expected: list[tuple[str, str]]) -> None:
    """The same word is a name behind a cue and none in a park's name; look-alike characters change nothing."""
    assert kinds(text) == expected
