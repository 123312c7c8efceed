"""The consent card fits a small phone and says what matters; the pages behind it say everything else before the first question."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.messages import Message
from bot.participant.consent import card, page
from bot.participant.presses import input_of
from bot.wording import Wording, languages
from flows.counting.release import LARGE, SENSITIVE, policy_hash
from flows.definition.flow import Flow
from flows.definition.localise import localise
from flows.dialogue.inputs import Decline, TakePart
from flows.dialogue.standing import Dialogue
from tests.support.examples.examples import EXAMPLES
from tests.support.examples.looks import about_us, asked, buttons, fits, plain, workshop
from tests.support.examples.walks import FLOWS

FLOW = Flow(id="f", title="A flow", purpose="the park", minutes=3, questions=EXAMPLES)
PAGES = 4
MOST_LINES = 12
"""Lines of the card that a phone of 390 x 664 shows above its buttons; what a line holds is measured in `test_page.py`."""

each_language = pytest.mark.parametrize("language", languages())
each_flow = pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.id))


def pages(flow: Flow, language: str = "en", **changes: Any) -> list[Message]:
    """All pages behind the card of a workshop with this flow."""
    return [page(Wording(language), workshop(flow, **changes), number) for number in range(PAGES)]


def text_of(messages: list[Message]) -> str:
    """What is read on them."""
    return "\n".join(plain(message.html) for message in messages)


@each_flow
@each_language
def test_the_card_says_who_what_for_and_what_is_promised(flow: Flow, language: str) -> None:
    """Who asks, what for, how long, the threshold, how many have joined, in a few lines; nothing that has a place behind it."""
    message = card(asked(flow, Dialogue(), language), workshop(flow, joined=23, policy=LARGE))
    fits(message)
    text = plain(message.html)
    facts = [
        "Riverside Park", "Riverside Council", "23", "10", localise(flow, language).purpose, str(len(flow.questions)),
        str(flow.minutes),
    ]  # fmt: skip
    assert [fact for fact in facts if fact not in text] == []
    assert "{" not in text
    assert [line[0] for line in text.splitlines() if line and line[0] in "🔒👥✏✉🔑"] == ["🔒", "👥", "✏"]
    assert len(text.splitlines()) <= MOST_LINES


@each_flow
@each_language
def test_the_pages_say_all_else(flow: Flow, language: str) -> None:
    """Thresholds, the reserve, the rules' fingerprint, the contact, the last day of the key, Telegram, and where to read more."""
    event: dict[str, Any] = {"policy": LARGE, "policy_hash": policy_hash(LARGE)}
    for message in pages(flow, language, **event):
        fits(message)
        assert all(about_us(button) for button in buttons(message))
    text = text_of(pages(flow, language, **event))
    facts = [
        "20",
        "10",
        "parks@riverside.example",
        policy_hash(LARGE)[:8],
        "Telegram",
        "2026",
        "/privacy",
        "/mydata",
        "/forget",
    ]
    assert [fact for fact in facts if fact not in text] == []
    assert "{" not in text


def test_the_promises_of_the_rule_book_are_kept() -> None:
    """Not stored with the answers, in groups that grow together, until counted, nobody can find it, at close, no names."""
    promises = [
        "not stored with your answers",
        "Until you submit, they lie, encrypted, with where to reach you",
        "that I find in what you write are hidden before it is kept, unless you say",
        "Facilitators read it, without your name, before anybody else",
        "groups of 5 or more",
        "grow by 3 or more at a time",
        "until it is counted",
        "nobody, including us, can find it",
        "are counted when the workshop closes",
        "Telegram and whoever runs this bot carry your messages",
        "name nobody",
        "destroyed at the close, on 16 March 2026 at the latest",
    ]
    text = text_of(pages(FLOW))
    assert [promise for promise in promises if promise not in text] == []
    led = text_of(pages(FLOW, paced=True))  # there nothing lies with where to reach somebody, and nothing is submitted
    assert "Until you submit" not in led
    assert "Your name and Telegram account are not stored with your answers." in led


def test_a_workshop_that_shows_nothing_before_its_close_says_so() -> None:
    """The sensitive rule is told on the card and behind it, and no look that there will not be."""
    event: dict[str, Any] = {"policy": SENSITIVE, "policy_hash": policy_hash(SENSITIVE)}
    assert "after the close, for groups of 8 or more" in plain(
        card(asked(FLOW, Dialogue()), workshop(FLOW, **event)).html
    )
    text = text_of(pages(FLOW, **event))
    assert "At the close, if there are 8 people or more" in text
    assert "drawn by lot" not in text


def test_one_of_something_is_said_as_one() -> None:
    """One question, one minute, one person."""
    flow = Flow(id="f", title="The park", minutes=1, questions=EXAMPLES[:1])
    text = plain(card(asked(flow, Dialogue()), workshop(flow, joined=1)).html)
    assert "asks your views on The park.\n1 question, about 1 minute." in text
    assert "1 person has joined." in text


def test_the_card_offers_yes_no_and_how() -> None:
    """Take part stands first and alone, with the rules that it agrees to; nothing else can be done from here."""
    event = workshop(FLOW)
    message = card(asked(FLOW, Dialogue()), event)
    assert [[key.label for key in row] for row in message.keyboard] == [
        ["Take part"],
        ["No thanks", "How it works"],
        ["📣 You get news · tap for none"],
    ]
    take_part, decline, *_ = [input_of(button, FLOW) for button in buttons(message)]
    assert (take_part, decline) == (TakePart(event.rules), Decline())
    assert f"{event.policy_hash[:8]}-own" == event.rules


@pytest.mark.parametrize("change", [{"paced": True}, {"policy": LARGE, "policy_hash": policy_hash(LARGE)}])
def test_other_rules_make_another_card(change: dict[str, Any]) -> None:
    """Rule and pace are told on the card, and its button says which they were."""
    event = workshop(FLOW)
    mine, other = (card(asked(FLOW, Dialogue()), it) for it in (event, replace(event, **change)))
    assert mine.html != other.html
    assert buttons(mine)[0] != buttons(other)[0]


def test_whoever_is_asked_again_is_told_why() -> None:
    """The card that comes after other rules begins with it; that of a newcomer does not."""
    again = card(asked(FLOW, Dialogue(again=True)), workshop(FLOW))
    assert "The rules have changed, so you are asked again." in plain(again.html)
    assert "changed" not in plain(card(asked(FLOW, Dialogue()), workshop(FLOW)).html).partition("✏️")[0]


def test_the_pages_lead_on_and_back_to_the_card() -> None:
    """One page after the other in the same message, and from both ends back to the card; a made-up number is the nearest."""
    ways = [[(b.verb, b.arguments) for b in buttons(message)] for message in pages(FLOW)]
    assert ways == [
        [("card", ()), ("how", ("1",))],
        [("how", ("0",)), ("how", ("2",))],
        [("how", ("1",)), ("how", ("3",))],
        [("how", ("2",)), ("card", ())],
    ]
    assert page(Wording("en"), workshop(FLOW), 99) == pages(FLOW)[-1]
    how = buttons(card(asked(FLOW, Dialogue()), workshop(FLOW)))[2]
    assert page(Wording("en"), workshop(FLOW), how.number(0)) == pages(FLOW)[0]
