"""Voting for questions to the panel: up to three, changed until they are counted; must not know facilitators' work or SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.buttons import Button
from bot.memory import Unsent
from bot.messages import Message, Op, RefreshBoards
from bot.panel.pages import numbers_of
from bot.panel.place import Place
from bot.participant.remarks import remark
from flows.definition.flow import MultiQuestion, options_of
from flows.dialogue.answers import Picked, Refusal, Skipped, check_answer
from flows.dialogue.composing import Draft, is_so, toggle
from storage.answers.texts import TextState

TICKS = "ticks"


def first_page(place: Place) -> Message:
    """What somebody sees first of a vote: the list, or what they voted for."""
    match place.given:
        case Picked(options):
            return _voted(place, options)
        case Skipped():
            return _voted(place, ())
        case _ if place.is_counted:
            return place.pages.counted()
        case _:
            return _ballot(place, ())


def standing(place: Place) -> Message:
    """What stands on the phone: what is ticked and not confirmed, else the first page."""
    return _ballot(place, _ticks(place)) if place.held(TICKS) is not None else first_page(place)


def _tick(place: Place, button: Button, _unsent: Unsent) -> tuple[Op, ...]:
    """One more, or one less."""
    question, options = _question(place), options_of(place.ballot.question)
    at, *want = numbers_of(button) or (len(options),)
    if at >= len(options):
        return place.flash(place.visit.words.t("I do not know that button."))
    draft: Draft = tuple((option, 1) for option in _ticks(place))
    if is_so(draft, options[at].id, on=bool(want[0]) if want else None):
        return place.turn(_ballot(place, _ticks(place)))
    drafted = toggle(draft, question, options[at].id)
    if isinstance(drafted, Refusal):
        return place.flash(remark(place.visit.words, drafted))
    ticks = tuple(option for option, _ in drafted)
    place.keep(TICKS, {"ballot": place.ballot.id, "options": list(ticks)})
    return place.turn(_ballot(place, ticks))


def _done(place: Place, _button: Button, _unsent: Unsent) -> tuple[Op, ...]:
    """These are the votes; none of them is an answer too."""
    ticks = _ticks(place)
    answer = check_answer(place.ballot.question, Picked(ticks)) if ticks else Skipped()
    place.keep(TICKS, None)
    if isinstance(answer, Refusal) or not place.hand_in(answer):
        return place.turn(place.pages.counted())
    return (*place.turn(_voted(place, ticks)), RefreshBoards(place.visit.workshop.id))


def _pick(place: Place, button: Button, _unsent: Unsent) -> tuple[Op, ...]:
    """Those that were typed at once, in the place of what was ticked; one that was hidden meanwhile is there no more."""
    options, asked = options_of(place.ballot.question), _asked(place)
    named = tuple(options[at].id for at in numbers_of(button) if at < len(options))
    if not named or not asked.keys() >= set(named):
        return place.flash(place.visit.words.t("That is no longer there."))
    answer = check_answer(place.ballot.question, Picked(named))
    if isinstance(answer, Refusal):
        return place.flash(remark(place.visit.words, answer))
    place.keep(TICKS, None)
    if not place.hand_in(answer):
        return place.turn(place.pages.counted())
    return (*place.turn(_voted(place, named)), RefreshBoards(place.visit.workshop.id))


def _again(place: Place, _button: Button, _unsent: Unsent) -> tuple[Op, ...]:
    """Change the votes, starting from them."""
    if place.is_counted:
        return place.turn(place.pages.counted())
    return place.turn(_ballot(place, _ticks(place)))


ACTS: Mapping[str, Callable[[Place, Button, Unsent], tuple[Op, ...]]] = {
    "tick": _tick,
    "pick": _pick,
    "done": _done,
    "again": _again,
}
"""What the buttons of a vote do."""


def _ticks(place: Place) -> tuple[str, ...]:
    """What is ticked now: on the page, else what was voted for before."""
    held, given = place.held(TICKS), place.given
    if held is not None:
        return tuple(held["options"])
    return given.options if isinstance(given, Picked) else ()


def _ballot(place: Place, ticks: tuple[str, ...]) -> Message:
    return place.pages.ballot(_question(place), _asked(place), ticks)


def _voted(place: Place, ticks: tuple[str, ...]) -> Message:
    return place.pages.voted([text for option, (text, _) in _asked(place).items() if option in ticks])


def _asked(place: Place) -> dict[str, tuple[str, str]]:
    """The questions in full with their speakers, by option; without those that were hidden meanwhile."""
    known = {q.option: q for q in place.unit.panel.questions(place.visit.workshop.id)}
    listed = [known[option.id] for option in options_of(place.ballot.question) if option.id in known]
    return {q.option: (q.words, q.speaker) for q in listed if q.state is not TextState.HIDDEN}


def _question(place: Place) -> MultiQuestion:
    question = place.ballot.question
    if not isinstance(question, MultiQuestion):
        raise TypeError("a vote is over a list")
    return question
