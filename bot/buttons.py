"""The callback codec: what a button asks for, in at most 64 bytes; must not know what may be granted.

Anyone can send any callback data for a message they can see, so a decoded button is a request to be checked, never a right.
Questions and options travel as their places in the flow that the workshop has pinned: ids may be too long, places never move.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LIMIT = 64
_SHAPE = re.compile(r"v1:([pfg]):([A-Z0-9]{0,8}):([a-z]{1,10})((?::[A-Za-z0-9_-]{1,36}){0,4})")


class Scope(StrEnum):
    """Whose buttons: a participant's, a facilitator's, or anybody's."""

    PARTICIPANT = "p"
    FACILITATOR = "f"
    ANYBODY = "g"


@dataclass(frozen=True)
class Button:
    """A press: `verb` with `arguments` about the workshop with this join code ("" for none)."""

    scope: Scope
    code: str
    verb: str
    arguments: tuple[str, ...] = ()

    def number(self, place: int) -> int:
        """The argument at `place` as a whole number, -1 when it is missing or none."""
        word = self.arguments[place] if place < len(self.arguments) else ""
        return int(word) if re.fullmatch(r"-?[0-9]{1,4}", word) else -1


def is_of_a_trial(code: str) -> bool:
    """Whether a join code is one of a trial (`bot.trial`): no workshop's has a zero, so nobody can type it, and it is never given."""
    return code.startswith("0")


def encode(button: Button) -> str:
    """The callback data of a button. Raises ValueError when it would not survive the way back."""
    data = ":".join(("v1", button.scope, button.code, button.verb, *button.arguments))
    if len(data.encode()) > LIMIT or decode(data) != button:
        raise ValueError(f"not a button: {button.verb}")
    return data


def decode(data: str) -> Button | None:
    """The button that callback data stands for, or None for anything this codec did not write."""
    found = _SHAPE.fullmatch(data)
    if found is None or len(data) > LIMIT:  # the shape has ASCII only: characters are bytes
        return None
    scope, code, verb, arguments = found.groups()
    return Button(Scope(scope), code, verb, tuple(arguments.split(":")[1:]) if arguments else ())
