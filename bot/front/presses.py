"""What a button asks for, read against the workshop's own flow; must not trust a place, a verb or a code in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.agenda import steering as agenda_steering
from bot.buttons import Button
from bot.closing import following_up
from bot.cockpit.placing import show_board
from bot.desk import Desk, change_phase
from bot.facilitator import choosing, workshops
from bot.facilitator import pages as facilitator_pages
from bot.groups import linking as groups_linking
from bot.messages import Op
from bot.panel import steering as panel_steering
from bot.polls import steering as polls_steering
from bot.screen import steering as screen_steering
from bot.sendouts import announcing
from flows.definition.flow import Flow, options_of
from flows.dialogue.answers import Use
from flows.dialogue.inputs import (
    Agree,
    Allow,
    Back,
    Change,
    Clear,
    Decline,
    Done,
    Input,
    KeepNames,
    MoreTime,
    Pause,
    Points,
    Resume,
    Review,
    Skip,
    Submit,
    TakePart,
    Tap,
)
from storage.database import Unit
from storage.values import Role, Workshop

NOWHERE = "?"
"""The id of a question or option that a forged button names: no flow can have it, so it is treated as a stale one."""


def input_of(button: Button, flow: Flow) -> Input:
    """The participant's input that a button stands for."""
    at = button.number(0)
    question = flow.questions[at] if 0 <= at < len(flow.questions) else None
    name = question.id if question else NOWHERE
    options = options_of(question) if question else ()
    place = button.number(1)
    option = options[place].id if 0 <= place < len(options) else NOWHERE
    simple: dict[str, Input] = {
        "tp": TakePart(), "no": Decline(), "pa": Pause(), "re": Resume(), "rv": Review(), "su": Submit(),
        "ch": Change(name), "d": Done(name), "c": Clear(name), "s": Skip(name), "t": Tap(name, option),
        "b": Back(name if button.arguments else None), "pt": Points(name, option, _step(button)),
        "mt": MoreTime(name), "ag": Agree(), "kn": KeepNames(None), "us": _allow(button),
    }  # fmt: skip
    return simple.get(button.verb, Tap(NOWHERE, NOWHERE))


def _allow(button: Button) -> Input:
    word = button.arguments[0] if button.arguments else ""
    return Allow(Use(word)) if word in set(Use) else Tap(NOWHERE, NOWHERE)


def _step(button: Button) -> int:
    word = button.arguments[2] if len(button.arguments) > 2 else "0"
    return int(word) if re.fullmatch(r"-?[0-9]{1,4}", word) else 0


Steer = Callable[[Unit, Desk, Workshop, Button], tuple[Op, ...]]


def staff_press(unit: Unit, desk: Desk, button: Button, workshop: Workshop | None) -> tuple[Op, ...]:
    """A facilitator's button: the right is looked up every time."""
    t, user = desk.words.t, desk.sender.user_id
    if button.verb == "flow" and unit.staff.role(user) is not None:
        return workshops.choose_flow(unit, desk, _word(button, 0))
    if workshop is None or not unit.staff.steers(user, workshop.id):
        return desk.say(t("That is for the facilitators of this workshop."))
    unit.staff.set_focus(desk.sender.chat_id, workshop.id)
    steer = _STEER.get(button.verb)
    desk = _beside_the_board(unit, desk)
    return steer(unit, desk, workshop, button) if steer else desk.say(t("I do not know that button."))


def _beside_the_board(unit: Unit, desk: Desk) -> Desk:
    """Nothing is ever written over the control message, whatever a made-up button asks for."""
    press = desk.press
    if press is None or not unit.boards.stands(desk.sender.chat_id, press.message_id):
        return desk
    return replace(desk, press=replace(press, message_id=None))


def _word(button: Button, place: int) -> str:
    return button.arguments[place] if place < len(button.arguments) else ""


def _summary_to_group(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    group = unit.staff.group_of(workshop.id)
    if group is None:
        return desk.say(desk.words.t("No group is linked."))
    return workshops.summary(unit, desk, workshop, group)


def _more(unit: Unit, desk: Desk, workshop: Workshop, _button: Button) -> tuple[Op, ...]:
    grouped = unit.staff.group_of(workshop.id) is not None
    return desk.reply(facilitator_pages.more_menu(workshop, desk.words, grouped=grouped))


_STEER: dict[str, Steer] = {
    "open": lambda unit, desk, workshop, _: agenda_steering.open_workshop(unit, desk, workshop),
    "pause": lambda unit, desk, workshop, _: change_phase(unit, desk, workshop, "pause"),
    "close": lambda _unit, desk, workshop, _: workshops.ask_close(desk, workshop),
    "closeyes": lambda unit, desk, workshop, _: workshops.close(unit, desk, workshop),
    "closeno": lambda _unit, desk, _workshop, _: desk.turn(facilitator_pages.kept_open(desk.words)),
    "sum": lambda unit, desk, workshop, _: workshops.summary(unit, desk, workshop, desk.sender.chat_id),
    "sumgroup": _summary_to_group,
    "group": lambda _unit, desk, workshop, _: groups_linking.how_to_link(desk, workshop),
    "ungroup": lambda unit, desk, workshop, _: groups_linking.release(unit, desk, workshop),
    "card": lambda _unit, desk, workshop, _: workshops.card(desk, workshop),
    "board": lambda unit, desk, workshop, _: (*desk.noted(), *show_board(unit, desk, workshop)),
    "more": _more,
    "lock": lambda unit, desk, workshop, _: workshops.lock(unit, desk, workshop, locked=True),
    "unlock": lambda unit, desk, workshop, _: workshops.lock(unit, desk, workshop, locked=False),
    "rules": lambda _unit, desk, workshop, _: choosing.ask_rule(desk, workshop),
    "rule": lambda unit, desk, workshop, button: choosing.set_rule(unit, desk, workshop, _word(button, 0)),
    "paces": lambda _unit, desk, workshop, _: choosing.ask_pace(desk, workshop),
    "pace": lambda unit, desk, workshop, button: choosing.set_pace(unit, desk, workshop, _word(button, 0)),
    "agenda": lambda unit, desk, workshop, _: agenda_steering.menu(unit, desk, workshop),
    "agback": agenda_steering.back,
    "agsec": agenda_steering.section,
    "agq": agenda_steering.question,
    "agown": agenda_steering.open_own_time,
    "agone": agenda_steering.open_one_by_one,
    "agask": agenda_steering.ask,
    "agnext": agenda_steering.onward,
    "aghold": agenda_steering.hold,
    "aggo": agenda_steering.go_on,
    "agmore": agenda_steering.extend,
    "agend": agenda_steering.end_section,
    "agtimer": agenda_steering.timer,
    "agshow": agenda_steering.reveal,
    "aghide": agenda_steering.hide,
    "co": lambda unit, desk, workshop, _: workshops.invite(unit, desk, Role.FACILITATOR, workshop),
    **polls_steering.STEER,
    "announce": lambda unit, desk, workshop, _: announcing.ask(unit, desk, workshop),
    "annsend": announcing.send,
    "annedit": announcing.change,
    "anncancel": announcing.cancel,
    "stopsend": announcing.stop,
    "panel": panel_steering.press,
    "screen": lambda unit, desk, workshop, _: screen_steering.menu(unit, desk, workshop),
    "screennew": lambda unit, desk, workshop, _: screen_steering.new_link(unit, desk, workshop),
    "screenset": lambda unit, desk, workshop, button: screen_steering.toggle(
        unit, desk, workshop, _word(button, 0), _word(button, 1)
    ),
    "news": lambda unit, desk, workshop, _: following_up.ask(unit, desk, workshop),
    "newsgo": following_up.send,
    "newsno": following_up.cancel,
    "export": lambda unit, desk, workshop, _: workshops.export(unit, desk, workshop, ""),
    "exp": lambda unit, desk, workshop, button: workshops.export(unit, desk, workshop, _word(button, 0)),
}
"""A facilitator's verbs; who may use them was checked before."""
