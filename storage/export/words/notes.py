"""The read-me and the method note of an export, in plain words; must not know counts, answers, files or languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from storage.export.books import Cell
from storage.export.words.defining import definitions, receipts
from storage.export.words.saying import Say, in_english
from storage.values import READ_WITHIN, Workshop

Notes = Iterable[tuple[Cell, ...]]


def what_sheets_are(t: Say = in_english) -> Mapping[str, str]:
    """Key of a sheet -> what stands on it."""
    return {
        "codebook": t(
            "What was asked: each question with its rule, whom it was asked of, and its options. The ids stand for the "
            "questions and options on all other sheets."
        ),
        "columns": t("Each column of each sheet: whether it holds text or numbers, and what it means."),
        "bases": t("How many people each figure is about, and what was withheld. Read it before any percentage."),
        "counts": t(
            "For each option, how many people chose, ticked or ranked it or gave it points, and their percentage of "
            "those who answered."
        ),
        "figures": t(
            "Scales: net agreement, median, mean and how alike the answers are. Statements: net agreement, and "
            "agreement of those who took a side. Rankings: first choices, mean places, Borda points, the option "
            "preferred to each other one, the order by the Schulze method, and how alike the orders are. Allocations: "
            "mean and median points."
        ),
        "positions": t("For each option of a ranking, how many people put it first, second, and so on."),
        "pairs": t(
            "For each two options of a ranking, whether the first beats the second, and how many people prefer it: "
            "only where that gives nobody's order away, else these cells are "
            "empty; see the sheet of the method."
        ),
        "points": t("For each option of an allocation, how many people gave it so many points."),
        "segments": t(
            "Each question by group, as counted at the close. Small groups are counted together; see the sheet of the "
            "method."
        ),
        "across": t(
            "For each statement, whether every group agrees, or disagrees; from the sheet by group, see the sheet of "
            "the method."
        ),
        "apart": t(
            "The groups that a statement tells from the others, the furthest apart first; from the sheet by group."
        ),
        "expected": t(
            "How many people of each group were expected, as those who steered had said, and how many of them are "
            "counted; of a small group, and of the next smallest one where the total would tell it, the number stands only on "
            "the sheet of the counts."
        ),
        "panel": t(
            "Questions to the panel that the room was shown, without their authors, and how many people voted for each."
        ),
        "themes": t(
            "Open answers that were put together, by machine or by those who read them, and how many are in each "
            "theme. One that fewer people than the rule asks for have said is counted in Other. Texts are those on the "
            "next sheet; only counted are answers that may not be quoted, told of a theme only where enough of them "
            "are in it. A name by machine is made of words that its texts share."
        ),
        "texts": t(
            "Open answers whose authors allowed it to be quoted word for word, and that a facilitator has read and "
            "approved: shuffled, not linked to any other answer. What somebody wrote may tell who wrote it: read them "
            "before you pass them on."
        ),
        "receipts": t(
            "For each counted answer a tag that only the holder of a receipt can recognise. See “Checking a receipt” "
            "on the sheet of the method."
        ),
        "method": t("How answers were collected, counted and released, what the figures mean, and how to cite them."),
    }


def how_to_read(t: Say = in_english) -> Notes:
    """What holds for all sheets."""
    yield (
        t("No rows for people"),
        t(
            "There is no row for a person, no name, no account, no time and no order of answers. Answers were counted "
            "into totals and deleted; of open answers the words are left where their authors allowed it."
        ),
    )
    yield (
        t("Asked, answered"),
        t(
            "Asked are the people who saw the question and were counted. Answered are those of them who gave an "
            "answer; no answer is the rest. People who did not get to a question are in neither."
        ),
    )
    yield (
        t("Percentages"),
        t(
            "Always of those who answered: whole below 100 people, one decimal from there on, each rounded on its own, "
            "here as in the chat and on the wall: equal counts have equal percentages, and those of one choice may add "
            "to 99 or 101."
        ),
    )
    yield (
        t("CSV files"),
        t(
            "Where a text begins like a formula (=, +, -, @, also full-width or after blanks) an apostrophe stands "
            "before that sign, so that no spreadsheet runs it; take it away to read what was written. CSV for Excel "
            "has semicolons between cells and a comma in numbers."
        ),
    )
    yield (
        t("Few people"),
        t(
            "The figures are about the people in the room. They are no sample of anybody else, so there is no margin "
            "of error."
        ),
    )


def read_me_rows(workshop: Workshop, names: Mapping[str, str], t: Say = in_english) -> Notes:
    """What this file is and how to read it; `names`: the sheets it has."""
    yield t("Title"), workshop.title
    about = t(
        "The results of a workshop of {controller}, {days}. Totals only.",
        controller=workshop.controller,
        days=_dates(workshop, t),
    )
    yield t("What this is"), about
    for key, text in what_sheets_are(t).items():
        if key in names:
            yield t("Sheet “{name}”", name=names[key]), text
    yield from how_to_read(t)


def method_rows(workshop: Workshop, groups: Notes, t: Say = in_english) -> Notes:
    """How the figures came about: the flow, the release rule, groups, the definitions, and how to cite."""
    flow, policy = workshop.flow, workshop.policy
    yield t("Workshop"), workshop.title
    yield t("Asked by"), workshop.controller
    yield t("Dates"), _dates(workshop, t)
    yield t("Time zone"), t("All days are those of {zone}.", zone=workshop.zone)
    yield (
        t("People"),
        t("{joined} joined, {submitted} submitted answers.", joined=workshop.joined, submitted=workshop.submitted),
    )
    asked = t("Flow {id} (“{title}”), SHA-256 {hash}.", id=flow.id, title=flow.title, hash=workshop.flow_hash)
    yield t("Questions"), asked
    if flow.source:
        yield t("Source of the questions"), flow.source
    rule = t(
        "{name}: k = {k}, b = {b}. SHA-256 {hash}.",
        name=policy.preset,
        k=policy.k,
        b=policy.b,
        hash=workshop.policy_hash,
    )
    yield t("Release rule"), rule
    yield t("In words"), _rule(workshop, t)
    yield t("Why anything is missing"), _withheld(workshop, t)
    if policy.coarse:
        yield (
            t("Scales in three points"),
            t("Scales of more than three levels were counted in three points: below, between and above the middle."),
        )
    yield from groups
    yield from definitions(t)
    yield from receipts(t)
    yield t("How to cite"), _citation(workshop, t)


def desk_notes(workshop: Workshop, withheld: int, unread: int, t: Say = in_english) -> Notes:
    """What was read first, and how much of it is not here: as exactly as the rule lets a number of people be told."""
    k = workshop.policy.k
    if not withheld:
        many = t("None of those that their authors had allowed to be used were left out when this file was made.")
    elif withheld < k:
        many = t(
            "Fewer than {k} of those that their authors had allowed to be used were not approved when this file was made.",
            k=k,
        )
    else:
        many = t(
            "{count} of those that their authors had allowed to be used were not approved when this file was made.",
            count=withheld,
        )
    read = t(
        "A facilitator read what people had written before anybody else saw it, and approved it or hid it; what nobody "
        "had approved {days} days after the close was deleted.",
        days=READ_WITHIN.days,
    )
    reading = t("{count} more were still being read: a file made later may have them.", count=unread) if unread else ""
    yield t("Open answers that are not here"), " ".join(filter(None, (read, many, reading)))


def _rule(workshop: Workshop, t: Say) -> str:
    policy = workshop.policy
    least = t("Nothing was counted before {k} people could be counted together.", k=policy.k)
    if policy.close_only:
        return least + " " + t("Nothing was shown before the close.")
    before = t(
        "While the workshop was open, {b} or more randomly drawn people were added at a time, and {b} were held back. "
        "What a facilitator ended for good, once four fifths of those who take part had answered, was counted whole at "
        "once. Conditional questions waited for the close; so did open answers to any question that was not ended for "
        "good.",
        b=policy.b,
    )
    return f"{least} {before}"


def _withheld(workshop: Workshop, t: Say) -> str:
    return t(
        "A question with fewer than {k} people is withheld altogether. Fewer than {b} people who came after the last "
        "release of a question are not in it. What was not counted was deleted at the close, with the key that linked "
        "answers to people; nobody has it. The sheet of bases names the questions.",
        k=workshop.policy.k,
        b=workshop.policy.b,
    )


def _citation(workshop: Workshop, t: Say) -> str:
    return t(
        "{controller}: {title}. Workshop, {days}. Asked with Roundtable, flow {id} ({hash}), release rule {name} "
        "(k = {k}, b = {b}).",
        controller=workshop.controller,
        title=workshop.title,
        days=_dates(workshop, t),
        id=workshop.flow.id,
        hash=workshop.flow_hash[:12],
        name=workshop.policy.preset,
        k=workshop.policy.k,
        b=workshop.policy.b,
    )


def _dates(workshop: Workshop, t: Say) -> str:
    first, last = workshop.opened_on, workshop.closed_on or workshop.opened_on
    if first == last:
        return first.isoformat()
    return t("{first} to {last}", first=first.isoformat(), last=last.isoformat())
