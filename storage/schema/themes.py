"""The tables of themes: which there are, and which released texts are in them; must not know what a text says, or whose it is."""

from __future__ import annotations

from sqlalchemy import Text
from sqlmodel import Field

from storage.rows import METADATA, Row


class ThemeRow(Row, table=True):
    """Answers to one open question that were put together under a name, by hand or by machine. `into`: the theme that took it in."""

    __tablename__ = "theme"
    id: str = Field(primary_key=True, max_length=36)
    workshop_id: str = Field(max_length=36, index=True)
    question_id: str = Field(max_length=32)
    label: str = Field(sa_type=Text)
    source: str = Field(max_length=8)
    into: str = Field(default="", max_length=36)


class ThemeTextRow(Row, table=True):
    """In which theme a released text is: in one at most. `source`: who put it there; what a hand has put, a machine leaves."""

    __tablename__ = "theme_text"
    text_id: str = Field(primary_key=True, max_length=36)
    workshop_id: str = Field(max_length=36, index=True)
    theme_id: str = Field(max_length=36)
    source: str = Field(max_length=8)


THEME, THEME_TEXT = METADATA.tables["theme"], METADATA.tables["theme_text"]
