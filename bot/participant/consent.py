"""The consent card and the pages behind it, in words and buttons; must not know chats, storage or what agreeing does.

The card is read on a small phone without scrolling: who asks, what for, three promises. All else that anonymity.md, section 4,
wants said before the first question is one tap away, a page at a time, in the same message. Words people wrote are escaped here.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from bot.buttons import Button, Scope
from bot.messages import Key, Message
from bot.participant.questions import Asked
from bot.results.rules import rule_name
from bot.wording import Wording
from flows.counting.segments import segment_question
from flows.definition.localise import localise
from storage.values import Workshop


def card(asked: Asked, workshop: Workshop) -> Message:
    """Who asks, what for, what is promised, how many have joined; *Take part* carries the rules that stand behind it."""
    t, n = asked.words.t, asked.words.n
    purpose = escape(asked.flow.purpose or asked.flow.title)
    count, minutes = len(workshop.flow.questions), workshop.flow.minutes
    lines = [
        f"<b>{escape(workshop.title)}</b>",
        *([f"<i>{_again(asked.words, workshop)}</i>"] if asked.dialogue.again else []),
        t("{who} asks your views on {purpose}.", who=escape(workshop.controller), purpose=purpose),
        n("{count} question", "Up to {count} questions", count) + ", "
        + n("about {count} minute.", "about {count} minutes.", minutes),
        "",
        t("🔒 Your name is not stored."),
        _shown(asked.words, workshop),
        _changed(asked.words, workshop),
        *_worded(asked.words, workshop),
        "",
        joined_line(asked.words, workshop.joined),
    ]  # fmt: skip
    keys = (
        (asked.key(t("Take part"), "tp", workshop.rules, style="primary"),),
        (asked.key(t("No thanks"), "no"), asked.key(t("How it works"), "how")),
        (_news_key(asked),),
    )
    return Message("\n".join(lines), keys)


def _again(words: Wording, workshop: Workshop) -> str:
    """Which rules somebody is asked about who had agreed to others."""
    t, rule = words.t, escape(rule_name(workshop.policy, words))
    if workshop.paced:
        return t(
            "The rules have changed, so you are asked again. Now: rule “{rule}”, and the facilitator leads.", rule=rule
        )
    return t("The rules have changed, so you are asked again. Now: rule “{rule}”, each at their own pace.", rule=rule)


def _shown(words: Wording, workshop: Workshop) -> str:
    if workshop.policy.close_only:
        return words.t("👥 Results only after the close, for groups of {k} or more.", k=workshop.policy.k)
    return words.t("👥 Results only for groups of {k} or more.", k=workshop.policy.k)


def _worded(words: Wording, workshop: Workshop) -> tuple[str, ...]:
    """Who else reads finished figures, where the host has set one."""
    if not workshop.worded_by:
        return ()
    return (words.t("✍️ {host} may reword the results: finished figures, no answer.", host=escape(workshop.worded_by)),)


def _changed(words: Wording, workshop: Workshop) -> str:
    """From when on an answer waits to be counted: who sets the pace belongs to what people agree to."""
    if workshop.paced:
        return words.t("✏️ Each answer is handed in as you give it. Change it until it is counted.")
    return words.t("✏️ Change any answer until it is counted.")


def _news_key(asked: Asked) -> Key:
    """Says how it stands, and what a tap makes of it."""
    t = asked.words.t
    return asked.key(
        t("📣 You get news · tap for none") if asked.news else t("🔕 You get no news · tap for news"), "nw", "card"
    )


def joined_line(words: Wording, joined: int) -> str:
    """How many have joined, for everybody to compare with the room: faked accounts would show in it."""
    if joined == 0:
        return words.t("Nobody has joined yet.")
    return words.n("{count} person has joined.", "{count} people have joined.", joined)


# --- the pages


def page(words: Wording, workshop: Workshop, number: int) -> Message:
    """One page of what stands behind the card, from 0 on; another number than there are is the nearest one.

    Back from the first and on from the last lead to the card.
    """
    t, last = words.t, len(_PAGES) - 1
    number = min(max(number, 0), last)
    title, lines = _PAGES[number](words, workshop)
    of = t("{number} of {total}", number=number + 1, total=last + 1)
    back = _key(workshop, t("← Back"), number - 1 if number else None)
    on = _key(workshop, t("Next →") if number < last else t("Take part or not"), number + 1 if number < last else None)
    return Message("\n\n".join([f"<b>{title}</b> · {of}", *lines]), ((back, on),))


def _key(workshop: Workshop, label: str, number: int | None) -> Key:
    """To a page; None: to the card."""
    arguments = () if number is None else (str(number),)
    return Key(label, Button(Scope.PARTICIPANT, workshop.code, "card" if number is None else "how", arguments))


def _kept(words: Wording, workshop: Workshop) -> tuple[str, list[str]]:
    t = words.t
    apart = (
        t("🔒 Your name and Telegram account are not stored with your answers. These wait, encrypted, until they are counted.")
        if workshop.paced
        else t("🔒 Your name is not stored with your answers. Until you submit, they lie, encrypted, with where to reach you; once "
               "submitted, apart from it.")
    )  # fmt: skip
    return t("What is kept"), [
        apart,
        t("The facilitator sees how many have joined and answered, never who."),
        t("Names and numbers that I find in what you write are hidden before it is kept, unless you say that it is no name. "
          "Facilitators read it, without your name, before anybody else is shown it; what is only to be counted nobody reads."),
        t("✉️ Telegram and whoever runs this bot carry your messages, so do not write secrets and name nobody."),
    ]  # fmt: skip


def _counted(words: Wording, workshop: Workshop) -> tuple[str, list[str]]:
    t, policy = words.t, workshop.policy
    segments = segment_question(localise(workshop.flow, words.language))
    lines = [
        t("👥 Results are shown after the close, only for groups of {k} or more.", k=policy.k)
        if policy.close_only
        else t("👥 Results are shown only for groups of {k} or more, and grow by {b} or more at a time.", k=policy.k, b=policy.b),
        _first_count(words, workshop),
        t("With fewer than {k} people nothing is shown, and the answers are deleted.", k=policy.k),
    ]  # fmt: skip
    if segments is not None and policy.k_seg is not None:
        groups = t("After the close they are compared by “{question}”, for groups of {k} or more.",
                   question=escape(segments.name), k=policy.k_seg)  # fmt: skip
        lines.append(groups)
    if workshop.worded_by:
        lines.append(
            t("After the close the sentences of the report, made of finished figures, may be put into other words by {host}. What anybody "
              "wrote is not sent.", host=escape(workshop.worded_by))
        )  # fmt: skip
    return t("What is shown"), lines


def _first_count(words: Wording, workshop: Workshop) -> str:
    """When answers are counted."""
    t, policy = words.t, workshop.policy
    figures = {"first": policy.k + policy.b, "b": policy.b}
    if policy.close_only:
        return t(
            "At the close, if there are {k} people or more, all answers are added to the counts at once.", k=policy.k
        )
    if workshop.paced:
        looks = t(
            "Once {first} people have answered a question, all but {b}, drawn by lot, are added to its counts. Those {b} wait "
            "for others, so nobody can tell whose answer came last.", **figures,
        )  # fmt: skip
        return f"{looks} " + t(
            "Where four fifths have answered, the facilitator can end the question: then all of them are counted."
        )
    looks = t(
        "Once {first} people have submitted, all but {b}, drawn by lot, are added to the counts. Those {b} wait for others, so "
        "nobody can tell whose answer came last.", **figures,
    )  # fmt: skip
    return f"{looks} " + t(
        "Where four fifths have answered a poll, the facilitator can end it: then all of them are counted."
    )


def _yours(words: Wording, workshop: Workshop) -> tuple[str, list[str]]:
    t = words.t
    handed_in = (
        t("The facilitator sets the pace: each answer is handed in as soon as you give it.")
        if workshop.paced
        else t("Answers you do not submit are counted when the workshop closes.")
    )
    return t("Your answers are yours"), [
        t("Every question can be skipped, and you can stop at any time."),
        t("✏️ You can change or delete an answer until it is counted. After that nobody, including us, can find it."),
        handed_in,
        t("/mydata shows what is kept about you, /forget deletes it at once."),
    ]


def _close(words: Wording, workshop: Workshop) -> tuple[str, list[str]]:
    t, who = words.t, escape(workshop.controller)
    return t("The close, and who asks"), [
        t("🔑 The key to your answers is destroyed at the close, on {day} at the latest. Then you see what the room said.",
          day=words.day(workshop.key_goes)),
        t("📣 After the close {who} may tell you here, once or more, what came of it, unless you choose no news on the card.",
          who=who),
        t("{who} answers for this. Contact: {contact}.", who=who, contact=escape(workshop.contact)),
        t("Rules {hash}. They are fixed from the opening on. More: /privacy, /transparency", hash=workshop.policy_hash[:8]),
    ]  # fmt: skip


_PAGES: tuple[Callable[[Wording, Workshop], tuple[str, list[str]]], ...] = (_kept, _counted, _yours, _close)
