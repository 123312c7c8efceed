"""A theme becomes a poll: whether it matters most, how much it matters, or which of several does; must not know who said what.

The words are a theme's name, which those who steer have typed, and our own. The draft goes the way of every other one: it is
shown as it will look, and only then sent.
"""

from __future__ import annotations

from bot.buttons import Button
from bot.commands import word
from bot.desk import Desk
from bot.messages import Op
from bot.polls.steering import offer
from bot.reading.themes import FEWEST, MOST, sign
from bot.results.proposals import how_much, poll_name, proposal_for, which_one
from bot.results.written import asked_as
from bot.wording import Wording
from flows.definition.flow import Question
from storage.database import Unit
from storage.values import Workshop


def propose(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """The poll as it will look; none with the name of a theme that the room is told nothing of."""
    kind, about = word(button, 0), word(button, 1)
    made = _which(unit, desk, workshop, about) if kind == "which" else _of_one(unit, desk, workshop, kind, about)
    return desk.say(made) if isinstance(made, str) else offer(unit, desk, workshop, made)


def _of_one(unit: Unit, desk: Desk, workshop: Workshop, kind: str, handle: str) -> Question | str:
    theme = unit.themes.find(workshop.id, handle)
    if theme is None:
        return desk.words.t("That is no longer there.")
    if theme.id not in {one.id for one in unit.themes.speakable(workshop, theme.question_id)}:
        return _untold(workshop, desk.words)
    return how_much(theme.label, desk.words) if kind == "much" else proposal_for(theme.label, desk.words)


def _which(unit: Unit, desk: Desk, workshop: Workshop, q: str) -> Question | str:
    asked = next((one for one in workshop.everything.questions if sign(one.id) == q), None)
    themes = unit.themes.speakable(workshop, asked.id) if asked is not None else []
    if asked is None or len(themes) > MOST:
        return desk.words.t("That is no longer there.")
    if len(themes) < FEWEST:
        return _untold(workshop, desk.words)
    name = poll_name(asked_as(workshop, asked.id, desk.words))
    return which_one(name, (theme.label for theme in themes), desk.words)


def _untold(workshop: Workshop, words: Wording) -> str:
    return words.n(
        "A theme that fewer than {count} person has said, or that has no name, is told to nobody, so it makes no poll.",
        "A theme that fewer than {count} people have said, or that has no name, is told to nobody, so it makes no poll.",
        workshop.policy.k,
    )
