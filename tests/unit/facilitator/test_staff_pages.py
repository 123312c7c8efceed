"""Who may what, as it is read: it fits one message whoever there is, and nobody's name is more than words."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date

import pytest

from bot.desk import Desk, House
from bot.facilitator.staff_pages import everybody, steering
from bot.incoming import Press, Sender
from bot.messages import Flash, Message
from bot.wording import Wording, languages
from storage.staff.records import Member, OpenInvite
from storage.values import Action, ActionKind, Actor, Role
from tests.support.examples.looks import plain, workshop
from tests.support.receiving import FLOWS

DAY = date(2026, 9, 30)
TITLES = {f"w{n}": f"{n} " + "A very long title & more " * 4 for n in range(40)}
STAFF = [
    Member(
        10**15 + n,
        "Wolfeschlegelsteinhausenbergerdorff <b>&" + "x" * 20,
        frozenset({Role.FACILITATOR}),
        frozenset(TITLES),
    )
    for n in range(60)
]
INVITES = [OpenInvite(f"{n:016x}", Role.FACILITATOR, f"w{n % 40}", DAY) for n in range(60)]
DONE = [Action(ActionKind.WITHDRAWN, Actor.ORGANISER, DAY, Role.ORGANISER)] * 50


def fits(message: Message) -> bool:
    """Within Telegram's limits for text and buttons."""
    return (
        len(plain(re.sub(r"<a [^>]*>|</a>", "", message.html))) <= 4096
        and len(message.html.encode()) <= 32_768
        and sum(map(len, message.keyboard)) <= 100
    )


@pytest.mark.parametrize("language", languages())
def test_a_page_fits_whoever_there_is(language: str) -> None:
    """Sixty people with long names, forty workshops each, sixty invitations: page by page, and each person on one of them."""
    words = Wording(language)
    pages = [everybody(STAFF, INVITES, TITLES, DONE, 1, words, first) for first in range(6)]
    assert all(fits(page) for page in pages)
    dismissed = [
        k.button.arguments[0]
        for p in pages
        for row in p.keyboard
        for k in row
        if k.button and k.button.verb == "dismiss"
    ]
    assert dismissed == [str(member.user_id) for member in STAFF]
    assert "<b>&" not in pages[0].html.replace("<b>" + words.t("Who may what"), "")
    flow = FLOWS["key-questions"]
    here = workshop(flow)
    mine = [Member(m.user_id, m.name, m.everywhere, frozenset({here.id})) for m in STAFF]
    assert fits(steering(here, mine, [replace(one, workshop_id=here.id) for one in INVITES], 1, words))


def test_somebody_without_a_name_can_be_told_from_others() -> None:
    """Who took their role before names were kept has the end of their number, and a way to look them up."""
    members = [
        Member(6_100_000_007, "", frozenset({Role.ORGANISER}), frozenset()),
        Member(42, "", frozenset(), frozenset({"w1"})),
    ]
    page = everybody(members, [], TITLES, [], 42, Wording("en"))
    assert "without a name …0007" in page.html
    assert 'href="tg://user?id=6100000007"' in page.html
    assert "without a name …0042</a> (you)" in page.html


def test_a_toast_is_plain_text() -> None:
    """What is escaped for a message is said as it is in a toast."""
    house = House(DAY, random.Random(1), "bot", "Council", "x", FLOWS)
    desk = Desk(Sender(1, 1, private=True, language="en"), Wording("en"), house, Press("q", 5, None))
    assert desk.say("Nobody else could steer R&amp;D then.") == (Flash("q", "Nobody else could steer R&D then."),)
