"""Receipts: read as people type them, found in the published list, and worth nothing for anything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.dialogue.answers import Answer, Chosen, Written
from storage.audit.verifying import Counted, NotAnExport, NotAReceipt, check, read_export, read_receipt
from storage.export.books import to_json
from storage.export.building import build_export
from storage.keys.sealing import ALPHABET, receipt_code, receipt_tag
from storage.publishing import published_tags
from tests.support.examples.exports import FLOW, closed, data_for, example_book, final, rows_of_optional, tags_for

RECEIPT = (3).to_bytes(16, "big")
"""One of those that `tests.support.examples.exports.tags_for` makes tags of."""
STRANGER = (99).to_bytes(16, "big")
RECEIPTS = st.binary(min_size=16, max_size=16)


@given(RECEIPTS)
def test_what_is_shown_is_read_back(receipt: bytes) -> None:
    """Every receipt can be read from the code that is shown for it."""
    assert read_receipt(receipt_code(receipt)) == receipt


@given(RECEIPTS, st.data())
def test_slips_of_the_pen_are_forgiven(receipt: bytes, data: st.DataObject) -> None:
    """Case, letters that look like digits, and whatever stands between the groups do not matter."""
    alike = {"1": "1iIlL|", "0": "0oO", "V": "vVuU"}
    between = st.sampled_from(["", "-", " ", "–", "—", "‑", " - ", ".", "\u00a0", "\n", "\u200b", "_"])
    typed = ""
    for char in receipt_code(receipt):
        typed += data.draw(between) if char == "-" else data.draw(st.sampled_from(alike.get(char, char + char.lower())))
    assert read_receipt(f" “{typed}”.") == receipt


@pytest.mark.parametrize(
    ("typed", "letters", "strange"),
    [
        ("", 0, ""),
        ("hello", 5, ""),
        ("K7QF-2M9D", 8, ""),
        ("0" * 27, 27, ""),
        ("0" * 25 + "€", 26, "€"),
        ("0" * 25 + "é", 26, "É"),
        ("9" + "0" * 25, 26, "9"),
        ("Z" * 26, 26, "Z"),
    ],
)
def test_what_cannot_be_a_receipt(typed: str, letters: int, strange: str) -> None:
    """It is told how many letters and digits were typed, and which cannot be; the error does not repeat the text."""
    with pytest.raises(NotAReceipt) as refusal:
        read_receipt(typed)
    assert (refusal.value.typed, refusal.value.strange) == (letters, strange)
    assert not typed or typed not in str(refusal.value)


@given(st.text(max_size=40))
def test_any_text_is_a_receipt_or_is_refused(typed: str) -> None:
    """No text breaks the reader."""
    try:
        read = read_receipt(typed)
    except NotAReceipt as refusal:
        read = bytes(16 if refusal.strange or refusal.typed != 26 else 0)
    assert len(read) == 16


def test_the_alphabet_has_none_of_the_letters_that_are_forgiven() -> None:
    """Reading O as 0 is unambiguous because no receipt has an O."""
    assert not set("OILU") & set(ALPHABET)


def found(receipt: bytes, content: bytes | None = None) -> dict[str, Counted]:
    """What the example export says to a receipt, by the wording of the question."""
    published = read_export(to_json(example_book()) if content is None else content)
    return {one.question: one for one in check(receipt, published)}


def test_counted_and_how_many() -> None:
    """The export alone says for each question that the answer is one of the twelve counted, and nothing about it."""
    answers = found(RECEIPT)
    assert list(answers) == [question.text for question in FLOW.questions if question.id != "why"]
    assert set(answers.values()) == {Counted(text, 12, included=True, listed=12) for text in answers}
    assert all(one.whole for one in answers.values())
    assert set(vars(next(iter(answers.values())))) == {"question", "people", "included", "listed"}


def test_not_in_the_list() -> None:
    """A receipt of another workshop is in no list."""
    assert not any(one.included for one in found(STRANGER).values())


def test_withheld_and_left_out() -> None:
    """A question of which too few were counted has no number; an answer that came too late is not included."""
    only = FLOW.questions[0]
    releases = [final(only, [Chosen("a")] * 6)]
    late = {only.id: tags_for(releases[0])[4:] + [receipt_tag(bytes([n] * 16), only.id) for n in range(1, 5)]}
    answers = found(RECEIPT, to_json(build_export(closed(), releases, {}, late)))
    assert answers[only.text] == Counted(only.text, 6, included=False, listed=6)
    assert {one.people for text, one in answers.items() if text != only.text} == {None}


def test_a_list_that_is_not_whole_is_noticed() -> None:
    """Anybody can see that a question has fewer tags than people counted."""
    document: dict[str, Any] = json.loads(to_json(example_book()))
    removed = document["sheets"]["receipts"].pop()
    answers = check(RECEIPT, read_export(json.dumps(document).encode()))
    assert [(one.people, one.listed) for one in answers if not one.whole] == [(12, 11)]
    assert len(removed["tag"]) == 20


def test_conditional_questions_are_not_published() -> None:
    """To be counted at a conditional question tells the earlier answer: whoever demands receipts learns nothing from it."""
    answers: dict[str, list[Answer]] = data_for(FLOW)
    releases = [final(question, answers[question.id]) for question in FLOW.questions if question.id != "why"]
    releases.append(final(FLOW.question("why"), [Written("x")] * 6))
    tags = {release.question_id: tags_for(release) for release in releases}
    book = build_export(closed(), releases, {}, tags)
    assert rows_of_optional(book, "bases", "why")[0]["asked"] == 6
    assert rows_of_optional(book, "receipts", "why") == []
    assert FLOW.question("why").text not in found(RECEIPT, to_json(book))
    assert "why" not in published_tags(FLOW, tags)
    assert not any(tag.hex() in to_json(book).decode() for tag in tags["why"])


def test_the_list_has_no_order_but_its_own() -> None:
    """The tags of a question are sorted, whatever order they come in."""
    rows = [row["tag"] for row in rows_of_optional(example_book(), "receipts", "single")]
    assert rows == sorted(rows)
    assert len(set(rows)) == 12


def test_tags_before_the_release_are_refused() -> None:
    """A tag of a question that was not released would tell who waits."""
    with pytest.raises(ValueError, match="tags of 1 questions"):
        build_export(closed(), [], {}, {"single": [bytes(10)]})


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"sheets": []}', b'{"sheets": {"bases": 3}}'])
def test_another_file_is_no_export(content: bytes) -> None:
    """A file that is something else is told apart from an export without this receipt."""
    with pytest.raises(NotAnExport):
        read_export(content)


def test_the_method_note_is_enough_to_check_by_hand() -> None:
    """The published description of the code and the tag gives the tag that is in the list."""
    import hmac

    code = receipt_code(RECEIPT).replace("-", "")
    number = 0
    for letter in code:
        number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
    tag = hmac.new(number.to_bytes(16, "big"), b"single", "sha256").digest()[:10].hex()
    assert tag in [row["tag"] for row in rows_of_optional(example_book(), "receipts", "single")]
    method = " ".join(row["note"] for row in json.loads(to_json(example_book()))["sheets"]["method"])
    for word in ("first 10 bytes of HMAC-SHA256", "0123456789ABCDEFGHJKMNPQRSTVWXYZ", "roundtable verify", "/verify"):
        assert word in method
