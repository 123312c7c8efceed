"""Choosing privacy rule and pace while nobody has joined: menus and deeds; must not know how they are applied."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bot.desk import Desk
from bot.facilitator.pace import LED, OWN, pace_menu
from bot.messages import Key, Message, Op, RefreshBoards, key
from bot.results.rules import rule_name, rule_sentence
from bot.wording import Wording
from flows.counting.coarse import unfit_for
from flows.counting.release import PRESETS, Policy
from flows.definition.flow import Question
from flows.definition.localise import localise
from storage.database import Unit
from storage.values import ActionKind, Workshop
from storage.workshops import PolicyFrozen, WorkshopClosed


def ask_rule(desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Offer the rules; one that somebody has seen on the consent card is not offered any more."""
    return desk.say(_frozen(desk.words)) if workshop.joined else desk.reply(rule_menu(workshop, desk.words))


def set_rule(unit: Unit, desk: Desk, workshop: Workshop, name: str) -> tuple[Op, ...]:
    """Choose a rule; the menu shows which one it is now, and the board too."""
    policy = PRESETS.get(name)
    if policy is None:
        return desk.say(desk.words.t("That is no longer there."))
    unfit = unfit_for(localise(workshop.flow, desk.words.language), policy)
    if unfit:
        return desk.reply(_unfit(policy, unfit, desk.words))
    try:
        now = unit.workshops.set_policy(workshop.id, policy)
    except (PolicyFrozen, WorkshopClosed):
        return desk.say(_frozen(desk.words))
    if policy != workshop.policy:
        desk.did(unit, workshop.id, ActionKind.POLICY, name)
    return (*desk.turn(rule_menu(now, desk.words)), RefreshBoards(workshop.id))


def ask_pace(desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """Offer the two paces; what somebody has seen on the consent card stays."""
    return desk.say(_pace_frozen(desk.words)) if workshop.joined else desk.reply(pace_menu(workshop, desk.words))


def set_pace(unit: Unit, desk: Desk, workshop: Workshop, name: str) -> tuple[Op, ...]:
    """Choose who sets the pace; the menu shows which one it is now, and the board too."""
    if name not in (OWN, LED):
        return desk.say(desk.words.t("That is no longer there."))
    try:
        now = unit.workshops.set_paced(workshop.id, paced=name == LED)
    except (PolicyFrozen, WorkshopClosed):
        return desk.say(_pace_frozen(desk.words))
    if now.paced != workshop.paced:
        desk.did(unit, workshop.id, ActionKind.PACED, name)
    return (*desk.turn(pace_menu(now, desk.words)), RefreshBoards(workshop.id))


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
    lines += ["", t("It can be changed until the first person joins. Everybody sees it before they answer.")]
    return Message("\n".join(lines), tuple(keys))


def _frozen(words: Wording) -> str:
    return words.t("The rule stays as it is: somebody has seen it already, or the workshop is closed.")


def _unfit(policy: Policy, questions: Sequence[Question], words: Wording) -> Message:
    """Why not, and which questions: too much to read on a toast."""
    text = words.t(
        "The rule “{rule}” cannot be chosen for these questions. It shows only which side of a scale people are on, and who is "
        "asked {questions} depends on the exact level.",
        rule=escape(rule_name(policy, words)),
        questions=", ".join(f"“{escape(question.name)}”" for question in questions),
    )
    return Message(text)


def _pace_frozen(words: Wording) -> str:
    return words.t("The pace stays as it is: somebody has seen it already, or the workshop is closed.")
