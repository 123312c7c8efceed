"""After the close: the room's result to everybody, and what came of it to who wants to know; must not know who that is.

The result goes to one mailing list, the news to another; both say where to reach people and nothing of what they said. How
many want news is a figure about people: like any other it is told for the rule's k people or more.
"""

from __future__ import annotations

from html import escape

from bot.buttons import Button, Scope
from bot.commands import word
from bot.desk import Desk
from bot.messages import Key, Keyboard, Message, Op, RefreshBoards, StartSendout, key
from bot.parcels import Audience, Parcel, Recipient, Same, begun
from bot.results import pictures
from bot.results.findings import summary_text
from bot.results.written import written
from bot.summary import overview
from bot.summary.afterwards import TEXT, all_results, ticket_key
from bot.telegram.render import parts
from bot.wording import Wording
from storage.afterwards import Purpose
from storage.database import Unit
from storage.values import ActionKind, Sendout, SendoutKind, SendoutState, Workshop

LIMIT = 2000
"""Characters of news: half a message of Telegram's, so that what stands around it fits."""

ASKED = "news"
"""What is expected in a chat that was asked for the words."""

_CAPTION = 1000
"""Characters below a picture; Telegram takes 1,024."""


# Whom it reaches


def _from_list(unit: Unit, sendout: Sendout, most: int, after: bytes, whole: bool) -> list[Recipient]:  # noqa: FBT001
    tokens = unit.mailing.claim(sendout, most, after, whole=whole)
    parts = unit.mailing.parts(sendout, tokens)
    found = unit.mailing.those(sendout, tokens)
    return [Recipient(one.token, one.chat_id, one.language, part=begun(parts[one.token])) for one in found]


LISTED = Audience(
    claim=_from_list,
    leave=lambda unit, sendout, token, before, after: unit.mailing.mark(sendout, token, before, after),
    finish=lambda unit, sendout, tokens: unit.mailing.finish(sendout, tokens),
    unclaim=lambda unit, sendout, tokens: unit.mailing.unclaim(sendout, tokens),
    release=lambda unit, sendout: unit.mailing.release(sendout),
    claimed=lambda unit, sendout: unit.mailing.claimed(sendout),
    is_gone=lambda unit, sendout: not unit.mailing.has(sendout),
)
"""Those on the mailing list of a closed workshop; nobody is on its roster any more."""


# What it says


def result_messages(results: pictures.Results, words: Wording, *, in_words: bool = False) -> list[Message]:
    """What the room said: one picture that fits a phone, three sentences, and where to read the rest.

    `in_words`: the rest stands below, for a group, where nobody turns pages.
    """
    workshop, t = results.workshop, words.t
    title = t("{title} is closed.", title=escape(workshop.title))
    heading = t("<b>The room said</b>") + f"\n{title}\n\n"
    told = "\n".join(escape(sentence) for sentence in overview.sentences(results, words))
    more = t("Read more: /verify and your receipt say whether you were counted, /transparency {code} says what the "
             "facilitators did. Contact: {contact}.",
             code=workshop.code, contact=escape(workshop.contact))  # fmt: skip
    picture = overview.picture_of(results, words)
    has_more = results.beside != results.reading  # round tables and the panel have no page
    if picture is None:  # no question has a result, and so no page that would lead to them
        rest = [Message(one) for one in parts(results.beside)] if has_more else []
    else:
        rest = _in_words(results, words) if in_words else []
    keys: Keyboard = ()
    if picture is not None and not in_words:
        text = ((ticket_key(workshop, t("All as text"), TEXT),),) if has_more else ()
        keys = ((all_results(workshop, words),), *text)
    where = "\n\n" + t("All results are below.") if rest and picture is not None else ""
    reading = t("What people wrote is read first.") + f" {results.reading}" if results.reading and not rest else ""
    said = [part for part in (told + where, reading, more) if part]
    whole = heading + "\n\n".join(said)
    if picture is None or len(parts(whole, _CAPTION)) == 1:
        return [Message(whole, keys, photo=picture), *rest]
    return [Message(heading + "\n\n".join(said[:-1]), keys, photo=picture), *rest, Message(more)]


def tried(results: pictures.Results, words: Wording) -> Message:
    """What everybody will be told, after a trial: nothing of it is kept, so there is nothing to turn."""
    heading = words.t("<b>The room said</b>") + "\n\n"
    told = "\n".join(escape(sentence) for sentence in overview.sentences(results, words))
    below = words.t("At the close everybody who took part is told as much, with a button to all results.")
    return Message(f"{heading}{told}\n\n{below}", photo=overview.picture_of(results, words))


def _in_words(results: pictures.Results, words: Wording) -> list[Message]:
    """Every question in words, what tables and the panel said, and what is still being read."""
    said = summary_text(results.workshop, results.found, words)
    text = f"{said}\n\n{results.beside}" if results.beside else said
    return [Message(one) for one in parts(text)]


def _read(unit: Unit, sendout: Sendout, words: Wording) -> pictures.Results:
    return pictures.Results.read(unit, sendout.workshop_id, words)


def _draw(results: pictures.Results, words: Wording) -> Parcel:
    return tuple(result_messages(results, words))


RESULT = Same(_read, _draw)
"""At the close: the same for everybody who reads one language, drawn once."""


TEXTS = Same(written)
"""When the desk is read: what people wrote, as far as it was approved."""


def _news(unit: Unit, sendout: Sendout, words: Wording) -> Parcel:
    workshop = unit.workshops.get(sendout.workshop_id)
    return (news(workshop, str(sendout.body["text"]), words),)


NEWS = Same(_news)
"""Later: the organiser's words."""


def news(workshop: Workshop, text: str, words: Wording) -> Message:
    """What came of a workshop, and the way off the list."""
    t, title = words.t, escape(workshop.title)
    lines = [
        "<b>" + t("{title}: what came of it", title=title) + "</b>",
        "",
        escape(text),
        "",
        "<i>" + t("From {who}.", who=escape(workshop.controller)) + "</i>",
    ]
    leave = Key(t("No more of these"), Button(Scope.PARTICIPANT, workshop.code, "quit"))
    return Message("\n".join(lines), ((leave,),))


# What an organiser does


def ask(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Ask for the words."""
    hindrance = _hindrance(unit, desk, workshop)
    if hindrance:
        return desk.say(hindrance)
    desk.expect(unit, ASKED, workshop)
    return desk.reply(asked(unit, workshop, desk.words), "news")


def asked(unit: Unit, workshop: Workshop, words: Wording) -> Message:
    """What is to be typed, and whom it reaches."""
    n, t = words.n, words.t
    text = n("What came of {title}? Type it, in {count} character at most.",
             "What came of {title}? Type it, in {count} characters at most.", LIMIT, title=escape(workshop.title))  # fmt: skip
    return Message(text + "\n\n" + _reach(unit, workshop, words) + " " + t("You see it before it goes."))


def typed(unit: Unit, desk: Desk, workshop: Workshop, _about: str, typed: str) -> tuple[Op, ...]:
    """The words: keep them as a draft and show them as they will look."""
    text = typed.strip()
    hindrance = _hindrance(unit, desk, workshop)
    if hindrance:
        unit.staff.set_asked(desk.sender.chat_id, None)
        return desk.say(hindrance)
    if not 1 <= len(text) <= LIMIT:
        return desk.say(desk.words.n("That is too long: {count} character at most. Please type it shorter.",
                                     "That is too long: {count} characters at most. Please type it shorter.",
                                     LIMIT))  # fmt: skip
    unit.staff.set_asked(desk.sender.chat_id, None)
    draft = unit.sendouts.draft(workshop.id, SendoutKind.NEWS, {"text": text}, desk.sender.chat_id)
    return desk.reply(_preview(unit, workshop, draft, text, desk.words), "newsdraft", draft)


def drafted(unit: Unit, workshop: Workshop, draft: str, words: Wording) -> Message | None:
    """The draft as it will look; None once it is sent or thrown away."""
    found = _draft(unit, workshop, draft)
    return None if found is None else _preview(unit, workshop, draft, str(found.body["text"]), words)


def _preview(unit: Unit, workshop: Workshop, draft: str, text: str, words: Wording) -> Message:
    """The words as they will look, whom they reach, and what to do with them."""
    t, code = words.t, workshop.code
    keys = (
        (key(code, "📣 " + t("Send it"), "newsgo", draft, style="success"),),
        (key(code, t("Write it anew"), "news"), key(code, t("Do not send it"), "newsno", draft, out=True)),
    )
    return Message(f"{_reach(unit, workshop, words)}\n\n{news(workshop, text, words).html}", keys)


def send(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Send the draft to those who want it."""
    draft, hindrance = _draft(unit, workshop, word(button, 0)), _hindrance(unit, desk, workshop)
    if hindrance or draft is None:
        return desk.say(hindrance or desk.words.t("That is no longer there."))
    unit.sendouts.launch(draft.id, total=_told_size(unit, workshop))
    desk.did(unit, workshop.id, ActionKind.NEWS_SENT)
    going = desk.words.t("On its way. The board shows how far it is.")
    return (*desk.done(going), StartSendout(draft.id), RefreshBoards(workshop.id))


def cancel(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Throw the draft away."""
    draft = _draft(unit, workshop, word(button, 0))
    if draft is None or not unit.sendouts.discard(draft.id):
        return desk.say(desk.words.t("That is no longer there."))
    return desk.done(desk.words.t("Nothing was sent."))


def not_yet(words: Wording) -> str:
    """Said before the close is done."""
    return words.t("That comes after the close. Until then there are announcements, under More ….")


def _hindrance(unit: Unit, desk: Desk, workshop: Workshop) -> str:
    """Why nothing can be sent now; "" when it can."""
    t = desk.words.t
    if not desk.sender.private:
        return t("Please do that in our private chat.")
    if workshop.closing:
        return not_yet(desk.words)
    if not unit.mailing.size(workshop.id, Purpose.NEWS):
        return t("Nobody can be reached any more: nobody wanted news, or the list has ended.")
    if any(sendout.kind is SendoutKind.NEWS for sendout in unit.sendouts.running(workshop.id)):
        return t("News is still being sent. Please wait until everybody has it, or stop it.")
    return ""


def _reach(unit: Unit, workshop: Workshop, words: Wording) -> str:
    """How many it goes to, if those are enough people to be told."""
    size = _told_size(unit, workshop)
    if not size:
        return words.t("It goes to those who took part and want it: fewer than {k} people.", k=workshop.policy.k)
    return words.n("It goes to the {count} person who took part and wants it.",
                   "It goes to the {count} people who took part and want it.", size)  # fmt: skip


def _told_size(unit: Unit, workshop: Workshop) -> int:
    """How many want news, 0 for fewer than the rule's k: the board then counts nobody either."""
    size = unit.mailing.size(workshop.id, Purpose.NEWS) or 0
    return size if size >= workshop.policy.k else 0


def _draft(unit: Unit, workshop: Workshop, draft: str) -> Sendout | None:
    found = unit.sendouts.get(draft)
    if found is None or found.workshop_id != workshop.id or found.kind is not SendoutKind.NEWS:
        return None
    return found if found.state is SendoutState.DRAFT else None
