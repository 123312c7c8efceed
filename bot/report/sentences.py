"""Released figures as sentences, by rules and without a language model; must not know chats, storage or how a page looks.

Each says one thing in plain words, with the counts in it, and carries its n and where the figure stands in the export. Equal counts are
level, a lead of one person is no lead, and the largest view beside the main one is always a sentence of its own: a minority only where
the main one has more than half. Only what `summarise` gives is said: nothing is computed here but what is left of a whole.

Long: what each kind of figures comes to stands side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from bot.report.sides import Side, beside, labels_of, told
from bot.report.values import Kind, Sentence
from bot.results.headlines import groups_of, names_of, written
from bot.wording import Wording, in_quotes
from flows.counting.shown import Shown, nearly, shown
from flows.counting.summary import (
    AllocationFigures,
    ChoiceFigures,
    MultiFigures,
    RankingFigures,
    ScaleFigures,
    StanceFigures,
    Summary,
    TextFigures,
)

Lines = Iterator[Sentence]


def sentences_of(summary: Summary, words: Wording) -> tuple[Sentence, ...]:
    """What the figures of one question come to: the main finding first, and the largest minority view."""
    return tuple(_Figures(summary, words).said())


class _Figures:
    """One summary with what every rule needs of it."""

    def __init__(self, summary: Summary, words: Wording) -> None:
        self.summary, self.words, self.n = summary, words, summary.answered
        self.labels = labels_of(summary.rows)
        self.counts = {row.option: row.count for row in summary.rows}
        self.numbers: Mapping[str, Shown] = shown(summary)

    def said(self) -> Lines:
        """All sentences."""
        if not self.n:
            yield self._of(Kind.MAIN, self.words.t("Nobody gave an answer."))
            return
        match self.summary.figures:
            case ChoiceFigures(leading, behind):
                yield self._choice(leading, behind)
                yield self._minority({o: c for o, c in self.counts.items() if o not in {*leading, *behind}})
            case StanceFigures():
                yield from self._stance()
            case ScaleFigures() as figures:
                yield from self._scale(figures)
            case MultiFigures(top):
                yield from self._multi(top)
            case RankingFigures() as figures:
                yield from self._ranking(figures)
            case AllocationFigures() as figures:
                yield from self._allocation(figures)
            case TextFigures(answers):
                yield self._of(
                    Kind.MAIN,
                    self.words.n("{count} person wrote an answer.", "{count} people wrote an answer.", answers),
                )
            case _:
                assert_never(self.summary.figures)

    def _of(self, kind: Kind, text: str, options: Sequence[str] = (), n: int | None = None) -> Sentence:
        where = f"{self.summary.question_id}.{options[0]}" if len(options) == 1 else self.summary.question_id
        return Sentence(where, kind, self.n if n is None else n, text)

    def _named(self, options: Iterable[str]) -> str:
        return names_of(tuple(options), {option: in_quotes(label) for option, label in self.labels.items()}, self.words)

    # --- one choice, and statements

    def _choice(self, leading: Sequence[str], behind: Sequence[str]) -> Sentence:
        t, most = self.words.t, self.counts[leading[0]]
        about = {"count": most, "n": self.n, "names": self._named(leading)}
        if len(leading) > 1:
            said = t("{names} are level: {count} of {n} people chose each.", **about)
        elif behind:
            about |= {"less": most - 1, "others": self._named(behind)}
            said = (
                t("It is close: {count} of {n} people chose {names} and {less} chose {others}; one person is no lead.", **about)
                if len(behind) == 1
                else t("It is close: {count} of {n} people chose {names} and {less} each chose {others}; one person is no lead.",
                       **about)
            )  # fmt: skip
        elif most == self.n:
            said = t("All {n} people chose {names}.", **about)
        elif 2 * most > self.n:
            said = t("{count} of {n} people, more than half, chose {names}.", **about)
        elif 2 * most == self.n:
            said = t("{count} of {n} people, half, chose {names}, more than anything else.", **about)
        else:
            said = t("{count} of {n} people, fewer than half, chose {names}, more than anything else.", **about)
        return self._of(Kind.MAIN, said, () if behind else leading)

    def _minority(self, others: Mapping[str, int]) -> Sentence:
        """The largest group of those that the main finding does not name, all that are level."""
        t, count, is_minority = self.words.t, max(others.values(), default=0), 2 * max(self.counts.values()) > self.n
        if not count:
            return self._of(Kind.MINORITY, t("Nobody chose anything else."))
        same = [option for option, size in others.items() if size == count]
        said = beside(count, self._named(same), self.n, self.words, several=len(same) > 1, is_minority=is_minority)
        return self._of(Kind.MINORITY, said, same)

    def _stance(self) -> Lines:
        """Passing is an answer; the sides are agreeing and disagreeing."""
        sides = [Side(self.counts[one], in_quotes(self.labels[one]), one) for one in ("agree", "disagree", "pass")]
        yield self._of(Kind.MAIN, told(sides, self.n, self.words))
        yield self._other_side(sides, self.n)

    # --- scales

    def _scale(self, figures: ScaleFigures) -> Lines:
        t, n = self.words.t, figures.on_scale
        off = {row.option: row.count for row in self.summary.rows if row.value is None and row.count}
        if n:
            sides = self._sides_of(figures)
            yield self._of(Kind.MAIN, told(sides, n, self.words), n=n)
            yield self._other_side(sides, n)
        else:
            yield self._of(Kind.MAIN, t("Nobody chose a point on the scale."))
        if off:
            said = self.words.n("{count} more chose an answer that is not on the scale: {names}.",
                                "{count} more chose an answer that is not on the scale: {names}.", sum(off.values()),
                                names=self._named(off))  # fmt: skip
            yield self._of(Kind.MORE, said, tuple(off), n=self.n)

    def _sides_of(self, figures: ScaleFigures) -> list[Side]:
        """The upper and the lower half of the levels and, of an odd number, what is between: by the labels that they have."""
        levels = sorted((row for row in self.summary.rows if row.value is not None), key=lambda row: row.value or 0)
        half = len(levels) // 2
        low, middle, high = levels[:half], levels[half : len(levels) - half], levels[len(levels) - half :]
        found = [
            Side(count, self._range([row.option for row in rows]), rows[0].option if len(rows) == 1 else "")
            for count, rows in ((figures.positive, high), (figures.negative, low), (figures.neutral, middle))
            if rows
        ]
        return found if len(found) > 1 else [*found, Side(0, "")]

    def _range(self, options: Sequence[str]) -> str:
        """Two levels by their names, of more the first and the last."""
        first, last = (in_quotes(self.labels[one]) for one in (options[0], options[-1]))
        if len(options) == 1:
            return first
        if len(options) == 2:
            return self.words.t("{first} or {last}", first=first, last=last)
        return self.words.t("{first} to {last}", first=first, last=last)

    def _other_side(self, sides: Sequence[Side], n: int) -> Sentence:
        """The largest side that is not the largest of all."""
        t, most = self.words.t, max(side.count for side in sides)
        count = max((side.count for side in sides if side.count != most), default=0)
        same = [side for side in sides if side.count == count]
        if not count:
            return self._of(Kind.MINORITY, t("Nobody chose anything else."), n=n)
        names, is_minority = t(" and ").join(side.names for side in same), 2 * most > n
        said = beside(count, names, n, self.words, several=len(same) > 1, is_minority=is_minority)
        if not is_minority:
            said = t("No side has more than half of the {n} people.", n=n) + f" {said}"
        return self._of(Kind.MINORITY, said, [one.option for one in same if one.option and len(same) == 1], n=n)

    # --- several choices

    def _multi(self, top: Sequence[str]) -> Lines:
        t, n = self.words.t, self.n
        if not top:
            yield self._of(Kind.MAIN, t("Nobody ticked anything."))
            return
        said = [
            t("{count} chose {names}", count=count, names=self._named(group)) if len(group) == 1
            else t("{count} each chose {names}", count=count, names=self._named(group))
            for count, group in groups_of(top, self.numbers)
        ]  # fmt: skip
        whole = t("Of {n} people, who could choose several, {said}.", n=n, said=", ".join(said))
        yield self._of(Kind.MAIN, whole, top)
        most = self.counts[top[0]]
        first = [option for option in top if self.counts[option] == most]
        if 2 * most <= n:
            yield self._of(Kind.MINORITY, t("None of the answers was chosen by more than half of the {n} people.", n=n))
        elif most == n:
            yield self._of(Kind.MINORITY, t("Nobody left {names} out.", names=self._named(first)), first)
        else:
            about = {"count": n - most, "n": n, "names": self._named(first)}
            left = (t("{count} of {n} people did not choose {names}.", **about) if len(first) == 1
                    else t("{names} were each left out by {count} of {n} people.", **about))  # fmt: skip
            yield self._of(Kind.MINORITY, left, first)

    # --- rankings and points

    def _ranking(self, figures: RankingFigures) -> Lines:
        t, n = self.words.t, self.n
        best = [option for option in figures.order if self.numbers[option].front]
        one = self.numbers[figures.order[0]]
        about = {"names": self._named(best), "place": written(one.value, one.digits, self.words), "n": n}
        if len(best) > 1:
            yield self._of(
                Kind.MAIN, t("{names} are level: placed {place} on average by {n} people, where 1 is the top.", **about)
            )
        else:
            yield self._of(
                Kind.MAIN,
                t("{names} is placed highest: {place} on average by {n} people, where 1 is the top.", **about),
                best,
            )
            yield from self._nearly()
        firsts = figures.first_choices
        most = max(firsts.values(), default=0)
        leaders = [option for option in figures.order if firsts[option] == most and most]
        if leaders:
            yield self._of(Kind.MORE, self._first(leaders, firsts), leaders)
        yield from self._in_pairs(figures)
        named = {*leaders, *_behind(firsts, leaders)}
        rest = {option: firsts[option] for option in figures.order if option not in named and firsts[option]}
        yield self._first_minority(rest, is_minority=2 * most > n)

    def _first(self, leaders: Sequence[str], firsts: Mapping[str, int]) -> str:
        """Who is first choice of most; one person more is no lead here either."""
        t, most = self.words.t, firsts[leaders[0]]
        behind = _behind(firsts, leaders)
        about = {"count": most, "n": self.n, "names": self._named(leaders)}
        if len(leaders) > 1:
            return t("{names} are level as first choice, with {count} of {n} people each.", **about)
        if behind:
            about |= {"less": most - 1, "others": self._named(behind)}
            if len(behind) > 1:
                return t("As first choice it is close: {names} with {count} of {n} people, {others} with {less} each; one person is "
                         "no lead.", **about)  # fmt: skip
            return t("As first choice it is close: {names} with {count} of {n} people, {others} with {less}; one person is no lead.",
                     **about)  # fmt: skip
        return t("{names} is the most frequent first choice, with {count} of {n} people.", **about)

    def _first_minority(self, rest: Mapping[str, int], *, is_minority: bool) -> Sentence:
        t, count = self.words.t, max(rest.values(), default=0)
        if not count:
            return self._of(Kind.MINORITY, t("Nobody put anything else first."))
        same = [option for option, size in rest.items() if size == count]
        about = {"count": count, "n": self.n, "names": self._named(same)}
        if is_minority and len(same) > 1:
            said = t("The largest minorities are level: {count} of {n} people each put {names} first.", **about)
        elif is_minority:
            said = t("The largest minority, {count} of {n} people, put {names} first.", **about)
        elif len(same) > 1:
            said = t("Next as first choice come {names}, which are level, with {count} of {n} people each.", **about)
        else:
            said = t("Next as first choice comes {names}, with {count} of {n} people.", **about)
        return self._of(Kind.MINORITY, said, same)

    def _in_pairs(self, figures: RankingFigures) -> Lines:
        t, winner = self.words.t, figures.head_to_head
        if not figures.compared:
            return
        if winner is None:
            yield self._of(Kind.MORE, t("Compared two by two, no option is preferred to all the others."))
        elif winner != figures.order[0] or figures.close:
            said = t(
                "Compared two by two, more people prefer {names} to each of the others.", names=self._named([winner])
            )
            close = t("It is close: a few people more could have turned it.") if figures.close else ""
            yield self._of(Kind.MORE, " ".join(filter(None, (said, close))), [winner])

    def _nearly(self) -> Lines:
        """Who is so near to the first that one person more could be enough: no lead either."""
        if near := nearly(self.summary):
            said = self.words.t(
                "It is close: one person more could have made {names} level with it.", names=self._named(near)
            )
            yield self._of(Kind.MORE, said, near)

    def _allocation(self, figures: AllocationFigures) -> Lines:
        total, order, givers = figures.total, figures.order, figures.givers
        t, n, one = self.words.t, self.n, self.numbers[order[0]]
        best = [option for option in order if self.numbers[option].front]
        about = {"names": self._named(best), "mean": written(one.value, one.digits, self.words), "total": total, "n": n}
        if len(best) > 1:
            yield self._of(
                Kind.MAIN, t("{names} are level, with {mean} of {total} points on average from {n} people.", **about)
            )
            return
        (first,) = best
        said = t("{names} got most points: {mean} of {total} on average from {n} people, {givers} of whom gave it some.",
                 givers=givers[first], **about)  # fmt: skip
        yield self._of(Kind.MAIN, said, best)
        yield from self._nearly()
        left = n - givers[first]
        if not left:
            yield self._of(Kind.MINORITY, t("Everybody gave it some."), best)
        elif 2 * left < n:
            yield self._of(
                Kind.MINORITY, t("The largest minority, {count} of {n} people, gave it nothing.", count=left, n=n), best
            )
        else:
            yield self._of(
                Kind.MINORITY, t("{count} of {n} people, at least half, gave it nothing.", count=left, n=n), best
            )


def _behind(firsts: Mapping[str, int], leaders: Sequence[str]) -> list[str]:
    """Who is one person behind a single first choice of most."""
    least = firsts[leaders[0]] - 1 if len(leaders) == 1 else 0
    return [option for option, count in firsts.items() if least and count == least]
