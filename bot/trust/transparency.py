"""Answers `/transparency`: what those who run a workshop did to it, and its privacy rule; must not know participants or SQL.

Anyone with the join code may read it, also after the close, when nobody is known to have taken part any more.
"""

from __future__ import annotations

from html import escape

from bot.facilitator.acts import in_words
from bot.facilitator.pages import deleted
from bot.incoming import Sender
from bot.memory import CODE, Guesses, normal_code
from bot.messages import Message, Op, Send
from bot.participant import answering
from bot.results.rules import rule_name
from bot.telegram.render import parts
from bot.wording import Wording
from flows.counting.release import Policy
from storage.answers.texts import TextState, unread, withheld
from storage.database import Unit
from storage.values import BallotKind, Deleted, Phase, Workshop


def transparency(unit: Unit, sender: Sender, typed: str, guesses: Guesses, now: float) -> tuple[Op, ...]:
    """`typed`: a join code, or nothing for the workshop one is in or steers. Wrong codes count as guesses."""
    words = Wording(sender.language)
    code = normal_code(typed)
    if not code:
        workshop = _own(unit, sender)
        said = _told(unit, workshop, words) if workshop else _how(words)
    elif guesses.too_many(sender.user_id, now):
        said = words.t("None of those codes fits a workshop. Please wait ten minutes.")
    else:
        workshop = unit.workshops.by_code(code, include_closed=True) if CODE.fullmatch(code) else None
        gone = unit.deletions.of(code) if workshop is None else None
        if workshop is None and gone is None:
            guesses.note(sender.user_id, now)
        if gone is not None:
            said = _of_deleted(unit, gone, words)
        else:
            said = _told(unit, workshop, words) if workshop else words.t("There is no workshop with that join code.")
    return tuple(Send(sender.chat_id, Message(page)) for page in parts(said))


def _own(unit: Unit, sender: Sender) -> Workshop | None:
    """The workshop that somebody takes part in, else the one last used in a facilitator's chat."""
    here = answering.current(unit, sender)
    if here is not None:
        return here[0]
    focus = unit.staff.focus(sender.chat_id)
    return unit.workshops.get(focus) if focus and unit.staff.steers(sender.user_id, focus) else None


def _how(words: Wording) -> str:
    return words.t(
        "Write /transparency and the join code of a workshop, like {example}, to read what its facilitators did.",
        example="<code>/transparency K7PARK</code>",
    )


def _told(unit: Unit, workshop: Workshop, words: Wording) -> str:
    t, policy = words.t, workshop.policy
    lines = [
        "<b>" + t("{title}: what was done", title=escape(workshop.title)) + "</b>",
        "",
        t("Privacy rule: {name}", name=escape(rule_name(policy, words))) + ". " + _rule(policy, words),
        t("Its fingerprint: {hash}", hash=f"<code>{workshop.policy_hash}</code>"),
        "",
        *_done(unit, workshop.id, words),
        *_panel(unit, workshop, words),
        *_written(unit, workshop, words),
        "",
        t("The list says nothing about participants, and not who acted. Nobody can take a line out in this chat."),
    ]
    return "\n".join(lines)


def _of_deleted(unit: Unit, gone: Deleted, words: Wording) -> str:
    """What was done stays known when nothing else is."""
    return "\n".join([deleted(gone, words), "", *_done(unit, gone.workshop_id, words)])


def _done(unit: Unit, workshop_id: str, words: Wording) -> list[str]:
    return [in_words(action, words) for action in unit.actions.of(workshop_id)]


def _panel(unit: Unit, workshop: Workshop, words: Wording) -> list[str]:
    """How many questions to the panel were collected, and how many of them nobody was shown."""
    questions = unit.panel.questions(workshop.id)
    if not questions:
        return []
    hidden = sum(1 for question in questions if question.state is TextState.HIDDEN)
    new = sum(1 for question in questions if question.state is TextState.NEW)
    told = words.n("Questions to the panel: {count} collected, {hidden} hidden, {new} not looked at",
                   "Questions to the panel: {count} collected, {hidden} hidden, {new} not looked at",
                   len(questions), hidden=hidden, new=new)  # fmt: skip
    return [told]


def _written(unit: Unit, workshop: Workshop, words: Wording) -> list[str]:
    """How many open answers are being read, which every result says, and were not approved, as exactly as the rule lets it be told."""
    rounds = {ballot.id for ballot in workshop.ballots if ballot.kind is BallotKind.ASK}
    texts = [text for text in unit.texts.of(workshop.id) if text.question_id not in rounds]
    if workshop.phase is not Phase.CLOSED or not texts:
        return []
    new, left, k, n = unread(texts), withheld(texts), workshop.policy.k, words.n
    told = [words.t("Open answers: read before they are shown")]
    told += [n("{count} is being read", "{count} are being read", new)] if new else []
    few = words.t("fewer than {k} were not approved", k=k)
    told += [few if 0 < left < k else n("{count} was not approved", "{count} were not approved", left)]
    return ["; ".join(told)]


def _rule(policy: Policy, words: Wording) -> str:
    if policy.close_only:
        return words.t("Results are shown only at the close, and only for {k} people or more.", k=policy.k)
    return words.t(
        "Results are shown only for groups of {k} or more, and grow by {b} or more at a time.", k=policy.k, b=policy.b
    )
