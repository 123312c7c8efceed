"""What a participant can do, as values; must not know buttons, chats or what an input leads to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TakePart:
    """Consent given."""


@dataclass(frozen=True)
class Decline:
    """No thanks."""


@dataclass(frozen=True)
class Tap:
    """An option's button of this question."""

    question: str
    option: str


@dataclass(frozen=True)
class Points:
    """Give an option `change` more (or fewer) points."""

    question: str
    option: str
    change: int


@dataclass(frozen=True)
class Done:
    """The draft of this question is complete."""

    question: str


@dataclass(frozen=True)
class Clear:
    """Start this question's draft again."""

    question: str


@dataclass(frozen=True)
class Typed:
    """Words from the keyboard."""

    text: str


@dataclass(frozen=True)
class Skip:
    """Leave a question unanswered; `question` None: the current one."""

    question: str | None = None


@dataclass(frozen=True)
class Back:
    """Go to the question before; `question` None: before the current one."""

    question: str | None = None


@dataclass(frozen=True)
class Pause:
    """Go on later."""


@dataclass(frozen=True)
class Resume:
    """Show again where I stand; ends a pause."""


@dataclass(frozen=True)
class Review:
    """Show all my answers."""


@dataclass(frozen=True)
class Change:
    """Change the answer to this question."""

    question: str


@dataclass(frozen=True)
class Submit:
    """I am done."""


@dataclass(frozen=True)
class NotText:
    """A sticker, photo, voice note or the like."""


@dataclass(frozen=True)
class Edited:
    """An earlier message was edited."""


Input = (
    TakePart | Decline | Tap | Points | Done | Clear | Typed | Skip | Back | Pause | Resume | Review | Change | Submit
    | NotText | Edited
)  # fmt: skip
