"""Finds addresses: streets with a number, and postcodes where a street, a town or a word says so; must not know names.

A street alone is no address ("Park Road is too fast"), and a number alone is none ("2000 EU").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from flows.masking.lexicon import is_nobody
from flows.masking.numbers import NO_CALL
from flows.masking.places.houses import DIGIT, houses
from flows.masking.spans import GAP, Span, any_of, before, words_in
from flows.masking.words import year

WORD = r"[A-ZÀ-ÖØ-ÞŠŽ][\w'.-]{0,30}+"
"""A word with a capital."""
SMALL = (
    r"(?:of|the|and|de la|de l'|de las|de los|del|della|des|du|de|d'|van der|van den|van de|van|von der|von|den|der)"
)
NUMBER = r"[0-9]{1,4}+(?:-[0-9]{1,4}+)?+ ?(?:[A-Za-z](?![\w']))?+"
ORDINAL = re.compile(
    r"(?<![\w.,$-])[0-9]{1,5} (?:[NSEW]\.? |North |South |East |West )?[0-9]{1,3}(?:st|nd|rd|th) (?:St|Street|Ave|Avenue|Rd|Dr"
    r"|Drive|Pl|Place|Ct|Court|Blvd|Ter|Terrace|Way|Lane|Ln)(?!\w)"
)
"""A house in a street that is called by its number, as in America."""
DATED_STREET = re.compile(
    r"(?<!\w)(?:(?:Straße|Platz|Strasse) des [0-9]{1,2}\. [A-ZÄÖÜ]\w{2,20} [0-9]{1,4}[a-z]?"
    r"|[0-9]{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|place|boulevard|quai) du [0-9]{1,2}(?:er)?[ -]\w{3,10}(?:[ -][0-9]{4})?)(?!\w)",
    re.IGNORECASE,
)
"""A house in a street that is called by a day."""
BOX = re.compile(
    r"(?<!\w)(?:(?:(?i:p\.? ?o\.? ?box|postbus|postfach|boîte postale|antwoordnummer)(?: nr\.?)?|B\.?P\.?|C\.?S\.?|PF|Box)(?= [0-9]{2})"
    r"|(?i:p\.? ?o\.? ?box|postbus|postfach|boîte postale)(?= [0-9](?![\w.,])))"
    r" [0-9]{1,6}+(?: [0-9]{2}(?!\w)){0,2}+(?!\w|[.,][0-9])"
)

SOUTHERN = re.compile(
    rf"(?<!\w)(?:Calle|C/|Avenida|Avda\.|Plaza|Paseo|Via|Viale|Piazza|Corso|Rua|Travessa)(?: {SMALL})?+"
    rf" (?:{WORD} ){{0,3}}?{WORD},? {NUMBER}(?=[,.;]|$)"
)

UK = re.compile(
    r"(?<![\w-])(?P<area>[A-Z]{1,2})[0-9](?:[0-9]|[A-HJKMNP-Y])?+ ?(?P<inward>[0-9][ABD-HJLNP-UW-Z]{2})(?!\w)",
    re.IGNORECASE,
)
AREAS = words_in("""
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY
    G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR
    NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA
    WC WD WF WN WR WS WV YO ZE
    """)
TOWN = rf"{WORD}(?:[ -](?:(?:upon|on|aan den|aan de|am|an der|sur|en|les?|de|in)[ -])?{WORD}){{0,2}}"
DUTCH = r"[1-9][0-9]{3} ?[A-Z]{2}"
CONTINENTAL = r"(?:[A-Z]{1,2}-)?(?:[0-9]{5}|[0-9]{3} [0-9]{2}|[0-9]{4})"
STATES = any_of("""
    AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI
    SC SD TN TX UT VT VA WA WV WI WY
    """)
DUTCH_CODE = re.compile(rf"(?<![\w.,£$€-]){DUTCH}(?!\w)(?P<town>,? {TOWN})?+")
CUED_CODE = re.compile(
    r"(?<!\w)(?:postcode|post code|postal code|zip|zip code|zipcode|plz|postleitzahl|code postal|postnummer|postnr|postkod|cp|npa|pc)"
    r"(?: number| nummer| nr)?(?: is| ist| est| c'est| är| var| was| wordt)?[ :]*+$"
)
CODE = re.compile(rf"(?<![\w.,-])(?:{DUTCH}|{CONTINENTAL}|[0-9]{{5}}-[0-9]{{4}})(?!\w)", re.IGNORECASE)
CODE_SAID = re.compile(
    r",? (?:[A-ZÀ-Ý][\w'-]{1,25},? )?(?:is|ist|est|c'est|är|as|als|comme|som)(?: (?:my|our|the|mijn|onze|ons|de|mein|meine|unsere|die|mon"
    r"|notre|le|mitt|vårt|min))? (?:postcode|post code|zip|plz|postleitzahl|code postal|postnummer|postnr)",
    re.IGNORECASE,
)
"""A postcode is told behind it: "753 20 är mitt postnummer"."""
TOWN_CODE = re.compile(
    r"(?<![\w.,£$€-])(?:(?:[A-Z]{1,2}-)?(?![0-9]{3}00)[0-9]{5}|(?![0-9]{3} 00)[1-9][0-9]{2} [0-9]{2}),? (?P<town>[A-ZÀ-Ý][\w-]{2,25})(?!\w)"
)
"""Five digits before a town, not round as what is counted is."""
UNITED = (
    r"(?!(?:EU|AD|BC|CE|KM|KG|CM|MM|ML|MB|GB|TB|KB|KW|KV|AM|PM|CV|PK|BV"
    r"|NV|CC|NL|UK|US|DE|FR|SE|BE|PC|TV|IT|HR|OV|NS|XP|ZZ|SA|SD|SS)(?!\w))"
)
DUTCH_HOUSE = re.compile(
    rf"(?<![\w.,£$€-])(?P<code>[1-9][0-9]{{3}}) ?{UNITED}[A-Z]{{2}}(?!\w)"
    r"(?P<house>,? (?:(?:nr|no|nummer|huisnummer)\.? )?[0-9]{1,4}(?: ?[A-Za-z](?!\w))?(?:-[0-9]{1,4})?(?![\w%€]|[.,:][0-9]))?+"
)
"""A Dutch postcode, with the house's number behind it perhaps: together they are an address."""
FRONT = re.compile(rf"(?<![\w.,-])(?P<code>{DUTCH}|{CONTINENTAL})(?:,? {TOWN})?,? $")
"""A postcode with its town before an address, as some write it."""
AMERICAN = re.compile(rf"(?<!\w)(?:{TOWN},? )?(?:{STATES}),? [0-9]{{5}}(?:-[0-9]{{4}})?+(?!\w)")
DUTCH_TOWNS = words_in("""
    amsterdam rotterdam utrecht den haag 's-gravenhage eindhoven tilburg almere groningen breda nijmegen apeldoorn
    haarlem arnhem enschede amersfoort zaandam hoofddorp zwolle leiden maastricht dordrecht zoetermeer deventer
    delft alkmaar venlo leeuwarden hilversum heerlen hengelo purmerend roosendaal schiedam lelystad hoorn gouda
    assen helmond oss emmen
    """)
EIRCODE = r"(?:[AC-FHKNPRTV-Y][0-9]{2}|D6W) ?(?=[0-9A-Z]{0,3}[0-9])(?=[0-9A-Z]{0,3}[A-Z])[0-9AC-FHKNPRTV-Y]{4}"
CANADIAN = r"[ABCEGHJ-NPRSTVXY][0-9][A-Z] ?[0-9][A-Z][0-9]"
LETTERED_CODE = re.compile(rf"(?<![\w-])(?=\w{{3}} )(?:{EIRCODE}|{CANADIAN})(?![\w-])")
"""Postcodes of Ireland and Canada."""
FOLLOWS = re.compile(
    rf",? ?(?:{TOWN},? ){{0,2}}(?:{EIRCODE}|{CANADIAN})(?!\w)"
    rf"|,? ?(?:{TOWN},? )?(?P<uk>[A-Za-z]{{1,2}}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{{2}})(?!\w)"
    rf"|,? (?:{DUTCH}|{CONTINENTAL})(?:,? {TOWN})?+(?!\w)"
    rf"|,? (?:{TOWN},? )?(?:{STATES}),? [0-9]{{5}}(?:-[0-9]{{4}})?+(?!\w)"
    rf"|, (?P<town>{TOWN})(?=[.,;!?]|$)"
)
NUMBERED = re.compile(r"(?<!\w)(?:bus|route|room|top|the|these|those|all|our|sprint|phase) $")
"""Before a number that is no house's."""
TRANSPORT = re.compile(
    r" ?(?:residents?|schemes?|shops?|schools?|buses|trees|people|businesses|projects?|options?|areas|events|meetings"
    r"|users|visits|visitors|sites|sessions|members|workers|lights|homes|flats|bays)\b"
)


def streets(text: str) -> Iterator[Span]:
    """Streets with a house number, as far as their postcode and town, and boxes at the post office."""
    for start, end in chain(formed(text), houses(text)):
        if housed(text, start, end):
            yield extended(text, start, end)
    for match in BOX.finditer(text):
        yield extended(text, match.start(), match.end())


def formed(text: str) -> Iterator[tuple[int, int]]:
    """Where streets begin and end that are known by their form alone."""
    return ((match.start(), match.end()) for form in (SOUTHERN, ORDINAL, DATED_STREET) for match in form.finditer(text))


def housed(text: str, start: int, end: int) -> bool:
    """Whether the number before a street is a house's: not a year, not a count of shops."""
    number = re.match(r"[0-9]+", text[start:end])
    year = number is not None and len(number[0]) == 4 and 1900 <= int(number[0]) < 2100
    counted = number is not None and NUMBERED.search(before(text, start))
    return not (TRANSPORT.match(text, end) or counted or (year and not FOLLOWS.match(text, end)))


def extended(text: str, start: int, end: int) -> Span:
    """An address with its postcode and its town."""
    lead = text[max(0, start - 60) : start].rpartition(GAP)[2]
    front = FRONT.search(lead) if DIGIT.search(lead) else None
    if front and not year(front["code"]):
        start -= len(front[0])
    end = len(text[:end].rstrip())
    further = FOLLOWS.match(text, end)
    if further and not (further["uk"] and not is_postcode(further["uk"])):
        end = len(text[: further.end()].rstrip(" ."))
    return Span(start, end, "address")


def is_postcode(code: str) -> bool:
    """Whether the letters of a British postcode are an area's; in small letters `e1 2nd` is none."""
    match = UK.fullmatch(code)
    same = code.isupper() or (
        code.islower() and code[-3:] not in {"1st", "2nd", "3rd"} and not re.match(r"[0-9]th", code[-3:])
    )
    return bool(match) and same and match["area"].upper() in AREAS if match else False


def postcodes(text: str) -> Iterator[Span]:
    """British, Irish and Canadian postcodes anywhere; those of digits only behind the word, or with a town or state."""
    if not DIGIT.search(text):
        return
    yield from (Span(match.start(), match.end(), "address") for match in UK.finditer(text) if is_postcode(match[0]))
    yield from (Span(match.start(), match.end(), "address") for match in LETTERED_CODE.finditer(text))
    for match in DUTCH_CODE.finditer(text):
        town = (match["town"] or "").strip(", ").lower()
        if town.split(" ")[0] in DUTCH_TOWNS:
            yield Span(match.start(), match.end(), "address")
    for match in CODE.finditer(text):
        if CUED_CODE.search(before(text, match.start())) or CODE_SAID.match(text, match.end()):
            yield Span(match.start(), match.end(), "address")
    for match in DUTCH_HOUSE.finditer(text):
        plain = year(match["code"]) or match["code"].endswith("00")
        if (match["house"] or not plain) and not NO_CALL.search(before(text, match.start())):
            yield Span(match.start(), match.end(), "address")
    for match in TOWN_CODE.finditer(text):
        if is_nobody(match["town"]):
            yield Span(match.start(), match.end(), "address")
    yield from (Span(match.start(), match.end(), "address") for match in AMERICAN.finditer(text))


def addresses(text: str) -> Iterator[Span]:
    """All of them; they may overlap."""
    yield from streets(text)
    yield from postcodes(text)
