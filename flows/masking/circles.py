"""Finds names in no list by their grammar: who is spoken of as a person must be one; must not know numbers or addresses.

"Quorvath and I", "Quorvath, our caretaker", "our caretaker, Quorvath,", "Quorvath from accounts", "Quorvath's mother". No noun of
German, where all of them have capitals, is taken for a name so.
"""

from __future__ import annotations

import re

from flows.masking import cues
from flows.masking.lexicon import (
    Sort,
    is_familiar,
    is_listed_surname,
    is_nobody,
    is_surname,
    sort_of,
)
from flows.masking.runs import Sentence, particles
from flows.masking.spans import words_in

SELF = words_in("i me myself ik mij mezelf ich mir mich moi jag mig")
"""Whoever writes."""
KIN = words_in("""
    mum mom mother dad father brother sister wife husband son daughter uncle aunt partner girlfriend boyfriend moeder vader
    broer zus vrouw man zoon dochter mamma pappa mor far bror syster fru dotter
    """)
"""Whom only people have."""
THEIR = words_in("his her their zijn haar hun son sa ses hans hennes sin")
FROM = words_in("from van uit aus von vom du de från")
IN = words_in("in at op bij bei i på")
DEPARTMENTS = words_in("""
    hr it finance accounts accounting reception payroll sales marketing legal procurement maintenance housekeeping upstairs
    downstairs nights night kitchen ward security facilities admin operations logistics warehouse
    receptie balie administratie boekhouding personeelszaken keuken overkant nachtdienst magazijn inkoop verkoop salaris
    buchhaltung empfang personalabteilung nebenan oben unten küche verwaltung nachtschicht lager einkauf vertrieb
    compta comptabilité accueil rh ménage cuisine entretien secrétariat achats
    ekonomi ekonomin reception receptionen lön växeln köket lagret förvaltningen personalavdelningen
    """)
"""Where people work or live, behind "from"."""
BEFORE_NAMES = words_in("mit von für bei ohne die der dem den beim vom an")
"""Before a small familiar name in German, where it stands for no noun."""
CAMEL = re.compile(r"(?<!Mc)(?<!Mac)(?<!Fitz)(?<!Van)(?<!De)(?<!['-])(?<=.)[A-ZÀ-Þ]|[0-9]")
"""A capital within a word: a product ("ChatGPT"), not McDonald."""
TOWARDS = words_in("in at i à en te near från from")
"""Before a town."""
TELLING = words_in("""
    said says told tells promised explained complained shouted mentioned suggested admitted replied whispered zei zegt vertelde
    vertelt vroeg beloofde klaagde sagte erzählte säger berättade lovade
    """)
"""What only people do, seldom an office."""
ASKED = words_in("""
    ask asked tell told hi hello hey dear hoi hallo beste lieve hej bonjour cher chère salut liebe lieber vroeg gevraagd
    fråga frågade tackade thanked thanks merci tack bedankt
    """)
"""Before whom one speaks to."""


def is_spoken_of(sentence: Sentence, at: int, end: int, sort: Sort) -> bool:
    """Whether the words around tell that an unknown or ambiguous word with a capital is a person's name."""
    word = sentence.words[at]
    if word.shouted or sort < Sort.UNKNOWN or sentence.headline or len(word.text) < 2:
        return False
    if CAMEL.search(word.text):
        return False
    if "'" in word.text and not word.text.partition("'")[2][:1].isupper():
        return False
    if described(sentence, at, end) or in_town(sentence, at, end):
        return True
    return not sentence.german and (
        with_me(sentence, at, end)
        or works_there(sentence, end)
        or (sentence.words[end - 1].owner and sentence.small(end) in KIN and sentence.words[end].joined)
        or speaks(sentence, at, end)
        or (sentence.telling(at) and word.joined and sentence.small(at - 1) in ASKED)
        or (sentence.telling(at) and word.joined and is_listed_surname(word.text) and cited(sentence, at))
    )


def speaks(sentence: Sentence, at: int, end: int) -> bool:
    """Whether it tells something right behind the name."""
    if end >= len(sentence.words) or not sentence.words[end].joined:
        return False
    amid = sentence.telling(at) and sentence.small(at - 1) not in cues.ARTICLES | cues.PARTICLES | TOWARDS | {"of"}
    return sentence.small(end) in TELLING and (sentence.words[at].begins or amid)


def in_town(sentence: Sentence, at: int, end: int) -> bool:
    """Whether somebody does something in a town named before: "In Leeds Whitcombe did the same", "I Lund sa Ekholm"."""
    words = sentence.words
    doing = sentence.small(at - 1) in (cues.ACTS | TELLING | cues.BESIDE) - FROM
    town = at - 2 if doing else at - 1
    if town < 1 or sentence.small(town - 1) not in TOWARDS or not all(word.joined for word in words[town : at + 1]):
        return False
    if not words[town].capital or sort_of(words[town].text) >= Sort.CUE or sort_of(words[at].text) is not Sort.UNKNOWN:
        return False
    if doing:
        return not sentence.german or (is_listed_surname(words[at].text) and is_nobody(words[town].text))
    does = sentence.small(end) in cues.ACTS - cues.STATES or has_done(sentence, end)
    return does and words[end].joined and not sentence.german


def has_done(sentence: Sentence, at: int) -> bool:
    """Whether a French participle stands behind "a": "a fait"."""
    return sentence.small(at) == "a" and sentence.small(at + 1).endswith(("é", "it", "is", "eu", "u"))


def enumerated(sentence: Sentence, at: int) -> bool:
    """Whether a small name stands behind another one and a comma: "ellie, josh and tom"."""
    before = sentence.words[at - 1].text if at else ""
    return sentence.words[at].gap == ", " and is_familiar(before) and sort_of(before) is Sort.NAME


def signing(sentence: Sentence, at: int) -> bool:
    """Whether a small word ends a text behind what ends a letter: "groetjes els", "bises lolo"."""
    last = at == len(sentence.words) - 1 and len(sentence.words[at].text) > 2
    sort = sort_of(sentence.words[at].text)
    told = sentence.small(at - 1) in cues.GREETINGS and sort is Sort.UNKNOWN
    return last and (sort >= Sort.CUE or told) and sentence.small(at - 1) in cues.CLOSINGS


def cited(sentence: Sentence, at: int) -> bool:
    """Whether "according to" stands before a word."""
    return any(tuple(sentence.small(place) for place in range(at - length, at)) in cues.ADDRESSED for length in (1, 2))


def with_me(sentence: Sentence, at: int, end: int) -> bool:
    """Whether it is named together with the writer or with family: "Quorvath and I", "Summer and her mum"."""
    words = sentence.words
    behind = words[end : end + 2]
    before = words[max(0, at - 2) : at]
    if len(before) == 2 and before[0].small in SELF and before[1].small in cues.AND and words[at].joined:
        return before[0].small != "i" and before[1].joined
    family = sentence.small(end + 1) in THEIR and sentence.small(end + 2) in KIN
    if len(behind) == 2 and behind[0].small in cues.AND and family and words[at].begins:
        return True
    linked = len(behind) == 2 and behind[0].small in cues.AND and behind[1].small in SELF
    return linked and words[at].begins and behind[0].joined and behind[1].joined


def kept_by(sentence: Sentence, at: int) -> bool:
    """Whether "my colleague" stands before a word and what people do behind it: "mijn collega achmed werkt hard"."""
    mine = sentence.small(at - 2) in cues.OWNERS and is_role(sentence.small(at - 1))
    return mine and sentence.small(at + 1) in cues.ACTS


def preceded(sentence: Sentence, at: int) -> bool:
    """Whether a surname with its particles begins a sentence and tells something: "Van den Berg said", "El Amrani belde"."""
    begin = particles(sentence, at)
    words = sentence.words
    if begin == at or not words[at].begins or begin + 1 >= len(words) or not words[begin + 1].joined:
        return False
    known = is_listed_surname(words[begin].text) or begin - at > 1 or words[at].small in {"el", "al", "bin", "ibn"}
    return known and is_surname(words[begin].text) and words[begin + 1].small in cues.SAYS | TELLING


def owning(sentence: Sentence, at: int) -> bool:
    """Whether it is a first name that owns what follows, as without an apostrophe: "Sabines Idee", "Anderssons hund"."""
    word = sentence.words[at]
    stem = word.small.removesuffix("s")
    follows = at + 1 < len(sentence.words) and sentence.words[at + 1].joined
    if stem == word.small or not follows or not word.text.istitle() or sort_of(word.text) is not Sort.UNKNOWN:
        return False
    noun = sentence.words[at + 1].capital if sentence.german else sentence.small(at + 1) not in cues.ACTS
    known = is_familiar(stem) or stem.endswith("sson")
    return known and noun and sort_of(stem) in {Sort.NAME, Sort.UNKNOWN}


def described(sentence: Sentence, at: int, end: int) -> bool:
    """Whether a role stands beside it, between commas: "Quorvath, our caretaker", "the coach, Quorvath, left"."""
    words = sentence.words
    behind = words[end : end + 2]
    if len(behind) == 2 and behind[0].gap == ", " and behind[0].small in cues.OWNERS - {"who", "qui", "som"}:
        return behind[1].joined and is_role(behind[1].small) and not sentence.german
    closed = end >= len(words) or words[end].gap.startswith((",", "."))
    owned = at > 1 and sentence.small(at - 2) in cues.OWNERS | cues.ARTICLES and is_role(sentence.small(at - 1))
    return owned and closed and words[at].gap == ", "


def is_role(word: str) -> bool:
    """Whether a word says what somebody is to others."""
    return word in cues.RELATIONS or cues.OFFICES.search(word) is not None


def works_there(sentence: Sentence, end: int) -> bool:
    """Whether a department stands behind "from" or "in": "lee in accounts"."""
    at = end
    if sentence.small(at) not in FROM | IN or not sentence.words[at].joined:
        return False
    at += 1
    while sentence.small(at) in cues.ARTICLES | {"our", "onze", "ons", "la", "l"}:
        at += 1
    return sentence.small(at).removeprefix("l'") in DEPARTMENTS


def busy(sentence: Sentence, at: int) -> bool:
    """Whether a small name does something, alone or together with another one: "kevin und mandy kommen"."""
    after, beyond = sentence.small(at + 1), sentence.small(at + 2)
    led = sentence.small(at - 1) in BEFORE_NAMES | cues.ACTS
    others = after in cues.AND and (is_familiar(beyond) or sort_of(beyond) is Sort.NAME)
    joined = at > 1 and sentence.small(at - 1) in cues.AND and is_familiar(sentence.small(at - 2))
    return led or after in cues.ACTS or others or joined


def paired(sentence: Sentence, at: int) -> bool:
    """Whether another name follows a small one, and then the sentence ends or halts: "ask bill or mark"."""
    beside = sentence.words[at + 1 : at + 3]
    if len(beside) < 2 or beside[0].small not in cues.AND or not all(near.joined for near in beside):
        return False
    known = sort_of(beside[1].text) is Sort.PERHAPS or is_familiar(beside[1].text)
    return known and (sentence.stops(at + 2) or is_familiar(beside[1].text))


def twins(sentence: Sentence, at: int) -> bool:
    """Whether an ambiguous name begins a sentence together with another one: "Frank und Heide haben"."""
    beside = sentence.words[at + 1 : at + 3]
    joined = len(beside) == 2 and beside[0].small in cues.AND and all(near.joined for near in beside)
    if not sentence.words[at].begins:
        return False
    return joined and beside[1].capital and not beside[1].shouted and sort_of(beside[1].text) >= Sort.PERHAPS
