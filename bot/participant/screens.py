"""What a participant sees at each place of the dialogue, in words and buttons; must not know chats, storage or rules.

The consent card is in `consent.py`. Values that people wrote are escaped here, at the edge to HTML.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.messages import Key, Message
from bot.participant.choices.fitting import grid, window
from bot.participant.consent import card, joined_line
from bot.participant.presses import REVIEWED
from bot.participant.questions import Asked, ask
from bot.participant.remarks import answer_in_words, colon
from flows.dialogue import machine
from flows.dialogue.standing import ended, visible
from storage.values import Phase, Workshop

_NAME = 34
"""Characters of a question's name on a review button, so that some of the answer is seen beside it."""
_LONG, _ACROSS = 8, 6
"""More answers than this are listed in the text, above their numbers, so many in a row: else the heading is pushed off the screen."""
_ALL = 3_000
"""Characters of all answers together: a message holds 4,096."""
_PAGED, _PAGE = 60, 40
"""From so many answers on they come in pages of up to so many; their numbers, which can be typed, count on over all pages."""


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
            return card(asked, workshop)
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


def review(asked: Asked) -> Message:
    """All answers, each a button to change it, and Submit."""
    t, flow, dialogue = asked.words.t, asked.flow, asked.dialogue
    rows: list[tuple[Key, ...]] = []
    places = {question.id: place for place, question in enumerate(flow.questions)}
    for number, question in enumerate(visible(flow, dialogue), 1):
        answer = dialogue.answers.get(question.id)
        if answer is not None:
            said = answer_in_words(question, answer, asked.words, limit=40)
            name = question.name if len(question.name) <= _NAME else question.name[: _NAME - 1].rstrip() + "…"
            rows.append((asked.key(f"{number} {name}{colon(name)} {said}", "ch", places[question.id]),))
    here, page, pages = window(len(rows), dialogue.page, paged_from=_PAGED, most=_PAGE)
    rows = [rows[at] for at in here]
    title = t("Your answers") if dialogue.sent else t("Ready to submit?")
    text = [f"<b>{title}</b>"]
    over = ended(dialogue)
    counted = len(dialogue.settled - over)
    is_long = len(rows) > _LONG
    if is_long:
        fits = _ALL // len(rows)
        text += ["", *(escape(row[0].label[:fits]) for row in rows)]
        if pages > 1:
            text[0] += " " + t("Page {number} of {all}", number=page + 1, all=pages)
        rows = list(grid([replace(row[0], label=row[0].label.split(" ", 1)[0]) for row in rows], _ACROSS))
    elif rows:
        text += ["", t("Tap an answer to change it.")]
    elif counted or not over:  # of what has ended nobody knows whether there was an answer
        text += ["", t("None of your answers can be changed any more.")]
    if counted:
        text += ["", asked.words.n(
            "{count} answer is already part of an anonymous summary and cannot be found any more.",
            "{count} answers are already part of an anonymous summary and cannot be found any more.",
            counted,
        )]  # fmt: skip
    if over:
        text += ["", asked.words.n(
            "{count} question has ended: everybody is counted, whoever had not answered as “no answer”.",
            "{count} questions have ended: everybody is counted, whoever had not answered as “no answer”.",
            len(over),
        )]  # fmt: skip
    if is_long:  # the heading is out of sight by now, so it is said again above the buttons
        text += ["", f"<b>{title}</b> " + t("Tap a number to change that answer.")]
    turning = [(f"← {page}", page - 1), (f"{page + 2} →", page + 1)]
    keys = tuple(asked.key(label, "pg", REVIEWED, at) for label, at in turning if 0 <= at < pages)
    rows += [keys] if keys else []
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
    gave = asked.dialogue.answers or asked.dialogue.settled - ended(asked.dialogue)
    noted = t("Noted.") if gave else t("You are in.")
    lines = [f"<b>{noted}</b> " + t("The next question comes here by itself."), ""]
    lines += [t("Your receipt: {code}", code=f"<code>{escape(receipt)}</code>"), ""] if receipt else []
    change = ((asked.key(t("Change an answer"), "rv"),),) if asked.dialogue.answers else ()
    return Message("\n".join([*lines, joined_line(asked.words, workshop.joined)]), change)


def _paused(asked: Asked, workshop: Workshop) -> Message:
    t = asked.words.t
    text = t("Paused. Your answers are safe. Go on whenever you like, today or another day.")
    if _may_submit(asked, workshop):
        text += "\n\n" + t("Answers you do not submit are counted when the workshop closes.")
    return Message(f"<b>{escape(workshop.title)}</b>\n\n{text}", ((asked.key(t("Go on"), "re", style="primary"),),))


def _may_submit(asked: Asked, workshop: Workshop) -> bool:
    """Whether there are answers that are handed in by Submit only: somebody who stops is told what becomes of them."""
    return not workshop.paced and not asked.dialogue.sent


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
    if workshop.phase is Phase.PAUSED and _may_submit(asked, workshop):
        text += "\n\n" + t("Answers you do not submit are counted when the workshop closes.")
    return Message(f"<b>{escape(workshop.title)}</b>\n\n{text}\n\n{joined_line(asked.words, workshop.joined)}")
