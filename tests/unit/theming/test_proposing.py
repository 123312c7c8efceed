"""Answers find together by what they are about; names and quotes come from those that may be quoted, and a hand's work stays."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.surroundings.meaning import Meaning
from bot.surroundings.weights import is_installed
from flows.theming.proposing import propose, split
from flows.theming.values import MOST, Before, Proposal, Standing, Written
from flows.theming.vectors import Embed
from flows.theming.words import tokens

PARKING = (
    "Parking is too expensive", "Not enough parking near the market", "More parking for bicycles", "Parking costs too much",
    "Cheaper parking for residents", "Nowhere to find parking on Saturdays",
)  # fmt: skip
TREES = (
    "Plant more trees", "Trees give us shade", "Old trees were cut down", "More trees along the road", "Trees for the school yard",
)  # fmt: skip
BUSES = ("The bus is always late", "Buses stop too early", "A night bus would help", "The bus is full every morning")
ELM = ("Parking in Elm Street where I live",)
ALONE = ("Zebra crossing", "😀😀", "n/a", "Geen idee")
EVERYTHING = (*PARKING, *TREES, *BUSES, *ALONE)

EMBEDS = [
    pytest.param(None, id="letters"),
    pytest.param(
        Meaning() if is_installed() else None,
        id="meaning",
        marks=pytest.mark.skipif(not is_installed(), reason="the embedder comes with the extra: roundtable[themes]"),
    ),
]


def written(texts: Sequence[str], silent: Sequence[str] = ()) -> list[Written]:
    """Answers with ids that say nothing; `silent`: those that nobody may read."""
    every = [(text, True) for text in texts] + [(text, False) for text in silent]
    return [Written(_id(text), text, quotable) for text, quotable in every]


def _id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def ids(*texts: str) -> frozenset[str]:
    """Their ids."""
    return frozenset(_id(text) for text in texts)


def as_before(found: Proposal, **by_hand: str) -> Before:
    """What a store would keep of it: themes with ids; `by_hand`: number of a theme, as "t0", and the name that somebody gave it."""
    return Before(tuple(
        Standing(f"t{n}", by_hand.get(f"t{n}", one.label), by_hand=f"t{n}" in by_hand, texts=one.texts)
        for n, one in enumerate(found.themes)
    ))  # fmt: skip


def told(found: Proposal) -> list[tuple[str, str, int]]:
    """What is said of each."""
    return [(one.label, one.quote, len(one.texts)) for one in found.themes]


@pytest.mark.parametrize("embed", EMBEDS)
def test_answers_about_one_thing_stand_together(embed: Embed | None) -> None:
    """Three subjects are three themes, named by their own words; what says nothing, or stands alone, is in none."""
    found = propose(written(EVERYTHING), embed=embed)
    named = {frozenset(tokens(one.label)): one for one in found.themes}
    for said, texts in (("parking", PARKING), ("trees", TREES), ("bus", BUSES)):
        (mine,) = (one for words, one in named.items() if said in words)
        assert len(mine.texts & ids(*texts)) >= len(texts) - 2
        assert mine.quote in ids(*texts)
    assert ids(*ALONE[1:]) <= found.other
    assert frozenset().union(*(one.texts for one in found.themes)) | found.other == ids(*EVERYTHING)


@pytest.mark.parametrize("embed", EMBEDS)
def test_the_order_in_which_they_came_makes_no_difference(embed: Embed | None) -> None:
    """Equal answers give equal themes, to the letter: names, quotes, who is where."""
    answers = written(EVERYTHING, ("Parking again", "no trees any more"))
    every = [
        f"{one} {other}"
        for one in ("parking", "trees", "bus", "noise")
        for other in ("street", "market", "school", "evening")
    ]
    for mine in (answers, written(every)):
        shuffled = mine.copy()
        random.Random(4).shuffle(shuffled)
        assert propose(shuffled, embed=embed) == propose(mine, embed=embed)


@pytest.mark.parametrize(
    "texts", [(), ("One",), PARKING[:3], ("😀", "n/a", "idk", "geen idee", "…"), ("x " * 3000,) * 5]
)
def test_little_or_nothing_makes_no_theme(texts: tuple[str, ...]) -> None:
    """Three answers are read one by one; what says nothing is never grouped; a very long one does no harm."""
    found = propose([Written(str(n), text, quotable=True) for n, text in enumerate(texts)])
    assert [one for one in found.themes if len(texts) < 5] == []
    assert sum(len(one.texts) for one in found.themes) + len(found.other) == len(texts)


def test_fifty_equal_answers_are_one_theme() -> None:
    """However often somebody says the same."""
    (one,) = propose([Written(str(n), "Parking", quotable=True) for n in range(50)]).themes
    assert (one.label, len(one.texts)) == ("Parking", 50)


@pytest.mark.parametrize("embed", EMBEDS)
def test_an_answer_that_nobody_may_read_is_counted_and_changes_no_word(embed: Embed | None) -> None:
    """Two worlds that differ in its words, or in that it is there, have the same names and quotes, and the same others in each theme."""
    worlds = [
        propose(written(EVERYTHING, silent), embed=embed)
        for silent in (
            (),
            ELM,
            [f"Zanzibar parking zanzibar {n}" for n in "abcdef"],
            [f"Trees, Zanzibar trees {n}" for n in "abcdef"],
        )
    ]
    seen = [[(label, quote) for label, quote, _ in told(world) if label] for world in worlds]  # one may have no name
    assert all(sorted(one) == sorted(seen[0]) for one in seen)
    assert "zanzibar" not in str([told(world) for world in worlds]).casefold()
    everybody = ids(*EVERYTHING)
    assert len({frozenset(one.texts & everybody for one in world.themes if one.label) for world in worlds}) == 1
    parking = next(one for one in worlds[1].themes if "arking" in one.label)
    assert ids(*ELM) <= parking.texts


def test_a_theme_of_what_nobody_may_read_has_no_name_and_no_quote() -> None:
    """It is there to be counted; whoever reads at the desk may name it."""
    silent = ("Smells of the mill", "The mill smells", "Bad smells from the mill", "smells near the old mill")
    found = propose(written((*PARKING, *TREES), silent))
    (mine,) = (one for one in found.themes if ids(silent[0]) <= one.texts)
    assert (mine.label, mine.quote, len(mine.texts)) == ("", "", 4)
    alone = propose(written((), (*silent, *PARKING)))
    assert alone.themes
    assert {(one.label, one.quote) for one in alone.themes} == {("", "")}


def test_no_name_is_a_secret_part_or_the_question() -> None:
    """Hidden words are no words, links and names of accounts neither; what was asked says nothing about an answer."""
    texts = [f"{text} […] @someone https://example.org/x" for text in PARKING] + list(TREES)
    found = propose(written(texts), question="What about parking and trees?")
    assert not {"someone", "https", "example"} & set(tokens(" ".join(one.label for one in found.themes)))


def test_what_people_know_stays_as_more_come() -> None:
    """The same ids, names and members; new answers join them, and a new subject makes a new theme."""
    first = propose(written((*PARKING, *TREES)))
    late = ("Parking is a mess", "Even more trees", *BUSES)
    second = propose(written((*PARKING, *TREES, *late)), as_before(first))
    for n, one in enumerate(first.themes):
        now = next(other for other in second.themes if other.id == f"t{n}")
        assert one.texts <= now.texts
        assert now.label == one.label
    assert any(not one.id and len(one.texts & ids(*BUSES)) >= 3 for one in second.themes)


def test_a_wall_stays_as_two_hundred_come_in_ten_batches() -> None:
    """Once themes are told none of them goes, changes its name, or loses an answer; what was renamed and moved stays so."""
    subjects = ("parking", "trees", "buses", "noise", "benches", "rents", "litter", "lights")
    sayings = (
        "more {} please",
        "the {} by the {}",
        "too few {} near the {}",
        "{} and the {}",
        "who pays for {}",
        "{} in winter {}",
    )
    chance = random.Random(3)
    places = ("station", "school", "market", "river", "library", "church", "bridge", "harbour")
    every = [f"{chance.choice(sayings).format(chance.choice(subjects), chance.choice(places))} {n}" for n in range(200)]
    before, fixed, names = Before(), dict[str, str](), dict[str, str]()
    for batch in range(20, 201, 20):
        found = propose(written(every[:batch]), before, crowd=5)
        now = [Standing(one.id or f"t{batch}-{n}", one.label, by_hand=names.get(one.id, "") == one.label, texts=one.texts)
               for n, one in enumerate(found.themes)]  # fmt: skip
        by_id = {one.id: one for one in now}
        if any(len(one.texts) >= 5 for one in before.themes):
            for one in before.themes:
                assert one.texts - fixed.keys() <= by_id[one.id].texts
                assert by_id[one.id].label == one.label or len(one.texts) < 5
        for text, theme in fixed.items():
            assert text in by_id[theme].texts
        for theme, name in names.items():
            assert by_id[theme].label == name
        if batch == 60:  # a hand renames the largest and moves one of it into the next
            first, second = now[0], now[1]
            moved = min(first.texts)
            names[first.id], fixed[moved] = "Named by hand", second.id
            now[0] = replace(first, label="Named by hand", by_hand=True, texts=first.texts - {moved})
            now[1] = replace(second, texts=second.texts | {moved})
        before = Before(tuple(now), dict(fixed))
    assert len(fixed) == 1
    assert sum(len(one.texts) for one in before.themes) > 150


def test_what_a_hand_has_done_stays() -> None:
    """A name that was typed, an answer that was moved or taken out: also where everything is grouped anew."""
    first = propose(written(EVERYTHING))
    at = next(n for n, one in enumerate(first.themes) if "arking" in one.label)
    moved, out = PARKING[0], PARKING[1]
    before = as_before(first, **{f"t{at}": "Where to leave a car"})
    trees = next(n for n, one in enumerate(first.themes) if "rees" in one.label)
    themes = [replace(theme, texts=theme.texts - ids(moved, out) | (ids(moved) if n == trees else frozenset()))
              for n, theme in enumerate(before.themes)]  # fmt: skip
    fixed = {_id(moved): f"t{trees}", _id(out): ""}
    for fresh in (False, True):
        found = propose(written(EVERYTHING), Before(tuple(themes), fixed), fresh=fresh)
        mine = next(one for one in found.themes if one.id == f"t{at}")
        assert mine.label == "Where to leave a car"
        assert ids(*PARKING[2:]) & themes[at].texts <= mine.texts
        assert not any(ids(out) <= one.texts for one in found.themes)
        assert ids(out).isdisjoint(found.other), "a hand has said so"
        if not fresh:
            assert ids(moved) <= next(one for one in found.themes if one.id == f"t{trees}").texts


def test_two_subjects_in_one_theme_come_apart() -> None:
    """The smaller half has a name of its own, which no other theme has; of what is all alike there are no halves."""
    both = ids(*PARKING, *TREES)
    half = split(written(EVERYTHING), both, taken=("Trees",))
    assert half is not None
    assert half.texts < both
    assert half.texts in (ids(*TREES), ids(*PARKING))
    assert half.label.casefold() != "trees"
    assert half.quote in half.texts
    same = [Written(str(n), "Parking", quotable=True) for n in range(9)]
    assert split(same, frozenset(one.id for one in same)) is None


def test_there_are_never_more_than_fit_a_wall() -> None:
    """A hundred subjects: some go together, or are in none."""
    chance = random.Random(2)
    words = ["".join(chance.choices("bcdfghklmnprstvz", k=7)) for _ in range(100)]
    found = propose(written([f"{word} {word[:4]} {n}" for word in words for n in ("alpha", "beta")]))
    assert len(found.themes) <= MOST
