"""The privacy rules that a facilitator can choose from, and the doors by which a result comes, in words; must not know chats."""

from __future__ import annotations

from bot.wording import Wording
from flows.counting.release import Policy, needed
from storage.values import Ended, Workshop


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


def words_wait(words: Wording) -> str:
    """An open question was not ended: what people write in their own words is never counted for some of them only."""
    return words.t(
        "Not ended: too few have answered for that. What people wrote is counted when you end it with more answers in, or at "
        "the close."
    )


def not_ended(words: Wording) -> str:
    """A question of the flow was to be ended, and goes on: its page says how far it is counted."""
    return words.t("Not ended: too few have answered for that, so whoever has not still can.")


def before_ending(
    received: int, everybody: int, policy: Policy, words: Wording, *, of_flow: bool = False, written: bool = False
) -> tuple[str, ...]:
    """What becomes of what was answered when something is ended now: paragraphs of plain text.

    `received`: people who have answered it, of `everybody` who has joined; `of_flow`: a question of the flow, which goes on where
    it does not end for good; `written`: an open answer.
    """
    t, first = words.t, needed(0, policy)
    if written and received >= first:
        every = t(
            "If four fifths of those who take part have answered, all are counted and it ends for good. Else nothing changes."
        )
        return t("{count} of {all} have answered.", count=received, all=everybody), every
    if received < first:
        few = t("Fewer than {k} people have answered, so nothing can be shown now.", k=first)
        kept = t("It goes on all the same.") if of_flow else kept_for_later(words)
        return ("⚠️ " + few + " " + kept, t("Better wait."))
    if of_flow:
        return t("{count} of {all} have answered.", count=received, all=everybody), t(
            "If four fifths of those who take part have answered, all are counted and it ends for good. Else it goes on, and is "
            "counted further as more come in."
        )
    return (
        t("{count} of {all} have answered.", count=received, all=everybody),
        t(
            "If four fifths of those who take part have answered, all are counted and it ends for good. Else {b} or "
            "more, drawn by lot, are counted at the close at the latest.",
            b=policy.b,
        ),
    )


def nothing_at_all(workshop: Workshop, few: str, words: Wording) -> str:
    """Why a closed workshop has nothing to show of something: `few` says that too few have answered, if they were counted at all."""
    return (
        words.t("Its key was gone at the close, so what was answered could not be counted.")
        if workshop.key_lost
        else few
    )


def nothing_now(policy: Policy, words: Wording) -> str:
    """Something was ended and no door opened."""
    few = words.t("No result now: fewer than {k} people have answered.", k=needed(0, policy))
    return few + " " + kept_for_later(words)


def kept_for_later(words: Wording) -> str:
    """What becomes of answers that are too few to be counted now."""
    return words.t("What was answered is kept, and counted at the close at the latest.")


def ended_for_good(ended: Ended, words: Wording) -> str:
    """Something has its last word: how many take part, and how many of them did not answer."""
    said = words.n("Ended for good: everybody is counted, {count} person.",
                   "Ended for good: everybody is counted, {count} people.", ended.release.n if ended.release else 0)  # fmt: skip
    absent = ended.release.tally.skipped if ended.release else 0
    return f"{said} " + words.n("{count} did not answer.", "{count} did not answer.", absent) if absent else said
