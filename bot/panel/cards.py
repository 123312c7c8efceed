"""What a facilitator sees of the panel as a whole: where it stands and what comes next; must not know storage's rules, or authors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from bot.messages import Key, Message, key
from bot.results.panel_ranking import PanelView, ranking_text
from bot.results.rules import before_ending
from bot.wording import Wording
from flows.counting.release import needed
from storage.answers.texts import Text, TextState
from storage.values import Ballot, BallotKind, BallotState, Phase, Workshop

VERB = "panel"
_FIRST = 10
"""Questions on the page itself."""


@dataclass(frozen=True)
class Standing:
    """What the page shows: the round and the vote that are open, what was collected, and the ranking from releases."""

    workshop: Workshop
    speakers: tuple[str, ...]
    questions: Sequence[Text]
    asking: Ballot | None
    voting: Ballot | None
    in_round: int
    in_vote: int
    view: PanelView | None

    def count(self, *states: TextState) -> int:
        """How many questions there are in these states, grouped ones too."""
        return sum(1 for question in self.questions if question.state in states)

    @property
    def is_uncollected(self) -> bool:
        """Whether a round was ended before enough people had answered for all of it to be read."""
        rounds = (b for b in self.workshop.ballots if b.kind is BallotKind.ASK)
        return any(ballot.state is BallotState.ENDED for ballot in rounds)

    @property
    def ready(self) -> int:
        """How many can be put to the vote."""
        return sum(1 for q in self.questions if q.shown and q.state is TextState.APPROVED)


class Cards:
    """The pages of one workshop's panel in one member of staff's language."""

    def __init__(self, code: str, words: Wording) -> None:
        self._code = code
        self._words = words

    def close_only(self) -> Message:
        """There can be no panel under a rule that shows nothing before the close."""
        return Message(
            self._words.t(
                "Under this workshop’s privacy rule nothing is shown before the close, so there is no live panel. "
                "People can still write in the open questions."
            )
        )

    def panel(self, now: Standing) -> Message:
        """Where the panel stands, the ranking, and what can be done."""
        t = self._words.t
        lines = [
            "<b>" + t("Panel") + f"</b> · {escape(now.workshop.title)}",
            t("Speakers: {names}", names=escape(", ".join(now.speakers))) if now.speakers else t("No speakers named."),
            "",
            *self._standing(now),
        ]
        if now.view is not None and now.view.items:
            first = replace(now.view, items=now.view.items[:_FIRST])
            lines += ["", ranking_text(first, self._words, limit=120)]
            left = len(now.view.items) - _FIRST
            lines += [self._words.n("and {count} more", "and {count} more", left)] if left > 0 else []
        return Message("\n".join(lines), tuple(self._rows(now)))

    def _standing(self, now: Standing) -> Iterator[str]:
        t, joined = self._words.t, now.workshop.joined
        if now.asking is not None:
            yield t("✍️ Asking for questions: {count} of {all} have answered.", count=now.in_round, all=joined)
        if now.voting is not None:
            yield t("🗳 Voting: {count} of {all} have voted.", count=now.in_vote, all=joined)
        if now.questions:
            yield t("{new} new · {approved} approved · {answered} answered · {hidden} hidden",
                    new=now.count(TextState.NEW), approved=now.count(TextState.APPROVED),
                    answered=now.count(TextState.ANSWERED), hidden=now.count(TextState.HIDDEN))  # fmt: skip
        elif now.asking is None and now.is_uncollected:
            yield t("What was asked is kept, and comes here at the close.")
        elif now.asking is None:
            yield t("Nobody has been asked yet.")

    def _rows(self, now: Standing) -> Iterator[tuple[Key, ...]]:
        t, is_open = self._words.t, now.workshop.phase is Phase.OPEN
        if new := now.count(TextState.NEW):
            yield (
                self._key(
                    self._words.n("Look at {count} new one", "Look at {count} new ones", new), "new", style="success"
                ),
            )
        if now.asking is not None:
            yield (self._key(t("Collect the questions"), "collect"),)
        elif is_open:
            yield (self._key("✍️ " + t("Ask for questions"), "ask"), self._key(t("Speakers"), "who"))
        if now.voting is not None:
            yield (self._key(t("Count the vote"), "endvote"),)
        elif is_open and now.ready >= 2:
            yield (self._key("🗳 " + t("Open the vote"), "vote"),)
        listed = (self._key(t("Questions …"), "list", "0"),) if any(q.shown for q in now.questions) else ()
        if any(q.state is TextState.HIDDEN and q.words for q in now.questions):
            listed = (*listed, self._key(t("Hidden …"), "hidden", "0"))
        if listed:
            yield listed

    def ask_speakers(self) -> Message:
        """Asked who sits on the panel."""
        t = self._words.t
        text = t("Who sits on the panel? Type the names with commas between them, up to eight, for example: {example}",
                 example="Ada Lovelace, Grace Hopper")  # fmt: skip
        return Message(text, ((self._key(t("Nobody by name"), "nobody"),), (self._key(t("← Back"), "home"),)))

    def ask_first(self, act: str, received: int, now: Standing) -> Message:
        """Before a round or a vote is ended: what of it can be shown, and what becomes of the rest."""
        t, policy, is_round = self._words.t, now.workshop.policy, act == "collect"
        asked = t("Collect the questions?") if is_round else t("Count the vote?")
        told = before_ending(received, now.workshop.joined, policy, self._words)
        yes = t("Collect now") if is_round else t("Count it now")
        style = "" if received < needed(0, policy) else "success"
        keys = (self._key(yes, act, "yes", style=style), self._key(t("Wait"), "home"))
        return Message("\n\n".join([f"<b>{asked}</b>", *told]), (keys,))

    def _key(self, label: str, *arguments: str, style: str = "") -> Key:
        return key(self._code, label, VERB, *arguments, style=style)
