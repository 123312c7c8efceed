"""Telegram's budgets as arithmetic on seconds that the caller hands in. Must not know Telegram, asyncio or a clock."""

from dataclasses import dataclass
from enum import IntEnum


class Lane(IntEnum):
    """Whose turn is first: an answer to a person's own tap, or something sent to everybody."""

    REPLY = 0
    BULK = 1


class Rank(IntEnum):
    """Whose replies go first while there is more to say than may be said.

    The room: whoever takes part or steers, and whom we write to by ourselves. Newcomers have a code or link, and have not
    agreed yet. Strangers have neither.
    """

    ROOM = 0
    NEWCOMER = 1
    STRANGER = 2


@dataclass(frozen=True)
class Limit:
    """`burst` at once, then one every `interval` seconds: any w seconds see at most burst + w / interval.

    The generic cell rate algorithm: all that is remembered of the past is one number, the debt, which is the time at
    which a bucket would be full again (ITU-T I.371, virtual scheduling).
    """

    interval: float
    burst: int = 1

    def ready_at(self, debt: float) -> float:
        """When the next one may go."""
        return debt - (self.burst - 1) * self.interval

    def take(self, debt: float, now: float) -> float:
        """The debt after one has gone at `now`."""
        return max(debt, now) + self.interval

    def faster(self, times: float) -> "Limit":
        """The same limit where a second counts as `times` seconds."""
        return Limit(self.interval / times, self.burst)


@dataclass(frozen=True)
class Pace:
    """Telegram's documented budgets, each a little below the figure so that jitter on the way does not break it.

    About 30 bulk messages a second for a bot, about one a second in a private chat with short bursts, 20 a minute in
    a group, edits included. Within any 60 s a group sees at most 19: floor((60 + 4 * 4.1) / 4.1) + 1.
    `latest_private` and `latest_group`: seconds between two edits of one coalesced message. `again`: before somebody is shown
    once more what had no answer, or was refused.

    `replies`: all replies together, the room's before newcomers' before strangers'. Telegram names no figure for them; this one
    lets 5,000 people answer within a minute. `strangers`: theirs alone, so that a flood of them is not answered at full speed.
    """

    bulk: Limit = Limit(1 / 25, 3)
    private: Limit = Limit(1.05, 19)
    group: Limit = Limit(4.1, 5)
    latest_private: float = 1.05
    latest_group: float = 4.1
    replies: Limit = Limit(1 / 100, 300)
    strangers: Limit = Limit(1 / 10, 50)
    again: float = 4.0

    def faster(self, times: float) -> "Pace":
        """For rehearsals and tests: the same budgets in shorter seconds."""
        return Pace(
            self.bulk.faster(times),
            self.private.faster(times),
            self.group.faster(times),
            self.latest_private / times,
            self.latest_group / times,
            self.replies.faster(times),
            self.strangers.faster(times),
            self.again / times,
        )

    def of_chat(self, chat: int) -> Limit:
        """The limit of a chat; Telegram gives groups negative ids."""
        return self.group if chat < 0 else self.private

    def between_edits(self, chat: int) -> float:
        """Seconds between two edits of one coalesced message in this chat."""
        return self.latest_group if chat < 0 else self.latest_private
