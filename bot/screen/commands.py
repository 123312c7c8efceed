"""What a facilitator can type and tap about the presenter's screen, as a table; must not know how it is done."""

from __future__ import annotations

from bot.commands import NOT_CLOSED, Command, Page, Reply, Steers, Table, Takes, Verb, Who, word
from bot.screen import links, pairing, steering

TABLE = Table(
    commands=(
        Command(
            "screen",
            Who.FACILITATOR,
            lambda words: words.t(
                "what the room sees on the wall: a link for the projector, or the four digits that stand there"
            ),
            Steers(pairing.screen),
            hint=lambda _words: "1234",
            in_menu=True,
            takes=pairing.is_read,
        ),
    ),
    pages=(Page("screen", lambda unit, desk, workshop, _: steering.shown_page(unit, desk, workshop)),),
    verbs=(
        Verb("screen", lambda unit, desk, workshop, _: steering.menu(unit, desk, workshop)),
        Verb("screenlink", lambda unit, desk, workshop, _: links.show(unit, desk, workshop)),
        Verb("screennew", lambda unit, desk, workshop, _: links.ask_new(unit, desk, workshop)),
        Verb("screenyes", lambda unit, desk, workshop, button: links.renew(unit, desk, workshop, word(button, 0))),
        Verb("screenpair", lambda unit, desk, workshop, button: pairing.pair(unit, desk, workshop, word(button, 0))),
        Verb(
            "screenset",
            lambda unit, desk, workshop, button: steering.toggle(
                unit, desk, workshop, *(word(button, n) for n in (0, 1))
            ),
            NOT_CLOSED,
        ),
    ),
    replies=(Reply(pairing.ASKED, Takes(pairing.typed), fits=pairing.is_meant),),
)
