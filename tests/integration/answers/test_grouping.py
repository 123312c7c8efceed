"""What the machine proposes is kept as themes are: a hand's work stays, acts are undone one by one, and no name outlives its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from flows.dialogue.answers import Skipped, Use, Written
from flows.theming.proposing import propose, split
from flows.theming.values import Proposal, Proposed
from storage.answers.grouping import STEPS, Wish
from storage.answers.texts import SHORT, Text, TextState
from storage.answers.themes import Source, Theme
from storage.answers.told import in_order
from storage.closing.reading import begin_telling
from storage.database import Database, Unit
from storage.tables import GROUPING, THEME, THEME_TEXT
from storage.values import READ_WITHIN, SendoutState
from tests.support.storage_case import Room, on_sqlite, open_room

CROWD = range(8_600_000_000, 8_600_000_018)
PARKING = (
    "Parking is expensive",
    "Parking near the market",
    "Parking for residents",
    "Cheaper parking",
    "More parking please",
    "Parking garage",
)
TREES = ("Trees for shade", "More trees", "Old trees", "Plant trees", "Trees and benches")
SILENT = ("My parking place at Elmstreet", "Parking at Elmstreet 5")
ALONE = ("Zebra", "Quiet", "Music")


def wrote(room: Room, *, silent: Sequence[str] = SILENT, approve: bool = True) -> None:
    """Sixteen wrote, two of them only for themes; all of it is approved."""
    room.agree(*CROWD)
    every = [(words, Use.QUOTE) for words in (*PARKING, *TREES, *ALONE)] + [(words, Use.THEME) for words in silent]
    for n, person in enumerate(CROWD):
        room.answer(person, say=Written(*every[n]) if n < len(every) else Skipped())
    room.do(lambda unit: unit.answers.end(room.workshop.id, "say"))
    if approve:
        room.read_all()


def text(room: Room, words: str) -> Text:
    """The text with these words."""
    return next(t for t in room.do(lambda unit: unit.texts.of(room.workshop.id)) if t.words == words)


def grouped(room: Room, wish: Wish | None = Wish.NEW, about: str = "") -> bool:
    """Wished, computed by letters and kept."""
    where = (room.workshop.id, "say")
    if wish is not None:
        assert room.do(lambda unit: unit.groupings.wish(*where, wish, about))
    given = room.do(lambda unit: unit.groupings.read(*where))
    if wish is Wish.SPLIT:
        theme = next(one for one in given.before.themes if one.id == about)
        half = split(given.written, theme.texts)
        return room.do(lambda unit: unit.groupings.keep_split(*where, given.stamp, half))
    found = propose(given.written, given.before, fresh=wish is Wish.ANEW)
    return room.do(lambda unit: unit.groupings.keep(*where, given.stamp, found))


def themes(room: Room) -> list[Theme]:
    """All there are."""
    return room.do(lambda unit: unit.themes.of(room.workshop.id, "say"))


def of(room: Room, words: str) -> Theme | None:
    """The theme that this text is in."""
    mine = text(room, words).id
    return next((theme for theme in themes(room) if mine in theme.texts), None)


def due(room: Room) -> bool:
    """Whether the machine has something to do."""
    return room.do(lambda unit: unit.groupings.due()) == [(room.workshop.id, "say")]


def remembered(room: Room, act: object) -> str:
    """An act of a hand, as the desk does it; gives the name by which it is undone."""

    def work(unit: Unit) -> str:
        unit.groupings.remember(room.workshop.id, "say")
        act(unit)  # type: ignore[operator]
        return unit.groupings.of(room.workshop.id, "say").undo

    return room.do(work)


@on_sqlite
def test_what_is_proposed_is_kept(room: Room) -> None:
    """Themes with names and quotes; a wish is done once; what was approved meanwhile makes it compute again."""
    wrote(room)
    assert not due(room), "nobody has asked for it"
    assert grouped(room)
    assert not due(room)
    parking, trees = of(room, PARKING[0]), of(room, TREES[0])
    assert parking
    assert trees
    assert ("arking" in parking.label, "rees" in trees.label) == (True, True)
    assert parking.quote in parking.texts
    assert text(room, SILENT[0]).id in parking.texts
    where = (room.workshop.id, "say")
    given = room.do(lambda unit: unit.groupings.read(*where))
    room.do(lambda unit: unit.texts.judge(text_in(unit, room, ALONE[0]), TextState.HIDDEN))
    found = propose(given.written, given.before)
    assert not room.do(lambda unit: unit.groupings.keep(*where, given.stamp, found)), "one was hidden meanwhile"


def text_in(unit: Unit, room: Room, words: str) -> Text:
    """The same inside a transaction."""
    return next(t for t in unit.texts.of(room.workshop.id) if t.words == words)


@on_sqlite
def test_it_goes_on_as_more_is_approved(room: Room) -> None:
    """Ids and names stay; one more text is looked at once, and then nothing is due."""
    wrote(room)
    late = text(room, PARKING[5])
    room.do(lambda unit: unit.texts.judge(late, TextState.NEW))
    grouped(room)
    before = {theme.id: theme.label for theme in themes(room)}
    assert late.id not in frozenset[str]().union(*(theme.texts for theme in themes(room)))
    room.do(lambda unit: unit.texts.judge(late, TextState.APPROVED))
    assert due(room)
    assert grouped(room, None)
    assert not due(room)
    assert before.items() <= {theme.id: theme.label for theme in themes(room)}.items()
    assert of(room, PARKING[5]) == of(room, PARKING[0])
    room.do(lambda unit: unit.groupings.rest(room.workshop.id, "say"))
    room.do(lambda unit: unit.texts.judge(late, TextState.NEW))
    room.do(lambda unit: unit.texts.judge(late, TextState.APPROVED))
    assert not due(room), "it was told to rest"


@on_sqlite
def test_the_hand_wins(room: Room) -> None:
    """Renamed, moved, taken out, merged, deleted: grouped anew it is all as the hand left it."""
    wrote(room)
    grouped(room)
    parking, trees = of(room, PARKING[0]), of(room, TREES[0])
    assert parking
    assert trees
    room.do(lambda unit: unit.themes.rename(parking, "Cars"))
    room.do(lambda unit: unit.themes.put(trees, [text_in(unit, room, PARKING[1])]))
    room.do(lambda unit: unit.themes.take_out([text_in(unit, room, PARKING[2])]))
    for wish in (Wish.NEW, Wish.ANEW):
        grouped(room, wish)
        cars = of(room, PARKING[0])
        assert cars
        assert cars.label == "Cars"
        moved = of(room, PARKING[1])
        assert moved
        assert moved.id == trees.id
        assert of(room, PARKING[2]) is None
    room.do(lambda unit: unit.themes.merge(*(of_in(unit, room, words) for words in (TREES[0], PARKING[0]))))
    grouped(room, Wish.ANEW)
    assert of(room, TREES[0]) == of(room, PARKING[0])
    room.do(lambda unit: unit.themes.delete(of_in(unit, room, PARKING[0])))
    grouped(room, Wish.ANEW)
    assert of(room, PARKING[0]) is None, "who deletes a theme does not want it again"


def of_in(unit: Unit, room: Room, words: str) -> Theme:
    """The theme of a text inside a transaction."""
    mine = text_in(unit, room, words).id
    return next(theme for theme in unit.themes.of(room.workshop.id, "say") if mine in theme.texts)


@on_sqlite
def test_acts_are_undone_one_by_one(room: Room) -> None:
    """The latest first, each exactly as it stood, ten at most; of the close on nothing that was before it."""
    wrote(room)
    grouped(room)
    where, stood, names = (room.workshop.id, "say"), [themes(room)], []
    for n in range(STEPS + 1):
        names.append(remembered(room, lambda unit, n=n: unit.themes.rename(of_in(unit, room, PARKING[0]), f"Cars {n}")))
        stood.append(themes(room))
    room.do(lambda unit: unit.texts.judge(text_in(unit, room, ALONE[0]), TextState.APPROVED))
    assert not room.do(lambda unit: unit.groupings.undo(*where, names[-2])), "another came after it"
    for n in range(STEPS, 0, -1):
        assert room.do(lambda unit: unit.groupings.of(*where)).undo == names[n]
        assert room.do(lambda unit, n=n: unit.groupings.undo(*where, names[n]))  # type: ignore[misc]
        assert themes(room) == stood[n]
    assert room.do(lambda unit: unit.groupings.of(*where)).undo == ""
    assert not room.do(lambda unit: unit.groupings.undo(*where, names[0])), "the first of eleven is forgotten"
    kept = select(GROUPING.c.before)
    remembered(room, lambda unit: unit.themes.rename(of_in(unit, room, PARKING[0]), "Quelthorpe"))
    remembered(room, lambda unit: unit.themes.rename(of_in(unit, room, PARKING[0]), "Cars"))
    assert "Quelthorpe" in str(room.do(lambda unit: unit.themes._connection.execute(kept).scalars().all()))
    room.close()
    assert room.do(lambda unit: unit.themes._connection.execute(kept).scalars().all()) == [""]
    remembered(room, lambda unit: unit.themes.rename(of_in(unit, room, PARKING[0]), "After the close"))
    closed = room.do(lambda unit: unit.workshops.get(room.workshop.id)).closed_on
    assert closed is not None
    for day, left in ((READ_WITHIN - timedelta(1), False), (READ_WITHIN, True)):
        room.do(lambda unit, day=day: unit.groupings.end(closed + day))  # type: ignore[misc]
        assert (room.do(lambda unit: unit.groupings.of(*where)).undo == "") == left


@on_sqlite
def test_an_undo_is_only_of_the_latest_act(room: Room) -> None:
    """Exactly, whoever does it, and only as long as nobody has done another; a text that was hidden does not come back by it."""
    wrote(room)
    grouped(room)
    stood = themes(room)
    parking = of(room, PARKING[0])
    assert parking
    where = (room.workshop.id, "say")
    name = remembered(room, lambda unit: unit.themes.delete(of_in(unit, room, PARKING[0])))
    assert themes(room) != stood
    assert room.do(lambda unit: unit.groupings.undo(*where, name))
    assert themes(room) == stood
    assert not room.do(lambda unit: unit.groupings.undo(*where, name)), "a second tap"
    first = remembered(room, lambda unit: unit.themes.rename(of_in(unit, room, PARKING[0]), "Cars"))
    second = remembered(room, lambda unit: unit.themes.rename(of_in(unit, room, TREES[0]), "Green"))
    assert not room.do(lambda unit: unit.groupings.undo(*where, first)), "a colleague has done another"
    room.do(lambda unit: unit.texts.judge(text_in(unit, room, ALONE[1]), TextState.HIDDEN))
    assert not room.do(lambda unit: unit.groupings.undo(*where, second))
    assert grouped(room, Wish.ANEW)
    last = room.do(lambda unit: unit.groupings.of(*where)).undo
    assert room.do(lambda unit: unit.groupings.undo(*where, last)), "what the machine was told to do, too"


@on_sqlite
def test_the_quote_that_a_hand_has_chosen_stays(room: Room) -> None:
    """Whatever the machine would take; one that nobody may read, or of another theme, is no quote; hidden it is none any more."""
    wrote(room)
    grouped(room)
    parking = of(room, PARKING[0])
    assert parking
    chosen = next(text(room, words) for words in PARKING if text(room, words).id != parking.quote)
    for wrong in (SILENT[0], TREES[0]):
        assert not room.do(lambda unit, wrong=wrong: unit.themes.quote(parking, text_in(unit, room, wrong)))  # type: ignore[misc]
    assert room.do(lambda unit: unit.themes.quote(parking, chosen))
    for wish in (Wish.NEW, Wish.ANEW):
        grouped(room, wish)
        assert [one.quote for one in themes(room) if one.id == parking.id] == [chosen.id]
    room.do(lambda unit: unit.texts.judge(chosen, TextState.HIDDEN))
    grouped(room)
    assert [one.quote in one.texts - {chosen.id} for one in themes(room) if one.id == parking.id] == [True]


@on_sqlite
def test_a_theme_says_what_it_takes_to_be_told(room: Room) -> None:
    """As many more cards as the rule asks for: what nobody may read counts from a crowd of its own on, and says what that takes."""
    wrote(room)
    grouped(room)
    every = room.do(lambda unit: unit.texts.of(room.workshop.id))
    mine = next(one for one in in_order(themes(room), every, 0).themes if "arking" in one.theme.label)
    cards = len(mine.cards)
    assert mine.unshown == len(SILENT)
    for k in range(1, 9):
        is_told = any(one.theme.id == mine.theme.id for one in in_order(themes(room), every, k).themes)
        assert (mine.missing(k) == 0) == is_told
    assert mine.missing(cards + 1) == 1
    assert replace(mine, cards=(), unshown=4).missing(5) == 1


@on_sqlite
def test_a_theme_is_split_and_stays_so(room: Room) -> None:
    """Two halves out of one that was merged; grouped again they are two."""
    wrote(room)
    grouped(room)
    room.do(lambda unit: unit.themes.merge(*(of_in(unit, room, words) for words in (TREES[0], PARKING[0]))))
    one = of(room, PARKING[0])
    assert one
    assert one.taken
    assert grouped(room, Wish.SPLIT, one.id)
    parking, trees = of(room, PARKING[0]), of(room, TREES[0])
    assert parking
    assert trees
    assert parking.id != trees.id
    grouped(room, Wish.NEW)
    again = of(room, PARKING[0]), of(room, TREES[0])
    assert again[0]
    assert again[1]
    assert again[0].id == parking.id
    assert again[1].id == trees.id


@on_sqlite
@pytest.mark.parametrize("how", ["hide", "cover", "back"])
def test_no_name_outlives_the_words_it_is_made_of(room: Room, how: str) -> None:
    """One text alone said a word that became a name: with the text, or the word in it, the name is gone, from an undo too."""
    wrote(room)
    grouped(room)
    theme = of(room, PARKING[0])
    assert theme
    remembered(room, lambda unit: unit.themes.put(theme, []))
    others = [
        t
        for t in room.do(lambda unit: unit.texts.of(room.workshop.id))
        if "arking" in t.words and t.words != PARKING[0]
    ]
    for other in others:
        room.do(lambda unit, other=other: unit.texts.judge(other, TextState.HIDDEN))  # type: ignore[misc]
    still = of(room, PARKING[0])
    assert still
    last = text(room, PARKING[0])
    if how == "cover":
        room.do(lambda unit: unit.texts.cover(last, "Parking"))
    else:
        room.do(lambda unit: unit.texts.judge(last, TextState.HIDDEN if how == "hide" else TextState.NEW))
    assert not [one for one in themes(room) if "arking" in one.label]
    assert due(room), "it is named anew"
    assert not room.do(lambda unit: unit.groupings.of(room.workshop.id, "say")).undo


@on_sqlite
def test_two_worlds_that_differ_in_what_nobody_may_read(db: Database) -> None:
    """Names, quotes, cards and counts are the same, to the last sign: of two silent ones nothing is told."""
    worlds = []
    for code, silent in (
        ("PARK7Q", ("Zanzibar parking", "Parking of Zanzibar", "Zanzibar parking fees", "Zanzibar")),
        ("TREE7Q", ("Entirely else", "Parking, parking garage", "Trees, trees", "Nothing like it")),
    ):
        room = open_room(db, code=code)
        wrote(room, silent=silent)
        grouped(room)
        now = room.do(lambda unit, name=room.workshop.id: unit.themes.seen(unit.workshops.get(name), "say"))  # type: ignore[misc]
        told = [(one.theme.label, one.quote.words, one.count, sorted(c.words for c in one.cards)) for one in now.themes]
        worlds.append((told, sorted(card.words for card in now.loose), now.other))
    assert "zanzibar" not in str(worlds).casefold()
    assert worlds[0] == worlds[1]
    assert len(worlds[0][0]) == 2


@on_sqlite
def test_a_name_is_said_word_by_word(room: Room) -> None:
    """A name in a longer word is not that word: who planned said nothing of Ann."""
    wrote(room)
    grouped(room)
    room.do(lambda unit: unit.texts.cover(text_in(unit, room, "Quiet"), "Quiet"))
    theme = of(room, TREES[0])
    assert theme
    for label, stays in (("Tree", False), ("Trees, benches", True), ("Trees (2)", True), ("Bench", False)):
        named = update(THEME).where(THEME.c.id == theme.id).values(label=label, source="machine")
        room.do(lambda unit, named=named: unit.themes._connection.execute(named))  # type: ignore[misc]
        room.do(lambda unit: unit.texts.judge(text_in(unit, room, "Zebra"), TextState.HIDDEN))
        assert [one.label for one in themes(room) if one.id == theme.id] == [label if stays else ""]


@on_sqlite
def test_nothing_tells_where_a_hidden_text_was_sorted(room: Room) -> None:
    """From the close on it is a number: no row, no undo and no quote leads from it to a theme."""
    wrote(room)
    grouped(room)
    parking = of(room, PARKING[0])
    assert parking
    hidden = parking.quote
    room.do(lambda unit: unit.texts.judge(unit.texts.find(room.workshop.id, hidden[:SHORT]), TextState.HIDDEN))  # type: ignore[arg-type]
    remembered(room, lambda unit: unit.themes.rename(of_in(unit, room, TREES[0]), "Green"))

    def rows(unit: Unit) -> str:
        return str([unit.themes._connection.execute(select(table)).all() for table in (THEME, THEME_TEXT, GROUPING)])

    assert hidden in room.do(rows)
    room.close()
    assert hidden not in room.do(rows)


@on_sqlite
@pytest.mark.parametrize("silent", [0, 6])
def test_what_nobody_may_read_takes_no_place(room: Room, silent: int) -> None:
    """However many themes there are of it, those of cards are as many."""
    wrote(room, silent=[f"Silent {n}" for n in range(4)])
    every = room.do(lambda unit: unit.texts.of(room.workshop.id))
    cards, others = ([t.id for t in every if t.shown and t.use is use] for use in (Use.QUOTE, Use.THEME))
    unseen = [Proposed("", "", "", frozenset({name})) for name in others] * 6
    where = (room.workshop.id, "say")
    for number in range(1, 4):
        shown = [Proposed("", f"Card {n}", "", frozenset({name})) for n, name in enumerate(cards[: 4 * number])]
        stamp = room.do(lambda unit: unit.groupings.read(*where)).stamp
        found = Proposal((*unseen[: 3 * silent], *shown), frozenset())
        assert room.do(lambda unit, stamp=stamp, found=found: unit.groupings.keep(*where, stamp, found))  # type: ignore[misc]
        named = [one.label for one in themes(room) if one.label]
        assert len(named) == 4 * number


@on_sqlite
def test_both_halves_of_a_split_are_a_hand_s_work(room: Room) -> None:
    """The machine had put both subjects together; after the split it moves none of them, however often it groups anew."""
    wrote(room)
    grouped(room)
    parking = of(room, PARKING[0])
    assert parking
    room.do(lambda unit: unit.themes.put(parking, [text_in(unit, room, one) for one in TREES], Source.MACHINE))
    assert grouped(room, Wish.SPLIT, parking.id)
    fixed = room.do(lambda unit: unit.groupings.read(room.workshop.id, "say")).before.fixed
    halves = [of(room, PARKING[0]), of(room, TREES[0])]
    assert len({one.id for one in halves if one}) == 2
    assert all(one is not None and one.texts <= fixed.keys() for one in halves)


@on_sqlite
def test_people_are_told_once_the_last_one_is_sorted_in(room: Room) -> None:
    """After the close the last approval ends the reading; what is told waits for the machine, if it was asked for themes."""
    wrote(room, approve=False)
    room.close()
    for one in room.do(lambda unit: unit.sendouts.running(room.workshop.id)):
        room.do(lambda unit, one=one: unit.sendouts.end(one.id, SendoutState.DONE))  # type: ignore[misc]
    room.do(lambda unit: unit.groupings.wish(room.workshop.id, "say", Wish.NEW))
    room.read_all()
    assert room.do(begin_telling) == []
    grouped(room, None)
    assert len(room.do(begin_telling)) == 1
