"""What only memory holds, never the database: wrong join codes, and words whose authors are being asked; must not know chats."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flows.masking.hiding import Find, Span, find

CODE = re.compile(r"[A-HJ-NP-Z2-9]{6}")
"""A join code: six of 32 letters and digits that nobody mistakes for another (no I, O, 0, 1)."""


_TRIES, _WITHIN = 8, 600.0


@dataclass
class Guesses:
    """Wrong codes by person, in memory only: eight within ten minutes, then a pause. 32^6 join codes outlast that."""

    wrong: dict[int, deque[float]] = field(default_factory=dict)

    def too_many(self, user_id: int, now: float) -> bool:
        """Whether this person has to wait; `now` in seconds of any clock that only goes forward."""
        times = self.wrong.get(user_id)
        while times and now - times[0] > _WITHIN:
            times.popleft()
        return bool(times) and len(times or ()) >= _TRIES

    def note(self, user_id: int, now: float) -> None:
        """Remember a wrong code."""
        if len(self.wrong) > 10_000:
            self.wrong.pop(next(iter(self.wrong)))
        self.wrong.setdefault(user_id, deque(maxlen=_TRIES)).append(now)


@dataclass
class Insiders:
    """Chats that are known to belong to the room: whoever takes part or steers. The newest 20,000."""

    chats: dict[int, None] = field(default_factory=dict, repr=False)

    def add(self, chat_id: int) -> None:
        """From now on it is known."""
        self.chats[chat_id] = None
        if len(self.chats) > 20_000:
            del self.chats[next(iter(self.chats))]


@dataclass
class Unsent:
    """Open answers whose authors are asked first whether it is a name that is hidden; in memory only, never written."""

    texts: dict[tuple[str, int], str] = field(default_factory=dict)
    taken: dict[tuple[str, int], str] = field(default_factory=dict)
    """Since `Memory.attempt` began."""

    def keep(self, workshop_id: str, user_id: int, text: str) -> None:
        """Until the author has spoken, or 5,000 others have typed something."""
        self.texts.pop((workshop_id, user_id), None)
        self.texts[workshop_id, user_id] = text
        if len(self.texts) > 5_000:
            self.texts.pop(next(iter(self.texts)))

    def take(self, workshop_id: str, user_id: int) -> str | None:
        """The words, which are forgotten here by that; None when they are not known any more."""
        found = self.texts.pop((workshop_id, user_id), None)
        if found is not None:
            self.taken[workshop_id, user_id] = found
        return found

    def forget(self, workshop_id: str, user_id: int) -> None:
        """Whatever words of this person wait in the workshop: for its questions, beside them (`workshop/…`), or for the panel."""
        self._forget(key for key in (*self.texts, *self.taken) if key[1] == user_id and _is_of(key, workshop_id))

    def forget_all(self, workshop_id: str) -> None:
        """Whatever words of anybody wait in a workshop that is closed: nobody can send them any more."""
        self._forget(key for key in (*self.texts, *self.taken) if _is_of(key, workshop_id))

    def _forget(self, keys: Iterable[tuple[str, int]]) -> None:
        for key in tuple(keys):
            self.texts.pop(key, None)
            self.taken.pop(key, None)


def _is_of(key: tuple[str, int], workshop_id: str) -> bool:
    return key[0] == workshop_id or key[0].startswith(f"{workshop_id}/")


@dataclass
class Albums:
    """Pictures that were sent together, by person, in memory only: what is said of the first is not said of each."""

    last: dict[int, str] = field(default_factory=dict)

    def is_new(self, user_id: int, album: str) -> bool:
        """Whether nothing of it has come before; from now on it has."""
        before = self.last.pop(user_id, None)
        self.last[user_id] = album
        if len(self.last) > 1_000:
            self.last.pop(next(iter(self.last)))
        return before != album


_LINK = re.compile(r"[?&]start(?:group)?=([A-Za-z0-9_-]{1,64})")
_LABEL = re.compile(r".{0,40}?code\b(?:\s+is\b)?\s*[:=\s]\s*(?=\S)", re.IGNORECASE | re.DOTALL)
_LOOKALIKES = str.maketrans("АВЕКМНРСТУХЅЈΑΒΕΖΗΚΜΝΡΤΥΧ", "ABEKMHPCTYXSJABEZHKMNPTYX")
"""Cyrillic and Greek capitals that are drawn as Latin ones, which is what a code has."""


def normal_code(text: str) -> str:
    """What was typed or pasted, as a join code would be written: out of its link, without what stands around it, in capitals."""
    plain = unicodedata.normalize("NFKC", text).strip()
    link, label = _LINK.search(plain), _LABEL.match(plain)
    plain = link[1] if link else plain[label.end() :] if label else plain
    return re.sub(r"[\W_]", "", plain).upper().translate(_LOOKALIKES)


_IN_WORDS = re.compile(r"(?<![\w-])[A-HJ-NP-Z2-9]{6}(?![\w-])")
_MOST_CODES = 3


def codes_in(text: str) -> tuple[str, ...]:
    """What may be join codes among other words: written in capitals, or with a digit, so that no word of a sentence is one."""
    plain = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
    whole = _IN_WORDS.findall(plain)
    small = [
        word.upper() for word in re.findall(r"(?<![\w-])[a-hj-np-z2-9]{6}(?![\w-])", plain) if re.search(r"\d", word)
    ]
    found = tuple(dict.fromkeys([*whole, *small]))
    return found if len(found) <= _MOST_CODES else ()


class Unsearched(Exception):
    """These words have to be searched for names first: nothing of the transaction has happened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


@dataclass
class Searched:
    """What was found in the words of one update. Searching takes too long for a transaction, which everybody waits for."""

    found: dict[str, tuple[Span, ...]] = field(default_factory=dict, repr=False)

    def __call__(self, text: str) -> tuple[Span, ...]:
        """What `find` finds; raises Unsearched for words it has not been given."""
        if text not in self.found:
            raise Unsearched(text)
        return self.found[text]

    def search(self, text: str) -> None:
        """Find it. Takes some milliseconds, so outside of transactions and of the event loop."""
        self.found[text] = find(text)


@dataclass(frozen=True)
class Memory:
    """All of it, and `now`: a reading in seconds of a clock that only goes forward. `find` searches words for names.

    `began`: the reading when all of this was still empty.
    """

    guesses: Guesses
    unsent: Unsent
    now: float
    find: Find = find
    albums: Albums = field(default_factory=Albums)
    lately: dict[int, float] = field(default_factory=dict, repr=False)
    began: float = float("-inf")

    @contextmanager
    def attempt(self, user_id: int) -> Iterator[None]:
        """What one update of this person does; where words have to be searched first, nothing of it has happened here either."""
        self.unsent.taken.clear()
        wrong = tuple(self.guesses.wrong.get(user_id, ()))
        try:
            yield
        except Unsearched:
            self.unsent.texts.update(self.unsent.taken)
            if user_id in self.guesses.wrong:
                self.guesses.wrong[user_id] = deque(wrong, maxlen=_TRIES)
            raise
        finally:
            self.unsent.taken.clear()

    def since_words(self, user_id: int) -> float:
        """Seconds since this person last typed words; where nobody knows, as after a start, no fewer than since that."""
        return self.now - self.lately.get(user_id, self.began)

    def heard_words(self, user_id: int) -> None:
        """They have typed some now. Of the last 5,000 people."""
        self.lately.pop(user_id, None)
        self.lately[user_id] = self.now
        if len(self.lately) > 5_000:
            del self.lately[next(iter(self.lately))]

    def must_wait(self, user_id: int) -> bool:
        """Whether this person has tried too many codes, receipts or invitations that fit nothing: one budget for every way in."""
        return self.guesses.too_many(user_id, self.now)

    def missed(self, user_id: int) -> None:
        """What they have tried fits nothing."""
        self.guesses.note(user_id, self.now)
