"""The read-me and the method note of an export, in plain words; must not know counts, answers or files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from storage.export.books import Cell
from storage.values import READ_WITHIN, Workshop

Notes = Iterable[tuple[Cell, ...]]


def _notes(text: str) -> tuple[tuple[str, str], ...]:
    """(topic, note) of paragraphs whose first line is the topic."""
    paragraphs = (paragraph.strip().split("\n", 1) for paragraph in text.strip().split("\n\n"))
    return tuple((topic, " ".join(note.split())) for topic, note in paragraphs)


SHEETS: Mapping[str, str] = dict(
    _notes("""
codebook
What was asked: each question with its rule, whom it was asked of, and its options. The ids stand for the
questions and options on all other sheets.

columns
Each column of each sheet: whether it holds text or numbers, and what it means.

bases
How many people each figure is about, and what was withheld. Read it before any percentage.

counts
For each option, how many people chose, ticked or ranked it or gave it points, and their percentage of those who
answered.

figures
Scales: net agreement, median, mean and how alike the answers are. Statements: net agreement, and agreement of those who
took a side. Rankings: first choices, mean places, Borda points, the option preferred to each other one, the order by the
Schulze method, and how alike the orders are. Allocations: mean and median points.

positions
For each option of a ranking, how many people put it first, second, and so on.

pairs
For each two options of a ranking, whether the first beats the second, and how many people prefer it: only where any two
options of the ranking were ranked together by enough people, else these cells are empty; see the sheet of the method.

points
For each option of an allocation, how many people gave it so many points.

segments
Each question by group, as counted at the close. Small groups are counted together; see the sheet of the method.

across
For each statement, whether every group agrees, or disagrees; from the sheet by group, see the sheet of the method.

apart
The groups that a statement tells from the others, the furthest apart first; from the sheet by group.
expected
How many people of each group were expected, as those who steered had said, and how many of them are counted: small groups
as “fewer than”, and where that would follow from the total, the next smallest one as “or more”.

panel
Questions to the panel that the room was shown, without their authors, and how many people voted for each.

themes
Open answers that were put together, by machine or by those who read them, and how many are in each theme. One that fewer
people than the rule asks for have said is counted in Other. Texts are those on the next sheet; only counted are answers that may not
be quoted, told of a theme only where enough of them are in it. A name by machine is made of words that its texts share.

texts
Open answers whose authors allowed it to be quoted word for word, and that a facilitator has read and approved:
shuffled, not linked to any other answer. What somebody wrote may tell who wrote it: read them before you pass them on.

receipts
For each counted answer a tag that only the holder of a receipt can recognise. See “Checking a receipt” on the sheet
of the method.

method
How answers were collected, counted and released, what the figures mean, and how to cite them.
""")
)

READ_ME = _notes("""
No rows for people
There is no row for a person, no name, no account, no time and no order of answers. Answers were counted into
totals and deleted; of open answers the words are left where their authors allowed it.

Asked, answered
Asked are the people who saw the question and were counted. Answered are those of them who gave an answer; no
answer is the rest. People who did not get to a question are in neither.

Percentages
Always of those who answered: whole below 100 people, one decimal from there on, each rounded on its own, here as in the
chat and on the wall: equal counts have equal percentages, and those of one choice may add to 99 or 101.

CSV files
Where a text begins like a formula (=, +, -, @, also full-width or after blanks) an apostrophe stands before that sign, so that no
spreadsheet runs it; take it away to read what was written. CSV for Excel has semicolons between cells and a comma in numbers.

Few people
The figures are about the people in the room. They are no sample of anybody else, so there is no margin of
error.
""")

DEFINITIONS = _notes("""
One choice, statements
Each person is in exactly one count. Passing on a statement is an answer. Net agreement = 100 × (agree − disagree) /
all who reacted. Who took a side agreed or disagreed.

Statements across groups
Group-informed consensus = the product over groups of (people who agree + 1) / (people who reacted + 2), as Polis has it; its
mean is the geometric one, for statements with different numbers of groups. It is high only where every group agrees. What
tells a group apart: more than half of it take a side, and more than of all other groups together, each by more than chance
makes likely (z > 1.2816), in the order of Polis. Only groups on the sheet by group are in it, and nobody without a group.

Weights
There are none: each person counts once.

Several choices
Each person can be in several counts, so percentages add to more than 100. An option such as “none of these” is
an answer, but no tick in the mean number of options.

Scales
Answers off the scale (“don't know”) are answers: in the base of the counts, out of all figures. Of k levels the
upper and the lower half, rounded down, are the positive and the negative side. Net agreement = 100 × (positive
− negative) / people on the scale. The median may lie between two levels. The mean takes the levels as equally
far apart and is given from 15 people on. Agreement is 1 where all gave the same answer and 0 where half are at each end:
1 + Σ p log2(1 − |x − mean| / (k − 1)), with p the share of each level x (W. J. Tastle, M. J. Wierman, 2007).

Rankings
Options that a person did not rank are below the ranked ones and in no order among themselves. Mean place: 1 is
the top, and the options that somebody left out share the places that were left. Borda points: with m options the
first gets m − 1, the next one less, and those left unranked share what is left equally.
Pairs: a is preferred to b by those who ranked a higher, or ranked a and not b; it beats b when more people prefer
it. Both are given only where any two options were ranked together by k people or more: an option that one
person ranked would give away the rest of what that person ranked. Where they are withheld, each time that somebody left
an option out counts the same, as what all who left options out had left for one on average: so Borda points and mean
places follow from the sheet of positions alone, and no order by Schulze is given. An option that is preferred to
each other one (Condorcet) may not exist; the Schulze method (strongest paths, winning votes) puts all in order
whether there is one or not. A lead of less than twice the square root of the number of people could as well have gone the
other way. Agreement of the orders is given only where everybody ranked everything: Kendall's W = 12 S / (n² (m³ − m)), with S
the sum of squares of the rank sums less their mean; 0 none, 1 all the same. Two camps with opposite orders are near 0 too.

Allocations
Mean points are over all who answered, zeros included, to one decimal, or two where one would make different
options look alike. How many people gave how many points is
kept for each number where the total is up to 12, else for none and ten equal groups; the median, zeros included, is given
as the bounds of the group it lies in.

Open answers
Each author chose: may be quoted word for word, only in themes, or only counted. Listed are those that may be quoted
and were approved, and no others; how many people wrote something is on the sheet of bases (answered). Phone numbers, addresses and the
like were replaced by words in brackets before an answer was stored; so were names that were found, unless the author
said that it was none.
""")

RECEIPTS = _notes("""
Checking a receipt
Everybody who submitted got a receipt of 26 letters and digits. With this export as a JSON file,
“roundtable verify FILE.json RECEIPT” says for each question whether that person's answer is one of those counted,
without network, database or key; in the chat “/verify RECEIPT” does. It says nothing about the answer. Anybody can
check that a question has as many tags as people counted (sheet of bases: asked), and no more than were in the room.
It does not prove that an answer was recorded as it was given.

How a tag is made
Read the receipt as a number in Crockford's base 32 (digits 0123456789ABCDEFGHJKMNPQRSTVWXYZ, without hyphens) and
write it as 16 bytes, the highest first. The tag is the first 10 bytes of HMAC-SHA256 with those bytes as the key and
the question's id (UTF-8) as the message, in hexadecimal. Tags are sorted. Questions that only some people were asked
have none: to have been asked would tell an earlier answer.
""")


def read_me_rows(workshop: Workshop, names: Mapping[str, str]) -> Notes:
    """What this file is and how to read it; `names`: the sheets it has."""
    yield "Title", workshop.title
    yield "What this is", f"The results of a workshop of {workshop.controller}, {_dates(workshop)}. Totals only."
    for key, text in SHEETS.items():
        if key in names:
            yield f"Sheet “{names[key]}”", text
    yield from READ_ME


def method_rows(workshop: Workshop, groups: Notes) -> Notes:
    """How the figures came about: the flow, the release rule, groups, the definitions, and how to cite."""
    flow, policy = workshop.flow, workshop.policy
    yield "Workshop", workshop.title
    yield "Asked by", workshop.controller
    yield "Dates", _dates(workshop)
    yield "Time zone", f"All days are those of {workshop.zone}."
    yield "People", f"{workshop.joined} joined, {workshop.submitted} submitted answers."
    yield "Questions", f"Flow {flow.id} (“{flow.title}”), SHA-256 {workshop.flow_hash}."
    if flow.source:
        yield "Source of the questions", flow.source
    yield "Release rule", f"{policy.preset}: k = {policy.k}, b = {policy.b}. SHA-256 {workshop.policy_hash}."
    yield "In words", _rule(workshop)
    yield "Why anything is missing", _withheld(workshop)
    if policy.coarse:
        yield (
            "Scales in three points",
            "Scales of more than three levels were counted in three points: below, between and above the middle.",
        )
    yield from groups
    yield from DEFINITIONS
    yield from RECEIPTS
    yield "How to cite", _citation(workshop)


def desk_notes(workshop: Workshop, withheld: int, unread: int) -> Notes:
    """What was read first, and how much of it is not here: as exactly as the rule lets a number of people be told."""
    k = workshop.policy.k
    many = f"Fewer than {k}" if 0 < withheld < k else str(withheld) if withheld else "None"
    reading = f" {unread} more were still being read: a file made later may have them." if unread else ""
    note = (
        "A facilitator read what people had written before anybody else saw it, and approved it or hid it; what nobody "
        f"had approved {READ_WITHIN.days} days after the close was deleted. {many} of those that their authors had allowed "
        f"to be used were not approved when this file was made.{reading}"
    )
    yield "Open answers that are not here", note


def _rule(workshop: Workshop) -> str:
    policy = workshop.policy
    before = (
        "Nothing was shown before the close."
        if policy.close_only
        else f"While the workshop was open, {policy.b} or more randomly drawn people were added at a time, and "
        f"{policy.b} were held back. What a facilitator ended for good, once four fifths of those who take part had answered, "
        "was counted whole at once. Conditional questions waited for the close; so did open answers to any question that was "
        "not ended for good."
    )
    return f"Nothing was counted before {policy.k} people could be counted together. {before}"


def _withheld(workshop: Workshop) -> str:
    policy = workshop.policy
    return (
        f"A question with fewer than {policy.k} people is withheld altogether. Fewer than {policy.b} people who came "
        "after the last release of a question are not in it. What was not counted was deleted at the close, with "
        "the key that linked answers to people; nobody has it. The sheet of bases names the questions."
    )


def _citation(workshop: Workshop) -> str:
    rule = f"release rule {workshop.policy.preset} (k = {workshop.policy.k}, b = {workshop.policy.b})"
    flow = f"flow {workshop.flow.id} ({workshop.flow_hash[:12]})"
    return (
        f"{workshop.controller}: {workshop.title}. Workshop, {_dates(workshop)}. Asked with Roundtable, {flow}, {rule}."
    )


def _dates(workshop: Workshop) -> str:
    first, last = workshop.opened_on, workshop.closed_on or workshop.opened_on
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
