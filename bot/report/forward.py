"""What is passed on of a report at once: one picture that fits a phone, and three sentences to paste; must not know chats or storage."""

from __future__ import annotations

from bot.report.glance import summary_of
from bot.report.labels import headings
from bot.report.values import Item, Kind, Report
from bot.results.charting.overview import Item as Row
from bot.results.charting.overview import OverviewWords, overview
from bot.results.charting.paged import in_sentence
from bot.results.panel_ranking import cut
from bot.wording import Wording
from flows.counting.shown import shown
from flows.counting.summary import ChoiceFigures, ScaleFigures, StanceFigures, Summary

_LONGEST = 300
"""Characters of a sentence to paste: three of them fit below a picture."""

_LINE = 160
"""Characters of a line in the picture: what is longer stands in the report."""


def picture(report: Report) -> bytes | None:
    """All that is counted, a line a question, as a PNG; None where nothing is."""
    rows = lines(report)
    if not rows:
        return None
    words = Wording(report.language)
    more = tuple(words.n("and {count} more question", "and {count} more questions", n) for n in range(1, len(rows) + 1))
    look = OverviewWords(report.title, headings(words)["what"], report.note, report.language, more)
    return overview(rows, look)


def lines(report: Report) -> list[Row]:
    """What the picture has: a question, what it comes to, and its bar."""
    return [_row(item) for item in report.questions if item.sentences]


def _row(item: Item) -> Row:
    summary = summary_of(item)
    share = _share(summary) if summary is not None else None
    themed = [one for one in item.sentences[1:] if one.kind is Kind.MORE and any(group.label for group in item.groups)]
    said = themed[0] if themed else item.sentences[0]  # what they wrote about, rather than that they wrote
    return Row(item.heading, cut(said.text, _LINE), share)


def _share(summary: Summary) -> float | None:
    """The part of the people whom the sentence names first; None where it names several, or nobody answered."""
    match summary.figures:
        case ChoiceFigures(leading=leading) if summary.answered:
            return shown(summary)[leading[0]].share
        case StanceFigures(agree=agree, disagree=disagree, passed=passed) if summary.answered:
            return max(agree, disagree, passed) / summary.answered
        case ScaleFigures(on_scale=people) as figures if people:
            return max(figures.positive, figures.neutral, figures.negative) / people
        case _:
            return None


def three_sentences(report: Report) -> tuple[str, str, str]:
    """Who was asked, and what stands out: most of one mind and the strongest disagreement, else the first questions' findings."""
    t, words = Wording(report.language).t, Wording(report.language)
    who = t("{who} asked in “{title}” ({days}).", who=report.who, title=report.title, days=report.days)
    taken = words.n("{count} person took part.", "{count} people took part.", report.people.joined)
    glance = [one.text for one in report.glance if one.kind is Kind.MAIN]
    plain = [
        t("On “{question}”: {said}", question=item.heading, said=item.sentences[0].text)
        for item in report.questions
        if item.sentences
        and item.number != report.people.grouped_by
        and not any(item.sentences[0].text in said for said in glance)
    ]
    said = [cut(in_sentence(text), _LONGEST) for text in (*glance, *plain)][:2]
    few = t("Too few people answered for anything to be shown.")
    first, second = (*said, *[few] * (2 - len(said))) if said else (few, report.note)
    return f"{who} {taken}", first, second
