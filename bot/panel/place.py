"""Somebody at one round of questions or one vote: what they have given, what they are about to; must not know words or rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.messages import Edit, Flash, Message, Op, Send
from bot.panel.pages import Pages
from bot.participant.beside import beside, held_aside, hold_aside, is_coming, is_newest
from bot.visit import Visit
from flows.dialogue.answers import Answer
from flows.masking.hiding import Find, find
from storage.database import Unit
from storage.values import Ballot, Put


@dataclass(frozen=True)
class Place:
    """One participant, one ballot of the panel, one update. `find`: what searches words for names."""

    unit: Unit
    visit: Visit
    ballot: Ballot
    find: Find = find

    @property
    def pages(self) -> Pages:
        """The pages of this ballot in this person's language."""
        return Pages(self.visit.workshop.code, self.ballot.seq, self.visit.words)

    @property
    def given(self) -> Answer | None:
        """What they have answered, as long as it can be changed."""
        return self.unit.answers.waiting(self.visit.workshop.id, self.visit.sender.user_id).get(self.ballot.id)

    @property
    def is_counted(self) -> bool:
        """Whether what they answered is in a release."""
        return self.ballot.id in self.unit.answers.counted(self.visit.workshop.id, self.visit.sender.user_id)

    @property
    def is_coming(self) -> bool:
        """Whether what stands there for it is on its way, and nobody can have read it."""
        return is_coming(self.visit.person, self.ballot.seq)

    @property
    def is_newest(self) -> bool:
        """Whether it came last of all that stands on this phone, or is coming."""
        return is_newest(self.visit.person, self.ballot.seq)

    def hand_in(self, answer: Answer) -> bool:
        """Answer, or change the answer; False when it is too late for that."""
        put = self.unit.answers.put(self.visit.workshop.id, self.visit.sender.user_id, self.ballot.id, answer)
        return put is Put.STORED

    def keep(self, what: str, data: dict[str, Any] | None) -> None:
        """What they are about to answer, sealed with where they stand; None: nothing any more."""
        hold_aside(self.unit, self.visit, what, data)

    def held(self, what: str) -> dict[str, Any] | None:
        """What `keep` kept of this ballot."""
        data = held_aside(self.visit.person, what)
        return data if data is not None and data["ballot"] == self.ballot.id else None

    def turn(self, message: Message) -> tuple[Op, ...]:
        """In the place of the message that was tapped, else as a new one; owed until it has arrived, unless it is over."""
        press, chat = self.visit.press, self.visit.sender.chat_id
        spins = (Flash(press.query_id),) if press else ()
        if self.ballot.takes_answers:
            return (*spins, *beside(self.unit, self.visit, self.ballot, message))
        if press is None or press.message_id is None:
            return (*spins, Send(chat, message))
        return (*spins, Edit(chat, press.message_id, message))

    def anew(self, message: Message) -> tuple[Op, ...]:
        """As a new message, whatever was tapped."""
        return beside(self.unit, replace(self.visit, press=None), self.ballot, message)

    def flash(self, said: str) -> tuple[Op, ...]:
        """A toast; nothing else changes."""
        press = self.visit.press
        return (Flash(press.query_id, said),) if press else (Send(self.visit.sender.chat_id, Message(said)),)
