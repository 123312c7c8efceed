"""The names of an export's sheets and the headings of their columns as people read them; must not know what stands below."""

from __future__ import annotations

from collections.abc import Mapping

from storage.export.words.saying import Say, in_english


def sheet_names(t: Say = in_english) -> Mapping[str, str]:
    """Key of a sheet -> its name, at most 31 characters."""
    return {
        "read_me": t("Read me"),
        "codebook": t("Codebook"),
        "columns": t("Columns"),
        "bases": t("Bases (data)"),
        "counts": t("Counts (data)"),
        "figures": t("Figures (data)"),
        "positions": t("Rankings by place (data)"),
        "pairs": t("Rankings in pairs (data)"),
        "points": t("Points (data)"),
        "segments": t("By group (data)"),
        "across": t("Across groups (data)"),
        "apart": t("What tells groups apart (data)"),
        "expected": t("Who was expected (data)"),
        "panel": t("Questions to the panel (data)"),
        "themes": t("Themes (data)"),
        "texts": t("Open answers (data)"),
        "receipts": t("Receipts"),
        "method": t("Method"),
    }


def headings(t: Say = in_english) -> Mapping[str, str]:
    """Heading in English -> in the language of `t`."""
    said = (
        ("Question", t("Question")),
        ("Short name", t("Short name")),
        ("Option", t("Option")),
        ("Label", t("Label")),
        ("About", t("About")),
        ("Note", t("Note")),
        ("No.", t("No.")),
        ("Section", t("Section")),
        ("Type", t("Type")),
        ("Wording", t("Wording")),
        ("Below it", t("Below it")),
        ("An answer is", t("An answer is")),
        ("Asked of", t("Asked of")),
        ("Its short name", t("Its short name")),
        ("Its hint", t("Its hint")),
        ("Value", t("Value")),
        ("Sheet", t("Sheet")),
        ("Column", t("Column")),
        ("Holds", t("Holds")),
        ("Meaning", t("Meaning")),
        ("Asked", t("Asked")),
        ("Answered", t("Answered")),
        ("No answer", t("No answer")),
        ("People counted at each release", t("People counted at each release")),
        ("State", t("State")),
        ("People who", t("People who")),
        ("People", t("People")),
        ("of (answered)", t("of (answered)")),
        ("Percent", t("Percent")),
        ("Figure", t("Figure")),
        ("of people", t("of people")),
        ("Place", t("Place")),
        ("Other option", t("Other option")),
        ("Other label", t("Other label")),
        ("The first beats the other", t("The first beats the other")),
        ("People who prefer the first", t("People who prefer the first")),
        ("Points from", t("Points from")),
        ("Points to", t("Points to")),
        ("Group", t("Group")),
        ("People in it", t("People in it")),
        ("of them answered", t("of them answered")),
        ("Side", t("Side")),
        ("Groups", t("Groups")),
        ("Group-informed consensus", t("Group-informed consensus")),
        ("The same, mean of the groups", t("The same, mean of the groups")),
        ("People in it who take it", t("People in it who take it")),
        ("of", t("of")),
        ("Others who take it", t("Others who take it")),
        ("of (others)", t("of (others)")),
        ("Open answer", t("Open answer")),
        ("Tag", t("Tag")),
        ("Expected", t("Expected")),
        ("Counted", t("Counted")),
        ("Question to the panel", t("Question to the panel")),
        ("For", t("For")),
        ("Pinned", t("Pinned")),
        ("Others asking the same", t("Others asking the same")),
        ("People who voted for it", t("People who voted for it")),
        ("of (people in that vote)", t("of (people in that vote)")),
        ("Theme", t("Theme")),
        ("Made", t("Made")),
        ("Answers", t("Answers")),
        ("Texts in it", t("Texts in it")),
        ("and only counted", t("and only counted")),
        ("In somebody's words", t("In somebody's words")),
    )
    return dict(said)
