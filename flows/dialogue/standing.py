"""Where a participant stands, and which questions a flow shows them; must not know inputs, Telegram or storage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from flows.definition.flow import Condition, Flow, Question
from flows.dialogue import machine
from flows.dialogue.agenda import Room
from flows.dialogue.answers import (
    Answer,
    Chosen,
    Picked,
    Ranked,
    Shared,
    Skipped,
    Use,
    Written,
    answer_from_json,
    answer_to_json,
)
from flows.dialogue.composing import Draft


class Waits(StrEnum):
    """What the author of an open answer is asked before it is taken."""

    MASK = "mask"
    USE = "use"


@dataclass(frozen=True)
class Proposal:
    """An open answer as it would be taken, and what its author is asked first. `names`: names are hidden in it."""

    text: str
    waits: Waits
    names: bool = False


@dataclass(frozen=True)
class Dialogue:
    """One participant's place in a flow.

    `state` is a state of flows.dialogue.machine; `answers` are given and can still be changed; `settled` are counted for good.
    `resume` is the question to go back to after a pause; `changing`: one answer is being changed from the review;
    `sent`: submitted before, so changes take effect at once. `use`: what the author allows with open answers, None
    until the first one; `proposal`: an open answer that waits for its author's word. `keeps`: the question that this person
    asked more time for; `room`: where the room is, None in a self-paced workshop; it is never stored here.
    `card`: the rules on the consent card that they were shown last, to which they have agreed once they take part (None: stored
    by a version that told no cards apart); `rules`: those that hold now, never stored here; `again`: they had agreed to others.
    `seen`: the screen that stood on the phone when a newer one left for it; `coming`: it is not known to be there, never stored.
    `overtaken`: the question on the phone, if it was counted while it stood there; never stored here.
    `turned`: to which page of its options a question was turned; `leaf`: which page of the review is open, or was when a change began.
    """

    state: str = machine.CONSENT
    answers: Mapping[str, Answer] = field(default_factory=dict)
    draft: Draft = ()
    resume: str | None = None
    changing: bool = False
    sent: bool = False
    settled: frozenset[str] = frozenset()
    use: Use | None = None
    proposal: Proposal | None = None
    keeps: str | None = None
    room: Room | None = None
    card: str | None = ""
    rules: str = ""
    again: bool = False
    seen: str | None = None
    coming: bool = False
    overtaken: str | None = None
    turned: tuple[str, int] | None = None
    leaf: int = 0

    @property
    def page(self) -> int:
        """Which page of a long list of options, or of answers at the review, is on the phone; 0 until another one was turned to."""
        if self.state == machine.REVIEW:
            return self.leaf
        return self.turned[1] if self.turned is not None and self.turned[0] == self.state else 0

    @property
    def at(self) -> str | None:
        """The question on the phone, None outside questions."""
        return machine.question_at(self.state)

    @property
    def screen(self) -> str:
        """Which screen this is: the state, and whether an open answer waits there for its author's word."""
        return f"{self.state}?" if self.proposal is not None else self.state

    @property
    def on_phone(self) -> str | None:
        """The screen that they certainly have: the one before, while a newer one is on its way."""
        return self.seen if self.coming else self.screen


def ended(dialogue: Dialogue) -> frozenset[str]:
    """Counted questions that have ended for everybody: of these nobody knows whether this person had answered."""
    return dialogue.settled & dialogue.room.ended if dialogue.room is not None else frozenset()


def visible(flow: Flow, dialogue: Dialogue) -> tuple[Question, ...]:
    """The questions that are shown, given the answers so far, in order."""
    shown: list[str] = []
    for question in flow.questions:
        if _is_shown(question, dialogue, shown):
            shown.append(question.id)
    return tuple(q for q in flow.questions if q.id in shown)


def position(flow: Flow, dialogue: Dialogue) -> tuple[int, int]:
    """(number, total) of the current question among those shown; (total, total) outside questions.

    Where the room is led, among those that are open now; (1, 1) for one that is not.
    """
    ids = [q.id for q in visible(flow, dialogue)]
    if dialogue.room is not None and dialogue.at is not None:
        ids = [name for name in ids if name in dialogue.room.open]
        ids = ids if dialogue.at in ids else [dialogue.at]
    return (ids.index(dialogue.at) + 1 if dialogue.at in ids else len(ids), len(ids))


def unanswered(flow: Flow, dialogue: Dialogue) -> tuple[Question, ...]:
    """The shown questions that have neither an answer nor been counted."""
    return tuple(q for q in visible(flow, dialogue) if q.id not in dialogue.answers and q.id not in dialogue.settled)


def _is_shown(question: Question, dialogue: Dialogue, shown: list[str]) -> bool:
    condition = question.shown_if
    if question.id in dialogue.settled or condition is None:
        return True
    if condition.question in dialogue.settled:
        return question.id in dialogue.answers
    return condition.question in shown and meets(condition, dialogue.answers.get(condition.question))


def meets(condition: Condition, answer: Answer | None) -> bool:
    """Does an answer to the condition's question meet it? A missing or skipped answer meets nothing."""
    match answer:
        case Chosen(option):
            if condition.any_of is not None:
                return option in condition.any_of
            return condition.none_of is not None and option not in condition.none_of
        case Picked(options) | Ranked(options):
            if condition.first is not None:
                return isinstance(answer, Ranked) and options[:1] == (condition.first,)
            if condition.contains is not None:
                return condition.contains in options
            if condition.any_of is not None:
                return bool(set(options) & set(condition.any_of))
            return condition.none_of is not None and not set(options) & set(condition.none_of)
        case Shared(points):
            needed = condition.points
            return needed is not None and dict(points).get(needed.option, 0) >= needed.min
        case _:
            return False


def under_rules(dialogue: Dialogue, rules: str) -> Dialogue:
    """The dialogue where these rules hold now: whoever has agreed to others stands before the consent card again.

    Rules change before the workshop opens only, so nothing that somebody has answered is lost.
    """
    if not _takes_part(dialogue.state) or dialogue.card in (None, rules):
        return replace(dialogue, rules=rules)
    return Dialogue(card=dialogue.card, rules=rules, again=True)


def card_shown(dialogue: Dialogue) -> Dialogue:
    """The dialogue of somebody who is being shown where they stand: before they take part, a card with the rules of now."""
    return replace(dialogue, card=dialogue.rules) if dialogue.state == machine.CONSENT else dialogue


def _takes_part(state: str) -> bool:
    return state not in (machine.CONSENT, machine.DECLINED)


def after_submitting(dialogue: Dialogue, waiting: Mapping[str, Answer], counted: frozenset[str]) -> Dialogue:
    """A submitted dialogue with what still waits and what is counted; a question counted meanwhile is left for the review."""
    overtaken = dialogue.at in counted
    left = machine.REVIEW if dialogue.room is None else machine.BETWEEN
    state = left if overtaken else dialogue.state
    draft = () if overtaken else dialogue.draft
    changing = dialogue.changing and not overtaken
    proposal = None if overtaken else dialogue.proposal
    was = dialogue.at if overtaken else None
    kept = replace(dialogue, state=state, draft=draft, changing=changing, proposal=proposal, overtaken=was)
    return replace(kept, answers=dict(waiting), settled=counted)


def dialogue_to_json(dialogue: Dialogue) -> dict[str, Any]:
    """The dialogue as plain JSON data. Answers already sent are left out: they wait in their own, unlinkable rows."""
    return {
        "state": dialogue.state,
        "answers": {} if dialogue.sent else {q: answer_to_json(a) for q, a in dialogue.answers.items()},
        "draft": [list(pair) for pair in dialogue.draft],
        "resume": dialogue.resume,
        "changing": dialogue.changing,
        "sent": dialogue.sent,
        "use": dialogue.use,
        "proposal": asdict(dialogue.proposal) if dialogue.proposal else None,
        "keeps": dialogue.keeps,
        "card": dialogue.card,
        "again": dialogue.again,
        "seen": dialogue.seen,
        "turned": list(dialogue.turned) if dialogue.turned else None,
        "leaf": dialogue.leaf,
    }


def dialogue_from_json(data: Mapping[str, Any]) -> Dialogue:
    """The dialogue that `dialogue_to_json` wrote."""
    return Dialogue(
        state=data["state"],
        answers={q: answer_from_json(a) for q, a in data["answers"].items()},
        draft=tuple((option, number) for option, number in data["draft"]),
        resume=data["resume"],
        changing=data["changing"],
        sent=data["sent"],
        use=Use(data["use"]) if data["use"] else None,
        proposal=_proposal(data["proposal"]),
        keeps=data.get("keeps"),
        card=data.get("card"),
        again=data.get("again", False),
        seen=data.get("seen"),
        turned=_turned(data.get("turned")),
        leaf=data.get("leaf", 0),
    )


def _turned(data: Sequence[Any] | None) -> tuple[str, int] | None:
    return (str(data[0]), int(data[1])) if data else None


def _proposal(data: Mapping[str, Any] | None) -> Proposal | None:
    return Proposal(data["text"], Waits(data["waits"]), data["names"]) if data else None


def has_agreed(data: Mapping[str, Any] | None, rules: str) -> bool:
    """Whether the owner of a stored dialogue takes part under these rules, and has not only looked at what it would be about."""
    return data is not None and _takes_part(data.get("state", machine.CONSENT)) and data.get("card") in (None, rules)


def words_kept(dialogue: Dialogue) -> Dialogue:
    """What was typed and still waits for its author's word is their answer, and nobody is shown a word of it.

    Unchanged without such words, and where their question is counted or ended.
    """
    at = dialogue.at or dialogue.resume
    if dialogue.proposal is None or at is None or at in dialogue.settled:
        return dialogue
    if dialogue.room is not None and at in dialogue.room.ended:
        return dialogue
    written = Written(dialogue.proposal.text, Use.COUNT)
    return replace(dialogue, answers={**dialogue.answers, at: written}, proposal=None)


def is_asked_again(data: Mapping[str, Any] | None, rules: str) -> bool:
    """Whether the owner of a stored dialogue had agreed to other rules, and does not agree to these."""
    return data is not None and not has_agreed(data, rules) and under_rules(dialogue_from_json(data), rules).again


def leftovers(flow: Flow, data: Mapping[str, Any]) -> dict[str, Answer]:
    """What a stored dialogue leaves to be counted at the close: what was never submitted, and words that wait for a tap.

    Whoever has answered something counts in every question that they would have been asked, as "no answer" where there is none:
    else the number of those who were asked a follow-up tells what somebody who stopped before it had answered. Nothing of
    somebody who has answered nothing.
    """
    stored = dialogue_from_json(data)
    dialogue = words_kept(stored)
    if stored.sent or not dialogue.answers:
        return {question: a for question, a in dialogue.answers.items() if stored.answers.get(question) != a}
    return {question.id: dialogue.answers.get(question.id, Skipped()) for question in visible(flow, dialogue)}
