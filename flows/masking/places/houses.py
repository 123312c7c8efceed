"""Finds houses by their number: what stands behind it, and with `continental` before it; must not know postcodes or people.

From every number it reads at most seven words back and eight ahead, so the time grows with the text and no faster.

Long: one function a way of writing, which are tried one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.masking.places import bare, continental, counts, small, unsaid
from flows.masking.places import housewords as words
from flows.masking.spans import GAP, before
from flows.masking.words import SPELLED, Token, dotted, tokens_of, year

DIGIT = re.compile(r"[0-9]")
AHEAD = 6
"""Words it may have behind."""
AFTERWARDS = re.compile(
    r"$|[.,;:!?)\"]| (?:and|or|is|was|has|had|in|on|to|for|with|since|thanks|please|because|when|but|where|who|until|after|before"
    r"|near|by|if|as|we|i|he|she|they|now|these|again|already|for|any|go|goes|every|no|leaks|needs|smells|floods)\b"
)
"""What may follow an address that no word for street ends."""

BEARS = re.compile(r" (?:has|is|was|needs|smells|leaks|floods|gets|had)\b")
"""What is said of one house and not of what a number counts."""


def houses(text: str) -> Iterator[tuple[int, int]]:
    """Where houses with their streets begin and end, without postcode and town; they may overlap."""
    written = not SPELLED.isdisjoint(text.lower().split())
    tokens = tokens_of(text) if written or DIGIT.search(text) else ()
    for at in range(len(tokens) if written else 0):
        if tokens[at].small in SPELLED:
            yield from spelled(text, tokens, at)
    for at, token in enumerate(tokens):
        if not token.text[0].isdigit() or not (number := words.NUMBER.match(text, token.start)):
            continue
        end = number.end()
        if text[token.end : end] in {"h", "H"}:
            continue
        if (start := continental.named_before(text, tokens, at, end)) is not None:
            yield led(text, start), continental.doored(text, end)
        if (last := named_behind(text, tokens, at, end)) is not None:
            yield led(text, token.start), continental.doored(text, last)
        yield from small.houses(text, tokens, at, end)
        yield from unsaid.houses(text, tokens, at, end)
        yield from bare.houses(text, tokens, at, end)
    yield from small.towed(text, tokens)
    yield from bare.lodged(text) if tokens else ()
    for match in words.FLAT_HOUSE.finditer(text) if tokens or "," in text else ():
        yield match.start(), match.end()


def spelled(text: str, tokens: Sequence[Token], at: int) -> Iterator[tuple[int, int]]:
    """The house whose number is spelled out: "twelve Rose Lane", "douze rue des Lilas", "Domstraße zwölf"."""
    if at and tokens[at - 1].small in SPELLED and tokens[at].gap == " ":
        return
    first = at + 1
    while first < min(at + 3, len(tokens)) and tokens[first].small in SPELLED and tokens[first].gap == " ":
        first += 1
    start, end = tokens[at].start, tokens[first - 1].end
    home = words.HOME.search(words.CALLED.sub("", before(text, start, 60))) is not None
    if first < len(tokens) and text[end : tokens[first].start] == " " and (home or not tokens[at].capital):
        last = french(tokens, first) if tokens[first].small in words.SINGULAR_FRENCH else None
        if last is not None:
            yield start, tokens[last].end
        run = capitals(tokens, first)
        street = run - first > 1 and tokens[run - 1].small in words.STRONG and not counted(tokens, first)
        if street and not counts.PLURAL.match(text, tokens[run - 1].end):
            yield start, tokens[run - 1].end
        if home and (small := small_english(tokens, first)) is not None:
            yield start, small
    begin = continental.run_before(tokens, at) if words.STOP.match(text, end) else None
    if begin is not None and (name := continental.streetlike(text, tokens, begin, at)) is not None:
        yield tokens[name].start, end


def following(tokens: Sequence[Token], at: int, end: int) -> int:
    """The place of the first token behind a number that ends there."""
    first = at + 1
    while first < len(tokens) and tokens[first].start < end:
        first += 1
    return first


def led(text: str, start: int) -> int:
    """The start of an address with the flat and the building before it."""
    front = fronting(text, start)
    return start - len(front[0]) if front else start


def fronting(text: str, start: int) -> re.Match[str] | None:
    """The flat, the building or both right before an address."""
    return words.LED.search(text[max(0, start - 60) : start].rpartition(GAP)[2])


def named_behind(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where the name of a house number's street ends, None if what follows it is none."""
    first = following(tokens, at, end)
    if first >= len(tokens) or tokens[first].number or text[end : tokens[first].start] not in {" ", ", "}:
        return None
    if at and tokens[at - 1].small in words.OWNERS and tokens[at].gap == " ":
        return None
    if at and tokens[at - 1].small == "à" and tokens[at].text in counts.SPEEDS:
        return None
    if (last := celtic(tokens, first)) is not None:
        return tokens[last].end
    listed = at > 0 and tokens[at - 1].small in words.NUMBERED - words.NUMERAL and text[end] == ","
    article = first + 1 < len(tokens) and tokens[first].small in {"le", "la", "les"} and tokens[first + 1].capital
    if not listed and (last := french(tokens, first + article)) is not None:
        return tokens[last].end
    return english(text, tokens, at, first, end) or numbered(tokens, at, first)


def numbered(tokens: Sequence[Token], at: int, first: int) -> int | None:
    """Where a street ends behind a house that is called by "number": "number 14 on Chapel Road", "huis 12 in de Kerkstraat"."""
    numeral = at > 0 and tokens[at - 1].small in words.NUMERAL | words.HOUSES
    if not at or not (numeral or french_at(tokens, at, first)):
        return None
    start = first
    while start < min(first + 3, len(tokens) - 1) and tokens[start].small in words.WITHIN and tokens[start].gap == " ":
        start += 1
    led_in = at > 1 and tokens[at - 2].small in {"op", "aan", "at", "på", "au", "in"}
    clear = len(tokens[at - 1].small) > len("num") or french_at(tokens, at, first) or led_in
    clear = clear or continental.ending(tokens[start]) in words.SURE_ENDINGS
    joined = tokens[start].gap == " " or (tokens[start].gap == ", " and start == first)
    if not joined or tokens[start].number or (start > first and not clear):
        return None
    if (last := french(tokens, start)) is not None:
        return tokens[last].end
    if continental.ending(tokens[start]) in (words.ENDINGS if tokens[start].capital else words.SURE_ENDINGS):
        return tokens[start].end
    along = any(token.small in words.ALONG for token in tokens[first:start])
    water = tokens[start - 1].small in {"de", "het", "the"} and tokens[at].text != "1"
    if along and tokens[start].capital and (water or tokens[start].small in words.PROPER | words.ALONE):
        return tokens[start].end
    run = capitals(tokens, start)
    if run - start > 1 and tokens[run - 1].small in words.STRONG | words.SEPARATE:
        return tokens[run - 1].end
    return small_english(tokens, start)


def celtic(tokens: Sequence[Token], first: int) -> int | None:
    """The last word of a Welsh or Irish street that begins here: "Heol y Parc"."""
    if tokens[first].small not in words.CELTIC or not tokens[first].capital:
        return None
    last = first
    for at in range(first + 1, min(first + 4, len(tokens))):
        if tokens[at].gap != " " or not (tokens[at].capital or tokens[at].small in words.OF_CELTIC):
            break
        last = at if tokens[at].capital else last
    return last if last > first else None


def french_at(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Whether a number is a house's as in "au 7 de la rue Basse", "le 30 de l'avenue Foch"."""
    return tokens[at - 1].small in {"au", "le", "du"} and tokens[first].small in {"de", "du", "des"}


def french(tokens: Sequence[Token], first: int) -> int | None:
    """The last word of a French street that begins here."""
    if tokens[first].small.removeprefix("l'") not in words.FRENCH or tokens[first].number:
        return None
    ordinal = first > 0 and tokens[first - 1].small in words.ORDINALS and tokens[first - 1].gap == ""
    if ordinal and tokens[first].gap == " ":
        return None
    dot = first + 1 < len(tokens) and tokens[first + 1].gap == ". "
    if len(tokens[first].text) == 1 and not (dot or tokens[first].text == "r"):
        return None
    last = first
    capital = False
    for at in range(first + 1, min(first + 1 + AHEAD, len(tokens))):
        token = tokens[at]
        small = token.small
        if not (token.gap == " " or dotted(tokens[at - 1], token.gap)) or token.number:
            break
        particle = small in words.OF_FRENCH
        elided = small[:2] in {"d'", "l'"}
        if token.capital or (elided and len(small) > 2 and token.text[2].isupper()):
            last, capital = at, True
        elif not particle and not (elided and not capital):
            break
        if elided and not capital and tokens[first].small in words.SMALL_FRENCH:
            last, capital = at, True
    if capital:
        return last
    return lowly(tokens, first)


def lowly(tokens: Sequence[Token], first: int) -> int | None:
    """The last word of a French street in small letters: "7 rue des lilas", "7 place du marché", "7 rue jean moulin"."""
    several = first > 0 and not (tokens[first - 1].number and int(tokens[first - 1].text) < 2)
    if tokens[first].small not in (words.SINGULAR_FRENCH if several else words.SMALL_FRENCH):
        return None
    at = first + 1
    while at < min(first + 3, len(tokens) - 1) and tokens[at].small in words.OF_FRENCH:
        if tokens[at].gap != " " and not dotted(tokens[at - 1], tokens[at].gap):
            return None
        at += 1
    if at >= len(tokens) or tokens[at].gap not in {" ", ". "} or tokens[at].number or len(tokens[at].text) < 4:
        return None
    if "'" in tokens[at].text and tokens[at].small[:2] not in {"d'", "l'"}:
        return None
    if at > first + 1:
        return None if tokens[at].small in words.SEATS else at
    if tokens[at].small.endswith(("ées", "és")):
        return None
    if tokens[first].small not in words.SMALL_FRENCH:
        return None
    if halts(tokens, at + 1):
        return at
    pair = (
        at + 1 < len(tokens) and tokens[at + 1].gap == " " and tokens[at + 1].text.isalpha() and halts(tokens, at + 2)
    )
    return at + 1 if pair else None


def halts(tokens: Sequence[Token], at: int) -> bool:
    """Whether a French sentence halts before a place, or it is said what is there."""
    if at >= len(tokens) or tokens[at].gap.strip(" ") != "" or tokens[at].number:
        return True
    return tokens[at].small in words.SAID_FRENCH


def english(text: str, tokens: Sequence[Token], at: int, first: int, end: int) -> int | None:
    """Where an English street ends that begins here."""
    if year(tokens[at].text) or (counted(tokens, first) and tokens[first].small != "the"):
        return None
    run = capitals(tokens, first)
    lead = words.CALLED.sub("", before(text, tokens[at].start, 60))
    front = fronting(text, tokens[at].start)
    flat = front is not None and (
        DIGIT.search(front[0]) is not None or "floor" in front[0] or "flat" in front[0].lower()
    )
    if run == first:
        lettered = end > tokens[at].end
        cued = flat or lettered or words.HOME.search(lead)
        return (small_english(tokens, first) if cued else None) or short(text, tokens, at, first)
    called = at > 0 and tokens[at - 1].small in words.NUMERAL
    led_in = called or any((front, words.AT.search(lead), words.HOME.search(lead)))
    lettered = end > tokens[at].end
    the = tokens[first].text == "The" or (tokens[first].small == "the" and bool(flat or words.HOME.search(lead)))
    if tokens[first].small == "the" and not the:
        return None
    for last in range(run - 1, first - (1 if the else 0), -1):
        small = tokens[last].small
        if small in words.STRONG and last > first and (led_in or the or lettered or last - first < 4):
            return with_dot(text, tokens[last].end)
        if small in words.OPEN and last > first and (led_in or lettered or the):
            return tokens[last].end
    plain = not any(
        token.small in words.COUNTED or token.small in words.NUMBERED for token in tokens[first + the : run]
    )
    single = (
        run - first > 1
        and not counts.MANY.search(tokens[run - 1].small)
        and not counts.PLURAL.match(text, tokens[run - 1].end)
    )
    subject = tokens[at].begins and BEARS.match(text, tokens[run - 1].end)
    if plain and single and (led_in or subject) and tokens[at].text != "1":
        return tokens[run - 1].end
    home = (
        flat
        or words.HOME.search(lead)
        or words.DWELLER.search(lead)
        or words.RIGHT_AT.search(lead)
        or (words.AT_HOME.search(lead) and (the or lettered))
    )
    if (
        (plain or (home and run - first > 1))
        and (home or (the and led_in))
        and AFTERWARDS.match(text, tokens[run - 1].end)
    ):
        return tokens[run - 1].end
    return None


def counted(tokens: Sequence[Token], first: int) -> bool:
    """Whether a number counts what follows it; not so in "45 Main St"."""
    street = first + 1 < len(tokens) and tokens[first + 1].small in words.STRONG and tokens[first + 1].capital
    return tokens[first].small in words.COUNTED and not (street and tokens[first].text in {"Main", "New", "Star"})


def with_dot(text: str, end: int) -> int:
    """The end with the dot of an abbreviation."""
    return end + 1 if text[end : end + 1] == "." and text[end - 2 : end].lower() in {"st", "rd", "ln", "dr"} else end


def capitals(tokens: Sequence[Token], first: int) -> int:
    """Where a row of words with capitals ends, "of" and "the" within it."""
    end = first
    at = first
    while at < len(tokens) and at - first < AHEAD:
        token = tokens[at]
        if at > first and not (token.gap == " " or dotted(tokens[at - 1], token.gap)):
            break
        if token.capital:
            end = at + 1
        elif (
            token.number
            or token.small not in {"of", "the", "and", "on", "de", "la", "na"}
            or (at == first and token.small != "the")
        ):
            break
        at += 1
    return end


def small_english(tokens: Sequence[Token], first: int) -> int | None:
    """Where a street in small letters ends: one to three words long before its last."""
    for last in range(first + 1, min(first + 4, len(tokens))):
        led_in = last - 1 == first and tokens[first].small == "the"
        if tokens[last].gap != " " or tokens[last].number or (tokens[last - 1].small in words.COUNTED and not led_in):
            return None
        if tokens[last].small in words.SMALL_STRONG | words.SHORT_STRONG:
            return tokens[last].end
    return None


def short(text: str, tokens: Sequence[Token], at: int, first: int) -> int | None:
    """Where a street in small letters ends that no word before tells of: shortened, "15 king st", or said to have something."""
    for last in range(first + 1, min(first + 3, len(tokens))):
        name, small = tokens[last - 1], tokens[last].small
        if tokens[last].gap != " " or tokens[last].number or (len(name.text) < 3 and name.small != "st"):
            return None
        if name.small in words.COUNTED | words.SMALL_COUNTED:
            return None
        said = BEARS.match(text, tokens[last].end) is not None
        if small in words.SHORT_STRONG and (small != "st" or said or AFTERWARDS.match(text, tokens[last].end)):
            return tokens[last].end
        if small in words.SMALL_STRONG and said and tokens[at].begins:
            return tokens[last].end
    return None
