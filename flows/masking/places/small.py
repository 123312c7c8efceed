"""Finds addresses in texts that are typed without capitals; must not know those whose capitals tell them, postcodes or people.

A singular behind a number is the best sign: "7 quarry bank is damp" and "12 rue basse" count nothing. Where a number may count
what follows it, the words before have to say that somebody lives there.

Long: the ways of English, French and the languages with the number behind, with their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.masking.lexicon import Sort, is_word, sort_of
from flows.masking.places import continental, counts
from flows.masking.places import housewords as words
from flows.masking.spans import any_of, before, words_in
from flows.masking.words import Token, dotted, year

CLOSED = re.compile(
    r" ?(?:$|[.,;:!?)\"/\ufffc])| (?:"
    + any_of("""
    and or is was has had in on to for with since thanks thx please pls plz because cos cuz when but where who until after before
    near by if as we i he she they now again already every
    no not needs need leaks smells floods at says are were last next too feeds keeps its it it's and its so all
    is isnt isn't gets still want wants would has hasnt cant stinks looks a u r you
    your my our this that these there can could
    en of maar want omdat dat die er ik wij we je ze hij met voor naar bij op aan niet nooit altijd al sinds wil willen als dus ook
    und oder aber weil dass da ich wir sie er es mit für seit bei an nicht nie immer auch schon bitte noch wo
    et ou mais car parce que c'est cest il elle on j'ai y ya pas il y'a toute tout tous toutes la le les l'an au aux du sans avec
    dans depuis chez pour près merci svp ont est a sont sent pue reste manque
    plus ça geen kein keine keinen ohne zu te zonder sans trop too so very zeer heel sehr utan ingen inget inga
    och eller men för att som det den jag vi han hon de dom med till från på vid inte aldrig alltid sen sedan när är har om
    """)
    + rf"|{words.SAID})(?!\w)"
)
"""What follows an address: the end of a clause, or a word that no number counts."""
PLACE = re.compile(
    r"(?:^|[.,;:!?(\n\"\ufffc]|(?<!\w)(?:"
    + any_of("""
    at near past beyond beside opposite outside behind from to in of on by round around address is for and or next
    op aan bij naar van in voor achter naast tegenover tussen rond en of langs richting adres onder
    im am an bei nach zu von aus vor hinter neben gegenüber beim zum zur vom und um auf unter der dem den
    på till vid i från utanför framför bakom mot förbi hos och mellan kring
    au à du chez sur devant derrière vers et le habite
    """)
    + r")(?: (?:de|het|'t|den|der|dem|die|das|la|le|l'|our|my|no|nr|number|nummer))?)[ :]*$"
)
"""What stands before an address, in small letters."""
TIMED = words_in("""
    um om kl klockan vanaf ab seit sinds sen max maximal ca circa ungefähr över über boven tot bis till vers dès avant après depuis under
    onder rond kring om bus buss tram lijn ligne linje linie zone tempo vitesse limit
    """)
"""Before a number that is a time's, a line's or a count's."""
MEASURES = words_in("""
    hour hours day days week weeks month months year years minute minutes min mins mile miles km metre metres meter meters m bed bedroom
    storey story star lane way car cars seat person people man men woman foot ft inch yard acre pound quid p mph zone bus cycle point page
    step part ton kg time times percent more new old other different x or and of to in for on at is are am pm h o'clock lads
    the one no every each their his her our my your
    big small long short nice good bad busy quiet main side public dead wide narrow free empty broken local tennis basketball
    """)
"""Between a number and a word for a street these make a count of it: "24 hour drive", "4 lane road"."""
TWOFOLD = words_in("close drive walk rise view park place end cross point bank bridge water track")
"""English words for a street that do much else: only behind a word for a place, or where something is said of them."""
PLAIN = words.SMALL_STRONG | words.SHORT_STRONG
HOUR = re.compile(r"(?<!\w)(?:at|from|by|to|around|about|before|after|until) $")
"""Before the hours of a clock too."""
SINGULAR = re.compile(
    r" (?:is|was|has|needs|smells|leaks|floods|gets|had|stinks|looks|isnt|hasnt|no|never|isn't|hasn't)(?!\w)"
)
TOGETHER = re.compile(r" (?:to|by|together|enough|at|up|the|too|past|over|with)(?!\w)")
"""Behind "close" and "drive" where they are no street's."""
FLOOR = re.compile(r" (?:hoog|og|stock|trappor|tr|étage|floor|up|high)(?!\w)")

SMALL_ENDINGS = (
    words_in("""
    weg platz damm stieg steig stig pfad ufer ring graben markt hof kade singel dijk steeg pad dreef plantsoen vaart einde horst hoek veld
    weide kamp wal backen ängen hagen höjden åsen kajen gården torget väg gata torg gränd backe park laan allén dijkje laantje
    straatje brink burg meent donk hout hoeve zijde grund anger twiete redder kehre leite
    """)
    | words.SURE_ENDINGS
)
"""How a street's one word ends in small letters, if it is no word otherwise."""
THINGS = words_in("""
    innenhof hinterhof vorhof pausenhof reiterhof ponyhof jahrmarkt trödelmarkt baumarkt biomarkt drogeriemarkt getränkemarkt
    rastplatz zeltplatz campingplatz sitzplatz bolzplatz fußballplatz fussballplatz festplatz stehplatz liegeplatz ausbildungsplatz
    waldweg wanderweg rettungsring ohrring boxring rundweg straßengraben flussufer seeufer trampelpfad lehrpfad grillplatz dorfplatz
    weekmarkt arbeidsmarkt rommelmarkt kerstmarkt woningmarkt voetbalveld achterhoek zithoek speelhoek leeshoek weekeinde uiteinde
    speelveld trapveld skatepark pretpark wandelpark stadspark wagenpark speelpark ruiterpad kerkhof gerechtshof strandweg stadtpark
    hundeplatz skateplatz marktplatz schlafplatz arbeitsmarkt fietsenpad hondenpad tegelpad bospad grindpad hovenier balkon
    innergården förgården kyrkogården bondgården uteplatsen förgård innergård lekpark nöjespark hundpark stadspark skatepark lekparken
    hauptweg nebenweg hundeweg schleichweg waldrand treppenweg bungalowpark vakantiepark waterpark dierenpark
    """)
"""Things that end like streets, of which there are several."""
SINGLE = re.compile(
    r" (?:ist|hat|hatte|war|liegt|steht|fehlt|stinkt|riecht|braucht|bekommt|is|heeft|had|was|ligt|staat|lekt|tocht|mist|ruikt|krijgt)(?!\w)"
)
"""What is said of one house: behind a greater number it counts nothing."""
COUNTERS = words_in("""
    kasse kassa schalter tisch wagen abteil fenster eingang ausgang balie tafel kanal programm kanaal programma loket gate etappe mal keer
    gang tabel bord vak stoel bänk bank lantaarn lantaarnpaal paal boom kliko container laterne mülltonne tonne baum lampe stolpe lyktstolpe
    soptunna tunna brunn träd mast bollard kiosk poller spind rutsche kluis locker lectern lamppost skåp lampa
    lampe bushalte halte uitgang ingang raam deur
    """)
"""Things with a number of their own, besides the others."""

STREETS_FR = words_in(
    "rue ruelle avenue av boulevard bd bvd chemin che allée impasse imp quai venelle chaussée sente route rte"
)
"""French words for a street that are nothing else."""
WEAK_FR = (
    words_in(
        "cours clos square domaine hameau villa cité place pl passage résidence montée esplanade faubourg fbg promenade sq lotissement"
    )
    | STREETS_FR
)
NO_NAME_FR = words_in("""
    est pas qui très trop sale fermé fermée barrée barré pour par sans avec dans sur et ou mais a ont piéton piétons handicapé libre libres
    gratuite assise assises plus moins entre où c'est cest il elle on je j'ai d'un d'une un une deux y ya voie voies sens minutes min
    principale nationale parking lente rapide perdue publique cyclable
    """)
TOWED = re.compile(
    r"(?<!\w)(?:(?:résidence|rés\.?|hlm|cité|domaine|za|zi|zac|lotissement|camping)"
    r" (?:(?:les?|la|des?|du) |l'|d')?[^\W\d_]{3,20}(?: [^\W\d_]{3,20})?,?"
    r" (?:porte|appt|apt|appartement|app|bât|bâtiment|esc|escalier|lot|chalet|n°|numéro)\.?"
    r" ?[0-9]{1,4}[a-z]?"
    r"|(?:lieu[- ]dit|lieudit)(?: (?:les?|la|du|des))? (?:l')?[^\W\d_]{3,20}(?: [^\W\d_]{3,20})? [0-9]{1,4}"
    r"|[^\W\d_]{3,20}(?:flat|staete),? (?:kamer|app|appartement|nr|nummer|huisnr)\.? ?[0-9]{1,4}"
    r"|(?:plein|straat|laan|place|rue|platz|straße|square|singel|park)(?: (?:du|de|van|der))? (?:19|20)[0-9]{2},?"
    r" (?:nr|nummer|no|n°|numéro|nummer)\.? ?[0-9]{1,4}[a-z]?"
    r"|box [0-9]{1,5}(?=,? [0-9]{3} ?[0-9]{2}(?!\w))"
    r"|(?:unit|flat|apt|apartment|studio|shop|garage) [0-9]{1,4}[a-z]?,? (?:[a-z']{3,15} ){1,2}"
    r"(?:wharf|mill|mills|estate|park|centre|arcade|mews|terrace|parade|arches|yard|works|quay|gate|hill|green|row|way|place|rise|walk"
    r"|view))"
    r"(?!\w)",
    re.IGNORECASE,
)
"""A house that its residence, hamlet or day tells, in letters of any size."""


def houses(text: str, tokens: Sequence[Token], at: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the house of a number begins and ends, its street in small letters behind or before it."""
    number = tokens[at]
    if (year(number.text) and end == number.end) or text[number.end : end] in {"e", "h"}:
        return
    previous = tokens[at - 1].small if at and number.gap == " " else ""
    if previous not in TIMED and previous not in words.OWNERS:
        last = english(text, tokens, at, end) or french(text, tokens, at, end)
        if last is not None:
            yield number.start, last
    start = lowly(text, tokens, at, end) if at else None
    if start is not None:
        yield start, continental.doored(text, end)


def towed(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Houses that a residence, a hamlet or a unit tells."""
    for token in tokens:
        begins = token.small in TOWING or token.small.endswith(("flat", "staete"))
        if begins and (match := TOWED.match(text, token.start)):
            yield match.start(), match.end()


def one_of(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a number counts nothing in front of a singular: two or more, or with a letter behind it."""
    return end > tokens[at].end or int(tokens[at].text) > 1


def ahead(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """The place of the word behind a number, if only a space parts them."""
    first = at + 1
    while first < len(tokens) and tokens[first].start < end:
        first += 1
    return first if first < len(tokens) and text[end : tokens[first].start] in {" ", ", "} else None


def english(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where an English street in small letters ends: "14 heron close", "7 quarry bank is damp", "3 the green"."""
    first = ahead(text, tokens, at, end)
    if first is None or tokens[first].capital or tokens[first].number:
        return None
    lead = before(text, tokens[at].start, 60)
    home = words.HOME.search(lead) is not None
    placed = PLACE.search(lead) is not None
    called = at > 0 and tokens[at - 1].small in words.NUMERAL
    home = home or called
    late = words.AT_HOME.search(lead) is not None and int(tokens[at].text) > 12
    the = tokens[first].small == "the" and (home or late)
    for last in range(first + 1, min(first + 4, len(tokens))):
        name, token = tokens[last - 1].small, tokens[last]
        if token.gap != " " or token.number or token.capital or (name in MEASURES and not (the and last == first + 1)):
            return None
        if token.small not in PLAIN | TWOFOLD | words.STRONG | words.OPEN:
            continue
        told = one_of(tokens, at, end) or home
        many = tokens[first].small.endswith("s") and not home
        if token.small in PLAIN - TWOFOLD and told and placed and not (many and not words.AT_HOME.search(lead)):
            return token.end
        if not (CLOSED.match(text, token.end) or SINGULAR.match(text, token.end)):
            continue
        plain = home or tokens[at].begins or not is_word(name) or int(tokens[at].text) > 12 or not HOUR.search(lead)
        if token.small in TWOFOLD and (TOGETHER.match(text, token.end) or not told or not plain):
            continue
        many = name.endswith("s") and not home
        said = (tokens[at].begins or placed) and SINGULAR.match(text, token.end)
        apart = tokens[at].gap == ", " and text[token.end : token.end + 1] == ","
        near = words.AT_HOME.search(lead) or (words.AT.search(lead) and not many)
        if told and (home or (not (many and token.small in TWOFOLD) and (said or near or apart))):
            return token.end
    return None


def french(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where a French street in small letters ends: "112 av. jean jaurès", "6 clos des vignes"."""
    first = ahead(text, tokens, at, end)
    short = first is not None and tokens[first].text == "r" and text[tokens[first].end : tokens[first].end + 2] == ". "
    if first is None or not (short or tokens[first].small in WEAK_FR) or not one_of(tokens, at, end):
        return None
    if tokens[first - 1].small in words.ORDINALS:
        return None
    if at and tokens[at - 1].small in {"à", "a"} and tokens[at].text in counts.SPEEDS:
        return None
    name = first + 1
    while name < min(first + 4, len(tokens)) and tokens[name].small in words.OF_FRENCH:
        name += 1
    if name >= len(tokens) or not linked(tokens, first + 1, name) or not is_name_fr(tokens[name]):
        return None
    sure = short or tokens[first].small in STREETS_FR
    if not sure and name > first + 1 and (tokens[name].small in words.SEATS or tokens[first].small == "cours"):
        return None
    if not sure and is_word(tokens[name].text) and not CLOSED.match(text, tokens[name].end):
        second = name + 1 < len(tokens) and tokens[name + 1].gap == " " and is_name_fr(tokens[name + 1])
        return tokens[name + 1].end if second and CLOSED.match(text, tokens[name + 1].end) else None
    last = name
    while (
        last + 1 < min(name + 3, len(tokens))
        and tokens[last + 1].gap in {" ", "-"}
        and not is_word(tokens[last + 1].text)
    ):
        if tokens[last + 1].number:
            break
        last += 1
    return tokens[last].end


def linked(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether only spaces, or the dot of an abbreviation, part the tokens from the one before the first to the last."""
    return all(tokens[at].gap == " " or dotted(tokens[at - 1], tokens[at].gap) for at in range(first, last + 1))


def is_name_fr(token: Token) -> bool:
    """Whether a word may be a French street's name."""
    return (
        not token.number
        and len(token.text) > 2
        and token.small not in NO_NAME_FR
        and not token.small.endswith(("ées", "és"))
    )


def lowly(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """The start of a street in small letters before its number."""
    if tokens[at - 1].small in words.NUMERAL and tokens[at].gap in {" ", ". ", "° ", "°"}:
        at -= 1
    if (
        not at
        or counts.UNITS.match(text, end)
        or counts.speed(text, tokens[number_at(tokens, at)].start, end)
        or FLOOR.match(text, end)
    ):
        return None
    last = tokens[at - 1]
    comma = tokens[at].gap == ", "
    if last.number or not (comma or tokens[at].gap == " " or dotted(last, tokens[at].gap)):
        return None
    start = belgian(text, tokens, at, end)
    if comma:
        return start if CLOSED.match(text, end) and not counts.PLURAL.match(text, end) else None
    if start is None and not (last.capital or last.small in words.NUMBERED or last.small in COUNTERS):
        start = compound(text, tokens, at)
        start = phrased(text, tokens, at, end) if start is None else start
    return None if start is None or continental.counting(text, start, end) else start


def compound(text: str, tokens: Sequence[Token], at: int) -> int | None:
    """The start of a street of one word that is no word otherwise, or of one with a word for its age: "lindenweg 8", "oude gracht 4"."""
    last, previous = tokens[at - 1], tokens[at - 2] if at > 1 else None
    if previous and last.gap == " " and last.small in words.SEPARATE and not previous.number:
        genitive = previous.small.endswith("s") and last.small in SWEDISH and len(previous.text) > 4
        bearer = tokens[at - 3] if genitive and at > 2 and previous.gap == " " else None
        if bearer is not None and sort_of(bearer.text) >= Sort.CUE:
            return bearer.start
        if previous.small in words.DESCRIBING or genitive:
            return previous.start
    ending = next(
        (last.small[cut:] for cut in range(2, len(last.small) - 1) if last.small[cut:] in SMALL_ENDINGS), None
    )
    if ending is None or last.small in words.NO_STREETS or len(last.small) - len(ending) < 2 or is_word(last.text):
        return None
    lead = before(text, last.start, 60)
    home = words.HOME.search(lead) or words.DWELLING.search(lead)
    if last.small in THINGS and not home:
        return None
    lies = last.begins or last.gap in {", ", ": "} or home or PLACE.search(lead)
    named = previous is not None and (previous.small in words.LEADING or not is_word(previous.text))
    return last.start if lies or (named and last.gap == " ") else None


TOWING = words_in("""
    résidence rés hlm cité domaine za zi zac lotissement camping lieu lieu-dit lieudit plein straat laan place rue platz straße square
    singel park box unit flat apt apartment studio shop garage
    """)
"""How such a house may begin."""
SWEDISH = words_in("gata väg torg gränd backe plats plan stig tvärgata allé kaj")


def phrased(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """The start of a street that is any noun, where somebody lives there or one house has something: "am bahnhof 2 ist"."""
    last = tokens[at - 1]
    if len(last.text) < 3 or last.small in words.PARTICLES or last.small in words.COUNTED:
        return None
    begin = phrase(tokens, at)
    stately = begin < at - 1
    for start in {begin, at - 1}:
        if words.HOME.search(before(text, tokens[start].start, 60)) and CLOSED.match(text, end):
            return tokens[begin].start if stately or not is_word(last.text) else None
    proper = tokens[begin].small in BEFORE_PLACES
    if (
        stately
        and tokens[begin].begins
        and proper
        and one_of(tokens, number_at(tokens, at), end)
        and SINGLE.match(text, end)
    ):
        return tokens[begin].start
    return None


BEFORE_PLACES = words_in("am zum zur hinterm unterm achter auf unter hinter an")
"""Before a place, and seldom before a thing that has a number."""


def number_at(tokens: Sequence[Token], at: int) -> int:
    """The place of the number itself, behind "nr" perhaps."""
    return at if tokens[at].number else at + 1


def phrase(tokens: Sequence[Token], at: int) -> int:
    """Where a noun's phrase begins: with "am", "hinter der", "zum alten"."""
    begin = at - 1
    while begin > 0 and at - begin < 4 and tokens[begin].gap == " ":
        small = tokens[begin - 1].small
        described = (
            begin == at - 1
            and small.endswith(("en", "e", "er", "a"))
            and begin > 1
            and tokens[begin - 2].small in words.STATELY
        )
        if not (small in words.STATELY or small in {"dem", "der", "den", "langs"} or described):
            break
        begin -= 1
    return begin


def belgian(text: str, tokens: Sequence[Token], at: int, end: int) -> int | None:
    """The start of a French street in small letters before its number, as in Belgium: "rue basse 17"."""
    for first in range(at - 2, max(-1, at - 6), -1):
        token = tokens[first]
        if not (tokens[first + 1].gap == " " or dotted(token, tokens[first + 1].gap)) or token.number:
            return None
        if token.small in STREETS_FR:
            name = tokens[first + 1 : at]
            if name and name[-1].small in words.OF_FRENCH:
                return None
            named = any(word.small not in words.OF_FRENCH and is_name_fr(word) for word in name)
            bad = any(word.small in NO_NAME_FR or word.number for word in name)
            clear = CLOSED.match(text, end) or PLACE.search(before(text, token.start))
            return token.start if named and not bad and clear else None
    return None
