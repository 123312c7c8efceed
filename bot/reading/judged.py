"""What is done with a text that was judged: listed, opened, hidden after all, taken back; must not know authors or chats."""

from __future__ import annotations

from collections.abc import Mapping

from bot.buttons import Button
from bot.commands import word
from bot.desk import Desk
from bot.messages import Message, Op
from bot.reading.judging import Act, Judging, changed, has_ended, hide, is_final, is_hidden, look_again
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
        grouped = sum(1 for other in pile.texts(unit, workshop) if other.same_as == text.id)
        page = self._judging.cards(desk, workshop).item(
            text, grouped, pile.heading(workshop, text, desk.words), pile.more(workshop, text, desk.words),
            stays=pile.is_voted(workshop, text) or has_ended(desk, workshop), final=is_final(workshop),
        )  # fmt: skip
        return desk.turn(page)

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
        return (*desk.turn(self._judging.next_page(unit, desk, workshop)), *changed(unit, workshop))

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
