"""Finds names in small letters, and names that are words too, by what people do, where they live and how old they are.

Must not know numbers or addresses. "piet heeft de sleutel", "rose and me", "Jean next door", "lotte 12 jaar".
"""

from __future__ import annotations

import re

from flows.masking import cues
from flows.masking.circles import FROM, IN, SELF
from flows.masking.lexicon import Sort, is_small_word, is_well_known, sort_of
from flows.masking.runs import Sentence
from flows.masking.spans import words_in

PERSONAL = cues.SMALL_SAYS | words_in("""
    replies shouts moans cooks bakes smiles volunteers organises runs leads chairs teaches wrote fixed helped explained lives cooked baked
    regelt belt appt klaagt lacht praat werkt woont kookt bakt luistert roept schreeuwt zeurt maait leidt regelde kookte beloofde komt kwam
    redet hilft schreit lacht meckert kümmert wohnt arbeitet leitet grillt mäht kocht kommt kam backt bringt organisiert
    crie aide travaille habite jardine parle répond écoute râle cuisine organise dirige vient
    klipper hjälper sköter lagar bakar pratar lyssnar skriker leder fixar svarar ordnar bor jobbar kommer
    """) - words_in("will wil want know")
"""What people do and things seldom, behind a name in small letters."""
WITH_SURE = words_in("""
    van met bij tegen voor door zonder aan naar with from for by without mit von bei für ohne gegen avec chez pour par sans contre med av
    från hos till för utan mot kent ken kende knows know knew likes like loves met zei sagt sagte said told kennt mag liebt connaît aime
    aiment känner gillar laut selon enligt volgens
    """)
"""Right before a name that is nothing else in small letters, or seldom."""
ASKED_SMALL = words_in("zei zegt sagte sagt säger kent kennt gillar känner aan tegen hos chez") | words_in("according")
"""Right before a name that is a word too."""
BEHIND = cues.ACTS | words_in("""
    mag moet wil zou gaat dat of and en und och et about over erover darüber om to for at even maar eens wel niet not kam kann om att que
    dass for met mit it er erbij det på the
    """)
"""What may follow a name that is not the end."""
AGE = re.compile(r",? [0-9]{1,2} ?")
AGES = words_in("jaar jr år ans yrs yr years jahre jährig j")
"""Behind a number they are somebody's age."""
LIMITS = words_in("max min per dag")
"""Names that are said of an age as words."""
ORDINALS = words_in("e er ème eme")
"""Behind a digit they are a floor: "du 3e"."""
HAS = words_in("has heeft hat har a had hade")
KEYS = words_in("key keys sleutel sleutels schlüssel nyckel nyckeln nycklarna clé clés clef clefs")
"""What people have, a few words behind their name."""
NEARBY = words_in("upstairs downstairs hiernaast nebenan")
FLOORS = words_in("""
    rez boven beneden hiernaast nebenan oben unten upstairs downstairs number nummer nr no flat
    opposite overkant next tweede derde eerste vierde
    ersten zweiten dritten vierten hinterhaus trean tvåan ettan fyran premier troisième deuxième second third first
    """)
"""Where neighbours live."""


def in_small(sentence: Sentence, at: int, sort: Sort) -> bool:
    """Whether a name in small letters that is a word too is somebody's by what it does or by what is done with it.

    "piet heeft de sleutel", "van bram mag het niet", "rose and me", "bill from number 9".
    """
    word = sentence.words[at]
    if sort < Sort.PERHAPS or len(word.text) < 3:
        return False
    sure = sort is Sort.NAME and not is_small_word(word.text) and is_well_known(word.text)
    before, after = sentence.small(at - 1), sentence.small(at + 1)
    joined = not sentence.stops(at)
    opens = word.begins or (before in cues.AND and word.joined)
    if word.begins and joined and after in cues.AND | {"n"} and (sentence.small(at + 2) in SELF or both(sentence, at)):
        return True
    if opens and joined and after in HAS and any(sentence.small(place) in KEYS for place in (at + 2, at + 3)):
        return True
    if aged(sentence, at) or (sure and word.begins and joined_age(sentence, at)):
        return True
    if (
        opens
        and joined
        and (
            after in PERSONAL
            or (sure and after in cues.ACTS)
            or (after in FROM and from_floor(sentence, at + 2, sure=sure))
        )
    ):
        return True
    led = word.joined and before in (WITH_SURE if sure else ASKED_SMALL)
    return led and (sentence.stops(at) or after in BEHIND)


def both(sentence: Sentence, at: int) -> bool:
    """Whether "and" joins a word to another one, and each may be a first name: "zoé et tom"."""
    beside = sentence.words[at + 1 : at + 3]
    if len(beside) < 2 or beside[0].small not in cues.AND | {"n"} or not beside[1].joined or len(beside[1].text) < 3:
        return False
    return min(sort_of(sentence.words[at].text), sort_of(beside[1].text)) >= Sort.PERHAPS


def aged(sentence: Sentence, at: int) -> bool:
    """Whether somebody's age stands behind: "lotte 12 jaar"."""
    after = sentence.words[at + 1] if at + 1 < len(sentence.words) else None
    return (
        after is not None
        and after.small in AGES
        and AGE.fullmatch(after.gap) is not None
        and sentence.small(at) not in LIMITS
    )


def joined_age(sentence: Sentence, at: int) -> bool:
    """Whether a number stands between a name and what goes on with the sentence: "jonas 12 will fussball"."""
    return at + 1 < len(sentence.words) and AGE.fullmatch(sentence.words[at + 1].gap) is not None


def lives_near(sentence: Sentence, at: int) -> bool:
    """Whether a word begins a sentence and it is said where that neighbour lives: "Rosemary from flat 6", "Jean next door"."""
    if not sentence.words[at].begins or sentence.stops(at):
        return False
    after = sentence.small(at + 1)
    return (
        (after in FROM | IN and from_floor(sentence, at + 2, sure=False))
        or after in NEARBY
        or (after == "next" and sentence.small(at + 2) == "door")
    )


def from_floor(sentence: Sentence, at: int, *, sure: bool) -> bool:
    """Whether a floor or a house's number stands there: "van 3 hoog", "from number 9"."""
    word = sentence.words[at] if at < len(sentence.words) else None
    if word is not None and word.small in ORDINALS and word.gap.strip().isdigit():
        return True
    return word is not None and ((sure and any(char.isdigit() for char in word.gap)) or word.small in FLOORS)
