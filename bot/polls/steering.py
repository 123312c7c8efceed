"""What a facilitator does with polls: propose, reword, send, end, show the result, ask again; must not know participants.

A proposal is a draft in the database, so nothing is lost by a restart, and two facilitators see the same one. Its id stands
in every button; what a button may still do is decided by the state of the draft, so a second tap does nothing twice.

Long: a proposal, its sending and its end are one life.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.buttons import Button
from bot.desk import Desk
from bot.messages import DrawResult, Message, Op, RefreshBoards, SendPoll, StartSendout, StopPoll
from bot.polls import pages as polls_pages
from bot.polls import previews
from bot.polls.previews import mark
from bot.results.proposals import (
    NEW,
    What,
    asked_the_same,
    fits_a_group,
    in_language,
    proposals_about,
    proposed,
)
from bot.wording import Wording
from flows.counting.release import MOST_ROUNDS
from flows.definition.flow import Question, options_of
from flows.definition.localise import localise
from storage.database import Unit
from storage.values import ActionKind, Ballot, BallotKind, BallotState, Phase, Place, SendoutKind, Workshop

ASKED = "ballot"
"""What is expected in a chat that was asked for a poll's words; the draft's id follows."""


def ask_poll(desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Offer the questions that can become a poll."""
    return desk.reply(polls_pages.poll_menu(workshop, desk.words), "poll")


def about(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """A question of the flow: what of it becomes a poll, or the proposal itself; in the menu that was pressed, or below a summary."""
    at, what = button.number(0), _what(button)
    questions = localise(workshop.flow, desk.words.language).questions
    if not 0 <= at < len(questions) or not proposals_about(questions[at]):
        return gone(desk)
    if what is None:
        return _show(desk, button, polls_pages.poll_about(workshop, at, desk.words), "pollq", at)
    if what not in proposals_about(questions[at]):
        return gone(desk)
    if what == "again":  # in the flow's own language, as the first round is kept
        question = workshop.flow.questions[at]
        draft = drafted(
            unit, workshop, proposed(question, what, desk.words), None if question.shown_if else question.id
        )
    else:
        draft = drafted(unit, workshop, proposed(questions[at], what, desk.words), None)
    if unit.ballots.rounds_before(draft, asked_the_same(workshop, draft)) >= MOST_ROUNDS:
        return asked_twice(unit, desk, draft)
    return _show(desk, button, proposal(unit, desk, workshop, draft), "bdraft", draft.id)


def _show(desk: Desk, button: Button, page: Message, *name: str | int) -> tuple[Op, ...]:
    return desk.reply(page, *name) if button.verb == "prop" else desk.turn(page, "", *name)


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


def again(unit: Unit, desk: Desk, workshop: Workshop, button: Button, *, sure: bool = False) -> tuple[Op, ...]:
    """Propose another round of a poll, or of a question of the flow. One that still runs ends first: it is asked before, unless `sure`."""
    name, words = button.arguments[0] if button.arguments else "", desk.words
    before = next((q for q in workshop.everything.questions if q.id == name), None)
    ballot = workshop.ballot(name)
    if before is None or (ballot is None and before.id not in {q.id for q in workshop.flow.questions}):
        return gone(desk)
    if "again" not in proposals_about(before) or (ballot is not None and ballot.kind is not BallotKind.POLL):
        return gone(desk)
    ended: tuple[Op, ...] = ()
    if ballot is not None and ballot.state is BallotState.OPEN and polls_pages.may_again(workshop, name):
        if not sure:
            return desk.turn(before_again(unit, words, workshop, ballot), "", "bagain", ballot.id)
        ended = close(unit, desk, workshop, button, sure=True)
        desk, workshop = replace(desk, press=None), unit.workshops.get(workshop.id)
    draft = drafted(unit, workshop, proposed(before, "again", words), None if before.shown_if else name)
    if unit.ballots.rounds_before(draft, asked_the_same(workshop, draft)) >= MOST_ROUNDS:
        return asked_twice(unit, desk, draft)
    return (*ended, *desk.reply(proposal(unit, desk, workshop, draft), "bdraft", draft.id))


def offer(unit: Unit, desk: Desk, workshop: Workshop, question: Question) -> tuple[Op, ...]:
    """A poll of these words, as it will look, below what was pressed."""
    draft = drafted(unit, workshop, question, None)
    if unit.ballots.rounds_before(draft, asked_the_same(workshop, draft)) >= MOST_ROUNDS:
        return asked_twice(unit, desk, draft)
    return desk.reply(proposal(unit, desk, workshop, draft), "bdraft", draft.id)


def asked_twice(unit: Unit, desk: Desk, draft: Ballot) -> tuple[Op, ...]:
    """The draft goes, and it is said why."""
    unit.ballots.discard(draft)
    return desk.say(
        desk.words.t(
            "This was asked twice already. A third round would only show who changes their mind, so there is none."
        )
    )


def drafted(unit: Unit, workshop: Workshop, question: Question, of: str | None) -> Ballot:
    """The proposal as a draft; one that is there already is not made twice."""
    same = (b for b in unit.ballots.drafts(workshop.id) if (_said(b.question), b.of) == (_said(question), of))
    return next(same, None) or unit.ballots.draft(workshop, BallotKind.POLL, question, of)


def _said(question: Question) -> Question:
    return question.model_copy(update={"id": NEW})


def proposal(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> Message:
    """A draft as it will look, and what can be done with it."""
    grouped = unit.staff.group_of(workshop.id) is not None
    return previews.proposal(workshop, ballot, desk.words, grouped=grouped)


# A draft


def with_draft(
    act: Callable[[Unit, Desk, Workshop, Ballot], tuple[Op, ...]], *, may_be_stale: bool = False
) -> Callable[[Unit, Desk, Workshop, Button], tuple[Op, ...]]:
    """A verb that acts on a draft, as it is shown on the page that was pressed."""

    def verb(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        ballot = unit.ballots.get(workshop.id, button.arguments[0]) if button.arguments else None
        if ballot is None:
            return gone(desk)
        if ballot.state is not BallotState.DRAFT:
            return desk.say(desk.words.t("This poll was sent already."))
        if not may_be_stale and button.arguments[1:] != (mark(ballot.question),):
            changed = desk.words.t("The words have changed. This is how the poll looks now.")
            return desk.turn(proposal(unit, desk, workshop, ballot), changed, "bdraft", ballot.id)
        return act(unit, desk, workshop, ballot)

    return verb


def _send(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    """Open the poll and send it to everyone who has joined; there is no other audience."""
    if workshop.phase is not Phase.OPEN:
        return desk.say(desk.words.t("Nobody can answer right now. Open the workshop first, then send the poll."))
    _expects_no_more(unit, desk, workshop, ballot)
    if not unit.ballots.open(ballot, asked_the_same(workshop, ballot)):
        return asked_twice(unit, desk, ballot)
    asked_in = desk.sender.chat_id
    sendout = unit.sendouts.start(workshop.id, SendoutKind.BALLOT, {"ballot": ballot.id}, asked_in)
    desk.did(unit, workshop.id, ActionKind.POLL_SENT, Place.EVERYONE)
    sent = desk.done(desk.words.t("The poll is on its way to everyone."))
    return (*sent, StartSendout(sendout), RefreshBoards(workshop.id))


def _to_group(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    """Post it as a native anonymous poll with a hidden result; the draft has done its work then."""
    t, group = desk.words.t, unit.staff.group_of(workshop.id)
    if group is None:
        return desk.say(t("No group is linked."))
    if workshop.policy.close_only or not fits_a_group(ballot.question):
        return desk.say(t("This poll cannot be posted in a group: its result would be shown too early."))
    _expects_no_more(unit, desk, workshop, ballot)
    unit.ballots.discard(ballot)
    asked = in_language(workshop, ballot, desk.words.language)  # as it was shown to who sends it
    options = tuple(option.label for option in options_of(asked))
    poll = SendPoll(group, workshop.id, asked.text, options, desk.sender.chat_id, unit.staff.actor(desk.sender.user_id))
    return (*desk.done(t("Sending the poll …")), poll)


def _ask_words(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    if ballot.of is not None:
        return desk.say(desk.words.t("A second round asks the same question, so its words stay."))
    desk.expect(unit, ASKED, workshop, ballot.id)
    return desk.turn(previews.ask_words(workshop, ballot, desk.words), "", "bword", ballot.id)


def _look(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    """Back from its words: the draft as it is."""
    return desk.turn(proposal(unit, desk, workshop, ballot), "", "bdraft", ballot.id)


def _cancel(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    _expects_no_more(unit, desk, workshop, ballot)
    unit.ballots.discard(ballot)
    return desk.done(desk.words.t("Nothing was sent."))


def _expects_no_more(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> None:
    """What is typed from now on is not for this draft."""
    if unit.staff.asked(desk.sender.chat_id) == f"{ASKED}:{workshop.id}:{ballot.id}":
        unit.staff.set_asked(desk.sender.chat_id, None)


# A poll that was sent


def show(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """How many are in."""
    ballot = workshop.ballot(button.arguments[0]) if button.arguments else None
    if ballot is None:
        return gone(desk)
    told = polls_pages.in_line(
        workshop, _received(unit, ballot), desk.words
    )  # where there is no news the page does not change
    is_open = ballot.state is BallotState.OPEN
    return desk.turn(sent_page(unit, desk.words, workshop, ballot), told if is_open else "", "bshow", ballot.id)


def sent_page(unit: Unit, words: Wording, workshop: Workshop, ballot: Ballot) -> Message:
    """A poll that was sent, as it stands: running with how many are in, or ended and what became of it."""
    received = _received(unit, ballot)
    if ballot.state is BallotState.OPEN:
        return polls_pages.running(workshop, ballot, received, words)
    return polls_pages.over(workshop, ballot, unit.answers.latest(workshop.id, ballot.id), received, words)


def too_early(unit: Unit, words: Wording, workshop: Workshop, ballot: Ballot) -> Message:
    """Asked before a poll is ended that could show nothing yet; once it is over, what became of it."""
    if ballot.state is not BallotState.OPEN:
        return sent_page(unit, words, workshop, ballot)
    return polls_pages.ask_close(workshop, ballot, _received(unit, ballot), words)


def before_again(unit: Unit, words: Wording, workshop: Workshop, ballot: Ballot) -> Message:
    """Asked before a running poll is asked again; once it is over, what became of it."""
    if ballot.state is not BallotState.OPEN:
        return sent_page(unit, words, workshop, ballot)
    return polls_pages.ask_again(workshop, ballot, _received(unit, ballot), words)


def close(unit: Unit, desk: Desk, workshop: Workshop, button: Button, *, sure: bool = False) -> tuple[Op, ...]:
    """End a poll by the doors of the release rule and show its result, if it may be shown; with too few answers ask first.

    One that was ended is counted again; where that adds nobody, the same picture does not come twice. Of one that has ended for
    good a button from before says what it is now, and does nothing.
    """
    ballot = workshop.ballot(button.arguments[0]) if button.arguments else None
    if ballot is None or ballot.kind is not BallotKind.POLL:
        return gone(desk)
    if ballot.state is BallotState.CLOSED:
        told = desk.words.t("This poll has ended already.")
        return desk.turn(sent_page(unit, desk.words, workshop, ballot), told, "bshow", ballot.id)
    is_early = polls_pages.is_early(workshop, _received(unit, ballot))
    if ballot.state is BallotState.OPEN and is_early and not sure:
        return desk.turn(too_early(unit, desk.words, workshop, ballot), "", "bclose", ballot.id)
    before = unit.answers.latest(workshop.id, ballot.id)
    if ballot.takes_answers and workshop.phase is not Phase.CLOSED:
        unit.answers.end(workshop.id, ballot.id)
    if ballot.state is BallotState.OPEN:
        desk.did(unit, workshop.id, ActionKind.POLL_CLOSED)
    after = unit.workshops.get(workshop.id)
    now = after.ballot(ballot.id) or ballot
    if ballot.state is now.state is BallotState.ENDED and unit.answers.latest(workshop.id, ballot.id) == before:
        told = desk.words.t("Nothing new to count: too few more have answered.")
        return (*desk.say(told), *desk.fold())
    return _over(unit, desk, after, now)


def _over(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> tuple[Op, ...]:
    """Say that it is over, and the result where there is one."""
    release = unit.answers.latest(workshop.id, ballot.id)
    told = desk.tell(polls_pages.over(workshop, ballot, release, _received(unit, ballot), desk.words, shown=True))
    result = DrawResult(workshop.id, desk.sender.chat_id, desk.words.language, ballot.id)
    return (*told, *((result,) if release is not None else ()), RefreshBoards(workshop.id))


def see(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """The result of a poll that has ended, once more: to who lost it, or had not ended it."""
    ballot = workshop.ballot(button.arguments[0]) if button.arguments else None
    if ballot is None or unit.answers.latest(workshop.id, ballot.id) is None:
        return desk.say(desk.words.t("There is no result to show."))
    return (*desk.noted(), DrawResult(workshop.id, desk.sender.chat_id, desk.words.language, ballot.id), *desk.fold())


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


def polls_page(unit: Unit, desk: Desk, workshop: Workshop) -> Message:
    """Every poll that people can still answer, open or ended, each a button to its page; the page itself where there is one."""
    found = [*polls_pages.running_polls(workshop), *polls_pages.ended_polls(workshop)]
    if len(found) == 1:
        return sent_page(unit, desk.words, workshop, found[0])
    return polls_pages.polls_list(workshop, found, unit.answers.received(workshop.id), desk.words)


def show_polls(unit: Unit, desk: Desk, workshop: Workshop, _button: Button | None = None) -> tuple[Op, ...]:
    """As `/polls`, from the board."""
    return desk.turn(polls_page(unit, desk, workshop), "", "bpolls")


def gone(desk: Desk) -> tuple[Op, ...]:
    """Said of a button of which nothing is left."""
    return desk.say(desk.words.t("That is no longer there."))


send = with_draft(_send)
to_group = with_draft(_to_group)
ask_words = with_draft(_ask_words, may_be_stale=True)
look = with_draft(_look, may_be_stale=True)
cancel = with_draft(_cancel, may_be_stale=True)
