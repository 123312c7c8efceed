"""How a workshop was held and what its figures cannot say, in five sentences; must not know chats, answers or counts of options."""

from __future__ import annotations

from bot.wording import Wording
from storage.values import Workshop


def days_of(workshop: Workshop, words: Wording) -> str:
    """The day it was held, or the first and the last one."""
    first, last = workshop.opened_on, workshop.closed_on or workshop.opened_on
    if first == last:
        return words.day(last)
    return words.t("{first} to {last}", first=words.day(first), last=words.day(last))


def method_of(workshop: Workshop, words: Wording) -> tuple[str, ...]:
    """Five sentences."""
    t, n, k = words.t, words.n, workshop.policy.k
    asked = len(workshop.flow.questions)
    pace = (
        n("{who} asked {count} question, while a facilitator led the room, and people answered on their own phones.",
          "{who} asked {count} questions, one after the other while a facilitator led the room, and people answered on their "
          "own phones.", asked, who=workshop.controller)
        if workshop.paced
        else n("{who} asked {count} question, and people answered on their own phones, each at their own pace.",
               "{who} asked {count} questions, and people answered on their own phones, each at their own pace.", asked,
               who=workshop.controller)
    )  # fmt: skip
    return (
        pace,
        t(
            "Names were not stored with answers, nothing is shown to anybody of a question or a group that fewer than {k} people "
            "answered, and the key that could have led from an answer to a person was destroyed at the close.",
            k=k,
        ),
        t(
            "Every figure says how many people it is about; percentages are of those who answered that question, and whoever was "
            "not asked is in none of them."
        ),
        t(
            "The figures are about the people in the room: they are no sample of anybody else, so there is no margin of error, "
            "equal counts are called level, and a lead of one person is no lead."
        ),
        t(
            "What people wrote was read by a facilitator before anybody else saw it, and is quoted only where its author allowed "
            "it; what is missing is listed at the end, with the reason."
        ),
    )
