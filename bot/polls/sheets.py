"""What the author of an open answer to a poll sees: asked, writing, what is hidden, noted; must not know how any of it is decided."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from bot.buttons import Button, Scope
from bot.messages import Key, Keyboard, Message, Op
from bot.participant.beside import WRITING, beside, held_aside, hold_aside
from bot.participant.questions import use_in_words
from bot.results.proposals import in_language
from bot.visit import Visit
from flows.dialogue.answers import Answer, Skipped, Use, Written
from storage.database import Unit
from storage.values import Ballot, BallotState

VERB = "v"
WRITE, SEND, KEEP, NOTHING, USE, STOP = "w", "s", "k", "n", "u", "x"


@dataclass(frozen=True)
class Sheet:
    """One participant at one open poll during one update."""

    unit: Unit
    visit: Visit
    ballot: Ballot

    @property
    def given(self) -> Answer | None:
        """What they have answered, as long as it can be changed."""
        return self.unit.answers.waiting(self.visit.workshop.id, self.visit.sender.user_id).get(self.ballot.id)

    @property
    def draft(self) -> dict[str, object] | None:
        """What they are writing: `text`, once it waits for their word about what is hidden, and `turn`, which preview that was."""
        held = held_aside(self.visit.person, WRITING)
        return held if held is not None and held["ballot"] == self.ballot.id else None

    def keep(self, text: str | None, turn: int = 0) -> None:
        """They are writing; None: no more."""
        data = {"ballot": self.ballot.id, "text": text, "turn": turn, "rev": self.visit.person.chat.rev}
        hold_aside(self.unit, self.visit, WRITING, data if text is not None else None)

    def show(self, message: Message) -> tuple[Op, ...]:
        """In the place of the message that was tapped, else as a new one."""
        return beside(self.unit, self.visit, self.ballot, message)


def page(sheet: Sheet) -> Message:
    """What stands on the phone: what is being written, as far as it has come; what was answered; else the question."""
    draft = sheet.draft
    if draft is not None:
        return _preview(sheet, str(draft["text"]), draft) if draft["text"] else writing(sheet)
    match sheet.given:
        case Written() as written:
            return _noted(sheet, written)
        case Skipped():
            return _nothing(sheet)
        case _:
            return _asked(sheet)


def _head(sheet: Sheet) -> str:
    question = in_language(sheet.visit.workshop, sheet.ballot, sheet.visit.words.language)
    return f"🗳 <b>{escape(question.text)}</b>"


def _asked(sheet: Sheet) -> Message:
    t = sheet.visit.words.t
    lines = [_head(sheet)]
    lines += [f"<i>{_still(sheet)}</i>"] if sheet.ballot.state is BallotState.ENDED else []
    lines += [
        "",
        t("Type your answer. Please name nobody."),
        t("A facilitator reads what people write before anybody else does, without names."),
    ]
    return Message("\n".join(lines), ((button_of(sheet, "✍️ " + t("Write"), WRITE),), _none(sheet)))


def _still(sheet: Sheet) -> str:
    return sheet.visit.words.t(
        "The poll was ended, and you can still answer. What you say now is counted when the workshop closes, at the latest."
    )


def writing(sheet: Sheet, why: str = "") -> Message:
    """Type it now; `why`: what was typed is none."""
    t, given = sheet.visit.words.t, sheet.given
    lines = [*([escape(why), ""] if why else []), _head(sheet)]
    lines += ["", f"“{escape(given.text)}”", "", t("Type it anew:")] if isinstance(given, Written) else []
    lines += ["", "✍️ " + t("Type your answer. Please name nobody.")]
    return Message("\n".join(lines), (_cancel(sheet),))


def _preview(sheet: Sheet, text: str, draft: dict[str, object]) -> Message:
    t, turn = sheet.visit.words.t, str(draft["turn"])
    lines = [
        t("I would hide what is in brackets, so that nobody can be recognised:"),
        "",
        f"“{escape(text)}”",
        "",
        t("Send it like this, or type it again in other words."),
    ]
    send = (button_of(sheet, t("Send it like this"), SEND, turn, style="primary"),)
    keep = ((button_of(sheet, t("That is not a name"), KEEP, turn),),) if t("[name]") in text else ()
    return Message("\n".join(lines), (send, *keep, _cancel(sheet)))


def _noted(sheet: Sheet, given: Written) -> Message:
    t = sheet.visit.words.t
    lines = [_head(sheet), "", f"“{escape(given.text)}”", ""]
    if sheet.ballot.state is BallotState.ENDED:
        lines += [f"<i>{_still(sheet)}</i>", ""]
    lines += [
        t("Noted ✓ You can change it until it is counted.") + " " + t("How may your words be used?"),
        t("A facilitator reads them before anybody else does. What is only to be counted nobody reads."),
    ]
    uses: Keyboard = tuple(
        (
            button_of(
                sheet,
                f"{'● ' if use is given.use else ''}{number} {use_in_words(use, sheet.visit.words)}",
                USE,
                use.value,
            ),
        )
        for number, use in enumerate(Use, 1)
    )
    last = (button_of(sheet, t("Write it anew"), "c"), button_of(sheet, t("Take it back"), NOTHING))
    return Message("\n".join(lines), (*uses, last))


def _nothing(sheet: Sheet) -> Message:
    t = sheet.visit.words.t
    said = t("Noted ✓ Nothing from you. Thank you for answering.")
    return Message(f"{_head(sheet)}\n\n{said}", ((button_of(sheet, "✍️ " + t("Write"), WRITE),),))


def _none(sheet: Sheet) -> tuple[Key, ...]:
    return (button_of(sheet, sheet.visit.words.t("Nothing from me"), NOTHING),)


def _cancel(sheet: Sheet) -> tuple[Key, ...]:
    return (button_of(sheet, sheet.visit.words.t("Cancel"), STOP),)


def button_of(sheet: Sheet, label: str, *what: str, style: str = "") -> Key:
    """A button of this poll."""
    button = Button(Scope.PARTICIPANT, sheet.visit.workshop.code, VERB, (str(sheet.ballot.seq), *what))
    return Key(label, button, style="primary" if style else "")
