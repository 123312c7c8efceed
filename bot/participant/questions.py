"""How a question looks on a phone: its text and its buttons for every type; must not know who answers it, or what follows.

Long labels are cut by the phone, so a question with one lists its options in full in the text. Option numbers stand in
front, because everything a button does can be typed.

Long: one function a type of question, which are read side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import assert_never

from bot.buttons import Button, Scope
from bot.messages import Key, Keyboard, Message
from bot.participant.fitting import FITS, fits, grid, rows_of, window
from bot.wording import Wording
from flows.definition.flow import (
    AllocationQuestion,
    Flow,
    MultiQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
    options_of,
)
from flows.dialogue.answers import Chosen, Use, Written
from flows.dialogue.composing import point_unit
from flows.dialogue.following import is_kept
from flows.dialogue.numbering import numbers_of
from flows.dialogue.standing import Dialogue, Proposal, Waits, position

_NUMERALS = ("0️⃣", "1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣", "🔟")
_COMPACT = 9
"""More options than this are listed in the text, above their numbers: else question and options do not fit a phone."""
_TICKED = MultiQuestion | RankingQuestion
"""Types of which a tap ticks, and unticks: their buttons say which, so that a second tap takes nothing back."""


@dataclass(frozen=True)
class Asked:
    """A question as one participant sees it. `flow` is localised; `code` is the workshop's join code; `news`: wants news."""

    flow: Flow
    code: str
    dialogue: Dialogue
    words: Wording
    news: bool = True

    def key(self, label: str, verb: str, *arguments: str | int, style: str = "") -> Key:
        """A participant's button about this workshop."""
        button = Button(Scope.PARTICIPANT, self.code, verb, tuple(str(a) for a in arguments))
        return Key(label, button, style="primary" if style == "primary" else "success" if style == "success" else "")


def ask(asked: Asked, question: Question) -> Message:
    """The question with its position, what to do, and its buttons; or what the author of an open answer is asked first.

    One that no message holds, as a file could ask before `check` refused it, is said in words: never silence. It is not logged:
    a line at the moment when somebody is asked would tell who was.
    """
    message = whole(asked, question)
    return message if fits(message) else _too_long(asked, question)


def _too_long(asked: Asked, question: Question) -> Message:
    said = asked.words.t(
        "This question is too long for a phone, so I cannot ask it here. Skip it, and please tell whoever leads the workshop."
    )
    lines = [_heading(asked, question), "", f"<b>{escape(question.name)}</b>", "", said]
    return Message("\n".join(lines), _navigation(asked, question))


def whole(asked: Asked, question: Question) -> Message:
    """The same, whether a message holds it or not."""
    if asked.dialogue.proposal is not None:
        return _ask_author(asked, question, asked.dialogue.proposal)
    gap = [] if is_compact(question) else [""]  # of a long one all is to be seen at once
    lines = [_heading(asked, question), *gap, f"<b>{escape(question.text)}</b>"]
    lines += [escape(question.help)] if question.help else []
    lines += _written_before(asked, question)
    lines += [*gap, *listing] if (listing := _listing(question, asked.dialogue.page)) else []
    lines += [f"<i>{escape(chosen)}</i>"] if (chosen := _chosen_so_far(asked, question)) else []
    lines += [*gap, f"<i>{escape(_hint(asked, question))}</i>", *_no_hurry(asked)]
    return Message("\n".join(lines), (*_option_rows(asked, question), *_navigation(asked, question)))


def _ask_author(asked: Asked, question: Question, proposal: Proposal) -> Message:
    """Show how the answer will look where something is hidden; else ask how its words may be used."""
    t = asked.words.t
    quoted = f"“{escape(proposal.text)}”"
    if proposal.waits is Waits.USE:
        lines = [
            f"<b>{escape(question.name)}</b>",
            "",
            quoted,
            "",
            t("How may your words be used? You can change it later."),
            t("A facilitator reads them before anybody else does. What is only to be counted nobody reads."),
            _added(asked),
        ]
        return Message(
            "\n".join(lines), (*_use_rows(asked, None), _anew(asked, question), *_navigation(asked, question))
        )
    lines = [
        t("I would hide what is in brackets, so that nobody can be recognised:"),
        "",
        quoted,
        "",
        t("Send it like this, or write it anew in other words.") + " " + _added(asked),
    ]
    keep = ((asked.key(t("That is not a name"), "kn"),),) if proposal.names else ()
    send = (asked.key(t("Send it like this"), "ag", style="primary"),)
    return Message("\n".join(lines), (send, *keep, _anew(asked, question), *_navigation(asked, question)))


def _added(asked: Asked) -> str:
    """What typing and doing nothing mean while the words wait."""
    return asked.words.t("What you type now is added to it. If you say nothing, it is only counted.")


def _anew(asked: Asked, question: Question) -> tuple[Key, ...]:
    return (asked.key(asked.words.t("Write it anew"), "c", asked.flow.questions.index(question)),)


def _use_rows(asked: Asked, use: Use | None, *, numbered: bool = True) -> Keyboard:
    """A button each; where words are asked for, a number may be the answer, so none stands on them."""
    marks = [(one, "●" if one is use else str(n) if numbered else "○") for n, one in enumerate(Use, 1)]
    return tuple((asked.key(f"{mark} {use_in_words(one, asked.words)}", "us", one.value),) for one, mark in marks)


def use_in_words(use: Use, words: Wording) -> str:
    """What an author allows with an open answer."""
    match use:
        case Use.QUOTE:
            return words.t("May be quoted word for word")
        case Use.THEME:
            return words.t("Only in themes, never quoted")
        case Use.COUNT:
            return words.t("Only count it")
        case _:
            assert_never(use)


def _written_before(asked: Asked, question: Question) -> list[str]:
    """An open answer that is being changed stands above: typing replaces it."""
    given = asked.dialogue.answers.get(question.id)
    return ["", f"“{escape(given.text)}”"] if isinstance(given, Written) else []


def _heading(asked: Asked, question: Question) -> str:
    """Which question of how many, and its section; where the room is led and asked one question, the section alone."""
    number, total = position(asked.flow, asked.dialogue)
    title = next((escape(s.title) for s in asked.flow.sections if s.id == question.section), "")
    place = asked.words.t("{number} of {total}", number=number, total=total)
    if asked.dialogue.room is not None and total == 1:
        alone = title or asked.words.t("The question now")
        return f"<b>{alone}</b>"
    return f"<b>{place}</b> · {title}" if title else f"<b>{place}</b>"


def _no_hurry(asked: Asked) -> list[str]:
    """Where the room is led: that the question stays, or how long it is meant to be open."""
    room = asked.dialogue.room
    if is_kept(asked.dialogue):
        stays = asked.words.t("This question stays here until you answer or skip it.")
        return ["", f"<i>{stays}</i>"]
    if room is None or not room.minutes or asked.dialogue.at not in room.open:
        return []
    about = asked.words.n("About {count} minute, no hurry.", "About {count} minutes, no hurry.", room.minutes)
    return ["", f"<i>{about}</i>"]


def _listing(question: Question, page: int) -> list[str]:
    """The options in full when a button would cut one of them: else they would only push the question off the screen."""
    options = options_of(question)
    if not is_compact(question) and not any(len(o.label) > FITS or o.short for o in options):
        return []
    listed = [escape(said) for said in numbered(question, dot=".", full=True)]
    return [listed[at] for at in window(len(options), page)[0]]


def is_compact(question: Question) -> bool:
    """Whether its buttons are numbers alone, because it has many options."""
    return not isinstance(question, AllocationQuestion) and len(options_of(question)) > _COMPACT


def _hint(asked: Asked, question: Question) -> str:
    t, n = asked.words.t, asked.words.n
    match question:
        case SingleQuestion() | ScaleQuestion() | StanceQuestion():
            return t("Tap one, or type its number.")
        case MultiQuestion():
            most, least = question.max or len(question.options), question.min
            if most == least:
                return n("Tap exactly {count}, then Done; or type the number.",
                         "Tap exactly {count}, then Done; or type their numbers: 1, 3.", most)  # fmt: skip
            if most < len(question.options):
                return n("Tap up to {count}, then Done; or type the number.",
                         "Tap up to {count}, then Done; or type their numbers: 1, 3.", most)  # fmt: skip
            return t("Tap all that apply, then Done; or type their numbers: 1, 3.")
        case RankingQuestion(min=least) if least > 1:
            return t("Tap at least {least}, the best first, then Done; or type their numbers: 2, 1. Up to {count}.",
                     least=least, count=question.places)  # fmt: skip
        case RankingQuestion():
            return n("Tap your number 1, then Done; or type its number.",
                     "Tap your top {count}, the best first, then Done; or type their numbers: 2, 1.",
                     question.places)  # fmt: skip
        case AllocationQuestion():
            left = question.total - sum(p for _, p in asked.dialogue.draft)
            if left == 0:
                return t("All points given. Tap Done.")
            if not question.spend_all:
                return n("{count} point left. Tap an option to give it; you may keep some.",
                         "{count} points left. Tap an option to give some; you may keep some.", left)  # fmt: skip
            return n(
                "{count} point left. Tap an option to give it.",
                "{count} points left. Tap an option to give some.",
                left,
            )
        case TextQuestion() if question.id not in asked.dialogue.answers and asked.dialogue.use is not None:
            return t(
                "Type your answer. Please name nobody. Your words may be used as you chose before; a tap changes that."
            )
        case TextQuestion():
            return t("Type your answer. Please name nobody.")
        case _:
            assert_never(question)


def _option_rows(asked: Asked, question: Question) -> Keyboard:
    at = asked.flow.questions.index(question)
    ticked = {option for option, _ in asked.dialogue.draft}
    wants = [(int(o.id not in ticked),) if isinstance(question, _TICKED) else () for o in options_of(question)]
    keys = [asked.key(label, "t", at, n, *wants[n]) for n, label in enumerate(_labels(asked, question))]
    if isinstance(question, TextQuestion):
        given = asked.dialogue.answers.get(question.id)
        if given is None and asked.dialogue.use is not None:
            return _use_rows(asked, asked.dialogue.use, numbered=False)
        keep = (asked.key(asked.words.t("Keep it as it is"), "d", at),)
        return (*_use_rows(asked, given.use), keep) if isinstance(given, Written) else ()
    if isinstance(question, AllocationQuestion):
        return (*_point_rows(asked, question), *_page_row(asked, question), _done_row(asked, at, question))
    here, _, _ = window(len(keys), asked.dialogue.page)
    keys = [keys[place] for place in here]
    rows = (*(grid(keys) if is_compact(question) else rows_of(keys)), *_page_row(asked, question))
    if isinstance(question, MultiQuestion | RankingQuestion):
        return (*rows, _done_row(asked, at, question))
    return rows


def _page_row(asked: Asked, question: Question) -> Keyboard:
    """Of a long list the pages before and after this one, by the numbers of their options."""
    count = len(options_of(question))
    _, here, pages = window(count, asked.dialogue.page)
    keys = []
    for page, label in ((here - 1, "← {first}–{last}"), (here + 1, "{first}–{last} →")):
        if 0 <= page < pages:
            numbers, _, _ = window(count, page)
            said = label.format(first=numbers.start + 1, last=numbers.stop)
            keys.append(asked.key(said, "pg", asked.flow.questions.index(question), page))
    return (tuple(keys),) if keys else ()


def _chosen_so_far(asked: Asked, question: Question) -> str:
    """Of a list in pages, what is chosen on any of them, by its numbers."""
    options = options_of(question)
    _, _, pages = window(len(options), asked.dialogue.page)
    numbers = {option.id: at for at, option in enumerate(options, 1)}
    is_points = isinstance(question, AllocationQuestion)
    said = [f"{numbers[o]}: {n}" if is_points else str(numbers[o]) for o, n in asked.dialogue.draft if n]
    return asked.words.t("Chosen so far: {numbers}", numbers=", ".join(said)) if pages > 1 and said else ""


def _labels(asked: Asked, question: Question) -> list[str]:
    if is_compact(question):
        return _numbers(asked, question)
    options, draft = options_of(question), asked.dialogue.draft
    chosen = asked.dialogue.answers.get(question.id)
    match question:
        case MultiQuestion():
            ticked = dict(draft)
            return [
                f"{'✅' if o.id in ticked else '⬜'} {said}"
                for o, said in zip(options, numbered(question), strict=True)
            ]
        case RankingQuestion():
            places = {option: place for place, (option, _) in enumerate(draft, 1)}
            marks = [numeral(places[o.id]) if o.id in places else "⬜" for o in options]
            return [f"{mark} {said}" for mark, said in zip(marks, numbered(question), strict=True)]
        case AllocationQuestion():
            given = dict(draft)
            marks = [numeral(given[o.id]) if given.get(o.id) else "⬜" for o in options]
            return [f"{mark} {said}" for mark, said in zip(marks, numbered(question), strict=True)]
        case _:
            return [
                f"● {said}" if chosen == Chosen(o.id) else said
                for o, said in zip(options, numbered(question), strict=True)
            ]


def _numbers(asked: Asked, question: Question) -> list[str]:
    """The keys of a question whose options stand in the text: a number each, and what is chosen, ticked or ranked."""
    places = {option: place for place, (option, _) in enumerate(asked.dialogue.draft, 1)}
    chosen = asked.dialogue.answers.get(question.id)
    labels = []
    for number, option in enumerate(options_of(question), 1):
        mark = "● " if chosen == Chosen(option.id) else ""
        if isinstance(question, RankingQuestion) and option.id in places:
            mark = f"{numeral(places[option.id])} "
        elif isinstance(question, _TICKED):
            mark = "✅ " if option.id in places else "⬜ "
        labels.append(f"{mark}{number}")
    return labels


def numbered(question: Question, *, dot: str = "", full: bool = False) -> tuple[str, ...]:
    """The labels behind the numbers that can be typed; some begin with them already: "1 Clarifying the purpose", the steps of a scale.

    `full`: long labels in place of the short ones that stand on buttons.
    """
    said = (option.label if full else option.name for option in options_of(question))
    pairs = zip(said, numbers_of(question, full=full), strict=True)
    return tuple(label if words != label else f"{n}{dot} {words}" for label, (n, words) in pairs)


def numeral(number: int) -> str:
    """A place in an order, as a key."""
    return _NUMERALS[number] if number < len(_NUMERALS) else f"({number})"


def _done_row(asked: Asked, at: int, question: Question) -> tuple[Key, ...]:
    """Clear, and Done with how much is done: in blue once it can be confirmed."""
    draft, t = asked.dialogue.draft, asked.words.t
    count = sum(points for _, points in draft)
    label, ready = t("Done ({count})", count=count), count > 0
    match question:
        case AllocationQuestion(total=total, spend_all=spend_all):
            label = t("Done ({count} of {total})", count=count, total=total)
            ready = count == total if spend_all else count > 0
        case RankingQuestion(min=least):
            ready = count >= least
        case MultiQuestion(min=0) if not draft:
            label, ready = t("None of these"), True
    done = asked.key(label, "d", at, style="primary" if ready else "")
    return (asked.key(t("Clear"), "c", at), done) if count else (done,)


def _point_rows(asked: Asked, question: AllocationQuestion) -> Keyboard:
    """One row an option; under the one touched last a row of finer steps for it. Each says how many points stand there."""
    draft, at = asked.dialogue.draft, asked.flow.questions.index(question)
    left = question.total - sum(p for _, p in draft)
    rows: list[tuple[Key, ...]] = []
    given, unit = dict(draft), point_unit(question.total)
    here, _, _ = window(len(question.options), asked.dialogue.page)
    for place, (label, option) in enumerate(zip(_labels(asked, question), question.options, strict=True)):
        found = given.get(option.id, 0)
        if place not in here:
            continue
        rows.append((asked.key(label, "pt", at, place, unit, found),))
        if draft and option.id == draft[-1][0]:
            room = left if question.most is None else min(left, question.most - found)
            steps = _steps(question.total, room, draft[-1][1])
            rows += (
                [tuple(asked.key(_step_label(asked, s, left), "pt", at, place, s, found) for s in steps)]
                if steps
                else []
            )
    return tuple(rows)


def _step_label(asked: Asked, step: int, left: int) -> str:
    if step == left and step > 1:
        return asked.words.t("+{count} all", count=step)
    return f"+{step}" if step > 0 else f"−{-step}"


def _steps(total: int, left: int, given: int) -> list[int]:
    unit = point_unit(total)
    steps = {-unit if given >= unit else 0, -1 if given and unit > 1 else 0, 1 if left and unit > 1 else 0, left}
    return sorted(s for s in steps if s)


def _navigation(asked: Asked, question: Question) -> Keyboard:
    at, t = asked.flow.questions.index(question), asked.words.t
    number, _ = position(asked.flow, asked.dialogue)
    back = (asked.key(t("← Back"), "b", at),) if number > 1 or asked.dialogue.changing else ()
    return ((*back, asked.key(t("Skip"), "s", at), *_later(asked, at)),)


def _later(asked: Asked, at: int) -> tuple[Key, ...]:
    """Pause; where the room is led, more time for this question, unless the person has it."""
    if asked.dialogue.room is None:
        return (asked.key(asked.words.t("Pause"), "pa"),)
    has_it = asked.dialogue.changing or is_kept(asked.dialogue)
    return () if has_it else (asked.key(asked.words.t("More time"), "mt", at),)
