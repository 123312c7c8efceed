"""What people wrote, once it is approved, as messages of its own; must not know authors, chats, or what nobody has read."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bot.messages import Message
from bot.results.panel_ranking import cut, panel_said
from bot.results.proposals import in_language
from bot.results.themes import themes_said
from bot.results.unread import none_shown
from bot.telegram.render import parts
from bot.wording import Wording
from flows.definition.flow import Question
from flows.definition.localise import localise
from storage.answers.texts import quotable
from storage.database import Unit
from storage.values import BallotKind, Sendout, Workshop

_MOST, _LONGEST = 10, 400
"""So many of one question are told, each up to so many characters; all are in the export."""


def written(unit: Unit, sendout: Sendout, words: Wording) -> tuple[Message, ...]:
    """What follows on the result when all is read: approved open answers, and questions to the panel if some came as late.

    Where nothing of a question is shown, that is said: its readers were told that it was being read.
    """
    workshop = unit.workshops.get(sendout.workshop_id)
    heading = "<b>" + words.t("What people wrote") + f"</b>\n{escape(workshop.title)}"
    panel = ""
    if sendout.body.get("panel"):
        panel = panel_said(unit, workshop, words) or words.t("None of the questions to the panel is shown.")
    said = "\n\n".join(filter(None, (heading, *_quoted(unit, workshop, words), panel)))
    return tuple(Message(page) for page in parts(said))


def asked_as(workshop: Workshop, question_id: str, words: Wording) -> Question:
    """A question of the flow, of round tables or beside it, in this language. Raises KeyError for an unknown one."""
    ballot, flow = workshop.ballot(question_id), localise(workshop.flow, words.language)
    if ballot is not None:
        return in_language(workshop, ballot, words.language)
    own = next((name for name, asked in workshop.at_tables.items() if asked.id == question_id), None)
    if own is None:
        return flow.question(question_id)
    asked = flow.question(own)
    said = {"text": words.t("Round tables: {question}", question=asked.text),
            "short": words.t("Round tables: {question}", question=asked.name)}  # fmt: skip
    return asked.model_copy(update={"id": question_id, **said})


def _quoted(unit: Unit, workshop: Workshop, words: Wording) -> Iterator[str]:
    kept = unit.texts.of(workshop.id)
    approved, asked = quotable(kept), {text.question_id for text in kept}
    rounds = {ballot.id for ballot in workshop.ballots if ballot.kind is BallotKind.ASK}
    for question in workshop.everything.questions:
        if question.id not in asked or question.id in rounds:
            continue
        texts = list(dict.fromkeys(approved.get(question.id, [])))
        themes = unit.themes.seen(workshop, question.id)
        lines = [f"<b>{escape(asked_as(workshop, question.id, words).text)}</b>"]
        if themes.themes:
            yield "\n".join([*lines, *themes_said(themes, words)])
            continue
        lines += [f"“{escape(cut(text, _LONGEST))}”" for text in texts[:_MOST]] or [none_shown(words)]
        left = len(texts) - _MOST
        lines += [words.n("and {count} more", "and {count} more", left)] if left > 0 else []
        yield "\n".join(lines)
