"""Choosing the rules, privacy rule and pace, before the opening: menus and deeds; must not know how they are applied.

In which phase is in the room's table (`commands.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bot.desk import Desk
from bot.facilitator.pace import LED, OWN, pace_menu, pace_told
from bot.messages import Key, Message, Op, RefreshBoards, StartSendout, key
from bot.results.rules import rule_name, rule_sentence
from bot.wording import Wording
from flows.counting.coarse import unfit_for
from flows.counting.release import PRESETS, Policy
from flows.definition.flow import Question
from flows.definition.localise import localise
from storage.database import Unit
from storage.values import ActionKind, SendoutKind, SendoutState, Workshop


def ask_rule(desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Offer the rules."""
    return desk.reply(rule_menu(workshop, desk.words), "rules")


def set_rule(unit: Unit, desk: Desk, workshop: Workshop, name: str) -> tuple[Op, ...]:
    """Choose a rule; the menu shows which one it is now, and the board too."""
    policy = PRESETS.get(name)
    if policy is None:
        return desk.say(desk.words.t("That is no longer there."))
    unfit = unfit_for(localise(workshop.flow, desk.words.language), policy)
    if unfit:
        return desk.reply(_unfit(policy, unfit, desk.words))
    now = unit.workshops.set_policy(workshop.id, policy)
    told = desk.words.t("Privacy rule of {title}: {rule}.", title=workshop.title, rule=rule_name(policy, desk.words))
    return (*desk.done(escape(told)), *_changed(unit, desk, workshop, now, ActionKind.POLICY, name))


def ask_pace(desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Offer the two paces."""
    return desk.reply(pace_menu(workshop, desk.words), "paces")


def set_pace(unit: Unit, desk: Desk, workshop: Workshop, name: str) -> tuple[Op, ...]:
    """Choose who sets the pace; the menu shows which one it is now, and the board too."""
    if name not in (OWN, LED):
        return desk.say(desk.words.t("That is no longer there."))
    now = unit.workshops.set_paced(workshop.id, paced=name == LED)
    return (
        *desk.done(escape(pace_told(now, desk.words))),
        *_changed(unit, desk, workshop, now, ActionKind.PACED, name),
    )


def _changed(unit: Unit, desk: Desk, before: Workshop, now: Workshop, kind: ActionKind, name: str) -> tuple[Op, ...]:
    """Other rules than before are written down, and everybody who had agreed is asked again, and has joined once they agree.

    An earlier change that is still being sent has nothing to say any more.
    """
    if now.rules == before.rules:
        return ()
    desk.did(unit, now.id, kind, name)
    for sendout in unit.sendouts.running(now.id):
        if sendout.kind is SendoutKind.CONSENT:
            unit.sendouts.end(sendout.id, SendoutState.STOPPED)
    is_anybody = unit.people.agree_anew(now.id)
    again = (StartSendout(unit.sendouts.start(now.id, SendoutKind.CONSENT, {})),) if is_anybody else ()
    return (*again, RefreshBoards(now.id))


def rule_menu(workshop: Workshop, words: Wording) -> Message:
    """The rules with a sentence each, the one that holds now marked."""
    t = words.t
    lines = ["<b>" + t("Privacy rule of {title}", title=escape(workshop.title)) + "</b>", ""]
    keys: list[tuple[Key, ...]] = []
    for name, policy in PRESETS.items():
        label = rule_name(policy, words).capitalize()
        lines.append(f"<b>{escape(label)}</b>: {escape(rule_sentence(policy, words))}")
        mark = "● " if policy == workshop.policy else ""
        keys.append((key(workshop.code, mark + label, "rule", name),))
    lines += ["", t("It can be changed until you open. Whoever has agreed before is asked again.")]
    return Message("\n".join(lines), tuple(keys))


def rule_stays(words: Wording) -> str:
    """Said where the rule is fixed."""
    return words.t("The rule stays as it is: since the opening everybody gets the one they agreed to.")


def pace_stays(words: Wording) -> str:
    """Said where the pace is fixed."""
    return words.t("The pace stays as it is: since the opening everybody gets the one they agreed to.")


def _unfit(policy: Policy, questions: Sequence[Question], words: Wording) -> Message:
    """Why not, and which questions: too much to read on a toast."""
    text = words.t(
        "The rule “{rule}” cannot be chosen for these questions. It shows only which side of a scale people are on, and who is "
        "asked {questions} depends on the exact level.",
        rule=escape(rule_name(policy, words)),
        questions=", ".join(f"“{escape(question.name)}”" for question in questions),
    )
    return Message(text)
