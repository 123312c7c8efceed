"""A facilitator's words to everybody: asked for, shown as they will look, sent; and stopping whatever is being sent.

The words wait as a draft in the database, so that nothing is lost by a restart between typing and sending.
"""

from __future__ import annotations

from html import escape

from bot.buttons import Button
from bot.commands import word
from bot.desk import Desk
from bot.messages import Message, Op, RefreshBoards, StartSendout, StopSendout, key
from bot.parcels import Parcel
from bot.polls import sharing
from bot.wording import Wording
from storage.database import Unit
from storage.values import ActionKind, Place, Role, Sendout, SendoutKind, SendoutState, Workshop

LIMIT = 1000
"""Characters of an announcement: what is read at a glance, and far within Telegram's 4,096."""

ASKED = "announce"
"""What is expected in a chat that was asked for the words."""


def announcement(_unit: Unit, sendout: Sendout, words: Wording) -> Parcel:
    """What everybody gets: the facilitator's words, and nothing to tap."""
    return (Message(in_words(str(sendout.body["text"]), words)),)


def in_words(text: str, words: Wording) -> str:
    """The facilitator's words as people read them."""
    return "<b>" + words.t("From the facilitator") + f"</b>\n\n{escape(text)}"


def announce(unit: Unit, desk: Desk, workshop: Workshop, words: str) -> tuple[Op, ...]:
    """`/announce` with the words, shown as they will look; without them: asked for."""
    if not words:
        return ask(unit, desk, workshop)
    desk.expect(unit, ASKED, workshop)  # what is too long is put right without the command
    return typed(unit, desk, workshop, "", words)


def ask(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Ask for the words."""
    desk.expect(unit, ASKED, workshop)
    return desk.reply(asked(workshop, desk.words), "announce")


def asked(workshop: Workshop, words: Wording) -> Message:
    """What is to be typed."""
    n = words.n
    text = n("Type what everybody in {title} should read, in {count} character at most.",
             "Type what everybody in {title} should read, in {count} characters at most.",
             LIMIT, title=escape(workshop.title))  # fmt: skip
    return Message(text)


def typed(unit: Unit, desk: Desk, workshop: Workshop, _about: str, typed: str) -> tuple[Op, ...]:
    """The words: keep them as a draft and show them as they will look."""
    text = typed.strip()
    if not 1 <= len(text) <= LIMIT:
        return desk.say(desk.words.n("That is too long: {count} character at most. Please type it shorter.",
                                     "That is too long: {count} characters at most. Please type it shorter.",
                                     LIMIT))  # fmt: skip
    unit.staff.set_asked(desk.sender.chat_id, None)
    draft = unit.sendouts.draft(workshop.id, SendoutKind.ANNOUNCEMENT, {"text": text}, desk.sender.chat_id)
    return desk.reply(preview(workshop, draft, text, desk.words), "anndraft", draft)


def drafted(unit: Unit, workshop: Workshop, draft: str, words: Wording) -> Message | None:
    """The draft as it will look; None once it is sent or thrown away."""
    found = _draft(unit, workshop, draft)
    return None if found is None else preview(workshop, draft, str(found.body["text"]), words)


def preview(workshop: Workshop, draft: str, text: str, words: Wording) -> Message:
    """The words as they will look, and what to do with them."""
    t, code = words.t, workshop.code
    keys = (
        (key(code, "📣 " + t("Send to everyone"), "annsend", draft, style="success"),),
        (
            key(code, t("Change the words"), "annedit", draft),
            key(code, t("Do not send it"), "anncancel", draft, out=True),
        ),
    )
    head = t("Everybody in {title} will read:", title=escape(workshop.title))
    return Message(f"{head}\n\n{in_words(text, words)}", keys)


def send(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Send the draft to everybody."""
    draft = _draft(unit, workshop, word(button, 0))
    if draft is None or not unit.sendouts.launch(draft.id):
        return desk.say(desk.words.t("That is no longer there."))
    desk.did(unit, workshop.id, ActionKind.ANNOUNCED, Place.EVERYONE)
    going = desk.words.t("On its way. The board shows how far it is.")
    return (*desk.done(going), StartSendout(draft.id), RefreshBoards(workshop.id))


def change(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Ask for the words anew; the old ones stand there to be copied."""
    draft = _draft(unit, workshop, word(button, 0))
    if draft is None:
        return desk.say(desk.words.t("That is no longer there."))
    desk.expect(unit, ASKED, workshop)
    return desk.turn(_to_copy(draft, desk.words), "", "annedit", draft.id)


def changing(unit: Unit, workshop: Workshop, draft: str, words: Wording) -> Message | None:
    """The words of a draft to be copied and typed anew; None once it is sent or thrown away."""
    found = _draft(unit, workshop, draft)
    return None if found is None else _to_copy(found, words)


def _to_copy(draft: Sendout, words: Wording) -> Message:
    text = words.t("Type the new words. Tap the old ones to copy them:")
    return Message(f"{text}\n\n<code>{escape(str(draft.body['text']))}</code>")


def cancel(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Throw the draft away."""
    draft = _draft(unit, workshop, word(button, 0))
    if draft is None or not unit.sendouts.discard(draft.id):
        return desk.say(desk.words.t("That is no longer there."))
    return desk.done(desk.words.t("Nothing was sent."))


def stop(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Stop what is being sent, at once; how many got it is said when the last ones on their way have arrived.

    News is the organisers' alone, as to send so to stop.
    """
    sendout = unit.sendouts.get(button.arguments[0] if button.arguments else "")
    if sendout is None or sendout.workshop_id != workshop.id:
        return desk.say(desk.words.t("That is no longer there."))
    if sendout.kind is SendoutKind.NEWS and unit.staff.role(desk.sender.user_id) is not Role.ORGANISER:
        return desk.say(desk.words.t("That is for organisers."))
    if not unit.sendouts.end(sendout.id, SendoutState.STOPPED):
        return (*desk.say(desk.words.t("It is over already.")), RefreshBoards(workshop.id))
    if sendout.kind is SendoutKind.RESULT:
        sharing.stopped(unit, sendout)
    return (*desk.noted(), StopSendout(sendout.id, desk.sender.chat_id), RefreshBoards(workshop.id))


def _draft(unit: Unit, workshop: Workshop, draft: str) -> Sendout | None:
    found = unit.sendouts.get(draft)
    mine = found is not None and found.workshop_id == workshop.id and found.kind is SendoutKind.ANNOUNCEMENT
    return found if mine and found is not None and found.state is SendoutState.DRAFT else None
