"""What a participant can do, as values; must not know buttons, chats or what an input leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.dialogue.answers import Use
from flows.masking.hiding import Find, find


@dataclass(frozen=True)
class TakePart:
    """Consent given. `card`: to the rules on the card whose button it was; None: typed, to those on the card shown last."""

    card: str | None = None


@dataclass(frozen=True)
class Decline:
    """No thanks."""


@dataclass(frozen=True)
class Tap:
    """An option's button of this question. `on`: whether it is to be ticked, as the button said; None: the other way round.

    So the second tap on a screen that has not changed yet takes nothing back.
    """

    question: str
    option: str
    on: bool | None = None


@dataclass(frozen=True)
class Points:
    """Give an option `change` more (or fewer) points. `found`: how many it had on the screen that was tapped, if that is known.

    So the second tap on a screen that has not changed yet gives nothing twice.
    """

    question: str
    option: str
    change: int
    found: int | None = None


@dataclass(frozen=True)
class Done:
    """The draft of this question is complete."""

    question: str


@dataclass(frozen=True)
class Clear:
    """Start this question's draft again, or what was written and waits for its author's word."""

    question: str


@dataclass(frozen=True)
class Typed:
    """Words from the keyboard. `hide`: what stands in the place of what is masked, by kind, in the author's language.

    `find`: what searches the words for what is to be masked. `before`: the first half of the thought as it was typed, where words
    wait for their author's; None: not known any more. `to`: the question they are for, None: the one on the phone; `adds`: they
    are more of what was answered there.
    """

    text: str
    hide: Mapping[str, str] = field(default_factory=dict, compare=False)
    find: Find = field(default=find, compare=False)
    before: str | None = field(default=None, compare=False)
    to: str | None = None
    adds: bool = False


@dataclass(frozen=True)
class Unclear:
    """A number or a yes that chooses none of the `choices` buttons on the phone."""

    choices: int


@dataclass(frozen=True)
class Agree:
    """The open answer may be sent as it was shown, with what was hidden."""


@dataclass(frozen=True)
class KeepNames:
    """What was hidden is not a name: send the words as they were typed, with only phone numbers and the like hidden.

    `text`: what was typed, `hide` and `find` as in `Typed`. None: it is not known any more (it is never stored), so it has to be
    typed again.
    """

    text: str | None = None
    hide: Mapping[str, str] = field(default_factory=dict, compare=False)
    find: Find = field(default=find, compare=False)


@dataclass(frozen=True)
class Allow:
    """How the words of the open answer may be used; holds for the next ones too."""

    use: Use


@dataclass(frozen=True)
class Turn:
    """Show another page of the options of a question, from 0; `question` None: of the answers at the review."""

    question: str | None
    page: int


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
class MoreTime:
    """Keep this question for me when the room goes on; `question` None: the current one."""

    question: str | None = None


@dataclass(frozen=True)
class Follow:
    """Nothing the person did: the facilitator has moved the room."""


@dataclass(frozen=True)
class Submit:
    """I am done."""


@dataclass(frozen=True)
class NotText:
    """A sticker, photo, voice note or the like."""


@dataclass(frozen=True)
class Borrowed:
    """Words that were forwarded: somebody else's, or said somewhere else."""


@dataclass(frozen=True)
class Edited:
    """An earlier message was edited. `to_command`: into one that may be typed instead of a button."""

    to_command: bool = False


@dataclass(frozen=True)
class Earlier:
    """Words about something that they themselves wrote before what stands there now: nobody knows what it was about."""


Input = (
    TakePart | Decline | Tap | Points | Turn | Done | Clear | Typed | Skip | Back | Pause | Resume | Review | Change | Submit
    | NotText | Edited | Borrowed | Earlier | Unclear | Agree | KeepNames | Allow | MoreTime | Follow
)  # fmt: skip
