"""What PRIVACY.md claims is true: its figures, the tests it names, the words of the consent card."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bot.participant.consent import card, page
from bot.sendouts.sending import WINDOW
from bot.wording import Wording
from flows.definition.flow import Flow
from flows.dialogue.standing import Dialogue
from storage.afterwards import NEWS_TIME, RESULT_TIME
from storage.values import LIFETIME, READ_WITHIN
from tests.attacks.door_figures import DOORS
from tests.attacks.figures import EVEN, TWELVE, UNEVEN, Row, measured
from tests.attacks.refused.refusals import REFUSALS
from tests.attacks.variants import OPEN_DOORS, variants
from tests.support.examples.examples import SINGLE
from tests.support.examples.looks import asked, plain, workshop

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\|.*\d\.\d\d / \d\.\d{3}", line.replace("*", ""))]


def shown(value: Fraction, digits: int) -> str:
    """A figure as the page prints it."""
    return f"{float(value):.{digits}f}"


@pytest.mark.parametrize("row", [row for row in TWELVE if "k5 b2" not in row.name], ids=lambda row: row.name)
def test_the_attack_table_is_what_our_code_gives(row: Row) -> None:
    """Each line of the table holds the figures that the attacker in tests/attacks computes from our own rule."""
    figures = [measured(row, p) for p in (EVEN, UNEVEN)]
    certain = [{shown(f.certain, 2), shown(f.certain - Fraction(1, 1000), 2)} for f in figures]
    lines = [line.replace("*", "") for line in ROWS]
    for line in lines:
        found = re.findall(r"(\d+\.\d\d) / (\d\.\d{3})", line)
        if all(c in ok and g == shown(f.guess, 3) for (c, g), ok, f in zip(found, certain, figures, strict=True)):
            return
    raise AssertionError(f"no line has the figures of {row.name}")


def test_the_weakest_doors_are_those_of_our_code() -> None:
    """The table of doors holds the figures that `tests/attacks/test_doors.py` computes, row by row."""
    lines = re.findall(r"^\| (8|12|20|30) \| (\d) \| (.+) \|$", PAGE, re.MULTILINE)
    found = {(int(people), int(own)): cells.split(" | ") for people, own, cells in lines}
    pairs = {(d.honest, d.own): (d.good, d.looks, d.twice, d.close) for d in DOORS}
    assert found == {where: [" / ".join(pair) for pair in said] for where, said in pairs.items()}


def test_how_often_the_rule_was_broken() -> None:
    """The page says how many broken rules and doors the tests notice."""
    assert f"broken on purpose in {len(tuple(variants())) + len(OPEN_DOORS) + len(REFUSALS)} ways" in PAGE


def test_the_tests_it_names_exist() -> None:
    """Every test file or folder that the page points to is there."""
    for name in set(re.findall(r"`((?:tests/)?[a-z_/]+\.py|tests/[a-z]+)`", PAGE)):
        found = (ROOT / name).exists() or list(ROOT.glob(f"tests/**/{Path(name).name}"))
        assert found, name


def test_the_consent_card_is_quoted_as_it_is_shown() -> None:
    """The card and each page behind it stand on the page, word for word, with the figures of the standard rule."""
    flow = Flow(id="f", title="A flow", purpose="the park", questions=(SINGLE,))
    event = workshop(flow, key_until=date(2026, 3, 15))
    shown = [card(asked(flow, Dialogue()), event), *(page(Wording("en"), event, number) for number in range(4))]
    lines = [line for message in shown for line in plain(message.html).splitlines() if line]
    quoted = PAGE.split("## The consent card", 1)[1].replace("**", "")
    assert [line for line in lines if line not in quoted] == []


def test_how_long_lists_are_kept() -> None:
    """The days that the page names are those of the code, and so is how many people a send-out takes at a time."""
    section = PAGE.split("## After the close", 1)[1].split("\n## ", 1)[0]
    assert f"after {NEWS_TIME.days} days" in section
    assert f"after {RESULT_TIME.days} days" in section
    assert f"{LIFETIME.days} days after it was shown" in PAGE
    assert f"within {READ_WITHIN.days} days after the close" in PAGE
    assert f"the next {WINDOW} people" in section
