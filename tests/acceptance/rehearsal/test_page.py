"""The rehearsal's page in a real browser: what a newcomer sees, taps and types."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.participant.consent import card, page
from bot.participant.questions import ask
from bot.rehearsal.hands.crowd import Habits, crowd
from bot.rehearsal.session import real_bot
from bot.rehearsal.showing import Stage
from bot.rehearsal.stage import Rehearsal
from bot.wording import languages
from flows.counting.release import SENSITIVE
from flows.definition.loading import load_library
from flows.dialogue import machine
from flows.dialogue.standing import Dialogue
from tests.support.examples.looks import asked, workshop
from tests.support.rehearsing import Playing, browsing, looking, playing
from tests.support.shared import ROOT

SMALL = (390, 664)
AROUND = 59 + 61 + 22
"""Pixels of a chat's height that its head, the field to type in and the margins take on a phone."""
BAR = 94
"""What the rehearsal's page shows above a phone."""
LONGEST = "what " * 39 + "comes"
"""As long as a purpose may be."""

MARKUP = '<img src=x onerror="alert(1)"> & <b>bold</b>'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all; each look is a new visitor's."""
    with browsing() as found:
        yield found


@pytest.fixture
def stage() -> Iterator[Playing]:
    """Phones without a bot."""
    with playing() as here:
        yield here


def phone(view: Page, name: str) -> Locator:
    """The phone of a person."""
    return view.get_by_role("region", name=f"{name}’s phone")


def say(of: Locator, words: str) -> None:
    """Type and press Enter."""
    of.get_by_role("textbox", name="Message").fill(words)
    of.get_by_role("textbox", name="Message").press("Enter")


def button(of: Locator, label: str) -> Locator:
    """The newest button whose label contains these words."""
    return of.locator(".key", has_text=re.compile(label)).last


async def _in_a_hurry(stage: Stage, link: str, size: int, told: Callable[[int, int], None]) -> None:
    patient = Habits(patience=400)
    await crowd(stage.emulator.account, size, link, chance=random.Random(7), speed=4, on_progress=told, habits=patient)


def test_a_newcomer_joins_answers_and_sees_the_summary(browser: Browser) -> None:
    """From the consent card to a summary picture of a crowd's answers, with taps and typing in the browser alone."""
    with playing(real_bot, _in_a_hurry) as here, looking(browser, here.address) as view:
        ada, fay = phone(view, "Ada"), phone(view, "Fay")
        wall = view.frame_locator("#wall")
        expect(wall.locator(".code")).to_have_text(re.compile(r"^[A-Z0-9]{6}$"))
        assert view.evaluate(
            "[...document.querySelectorAll('.phone')].every(it => it.getBoundingClientRect().right <= innerWidth)"
        )
        ada.get_by_role("button", name="Start", exact=True).click()
        button(ada, "Take part").click()
        button(ada, "Resident").click()
        for place, words in enumerate(["4", "1,3", "2 1 3", "1", "Evening meetings"], start=2):
            ada.get_by_text(re.compile(rf"^{place} of 6")).last.wait_for()
            say(ada, words)
        button(ada, "May be quoted").click()
        button(ada, "Submit").click()
        expect(ada.locator(".list")).to_contain_text("receipt")

        view.get_by_role("button", name="Let 20 people answer").click()
        expect(view.locator("#crowd-words")).to_have_text(
            "20 invented people: all have answered, and follow the room", timeout=90_000
        )
        expect(fay.locator(".list")).to_contain_text("joined 21")
        expect(wall.locator(".heads")).to_have_text("21 people have joined")
        view.get_by_role("button", name="Hide the screen").click()
        expect(view.locator("#wall")).to_be_hidden()
        pictures = fay.locator(".row img").count()
        expect(fay.locator(".list")).to_contain_text(re.compile(r"[1-9]\d* of 21 counted, \d+ wait"), timeout=30_000)
        button(fay, "Summary").click()
        expect(fay.locator(".row img").nth(pictures)).to_be_attached(timeout=30_000)
        expect(fay.locator(".list")).to_contain_text(re.compile(r"\d+ of \d+ answered"), timeout=30_000)
        picture = fay.locator(".row img").last
        expect(picture).to_have_js_property("complete", value=True)  # decode() may never come back in a busy browser
        assert picture.evaluate("image => image.naturalWidth") > 300  # 0 for a picture that cannot be read


def test_everything_is_there_again_after_a_dropped_connection(browser: Browser, stage: Playing) -> None:
    """What was said while the connection was down is on the phone afterwards, once, and a draft is still there."""
    with looking(browser, stage.address) as view:
        ada = phone(view, "Ada")
        stage.do(lambda it: it.stage.cast[1].say("before"))
        ada.get_by_role("textbox", name="Message").fill("a draft")

        def while_down(it: Rehearsal) -> None:
            it.dismiss()
            it.stage.cast[1].say("meanwhile")

        stage.do(while_down)
        expect(ada.locator(".row")).to_have_count(2)
        stage.do(lambda it: it.stage.cast[1].say("after"))
        expect(ada.locator(".row")).to_contain_text(["before", "meanwhile", "after"])
        expect(ada.get_by_role("textbox", name="Message")).to_have_value("a draft")


def test_markup_in_a_message_is_only_words(browser: Browser, stage: Playing) -> None:
    """A message that holds HTML, or a group with HTML for a name, shows it and runs nothing."""
    with looking(browser, stage.address) as view:
        stage.do(lambda it: it.stage.emulator.group(MARKUP, *it.stage.cast))
        stage.do(lambda it: it.stage.cast[1].say(MARKUP))
        expect(phone(view, "Ada").locator(".row .text")).to_contain_text(MARKUP)
        expect(phone(view, "Ada").get_by_role("tab").last).to_have_text(re.compile(re.escape(MARKUP)))
        assert view.locator(".row b, .tabs img").count() == 0


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_a_phone_is_as_wide_inside_as_a_real_one(browser: Browser, stage: Playing, width: int) -> None:
    """Whatever the window, a phone's screen is 390 pixels wide inside and the page itself does not scroll sideways."""
    with looking(browser, stage.address, width=width) as view:
        assert view.evaluate("document.querySelector('.screen').offsetWidth") == 390
        assert view.evaluate("document.documentElement.scrollWidth <= innerWidth")
        view.set_viewport_size({"width": 320, "height": 640})
        assert view.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nor on the smallest phone"


@pytest.mark.parametrize("language", languages())
def test_the_consent_card_fits_a_small_phone(browser: Browser, stage: Playing, language: str) -> None:
    """On 390 x 664 the card and its buttons are seen without scrolling, with the longest purpose too, and so is each page.

    So is a question with eleven options. The card of a shipped flow even where the rehearsal's own bar stands above the phone.
    """
    flow = load_library()["key-questions"]
    event = workshop(flow, paced=True, policy=SENSITIVE)
    long = asked(flow.model_copy(update={"purpose": LONGEST, "translations": {}}), Dialogue(), language)
    again = asked(flow, Dialogue(again=True), language)
    shown = [card(asked(flow, Dialogue(), language), workshop(flow)), card(long, event), card(again, event)]
    shown += [page(long.words, workshop(flow), number) for number in range(4)]
    there = asked(flow, Dialogue(state=machine.asking("concerns")), language)
    shown.append(ask(there, there.flow.question("concerns")))
    with looking(browser, stage.address, *SMALL) as view:
        ada = phone(view, "Ada")
        stage.do(lambda it: it.stage.cast[1].say("/start"))
        for count, message in enumerate(shown, 2):
            stage.hear("Ada", message)
            expect(ada.locator(".row")).to_have_count(count)
        heights = ada.locator(".row.theirs .message").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert len(heights) == len(shown)
    assert max(heights) <= SMALL[1] - AROUND
    assert heights[0] <= SMALL[1] - AROUND - BAR


def test_phones_and_groups_are_added_and_cleared_away(browser: Browser, stage: Playing) -> None:
    """A new phone appears, a group shows on every phone with what is said in it, and "start over" leaves three phones."""
    with looking(browser, stage.address) as view:
        view.get_by_role("button", name="Add a phone").click()
        phone(view, "Cleo").wait_for()
        view.get_by_role("button", name="Add a group").click()
        phone(view, "Ben").get_by_role("tab", name="Riverside group").click()
        say(phone(view, "Ben"), "Hello all")
        expect(phone(view, "Cleo").locator(".row").last).to_contain_text("Hello all")
        view.reload()
        expect(phone(view, "Cleo").get_by_role("tab")).to_have_text(["Roundtable", "Riverside group"])
        view.get_by_role("button", name="Start over").click()
        view.get_by_role("button", name="Go on here").click()
        expect(view.locator(".phone")).to_have_count(4)
        view.get_by_role("button", name="Start over").click()
        view.get_by_role("dialog").get_by_role("button", name="Start over").click()
        expect(view.locator(".phone")).to_have_count(3)
        expect(phone(view, "Ben").get_by_role("tab")).to_have_count(0)


@pytest.mark.long  # six seconds of a browser for a menu
def test_whatever_is_no_words_can_be_sent(browser: Browser, stage: Playing) -> None:
    """A photo, a sticker, a voice note, a document and a file of this computer go out from the menu, by keyboard alone."""
    with looking(browser, stage.address) as view:
        ada = phone(view, "Ada")
        stage.do(lambda it: it.stage.cast[1].say("hello"))
        for kind in ("Photo", "Sticker", "Voice note", "Document"):
            ada.get_by_role("button", name="Attach").press("Enter")
            ada.get_by_role("group", name="Attach").get_by_role("button", name=kind).press("Enter")
        expect(ada.locator(".row.mine")).to_have_count(5)
        expect(ada.locator(".picture, .face[role=img], .voice, .paper")).to_have_count(4)
        sent = ROOT / "tests" / "scenarios" / "sent" / "evening.yaml"
        with view.expect_file_chooser() as chosen:
            ada.get_by_role("button", name="Attach").press("Enter")
            ada.get_by_role("button", name="File from this computer").press("Enter")
        chosen.value.set_files(sent)
        expect(ada.locator(".paper").last).to_contain_text("evening.yaml")
        address = ada.locator(".paper").last.get_attribute("href")
        assert view.request.get(f"{stage.address}{address}").body() == sent.read_bytes()
