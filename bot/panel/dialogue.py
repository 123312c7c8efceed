"""The panel on a participant's phone: what is asked, by whom nobody knows; must not know facilitators' work, HTTP or SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape, unescape

from bot.buttons import Button, Scope
from bot.commands import Offer
from bot.incoming import Sender
from bot.memory import Memory
from bot.messages import Flash, Key, Message, Op, Send, Strip
from bot.panel import asking, voting
from bot.panel.pages import VERB
from bot.panel.place import Place
from bot.parcels import Recipient
from bot.participant import answering
from bot.participant.beside import ASKING, place_beside
from bot.participant.meant import ask, in_one_go, is_no_answer
from bot.participant.remarks import answer_in_words, remark
from bot.places import PersonPlace
from bot.results.panel_ranking import panel_view, ranking_text
from bot.results.proposals import in_language
from bot.telegram.render import parts
from bot.visit import Visit
from bot.wording import Wording
from flows.definition.flow import TextQuestion, options_of
from flows.dialogue.answers import Answer, Picked, Skipped, Written, read_answer
from flows.dialogue.effects import Notice
from flows.dialogue.inputs import Input, Typed
from flows.dialogue.standing import Dialogue
from flows.dialogue.steps import due
from storage.answers.panel import ballot_of
from storage.database import Unit
from storage.values import Ballot, BallotKind, BallotState, Phase, Sendout

_FIRST = {BallotKind.ASK: asking.first_page, BallotKind.VOTE: voting.first_page}
_STANDS = {BallotKind.ASK: asking.standing, BallotKind.VOTE: voting.standing}
_ACTS = {BallotKind.ASK: asking.ACTS, BallotKind.VOTE: voting.ACTS}


def show(unit: Unit, visit: Visit) -> tuple[Op, ...]:
    """The panel as the room sees it, then what one can do now."""
    words, chat = visit.words, visit.sender.chat_id
    view = panel_view(unit, visit.workshop, words)
    if view is None:
        return (Send(chat, Message(words.t("Nobody has been asked for questions to a panel here."))),)
    listed = "<b>" + words.t("The panel") + f"</b>\n\n{ranking_text(view, words)}"
    pages = [Message(page) for page in parts(listed)] if view.items else []
    newest = (
        ballot_of(visit.workshop, kind) for kind in _FIRST
    )  # one that was ended too: it takes answers until the close
    places = [Place(unit, visit, b) for b in newest if b is not None and _refusal(visit, b) is None]
    asked = [p for p in places if p.ballot.state is BallotState.OPEN or not p.is_counted]
    if not pages and not asked:
        return (Send(chat, Message(words.t("The panel has no questions yet."))),)
    return (*(Send(chat, page) for page in pages), *(op for here in asked for op in here.anew(_first(here))))


def standing(unit: Unit, visit: Visit, ballot: Ballot) -> Message:
    """What stands on a phone for a round or a vote, by what the person has done about it."""
    return _STANDS[ballot.kind](Place(unit, visit, ballot))


def ballot_message(unit: Unit, sendout: Sendout, recipient: Recipient) -> tuple[Message, PersonPlace | None] | None:
    """What a round or a vote says to somebody for whom it is sent; nothing before consent, or once it is over.

    Nor to who has a step of it: what they are owed is in their row, as it stands for them.
    """
    workshop, person = unit.workshops.get(sendout.workshop_id), recipient.person
    ballot = workshop.ballot(str(sendout.body["ballot"]))
    if ballot is None or ballot.kind not in _FIRST or person is None:
        return None
    sender = Sender(person.user_id, recipient.chat_id, private=True, language=recipient.language)
    visit = Visit(workshop, sender, person)
    if ballot.state is not BallotState.OPEN or not visit.takes_part or ballot.seq in person.beside:
        return None
    return _first(Place(unit, visit, ballot)), place_beside(unit, workshop, person.user_id, ballot)


def for_newcomer(unit: Unit, visit: Visit) -> tuple[Op, ...]:
    """What is open, for somebody who has just agreed to take part; what is on its way to everyone comes by itself."""
    person = unit.people.find(visit.workshop.id, visit.sender.user_id)
    if person is None or visit.takes_part or not replace(visit, person=person).takes_part:
        return ()
    now = Visit(unit.workshops.get(visit.workshop.id), visit.sender, person)
    running = unit.sendouts.running(visit.workshop.id)
    coming = {s.body.get("ballot") for s in running if not unit.sendouts.reached(s, person.token)}
    opened = (ballot_of(now.workshop, kind, is_open=True) for kind in _FIRST)
    asked = [b for b in opened if b is not None and b.id not in coming and _refusal(now, b) is None]
    here = [Place(unit, now, ballot) for ballot in asked]
    return tuple(op for place in here for op in place.anew(_first(place)))


def held(unit: Unit, visit: Visit) -> Iterator[str]:
    """For `/mydata`: what waits of this person at the panel, what they are about to send, and where they are counted."""
    t, mine = visit.words.t, [b for b in visit.workshop.ballots if b.kind in _FIRST]
    waiting = unit.answers.waiting(visit.workshop.id, visit.sender.user_id)
    counted = unit.answers.counted(visit.workshop.id, visit.sender.user_id)
    for ballot in mine:
        name = escape(in_language(visit.workshop, ballot, visit.words.language).name)
        if ballot.id in waiting:
            said = answer_in_words(ballot.question, waiting[ballot.id], visit.words, limit=1000)
            said += _for(waiting[ballot.id], visit.words)
            yield t("At the panel, not counted yet, an encrypted row: {name}: {answer}", name=name, answer=escape(said))
        if ballot.id in counted and not ballot.takes_answers:  # nobody knows any more who had answered
            yield t(
                "At the panel, ended: everybody is counted, whoever had not answered as “no answer”: {name}", name=name
            )
        elif ballot.id in counted:
            yield t("At the panel, counted, and it cannot be found any more: {name}", name=name)
    writing, ticks = (
        (visit.person.panel or {}).get(ASKING),
        (visit.person.panel or {}).get(voting.TICKS),
    )
    if writing is not None:
        typed_so_far = "\n".join(filter(None, (writing.get("first"), writing["text"])))
        about = f"“{escape(typed_so_far)}”" if typed_so_far else t("nothing typed yet")
        yield "– " + t("a question to the panel that you are writing: {text}", text=about)
    if ticks is not None:
        yield "– " + t("ticked at the panel and not confirmed: {count}", count=len(ticks["options"]))


def press(unit: Unit, visit: Visit, button: Button, memory: Memory) -> tuple[Op, ...]:
    """A button of the panel's pages; without anything behind it, the panel itself."""
    if not button.arguments:
        return (*((Flash(visit.press.query_id),) if visit.press else ()), *show(unit, visit))
    seq, said = button.number(1), visit.words.t("I do not know that button.")
    ballot = next((b for b in visit.workshop.ballots if b.seq == seq), None)
    act = _ACTS.get(ballot.kind, {}).get(button.arguments[0]) if ballot is not None else None
    if ballot is None or act is None:
        return (Flash(visit.press.query_id, said),) if visit.press else ()
    place = Place(unit, visit, ballot, memory.find)
    refusal = _refusal(visit, ballot)
    if ballot.takes_answers and visit.takes_part and place.is_counted:
        return _settled(place, button, place.pages.counted(is_vote=ballot.kind is BallotKind.VOTE))
    if refusal is None:
        return act(place, button, memory.unsent)
    return place.flash(refusal) if ballot.takes_answers else _settled(place, button, Message(refusal))


def typed(unit: Unit, visit: Visit, given: Input, memory: Memory) -> tuple[Op, ...] | None:
    """Typed words, if the newest prompt on the phone is the panel's, or nothing else asks for any; None: they are for the dialogue."""
    data = (visit.person.panel or {}).get(ASKING)
    if not isinstance(given, Typed):
        return None
    ballot = visit.workshop.ballot(data["ballot"]) if data is not None else None
    if ballot is None:
        return _unasked(unit, visit, given, memory)
    place = Place(unit, visit, ballot, memory.find)
    writing, refusal = asking.writing_of(place), _refusal(visit, ballot)
    if writing is None or writing.wait == asking.MEANT:
        return _unasked(unit, visit, given, memory)
    is_over = not ballot.takes_answers or place.is_counted
    if place.is_counted and ballot.takes_answers:
        refusal = place.pages.counted(is_vote=False).html
    if refusal is None and writing.wait == asking.SPEAKER:
        return asking.meant(place, given.text, memory.unsent)
    if refusal is None:
        return asking.typed(place, writing, given.text, memory.unsent)
    if is_over:
        place.keep(ASKING, None)
    lost = visit.words.t("Nothing of what you typed was kept.")
    return (Send(visit.sender.chat_id, Message(f"{refusal} {lost}")),)


def _unasked(unit: Unit, visit: Visit, given: Typed, memory: Memory) -> tuple[Op, ...] | None:
    """Words while a round is open: more of a question just sent, or one that nobody asked for, where nothing else takes them.

    Where they may be meant for a question of the flow as well, it is asked which.
    """
    ballot = ballot_of(visit.workshop, BallotKind.ASK, is_open=True)
    if ballot is None or _refusal(visit, ballot) is not None:
        return None
    dialogue, place = answering.standing(unit, visit), Place(unit, visit, ballot, memory.find)
    is_number = given.text.strip(" .#").isdecimal()  # at the review it names an answer
    if is_number or place.is_counted:
        return None
    takes_words = dialogue.at is not None and isinstance(visit.workshop.flow.question(dialogue.at), TextQuestion)
    is_free = dialogue.at is None and dialogue.overtaken is None and not due(visit.workshop.flow, dialogue)
    is_free = is_free or (place.is_newest and is_no_answer(visit, dialogue, given.text))
    if isinstance(place.given, Written) and place.is_newest and (is_free or takes_words):
        if place.is_coming:
            return asking.more(place, given.text, memory.unsent)
        if takes_words and in_one_go(visit, given.text, memory):
            return _which(place, dialogue, given.text, visit.words.t("Add to your question to the panel"), memory)
    if is_free and not isinstance(place.given, Skipped):
        return asking.meant(place, given.text, memory.unsent)
    if takes_words and place.is_newest and place.given is None and dialogue.proposal is None:
        return _which(place, dialogue, given.text, visit.words.t("A question to the panel"), memory)
    return None


def _which(place: Place, dialogue: Dialogue, text: str, label: str, memory: Memory) -> tuple[Op, ...]:
    """Asked: for the panel, or for the question of the flow that stands on the phone."""
    code, seq = place.visit.workshop.code, str(place.ballot.seq)
    key = Key(f"🙋 {label}", Button(Scope.PARTICIPANT, code, VERB, ("more", seq)))
    return ask(place.visit, dialogue, text, memory, others=(key,))


_SAID = frozenset({"again", "ask", "back"})
"""Buttons that stand below what somebody has handed in, to change it or take it back."""


def _settled(place: Place, button: Button, page: Message) -> tuple[Op, ...]:
    """Nothing can be answered any more: no button is left, and what somebody has handed in stays there to be read."""
    press = place.visit.press
    if press is not None and press.message_id is not None and button.arguments[0] in _SAID:
        return (*place.flash(unescape(page.html)), Strip(place.visit.sender.chat_id, press.message_id))
    return place.turn(page)


def offers(unit: Unit, visit: Visit, text: str) -> tuple[Offer, ...]:
    """The votes that typed numbers or words would give, in a vote that stands on the phone."""
    ballot = ballot_of(visit.workshop, BallotKind.VOTE, is_open=True)
    if ballot is None or ballot.seq not in visit.person.beside or _refusal(visit, ballot) is not None:
        return ()
    read, options = read_answer(ballot.question, text), [option.id for option in options_of(ballot.question)]
    if not isinstance(read, Picked) or Place(unit, visit, ballot).is_counted:
        return ()
    named = "-".join(str(options.index(option)) for option in read.options)
    button = Button(Scope.PARTICIPANT, visit.workshop.code, VERB, ("pick", str(ballot.seq), named))
    is_ticking = Place(unit, visit, ballot).held(voting.TICKS) is not None
    is_open = is_ticking or ballot.id not in unit.answers.waiting(visit.workshop.id, visit.sender.user_id)
    return (Offer(ballot.question.name, ballot.question.text, ballot.seq, button, is_open),)


def _refusal(visit: Visit, ballot: Ballot) -> str | None:
    """Why nothing can be answered now, in words."""
    t = visit.words.t
    if not ballot.takes_answers:
        over = t("This round of questions is over."), t("This vote is over.")
        return over[ballot.kind is BallotKind.VOTE]
    if not visit.takes_part:
        return remark(visit.words, Notice.CONSENT_FIRST)
    return None if visit.workshop.phase is Phase.OPEN else t("The workshop is paused. It goes on later.")


def _first(place: Place) -> Message:
    return _FIRST[place.ballot.kind](place)


def _for(answer: Answer, words: Wording) -> str:
    """For whom a question is, in brackets."""
    about = answer.about if isinstance(answer, Written) else ""
    return f" ({words.t('for {name}', name=about)})" if about else ""
