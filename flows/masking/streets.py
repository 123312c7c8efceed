"""Finds addresses: streets with a number, and postcodes where a street, a town or a word says so; must not know names.

A street alone is no address ("Park Road is too fast"), and a number alone is none ("2000 EU").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.masking.spans import Span, any_of, before, words_in

WORD = r"[A-ZÀ-ÖØ-ÞŠŽ][\w'.-]{0,30}+"
"""A word with a capital."""
SMALL = (
    r"(?:of|the|and|de la|de l'|de las|de los|del|della|de|du|des|d'|van der|van den|van de|van|von der|von|den|der)"
)
NUMBER = r"[0-9]{1,4}+(?:-[0-9]{1,4}+)?+ ?(?:[A-Za-z](?![\w']))?+"
ENGLISH = any_of("""
    Street St Road Rd Lane Ln Avenue Ave Av Drive Dr Close Court Ct Way Place Pl Terrace Terr Crescent Cres Gdns Grove Row
    Walk Mews Parade Rise Boulevard Blvd Quay Circus Highway Hwy Parkway Pkwy Alley Croft Embankment Esplanade
    """)
OPEN = any_of("""
    Gardens Hill Square Sq View Green Wharf Yard Mount Broadway Gate Park Vale Promenade Circle Trail Mead Fields? Bank
    """)
"""Names that end like these are often no streets: "3 Town Square events"."""
LONG = any_of("""
    street road lane avenue drive close court way place terrace crescent gardens grove row square mews rise boulevard
    """)
FLAT = r"(?:(?:Flat|Apartment|Apt|Unit|Suite|Room|House|flat|apartment|apt|unit)\.? ?#?[0-9]{1,4}[A-Za-z]?,? )"
ENGLISH_STREET = re.compile(rf"(?<![\w.,£$€-]){FLAT}?+{NUMBER},? (?:{WORD} ){{0,4}}?{WORD} (?:{ENGLISH})\b\.?+(?!\w)")
OPEN_STREET = re.compile(rf"(?<![\w.,£$€-]){FLAT}?+{NUMBER},? (?:{WORD} ){{0,4}}?{WORD} (?:{OPEN})\b(?!\w)")
SMALL_STREET = re.compile(rf"(?<![\w.,£$€-]){NUMBER},? (?:[^\W\d_]{{2,20}}+ ){{1,3}}?(?:{LONG})\b", re.IGNORECASE)
HOME = re.compile(
    r"(?<!\w)(?:live|lives|lived|living|home is|house is|moved|address|address is|reside|resides|stay|stays)(?: (?:at|in|to|is))?[ :]*+$"
)
HOUSE = re.compile(
    rf"(?:{WORD} ){{1,3}}?(?:Cottage|House|Lodge|Farm|Barn|Villa|Manor|Hall|Court), (?:{WORD} ){{1,3}}?(?:{ENGLISH})\b"
)
BOX = re.compile(r"(?<!\w)(?:P\.?O\.? ?Box|Postbus|Postfach|Boîte postale|BP|Box)(?= [0-9]{2}) [0-9]{2,6}+(?!\w)")

ENDING = any_of(r"""
    straat laan weg plein gracht kade singel dijk hof steeg pad dreef plantsoen markt baan burg wal str\. str straße strasse
    allee platz gasse ufer damm ring graben gatan vägen väg gata gränd torget stigen backen vej gade veien gate
    """)
JOINED = re.compile(
    rf"(?<![\w-])(?:(?:Lange|Korte|Oude|Nieuwe|Eerste|Tweede|Derde|Grote|Kleine|Hoge|Lage|Oost|West|Noord|Zuid|Jan|Burgemeester|1e"
    rf"|2e|Am|An der|Alte|Neue|Große|Obere|Untere|Stora|Lilla|Norra|Södra|Östra|Västra|St\.|Sint|Prins|Prinses|Koning"
    rf"|Koningin|van der|van|de|den|der) ){{0,3}}+(?P<street>[A-ZÄÖÜÅ](?:[a-zà-ÿß-]{{2,30}}+)\.?+) (?P<number>{NUMBER})"
)
JOINED_ENDING = re.compile(rf"\w{{2,}}(?:{ENDING})$", re.IGNORECASE)
APART = re.compile(
    rf"(?<![\w-])(?:{WORD}[ -]){{1,3}}?(?:Straat|Laan|Weg|Plein|Straße|Strasse|Str\.|Allee|Platz|väg|gata) {NUMBER}(?!\w)"
)
AT_THE = re.compile(
    rf"(?<![\w-])(?:Am|An der|An den|Im|In der|Auf der|Auf dem|Zum|Zur|Unter den|Op de|Aan de) (?:{WORD} ){{0,2}}?{WORD} {NUMBER}(?!\w)"
)
"""Streets without a word for street: only with a postcode behind."""
ROMANCE = any_of(r"""
    rue avenue av\. boulevard bd bvd place chemin allées? impasse quai route cours square passage sentier villa cité
    """)
FRENCH_STREET = re.compile(
    rf"(?<![\w.,£$€-]){NUMBER}(?: ?(?:bis|ter))?+,? (?i:{ROMANCE})(?: {SMALL})?+ ?{WORD}(?:[ -](?:{SMALL} ?)?{WORD}){{0,4}}+"
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
    r"(?<!\w)(?:postcode|post code|postal code|zip|zip code|zipcode|plz|postleitzahl|code postal|postnummer)(?: is| ist)?[ :]*+$"
)
CODE = re.compile(rf"(?<![\w.,-])(?:{DUTCH}|{CONTINENTAL}|[0-9]{{5}}-[0-9]{{4}})(?!\w)")
AMERICAN = re.compile(rf"(?<!\w)(?:{TOWN},? )?(?:{STATES}),? [0-9]{{5}}(?:-[0-9]{{4}})?+(?!\w)")
DUTCH_TOWNS = words_in("""
    amsterdam rotterdam utrecht den haag 's-gravenhage eindhoven tilburg almere groningen breda nijmegen apeldoorn
    haarlem arnhem enschede amersfoort zaandam hoofddorp zwolle leiden maastricht dordrecht zoetermeer deventer
    delft alkmaar venlo leeuwarden hilversum heerlen hengelo purmerend roosendaal schiedam lelystad hoorn gouda
    assen helmond oss emmen
    """)
FOLLOWS = re.compile(
    rf",? ?(?:{TOWN},? )?(?P<uk>[A-Za-z]{{1,2}}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{{2}})(?!\w)"
    rf"|,? (?:{DUTCH}|{CONTINENTAL})(?:,? {TOWN})?+(?!\w)"
    rf"|,? (?:{TOWN},? )?(?:{STATES}),? [0-9]{{5}}(?:-[0-9]{{4}})?+(?!\w)"
    rf"|, (?P<town>{TOWN})(?=[.,;!?]|$)"
)
YEAR = re.compile(
    r"(?<!\w)(?:in|since|from|of|until|by|before|after|during|year|bus|route|room|top|the|these|those|all|our|sprint|phase)[ ]$"
)
UNITS = re.compile(
    r" ?(?:km|m|cm|meters?|metres?|miles?|jaar|jahre?|keer|mal|uur|uhr|stunden|minut\w*|min|x|%|€|euros?|tage|weken|wochen|år|timmar|gånger"
    r"|leute|personen|mensen|kinder\w*|auto\w*|bomen|bäume)(?!\w)",
    re.IGNORECASE,
)
TRANSPORT = re.compile(r" ?(?:residents?|schemes?|shops?|schools?|buses|trees|people|businesses|projects?|options?)\b")


def streets(text: str) -> Iterator[Span]:
    """Streets with a house number, as far as their postcode and town."""
    for pattern in (ENGLISH_STREET, FRENCH_STREET, SOUTHERN, APART):
        for match in pattern.finditer(text):
            if housed(text, match.start(), match.end()):
                yield extended(text, match.start(), match.end())
    for match in OPEN_STREET.finditer(text):
        if HOME.search(before(text, match.start())) or FOLLOWS.match(text, match.end()):
            yield extended(text, match.start(), match.end())
    for match in SMALL_STREET.finditer(text):
        if HOME.search(before(text, match.start())):
            yield extended(text, match.start(), match.end())
    for match in JOINED.finditer(text):
        if JOINED_ENDING.search(match["street"]) and not UNITS.match(text, match.end()):
            yield extended(text, match.start(), match.end(), bare=True)
    for match in AT_THE.finditer(text):
        if (further := FOLLOWS.match(text, match.end())) and not further["town"]:
            yield extended(text, match.start(), match.end())
    for match in HOUSE.finditer(text):
        if HOME.search(before(text, match.start())):
            yield extended(text, match.start(), match.end())
    for match in BOX.finditer(text):
        yield extended(text, match.start(), match.end())


def housed(text: str, start: int, end: int) -> bool:
    """Whether the number before a street is a house's: not a year, not a count of shops."""
    number = re.match(r"[0-9]+", text[start:end])
    year = number is not None and len(number[0]) == 4 and 1900 <= int(number[0]) < 2100
    return not (
        TRANSPORT.match(text, end) or YEAR.search(before(text, start)) or (year and not FOLLOWS.match(text, end))
    )


def extended(text: str, start: int, end: int, *, bare: bool = False) -> Span:
    """An address with the flat's number behind it, its postcode and its town."""
    end = len(text[:end].rstrip())
    further = FOLLOWS.match(text, end)
    if further and not (further["uk"] and not is_postcode(further["uk"])) and not (bare and further["town"]):
        end = further.end()
    return Span(start, end, "address")


def is_postcode(code: str) -> bool:
    """Whether the letters of a British postcode are an area's; in small letters `e1 2nd` is none."""
    match = UK.fullmatch(code)
    same = code.isupper() or (
        code.islower() and code[-3:] not in {"1st", "2nd", "3rd"} and not re.match(r"[0-9]th", code[-3:])
    )
    return bool(match) and same and match["area"].upper() in AREAS if match else False


def postcodes(text: str) -> Iterator[Span]:
    """British postcodes anywhere; those of digits only behind the word, or with a town or state."""
    yield from (Span(match.start(), match.end(), "address") for match in UK.finditer(text) if is_postcode(match[0]))
    for match in DUTCH_CODE.finditer(text):
        town = (match["town"] or "").strip(", ").lower()
        if town.split(" ")[0] in DUTCH_TOWNS:
            yield Span(match.start(), match.end(), "address")
    for match in CODE.finditer(text):
        if CUED_CODE.search(before(text, match.start())):
            yield Span(match.start(), match.end(), "address")
    yield from (Span(match.start(), match.end(), "address") for match in AMERICAN.finditer(text))


def addresses(text: str) -> Iterator[Span]:
    """All of them; they may overlap."""
    yield from streets(text)
    yield from postcodes(text)
