"""The way in, and what every participant can ask for at any time; must not know facilitators' work, HTTP or the courier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import escape

from bot.buttons import Button, Scope
from bot.incoming import Press, Sender
from bot.memory import CODE, Guesses, normal_code
from bot.messages import Edit, Flash, Key, Message, Op, Owed, Send, ShowMenu
from bot.participant import answering
from bot.visit import Visit
from bot.wording import Wording, language_name, languages, read_by
from flows.definition.localise import asked_in
from flows.dialogue import machine
from flows.dialogue.standing import card_shown
from storage.afterwards import NEWS_TIME
from storage.database import Unit
from storage.values import Workshop


def enter(unit: Unit, sender: Sender, text: str, guesses: Guesses, now: float, today: date) -> tuple[Op, ...]:
    """Join by code; a wrong one is answered kindly, and many wrong ones with a pause."""
    t = Wording(sender.language).t
    if guesses.too_many(sender.user_id, now):
        return _say(
            sender,
            t("None of those codes fits a workshop. Please wait ten minutes, then scan the QR code in the room."),
        )
    code = normal_code(text)
    workshop = unit.workshops.by_code(code) if CODE.fullmatch(code) else None
    if workshop is None:
        if CODE.fullmatch(code):  # what can be no code is a slip, not a guess
            guesses.note(sender.user_id, now)
        return _say(
            sender,
            t(
                "There is no open workshop with that code. A code has six letters or digits, like {code}.",
                code="K7PARK",
            ),
        )
    if unit.staff.steers(sender.user_id, workshop.id):
        return _say(
            sender, t("You facilitate this workshop, so you cannot answer in it. That protects everyone’s anonymity.")
        )
    if workshop.locked and unit.people.find(workshop.id, sender.user_id) is None:
        return _say(sender, t("This workshop takes no more participants. Please ask the facilitator."))
    return answering.join(unit, workshop, sender, today)


def welcome(sender: Sender) -> tuple[Op, ...]:
    """Said to somebody who is in no workshop."""
    t = Wording(sender.language).t
    lines = [
        "<b>" + t("Welcome to Roundtable") + "</b>",
        "",
        t("Scan the QR code in the room, or type the six characters of the join code here."),
    ]
    return _say(sender, "\n".join(lines))


def privacy(words: Wording, workshop: Workshop | None, kept_months: int) -> Message:
    """Who asks, who sees what, what is kept and for how long; honest about Telegram and about limits.

    `kept_months`: for how long after the close, where the workshop does not say it.
    """
    t, months = words.t, (workshop.kept_months if workshop else None) or kept_months
    who = (
        t("{who} asks. Contact: {contact}.", who=escape(workshop.controller), contact=escape(workshop.contact))
        if workshop
        else t("Whoever runs a workshop is named on its card, with a contact behind “How it works”.")
    )
    lines = [
        "<b>" + t("Who sees what") + "</b>",
        "",
        who,
        t(
            "Kept until the close: that you joined, where you stand, and your uncounted answers, all encrypted. "
            "The key is not in the database."
        )
        + _until(words, workshop),
        t("In open answers I hide names, phone numbers and the like before anything is kept. You see it first, and can say that "
          "something is not a name. I cannot find everything. Facilitators read it before anybody else is shown it."),
        t("Kept after the close: counts, and the words of open answers whose authors allowed it, without any link to a person. "
          "Only what may be quoted is shown to anybody.") + " "
        + words.n("{count} month after the close, or earlier if an organiser wishes, all of that is deleted.",
                  "{count} months after the close, or earlier if an organiser wishes, all of that is deleted.", months),
        t("After the close those who want it can be told what came of it. Their chat is kept for that, apart from all answers and "
          "under a key of its own, for {days} days at most. /news takes you off that list.", days=NEWS_TIME.days),
        t("Facilitators see how many have joined and answered, never who. They see results only of several people at a time."),
        t("Telegram is not end-to-end encrypted here: Telegram can read what you send, and so can anyone holding your phone."),
        t("Whoever controls the running server could read answers while they wait."),
        t("If everybody gives the same answer, the result says so about everybody."),
        "",
        t("/mydata shows what is kept about you, /forget deletes it, /transparency shows what the facilitators did."),
    ]  # fmt: skip
    return Message("\n".join(lines))


def _until(words: Wording, workshop: Workshop | None) -> str:
    """The day by which the key goes, where there is a workshop to ask about."""
    return (
        " " + words.t("It is destroyed at the close, on {day} at the latest.", day=words.day(workshop.key_goes))
        if workshop
        else ""
    )


def turn_to_card(unit: Unit, visit: Visit) -> tuple[Op, ...]:
    """The consent card, in the message that was tapped; nothing for somebody who takes part."""
    dialogue, message_id = answering.standing(unit, visit), visit.current_message
    if dialogue.state != machine.CONSENT or message_id is None:
        return ()
    unit.people.save(visit.workshop.id, answering.standing_at(visit, card_shown(dialogue)).person)
    return (Edit(visit.sender.chat_id, message_id, answering.show(unit, visit, dialogue)),)


def ask_forget(unit: Unit, sender: Sender) -> tuple[Op, ...]:
    """Ask once before deleting, one button a workshop."""
    t = Wording(sender.language).t
    found = [workshop for workshop, _ in unit.people.workshops_of(sender.user_id)]
    listed = {one.workshop_id: unit.workshops.get(one.workshop_id) for one, _ in unit.mailing.own(sender.user_id)}
    is_staff = unit.staff.role(sender.user_id) is not None
    if not found and not listed and not is_staff:
        return _say(sender, t("Nothing is kept about you in any open workshop."))
    keys = tuple((_key(w, t("Forget me in {title}", title=w.title), "fo"),) for w in (*found, *listed.values()))
    deletes = t(
        "This deletes where you stand and every answer of yours that is not yet counted. Counted answers cannot be found any more."
    )
    leaves = t("In a closed workshop it takes you off the list of people who may still be written to.")
    steers = t("For your role as facilitator or organiser your number, name, language and what you may steer are kept. Giving it up "
               "deletes that; it is asked twice.")  # fmt: skip
    keys += ((Key(t("Give up my roles …"), Button(Scope.FACILITATOR, "", "leave")),),) if is_staff else ()
    texts = [*([deletes] if found else []), *([leaves] if listed else []), *([steers] if is_staff else [])]
    return (Send(sender.chat_id, Message("\n\n".join(texts), keys)),)


def list_workshops(unit: Unit, sender: Sender) -> tuple[Op, ...]:
    """The workshops this person is in, the current one marked, each a button to go there."""
    t = Wording(sender.language).t
    found = sorted(unit.people.workshops_of(sender.user_id), key=lambda pair: -pair[1].chat.focus)
    if not found:
        return welcome(sender)
    keys = tuple((_key(w, f"{'● ' if n == 0 else ''}{w.title}", "go"),) for n, (w, _) in enumerate(found))
    return (Send(sender.chat_id, Message(t("Your workshops. Tap one to go on there."), keys)),)


def choose_language(sender: Sender, spoken: tuple[str, ...] | None = None, named: str = "") -> tuple[Op, ...]:
    """Offer the languages there are, each in its own name: the bot's, and those that the questions are asked in.

    `named`: one that is none of them was typed.
    """
    t = Wording(sender.language).t
    unknown = t("I do not speak “{language}”.", language=escape(named[:40])) + " " if named else ""
    keys = tuple((Key(language_name(c), Button(Scope.ANYBODY, "", "lang", (c,))),) for c in spoken or languages())
    return (Send(sender.chat_id, Message(unknown + t("Which language?"), keys)),)


def ask_language(unit: Unit, sender: Sender, named: str) -> tuple[Op, ...]:
    """A language by its code or its own name ("nl", "Nederlands"); one that we do not speak brings the choice."""
    word = named.strip().casefold()
    code = next((c for c in spoken_to(unit, sender) if word in (c, language_name(c).casefold())), None)
    return set_language(unit, sender, code) if code else choose_language(sender, spoken_to(unit, sender), named)


def spoken_to(unit: Unit, sender: Sender) -> tuple[str, ...]:
    """The bot's languages, and those of the questions where this person takes part."""
    asked = (code for workshop, _ in unit.people.workshops_of(sender.user_id) for code in asked_in(workshop.flow))
    return tuple(dict.fromkeys((*languages(), *asked)))


def set_language(unit: Unit, sender: Sender, language: str, press: Press | None = None) -> tuple[Op, ...]:
    """Speak this language in all of the person's workshops from now on, and show the current screen in it."""
    words = Wording(language if language in spoken_to(unit, sender) else None)
    found = [
        (
            workshop,
            replace(
                person,
                chat=replace(
                    person.chat, language=read_by(words.language, asked_in(workshop.flow)), chosen=words.language
                ),
            ),
        )
        for workshop, person in unit.people.workshops_of(sender.user_id)
    ]
    for workshop, person in found:
        unit.people.save(workshop.id, person)
    said = words.t("From now on in English.")
    if words.spoken != words.language:
        named = language_name(words.language)
        said = words.t(
            "The questions come in {language} now, as far as they have it. My own words stay in English.",
            language=named,
        )
    told: list[Op] = [Flash(press.query_id, said) if press else Send(sender.chat_id, Message(said))]
    role = unit.staff.role(sender.user_id)
    if role is not None:
        unit.staff.set_language(sender.user_id, words.language)
        told.append(Owed(ShowMenu(sender.chat_id, role, words.language)))
    return (*told, *answering.again(unit, found[0][0], sender, found[0][1])) if found else tuple(told)


def _key(workshop: Workshop, label: str, verb: str) -> Key:
    return Key(label, Button(Scope.PARTICIPANT, workshop.code, verb))


def _say(sender: Sender, html: str) -> tuple[Op, ...]:
    return (Send(sender.chat_id, Message(html)),)
