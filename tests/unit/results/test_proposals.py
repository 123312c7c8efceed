"""What is proposed about a question, how a later round stands beside the one before it, and the pages around a poll."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.polls.pages import (
    ask_close,
    over,
    poll_about,
    poll_menu,
    result_keys,
    running,
)
from bot.polls.previews import ask_words, mark, proposal
from bot.results.findings import Finding, finding_text
from bot.results.proposals import (
    NEW,
    fits_a_group,
    how_much,
    in_language,
    panel_asked,
    poll_name,
    proposal_for,
    proposals_about,
    proposed,
    reworded,
    vote_asked,
    which_one,
)
from bot.results.rounds import can_be_compared, compared, in_order
from bot.results.written import asked_as
from bot.wording import Wording, languages
from flows.counting.release import SENSITIVE
from flows.counting.summary import Summary, summarise
from flows.counting.tally import tally_all
from flows.definition.flow import Flow, MultiQuestion, Question, StanceQuestion, options_of
from flows.definition.loading import load_library
from flows.definition.localise import localise
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Skipped
from storage.export.rounds import beside_the_flow, in_rounds
from storage.export.words.codebook import codebook_rows
from storage.values import Ballot, BallotKind, BallotState
from tests.support.examples.examples import EXAMPLES, MULTI, POINTS, RANKING, SCALE, SINGLE, STANCE, TEXT
from tests.support.examples.looks import HOSTILE, HOSTILE_FLOW, buttons, fits, keys, plain, workshop

EN, NL = Wording("en"), Wording("nl")
FLOW = load_library()["key-questions"]
PLACES = {question.id: at for at, question in enumerate(FLOW.questions)}


def summary(question: Question, *answers: Answer) -> Summary:
    """What these people answered."""
    return summarise(question, tally_all(question, answers))


def ballot(question: Question, seq: int = 1, of: str | None = None, state: BallotState = BallotState.CLOSED) -> Ballot:
    """A poll of this question."""
    name = f"poll-{seq}"
    return Ballot(name, "w", seq, BallotKind.POLL, question.model_copy(update={"id": name}), state, of)


def test_each_type_has_its_neutral_words() -> None:
    """Lists give statements and which one matters most; one choice and scales name their question; text gives nothing."""
    said = [
        proposed(MULTI, 0, EN).text,
        proposed(RANKING, 1, EN).text,
        proposed(SINGLE, 0, EN).text,
        proposed(MULTI, "one", EN).text,
    ]
    assert said == [
        "“Option a”: does this matter most for us?",
        "“Option b”: does this matter most for us?",
        f"{SINGLE.name.rstrip('?')}: “Option a”. Do you agree?",
        f"{MULTI.name.rstrip('?')}: which one matters most for us?",
    ]
    assert [option.label for option in options_of(proposed(MULTI, 0, EN))] == ["Agree", "Disagree", "Unsure"]
    assert proposals_about(TEXT) == ()
    assert proposals_about(STANCE) == ("again",)
    assert "again" in proposals_about(POINTS)
    with pytest.raises(ValueError, match="cannot"):
        proposed(STANCE, "one", EN)
    assert proposal_for("t" * 500, EN).text.startswith("“t")


@pytest.mark.parametrize("question", EXAMPLES, ids=lambda question: str(question.id))
def test_every_proposal_can_be_asked(question: Question) -> None:
    """Within the limits of a question, without a condition, and as a page that Telegram takes."""
    for what in proposals_about(question):
        made = proposed(question, what, NL)
        assert (made.id, made.shown_if) == (NEW, None)
        assert len(made.text) <= 300
        fits(proposal(workshop(FLOW), ballot(made), EN, grouped=True))


@pytest.mark.parametrize("what", [0, "one", "again"])
def test_untouched_words_are_read_in_ones_own_language(what: int) -> None:
    """A poll proposed in Dutch is read in English by whoever reads English; reworded, it stays as it was typed."""
    place = PLACES["concerns"]
    made = proposed(localise(FLOW, "nl").questions[place], what, NL)
    asked = in_language(workshop(FLOW), ballot(made), "en")
    here = proposed(localise(FLOW, "en").questions[place], what, EN)
    assert (asked.text, options_of(asked)) == (here.text, options_of(here))
    assert asked.id == "poll-1"
    own = in_language(workshop(FLOW), ballot(reworded(made, "Anders gezegd")), "en")
    assert own.text == "Anders gezegd"
    if isinstance(own, StanceQuestion):
        assert [option.label for option in own.options] == ["Agree", "Disagree", "Unsure"]


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        (proposal_for("Parkeren", NL), proposal_for("Parkeren", EN)),
        (how_much("Parkeren", NL), how_much("Parkeren", EN)),
        (
            which_one(poll_name(localise(FLOW, "nl").questions[-1]), ["Parkeren", "Bomen"], NL),
            which_one(poll_name(localise(FLOW, "en").questions[-1]), ["Parkeren", "Bomen"], EN),
        ),
    ],
    ids=["whether", "how much", "which"],
)
def test_a_poll_about_themes_is_read_in_ones_own_language(dutch: Question, english: Question) -> None:
    """The names stay as they were typed; all around them is in the reader's language, and asked again in it nothing new is asked."""
    asked, back = in_language(workshop(FLOW), ballot(dutch), "en"), in_language(workshop(FLOW), ballot(english), "nl")
    assert (asked.text, options_of(asked)) == (english.text, options_of(english))
    assert (back.text, options_of(back)) == (dutch.text, options_of(dutch))
    assert dutch.text != english.text
    assert asked.id == "poll-1"


def test_every_question_is_named_as_its_reader_reads_it() -> None:
    """Of the flow, of round tables, of polls and of the panel: whoever made it, in whatever language, each reads their own."""
    first = proposed(localise(FLOW, "nl").questions[PLACES["triggers"]], 0, NL)
    ask, vote = panel_asked(NL, "Ada: chair"), MultiQuestion(id="v", text=vote_asked(NL), options=options_of(MULTI))
    beside = [
        ballot(first),
        replace(ballot(ask, 2), kind=BallotKind.ASK),
        replace(ballot(vote, 3), kind=BallotKind.VOTE),
    ]
    held = replace(workshop(FLOW), ballots=tuple(beside), tables=1)
    for words in (EN, NL):
        own = localise(FLOW, words.language)
        wanted = [
            *(question.name for question in own.questions),
            *(words.t("Round tables: {question}", question=question.name) for question in own.questions),
            proposed(own.questions[PLACES["triggers"]], 0, words).name,
            words.t("Questions to the panel"),
            words.t("Which questions shall the panel answer?"),
        ]
        assert [asked_as(held, question.id, words).name for question in held.everything.questions] == wanted
    assert asked_as(held, "poll-2", EN).text == "Questions to the panel: Ada: chair"


def test_a_later_round_stands_after_the_one_before() -> None:
    """In a summary and in the export; an open poll has no result and is in neither summary."""
    worth = FLOW.question("worth")
    polls = (
        ballot(proposal_for("Trust", EN), 1),
        ballot(worth, 2, "worth"),
        ballot(worth, 3, "poll-2"),
        ballot(worth, 4, state=BallotState.OPEN),
    )
    event = workshop(FLOW, ballots=polls)
    order = [(asked.question.id, asked.number) for asked in in_order(event, "nl")]
    assert order[1:4] == [("worth", 1), ("poll-2", 2), ("poll-3", 3)]
    assert order[-1] == ("poll-1", 1)
    asked = in_rounds(event)
    assert [question.id for question in asked.questions][1:4] == ["worth", "poll-2", "poll-3"]
    notes = {row[1]: row[2] for row in codebook_rows(asked, beside_the_flow(event))}
    assert notes["poll-2"] == "Poll beside the questions: second round of worth"
    assert notes["poll-3"] == "Poll beside the questions: round 3, after poll-2"
    assert notes["poll-1"] == "Poll beside the questions"


def chosen(*options: str) -> tuple[Chosen, ...]:
    """Answers to a choice."""
    return tuple(Chosen(option) for option in options)


@pytest.mark.parametrize(
    ("question", "first", "now", "expected"),
    [
        (
            STANCE,
            chosen("agree", "agree", "pass"),
            chosen("agree", "disagree"),
            "First round 2 of 3 agree, now 1 of 2.",
        ),
        (SCALE, chosen("5", "1", "dk"), chosen("4", "5", "1"), "First round 1 of 2 positive, now 2 of 3."),
        (SINGLE, chosen("a", "b"), chosen("b", "b", "a"), "“Option b”: first round 1 of 2, now 2 of 3."),
        (MULTI, (Picked(("a", "b")),), (Picked(("b",)),), "“Option b”: first round 1 of 1, now 1 of 1."),
        (
            RANKING,
            (Ranked(("b", "a")),),
            (Ranked(("a",)),),
            "First round, by average place: 1. Option b, 2. Option a, 3. Option c and Option d (level).",
        ),
        (
            RANKING,
            (Ranked(("b", "a", "c")), Ranked(("a", "b", "c"))),
            (Ranked(("a",)),),
            "First round, by average place: 1. Option a and Option b (level), 3. Option c.",
        ),
    ],
)
def test_rounds_are_said_with_both_bases(
    question: Question, first: tuple[Answer, ...], now: tuple[Answer, ...], expected: str
) -> None:
    """Counts and bases of both rounds, never a difference."""
    assert compared(summary(question, *first), summary(question, *now), EN) == expected


def test_rounds_without_answers_stand_alone() -> None:
    """Where a round is silent, or its options are others, nothing is compared."""
    one = summary(SINGLE, Chosen("a"))
    assert can_be_compared(one, one)
    assert not can_be_compared(None, one)
    assert not can_be_compared(summary(SINGLE, Skipped()), one)
    assert not can_be_compared(summary(MULTI, Picked(("a",))), one)


def test_a_second_round_says_so() -> None:
    """The name of the round, the comparison, and each option with its earlier count."""
    first, now = summary(STANCE, *chosen("agree", "pass")), summary(STANCE, *chosen("agree", "agree"))
    lines = plain(finding_text(Finding(STANCE, now, "N", number=2, first=first), EN)).splitlines()
    assert lines[0].endswith(" · second round")
    assert lines[2] == "First round 1 of 2 agree, now 2 of 2."
    assert lines[3].endswith(": 2 (100%) · before: 1 (50%)")


def test_a_rule_that_shows_nothing_early_keeps_polls_out_of_the_group() -> None:
    """Where nothing is shown before the close, the page says so and offers no native poll."""
    event, draft = workshop(FLOW, policy=SENSITIVE), ballot(proposal_for("Trust", EN))
    page = proposal(event, draft, EN, grouped=True)
    assert "nothing before its close" in plain(page.html)
    assert [key.label for key in keys(page)] == ["Send to everyone", "Change the words", "Do not send it"]
    assert "bgroup" in {button.verb for button in buttons(proposal(workshop(FLOW), draft, EN, grouped=True))}
    assert not fits_a_group(MULTI)


def test_the_mark_changes_with_the_words() -> None:
    """A page of earlier words has another mark."""
    made = proposal_for("Trust", EN)
    assert mark(made) == mark(made.model_copy(update={"id": "other"})) != mark(reworded(made, "Other"))


@pytest.mark.parametrize("language", languages())
def test_hostile_words_stay_words_in_polls(language: str) -> None:
    """Every page holds them, within Telegram's limits."""
    words, event = Wording(language), workshop(HOSTILE_FLOW, title=HOSTILE)
    one = ballot(HOSTILE_FLOW.questions[0], of="one")
    finding = Finding(HOSTILE_FLOW.questions[0], summary(HOSTILE_FLOW.questions[0], Chosen("a")), "N")
    pages = [
        poll_menu(event, words), poll_about(event, 0, words), proposal(event, one, words, grouped=True),
        running(event, one, 3, words), ask_close(event, one, 3, words), over(event, one, None, 3, words),
        ask_words(event, ballot(proposal_for(HOSTILE, words)), words),
    ]  # fmt: skip
    for page in pages:
        fits(page)
    fits(replace(pages[0], keyboard=result_keys(event, finding, words, grouped=True, on_screen=False)))


@pytest.mark.parametrize("language", languages())
def test_a_menu_of_hundreds_says_how_the_others_are_asked_about(language: str) -> None:
    """A message has 100 buttons: of 371 statements the others are named by words, and that works."""
    flow = Flow(
        id="f", title="F", questions=tuple(StanceQuestion(id=f"s{n}", text=f"Statement <{n}>") for n in range(371))
    )
    menu = poll_menu(workshop(flow), Wording(language))
    fits(menu)
    assert "<code>/poll Statement &lt;370&gt;</code>" in menu.html
    few = poll_menu(workshop(flow.model_copy(update={"questions": flow.questions[:90]})), Wording(language))
    assert "/poll" not in few.html
