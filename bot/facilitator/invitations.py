"""Prints a one-time invitation from the command line, if need be after all organisers lost their role; must not know what it is for.

An organiser's phone that was stolen can take the role of whoever is invited against it. Who has the machine has the last word.
"""

from __future__ import annotations

import asyncio
import random
import time
from datetime import date

from bot.desk import invitation_token, start_link
from bot.settings import Settings
from bot.telegram.api import make_bot
from storage.database import Database, Unit
from storage.days import day_in
from storage.keys.stores import open_keystore
from storage.staff.records import EVERYWHERE, INVITED_FOR
from storage.values import ActionKind, Actor, Role


def invite(settings: Settings, role: str, *, anew: bool = False) -> str:
    """A link that works once, for one person, while the bot runs. Raises telegram.error.TelegramError without Telegram.

    `anew`: before that every organiser loses all their roles, and every link that invites one is withdrawn.
    """
    chance = random.SystemRandom()
    token = invitation_token(chance)
    username = asyncio.run(_username(settings))
    database = Database.open(settings.database_url, open_keystore(settings.keystore), chance)
    try:
        database.run(lambda unit: _add(unit, Role(role), token, day_in(settings.zone, time.time()), anew=anew)).result()
    finally:
        database.close()
    return start_link(username, token)


def good_until(settings: Settings) -> date:
    """The last day on which a link that is made now works."""
    return day_in(settings.zone, time.time()) + INVITED_FOR


def _add(unit: Unit, role: Role, token: str, today: date, *, anew: bool) -> None:
    if anew:
        _take_all_back(unit, today)
    unit.actions.note(EVERYWHERE, ActionKind.INVITED, Actor.OPERATOR, today, role)
    unit.invitations.add(role, None, token, today)


def _take_all_back(unit: Unit, today: date) -> None:
    """What `/staff` does, for all organisers at once: none of them is there to take it back meanwhile."""
    for member in unit.members.all():
        taken = unit.members.withdraw(member.user_id, None, by_another=True) if member.organises else None
        for workshop_id, role in taken.given if taken is not None else ():
            unit.actions.note(workshop_id, ActionKind.WITHDRAWN, Actor.OPERATOR, today, role)
    for one in unit.invitations.open(today):
        if one.role is Role.ORGANISER and unit.invitations.withdraw(one.handle) is not None:
            unit.actions.note(one.workshop_id or EVERYWHERE, ActionKind.UNINVITED, Actor.OPERATOR, today, one.role)


async def _username(settings: Settings) -> str:
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    async with make_bot(token, settings.telegram_api_url) as bot:
        return bot.username
