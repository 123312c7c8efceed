"""The buttons of a question: an option each, or its number; pages, points, Clear and Done; must not know dialogues or ballots."""

from __future__ import annotations

from bot.messages import Key, Keyboard
from bot.participant.choices.fitting import grid, rows_of, window
from bot.participant.choices.options import Choice, is_compact, numbered
from flows.definition.flow import AllocationQuestion, MultiQuestion, RankingQuestion, TextQuestion, options_of
from flows.dialogue.answers import Chosen, Refusal, check_answer
from flows.dialogue.composing import draft_answer, point_unit

_NUMERALS = ("0️⃣", "1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣", "🔟")
_TICKED = MultiQuestion | RankingQuestion
"""Types of which a tap ticks, and unticks: their buttons say which, so that a second tap takes nothing back."""


def tapped(choice: Choice) -> Keyboard:
    """All that can be tapped of it; nothing of an open question."""
    question = choice.question
    if isinstance(question, TextQuestion):
        return ()
    if isinstance(question, AllocationQuestion):
        return (*_point_rows(choice, question), *_page_row(choice), _done_row(choice))
    ticked = {option for option, _ in choice.draft}
    wants = [(int(o.id not in ticked),) if isinstance(question, _TICKED) else () for o in question.options]
    keys = [choice.key(label, "t", n, *wants[n]) for n, label in enumerate(_labels(choice)) if n in choice.here]
    rows = (*(grid(keys) if is_compact(question) else rows_of(keys)), *_page_row(choice))
    return (*rows, _done_row(choice)) if isinstance(question, _TICKED) else rows


def numeral(number: int) -> str:
    """A place in an order, as a key."""
    return _NUMERALS[number] if number < len(_NUMERALS) else f"({number})"


def _page_row(choice: Choice) -> Keyboard:
    """Of a long list the pages before and after this one, by the numbers of their options."""
    count = len(options_of(choice.question))
    _, here, pages = window(count, choice.page)
    keys = []
    for page, label in ((here - 1, "← {first}–{last}"), (here + 1, "{first}–{last} →")):
        if 0 <= page < pages:
            numbers, _, _ = window(count, page)
            keys.append(choice.key(label.format(first=numbers.start + 1, last=numbers.stop), "pg", page))
    return (tuple(keys),) if keys else ()


def _labels(choice: Choice) -> list[str]:
    """What stands on each option's button: what is chosen, ticked, ranked or given, and its number with its label."""
    question = choice.question
    said = [str(n) for n in range(1, len(options_of(question)) + 1)] if is_compact(question) else numbered(question)
    marks = [_mark(choice, option.id) for option in options_of(question)]
    return [f"{mark} {label}" if mark else label for mark, label in zip(marks, said, strict=True)]


def _mark(choice: Choice, option: str) -> str:
    match choice.question:
        case MultiQuestion():
            return "✅" if option in dict(choice.draft) else "⬜"
        case RankingQuestion():
            places = {ranked: place for place, (ranked, _) in enumerate(choice.draft, 1)}
            return numeral(places[option]) if option in places else "⬜"
        case AllocationQuestion():
            given = dict(choice.draft).get(option)
            return numeral(given) if given else "⬜"
        case _:
            return "●" if choice.given == Chosen(option) else ""


def _done_row(choice: Choice) -> tuple[Key, ...]:
    """Clear, and Done with how much is done: in blue once it can be confirmed."""
    question, draft, t = choice.question, choice.draft, choice.words.t
    count = sum(points for _, points in draft)
    label = t("Done ({count})", count=count)
    if isinstance(question, AllocationQuestion):
        label = t("Done ({count} of {total})", count=count, total=question.total)
    if isinstance(question, MultiQuestion) and not question.min and not draft:
        label = t("None of these")
    ready = not isinstance(check_answer(question, draft_answer(question, draft)), Refusal)
    done = choice.key(label, "d", style="primary" if ready else "")
    return (choice.key(t("Clear"), "c"), done) if count else (done,)


def _point_rows(choice: Choice, question: AllocationQuestion) -> Keyboard:
    """One row an option; under the one touched last a row of finer steps for it. Each says how many points stand there."""
    draft = choice.draft
    left = question.total - sum(points for _, points in draft)
    rows: list[tuple[Key, ...]] = []
    given, unit, labels = dict(draft), point_unit(question.total), _labels(choice)
    for place in choice.here:
        option = question.options[place]
        found = given.get(option.id, 0)
        rows.append((choice.key(labels[place], "pt", place, unit, found),))
        if draft and option.id == draft[-1][0]:
            room = left if question.most is None else min(left, question.most - found)
            steps = _steps(question.total, room, found)
            keys = tuple(choice.key(_step_label(choice, step, left), "pt", place, step, found) for step in steps)
            rows += [keys] if keys else []
    return tuple(rows)


def _step_label(choice: Choice, step: int, left: int) -> str:
    if step == left and step > 1:
        return choice.words.t("+{count} all", count=step)
    return f"+{step}" if step > 0 else f"−{-step}"


def _steps(total: int, left: int, given: int) -> list[int]:
    unit = point_unit(total)
    steps = {-unit if given >= unit else 0, -1 if given and unit > 1 else 0, 1 if left and unit > 1 else 0, left}
    return sorted(step for step in steps if step)
