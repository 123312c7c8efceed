"""The headings of a report and what stands beside its figures, in one language: the same for pages and the document to edit."""

from __future__ import annotations

from bot.report.values import Panel, PanelLine, People, Report
from bot.wording import Wording

ROOM_TO_WRITE = 5
"""Empty lines for the next meeting."""


def headings(words: Wording) -> dict[str, str]:
    """Heading of each part, by its name."""
    t = words.t
    return {
        "what": t("What the room said"),
        "glance": t("At a glance"),
        "method": t("How it was asked, and what it cannot say"),
        "findings": t("Question by question"),
        "tables": t("The round tables"),
        "panel": t("Questions to the panel"),
        "people": t("Who was in the room"),
        "next": t("Points for the next meeting"),
        "withheld": t("What is not shown, and why"),
        "none": t("Nothing stands out across the questions."),
        "few": t("Too few people answered for anything to be shown."),
        "nothing": t("Nothing was withheld: every question has its result."),
        "agree": t("What is taken up, by whom, and by when."),
        "apart": t("Counted apart from single people; each table is one voice, however many sat at it."),
        "read": t(
            "Behind each sentence stand n, the people it is about, and where its figure is in the export: question.option. "
            "Only a few quotes are printed here; all that may be quoted are in the export."
        ),
    }


def columns(words: Wording) -> dict[str, tuple[str, ...]]:
    """The heads of the tables."""
    t = words.t
    return {
        "panel": (t("No."), t("Question"), t("Votes"), t("Answered")),
        "people": (t("Who"), t("People")),
        "groups": (t("Group"), t("Expected"), t("Counted")),
        "next": (t("What"), t("Who"), t("By when")),
    }


def people_rows(people: People, words: Wording) -> tuple[tuple[str, str], ...]:
    """Who was there, against who was expected."""
    t = words.t
    expected = str(people.expected) if people.expected is not None else t("not said")
    return (
        (t("Expected"), expected),
        (t("Joined"), str(people.joined)),
        (t("Handed in answers"), str(people.submitted)),
        (t("Counted in the question with most answers"), str(people.counted)),
    )


def group_rows(people: People, words: Wording) -> tuple[tuple[str, str, str], ...]:
    """Which groups were expected, and how many of each are counted, or which question says so."""
    see = words.t("see question {number}", number=people.grouped_by)
    return tuple(
        (one.group, str(one.expected), str(one.counted) if one.counted is not None else see) for one in people.groups
    )


def withheld_lines(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is not shown: each reason once, with all that it is the reason of."""
    found: dict[str, list[str]] = {}
    for one in report.withheld:
        found.setdefault(one.why, []).append(one.name or one.id)
    return tuple((why, tuple(names)) for why, names in found.items())


def panel_cells(line: PanelLine, words: Wording) -> tuple[str, ...]:
    """One question to the panel as a row."""
    text = line.text if not line.speaker else words.t("{question} (for {name})", question=line.text, name=line.speaker)
    votes = "–" if line.votes is None else str(line.votes)
    return str(line.number), text, votes, words.t("yes") if line.answered else words.t("no")


def panel_base(panel: Panel, words: Wording) -> str:
    """What the votes cover, and how many questions are not in the list."""
    more = words.n("{count} more question is in the export.", "{count} more questions are in the export.", panel.more)
    return " ".join(filter(None, (panel.base, more if panel.more else "")))


def read_as(report: Report, words: Wording) -> str:
    """How to read a sentence, and whether a machine has worded it."""
    said = headings(words)["read"]
    if not report.worded_by:
        return said
    return f"{said} " + words.t("Sentences were put into other words by {host}; their numbers are those of the figures.",
                                host=report.worded_by)  # fmt: skip


def about(report: Report, words: Wording) -> tuple[str, ...]:
    """Below the title: when, who asked, how many took part, and handed in answers where those are others."""
    t, people = words.t, report.people
    came = words.n("{count} person took part", "{count} people took part", people.joined)
    handed_in = words.n("{count} handed in answers.", "{count} handed in answers.", people.submitted)
    return (
        report.days,
        t("Asked by {who}", who=report.who) + (f" · {report.contact}" if report.contact else ""),
        f"{came} · {report.note}" if people.submitted == people.joined else f"{came}, {handed_in} {report.note}",
    )


def group_heading(label: str, count: int, words: Wording) -> str:
    """A theme and how many answers are in it; of answers in none, only how many may be quoted."""
    if not label:
        return words.n("{count} answer that may be quoted", "{count} answers that may be quoted", count)
    return f"{label} · " + words.n("{count} answer", "{count} answers", count)
