"""What can be typed and tapped about polls, as a table; must not know how it is done."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.commands import NOT_CLOSED, Command, Ops, Reply, Serves, Steers, Table, Takes, Tap, Verb, Who
from bot.desk import Desk
from bot.memory import Memory
from bot.participant.answering import current
from bot.participant.lobby import welcome
from bot.polls import live, offering, sharing, steering, themes, voting
from bot.reading.themes import POLL as THEME_POLL
from bot.visit import Visit
from storage.database import Unit
from storage.values import Phase


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
            lambda words: words.t("ask everybody something, or a group for a show of hands"),
            Steers(lambda _unit, desk, workshop, _typed: steering.ask_poll(desk, workshop)),
            in_menu=True,
            phases=NOT_CLOSED,
        ),
    ),
    pages=live.PAGES,
    verbs=(
        Verb("poll", lambda _unit, desk, workshop, _: steering.ask_poll(desk, workshop), NOT_CLOSED),
        Verb("prop", steering.about, NOT_CLOSED),
        Verb("pollq", steering.about, NOT_CLOSED),
        Verb("pollwhat", steering.about, NOT_CLOSED),
        Verb(THEME_POLL, themes.propose, NOT_CLOSED),
        Verb("pollend", steering.end_poll),
        Verb("bagain", steering.again, NOT_CLOSED),
        Verb("bsend", steering.send, NOT_CLOSED),
        Verb("bgroup", steering.to_group, NOT_CLOSED),
        Verb("bword", steering.ask_words, NOT_CLOSED),
        Verb("bcancel", steering.cancel, NOT_CLOSED),
        Verb("bshow", steering.show),
        Verb("bpolls", steering.show_polls),
        Verb("bclose", steering.close),
        Verb("bcloseyes", partial(steering.close, sure=True)),
        Verb("bresult", sharing.to_everyone, NOT_CLOSED),
        Verb("bscreen", sharing.on_screen, NOT_CLOSED),
        Verb("bpost", sharing.post, NOT_CLOSED),
    ),
    taps=(Tap(voting.VERB, lambda unit, visit, button, _memory: voting.press(unit, visit, button)),),
    replies=(Reply(steering.ASKED, Takes(steering.reword), NOT_CLOSED),),
    newcomer=voting.for_newcomer,
    offers=offering.offers,
)
