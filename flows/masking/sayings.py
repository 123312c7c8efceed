"""Knows first names that are nobody's: in sayings, of shops, and of plants and animals; must not know titles, numbers or addresses.

"Klaar is Kees", "Dirk is goedkoper", "Björn har setts i skogen". Whoever is titled or named outright is somebody all the same.
"""

from __future__ import annotations

from flows.masking import cues
from flows.masking.lexicon import Sort, is_small_word, is_word, sort_of
from flows.masking.runs import Sentence
from flows.masking.spans import words_in

SAYINGS = cues.phrases("""
    klaar is kees, joost mag het weten, joost mag weten, dat mag joost weten, jan met de pet, jan en alleman, jan lul, jan steen, jan salie,
    jan klaassen, jan de wasser, jan boezeroen, jan splinter, jan doedel, jan boel, jan publiek, jan soldaat, jantje lacht,
    jantje huilt, jantje van leiden, jantje contrarie, sint en piet, pietje bell, brave hendrik, malle pietje, dolle mina, vrolijke frans,
    saaie piet, hoge piet, holle bolle gijs, ware jacob, van dale, willem de zwijger, willem van oranje, hans en grietje, houten klaas,
    stijve klaas, ot en sien, saskia en serge, bert en ernie, bassie en adriaan, peppi en kokki, suske en wiske,
    kalle anka, svenne banan, nils holgersson, pelle svanslös, svea rike, svea rikes, mor svea, moder svea, svea hovrätt, per capita,
    emil i lönneberga, karlsson på taket, karl xii, kalle på spången, fia med knuff, elsa från frost, anna och hans bror, bill och bull,
    moa martinson, moa martinsons, lars kagg, lars kaggs, janne långben, nalle puh, ronja rövardotter, sven dufva, bror duktig,
    hinz und kunz, krethi und plethi, hans guckindieluft, hans wurst, hans dampf, jan und hein, mein name ist hase, adam riese,
    flotter otto, schwarzer peter, schwarzen peter, tante emma, ernst beiseite, prinz eugen, meister lampe, fritz walter,
    karl may, wilhelm busch, till eulenspiegel, hans huckebein, heinz erhardt,
    bob your uncle, dick and harry, dear john, jack of all, jack the lad, billy no mates, john bull, joe public, peeping tom,
    doubting thomas, jekyll and hyde, simple simon, heath robinson, taj mahal, harvey nichols, john o'groats, smart alec,
    nervous nellie, mary celeste, gordon bennett, even stevens, steady eddie, flash harry, jack frost, joe soap,
    darby and joan, punch and judy, moaning minnie, rosie lee, florence and fred, rip van winkle, hope and pray,
    billy goat, cock robin, bonnie and clyde, uncle tom cobley,
    pierre ni paul, ni pierre, ni paul, pierre ou paul, pierre ou jacques, pierre ou de jacques, pierre paul et jacques,
    paul ou jacques, déshabiller pierre, habiller paul, habiller jacques, robin des, roger bontemps, jacques a dit, auguste comte,
    pierre curie, pierre et marie curie, jean qui rit, jean qui pleure, gros jean, le petit robert, sophie la girafe, marie chantal,
    jean foutre, alma mater, jenny wren, norman arch, aurore boréale, nick nacks, peter pence, bertie bassett, dennis the menace,
    pim fortuyn, truus de mier, joris en de draak, hugo de groot, anna paulowna, tage danielsson, sven duva,
    olle i skogen, josef och maria, jozef en maria, maria und josef, marie et joseph, mary and joseph, adam och eva, lill-babs,
    tvivlande tomas, ongelovige thomas, ungläubiger thomas, herr gårman, fru fortuna, vrouwe justitia, frau holle, monsieur propre,
    madame irma, madame tussauds, mrs doubtfire, mrs brown's, dr who, dr strange, monsieur hulot, monsieur patate,
    mevrouw de uil, meneer de uil, koekiemonster, buurman en buurman, herr mannelig, fröken ur, frau antje, herr biedermann, boule
    et bill, paul et virginie, père fouettard, marianne et la république, auguste blanqui, victor et célestin
    """)
"""What is said of nobody, with the names in it."""
STARTS = frozenset(phrase[0] for phrase in SAYINGS)
LONGEST = max(len(phrase) for phrase in SAYINGS)
MAKERS = words_in("dirk otto max douglas jules paul albert norma penny marie jamin kiko lindex camille celio heine")
"""Shops called by a bare first name."""
OTHERS = words_in("""
    lidl aldi jumbo ah plus hema zalando amazon bol ikea mcdonalds mcdonald's blokker coop ica willys hemköp tesco asda rewe edeka
    kaufland rossmann carrefour leclerc auchan netto action kruidvat etos picnic hoogvliet vomar shein temu burger king
    """)
"""Shops beside which such a name is a shop's too."""
PRICES = words_in("""
    cheaper cheap pricey pricier dearer expensive supermarket goedkoper goedkoop duurder duur goedkoopst supermarkt winkel filiaal folder
    billiger billig teurer teuer filiale laden dyrt dyr dyrare billigare billigt affär affären butik butiken cher chère chers magasin
    """)
"""What is said of shops, a few words behind their name."""
ORDERS = words_in(
    "bestellen liefert levert levererar delivers livre beställa commander betaal betaalt zahlt filiale paketen pakete"
)
"""What is done with shops, right behind their name."""
IS = words_in("is är ist est heet heißt heter was war var était")
CALLED = words_in("heet heette heter hette heißt hieß called s'appelle")
BEARERS = words_in(
    "schip veerpont veerboot färjan båten schiff fähre bateau péniche ferry boat ship cat kat katten katze chat"
)
"""What bears a name that stands right behind it."""
LIES = words_in("har had has heeft hat går läcker ligt liegt ligger vaart kommt komt a lekt")
"""What is said of ships and pets behind their name."""
THINGS = (
    "app",
    "zaal",
    "boot",
    "schip",
    "båten",
    "hunden",
    "katten",
    "appen",
    "salen",
    "schiff",
    "katze",
    "hund",
    "saal",
)
A = words_in(
    "a an the our my een de het onze ons mijn ett en vår min ein eine der die das unser unsere mein meine un une le la notre mon ma"
)
ROOMS = words_in("""
    room ward hall pub ship boat ferry cat dog horse school street estate storm kamer zaal lokaal school schip boot veerpont kat hond poes
    paard straat wijk storm kroeg rum sal kvarter lekplats lekplatser skola båt färja katt hund häst storm gata park förskola raum saal
    schiff fähre katze hund pferd schule straße sturm kneipe salle bateau bac chat chien cheval école rue tempête bar café museum gebouw
    gebäude bâtiment hus byggnad station statue staty statyn standbeeld denkmal puben katten hunden skolan rummet salen
    båten färjan kvarteret app tram tåg trein zug train
    """)
"""What has a name and is nobody."""
GROWS = words_in("""
    setts siktades siktats sågs synts skjutits fångats finns fanns växer växte blommar slog slår bloeit bloeien groeit groeien blüht blühen
    wächst wachsen wuchert ruikt geurt duftet duften doftar sjunger singt zingt fluit blooms bloom grows grow sprouts fleurit
    fleurissent pousse poussent
    """)
"""What plants and animals do, and what is done to them."""


def nobodys(sentence: Sentence, at: int) -> bool:
    """Whether a first name stands for nobody: in a saying, as a shop's, a room's, a plant's or an animal's."""
    return any(sign(sentence, at) for sign in (in_saying, of_shop, of_thing, grows))


def of_thing(sentence: Sentence, at: int) -> bool:
    """Whether a name is a room's, a school's, a pet's: "Hampus är ett rum", "de hond heet Max"."""
    if sentence.small(at - 1) in CALLED and sentence.words[at].joined and at > 1:
        back = at - 3 if sentence.small(at - 2) in {"is", "was", "wordt", "s"} else at - 2
        thing = sentence.small(back)
        return thing in ROOMS or thing.endswith(THINGS)
    if sentence.small(at - 1) in BEARERS and sentence.words[at].joined:
        return sentence.stops(at) or sentence.small(at + 1) in IS | LIES
    if sentence.small(at + 1) not in IS or not sentence.words[at + 1].joined:
        return False
    places = (at + 2, at + 3) if sentence.small(at + 2) in A else (at + 2,)
    return any(sentence.small(place) in ROOMS for place in places)


def in_saying(sentence: Sentence, at: int) -> bool:
    """Whether a word is part of a saying."""
    for start in range(max(0, at - LONGEST + 1), at + 1):
        if sentence.small(start) not in STARTS:
            continue
        for length in range(at - start + 1, LONGEST + 1):
            if tuple(word.small for word in sentence.words[start : start + length]) in SAYINGS:
                return True
    return False


def of_shop(sentence: Sentence, at: int) -> bool:
    """Whether a first name is a shop's by its prices, by an order or by the shop beside it."""
    word = sentence.words[at]
    if not word.capital or word.small not in MAKERS or word.owner:
        return False
    behind = [sentence.small(place) for place in range(at + 1, at + 5) if place < len(sentence.words)]
    near = sentence.small(at + 2) in OTHERS and sentence.small(at + 1) in cues.AND | {"of", "or", "ou", "oder", "eller"}
    near = near or (
        sentence.small(at - 2) in OTHERS and sentence.small(at - 1) in cues.AND | {"of", "or", "ou", "oder", "eller"}
    )
    dutch = sentence.small(at - 1) == "de" and word.small in {"dirk", "jumbo"}
    priced = behind[:1] != [] and sentence.words[at + 1].joined and not PRICES.isdisjoint(behind)
    return near or dutch or priced or (behind[:1] != [] and behind[0] in ORDERS)


def grows(sentence: Sentence, at: int) -> bool:
    """Whether a name that is a word too begins a sentence, and what it does is a plant's or an animal's."""
    word = sentence.words[at]
    if not word.begins or not (is_small_word(word.text) or is_word(word.text) or sort_of(word.text) is Sort.CUE):
        return False
    after = sentence.small(at + 1)
    return after in GROWS or (
        after in {"har", "hade", "heeft", "och", "en", "und", "and", "et"} and sentence.small(at + 2) in GROWS
    )
