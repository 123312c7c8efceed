"""A question to the panel has one number, that of the vote, wherever it stands in a ranking."""

from __future__ import annotations

from bot.results.panel_ranking import PanelItem, PanelView, ranking_text, with_numbers
from bot.wording import Wording


def test_the_number_of_the_vote_is_kept() -> None:
    """In whatever order they stand; what is not in the vote has the numbers after it; before a vote they count as they stand."""
    found = [(name, PanelItem(f"Question {name}?", "", None, False, False, name)) for name in "dabc"]
    assert [(it.short, it.number) for it in with_numbers(found, ("a", "b", "c"))] == [
        ("d", 4),
        ("a", 1),
        ("b", 2),
        ("c", 3),
    ]
    assert [it.number for it in with_numbers(found, ())] == [1, 2, 3, 4]
    text = ranking_text(PanelView("voting", 3, 9, with_numbers(found, ("a", "b", "c", "d")), ""), Wording("en"))
    assert [line.split(" ", 1)[0] for line in text.split("\n\n")] == ["4.", "1.", "2.", "3."]
