"""What is done with a text that was judged: listed, opened, hidden after all, taken back; must not know authors or chats."""

from __future__ import annotations

from collections.abc import Mapping

from bot.buttons import Button
from bot.commands import word
from bot.desk import Desk
from bot.messages import Message, Op
from bot.reading.judging import OTHERS, Act, Judging, changed, has_ended, hide, is_final, is_hidden, look_again
from bot.reading.pile import Pile, can_come_back
from storage.answers.texts import Text, TextState
from storage.database import Unit
from storage.values import Workshop


class Judged:
    """What one pile has behind it. Every method works inside the unit's transaction."""

    def __init__(self, pile: Pile) -> None:
        self._pile = pile
        self._judging = Judging(pile)

    @property
    def acts(self) -> Mapping[str, Act]:
        """What the buttons do, by their first argument."""
        return {
            "list": self._list,
            "hidden": self._hidden,
            "item": self._item,
            "undo": self._undo,
            "unhide": self._unhide,
            "drop": self._drop,
            "alike": self._alike,
            "join": self._join,
            "apart": self._apart,
        }

    def list_page(self, unit: Unit, desk: Desk, workshop: Workshop, page: int = 0) -> Message:
        """What is approved; where the pile is offered, when nothing is."""
        pile, shown = self._pile, self._pile.shown(unit, workshop)
        cards = self._judging.cards(desk, workshop)
        if not shown:
            return pile.home(unit, desk, workshop)
        return cards.listing(shown, pile.title(desk.words), page, pile.votes(unit, workshop))

    def _list(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        return desk.turn(self.list_page(unit, desk, workshop, max(0, button.number(1))))

    def _hidden(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        hidden, cards = self._pile.hidden(unit, workshop), self._judging.cards(desk, workshop)
        if not hidden:
            return desk.turn(self._pile.home(unit, desk, workshop))
        title = self._pile.title(desk.words)
        return desk.turn(cards.listing(hidden, title, max(0, button.number(1)), {}, act="hidden"))

    def _item(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        pile, text = self._pile, self._find(unit, workshop, button)
        if text is None or not (text.shown or can_come_back(text)):
            return desk.turn(pile.home(unit, desk, workshop), overtaken(desk, workshop, text))
        return desk.turn(self._item_page(unit, desk, workshop, text))

    def _item_page(self, unit: Unit, desk: Desk, workshop: Workshop, text: Text) -> Message:
        pile = self._pile
        grouped = [other for other in pile.texts(unit, workshop) if other.same_as == text.id]
        return self._judging.cards(desk, workshop).item(
            text, grouped, pile.heading(workshop, text, desk.words), pile.more(workshop, text, desk.words),
            joins=bool(pile.others(unit, workshop, text)),
            stays=pile.is_voted(workshop, text) or has_ended(desk, workshop), final=is_final(workshop),
        )  # fmt: skip

    # Two that say the same, found after both were approved

    def _alike(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        pile, text = self._pile, self._find(unit, workshop, button)
        if text is None or not text.shown or self._stays(desk, workshop, text):
            return self._overtaken(unit, desk, workshop, text)
        others, apart = pile.others(unit, workshop, text)[:OTHERS], pile.kept_apart(unit, workshop, text)
        return desk.turn(self._judging.cards(desk, workshop).same_as(text, others, apart=apart))

    def _join(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        """From now on it counts as one with that other one. Never what is in a vote: people have read it there."""
        text = self._find(unit, workshop, button)
        if text is None or not text.shown or self._stays(desk, workshop, text):
            return self._overtaken(unit, desk, workshop, text)
        others = {other.short: other for other in self._pile.others(unit, workshop, text)}
        other = others.get(word(button, 2))
        if other is None or not unit.texts.group(text, other):
            return desk.turn(self._item_page(unit, desk, workshop, text), look_again(desk))
        return (*desk.turn(self._item_page(unit, desk, workshop, other)), *changed(unit, workshop))

    def _apart(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        """A wrong "same as" is undone: it stands by itself again; never once the other one is in a vote, which is for both."""
        text = self._find(unit, workshop, button)
        whole = {other.id: other for other in self._pile.texts(unit, workshop)}
        other = whole.get(text.same_as) if text is not None else None
        if text is None or other is None or self._stays(desk, workshop, other) or not unit.texts.part(text):
            return self._overtaken(unit, desk, workshop, text)
        return (*desk.turn(self._item_page(unit, desk, workshop, other)), *changed(unit, workshop))

    def _stays(self, desk: Desk, workshop: Workshop, text: Text) -> bool:
        return self._pile.is_voted(workshop, text) or has_ended(desk, workshop)

    def _overtaken(self, unit: Unit, desk: Desk, workshop: Workshop, text: Text | None) -> tuple[Op, ...]:
        return desk.turn(self._pile.home(unit, desk, workshop), overtaken(desk, workshop, text))

    def _undo(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        """What was approved is new again, to be judged anew; never what is in a vote, or once the desk has ended."""
        text = self._find(unit, workshop, button)
        return self._anew(unit, desk, workshop, text, may=text is not None and text.shown)

    def _unhide(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        """A slip is put right: what was hidden and has its words still is new again.

        A button of its own: one that was to take back an approval brings nothing back that somebody has hidden meanwhile.
        """
        text = self._find(unit, workshop, button)
        return self._anew(unit, desk, workshop, text, may=text is not None and can_come_back(text))

    def _anew(self, unit: Unit, desk: Desk, workshop: Workshop, text: Text | None, *, may: bool) -> tuple[Op, ...]:
        stays = text is not None and (self._pile.is_voted(workshop, text) or has_ended(desk, workshop))
        if text is None or not may or stays:
            return desk.turn(self._pile.home(unit, desk, workshop), overtaken(desk, workshop, text))
        unit.texts.judge(text, TextState.NEW)
        return (*self._judging.turn_next(unit, desk, workshop), *changed(unit, workshop))

    def _drop(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        """Hide what was approved, whatever somebody else has made of it meanwhile."""
        text = self._find(unit, workshop, button)
        if text is None or text.state is TextState.HIDDEN:
            return desk.turn(self.list_page(unit, desk, workshop), overtaken(desk, workshop, text))
        gone = hide(unit, workshop, text)
        return (*gone, *desk.turn(self.list_page(unit, desk, workshop)), *changed(unit, workshop))

    def _find(self, unit: Unit, workshop: Workshop, button: Button) -> Text | None:
        mine = self._pile.texts(unit, workshop)
        return next((text for text in mine if text.short == word(button, 1)), None)


def overtaken(desk: Desk, workshop: Workshop, text: Text | None) -> str:
    """Why nothing is done with it: somebody has hidden it, or the page was overtaken."""
    return is_hidden(desk, workshop) if text is not None and text.state is TextState.HIDDEN else look_again(desk)
