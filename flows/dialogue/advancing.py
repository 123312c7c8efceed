"""What each input does to where a participant stands: total, any input at any moment; must not know Telegram or storage.

Laws. Nothing is asked before consent, and consent is to the rules on the card that was tapped. A tap or a word acts only on the
question on the phone; an old one gets a friendly remark. An answer to a question that is no longer shown is dropped. A settled
(counted) question can be neither asked nor changed.

Long: one function an input, all in the table that `advance` looks them up in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from flows.definition.flow import (
    AllocationQuestion,
    Flow,
    MultiQuestion,
    Question,
    RankingQuestion,
    TextQuestion,
    options_of,
)
from flows.dialogue import machine
from flows.dialogue.answers import Chosen, Refusal, Skipped, Slip, Written, check_answer, read_answer
from flows.dialogue.composing import Draft, draft_answer, is_so, place, point_unit, share, toggle
from flows.dialogue.effects import Effect, Notice, Redraw, Retire, Say, Show
from flows.dialogue.following import in_room, is_left_behind
from flows.dialogue.inputs import (
    Agree,
    Allow,
    Back,
    Borrowed,
    Change,
    Clear,
    Decline,
    Done,
    Earlier,
    Edited,
    Follow,
    Input,
    KeepNames,
    MoreTime,
    NotText,
    Pause,
    Points,
    Resume,
    Review,
    Skip,
    Submit,
    TakePart,
    Tap,
    Turn,
    Typed,
    Unclear,
)
from flows.dialogue.numbering import leaf_said, page_said
from flows.dialogue.standing import Dialogue, card_shown, unanswered, visible
from flows.dialogue.steps import Step, counted, go, record, remind, stale, too_late
from flows.dialogue.writing import elsewhere, on_proposal, write


def advance(flow: Flow, dialogue: Dialogue, given: Input) -> Step:
    """What `given` does to `dialogue`. Total: every input at every moment gives a step; nothing raises for what a person does."""
    if isinstance(given, TakePart) and dialogue.state in (machine.CONSENT, machine.DECLINED):
        if (dialogue.card if given.card is None else given.card) != dialogue.rules:
            return _new_card(dialogue, given)
        dialogue = replace(dialogue, card=dialogue.rules)
    if isinstance(given, Typed) and given.to is not None:
        if given.to != dialogue.at and dialogue.state not in (machine.CONSENT, machine.DECLINED):
            return elsewhere(flow, dialogue, given.to, given)
        dialogue = replace(dialogue, coming=False)  # they reply to it, so it is there
    late = _too_late(flow, dialogue, given)
    if late is not None:
        return _with_card(late)
    early = _too_soon(flow, dialogue, given) if isinstance(given, _ANSWERS) and _is_coming(flow, dialogue) else None
    led = in_room(flow, dialogue, given) if early is None and dialogue.room is not None else None
    return _with_card(early or led or _advance(flow, dialogue, given))


_ANSWERS = Typed | Skip | Done | Agree | KeepNames | Allow
"""What can be typed and answers something. A button is tapped where it stands, so its screen is on the phone."""


def _is_coming(flow: Flow, dialogue: Dialogue) -> bool:
    """Whether what this person is asked is on its way, and they cannot have read it yet."""
    if (
        not dialogue.coming
        or dialogue.on_phone == dialogue.screen
        or dialogue.state in (machine.CONSENT, machine.DECLINED)
    ):
        return False
    return dialogue.room is None or not is_left_behind(flow, dialogue)


def _too_soon(flow: Flow, dialogue: Dialogue, given: Input) -> Step | None:
    """Typed while another screen is on its way: it never answers what nobody has read. None: that asks nothing.

    Words below an open question are the second half of what was written there.
    """
    at = machine.question_at((dialogue.on_phone or "").removesuffix("?"))
    question = flow.question(at) if at is not None and isinstance(given, Typed) else None
    if isinstance(given, Typed) and isinstance(question, TextQuestion):
        if dialogue.at == question.id:
            return _typed(flow, dialogue, given)
        if isinstance(dialogue.answers.get(question.id), Written) and question.id not in dialogue.settled:
            return elsewhere(flow, dialogue, question.id, replace(given, adds=True))
    return Step(dialogue, (Show(),), Notice.TOO_SOON) if dialogue.at is not None else None


def _too_late(flow: Flow, dialogue: Dialogue, given: Input) -> Step | None:
    """Whatever was meant for a question that is counted, with its name or without."""
    if dialogue.state in (machine.CONSENT, machine.DECLINED):
        return None
    match given:
        case Tap(question) | Points(question) | Done(question) | Clear(question) | Change(question):
            return too_late(flow, dialogue, question)
        case Skip(question) | Back(question) | MoreTime(question):
            return too_late(flow, dialogue, question)
        case Typed() | Agree() | KeepNames() | Allow():
            return too_late(flow, dialogue, None)
        case _:
            return None


def _new_card(dialogue: Dialogue, given: TakePart) -> Step:
    """Instead of taking part: the card with the rules of now, in the place of the old one where that was tapped."""
    effects: tuple[Effect, ...] = (Retire(), Show()) if given.card is None else (Redraw(),)
    return Step(card_shown(replace(dialogue, state=machine.CONSENT)), effects, Notice.NEW_RULES)


def _with_card(step: Step) -> Step:
    shows = any(isinstance(effect, Show | Redraw) for effect in step.effects)
    return replace(step, dialogue=card_shown(step.dialogue)) if shows else step


def _advance(flow: Flow, dialogue: Dialogue, given: Input) -> Step:
    match given:
        case TakePart():
            return _take_part(flow, dialogue)
        case Decline():
            return _decline(flow, dialogue)
        case Resume():
            return _resume(flow, dialogue)
        case NotText() | Edited() | Borrowed() | Earlier() | MoreTime() | Follow():
            return _aside(dialogue, given)
        case _ if dialogue.state in (machine.CONSENT, machine.DECLINED):
            return Step(dialogue, (Show(),), Notice.CONSENT_FIRST)
        case Tap() | Points() | Done() | Clear() | Turn():
            return _on_question(flow, dialogue, given)
        case Typed() | Unclear():
            return _typed(flow, dialogue, given)
        case Agree() | KeepNames() | Allow():
            return on_proposal(flow, dialogue, given)
        case Skip(question):
            return _skip(flow, dialogue, question)
        case Back(question):
            return _back(flow, dialogue, question)
        case Pause():
            return _pause(flow, dialogue)
        case Review():
            return _review(flow, dialogue)
        case Change(question):
            return _change(flow, dialogue, question)
        case Submit():
            return _submit(flow, dialogue)
        case _:
            assert_never(given)


# --- the inputs, one function each


def _aside(dialogue: Dialogue, given: NotText | Edited | Borrowed | Earlier | MoreTime | Follow) -> Step:
    """What is neither tapped nor typed is remarked on; more time is there anyway where nobody leads the room."""
    match given:
        case NotText():
            return Step(dialogue, (Say(Notice.NOT_A_TEXT), Show()))
        case Edited():
            return Step(dialogue, (Say(Notice.EDITED), Show()))
        case Borrowed():
            return Step(dialogue, (Say(Notice.BORROWED), Show()))
        case Earlier():
            return Step(dialogue, (Say(Notice.EARLIER), Show()))
        case _:
            before = dialogue.state in (machine.CONSENT, machine.DECLINED)
            return remind(dialogue, Notice.CONSENT_FIRST if before else Notice.CLOSED_QUESTION)


def _take_part(flow: Flow, dialogue: Dialogue) -> Step:
    if dialogue.state not in (machine.CONSENT, machine.DECLINED):
        return Step(dialogue, (Show(),), Notice.ALREADY_NOTED)
    return go(flow, dialogue, "take_part", before=(Retire(),))


def _decline(flow: Flow, dialogue: Dialogue) -> Step:
    if dialogue.state != machine.CONSENT:
        return remind(dialogue, Notice.ALREADY_NOTED if dialogue.state == machine.DECLINED else Notice.CLOSED_QUESTION)
    return go(flow, dialogue, "decline", before=(Retire(),))


def _resume(flow: Flow, dialogue: Dialogue) -> Step:
    if dialogue.state != machine.PAUSED:
        return Step(dialogue, (Retire(), Show()))
    shown = {q.id for q in visible(flow, dialogue)} - dialogue.settled
    return go(
        flow, dialogue, "resume", before=(Retire(),), target=dialogue.resume if dialogue.resume in shown else None
    )


def _pause(flow: Flow, dialogue: Dialogue) -> Step:
    if dialogue.state in (machine.PAUSED, machine.SUBMITTED):
        return Step(dialogue, (Retire(), Show()))
    return go(flow, replace(dialogue, resume=dialogue.at), "pause", before=(Retire(),))


def _review(flow: Flow, dialogue: Dialogue) -> Step:
    if dialogue.state == machine.REVIEW:
        return Step(dialogue, (Retire(), Show()))
    if not dialogue.changing and not dialogue.sent and unanswered(flow, dialogue):
        return Step(dialogue, (Show(),), Notice.NOT_YET)
    return go(flow, dialogue, "review", before=(Retire(),))


def _change(flow: Flow, dialogue: Dialogue, question: str) -> Step:
    if question in dialogue.settled:
        return remind(dialogue, counted(dialogue, question))
    if question not in {q.id for q in visible(flow, dialogue)}:
        return remind(dialogue, Notice.CLOSED_QUESTION)
    if dialogue.state not in (machine.REVIEW, machine.SUBMITTED):
        again = dialogue.changing and question == dialogue.at
        return Step(dialogue, (), Notice.ALREADY_NOTED) if again else remind(dialogue, Notice.CLOSED_QUESTION)
    return go(flow, replace(dialogue, changing=True), "change", before=(Retire(),), target=question)


def _submit(flow: Flow, dialogue: Dialogue) -> Step:
    if dialogue.state == machine.SUBMITTED:
        return Step(dialogue, (), Notice.ALREADY_SUBMITTED)
    if dialogue.state != machine.REVIEW:
        return Step(dialogue, (Show(),), Notice.NOT_YET)
    return go(flow, replace(dialogue, sent=True), "submit", before=(Retire(),))


def _skip(flow: Flow, dialogue: Dialogue, question: str | None) -> Step:
    if dialogue.at is None or question not in (None, dialogue.at):
        return stale(dialogue, question, Skipped())
    return record(flow, dialogue, Skipped())


def _back(flow: Flow, dialogue: Dialogue, question: str | None) -> Step:
    if question not in (None, dialogue.at) or (dialogue.at is None and dialogue.state != machine.REVIEW):
        return remind(dialogue, Notice.CLOSED_QUESTION)
    if dialogue.changing:
        return go(flow, dialogue, "review", effect=Redraw())
    moved = go(flow, dialogue, "back", effect=Redraw())
    return moved if moved.dialogue.state != dialogue.state else Step(dialogue, (), Notice.NOTHING_BEFORE)


def _typed(flow: Flow, dialogue: Dialogue, given: Typed | Unclear) -> Step:
    if isinstance(given, Unclear):
        return Step(dialogue, (Say(Refusal(Slip.NOT_AN_OPTION, need=given.choices)), Show()))
    if dialogue.at is None:
        if numbered := _numbered(flow, dialogue, given.text):
            return _change(flow, dialogue, numbered)
        leaf = leaf_said(given.text) if dialogue.state == machine.REVIEW else None
        if leaf is not None:
            return Step(replace(dialogue, leaf=leaf), (Show(),))
        notice = Notice.ALREADY_SUBMITTED if dialogue.state == machine.SUBMITTED else Notice.USE_BUTTONS
        return Step(dialogue, (Show(),), notice)
    question = flow.question(dialogue.at)
    if isinstance(question, TextQuestion):
        return write(flow, dialogue, question, given)
    answer = read_answer(question, given.text)
    page = page_said(question, given.text) if isinstance(answer, Refusal) else None
    if page is not None:
        return Step(replace(dialogue, turned=(dialogue.state, page)), (Show(),))
    return Step(dialogue, (Say(answer), Show())) if isinstance(answer, Refusal) else record(flow, dialogue, answer)


def _numbered(flow: Flow, dialogue: Dialogue, text: str) -> str | None:
    """The question that a typed number names at the review, as its button does."""
    word, shown = text.strip(" .#"), visible(flow, dialogue)
    if dialogue.state != machine.REVIEW or not word.isdecimal() or len(word) > 3 or not 1 <= int(word) <= len(shown):
        return None
    return shown[int(word) - 1].id


def _on_question(flow: Flow, dialogue: Dialogue, given: Tap | Points | Done | Clear | Turn) -> Step:
    if isinstance(given, Turn):
        return _turn(dialogue, given)
    if given.question != dialogue.at:
        return stale(dialogue, given.question, Chosen(given.option) if isinstance(given, Tap) else None)
    question = flow.question(dialogue.at)
    match given:
        case Clear():
            drawn = (Redraw(),) if dialogue.draft or dialogue.proposal else ()
            return Step(replace(dialogue, draft=(), proposal=None), drawn)
        case Done():
            return _confirm(flow, dialogue, question)
        case Points(_, option, _, found) if found not in (None, dict(dialogue.draft).get(option, 0)):
            return Step(dialogue, (Redraw(),))
        case Points(_, option, change) if isinstance(question, AllocationQuestion):
            known = option in {o.id for o in question.options}
            return _drafted(dialogue, share(dialogue.draft, question, option, change) if known else None)
        case Points():
            return remind(dialogue, Notice.CLOSED_QUESTION)
        case Tap(_, option, on):
            return _tap(flow, dialogue, question, option, on)
        case _:
            assert_never(given)


def _turn(dialogue: Dialogue, given: Turn) -> Step:
    """Another page, in place; one that there is not shows the first or the last."""
    if given.question != dialogue.at or (given.question is None and dialogue.state != machine.REVIEW):
        return stale(dialogue, given.question, None) if given.question else remind(dialogue, Notice.USE_BUTTONS)
    page = max(given.page, 0)
    if given.question is None:
        return Step(replace(dialogue, leaf=page), (Redraw(),))
    return Step(replace(dialogue, turned=(dialogue.state, page)), (Redraw(),))


def _tap(flow: Flow, dialogue: Dialogue, question: Question, option: str, on: bool | None) -> Step:  # noqa: FBT001  # of three
    if option not in {o.id for o in options_of(question)}:
        return remind(dialogue, Notice.CLOSED_QUESTION)
    if isinstance(question, MultiQuestion | RankingQuestion) and is_so(dialogue.draft, option, on=on):
        return Step(dialogue, (Redraw(),))
    match question:
        case MultiQuestion():
            return _drafted(dialogue, toggle(dialogue.draft, question, option))
        case RankingQuestion():
            return _drafted(dialogue, place(dialogue.draft, question, option))
        case AllocationQuestion():
            return _drafted(dialogue, share(dialogue.draft, question, option, point_unit(question.total)))
        case TextQuestion():
            return remind(dialogue, Notice.CLOSED_QUESTION)
        case _:
            return record(flow, dialogue, Chosen(option))


def _drafted(dialogue: Dialogue, drafted: Draft | Refusal | Notice | None) -> Step:
    """The draft after a tap, drawn in place, or why the tap changed nothing."""
    match drafted:
        case None:
            return remind(dialogue, Notice.CLOSED_QUESTION)
        case Refusal() | Notice():
            return Step(dialogue, (), drafted)
        case _:
            return Step(replace(dialogue, draft=drafted), (Redraw(),))


def _confirm(flow: Flow, dialogue: Dialogue, question: Question) -> Step:
    given = dialogue.answers.get(question.id)
    if isinstance(given, Written) and dialogue.proposal is None:
        return record(flow, dialogue, given)
    if not isinstance(question, MultiQuestion | RankingQuestion | AllocationQuestion):
        return remind(dialogue, Notice.CLOSED_QUESTION)
    answer = check_answer(question, draft_answer(question, dialogue.draft))
    return Step(dialogue, (), answer) if isinstance(answer, Refusal) else record(flow, dialogue, answer)
