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
from flows.masking.places.small import CLOSED, COUNTERS, PLACE, SINGULAR, TIMED
from flows.masking.spans import any_of, before, words_in
from flows.masking.words import Token

WHERE = re.compile(
    r"(?<!\w)(?:bij|van|voor|achter|naast|tegenover|tussen|vor|hinter|neben|gegenüber|bei|von|aus|vid|från|till|utanför|mot|förbi|hos"
    r"|op|aan|auf|an|am|på"
    r"|at|near|outside|opposite|beside|behind|chez|devant|derrière|adres|adresse|adress)(?: (?:nr|no|de|het|'t|la|le))? $"
)
"""Right before a name that may be a street's."""
SAID_SWEDISH = "är har hade var saknar behöver får står ligger luktar läcker fryser ska måste blir kommer vill kan går och eller men utan"
FOLLOWED = re.compile(
    r" (?!(?:und|oder|aber|ist|sind|hat|haben|war|waren|liegt|steht|fehlt|gibt|wird|muss|soll|bleibt|et|ou|est|sont|a|ont|n'est|n'a|pas"
    r"|c'est|il|elle|on|dans|sur|pour|avec|sans)\b)"
)
"""A word goes on behind the number that is not German or French: their nouns are too many to tell a street's name from them."""
THINGLY = re.compile(
    r" (?:is|was|are|has been|needs to be)"
    r" (?:bent|closed|open|locked|broken|wobbly|missing|loose|stuck|full|out|crooked|jammed|always full)(?!\w)"
)
"""What is said of things with numbers and not of houses."""
SWEDISH = re.compile(rf" (?:{any_of(SAID_SWEDISH)})(?!\w)")
HAMLETS = tuple(
    words_in("""
    by torp sta lund berga hult tuna rud ryd vik näs ås åsen lanta måla hem bo inge köp gärdet hagen kullen mossen backen ängen dal rum holm
    fors boda arp löt sjö berg gård hyttan kärr lid
    """)
    - {"rum"}
)
"""How Swedish hamlets end, whose houses have numbers and no street."""
WE_ARE = re.compile(r"(?<!\w)(?:we're|we are|i'm at|im at) $")
"""Who lives there, right before a house's number."""
NUMBERED_ONES = words_in("""
    windows playstation xbox iphone ipad galaxy pixel fifa gta minecraft fortnite formule formula formel radio kanal npo svt tv rtl zdf ard
    vwo havo mbo hbo wlan wifi bmw audi tesla mazda golf level prio apollo covid corona chatgpt gpt agenda python node angular office
    excel vitamin sprint heat star lego duplo premier bundesliga serie liga ajax psv team groep gruppe u21 samsung huawei omega toy
    """)
"""Makers and things that have numbers of their own."""
ENDS = tuple(word for word in words.NUMBERED | COUNTERS if len(word) > 3) + tuple(
    words_in("""
    bus zug lag tåg trag båt färja rum stuga kärl trappa skåp stolpe låda förråd ingång bana paal bak kast veld je toestel vak kur ställ
    ställning post ing fach stück teil zelle tonne korb ende tief tiet ion cel
    """)
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
    if len(number.text) > 3:
        return
    if counts.UNITS.match(text, end) or counts.speed(text, number.start, end):
        return
    several = number.text != "1" or end > number.end
    start = before_number(text, tokens, at, end) if at and number.gap == " " and several else None
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
    if name.begins:
        told = SWEDISH.match(text, end) is None if not name.small.endswith(HAMLETS) else True
        told = told and FOLLOWED.match(text, end) is not None and not THINGLY.match(text, end)
        lacks = words.LACKS.match(text, end) is not None
        sure = len(tokens[at].text) > 1 or lacks or (name.small.endswith(HAMLETS) and SWEDISH.match(text, end))
        return name.start if known and told and sure else None
    lead = before(text, name.start, 40)
    if known and (WHERE.search(lead) or words.HOME.search(lead)):
        return name.start
    previous = tokens[at - 2]
    if name.gap == " " and previous.small in ROMANCE and not is_nobody(name.text):
        return name.start
    if name.gap == " " and previous.capital and previous.small in words.DESCRIBING:
        return previous.start
    pair = name.gap == " " and proper(previous) and not previous.begins and previous.gap == " "
    if pair and not is_nobody(name.text) and WHERE.search(before(text, previous.start, 40)):
        return previous.start
    return None


def behind_number(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether the name of a street stands behind a number: "23 Acacia is", "44 Gallowgate, top floor", "12 Gartenstraße"."""
    name, number = tokens[at + 1], tokens[at]
    previous = tokens[at - 1].small if at else ""
    if previous in TIMED | words.NUMBERED or not CLOSED.match(text, name.end):
        return False
    if len(number.text) < 2 and not (number.begins and SINGULAR.match(text, name.end)):
        return False
    if not (PLACE.search(before(text, number.start)) or WE_ARE.search(before(text, number.start))):
        return False
    if name.capital and continental.ending(name) in words.SURE_ENDINGS:
        return number.text not in counts.SPEEDS
    singular = (
        SINGULAR.match(text, name.end) or words.DOOR.match(text, name.end) or WE_ARE.search(before(text, number.start))
    )
    unknown = name.capital and not name.text.isupper() and sort_of(name.text) is Sort.UNKNOWN and len(name.text) > 3
    return unknown and not name.small.endswith("s") and singular is not None
