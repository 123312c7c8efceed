"""What a participant sees of the panel: asked for a question, writing one, voting; must not know storage, or who else wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from bot.buttons import Button, Scope
from bot.messages import Key, Keyboard, Message
from bot.results.panel_ranking import cut
from bot.wording import Wording
from flows.definition.flow import MultiQuestion

VERB = "panel"
_ROOM = 3_400
"""Characters that the list of a vote may have: Telegram takes 4,096, and words stand around it."""


class Pages:
    """The pages of one round or vote (`seq`) in one workshop (`code`), in one person's language."""

    def __init__(self, code: str, seq: int, words: Wording) -> None:
        self._code = code
        self._seq = seq
        self._words = words

    # A question

    def invitation(self, speakers: Sequence[str], k: int, head: str = "") -> Message:
        """Asked for a question; `k`: people who must have answered before anything is shown; `head`: what just happened."""
        t = self._words.t
        lines = [
            *([head, ""] if head else []),
            "<b>🙋 " + t("Questions to the panel") + "</b>",
            *([escape(", ".join(speakers))] if speakers else []),
            "",
            t("Would you like to ask something? Tap “Ask a question” first, then type it.") + " " + self._fate(k),
            "",
            t("“Nothing from me” is an answer too: it keeps everybody from telling who wrote."),
        ]
        keys = ((self._key(t("Ask a question"), "ask", style="primary"),), (self._key(t("Nothing from me"), "none"),))
        return Message("\n".join(lines), keys)

    def speaker(self, speakers: Sequence[str]) -> Message:
        """Asked for whom it is."""
        t = self._words.t
        named = [(self._key(f"{n} {name}", "to", n),) for n, name in enumerate(speakers, 1)]
        rows = ((self._key(t("Anyone"), "to", 0),), *named, self._cancel())
        return Message(
            "<b>🙋 "
            + t("Questions to the panel")
            + "</b>\n\n"
            + t("For whom is your question? Tap first, then type it."),
            rows,
        )

    def writing(self, about: str, speakers: Sequence[str], before: str = "", remark: str = "") -> Message:
        """Type it now. `before`: the question that it replaces; `remark`: why what was typed was not taken."""
        t = self._words.t
        whom = t("✍️ You are writing a question for {name}.", name=escape(about))
        lines = [
            *([escape(remark), ""] if remark else []),
            whom if about else t("✍️ You are writing a question to the panel."),
            *(["", f"“{escape(before)}”"] if before else []),
            "",
            t("Type it now, in a sentence or two. Please name nobody but the speakers.")
            if speakers
            else t("Type it now, in a sentence or two. Please name nobody."),
        ]
        return Message("\n".join(lines), (self._cancel(),))

    def typed(self, about: str) -> Message:
        """The prompt, once something was typed below it."""
        t = self._words.t
        return Message(t("✍️ A question for {name}:", name=escape(about)) if about else t("✍️ A question to the panel:"))

    def hidden(self, text: str, turn: int, *, names: bool) -> Message:
        """How the question will look where something is hidden."""
        t = self._words.t
        lines = [
            t("I would hide what is in brackets, so that nobody can be recognised:"),
            "",
            f"“{escape(text)}”",
            "",
            t("Send it like this, or type it again in other words."),
        ]
        keep = ((self._key(t("That is not a name"), "keep", turn),) if names else (),)
        send = (self._key(t("Send it like this"), "send", turn, style="primary"),)
        return Message("\n".join(lines), (send, *(row for row in keep if row), self._cancel()))

    def meant(
        self, text: str, before: str, speakers: Sequence[str], turn: int, *, first: str = "", hides: bool
    ) -> Message:
        """Asked whether words that nobody had asked for are a question. `before`: the one they would replace; `first`: typed before."""
        t = self._words.t
        hidden = t("I would hide what is in brackets, so that nobody can be recognised:")
        lines = [
            "<b>🙋 " + t("Is this your question to the panel?") + "</b>",
            *(["", hidden] if hides else []),
            "",
            f"“{escape(text)}”",
            *(["", t("It would take the place of “{before}”.", before=escape(before))] if before else []),
            *(["", t("For whom is it?")] if speakers else []),
        ]
        named = [(self._key(f"{n} {name}", "meant", n, turn),) for n, name in enumerate(speakers, 1)]
        anyone = t("Anyone") if speakers else t("Yes, send it")
        send = (self._key(anyone, "meant", 0, turn, style="primary"),)
        label = t("Together with what I typed before") if first else t("Add to your question to the panel")
        add = ((self._key(label, "join", turn),),) if first or before else ()
        return Message("\n".join(lines), (*add, send, *named, (self._key(t("No"), "stop"),)))

    def similar(self, others: Sequence[str], turn: int) -> Message:
        """Asked whether it is one of these."""
        t = self._words.t
        lines = [
            "<b>" + t("Is it one of these?") + "</b>",
            "",
            *(f"{n}. {escape(text)}" for n, text in enumerate(others, 1)),
            "",
            t("They were asked before. Tap yours, and you can vote for it when the vote opens."),
        ]
        same = tuple((self._key(f"{n} {cut(text, 50)}", "same", n - 1, turn),) for n, text in enumerate(others, 1))
        return Message("\n".join(lines), (*same, (self._key(t("No, send mine"), "mine", turn),), self._cancel()))

    def noted(self, text: str, about: str, k: int) -> Message:
        """It waits."""
        t = self._words.t
        whom = t("Noted ✓ Your question for {name}:", name=escape(about))
        lines = [
            whom if about else t("Noted ✓ Your question to the panel:"),
            "",
            f"“{escape(text)}”",
            "",
            self._fate(k),
        ]
        return Message("\n".join(lines), ((self._key(t("Change"), "ask"), self._key(t("Take it back"), "back")),))

    def _fate(self, k: int) -> str:
        """What becomes of a question: who sees it first, what may be done to it, from when on others see it."""
        return self._words.t(
            "Facilitators read it first, without your name, and may hide it or merge it with another. It is shown once {k} "
            "people or more have answered, or at the close.",
            k=k,
        )

    def nothing(self, *, same: bool = False) -> Message:
        """Answered without a question; `same`: theirs was asked before."""
        t = self._words.t
        said = (
            t("Noted ✓ It is among the questions already. You can vote for it when the vote opens.")
            if same
            else t("Noted ✓ Nothing from you. Thank you for answering.")
        )
        return Message(said, ((self._key(t("Ask a question"), "ask"),),))

    def _cancel(self) -> tuple[Key, ...]:
        return (self._key(self._words.t("Cancel"), "stop"),)

    # The vote

    def ballot(self, question: MultiQuestion, asked: Mapping[str, tuple[str, str]], ticks: Iterable[str]) -> Message:
        """Up to three of them. `asked`: option -> (question in full, speaker), hidden ones left out; `ticks`: options."""
        t, n, most, ticked = self._words.t, self._words.n, question.max or 1, frozenset(ticks)
        each = max(80, _ROOM // max(1, len(asked)))
        numbered = [(number, o) for number, o in enumerate(question.options, 1) if o.id in asked]
        lines = [
            "<b>🗳 " + t("Which questions shall the panel answer?") + "</b>",
            n("Tap the one you want most, then Done.", "Tap up to {count}, then Done.", most),
            "",
            "\n\n".join(self._numbered(number, *asked[option.id], each) for number, option in numbered),
        ]
        rows: list[tuple[Key, ...]] = [
            (
                self._key(
                    f"{'✅' if o.id in ticked else '⬜'} {number} {o.label}",
                    "tick",
                    number - 1,
                    int(o.id not in ticked),
                ),
            )
            for number, o in numbered
        ]
        done = t("Done ({count})", count=len(ticked)) if ticked else t("None of these")
        rows.append((self._key(done, "done", style="primary" if ticked else ""),))
        return Message("\n".join(lines), tuple(rows))

    def _numbered(self, number: int, text: str, speaker: str, limit: int) -> str:
        whom = "\n<i>" + self._words.t("for {name}", name=escape(speaker)) + "</i>" if speaker else ""
        return f"{number}. {escape(cut(text, limit))}{whom}"

    def counted(self, *, is_vote: bool = True) -> Message:
        """The votes, or what was answered to a round, are part of a release."""
        t = self._words.t
        if not is_vote:
            return Message(t("Your answer to this round is counted. Nobody can find it any more, not even us."))
        return Message(t("Your votes are counted. Nobody can find them any more, not even us."))

    def voted(self, texts: Sequence[str]) -> Message:
        """The votes, until they are counted."""
        t = self._words.t
        keys: Keyboard = ((self._key(t("Change my votes"), "again"),),)
        if not texts:
            return Message(t("Noted ✓ None of these. You can change that until it is counted."), keys)
        chosen = "\n".join(f"• {escape(text)}" for text in texts)
        parts = (t("Noted ✓ Your votes:"), chosen, t("You can change them until they are counted."))
        return Message("\n\n".join(parts), keys)

    def _key(self, label: str, act: str, *numbers: int, style: str = "") -> Key:
        last = ("-".join(map(str, numbers)),) if numbers else ()
        button = Button(Scope.PARTICIPANT, self._code, VERB, (act, str(self._seq), *last))
        return Key(label, button, style="primary" if style else "")


def numbers_of(button: Button) -> tuple[int, ...]:
    """The numbers that a button of these pages carries; () for none, or a made-up one."""
    word = button.arguments[2] if len(button.arguments) > 2 else ""
    return tuple(int(part) for part in word.split("-") if part.isdecimal() and len(part) < 5)
