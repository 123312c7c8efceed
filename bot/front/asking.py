"""Who gets the words that a member of staff was asked for, by what was asked; must not know what the words mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.closing import following_up
from bot.desk import Desk
from bot.facilitator import workshops
from bot.messages import Op
from bot.panel import judging as panel_judging
from bot.panel import steering as panel_steering
from bot.polls import steering as polls_steering
from bot.sendouts import announcing
from storage.database import Unit

Answer = Callable[[Unit, Desk, str, str], tuple[Op, ...]]
"""Takes what was asked (`Staff.asked`) and the words."""

ANSWERS: Mapping[str, Answer] = {
    "title": workshops.answer,
    announcing.ASKED: announcing.typed,
    following_up.ASKED: following_up.typed,
    polls_steering.ASKED: polls_steering.reword,
    panel_judging.ASKED: panel_steering.typed,
}
"""By the word before the colon of what was asked, one line each."""


def answer(unit: Unit, desk: Desk, asked: str, text: str) -> tuple[Op, ...]:
    """The words that were asked for in this chat."""
    return ANSWERS.get(asked.partition(":")[0], workshops.answer)(unit, desk, asked, text)
