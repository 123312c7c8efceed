"""Workshops side by side as a part of a report: what its pages and its document say, with one picture; must not know chats or storage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.across.drawing import alt_of, figure_for, item, places
from bot.across.reading import Compared
from bot.across.saying import asked_as, gap_of, missing, name_of, only_at, reason
from bot.results.charting.figures import Figure, line
from bot.results.charting.paged import Data, sentence
from bot.wording import Wording
from flows.counting.abreast import Row, Why


def heading_of(words: Wording) -> str:
    """Of the part."""
    return words.t("Beside other workshops")


def to_data(found: Compared, words: Wording) -> Data:
    """The part as the template of the pages has it."""
    drawn = pictured(found)
    return {
        "heading": sentence(heading_of(words)),
        "places": places(found, words),
        "items": [item(row, words, drawn=row is drawn) for row in in_order(found)],
        "apart_head": sentence(apart_heading(found, words)),
        "apart": [{"heading": line(name), "why": sentence(why)} for name, why in apart(found, words)],
    }


def in_order(found: Compared) -> Sequence[Row]:
    """The compared questions: the one with the picture first."""
    drawn = pictured(found)
    return sorted(found.same, key=lambda row: row is not drawn)


def pictured(found: Compared) -> Row | None:
    """The question that the picture is of: where two places are furthest apart, else the first that can be drawn."""
    gap = gap_of(found)
    words = Wording(found.language)
    return gap[0] if gap is not None else next((row for row in found.same if figure_for(row, words)), None)


def picture_of(found: Compared, words: Wording) -> tuple[str, Figure] | None:
    """The picture with its words; None where nothing can be drawn."""
    drawn = pictured(found)
    figure = figure_for(drawn, words) if drawn is not None else None
    return (alt_of(figure), figure) if figure is not None else None


def apart_heading(found: Compared, words: Wording) -> str:
    """Above what is not compared; "" where everything is."""
    return words.t("Not compared, and why") if found.apart else ""


def apart(found: Compared, words: Wording) -> Iterator[tuple[str, str]]:
    """What is not compared, with the reason; what one place alone asked on one line."""
    yield from ((asked_as(row, words), reason(row, words)) for row in found.apart if row.why is not Why.MISSING)
    for place, rows in missing(found).items():
        yield " · ".join(name_of(row, words) for row in rows), only_at(place, words)
