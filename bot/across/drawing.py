"""Workshops side by side as pages and pictures, by the press that prints reports; must not know chats or storage."""

from __future__ import annotations

from pathlib import Path

from bot.across.reading import Compared
from bot.across.saying import asked_as, bases, columns, gap_of, heading, how_far, reason, spoken, widest
from bot.results.charting.abreast import Abreast
from bot.results.charting.figures import Figure, line
from bot.results.charting.fonts import legible
from bot.results.charting.paged import COLOURS, LAID_OUT, Data, sentence
from bot.results.charting.press import Format, print_document
from bot.results.charting.rounds import figure_of
from bot.results.charts import ChartWords, board, chart
from bot.results.findings import chart_words
from bot.wording import Wording
from flows.counting.abreast import Row

TEMPLATE = Path(__file__).parent / "across.typ"
_STOPS = (".", "?", "!", "؟")


def to_pdf(found: Compared) -> bytes:
    """The pages: each compared question with its picture, then the others by name. Equal comparisons give equal bytes."""
    words, t = Wording(found.language), Wording(found.language).t
    data = {
        **LAID_OUT,
        "language": found.language,
        "title": line(heading(found, words)),
        "day": [found.day.year, found.day.month, found.day.day],
        "page": words.raw("{number} of {total}"),
        "places": places(found, words),
        "headings": {"same": sentence(t("Asked alike")), "apart": sentence(t("Not compared, and why")),
                     "none": sentence(t("No question was asked alike everywhere."))},
        "items": [item(row, words) for row in found.same],
        "apart": [
            {"heading": line(asked_as(row, words), row.id), "why": sentence(reason(row, words)), "said": _said(row, words)}
            for row in found.apart
        ],
    }  # fmt: skip
    return print_document(TEMPLATE, data, found.day)


def places(found: Compared, words: Wording) -> Data:
    """The table of the workshops, and what is said below it."""
    return {
        "columns": [sentence(text) for text in columns(words)],
        "rows": [[line(cell) for cell in row] for row in bases(found, words)],
        "widest": sentence(widest(found, words)),
        "said": [sentence(text) for text in how_far(found, words)],
    }


def picture(found: Compared) -> bytes | None:
    """The question in which two places are furthest apart, as a PNG; None where nothing can be drawn."""
    drawn = _widest(found)
    return chart(drawn, _words(found), format="png") if drawn is not None else None


def pictures(found: Compared, format: Format) -> tuple[bytes, ...]:
    """All compared questions, as few pages as fit."""
    return board([one for row in found.same if (one := drawn_of(row)) is not None], _words(found), format=format)


def drawn_of(row: Row) -> Abreast | None:
    """What is drawn of a question: two places or more that have answers with options."""
    said = tuple((one.place, one.summary) for one in row.said if one.summary is not None and one.summary.answered)
    has_options = bool(said) and bool(said[0][1].rows)
    return Abreast(said) if has_options and len(said) > 1 else None


def figure_for(row: Row, words: Wording) -> Figure | None:
    """A question on a page of white paper; None where nothing can be drawn."""
    drawn = drawn_of(row)
    return figure_of(drawn, chart_words(words, "", ""), COLOURS) if drawn is not None else None


def alt_of(figure: Figure) -> str:
    """The words of a picture, for those who do not see it: every number in it."""
    texts = (legible(text) for text in figure.alt if text)
    return " ".join(text if text.endswith(_STOPS) else f"{text}." for text in texts)


def item(row: Row, words: Wording, *, drawn: bool = True) -> Data:
    """A compared question on a page. `drawn`: with its picture."""
    figure = figure_for(row, words) if drawn else None
    return {
        "heading": line(asked_as(row, words), row.id),
        "said": _said(row, words),
        "figure": figure.data if figure is not None else None,
        "alt": alt_of(figure) if figure is not None else "",
    }


def _widest(found: Compared) -> Abreast | None:
    gap = gap_of(found)
    return drawn_of(gap[0]) if gap is not None else None


def _words(found: Compared) -> ChartWords:
    return chart_words(Wording(found.language), heading(found, Wording(found.language)), "")


def _said(row: Row, words: Wording) -> list[Data]:
    return [{"place": line(said.place), "said": sentence(spoken(said, words))} for said in row.said]
