"""Updates made from Telegram's own description of its types, right and wrong ones; must not know what is done with them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from typing import Any

from tests.support.shared import shared

Json = dict[str, Any]

WORDS = (
    "", " ", "1", "2", "1, 3", "٢", "5 3 2", "yes", "skip", "back", "done",
    "submit", "hello", "<b>&amp;", "🌳" * 50, "שלום\u202e", "\x00\x07",
    "\ud800", "\udfff x", "a" * 4096, "Hannah Smith, 07700 900222 " * 150, "=1+1", "%s %d {0} {x}", "' OR 1=1 --", "\n" * 500,
    "/start", "/start CODE", "/start i" + "x" * 24, "/help", "/new", "/new key-questions Park", "/close", "/open", "/pause", "/forget",
    "/mydata", "/panel", "/poll", "/agenda", "/next", "/screen", "/link CODE", "/unlink", "/announce", "/export", "/delete CODE",
    "/verify AAAA-BBBB", "/language nl", "/language \ud800", "/news", "/lastcall", "/rule", "/transparency", "/desk", "/" + "x" * 40,
    "/help@another_bot", "CODE", "code: CODE", "K7PARK",
)  # fmt: skip
DATA = (
    "v1:p:CODE:tp", "v1:p:CODE:t:0:1", "v1:p:CODE:d:0", "v1:p:CODE:su", "v1:p:CODE:b:0", "v1:p:CODE:fo",
    "v1:p:CODE:how:1", "v1:p:CODE:pq:ask:1",
    "v1:f:CODE:open", "v1:f:CODE:pause", "v1:f:CODE:sum", "v1:f:CODE:board", "v1:f:CODE:closeyes", "v1:f:CODE:exp:csv", "v1:f::flow:x",
    "v1:a::lang:nl", "v1:a::lang:\ud800", "v1:p:CODE:t:-1:9999999999999999999", "v1:p:" + "x" * 50, "v1",
    "", "\x00", "v9:p:CODE:tp", ":::::::",
)  # fmt: skip
NUMBERS = (
    0,
    1,
    -1,
    2,
    7,
    60,
    2**31 - 1,
    -(2**31),
    2**31,
    2**52,
    -(2**52),
    2**63 - 1,
    -(2**63),
    2**63,
    2**80,
    1_800_000_000,
)
KINDS = ("private", "group", "supergroup", "channel", "sender")
WRONG: tuple[Any, ...] = (None, True, 1.5, -7, "x", [], {}, [[]], [None], {"id": 1}, "9" * 5000)
_SAYS = re.compile(r"(?:always|must be) [“*\"](\w+)[”*\"]")
_IS_ONE_OF = re.compile(r"^ ?- (\w+)", re.MULTILINE)


class Fuzz:
    """`people` and `chats` are ids that mean something; `code` is a join code; `chance` decides all else."""

    def __init__(self, chance: random.Random, people: Sequence[int], chats: Sequence[int], code: str) -> None:
        self._chance = chance
        self._people, self._chats, self._code = people, chats, code
        self._types: dict[str, Json] = {}
        self._note(json.loads(shared("telegram/bot_api.json").read_text())["items"])
        self._number = 1_000_000

    def update(self, wrong: float = 0.1) -> Json:
        """An update with one of the kinds there are; `wrong`: how likely one of its fields is of another form than described."""
        kinds = [field for field in self._types["Update"]["annotations"] if field["name"] != "update_id"]
        often = [
            field
            for field in kinds
            if field["name"] in ("message", "callback_query", "edited_message", "my_chat_member")
        ]
        kind = self._chance.choice(often if self._chance.random() < 0.85 else kinds)
        self._number += 1
        made = {"update_id": self._number, kind["name"]: self._value(kind["type"], kind["name"], 0)}
        if self._chance.random() < wrong:
            self._break(made)
        return made

    def _note(self, items: list[Json]) -> None:
        for item in items:
            if "name" in item and item.get("category") == "types":
                self._types[item["name"]] = item
            self._note(item.get("children", []))

    def _value(self, kind: str, name: str, depth: int) -> Any:
        chance = self._chance
        if kind.startswith("Array of "):
            return [
                self._value(kind.removeprefix("Array of "), name, depth + 1) for _ in range(chance.choice((0, 1, 1, 2)))
            ]
        match kind.partition(" or ")[0]:
            case "Integer":
                return self._whole(name)
            case "String":
                return self._text(name)
            case "Boolean" | "True":
                return kind == "True" or chance.random() < 0.5
            case "Float":
                return chance.choice((0.0, -1.5, 1e300, 52.1))
            case named:
                return self._object(named, name, depth)

    def _object(self, kind: str, name: str, depth: int) -> Any:
        found = self._types.get(kind)
        if found is None:
            return {}
        fields = found["annotations"]
        if not fields:
            others = [one for one in _IS_ONE_OF.findall(found["description"]) if one in self._types]
            return self._object(self._chance.choice(others), name, depth) if others else {}
        likely = (0.06, 0.06, 0.04, 0.02)[min(depth, 3)]
        important = {"text", "from", "chat", "data", "message"} if depth < 2 else set()
        made: Json = {}
        for field in fields:
            is_wanted = field["required"] or self._chance.random() < (0.9 if field["name"] in important else likely)
            if is_wanted and (depth < 6 or field["required"]) and depth < 9:
                says = _SAYS.search(field["description"])
                made[field["name"]] = says[1] if says else self._value(field["type"], field["name"], depth + 1)
        if kind == "User":
            made |= {"id": self._person(), "is_bot": self._chance.random() < 0.05}
        if kind == "Chat":
            made["id"] = (
                self._person() if self._chance.random() < 0.7 else self._chance.choice((*self._chats, *NUMBERS))
            )
            made["type"] = "private" if made["id"] in self._people else self._chance.choice(KINDS)
        return made

    def _person(self) -> int:
        return self._chance.choice(self._people) if self._chance.random() < 0.7 else self._chance.choice(NUMBERS)

    def _whole(self, name: str) -> int:
        if name in ("date", "edit_date", "forward_date"):
            return self._chance.choice((0, 1, 1_800_000_000, 2**31))
        return self._chance.choice(NUMBERS) if self._chance.random() < 0.3 else self._chance.randrange(1, 200)

    def _text(self, name: str) -> str:
        text = self._chance.choice(DATA if name == "data" else WORDS)
        if name == "language_code":
            text = self._chance.choice(("en", "nl", "de", "xx", "", "-", "nl-BE", "\ud800", "e" * 100))
        return text.replace("CODE", self._code)

    def _break(self, made: Json) -> None:
        """One field, somewhere, gets another form or goes away."""
        place: Any = made
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = self._chance.choice(keys)
            inner = place[key]
            if not isinstance(inner, dict | list) or not inner or self._chance.random() < 0.2:
                break
            place = inner
        if isinstance(place, dict) and self._chance.random() < 0.3:
            del place[key]
        else:
            place[key] = self._chance.choice(WRONG)
