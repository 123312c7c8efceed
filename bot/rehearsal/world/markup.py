"""Reads Telegram's HTML into text with entities, and writes it back for a screen; knows nothing of chats.

Rules: core.telegram.org/bots/api#html-style. Offsets and lengths of entities are UTF-16 units.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from bot.rehearsal.protocol.api_schema import ENTITIES
from bot.rehearsal.protocol.checking import utf16
from bot.rehearsal.protocol.refusal import Refused, bad

Entity = dict[str, Any]

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-zA-Z0-9-]*)(?P<rest>[^<>]*)(?P<end>>?)"
    r"|&(?P<name>#x?[0-9a-fA-F]+|[a-z]+);"
)
_ATTRIBUTE = re.compile(r'([a-zA-Z-]+)(?:\s*=\s*("[^"]*"|\'[^\']*\'|[^\s"\']+))?')
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?<![\w/@])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[a-zA-Z][a-zA-Z0-9_]{3,31})(?!\w)"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)"
)


@dataclass
class _Open:
    tag: str
    start: int
    attributes: dict[str, str]


@dataclass
class _Reading:
    """The text so far with what is open in it."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += utf16(text)


def plain(text: str) -> tuple[str, tuple[Entity, ...]]:
    """The text as a client shows it, with the entities Telegram finds by itself (commands, links, mentions)."""
    return _trimmed(text, ()) if _may_hold_entities(text) else (text.strip(), ())


def _may_hold_entities(text: str) -> bool:
    return "/" in text or "@" in text or "#" in text


@lru_cache(maxsize=4096)
def formatted(text: str, mode: str | None) -> tuple[str, tuple[Entity, ...]]:
    """The text and its entities for a `parse_mode`; raises Refused when the markup is not well formed."""
    if not mode:
        return plain(text)
    if mode.lower() != "html":
        raise bad("unsupported parse_mode")
    if "<" not in text and "&" not in text:
        return plain(text)
    return _trimmed(*_read(text))


def _read(source: str) -> tuple[str, list[Entity]]:
    reading, at = _Reading(), 0
    for token in _TOKEN.finditer(source):
        reading.add(source[at : token.start()])
        at = token.end()
        if token["name"]:
            reading.add(_character(token["name"], token[0]))
        else:
            _tag(reading, token, len(source[: token.start()].encode()))
    reading.add(source[at:])
    if reading.open:
        raise _unparsed(f'Can\'t find end tag corresponding to start tag "{reading.open[-1].tag}"')
    return "".join(reading.pieces), reading.entities


def _unparsed(reason: str) -> Refused:
    return bad(f"can't parse entities: {reason}")


def _character(name: str, whole: str) -> str:
    if not name.startswith("#"):
        return _NAMED.get(name, whole)
    digits, base = (name[2:], 16) if name[1] in "xX" else (name[1:], 10)
    code = int(digits, base) if base == 16 or digits.isdigit() else 0
    return chr(code) if 0 < code < 0x110000 else whole


def _tag(reading: _Reading, token: re.Match[str], offset: int) -> None:
    tag = token["tag"].lower()
    if not token["end"]:
        raise _unparsed(f"Unclosed start tag at byte offset {offset}")
    if token["close"]:
        _close(reading, tag, offset)
        return
    attributes = {key.lower(): html.unescape(value.strip("\"'")) for key, value in _ATTRIBUTE.findall(token["rest"])}
    if tag not in _KINDS:
        raise _unparsed(f'Unsupported start tag "{tag}" at byte offset {offset}')
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _unparsed(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
    reading.open.append(_Open(tag, reading.length, attributes))


def _close(reading: _Reading, tag: str, offset: int) -> None:
    if not reading.open:
        raise _unparsed(f"Unexpected end tag at byte offset {offset}")
    opened = reading.open.pop()
    if tag and opened.tag != tag:
        raise _unparsed(f'Unmatched end tag at byte offset {offset}, expected "</{opened.tag}>", found "</{tag}>"')
    entity = _entity(reading, opened)
    if entity is not None:
        reading.entities.append(entity)


def _entity(reading: _Reading, opened: _Open) -> Entity | None:
    length = reading.length - opened.start
    if length == 0:
        return None
    entity: Entity = {"type": _KINDS[opened.tag], "offset": opened.start, "length": length}
    if opened.tag == "a":
        url = opened.attributes.get("href", "")
        return {**entity, "url": url} if url else None
    if opened.tag == "blockquote" and "expandable" in opened.attributes:
        return {**entity, "type": "expandable_blockquote"}
    if opened.tag == "tg-emoji":
        return {**entity, "custom_emoji_id": opened.attributes.get("emoji-id", "")}
    if opened.tag == "code" and "class" in opened.attributes and reading.open and reading.open[-1].tag == "pre":
        reading.open[-1].attributes["language"] = opened.attributes["class"].removeprefix("language-")
        return None
    if opened.tag == "pre" and "language" in opened.attributes:
        return {**entity, "language": opened.attributes["language"]}
    return entity


def _trimmed(text: str, entities: Sequence[Entity]) -> tuple[str, tuple[Entity, ...]]:
    body = text.strip()
    skipped, length = utf16(text[: len(text) - len(text.lstrip())]), utf16(body)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - skipped)
        end = min(length, entity["offset"] - skipped + entity["length"])
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    found = [entity for entity in _detected(body) if not _inside_code(entity, kept)]
    return body, tuple(sorted(kept + found, key=lambda entity: (entity["offset"], -entity["length"]))[:ENTITIES])


def _detected(text: str) -> list[Entity]:
    return [
        {"type": str(match.lastgroup), "offset": utf16(text[: match.start()]), "length": utf16(match[0])}
        for match in _FOUND.finditer(text)
    ]


def _inside_code(entity: Entity, others: Sequence[Entity]) -> bool:
    return any(
        other["type"] in ("code", "pre", "text_link")
        and other["offset"] < entity["offset"] + entity["length"]
        and entity["offset"] < other["offset"] + other["length"]
        for other in others
    )


_SCREEN = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
}


def on_screen(text: str, entities: Sequence[Entity]) -> str:
    """Safe HTML for a page: everything escaped, only the tags of `_SCREEN` and links; line breaks stay as they are."""
    if not entities:
        return html.escape(text)
    units = text.encode("utf-16-le", "surrogatepass")
    marks: list[tuple[int, int, int, str]] = []  # place, closing before opening, inner before outer, tag
    for number, entity in enumerate(entities):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        before, after = _screen_tags(entity, units[2 * start : 2 * end].decode("utf-16-le", "replace"))
        marks += [(start, 1, number, before), (end, 0, -number, after)]
    pieces, at = [], 0
    for place, _, _, tag in sorted(marks):
        pieces += [html.escape(units[2 * at : 2 * place].decode("utf-16-le", "replace")), tag]
        at = place
    return "".join(pieces) + html.escape(units[2 * at :].decode("utf-16-le", "replace"))


def _screen_tags(entity: Entity, text: str) -> tuple[str, str]:
    if entity["type"] not in ("url", "text_link"):
        return _SCREEN.get(entity["type"], ("", ""))
    target = entity.get("url", text)
    if not re.match(r"(https?|tg)://", target):
        return "", ""
    return f'<a href="{html.escape(target)}" target="_blank" rel="noopener noreferrer">', "</a>"
