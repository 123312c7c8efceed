"""Checks a participant's receipt against published tags; must not know what was answered, people, chats or the database.

A tag is HMAC-SHA256(receipt, question id)[:10]. Whoever holds the receipt finds it in the list, nobody else can say whose
it is. Found means: this person's answer is one of so many; it says nothing about the answer.

Only questions that everybody is asked are published. Whether somebody was asked a conditional one tells their answer to
an earlier question, and a receipt must be worth nothing to whoever makes people show theirs.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from storage.export.words.codebook import EVERYBODY
from storage.keys.sealing import receipt_from_code, receipt_tag

RECEIPT_CHARS = 26
_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "|": "1"})


class NotAReceipt(ValueError):
    """What was typed cannot be a receipt. `typed`: how many letters and digits it has; `strange`: those it cannot have."""

    def __init__(self, typed: int, strange: str = "") -> None:
        super().__init__("not a receipt")
        self.typed = typed
        self.strange = strange


class NotAnExport(ValueError):
    """The file is not an export of this program in JSON with its sheet of receipts."""


@dataclass(frozen=True)
class Counted:
    """One question: how many people are counted (None: withheld, too few), and whether the receipt is among them.

    `listed`: the number of tags published for it; another number than `people` means that the list is not whole.
    """

    question: str
    people: int | None
    included: bool
    listed: int

    @property
    def whole(self) -> bool:
        """Whether as many tags are published as people were counted."""
        return self.listed == (self.people or 0)


@dataclass(frozen=True)
class Published:
    """What anybody may check a receipt against: (id, name, people or None) of each question, and tags by question id."""

    title: str
    questions: tuple[tuple[str, str, int | None], ...]
    tags: Mapping[str, Collection[bytes]]


def read_receipt(text: str) -> bytes:
    """The 16 bytes of a receipt as people type it. Raises NotAReceipt.

    Forgiven: case, blanks, hyphens of any kind or none, O for 0, I and L for 1, U for V (no receipt has an O, I, L or U).
    """
    letters = [char for char in unicodedata.normalize("NFKC", text).upper().translate(_ALIKE) if _counts(char)]
    strange = "".join(dict.fromkeys(char for char in letters if not (char.isascii() and char.isalnum())))
    if len(letters) != RECEIPT_CHARS or strange:
        raise NotAReceipt(len(letters), strange)
    try:
        return receipt_from_code("".join(letters))
    except ValueError:
        raise NotAReceipt(RECEIPT_CHARS, letters[0]) from None


def _counts(char: str) -> bool:
    """Whether a character is meant as one of the receipt's: not a blank, a hyphen, a quotation mark or an invisible one."""
    return unicodedata.category(char)[0] not in "ZPC"


def tags_of(receipt: bytes, questions: Iterable[str]) -> dict[str, bytes]:
    """The tags that this receipt has if its holder was counted, by question."""
    return {question: receipt_tag(receipt, question) for question in questions}


def check(receipt: bytes, published: Published) -> tuple[Counted, ...]:
    """Where this receipt is counted, question by question."""
    wanted = tags_of(receipt, (question for question, _, _ in published.questions))
    return tuple(
        Counted(name, people, wanted[question] in tags, len(tags))
        for question, name, people in published.questions
        for tags in (published.tags.get(question, ()),)
    )


def read_export(content: bytes) -> Published:
    """What an export in JSON publishes. Raises NotAnExport. Needs no key, no network and no database."""
    try:
        document = json.loads(content)
        sheets = document["sheets"]
        for_all = {row["question"] for row in sheets["codebook"] if row["asked_of"] == EVERYBODY}
        asked = [(row["question"], row["text"], row["asked"]) for row in sheets["bases"] if row["question"] in for_all]
        return Published(str(document["title"]), tuple(map(_question, asked)), _tags(sheets.get("receipts", ())))
    except (ValueError, LookupError, TypeError, AttributeError):
        raise NotAnExport from None


def _question(row: tuple[Any, Any, Any]) -> tuple[str, str, int | None]:
    question, text, asked = row
    return str(question), str(text), None if asked is None else int(asked)


def _tags(rows: Iterable[Mapping[str, str]]) -> dict[str, set[bytes]]:
    tags: dict[str, set[bytes]] = {}
    for row in rows:
        tags.setdefault(row["question"], set()).add(bytes.fromhex(row["tag"]))
    return tags
