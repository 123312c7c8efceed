"""What a participant can type and tap, as a table; must not know how it is done."""

from __future__ import annotations

from dataclasses import replace

from bot.buttons import Button
from bot.commands import Command, Instead, Ops, Serves, Table, Tap, Who
from bot.desk import Desk
from bot.memory import Memory
from bot.messages import Edit, Flash, Send, Strip
from bot.participant import answering, lobby, meant, news
from bot.participant.consent import page
from bot.participant.notetaking import table
from bot.visit import Visit
from flows.dialogue.inputs import Back, Pause, Resume, Review, Skip, Submit
from storage.database import Unit


def _privacy(unit: Unit, desk: Desk, _typed: str, _memory: Memory) -> Ops:
    now = answering.current(unit, desk.sender)
    return (Send(desk.sender.chat_id, lobby.privacy(desk.words, now[0] if now else None, desk.house.kept_months)),)


def _language(unit: Unit, desk: Desk, typed: str, _memory: Memory) -> Ops:
    return (
        lobby.ask_language(unit, desk.sender, typed)
        if typed
        else lobby.choose_language(desk.sender, lobby.spoken_to(unit, desk.sender))
    )


def _noted(visit: Visit) -> Ops:
    return (Flash(visit.press.query_id),) if visit.press else ()


def _how(_unit: Unit, visit: Visit, button: Button, _memory: Memory) -> Ops:
    chat, shown = visit.sender.chat_id, page(visit.words, visit.workshop, button.number(0))
    if visit.current_message is None:
        return (*_noted(visit), Send(chat, shown))
    return (*_noted(visit), Edit(chat, visit.current_message, shown))


def _card(unit: Unit, visit: Visit, _button: Button, _memory: Memory) -> Ops:
    return (
        *_noted(visit),
        *(lobby.turn_to_card(unit, visit) or answering.again(unit, visit.workshop, visit.sender, visit.person)),
    )


def _go(unit: Unit, visit: Visit, _button: Button, _memory: Memory) -> Ops:
    return (*_noted(visit), *answering.again(unit, visit.workshop, visit.sender, visit.person))


def _forget(unit: Unit, visit: Visit, _button: Button, memory: Memory) -> Ops:
    memory.unsent.forget(visit.workshop.id, visit.sender.user_id)
    return answering.forget(unit, visit)


def _pause(unit: Unit, visit: Visit, _button: Button, _memory: Memory) -> Ops:
    """As if it had been typed: the message with the button was none of the dialogue's."""
    asked = visit.press.message_id if visit.press else None
    strip = (Strip(visit.sender.chat_id, asked),) if asked is not None else ()
    return (*_noted(visit), *strip, *answering.act(unit, replace(visit, press=None), Pause()))


TABLE = Table(
    commands=(
        Command("skip", Who.PARTICIPANT, lambda words: words.t("go on without an answer"), Instead(Skip())),
        Command("back", Who.PARTICIPANT, lambda words: words.t("the question before"), Instead(Back())),
        Command("pause", Who.PARTICIPANT, lambda words: words.t("go on later, here"), Instead(Pause())),
        Command("resume", Who.PARTICIPANT, lambda words: words.t("go on where you were"), Instead(Resume())),
        Command("review", Who.PARTICIPANT, lambda words: words.t("see and change your answers"), Instead(Review())),
        Command("submit", Who.PARTICIPANT, lambda words: words.t("hand your answers in"), Instead(Submit())),
        Command(
            "workshops",
            Who.EVERYBODY,
            lambda words: words.t("the workshops you are in"),
            Serves(lambda unit, desk, _typed, _memory: lobby.list_workshops(unit, desk.sender)),
            in_menu=True,
        ),
        Command(
            "table",
            Who.EVERYBODY,
            lambda words: words.t(
                "answer for a whole round table, as its note-taker: its number and how many sit there, or off"
            ),
            Serves(lambda unit, desk, typed, _memory: table(unit, desk.sender, typed)),
            hint=lambda _words: "3 8",
            takes=True,
        ),
        Command(
            "forget",
            Who.EVERYBODY,
            lambda words: words.t("delete what is kept about you; asks once"),
            Serves(lambda unit, desk, _typed, _memory: lobby.ask_forget(unit, desk.sender)),
            in_menu=True,
        ),
        Command(
            "news",
            Who.EVERYBODY,
            lambda words: words.t("whether you are told afterwards what came of it"),
            Serves(lambda unit, desk, _typed, _memory: news.choose(unit, desk.sender)),
            in_menu=True,
        ),
        Command("privacy", Who.EVERYBODY, lambda words: words.t("who sees what"), Serves(_privacy), in_menu=True),
        Command(
            "language",
            Who.EVERYBODY,
            lambda words: words.t("change the language"),
            Serves(_language),
            takes=True,
            in_menu=True,
        ),
    ),
    taps=(
        Tap("how", _how),
        Tap("pause", _pause),
        Tap(meant.VERB, meant.press),
        Tap("card", _card),
        Tap("go", _go),
        Tap("nw", lambda unit, visit, button, _memory: news.switch(unit, visit, button)),
        Tap("fo", _forget),
    ),
)
