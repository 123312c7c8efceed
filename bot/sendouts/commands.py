"""What a facilitator can type and tap to say something to everybody, as a table; must not know how it travels."""

from __future__ import annotations

from bot.commands import NOT_CLOSED, Command, Page, Reply, Steers, Table, Takes, Verb, Who
from bot.sendouts import announcing

TABLE = Table(
    commands=(
        Command(
            "announce",
            Who.FACILITATOR,
            lambda words: words.t("say something to everybody, shown to you before it goes"),
            Steers(announcing.announce),
            hint=lambda words: words.t("Coffee is ready"),
            in_menu=True,
            phases=NOT_CLOSED,
            takes=True,
        ),
    ),
    verbs=(
        Verb("announce", lambda unit, desk, workshop, _: announcing.ask(unit, desk, workshop), NOT_CLOSED),
        Verb("annsend", announcing.send, NOT_CLOSED),
        Verb("annedit", announcing.change, NOT_CLOSED),
        Verb("anncancel", announcing.cancel, NOT_CLOSED),
        Verb("stopsend", announcing.stop),
    ),
    replies=(Reply(announcing.ASKED, Takes(announcing.typed), NOT_CLOSED),),
    pages=(
        Page("announce", lambda _unit, desk, workshop, _: announcing.asked(workshop, desk.words), NOT_CLOSED),
        Page(
            "anndraft",
            lambda unit, desk, workshop, at: announcing.drafted(unit, workshop, at[0], desk.words),
            NOT_CLOSED,
        ),
        Page(
            "annedit",
            lambda unit, desk, workshop, at: announcing.changing(unit, workshop, at[0], desk.words),
            NOT_CLOSED,
        ),
    ),
)
