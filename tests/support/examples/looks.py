"""Messages as Telegram would look at them, and a workshop to show; must not know what a message should say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from bot.buttons import Button, Scope, decode
from bot.messages import Key, Message
from bot.participant.questions import Asked
from bot.telegram.render import markup
from bot.wording import Wording
from flows.counting.release import STANDARD, policy_hash
from flows.definition.flow import Flow, Option, SingleQuestion, TextQuestion, flow_hash
from flows.definition.localise import localise
from flows.dialogue.standing import Dialogue
from storage.values import Phase, Workshop

HOSTILE = "<b>&\"'</b> {k} </i>&lt;<script>"
"""What somebody who tries what is not allowed calls things."""

HOSTILE_FLOW = Flow(
    id="hostile",
    title=HOSTILE,
    purpose=HOSTILE,
    questions=(
        SingleQuestion(
            id="one",
            text=HOSTILE,
            help=HOSTILE,
            options=(Option(id="a", label=HOSTILE), Option(id="b", label="long enough to be listed: " + HOSTILE)),
        ),
        TextQuestion(id="two", text=HOSTILE, short=HOSTILE),
    ),
)

_TAGS = frozenset({"b", "i", "u", "s", "a", "code", "pre", "blockquote"})
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


class _Reader(HTMLParser):
    """Reads HTML as strictly as Telegram does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only the tags that Telegram knows, and no attributes."""
        assert tag in _TAGS, tag
        assert not attrs, attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """A tag is closed where it was opened last."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """What people see."""
        self.text.append(data)


def plain(html: str) -> str:
    """The text that people see. Fails for HTML that Telegram would refuse."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, f"<{reader.open}> is left open"
    bare = re.sub(r"</?[a-z]+>", "", html)
    assert not set("<>") & set(bare), "an angle bracket is not escaped"
    assert "&" not in _ENTITY.sub("", bare), "an ampersand is not escaped"
    return "".join(reader.text)


def keys(message: Message) -> Iterator[Key]:
    """All keys of a message."""
    return (key for row in message.keyboard for key in row)


def buttons(message: Message) -> list[Button]:
    """All buttons of a message, as they come back from a phone."""
    made = markup(message.keyboard)
    sent = [key for row in made.inline_keyboard for key in row] if made else []
    found = [decode(str(key.callback_data)) for key in sent if key.callback_data is not None]
    assert None not in found
    return [button for button in found if button is not None]


def fits(message: Message) -> None:
    """Fails for a message that Telegram would refuse or a phone would spoil."""
    text = plain(message.html)
    assert 0 < len(text.encode("utf-16-le")) // 2 <= 4096
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert len(list(keys(message))) <= 100
    assert all(1 <= len(row) <= 8 for row in message.keyboard)
    made = markup(message.keyboard)
    for key in (key for row in made.inline_keyboard for key in row) if made else ():
        assert key.text == key.text.strip()
        assert 0 < len(key.text) <= 64


def workshop(flow: Flow, **changes: object) -> Workshop:
    """An open workshop with this flow; `changes` are fields of Workshop."""
    made = Workshop(
        id="00000000-0000-4000-8000-000000000000",
        title="Riverside Park",
        code="PARK7Q",
        flow=flow,
        flow_hash=flow_hash(flow),
        policy=STANDARD,
        policy_hash=policy_hash(STANDARD),
        phase=Phase.OPEN,
        opened_on=date(2026, 3, 2),
        key_until=date(2026, 3, 16),
        closed_on=None,
        joined=11,
        started=9,
        submitted=7,
        locked=False,
        controller="Riverside Council",
        contact="parks@riverside.example",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def asked(flow: Flow, dialogue: Dialogue, language: str = "en") -> Asked:
    """What a participant in `workshop(flow)` is asked."""
    return Asked(localise(flow, language), "PARK7Q", dialogue, Wording(language))


def about_us(button: Button) -> bool:
    """Whether a participant's button is about `workshop`."""
    return (button.scope, button.code) == (Scope.PARTICIPANT, "PARK7Q")
