"""What is said of an answer, of a slip, or of a tap that changed nothing, in words; must not know where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import assert_never

from bot.messages import Message
from bot.wording import Wording
from flows.definition.flow import Question, options_of
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Refusal, Shared, Skipped, Slip, Written
from flows.dialogue.effects import Notice


def colon(name: str) -> str:
    """What stands between a question and its answer: nothing behind a sign that ends the question itself."""
    return "" if name.endswith(("?", "!", ".", "？", "؟", "。")) else ":"


def settled(words: Wording, question: Question, answer: Answer) -> Message:
    """The answered question, closed: its name and the answer, no buttons."""
    mark = "–" if isinstance(answer, Skipped) else "✓"
    said = escape(answer_in_words(question, answer, words, limit=200))
    return Message(f"{mark} {escape(question.name)}{colon(question.name)} <b>{said}</b>")


def answer_in_words(question: Question, answer: Answer, words: Wording, *, limit: int = 60) -> str:
    """An answer as its author would say it, cut to `limit` characters."""
    labels = {o.id: o.name for o in options_of(question)}
    return _cut(_said(labels, answer, words), limit)


def _said(labels: Mapping[str, str], answer: Answer, words: Wording) -> str:
    match answer:
        case Skipped():
            return words.t("no answer")
        case Chosen(option):
            return labels[option]
        case Picked(options):
            return ", ".join(labels[o] for o in options) or words.t("nothing ticked")
        case Ranked(options):
            return ", ".join(f"{place}. {labels[o]}" for place, o in enumerate(options, 1))
        case Shared(points):
            return ", ".join(f"{labels[o]}{':' if labels[o][-1:].isdigit() else ''} {p}" for o, p in points)
        case Written(text):
            return text
        case _:
            assert_never(answer)


def _cut(text: str, limit: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def remark(words: Wording, said: Notice | Refusal) -> str:
    """A notice or a refusal in words, short enough for a toast (200 characters)."""
    if isinstance(said, Refusal):
        why = _refused(words, said)
        return f"{escape(said.about)}: {why}" if said.about else why
    return _noticed(words, said)


def _refused(words: Wording, refusal: Refusal) -> str:
    t, n = words.t, words.n
    match refusal.slip:
        case Slip.EMPTY:
            return t("That was empty. Please type a few words, or skip.")
        case Slip.NOT_AN_OPTION if not refusal.need:
            return t("Please tap a button, or type the number on it.")
        case Slip.NOT_AN_OPTION:
            return n(
                "Please tap the button, or type 1.",
                "Please tap a button, or type a number from 1 to {count}.",
                refusal.need,
            )
        case Slip.TOO_FEW:
            return n("Please choose at least {count}.", "Please choose at least {count}.", refusal.need)
        case Slip.TOO_MANY:
            return n(
                "{count} is the most. Tap your choice again to free its place.",
                "{count} is the most. Tap one again to free a place.",
                refusal.need,
            )
        case Slip.REPEATED:
            return t("One option is in there twice. Each can have only one place.")
        case Slip.EXCLUSIVE:
            return t("One of those stands alone. Please choose only that one, or only the others.")
        case Slip.NOT_POINTS:
            return t(
                "Please type one number for each option, in order: 5 3 2. Or type which options get points: 1: 5, 3: 2"
            )
        case Slip.MOST_POINTS:
            return n("An option gets {count} point at most.", "An option gets {count} points at most.", refusal.need)
        case Slip.WRONG_TOTAL:
            return t("That makes {got}. Please share exactly {need} points.", got=refusal.got, need=refusal.need)
        case Slip.TOO_MANY_OPTIONS:
            return n(
                "Points can go to {count} option at most.", "Points can go to {count} options at most.", refusal.need
            )
        case Slip.TOO_LONG:
            return t(
                "That is {got} characters. Up to {need} fit, so please shorten it a little.",
                got=refusal.got,
                need=refusal.need,
            )
        case Slip.NO_SUCH_OPINION:
            return t("No answer to this one? Tap Skip, or type: skip")
        case Slip.WRONG_KIND:
            return t("That does not fit this question. Please use its buttons.")
        case _:
            assert_never(refusal.slip)


def _noticed(words: Wording, notice: Notice) -> str:
    t = words.t
    match notice:
        case Notice.ALREADY_NOTED:
            return t("Already noted.")
        case Notice.CLOSED_QUESTION:
            return t("That was from earlier. This is where you are now.")
        case Notice.ALREADY_COUNTED:
            return t("This answer is already part of an anonymous summary. Nobody can find it any more, not even us.")
        case Notice.CONSENT_FIRST | Notice.NEW_RULES:
            return _before_consent(words, notice)
        case Notice.NOTHING_BEFORE:
            return t("This is the first question.")
        case Notice.ALREADY_SUBMITTED:
            return t("Your answers are in. Tap “Change an answer” to change one until it is counted.")
        case Notice.NO_POINTS_LEFT:
            return t("All points are given. Take some back from another option first.")
        case Notice.NO_POINTS_THERE:
            return t("This option has no points to take back.")
        case Notice.USE_BUTTONS:
            return t("Please use the buttons below.")
        case Notice.TYPE_AGAIN:
            return t("I do not keep words before you have sent them, and have lost them now. Please type them again.")
        case (
            Notice.MOVED_ON
            | Notice.WORDS_KEPT
            | Notice.UNCONFIRMED
            | Notice.ENDED
            | Notice.HELD
            | Notice.KEPT
            | Notice.NOTHING_ASKED
            | Notice.NOTHING_YET
            | Notice.NO_SUBMIT
        ):
            return _led(words, notice)
        case Notice.LEFT_WORDS | Notice.LEFT_CHANGE | Notice.LEFT_TICKS:
            return _left(words, notice)
        case (
            Notice.TOO_SOON
            | Notice.ADDED
            | Notice.CHANGED
            | Notice.BORROWED
            | Notice.EDITED
            | Notice.NOT_A_TEXT
            | (Notice.EARLIER)
        ):
            return _typed(words, notice)
        case Notice.NOT_YET:
            return t("A few questions first, then you can submit.")
        case _:
            assert_never(notice)


def _typed(words: Wording, notice: Notice) -> str:
    """Remarks about what was sent from the keyboard and was no answer, or no new one."""
    said = {
        Notice.NOT_A_TEXT: words.t("I can only read words and taps. Nothing of that was kept."),
        Notice.EDITED: words.t("I do not read edits of old messages. To change an answer, use Back or the review."),
        Notice.BORROWED: words.t("That was forwarded, so I did not take it. Please type it yourself."),
        Notice.TOO_SOON: words.t("That came before this did, so it answers nothing here. Please look, then answer."),
        Notice.EARLIER: words.t(
            "That replies to something from before, so I did not take it. To change an answer, reply to my message about it."
        ),
        Notice.CHANGED: words.t("Your answer to that question is changed."),
        Notice.ADDED: words.t("Added to what you wrote before."),
    }
    return said[notice]


def _left(words: Wording, notice: Notice) -> str:
    """Remarks about what somebody had begun where they leave it."""
    said = {
        Notice.LEFT_WORDS: words.t(
            "What you typed there counts, and nobody reads it unless you go back to it and allow it."
        ),
        Notice.LEFT_CHANGE: words.t("What you typed there is not kept. Your answer from before stays."),
        Notice.LEFT_TICKS: words.t("What you had tapped there and not confirmed with Done is not kept."),
    }
    return said[notice]


def _before_consent(words: Wording, notice: Notice) -> str:
    if notice is Notice.NEW_RULES:
        return words.t("The rules have changed since that card. Here is the new one: please look at it first.")
    return words.t("Please tap Take part first. Nothing is asked before that.")


def _led(words: Wording, notice: Notice) -> str:
    """Remarks of a room where the facilitator sets the pace."""
    said = {
        Notice.MOVED_ON: words.t("The room has moved on. This is where it is now."),
        Notice.WORDS_KEPT: words.t(
            "The room has moved on. What you typed counts, and nobody reads it unless you allow it: /review"
        ),
        Notice.UNCONFIRMED: words.t(
            "The room has moved on. What you had tapped there and not confirmed with Done is not counted."
        ),
        Notice.ENDED: words.t(
            "This question has ended, and everybody is counted: whoever had not answered, as “no answer”."
        ),
        Notice.HELD: words.t("On hold for a moment: nobody can answer right now. The question stays here."),
        Notice.KEPT: words.t("Take your time. This question stays here until you answer or skip it."),
        Notice.NOTHING_ASKED: words.t("Nothing is asked right now."),
        Notice.NOTHING_YET: words.t("You have not answered anything yet."),
        Notice.NO_SUBMIT: words.t("There is nothing to submit here: each answer is handed in as you give it."),
    }
    return said[notice]


def forgotten(words: Wording, *, counted: bool) -> str:
    """What somebody is told who asked to be forgotten. `counted`: an answer of theirs is in a result."""
    if counted:
        return words.t(
            "Done. Your uncounted answers are deleted. What was counted nobody can find any more; in the rest you stand as "
            "one who gave no answer, so that nobody can see where somebody is missing. You can join again."
        )
    return words.t(
        "Done. Nothing about you is kept in this workshop, and your uncounted answers are deleted. You can join again."
    )
