"""What can be typed and tapped at the desk, as a table; must not know how it is done."""

from __future__ import annotations

from bot.commands import Command, Day, Page, Reply, Steers, Table, Takes, Verb, Who
from bot.reading import answers, sorting, standing, themes

TABLE = Table(
    commands=(
        Command(
            "desk",
            Who.FACILITATOR,
            lambda words: words.t("read open answers before anybody else does, and approve or hide them"),
            Steers(lambda unit, desk, workshop, _typed: answers.show(unit, desk, workshop)),
            in_menu=True,
            day=Day.AFTER,
        ),
    ),
    pages=(
        Page(answers.VERB, lambda unit, desk, workshop, _: answers.front(unit, desk, workshop)),
        Page(
            answers.DESK.card_page,
            lambda unit, desk, workshop, about: answers.DESK.live(unit, desk, workshop, about[0]),
        ),
        Page(themes.VERB, standing.live, wordless=themes.wordless),
    ),
    verbs=(Verb(answers.VERB, answers.press), Verb(themes.VERB, sorting.press)),
    replies=(Reply(answers.VERB, Takes(answers.typed)), Reply(themes.VERB, Takes(sorting.typed))),
)
