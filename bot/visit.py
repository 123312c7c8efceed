"""A participant during one update; must not know what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.incoming import Press, Sender
from bot.wording import Wording
from flows.dialogue.standing import has_agreed
from storage.values import Person, Workshop

WAITING_ROOM = -1
"""The rev of a place that owes its participant a screen: what stands there now is only a waiting room."""


@dataclass(frozen=True)
class Visit:
    """One participant in one workshop during one update; `press` is the button, if it was one."""

    workshop: Workshop
    sender: Sender
    person: Person
    press: Press | None = None

    @property
    def words(self) -> Wording:
        """The words of this participant's language."""
        return Wording(self.person.chat.language)

    @property
    def takes_part(self) -> bool:
        """Whether this participant has agreed to the rules that hold: nothing is asked before that."""
        return has_agreed(self.person.dialogue, self.workshop.rules)

    @property
    def is_at_table(self) -> bool:
        """Whether they answer for a round table, which there is only where the facilitator leads."""
        return self.workshop.paced and bool(self.person.chat.table)

    @property
    def current_message(self) -> int | None:
        """The message to settle or redraw: the one that was tapped, else the one last shown; None while it is on its way."""
        if self.press:
            return self.press.message_id
        return self.person.chat.message_id if self.person.chat.shown >= self.person.chat.rev else None


def visit_of(workshop: Workshop, person: Person) -> Visit:
    """The visit of somebody who did nothing; in a private chat the chat's id is the person's."""
    chat = person.chat
    return Visit(workshop, Sender(chat.chat_id, chat.chat_id, private=True, language=chat.language), person)
