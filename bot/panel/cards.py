"""What a facilitator sees of the panel: the desk, one question at a time, lists; must not know storage's rules, or authors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from bot.messages import Key, Keyboard, Message, key
from bot.results.panel_ranking import PanelView, cut, ranking_text
from bot.results.rules import before_ending
from bot.wording import Wording
from flows.counting.release import needed
from storage.answers.panel import PanelQuestion, PanelState
from storage.values import Ballot, BallotKind, BallotState, Phase, Workshop

VERB = "panel"
PAGE = 8
"""Questions on one page of a list."""
_FIRST = 10
"""Questions on the desk itself."""


@dataclass(frozen=True)
class Standing:
    """What the desk shows: the round and the vote that are open, what was collected, and the ranking from releases."""

    workshop: Workshop
    speakers: tuple[str, ...]
    questions: Sequence[PanelQuestion]
    asking: Ballot | None
    voting: Ballot | None
    in_round: int
    in_vote: int
    view: PanelView | None

    def count(self, *states: PanelState) -> int:
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
        return sum(1 for q in self.questions if q.shown and q.state is PanelState.APPROVED)


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

    def desk(self, now: Standing, head: str = "") -> Message:
        """Where the panel stands, the ranking, and what can be done; `head`: what just happened."""
        t = self._words.t
        lines = [
            *([head, ""] if head else []),
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
        return Message("\n".join(lines), tuple(self._desk_rows(now)))

    def _standing(self, now: Standing) -> Iterator[str]:
        t, joined = self._words.t, now.workshop.joined
        if now.asking is not None:
            yield t("✍️ Asking for questions: {count} of {all} have answered.", count=now.in_round, all=joined)
        if now.voting is not None:
            yield t("🗳 Voting: {count} of {all} have voted.", count=now.in_vote, all=joined)
        if now.questions:
            yield t("{new} new · {approved} approved · {answered} answered · {hidden} hidden",
                    new=now.count(PanelState.NEW), approved=now.count(PanelState.APPROVED),
                    answered=now.count(PanelState.ANSWERED), hidden=now.count(PanelState.HIDDEN))  # fmt: skip
        elif now.asking is None and now.is_uncollected:
            yield t("What was asked is kept, and comes here at the close.")
        elif now.asking is None:
            yield t("Nobody has been asked yet.")

    def _desk_rows(self, now: Standing) -> Iterator[tuple[Key, ...]]:
        t, is_open = self._words.t, now.workshop.phase is Phase.OPEN
        if new := now.count(PanelState.NEW):
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
        if any(q.state is PanelState.HIDDEN and q.words for q in now.questions):
            listed = (*listed, self._key(t("Hidden …"), "hidden", "0"))
        yield (*listed, self._key("🔄 " + t("Refresh"), "desk"))

    def ask_speakers(self) -> Message:
        """Asked who sits on the panel."""
        t = self._words.t
        text = t("Who sits on the panel? Type the names with commas between them, up to eight, for example: {example}",
                 example="Ada Lovelace, Grace Hopper")  # fmt: skip
        return Message(text, ((self._key(t("Nobody by name"), "nobody"), self._key(t("Cancel"), "desk")),))

    def ask_first(self, act: str, received: int, now: Standing) -> Message:
        """Before a round or a vote is ended: what of it can be shown, and what becomes of the rest."""
        t, policy, is_round = self._words.t, now.workshop.policy, act == "collect"
        asked = t("Collect the questions?") if is_round else t("Count the vote?")
        told = before_ending(received, now.workshop.joined, policy, self._words)
        yes = t("Collect now") if is_round else t("Count it now")
        style = "" if received < needed(0, policy) else "success"
        keys = (self._key(yes, act, "yes", style=style), self._key(t("Wait"), "desk"))
        return Message("\n\n".join([f"<b>{asked}</b>", *told]), (keys,))

    # One question

    def card(self, question: PanelQuestion, number: int, total: int, alike: PanelQuestion | None) -> Message:
        """A new question: approve, hide, group, cover. `alike`: an approved one that it may repeat."""
        t, short = self._words.t, question.short
        lines = [
            "<b>" + t("{number} of {total} new", number=number, total=total) + "</b>" + self._for(question),
            "",
            f"“{escape(question.words)}”",
        ]
        rows: list[tuple[Key, ...]] = []
        if alike is not None:
            lines += ["", t("It may be the same as:") + f" “{escape(cut(alike.words, 200))}”"]
            rows.append((self._key(t("The same as that"), "is", short, alike.short),))
        rows += [
            (
                self._key("✅ " + t("Approve"), "ok", short, style="success"),
                self._key(t("Hide"), "hide", short, style="danger"),
            ),
            (self._key(t("Same as …"), "same", short), self._key(t("Hide words …"), "cover", short)),
            (self._key(t("Later"), "new", short), self._key(t("← The panel"), "desk")),
        ]
        return Message("\n".join(lines), tuple(rows))

    def same_as(self, question: PanelQuestion, others: Sequence[PanelQuestion]) -> Message:
        """Asked which approved one it is the same as."""
        t = self._words.t
        if not others:
            keys: Keyboard = ((self._key(t("← Back"), "card", question.short),),)
            return Message(t("There is no approved question yet that it could be the same as."), keys)
        listed = "\n".join(f"{n}. {escape(cut(other.words, 150))}" for n, other in enumerate(others, 1))
        keys = tuple(
            (self._key(f"{n} {cut(other.words, 50)}", "is", question.short, other.short),)
            for n, other in enumerate(others, 1)
        )
        head = (
            "“"
            + escape(cut(question.words, 200))
            + "”\n\n"
            + t("The same as which one? They count as one from then on.")
        )
        return Message(f"{head}\n\n{listed}", (*keys, (self._key(t("← Back"), "card", question.short),)))

    def ask_words(self, question: PanelQuestion, remark: str = "") -> Message:
        """Asked which words are to be hidden."""
        t = self._words.t
        lines = [
            *([escape(remark), ""] if remark else []),
            f"“{escape(question.words)}”",
            "",
            t("Type the words to hide, as they stand there. They become […], and nobody can bring them back."),
        ]
        return Message("\n".join(lines), ((self._key(t("Cancel"), "card", question.short),),))

    def listing(
        self, questions: Sequence[PanelQuestion], page: int, votes: dict[str, int], act: str = "list"
    ) -> Message:
        """Approved and answered ones, or (`act`) hidden ones, a page at a time; `votes` by id, from a release."""
        t, first = self._words.t, page * PAGE
        shown = questions[first : first + PAGE]
        lines = ["<b>" + t("Questions to the panel") + "</b>"]
        lines += [f"{n}. {self._marked(q)}" + self._votes(votes.get(q.id)) for n, q in enumerate(shown, first + 1)]
        rows = [(self._key(f"{n} {cut(q.words, 45)}", "item", q.short),) for n, q in enumerate(shown, first + 1)]
        back = (self._key("←", act, str(page - 1)),) if page else ()
        more = (self._key("→", act, str(page + 1)),) if first + PAGE < len(questions) else ()
        return Message("\n\n".join(lines), (*rows, (*back, self._key(t("← The panel"), "desk"), *more)))

    def item(self, question: PanelQuestion, grouped: int, *, voted: bool) -> Message:
        """An approved question. `grouped`: how many others are the same; `voted`: it is in a vote, and stays in it."""
        t, short, is_answered = self._words.t, question.short, question.state is PanelState.ANSWERED
        lines = [f"{self._marked(question)}{self._for(question)}"]
        if question.state is PanelState.HIDDEN:
            undo = (self._key(t("Back to new"), "undo", short), self._key(t("← The panel"), "desk"))
            return Message("\n".join(lines), (undo,))
        if grouped:
            lines += ["", self._words.n("{count} other asks the same.", "{count} others ask the same.", grouped)]
        pin = self._key(t("Unpin"), "unpin", short) if question.pinned else self._key("📌 " + t("Pin"), "pin", short)
        done = (
            self._key(t("Not answered yet"), "ok", short)
            if is_answered
            else self._key("✔️ " + t("Answered"), "done", short)
        )
        last = (
            self._key(t("Hide"), "hide", short, style="danger") if voted else self._key(t("Back to new"), "undo", short)
        )
        return Message("\n".join(lines), ((pin, done), (last, self._key(t("← The list"), "list", "0"))))

    def _marked(self, question: PanelQuestion) -> str:
        text = escape(question.words)
        struck = f"<s>{text}</s>" if question.state is PanelState.ANSWERED else text
        return ("📌 " if question.pinned else "") + struck

    def _for(self, question: PanelQuestion) -> str:
        return " · " + self._words.t("for {name}", name=escape(question.speaker)) if question.speaker else ""

    def _votes(self, votes: int | None) -> str:
        return "" if votes is None else " · " + self._words.n("{count} vote", "{count} votes", votes)

    def _key(self, label: str, *arguments: str, style: str = "") -> Key:
        return key(self._code, label, VERB, *arguments, style=style)
