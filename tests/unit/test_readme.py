"""What the README claims is true: commands, settings, drawing, files."""

from __future__ import annotations

import re
from pathlib import Path

from bot.front.help import readme_table
from bot.settings import settings_table
from flows.definition.loading import check_file, load_library
from flows.dialogue.machine import draw

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def between(start: str, end: str) -> str:
    """What stands between two markers of the README."""
    return README.split(start, 1)[1].split(end, 1)[0].strip()


def test_the_settings_table_is_the_real_one() -> None:
    """The README's settings are those the program reads."""
    assert between("<!-- settings -->", "<!-- end of settings -->") == settings_table().strip()


def test_the_drawing_comes_from_the_code() -> None:
    """The README draws the default flow as the machine runs it."""
    drawn = "\n".join(line for line in draw(load_library()["key-questions"]).splitlines() if line.strip())
    assert drawn in between("<!-- drawing: key-questions -->", "<!-- end of drawing -->")


def test_the_table_of_commands_comes_from_the_rooms() -> None:
    """The README lists the commands that the rooms bring, no more and no fewer."""
    assert between("<!-- commands -->", "<!-- end of commands -->") == readme_table()


def test_the_make_targets_exist() -> None:
    """Every make target that the README names is in the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE))
    assert {"rehearse", "test"} <= named <= targets


def test_the_flows_are_shipped() -> None:
    """Every flow that the README names comes with Roundtable, and none is left out."""
    assert set(re.findall(r"`([a-z]+-[a-z]+)`", between("A flow is a YAML file", "in English and Dutch"))) == set(
        load_library()
    )


def test_the_example_flow_has_no_error(tmp_path: Path) -> None:
    """The README's own flow can be used as it stands."""
    example = tmp_path / "park.yaml"
    example.write_text(between("```yaml", "```"), encoding="utf-8")
    assert check_file(example).errors == ()
