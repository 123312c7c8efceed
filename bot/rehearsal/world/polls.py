"""Native polls: who may vote, what everybody sees; one tally however often the poll is forwarded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Poll:
    """One poll; `shown_in` are the (chat_id, message_id) of every message that shows it."""

    id: str
    question: str
    options: tuple[tuple[str, str], ...]  # (persistent id, text)
    anonymous: bool = True
    multiple: bool = False
    revoting: bool = True
    hidden_until_closed: bool = False
    kind: str = "regular"
    closed: bool = False
    votes: dict[int, tuple[int, ...]] = field(default_factory=dict)
    shown_in: list[tuple[int, int]] = field(default_factory=list)

    @property
    def hidden(self) -> bool:
        """Whether nobody may see the counts yet."""
        return self.hidden_until_closed and not self.closed

    def counts(self) -> list[int]:
        """Votes per option, as far as they may be seen: zeros while hidden, as the real server sends."""
        counts = [0] * len(self.options)
        if self.hidden:
            return counts
        for chosen in self.votes.values():
            for option in chosen:
                counts[option] += 1
        return counts

    def vote(self, user_id: int, chosen: Sequence[int]) -> None:
        """Set, change or (empty) retract a vote; raises ValueError when a phone would not offer it."""
        if self.closed:
            raise ValueError("the poll is closed")
        if any(option not in range(len(self.options)) for option in chosen) or len(set(chosen)) != len(chosen):
            raise ValueError("no such option")
        if len(chosen) > 1 and not self.multiple:
            raise ValueError("only one option can be chosen")
        if user_id in self.votes and not self.revoting:
            raise ValueError("the vote cannot be changed")
        if chosen:
            self.votes[user_id] = tuple(sorted(chosen))
        else:
            self.votes.pop(user_id, None)

    def json(self) -> dict[str, Any]:
        """The Poll object of the Bot API."""
        return {
            "id": self.id,
            "question": self.question,
            "options": [
                {"persistent_id": key, "text": text, "voter_count": count}
                for (key, text), count in zip(self.options, self.counts(), strict=True)
            ],
            "total_voter_count": len(self.votes),
            "is_closed": self.closed,
            "is_anonymous": self.anonymous,
            "type": self.kind,
            "allows_multiple_answers": self.multiple,
            "allows_revoting": self.revoting,
            "members_only": False,
        }
