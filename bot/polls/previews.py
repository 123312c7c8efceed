"""A poll before it is sent: how it will look, what it is read as, what is wrong with typed words; must not know people or answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from html import escape

from bot.messages import Keyboard, Message, key
from bot.participant.choices.options import hint
from bot.participant.consent import joined_line
from bot.polls.typed.parsing import Refused, Why
from bot.polls.typed.shapes import Shape, limits_said, shape_name, shape_of, shapes_for
from bot.results.proposals import TEXT_LIMIT, fits_a_group, in_language, is_of_the_flow
from bot.wording import Wording
from flows.counting.release import needed
from flows.definition.flow import (
    LABEL_LIMIT,
    AllocationQuestion,
    MultiQuestion,
    Question,
    RankingQuestion,
    StanceQuestion,
    TextQuestion,
    options_of,
)
from flows.definition.labels import MOST_OPTIONS
from storage.values import Ballot, Workshop

_ROW = 2
"""Buttons of other types in a row."""
_NEEDS_AN_EXAMPLE = frozenset({Why.NO_QUESTION, Why.NO_TEXT, Why.NO_MARK, Why.NO_OPTIONS, Why.ONE_OPTION, Why.NO_SCALE})
"""Where it is not the words that are wrong but how they are put."""
_SHOWN = 3000
"""Characters of refused words that are shown again, to be copied: what Telegram takes in one message, and room for the reason."""


def mark(question: Question) -> str:
    """Six letters that change with the words, the type and how many: a page that shows an earlier draft sends nothing."""
    return hashlib.sha256(question.model_dump_json(exclude={"id"}).encode()).hexdigest()[:6]


def is_typed(workshop: Workshop, ballot: Ballot) -> bool:
    """Whether it is a facilitator's own question, of which words and type can still be changed."""
    return (
        ballot.of is None and bool(shapes_for(ballot.question)) and not is_of_the_flow(workshop.flow, ballot.question)
    )


def proposal(workshop: Workshop, ballot: Ballot, words: Wording, *, grouped: bool) -> Message:
    """The poll as it will look, whom it goes to, when its result comes, and what can be done with it."""
    t, code = words.t, workshop.code
    everyone = t("It goes to everyone who joined, in their own chats.") + " " + joined_line(words, workshop.joined)
    lines = [
        f"<b>{_title(ballot, words)}</b>",
        "",
        *_looks(in_language(workshop, ballot, words.language), words),
        "",
        *_read_as(workshop, ballot, words),
        everyone,
        _when(workshop, ballot, words),
    ]
    lines += ["", warning(words)] if ballot.of else []
    sure = mark(ballot.question)
    keys = [(key(code, t("Send to everyone"), "bsend", ballot.id, sure, style="success"),)]
    if grouped and fits_a_group(ballot.question) and not workshop.policy.close_only:
        keys.append((key(code, t("Post in the group"), "bgroup", ballot.id, sure),))
    words_key = () if ballot.of else (key(code, t("Change the words"), "bword", ballot.id),)
    last = (*words_key, key(code, t("Do not send it"), "bcancel", ballot.id, out=True))
    return Message("\n".join(lines), (*keys, *_other_types(workshop, ballot, words), last))


def _other_types(workshop: Workshop, ballot: Ballot, words: Wording) -> Keyboard:
    if not is_typed(workshop, ballot):
        return ()
    now, sure = shape_of(ballot.question), mark(ballot.question)
    keys = [
        key(workshop.code, shape_name(shape, words), "bshape", ballot.id, sure, shape.value)
        for shape in shapes_for(ballot.question)
        if shape is not now
    ]
    return tuple(tuple(keys[at : at + _ROW]) for at in range(0, len(keys), _ROW))


def _read_as(workshop: Workshop, ballot: Ballot, words: Wording) -> Iterator[str]:
    """Of a question that was typed: what type it is, and how that and the words are changed."""
    shape = shape_of(ballot.question)
    if shape is not None and is_typed(workshop, ballot):
        yield words.t("Type: {type}. Another one is a tap away; other words that you type now take the place of these.",
                      type=f"<b>{shape_name(shape, words)}</b>")  # fmt: skip
        yield ""


def warning(words: Wording) -> str:
    """Said before a question is asked again (anonymity rules, limit 6)."""
    return words.t(
        "⚠️ A second round is a new question with its own answers. If only one person answers differently or is missing, "
        "comparing the rounds can show what they said."
    )


def _title(ballot: Ballot, words: Wording) -> str:
    return words.t("Second round: the same question again") if ballot.of else words.t("A poll, as it will look")


def _looks(question: Question, words: Wording) -> list[str]:
    lines = [f"<b>{escape(question.text)}</b>", *([escape(question.help)] if question.help else [])]
    if isinstance(question, TextQuestion):
        return [*lines, "✍️ " + words.t("Everybody types an answer.")]
    lines += _shown_options(question, words)
    is_counted = isinstance(question, MultiQuestion | RankingQuestion | AllocationQuestion)
    return [*lines, f"<i>{escape(hint(question, words))}</i>"] if is_counted else lines


def _shown_options(question: Question, words: Wording) -> list[str]:
    """As many as a message holds: of more it is said how many there are."""
    labels = [option.label for option in options_of(question)]
    room, shown = _SHOWN, list[str]()
    for label in labels:
        room -= len(label) + 3
        if room < 0:
            break
        shown.append(f"○ {escape(label)}")
    more = len(labels) - len(shown)
    return [*shown, words.n("… and {count} more", "… and {count} more", more)] if more else shown


def _when(workshop: Workshop, ballot: Ballot, words: Wording) -> str:
    if workshop.policy.close_only:
        return words.t("The rule of this workshop shows nothing before its close: the result comes then, for {k} people or more.",
                       k=workshop.policy.k)  # fmt: skip
    if isinstance(ballot.question, TextQuestion):
        return words.t(
            "What people write is read at the desk before anybody else sees it: when you end the poll, if four fifths of those "
            "who take part have answered, {count} or more; else at the close.",
            count=needed(0, workshop.policy),
        )
    return words.n("The result comes when you end the poll, if {count} person or more have answered; else at the close.",
                   "The result comes when you end the poll, if {count} people or more have answered; else at the close.",
                   needed(0, workshop.policy))  # fmt: skip


def ask_words(workshop: Workshop, ballot: Ballot, words: Wording) -> Message:
    """Ask for another text."""
    now, back = (
        in_language(workshop, ballot, words.language),
        ((key(workshop.code, words.t("← Back"), "bdraft", ballot.id),),),
    )
    if is_typed(workshop, ballot):
        lines = [words.t("Now, to copy:"), f"<code>{escape(as_typed(now, words))}</code>", "", how(words)]
        return Message("\n".join(lines), back)
    lines = [
        words.t("Now:") + f" {escape(now.text)}",
        "",
        words.t("Type the new words, 300 characters at most."),
    ]
    if isinstance(ballot.question, StanceQuestion):
        lines.append(words.t("People agree, disagree or are unsure, so a statement or a yes-or-no question fits best."))
    return Message("\n".join(lines), back)


def as_typed(question: Question, words: Wording) -> str:
    """The question as somebody would type it."""
    labels = " | ".join(option.label for option in options_of(question))
    between = " " if question.text.endswith(("?", "？", "؟", ":")) or not labels else " | "
    return f"{question.text}{between}{labels} {limits_said(question, words)}".strip()


def ask_question(words: Wording) -> Message:
    """Asked for a question of one's own, with an example of each type."""
    lines = [words.t("What do you want to ask everybody?"), "", how(words)]
    return Message("\n".join(lines))


def how(words: Wording) -> str:
    """How a question is typed: an example of each type."""
    said = words.t("Type the question; behind it its options, with | between them. For example:")
    more = words.t(
        "Brackets behind it say how many: (several, 2 to 3), (at most 3, or none), (ranking, at least 2), (up to 10 points, "
        "at most 5 each). Long lists come in pages. Short names for long options, and hints, only a file of questions has: /flow"
    )
    return "\n".join([said, *(f"• <code>{escape(example)}</code>" for example in examples(words)), more])


def examples(words: Wording) -> tuple[str, ...]:
    """A question of each type, as it is typed."""
    t = words.t
    return (
        t("Which day suits you? Mon | Tue | Wed"),
        t("How safe do you feel? 1 not at all - 5 very"),
        t("Shall we go on?"),
        t("What would help you most?"),
        t("Rank: parking | benches | trees"),
        t("Which matter most? parking | benches | trees (at most 2)"),
        t("Share 10 points: parking | benches | trees"),
    )


def refusal(refused: Refused, typed: str, words: Wording) -> Message:
    """Why typed words make no poll, and the words, to be copied and put right."""
    kept = typed if len(typed) <= _SHOWN else typed[: _SHOWN - 1] + "…"
    again = words.t("Nothing is sent. Tap your words to copy them, put them right and send them again:")
    reason = _reason(refused, words)
    if refused.why in _NEEDS_AN_EXAMPLE:
        reason += " " + words.t("For example:") + f" <code>{escape(_example(refused, words))}</code>"
    return Message(f"{reason}\n\n{again}\n\n<code>{escape(kept)}</code>")


def _example(refused: Refused, words: Wording) -> str:
    """How the same kind of question is typed."""
    scale, ranking, options = examples(words)[1], examples(words)[4], examples(words)[0]
    if refused.why is Why.NO_SCALE:
        return scale
    return ranking if refused.shape is Shape.RANKING else options


def _reason(refused: Refused, words: Wording) -> str:
    t, n, about = words.t, words.n, escape(refused.about)
    match refused.why:
        case Why.NO_QUESTION:
            return t("There is no question in that.")
        case Why.QUESTION_TOO_LONG:
            return t(
                "The question has {count} characters; {most} fit on a phone.", count=refused.count, most=TEXT_LIMIT
            )
        case Why.NO_TEXT:
            return t("These are options, and there is no question before them.")
        case Why.NO_MARK:
            return t(
                "“{question}” was read as the question and “{option}” as its only option: put a question mark behind the question.",
                question=escape(refused.text),
                option=about,
            )
        case Why.NO_OPTIONS:
            return t("There are no options behind the question.")
        case Why.ONE_OPTION:
            return t("There is one option only, “{option}”: a poll needs two or more.", option=about)
        case Why.TWICE:
            return t("“{option}” is there twice.", option=about)
        case Why.TOO_MANY:
            return n("A poll has {count} option at most; these are {given}.",
                     "A poll has {count} options at most; these are {given}.", MOST_OPTIONS, given=refused.count)  # fmt: skip
        case Why.OPTION_TOO_LONG:
            return t("An option has {most} characters at most; this one has {count}: “{option}”",
                     most=LABEL_LIMIT, count=refused.count, option=about)  # fmt: skip
        case Why.TOO_LONG:
            return n("With these options the question is {count} character too long for one message.",
                     "With these options the question is {count} characters too long for one message.", refused.count)  # fmt: skip
        case Why.LIMITS:
            return t(
                "So many cannot be chosen or given with {count} options: put what stands in brackets right.",
                count=refused.count,
            )
        case Why.NO_SCALE:
            return t("A scale has 3 to 11 steps, such as 1-5 or 0-10; {range} is none.", range=about)
