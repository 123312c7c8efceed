"""What a participant's button asks for, read against the workshop's own flow; must not trust a place or a verb in it."""

from __future__ import annotations

import re

from bot.buttons import Button
from flows.definition.flow import Flow, options_of
from flows.dialogue.answers import Use
from flows.dialogue.inputs import (
    Agree,
    Allow,
    Back,
    Change,
    Clear,
    Decline,
    Done,
    Input,
    KeepNames,
    MoreTime,
    Pause,
    Points,
    Resume,
    Review,
    Skip,
    Submit,
    TakePart,
    Tap,
    Turn,
)

REVIEWED = "r"
"""What a button says that turns the pages of all answers, in place of a question."""
NOWHERE = "?"
"""The id of a question or option that a forged button names: no flow can have it, so it is treated as a stale one."""


def input_of(button: Button, flow: Flow) -> Input:
    """The participant's input that a button stands for."""
    at = button.number(0)
    question = flow.questions[at] if 0 <= at < len(flow.questions) else None
    name = question.id if question else NOWHERE
    options = options_of(question) if question else ()
    place = button.number(1)
    option = options[place].id if 0 <= place < len(options) else NOWHERE
    simple: dict[str, Input] = {
        "tp": TakePart(_word(button)), "no": Decline(), "pa": Pause(), "re": Resume(), "rv": Review(), "su": Submit(),
        "ch": Change(name), "d": Done(name), "c": Clear(name), "s": Skip(name), "t": Tap(name, option, wanted(button, 2)),
        "b": Back(name if button.arguments else None), "pt": Points(name, option, _step(button), _found(button)),
        "pg": Turn(None if _word(button) == REVIEWED else name, place),
        "mt": MoreTime(name), "ag": Agree(), "kn": KeepNames(None), "us": _allow(button),
    }  # fmt: skip
    return simple.get(button.verb, Tap(NOWHERE, NOWHERE))


def wanted(button: Button, place: int) -> bool | None:
    """Whether a tick's button wants it on or off, as it says at this place; None for one of an earlier version."""
    return {"1": True, "0": False}.get(button.arguments[place]) if len(button.arguments) > place else None


def _allow(button: Button) -> Input:
    word = _word(button)
    return Allow(Use(word)) if word in set(Use) else Tap(NOWHERE, NOWHERE)


def _word(button: Button) -> str:
    return button.arguments[0] if button.arguments else ""


def _step(button: Button) -> int:
    word = button.arguments[2] if len(button.arguments) > 2 else "0"
    return int(word) if re.fullmatch(r"-?[0-9]{1,4}", word) else 0


def _found(button: Button) -> int | None:
    """How many points the screen showed; None for a button of an earlier version."""
    word = button.arguments[3] if len(button.arguments) > 3 else ""
    return int(word) if re.fullmatch(r"[0-9]{1,4}", word) else None
