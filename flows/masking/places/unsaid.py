"""Finds houses in streets that no word tells, by a name in no list before the number; must not know postcodes or people.

"Reeperbahn 61 ist", "bij Meidoorn 44", "23 Acacia is": a name with a capital that is no word, where a thing with a number of its own
("Windows 11", "Buslinie 5") is unlikely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.masking.lexicon import Sort, is_nobody, is_word, sort_of
from flows.masking.places import continental, counts
from flows.masking.places import housewords as words
from flows.masking.places.small import CLOSED, COUNTERS, PLACE, SINGLE, SINGULAR, TIMED
from flows.masking.spans import before, words_in
from flows.masking.words import Token

WHERE = re.compile(
    r"(?<!\w)(?:bij|van|voor|achter|naast|tegenover|tussen|vor|hinter|neben|gegenüber|bei|von|aus|vid|från|till|utanför|mot|förbi|hos"
    r"|op|aan|auf|an|am|på"
    r"|at|near|outside|opposite|beside|behind|chez|devant|derrière|adres|adresse|adress)(?: (?:nr|no|de|het|'t|la|le))? $"
)
"""Right before a name that may be a street's."""
NUMBERED_ONES = words_in("""
    windows playstation xbox iphone ipad galaxy pixel fifa gta minecraft fortnite formule formula formel radio kanal npo svt tv rtl zdf ard
    vwo havo mbo hbo wlan wifi bmw audi tesla mazda golf level prio apollo covid corona chatgpt gpt agenda python node angular office
    excel vitamin sprint heat star lego duplo premier bundesliga serie liga ajax psv team groep gruppe u21 samsung huawei omega toy
    """)
"""Makers and things that have numbers of their own."""
ENDS = (
    *(word for word in words.NUMBERED | COUNTERS if len(word) > 3),
    *["bus", "zug", "lag", "tåg", "trag", "båt", "färja"],
)
"""How a thing ends that has one: "Vergaderzaal 12"."""


ROMANCE = words_in("de het t le la les")
"""Articles behind which a capital is a name's: not in German, where all nouns have one."""


def proper(token: Token) -> bool:
    """Whether a word with a capital is nothing that has numbers of its own."""
    small = token.small
    if not token.capital or token.text.isupper() or len(small) < 4 or not small.replace("-", "").isalpha():
        return False
    numbered = small in NUMBERED_ONES or small in words.NUMBERED or small in COUNTERS
    return not (numbered or small in words.NO_STREETS or small.endswith(ENDS))


def named(token: Token) -> bool:
    """Whether a word with a capital may be a street's name: in no list, and nothing that has numbers."""
    return proper(token) and sort_of(token.text) is Sort.UNKNOWN and not is_word(token.text)


def houses(text: str, tokens: Sequence[Token], at: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a house begins and ends that stands behind or before such a name."""
    number = tokens[at]
    if len(number.text) > 3 or (number.text == "1" and end == number.end):
        return
    if counts.UNITS.match(text, end) or counts.speed(text, number.start, end):
        return
    start = before_number(text, tokens, at, end) if at and number.gap == " " else None
    if start is not None and not continental.counting(text, start, end):
        yield start, continental.doored(text, end)
    if at + 1 < len(tokens) and text[end : tokens[at + 1].start] == " " and behind_number(text, tokens, at):
        yield number.start, continental.doored(text, tokens[at + 1].end)


def before_number(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where a name begins that stands right before a number: "bij Meidoorn 44", "'t Zand 14", "Markt 7 boven"."""
    name = tokens[at - 1]
    if not proper(name) or name.small in words.COUNTED:
        return None
    tight = words.DOOR.match(text, end) is not None and tokens[at].text != "1"
    if tight and (name.small in words.SEPARATE or named(name)):
        return name.start
    if not CLOSED.match(text, end):
        return None
    known = named(name)
    said = SINGLE.match(text, end) or SINGULAR.match(text, end) or words.BEARS.match(text, end)
    if name.begins:
        return name.start if known and len(tokens[at].text) > 1 and said else None
    lead = before(text, name.start, 40)
    if known and (WHERE.search(lead) or words.HOME.search(lead)):
        return name.start
    previous = tokens[at - 2]
    if name.gap == " " and previous.small in ROMANCE and not is_nobody(name.text):
        return name.start
    pair = name.gap == " " and proper(previous) and not previous.begins and previous.gap == " "
    if pair and not is_nobody(name.text) and WHERE.search(before(text, previous.start, 40)):
        return previous.start
    return None


def behind_number(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether the name of a street stands behind a number: "23 Acacia is", "44 Gallowgate, top floor", "12 Gartenstraße"."""
    name, number = tokens[at + 1], tokens[at]
    previous = tokens[at - 1].small if at else ""
    if previous in TIMED | words.NUMBERED or len(number.text) < 2 or not CLOSED.match(text, name.end):
        return False
    if not PLACE.search(before(text, number.start)):
        return False
    if name.capital and continental.ending(name) in words.SURE_ENDINGS:
        return number.text not in counts.SPEEDS
    singular = SINGULAR.match(text, name.end) or words.DOOR.match(text, name.end)
    return named(name) and not name.small.endswith("s") and singular is not None
