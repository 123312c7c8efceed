"""The privacy rules that a facilitator can choose from, in words; must not know chats or storage."""

from __future__ import annotations

from bot.wording import Wording
from flows.counting.release import Policy


def rule_name(policy: Policy, words: Wording) -> str:
    """The rule's name; a rule of one's own keeps the name it was given."""
    t = words.t
    names = {"standard": t("standard"), "sensitive": t("sensitive"), "large": t("large room")}
    return names.get(policy.preset, policy.preset)


def rule_sentence(policy: Policy, words: Wording) -> str:
    """What the rule means, in one sentence."""
    t = words.t
    if policy.close_only:
        return t(
            "nothing is shown before the close or for fewer than {k} people, scales have three points, and groups are not "
            "compared.",
            k=policy.k,
        )
    return t(
        "the summary begins with {first} people and grows by {b} or more, and groups of {k_seg} or more are compared "
        "after the close.",
        first=policy.k + policy.b, b=policy.b, k_seg=policy.k_seg,
    )  # fmt: skip
