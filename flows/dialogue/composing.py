"""An answer made of several taps: ticks, places of a ranking, points; must not know dialogues, buttons or words."""

from __future__ import annotations

from flows.definition.flow import AllocationQuestion, MultiQuestion, Question, RankingQuestion
from flows.dialogue.answers import Answer, Picked, Ranked, Refusal, Shared, Skipped, Slip
from flows.dialogue.effects import Notice

Draft = tuple[tuple[str, int], ...]
"""What is tapped but not confirmed: (option, 1) ticks, options in ranked order, or (option, points)."""


def draft_answer(question: Question, draft: Draft) -> Answer:
    """The draft as the answer it would be."""
    match question:
        case MultiQuestion():
            return Picked(tuple(option for option, _ in draft))
        case RankingQuestion():
            return Ranked(tuple(option for option, _ in draft))
        case AllocationQuestion():
            return Shared(tuple((option, points) for option, points in draft if points))
        case _:
            return Skipped()


def is_so(draft: Draft, option: str, *, on: bool | None) -> bool:
    """Whether the option is ticked, or has a place, as a tap wants it; None wants the other way round."""
    return on is not None and (option in {ticked for ticked, _ in draft}) == on


def toggle(draft: Draft, question: MultiQuestion, option: str) -> Draft | Refusal:
    """Tick or untick; an exclusive option clears the rest, and the rest clears it."""
    ticked = [o for o, _ in draft]
    if option in ticked:
        ticked.remove(option)
    elif option in question.exclusive:
        ticked = [option]
    else:
        ticked = [o for o in ticked if o not in question.exclusive]
        if len(ticked) >= (question.max or len(question.options)):
            return Refusal(Slip.TOO_MANY, need=question.max or 0, got=len(ticked) + 1)
        ticked.append(option)
    order = [o.id for o in question.options]
    return tuple((o, 1) for o in sorted(ticked, key=order.index))


def place(draft: Draft, question: RankingQuestion, option: str) -> Draft | Refusal:
    """Give the option the next place, or take its place away."""
    ranked = [o for o, _ in draft]
    if option in ranked:
        ranked.remove(option)
    elif len(ranked) >= question.places:
        return Refusal(Slip.TOO_MANY, need=question.places, got=len(ranked) + 1)
    else:
        ranked.append(option)
    return tuple((o, 1) for o in ranked)


def share(draft: Draft, question: AllocationQuestion, option: str, change: int) -> Draft | Refusal | Notice:
    """Give the option `change` more points, as far as there are any left; it then stands last in the draft."""
    given = dict(draft)
    left = question.total - sum(given.values())
    room = left if question.most is None else min(left, question.most - given.get(option, 0))
    step = max(-given.get(option, 0), min(change, room))
    if step == 0 and change > 0 and left:
        return Refusal(Slip.MOST_POINTS, need=question.most or 0, got=given.get(option, 0))
    if step == 0:
        return Notice.NO_POINTS_LEFT if change > 0 else Notice.NO_POINTS_THERE
    given[option] = given.pop(option, 0) + step  # the phone offers finer steps for the option touched last
    used = [o for o, p in given.items() if p]
    if question.max_options and len(used) > question.max_options:
        return Refusal(Slip.TOO_MANY_OPTIONS, need=question.max_options, got=len(used))
    return tuple(given.items())


def point_unit(total: int) -> int:
    """Points that one tap gives: about a twentieth of the total, as a round number."""
    return next((unit for unit in (10, 5, 2) if total >= 20 * unit), 1)
