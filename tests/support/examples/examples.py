"""Questions and answers of every type for tests, fixed ones and drawn ones; must not know how they are counted."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from flows.definition.flow import (
    AllocationQuestion,
    Level,
    MultiQuestion,
    Option,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
)
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped, Written


def options(*ids: str) -> tuple[Option, ...]:
    """Options labelled like "Option a"."""
    return tuple(Option(id=name, label=f"Option {name}") for name in ids)


def levels(k: int) -> tuple[Level, ...]:
    """A scale of k levels with ids "1".."k", and "dk" off the scale."""
    on_scale = tuple(Level(id=str(value), label=f"Level {value}", value=value) for value in range(1, k + 1))
    return (*on_scale, Level(id="dk", label="Don't know", off_scale=True))


SINGLE = SingleQuestion(id="single", text="Which one?", options=options("a", "b", "c"))
SCALE = ScaleQuestion(id="scale", text="How much?", options=levels(5))
STANCE = StanceQuestion(id="stance", text="It is so.")
MULTI = MultiQuestion(id="multi", text="Which ones?", options=options("a", "b", "c", "d", "none"), exclusive=("none",))
RANKING = RankingQuestion(id="ranking", text="In which order?", options=options("a", "b", "c", "d"), top=3)
POINTS = AllocationQuestion(id="points", text="How many points?", options=options("a", "b", "c"), total=10)
HUNDRED = AllocationQuestion(id="hundred", text="How many of 100 points?", options=options("a", "b", "c"), total=100)
TEXT = TextQuestion(id="text", text="What else?")
EXAMPLES: tuple[Question, ...] = (SINGLE, SCALE, STANCE, MULTI, RANKING, POINTS, HUNDRED, TEXT)


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    """Answers that fit the question, and now and then a skipped one."""
    return st.one_of(st.just(Skipped()), _given(question), _given(question), _given(question))


def _given(question: Question) -> st.SearchStrategy[Answer]:
    match question:
        case TextQuestion():
            return st.text(min_size=1, max_size=20).map(Written)
        case MultiQuestion():
            free = [option.id for option in question.options if option.id not in question.exclusive]
            some = st.lists(st.sampled_from(free), unique=True, min_size=1, max_size=question.max or len(free))
            picked = some.map(lambda chosen: Picked(tuple(option for option in free if option in chosen)))
            return st.one_of(picked, *(st.just(Picked((option,))) for option in question.exclusive))
        case RankingQuestion():
            ids = [option.id for option in question.options]
            ballots = st.lists(st.sampled_from(ids), unique=True, min_size=1, max_size=question.places)
            return ballots.map(lambda ballot: Ranked(tuple(ballot)))
        case AllocationQuestion():
            return _shares(question)
        case _:
            return st.sampled_from([option.id for option in question.options]).map(Chosen)


def _shares(question: AllocationQuestion) -> st.SearchStrategy[Answer]:
    """All points shared out at drawn cuts."""
    cuts = st.lists(
        st.integers(0, question.total), min_size=len(question.options) - 1, max_size=len(question.options) - 1
    )

    def share(at: list[int]) -> Answer:
        edges = [0, *sorted(at), question.total]
        points = [high - low for low, high in itertools.pairwise(edges)]
        given = zip((option.id for option in question.options), points, strict=True)
        return Shared(tuple((option, number) for option, number in given if number))

    return cuts.map(share)
