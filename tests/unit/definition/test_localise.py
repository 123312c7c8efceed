"""A flow in another language: every string that is translated, and nothing else, changes."""

from __future__ import annotations

import pytest

from flows.definition.flow import Flow, Option, Question, ScaleQuestion, flow_hash, options_of
from flows.definition.loading import check_bytes, load_library
from flows.definition.localise import localise
from flows.definition.source.writing import in_yaml

TEA = Flow.model_validate(
    {
        "id": "tea",
        "title": "Tea",
        "purpose": "tea",
        "sections": [{"id": "one", "title": "One"}],
        "questions": [
            {
                "id": "drink",
                "type": "single",
                "text": "What do you drink?",
                "short": "Drink",
                "help": "Hot or cold",
                "options": [{"id": "tea", "label": "Tea"}, {"id": "no", "label": "Nothing"}],
            },
            {"id": "why", "type": "text", "text": "Why?", "shown_if": {"question": "drink", "in": ["no"]}},
            {"id": "good", "type": "stance", "text": "Tea is good"},
        ],
        "translations": {
            "nl": {
                "title": "Thee",
                "sections": {"one": "Een"},
                "labels": {"Agree": "Eens", "Tea": "Overal thee"},
                "questions": {"drink": {"text": "Wat drink je?", "options": {"tea": "Thee"}}},
            },
            "de": {"title": "Tee"},
        },
    }
)


def words(flow: Flow) -> list[str]:
    """Everything that people read, in order."""
    head = [flow.title, flow.purpose, *(section.title for section in flow.sections)]
    return head + [word for question in flow for word in words_of(question)]


def words_of(question: Question) -> list[str]:
    """Everything that people read of one question."""
    return [question.text, question.short, question.help, *(option.label for option in options_of(question))]


def test_each_string_falls_back_by_itself() -> None:
    """What has no translation stays; a question's own label goes before the label for all questions."""
    dutch = localise(TEA, "nl")
    assert words(dutch) == [
        *("Thee", "tea", "Een"),
        *("Wat drink je?", "Drink", "Hot or cold", "Thee", "Nothing"),
        *("Why?", "", ""),
        *("Tea is good", "", "", "Eens", "Oneens", "Weet ik niet"),
    ]
    assert dutch.language == "nl"


def test_a_statement_is_agreed_with_in_the_language_of_its_author() -> None:
    """Where the author has not said how: on Dutch phones nobody is to choose between "Agree" and "Disagree"."""
    said = "id: tea\ntitle: Thee\nlanguage: nl\nquestions:\n  - {id: good, type: stance, text: Thee is lekker}\n"
    checked = check_bytes("tea.yaml", said.encode())
    assert checked.problems == ()
    assert checked.flow is not None
    assert [option.label for option in options_of(checked.flow.questions[0])] == ["Eens", "Oneens", "Weet ik niet"]
    both = checked.flow.model_copy(update={"translations": {"en": TEA.translations["de"]}})
    assert [option.label for option in options_of(localise(Flow.model_validate(both.model_dump()), "en").questions[0])] == [
        "Agree", "Disagree", "Unsure",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr", "", "x", "en-GB"])
def test_without_a_translation_it_is_the_flow_itself(language: str) -> None:
    """An unknown language, and the flow's own, change nothing."""
    assert localise(TEA, language) is TEA


@pytest.mark.parametrize("language", ["nl", "NL", "nl-BE", "nl_NL"])
def test_a_region_does_not_matter(language: str) -> None:
    """Phones send language tags with regions; the language decides."""
    assert localise(TEA, language).title == "Thee"


def test_what_is_counted_stays() -> None:
    """Ids, order, types, values, limits and conditions are the same in every language."""

    def bones(flow: Flow) -> list[object]:
        return [
            (
                q.model_dump(exclude={"text", "short", "help", "options"}),
                [o.model_dump(exclude={"label"}) for o in options_of(q)],
            )
            for q in flow
        ]

    for flow in [TEA, *load_library().values()]:
        assert bones(localise(flow, "nl")) == bones(flow)


def test_a_localised_flow_is_another_flow() -> None:
    """It has a hash of its own, even when the original's was asked for before."""
    assert flow_hash(TEA) != flow_hash(localise(TEA, "nl"))
    assert localise(TEA, "nl").translations == {}


def test_levels_stay_levels() -> None:
    """A scale keeps its values and what is off it."""
    worth = localise(load_library()["key-questions"], "nl").question("worth")
    assert isinstance(worth, ScaleQuestion)
    assert [(level.label, level.value) for level in worth.options][-2:] == [("Zeker wel", 5), ("Weet ik niet", None)]
    assert all(isinstance(level, Option) for level in worth.options)


LIBRARIES = """id: ballot
title: Ballot
questions:
  - id: q
    type: multi
    text: Which?
    options:
      - {id: north, label: Library, hint: north side, short: Lib N}
      - {id: south, label: Library, hint: south side}
translations:
  nl:
    title: Stembiljet
    labels: LABELS
    questions: {q: {text: Welke?OWN}}
"""


@pytest.mark.parametrize(
    ("labels", "own", "read", "left"),
    [
        ("{Library: Bibliotheek, north side: noordkant, south side: zuidkant, Lib N: Bieb N}", "",
         ["Bibliotheek (noordkant)", "Bibliotheek (zuidkant)", "Bieb N"], ""),
        ("{north side: noordkant, south side: zuidkant}", ", options: {north: Bieb, south: Bieb}",
         ["Bieb (noordkant)", "Bieb (zuidkant)", ""], "no label for the short 'Lib N'"),
        ("{Library (north side): Bieb noord, Library (south side): Bieb zuid}", "",
         ["Bieb noord", "Bieb zuid", ""], "no label for the short 'Lib N'"),
        ("{Library: Bibliotheek, Lib N: Bieb N}", "",
         ["Bibliotheek (north side)", "Bibliotheek (south side)", "Bieb N"], "no label for the hint 'north side', 'south side'"),
        ("{Libary: Bieb}", "", ["Library (north side)", "Library (south side)", "Lib N"], "the flow has no label 'Libary'"),
    ],
)  # fmt: skip
def test_a_hint_is_translated_by_itself_or_with_its_label(labels: str, own: str, read: list[str], left: str) -> None:
    """What is missing is said, and shown in the flow's own language; the two options are told apart in every case."""
    file = LIBRARIES.replace("LABELS", labels).replace("OWN", own)
    checked = check_bytes("ballot.yaml", file.encode())
    said = " ".join(problem.message for problem in checked.problems)
    assert left in said
    assert said if left else not said
    if checked.flow is not None:
        north, south = options_of(localise(checked.flow, "nl").question("q"))
        assert [north.label, south.label, north.short] == read
        again = check_bytes("ballot.yaml", in_yaml(checked.flow).encode()).flow
        assert again is not None
        assert flow_hash(again) == flow_hash(checked.flow)
