"""What those who steer can type and tap about a report, as a table; must not know how it is made."""

from __future__ import annotations

from html import escape

from bot.commands import CLOSED, Command, Day, Ops, Steers, Table, Verb, Who, word
from bot.desk import Desk
from bot.messages import MakeReport
from bot.report.gathering import room_language
from bot.report.handing import not_yet
from bot.wording import language_name, languages
from flows.definition.localise import asked_in
from storage.database import Unit
from storage.values import Workshop


def _report(unit: Unit, desk: Desk, workshop: Workshop, typed: str) -> Ops:
    """In the language that was tapped or typed, else in that of whoever asks, where the room could be asked in it."""
    mine = desk.words.language
    written_in = _language(typed) or (mine if mine in asked_in(workshop.flow) else room_language(workshop))
    by = unit.staff.actor(desk.sender.user_id)
    made = MakeReport(workshop.id, desk.sender.chat_id, desk.words.language, written_in, by)
    t = desk.words.t
    if workshop.closing:
        said = t("{title} is closing. You get the report in a moment, when the last answers are counted.",
                 title=escape(workshop.title))  # fmt: skip
        return (*desk.say(said), made)
    return (*desk.noted(t("The report is being made.")), made)


def _language(typed: str) -> str:
    """The language that is named, by its code or its own name; "" where none is."""
    said = typed.strip().casefold()
    return next((code for code in languages() if said in (code, language_name(code).casefold())), "")


TABLE = Table(
    commands=(
        Command(
            "report",
            Who.FACILITATOR,
            lambda words: words.t("the report of a closed workshop: pages to send on, the same to edit, a picture"),
            Steers(_report),
            in_menu=True,
            day=Day.AFTER,
            phases=CLOSED,
            otherwise=not_yet,
            takes=lambda words: bool(_language(words)),
        ),
    ),
    verbs=(
        Verb(
            "report",
            lambda unit, desk, workshop, button: _report(unit, desk, workshop, word(button, 0)),
            CLOSED,
            not_yet,
        ),
    ),
)
