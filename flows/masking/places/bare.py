"""Finds houses whose street is one bare word: a plant, a bird, a field, a French hamlet; must not know postcodes or people.

"van meidoorn 44", "Sandgrube 22 hat", "3a Orchid is", "14 the limes", "8 Les Tilleuls": trees and birds are streets where a number
stands beside them and somebody is there, or it is said what is the matter with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.masking.lexicon import Sort, is_nobody, is_word, sort_of
from flows.masking.places import continental, counts
from flows.masking.places import housewords as words
from flows.masking.places.small import CLOSED, COUNTERS, PLACE, TIMED
from flows.masking.spans import before, words_in
from flows.masking.words import Token

NATURE = words_in("""
    meidoorn kastanje populier eik beuk linde wilg esdoorn iep lijsterbes hazelaar vlier sleedoorn rietkraag lariks ligusterhaag jasmijn
    lavendel klaproos korenbloem boterbloem madelief lisdodde dotterbloem hulst egelantier merel lijster koekoek zwaluw kievit reiger
    wulp grutto leeuwerik nachtegaal specht ijsvogel fazant patrijs tureluur scholekster roerdomp kwartel wielewaal karekiet vink
    ravelijn bastion bolwerk schans meander vliet citadel lunet
    rotdorn weißdorn schlehdorn ahorn erle ulme holunder kornblume amsel lerche zeisig stieglitz kiebitz
    larch sycamore orchid hawthorn elder alder hornbeam juniper primrose bluebell foxglove heather bramble lavender magnolia laburnum
    lilac poplar willow rowan aspen hazel maple birch beech acacia kestrel heron tern weir wren finch thrush plover curlew lapwing
    skylark nightingale
    kingfisher partridge pheasant linnet rose mill forge tannery brewery dairy tollgate thimble cobble
    syren rönn hassel hägg lönn blåsippa vitsippa smörblomma koltrast lärkan näktergalen
    """)
"""Plants, birds and works by which streets are called without another word."""
FIELDS = tuple(
    words_in("""
    grube bach lohe aue born kuhle furt leite moor heide dorn
    kraag veen beemd kreek akker hei oever
    """)
)
"""How such a field ends, in German and Dutch."""
NO_FIELDS = words_in("baugrube klärgrube sickergrube aktenkuhle hochmoor niedermoor")
"""Things that end so."""
ALONE = words_in("lohe aue leite heide furt kuhle grube")
"""Fields that are streets without anything before them, behind "in der"."""
LACKS = re.compile(
    r" (?:no|never|still|hasn't|isn't|wasn't|doesn't|won't|keeps|feels|belongs|without)(?!\w)|'s (?=[a-z])"
)
SAYS = re.compile(
    r" (?:is|was|has|needs|smells|leaks|floods|gets|had|stinks|looks|isnt|hasnt"
    r"|a|est|n'a|n'est|pue|sent|fuit|manque|était|avait|c'est)(?!\w)"
)
"""What is said of one house and not of what a number counts, in English and French."""
LETTERED = re.compile(r"[0-9]{1,3}[a-d]")
ROOMS = words_in("""
    kitchen bathroom bedroom door window lift hall stairs roof ceiling wall floor class pupil bus form team night time cup pint bed
    """)
"""What stands behind a flat's or a class's letter."""
COUNTING = words.COUNTED | words.NUMBERED | COUNTERS | ROOMS | words.STRONG
"""What a number counts, and what has a number of its own."""
UNREPEATED = (
    words.NUMBERED | COUNTERS | TIMED | words.OF_FRENCH | words_in("acte note tome scène saison vote essai version")
)
UNTURNED = words.COUNTED | words.SMALL_COUNTED | {"the"}
UNHOUSED = TIMED | words.OWNERS
WITHIN = re.compile(r"(?<!\w)in (?:der |de |the )?$")
AILING = re.compile(
    r"(?<!\w)(?:krank|gefällt|morsch|ziek|gekapt|kap|omgezaagd|sjuk|fälld|fällas|rutten|park|bos|wald|skog)(?!\w)"
)
"""What is said of trees with numbers, a few words behind."""
ARTICLES = words_in("the le la les")
MANY = ("s", "x")
"""How a plural ends in English and French."""
HELD = re.compile(r" (?:has|needs|leaks|smells|floods)(?!\w)")
"""Behind a plural these are said of a house that is called so: "12 Sycamores has"."""
DATES = re.compile(r"(?<!\w)[Ll]e $|[0-9] au $")
"""Before a day of the month, where what follows is no house's."""
AU = re.compile(r"(?:^|[.,;:!?\n(]|(?<!\w)(?:[Aa]u|[Dd]u|[Cc]hez))[ ]*$")
GREAT = words_in("grand-rue grande-rue grand'rue grand'place grand-place grande-place")
"""French streets of one word, behind their number."""
CLOCK = re.compile(r"(?<!\w)(?:[Aa]t|[Bb]y|[Ff]rom|[Tt]ill?|[Uu]ntil|[Aa]round|[Aa]fter|[Bb]efore) $")
"""Before an hour."""
HIGHEST_HOUR = 24
AFTER = 40
"""Characters behind a tree's number that may tell of the tree."""
LODGED = re.compile(
    r"(?<!\w)(?:"
    r"(?:[Bb]erth|[Pp]itch|[Pp]lot|[Cc]abin|[Cc]aravan|[Mm]ooring|[Ss]table|[Bb]ed|[Cc]halet) [0-9]{1,4}[a-z]?,? "
    r"(?:[A-Z][a-z']{1,20} ){1,2}(?:Park|Basin|Marina|Farm|Wharf|Ward|View|Site|Quay|House|Yard|Mill|Reach|Lock)"
    r"|(?:emplacement|mobil-home|caravane|chalet|péniche) [0-9]{1,4},? (?:camping|aire|port|quai)"
    r" (?:des? |du |de la )?[A-ZÀ-Ýa-zà-ÿ][\w'-]{2,20}"
    r"|(?:[Ww]oonboot|[Pp]ortiek|[Uu]ppgång|[Kk]amer|[Ff]lat|[Gg]arage|[Uu]nit|[Ll]gh|[Ss]tuga) [0-9]{1,4},? [A-ZÀ-Ý][\w-]{2,25}"
    r"(?:gracht|kade|straat|laan|plein"
    r"|gatan|vägen|stigen)"
    r"|[Ll]es [A-ZÀ-Ý][\w'-]{2,20},? (?:bât|bâtiment)\.? [0-9A-Z]{1,3}(?:,? (?:appt|apt|porte) [0-9]{1,4})?"
    r"|(?:[Bb]âtiment|[Bb]ât\.?|[Ii]mmeuble|[Tt]our|[Bb]arre|[Ff]oyer)(?: (?:[Ll]es?|[Ll]a|des?|du))? [A-ZÀ-Ý][\w'-]{2,20}"
    r"(?: [A-ZÀ-Ý][\w'-]{2,20})?,? (?:(?:appt|apt|app|appartement|porte|logement|lgt|studio|chambre)\.? ?[0-9]{1,4}[a-z]?"
    r"|[0-9]{1,2}(?:er|e|ème) étage)(?:,? (?:porte|appt|apt) [0-9A-Z]{1,4})?"
    r"|(?:[Ll]ogement|[Cc]hambre|[Aa]ppt|[Ss]tudio) [0-9]{1,4},? (?:foyer|immeuble|tour|bâtiment|barre) [A-ZÀ-Ý][\w'-]{2,25}"
    r"|(?:[Hh]ameau|[Ll]ieu-dit|[Ll]otissement|[Ll]ot\.)(?: (?:[Ll]es?|[Ll]a|des?|du))? [A-ZÀ-Ý][\w'-]{2,20},?"
    r" (?:n° ?)?[0-9]{1,3}(?! ?[%h€])"
    r")(?!\w)"
)
"""A flat in a French building that has a name, a house in a hamlet, and a place for a boat or a caravan."""
REPEATED = words_in("bis ter quater")
"""Behind a house's number in French, and seldom behind another one."""
NEARBY = re.compile(r"(?<!\w)(?:at|to|outside|opposite|near|past|behind|beside|from) $")
"""English words before a place that are none in German, where every noun has a capital."""
HERE = re.compile(r"(?<!\w)(?:is|it's|by|we're|i'm) $")
BEHIND = re.compile(r" (?:there|can't|cannot|won't|not|any)(?!\w)")
"""What follows an English address too."""


def houses(text: str, tokens: Sequence[Token], at: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a house begins and ends whose street is one bare word before or behind the number."""
    number = tokens[at]
    if len(number.text) > 3 or (number.text == "1" and end == number.end):
        return
    if counts.UNITS.match(text, end) or counts.speed(text, number.start, end):
        return
    if at > 1 and (start := turned(text, tokens, at, end)) is not None:
        yield start, continental.doored(text, end)
    if at and number.gap == " " and (start := before_number(text, tokens, at, end)) is not None:
        yield start, continental.doored(text, end)
    first = at + 1
    while first < len(tokens) and tokens[first].start < end:
        first += 1
    if first >= len(tokens) or tokens[first].number or text[end : tokens[first].start] not in {" ", ", "}:
        return
    if at and number.gap == " " and tokens[at - 1].small in UNHOUSED:
        return
    last = behind_number(text, tokens, at, first, end)
    if last is not None:
        yield number.start, continental.doored(text, last)


def lodged(text: str) -> Iterator[tuple[int, int]]:
    """Flats in French buildings that have a name, and houses in hamlets."""
    yield from ((match.start(), match.end()) for match in LODGED.finditer(text))


def before_number(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where a plant, a bird or a field begins right before a number: "van meidoorn 44", "Sandgrube 22 hat"."""
    name = tokens[at - 1]
    lead = before(text, name.start, 60)
    if tokens[at].end < end and text[tokens[at].end : end].strip(" -") in REPEATED:
        plain = len(name.text) > 3 and not name.number and name.small not in UNREPEATED
        return (
            name.start
            if plain and CLOSED.match(text, end) and not is_nobody(name.text) and (name.begins or AU.search(lead))
            else None
        )
    placed = words.PLACED.search(lead) or words.HOME.search(lead) or PLACE.search(lead)
    if not (name.small in NATURE or field(name, inside=WITHIN.search(lead) is not None)):
        return None
    thing = counts.PLURAL.match(text, end)
    if thing and not words.DOOR.match(text, end):
        return None
    said = words.BEARS.match(text, end) or words.LACKS.match(text, end) or words.DOOR.match(text, end)
    if AILING.search(text, end, end + AFTER):
        return None
    if name.begins:
        return name.start if said else None
    return name.start if placed and (said or CLOSED.match(text, end) or name.capital) else None


def turned(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where an English street begins whose number stands behind it, as on the Continent: "rose lane 12 no post", "Rose Lane, 12"."""
    last, name = tokens[at - 1], tokens[at - 2]
    comma = tokens[at].gap == ", "
    if not (comma or tokens[at].gap == " ") or last.small not in words.ENGLISH_LAST or last.gap != " " or name.number:
        return None
    if name.small in UNTURNED or (comma and tokens[at].text in counts.SPEEDS):
        return None
    lead = before(text, name.start, 60)
    placed = name.begins or PLACE.search(lead) or words.AT.search(lead) or words.HOME.search(lead)
    closed = CLOSED.match(text, end) or LACKS.match(text, end) or words.DOOR.match(text, end)
    return name.start if placed and closed and not counts.PLURAL.match(text, end) else None


def field(name: Token, *, inside: bool) -> bool:
    """Whether a word with a capital is a field's: "Sandgrube"; "Lohe" only behind "in der"."""
    if not name.capital or name.small in NO_FIELDS or name.small in words.NO_STREETS:
        return False
    if name.small in ALONE:
        return inside
    return any(len(name.small) - len(last) > 2 for last in FIELDS if name.small.endswith(last)) and not is_word(
        name.text
    )


def behind_number(text: str, tokens: Sequence[Token], at: int, first: int, end: int) -> int | None:
    """Where a street of one bare word ends behind its number: "3a Orchid is", "14 the limes no", "8 Les Tilleuls a"."""
    number, name = tokens[at], tokens[first]
    if name.small in GREAT:
        return name.end
    if name.small in ARTICLES:
        return with_article(text, tokens, at, first)
    if text[end : name.start] != " " or not fits(name):
        return None
    lead = words.CALLED.sub("", before(text, number.start, 60))
    said = SAYS.match(text, name.end) is not None or LACKS.match(text, name.end) is not None
    closed = said or CLOSED.match(text, name.end) is not None
    called = at > 0 and tokens[at - 1].small in words.NUMERAL
    placed = number.begins or called or any(sign.search(lead) for sign in (PLACE, words.AT, AU))
    sure = name.small in NATURE or not is_word(name.text)
    if LETTERED.fullmatch(text, number.start, end):
        told = closed or text.startswith(" get", name.end)
        return name.end if placed and told and (sure or name.capital) else None
    hour = CLOCK.search(lead) is not None and int(number.text) <= HIGHEST_HOUR
    if not name.capital:
        home = any(sign.search(lead) for sign in (words.HOME, words.DWELLER))
        near = any(sign.search(lead) for sign in (words.AT_HOME, WITHIN)) and not hour
        strange = sure and sort_of(name.text) is Sort.UNKNOWN and len(name.text) > 4 and not name.small.endswith(MANY)
        return name.end if (name.small in NATURE or strange) and closed and (home or near) else None
    owner = name.small.endswith("'s")
    if name.small.endswith(MANY) and not (owner or HELD.match(text, name.end)):
        return None
    person = sort_of(name.text) >= Sort.CUE
    if placed and (said or owner) and (sure or person) and not (hour and person):
        return name.end - 2 if owner else name.end
    told = closed or BEHIND.match(text, name.end) is not None
    near = NEARBY.search(lead) is not None or (sure and HERE.search(lead) is not None)
    return name.end if (name.small in NATURE or not person) and told and near else None


def with_article(text: str, tokens: Sequence[Token], at: int, first: int) -> int | None:
    """Where a street ends that begins with an article behind its number: "14 the limes", "12 le Bourg n'a", "21 les Hauts de Bel Air"."""
    if first + 1 >= len(tokens) or tokens[first + 1].gap != " " or tokens[first + 1].number:
        return None
    last = first + 1
    lead = before(text, tokens[at].start, 60)
    if tokens[first].small == "the":
        plain = tokens[last].small in COUNTING or is_nobody(tokens[last].text)
        said = SAYS.match(text, tokens[last].end) or LACKS.match(text, tokens[last].end)
        return tokens[last].end if tokens[at].begins and said and not plain else None
    if not tokens[last].capital or not AU.search(lead) or DATES.search(lead):
        return None
    while last + 1 < len(tokens) and tokens[last + 1].gap == " " and last - first < 5:
        ahead = last + 1
        if not tokens[ahead].capital and tokens[ahead].small in words.OF_FRENCH and ahead + 1 < len(tokens):
            ahead += 1
        if not tokens[ahead].capital:
            break
        last = ahead
    closed = SAYS.match(text, tokens[last].end) or CLOSED.match(text, tokens[last].end)
    return tokens[last].end if closed or text.startswith(" ça", tokens[last].end) else None


def fits(name: Token) -> bool:
    """Whether a word may be a street's: none that a number counts or that has a number of its own."""
    small = name.small
    if len(small) < 3 or not small.replace("-", "").replace("'", "").isalpha() or name.text.isupper():
        return False
    return small not in COUNTING and not is_nobody(name.text)
