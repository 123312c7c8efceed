"""Themes of one question out of its approved answers, or the next ones out of those there are; must not know storage or release rules.

First those that may be quoted are grouped, named and given a quote, as if there were no others. Only then the others are counted
where they are near. So nothing that anybody is told of a theme, but how many are in it, comes from an answer that nobody may read.
Equal answers give equal themes, in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flows.theming.following import anchored, anew, goes_on, is_better, narrow
from flows.theming.grouping import centred, centres_of, fewest_of, grouped, halves, settled, without
from flows.theming.labelling import Said, candidates, first_words, is_makeshift, names, nearest
from flows.theming.letters import letters
from flows.theming.quoting import nearest_quote
from flows.theming.values import Before, Proposal, Proposed, Standing, Written
from flows.theming.vectors import Embed, Labels, Vectors
from flows.theming.words import function_words, language_of, normal, says_something, spoken_in, stem, tokens


@dataclass(frozen=True)
class _Group:
    """A theme on its way. `centre`: of the answers that may be quoted, where there are any."""

    id: str
    label: str
    quote: str
    texts: frozenset[str]
    centre: Vectors


class _Space:
    """The answers as vectors, with the average of those that may be quoted taken away."""

    def __init__(self, written: Sequence[Written], embed: Embed | None) -> None:
        says = sorted((one for one in written if says_something(one.words)), key=lambda one: (one.words, one.id))
        self.cards = [one for one in says if one.quotable]
        self.silent = [one for one in says if not one.quotable]
        known = [normal(one.words) for one in self.cards] or [normal(one.words) for one in self.silent]
        self._embed = embed or letters(known)
        rows, self._away = centred(self._embed(known), [language_of(words) for words in known])
        self.rows = rows if self.cards else rows[:0]
        self.silent_rows = self.of([normal(one.words) for one in self.silent]) if self.cards else rows

    def of(self, words: Sequence[str]) -> Vectors:
        """Other words in the same space."""
        return without(self._embed(list(words)), [language_of(said) for said in words], self._away)


def propose(
    written: Sequence[Written],
    before: Before | None = None,
    embed: Embed | None = None,
    *,
    question: str = "",
    prefer: str = "",
    crowd: int = 0,
    fresh: bool = False,
) -> Proposal:
    """The themes there are now. `embed`: words to vectors by meaning, by default their letters are compared.

    `question`: what was asked, which makes no name; `prefer`: the language that names come from, if there is a choice ("en");
    `crowd`: how many make a theme that anybody is told of, so that rather such ones are made;
    `fresh`: group anew what no hand has touched, also where people know the themes already.
    """
    before, space = before or Before(), _Space(written, embed)
    groups = _of_cards(space, before, question=question, prefer=prefer, crowd=crowd, fresh=fresh)
    groups = _with_silent(space, before, groups, crowd=crowd, fresh=fresh)
    inside = frozenset[str]().union(*(group.texts for group in groups))
    every = sorted(groups, key=lambda group: (-len(group.texts), group.label.casefold(), sorted(group.texts)))
    themes = tuple(Proposed(group.id, group.label, group.quote, group.texts) for group in every)
    other = frozenset(one.id for one in written if one.id not in before.fixed) - inside
    return Proposal(themes, other)


def split(written: Sequence[Written], theme: frozenset[str], embed: Embed | None = None, *, question: str = "",
          prefer: str = "", taken: Sequence[str] = ()) -> Proposed | None:  # fmt: skip
    """The smaller half of a theme as one of its own; None where nothing tells two halves apart. `taken`: names of the others."""
    space = _Space(written, embed)
    cards = np.array([one.id in theme for one in space.cards], dtype=np.bool_)
    silent = [n for n, one in enumerate(space.silent) if one.id in theme]
    rows = space.rows[cards] if cards.any() else space.silent_rows[silent]
    half = halves(rows)
    if not len(rows) or not half.any():
        return None
    if not cards.any():
        return Proposed("", "", "", frozenset(space.silent[n].id for n, h in zip(silent, half, strict=True) if h))
    labels = np.full(len(space.cards), -1, dtype=np.int64)
    labels[cards] = half
    mine = [one.id for one, label in zip(space.cards, labels, strict=True) if label == 1]
    centres = centres_of(space.rows, labels)
    mine += [space.silent[n].id for n in silent if (space.silent_rows[n] @ centres.T).argmax() == 1]
    named = _named(space, labels, {0: "-"}, question=question, prefer=prefer, taken=taken)
    return Proposed("", named[1], _quote(space, labels, 1), frozenset(mine))


def _of_cards(space: _Space, before: Before, *, question: str, prefer: str, crowd: int, fresh: bool) -> list[_Group]:
    """The themes of what may be quoted: of nothing else."""
    cards = space.cards
    if not cards:
        return []
    numbers, fixed = _labels_before(cards, before.themes, before)
    kept = [n for n, theme in enumerate(before.themes) if theme.by_hand]
    labels = anew(space.rows, numbers, fixed, kept, len(before.themes), crowd)
    if not fresh and (numbers >= 0).any():
        held = anchored(space.rows, numbers, fixed, len(before.themes))
        is_seen = bool(crowd) and np.bincount(numbers[numbers >= 0]).max() >= crowd
        labels = labels if is_better(space.rows, labels, held, is_seen=bool(is_seen)) else held
    members = _members(cards, labels)
    ids = _ids(members, before, cards)
    labels = np.array([list(members).index(one) if one >= 0 else -1 for one in labels.tolist()], dtype=np.int64)
    known = {theme.id: theme for theme in before.themes}
    kept_names = _labels_kept(space, labels, [known.get(one) for one in ids], question, prefer, crowd)
    named = _named(space, labels, kept_names, question=question, prefer=prefer)
    centres = centres_of(space.rows, labels)
    return [
        _Group(ids[n], named[n], _quote(space, labels, n), texts, centres[n])
        for n, texts in enumerate(members.values())
    ]


def _with_silent(space: _Space, before: Before, groups: list[_Group], *, crowd: int, fresh: bool) -> list[_Group]:
    """Count what nobody may read where it is near; what is near nothing makes themes without a name."""
    if not space.silent:
        return groups
    rows, there = space.silent_rows, {group.id for group in groups if group.id}
    alone = [theme for theme in before.themes if theme.id not in there and (theme.by_hand or not fresh)]
    mine = [Standing(group.id, "", by_hand=False, texts=frozenset()) for group in groups] + alone
    places = {theme.id: n for n, theme in enumerate(mine) if theme.id}
    known = {theme.id: theme for theme in before.themes}
    numbers, fixed = _labels_before(space.silent, tuple(known.get(one.id, one) for one in mine), before)
    is_free = np.array([not fixed[n] and (numbers[n] < 0 or fresh) for n in range(len(rows))], dtype=np.bool_)
    own = centres_of(rows, numbers)
    centres = np.zeros((len(mine), rows.shape[1]), dtype=np.float32)
    for n in range(len(mine)):
        centres[n] = groups[n].centre if n < len(groups) else own[n] if n < len(own) else 0.0
    labels = settled(rows, np.where(is_free, -1, numbers).astype(np.int64), centres, is_free)
    left = np.flatnonzero((labels < 0) & ~fixed)
    fewest = fewest_of(len(space.cards) + len(space.silent))
    fresh_ones = grouped(rows[left], fewest, crowd=crowd) if not len(mine) else narrow(rows[left], fewest)
    labels[left] = np.where(fresh_ones >= 0, fresh_ones + len(mine), -1)
    members = _members(space.silent, labels)
    joined = [
        _Group(group.id, group.label, group.quote, group.texts | members.get(n, frozenset()), group.centre)
        for n, group in enumerate(groups)
    ]
    zero = np.zeros(rows.shape[1], dtype=np.float32)
    names_of = {n: theme for theme_id, n in places.items() if (theme := known.get(theme_id))}
    for n, texts in members.items():
        if n >= len(groups):
            old = names_of.get(n)
            joined.append(_Group(old.id if old else "", old.label if old and old.by_hand else "", "", texts, zero))
    return joined


def _labels_before(
    written: Sequence[Written], themes: Sequence[Standing], before: Before
) -> tuple[Labels, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """In which theme each is, by its place in `themes`, and whether a hand has put it there."""
    place = {text: n for n, theme in enumerate(themes) for text in theme.texts}
    numbers = np.array([place.get(one.id, -1) for one in written], dtype=np.int64)
    return numbers, np.array([one.id in before.fixed for one in written], dtype=np.bool_)


def _members(written: Sequence[Written], labels: Labels) -> dict[int, frozenset[str]]:
    """Theme -> the ids in it, the largest first."""
    found: dict[int, set[str]] = {}
    for one, label in zip(written, labels.tolist(), strict=True):
        if label >= 0:
            found.setdefault(label, set()).add(one.id)
    return {n: frozenset(found[n]) for n in sorted(found, key=lambda n: (-len(found[n]), n))}


def _ids(members: dict[int, frozenset[str]], before: Before, cards: Sequence[Written]) -> list[str]:
    """Which theme each group goes on from: its own where it stayed, else the one it has most in common with."""
    quotable = frozenset(one.id for one in cards)
    stayed = {n: before.themes[n].id for n in members if n < len(before.themes)}
    new = [n for n in members if n not in stayed]
    old = {theme.id: theme.texts & quotable for theme in before.themes if not theme.by_hand and theme.texts & quotable}
    found = goes_on([members[n] for n in new], old, frozenset(stayed.values()))
    return [stayed.get(n) or dict(zip(new, found, strict=True))[n] for n in members]


def _labels_kept(
    space: _Space, labels: Labels, old: Sequence[Standing | None], question: str, prefer: str, crowd: int
) -> dict[int, str]:
    """Names that go on: those of a hand always, others as long as the answers still say some of it.

    The beginning of a quote gives way to a name, as long as the theme is too small to be told.
    """
    quotable = frozenset(one.id for one in space.cards)
    found = candidates(_said(space, labels, question, prefer))
    kept = {}
    for n, theme in enumerate(old):
        mine = [one.words for one, label in zip(space.cards, labels.tolist(), strict=True) if label == n]
        quiet = function_words(spoken_in(mine))
        said = {stem(word) for words in mine for word in tokens(words) if word not in quiet}
        if theme and theme.by_hand:
            kept[n] = theme.label
        elif (
            theme
            and theme.label
            and not (is_makeshift(theme.label) and found.get(n) and len(theme.texts & quotable) < crowd)
        ):
            kept |= {n: theme.label} if said & {stem(word) for word in tokens(theme.label)} else {}
    return {n: label for n, label in kept.items() if label}


def _named(
    space: _Space, labels: Labels, kept: dict[int, str], *, question: str, prefer: str, taken: Sequence[str] = ()
) -> dict[int, str]:
    """A name for each theme; the words of its quote where its answers have none in common."""
    found = candidates(_said(space, labels, question, prefer))
    centres = centres_of(space.rows, labels)
    new = {n: best for n, best in found.items() if n not in kept}
    near = {n: nearest(space.of([one.looks for one in best]), centres[n]) for n, best in new.items()}
    named = kept | names(new, near, [*kept.values(), *taken])
    for n in range(len(centres)):
        if not named.get(n):
            quote = _quote(space, labels, n)
            named[n] = first_words(normal(next((one.words for one in space.cards if one.id == quote), "")))
    return named


def _said(space: _Space, labels: Labels, question: str, prefer: str) -> Said:
    texts = [normal(one.words) for one in space.cards]
    return Said(texts, labels, [language_of(text) for text in texts], question, prefer)


def _quote(space: _Space, labels: Labels, n: int) -> str:
    mine = np.flatnonzero(labels == n)
    if not len(mine):
        return ""
    centre = centres_of(space.rows, np.where(labels == n, 0, -1).astype(np.int64))[0]
    found = nearest_quote([space.cards[i].words for i in mine], space.rows[mine], centre)
    return space.cards[int(mine[found])].id
