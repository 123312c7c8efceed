"""What those who run a workshop did to it, in words: a day, an act, a role; must not know who acted, participants or storage."""

from __future__ import annotations

from bot.facilitator.pace import LED
from bot.results.rules import rule_name
from bot.wording import Wording
from flows.counting.release import PRESETS
from storage.values import Action, ActionKind, Actor, Place, Role


def in_words(action: Action, words: Wording) -> str:
    """One line of the list."""
    return f"{words.day(action.day)} · {_what(action, words)} · {_who(action.actor, words)}"


def _what(action: Action, words: Wording) -> str:
    t, in_group = words.t, action.detail == Place.GROUP
    said = {
        ActionKind.CREATED: t("created"),
        ActionKind.POLICY: t(
            "privacy rule: {name}", name=rule_name(PRESETS[action.detail], words) if action.detail in PRESETS else ""
        ),
        ActionKind.PACED: t("the facilitator leads the room")
        if action.detail == LED
        else t("everybody goes at their own pace"),
        ActionKind.OPENED: t("opened for answers"),
        ActionKind.PAUSED: t("paused"),
        ActionKind.LOCKED: t("nobody else may join"),
        ActionKind.UNLOCKED: t("people may join again"),
        ActionKind.EXPECTED: t("how many people of each group are expected was set"),
        ActionKind.INVITED: _roles(action, t("an organiser was invited"), t("a facilitator was invited"))
        if action.detail
        else t("a co-facilitator was invited"),
        ActionKind.JOINED: _roles(
            action, t("an organiser accepted an invitation"), t("a facilitator accepted an invitation")
        ),
        ActionKind.UNINVITED: t("an invitation was withdrawn"),
        ActionKind.WITHDRAWN: _roles(
            action, t("an organiser’s role was withdrawn"), t("a facilitator’s role was withdrawn")
        ),
        ActionKind.LEFT: _roles(action, t("an organiser gave up their role"), t("a facilitator gave up their role")),
        ActionKind.GROUP: t("a group was linked"),
        ActionKind.GROUP_ASKED: t("another workshop asked for the group"),
        ActionKind.GROUP_LENT: t("the group was given to another workshop"),
        ActionKind.SHOWN: _shown(action, words),
        ActionKind.READ: t("what people wrote read at the desk"),
        ActionKind.POLL_SENT: t("poll posted in the group") if in_group else t("poll sent to everyone"),
        ActionKind.ANNOUNCED: t("a message of the facilitator sent to everyone"),
        ActionKind.LAST_CALL: t("last call: everybody who was still answering asked to submit"),
        ActionKind.POLL_CLOSED: t("poll ended"),
        ActionKind.QUESTION_ENDED: t("a question ended"),
        ActionKind.PANEL_ASKED: t("everyone asked for questions to the panel"),
        ActionKind.PANEL_COLLECTED: t("questions to the panel collected"),
        ActionKind.VOTE_OPENED: t("vote on the panel’s questions opened"),
        ActionKind.VOTE_CLOSED: t("vote on the panel’s questions counted"),
        ActionKind.CLOSED: t("closed for good"),
        ActionKind.KEY_LOST: t("its key was gone: what waited to be counted was lost"),
        ActionKind.NEWS_SENT: t("participants were told what came of it"),
        ActionKind.DELETED: t("all that was kept was deleted"),
        ActionKind.EXPORTED: t("results exported, everything in one file")
        if action.detail == "pack"
        else t("results exported ({format})", format=action.detail.upper()),
    }
    return said[action.kind]


def _roles(action: Action, organiser: str, facilitator: str) -> str:
    return organiser if action.detail == Role.ORGANISER else facilitator


def _shown(action: Action, words: Wording) -> str:
    match action.detail:
        case Place.GROUP:
            return words.t("results so far shown in the group")
        case Place.SCREEN:
            return words.t("results shown on the screen")
        case Place.EVERYONE:
            return words.t("a result sent to everyone")
        case _:
            return words.t("results so far looked at")


def _who(actor: Actor, words: Wording) -> str:
    t = words.t
    names = {
        Actor.FACILITATOR: t("a facilitator"),
        Actor.ORGANISER: t("an organiser"),
        Actor.OPERATOR: t("the operator of the server"),
        Actor.ITSELF: t("by itself"),
    }
    return names[actor]
