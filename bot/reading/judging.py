"""What is done with one text at the desk: approve, hide, group, cover; and with all that are left; must not know authors or chats.

Several may sit at the desk at once. A button of a card does something only as long as its text is new: whoever comes second,
or taps twice, is told what is true of it now and shown what is next. A card that is open says so by itself, and keeps its text: what
stands below a thumb never becomes another text. Hiding, a text or words in it, is the exception: it always
hides, and whoever hides what was approved in the meantime is told so. Nothing that is hidden comes back by a button of a card.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape

from bot.buttons import Button
from bot.commands import word
from bot.desk import Desk
from bot.messages import EmptyLog, EndLists, Message, Op, RefreshBoards
from bot.reading.cards import Card, Cards, digest, first_page
from bot.reading.grouping import group_themes
from bot.reading.pile import Pile
from flows.dialogue.openanswers import suspects
from storage.answers.texts import Text, TextState, read_until
from storage.database import Unit
from storage.days import there
from storage.values import ActionKind, Phase, Workshop

Act = Callable[[Unit, Desk, Workshop, Button], tuple[Op, ...]]

OTHERS = 12
"""Of so many approved ones somebody chooses the one that says the same."""


class Judging:
    """The desk of one pile. Every method works inside the unit's transaction."""

    def __init__(self, pile: Pile) -> None:
        self._pile = pile

    @property
    def acts(self) -> Mapping[str, Act]:
        """What the buttons do, by their first argument."""
        return {
            "home": self._home,
            "new": self._new,
            "card": self._card,
            "ok": self._approve,
            "hide": self._hide,
            "mask": self._mask,
            "same": self._same,
            "is": self._is,
            "cover": self._cover,
            "rest": self._rest,
            "restok": self._approve_rest,
        }

    def cards(self, desk: Desk, workshop: Workshop) -> Cards:
        """The pages in this person's language."""
        return Cards(workshop.code, self._pile.verb, self._pile.back(desk.words), desk.words)

    def next_page(self, unit: Unit, desk: Desk, workshop: Workshop, after: str = "") -> Message:
        """The next new one behind that one; where the pile is offered, when all are read."""
        text = self._pile.next(unit, workshop, after)
        return self._page(unit, desk, workshop, text) if text else self._pile.home(unit, desk, workshop)

    @property
    def card_page(self) -> str:
        """The name of the page that is one card, drawn anew whenever something changes."""
        return f"{self._pile.verb}card"

    def live(self, unit: Unit, desk: Desk, workshop: Workshop, short: str) -> Message | None:
        """One card as it is now: to be judged, or what a colleague has made of it; None once there is no such text."""
        text = next((one for one in self._pile.texts(unit, workshop) if one.short == short), None)
        if text is None or text.state is TextState.NEW:
            return self._page(unit, desk, workshop, text) if text else None
        told = is_hidden(desk, workshop) if text.state is TextState.HIDDEN else _is_approved(desk)
        heading = self._pile.heading(workshop, text, desk.words)
        return self.cards(desk, workshop).overtaken(text, heading, told, len(self._pile.new(unit, workshop)))

    def turn_next(self, unit: Unit, desk: Desk, workshop: Workshop, told: str = "", after: str = "") -> tuple[Op, ...]:
        """The next new one, in the place of the page that was pressed."""
        text = self._pile.next(unit, workshop, after)
        if text is None:
            return desk.turn(self._pile.home(unit, desk, workshop), told, self._pile.verb)
        return self._turn(unit, desk, workshop, text, told)

    def _turn(self, unit: Unit, desk: Desk, workshop: Workshop, text: Text, told: str = "") -> tuple[Op, ...]:
        return desk.turn(self._page(unit, desk, workshop, text), told, self.card_page, text.short)

    def typed(self, unit: Unit, desk: Desk, workshop: Workshop, short: str, words: str) -> tuple[Op, ...] | None:
        """The words to hide; None when they do not stand there, and are asked for again.

        Where somebody has hidden the whole text in the meantime there are none to hide any more: that is said instead.
        """
        text = unit.texts.find(workshop.id, short)
        if text is None or text.state is TextState.HIDDEN:
            told = is_hidden(desk, workshop) if text else look_again(desk)
            return desk.reply(headed(self.next_page(unit, desk, workshop), told))
        covered = unit.texts.cover(text, words)
        if covered is None:
            return None
        return (
            *desk.reply(self._after_cover(unit, desk, workshop, covered)),
            *changed(unit, workshop),
            EmptyLog(words=True),
        )

    def ask_again(self, unit: Unit, desk: Desk, workshop: Workshop, short: str) -> tuple[Op, ...]:
        """Those words do not stand there."""
        text = unit.texts.find(workshop.id, short)
        remark = desk.words.t("Those words do not stand there.")
        page = self.cards(desk, workshop).ask_words(text, remark) if text else self._pile.home(unit, desk, workshop)
        return desk.reply(page)

    # Pages

    def _home(self, unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
        return desk.turn(self._pile.home(unit, desk, workshop), "", self._pile.verb)

    def _new(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        """The next new one, behind the one that is left for later."""
        desk.did(unit, workshop.id, ActionKind.READ)
        return self.turn_next(unit, desk, workshop, after=word(button, 1))

    def _card(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        text = self._new_one(unit, workshop, word(button, 1))
        return self._turn(unit, desk, workshop, text) if text else self._passed(unit, desk, workshop, button)

    def _page(self, unit: Unit, desk: Desk, workshop: Workshop, text: Text) -> Message:
        pile, left = self._pile, len(self._pile.new(unit, workshop))
        about = (pile.heading(workshop, text, desk.words), left, pile.alike(unit, workshop, text))
        first = pile.last(unit, workshop, desk.words, ()) if left == 1 else None
        card = Card(text, *about, final=is_final(workshop), public=pile.public(unit, workshop), first=first)
        return self.cards(desk, workshop).card(card)

    def _after_cover(self, unit: Unit, desk: Desk, workshop: Workshop, text: Text) -> Message:
        if text.state is TextState.NEW:
            return self._page(unit, desk, workshop, text)
        told = desk.words.t("Somebody had approved that one in the meantime. These words are hidden in it now.")
        return headed(self.next_page(unit, desk, workshop), told)

    # One text

    def _approve(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        text = self._new_one(unit, workshop, word(button, 1))
        if text is None:
            return self._passed(unit, desk, workshop, button)
        unit.texts.judge(text, TextState.APPROVED)
        return self._on(unit, desk, workshop)

    def _hide(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        """Also what a colleague has approved in the meantime: nothing is shown that one of them would not show."""
        text = unit.texts.find(workshop.id, word(button, 1))
        if text is None or text.state is TextState.HIDDEN:
            return self._passed(unit, desk, workshop, button)
        told = "" if text.state is TextState.NEW else desk.words.t("It had been approved. It is hidden now.")
        return (*hide(unit, workshop, text), *self._on(unit, desk, workshop, told))

    def _mask(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        """Hide all that is underlined on the card."""
        text = self._new_one(unit, workshop, word(button, 1))
        if text is None:
            return self._passed(unit, desk, workshop, button)
        found = suspects(text.words, self._pile.public(unit, workshop))
        if not found:  # a colleague was faster
            return self._turn(unit, desk, workshop, text, look_again(desk))
        for span in found:
            text = unit.texts.cover(text, text.words[span.start : span.end]) or text
        return (*self._turn(unit, desk, workshop, text), *changed(unit, workshop), EmptyLog(words=True))

    def _same(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        text = self._new_one(unit, workshop, word(button, 1))
        if text is None:
            return self._passed(unit, desk, workshop, button)
        others = self._pile.others(unit, workshop, text)[:OTHERS]
        apart = self._pile.kept_apart(unit, workshop, text)
        return desk.turn(self.cards(desk, workshop).same_as(text, others, apart=apart))

    def _is(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        """It counts as one with that other one."""
        text = self._new_one(unit, workshop, word(button, 1))
        if text is None:
            return self._passed(unit, desk, workshop, button)
        others = {other.short: other for other in self._pile.others(unit, workshop, text)}
        other = others.get(word(button, 2))
        if other is None or not unit.texts.group(text, other):  # that one is shown no more
            return self._turn(unit, desk, workshop, text, look_again(desk))
        return self._on(unit, desk, workshop)

    def _cover(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        text = self._new_one(unit, workshop, word(button, 1))
        if text is None:
            return self._passed(unit, desk, workshop, button)
        desk.expect(unit, self._pile.verb, workshop, "cover", text.short)
        return desk.turn(self.cards(desk, workshop).ask_words(text))

    # All that are left

    def _rest(self, unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
        desk.did(unit, workshop.id, ActionKind.READ)
        return desk.turn(self._rest_page(unit, desk, workshop))

    def _approve_rest(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        """What stood on the page, or all but the last, if it stands there still: nothing is approved that was not to be seen."""
        page = first_page(self._pile.new(unit, workshop))
        chosen = next((some for some in (page, page[:-1]) if some and digest(some) == word(button, 1)), ())
        if not chosen:
            told = look_again(desk) if page else desk.words.t("All of it is read already.")
            return desk.turn(self._rest_page(unit, desk, workshop), told)
        for text in chosen:
            unit.texts.judge(text, TextState.APPROVED)
        return (*desk.turn(self._rest_page(unit, desk, workshop)), *changed(unit, workshop))

    def _rest_page(self, unit: Unit, desk: Desk, workshop: Workshop) -> Message:
        pile, new = self._pile, self._pile.new(unit, workshop)
        if not new:
            return pile.home(unit, desk, workshop)
        headings = {text.question_id: pile.heading(workshop, text, desk.words) for text in new}
        first = pile.last(unit, workshop, desk.words, new)
        return self.cards(desk, workshop).rest(new, headings, pile.public(unit, workshop), first)

    # What follows

    def _new_one(self, unit: Unit, workshop: Workshop, short: str) -> Text | None:
        return next((text for text in self._pile.new(unit, workshop) if text.short == short), None)

    def _on(self, unit: Unit, desk: Desk, workshop: Workshop, told: str = "") -> tuple[Op, ...]:
        return (*self.turn_next(unit, desk, workshop, told), *changed(unit, workshop))

    def _passed(self, unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        """A second tap, or a colleague was faster: what became of it, and what is next."""
        t, text = desk.words.t, unit.texts.find(workshop.id, word(button, 1))
        if text is None:
            told = look_again(desk)
        elif text.state is TextState.HIDDEN:
            told = is_hidden(desk, workshop)
        elif self._pile.new(unit, workshop):
            told = t("That one was read already. This is next.")
        else:
            told = t("That one was read already. Nothing is left to read.")
        return self.turn_next(unit, desk, workshop, told)


def look_again(desk: Desk) -> str:
    """Said when a page was overtaken by what somebody else did, or by a first tap."""
    return desk.words.t("Something has changed here. Please look again.")


def _is_approved(desk: Desk) -> str:
    return desk.words.t("A colleague has approved this one in the meantime.")


def is_hidden(desk: Desk, workshop: Workshop) -> str:
    """Said of a text that was hidden before something else was to be done with it, or was deleted as nobody had read it in time."""
    if has_ended(desk, workshop):
        return desk.words.t("The desk has ended: nobody is shown that one any more.")
    return desk.words.t("That one was hidden in the meantime: nobody is shown it.")


def headed(page: Message, told: str) -> Message:
    """The page below what has just become of something: where words were typed there is no toast."""
    return replace(page, html=f"{escape(told)}\n\n{page.html}")


def has_ended(desk: Desk, workshop: Workshop) -> bool:
    """Whether the desk is over: what would be new again then would be deleted at once."""
    until = read_until(workshop)
    return until is not None and there(desk.house.today, workshop.zone) >= until


def is_final(workshop: Workshop) -> bool:
    """Whether what is hidden loses its words at once: from the close on. Before it a slip can be put right."""
    return workshop.phase is Phase.CLOSED


def hide(unit: Unit, workshop: Workshop, text: Text) -> tuple[Op, ...]:
    """Nobody is shown it; once it is final its words are gone, from the database's log too."""
    unit.texts.judge(text, TextState.HIDDEN)
    if not is_final(workshop):
        return ()
    unit.texts.forget_hidden(workshop.id)
    return (EmptyLog(words=True),)


def changed(unit: Unit, workshop: Workshop) -> tuple[Op, ...]:
    """Boards and screens show it; after the close people are told what was approved, if that was the last one."""
    sorted_in = _sorted_in(unit, workshop)
    if not is_final(workshop):
        return (RefreshBoards(workshop.id), *sorted_in)
    unit.texts.rewrite(workshop.id)
    return (RefreshBoards(workshop.id), *sorted_in, EndLists(), EmptyLog(words=True))


def _sorted_in(unit: Unit, workshop: Workshop) -> tuple[Op, ...]:
    """Themes take in what was approved: at once when all is read, at the next tick while somebody is reading."""
    if unit.texts.unread(workshop.id):
        return ()
    return tuple(group_themes(*which) for which in unit.groupings.due() if which[0] == workshop.id)
