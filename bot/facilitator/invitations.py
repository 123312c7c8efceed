"""Prints a one-time invitation from the command line; must not know what it is used for."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, date, datetime

from bot.desk import invitation_token, start_link
from bot.settings import Settings
from bot.telegram.api import make_bot
from storage.database import Database, Unit
from storage.keys.stores import open_keystore
from storage.staff.records import EVERYWHERE, INVITED_FOR
from storage.values import ActionKind, Actor, Role


def invite(settings: Settings, role: str) -> str:
    """A link that works once, for one person, while the bot runs. Raises telegram.error.TelegramError without Telegram."""
    chance = random.SystemRandom()
    token = invitation_token(chance)
    username = asyncio.run(_username(settings))
    database = Database.open(settings.database_url, open_keystore(settings.keystore), chance)
    try:
        database.run(lambda unit: _add(unit, Role(role), token)).result()
    finally:
        database.close()
    return start_link(username, token)


def good_until() -> date:
    """The last day (UTC) on which a link that is made now works."""
    return datetime.now(UTC).date() + INVITED_FOR


def _add(unit: Unit, role: Role, token: str) -> None:
    today = datetime.now(UTC).date()
    unit.actions.note(EVERYWHERE, ActionKind.INVITED, Actor.OPERATOR, today, role)
    unit.invitations.add(role, None, token, today)


async def _username(settings: Settings) -> str:
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    async with make_bot(token, settings.telegram_api_url) as bot:
        return bot.username
