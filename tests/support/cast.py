"""What the tests of the emulator share besides fixtures."""

from __future__ import annotations

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Update,
)

YES_NO = InlineKeyboardMarkup.from_row(
    [InlineKeyboardButton("Yes", callback_data="v1:y"), InlineKeyboardButton("No", callback_data="v1:n")]
)


class Clock:
    """A clock that stands still until told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


async def everything(bot: Bot) -> list[Update]:
    """All waiting updates, acknowledged."""
    updates = list(await bot.get_updates(timeout=0))
    if updates:
        assert await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0) == ()
    return updates
