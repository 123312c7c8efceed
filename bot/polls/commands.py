"""What can be typed and tapped about polls, as a table; must not know how it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.commands import NOT_CLOSED, Command, Ops, Page, Reply, Serves, Steers, Table, Takes, Tap, Verb, Who
from bot.desk import Desk
from bot.memory import Memory
from bot.messages import Message
from bot.participant.answering import current
from bot.participant.lobby import welcome
from bot.polls import asking, offering, pages, previews, sharing, steering, themes, voting, writing
from bot.reading.themes import POLL as THEME_POLL
from bot.visit import Visit
from storage.database import Unit
from storage.values import Ballot, BallotState, Phase, Workshop


def _polls(unit: Unit, desk: Desk, _typed: str, _memory: Memory) -> Ops:
    """The open polls: to answer for a participant, to end for whoever steers the workshop last used here; for both, both."""
    sender = desk.sender
    now, focus = current(unit, sender), unit.staff.focus(sender.chat_id)
    mine = voting.polls(unit, Visit(now[0], sender, now[1])) if now is not None else ()
    if focus is None or not unit.staff.steers(sender.user_id, focus):
        return mine or welcome(sender)
    workshop = unit.workshops.get(focus)
    if mine and workshop.phase is Phase.CLOSED:
        return mine
    return (*mine, *steering.show_polls(unit, replace(desk, remote=True), workshop))


def _poll(unit: Unit, desk: Desk, workshop: Workshop, typed: str) -> Ops:
    return asking.poll(unit, desk, workshop, typed) if typed else steering.ask_poll(desk, workshop)


# --- pages that are drawn anew on the board whenever something changes


_Draw = Callable[[Unit, Desk, Workshop, tuple[str, ...]], Message | None]


def _about(draw: Callable[[Unit, Desk, Workshop, Ballot], Message | None]) -> _Draw:
    """A page about one poll, draft or sent; None once it is gone."""

    def drawn(unit: Unit, desk: Desk, workshop: Workshop, about: tuple[str, ...]) -> Message | None:
        ballot = unit.ballots.get(workshop.id, about[0])
        return None if ballot is None else draw(unit, desk, workshop, ballot)

    return drawn


def _draft(unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> Message | None:
    return steering.proposal(unit, desk, workshop, ballot) if ballot.state is BallotState.DRAFT else None


def _reworded(_unit: Unit, desk: Desk, workshop: Workshop, ballot: Ballot) -> Message | None:
    return previews.ask_words(workshop, ballot, desk.words) if ballot.state is BallotState.DRAFT else None


_PAGES = (
    Page("ask", lambda _unit, desk, _workshop, _: previews.ask_question(desk.words), NOT_CLOSED),
    Page("bword", _about(_reworded), NOT_CLOSED),
    Page("poll", lambda _unit, desk, workshop, _: pages.poll_menu(workshop, desk.words), NOT_CLOSED),
    Page("pollq", lambda _unit, desk, workshop, at: pages.poll_about(workshop, int(at[0]), desk.words), NOT_CLOSED),
    Page("bdraft", _about(_draft), NOT_CLOSED),
    Page(
        "bshow", _about(lambda unit, desk, workshop, b: steering.sent_page(unit, desk.words, workshop, b)), NOT_CLOSED
    ),
    Page(
        "bclose", _about(lambda unit, desk, workshop, b: steering.too_early(unit, desk.words, workshop, b)), NOT_CLOSED
    ),
    Page("bresult", lambda unit, desk, workshop, at: sharing.preview(unit, desk.words, workshop, at[0]), NOT_CLOSED),
    Page(
        "bagain",
        _about(lambda unit, desk, workshop, b: steering.before_again(unit, desk.words, workshop, b)),
        NOT_CLOSED,
    ),
    Page("bpolls", lambda unit, desk, workshop, _: steering.polls_page(unit, desk, workshop), NOT_CLOSED),
)

TABLE = Table(
    commands=(
        Command(
            "polls",
            Who.EVERYBODY,
            lambda words: words.t("what the facilitator has asked everybody"),
            Serves(_polls),
        ),
        Command(
            "poll",
            Who.FACILITATOR,
            lambda words: words.t("ask everybody about a question or an option, or a group for a show of hands"),
            Steers(_poll),
            hint=lambda words: words.t("parking"),
            in_menu=True,
            phases=NOT_CLOSED,
            takes=True,
        ),
        Command(
            "ask",
            Who.FACILITATOR,
            lambda words: words.t("ask everybody a question of your own, shown to you before it goes"),
            Steers(asking.ask),
            hint=lambda words: words.t("Which day? Mon | Tue"),
            in_menu=True,
            phases=NOT_CLOSED,
            takes=True,
        ),
    ),
    pages=_PAGES,
    verbs=(
        Verb("poll", lambda _unit, desk, workshop, _: steering.ask_poll(desk, workshop), NOT_CLOSED),
        Verb("prop", steering.about, NOT_CLOSED),
        Verb("pollq", steering.about, NOT_CLOSED),
        Verb("pollwhat", steering.about, NOT_CLOSED),
        Verb(THEME_POLL, themes.propose, NOT_CLOSED),
        Verb("pollend", steering.end_poll),
        Verb("bagain", steering.again, NOT_CLOSED),
        Verb("bagainyes", partial(steering.again, sure=True), NOT_CLOSED),
        Verb("bsee", steering.see),
        Verb("bsend", steering.send, NOT_CLOSED),
        Verb("bgroup", steering.to_group, NOT_CLOSED),
        Verb("ask", lambda unit, desk, workshop, _: asking.ask(unit, desk, workshop, ""), NOT_CLOSED),
        Verb("bshape", asking.reshape, NOT_CLOSED),
        Verb("bword", steering.ask_words, NOT_CLOSED),
        Verb("bdraft", steering.look, NOT_CLOSED),
        Verb("bcancel", steering.cancel, NOT_CLOSED),
        Verb("bshow", steering.show),
        Verb("bpolls", steering.show_polls),
        Verb("bclose", steering.close),
        Verb("bcloseyes", partial(steering.close, sure=True)),
        Verb("bresult", sharing.ask, NOT_CLOSED),
        Verb("bresultgo", sharing.send, NOT_CLOSED),
        Verb("bscreen", sharing.on_screen, NOT_CLOSED),
        Verb("bpost", sharing.post, NOT_CLOSED),
    ),
    taps=(Tap(voting.VERB, voting.press),),
    replies=(Reply(steering.ASKED, Takes(asking.typed), NOT_CLOSED),),
    newcomer=voting.for_newcomer,
    offers=offering.offers,
    words=writing.typed,
    replied=writing.replied,
)
