"""What the machine is to do about the themes of a question, what it is given, and what is kept of it; must not know how it groups.

A wish stands in a row of its own until it is done, so that a kill in between loses nothing. What is computed outside the transaction
is kept only if nobody has changed anything meanwhile. The last acts can be undone, the latest first, until a text is hidden or the
workshop is closed.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from flows.dialogue.answers import Use
from flows.theming.values import Before, Proposal, Proposed, Standing, Written
from storage.answers.texts import Text, Texts
from storage.answers.themes import LABEL, MOST, Source, Theme, Themes
from storage.days import there
from storage.tables import COUNTED, GROUPING, THEME, THEME_TEXT, WORKSHOP
from storage.values import READ_WITHIN

STEPS, _ROOM = 10, 300_000
"""So many acts can be undone, and so many characters of how everything stood are kept for it."""


class Wish(StrEnum):
    """NEW: go on with what there is, or begin; ANEW: group all that no hand has touched anew; SPLIT: one theme into two."""

    NEW = "new"
    ANEW = "anew"
    SPLIT = "split"


@dataclass(frozen=True)
class Grouping:
    """What the machine is to do, and has done, about one question. `live`: it goes on by itself.

    `about`: the theme to split; where nothing is wished any more, the one that stayed whole, until the next act.

    `undo`: the name of the last act, as a button carries it; "" where nothing can be undone.
    """

    wish: Wish | None = None
    about: str = ""
    live: bool = False
    undo: str = ""


@dataclass(frozen=True)
class Material:
    """All that the machine is given about one question. `stamp`: tells it from what it is after any change."""

    grouping: Grouping
    written: tuple[Written, ...]
    before: Before
    stamp: str


class Groupings:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection, themes: Themes, chance: random.Random) -> None:
        """Part of a `Unit`. `chance` names acts."""
        self._connection = connection
        self._themes = themes
        self._chance = chance

    # What is to be done

    def of(self, workshop_id: str, question_id: str) -> Grouping:
        """How it stands; nothing is asked of the machine where it never was."""
        row = self._connection.execute(select(GROUPING).where(*_here(workshop_id, question_id))).one_or_none()
        if row is None:
            return Grouping()
        return Grouping(Wish(row.wish) if row.wish else None, row.about, row.live, row.undo)

    def wish(self, workshop_id: str, question_id: str, wish: Wish, about: str = "") -> bool:
        """Ask for it; False while something else is being done. From then on it goes on by itself as more is approved."""
        if self.of(workshop_id, question_id).wish is not None:
            return False
        self._set(workshop_id, question_id, wish=wish.value, about=about, live=True)
        return True

    def rest(self, workshop_id: str, question_id: str) -> None:
        """Nothing is asked of it any more, now or as more is approved; the themes stay."""
        self._set(workshop_id, question_id, wish="", about="", live=False)

    def due(self) -> list[tuple[str, str]]:
        """(workshop, question) where something is wished, or where something was approved that was not looked at yet."""
        wished = select(GROUPING.c.workshop_id, GROUPING.c.question_id).where(GROUPING.c.wish != "")
        known = select(THEME_TEXT.c.text_id)
        same = (GROUPING.c.workshop_id == COUNTED.c.workshop_id) & (GROUPING.c.question_id == COUNTED.c.question_id)
        new = (COUNTED.c.state.in_(("approved", "answered")), COUNTED.c.same_as == "", COUNTED.c.id.not_in(known))
        live = select(GROUPING.c.workshop_id, GROUPING.c.question_id).join(COUNTED, same)
        live = live.where(GROUPING.c.live, *new).distinct()
        every = [*self._connection.execute(wished).all(), *self._connection.execute(live).all()]
        return sorted({(row.workshop_id, row.question_id) for row in every})

    # What the machine is given, and what is kept of what it says

    def read(self, workshop_id: str, question_id: str) -> Material:
        """All approved answers and how they stand."""
        texts, themes, fixed = self._stands(workshop_id, question_id)
        written = tuple(Written(text.id, text.words, text.use is Use.QUOTE) for text in texts)
        mine = {text.id for text in texts}
        standing = tuple(
            Standing(one.id, one.label, one.source is Source.HAND, one.texts & mine)
            for one in sorted(themes, key=lambda one: one.id)
        )
        grouping = self.of(workshop_id, question_id)
        said = json.dumps([
            str(grouping), [[w.id, w.words, w.quotable] for w in written], sorted(fixed.items()),
            [[one.id, one.label, one.by_hand, sorted(one.texts)] for one in standing],
        ])  # fmt: skip
        return Material(grouping, written, Before(standing, fixed), hashlib.sha256(said.encode()).hexdigest())

    def keep(self, workshop_id: str, question_id: str, stamp: str, found: Proposal) -> bool:
        """The themes as they are from now on; False, and nothing is done, where something has changed since `stamp`."""
        now = self.read(workshop_id, question_id)
        if now.stamp != stamp:
            return False
        if now.grouping.wish is Wish.ANEW:
            self.remember(workshop_id, question_id)
        texts, themes, fixed = self._stands(workshop_id, question_id)
        known, by_id = {one.id: one for one in themes}, {text.id: text for text in texts}
        cards, going_on = {text.id for text in texts if text.use is Use.QUOTE}, {one.id for one in found.themes}
        staying = [t for t in themes if t.id in going_on | set(fixed.values()) or t.taken or t.source is Source.HAND]
        standing = {t.id for t in staying}
        seen = {t.id for t in staying if t.texts & cards or t.source is Source.HAND}
        other = set(found.other)
        for one in sorted(
            found.themes, key=lambda one: not one.texts & cards
        ):  # no place is lost to what nobody may read
            so_many = len(seen if one.texts & cards else standing)
            theme = known.get(one.id) or self._made(workshop_id, question_id, one, so_many)
            if theme is None:
                other |= one.texts - fixed.keys()
                continue
            standing.add(theme.id)
            seen |= {theme.id} if one.texts & cards else set()
            self._say(theme, one, cards)
            self._themes.put(
                theme, (by_id[name] for name in sorted(one.texts - theme.texts - fixed.keys())), Source.MACHINE
            )
        self._themes.take_out((by_id[name] for name in sorted(other - fixed.keys())), Source.MACHINE)
        for theme in themes:
            if theme.id not in standing:
                self._connection.execute(delete(THEME).where(THEME.c.id == theme.id))
        self._set(workshop_id, question_id, wish="", about="")
        return True

    def keep_split(self, workshop_id: str, question_id: str, stamp: str, half: Proposed | None) -> bool:
        """Its smaller half is a theme of its own from now on, and both halves stay as they are; False as `keep`."""
        now = self.read(workshop_id, question_id)
        if now.stamp != stamp:
            return False
        texts, themes, _ = self._stands(workshop_id, question_id)
        theme = next((one for one in themes if one.id == now.grouping.about), None)
        new = None
        if half is not None and theme is not None and len(themes) < MOST:
            self.remember(workshop_id, question_id)
            new = self._made(workshop_id, question_id, half, len(themes))
        if new is not None and half is not None and theme is not None:
            self._themes.put(new, (text for text in texts if text.id in half.texts))
            self._themes.hold(theme.texts - half.texts)
        self._set(workshop_id, question_id, wish="", about="" if new else now.grouping.about)
        return True

    # What can be undone

    def remember(self, workshop_id: str, question_id: str) -> None:
        """Before an act: how everything stands. The oldest acts are forgotten, as far as there is no room for them."""
        name = f"{self._chance.getrandbits(32):08x}"
        kept = [*self._steps(workshop_id, question_id), [name, *self._rows(workshop_id, question_id)]][-STEPS:]
        while len(said := json.dumps({"steps": kept})) > _ROOM and len(kept) > 1:
            kept = kept[1:]
        self._set(workshop_id, question_id, undo=name, before=said)

    def undo(self, workshop_id: str, question_id: str, name: str) -> bool:
        """How everything stood before the act of this name, the act before it being the next; False where another came after it."""
        steps = self._steps(workshop_id, question_id)
        if not steps or not name or steps[-1][0] != name:
            return False
        _, themes, texts = steps.pop()
        now_themes, now_texts = self._rows(workshop_id, question_id)
        self._connection.execute(delete(THEME).where(THEME.c.id.in_([one["id"] for one in now_themes])))
        self._connection.execute(
            delete(THEME_TEXT).where(THEME_TEXT.c.text_id.in_([one["text_id"] for one in now_texts]))
        )
        for table, rows in ((THEME, themes), (THEME_TEXT, texts)):
            if rows:
                self._connection.execute(insert(table), rows)
        left = {"undo": steps[-1][0], "before": json.dumps({"steps": steps})} if steps else {"undo": "", "before": ""}
        self._set(workshop_id, question_id, **left)
        return True

    def end(self, today: date) -> None:
        """Where a desk has ended nothing is undone any more: how it once stood is forgotten."""
        closed = (WORKSHOP.c.id == GROUPING.c.workshop_id, WORKSHOP.c.closed_on.is_not(None), GROUPING.c.undo != "")
        rows = self._connection.execute(
            select(WORKSHOP.c.id, WORKSHOP.c.closed_on, WORKSHOP.c.zone).where(*closed)
        ).all()
        ended = {row.id for row in rows if row.closed_on + READ_WITHIN <= there(today, row.zone)}
        if ended:
            self._connection.execute(
                update(GROUPING).where(GROUPING.c.workshop_id.in_(ended)).values(undo="", before="")
            )

    def _steps(self, workshop_id: str, question_id: str) -> list[Any]:
        """[name, rows of themes, rows of texts] of each act that can be undone, the latest last."""
        row = self._connection.execute(select(GROUPING).where(*_here(workshop_id, question_id))).one_or_none()
        if row is None or not row.undo:
            return []
        kept = json.loads(row.before)
        return (
            list(kept["steps"]) if isinstance(kept, dict) else [[row.undo, *kept]]
        )  # a list: written by an earlier version

    def _rows(self, workshop_id: str, question_id: str) -> list[list[dict[str, Any]]]:
        themes = select(THEME).where(THEME.c.workshop_id == workshop_id, THEME.c.question_id == question_id)
        mine = select(COUNTED.c.id).where(COUNTED.c.workshop_id == workshop_id, COUNTED.c.question_id == question_id)
        texts = select(THEME_TEXT).where(THEME_TEXT.c.text_id.in_(mine)).order_by(THEME_TEXT.c.text_id)
        return [
            [dict(row) for row in self._connection.execute(one).mappings()]
            for one in (themes.order_by(THEME.c.id), texts)
        ]

    # Parts

    def _stands(self, workshop_id: str, question_id: str) -> tuple[list[Text], list[Theme], dict[str, str]]:
        """Approved texts, themes, and where a hand has put which."""
        texts = [t for t in Texts(self._connection).of(workshop_id) if t.question_id == question_id and t.shown]
        themes = self._themes.of(workshop_id, question_id)
        by_hand = (THEME_TEXT.c.workshop_id == workshop_id, THEME_TEXT.c.source == Source.HAND.value)
        rows = self._connection.execute(select(THEME_TEXT.c.text_id, THEME_TEXT.c.theme_id).where(*by_hand)).all()
        mine, stands = {text.id for text in texts}, {name: theme.id for theme in themes for name in theme.texts}
        return texts, themes, {row.text_id: stands.get(row.text_id, "") for row in rows if row.text_id in mine}

    def _made(self, workshop_id: str, question_id: str, one: Proposed, so_many: int) -> Theme | None:
        if so_many >= MOST:
            return None
        label = self._free(workshop_id, question_id, one.label) if one.label else ""
        return self._themes.make(workshop_id, question_id, label, Source.MACHINE, one.quote)

    def _say(self, theme: Theme, one: Proposed, cards: set[str]) -> None:
        """The name and the quote of a theme that goes on; of one of a hand both stay, the quote as long as it is a card in it."""
        stays = theme.source is Source.HAND and theme.quote in cards & one.texts
        values = {"quote": theme.quote if stays else one.quote}
        if theme.source is Source.MACHINE and one.label != theme.label:
            values["label"] = self._free(theme.workshop_id, theme.question_id, one.label) if one.label else ""
        self._connection.execute(update(THEME).where(THEME.c.id == theme.id).values(values))

    def _free(self, workshop_id: str, question_id: str, label: str) -> str:
        """A name that no other theme has: two of one name would be one to whoever types it."""
        taken = {one.label.casefold() for one in self._themes.of(workshop_id, question_id)}
        tries: Iterable[str] = (label, *(f"{label[: LABEL - 4]} ({n})" for n in range(2, MOST + 2)))
        return next(said for said in tries if said.casefold() not in taken)

    def _set(self, workshop_id: str, question_id: str, **values: Any) -> None:
        here = _here(workshop_id, question_id)
        if self._connection.execute(update(GROUPING).where(*here).values(values)).rowcount == 0:
            empty = {"wish": "", "about": "", "live": False, "undo": "", "before": ""}
            about = {"workshop_id": workshop_id, "question_id": question_id}
            self._connection.execute(insert(GROUPING).values({**about, **empty, **values}))


def _here(workshop_id: str, question_id: str) -> Sequence[Any]:
    return (GROUPING.c.workshop_id == workshop_id, GROUPING.c.question_id == question_id)
