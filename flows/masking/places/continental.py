"""Finds the street's name before a house number, as on the Continent; must not know what stands behind one, or people.

"Dorpsstraat 12", "Zur Mühle 6", "Olof Palmes gata 18", "Laan van Meerdervoort 412": by the street's own words, else by the
words before that tell of living there, a postcode behind, or an addition to the number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.masking.lexicon import is_nobody, is_word
from flows.masking.places import counts
from flows.masking.places import housewords as words
from flows.masking.spans import before
from flows.masking.words import Token, dotted, year

BACK = 6
"""Words a street's name may have before its number."""
CODE = re.compile(r",? (?:[A-Z]{1,2}-)?(?:[1-9][0-9]{3} ?[A-Z]{2}|[0-9]{5}|[0-9]{3} [0-9]{2}|[0-9]{4}) ?[A-Z]")
"""A postcode of the Continent and the first letter of its town."""


def named_before(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where the name of a house number's street begins, None if what stands before it is none."""
    if at and tokens[at - 1].small in words.NUMERAL and tokens[at].gap in {" ", ". ", "° ", "°"}:
        at -= 1
    begin = run_before(tokens, at)
    if (
        counts.UNITS.match(text, end)
        or counts.speed(text, tokens[at].start, end)
        or (year(text[end - 4 : end]) and not coded(text, end))
    ):
        return None
    if begin is None and (start := shortened(tokens, at)) is not None:
        return None if counting(text, start, end) else start
    if begin is None:
        return hidden(text, tokens, at, end)
    start = streetlike(text, tokens, begin, at)
    if start is not None:
        return None if counting(text, tokens[start].start, end) else tokens[start].start
    if "," in tokens[at].gap and tokens[at].small not in words.NUMERAL:
        return None
    first = tokens[begin]
    if (
        first.begins
        and first.capital
        and first.small in words.HIDING
        and (
            first.small not in words.HALVES
            or tokens[begin + 1].small
            in ({"dem", "den", "der"} if first.small in {"auf", "hinter", "unter"} else {"dem", "den"})
        )
        and at - begin > 1
        and not any(token.small in words.NUMBERED for token in tokens[begin:at])
        and (words.BEARS.match(text, doored(text, end)) or words.LACKS.match(text, end))
    ):
        return first.start
    begin = trimmed(tokens, begin, at)
    if begin == at or any(token.small in words.NUMBERED for token in tokens[begin:at]):
        return None
    lead = before(text, tokens[begin].start, 60)
    lettered = (
        not text[end - 1].isdigit() or "-" in text[tokens[at].start : end] or words.DOOR.match(text, end) is not None
    )
    proper = not tokens[begin].begins and tokens[begin].small in words.STATELY and at - begin > 1
    home = words.HOME.search(lead) is not None
    if coded(text, end) or home or (proper and tokens[begin].capital):
        return tokens[begin].start
    if words.DWELLING.search(lead):
        return tokens[begin].start
    upper = tokens[begin].capital or (tokens[begin].small in words.SEPARATE and words.BEARS.match(text, end))
    on = upper and words.ON.search(lead) and tokens[at].text != "1" and not counts.PLURAL.match(text, end)
    if (lettered and words.PLACED.search(lead)) or on:
        return tokens[begin].start
    return None


def shortened(tokens: Sequence[Token], at: int) -> int | None:
    """Where a Swedish street begins that is cut to its first letter: "Drottningg. 12", "Kungsv. 12"."""
    name = tokens[at - 1] if at else None
    if name is None or not name.capital or tokens[at].gap not in {". ", "."}:
        return None
    return name.start if words.CUT_SHORT.fullmatch(name.small) and not is_word(name.small) else None


def hidden(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where a street begins that is in small letters like all else: "wij wonen achter de kerk 2"."""
    if at < 3 or tokens[at].gap != " " or tokens[at - 1].number or tokens[at - 2].small not in words.BEFORE_HIDDEN:
        return None
    place = words.HIDDEN_PLACE.search(before(text, tokens[at].start, 60))
    if not place or place["noun"] in words.NUMBERED or counts.PLURAL.match(text, end):
        return None
    return tokens[at].start - len(place["noun"]) - 1


def counting(text: str, start: int, end: int) -> bool:
    """Whether a number behind a street counts what follows it: "in de Kerkstraat 3 winkels dicht", "Am Markt 12 Stände"."""
    thing = counts.PLURAL.match(text, end)
    if not thing and (described := counts.DESCRIBED.match(text, end)):
        thing = counts.PLURAL.match(text, described.end())
    if not thing or not text[end - 1].isdigit() or text[end - 2 : end] == " 1" or words.DOOR.match(text, end):
        return False
    lead = before(text, start, 60)
    if words.HOME.search(lead) or not words.FIRST.search(lead):
        return False
    noun = thing["noun"]
    if noun.islower():
        return not (text[start].isupper() and words.GERMAN.search(text[start:end]))
    return not (is_nobody(noun) or (words.TOWNISH.search(noun) and not is_word(noun)))


def doored(text: str, end: int) -> int:
    """The end of an address with its floor and flat, or with another house."""
    door = words.DOOR.match(text, end) or words.AND_HOUSE.match(text, end)
    return door.end() if door else end


def coded(text: str, end: int) -> bool:
    """Whether a postcode of the Continent follows, behind a floor perhaps."""
    return CODE.match(text, doored(text, end)) is not None


def run_before(tokens: Sequence[Token], at: int) -> int | None:
    """Where the words begin that could be a street's name right before a number."""
    if not at or (tokens[at].gap not in {" ", ", "} and not (dotted(tokens[at - 1], tokens[at].gap))):
        return None
    begin = at
    while begin > 0 and at - begin < BACK:
        token = tokens[begin - 1]
        joined = begin == at or tokens[begin].gap == " " or dotted(token, tokens[begin].gap)
        fits = token.capital or token.small in words.PARTICLES or token.small in words.OPENING
        if (
            token.number
            or not joined
            or not (fits or (begin == at and (token.small in words.SEPARATE or ending(token))))
        ):
            break
        begin -= 1
    while begin < at and not tokens[begin].capital and tokens[begin].small in words.PARTICLES:
        begin += 1
    return begin if begin < at else None


def trimmed(tokens: Sequence[Token], begin: int, at: int) -> int:
    """The beginning without the word that only begins the sentence."""
    while begin < at and tokens[begin].begins and not tokens[begin].number and at - begin > 1:
        begin += 1
        while begin < at and not tokens[begin].capital:
            begin += 1
    return at if begin < at and tokens[begin].begins and tokens[begin].small in words.STATELY else begin


def ending(token: Token) -> str | None:
    """The ending that makes one word a street's name."""
    small = token.small
    last = small.rpartition("-")[2]
    if "-" in small and last in words.SEPARATE:
        return last
    if small in words.NO_STREETS or last in words.NO_STREETS:
        return None
    found = [small[cut:] for cut in range(2, len(small) - 1) if small[cut:] in words.ENDINGS]
    return found[0] if found else None


def streetlike(text: str, tokens: Sequence[Token], begin: int, at: int) -> int | None:
    """The place where a street's name begins whose words say that it is one."""
    last = tokens[at - 1]
    comma = tokens[at].gap == ", " and tokens[at].small not in words.NUMERAL
    for first in range(begin, at - 1):
        token = tokens[first]
        if token.small in words.OPENING and (token.capital or token.small in words.FRENCH) and tokens[at - 1].capital:
            direct = at - first > 2 or token.small in words.FRENCH
            if direct and not (comma and token.small not in words.FRENCH):
                return first
    if comma:
        return None
    turned = last.capital and last.small in words.DIRECTIONS and begin < at - 1 and tokens[at - 2].capital
    if turned and ending(tokens[at - 2]) is not None:
        return at - 2
    found = ending(last)
    if found is not None and (last.capital or "-" in last.text):
        return fronted(tokens, begin, at)
    lowly = last.small in words.SEPARATE if found is None else not last.capital
    if lowly and not last.capital:
        described = at > 1 and tokens[at - 2].small in words.DESCRIBING and last.gap == " "
        first = at - 2 if described else at - 1
        if (described or found) and words.HOME.search(before(text, tokens[first].start, 60)):
            return first
    if found is not None and found in words.SURE_ENDINGS:
        if last.begins:
            return at - 1
        lead = before(text, last.start, 60)
        lies = last.gap == ", " or words.PLACED.search(lead) or words.HOME.search(lead)
        return at - 1 if lies else None
    if last.small in words.ALONE and (last.capital or last.small in {"grand-rue", "grande-rue"}):
        return fronted(tokens, begin, at)
    if last.small in words.ENGLISH_LAST and last.capital and begin < at - 1 and tokens[at - 2].capital:
        stops = tokens[at].small in words.NUMERAL or words.STOP.match(text, tokens[at].end)
        if stops or words.HOME.search(before(text, tokens[begin].start, 60)):
            return fronted(tokens, begin, at - 1)
    return apart(text, tokens, begin, at)


def apart(text: str, tokens: Sequence[Token], begin: int, at: int) -> int | None:
    """The place where a street's name begins whose last word stands apart: "Olof Palmes gata", "aan de Markt"."""
    last = tokens[at - 1]
    if last.small in words.PROPER and last.capital and not last.begins:
        previous = tokens[at - 2]
        if previous.small in words.STATELY and previous.capital:
            return at - 2
        if words.PLACED.search(before(text, last.start)):
            return at - 1
    if last.small in words.SEPARATE and begin < at - 1:
        previous = tokens[at - 2]
        plain = not previous.begins or previous.small not in words.STATELY or previous.small in words.DESCRIBING
        proper = previous.capital and plain
        genitive = (
            previous.small.endswith(("s", "x", "z")) or previous.small in words.STATELY or last.small in words.FREE
        )
        if proper and (last.capital or genitive) and not (previous.begins and previous.small in words.PARTICLES):
            return min(fronted(tokens, begin, at), at - 2)
    return None


def fronted(tokens: Sequence[Token], begin: int, at: int) -> int:
    """Where a street's name begins before its last word: with words that belong to it, not with the sentence's first one."""
    start = at - 1
    while start > begin:
        token = tokens[start - 1]
        small = token.small
        belongs = (
            small in words.LEADING or (small in words.PARTICLES and small not in words.PLACING) or small.endswith("er")
        )
        if not (belongs or (token.capital and not token.begins)) or (small in words.PLACING and not token.capital):
            break
        start -= 1
    while start < at - 1 and (
        not tokens[start].capital or (tokens[start].begins and tokens[start].small in words.PARTICLES)
    ):
        start += 1
    return start
