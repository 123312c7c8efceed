"""What an input does where the facilitator sets the pace; must not know Telegram, storage or the clock.

Laws. Only what the room is asked now is asked of anybody, unless they asked for more time for it while its section is open.
What is answered and not counted can be changed. Whoever is left behind, or comes late, is brought to where the room is, with
whatever they do next; nothing is taken as an answer to a question they have not seen.
"""

from __future__ import annotations

from dataclasses import replace

from flows.definition.flow import Flow
from flows.dialogue import machine
from flows.dialogue.effects import Notice, Redraw, Retire, Show
from flows.dialogue.inputs import (
    Agree,
    Allow,
    Back,
    Change,
    Clear,
    Done,
    Follow,
    Input,
    KeepNames,
    MoreTime,
    Pause,
    Points,
    Resume,
    Review,
    Skip,
    Submit,
    TakePart,
    Tap,
    Typed,
)
from flows.dialogue.standing import Dialogue
from flows.dialogue.steps import Step, counted, due, follow, go, remind

_ANSWERING = (Tap, Points, Done, Clear, Typed, Skip, Agree, KeepNames, Allow, MoreTime)


def in_room(flow: Flow, dialogue: Dialogue, given: Input) -> Step | None:
    """What the input does because somebody leads the room; None: the same as where everybody goes at their own pace."""
    if dialogue.state in (machine.CONSENT, machine.DECLINED):
        return _before_consent(flow, dialogue, given)
    if isinstance(given, Follow):
        return _follow(flow, dialogue)
    if not isinstance(given, Pause | Review | Resume) and is_left_behind(flow, dialogue):
        return _catch_up(flow, dialogue, given)
    if dialogue.at is not None and _is_held(dialogue) and isinstance(given, _ANSWERING):
        return Step(dialogue, (), Notice.HELD)
    match given:
        case Resume():
            return _resume(flow, dialogue)
        case Review():
            return _review(flow, dialogue)
        case Change(question):
            return _change(dialogue, question)
        case Submit():
            return _submit(flow, dialogue)
        case Back() if dialogue.state == machine.REVIEW:
            return follow(flow, dialogue, before=(Retire(),))
        case MoreTime(question):
            return _more_time(dialogue, question)
        case Typed() | Skip(None) | Back(None) if dialogue.state == machine.BETWEEN:
            return remind(dialogue, Notice.NOTHING_ASKED)
        case _:
            return None


def is_over(dialogue: Dialogue, question: str) -> bool:
    """Whether a question has ended, or is held, so that nothing about it can be answered or changed now."""
    room = dialogue.room
    return room is not None and (question in room.ended or (room.held and question in room.open))


def is_kept(dialogue: Dialogue) -> bool:
    """Whether the question on the phone stays for this person when the room goes on."""
    return dialogue.room is not None and dialogue.at is not None and _keeps(dialogue, dialogue.at)


def _before_consent(flow: Flow, dialogue: Dialogue, given: Input) -> Step | None:
    match given:
        case TakePart():
            return follow(flow, replace(dialogue, sent=True), before=(Retire(),))
        case Follow():
            return Step(dialogue)
        case _:
            return None


def _follow(flow: Flow, dialogue: Dialogue) -> Step:
    """The room has moved: bring along whoever is not busy with what it is still asked, and has not gone for a while."""
    if dialogue.state == machine.PAUSED or _is_at_home(dialogue):
        return Step(dialogue)
    was_asked = dialogue.at is not None and not dialogue.changing
    if not due(flow, dialogue) and not was_asked and dialogue.state != machine.SUBMITTED:
        return Step(dialogue)
    toast = Notice.MOVED_ON if was_asked else counted(dialogue, dialogue.overtaken) if dialogue.overtaken else None
    return follow(flow, dialogue, before=(Retire(),), toast=toast)


def is_left_behind(flow: Flow, dialogue: Dialogue) -> bool:
    """Whether the room is somewhere else than this person's phone."""
    if dialogue.state == machine.SUBMITTED:
        return True
    if dialogue.state == machine.BETWEEN:
        return bool(due(flow, dialogue))
    return dialogue.at is not None and not dialogue.changing and not _is_at_home(dialogue)


def _is_at_home(dialogue: Dialogue) -> bool:
    """Whether the question on the phone is one that the room is asked, or is kept for this person."""
    at, room = dialogue.at, dialogue.room
    return at is not None and room is not None and (at in room.open or _keeps(dialogue, at))


def _keeps(dialogue: Dialogue, question: str) -> bool:
    return dialogue.room is not None and dialogue.keeps == question and question in dialogue.room.kept


def _is_held(dialogue: Dialogue) -> bool:
    room, at = dialogue.room, dialogue.at
    return room is not None and at is not None and room.held and at in room.open and not _keeps(dialogue, at)


def _catch_up(flow: Flow, dialogue: Dialogue, given: Input) -> Step:
    named = getattr(given, "question", None) or dialogue.at
    has_ended = dialogue.room is not None and named in dialogue.room.ended
    toast = counted(dialogue, named) if named in dialogue.settled or has_ended else Notice.MOVED_ON
    return follow(flow, dialogue, before=(Retire(),), toast=toast)


def _resume(flow: Flow, dialogue: Dialogue) -> Step:
    if dialogue.state != machine.PAUSED:
        if is_left_behind(flow, dialogue):
            return follow(flow, dialogue, before=(Retire(),))
        return Step(dialogue, (Retire(), Show()))
    back = dialogue.resume
    again = replace(dialogue, state=machine.asking(back)) if back else dialogue
    if back and back not in dialogue.settled and (dialogue.changing or _is_at_home(again)):
        return go(flow, dialogue, "resume", before=(Retire(),), target=back)
    return follow(flow, dialogue, before=(Retire(),))


def _review(flow: Flow, dialogue: Dialogue) -> Step | None:
    """Without an answer there is nothing to look at, and no reason to leave anybody where the room no longer is."""
    if dialogue.answers or dialogue.settled or dialogue.state == machine.REVIEW:
        return None
    if is_left_behind(flow, dialogue):
        return follow(flow, dialogue, before=(Retire(),), toast=Notice.NOTHING_YET)
    return remind(dialogue, Notice.NOTHING_YET)


def _change(dialogue: Dialogue, question: str) -> Step | None:
    """Only what is answered can be changed; what is held stays as it is for the moment."""
    room = dialogue.room
    if question not in dialogue.answers and question not in dialogue.settled:
        return remind(dialogue, Notice.CLOSED_QUESTION)
    held = room is not None and room.held and question in room.open
    return Step(dialogue, (), Notice.HELD) if held and dialogue.state == machine.REVIEW else None


def _submit(flow: Flow, dialogue: Dialogue) -> Step:
    if dialogue.state == machine.REVIEW:
        return follow(flow, dialogue, before=(Retire(),))
    return remind(dialogue, Notice.NO_SUBMIT)


def _more_time(dialogue: Dialogue, question: str | None) -> Step:
    if dialogue.at is None or dialogue.changing or question not in (None, dialogue.at):
        return remind(dialogue, Notice.CLOSED_QUESTION)
    if dialogue.keeps == dialogue.at:
        return Step(dialogue, (), Notice.ALREADY_NOTED)
    return Step(replace(dialogue, keeps=dialogue.at), (Redraw(),), Notice.KEPT)
