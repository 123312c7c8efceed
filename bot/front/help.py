"""Help pages, menus and README's table of commands, made from the rooms' tables; must not know any single command."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.commands import Command, Serves, Who
from bot.front.tables import COMMANDS, commands_of
from bot.messages import Message
from bot.wording import Wording
from storage.values import Role

HELP = Command(
    "help",
    Who.EVERYBODY,
    lambda words: words.t("what you can tap and type"),
    Serves(lambda unit, desk, _typed, _memory: desk.reply(page(unit.staff.role(desk.sender.user_id), desk.words))),
    in_menu=True,
)
"""The one command that belongs to no room."""


def page(role: Role | None, words: Wording) -> Message:
    """All that somebody can type, a line each; to those who steer what is for everybody only by its name."""
    t = words.t
    mine = tuple(commands_of(role))
    if role is not None:
        staff = _lines((command for command in mine if command.who.is_staff), words)
        others = " ".join(f"/{command.name}" for command in mine if command.who is Who.EVERYBODY)
        title = t("Help for organisers") if role is Role.ORGANISER else t("Help for facilitators")
        lines = [f"<b>{title}</b>", ""]
        lines += [t("Most of it is a tap on the board. Typed, it acts on the workshop you used last:"), "", *staff]
        return Message("\n".join([*lines, "", t("For everybody: {commands}", commands=others)]))
    lines = [
        "<b>" + t("Help") + "</b>",
        "",
        t(
            "Tap a button, or type what it does: an option’s number (2), several (1, 3), a ranking (2 1 3), points (5 3 2)."
        ),
        t("These can be typed instead of a button, with or without the slash:"),
        *_lines((command for command in mine if command.who is Who.PARTICIPANT), words),
        "",
        *_lines((command for command in mine if command.who is Who.EVERYBODY), words),
    ]
    return Message("\n".join(lines))


def _lines(commands: Iterable[Command], words: Wording) -> list[str]:
    return [f"/{command.name}{_hint(command, words)}: {command.line(words)}" for command in commands]


def _hint(command: Command, words: Wording) -> str:
    return f" {escape(command.hint(words))}" if command.hint else ""


def menu(role: Role | None, words: Wording) -> tuple[tuple[str, str], ...]:
    """What stands behind Telegram's Menu button: command and what it is for."""
    shown = (*(command for command in commands_of(role) if command.in_menu), HELP)
    return tuple((command.name, command.line(words)) for command in shown)


def menu_in_chat(role: Role | None, words: Wording) -> tuple[tuple[str, str], ...] | None:
    """The menu of one chat; None where nobody with a role is: there stands what everybody finds."""
    return menu(role, words) if role is not None else None


def readme_table() -> str:
    """The table of commands as the README has it, from the same lines."""
    rows = ["| Who | Commands |", "| --- | --- |"]
    for who in Who:
        names = dict.fromkeys(c.name for c in (*COMMANDS, HELP) if c.who is who)
        rows.append(f"| {who.value} | " + " ".join(f"`/{name}`" for name in names) + " |")
    return "\n".join(rows)
