"""What a facilitator can do with the presenter's screen: its link, and which results stand on it; must not know the web.

A result is shown there only once it is released and a facilitator has said so; after the close, all of them are.
"""

from __future__ import annotations

from datetime import date
from html import escape
from urllib.parse import urlsplit

from bot.desk import Desk, invitation_token
from bot.messages import Key, Keyboard, Message, Op, RefreshBoards, key
from bot.results.written import asked_as
from bot.screen.state import ready, revealed
from bot.wording import Wording
from flows.dialogue.agenda import revealing
from storage.database import Unit
from storage.values import ActionKind, Actor, Phase, Place, Workshop

LISTED = 40
"""Results on one menu at most; further ones are shown by the key R of the screen."""


def new_link(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """A fresh link to the screen, in place of the old one, which shows nothing any more."""
    t, house = desk.words.t, desk.house
    if not house.screen_url:
        return desk.say(_no_address(desk.words))
    if workshop.phase is Phase.CLOSED and workshop.closed_on != house.today:
        return desk.say(t("The screen went dark at the end of the day on which the workshop closed."))
    token = invitation_token(house.chance)
    unit.screens.open(workshop.id, token)
    if revealed(workshop, unit.stage.get(workshop.id)):
        desk.did(unit, workshop.id, ActionKind.SHOWN, Place.SCREEN)
    link = f"{house.screen_url}/screen#{token}"
    return (*desk.reply(_link_card(workshop, link, desk.words)), RefreshBoards(workshop.id))


def _no_address(words: Wording) -> str:
    return words.t(
        "There is no web address for the screen yet. Whoever runs the server sets SCREEN_URL, or PUBLIC_URL, and starts "
        "me again."
    )


def _link_card(workshop: Workshop, link: str, words: Wording) -> Message:
    t = words.t
    lines = [
        "<b>" + t("The screen of {title}", title=escape(workshop.title)) + "</b>",
        "",
        t("Open this on the computer at the projector:"),
        f"<code>{escape(link)}</code>",
        "",
        t(
            "Whoever has the link sees what the screen shows. /screen again makes a new link, and this one stops working."
        ),
    ]
    # Telegram refuses a whole message whose button leads to a name without a dot, such as localhost.
    is_linkable = "." in (urlsplit(link).hostname or "")
    opening = (Key(t("Open the screen"), url=link),) if is_linkable else ()
    rows: Keyboard = (
        (*opening, Key(t("Copy the link"), copy=link)),
        (key(workshop.code, t("What it shows …"), "screen"),),
    )
    return Message("\n".join(lines), rows)


def menu(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Which results are on the screen, each a button, and a new link."""
    return desk.reply(_menu(unit, desk, workshop))


def _menu(unit: Unit, desk: Desk, workshop: Workshop) -> Message:
    t = desk.words.t
    title = "<b>" + t("The screen of {title}", title=escape(workshop.title)) + "</b>\n\n"
    link = (key(workshop.code, t("New link"), "screennew"),)
    if not desk.house.screen_url:
        return Message(title + _no_address(desk.words))
    if workshop.phase is Phase.CLOSED:
        return Message(
            title + t("The workshop is closed, so the screen shows all results until the end of this day."), (link,)
        )
    found, shown = ready(unit, workshop), revealed(workshop, unit.stage.get(workshop.id))
    names = {name: asked_as(workshop, name, desk.words).name for name in found[-LISTED:]}
    rows = [(_toggle(workshop, names[name], name, is_on=name in shown),) for name in names]
    text = t("Tap a result to show it on the screen or to take it off.") if rows else t("No result can be shown yet.")
    return Message(title + text, (*rows, link))


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
    return (*desk.turn(_menu(unit, desk, workshop)), RefreshBoards(workshop.id))


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


def conceal(unit: Unit, workshop: Workshop, question_id: str) -> None:
    """Take a result off the screen; nothing happens when it is not on it, or when the workshop is closed."""
    if workshop.phase is Phase.CLOSED:
        return
    unit.stage.set(workshop.id, revealing(unit.stage.get(workshop.id), question_id, on=False))
