"""What the README and its pages claim is true: commands, settings, drawing, flows, files, links, make targets."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.front.help import HELP, readme_table
from bot.front.tables import COMMANDS
from bot.settings import Settings, settings_table
from bot.surroundings.console import exit_table
from flows.definition.flow import Question, QuestionBase
from flows.definition.loading import check_file, load_library
from flows.dialogue.machine import draw
from tests.pictures.lighter import lighter
from tests.support.shared import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
ALL = {"README.md": README, **PAGES}
MOST_LINES = 150
LARGEST_PICTURE = 300_000
CHAT_COMMANDS = {command.name for command in (*COMMANDS, HELP)}
each_page = pytest.mark.parametrize("page", ALL)


def between(page: str, start: str, end: str) -> str:
    """What stands between two markers of a page."""
    return ALL[page].split(start, 1)[1].split(end, 1)[0].strip()


def folder_of(page: str) -> Path:
    """Where the links of a page start from."""
    return ROOT if page == "README.md" else ROOT / "docs"


def test_the_readme_is_short() -> None:
    """Somebody who opens it sees the thing run before they have to read much."""
    assert len(README.splitlines()) <= MOST_LINES


def test_the_facilitators_page_is_one_page() -> None:
    """So many words fill a sheet of A4 in 10 points; whoever adds a line takes one out."""
    page = PAGES["facilitator.md"]
    assert len(page.split()) <= 720
    assert sum(row.startswith("| ") for row in page.splitlines()) <= 16


def test_the_settings_table_is_the_real_one() -> None:
    """The settings on the page for hosts are those the program reads."""
    assert between("hosting.md", "<!-- settings -->", "<!-- end of settings -->") == settings_table().strip()


def test_the_exit_codes_are_the_real_ones() -> None:
    """What a script may rely on is what the program has."""
    assert between("hosting.md", "<!-- exits -->", "<!-- end of exits -->") == exit_table().strip()


def test_the_drawing_comes_from_the_code() -> None:
    """The default flow is drawn as the machine runs it."""
    drawn = "\n".join(line for line in draw(load_library()["key-questions"]).splitlines() if line.strip())
    assert drawn in between("questions.md", "<!-- drawing: key-questions -->", "<!-- end of drawing -->")


def test_the_table_of_commands_comes_from_the_rooms() -> None:
    """The README lists the commands that the rooms bring, no more and no fewer."""
    assert between("README.md", "<!-- commands -->", "<!-- end of commands -->") == readme_table()


@each_page
def test_no_page_names_a_chat_command_that_is_not_there(page: str) -> None:
    """`/word` in any page is a command of the bot or of @BotFather, or a path of the bot's web server."""
    named = set(re.findall(r"`/([a-z]+)(?: [^`]*)?`", ALL[page]))
    assert named - CHAT_COMMANDS <= {"newbot", "telegram", "health", "wall"}


@each_page
def test_the_shell_commands_exist(page: str) -> None:
    """`roundtable word` in any page is a command, and each `--option` beside it is one of its options."""
    for line in re.findall(r"(?:`|^|/)roundtable ([a-z]+\b[^`\n]*)", ALL[page], re.MULTILINE):
        command, *_ = line.split()
        told = CliRunner(env={"COLUMNS": "300", "TERM": "dumb"}).invoke(app, [command, "--help"])
        assert told.exit_code == 0, line
        assert all(option in told.output for option in re.findall(r"--[a-z-]+", line)), line


def test_every_shell_command_is_told() -> None:
    """No command of the program is left out of the pages."""
    told = "\n".join(ALL.values())
    commands = [info.name or info.callback.__name__ for info in app.registered_commands if info.callback is not None]
    assert [name for name in commands if f"roundtable {name}" not in told and f"make {name}" not in told] == []


@each_page
def test_the_make_targets_exist(page: str) -> None:
    """Every make target that a page names is in the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", ALL[page], re.MULTILINE))
    assert named <= targets
    assert page != "README.md" or {"rehearse", "test"} <= named


def test_settings_that_are_named_exist() -> None:
    """A setting in `CAPITALS` on the page for hosts is one of the table."""
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+|FLOWS|PORT|KEYSTORE)`", PAGES["hosting.md"]))
    assert named <= {name.upper() for name in Settings.model_fields} | {"HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}


def test_the_flows_are_shipped() -> None:
    """Every flow that the page for authors names comes with Roundtable, and none is left out."""
    named = re.findall(r"`([a-z]+-[a-z]+)`", between("questions.md", "A set of questions is a", "in English and Dutch"))
    assert set(named) == set(load_library())


def test_the_example_flows_have_no_error(tmp_path: Path) -> None:
    """The flows on the page for authors can be used as they stand."""
    examples = re.findall(r"```yaml\n(.*?)```", PAGES["questions.md"], re.DOTALL)
    assert len(examples) >= 2
    for number, text in enumerate(examples):
        example = tmp_path / f"example-{number}.yaml"
        example.write_text(text, encoding="utf-8")
        assert check_file(example).errors == ()


def test_every_question_type_is_told() -> None:
    """The page for authors has a row for each type, with names of fields that it has."""
    rows = dict(re.findall(r"^\| `([a-z]+)` \|[^|]*\|([^|]*)\|", PAGES["questions.md"], re.MULTILINE))
    kinds = {kind.model_fields["type"].default: kind for kind in question_kinds()}
    assert set(rows) == set(kinds)
    for name, told in rows.items():
        known = {*kinds[name].model_fields, "off_scale"}
        assert set(re.findall(r"`([a-z_]+)`", told)) <= known, name


@each_page
def test_what_a_page_links_to_is_there(page: str) -> None:
    """No link leads into the void."""
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", ALL[page])
    assert [link for link in links if "://" not in link and not (folder_of(page) / link).exists()] == []


@each_page
def test_a_link_says_where_it_leads(page: str) -> None:
    """A link that shows the name of a file leads to that file."""
    links = re.findall(r"\[`?([\w/.-]+\.[a-z]+)`?\]\(([^)#]+)(?:#[^)]*)?\)", ALL[page])
    assert [(shown, target) for shown, target in links if not f"/{target}".endswith(f"/{shown}")] == []


@each_page
def test_files_that_a_page_names_are_there(page: str) -> None:
    """A path in `code` is a path of the repository, from its root."""
    named = re.findall(r"`((?:bot|flows|storage|tests|docs)/[A-Za-z0-9_./-]*)`", ALL[page])
    made = {"bot/locales/de/LC_MESSAGES/roundtable.po"}  # by who follows the example
    assert [name for name in named if name not in made and not (ROOT / name).exists()] == []


def test_every_page_is_found_from_the_readme() -> None:
    """A page that nothing leads to is read by nobody."""
    assert {f"docs/{name}" for name in PAGES} == set(re.findall(r"\]\((docs/[a-z-]+\.md)\)", README))


def test_the_rooms_are_those_of_the_house() -> None:
    """The README's table and paragraph name every room of bot, storage and flows, each once, and no other."""
    text = README.split("## I change the code", 1)[1]
    table = [row.split("|")[2] for row in text.splitlines() if row.startswith("| ") and "`" in row]
    named = re.findall(r"`([a-z]+)/`", "\n".join(table))
    assert sorted(named) == sorted(rooms_of("bot") - {"locales"})
    paragraph = text.split("`storage/` is", 1)[1].split("The path of one answer", 1)[0]
    within = re.findall(r"`([a-z]+)/`", paragraph)
    assert sorted(within) == sorted([*rooms_of("storage"), *rooms_of("flows"), "flows"])


def test_the_floors_are_in_the_order_of_the_imports() -> None:
    """What stands higher in the README's table may import what stands lower: the contract says the same."""
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("The house of bot:", 1)[1].split("\n]", 1)[0]
    floors = [re.findall(r"[a-z_]+", line) for line in re.findall(r'^ {4}"([^"]+)",$', contract, re.MULTILINE)]
    rooms = [within for floor in floors if (within := [name for name in floor if name in rooms_of("bot")])]
    numbers = ["door", *(str(number) for number in reversed(range(len(rooms) - 1))), "ground"]
    table = README.split("| Floor |", 1)[1].split("\n\n", 1)[0]
    rows = [[cell.strip() for cell in row.split("|")[1:4]] for row in table.splitlines()[2:]]
    assert [(number, re.findall(r"`([a-z]+)/`", named)) for number, named, _ in rows] == [
        *zip(numbers, [*rooms, []], strict=True)
    ]
    assert all(told for _, _, told in rows)


def test_the_pictures_are_light() -> None:
    """The README loads on a phone, and every picture has words for whoever cannot see it."""
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)
    assert len(shown) == 3
    for words, name in shown:
        assert len(words) > 30
        assert (ROOT / name).stat().st_size < LARGEST_PICTURE


def rooms_of(house: str) -> set[str]:
    """The folders of a package."""
    files = (path.relative_to(ROOT / house) for path in (ROOT / house).rglob("*.*") if "__pycache__" not in path.parts)
    return {file.parts[0] for file in files if len(file.parts) > 1}


def question_kinds() -> tuple[type[QuestionBase], ...]:
    """The classes of the union of questions."""
    kinds: tuple[type[QuestionBase], ...] = get_args(get_args(Question)[0])
    return kinds


def test_a_lighter_picture_keeps_grey_grey() -> None:
    """A nearly grey pixel, of which one part alone is rounded up, is not pink; colours stay colours."""
    rows = b"\0" + bytes([232, 228, 220]) + bytes([32, 104, 152]) + bytes([255, 255, 255]) + bytes([0, 0, 0])
    head = struct.pack(">IIBBBBB", 4, 1, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(one)) + name + one + struct.pack(">I", zlib.crc32(name + one)) for name, one in parts
    )
    drawn = lighter(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    at = drawn.index(b"PLTE")
    (size,) = struct.unpack(">I", drawn[at - 4 : at])
    palette = drawn[at + 4 : at + 4 + size]
    colours = {tuple(palette[n : n + 3]) for n in range(0, size, 3)}
    assert colours == {(221, 221, 221), (34, 102, 153), (255, 255, 255), (0, 0, 0)}
