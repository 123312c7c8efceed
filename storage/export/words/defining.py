"""What the figures of an export mean, and what a receipt is, in plain words; must not know workshops, counts or languages."""

from __future__ import annotations

from collections.abc import Iterable

from storage.export.words.saying import Say, in_english


def definitions(t: Say = in_english) -> Iterable[tuple[str, str]]:
    """(what, how it is worked out), by kind of question."""
    yield (
        t("One choice, statements"),
        t(
            "Each person is in exactly one count. Passing on a statement is an answer. Net agreement = 100 × (agree − "
            "disagree) / all who reacted. Who took a side agreed or disagreed."
        ),
    )
    yield (
        t("Statements across groups"),
        t(
            "Group-informed consensus = the product over groups of (people who agree + 1) / (people who reacted + 2), "
            "as Polis has it; its mean is the geometric one, for statements with different numbers of groups. It is "
            "high only where every group agrees. What tells a group apart: more than half of it take a side, and more "
            "than of all other groups together, each by more than chance makes likely (z > 1.2816), in the order of "
            "Polis. Only groups on the sheet by group are in it, and nobody without a group."
        ),
    )
    yield (
        t("Weights"),
        t("There are none: each person counts once."),
    )
    yield (
        t("Several choices"),
        t(
            "Each person can be in several counts, so percentages add to more than 100. An option such as “none of "
            "these” is an answer, but no tick in the mean number of options."
        ),
    )
    yield (
        t("Scales"),
        t(
            "Answers off the scale (“don't know”) are answers: in the base of the counts, out of all figures. Of k "
            "levels the upper and the lower half, rounded down, are the positive and the negative side. Net agreement "
            "= 100 × (positive − negative) / people on the scale. The median may lie between two levels. The mean "
            "takes the levels as equally far apart and is given from 15 people on. Agreement is 1 where all gave the "
            "same answer and 0 where half are at each end: 1 + Σ p log2(1 − |x − mean| / (k − 1)), with p the share of "
            "each level x (W. J. Tastle, M. J. Wierman, 2007)."
        ),
    )
    yield (
        t("Rankings"),
        t(
            "Options that a person did not rank are below the ranked ones and in no order among themselves. Mean "
            "place: 1 is the top, and the options that somebody left out share the places that were left. Borda "
            "points: with m options the first gets m − 1, the next one less, and those left unranked share what is "
            "left equally. Pairs: a is preferred to b by those who ranked a higher, or ranked a and not b; it beats b "
            "when more people prefer it. Both are given only where any two options were ranked together by k people or "
            "more, and either each option is at each place, or left out, on no ballot or on k, or 4 k people or more "
            "ranked three or more of at least four options, or 2 k all, or all but one, of at least five: else an option that one "
            "person ranked, or put first, "
            "would give away the rest of what that person ranked. Where they "
            "are withheld, each time that somebody left an option out counts the same, as what all who left options "
            "out had left for one on average: so Borda points and mean places follow from the sheet of positions "
            "alone, no order by Schulze is given, and of three options not which one beats both. An option that is "
            "preferred to each other one (Condorcet) may not exist; the Schulze method (strongest "
            "paths, winning votes) puts all in order whether there is one or "
            "not. A lead of less than twice the square root of the number of people could as well have gone the other "
            "way. Agreement of the orders is given only where everybody ranked everything: Kendall's W = 12 S / (n² "
            "(m³ − m)), with S the sum of squares of the rank sums less their mean; 0 none, 1 all the same. Two camps "
            "with opposite orders are near 0 too."
        ),
    )
    yield (
        t("Allocations"),
        t(
            "Mean points are over all who answered, zeros included, to one decimal, or two where one would make "
            "different options look alike. How many people gave how many points is kept for each number where the "
            "total is up to 12, else for none and ten equal groups; the median, zeros included, is given as the bounds "
            "of the group it lies in."
        ),
    )
    yield (
        t("Open answers"),
        t(
            "Each author chose: may be quoted word for word, only in themes, or only counted. Listed are those that "
            "may be quoted and were approved, and no others; how many people wrote something is on the sheet of bases "
            "(answered). Phone numbers, addresses and the like were replaced by words in brackets before an answer was "
            "stored; so were names that were found, unless the author said that it was none."
        ),
    )


def receipts(t: Say = in_english) -> Iterable[tuple[str, str]]:
    """How whoever holds one finds it among the published tags, and what it proves."""
    yield (
        t("Checking a receipt"),
        t(
            "Everybody who submitted got a receipt of 26 letters and digits. With this export as a JSON file, "
            "“roundtable verify FILE.json RECEIPT” says for each question whether that person's answer is one of those "
            "counted, without network, database or key; in the chat “/verify RECEIPT” does. It says nothing about the "
            "answer. Anybody can check that a question has as many tags as people counted (sheet of bases: asked), and "
            "no more than were in the room. It does not prove that an answer was recorded as it was given."
        ),
    )
    yield (
        t("How a tag is made"),
        t(
            "Read the receipt as a number in Crockford's base 32 (digits 0123456789ABCDEFGHJKMNPQRSTVWXYZ, without "
            "hyphens) and write it as 16 bytes, the highest first. The tag is the first 10 bytes of HMAC-SHA256 with "
            "those bytes as the key and the question's id (UTF-8) as the message, in hexadecimal. Tags are sorted. "
            "Questions that only some people were asked have none: to have been asked would tell an earlier answer."
        ),
    )
