"""What a facilitator does with polls: propose, reword, send, end, show the result, ask again; must not know participants.

A proposal is a draft in the database, so nothing is lost by a restart, and two facilitators see the same one. Its id stands
in every button; what a button may still do is decided by the state of the draft, so a second tap does nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.buttons import Button
from bot.desk import Desk
from bot.messages import DrawResult, Message, Op, RefreshBoards, Send, SendPoll, StartSendout, StopPoll
from bot.polls import pages as polls_pages
from bot.polls.pages import mark
from bot.results.proposals import (
    NEW,
    TEXT_LIMIT,
    What,
    asked_the_same,
    fits_a_group,
    in_language,
    proposals_about,
    proposed,
    reworded,
)
from bot.wording import Wording
from flows.counting.release import MOST_ROUNDS, needed
from flows.definition.flow import Question, options_of
from flows.definition.localise import localise
from storage.database import Unit
from storage.values import ActionKind, Ballot, BallotKind, BallotState, Phase, Place, SendoutKind, Workshop

ASKED = "ballot"
"""What is expected in a chat that was asked for a poll's words; the draft's id follows."""


def ask_poll(desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Offer the questions that can become a poll."""
    return desk.reply(polls_pages.poll_menu(workshop, desk.words))


def about(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """A question of the flow: what of it becomes a poll, or the proposal itself; in the menu that was pressed, or below a summary."""
    at, what = button.number(0), _what(button)
    questions = localise(workshop.flow, desk.words.language).questions
    if not 0 <= at < len(questions) or not proposals_about(questions[at]):
        return _gone(desk)
    show = desk.reply if button.verb == "prop" else desk.turn
    if what is None:
        return show(polls_pages.poll_about(workshop, at, desk.words))
    if what not in proposals_about(questions[at]):
        return _gone(desk)
    if what == "again":  # in the flow's own language, as the first round is kept
        question = workshop.flow.questions[at]
        draft = _draft(unit, workshop, proposed(question, what, desk.words), None if question.shown_if else question.id)
    else:
        draft = _draft(unit, workshop, proposed(questions[at], what, desk.words), None)
    if unit.ballots.rounds_before(draft, asked_the_same(workshop, draft)) >= MOST_ROUNDS:
        return _asked_twice(unit, desk, draft)
    return show(_page(unit, desk, workshop, draft))


def _what(button: Button) -> What | None:
    word = button.arguments[1] if len(button.arguments) > 1 else ""
    match word:
        case "":
            return None
        case "one" | "again":
            return word
        case "all":  # the same in menus of an earlier version
            return "again"
        case _:
            return button.number(1)


def again(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Propose another round of a poll that is over, or of a question of the flow."""
    name, words = button.arguments[0] if button.arguments else "", desk.words
    before = next((q for q in workshop.everything.questions if q.id == name), None)
    ballot = workshop.ballot(name)
    if before is None or (ballot is None and before.id not in {q.id for q in workshop.flow.questions}):
        return _gone(desk)
    if "again" not in proposals_about(before) or (ballot is not None and ballot.kind is not BallotKind.POLL):
        return _gone(desk)
    if ballot is not None and ballot.state is BallotState.OPEN:
        return desk.say(words.t("This poll is still running."))
    draft = _draft(unit, workshop, proposed(before, "again", words), None if before.shown_if else name)
    if unit.ballots.rounds_before(draft, asked_the_same(workshop, draft)) >= MOST_ROUNDS:
        return _asked_twice(unit, desk, draft)
    return desk.reply(_page(unit, desk, workshop, draft))


def offer(unit: Unit, desk: Desk, workshop: Workshop, question: Question) -> tuple[Op, ...]:
    """A poll of these words, as it will look, below what was pressed."""
    draft = _draft(unit, workshop, question, None)
    if unit.ballots.rounds_before(draft, asked_the_same(workshop, draft)) >= MOST_ROUNDS:
        return _asked_twice(unit, desk, draft)
    return desk.reply(_page(unit, desk, workshop, draft))


def _asked_twice(unit: Unit, desk: Desk, draft: Ballot) -> tuple[Op, ...]:
    unit.ballots.discard(draft)
    return desk.say(
        desk.words.t(
            "This was asked twice already. A third round would only show who changes their mind, so there is none."
        )
    )


def _draft(unit: Unit, workshop: Workshop, question: Question, of: str | None) -> Ballot:
    """The proposal as a draft; one that is there already is not made twice."""
    same = (b for b in unit.ballots.drafts(workshop.id) if (_said(b.question), b.of) == (_said(question), of))
    return next(same, None) or unit.ballots.draft(workshop, BallotKind.POLL, question, of)


def _said(question: Question) -> Question:
    return question.model_copy(update={"id": NEW})


def _page(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> Message:
    grouped = unit.staff.group_of(workshop.id) is not None
    return polls_pages.proposal(workshop, ballot, desk.words, grouped=grouped)


# A draft


def _with_draft(
    act: Callable[[Unit, Desk, Workshop, Ballot], tuple[Op, ...]], *, may_be_stale: bool = False
) -> Callable[[Unit, Desk, Workshop, Button], tuple[Op, ...]]:
    """A verb that acts on a draft, as it is shown on the page that was pressed."""

    def verb(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        ballot = unit.ballots.get(workshop.id, button.arguments[0]) if button.arguments else None
        if ballot is None:
            return _gone(desk)
        if ballot.state is not BallotState.DRAFT:
            return desk.say(desk.words.t("This poll was sent already."))
        if not may_be_stale and button.arguments[1:] != (mark(ballot.question),):
            changed = desk.words.t("The words have changed. This is how the poll looks now.")
            return (*desk.turn(_page(unit, desk, workshop, ballot)), Send(desk.sender.chat_id, Message(changed)))
        return act(unit, desk, workshop, ballot)

    return verb


def _send(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    """Open the poll and send it to everyone who has joined; there is no other audience."""
    if workshop.phase is not Phase.OPEN:
        return desk.say(desk.words.t("Nobody can answer right now. Open the workshop first, then send the poll."))
    if not unit.ballots.open(ballot, asked_the_same(workshop, ballot)):
        return _asked_twice(unit, desk, ballot)
    asked_in = desk.sender.chat_id
    sendout = unit.sendouts.start(workshop.id, SendoutKind.BALLOT, {"ballot": ballot.id}, asked_in)
    desk.did(unit, workshop.id, ActionKind.POLL_SENT, Place.EVERYONE)
    page = polls_pages.running(workshop, ballot, 0, desk.words)
    return (*desk.turn(page), StartSendout(sendout), RefreshBoards(workshop.id))


def _to_group(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    """Post it as a native anonymous poll with a hidden result; the draft has done its work then."""
    t, group = desk.words.t, unit.staff.group_of(workshop.id)
    if group is None:
        return desk.say(t("No group is linked."))
    if workshop.policy.close_only or not fits_a_group(ballot.question):
        return desk.say(t("This poll cannot be posted in a group: its result would be shown too early."))
    unit.ballots.discard(ballot)
    asked = in_language(workshop, ballot, desk.words.language)  # as it was shown to who sends it
    options = tuple(option.label for option in options_of(asked))
    poll = SendPoll(group, workshop.id, asked.text, options, desk.sender.chat_id, unit.staff.actor(desk.sender.user_id))
    return (*desk.turn(Message(t("Sending the poll …"))), poll)


def _ask_words(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    if ballot.of is not None:
        return desk.say(desk.words.t("A second round asks the same question, so its words stay."))
    desk.expect(unit, ASKED, workshop, ballot.id)
    return desk.turn(polls_pages.ask_words(workshop, ballot, desk.words))


def _cancel(unit: Unit, desk: Desk, _workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    unit.ballots.discard(ballot)
    return desk.turn(Message(desk.words.t("Nothing was sent.")))


def reword(unit: Unit, desk: Desk, workshop: Workshop, ballot_id: str, typed: str) -> tuple[Op, ...]:
    """The words that were asked for: the proposal again, with them."""
    said, ballot = " ".join(typed.split()), unit.ballots.get(workshop.id, ballot_id)
    if ballot is None:
        unit.staff.set_asked(desk.sender.chat_id, None)
        return _gone(desk)
    if ballot.state is not BallotState.DRAFT or ballot.of is not None:
        unit.staff.set_asked(desk.sender.chat_id, None)
        return desk.say(desk.words.t("This poll was sent already."))
    if not 1 <= len(said) <= TEXT_LIMIT:
        return desk.say(
            desk.words.n("A poll has {count} character at most. Please type a shorter one.",
                         "A poll has {count} characters at most. Please type a shorter one.", TEXT_LIMIT)
        )  # fmt: skip
    unit.staff.set_asked(desk.sender.chat_id, None)
    ballot = unit.ballots.reword(ballot, reworded(ballot.question, said))
    return desk.reply(_page(unit, desk, workshop, ballot))


# A poll that was sent


def show(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """How many are in."""
    ballot = workshop.ballot(button.arguments[0]) if button.arguments else None
    if ballot is None:
        return _gone(desk)
    if ballot.state is not BallotState.OPEN:
        return _over(unit, desk, workshop, ballot)
    received = _received(unit, ballot)
    told = polls_pages.in_line(workshop, received, desk.words)  # where there is no news the page does not change
    return desk.turn(polls_pages.running(workshop, ballot, received, desk.words), told)


def close(unit: Unit, desk: Desk, workshop: Workshop, button: Button, *, sure: bool = False) -> tuple[Op, ...]:
    """End a poll by the doors of the release rule and show its result, if it may be shown; with too few answers ask first.

    One that was ended is counted again; where that adds nobody, the same picture does not come twice.
    """
    ballot = workshop.ballot(button.arguments[0]) if button.arguments else None
    if ballot is None or ballot.kind is not BallotKind.POLL:
        return _gone(desk)
    received = _received(unit, ballot)
    is_early = received < needed(0, workshop.policy) and not workshop.policy.close_only
    if ballot.state is BallotState.OPEN and is_early and not sure:
        return desk.turn(polls_pages.ask_close(workshop, ballot, received, desk.words))
    before = unit.answers.latest(workshop.id, ballot.id)
    if ballot.takes_answers and workshop.phase is not Phase.CLOSED:
        unit.answers.end(workshop.id, ballot.id)
    if ballot.state is BallotState.OPEN:
        desk.did(unit, workshop.id, ActionKind.POLL_CLOSED)
    after = unit.workshops.get(workshop.id)
    now = after.ballot(ballot.id) or ballot
    if ballot.state is now.state is BallotState.ENDED and unit.answers.latest(workshop.id, ballot.id) == before:
        told = desk.words.t("Nothing new to count: too few more have answered.")
        return desk.turn(_over_page(unit, desk.words, after, now), told)
    return _over(unit, desk, after, now)


def _over(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    """Say that it is over, and the result where there is one; the same again at every later tap."""
    release = unit.answers.latest(workshop.id, ballot.id)
    page = desk.turn(_over_page(unit, desk.words, workshop, ballot, drawn=release is not None))
    result = DrawResult(workshop.id, desk.sender.chat_id, desk.words.language, ballot.id)
    return (*page, *((result,) if release is not None else ()), RefreshBoards(workshop.id))


def _over_page(unit: Unit, words: Wording, workshop: Workshop, ballot: Ballot, *, drawn: bool = False) -> Message:
    release, received = unit.answers.latest(workshop.id, ballot.id), _received(unit, ballot)
    return polls_pages.over(workshop, ballot, release, received, words, drawn=drawn)


def _received(unit: Unit, ballot: Ballot) -> int:
    return unit.answers.received(ballot.workshop_id).get(ballot.id, 0)


# A native poll


def end_poll(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """End a poll in the group; its result is said where it was posted."""
    name = button.arguments[0] if button.arguments else ""
    poll = next((p for p in unit.staff.polls(workshop.id) if p.id == name), None)
    if poll is None or poll.closed:
        return desk.say(desk.words.t("This poll has ended already."))
    return (*desk.noted(), StopPoll(poll.id, desk.sender.chat_id, unit.staff.actor(desk.sender.user_id)))


def polls(unit: Unit, workshop: Workshop, words: Wording) -> list[Message]:
    """Every poll that people can still answer: open, with how many are in, or ended, with the button that counts it again."""
    pages = [polls_pages.running(workshop, b, _received(unit, b), words) for b in polls_pages.running_polls(workshop)]
    pages += [_over_page(unit, words, workshop, b) for b in polls_pages.ended_polls(workshop)]
    return pages or [Message(words.t("No poll is open right now."))]


def show_polls(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    """As `/polls`, from the board."""
    return (*desk.noted(), *(Send(desk.sender.chat_id, page) for page in polls(unit, workshop, desk.words)))


def _gone(desk: Desk) -> tuple[Op, ...]:
    return desk.say(desk.words.t("That is no longer there."))


send = _with_draft(_send)
to_group = _with_draft(_to_group)
ask_words = _with_draft(_ask_words, may_be_stale=True)
cancel = _with_draft(_cancel, may_be_stale=True)
