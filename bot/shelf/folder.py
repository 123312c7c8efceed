"""The host's own flows: a folder of files, read at the start, with every problem of every file; must not know chats or storage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.shelf.checking import line_of_id
from flows.definition.flow import Flow, flow_json
from flows.definition.loading import DEFAULT_FLOW, FlowError, Problem, check_file, load_library

_ENDINGS = (".yaml", ".yml")


def all_flows(folder: Path | None) -> Mapping[str, Flow]:
    """The flows on offer, the default first: those shipped, then the host's own. Raises FlowError with every problem of every file."""
    library = load_library()
    first = {DEFAULT_FLOW: library[DEFAULT_FLOW]}
    return first | dict(library) | (_own(folder) if folder else {})


def passed_over(folder: Path | None) -> tuple[str, ...]:
    """What lies in the folder and is no flow file, by name."""
    if folder is None:
        return ()
    return tuple(f"{path.name}{'/' if path.is_dir() else ''}" for path in _entries(folder) if not _is_meant(path))


def replaced(folder: Path | None) -> tuple[str, ...]:
    """The names of flows that come with Roundtable and are others in the folder. Raises as `all_flows`."""
    shipped = load_library()
    own = _own(folder) if folder else {}
    return tuple(name for name, flow in own.items() if name in shipped and flow_json(flow) != flow_json(shipped[name]))


def _own(folder: Path) -> dict[str, Flow]:
    flows: dict[str, Flow] = {}
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in filter(_is_meant, _entries(folder)):
        if path.exists() and not path.is_file():
            problems.append(Problem(str(path), 1, 1, "is no file"))
            continue
        checked = check_file(path)
        problems += checked.errors
        if checked.flow is None:
            continue
        name = checked.flow.id
        if name in files:
            problems.append(
                Problem(str(path), line_of_id(path), 1, f"the id '{name}' is that of {files[name].name} too")
            )
        files.setdefault(name, path)
        flows.setdefault(name, checked.flow)
    if problems:
        raise FlowError(tuple(problems))
    return flows


def _entries(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(folder.iterdir())
    except OSError as error:
        raise FlowError((Problem(str(folder), 1, 1, f"cannot be read: {error.strerror}"),)) from None


def _is_meant(path: Path) -> bool:
    """Editors and systems leave files whose names begin with a dot; a folder is somebody's own order."""
    return path.suffix.casefold() in _ENDINGS and not path.name.startswith(".") and not path.is_dir()
