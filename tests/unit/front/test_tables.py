"""The rooms' tables fit together: one line a name, and help, menus and README say what is in them."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module

import pytest

from bot import commands as vocabulary
from bot.buttons import Button, Scope, encode
from bot.commands import Command, Instead, Steers, Verb, Who
from bot.front.help import HELP, menu, page, readme_table
from bot.front.tables import ANYBODY, COMMANDS, ERRANDS, STAFF, TABLES, TAPS, VERBS, commands_of, may
from bot.participant.spoken import understand
from bot.wording import Wording, languages
from flows.dialogue import machine
from flows.dialogue.standing import Dialogue
from storage.values import Phase, Role
from tests.support.examples.looks import fits, plain
from tests.support.shared import ROOT

roles = pytest.mark.parametrize("role", [None, Role.FACILITATOR, Role.ORGANISER])
each_language = pytest.mark.parametrize("language", languages())


def test_no_name_is_brought_twice() -> None:
    """A command's name stands once among those of staff and once among those of everybody; a button's verb once."""
    of_staff = Counter(command.name for command in COMMANDS if command.who.is_staff)
    of_all = Counter(command.name for command in (*COMMANDS, HELP) if not command.who.is_staff)
    verbs = Counter(verb.name for table in TABLES for verb in table.verbs)
    taps = Counter(tap.name for table in TABLES for tap in table.taps)
    errands = Counter(errand.name for table in TABLES for errand in table.errands)
    replies = Counter(reply.name for table in TABLES for reply in table.replies)
    for names in (of_staff, of_all, verbs, errands, taps, replies):
        assert names
        assert [name for name, count in names.items() if count > 1] == []


OUTSIDE = {
    "bot/front/given.py": {" ", "|", "No", "Nothing from me", "send it|send|yes|ok"},
    "bot/front/typed.py": {"start"},
    "bot/front/introducing.py": {"commands", "description", "language_code", "en"},
    "bot/front/presses.py": {"how", "card", "tp", "quit", "fo"},
    "bot/front/deeds.py": {"gave_up", "no_rights"},
    "bot/groups/linking.py": {"link", "start", "summary", "unlink"},
}
"""What the front and a group compare with words: deep links, what an outsider may tap, what Telegram refuses and is told of the bot,
what a group hears, and words that are typed for a button. Everything else is a line of a table, with who may and when."""


def compared(node: ast.AST) -> Iterator[str]:
    """Words that something is compared with, matched with or looked up by."""
    sides: Sequence[ast.AST | None]
    match node:
        case ast.Compare(left=left, comparators=others):
            sides = (left, *others)
        case ast.MatchValue(value=value):
            sides = (value,)
        case ast.Dict(keys=keys):
            sides = keys
        case ast.Call(func=ast.Attribute(attr="startswith" | "endswith" | "removeprefix" | "fullmatch"), args=others):
            sides = others
        case _:
            return
    for side in filter(None, sides):
        yield from (one.value for one in ast.walk(side) if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_no_command_or_button_stands_outside_the_tables() -> None:
    """A name that the front or a group knows by itself would have no line in the role matrix, on help pages, or in menus."""
    files = [*sorted((ROOT / "bot" / "front").glob("*.py")), ROOT / "bot" / "groups" / "linking.py"]
    for path in files:
        known = {word for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for word in compared(node)}
        assert known == OUTSIDE.get(path.relative_to(ROOT).as_posix(), set()), path.name


def test_no_button_steals_an_input_of_the_dialogue() -> None:
    """A `Tap` is asked first: with the verb of Skip it would take every Skip."""
    tree = ast.parse((ROOT / "bot" / "participant" / "presses.py").read_text(encoding="utf-8"))
    inputs = {word for node in ast.walk(tree) if isinstance(node, ast.Dict) for word in compared(node)}
    assert {"tp", "s", "su"} <= inputs
    assert inputs & set(TAPS) == set()


def test_only_staff_steer_and_nobody_is_called_start() -> None:
    """A workshop in hand is a matter of staff; `/start` is Telegram's, and the front has it before any table."""
    for command in COMMANDS:
        assert command.who.is_staff or not isinstance(command.does, Steers), command.name
        assert command.name != "start"


def test_every_verb_fits_on_a_button() -> None:
    """What a table calls a button's verb, the callback codec can carry."""
    for name in VERBS:
        assert encode(Button(Scope.FACILITATOR, "PARK7Q", name))
    for name in ERRANDS:
        assert encode(Button(Scope.FACILITATOR, "", name, (str(2**52), "2")))
    for name in TAPS:
        assert encode(Button(Scope.PARTICIPANT, "PARK7Q", name))


def test_every_room_with_something_to_say_is_joined() -> None:
    """A room's `commands.py` is in the house: one that nobody joined would be silent."""
    brought = []
    for path in sorted((ROOT / "bot").rglob("*.py")):
        made = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        count = sum(ast.unparse(node.func).rpartition(".")[2] == "Table" for node in made)
        if count:
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            tables = [one for one in vars(import_module(module)).values() if isinstance(one, vocabulary.Table)]
            assert len(tables) == count, module
            brought += tables
    assert {id(table) for table in brought} == {id(table) for table in TABLES}
    assert len(brought) == len(TABLES)


@roles
@each_language
def test_help_tells_everything_one_may_type(role: Role | None, language: str) -> None:
    """Each command that this role may use is on the help page once, no other has, and the page fits a message."""
    message = page(role, Wording(language))
    fits(message)
    told = re.findall(
        r"(?:^|(?<=: )|(?<= ))/[a-z]+(?=[ :]|$)", plain(message.html).replace("/new key", "new key"), re.MULTILINE
    )
    are_mine = (command for command in commands_of(role) if role is None or command.who is not Who.PARTICIPANT)
    named = [f"/{command.name}" for command in are_mine]
    assert Counter(told) == Counter(named)
    assert ("/export" in told) == (role is Role.ORGANISER)
    assert ("/new" in told) == (role is not None)


@each_language
def test_what_is_typed_instead_of_a_button_needs_no_slash(language: str) -> None:
    """The help page says so: the bare name of such a command does the same, in every language."""
    instead = [command for command in COMMANDS if isinstance(command.does, Instead)]
    assert instead
    for command in instead:
        assert command.who is Who.PARTICIPANT
        said = understand(command.name, Dialogue(state=machine.asking("a")), Wording(language))
        assert isinstance(command.does, Instead)
        assert said == command.does.given, command.name


def test_help_shows_every_way_to_type() -> None:
    """A number, several, a ranking, points and the words of the dialogue."""
    text = plain(page(None, Wording("en")).html)
    for shown in ("2", "1, 3", "2 1 3", "5 3 2", "skip", "back", "pause", "submit"):
        assert shown in text


@roles
@each_language
def test_menus_are_what_telegram_takes(role: Role | None, language: str) -> None:
    """At most 100 commands of 1 to 32 small letters, each with 1 to 256 characters of words, none twice."""
    shown = menu(role, Wording(language))
    assert len({name for name, _ in shown}) == len(shown) <= 100
    assert all(name.isalpha() and name.islower() and 1 <= len(name) <= 32 for name, _ in shown)
    assert all(1 <= len(words) <= 256 for _, words in shown)
    wanted = {c.name for c in (*COMMANDS, HELP) if c.in_menu and may(c, role)}
    assert {name for name, _ in shown} == wanted


def test_facilitators_have_their_own_commands_behind_the_menu_button() -> None:
    """What a facilitator needs in the room is in their menu and not in a participant's."""
    staff, anybody = ({name for name, _ in menu(role, Wording("en"))} for role in (Role.FACILITATOR, None))
    assert {"board", "open", "next", "poll", "screen", "close"} <= staff
    assert not {"board", "open", "next", "poll", "close", "export", "invite"} & anybody


def test_a_higher_role_may_all_that_a_lower_one_may() -> None:
    """Organisers may what facilitators may; without a role nothing of staff."""
    lines: list[Command | Verb] = [*STAFF.values(), *VERBS.values()]
    for command in lines:
        assert may(command, Role.ORGANISER)
        assert not may(command, None)
        assert may(command, Role.FACILITATOR) == (command.who is Who.FACILITATOR)
    assert all(may(command, None) for command in ANYBODY.values())


def test_a_phase_is_named_where_there_is_a_workshop() -> None:
    """A command that acts on no workshop has no phase, and none is without any."""
    for command in (*COMMANDS, HELP):
        assert command.phases
        assert isinstance(command.does, Steers) or command.phases == frozenset(Phase)


def test_readme_has_a_row_for_each_who() -> None:
    """The README's table names every command once in the row of who may."""
    rows = readme_table().splitlines()
    assert len(rows) == 2 + len(vocabulary.Who)
    assert sum(row.count("`/") for row in rows) == len(COMMANDS) + 1
