"""For which question typed words are meant: the newest on the phone, the one replied to, or asked; must not know any other room.

Nothing is stored while it is asked: the words wait in memory only, and a button says which question they are for.

Long: every way of asking for which one, side by side, so that no two of them keep words or offer buttons differently.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

from bot.buttons import Button, Scope
from bot.commands import Offer
from bot.incoming import Replied
from bot.memory import Memory, Unsent
from bot.messages import Edit, Flash, Key, Message, Op, Remove, Send
from bot.participant import answering
from bot.participant.beside import is_newest
from bot.participant.remarks import colon, remark, settled
from bot.participant.spoken import hidden
from bot.visit import Visit
from bot.wording import Wording
from flows.definition.flow import Flow, Question, TextQuestion
from flows.definition.localise import localise
from flows.dialogue import machine
from flows.dialogue.answers import UNREAD, Refusal, Written, read_answer, read_words
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
_OF_QUESTION = frozenset({"t", "d", "c", "s", "b", "pt", "mt", "pg"})
"""Buttons of a question that say which one it is."""
PAUSE, SLOWEST, LONGEST = 4.0, 2.5, 60.0
"""Seconds before somebody types on, the characters that a slow hand types in a second, and the seconds after which nobody goes on."""


def target(visit: Visit, offers: Sequence[Offer], dialogue: Dialogue, text: str) -> Offer | tuple[Offer, ...]:
    """The offer that the words are meant for; or all between which, and the dialogue, it cannot be told: none, it is the dialogue's.

    What is on its way is meant by nobody. What came last is; a number may be meant for it though an open question came later.
    """
    beside, chat = visit.person.beside, visit.person.chat
    here = [o for o in offers if o.open and beside[o.seq].shown >= beside[o.seq].rev and beside[o.seq].message_id]
    answered = [o for o in offers if not o.open and beside[o.seq].shown < beside[o.seq].rev]
    newest = max(here, key=lambda o: beside[o.seq].message_id or 0, default=None)
    question, is_taken = _question(visit, dialogue.at), takes(visit, dialogue, text)
    if newest is None:
        return _again(visit, offers, dialogue, is_open=isinstance(question, TextQuestion), taken=is_taken) or (
            tuple(answered) if is_taken else ()
        )
    if not is_taken or dialogue.coming or (beside[newest.seq].message_id or 0) > (chat.message_id or 0):
        return newest
    return (newest,) if isinstance(question, TextQuestion) else ()


def takes(visit: Visit, dialogue: Dialogue, text: str) -> bool:
    """Whether the question of the flow that stands takes these words as its answer."""
    question = _question(visit, dialogue.at)
    return question is not None and not isinstance(read_answer(question, text), Refusal)


def _again(
    visit: Visit, offers: Sequence[Offer], dialogue: Dialogue, *, is_open: bool, taken: bool
) -> Offer | tuple[Offer, ...]:
    """The poll that came last and has its answer, where the words are another one; (): they are not for it.

    A closed question that takes them as well is what is asked next; of an open one nobody knows.
    """
    beside = visit.person.beside
    last = next(
        (o for o in offers if is_newest(visit.person, o.seq) and beside[o.seq].shown >= beside[o.seq].rev), None
    )
    if last is None or dialogue.state == machine.REVIEW or (taken and not is_open):
        return ()
    return (last,) if taken else last


def is_for_neither(visit: Visit, dialogue: Dialogue, text: str) -> bool:
    """Whether a poll or a vote came last, and the words fit neither that nor the question above it."""
    last = max((at.message_id or 0 for at in visit.person.beside.values() if at.shown >= at.rev), default=0)
    return last > (visit.person.chat.message_id or 0) and not dialogue.coming and is_no_answer(visit, dialogue, text)


def second_half(visit: Visit, dialogue: Dialogue, text: str, memory: Memory) -> Question | None:
    """The open question that the words may go on with: just answered, and what is on the phone now does not surely take them."""
    before = machine.question_at((dialogue.seen or "").removesuffix("?"))
    question = _question(visit, before)
    if question is None or not isinstance(question, TextQuestion) or dialogue.coming or before == dialogue.at:
        return None
    if not isinstance(dialogue.answers.get(question.id), Written) or is_over(dialogue, question.id):
        return None
    now = _question(visit, dialogue.at)
    goes_on = in_one_go(visit, text, memory) and not (dialogue.seen or "").endswith("?")
    if now is None:
        return question if goes_on and _is_unasked(dialogue, text) else None
    if isinstance(now, TextQuestion):
        return question if goes_on and dialogue.proposal is None else None
    return question if is_no_answer(visit, dialogue, text) else None


def in_one_go(visit: Visit, text: str, memory: Memory) -> bool:
    """Whether words may be the rest of what this person typed before: typed at once after it, or beginning as a rest does.

    A question is read and thought about in more time than it takes to type on, however slowly: who has taken that has answered it.
    """
    since = memory.since_words(visit.sender.user_id)
    if since < min(PAUSE + len(text) / SLOWEST, LONGEST):
        return True
    first = text.casefold().split(maxsplit=1)[:1]
    return since < LONGEST and bool(first) and first[0].strip(",.…") in _going_on(visit.words)


def _going_on(words: Wording) -> frozenset[str]:
    """Words that begin the rest of a thought, in their language and in English."""
    own = {said for w in (words, Wording()) for said in w.t("and|or|but|because|also|plus").casefold().split("|")}
    return frozenset(own | {"&", "+"})


def _is_unasked(dialogue: Dialogue, text: str) -> bool:
    """Whether nothing is asked where they stand, so that words can only be more of what was written; a number names an answer."""
    return dialogue.state in (machine.BETWEEN, machine.REVIEW) and any(char.isalpha() for char in text)


def ask(
    visit: Visit,
    dialogue: Dialogue,
    text: str,
    memory: Memory,
    *,
    offers: Iterable[Offer] = (),
    half: Question | None = None,
    others: Iterable[Key] = (),
) -> tuple[Op, ...]:
    """For which one? A button each; the words wait in memory until one is tapped. `others`: what takes them (`waiting`) elsewhere."""
    t, flow = visit.words.t, visit.workshop.flow
    memory.unsent.keep(*_key(visit), text)
    keys = [*others, *(Key(f"{BALLOT} {offer.name}", offer.button) for offer in offers)]
    if half is not None:
        keys.append(_button(visit, t("Add to: {name}", name=half.name), _ADD, flow, half.id))
    now = _question(visit, dialogue.at)
    if now is not None:
        keys.append(_button(visit, now.name, _TO, flow, now.id))
    else:
        keys.append(_leave(visit))
    return (
        Send(visit.sender.chat_id, Message(t("For which one? Nothing is kept yet."), tuple((key,) for key in keys))),
    )


def waiting(visit: Visit, unsent: Unsent) -> str | None:
    """The words that this person was asked about, which wait no longer; None: they are not known any more."""
    return unsent.take(*_key(visit))


def is_no_answer(visit: Visit, dialogue: Dialogue, text: str) -> bool:
    """Whether the question on the phone takes options, and the words surely name none: numbers that do not fit are a slip."""
    question = _question(visit, dialogue.at)
    if question is None or isinstance(question, TextQuestion) or not any(char.isalpha() for char in text):
        return False
    read = read_answer(question, text)
    return isinstance(read, Refusal) and read.slip in UNREAD


def press(unit: Unit, visit: Visit, button: Button, memory: Memory) -> tuple[Op, ...]:
    """The question that the words are for is tapped: they are taken as if they had been typed there."""
    text, chat = waiting(visit, memory.unsent), visit.sender.chat_id
    what, at = button.arguments[0] if button.arguments else "", button.number(1)
    questions = visit.workshop.flow.questions
    asked = visit.press.message_id if visit.press else None
    gone = (Remove(chat, asked),) if asked is not None else ()
    known = text is not None and what in (_ADD, _TO) and 0 <= at < len(questions)
    said = "" if known or what == _NEITHER else remark(visit.words, Notice.TYPE_AGAIN)
    told = (Flash(visit.press.query_id, said),) if visit.press else ()
    if text is None or not known:
        return (*told, *gone)
    here, name = replace(visit, press=None), questions[at].id
    dialogue = answering.standing(unit, here)
    given = Typed(text, hidden(visit.words), memory.find, to=name, adds=what == _ADD)
    ops = answering.act(unit, here, with_words(given, here, memory, dialogue))
    now = said_there(unit, here, asked, name, dialogue) if asked is not None and name != dialogue.at else ()
    return (*told, *(now or gone), *ops)


def said_there(unit: Unit, visit: Visit, message_id: int, name: str, before: Dialogue) -> tuple[Op, ...]:
    """A message says the answer to an earlier question as it is now, if it has become another."""
    person = unit.people.find(visit.workshop.id, visit.sender.user_id)
    now = answering.standing(unit, replace(visit, person=person)) if person is not None else before
    said = now.answers.get(name)
    if said is None or said == before.answers.get(name):
        return ()
    asked = answering.asked_of(visit.workshop, visit.person.chat.language, now)
    return (Edit(visit.sender.chat_id, message_id, settled(asked.words, asked.flow.question(name), said)),)


def workshops_of(visits: Sequence[Visit], replied: Replied) -> list[Visit]:
    """The workshops that a message of the bot may have been about: its buttons say which, else where it stands, else its words."""
    codes = {button.code for button in replied.buttons if button.scope is Scope.PARTICIPANT}
    named = [visit for visit in visits if visit.workshop.code in codes]
    here = [visit for visit in visits if replied.message_id in _standing(visit)]
    return named or here or [visit for visit in visits if visit.takes_part and _question_in(visit, replied) is not None]


def ask_workshop(visits: Sequence[Visit], text: str, replied: Replied, memory: Memory) -> tuple[Op, ...]:
    """The same question is asked in several workshops: in which one? A button each; the words wait in memory."""
    t, keys = visits[0].words.t, list[tuple[Key, ...]]()
    for visit in visits:
        memory.unsent.keep(*_key(visit), text)
        name = _question_in(visit, replied) or ""
        keys.append((_button(visit, visit.workshop.title, _TO, visit.workshop.flow, name),))
    return (Send(visits[0].sender.chat_id, Message(t("For which one? Nothing is kept yet."), tuple(keys))),)


def may_add(dialogue: Dialogue, name: str) -> bool:
    """Whether words for this question may be more of an answer in words that is there, and can be changed."""
    return (
        isinstance(dialogue.answers.get(name), Written) and name not in dialogue.settled and not is_over(dialogue, name)
    )


def ask_how(visit: Visit, name: str, text: str, memory: Memory) -> tuple[Op, ...]:
    """Words for an answer in words that is there: more of it, or others instead? They wait in memory until a button says so."""
    t, flow = visit.words.t, visit.workshop.flow
    memory.unsent.keep(*_key(visit), text)
    called = _named(visit, name)
    keys = (
        _button(visit, t("Add to: {name}", name=called), _ADD, flow, name),
        _button(visit, t("Instead of what I wrote"), _TO, flow, name),
        _leave(visit),
    )
    said = t("More of your answer to “{name}”, or instead of it? Nothing is kept yet.", name=escape(called))
    return (Send(visit.sender.chat_id, Message(said, tuple((key,) for key in keys))),)


def replied_to(visit: Visit, replied: Replied, dialogue: Dialogue) -> str | None:
    """The question of the flow that a message was about: one of the bot's by its buttons or words, their own by what was kept of it."""
    if not replied.own:
        return _question_in(visit, replied)
    said = [
        q for q, given in dialogue.answers.items() if isinstance(given, Written) and _is_of(replied.text, given.text)
    ]
    return said[0] if len(said) == 1 else None


def _is_of(part: str, whole: str) -> bool:
    """Whether a message became this answer, or some lines of it."""
    return bool(part.strip()) and f"\n{part.strip()}\n" in f"\n{whole}\n"


def is_above(visit: Visit, replied: Replied) -> bool:
    """Whether it was written before what stands on the phone now."""
    return any(replied.message_id < stands for stands in _standing(visit))


def _standing(visit: Visit) -> list[int]:
    """The messages of the bot that stand for something on this phone."""
    every = [visit.person.chat.message_id, *(at.message_id for at in visit.person.beside.values())]
    return [message_id for message_id in every if message_id is not None]


def _question_in(visit: Visit, replied: Replied) -> str | None:
    questions = visit.workshop.flow.questions
    for button in replied.buttons:
        if button.scope is Scope.PARTICIPANT and button.code == visit.workshop.code and button.verb in _OF_QUESTION:
            return questions[button.number(0)].id if 0 <= button.number(0) < len(questions) else None
    lines = [line.strip() for line in replied.text.splitlines()]
    for question in localise(visit.workshop.flow, visit.person.chat.language):
        before = tuple(f"{mark} {question.name}{colon(question.name)}" for mark in "✓–")
        if question.text in lines or (lines and lines[0].startswith(before)):
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


def _named(visit: Visit, name: str) -> str:
    question = _question(visit, name)
    return question.name if question is not None else name


def _leave(visit: Visit) -> Key:
    return Key(visit.words.t("Leave it"), Button(Scope.PARTICIPANT, visit.workshop.code, VERB, (_NEITHER,)))


def _button(visit: Visit, label: str, what: str, flow: Flow, name: str) -> Key:
    place = next(n for n, question in enumerate(flow.questions) if question.id == name)
    return Key(label, Button(Scope.PARTICIPANT, visit.workshop.code, VERB, (what, str(place))))


def _key(visit: Visit) -> tuple[str, int]:
    """Apart from the words of an open answer, which may wait at the same time."""
    return f"{visit.workshop.id}/which", visit.sender.user_id
