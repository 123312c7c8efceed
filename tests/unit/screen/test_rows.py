"""The rows of the presenter's screen: the numbers on the wall are the numbers on the phones and in the pictures."""

import pytest

from bot.results.charts import chart
from bot.results.findings import Finding, chart_words, finding_text
from bot.screen.rows import rows_of
from bot.wording import Wording
from flows.counting.shown import shown
from flows.counting.summary import summarise
from flows.counting.tally import tally_all
from flows.definition.flow import Question
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared
from tests.support.examples.examples import MULTI, POINTS, RANKING, SCALE, SINGLE, STANCE
from tests.support.examples.looks import plain

CASES: list[tuple[Question, list[Answer]]] = [
    (SINGLE, [*[Chosen("a")] * 3, *[Chosen("b")] * 3, Chosen("c")]),
    (SCALE, [Chosen("5"), Chosen("4"), Chosen("dk")]),
    (STANCE, [Chosen("agree"), Chosen("pass"), Chosen("disagree")]),
    (MULTI, [Picked(("a", "b")), Picked(("a",)), Picked(("none",))]),
    (RANKING, [Ranked(("a", "b")), Ranked(("b", "c")), Ranked(("b",))]),
    (POINTS, [*[Shared((("a", 10),))] * 29, Shared((("a", 9), ("b", 1)))]),
]


@pytest.mark.parametrize(("question", "answers"), CASES, ids=lambda case: getattr(case, "id", ""))
@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_wall_says_the_numbers_of_the_phones(question: Question, answers: list[Answer], language: str) -> None:
    """Every row of the wall stands word for word in the text, and its number in the picture."""
    words, summary = Wording(language), summarise(question, tally_all(question, answers))
    text = plain(finding_text(Finding(question, summary, ""), words))
    picture = chart(summary, chart_words(words, "", ""), format="svg").decode()
    for row in rows_of(summary, words):
        assert f"{row['label']}: " + ", ".join(filter(None, (row["text"], row["note"]))) in text
        number = shown(summary)[row["id"]]
        assert f"{number.value:.{number.digits}f}".replace(".", "," if language == "nl" else ".") in picture
        assert row["share"] == round(number.share, 4)


def test_nothing_is_too_little_to_be_told_from_nothing() -> None:
    """One point among 300 is 0.03, not 0.0, and its bar is as long as it is."""
    question, answers = CASES[-1]
    rows = {row["id"]: row for row in rows_of(summarise(question, tally_all(question, answers)), Wording("en"))}
    assert (rows["b"]["text"], rows["b"]["note"]) == ("0.03 points on average", "1 person gave points, 0 in the middle")
    assert rows["b"]["share"] == round(1 / 299, 4)
    assert [rows[option]["lead"] for option in "ab"] == [True, False]
