"""The tables of themes: which there are, which released texts are in them, what is to be grouped; must not know what a text says."""

from __future__ import annotations

from sqlalchemy import Text
from sqlmodel import Field

from storage.rows import METADATA, Row


class ThemeRow(Row, table=True):
    """Answers to one open question that were put together, by hand or by machine. `into`: the theme that took it in.

    `label`: "" as long as none of its words may be said; `quote`: the text that stands for it, as far as it may be quoted.
    """

    __tablename__ = "theme"
    id: str = Field(primary_key=True, max_length=36)
    workshop_id: str = Field(max_length=36, index=True)
    question_id: str = Field(max_length=32)
    label: str = Field(sa_type=Text)
    source: str = Field(max_length=8)
    into: str = Field(default="", max_length=36)
    quote: str = Field(default="", max_length=36)


class ThemeTextRow(Row, table=True):
    """In which theme a released text is: in one at most; "" where somebody, or the machine, has found that it is in none.

    `source`: who has said so; what a hand has put, or taken out, a machine leaves.
    """

    __tablename__ = "theme_text"
    text_id: str = Field(primary_key=True, max_length=36)
    workshop_id: str = Field(max_length=36, index=True)
    theme_id: str = Field(max_length=36)
    source: str = Field(max_length=8)


class GroupingRow(Row, table=True):
    """What the machine is to do, and has done, about one question. `wish`: what is asked of it, "" for nothing; `about`: a theme.

    `live`: it goes on as more is approved. `before`: how its themes stood before each of the last acts, of which `undo` names the
    latest; "" for none.
    """

    __tablename__ = "grouping"
    workshop_id: str = Field(primary_key=True, max_length=36)
    question_id: str = Field(primary_key=True, max_length=32)
    wish: str = Field(default="", max_length=8)
    about: str = Field(default="", max_length=36)
    live: bool = False
    undo: str = Field(default="", max_length=8)
    before: str = Field(default="", sa_type=Text)


THEME, THEME_TEXT, GROUPING = (METADATA.tables[name] for name in ("theme", "theme_text", "grouping"))
TABLES = THEME, THEME_TEXT, GROUPING
