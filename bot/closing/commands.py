"""What an organiser can type and tap after the close, as a table; must not know how it is done."""

from __future__ import annotations

from bot.closing import deleting, following_up
from bot.commands import CLOSED, Begins, Command, Day, Page, Reply, Serves, Table, Takes, Verb, Who
from bot.desk import Desk
from bot.messages import Message
from bot.wording import Wording
from storage.database import Unit
from storage.values import Role, Workshop


def _not_to_delete(words: Wording) -> str:
    return words.t("Only organisers can delete what is kept. Ask yours for an invitation.")


def _not_to_tell(words: Wording) -> str:
    return words.t("Only organisers can tell people what came of it. Ask yours for an invitation.")


def _asked(unit: Unit, desk: Desk, workshop: Workshop, _about: tuple[str, ...]) -> Message | None:
    return following_up.asked(unit, workshop, desk.words) if _is_organiser(unit, desk) else None


def _drafted(unit: Unit, desk: Desk, workshop: Workshop, about: tuple[str, ...]) -> Message | None:
    return following_up.drafted(unit, workshop, about[0], desk.words) if _is_organiser(unit, desk) else None


def _is_organiser(unit: Unit, desk: Desk) -> bool:
    return unit.staff.role(desk.sender.user_id) is Role.ORGANISER


TABLE = Table(
    commands=(
        Command(
            "delete",
            Who.ORGANISER,
            lambda words: words.t("delete all that is kept of a closed workshop; asks twice"),
            Serves(lambda unit, desk, typed, _memory: deleting.ask(unit, desk, typed)),
            hint=lambda words: words.t("CODE"),
            day=Day.AFTER,
            only=_not_to_delete,
            takes=True,
        ),
    ),
    verbs=(
        Verb(
            "news",
            lambda unit, desk, workshop, _: following_up.ask(unit, desk, workshop),
            CLOSED,
            following_up.not_yet,
            Who.ORGANISER,
            _not_to_tell,
        ),
        Verb("newsgo", following_up.send, CLOSED, following_up.not_yet, Who.ORGANISER, _not_to_tell),
        Verb("newsno", following_up.cancel, CLOSED, following_up.not_yet, Who.ORGANISER, _not_to_tell),
        Verb(
            "delsure",
            lambda unit, desk, workshop, _: deleting.ask_again(unit, desk, workshop),
            CLOSED,
            who=Who.ORGANISER,
            only=_not_to_delete,
        ),
        Verb(
            "delyes",
            lambda unit, desk, workshop, _: deleting.go(unit, desk, workshop),
            CLOSED,
            who=Who.ORGANISER,
            only=_not_to_delete,
        ),
        Verb("delno", deleting.keep),
    ),
    replies=(
        Reply(following_up.ASKED, Takes(following_up.typed), CLOSED, following_up.not_yet, Who.ORGANISER, _not_to_tell),
        Reply(deleting.ASKED, Begins(deleting.typed), who=Who.ORGANISER, only=_not_to_delete),
    ),
    pages=(Page("news", _asked, CLOSED), Page("newsdraft", _drafted, CLOSED)),
)
