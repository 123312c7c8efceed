"""For which question typed words are meant: the newest on the phone, the one replied to, or asked; must not know any other room.

Nothing is stored while it is asked: the words wait in memory only, and a button says which question they are for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.buttons import Button, Scope
from bot.commands import Offer
from bot.incoming import Replied
from bot.memory import Memory
from bot.messages import Flash, Key, Message, Op, Remove, Send
from bot.participant import answering
from bot.participant.remarks import remark
from bot.participant.spoken import hidden
from bot.visit import Visit
from flows.definition.flow import Flow, Question, TextQuestion
from flows.definition.localise import localise
from flows.dialogue import machine
from flows.dialogue.answers import Refusal, Slip, Written, read_answer, read_words
from flows.dialogue.effects import Notice
from flows.dialogue.following import is_over
from flows.dialogue.inputs import Input, KeepNames, Typed
from flows.dialogue.openanswers import has_names, together
from flows.dialogue.standing import Dialogue
from storage.database import Unit

VERB = "fw"
BALLOT = "🗳"
"""What a poll's message begins with."""
_ADD, _TO, _NEITHER = "add", "to", "no"
_OF_QUESTION = frozenset({"t", "d", "c", "s", "b", "pt", "mt"})
"""Buttons of a question that say which one it is."""
IN_ONE_GO = 20.0
"""Seconds: words that come sooner after others may be the rest of the same thought; a question is read and answered in more."""


def target(visit: Visit, offers: Sequence[Offer], dialogue: Dialogue, text: str) -> Offer | tuple[Offer, ...]:
    """The offer that the words are meant for; or all between which, and the dialogue, it cannot be told: none, it is the dialogue's.

    What is on its way is meant by nobody. What came last is; a number may be meant for it though an open question came later.
    """
    beside, chat = visit.person.beside, visit.person.chat
    here = [o for o in offers if o.open and beside[o.seq].shown >= beside[o.seq].rev and beside[o.seq].message_id]
    answered = [o for o in offers if not o.open and beside[o.seq].shown < beside[o.seq].rev]
    newest = max(here, key=lambda o: beside[o.seq].message_id or 0, default=None)
    question = _question(visit, dialogue.at)
    takes = question is not None and not isinstance(read_answer(question, text), Refusal)
    if newest is None:
        return tuple(answered) if takes else ()
    if not takes or dialogue.coming or (beside[newest.seq].message_id or 0) > (chat.message_id or 0):
        return newest
    return (newest,) if isinstance(question, TextQuestion) else ()


def second_half(visit: Visit, dialogue: Dialogue, text: str, memory: Memory) -> Question | None:
    """The open question that the words may go on with: just answered, and what is on the phone now does not surely take them."""
    before = machine.question_at((dialogue.seen or "").removesuffix("?"))
    question = _question(visit, before)
    if question is None or not isinstance(question, TextQuestion) or dialogue.coming or before == dialogue.at:
        return None
    if not isinstance(dialogue.answers.get(question.id), Written) or is_over(dialogue, question.id):
        return None
    now = _question(visit, dialogue.at)
    in_one_go = memory.since_words(visit.sender.user_id) < IN_ONE_GO and not (dialogue.seen or "").endswith("?")
    if now is None:
        return question if in_one_go and dialogue.state == machine.BETWEEN else None
    if isinstance(now, TextQuestion):
        return question if in_one_go and dialogue.proposal is None else None
    read = read_answer(now, text)
    are_words = any(char.isalpha() for char in text)  # numbers that do not fit are a slip
    is_no_option = isinstance(read, Refusal) and read.slip in (Slip.NOT_AN_OPTION, Slip.NOT_POINTS)
    return question if are_words and is_no_option else None


def ask(
    visit: Visit,
    dialogue: Dialogue,
    text: str,
    memory: Memory,
    *,
    offers: Iterable[Offer] = (),
    half: Question | None = None,
) -> tuple[Op, ...]:
    """For which one? A button each; the words wait in memory until one is tapped."""
    t, flow = visit.words.t, visit.workshop.flow
    memory.unsent.keep(*_key(visit), text)
    keys = [Key(f"{BALLOT} {offer.name}", offer.button) for offer in offers]
    if half is not None:
        keys.append(_button(visit, t("Add to: {name}", name=half.name), _ADD, flow, half.id))
    now = _question(visit, dialogue.at)
    if now is not None:
        keys.append(_button(visit, now.name, _TO, flow, now.id))
    else:
        keys.append(Key(t("Leave it"), Button(Scope.PARTICIPANT, visit.workshop.code, VERB, (_NEITHER,))))
    return (
        Send(visit.sender.chat_id, Message(t("For which one? Nothing is kept yet."), tuple((key,) for key in keys))),
    )


def press(unit: Unit, visit: Visit, button: Button, memory: Memory) -> tuple[Op, ...]:
    """The question that the words are for is tapped: they are taken as if they had been typed there."""
    text, chat = memory.unsent.take(*_key(visit)), visit.sender.chat_id
    what, at = button.arguments[0] if button.arguments else "", button.number(1)
    questions = visit.workshop.flow.questions
    asked = visit.press.message_id if visit.press else None
    gone = (Remove(chat, asked),) if asked is not None else ()
    known = text is not None and what in (_ADD, _TO) and 0 <= at < len(questions)
    said = "" if known or what == _NEITHER else remark(visit.words, Notice.TYPE_AGAIN)
    told = (Flash(visit.press.query_id, said),) if visit.press else ()
    if text is None or not known:
        return (*told, *gone)
    here = replace(visit, press=None)
    dialogue = answering.standing(unit, here)
    given = Typed(text, hidden(visit.words), memory.find, to=questions[at].id, adds=what == _ADD)
    return (*told, *gone, *answering.act(unit, here, with_words(given, here, memory, dialogue)))


def replied_to(visit: Visit, replied: Replied) -> str | None:
    """The question of the flow that a message of the bot was about, by its buttons or its words; None: none of them."""
    questions = visit.workshop.flow.questions
    for button in replied.buttons:
        if button.scope is Scope.PARTICIPANT and button.code == visit.workshop.code and button.verb in _OF_QUESTION:
            return questions[button.number(0)].id if 0 <= button.number(0) < len(questions) else None
    lines = [line.strip() for line in replied.text.splitlines()]
    for question in localise(visit.workshop.flow, visit.person.chat.language):
        if question.text in lines or (lines and lines[0].startswith((f"✓ {question.name}:", f"– {question.name}:"))):
            return question.id
    return None


def is_beside(visit: Visit, replied: Replied) -> bool:
    """Whether what was replied to stands beside the dialogue: a poll or a vote."""
    here = any(at.message_id == replied.message_id for at in visit.person.beside.values())
    return here or replied.text.startswith(BALLOT)


def is_about(visit: Visit, replied: Replied, offer: Offer) -> bool:
    """Whether what was replied to is this poll or vote, as it stands now or as it was asked."""
    return visit.person.beside[offer.seq].message_id == replied.message_id or offer.text in replied.text


def with_words(given: Input, visit: Visit, memory: Memory, dialogue: Dialogue | None = None) -> Input:
    """Words with a name in them are kept in memory while their author is asked; "not a name" gets them from there.

    `dialogue`: where they stand, of whom words were typed; more words make one answer with those that wait there.
    """
    key = visit.workshop.id, visit.sender.user_id
    if isinstance(given, Typed) and dialogue is not None:
        aside = given.to not in (None, dialogue.at)
        waiting = dialogue.proposal if not aside else None
        typed = memory.unsent.take(*key) if not aside else None
        first = (typed or waiting.text) if waiting is not None else None
        whole = given.text if first is None else together(first, given.text)
        if not aside and _has_names(replace(given, text=whole), visit.workshop.flow, dialogue):
            memory.unsent.keep(*key, whole)
        return replace(given, before=typed if waiting is not None else None)
    typed = memory.unsent.take(*key)
    return KeepNames(typed, hidden(visit.words), memory.find) if isinstance(given, KeepNames) else given


def _has_names(given: Typed, flow: Flow, dialogue: Dialogue) -> bool:
    """Whether the words are an open answer with a name in it. What is none, or too long for one, is not even searched."""
    words = read_words(flow.question(dialogue.at), given.text) if dialogue.at else None
    return words is not None and has_names(words, find=given.find)


def _question(visit: Visit, name: str | None) -> Question | None:
    return localise(visit.workshop.flow, visit.person.chat.language).question(name) if name is not None else None


def _button(visit: Visit, label: str, what: str, flow: Flow, name: str) -> Key:
    place = next(n for n, question in enumerate(flow.questions) if question.id == name)
    return Key(label, Button(Scope.PARTICIPANT, visit.workshop.code, VERB, (what, str(place))))


def _key(visit: Visit) -> tuple[str, int]:
    """Apart from the words of an open answer, which may wait at the same time."""
    return f"{visit.workshop.id}/which", visit.sender.user_id
