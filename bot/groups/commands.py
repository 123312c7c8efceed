"""What a facilitator can type and tap in private about a linked group, as a table; must not know what a group hears."""

from __future__ import annotations

from bot.commands import NOT_CLOSED, Command, Steers, Table, Verb, Who
from bot.groups import lending, linking

TABLE = Table(
    commands=(
        Command(
            "link",
            Who.FACILITATOR,
            lambda words: words.t("post polls and results in a group; sent there, it links that group"),
            Steers(lambda _unit, desk, workshop, _typed: linking.how_to_link(desk, workshop)),
            hint=lambda words: words.t("CODE"),
            phases=NOT_CLOSED,
        ),
        Command(
            "unlink",
            Who.FACILITATOR,
            lambda words: words.t("post nothing in the group any more"),
            Steers(lambda unit, desk, workshop, _typed: linking.release(unit, desk, workshop)),
        ),
    ),
    verbs=(
        Verb("group", lambda _unit, desk, workshop, _: linking.how_to_link(desk, workshop), NOT_CLOSED),
        Verb("lend", lending.lend, NOT_CLOSED),
        Verb("nolend", lending.keep, NOT_CLOSED),
        Verb("ungroup", lambda unit, desk, workshop, _: linking.release(unit, desk, workshop)),
    ),
)
