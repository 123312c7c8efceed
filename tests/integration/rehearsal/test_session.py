"""`make rehearse` as a program: where it listens, how it ends, what it leaves behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

PROGRAM = "from bot.rehearsal.session import rehearse; raise SystemExit(rehearse({port}, open_browser=False))"


@contextmanager
def _rehearsing(port: int, folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program with its temporary folder in `folder`, and what it printed until its address was known."""
    command = [sys.executable, "-c", PROGRAM.format(port=port)]
    surroundings = {**os.environ, "TMPDIR": str(folder)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings) as program:
        assert program.stdout is not None
        printed = ""
        while "http://" not in printed and program.poll() is None:
            printed += program.stdout.readline()
        try:
            yield program, printed
        finally:
            program.kill()


def _address(printed: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", printed)
    assert found, printed
    return found[0]


@pytest.mark.parametrize(
    "how",
    [signal.SIGTERM, *(pytest.param(other, marks=pytest.mark.long) for other in (signal.SIGINT, signal.SIGHUP))],
    ids=int,
)
def test_it_ends_politely_and_leaves_nothing_behind(how: signal.Signals, tmp_path: Path) -> None:
    """However it is ended while a page watches: exit code 0, a goodbye, no folder, no traceback."""
    with (
        _rehearsing(0, tmp_path) as (program, printed),
        httpx.stream("GET", f"{_address(printed)}/rehearsal/events") as watching,
    ):
        assert next(watching.iter_lines()).startswith("retry")
        assert list(tmp_path.iterdir()) != []
        program.send_signal(how)
        rest, _ = program.communicate(timeout=30)
    assert program.returncode == 0
    assert "Goodbye" in rest
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_a_taken_port_is_said_in_one_line_and_the_next_is_used(tmp_path: Path) -> None:
    """With its port taken it says so and shows the phones on a later one; only this machine can reach it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with _rehearsing(port, tmp_path) as (_, printed):
            assert f"Port {port} is taken, trying {port + 1}." in printed.splitlines()
            address = _address(printed)
            assert address != f"http://127.0.0.1:{port}"
            assert httpx.get(address).status_code == 200
