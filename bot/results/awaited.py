"""What a result still waits for, said the same on the board, below a result and in the summary; must not know chats or storage.

Nobody is told to wait for people who cannot come: where all have handed in, or it is locked and too few are left, what really gives
a result is said instead: ending the question, or the close (anonymity rules, 3f). All of it follows from numbers on the board.
"""

from __future__ import annotations

from bot.wording import Wording
from flows.counting.release import Crowd, missing, missing_for_good
from flows.definition.flow import Question
from storage.values import Workshop


def still_missing(workshop: Workshop, question: Question, handed_in: int, counted: int) -> int | None:
    """How many more must hand it in before its result appears or grows; 0: at the next look; None: it comes at the close."""
    return missing(question, workshop.policy, handed_in, counted)


def answering(workshop: Workshop) -> int:
    """How many have joined and not submitted, whether at question 1 or at the last; leaving changes no number."""
    return max(0, workshop.joined - workshop.submitted)


def nobody_is_left(workshop: Workshop, handed_in: int, more: int = 1) -> bool:
    """Whether all who take part have handed it in, or fewer are left than must, and it is locked."""
    left = workshop.joined - handed_in
    return workshop.joined > 0 and (left <= 0 or (workshop.locked and left < more))


def instead(workshop: Workshop, handed_in: int, counted: int, words: Wording) -> str:
    """Where nobody is left to wait for: what gives the result, or that nothing can."""
    t, n, policy = words.t, words.n, workshop.policy
    head = t("Everybody is in.") if workshop.joined <= handed_in else t("It is locked, and too few are left.")
    waiting = max(0, handed_in - counted)
    crowd = Crowd(waiting, counted, workshop.joined, handed_in)
    if waiting and workshop.paced and not policy.close_only and not missing_for_good(policy, crowd):
        return head + " " + t("End the question, and all are counted.")
    if not waiting:
        return head
    if waiting >= (policy.b if counted else policy.k):
        return head + " " + t("The rest is counted at the close.")
    if not counted:
        return head + " " + t("Results need {k} people or more.", k=policy.k)
    return head + " " + n("The last one stays uncounted, so that nobody can be singled out.",
                          "The last {count} stay uncounted, so that nobody can be singled out.", waiting)  # fmt: skip
