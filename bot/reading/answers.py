"""Open answers at the desk, and its first page: what lies there, of every question; must not know authors, or what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import islice

from bot.buttons import Button
from bot.desk import Desk
from bot.messages import Key, Message, Op, key
from bot.reading import themes
from bot.reading.cards import digest
from bot.reading.judged import Judged
from bot.reading.judging import Judging
from bot.reading.pile import Pile
from bot.results.unread import Unread, has_authors, on_the_board, unread
from bot.results.written import asked_as
from bot.wording import Wording
from flows.dialogue.answers import Use
from flows.theming.values import FEWEST_ANSWERS
from storage.answers.texts import Text, TextState, read_until
from storage.closing.reading import told
from storage.database import Unit
from storage.days import there
from storage.values import BallotKind, Phase, SendoutState, Workshop

VERB = "desk"
_OTHERS = 3
"""So many other workshops are named where this one has nothing to read."""


def show(unit: Unit, desk: Desk, workshop: Workshop) -> tuple[Op, ...]:
    """The desk as a new message."""
    return desk.reply(front(unit, desk, workshop), VERB)


def press(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """A button of the desk; from anywhere else the desk comes as a new message."""
    unit.staff.set_asked(desk.sender.chat_id, None)
    act = _ACTS.get(button.arguments[0]) if button.arguments else None
    return act(unit, desk, workshop, button) if act is not None else show(unit, desk, workshop)


def typed(unit: Unit, desk: Desk, workshop: Workshop, about: str, text: str) -> tuple[Op, ...]:
    """Words to hide."""
    unit.staff.set_asked(desk.sender.chat_id, None)
    what, _, short = about.partition(":")
    covered = DESK.typed(unit, desk, workshop, short, text)
    if covered is None:
        desk.expect(unit, VERB, workshop, what, short)
        return DESK.ask_again(unit, desk, workshop, short)
    return covered


def front(unit: Unit, desk: Desk, workshop: Workshop) -> Message:
    """What lies at the desk, question by question, and what to read first."""
    texts, states = _written(unit, workshop), (told(unit, workshop.id), bool(unit.texts.quotable(workshop.id)))
    found = unread(unit, workshop)
    is_empty = workshop.phase is Phase.CLOSED and not texts and not found.questions
    others = tuple(islice(_others(unit, desk, workshop), _OTHERS)) if is_empty else ()
    now = _Front(workshop, texts, found, desk.words, there(desk.house.today, workshop.zone), *states, others)
    return Message("\n".join(now.lines()), tuple(now.rows()))


@dataclass(frozen=True)
class _Front:
    """The first page. `told`: how far everybody is told what was approved; `may_quote`: something of it is shown to them.

    `others`: workshops where something waits, once nothing can come here any more.
    """

    workshop: Workshop
    texts: list[Text]
    unread: Unread
    words: Wording
    today: date
    told: SendoutState | None
    may_quote: bool
    others: tuple[Workshop, ...]

    def lines(self) -> Iterator[str]:
        """What it says."""
        t, workshop = self.words.t, self.workshop
        yield "<b>" + t("The desk") + f"</b> · {escape(workshop.title)}"
        yield t("What people wrote is read here before anybody else sees it.")
        yield from self._questions()
        if self.texts or self.unread.questions:
            yield from self._then()
        elif workshop.phase is Phase.CLOSED:
            yield "\n" + t("There is nothing to read.")
            if self.others:
                yield t("In another workshop of yours there is:")
        elif workshop.paced:
            yield "\n" + t("Open answers come here when the workshop closes, or when you end their question for good.")
        else:
            yield "\n" + t("Open answers come here when the workshop closes.")

    def _questions(self) -> Iterator[str]:
        known = {text.question_id for text in self.texts}
        for question in self.workshop.everything.questions:
            if question.id in known:
                yield f"\n<b>{escape(asked_as(self.workshop, question.id, self.words).text)}</b>"
                yield self._counts(question.id)
        if self.unread.questions:
            yield "\n🙋 " + self.words.n("{count} question to the panel to read",
                                         "{count} questions to the panel to read", self.unread.questions)  # fmt: skip

    def _counts(self, question_id: str) -> str:
        states = [text.state for text in self.texts if text.question_id == question_id]
        day = read_until(self.workshop)
        if (
            day is not None and self.today >= day and TextState.NEW not in states
        ):  # some were deleted, as nobody had read them
            approved = states.count(TextState.APPROVED)
            return self.words.t(
                "{approved} approved · {others} not approved", approved=approved, others=len(states) - approved
            )
        return self.words.t(
            "{new} to read · {approved} approved · {hidden} hidden",
            new=states.count(TextState.NEW), approved=states.count(TextState.APPROVED),
            hidden=states.count(TextState.HIDDEN),
        )  # fmt: skip

    def _then(self) -> Iterator[str]:
        """How long there is, and what becomes of it: each is said only as long as it is true."""
        t, day = self.words.t, read_until(self.workshop)
        is_left = bool(self.unread.answers or self.unread.questions)
        if day is None:
            if not is_left:
                yield "\n" + t("All of it is read.")
            return
        if is_left:
            said = [t("Until {day}. What nobody has approved by then is deleted.", day=self.words.day(day))]
            if not self.unread.follows:
                said.append(
                    t("Everybody has been told before: what you approve now comes on the screen and in the export.")
                )
        else:
            ended = t("The desk ended on {day}: what nobody had approved by then was deleted.", day=self.words.day(day))
            said = [ended if self.today >= day else t("All of it is read."), *self._told()]
        yield "\n" + " ".join(said)

    def _told(self) -> Iterator[str]:
        """Whether everybody is told, now that all is read, and what; nothing where all was read before the close."""
        t = self.words.t
        match self.told:
            case SendoutState.DRAFT if self.may_quote:
                yield t("Everybody is sent what you have approved.")
                if any(text.shown and text.use is Use.THEME for text in self.texts):
                    yield t("What is only for themes is sent to nobody.")
            case SendoutState.DRAFT:
                yield t("Nothing of it can be shown, and everybody is told so.")
            case SendoutState.RUNNING:
                yield t("Everybody is being told now.")
            case SendoutState.DONE:
                yield t("Everybody has been told.")
            case SendoutState.STOPPED:
                yield t("Telling everybody was stopped.")
            case _:
                return

    def rows(self) -> Iterator[tuple[Key, ...]]:
        """What can be done."""
        t, n, code = self.words.t, self.words.n, self.workshop.code
        if count := self.unread.answers:
            read = n("Read {count} open answer", "Read {count} open answers", count)
            yield (key(code, f"📖 {read}", VERB, "new", style="success"),)
        if self.unread.questions:
            yield (key(code, "🙋 " + t("Panel"), "panel", "show"),)
        listed = (key(code, t("Approved …"), VERB, "list", "0"),) if any(text.shown for text in self.texts) else ()
        if any(text.state is TextState.HIDDEN and text.words for text in self.texts):
            listed = (*listed, key(code, t("Hidden …"), VERB, "hidden", "0"))
        if any(text.shown for text in self.texts):
            yield (key(code, "🏷 " + t("Themes …"), themes.VERB, "home"),)
        if listed:
            yield listed
        yield from ((key(other.code, f"📖 {other.title}", VERB, "home"),) for other in self.others)


def _others(unit: Unit, desk: Desk, workshop: Workshop) -> Iterator[Workshop]:
    """Other workshops of this member of staff where something is to be read, the newest first."""
    for other in reversed(unit.staff.workshops_of(desk.sender.user_id)):
        if other.id != workshop.id and on_the_board(unit, other).counts:
            yield other


def _written(unit: Unit, workshop: Workshop) -> list[Text]:
    """The open answers of every question that has enough authors."""
    rounds = {ballot.id for ballot in workshop.ballots if ballot.kind is BallotKind.ASK}
    written = [text for text in unit.texts.of(workshop.id) if text.question_id not in rounds]
    enough = {name for name in {text.question_id for text in written} if has_authors(unit, workshop, name)}
    return [text for text in written if text.question_id in enough]


def _before_the_last(unit: Unit, workshop: Workshop, words: Wording, new: Sequence[Text]) -> tuple[str, Key] | None:
    """With the last one read everybody is told what was approved: themes that are to be told with it are proposed before.

    `new`: approved by one tap with the last; where themes need some of them, that one can be left.
    """
    if told(unit, workshop.id) is not SendoutState.DRAFT:
        return None
    t, shown = words.t, [text for text in _written(unit, workshop) if text.shown]
    if _makes_themes(unit, workshop, shown):
        said = t(
            "With the last one read, everybody is sent what you approved. For themes in that message, make them first."
        )
        return f"🏷 {said}", key(workshop.code, "🏷 " + t("Themes …"), themes.VERB, "home")
    if not _makes_themes(unit, workshop, [*shown, *new[:-1]]):
        return None
    said = t(
        "With the last one read, everybody is sent what you approved. For themes in that message, leave the last one for later."
    )
    return f"🏷 {said}", key(workshop.code, "🏷 " + t("Approve all but the last"), VERB, "restok", digest(new[:-1]))


def _makes_themes(unit: Unit, workshop: Workshop, approved: Sequence[Text]) -> bool:
    """Whether a question without themes has approved answers enough to propose some."""
    known = {theme.question_id for theme in unit.themes.of(workshop.id)}
    counts = Counter(text.question_id for text in approved)
    return any(count >= FEWEST_ANSWERS and name not in known and not unit.groupings.of(workshop.id, name).live
               for name, count in counts.items())  # fmt: skip


ANSWERS = Pile(
    verb=VERB,
    texts=_written,
    home=front,
    back=lambda words: words.t("← The desk"),
    title=lambda words: words.t("Open answers"),
    heading=lambda workshop, text, words: asked_as(workshop, text.question_id, words).name,
    apart=True,
    more=lambda workshop, text, words: (
        key(workshop.code, "🏷 " + words.t("Into a theme …"), themes.VERB, "which", text.short),
    ),
    last=_before_the_last,
)
"""Open answers, of all questions."""

DESK = Judging(ANSWERS)
_ACTS = {**DESK.acts, **Judged(ANSWERS).acts}
"""What the desk's buttons do."""
