"""A pile of released texts that is read in one place: whose, in which order, and where one is when it is read; must not know pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.desk import Desk
from bot.messages import Key, Message
from bot.wording import Wording
from flows.dialogue.similar import similar
from storage.answers.texts import Text, TextState
from storage.database import Unit
from storage.values import Workshop


@dataclass(frozen=True)
class Pile:
    """One pile. `verb`: of its buttons; `back`: the button to `home`, the page where it is offered to be read.

    `title`: of its lists; `heading`: what a text answers. `apart`: only texts of one question can say the same. `public`: names
    that may stand. `votes`: of a release, by id; `is_voted`: it is in a vote, and stays in it; `more`: what else can be done
    about one that is approved; `last`: what has to be done before the last one is read, alone or with all these, and its button.
    """

    verb: str
    texts: Callable[[Unit, Workshop], Sequence[Text]]
    home: Callable[[Unit, Desk, Workshop], Message]
    back: Callable[[Wording], str]
    title: Callable[[Wording], str]
    heading: Callable[[Workshop, Text, Wording], str]
    apart: bool
    public: Callable[[Unit, Workshop], tuple[str, ...]] = lambda _unit, _workshop: ()
    votes: Callable[[Unit, Workshop], Mapping[str, int]] = lambda _unit, _workshop: {}
    is_voted: Callable[[Workshop, Text], bool] = lambda _workshop, _text: False
    more: Callable[[Workshop, Text, Wording], tuple[Key, ...]] = lambda _workshop, _text, _words: ()
    last: Callable[[Unit, Workshop, Wording, Sequence[Text]], tuple[str, Key] | None] = lambda *_: None

    def new(self, unit: Unit, workshop: Workshop) -> list[Text]:
        """What nobody has read, question by question in the asked order, each in the order of random ids."""
        places = {question.id: n for n, question in enumerate(workshop.everything.questions)}
        unread = (text for text in self.texts(unit, workshop) if text.state is TextState.NEW)
        return sorted(unread, key=lambda text: (places[text.question_id], text.id))

    def next(self, unit: Unit, workshop: Workshop, after: str = "") -> Text | None:
        """The new one behind the one with this short id, the first again after the last; None when all are read."""
        new = self.new(unit, workshop)
        at = next((n for n, text in enumerate(new, 1) if text.short == after), 0)
        return new[at % len(new)] if new else None

    def shown(self, unit: Unit, workshop: Workshop) -> list[Text]:
        """What is approved: what is done with last, pinned ones and those with most votes first."""
        votes = self.votes(unit, workshop)
        shown = (text for text in self.texts(unit, workshop) if text.shown)
        return sorted(shown, key=lambda t: (t.state is TextState.ANSWERED, not t.pinned, -votes.get(t.id, 0), t.id))

    def hidden(self, unit: Unit, workshop: Workshop) -> list[Text]:
        """What was hidden and has its words still, so that a slip can be put right."""
        return [text for text in self.texts(unit, workshop) if can_come_back(text)]

    def others(self, unit: Unit, workshop: Workshop, text: Text) -> list[Text]:
        """The approved ones that it may be the same as, the most similar ones first."""
        shown = [t for t in self.texts(unit, workshop) if t.shown and t.id != text.id and self._may_join(text, t)]
        alike = similar(text.words, {t.id: t.words for t in shown})
        return sorted(shown, key=lambda t: (t.id not in alike, t.id))

    def kept_apart(self, unit: Unit, workshop: Workshop, text: Text) -> bool:
        """Whether some are approved that answer the same and may not be joined with it, as their authors allow something else."""
        here = (
            t for t in self.texts(unit, workshop) if t.shown and not (self.apart and t.question_id != text.question_id)
        )
        return any(t.use is not text.use for t in here)

    def alike(self, unit: Unit, workshop: Workshop, text: Text) -> Text | None:
        """The approved one that it probably repeats."""
        others = {t.id: t for t in self.others(unit, workshop, text)}
        found = similar(text.words, {name: t.words for name, t in others.items()})
        return others[found[0]] if found else None

    def _may_join(self, text: Text, other: Text) -> bool:
        """One that may be quoted is never hidden behind one that may not, nor the other way round."""
        return text.use is other.use and not (self.apart and text.question_id != other.question_id)


def can_come_back(text: Text) -> bool:
    """Whether it is hidden, and not as one of a group, and its words are there."""
    return text.state is TextState.HIDDEN and not text.same_as and bool(text.words)
