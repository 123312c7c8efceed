"""Finds people's names by the words beside them and by lists of names; must not know numbers, chats or who is in the room.

A first name that is nothing else counts anywhere. One that is also a word, a plant or a month needs more: a cue, a
surname, or a place in the sentence where only names have capitals. A stranger's name in no list needs a cue.

Long: one function a reason to take a word for a name, which are weighed one after the other.
"""

from __future__ import annotations

from flows.masking import cues
from flows.masking.circles import (
    TOWARDS,
    busy,
    enumerated,
    has_done,
    is_spoken_of,
    kept_by,
    owning,
    paired,
    preceded,
    signing,
    twins,
    works_there,
)
from flows.masking.cues import Cue
from flows.masking.lexicon import (
    Sort,
    bears_surname,
    double,
    is_familiar,
    is_listed_surname,
    is_nobody,
    is_small_word,
    is_surname,
    is_word,
    sort_of,
)
from flows.masking.runs import (
    Sentence,
    initials,
    is_handed,
    labelled,
    particles,
    run_from,
    saintly,
    titled,
    undetermined,
    vetoed,
)
from flows.masking.sayings import in_saying, nobodys, of_thing
from flows.masking.small_names import aged, in_small, lives_near
from flows.masking.spans import Span, settle, words_in

OWNING = words_in(
    "my the a an our your his her their this that mijn de het een ons onze jouw mein der die das mon ma la le"
)
"""Before a word in capitals: an abbreviation, whatever it spells."""


ONE = words_in("a an een ein eine einen einem einer une ett")
"""Before a name that is hardly known these make a maker's thing of it: "a Raleigh"."""


def people(text: str) -> tuple[Span, ...]:
    """The names of people in a text; of titles ("Mrs") only what follows."""
    sentence = Sentence.of(text)
    found: dict[int, int] = {}
    at = 0
    while at < len(sentence.words):
        end, person = name_at(sentence, at)
        if person:
            found[at] = end
        at = end
    found = companions(sentence, found)
    for at in range(len(sentence.words)):
        if at not in found and labelled(sentence, at) and is_listed_surname(sentence.words[at].text):
            found[at] = at + 1
    words = sentence.words
    return settle(Span(words[start].start, words[end - 1].end, "person") for start, end in found.items())


def name_at(sentence: Sentence, at: int) -> tuple[int, bool]:
    """Where to go on behind a word, and whether what lies between is a name."""
    cue = cue_before(sentence, at)
    begin = initials(sentence, at) or at
    initial = begin > at
    if begin == at and (cue >= Cue.RELATED or preceded(sentence, at)):
        begin = particles(sentence, at)
    if begin > at and not initial and cue < Cue.RELATED:
        return run_from(sentence, begin), True
    if begin > at and not initial and cue is Cue.RELATED and surname_of_role(sentence, at, begin):
        return run_from(sentence, begin), True
    if titled(sentence, begin):
        return at + 1, False
    end = run_from(sentence, begin)
    if in_saying(sentence, begin) or of_thing(sentence, begin) or (cue < Cue.RELATED and nobodys(sentence, begin)):
        return at + 1, False
    if vetoed(sentence, at, end) if cue < Cue.RELATED else saintly(sentence, at, end):
        return end, False
    if is_name(sentence, begin, end, cue, initial=initial):
        return end, True
    return at + 1, False


def surname_of_role(sentence: Sentence, at: int, begin: int) -> bool:
    """Whether a surname with its particle stands behind a role: "onze huisarts de Bruin"; not so in "voorzitter van Feyenoord"."""
    word = sentence.words[begin]
    if not sentence.telling(begin) or is_nobody(word.text):
        return False
    return (
        begin - at > 1
        or sentence.words[at].small in {"de", "den", "der", "ter", "ten", "von"}
        or bears_surname(word.text)
    )


def is_name(sentence: Sentence, at: int, end: int, cue: Cue, *, initial: bool) -> bool:
    """Whether the words of a run are a person's name, given the cue before it."""
    word = sentence.words[at]
    sort = sort_of(word.text)
    if not word.capital or word.shouted:
        return small_name(sentence, at, sort, cue) or (word.shouted and loud_name(sentence, at, sort, cue))
    if sort is Sort.NAME:
        beside = sentence.words[at + 1 : at + 3]
        if is_small_word(word.text) and word.begins and len(beside) == 2 and beside[0].small in cues.AND:
            return beside[1].capital
        if end == at + 1 and word.joined and sentence.small(at - 1) in ONE and not is_familiar(word.text):
            return False
        return not (sentence.small(at + 1) in {"of", "up", "around"} and is_word(word.text))
    if owning(sentence, at):
        return True
    if initial:
        return is_listed_surname(word.text) or (is_surname(word.text) and not sentence.german)
    by_form = cued(sentence, at, sort, cue) or surnamed(sentence, at, end, sort) or placed(sentence, at, sort)
    return by_form or is_spoken_of(sentence, at, end, sort)


def cued(sentence: Sentence, at: int, sort: Sort, cue: Cue) -> bool:
    """Whether a word with a capital is a name by the cue before it."""
    if cue is Cue.TITLED:
        if sort is not Sort.NOBODY or not civic(sentence, at):
            return True
        return (
            sentence.telling(at) and not is_nobody(sentence.words[at].text) and bears_surname(sentence.words[at].text)
        )
    if cue is Cue.NAMED:
        return sort is not Sort.NOBODY
    if cue is Cue.RELATED:
        stranger = sort is Sort.UNKNOWN and not sentence.words[at].begins
        return sort >= Sort.CUE or (stranger and not sentence.headline)
    return cue is Cue.ADDRESSED and sort >= Sort.CUE and sentence.telling(at)


def surnamed(sentence: Sentence, at: int, end: int, sort: Sort) -> bool:
    """Whether the words of a run after the first one make it a name."""
    if end - at < 2:
        return False
    last = sentence.words[end - 1].text
    if sort is Sort.CUE and sentence.german and sentence.words[at].begins:
        return is_listed_surname(last)
    if sort >= Sort.CUE:
        return is_surname(last) and not (is_nobody(last) and sentence.words[end - 2].small in cues.PARTICLES)
    return sort in {Sort.PLACE, Sort.UNKNOWN} and is_listed_surname(last) and not sentence.german


def placed(sentence: Sentence, at: int, sort: Sort) -> bool:
    """Whether an ambiguous first name is a person's by its place: amid a sentence, before "said", or owning something."""
    says = sentence.small(at + 1) in cues.SAYS and sentence.words[at + 1].joined
    if sort is Sort.PERHAPS:
        telling = (sentence.telling(at) and sentence.small(at - 1) not in cues.ARTICLES) or (
            sentence.german and undetermined(sentence, at)
        )
        telling = telling or (sentence.words[at].capital and is_handed(sentence, at, run_from(sentence, at)))
        return (
            (telling and sentence.small(at + 1) != "of")
            or says
            or sentence.words[at].owner
            or acting(sentence, at)
            or twins(sentence, at)
            or lives_near(sentence, at)
            or aged(sentence, at)
        )
    listed = sort is Sort.UNKNOWN and is_listed_surname(sentence.words[at].text)
    if listed and sentence.telling(at) and sentence.small(at - 1) in cues.BESIDE:
        return True
    if sort is Sort.CUE and lives_near(sentence, at):
        return True
    if sort is Sort.CUE and acting(sentence, at) and sentence.small(at + 1) in cues.LEADS:
        return True
    if listed and sentence.small(at - 1) in TOWARDS:
        return False
    return says and (sort is Sort.CUE or listed) and sentence.small(at + 1) not in {"never", "always", "keeps", "left"}


def acting(sentence: Sentence, at: int) -> bool:
    """Whether an ambiguous name begins a sentence and does what people do: "Rob runs the club", not "Rob the bank"."""
    word = sentence.words[at]
    after = sentence.words[at + 1] if at + 1 < len(sentence.words) else None
    if not word.begins or after is None or after.capital or sentence.headline:
        return False
    if not after.joined:
        return after.gap == ", " and after.small in cues.OWNERS
    if after.small == "a":
        return has_done(sentence, at + 1) or sentence.small(at + 2) in {"raison", "tort"}
    if word.small in cues.THINGS:
        return after.small in cues.ACTS - (cues.MATTERS if word.small in cues.MONEY else cues.STATES)
    return after.small in cues.ACTS or after.small.endswith(("ade", "eert", "iert", "erar"))


def small_name(sentence: Sentence, at: int, sort: Sort, cue: Cue) -> bool:
    """Whether a word without a capital is a name: a familiar one, or any behind a cue that leaves little doubt."""
    word = sentence.words[at]
    if not word.capital and double(word.text):
        return True
    if word.small.startswith("o'") and len(word.small) > len("o'xx") and word.small != "o'clock":
        return True
    apart = at and not word.joined and not word.begins and not enumerated(sentence, at)
    if word.capital or not word.text.isalpha() or (apart and cue < Cue.RELATED):
        return False
    if cue is Cue.RELATED and signing(sentence, at):
        return True
    if sort is Sort.PERHAPS and (
        cue >= Cue.ADDRESSED and (word.small in cues.SELDOM or not is_word(word.text) or paired(sentence, at))
    ):
        return True
    if sort >= Sort.PERHAPS and word.begins and works_there(sentence, at + 1):
        return True
    if sort >= Sort.PERHAPS and in_small(sentence, at, sort):
        return True
    if word.joined and cue < Cue.ADDRESSED and sentence.small(at - 1) in ONE:
        return False
    if is_familiar(word.text):
        return sort is Sort.NAME and (not sentence.german or cue >= Cue.ADDRESSED or busy(sentence, at))
    if cue is Cue.TITLED:
        known = sort is Sort.NAME or is_listed_surname(word.text) or (sort is Sort.UNKNOWN and not civic(sentence, at))
        return len(word.text) > 2 and not sentence.words[at - 1].shouted and known
    if cue >= Cue.NAMED:
        return len(word.text) > 2 and (sort in {Sort.NAME, Sort.UNKNOWN} and not civic(sentence, at))
    if sort >= Sort.UNKNOWN and cue is Cue.RELATED and len(word.text) > 3 and kept_by(sentence, at):
        return True
    if sort is Sort.CUE and sentence.small(at - 1) in cues.PLAIN_ASKED and sentence.stops(at) and word.joined:
        return True
    says = sentence.small(at + 1) in cues.SMALL_SAYS
    says = says or (sentence.small(at + 1) in cues.ACTS and is_familiar(word.text, 3) and not sentence.german)
    return sort is Sort.NAME and len(word.text) > 2 and (cue >= Cue.ADDRESSED or says or word.owner)


def loud_name(sentence: Sentence, at: int, sort: Sort, cue: Cue) -> bool:
    """Whether a word in capitals only is a name: HR and BID are none."""
    word = sentence.words[at]
    if sentence.small(at - 1) in OWNING and not is_handed(sentence, at, at + 1):
        return False
    after = sentence.words[at + 1] if at + 1 < len(sentence.words) else None
    if sort is Sort.NAME and after is not None and after.shouted and after.joined and is_surname(after.text):
        return len(word.text) > 2 and not sentence.headline
    return (is_familiar(word.text) or (cue >= Cue.NAMED and len(word.text) > 2)) and sort >= Sort.UNKNOWN


def cue_before(sentence: Sentence, at: int) -> Cue:
    """The strongest cue that ends right before a word."""
    words = sentence.words
    if at == 0:
        return Cue.NONE
    gap, label = words[at].gap, words[at - 1].small
    if gap.strip(" ") == ":" and label in cues.LABELS:
        return Cue.RELATED
    best = Cue.NONE
    phrase: tuple[str, ...] = ()
    for back in range(1, min(cues.LONGEST, at) + 1):
        phrase = (words[at - back].small, *phrase)
        owner = words[at - back].owner
        best = max(best, cue_of(phrase, gap, owner=owner))
        if words[at - back].gap != " ":
            break
    return best


def cue_of(phrase: tuple[str, ...], gap: str, *, owner: bool) -> Cue:
    """The cue that a phrase is, before a word with this gap between them."""
    if (phrase in cues.TITLED or phrase in cues.CIVIC) and gap in {" ", ". ", "."}:
        return Cue.TITLED
    if gap not in {" ", ", ", ",\n", "\n", ": ", ' "', " '"}:
        return Cue.NONE
    if phrase in cues.NAMED or (owner and phrase == ("name",)):
        return Cue.NAMED
    role = len(phrase) == 1 and gap == " " and cues.OFFICES.search(phrase[0]) is not None
    if (phrase in cues.RELATED or role) and not owner:
        return Cue.RELATED if gap != ", " or closing(phrase) else Cue.ADDRESSED
    it_is = owner and phrase in {("it",), ("here",)}
    return Cue.ADDRESSED if (phrase in cues.ADDRESSED or it_is) and gap == " " else Cue.NONE


def closing(phrase: tuple[str, ...]) -> bool:
    """Whether a phrase ends a letter, so that a comma or a new line may follow it."""
    return phrase[-1] in cues.CLOSINGS


def civic(sentence: Sentence, at: int) -> bool:
    """Whether the title before a word is an office, or a word too: then only names count."""
    before = sentence.small(at - 1)
    return (before,) in cues.CIVIC or before in {
        "miss",
        "don",
        "m",
        "ing",
        "ir",
        "dame",
        "sir",
        "professor",
        "sr",
        "juf",
    }


def companions(sentence: Sentence, found: dict[int, int]) -> dict[int, int]:
    """Names joined to a name by "and", and to such names: there ambiguous and unknown ones count too."""
    words = sentence.words
    more = dict(found)
    ends = set(found.values())
    for at in range(2, len(words)):
        joined = words[at].joined and words[at - 1].joined and words[at - 1].small in cues.AND
        if joined and at - 1 in ends and at not in more and accompanies(sentence, at):
            more[at] = run_from(sentence, at)
            ends.add(more[at])
    for at in range(len(words) - 3, -1, -1):
        end = run_from(sentence, at) if at not in more and words[at].capital else 0
        joined = end + 1 in more and words[end].joined and words[end + 1].joined and words[end].small in cues.AND
        if end and joined and accompanies(sentence, at):
            more[at] = end
    for at, word in enumerate(words[:-2]):
        small = not word.capital and not words[at + 2].capital and words[at + 1].small in cues.AND
        if small and at not in more and at + 2 in more and words[at + 1].joined and words[at + 2].joined:
            least = Sort.CUE if is_familiar(words[at + 2].text) else Sort.PERHAPS
            least = least if word.begins else Sort.NAME
            if sort_of(word.text) >= least and not is_small_word(word.text):
                more[at] = at + 1
    return more


def accompanies(sentence: Sentence, at: int) -> bool:
    """Whether a word may be a name because another one is joined to it."""
    word = sentence.words[at]
    if nobodys(sentence, at):
        return False
    if not word.capital and not sentence.words[at - 2].capital and len(word.text) > 2:
        least = Sort.PERHAPS if sentence.stops(at) or sentence.small(at + 1) in cues.ACTS else Sort.NAME
        return sort_of(word.text) >= least and not is_small_word(word.text)
    if not word.capital or word.shouted or titled(sentence, at) or vetoed(sentence, at, run_from(sentence, at)):
        return False
    sort = sort_of(word.text)
    return sort >= Sort.CUE or (sort is Sort.UNKNOWN and not sentence.german and not sentence.headline)


def strangers(text: str) -> tuple[Span, ...]:
    """Words with a capital amid a sentence that no list knows, in a row as one; none where every noun has a capital."""
    sentence = Sentence.of(text)
    if sentence.german or sentence.headline:
        return ()
    found: list[Span] = []
    for at, word in enumerate(sentence.words):
        if not sentence.telling(at) or sort_of(word.text) is not Sort.UNKNOWN or len(word.text) < 3 or "'" in word.text:
            continue
        if cues.STREET.search(word.small) or vetoed(sentence, at, run_from(sentence, at)):
            continue
        if found and word.joined and found[-1].end == word.start - 1:
            found[-1] = Span(found[-1].start, word.end, "person")
        else:
            found.append(Span(word.start, word.end, "person"))
    return tuple(found)
