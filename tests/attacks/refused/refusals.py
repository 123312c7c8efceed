"""Refusals that came with questions of one's own, themes, walls, trials and own flows, each taken out on purpose and noticed.

A refusal is a line of source. It is edited as a careless change would, the edited module is tried on a real database, and
`held` says whether what it refuses is still refused.

Long: each refusal stands beside the attack that tries it.
"""

from __future__ import annotations

import importlib
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.buttons import Button, Scope
from bot.desk import Desk, House
from bot.incoming import Sender
from bot.trial.walk import Try
from bot.wording import Wording
from flows.definition.flow import Flow, StanceQuestion
from flows.definition.loading import Checked, load_library
from flows.definition.source.writing import in_yaml
from flows.dialogue.answers import Use, Written
from storage.answers.texts import Text, TextState
from storage.answers.themes import Source, Theme
from storage.database import Database
from storage.keys.stores import FileKeys
from storage.values import BallotKind, Phase, Role
from tests.support.prepared import put_database
from tests.support.storage_case import FIRST_DAY, FLOW, Room, open_room

WORDS, HOUSE = Wording("en"), House(FIRST_DAY, random.Random(1), "bot", "Council", "c@example.org", load_library())
MALLORY = 9_100_000_001


@dataclass(frozen=True)
class Refusal:
    """One line that refuses something. `module`: where it stands; `held`: whether it is refused by the module that is tried."""

    name: str
    module: str
    edit: tuple[str, str]
    held: Callable[[Any, Room], bool]


def edited_source(name: str, edit: tuple[str, str]) -> ModuleType:
    """A module after replacing words of its source. Raises ValueError unless the old text is there once."""
    real = importlib.import_module(name)
    source = Path(str(real.__file__)).read_text(encoding="utf-8")
    if source.count(edit[0]) != 1:
        raise ValueError(f"{name} does not have this text exactly once: {edit[0]}")
    module = ModuleType(f"edited_{name.replace('.', '_')}")
    module.__dict__["__file__"] = real.__file__
    sys.modules[module.__name__] = module  # dataclasses look their module up by name
    try:
        exec(compile(source.replace(*edit), f"{module.__name__}.py", "exec"), module.__dict__)
    finally:
        del sys.modules[module.__name__]
    return module


@contextmanager
def a_room() -> Iterator[Room]:
    """An open workshop in a database that is gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        put_database(folder / "room.db")
        db = Database.open(f"sqlite:///{folder}/room.db", FileKeys(folder / "keys"), random.SystemRandom())
        try:
            yield open_room(db, code="PARK7Q")
        finally:
            db.close()


def is_held(refusal: Refusal, module: Any) -> bool:
    """Whether it is refused, in a room of its own."""
    with a_room() as room:
        return refusal.held(module, room)


def whole(refusal: Refusal) -> ModuleType:
    """The module as it is shipped."""
    return importlib.import_module(refusal.module)


# --- questions of one's own: /ask


def _another_type_is_no_new_question(ballots: Any, _room: Room) -> bool:
    return bool(ballots.is_same(("single", "Which?", "mon", "tue"), ("ranking", "Which?", "mon", "tue"), poll=True))


def _capitals_make_no_new_question(ballots: Any, _room: Room) -> bool:
    return bool(ballots.plain("WHICH day?") == ballots.plain("Which day"))


def _twice_is_most(ballots: Any, room: Room) -> bool:
    question = StanceQuestion(id="new", text="Shall we go on?")

    def asked(unit: Any) -> bool:
        mine = ballots.Ballots(unit.ballots._connection)
        drafts = [mine.draft(unit.workshops.get(room.workshop.id), BallotKind.POLL, question) for _ in range(3)]
        return [mine.open(draft) for draft in drafts] == [True, True, False]

    return room.do(asked)


def _an_open_poll_keeps_its_words(ballots: Any, room: Room) -> bool:
    question = StanceQuestion(id="new", text="Shall we go on?")

    def reworded(unit: Any) -> bool:
        mine = ballots.Ballots(unit.ballots._connection)
        draft = mine.draft(unit.workshops.get(room.workshop.id), BallotKind.POLL, question)
        mine.open(draft)
        now = mine.get(room.workshop.id, draft.id)
        try:
            mine.reword(now, question.model_copy(update={"text": "Shall we stop?"}))
        except ValueError:
            return True
        return False

    return room.do(reworded)


# --- themes


def _texts(*uses: Use) -> list[Text]:
    names = (f"t{n:02}" for n in range(len(uses)))
    return [
        Text(name, "w", "say", f"sentence {name}", use, "", TextState.APPROVED, pinned=False, same_as="")
        for name, use in zip(names, uses, strict=True)
    ]


def _seen(themes: Any, *uses: Use) -> Any:
    texts = _texts(*uses)
    theme = Theme("theme", "w", "say", "Parking", Source.HAND, frozenset(text.id for text in texts))
    return themes.in_order([theme], texts, 5)


def _a_few_silent_ones_are_told_nowhere(themes: Any, _room: Room) -> bool:
    return all(one.count == 1 for one in _seen(themes, Use.QUOTE, *[Use.THEME] * 4).themes)


def _a_silent_one_is_no_card(themes: Any, _room: Room) -> bool:
    (seen,) = _seen(themes, *[Use.QUOTE] * 5, Use.THEME).themes
    return all(card.use is Use.QUOTE for card in seen.cards)


def _a_theme_of_a_few_is_told_nowhere(themes: Any, _room: Room) -> bool:
    return not _seen(themes, *[Use.QUOTE] * 4).themes


def _written(room: Room, *uses: Use) -> None:
    people = range(8_700_000_000, 8_700_000_000 + len(uses))
    room.agree(*people)
    for person, use in zip(people, uses, strict=True):
        room.answer(person, say=Written(f"sentence {person}", use))
    room.do(lambda unit: unit.answers.end(room.workshop.id, "say"))


def _a_theme_of_a_few_silent_ones_is_no_poll(themes: Any, room: Room) -> bool:
    _written(room, *[Use.QUOTE] * 8, Use.THEME)
    room.read_all()

    def spoken(unit: Any) -> bool:
        mine = themes.Themes(unit.themes._connection, random.Random(2))
        silent = [text for text in unit.texts.of(room.workshop.id) if text.use is Use.THEME]
        mine.put(mine.make(room.workshop.id, "say", "Her illness"), silent)
        return not mine.speakable(unit.workshops.get(room.workshop.id), "say")

    return room.do(spoken)


def _what_is_not_approved_is_in_no_theme(themes: Any, room: Room) -> bool:
    _written(room, *[Use.QUOTE] * 8)

    def put(unit: Any) -> bool:
        mine = themes.Themes(unit.themes._connection, random.Random(2))
        return int(mine.put(mine.make(room.workshop.id, "say", "Parking"), unit.texts.of(room.workshop.id))) == 0

    return room.do(put)


def _another_questions_answer_is_in_no_theme(themes: Any, _room: Room) -> bool:
    (text,) = _texts(Use.QUOTE)
    return not themes.may_be_in(Theme("theme", "w", "why", "Parking", Source.HAND), text)


# --- walls


def _digits_are_not_guessed_for_ever(walls: Any, _room: Room) -> bool:
    here = walls.Walls(random.Random(3), lambda: 0.0)
    for n in range(60):
        here.is_shown(f"{n:04}", "w", MALLORY)
    return bool(here.must_wait(MALLORY))


def _nobody_takes_anothers_wall(walls: Any, _room: Room) -> bool:
    here = walls.Walls(random.Random(3), lambda: 0.0)
    shown = here.show("")
    here.give(shown.digits, "theirs", "token")
    return not here.is_shown(shown.digits, "mine", MALLORY)


def _old_digits_lead_nowhere(walls: Any, _room: Room) -> bool:
    now = [0.0]
    here = walls.Walls(random.Random(3), lambda: now[0])
    page = here.show("")
    for _ in range(8):
        now[0] += 25.0
        here.show(page.secret)
    return not here.is_shown(page.digits, "w", MALLORY)


def _a_link_alone_puts_nothing_on_a_wall(pairing: Any, room: Room) -> bool:
    about = f"screen:{room.workshop.id}:0"
    house = House(FIRST_DAY, random.Random(1), "bot", "Council", "c@example.org", {}, now=pairing.WAITS + 60)
    desk = Desk(Sender(MALLORY, MALLORY, private=True, language="en"), WORDS, house)
    return not pairing.is_meant(desk, about, "1234")


# --- questions of an organiser's own


def _a_shipped_name_is_not_taken(receiving: Any, room: Room) -> bool:
    checked = Checked(load_library()["key-questions"], ())
    source = in_yaml(load_library()["key-questions"]).encode()
    said = room.do(lambda unit: receiving.judged(unit, HOUSE, WORDS, checked, source, organises=True))
    return "belongs to questions that come with this bot" in said[0].html


def _what_was_not_read_is_not_kept(receiving: Any, room: Room) -> bool:
    shown = room.do(lambda unit: unit.shelf.show(FLOW, b"x", FIRST_DAY))
    desk = Desk(Sender(MALLORY, MALLORY, private=True, language="en"), WORDS, HOUSE)
    button = Button(Scope.FACILITATOR, "", "flowkeep", (FLOW.id, str(shown.version), "another", "keep"))
    room.do(lambda unit: receiving.keep(unit, desk, button))
    return room.do(lambda unit: unit.shelf.newest(FLOW.id)) is None


def _a_shown_version_is_forgotten(shelf: Any, room: Room) -> bool:
    def shown(unit: Any, flow: Flow, day: date) -> None:
        shelf.Shelf(unit.shelf._connection).show(flow, b"x", day)

    room.do(lambda unit: shown(unit, FLOW, FIRST_DAY))
    room.do(lambda unit: shown(unit, load_library()["key-questions"], FIRST_DAY + timedelta(days=30)))
    return room.do(lambda unit: unit.shelf.get(FLOW.id, 1)) is None


# --- trials


def _a_trial_ends_when_the_workshop_opens(running: Any, room: Room) -> bool:
    tries = Try(room.workshop, Sender(MALLORY, MALLORY, private=True, language="en"), 0.0)

    def why(unit: Any) -> str | None:
        unit.staff.grant(MALLORY, Role.FACILITATOR, room.workshop.id)
        found: str | None = running._why_over(unit, tries)
        return found

    return room.do(why) is not None


def _a_trial_ends_with_the_role(running: Any, room: Room) -> bool:
    room.do(lambda unit: unit.workshops.set_phase(room.workshop.id, Phase.WAITING, FIRST_DAY))
    tries = Try(room.workshop, Sender(MALLORY, MALLORY, private=True, language="en"), 0.0)
    return room.do(lambda unit: running._why_over(unit, tries)) is not None


_BALLOTS, _WALLS = "storage.ballots", "bot.screen.walls"
_THEMES, _TOLD = "storage.answers.themes", "storage.answers.told"
_ASKED_TWICE = "if self.rounds_before(ballot, same) >= MOST_ROUNDS:"
REFUSALS = (
    Refusal(
        "/ask: another type is a new question",
        _BALLOTS,
        ("if one == other or not poll:", "if one == other or poll:"),
        _another_type_is_no_new_question,
    ),
    Refusal(
        "/ask: other capitals are a new question",
        _BALLOTS,
        ('unicodedata.normalize("NFKC", words).casefold()', 'unicodedata.normalize("NFKC", words)'),
        _capitals_make_no_new_question,
    ),
    Refusal("/ask: a third round", _BALLOTS, (_ASKED_TWICE, _ASKED_TWICE.replace(">=", ">")), _twice_is_most),
    Refusal(
        "/ask: an open poll gets other words",
        _BALLOTS,
        ('raise ValueError("an open ballot does not change")', "pass"),
        _an_open_poll_keeps_its_words,
    ),
    Refusal(
        "themes: how many silent ones is told below k",
        _TOLD,
        ("unshown if unshown >= k else 0", "unshown"),
        _a_few_silent_ones_are_told_nowhere,
    ),
    Refusal(
        "themes: a silent one is a card",
        _TOLD,
        ("cards = [text for text in mine if text.use is Use.QUOTE]", "cards = mine"),
        _a_silent_one_is_no_card,
    ),
    Refusal(
        "themes: one that fewer than k have said is told",
        _TOLD,
        (".count >= k),", ".count >= 1),"),
        _a_theme_of_a_few_is_told_nowhere,
    ),
    Refusal(
        "themes: a theme of a few silent ones makes a poll",
        _THEMES,
        ("if not theme.texts or theme.id in seen]", "]"),
        _a_theme_of_a_few_silent_ones_is_no_poll,
    ),
    Refusal(
        "themes: what nobody has read is put into one",
        _THEMES,
        ("if text.shown and may_be_in(theme, text)]", "if may_be_in(theme, text)]"),
        _what_is_not_approved_is_in_no_theme,
    ),
    Refusal(
        "themes: an answer to another question is put into one",
        _THEMES,
        (
            "return (text.workshop_id, text.question_id) == (theme.workshop_id, theme.question_id)",
            "return text.workshop_id == theme.workshop_id",
        ),
        _another_questions_answer_is_in_no_theme,
    ),
    Refusal(
        "walls: digits are guessed without end",
        _WALLS,
        ("self._guesses.note(user_id, now)\n            self._wrong.append(now)", "pass"),
        _digits_are_not_guessed_for_ever,
    ),
    Refusal(
        "walls: another workshop's page is taken",
        _WALLS,
        ("page.given is None or page.given[0] == workshop_id", "True"),
        _nobody_takes_anothers_wall,
    ),
    Refusal(
        "walls: digits work for ever",
        _WALLS,
        ("digits == page.before and now - page.since < GRACE", "digits == page.before"),
        _old_digits_lead_nowhere,
    ),
    Refusal(
        "walls: a link out of the blue",
        "bot.screen.pairing",
        (" and since.isdecimal() and 0 <= desk.house.now - int(since) <= WAITS", ""),
        _a_link_alone_puts_nothing_on_a_wall,
    ),
    Refusal(
        "own flows: a shipped name is taken",
        "bot.shelf.receiving",
        ("if checked.flow.id in house.flows:", "if False:"),
        _a_shipped_name_is_not_taken,
    ),
    Refusal(
        "own flows: what was not read is kept",
        "bot.shelf.receiving",
        ("if own is None or mark_of(own.flow) != word(button, 2):", "if own is None:"),
        _what_was_not_read_is_not_kept,
    ),
    Refusal(
        "own flows: what was only shown stays for good",
        "storage.staff.shelf",
        ("OWN_FLOW.c.day < today - _SHOWN_FOR", "OWN_FLOW.c.day < date.min"),
        _a_shown_version_is_forgotten,
    ),
    Refusal(
        "trials: one goes on when the workshop has opened",
        "bot.trial.running",
        ("if now.phase is not Phase.WAITING:\n        return t(", "if False:\n        return t("),
        _a_trial_ends_when_the_workshop_opens,
    ),
    Refusal(
        "trials: one goes on without the role",
        "bot.trial.running",
        ("if now.phase is Phase.CLOSED or not unit.staff.steers(tries.sender.user_id, now.id):", "if False:"),
        _a_trial_ends_with_the_role,
    ),
)
"""Each is noticed by its own `held`: with the line it is refused, without it not."""
