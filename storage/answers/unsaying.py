"""A text is not shown any more, or not all of it: what themes have taken from it goes too; must not know who hid it, or why.

A name that the machine gave is made of words that were quotable then. What nobody else has said whose words may be read is not to be
read in a name either, nor to come back by an undo.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from flows.dialogue.answers import Use
from flows.theming.words import normal
from storage.tables import COUNTED, GROUPING, THEME

_SHOWN = ("approved", "answered")


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
    words = [_even(said) for said in connection.execute(select(COUNTED.c.value).where(*asked, *quotable)).scalars()]
    gone = [row.id for row in named if not _is_said(row.label, words)]
    if gone:
        connection.execute(update(THEME).where(THEME.c.id.in_(gone)).values(label=""))
        connection.execute(update(GROUPING).where(*here, GROUPING.c.wish == "", GROUPING.c.live).values(wish="new"))


def _is_said(label: str, words: list[str]) -> bool:
    """Whether each part of a name stands in words that may be read."""
    return all(any(_even(part.rstrip(" …")) in said for said in words) for part in label.split(", "))


def _even(words: str) -> str:
    return normal(words).casefold().replace("’", "'")
