"""Where a released result goes: to everybody, onto the screen, into the group; must not know how it looks or who answered.

There is nothing to share without a release, whatever a button says. What goes to everybody is looked at first, and goes once: a
second tap, another facilitator and an old page are told that it was sent, until more people are counted in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape

from bot.buttons import Button
from bot.commands import word
from bot.desk import Desk
from bot.messages import DrawResult, Message, Op, RefreshBoards, StartSendout, key
from bot.participant.consent import joined_line
from bot.polls.result import Result
from bot.results.findings import findings, full_name
from bot.results.headlines import headline
from bot.results.panel_ranking import cut
from bot.results.together.batteries import is_address, together
from bot.screen import steering as screen_steering
from bot.wording import Wording
from flows.dialogue.agenda import told_as
from storage.database import Unit
from storage.values import ActionKind, Place, Sendout, SendoutKind, Workshop

_LONGEST = 300
"""Characters of a question's name, and of what is said of it, before it is sent."""


def _with_result(
    act: Callable[[Unit, Desk, Workshop, str], tuple[Op, ...]],
) -> Callable[[Unit, Desk, Workshop, Button], tuple[Op, ...]]:
    """A verb that shows a released result somewhere; without a release there is nothing to show."""

    def verb(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
        name = button.arguments[0] if button.arguments else ""
        if unit.answers.latest(workshop.id, name) is None:
            return desk.say(_nothing(desk.words))
        return act(unit, desk, workshop, name)

    return verb


def _ask(unit: Unit, desk: Desk, workshop: Workshop, name: str) -> tuple[Op, ...]:
    return desk.reply(preview(unit, desk.words, workshop, name) or Message(_nothing(desk.words)), "bresult", name)


def preview(unit: Unit, words: Wording, workshop: Workshop, name: str) -> Message | None:
    """A result as everybody will read it, and the button that sends it; None where there is none."""
    t, release = words.t, unit.answers.latest(workshop.id, name)
    finding = Result.read(unit, workshop.id, name, words).finding
    if release is None or finding is None or finding.summary is None:
        return None
    lines = [
        "<b>" + t("A result, before it is sent") + "</b>",
        "",
        f"<b>{escape(cut(full_name(finding, words), _LONGEST))}</b>",
        escape(cut(headline(finding.summary, words), _LONGEST)),
        f"<i>{escape(finding.note)}</i>",
        "",
    ]
    if told_as(name, release.seq) in unit.stage.get(workshop.id).told:
        return Message(
            "\n".join([*lines, t("It was sent to everyone. Once more people are counted it can be sent again.")])
        )
    lines.append(t("It goes to everyone who joined, in their own chats.") + " " + joined_line(words, workshop.joined))
    sends = key(workshop.code, "📣 " + t("Send to everyone"), "bresultgo", name, release.seq, style="success")
    return Message("\n".join(lines), ((sends,),))


def send(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """What was looked at goes to everybody, once; where more people are counted by now, that is looked at first."""
    name, t = word(button, 0), desk.words.t
    release, stage = unit.answers.latest(workshop.id, name), unit.stage.get(workshop.id)
    if release is None:
        return desk.say(_nothing(desk.words))
    told = told_as(name, release.seq)
    if told in stage.told:
        return (*desk.say(t("It was sent to everyone already.")), *desk.fold())
    if word(button, 1) != str(release.seq):
        page = preview(unit, desk.words, workshop, name) or Message(_nothing(desk.words))
        return desk.turn(page, t("More people are counted now. This is the result."), "bresult", name)
    unit.stage.set(workshop.id, replace(stage, told=(*stage.told, told)))
    sendout = unit.sendouts.start(
        workshop.id, SendoutKind.RESULT, {"question": name, "told": told}, desk.sender.chat_id
    )
    desk.did(unit, workshop.id, ActionKind.SHOWN, Place.EVERYONE)
    said = desk.done(t("The result is on its way to everyone."))
    return (*said, StartSendout(sendout), RefreshBoards(workshop.id))


def stopped(unit: Unit, sendout: Sendout) -> None:
    """A result that did not reach everybody may be sent again."""
    stage, told = unit.stage.get(sendout.workshop_id), sendout.body.get("told")
    unit.stage.set(sendout.workshop_id, replace(stage, told=tuple(one for one in stage.told if one != told)))


def _nothing(words: Wording) -> str:
    return words.t("There is no result to show.")


def _on_screen(unit: Unit, desk: Desk, workshop: Workshop, name: str) -> tuple[Op, ...]:
    if name in unit.stage.get(workshop.id).revealed:
        screen_steering.conceal(unit, workshop, name)
        return (*desk.say(desk.words.t("It is off the screen.")), RefreshBoards(workshop.id))
    if not screen_steering.reveal(unit, workshop, name, unit.staff.actor(desk.sender.user_id), desk.house.today):
        return desk.say(_nothing(desk.words))
    return (*desk.say(desk.words.t("It stands on the screen.")), RefreshBoards(workshop.id))


def _together_on_screen(unit: Unit, desk: Desk, workshop: Workshop, name: str) -> tuple[Op, ...]:
    """Several results seen together: they stand on the wall each, and first as one; off it they go as one."""
    found = together(unit, workshop, [f for f in findings(unit, workshop, desk.words) if f.summary], desk.words)
    names = [item.summary.question_id for one in found if one.id == name for item in one.items]
    on_wall = set(unit.stage.get(workshop.id).revealed)
    if {name, *names} <= on_wall:
        for one in (*names, name):
            screen_steering.conceal(unit, workshop, one)
        return (*desk.say(desk.words.t("It is off the screen.")), RefreshBoards(workshop.id))
    actor = unit.staff.actor(desk.sender.user_id)
    if not screen_steering.reveal_together(unit, workshop, name, names, actor, desk.house.today):
        return desk.say(_nothing(desk.words))
    return (*desk.say(desk.words.t("It stands on the screen.")), RefreshBoards(workshop.id))


def on_screen(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """A result, or several seen together, onto the screen or off it."""
    name = word(button, 0)
    if is_address(name):
        return _together_on_screen(unit, desk, workshop, name)
    return _alone_on_screen(unit, desk, workshop, button)


def _post(unit: Unit, desk: Desk, workshop: Workshop, name: str) -> tuple[Op, ...]:
    group = unit.staff.group_of(workshop.id)
    if group is None:
        return desk.say(desk.words.t("No group is linked."))
    desk.did(unit, workshop.id, ActionKind.SHOWN, Place.GROUP)
    return (*desk.say(desk.words.t("Posted in the group.")), DrawResult(workshop.id, group, desk.words.language, name))


ask = _with_result(_ask)
_alone_on_screen = _with_result(_on_screen)
post = _with_result(_post)
