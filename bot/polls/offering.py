"""What typed words would answer of the polls that stand on a phone; must not know whether they are meant for one."""

from __future__ import annotations

from bot.buttons import Button, Scope
from bot.commands import Offer
from bot.participant.choices.packing import packed
from bot.polls.shown import TOGETHER, TURN
from bot.polls.voting import VERB, is_picking
from bot.results.proposals import in_language
from bot.visit import Visit
from flows.definition.flow import Question, options_of
from flows.dialogue.answers import Chosen, Picked, Ranked, Shared, Skipped, read_answer
from flows.dialogue.numbering import page_said
from storage.database import Unit
from storage.values import BallotKind


def offers(unit: Unit, visit: Visit, text: str) -> tuple[Offer, ...]:
    """The options of each poll that the words name, as its button: one that was ended too, while it still takes answers."""
    workshop, found = visit.workshop, list[Offer]()
    here = [
        b
        for b in workshop.ballots
        if b.kind is BallotKind.POLL and b.takes_answers and options_of(b.question) and b.seq in visit.person.beside
    ]
    counted = unit.answers.counted(workshop.id, visit.sender.user_id) if here else frozenset()
    here = [b for b in here if b.id not in counted]
    own = unit.answers.waiting(workshop.id, visit.sender.user_id) if here else {}
    for ballot in here:
        question = in_language(workshop, ballot, visit.words.language)
        what = _named(question, text)
        if what:
            button = Button(Scope.PARTICIPANT, workshop.code, VERB, (str(ballot.seq), *what))
            is_open = isinstance(own.get(ballot.id, Skipped()), Skipped) or is_picking(visit.person, ballot)
            found.append(Offer(question.name, question.text, ballot.seq, button, is_open))
    return tuple(found)


def _named(question: Question, text: str) -> tuple[str, ...]:
    """What its button says: the place of an option, several, or a page of a long list; () where words name none."""
    options = [option.id for option in options_of(question)]
    match read_answer(question, text):
        case Chosen(option):
            return (str(options.index(option)),)
        case Picked() | Ranked() | Shared() as several:
            said = packed(question, several)
            return (TOGETHER, said) if said is not None else ()
        case _:
            page = page_said(question, text.strip())
            return (TURN, str(page)) if page is not None else ()
