"""Workshops side by side in words: what each said with its base, where they are furthest apart, and what is not compared."""

from __future__ import annotations

from collections.abc import Iterator

from bot.across.reading import Compared
from bot.results.headlines import base_of, cells, headline
from bot.results.rounds import round_name
from bot.wording import Wording
from flows.counting.abreast import Row, Said, Why, furthest, shares, together
from flows.definition.flow import options_of

_LONGEST = 60
"""Characters of names in a heading; the names of more stand below it."""


def heading(found: Compared, words: Wording) -> str:
    """What is compared, by name where the names fit one line."""
    names = " · ".join(one.name for one in found.where)
    if len(names) <= _LONGEST:
        return words.t("Side by side: {places}", places=names)
    return words.t("{count} workshops side by side", count=len(found.where))


def columns(words: Wording) -> tuple[str, str, str, str]:
    """The heads of the table of workshops."""
    t = words.t
    return t("Workshop"), t("Closed on"), t("Joined"), t("Counted")


def bases(found: Compared, words: Wording) -> tuple[tuple[str, str, str, str], ...]:
    """A row a workshop: when it was closed, and how many people it is about."""
    return tuple((one.name, words.day(one.day), str(one.joined), str(one.counted)) for one in found.where)


def about(found: Compared, words: Wording) -> tuple[str, ...]:
    """A sentence a workshop, and what can be compared at all."""
    each = (
        words.t("{place}: closed on {day}, {joined} joined, {counted} counted.",
                place=one.name, day=words.day(one.day), joined=one.joined, counted=one.counted)
        for one in found.where
    )  # fmt: skip
    return (*each, *how_far(found, words))


def how_far(found: Compared, words: Wording) -> tuple[str, ...]:
    """How much can be compared at all, and what a difference says."""
    t, n = words.t, words.n
    same = n("{count} question was asked alike and is compared.", "{count} questions were asked alike and are compared.",
             len(found.same))  # fmt: skip
    apart = n("{count} is not compared: it is named below, with the reason.",
              "{count} are not compared: they are named below, with the reason.", len(found.apart))  # fmt: skip
    careful = t(
        "Each place has its own people and its own base. A difference says what these people said, not why, nor what others would say."
    )
    return (*([same] if found.same else []), *([apart] if found.apart else []), careful)


def name_of(row: Row, words: Wording) -> str:
    """What a question is called, and which round it is."""
    return " · ".join(filter(None, (row.question.name, round_name(row.number, words))))


def asked_as(row: Row, words: Wording) -> str:
    """The question as it was asked, and which round it is."""
    return " · ".join(filter(None, (row.question.text, round_name(row.number, words))))


def widest(found: Compared, words: Wording) -> str:
    """Where two places are furthest apart, with both counts; "" where nothing is compared or all are alike."""
    gap = gap_of(found)
    if gap is None:
        return ""
    row, option, high, low = gap
    label = next(one.label for one in options_of(row.question) if one.id == option)
    both = ", ".join(_share(one, option, words) for one in (high, low))
    return words.t("Furthest apart: “{question}”, “{option}”: {both}.",
                   question=name_of(row, words), option=label, both=both)  # fmt: skip


def gap_of(found: Compared) -> tuple[Row, str, Said, Said] | None:
    """The question and option in which two places are furthest apart; never the question that makes the groups."""
    made_by = {place.flow.segment_by for place in found.places}
    return furthest([row for row in found.same if row.id not in made_by])


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
            return only_at(row.said[0].place, words)
        case _:
            return ""


def only_at(place: str, words: Wording) -> str:
    """Why what one place alone asked is not compared."""
    return words.t("Asked only at {place}.", place=place)


def missing(found: Compared) -> dict[str, list[Row]]:
    """Place -> what it alone asked."""
    alone: dict[str, list[Row]] = {}
    for row in found.apart:
        if row.why is Why.MISSING:
            alone.setdefault(row.said[0].place, []).append(row)
    return alone


def _cell(said: Said, option: str, words: Wording) -> str:
    if said.summary is None:
        return "–"
    found = next((one for one in said.summary.rows if one.option == option), None)
    return ", ".join(one for one in cells(said.summary, found, words) if one) if found is not None else "–"


def _share(said: Said, option: str, words: Wording) -> str:
    answered = said.summary.answered if said.summary is not None else 0
    count = int(shares(said)[option] * answered)
    return words.t("{place} {count} of {answered}", place=said.place, count=count, answered=answered)
