"""What is said where a workshop stands still, because its key cannot be read, or what is kept is damaged; must not know why.

Nobody is left without a word, and what could not be stored is never passed over in silence: whoever sent it is told, and by then
everything else goes on.
"""

from __future__ import annotations

from html import escape

from bot.desk import Desk
from bot.incoming import Incoming, Press
from bot.messages import Flash, Message, Op, Send
from bot.wording import Wording
from storage.database import Unit
from storage.keys.sealing import Unreadable
from storage.keys.seals import KeyLost
from storage.keys.stores import KeyNotMade, KeyUnreadable
from storage.values import Phase, Workshop

UNANSWERABLE: tuple[type[Exception], ...] = (KeyUnreadable, KeyLost, KeyNotMade, Unreadable)
"""What is wrong with one workshop or one person, and will be wrong at the next attempt too."""


def goes_on(unit: Unit, workshop: Workshop) -> bool:
    """Whether a workshop has its key, or needs none any more."""
    return workshop.phase is Phase.CLOSED or unit.workshops.has_key(workshop.id)


def standing_still(workshop: Workshop, words: Wording) -> str:
    """Said to whoever acts in such a workshop, or steers it."""
    return words.t(
        "{title} stands still: the key to its answers cannot be read at the moment. What was answered is kept. It goes on by "
        "itself when the key can be read again; whoever runs this bot can see to that.",
        title=escape(workshop.title),
    )


def hint(unit: Unit, desk: Desk) -> tuple[Op, ...]:
    """To somebody who seems to be in no workshop: without its key nobody can say who takes part in it."""
    if not unit.workshops.stopped():
        return ()
    said = desk.words.t(
        "A workshop stands still: the key to its answers cannot be read at the moment. If you take part in it: what you have "
        "answered is kept, and you can go on when the key can be read again. Your facilitator can tell whoever runs this bot."
    )
    return (Send(desk.sender.chat_id, Message(said)),)


def excuse(unit: Unit, incoming: Incoming, why: Exception) -> tuple[Op, ...]:
    """What is said instead of the answer that `why` has prevented; nothing of the update was stored but that it came."""
    if not unit.updates.first_time(incoming.update_id):
        return ()
    sender, t = incoming.sender, Wording(incoming.sender.language).t
    match why:
        case KeyNotMade():
            said = t("That cannot be made now: the place where keys are kept is full, or cannot be written. Nothing was made. "
                     "Please tell whoever runs this bot.")  # fmt: skip
        case Unreadable():
            said = t("What is kept of you in a workshop is damaged and cannot be read, so this was not stored. Please tell the "
                     "facilitator.")  # fmt: skip
        case _:
            said = t("That was not stored: the key to the answers of this workshop cannot be read at the moment. What was "
                     "answered before is kept, and you can go on when the key can be read again.")  # fmt: skip
    flash = (Flash(incoming.event.query_id),) if isinstance(incoming.event, Press) else ()
    return (*flash, Send(sender.chat_id, Message(said), topic=sender.topic))
