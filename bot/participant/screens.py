"""What a participant sees at each place of the dialogue, in words and buttons; must not know chats, storage or rules.

Consent card: anonymity.md section 4, in plain words. Values that people wrote are escaped here, at the edge to HTML.
"""

from __future__ import annotations

from html import escape

from bot.messages import Key, Message
from bot.participant.questions import Asked, answer_in_words, ask
from bot.wording import Wording
from flows.counting.segments import segment_question
from flows.dialogue import machine
from flows.dialogue.standing import visible
from storage.values import LIFETIME, Phase, Workshop

_NAME = 34
"""Characters of a question's name on a review button, so that some of the answer is seen beside it."""
_MOST = 97
"""Telegram takes 100 buttons, and three are for Submit, Back and Pause. Further answers are reached with Back."""


def screen(asked: Asked, workshop: Workshop, receipt: str) -> Message:
    """The message for where the participant stands."""
    question = asked.dialogue.at
    anytime = (machine.CONSENT, machine.DECLINED, machine.SUBMITTED)
    if workshop.phase is not Phase.OPEN and asked.dialogue.state not in anytime:
        return _waiting_room(asked, workshop)
    if question is not None:
        return ask(asked, asked.flow.question(question))
    match asked.dialogue.state:
        case machine.CONSENT:
            return consent(asked, workshop)
        case machine.DECLINED:
            return _declined(asked, workshop)
        case machine.PAUSED:
            return _paused(asked, workshop)
        case machine.REVIEW:
            return review(asked)
        case machine.BETWEEN:
            return _between(asked, workshop, receipt)
        case _:
            return _thanks(asked, workshop, receipt)


def consent(asked: Asked, workshop: Workshop) -> Message:
    """Who asks, what for, what is kept, what is shown, who carries the messages, how many have joined."""
    t, n = asked.words.t, asked.words.n
    purpose = escape(asked.flow.purpose or asked.flow.title)
    count, minutes = len(workshop.flow.questions), workshop.flow.minutes
    lines = [
        f"<b>{escape(workshop.title)}</b>",
        "",
        t("<b>{who}</b> asks your views on {purpose}.", who=escape(workshop.controller), purpose=purpose)
        + " " + n("{count} question", "Up to {count} questions", count)
        + ", " + n("about {count} minute.", "about {count} minutes.", minutes),
        "",
        t("🔒 Your name and Telegram account are not stored with your answers.") + " " + _shown(asked, workshop),
        "",
        _handed_in(asked.words, workshop),
        "",
        t("🔑 The key to your answers is destroyed at the close, on {day} at the latest.",
          day=asked.words.day(workshop.opened_on + LIFETIME)),
        "",
        t("📣 After the close {who} may tell you here, once or more, what came of it. Tap below if you would rather not.",
          who=escape(workshop.controller)),
        "",
        t("✉️ Telegram carries your messages, so do not write secrets and name nobody."),
        "",
        joined_line(asked.words, workshop.joined) + " "
        + t("Rules {hash}. Contact: {contact}. More: /privacy", hash=workshop.policy_hash[:8], contact=escape(workshop.contact)),
    ]  # fmt: skip
    keys = (
        (asked.key(t("Take part"), "tp", style="primary"),),
        (asked.key(t("No thanks"), "no"), asked.key(t("How it works"), "how")),
        (_news_key(asked),),
    )
    return Message("\n".join(lines), keys)


def _handed_in(words: Wording, workshop: Workshop) -> str:
    """From when on an answer waits to be counted."""
    if workshop.paced:
        return words.t(
            "✏️ The facilitator sets the pace: each answer is handed in as soon as you give it. You can change or delete it "
            "until it is counted. After that nobody, including us, can find it."
        )
    return words.t(
        "✏️ You can change or delete an answer until it is counted. After that nobody, including us, can find it. "
        "Answers you do not submit are counted when the workshop closes."
    )


def _news_key(asked: Asked) -> Key:
    """Says how it stands; a tap changes it."""
    t = asked.words.t
    return asked.key(t("📣 News afterwards: yes") if asked.news else t("📣 News afterwards: no"), "nw", "card")


def _shown(asked: Asked, workshop: Workshop) -> str:
    """When and for how many people results are shown, and by which groups they are compared."""
    t, policy, segments = asked.words.t, workshop.policy, segment_question(asked.flow)
    said = (
        t("Results are shown after the close, only for groups of {k} or more.", k=policy.k)
        if policy.close_only
        else t("Results are shown only for groups of {k} or more, and grow by {b} or more at a time.",
               k=policy.k, b=policy.b)
    )  # fmt: skip
    if segments is None or policy.k_seg is None:
        return said
    groups = t("After the close they are compared by “{question}”, for groups of {k} or more.",
               question=escape(segments.name), k=policy.k_seg)  # fmt: skip
    return f"{said} {groups}"


def review(asked: Asked) -> Message:
    """All answers, each a button to change it, and Submit."""
    t, flow, dialogue = asked.words.t, asked.flow, asked.dialogue
    rows: list[tuple[Key, ...]] = []
    for number, question in enumerate(visible(flow, dialogue), 1):
        answer = dialogue.answers.get(question.id)
        if answer is not None:
            said = answer_in_words(question, answer, asked.words, limit=40)
            name = question.name if len(question.name) <= _NAME else question.name[: _NAME - 1].rstrip() + "…"
            rows.append((asked.key(f"{number} {name}: {said}", "ch", flow.questions.index(question)),))
    rows = rows[:_MOST]
    text = ["<b>" + (t("Your answers") if dialogue.sent else t("Ready to submit?")) + "</b>"]
    text += ["", t("Tap an answer to change it.")] if rows else ["", t("None of your answers can be changed any more.")]
    if dialogue.settled:
        text += ["", asked.words.n(
            "{count} answer is already part of an anonymous summary and cannot be found any more.",
            "{count} answers are already part of an anonymous summary and cannot be found any more.",
            len(dialogue.settled),
        )]  # fmt: skip
    if dialogue.sent:
        return Message("\n".join(text), (*rows, (asked.key(t("Done"), "su", style="primary"),)))
    text += ["", t("After Submit you can still change an answer until it is counted.")]
    return Message("\n".join(text), (*rows, (asked.key(t("Submit"), "su", style="success"),), _pause_row(asked)))


def _pause_row(asked: Asked) -> tuple[Key, ...]:
    return (asked.key(asked.words.t("← Back"), "b"), asked.key(asked.words.t("Pause"), "pa"))


def _thanks(asked: Asked, workshop: Workshop, receipt: str) -> Message:
    t = asked.words.t
    lines = [
        "<b>"
        + t("Thank you.")
        + "</b> "
        + asked.words.n("You are the first.", "You are one of {count}.", workshop.submitted),
        "",
        t("Your receipt: {code}", code=f"<code>{escape(receipt)}</code>"),
        "",
        joined_line(asked.words, workshop.joined)
        + " "
        + t("We will show you what the room said when the workshop closes."),
    ]
    return Message("\n".join(lines), ((asked.key(t("Change an answer"), "rv"),),))


def _between(asked: Asked, workshop: Workshop, receipt: str) -> Message:
    """Where the room is led and asks nothing of this person right now."""
    t = asked.words.t
    noted = t("Noted.") if receipt else t("You are in.")
    lines = [f"<b>{noted}</b> " + t("The next question comes here by itself."), ""]
    lines += [t("Your receipt: {code}", code=f"<code>{escape(receipt)}</code>"), ""] if receipt else []
    change = ((asked.key(t("Change an answer"), "rv"),),) if asked.dialogue.answers else ()
    return Message("\n".join([*lines, joined_line(asked.words, workshop.joined)]), change)


def _paused(asked: Asked, workshop: Workshop) -> Message:
    t = asked.words.t
    text = t("Paused. Your answers are safe. Go on whenever you like, today or another day.")
    return Message(f"<b>{escape(workshop.title)}</b>\n\n{text}", ((asked.key(t("Go on"), "re", style="primary"),),))


def _declined(asked: Asked, workshop: Workshop) -> Message:
    t = asked.words.t
    text = t("That is fine. Nothing was asked, and nothing about you is kept. You can still join later.")
    return Message(f"<b>{escape(workshop.title)}</b>\n\n{text}", ((asked.key(t("Take part after all"), "tp"),),))


def _waiting_room(asked: Asked, workshop: Workshop) -> Message:
    t = asked.words.t
    text = (
        t("You are in. The facilitator will open the workshop soon, and the first question appears here by itself.")
        if workshop.phase is Phase.WAITING
        else t("The facilitator has paused the workshop. Your answers are safe, and it goes on here by itself.")
    )
    return Message(f"<b>{escape(workshop.title)}</b>\n\n{text}\n\n{joined_line(asked.words, workshop.joined)}")


def joined_line(words: Wording, joined: int) -> str:
    """How many have joined, for everybody to compare with the room: faked accounts would show in it."""
    if joined == 0:
        return words.t("Nobody has joined yet.")
    return words.n("{count} person has joined.", "{count} people have joined.", joined)


def how_it_works(words: Wording, workshop: Workshop) -> Message:
    """What happens to an answer, in five steps."""
    t = words.t
    lines = [
        "<b>" + t("How it works") + "</b>",
        "",
        t("1. You answer on your phone, one question at a time. Every question can be skipped."),
        t(
            "2. Your answers wait, encrypted. While they wait, you can see, change or delete them; the facilitator cannot see them."
        ),
        t(
            "3. At the close, if there are {k} people or more, all answers are added to the counts at once.",
            k=workshop.policy.k,
        )
        if workshop.policy.close_only
        else _counted(words, workshop),
        t("4. A counted answer is a number in a total. The link to you is gone for good."),
        t("5. At the close the key is destroyed, and you see what the room said."),
        "",
        t("With fewer than {k} people nothing is shown, and the answers are deleted.", k=workshop.policy.k),
    ]
    return Message("\n".join(lines))


def _counted(words: Wording, workshop: Workshop) -> str:
    """When answers are counted while the workshop is open."""
    policy = workshop.policy
    if workshop.paced:
        return words.t(
            "3. Once {first} people have answered a question, all but {b}, drawn by lot, are added to its counts. "
            "Those {b} wait until more have answered, so nobody can tell whose answer came last.",
            first=policy.k + policy.b, b=policy.b,
        )  # fmt: skip
    return words.t(
        "3. Once {first} people have submitted, all but {b}, drawn by lot, are added to the counts. "
        "Those {b} wait until more have submitted, so nobody can tell whose answer came last.",
        first=policy.k + policy.b, b=policy.b,
    )  # fmt: skip
