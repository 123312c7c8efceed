"""What a facilitator can type and tap about a workshop as a whole, as a table; must not know how it is done."""

from __future__ import annotations

from bot.buttons import Button
from bot.commands import (
    CLOSED,
    NOT_CLOSED,
    Begins,
    Command,
    Day,
    Errand,
    Ops,
    Page,
    Reply,
    Serves,
    Steers,
    Table,
    Takes,
    Verb,
    Who,
    word,
)
from bot.desk import Desk, change_phase
from bot.facilitator import choosing, expecting, pages, staffing, workshops, zoning
from bot.facilitator.pace import pace_menu
from bot.memory import Memory
from bot.messages import Message
from bot.participant import lobby
from bot.shelf.choosing import ASKED
from bot.wording import Wording
from storage.database import Unit
from storage.values import Phase, Role, Workshop


def _list(unit: Unit, desk: Desk, _typed: str, _memory: Memory) -> Ops:
    """Those that one steers, and those that one takes part in."""
    mine, here = unit.staff.workshops_of(desk.sender.user_id), unit.people.workshops_of(desk.sender.user_id)
    steered = desk.reply(pages.workshop_list(mine, desk.words), "workshops", "board") if mine else ()
    return (*steered, *(lobby.list_workshops(unit, desk.sender) if here or not mine else ()))


def _mine(unit: Unit, desk: Desk, _workshop: Workshop, about: tuple[str, ...]) -> Message | None:
    """The list of those that one steers, as it is now; None where there are none."""
    mine = unit.staff.workshops_of(desk.sender.user_id)
    return (
        pages.workshop_list(mine, desk.words, about[0] if about[0] in ("board", "staff") else "board") if mine else None
    )


def _invite(unit: Unit, desk: Desk, typed: str, _memory: Memory) -> Ops:
    t, said = desk.words.t, typed.strip().casefold()
    if said in t("organiser|organizer").split("|"):
        return workshops.invite(unit, desk, Role.ORGANISER, None)
    if said not in ("", "facilitator", t("facilitator").casefold()):
        return desk.say(t("Say for whom: /invite facilitator or /invite organiser."))
    return workshops.invite(unit, desk, Role.FACILITATOR, None)


def _more(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> Ops:
    return desk.reply(workshops.more_page(unit, desk, workshop), "more")


def _export(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> Ops:
    return workshops.export(unit, desk, workshop, word(button, 0), word(button, 1))


def _export_in(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> Ops:
    return workshops.export(unit, desk, workshop, "", word(button, 0))


def _export_page(_unit: Unit, desk: Desk, workshop: Workshop, at: tuple[str, ...]) -> Message:
    return pages.export_menu(workshop, desk.words, at[0] if at else "")


def _not_yet(words: Wording) -> str:
    return words.t("The export comes after the close: two exports could be compared to single somebody out.")


def _not_yours(words: Wording) -> str:
    return words.t("Only organisers can export. Ask yours for an invitation.")


def _not_yours_to_take(words: Wording) -> str:
    return words.t("Only organisers can do that. For one workshop, tap More … on its board.")


def _no_trial_now(words: Wording) -> str:
    return words.t(
        "It is open: from now on people answer in it. It can be tried before it opens, also under another title."
    )


_WAITING = frozenset({Phase.WAITING})
_OPEN = frozenset({Phase.OPEN})
_OPENED = _OPEN | {Phase.PAUSED}

TABLE = Table(
    commands=(
        Command(
            "new",
            Who.FACILITATOR,
            lambda words: words.t("start a workshop, or in one go: /new key-questions Riverside Park"),
            Serves(lambda unit, desk, typed, _memory: workshops.new(unit, desk, typed)),
            in_menu=True,
            day=Day.BEFORE,
            takes=True,
        ),
        Command(
            "workshops",
            Who.FACILITATOR,
            lambda words: words.t("your workshops, each brought to hand by a tap"),
            Serves(_list),
            in_menu=True,
            day=Day.BEFORE,
        ),
        Command(
            "expect",
            Who.FACILITATOR,
            lambda words: words.t("how many people of each group you expect, to see who is not in the room"),
            Steers(expecting.ask),
            hint=lambda words: words.t("council 40, business 10"),
            in_menu=True,
            day=Day.BEFORE,
            takes=True,
        ),
        Command(
            "pause",
            Who.FACILITATOR,
            lambda words: words.t("let nobody answer until you open it again"),
            Steers(lambda unit, desk, workshop, _typed: change_phase(unit, desk, workshop, "pause")),
            in_menu=True,
            phases=_OPEN,
        ),
        Command(
            "lastcall",
            Who.FACILITATOR,
            lambda words: words.t("ask everybody who is still answering to submit, before you close"),
            Steers(lambda unit, desk, workshop, _typed: workshops.last_call(unit, desk, workshop)),
            in_menu=True,
            day=Day.AFTER,
            phases=_OPENED,
        ),
        Command(
            "close",
            Who.FACILITATOR,
            lambda words: words.t("close the workshop for good; asks once"),
            Steers(lambda _unit, desk, workshop, _typed: workshops.ask_close(desk, workshop)),
            in_menu=True,
            day=Day.AFTER,
            phases=NOT_CLOSED,
        ),
        Command(
            "invite",
            Who.ORGANISER,
            lambda words: words.t("a link that works once, for one new facilitator or organiser"),
            Serves(_invite),
            hint=lambda words: words.t("organiser|organizer").split("|")[0],
            in_menu=True,
            day=Day.BEFORE,
            only=lambda words: words.t("Only organisers can invite. For one workshop, tap More … on its board."),
            takes=True,
        ),
        Command(
            "staff",
            Who.FACILITATOR,
            lambda words: words.t("who may steer what, and open invitations; a tap withdraws them"),
            Serves(lambda unit, desk, _typed, _memory: staffing.show(unit, desk)),
            in_menu=True,
            day=Day.BEFORE,
        ),
        Command(
            "export",
            Who.ORGANISER,
            lambda words: words.t("the results of a closed workshop: everything in one file, or Excel, CSV, JSON"),
            Steers(lambda unit, desk, workshop, _typed: workshops.export(unit, desk, workshop, "")),
            in_menu=True,
            day=Day.AFTER,
            phases=CLOSED,
            otherwise=_not_yet,
            only=_not_yours,
        ),
    ),
    pages=(
        Page("more", lambda unit, desk, workshop, _: workshops.more_page(unit, desk, workshop)),
        Page("close", lambda _unit, desk, workshop, _: pages.ask_close(workshop, desk.words), NOT_CLOSED),
        Page("called", lambda _unit, desk, workshop, _: pages.called(workshop, desk.words), NOT_CLOSED),
        Page("rules", lambda _unit, desk, workshop, _: choosing.rule_menu(workshop, desk.words), _WAITING),
        Page("paces", lambda _unit, desk, workshop, _: pace_menu(workshop, desk.words), _WAITING),
        Page("export", _export_page, CLOSED),
        Page("staffall", staffing.live, wide=True),
        Page("workshops", _mine, wide=True),
        Page(expecting.VERB, lambda unit, desk, workshop, _: expecting.page(unit, desk, workshop)),
        Page("staff", lambda unit, desk, workshop, _: staffing.steering_page(unit, desk, workshop)),
    ),
    verbs=(
        Verb("pause", lambda unit, desk, workshop, _: change_phase(unit, desk, workshop, "pause"), _OPEN),
        Verb("lastcall", lambda unit, desk, workshop, _: workshops.last_call(unit, desk, workshop), _OPENED),
        Verb("close", lambda _unit, desk, workshop, _: workshops.ask_close(desk, workshop), NOT_CLOSED),
        Verb("closeyes", lambda unit, desk, workshop, _: workshops.close(unit, desk, workshop), NOT_CLOSED),
        Verb("closeno", lambda _unit, desk, _workshop, _: desk.done(pages.kept_open(_workshop, desk.words))),
        Verb("card", lambda _unit, desk, workshop, _: workshops.card(desk, workshop)),
        Verb("more", _more),
        Verb("lock", lambda unit, desk, workshop, _: workshops.lock(unit, desk, workshop, locked=True), NOT_CLOSED),
        Verb("unlock", lambda unit, desk, workshop, _: workshops.lock(unit, desk, workshop, locked=False), NOT_CLOSED),
        Verb(
            "rules", lambda _unit, desk, workshop, _: choosing.ask_rule(desk, workshop), _WAITING, choosing.rule_stays
        ),
        Verb(
            "rule",
            lambda unit, desk, workshop, button: choosing.set_rule(unit, desk, workshop, word(button, 0)),
            _WAITING,
            choosing.rule_stays,
        ),
        Verb(
            "paces", lambda _unit, desk, workshop, _: choosing.ask_pace(desk, workshop), _WAITING, choosing.pace_stays
        ),
        Verb(
            "pace",
            lambda unit, desk, workshop, button: choosing.set_pace(unit, desk, workshop, word(button, 0)),
            _WAITING,
            choosing.pace_stays,
        ),
        Verb("try", lambda _unit, desk, workshop, _: workshops.begin_trial(desk, workshop), _WAITING, _no_trial_now),
        Verb(zoning.VERB, lambda unit, desk, workshop, _: zoning.ask(unit, desk, workshop), _WAITING, zoning.stays),
        Verb(expecting.VERB, lambda unit, desk, workshop, _: expecting.ask(unit, desk, workshop, "")),
        Verb("tryend", lambda _unit, desk, workshop, _: workshops.end_trial(desk, workshop)),
        Verb(
            "co", lambda unit, desk, workshop, _: workshops.invite(unit, desk, Role.FACILITATOR, workshop), NOT_CLOSED
        ),
        Verb("staff", staffing.steering),
        Verb("unstaff", staffing.take_one),
        Verb("uninvite", staffing.recall_one),
        Verb("export", _export_in, CLOSED, _not_yet, Who.ORGANISER, _not_yours),
        Verb("exp", _export, CLOSED, _not_yet, Who.ORGANISER, _not_yours),
    ),
    errands=(
        Errand("staffall", staffing.everybody, Who.ORGANISER, _not_yours_to_take),
        Errand("dismiss", staffing.take_all, Who.ORGANISER, _not_yours_to_take),
        Errand("recall", staffing.recall, Who.ORGANISER, _not_yours_to_take),
        Errand("leave", staffing.leave),
        Errand("stay", staffing.stay),
    ),
    replies=(
        Reply(ASKED, Begins(workshops.answer)),
        Reply(expecting.VERB, Takes(expecting.take), fits=expecting.has_number),
        Reply(zoning.VERB, Takes(zoning.typed), _WAITING, zoning.stays),
    ),
)
