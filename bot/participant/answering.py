"""What a participant can do, one verb a function: unit first, never commits, never waits; must not know HTTP or the courier.

Every function returns what is to be done after the commit. The database is the only memory: a dialogue is read, advanced by
`flows.dialogue.advancing.advance`, and written back in the same transaction.

Long: one act, from what is read to what is sent; its parts share who is there and what stands on their phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.incoming import Sender
from bot.messages import Edit, EmptyLog, Flash, Message, Op, RefreshBoards, Remove, Send, Strip
from bot.participant.questions import Asked
from bot.participant.remarks import forgotten, remark, settled
from bot.participant.screens import screen
from bot.places import PersonPlace
from bot.results.tables import heading
from bot.visit import WAITING_ROOM, Visit
from bot.wording import Wording, read_by
from flows.definition.localise import asked_in, localise
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.agenda import room_of
from flows.dialogue.answers import Refusal
from flows.dialogue.effects import Notice, Redraw, Retire, Say, Settle, Show
from flows.dialogue.inputs import Decline, Follow, Input, TakePart
from flows.dialogue.standing import (
    Dialogue,
    after_submitting,
    card_shown,
    dialogue_from_json,
    dialogue_to_json,
    under_rules,
)
from flows.dialogue.steps import Step
from storage.database import Unit
from storage.values import ChatState, Person, Phase, Put, Workshop


def current(unit: Unit, sender: Sender) -> tuple[Workshop, Person] | None:
    """The workshop this person is in now: the one they last joined or acted in. None: in none that is open."""
    found = unit.people.workshops_of(sender.user_id)
    return found[0] if found else None


def join(unit: Unit, workshop: Workshop, sender: Sender, today: date) -> tuple[Op, ...]:
    """Open the consent card of a workshop, or show where one stands in it; the workshop becomes the current one."""
    person = unit.people.find(workshop.id, sender.user_id)
    if person is None:
        workshop = unit.workshops.promise(workshop.id, today)
        # Somebody who was here before and asked to be forgotten may answer again, but not what is counted of theirs.
        counted = bool(unit.answers.counted(workshop.id, sender.user_id))
        chosen = _chosen(unit, sender)
        language = read_by(chosen or sender.phone or sender.language, asked_in(workshop.flow))
        chat, new = ChatState(sender.chat_id, language, chosen=chosen), Dialogue(sent=counted)
        person = unit.people.join(workshop.id, sender.user_id, chat, dialogue_to_json(new))
    return again(unit, workshop, sender, person)


def _chosen(unit: Unit, sender: Sender) -> str:
    """The language that somebody has asked for, here or as staff; "" where they have not: then it is their phone's.

    That of another workshop says nothing: it was the phone's on that day, or the nearest that its questions have.
    """
    asked = (person.chat.chosen for _, person in unit.people.workshops_of(sender.user_id) if person.chat.chosen)
    return next(asked, "") or unit.staff.language(sender.user_id) or ""


def again(unit: Unit, workshop: Workshop, sender: Sender, person: Person) -> tuple[Op, ...]:
    """Show where one stands in a workshop that one is in; it becomes the current one."""
    return _show_again(unit, Visit(workshop, sender, in_focus(person, unit.people.workshops_of(sender.user_id))))


def in_focus(person: Person, found: Sequence[tuple[Workshop, Person]]) -> Person:
    """The person with this workshop as the current one of all that were `found`; unchanged when it is already."""
    if found and found[0][1].token == person.token and person.chat.focus:
        return person
    highest = max((p.chat.focus for _, p in found), default=0)
    return replace(person, chat=replace(person.chat, focus=highest + 1))


def act(unit: Unit, visit: Visit, given: Input) -> tuple[Op, ...]:
    """Advance this participant's dialogue by one input."""
    flow = visit.workshop.flow
    if visit.workshop.phase is not Phase.OPEN and visit.takes_part and not isinstance(given, TakePart | Decline):
        return (*_flash(visit, None), *_show_again(unit, visit))
    before = standing(unit, visit)
    step = advance(localise(flow, visit.person.chat.language), before, given)
    if step.dialogue.state == machine.DECLINED:
        return _leave_declined(unit, visit)
    refused = _hand_in(unit, visit, before, step.dialogue)
    if refused:
        return (*_flash(visit, Notice.ALREADY_COUNTED), *_show_again(unit, visit))
    workshop = _count(unit, visit, before, step.dialogue)
    return _carry_out(unit, replace(visit, workshop=workshop), step)


def leave(unit: Unit, visit: Visit) -> tuple[Op, ...]:
    """Whoever has come to steer a workshop answers in it no more: as `forget`, with the reason."""
    _delete(unit, visit)
    reason = visit.words.t(
        "You facilitate this workshop, so you cannot answer in it. That protects everyone’s anonymity."
    )
    return (*_retire(visit), Send(visit.sender.chat_id, Message(reason)), EmptyLog())


def _delete(unit: Unit, visit: Visit) -> None:
    unit.answers.withdraw(visit.workshop.id, visit.sender.user_id)
    unit.tables.leave(visit.workshop.id, visit.person.chat.table)
    unit.people.forget(visit.workshop.id, visit.sender.user_id)


def forget(unit: Unit, visit: Visit) -> tuple[Op, ...]:
    """Delete everything that is held about this participant and not yet counted, at once."""
    counted = unit.answers.counted(visit.workshop.id, visit.sender.user_id)
    _delete(unit, visit)
    text = forgotten(visit.words, counted=bool(counted))
    old = visit.person.chat.message_id
    strip = (Strip(visit.sender.chat_id, old),) if old and old != visit.current_message else ()
    return (*_flash(visit, None), *strip, *_retire(visit), Send(visit.sender.chat_id, Message(text)), EmptyLog())


def standing(unit: Unit, visit: Visit) -> Dialogue:
    """Where the participant stands, with the answers that can still be changed and the questions that are counted."""
    stored = dialogue_from_json(visit.person.dialogue or dialogue_to_json(Dialogue()))
    dialogue = under_rules(stored, visit.workshop.rules)
    if visit.workshop.paced:
        dialogue = replace(dialogue, room=room_of(visit.workshop.flow, unit.stage.get(visit.workshop.id)))
    chat = visit.person.chat
    dialogue = replace(dialogue, coming=visit.press is None and chat.shown < chat.rev)
    if not dialogue.sent:
        return dialogue
    waiting, counted = unit.answers.own(visit.workshop.id, visit.sender.user_id, table=visit.is_at_table)
    return after_submitting(dialogue, waiting, counted)


def show(unit: Unit, visit: Visit, dialogue: Dialogue) -> Message:
    """The message for where the participant stands."""
    asked = replace(asked_of(visit.workshop, visit.person.chat.language, dialogue), news=visit.person.chat.news)
    receipt = ""
    has_handed_in = dialogue.state == machine.BETWEEN and (dialogue.answers or dialogue.settled)
    if dialogue.state == machine.SUBMITTED or has_handed_in:
        receipt = unit.answers.receipt(visit.workshop.id, visit.sender.user_id)
    message = screen(asked, visit.workshop, receipt)
    head = heading(visit.person.chat, visit.words) if dialogue.at and visit.is_at_table else ""
    return replace(message, html=head + message.html) if head else message


def asked_of(workshop: Workshop, language: str, dialogue: Dialogue) -> Asked:
    """The workshop's questions in a language, for somebody who stands there."""
    return Asked(localise(workshop.flow, language), workshop.code, dialogue, Wording(language))


def _hand_in(unit: Unit, visit: Visit, before: Dialogue, after: Dialogue) -> bool:
    """Put what was submitted or changed where it waits to be counted. True: it was counted meanwhile, nothing is changed."""
    if not after.sent:
        return False
    known = before.answers if before.sent else {}
    user, workshop, at_table = visit.sender.user_id, visit.workshop, visit.is_at_table
    for question in known.keys() - after.answers.keys():
        unit.answers.withdraw(workshop.id, user, workshop.slot(question, table=at_table))
    changed = {workshop.slot(q, table=at_table): a for q, a in after.answers.items() if known.get(q) != a}
    return any(put is not Put.STORED for put in unit.answers.put_all(workshop.id, user, changed).values())


def _count(unit: Unit, visit: Visit, before: Dialogue, after: Dialogue) -> Workshop:
    """Keep the workshop's three counters: joined, started, submitted; in a led room a first answer is handed in at once."""
    workshop = visit.workshop
    joined = not before.sent and before.state == machine.CONSENT and after.state != machine.CONSENT
    first = not visit.is_at_table and not before.answers and not before.settled and bool(after.answers)
    started = first if workshop.paced else not before.sent and first
    submitted = started if workshop.paced else after.sent and not before.sent
    if not (joined or started or submitted):
        return workshop
    unit.workshops.count(workshop.id, joined=int(joined), started=int(started), submitted=int(submitted))
    return replace(
        workshop,
        joined=workshop.joined + joined,
        started=workshop.started + started,
        submitted=workshop.submitted + submitted,
    )


def _carry_out(unit: Unit, visit: Visit, step: Step) -> tuple[Op, ...]:
    """Save where the participant stands now and turn the effects into messages."""
    if visit.press and step.effects == (Show(),) and visit.person.chat.shown < visit.person.chat.rev:
        # Somebody taps faster than messages travel: the screen is on its way, and a second copy would only be in its way.
        step = replace(step, effects=())
    shows = any(isinstance(effect, Show) for effect in step.effects)
    draws = any(isinstance(effect, Show | Redraw) for effect in step.effects)
    chat = visit.person.chat
    chat = replace(chat, rev=chat.rev + draws, message_id=visit.current_message or chat.message_id)
    left = replace(step.dialogue, seen=_on_phone(visit) if draws else step.dialogue.seen)
    person = replace(visit.person, chat=chat, dialogue=dialogue_to_json(left))
    unit.people.save(visit.workshop.id, person)
    after = replace(visit, person=person)
    said = [effect.remark for effect in step.effects if isinstance(effect, Say)]
    if step.toast is not None and visit.press is None:
        said.append(step.toast)
    ops: list[Op] = [*_flash(visit, step.toast)]
    for effect in step.effects:
        ops += _effect(unit, after, step.dialogue, effect, said, visit.current_message)
    touched = frozenset(op.message_id for op in ops if isinstance(op, Edit | Strip))
    if shows:
        ops += _stale_copies(visit, touched)
    elif draws:
        ops += _other_copies(visit, touched)
    if said and not shows:
        ops.append(Send(visit.sender.chat_id, Message("\n\n".join(remark(visit.words, r) for r in said))))
    return (*ops, RefreshBoards(visit.workshop.id))


def _effect(
    unit: Unit,
    visit: Visit,
    dialogue: Dialogue,
    effect: Settle | Show | Redraw | Retire | Say,
    said: list[Notice | Refusal],
    message_id: int | None,
) -> tuple[Op, ...]:
    """`message_id`: the message that was current before this step."""
    chat = visit.sender.chat_id
    match effect:
        case Settle(question_id, answer) if message_id is not None:
            asked = asked_of(visit.workshop, visit.person.chat.language, dialogue)
            return (Edit(chat, message_id, settled(asked.words, asked.flow.question(question_id), answer)),)
        case Redraw() if message_id is not None:
            return (Edit(chat, message_id, show(unit, visit, dialogue), place_of(visit)),)
        case Retire():
            return (Strip(chat, message_id),) if message_id is not None else ()
        case Show() | Redraw():
            message = show(unit, visit, dialogue)
            head = "".join(f"{remark(visit.words, r)}\n\n" for r in said)
            return (_placed(visit, replace(message, html=head + message.html)),)
        case _:
            return ()


def _placed(visit: Visit, message: Message) -> Send:
    return Send(visit.sender.chat_id, message, place_of(visit))


def place_of(visit: Visit) -> PersonPlace:
    """What to remember about the message that shows where the participant stands; a card is no waiting room, and stands."""
    is_screen = visit.workshop.phase is Phase.OPEN or not visit.takes_part
    rev = visit.person.chat.rev if is_screen else WAITING_ROOM
    return PersonPlace(visit.workshop.id, visit.sender.user_id, rev)


def _show_again(unit: Unit, visit: Visit) -> tuple[Op, ...]:
    """Save and show where the participant stands, as a new message."""
    now, head = caught_up(unit, visit)
    again = bumped(unit, now, visit)
    message = show(unit, again, standing(unit, again))
    return (*_stale_copies(again), _placed(again, replace(message, html=head + message.html)))


def caught_up(unit: Unit, visit: Visit) -> tuple[Visit, str]:
    """The visit of somebody who is brought to where the room is, or to a card with the rules of now, not saved yet; what is said.

    Unchanged where nobody leads and they have agreed.
    """
    leads = visit.workshop.paced and visit.workshop.phase is Phase.OPEN
    if visit.takes_part and not leads:
        return visit, ""
    step = follow_room(unit, visit) if leads else Step(standing(unit, visit))
    return standing_at(visit, card_shown(step.dialogue)), said_first(visit, step)


def said_first(visit: Visit, step: Step) -> str:
    """The remark that stands above a screen, "" for none."""
    return f"{remark(visit.words, step.toast)}\n\n" if step.toast is not None else ""


def follow_room(unit: Unit, visit: Visit) -> Step:
    """The step to where the room is, of somebody who did nothing; words of theirs that wait for a tap are handed in."""
    before = standing(unit, visit)
    step = advance(visit.workshop.flow, before, Follow())
    if not _hand_in(unit, visit, before, step.dialogue):
        _count(unit, visit, before, step.dialogue)
    return step


def standing_at(visit: Visit, dialogue: Dialogue) -> Visit:
    """The visit of somebody who is brought there; not saved yet."""
    return replace(visit, person=replace(visit.person, dialogue=dialogue_to_json(dialogue)))


def bumped(unit: Unit, visit: Visit, before: Visit) -> Visit:
    """One more screen is on its way to this person, who stood where they were `before`: saved."""
    chat, dialogue = visit.person.chat, visit.person.dialogue
    seen = {"seen": _on_phone(before)}
    person = replace(visit.person, chat=replace(chat, rev=chat.rev + 1), dialogue=dialogue and dialogue | seen)
    unit.people.save(visit.workshop.id, person)
    return replace(visit, person=person)


def _on_phone(visit: Visit) -> str | None:
    """The screen that this person certainly has now."""
    stored, chat = dialogue_from_json(visit.person.dialogue or dialogue_to_json(Dialogue())), visit.person.chat
    return replace(stored, coming=visit.press is None and chat.shown < chat.rev).on_phone


def _stale_copies(visit: Visit, touched: frozenset[int] = frozenset()) -> tuple[Op, ...]:
    """The buttons of copies that are overtaken: the message that was tapped, and the one shown before."""
    tapped = visit.press.message_id if visit.press else None
    old = {m for m in (visit.person.chat.message_id, tapped) if m is not None} - touched
    return tuple(Strip(visit.sender.chat_id, m) for m in sorted(old))


def _other_copies(visit: Visit, touched: frozenset[int]) -> tuple[Op, ...]:
    """The copy of a screen below the one that was tapped and drawn anew: two of the same would be one too many."""
    other = visit.person.chat.message_id
    return (Remove(visit.sender.chat_id, other),) if touched and other is not None and other not in touched else ()


def _retire(visit: Visit) -> tuple[Op, ...]:
    message_id = visit.current_message
    return (Strip(visit.sender.chat_id, message_id),) if message_id is not None else ()


def _flash(visit: Visit, said: Notice | Refusal | None) -> tuple[Op, ...]:
    if visit.press is None:
        return ()
    return (Flash(visit.press.query_id, remark(visit.words, said) if said else ""),)


def _leave_declined(unit: Unit, visit: Visit) -> tuple[Op, ...]:
    """No thanks: forget at once, and leave a way back in."""
    unit.people.forget(visit.workshop.id, visit.sender.user_id)
    asked = asked_of(visit.workshop, visit.person.chat.language, Dialogue(state=machine.DECLINED))
    card = screen(asked, visit.workshop, "")
    return (*_flash(visit, None), *_retire(visit), Send(visit.sender.chat_id, card), EmptyLog())
