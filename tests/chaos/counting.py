"""Holds what people were told against what came out: lost, doubled, told twice, left standing; must not know what was done to the bot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.hands.phone import Phone
from tests.chaos.guests import QUESTIONS
from tests.chaos.stand import board, boards
from tests.chaos.story import COFFEE, FILES, OVER, Story

Sheets = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass
class Count:
    """Of one or several workshops. `wrong`: everything that is not as it must be, one line each."""

    workshops: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    missing_sends: int = 0
    asked_again: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Count) -> None:
        """Another workshop."""
        for name in ("workshops", "acknowledged", "lost", "doubled", "missing_sends", "asked_again"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong += other.wrong

    def compare(self, given: Counter[tuple[str, str]], came_out: Counter[tuple[str, str]]) -> None:
        """(question, what was said) -> how often: what is missing is lost, what is too much is doubled."""
        for what in sorted(given.keys() | came_out.keys()):
            difference = came_out[what] - given[what]
            self.lost += max(-difference, 0)
            self.doubled += max(difference, 0)
            if difference:
                self.wrong.append(
                    f"{what[0]} “{what[1]}” was given {given[what]} times and counted {came_out[what]} times"
                )

    def __str__(self) -> str:
        wrong = "" if not self.wrong else f"; {len(self.wrong)} things wrong: " + "; ".join(self.wrong[:12])
        return (
            f"{self.workshops} workshops: {self.acknowledged} acknowledged answers, votes and questions, {self.lost} lost, "
            f"{self.doubled} doubled; {self.missing_sends} announcements in flight never came; "
            f"{self.asked_again} taps were asked for once more by a copy that came after them{wrong}"
        )


def counted(story: Story) -> Count:
    """What became of one workshop that was played to its end."""
    found = Count(workshops=1)
    given, came_out = _given(story), _came_out(story.sheets)
    found.acknowledged = sum(len(guest.told) for guest in story.guests)
    found.asked_again = sum(guest.again for guest in story.guests)
    found.compare(given, came_out)
    for row in story.sheets["bases"]:
        if row["asked"] != len(story.guests):
            found.wrong.append(f"{row['question']} counts {row['asked']} of {len(story.guests)} people")
    found.wrong += _phones(story, found)
    return found


def _given(story: Story) -> Counter[tuple[str, str]]:
    """What everybody was told is noted."""
    given: Counter[tuple[str, str]] = Counter()
    for guest in story.guests:
        given.update((name, said) for name, said in guest.told.items())
    return given


def _came_out(sheets: Sheets) -> Counter[tuple[str, str]]:
    """The same out of the export."""
    found: Counter[tuple[str, str]] = Counter()
    for row in sheets["counts"]:
        name = str(row["question"]).partition("-")[0]
        if name in QUESTIONS or name == "poll":
            found[name, row["label"]] += row["count"]
        elif name == "vote":
            found["vote", "ladders" if "ladders" in row["label"] else "ferry"] += row["count"]
    found.update(("words", row["text"]) for row in sheets["texts"])
    found.update(("question", row["text"]) for row in sheets["panel"])
    return +found


def _phones(story: Story, found: Count) -> Iterable[str]:
    """What stands on the phones: one board, nothing twice that may not come twice, the result on each."""
    if boards(story.fay) != 1:
        yield f"{boards(story.fay)} boards"
    if "joined 8" not in board(story.fay):
        yield f"the board says: {board(story.fay).splitlines()[3:4]}"
    for guest in story.guests:
        copies = _copies(guest.phone, COFFEE)
        found.missing_sends += copies == 0
        if copies > 1:
            yield f"{guest.phone.name} has the announcement {copies} times"
        told = max(_copies(guest.phone, words) for words in OVER)
        if told != 1:
            yield f"{guest.phone.name} reads what the room said {told} times"
    left = [b for b in story.fay.messages(story.group) if b.poll and not b.poll.closed]
    if left:
        yield f"{len(left)} polls in the group that nobody can end"
    again = (
        story.stand.log.count("event=started") - 1
    )  # of one that was on its way when the bot was killed nobody knows
    more = {ending: n - 1 for ending, n in Counter(story.files()).items() if n > 1}
    if sum(more.values()) > again:
        yield f"files came again: {more}, after {again} kills"
    if missing := set(FILES) - set(story.files()):
        yield f"files never came: {sorted(missing)}"


def _copies(phone: Phone, words: str) -> int:
    return sum(words in bubble.text for bubble in phone.messages() if bubble.from_bot)
