"""Says which files and folders of this installation others on the machine can open; must not know what is in them.

What this program makes is its owner's alone (the file mask in `bot/cli.py`). A folder that was there before is left as it is, and said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

_OTHERS, _WAY_IN = 0o077, 0o011


def exposed(database_url: str, also: Iterable[Path] = ()) -> list[str]:
    """A sentence for each that others can open: the data folder, the file of settings, exports, backups and whatever else is named."""
    return [
        f"Others on this machine can open {path}. To close it to them: chmod {'700' if path.is_dir() else '600'} {path}"
        for path in dict.fromkeys(_looked_at(database_url, also))
        if _is_open(path)
    ]


def _looked_at(database_url: str, also: Iterable[Path]) -> Iterator[Path]:
    if database_url.startswith("sqlite:///"):
        yield Path(database_url.removeprefix("sqlite:///")).resolve().parent
    yield Path(".env").resolve()
    for path in also:
        yield path.resolve()
        yield from sorted(inner for inner in path.resolve().rglob("*") if inner.is_file())


def _is_open(path: Path) -> bool:
    """Whether group or others may do anything with it, and can get there."""
    try:
        mode = path.stat().st_mode
        return bool(mode & _OTHERS) and all(folder.stat().st_mode & _WAY_IN for folder in path.parents)
    except OSError:
        return False
