"""Answers `/mydata`: every row that is held about somebody, in words, read from the database; must not know SQL or other people.

Row by row as `storage.tables` has them: the roster, waiting answers, marks of counted ones; for staff their rights and chats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from bot.incoming import Sender
from bot.messages import Message, Op, Send
from bot.panel import dialogue as panel_dialogue
from bot.participant import answering
from bot.participant.questions import use_in_words
from bot.participant.remarks import answer_in_words, colon
from bot.polls import voting as polls_voting
from bot.telegram.render import parts
from bot.visit import Visit
from bot.wording import Wording, language_name
from flows.definition.flow import Flow, options_of
from flows.dialogue import machine
from flows.dialogue.answers import Answer, Written
from flows.dialogue.standing import Dialogue, ended
from storage.afterwards import Addressee, MailingList, Purpose
from storage.database import Unit
from storage.values import Role


def my_data(unit: Unit, sender: Sender) -> tuple[Op, ...]:
    """Every row held about this person, in words, read from the database."""
    words = Wording(sender.language)
    found = unit.people.workshops_of(sender.user_id)
    held = ["\n".join(_participant(unit, Visit(workshop, sender, person))) for workshop, person in found]
    held += ["\n".join(_listed_in(unit, one, kept, words)) for one, kept in unit.mailing.own(sender.user_id)]
    held += ["\n".join(lines) for lines in [list(_staff(unit, sender, words))] if lines]
    if not held:
        return (Send(sender.chat_id, Message(words.t("Nothing is kept about you in any open workshop."))),)
    never = words.t(
        "Not stored anywhere: your name, your receipt (it is worked out from the key each time), when you did anything, "
        "and anything that you said in closed workshops."
    )
    return tuple(Send(sender.chat_id, Message(page)) for page in parts("\n\n".join([*held, never])))


def _participant(unit: Unit, visit: Visit) -> Iterator[str]:
    """The rows of one open workshop."""
    t, n, workshop, chat = visit.words.t, visit.words.n, visit.workshop, visit.person.chat
    dialogue = answering.standing(unit, visit)
    flow = answering.asked_of(workshop, chat.language, dialogue).flow
    yield f"<b>{escape(workshop.title)}</b>"
    yield t("In the list of who is here, one encrypted row:")
    yield "– " + t("your Telegram number, {number}", number=visit.person.user_id)
    yield "– " + t("the number of this chat, {number}", number=chat.chat_id)
    yield "– " + t("your language, {language}", language=language_name(chat.language))
    if chat.chosen:
        yield "– " + t(
            "that you asked for {language}, which is taken to your next workshop", language=language_name(chat.chosen)
        )
    yield "– " + t("the message on screen: {number}", number=chat.message_id or t("none"))
    yield "– " + t("screens made: {made}, screens that arrived: {shown}", made=chat.rev, shown=chat.shown)
    yield "– " + t("in the order in which you used your workshops: number {number}", number=chat.focus)
    yield "– " + (
        t("you want to be told afterwards what came of it") if chat.news else t("you want no news afterwards")
    )
    yield "– " + t("the rules on the card that you were shown last: {rules}", rules=escape(dialogue.card or t("none")))
    if dialogue.again:
        yield "– " + t("that you had agreed to other rules before")
    if under_way := unit.sendouts.had(visit.person.token):
        yield "– " + n(
            "that you have had {count} message that is just being sent to everybody",
            "that you have had {count} messages that are just being sent to everybody",
            under_way,
        )
    yield "– " + t("where you stand: {place}", place=_place(flow, dialogue, visit.words))
    if chat.table:
        yield "– " + t("that you take notes for table {number}, {seats} people", number=chat.table, seats=chat.seats)
    yield from _tapped(flow, dialogue, visit.words)
    if dialogue.answers and visit.is_at_table:
        yield t("Waiting answers for your table, an encrypted row for each, which only the key ties to you:")
    elif dialogue.answers and dialogue.sent:
        yield t("Waiting answers, an encrypted row for each, which only the key ties to you:")
    elif dialogue.answers:
        yield t("Your answers so far, in that same row:")
    yield from _listed_answers(flow, dialogue.answers, visit.words)
    if waiting := len(dialogue.answers):
        yield n("{count} answer waits and can be changed.", "{count} answers wait and can be changed.", waiting)
    over = ended(dialogue)
    if counted := dialogue.settled - over - dialogue.answers.keys():
        yield n(
            "{count} answer is counted and cannot be found any more. What is left is a mark that you have answered: {names}",
            "{count} answers are counted and cannot be found any more. What is left are marks that you have answered: {names}",
            len(counted),
            names=_names(flow, counted),
        )
    if over:
        yield n(
            "{count} question has ended, and everybody is counted, whoever had not answered as “no answer”. What is left is a mark that "
            "does not tell which: {names}",
            "{count} questions have ended, and everybody is counted, whoever had not answered as “no answer”. What is left are marks that "
            "do not tell which: {names}",
            len(over),
            names=_names(flow, over),
        )
    yield from _on_the_other_side(unit, visit, flow)
    yield from polls_voting.held(unit, visit)
    yield from panel_dialogue.held(unit, visit)


def _listed_answers(flow: Flow, answers: Mapping[str, Answer], words: Wording) -> Iterator[str]:
    for question in flow.questions:
        if (answer := answers.get(question.id)) is not None:
            said = answer_in_words(question, answer, words, limit=1000)
            allowed = f" ({use_in_words(answer.use, words)})" if isinstance(answer, Written) else ""
            yield f"• {escape(question.name)}{colon(question.name)} {escape(said)}{allowed}"


def _on_the_other_side(unit: Unit, visit: Visit, flow: Flow) -> Iterator[str]:
    """A note-taker's rows for oneself; for the table, of somebody who took notes before. They stay where they were handed in."""
    t, workshop = visit.words.t, visit.workshop
    if not workshop.tables:
        return
    waiting, counted = unit.answers.own(workshop.id, visit.sender.user_id, table=not visit.is_at_table)
    if waiting:
        yield (
            t("Handed in for yourself before, waiting, an encrypted row for each:")
            if visit.is_at_table
            else t("Handed in for a table before, waiting, an encrypted row for each:")
        )
        yield from _listed_answers(flow, waiting, visit.words)
    if counted and visit.is_at_table:  # a table's are counted at the close only, when nobody is asked any more
        yield t("Handed in for yourself before and counted; marks are left: {names}", names=_names(flow, counted))


def _names(flow: Flow, wanted: frozenset[str]) -> str:
    return ", ".join(escape(question.name) for question in flow.questions if question.id in wanted)


def _listed_in(unit: Unit, one: MailingList, kept: Addressee, words: Wording) -> Iterator[str]:
    """The row on a list of a closed workshop."""
    t, day = words.t, words.day(one.until)
    yield "<b>" + t("{title}, closed", title=escape(unit.workshops.get(one.workshop_id).title)) + "</b>"
    yield (
        t("On the list of people who may be told what came of it, one row, encrypted with a key of its own, until {day}:", day=day)
        if one.purpose is Purpose.NEWS
        else t("On the list of people who are being told the result, one row, encrypted with a key of its own, until {day}:",
               day=day)
    )  # fmt: skip
    yield "– " + t("the number of this chat, {number}", number=kept.chat_id)
    yield "– " + t("your language, {language}", language=language_name(kept.language))
    yield "– " + t("which message to the list you were sent last")


def _place(flow: Flow, dialogue: Dialogue, words: Wording) -> str:
    t = words.t
    if dialogue.at is not None:
        return t("question “{name}”", name=escape(flow.question(dialogue.at).name))
    states = {
        machine.CONSENT: t("before the first question"),
        machine.PAUSED: t("paused"),
        machine.REVIEW: t("looking over your answers"),
        machine.BETWEEN: t("waiting for the next question"),
    }
    return states.get(dialogue.state, t("submitted"))


def _tapped(flow: Flow, dialogue: Dialogue, words: Wording) -> Iterator[str]:
    """What is ticked, ranked or given on the screen and not confirmed."""
    at = dialogue.at or dialogue.resume
    if at is not None and dialogue.draft:
        labels = {option.id: option.label for option in options_of(flow.question(at))}
        tapped = ", ".join(escape(labels.get(option, option)) for option, _ in dialogue.draft)
        yield "– " + words.t("tapped and not confirmed: {options}", options=tapped)
    if dialogue.page:
        yield "– " + words.t("which page of a long list is on your phone: {page}", page=dialogue.page + 1)
    if dialogue.leaf and dialogue.at is not None:
        yield "– " + words.t("which page of your answers you go back to: {page}", page=dialogue.leaf + 1)
    if dialogue.keeps is not None:
        question = flow.question(dialogue.keeps)
        yield "– " + words.t("more time asked for: question “{name}”", name=escape(question.name))
    if dialogue.use is not None:
        yield "– " + words.t("how your open answers may be used: {use}", use=use_in_words(dialogue.use, words))
    if dialogue.proposal is not None:
        yield "– " + words.t("written and not confirmed: {text}", text=f"“{escape(dialogue.proposal.text)}”")


def _staff(unit: Unit, sender: Sender, words: Wording) -> Iterator[str]:
    """The rows of a facilitator or organiser; they are known by number, as their rights hang on it."""
    held = unit.staff.held(sender.user_id, sender.chat_id)
    if held is None:
        return
    t, none = words.t, words.t("none")
    yield "<b>" + t("As facilitator or organiser, not encrypted") + "</b>"
    yield "– " + t("your Telegram number, {number}", number=sender.user_id)
    yield "– " + t("the number of this chat, {number}", number=held.chat_id or none)
    yield "– " + t("your language, {language}", language=language_name(held.language) if held.language else none)
    yield "– " + t("your name, as it stood on your phone when you accepted: {name}", name=escape(held.name or none))
    if held.invitations:
        yield "– " + words.n("{count} invitation that you made and nobody has used yet",
                             "{count} invitations that you made and nobody has used yet", held.invitations)  # fmt: skip
    for role, title in held.roles:
        name = t("organiser") if role is Role.ORGANISER else t("facilitator")
        yield "– " + (
            t("{role} of {title}", role=name, title=escape(title)) if title else t("{role} in general", role=name)
        )
    yield "– " + t("workshop used last in this chat: {title}", title=escape(held.focus) if held.focus else none)
    yield "– " + t("boards in this chat: {titles}", titles=_listed(held.boards) or none)
    yield "– " + t("polls posted in this chat: {titles}", titles=_listed(held.polls) or none)
    yield "– " + t(
        "messages to everyone that you are writing or sending: {titles}", titles=_listed(held.sendouts) or none
    )
    if held.asked is not None and held.asked.startswith("title:"):
        yield "– " + t("I have asked you for the title of a workshop")
    elif held.asked is not None and held.asked.startswith("wall:"):
        yield "– " + t("After /screen I take four digits that you write for those of a screen, for ten minutes")
    elif held.asked is not None:
        yield "– " + t("I have asked you for words, and take the next ones that you write")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(escape(name) for name in names)
