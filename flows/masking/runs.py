"""Finds runs of words that could be one name, and the words around that make a place of it; must not know who is a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.masking import cues
from flows.masking.lexicon import (
    Sort,
    bears_surname,
    is_familiar,
    is_first,
    is_listed_surname,
    is_nobody,
    is_surname,
    sort_of,
)
from flows.masking.spans import GAP
from flows.masking.words import Word, is_german, is_headline, words_of

LENGTH = 5
"""Words a name may have, particles included."""
LINKS = {" ", "-", " - "}
ROMAN = re.compile(r"(?=[IVX]{2,})X?(?:IX|IV|V?I{0,3})")
"""Behind a name these make a king of it."""
COUNT = re.compile(r"(?:^| )[0-9]+(?:[.,][0-9]+)?+ $")
"""A number right before a word counts it: "20 Mark"."""
OWN_NUMBER = re.compile(r" [0-9]{1,3}(?![0-9.,:/-]*[0-9])")
"""Right behind a word that is called by it: "Tor 3"."""
PARTS = cues.PARTICLES | {"t"}
NAMING = (cues.BEFORE | cues.SAINTS) - cues.ARTICLES - cues.RANKS
"""With a capital at the beginning of a run these make a place or a storm of it: "Stade Geoffroy Guichard"."""
AFTER_INITIAL = {". ", "."}


@dataclass(frozen=True)
class Sentence:
    """The words of a text, and what their capitals are worth."""

    words: tuple[Word, ...]
    german: bool
    headline: bool
    tail: str = ""
    """What stands behind the last word."""

    @classmethod
    def of(cls, text: str) -> Sentence:
        """A text, taken apart."""
        words = words_of(text)
        return cls(words, is_german(words), is_headline(words), text[words[-1].end :] if words else "")

    def telling(self, at: int) -> bool:
        """Whether a capital here can only be a name's."""
        word = self.words[at]
        return word.capital and not word.shouted and not word.begins and not self.german and not self.headline

    def stops(self, at: int) -> bool:
        """Whether the sentence, or a part of it, ends behind a word."""
        return at + 1 >= len(self.words) or not self.words[at + 1].joined

    def small(self, at: int) -> str:
        """The word at a place in small letters, "" beyond the ends."""
        return self.words[at].small if 0 <= at < len(self.words) else ""


def initials(sentence: Sentence, at: int) -> int:
    """The place of the first word behind initials such as "J. P.", 0 if there are none."""
    words = sentence.words
    end = at
    if words[at].gap == "." or words[at].small == "m":
        return 0
    while end < min(at + 3, len(words)) and len(words[end].text) == 1 and words[end].capital:
        if end + 1 >= len(words) or words[end + 1].gap not in AFTER_INITIAL:
            return 0
        end += 1
    if end == at:
        return 0
    while end < len(words) and words[end].small in cues.PARTICLES and words[end].gap in {" ", ". "}:
        end += 1
    return end if end < len(words) and words[end].capital and len(words[end].text) > 2 else 0


def particles(sentence: Sentence, at: int) -> int:
    """The place of the capital behind particles such as "van der", the place itself if there is none."""
    words = sentence.words
    end = at
    last = min(at + LENGTH, len(words))
    while end < last and words[end].small in PARTS and (end == at or words[end].gap in {" ", " '"}):
        end += 1
    return end if end < len(words) and words[end].joined and words[end].capital else at


def run_from(sentence: Sentence, at: int) -> int:
    """Where the words end that could be one name: capitals in a row, with particles and initials between them."""
    words = sentence.words
    end = at + 1
    while end < len(words) and end - at < LENGTH and not words[end - 1].owner:
        ahead = end
        while (
            ahead < len(words) and ahead - at < LENGTH and words[ahead].small in cues.PARTICLES and words[ahead].joined
        ):
            ahead += 1
        if ahead >= len(words) or not continues(sentence, at, ahead):
            break
        end = ahead + 1
    return end


def continues(sentence: Sentence, at: int, ahead: int) -> bool:
    """Whether a word goes on with the name that began at another one."""
    word, first = sentence.words[ahead], sentence.words[at]
    linked = word.gap in LINKS or (
        word.gap in AFTER_INITIAL and len(sentence.words[ahead - 1].text) == 1 and ahead - 1 > at
    )
    if not linked or word.small in cues.MONTHS_AND_DAYS or titled(sentence, ahead):
        return False
    if not first.capital:
        return (
            word.small.isalpha()
            and not word.capital
            and word.joined
            and (is_listed_surname(word.text) or is_familiar(word.text))
        )
    if not word.capital or (word.shouted and not first.shouted):
        return word.capital and len(word.text) == 1 and word.text != "I"
    if word.small in cues.PLACES and sentence.words[ahead - 1].small not in cues.PARTICLES:
        return False
    if len(word.text) == 1 or is_surname(word.text) or sort_of(word.text) >= Sort.CUE:
        return True
    return sentence.telling(ahead) and not is_nobody(word.text) and sort_of(first.text) is Sort.NAME


def vetoed(sentence: Sentence, at: int, end: int) -> bool:
    """Whether the words around make a run of capitals a place, a maker or a king."""
    words = sentence.words
    after = words[end] if end < len(words) else None
    possessive = words[end - 1].owner
    if end - at > 1 and words[at].capital and words[at].small in NAMING and words[at + 1].joined:
        return True
    if after and after.joined and ROMAN.fullmatch(after.text):
        return True
    gap = after.gap if after else sentence.tail
    whole = end - at > 1 and sort_of(words[at].text) >= Sort.PERHAPS and is_surname(words[end - 1].text)
    if (
        gap[1:2].isdigit()
        and OWN_NUMBER.match(gap)
        and words[at].capital
        and sort_of(words[at].text) < Sort.NAME
        and not whole
    ):
        return True
    if after and after.joined and not words[at].capital and is_street(after.small, fixed=False):
        return True
    if words[at].capital and COUNT.search(words[at].gap) and sort_of(words[at].text) < Sort.NAME:
        return True
    if at and words[at].small in cues.PLACES and words[at - 1].capital and sort_of(words[at - 1].text) < Sort.NAME:
        return words[at].joined
    handed = is_handed(sentence, at, end)
    sainted = at > 0 and words[at].joined and sentence.small(at - 1) in cues.SAINTS and not handed
    if saintly(sentence, at, end) or sainted:
        return True
    for one, other in ((end - 1, end), (at - 1, at)):
        firm = one >= 0 and other < len(words) and "&" in words[other].gap
        if firm and words[one].small == words[other].small:
            return True
        if firm and min(sort_of(words[one].text), sort_of(words[other].text)) < Sort.PERHAPS:
            return True
    behind = words[at + 1 : end] + ((after,) if after and after.joined and after.capital else ())
    fixed = sentence.small(at - 1) in cues.ARTICLES
    if any(is_street(word.small, fixed=fixed and not (handed and bears_surname(word.text))) for word in behind):
        return True
    if any(compound(word.text) for word in words[at:end]):
        return True
    if end == at + 1 and "-" in words[at].text and is_street(words[at].small, fixed=True):
        return True
    if after and after.joined and words[end - 1].small.endswith("s") and cues.INSTITUTE.search(after.small):
        return True
    return bool(after and after.joined and after.small in cues.PLACES and (after.capital or not possessive))


def is_handed(sentence: Sentence, at: int, end: int) -> bool:
    """Whether "het" right before a run is "it", handed to whom the run names: "vraag het Kees", not "bij het Kees Boekeplein"."""
    words = sentence.words
    if at == 0 or sentence.small(at - 1) not in cues.OBJECTS or not words[at].joined:
        return False
    if sentence.small(at - 2) in cues.LYING or leads_to_place(sentence, end):
        return False
    common = (is_familiar(words[at].text) or words[at].small in cues.SELDOM) and words[at].small not in cues.EACH
    if not words[at].capital and not common:
        return False
    back, ahead = at - 2, end
    while back >= 0 and at - back < LENGTH and words[back + 1].joined and sentence.small(back) in cues.AMONG:
        back -= 1
    while ahead < len(words) and ahead - end < LENGTH and sentence.small(ahead) in cues.AMONG | cues.HELPING:
        ahead += 1
    verb = sentence.small(back) if words[back + 1].joined else ""
    spoken = any(sentence.small(place) in cues.SUBJECTS for place in range(back - 1, at - 1))
    if verb in cues.HANDING or sentence.small(ahead) in (cues.HANDED | cues.HANDING if spoken else cues.HANDED):
        return True
    if verb in cues.HELPING and spoken:
        return any(word.small in cues.HANDED for word in words[end : end + 2 * LENGTH])
    if sentence.small(at - 2) in cues.BEING:
        return sentence.stops(end - 1) or sentence.small(end) == "die"
    return sentence.small(at - 2) in cues.THAT and sentence.small(end) in cues.BEING and sentence.stops(end)


def leads_to_place(sentence: Sentence, end: int) -> bool:
    """Whether capitals go on behind a run, up to a street's or a building's word: "het Maria Austria plantsoen"."""
    words = sentence.words
    last = end
    while last < len(words) and last - end < LENGTH and words[last].joined and words[last].capital:
        last += 1
    near = sentence.small(last) if last < len(words) and words[last].joined else ""
    return last > end and any(
        is_street(word, fixed=True) or word in cues.PLACES for word in (near, words[last - 1].small)
    )


def compound(word: str) -> bool:
    """Whether a noun hangs on a name by a hyphen: "Larsson-idyll", "Eva-lampan"; not "Kees-jan"."""
    front, hyphen, last = word.rpartition("-")
    known = not hyphen or last.startswith("achtig") or is_first(last) or bears_surname(last)
    return front[:1].isupper() and last.islower() and len(last) > 3 and not known


def is_street(word: str, *, fixed: bool) -> bool:
    """Whether the last word of a name is a street's or a building's; fixed: with "the" before the name."""
    return len(word) > 6 and bool(cues.STREET.search(word) or (fixed and cues.HOUSE.search(word)))


def lies_in(sentence: Sentence, at: int) -> bool:
    """Whether a word before makes a place of a name: "rue Jean Jaurès", "place du Maréchal Foch"."""
    words = sentence.words
    back = at - 1
    while back >= 0 and words[back + 1].joined and at - back < 4 and words[back].small in cues.RANKS:
        back -= 1
    ranked = any(word.small in cues.RANKS - {"de", "du", "des", "la"} for word in words[back + 1 : at])
    place = sentence.small(back).removeprefix("l'").removeprefix("d'")
    near = back >= 0 and words[back + 1].joined and place in cues.BEFORE
    return near and (back == at - 1 or ranked or place in {"rue", "avenue", "boulevard"})


def saintly(sentence: Sentence, at: int, end: int) -> bool:
    """Whether it is a saint's, a building's or somebody's whom all know: no cue helps there."""
    words = sentence.words
    if end < len(words) and words[end].joined and not words[end - 1].owner and words[end].small in cues.BUILDINGS:
        return True
    if lies_in(sentence, at):
        return True
    before, word = sentence.small(at - 1), words[at].small
    if before in {"st", "saint", "sint", "sankt"} and words[at].gap in {" ", ". "}:
        return True
    after = sentence.small(at + 1)
    if (before, word) in cues.NOBODIES or ((word, after) in cues.NOBODIES and (end - at <= 2 or after in PARTS)):
        return True
    return (after in cues.AND and firm(sentence, at)) or (before in cues.AND and firm(sentence, at - 2))


def firm(sentence: Sentence, at: int) -> bool:
    """Whether two words with "and" between them are one maker or tale: "Marks and Spencer"."""
    words = sentence.words
    if at < 0 or at + 2 >= len(words):
        return False
    return (words[at].small, words[at + 2].small) in cues.NOBODIES


def titled(sentence: Sentence, at: int) -> bool:
    """Whether a word is a title before a name, or a particle: no part of the name, or no beginning of one."""
    word = sentence.words[at]
    follows = at + 1 < len(sentence.words) and sentence.words[at + 1].gap in {" ", ". ", "."}
    title = (word.small,) in cues.TITLED or (word.small,) in cues.CIVIC
    if word.small == "m" and at + 1 < len(sentence.words) and len(sentence.words[at + 1].text) == 1:
        return False
    return (title and (follows or sort_of(word.text) < Sort.PERHAPS)) or word.small in cues.PARTICLES


def labelled(sentence: Sentence, at: int) -> bool:
    """Whether a word with a capital stands alone before or behind what was taken out: "Hargreaves, [address]"."""
    words = sentence.words
    word = words[at]
    after = words[at + 1].gap if at + 1 < len(words) else sentence.tail
    if not word.capital or not word.begins:
        return False
    leads = (not word.gap.strip(" ,") or GAP in word.gap) and after[:3].strip(" ,;:") == GAP
    ends = word.gap.strip(" ,") == GAP and after.strip(" ") in {"", ".", ","}
    return leads or ends


def undetermined(sentence: Sentence, at: int) -> bool:
    """Whether a German word amid a sentence stands alone, as names do and nouns seldom."""
    word, before = sentence.words[at], sentence.words[at - 1]
    if not word.capital or word.shouted or word.begins or sentence.headline or not word.joined:
        return False
    if before.small == "mit" and word.small in cues.THINGS:
        return False
    return not (before.small in cues.DETERMINED or (before.capital and before.small.endswith("er")) or before.capital)
