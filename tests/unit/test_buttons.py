"""Callback data says what was pressed in 64 bytes, and whatever else arrives is not a button."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import LIMIT, Button, Scope, decode, encode
from bot.participant.presses import input_of
from flows.definition.flow import Flow
from flows.dialogue.advancing import advance
from flows.dialogue.inputs import Back, Input, Points, Tap
from tests.support.examples.walks import FLOWS, NOWHERE, Move, end_of, walks
from tests.support.trying import tries

CODES = st.text(alphabet="ABCDEFGHJKLMNPQRSTUVWXYZ23456789", min_size=6, max_size=6) | st.just("")
ARGUMENTS = st.text(alphabet="abcXYZ019_-", min_size=1, max_size=12)
BUTTONS = st.builds(
    Button,
    st.sampled_from(Scope),
    CODES,
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=10),
    st.lists(ARGUMENTS, max_size=3).map(tuple),
)


@given(BUTTONS)
def test_a_button_comes_back_as_it_was(button: Button) -> None:
    """Decoding undoes encoding, and the data fits Telegram's 64 bytes."""
    data = encode(button)
    assert decode(data) == button
    assert 1 <= len(data.encode()) <= LIMIT == 64


@given(st.text(max_size=80) | st.text(alphabet="v1:pfg:ABC234tab-09\n", max_size=80))
def test_anything_else_is_no_button(data: str) -> None:
    """Whatever arrives is either exactly what this codec writes or None; it never raises."""
    button = decode(data)
    assert button is None or encode(button) == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        "f",
        "close",
        "v1",
        "v1:f::",
        "v0:f:ABC234:closeyes",
        "V1:F:ABC234:CLOSEYES",
        "v1:x:ABC234:closeyes",
        "v1:f:abc234:closeyes",
        "v1:f:ABC234567:closeyes",
        "v1:f:ABC234:close yes",
        "v1:f:ABC234:closeyes:",
        "v1:f:ABC234:closeyes:1:2:3:4:5",
        "v1:f:ABC234:closeyes\n",
        " v1:f:ABC234:closeyes",
        "v1:f:ABC234:closeyes\x00",
        "v1:f:АВС234:closeyes",  # Cyrillic letters
        "v1:f:ABC23４:closeyes",  # a full-width digit
        "v1:p:ABC234:t:\ud800",
        "v1:p:ABC234:t:" + "1" * 37,
        "v1:p:ABC234:t:" + "1" * 30 + ":" + "2" * 30,
        "x" * 5000,
    ],
)
def test_foreign_data_never_becomes_a_facilitators_button(data: str) -> None:
    """Other versions, cases, alphabets, lengths and line ends are all the same: no button."""
    assert decode(data) is None


def test_a_decoded_button_is_only_a_request() -> None:
    """A forged facilitator's button decodes to what it asks for, and carries neither a right nor a person."""
    forged = decode("v1:f:ABC234:closeyes")
    assert forged == Button(Scope.FACILITATOR, "ABC234", "closeyes")
    assert set(vars(forged)) == {"scope", "code", "verb", "arguments"}


@pytest.mark.parametrize(
    "button",
    [
        Button(Scope.PARTICIPANT, "ABC234", "t", ("x" * 37,)),
        Button(Scope.PARTICIPANT, "ABC234", "t", ("x" * 30, "y" * 30)),
        Button(Scope.PARTICIPANT, "ABC234", "t", ("a:b",)),
        Button(Scope.PARTICIPANT, "ABC234", "t", ("",)),
        Button(Scope.PARTICIPANT, "abc", "t"),
        Button(Scope.PARTICIPANT, "ABC234", "Take part"),
        Button(Scope.PARTICIPANT, "ABC234", "t", ("1", "2", "3", "4", "5")),
    ],
)
def test_a_button_that_would_not_come_back_is_refused(button: Button) -> None:
    """What is too long or holds a separator raises where it is made, not where it is pressed."""
    with pytest.raises(ValueError, match="not a button"):
        encode(button)


def test_the_longest_button_there_is_fits() -> None:
    """A poll's id beside a join code, and three arguments of a question with hundreds of options."""
    assert len(encode(Button(Scope.FACILITATOR, "ABC234", "pollend", ("0" * 8 + "-0000" * 3 + "-" + "0" * 12,)))) <= 64
    assert len(encode(Button(Scope.PARTICIPANT, "ABC234", "pt", ("999", "999", "-1000", "1000")))) <= 64


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        (("7",), 7),
        (("-3",), -3),
        (("007",), 7),
        (("9999",), 9999),
        (("99999",), -1),
        (("--5",), -1),
        (("5-",), -1),
        (("x",), -1),
        (("",), -1),
        ((), -1),
        (("٧",), -1),
    ],
)
def test_an_argument_is_a_number_or_minus_one(arguments: tuple[str, ...], number: int) -> None:
    """Places are read without raising, whatever was sent."""
    assert Button(Scope.PARTICIPANT, "ABC234", "t", arguments).number(0) == number


VERBS = st.sampled_from(["tp", "no", "pa", "re", "rv", "su", "ch", "d", "c", "s", "t", "b", "pt", "how", "fo", "zzz"])
FORGED = st.builds(
    Button,
    st.just(Scope.PARTICIPANT),
    st.just("ABC234"),
    VERBS,
    st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,6}|-{0,2}[0-9]{1,6}", fullmatch=True), max_size=3).map(tuple),
)


@tries(60)
@given(button=FORGED, way=walks(longest=12))
def test_a_forged_button_is_an_input_like_any_other(button: Button, way: tuple[Flow, list[Move]]) -> None:
    """Whatever places, options and points it names, it is read without raising and leads to a step."""
    flow, moves = way
    step = advance(flow, end_of(flow, moves), input_of(button, flow))
    assert step.effects or step.toast or button.verb == "c"


@pytest.mark.parametrize(
    ("button", "given_input"),
    [
        (("t", "0", "1"), Tap("sector", "private")),
        (("t", "0", "99"), Tap("sector", NOWHERE)),
        (("t", "99", "0"), Tap(NOWHERE, NOWHERE)),
        (("t", "-1", "0"), Tap(NOWHERE, NOWHERE)),
        (("t",), Tap(NOWHERE, NOWHERE)),
        (("zzz", "0", "1"), Tap(NOWHERE, NOWHERE)),
        (("b",), Back(None)),
        (("b", "0"), Back("sector")),
        (("b", "x"), Back(NOWHERE)),
        (("pt", "0", "0", "-3"), Points("sector", "public", -3)),
        (("pt", "0", "0", "5", "10"), Points("sector", "public", 5, 10)),
        (("pt", "0", "0", "--5"), Points("sector", "public", 0)),
        (("pt", "0", "0", "5-"), Points("sector", "public", 0)),
        (("pt", "0", "0"), Points("sector", "public", 0)),
    ],
)
def test_a_button_names_places_in_the_flow(button: tuple[str, ...], given_input: Input) -> None:
    """A place that the flow does not have is nowhere, and points that are no number are none."""
    (flow,) = [flow for flow in FLOWS if flow.id == "key-questions"]
    verb, *arguments = button
    assert input_of(Button(Scope.PARTICIPANT, "ABC234", verb, tuple(arguments)), flow) == given_input


STANDS_FOR = {
    "🗂": {"Agenda"},
    "🏷": {"Themes …", "Into a theme …", "Approve all but the last"},
    "🙋": {"Panel"},
    "🖥": {"Screen"},
    "📊": {"Summary", "All results"},
    "📄": {"Export", "The file"},
    "📝": {"Questions of your own"},
    "📑": {"Report", "Put it into their reports"},
    "🎛": {"Board"},
    "👥": {"Who may steer"},
    "✅": {"Approve"},
    "👁": {"Reveal", "Reveal the poll", "Results"},
    "📣": {"Send to everyone", "Say something to everyone", "Tell people what came of it", "Send it"},
}
"""What the signs on buttons of those who steer stand for: one thing each, wherever it is tapped."""


def test_one_sign_is_one_thing() -> None:
    """A sign that leads somewhere leads nowhere else: whoever knows it need not read the word behind it."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parents[2] / "bot").rglob("*.py"))
    found = {sign: set(re.findall(rf'"{sign} " \+ (?:\w+\.)*t\(\s*"([^"]+)"', code)) for sign in STANDS_FOR}
    assert found == STANDS_FOR
