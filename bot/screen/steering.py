"""What a facilitator can do with what stands on the presenter's screen: which results; must not know the web, or any link.

A result is shown there only once it is released and a facilitator has said so; after the close, all of them are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from bot.desk import Desk
from bot.messages import Key, Message, Op, RefreshBoards, key
from bot.results.written import asked_as
from bot.screen import links
from bot.screen.state import ready, revealed
from flows.dialogue.agenda import revealing
from storage.database import Unit
from storage.values import ActionKind, Actor, Phase, Place, Workshop

LISTED = 40
"""Results on one menu at most; further ones are shown by the key R of the screen."""


def menu(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Which results are on the screen, each a button, and a new link."""
    if not links.hindrance(desk, workshop):
        desk.expect(unit, links.ASKED, workshop, str(desk.house.now))
    return desk.reply(shown_page(unit, desk, workshop), "screen")


def shown_page(unit: Unit, desk: Desk, workshop: Workshop) -> Message:
    """Which results are on the screen."""
    t = desk.words.t
    title = "<b>" + t("The screen of {title}", title=escape(workshop.title)) + "</b>\n\n"
    link = (key(workshop.code, t("The link"), "screenlink"), key(workshop.code, t("New link"), "screennew"))
    if not desk.house.screen_url:
        return Message(title + links.no_address(desk.words))
    if workshop.phase is Phase.CLOSED:
        return Message(
            title + t("The workshop is closed, so the screen shows all results until the end of this day."), (link,)
        )
    found, shown = ready(unit, workshop), revealed(workshop, unit.stage.get(workshop.id))
    names = {name: asked_as(workshop, name, desk.words).name for name in found[-LISTED:]}
    rows = [(_toggle(workshop, names[name], name, is_on=name in shown),) for name in names]
    text = t("Tap a result to show it on the screen or to take it off.") if rows else t("No result can be shown yet.")
    return Message(f"{title}{text}\n\n{links.way_in(desk)}", (*rows, link))


def _toggle(workshop: Workshop, name: str, question_id: str, *, is_on: bool) -> Key:
    """The button says what it will do, so that two taps in a row do it once."""
    sign, word = ("☑", "off") if is_on else ("☐", "on")
    return key(workshop.code, f"{sign} {name}", "screenset", question_id, word)


def toggle(unit: Unit, desk: Desk, workshop: Workshop, question_id: str, word: str) -> tuple[Op, ...]:
    """Show a result on the screen, or take it off; the menu that was tapped says how it is now."""
    actor = unit.staff.actor(desk.sender.user_id)
    if word == "off":
        conceal(unit, workshop, question_id)
    elif not reveal(unit, workshop, question_id, actor, desk.house.today):
        return desk.say(desk.words.t("There is no result to show yet."))
    return (*desk.turn(shown_page(unit, desk, workshop), "", "screen"), RefreshBoards(workshop.id))


def reveal(unit: Unit, workshop: Workshop, question_id: str, by: Actor, today: date) -> bool:
    """Let a result stand on the screen from now on, as the newest; False where there is no release to show.

    After the close all of them stand there, and nothing is written any more.
    """
    stage = unit.stage.get(workshop.id)
    if question_id not in ready(unit, workshop):
        return False
    if question_id not in revealed(workshop, stage) and workshop.phase is not Phase.CLOSED:
        unit.stage.set(workshop.id, revealing(stage, question_id))
        unit.actions.note(workshop.id, ActionKind.SHOWN, by, today, Place.SCREEN)
    return True


def reveal_together(unit: Unit, workshop: Workshop, battery: str, names: Sequence[str], by: Actor, today: date) -> bool:
    """Let several results seen together stand there as the newest, and each of them; False where one has no release to show.

    `battery`: what they are called together. Noted once, as one result is.
    """
    stage, known = unit.stage.get(workshop.id), ready(unit, workshop)
    if workshop.phase is Phase.CLOSED or not names or not set(names) <= set(known):
        return False
    for name in (*(one for one in names if one not in stage.revealed), battery):
        stage = revealing(stage, name)
    unit.stage.set(workshop.id, stage)
    unit.actions.note(workshop.id, ActionKind.SHOWN, by, today, Place.SCREEN)
    return True


def conceal(unit: Unit, workshop: Workshop, question_id: str) -> None:
    """Take a result off the screen; nothing happens when it is not on it, or when the workshop is closed."""
    if workshop.phase is Phase.CLOSED:
        return
    unit.stage.set(workshop.id, revealing(unit.stage.get(workshop.id), question_id, on=False))
