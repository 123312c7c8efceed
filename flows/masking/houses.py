"""Finds houses by their number: what stands behind it, and with `continental` before it; must not know postcodes or people.

From every number it reads at most seven words back and eight ahead, so the time grows with the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.masking import continental
from flows.masking import housewords as words
from flows.masking.spans import GAP, before
from flows.masking.words import Token, dotted, tokens_of, year

DIGIT = re.compile(r"[0-9]")
AHEAD = 6
"""Words it may have behind."""
AFTERWARDS = re.compile(
    r"$|[.,;:!?)\"]| (?:and|or|is|was|has|had|in|on|to|for|with|since|because|when|but|where|who|until|after|before"
    r"|near|by|if|as|we|i|he|she|they|now|these|again|already|for|any|go|goes|every|no|leaks|needs|smells|floods)\b"
)
"""What may follow an address that no word for street ends."""

BEARS = re.compile(r" (?:has|is|was|needs|smells|leaks|floods|gets|had)\b")
"""What is said of one house and not of what a number counts."""


def houses(text: str) -> Iterator[tuple[int, int]]:
    """Where houses with their streets begin and end, without postcode and town; they may overlap."""
    tokens = tokens_of(text) if DIGIT.search(text) else ()
    for at, token in enumerate(tokens):
        if not token.number or not (number := words.NUMBER.match(text, token.start)):
            continue
        end = number.end()
        if (start := continental.named_before(text, tokens, at, end)) is not None:
            yield led(text, start), continental.doored(text, end)
        if (last := named_behind(text, tokens, at, end)) is not None:
            yield led(text, token.start), continental.doored(text, last)
    for match in words.FLAT_HOUSE.finditer(text) if tokens or "," in text else ():
        yield match.start(), match.end()


def led(text: str, start: int) -> int:
    """The start of an address with the flat and the building before it."""
    front = fronting(text, start)
    return start - len(front[0]) if front else start


def fronting(text: str, start: int) -> re.Match[str] | None:
    """The flat, the building or both right before an address."""
    return words.LED.search(text[max(0, start - 60) : start].rpartition(GAP)[2])


def named_behind(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where the name of a house number's street ends, None if what follows it is none."""
    first = at + 1
    while first < len(tokens) and tokens[first].start < end:
        first += 1
    if first >= len(tokens) or tokens[first].number or text[end : tokens[first].start] not in {" ", ", "}:
        return None
    listed = at > 0 and tokens[at - 1].small in words.NUMBERED and text[end] == ","
    if not listed and (last := french(tokens, first)) is not None:
        return tokens[last].end
    return english(text, tokens, at, first, end) or numbered(tokens, at, first)


def numbered(tokens: Sequence[Token], at: int, first: int) -> int | None:
    """Where a street ends behind a house that is called by "number": "number 14 on Chapel Road"."""
    if not at or not (tokens[at - 1].small in words.NUMERAL or french_at(tokens, at, first)):
        return None
    start = first
    while start < min(first + 3, len(tokens) - 1) and tokens[start].small in words.WITHIN and tokens[start].gap == " ":
        start += 1
    led_in = at > 1 and tokens[at - 2].small in {"op", "aan", "at", "på", "au", "in"}
    spelled = len(tokens[at - 1].small) > len("num") or tokens[at - 1].small == "au" or led_in
    if tokens[start].gap != " " or tokens[start].number or (start > first and not spelled):
        return None
    if (last := french(tokens, start)) is not None:
        return tokens[last].end
    if continental.ending(tokens[start]) in (words.ENDINGS if tokens[start].capital else words.SURE_ENDINGS):
        return tokens[start].end
    run = capitals(tokens, start)
    if run - start > 1 and tokens[run - 1].small in words.STRONG | words.SEPARATE:
        return tokens[run - 1].end
    return small_english(tokens, start)


def french_at(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Whether a number is a house's as in "au 7 de la rue Basse"."""
    return tokens[at - 1].small == "au" and tokens[first].small in {"de", "du", "des"}


def french(tokens: Sequence[Token], first: int) -> int | None:
    """The last word of a French street that begins here."""
    if tokens[first].small not in words.FRENCH or tokens[first].number:
        return None
    if len(tokens[first].text) == 1 and not (first + 1 < len(tokens) and tokens[first + 1].gap == ". "):
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
    lowly = tokens[first].small in words.SMALL_FRENCH
    alone = first + 2 >= len(tokens) or tokens[first + 2].gap.strip(" ") != ""
    if lowly and alone and first + 1 < len(tokens) and tokens[first + 1].gap == " " and len(tokens[first + 1].text) > 3:
        return None if tokens[first + 1].number or tokens[first + 1].small.endswith("s") else first + 1
    plain = lowly and first + 2 < len(tokens)
    if plain and tokens[first + 1].small in {"de", "du", "des"}:
        reach = first + 3 if tokens[first + 2].small == "la" and first + 3 < len(tokens) else first + 2
        return reach if tokens[reach].gap == " " and len(tokens[reach].text) > 3 else None
    return None


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
        cued = flat or lettered or words.AT_HOME.search(lead) or words.HOME.search(lead)
        return small_english(tokens, first) if cued else None
    cued = front or words.AT.search(lead) or words.HOME.search(lead)
    lettered = end > tokens[at].end
    the = tokens[first].text == "The" or (tokens[first].small == "the" and bool(flat or words.HOME.search(lead)))
    if tokens[first].small == "the" and not the:
        return None
    for last in range(run - 1, first - (1 if the else 0), -1):
        small = tokens[last].small
        if small in words.STRONG and last > first and (cued or the or lettered or last - first < 4):
            return with_dot(text, tokens[last].end)
        if small in words.OPEN and last > first and (cued or lettered or the):
            return tokens[last].end
    plain = not any(
        token.small in words.COUNTED or token.small in words.NUMBERED for token in tokens[first + the : run]
    )
    single = (
        run - first > 1
        and not words.MANY.search(tokens[run - 1].small)
        and not words.PLURAL.match(text, tokens[run - 1].end)
    )
    subject = tokens[at].begins and BEARS.match(text, tokens[run - 1].end)
    if plain and single and (cued or subject) and tokens[at].text != "1":
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
        and (home or (the and cued))
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
        if tokens[last].gap != " " or tokens[last].number or tokens[last - 1].small in words.COUNTED:
            return None
        if tokens[last].small in words.SMALL_STRONG:
            return tokens[last].end
    return None
