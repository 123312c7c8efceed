"""What can be typed and tapped about the flows on offer, as a table; must not know how it is done."""

from __future__ import annotations

from bot.commands import Begins, Command, Day, Errand, Reply, Serves, Table, Who
from bot.shelf import choosing, receiving
from bot.shelf.receiving import not_yours

TABLE = Table(
    commands=(
        Command(
            "flow",
            Who.FACILITATOR,
            lambda words: words.t("questions of your own: as a file, or typed"),
            Serves(receiving.ask),
            in_menu=True,
            day=Day.BEFORE,
        ),
    ),
    errands=(
        Errand("flows", choosing.turn),
        Errand("flow", choosing.show),
        Errand("flowpage", choosing.show_page),
        Errand("flowuse", choosing.use),
        Errand("flowsee", receiving.see),
        Errand("flowfile", receiving.send_file),
        Errand("flowown", receiving.ask_own, Who.ORGANISER, not_yours),
        Errand("flowkeep", receiving.keep, Who.ORGANISER, not_yours),
        Errand("flowgone", receiving.retire, Who.ORGANISER, not_yours),
        Errand("flowback", receiving.take_back, Who.ORGANISER, not_yours),
    ),
    replies=(Reply(receiving.QUESTIONS, Begins(receiving.answer), who=Who.ORGANISER, only=not_yours),),
)
