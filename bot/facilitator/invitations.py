"""Prints a one-time invitation from the command line; must not know what it is used for."""

from __future__ import annotations

import asyncio
import random

from bot.desk import invitation_token, start_link
from bot.settings import Settings
from bot.telegram.api import make_bot
from storage.database import Database
from storage.keys.stores import open_keystore
from storage.values import Role


def invite(settings: Settings, role: str) -> str:
    """A link that works once, for one person, while the bot runs. Raises telegram.error.TelegramError without Telegram."""
    chance = random.SystemRandom()
    token = invitation_token(chance)
    username = asyncio.run(_username(settings))
    database = Database.open(settings.database_url, open_keystore(settings.keystore), chance)
    try:
        database.run(lambda unit: unit.staff.add_invite(Role(role), None, token)).result()
    finally:
        database.close()
    return start_link(username, token)


async def _username(settings: Settings) -> str:
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    async with make_bot(token, settings.telegram_api_url) as bot:
        return bot.username
