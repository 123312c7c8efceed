"""What is owed, and where it is known by: people's screens, boards, answers, long work; must not know what stands there.

`key` says what it is, `who` to whom it is owed, `rev` which version of it: with a newer one on its way nothing older is owed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonPlace:
    """The message shows where a participant stands: keep its id, sealed, for their step `rev`.

    `beside`: the number of the poll, vote or round that it shows instead, which stands beside the dialogue; 0: the dialogue.
    """

    workshop_id: str
    user_id: int
    rev: int
    beside: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """The same for every step: only the newest is owed."""
        return "person", self.workshop_id, self.user_id, self.beside

    @property
    def who(self) -> int:
        """Who is owed it."""
        return self.user_id


@dataclass(frozen=True)
class BoardPlace:
    """The message is the control board of a workshop in a chat. `rev`: which wish for one in this chat it answers."""

    workshop_id: str
    chat_id: int
    rev: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """One a chat."""
        return "board", self.chat_id

    @property
    def who(self) -> int:
        """A private chat's id is its user's."""
        return self.chat_id


@dataclass(frozen=True)
class OldBoardPlace:
    """The message was a board, and is to go."""

    chat_id: int
    message_id: int
    rev: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """One a message."""
        return "old board", self.chat_id, self.message_id

    @property
    def who(self) -> int:
        """A private chat's id is its user's."""
        return self.chat_id


@dataclass(frozen=True)
class ReplyPlace:
    """What was decided by what a member of staff did: `seq` is its number where it is kept until it is done."""

    user_id: int
    seq: int
    rev: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """One a row."""
        return "reply", self.seq

    @property
    def who(self) -> int:
        """Who is owed it."""
        return self.user_id


@dataclass(frozen=True)
class PassingPlace:
    """What somebody is answered: it is kept in memory only, under a number of this process, so that nothing tells who asked."""

    user_id: int
    number: int
    rev: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """One an answer."""
        return "passing", self.number

    @property
    def who(self) -> int:
        """Who is owed it."""
        return self.user_id


@dataclass(frozen=True)
class ChorePlace:
    """Long work that follows from how something stands: a close that was wanted, a poll that is being ended."""

    name: str
    about: str
    rev: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """One of a name about one thing."""
        return "chore", self.name, self.about

    @property
    def who(self) -> None:
        """Nobody alone."""
        return


Place = PersonPlace | BoardPlace | OldBoardPlace | ReplyPlace | PassingPlace | ChorePlace
"""What is owed, and known by: `key` says what it is, `rev` which version of it."""
