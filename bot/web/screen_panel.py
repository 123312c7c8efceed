"""The questions to the panel as the screen shows them; must not know who asked, or any vote not released."""

from __future__ import annotations

from typing import Any

from bot.wording import Wording
from storage.database import Unit
from storage.values import Workshop


def panel(unit: Unit, workshop: Workshop, words: Wording) -> dict[str, Any] | None:
    """The ranking; None while nobody has been asked for questions."""
    del unit, workshop, words
    return None
