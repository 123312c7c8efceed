"""A text is not shown any more, or not all of it: what themes have taken from it goes too; must not know who hid it, or why.

A name that the machine gave is made of words that were quotable then. What nobody else has said whose words may be read is not to be
read in a name either, nor to come back by an undo.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection, Select, delete, select, update

from flows.dialogue.answers import Use
from flows.theming.words import normal, tokens
from storage.tables import COUNTED, GROUPING, THEME, THEME_TEXT

_SHOWN = ("approved", "answered")
_NUMBER = re.compile(r" \(\d+\)$")
"""What tells a name from an equal one."""


def unsay(connection: Connection, workshop_id: str, question_id: str) -> None:
    """After the change: names of themes that only a hidden text can be read in are gone, and asked for again."""
    here = (GROUPING.c.workshop_id == workshop_id, GROUPING.c.question_id == question_id)
    connection.execute(update(GROUPING).where(*here).values(undo="", before=""))
    mine = (THEME.c.workshop_id == workshop_id, THEME.c.question_id == question_id)
    made = (THEME.c.source == "machine", THEME.c.label != "")
    named = connection.execute(select(THEME.c.id, THEME.c.label).where(*mine, *made)).all()
    if not named:
        return
    quotable = (COUNTED.c.state.in_(_SHOWN), COUNTED.c.use == Use.QUOTE.value, COUNTED.c.same_as == "")
    asked = (COUNTED.c.workshop_id == workshop_id, COUNTED.c.question_id == question_id)
    words = [_said(value) for value in connection.execute(select(COUNTED.c.value).where(*asked, *quotable)).scalars()]
    gone = [row.id for row in named if not _is_said(row.label, words)]
    if gone:
        connection.execute(update(THEME).where(THEME.c.id.in_(gone)).values(label=""))
        connection.execute(update(GROUPING).where(*here, GROUPING.c.wish == "", GROUPING.c.live).values(wish="new"))


def forget_where(connection: Connection, workshop_id: str, gone: Select[tuple[str]]) -> None:
    """Of these texts not even the theme is known any more: not by a row, not by what an undo would bring back, not as its quote.

    From then on nothing of the workshop can be undone that was done before.
    """
    connection.execute(delete(THEME_TEXT).where(THEME_TEXT.c.text_id.in_(gone)))
    connection.execute(
        update(THEME).where(THEME.c.workshop_id == workshop_id, THEME.c.quote.in_(gone)).values(quote="")
    )
    connection.execute(update(GROUPING).where(GROUPING.c.workshop_id == workshop_id).values(undo="", before=""))


def _is_said(label: str, words: Sequence[tuple[str, str]]) -> bool:
    """Whether each part of a name stands in words that may be read, word by word: "Ann" is not said by "planning"."""
    parts = (_in_a_row(part) for part in _NUMBER.sub("", label).split(", "))
    return all(any(part in form for said in words for form in said) for part in parts)


def _said(words: str) -> tuple[str, str]:
    """As a name may have taken it: as it was written, and as it was compared."""
    return _in_a_row(words), _in_a_row(normal(words))


def _in_a_row(words: str) -> str:
    return f" {' '.join(tokens(words))} "
