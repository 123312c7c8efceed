"""Workshops side by side in words: what each said with its base, where they are furthest apart, and what is not compared."""

from __future__ import annotations

from collections.abc import Iterator

from bot.across.reading import Compared
from bot.results.headlines import base_of, cells, headline
from bot.wording import Wording
from flows.counting.abreast import Row, Said, Why, furthest, shares, together
from flows.definition.flow import options_of


def heading(found: Compared, words: Wording) -> str:
    """What is compared, by name."""
    return words.t("Side by side: {places}", places=" · ".join(one.name for one in found.where))


def about(found: Compared, words: Wording) -> tuple[str, ...]:
    """A sentence a workshop, and what can be compared at all."""
    t, n = words.t, words.n
    each = (
        t("{place}: closed on {day}, {joined} joined, {counted} counted.",
          place=one.name, day=words.day(one.day), joined=one.joined, counted=one.counted)
        for one in found.where
    )  # fmt: skip
    same = n("{count} question was asked alike and is compared.", "{count} questions were asked alike and are compared.",
             len(found.same))  # fmt: skip
    apart = n("{count} is not compared: it is named below, with the reason.",
              "{count} are not compared: they are named below, with the reason.", len(found.apart))  # fmt: skip
    careful = t(
        "Each place has its own people and its own base. A difference says what these people said, not why, nor what others would say."
    )
    return (*each, same, *([apart] if found.apart else []), careful)


def widest(found: Compared, words: Wording) -> str:
    """Where two places are furthest apart, with both counts; "" where nothing is compared or all are alike."""
    made_by = {place.flow.segment_by for place in found.places}
    gap = furthest([row for row in found.same if row.id not in made_by])
    if gap is None:
        return ""
    row, option, high, low = gap
    label = next(one.label for one in options_of(row.question) if one.id == option)
    both = ", ".join(_share(one, option, words) for one in (high, low))
    return words.t("Furthest apart: “{question}”, “{option}”: {both}.",
                   question=row.question.name, option=label, both=both)  # fmt: skip


def row_lines(row: Row, words: Wording) -> Iterator[str]:
    """What each place said to one question, and then each option."""
    for said in row.said:
        yield f"{said.place}: {spoken(said, words)}"
    known = [said for said in row.said if said.summary is not None and said.summary.answered]
    if row.why is not None or not known:
        return
    for option in options_of(row.question):
        numbers = " · ".join(f"{said.place} {_cell(said, option.id, words)}" for said in known)
        yield f"  {option.label}: {numbers}"


def spoken(said: Said, words: Wording) -> str:
    """What one place said, in one line with its base."""
    if said.summary is None:
        return words.t("too few people answered, so nothing is shown.")
    return f"{headline(said.summary, words)} ({base_of(said.summary, 0, words)})"


def pooled(found: Compared, row: Row, words: Wording) -> str:
    """What all places said, of their counts; or that it is not put together."""
    summary = together(found.places, row)
    if summary is None:
        return words.t("Together: not put together.")
    return words.t("Together: {said} ({base})", said=headline(summary, words), base=base_of(summary, 0, words))


def reason(row: Row, words: Wording) -> str:
    """Why a question is not compared, with both wordings where these are it."""
    t = words.t
    match row.why:
        case Why.WORDING:
            asked = " / ".join(f"{said.place}: “{said.question.text}”" for said in row.said)
            return t("Asked in other words. {asked}", asked=asked)
        case Why.OPTIONS:
            asked = " / ".join(
                f"{said.place}: {', '.join(one.label for one in options_of(said.question))}" for said in row.said
            )
            return t("Other answers could be given. {asked}", asked=asked)
        case Why.ASKED_OF:
            return t("Asked of other people: it depends on an answer, and not on the same one everywhere.")
        case Why.RULE:
            return t("Counted in three points in one place and in all levels in another: their privacy rules differ.")
        case Why.MISSING:
            return t("Asked only at {place}.", place=row.said[0].place)
        case _:
            return ""


def _cell(said: Said, option: str, words: Wording) -> str:
    if said.summary is None:
        return "–"
    found = next((one for one in said.summary.rows if one.option == option), None)
    return ", ".join(one for one in cells(said.summary, found, words) if one) if found is not None else "–"


def _share(said: Said, option: str, words: Wording) -> str:
    answered = said.summary.answered if said.summary is not None else 0
    count = int(shares(said)[option] * answered)
    return words.t("{place} {count} of {answered}", place=said.place, count=count, answered=answered)
