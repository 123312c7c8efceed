"""Messages and what to do with them, as values; must not know who decides them or how they travel.

Long: every kind of message and of deed, one after the other, each a few lines.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.buttons import Button, Scope
from bot.places import ChorePlace, OldBoardPlace, PassingPlace, Place, ReplyPlace
from storage.values import Actor, Role

Style = Literal["", "primary", "success", "danger"]
_STYLES: dict[str, Style] = {"success": "success", "danger": "danger"}


@dataclass(frozen=True)
class Key:
    """A button under a message: it does something (`button`), opens a link (`url`) or copies a text (`copy`).

    `out`: it is the way out of its page, and says what becomes of what stands there; the page needs no other one.
    """

    label: str
    button: Button | None = None
    url: str = ""
    copy: str = ""
    style: Style = ""
    out: bool = False


Keyboard = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True)
class Message:
    """One bubble: HTML text (the caption, where there is a picture or a document) and its buttons.

    `photo`: PNG bytes, or the file id of a picture that Telegram already has; `document`: (file name, bytes) or such an id.
    """

    html: str
    keyboard: Keyboard = ()
    photo: bytes | str | None = None
    document: tuple[str, bytes] | str | None = None


def in_words(message: Message) -> Message | None:
    """The words below a picture, on their own; None where it has none."""
    return replace(message, photo=None) if message.photo is not None and message.html else None


@dataclass(frozen=True)
class Send:
    """A new message. `place`: the debt that it pays, and what to remember once it has arrived. `bulk`: to many, replies go first.

    `topic`: of a forum; 0 where there is none, or the one that a group was linked in.
    """

    chat_id: int
    message: Message
    place: Place | None = None
    bulk: bool = False
    topic: int = 0


@dataclass(frozen=True)
class Edit:
    """Another text and other buttons for a message that is there."""

    chat_id: int
    message_id: int
    message: Message
    place: Place | None = None


@dataclass(frozen=True)
class Remove:
    """Take a message away: a second copy of a screen, one that its reader has overtaken, or (`place`) an old board."""

    chat_id: int
    message_id: int
    place: OldBoardPlace | None = None


@dataclass(frozen=True)
class Strip:
    """Take the buttons away from a message."""

    chat_id: int
    message_id: int


@dataclass(frozen=True)
class Flash:
    """Answer a press: with nothing, a toast, or (`alert`) a box to close."""

    query_id: str
    text: str = ""
    alert: bool = False


@dataclass(frozen=True)
class SendPoll:
    """A native anonymous poll in a group; `asked_in` gets the button that ends it. `left`: the call has left, so it may be there."""

    chat_id: int
    workshop_id: str
    question: str
    options: tuple[str, ...]
    asked_in: int
    by: Actor
    left: bool = False


@dataclass(frozen=True)
class StopPoll:
    """End a native poll and say its result where it was posted."""

    poll_id: str
    asked_in: int
    by: Actor = Actor.ITSELF


@dataclass(frozen=True)
class CloseWorkshop:
    """Close for good, then say the result; long work, done outside the path of a tap.

    `without_key`: also when its key is gone or cannot be read; else nothing happens until it can.
    """

    workshop_id: str
    asked_in: int | None = None
    by: Actor = Actor.ITSELF
    without_key: bool = False


@dataclass(frozen=True)
class DeleteWorkshop:
    """Delete all that is kept of a closed workshop, and say so; long work, done outside the path of a tap."""

    workshop_id: str
    asked_in: int | None = None
    by: Actor = Actor.ITSELF


@dataclass(frozen=True)
class RefreshBoards:
    """The boards of this workshop may have changed."""

    workshop_id: str


@dataclass(frozen=True)
class OpenPage:
    """A page of menus opens on the board of this chat, in place of the one that is open; without a `message` it folds back.

    `page`: its name and arguments, by which it is drawn anew whenever something changes, also after a restart; "": it cannot be.
    """

    chat_id: int
    message: Message | None = None
    page: str = ""


@dataclass(frozen=True)
class BringBoard:
    """Something was said below the board of this chat, and a new one is wished for: it comes when nothing else is on its way."""

    chat_id: int


@dataclass(frozen=True)
class ClearBoards:
    """Boards are to be taken away: those who had them may not steer any more."""


@dataclass(frozen=True)
class EmptyLog:
    """Rows were deleted: let the log, where they still stand, go too. `words`: they were no ciphertext, so their table as well."""

    words: bool = False


@dataclass(frozen=True)
class EndLists:
    """Desks of closed workshops may be read, or over, and mailing lists may have served: let those that have end, with their keys."""


@dataclass(frozen=True)
class ShowOwed:
    """Send everybody of this workshop the screen they are still owed: it has just opened, or the bot was restarted."""

    workshop_id: str


@dataclass(frozen=True)
class ShowOwedTo:
    """Pay what one person or member of staff is owed, or (None) staff and rooms, unless it is on its way."""

    user_id: int | None


@dataclass(frozen=True)
class Owed:
    """What is owed and stands at `place` until it is done; None: it is not kept yet.

    `said`: what leaves while the program goes on, where it says more than may be kept.
    """

    op: Kept | StartSendout | GroupThemes
    place: ReplyPlace | PassingPlace | ChorePlace | None = None
    said: Send | Edit | None = None


@dataclass(frozen=True)
class StartSendout:
    """Begin to send a message to everybody that is stored as running, or go on with it."""

    sendout_id: str


@dataclass(frozen=True)
class StopSendout:
    """A message to everybody was stopped: say in this chat how many got it, once those on their way have arrived."""

    sendout_id: str
    asked_in: int


@dataclass(frozen=True)
class InChat:
    """About a workshop, to be done in a chat and in its language."""

    workshop_id: str
    chat_id: int
    language: str


@dataclass(frozen=True)
class DrawSummary(InChat):
    """Draw all current releases for this chat, the same for everybody: `form` "picture" or "text", both where it is ""."""

    form: Literal["", "picture", "text"] = ""


@dataclass(frozen=True)
class DrawPage(InChat):
    """Draw one page of the summary, the first where the question is gone: new, or in `message_id`. `for_everybody`: after the close."""

    question_id: str
    message_id: int = 0
    for_everybody: bool = False


@dataclass(frozen=True)
class DrawResult(InChat):
    """Draw the release of one question or poll and send picture and text to this chat."""

    question_id: str


@dataclass(frozen=True)
class TellResult(InChat):
    """What a workshop said, now that it is closed, to this chat; `part`: how many messages of it have gone before."""

    part: int = 0


@dataclass(frozen=True)
class DrawJoinCard(InChat):
    """Draw the QR code of a workshop and send it with link and join code to this chat."""


@dataclass(frozen=True)
class EnterGroup:
    """Post the join card in a group that was linked just now, and tell `told`, in private, what the bot may not do there.

    `topic`: of a forum, 0 for none. `instead_of`: the title of the workshop linked to it before. `moved`: it was linked elsewhere.
    """

    workshop_id: str
    chat_id: int
    topic: int
    language: str
    told: int
    instead_of: str = ""
    moved: bool = False


@dataclass(frozen=True)
class MakeExport:
    """Write the export of a closed workshop and send it as a document. `written_in`: the language of its words, "" for the room's."""

    workshop_id: str
    chat_id: int
    language: str
    format: Literal["pack", "xlsx", "csv", "csv-excel", "json"]
    by: Actor
    written_in: str = ""


@dataclass(frozen=True)
class MakeReport:
    """Make the report of a closed workshop, in the language `written_in`; `beside`: lay it side by side with these instead.

    `sent`: so many of its messages have come before the program ended.
    """

    workshop_id: str
    chat_id: int
    language: str
    written_in: str
    by: Actor
    beside: tuple[str, ...] = ()
    sent: int = 0


@dataclass(frozen=True)
class ReadFlow:
    """Fetch a file that an organiser sent, and say what is in it: the questions, or what is wrong with it."""

    chat_id: int
    file_id: str
    name: str
    language: str


@dataclass(frozen=True)
class SendFlow:
    """Send a version of an own flow as the file that it came as."""

    chat_id: int
    flow_id: str
    version: int
    language: str


@dataclass(frozen=True)
class ShowMenu:
    """What stands behind Telegram's Menu button in a private chat, in its language; `role` None: what everybody finds there."""

    chat_id: int
    role: Role | None
    language: str


@dataclass(frozen=True)
class BeginTrial(InChat):
    """A facilitator walks through their own workshop as a participant, among invented people: see `bot.trial`."""


@dataclass(frozen=True)
class EndTrial(InChat):
    """The same, over, with the summary of it."""


@dataclass(frozen=True)
class GroupThemes:
    """Do what is wished about the themes of one question, in a thread of its own, and keep what comes of it."""

    workshop_id: str
    question_id: str


Kept = (
    Send | Edit | SendPoll | StopPoll | StopSendout | DrawSummary | DrawPage | DrawResult | DrawJoinCard | MakeExport | MakeReport
    | EnterGroup | CloseWorkshop | DeleteWorkshop | TellResult | ReadFlow | SendFlow | ShowMenu
)  # fmt: skip
"""What is kept until it is done, where a member of staff is owed it. The rest is stored in ways of its own, or passes."""

Pays = Send | Edit | Remove | Owed
"""What can pay a debt."""

Op = (
    Kept | Remove | Strip | Flash | RefreshBoards | ShowOwed | ShowOwedTo | StartSendout | EmptyLog | EndLists | ShowMenu | ClearBoards
    | Owed | OpenPage | BringBoard | BeginTrial | EndTrial | GroupThemes
)  # fmt: skip
"""What is done after the transaction that decided it has committed."""


def comes_below(op: Kept | StartSendout | GroupThemes) -> bool:
    """Whether it says something new in its chat; what alters a message that is there pushes nothing up."""
    return not isinstance(op, Edit | ShowMenu) and not (isinstance(op, DrawPage) and op.message_id)


def key(code: str, label: str, verb: str, *arguments: str | int, style: str = "", out: bool = False) -> Key:
    """A facilitator's button about the workshop with this code."""
    button = Button(Scope.FACILITATOR, code, verb, tuple(str(a) for a in arguments))
    return Key(label, button, style=_STYLES.get(style, ""), out=out)
