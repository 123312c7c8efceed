"""What a facilitator sees of a poll: menus, the proposal, how many are in, the result's buttons; must not know people or answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from bot.messages import Key, Keyboard, Message, key
from bot.results.findings import Finding, look_line
from bot.results.proposals import What, asked_the_same, in_language, proposals_about, proposed
from bot.results.rules import kept_for_later, nothing_at_all
from bot.wording import Wording
from flows.counting.release import MOST_ROUNDS, needed
from flows.definition.flow import Question, TextQuestion, options_of
from flows.definition.localise import localise
from storage.ballots import rounds_before
from storage.staff.records import Poll
from storage.values import Ballot, BallotKind, BallotState, Phase, Release, Workshop

IN_MENU = 90
"""Questions that a menu names: a message has 100 buttons."""
ON_BOARD = 3
"""Open polls that the board names."""


def poll_menu(workshop: Workshop, words: Wording) -> Message:
    """One's own question, or one of the flow that can become a poll: closed types only."""
    flow = localise(workshop.flow, words.language)
    keys = [(key(workshop.code, q.name, "pollq", n),) for n, q in enumerate(flow.questions) if proposals_about(q)]
    own = (key(workshop.code, "✏️ " + words.t("My own question"), "ask"),)
    text = words.t("A poll for the room. About which question?")
    if len(keys) > IN_MENU:
        text += "\n\n" + words.t(
            "The first {count} stand below. Of the other ones type some words behind /poll: <code>/poll {example}</code>",
            count=IN_MENU,
            example=escape(keys[-1][0].label),
        )
    return Message(text, (own, *keys[:IN_MENU]))


def poll_about(workshop: Workshop, at: int, words: Wording) -> Message:
    """Offer the whole question, which of its options matters most, or one option as a statement."""
    question = localise(workshop.flow, words.language).questions[at]
    rows = [
        (key(workshop.code, _label(question, what, words), "pollwhat", at, what),)
        for what in proposals_about(question)
        if may_ask(workshop, *_would_be(workshop, at, what, words))
    ]
    text = f"<b>{escape(question.text)}</b>\n\n" + words.t(
        "Ask it again as it is, or ask whether people agree with one option?"
    )
    return Message(text, tuple(rows))


def _label(question: Question, what: What, words: Wording) -> str:
    match what:
        case "one":
            return words.t("Which one matters most")
        case "again":
            return words.t("The question with all its options")
        case _:
            return options_of(question)[what].label


def _would_be(workshop: Workshop, at: int, what: What, words: Wording) -> tuple[Question, str | None]:
    """The poll that this proposal makes, and of which question it is a second round."""
    own = workshop.flow.questions[at]
    if what == "again":
        return own, None if own.shown_if else own.id
    return proposed(localise(workshop.flow, words.language).questions[at], what, words), None


def may_ask(workshop: Workshop, question: Question, of: str | None) -> bool:
    """Whether the same was not asked as often as anything may be: a button that would always be refused is not shown."""
    draft = Ballot("", workshop.id, 0, BallotKind.POLL, question, BallotState.DRAFT, of)
    return rounds_before(workshop.ballots, draft, asked_the_same(workshop, draft)) < MOST_ROUNDS


def may_again(workshop: Workshop, name: str) -> bool:
    """Whether a question that has a result may be asked once more."""
    question = workshop.everything.question(name)
    return may_ask(workshop, question, None if question.shown_if else name)


def again_key(workshop: Workshop, question_id: str, words: Wording, *, name: str = "") -> Key:
    """Ask a question that has a result once more."""
    label = words.t("Ask it again") if not name else words.t("Ask it again: {question}", question=name)
    return key(workshop.code, "🔁 " + label, "bagain", question_id)


def running(workshop: Workshop, ballot: Ballot, received: int, words: Wording) -> Message:
    """An open poll: how many are in, the button that ends it, and the one that asks the same again."""
    t, code = words.t, workshop.code
    lines = [
        "<b>" + t("Poll running") + "</b>",
        escape(in_language(workshop, ballot, words.language).text),
        "",
        in_line(workshop, received, words),
        t("The result stays hidden until you end it."),
    ]
    rows = [(key(code, t("End the poll"), "bclose", ballot.id),)]
    return Message("\n".join(lines), (*rows, *_again_row(workshop, ballot, words)))


def _again_row(workshop: Workshop, ballot: Ballot, words: Wording) -> Keyboard:
    """The button that asks a poll again, where it may be asked once more."""
    may = may_ask(workshop, ballot.question, ballot.id) and "again" in proposals_about(ballot.question)
    return ((again_key(workshop, ballot.id, words),),) if may and workshop.phase is not Phase.CLOSED else ()


def ask_again(workshop: Workshop, ballot: Ballot, received: int, words: Wording) -> Message:
    """Asked for a second round while the first one runs: that ends first, said before anything ends."""
    t, code = words.t, workshop.code
    lines = [
        escape(in_language(workshop, ballot, words.language).text),
        "",
        in_line(workshop, received, words),
        t("This poll is still running. It ends first; then you see the second round, and send it."),
        *([_too_few(workshop, words)] if is_early(workshop, received) else []),
    ]
    keys = (
        key(code, t("End it, then ask again"), "bagainyes", ballot.id),
        key(code, t("Keep it open"), "bshow", ballot.id, out=True),
    )
    return Message("\n".join(lines), ((keys[0],), (keys[1],)))


def is_early(workshop: Workshop, received: int) -> bool:
    """Whether a poll that ended now would have no result because too few have answered."""
    return received < needed(0, workshop.policy) and not workshop.policy.close_only


def _too_few(workshop: Workshop, words: Wording) -> str:
    return words.n(
        "⚠️ Fewer than {count} has answered, so nothing could be shown now. What was answered is counted at the close at the latest.",
        "⚠️ Fewer than {count} have answered, so nothing could be shown now. What was answered is counted at the close at the latest.",
        needed(0, workshop.policy),
    )


def polls_list(workshop: Workshop, found: Sequence[Ballot], received: Mapping[str, int], words: Wording) -> Message:
    """Polls that people can answer, a line and a button each."""
    if not found:
        return Message(words.t("No poll is open right now."))
    lines = [board_line(workshop, ballot, received.get(ballot.id, 0), words) for ballot in found]
    keys = [(key(workshop.code, in_language(workshop, b, words.language).name, "bshow", b.id),) for b in found]
    return Message("\n".join(["<b>" + words.t("Polls that people can answer") + "</b>", *lines]), tuple(keys))


def in_line(workshop: Workshop, received: int, words: Wording) -> str:
    """How many have answered, of those who joined."""
    return words.t("{count} of {all} in", count=received, all=workshop.joined)


def running_polls(workshop: Workshop) -> list[Ballot]:
    """The polls that people can answer now."""
    return [b for b in workshop.ballots if b.kind is BallotKind.POLL and b.state is BallotState.OPEN]


def ended_polls(workshop: Workshop) -> list[Ballot]:
    """The polls that were ended, but not for good: whoever has not answered still can."""
    ended = [b for b in workshop.ballots if b.kind is BallotKind.POLL and b.state is BallotState.ENDED]
    return ended if workshop.phase is not Phase.CLOSED else []


def board_line(workshop: Workshop, ballot: Ballot, received: int, words: Wording) -> str:
    """An open poll in one line, cut to what a phone shows in two."""
    text = in_language(workshop, ballot, words.language).name
    cut = text if len(text) <= 60 else text[:59].rstrip() + "…"
    return f"🗳 {escape(cut)} · {in_line(workshop, received, words)}"


def ask_close(workshop: Workshop, ballot: Ballot, received: int, words: Wording) -> Message:
    """Too few for a result: say so before the poll is ended."""
    t, code = words.t, workshop.code
    lines = [
        escape(in_language(workshop, ballot, words.language).text),
        "",
        in_line(workshop, received, words),
        _too_few(workshop, words),
    ]
    keys = (
        key(code, t("End it anyway"), "bcloseyes", ballot.id),
        key(code, t("Keep it open"), "bshow", ballot.id, out=True),
    )
    return Message("\n".join(lines), (keys,))


def over(
    workshop: Workshop, ballot: Ballot, release: Release | None, received: int, words: Wording, *, shown: bool = False
) -> Message:
    """A poll that is ended, by which door, and what becomes of the answers that are not counted yet.

    `shown`: its result, if there is one, comes below with what can be done with it.
    """
    t = words.t
    text = in_language(workshop, ballot, words.language).text
    ended = t("Poll ended")
    lines = [f"<b>{ended} · {escape(workshop.title)}</b>", escape(text), ""]
    lines += _door(workshop, ballot.question, release, received, words)
    is_waiting = ballot.state is BallotState.ENDED and workshop.phase is not Phase.CLOSED
    rows: list[tuple[Key, ...]] = []
    if release is not None and not shown:
        rows.append((key(workshop.code, t("Show the result"), "bsee", ballot.id),))
    if is_waiting and not workshop.policy.close_only:
        rows.append((key(workshop.code, t("Count again"), "bclose", ballot.id),))
    if not (release is not None and shown):
        rows += _again_row(workshop, ballot, words)
    return Message("\n".join(lines), tuple(rows))


def _door(
    workshop: Workshop, question: Question, release: Release | None, received: int, words: Wording
) -> tuple[str, ...]:
    t, n, first = words.t, words.n, needed(0, workshop.policy)
    if workshop.phase is Phase.CLOSED:
        few = t("Fewer than {k} people answered, so nothing is shown.", k=workshop.policy.k)
        return (nothing_at_all(workshop, few, words),) if release is None else ()
    if workshop.policy.close_only:
        return (t("The result comes when the workshop closes."), still_open(words))
    if release is None and isinstance(question, TextQuestion) and received >= first:
        four_fifths = t(
            "No result now: what people write is counted once four fifths of those who take part have answered."
        )
        return (four_fifths + " " + kept_for_later(words), still_open(words))
    if release is None:
        few = n("No result now: fewer than {count} person has answered.",
                "No result now: fewer than {count} people have answered.", first)  # fmt: skip
        return (few + " " + kept_for_later(words), still_open(words))
    if release.final:
        absent = n("{count} did not answer.", "{count} did not answer.", release.tally.skipped)
        said = n("Ended for good: everybody is counted, {count} person.",
                 "Ended for good: everybody is counted, {count} people.", release.n)  # fmt: skip
        return (f"{said} {absent}" if release.tally.skipped else said,)
    return (look_line(release.n, received, words), still_open(words))


def still_open(words: Wording) -> str:
    """Ending something by no door that is for good shuts nobody out; why there was none differs, and is not said."""
    return words.t("It has not ended for good: whoever has not answered still can, until the close.")


def result_keys(workshop: Workshop, finding: Finding, words: Wording, *, grouped: bool, on_screen: bool) -> Keyboard:
    """What can be done with a result: show it to everyone, on the screen, in the group; ask again."""
    t, code, name = words.t, workshop.code, finding.question.id
    screen = t("Take it off the screen") if on_screen else t("Show on the screen")
    rows = [(key(code, t("Send to everyone …"), "bresult", name),), (key(code, "🖥 " + screen, "bscreen", name),)]
    rows += [(key(code, t("Post in the group"), "bpost", name),)] if grouped else []
    again = may_again(workshop, name) and proposals_about(finding.question)
    rows += [(again_key(workshop, name, words),)] if again else []
    return tuple(rows) if workshop.phase is not Phase.CLOSED else ()


def poll_open(poll: Poll, code: str, words: Wording) -> Message:
    """Beside an open poll in the group: the button that ends it."""
    hidden = words.t("The result stays hidden until you end it.")
    text = "<b>" + words.t("Poll running") + f"</b>\n{escape(poll.question)}\n\n{hidden}"
    return Message(text, ((key(code, words.t("End the poll"), "pollend", poll.id),),))
