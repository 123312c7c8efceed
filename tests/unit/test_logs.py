"""No log line can hold an answer, a name, an id or a message text."""

import asyncio
import gc
import io
import logging
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import Event, Handler, _Line, _Seldom, configure_logging, log, silence_loop
from tests.support.shared import ROOT

CANARY = "canary-7429138562"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged; the hooks and handlers of before come back afterwards."""
    for owner, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(logging, "raiseExceptions", logging.raiseExceptions)
    root, handlers, level = logging.getLogger(), logging.getLogger().handlers[:], logging.getLogger().level
    root.handlers = []
    stream = io.StringIO()
    configure_logging(stream)
    for library in logging.root.manager.loggerDict:  # whatever ran before in this process may have changed them
        monkeypatch.setattr(logging.getLogger(library), "propagate", True)
        monkeypatch.setattr(logging.getLogger(library), "disabled", False)
    logging.getLogger("uvicorn.error").setLevel(logging.NOTSET)  # a rehearsal in this process has quietened it
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers, root.level = handlers, level


def failing() -> Exception:
    """An exception with a secret in its message, raised by a library that our code called."""
    try:
        from bot.settings import load_settings

        load_settings({"PORT": CANARY})
    except Exception as error:  # noqa: BLE001 - any exception with a traceback will do
        error.args = (CANARY,)
        return error
    raise AssertionError


def test_a_line_says_when_what_where_and_how_long(lines: io.StringIO) -> None:
    """Event, handler, rough duration and count are the whole of a line."""
    log("update_handled", handler="participant", duration=0.034, count=3)
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ info event=update_handled handler=participant duration=<100ms count=3\n",
        lines.getvalue(),
    )


def test_an_error_is_its_class_and_places_in_our_code(lines: io.StringIO) -> None:
    """Of an exception neither message nor values are written, only what it is and where it passed."""
    log("update_failed", handler="intake", error=failing())
    assert CANARY not in lines.getvalue()
    assert re.search(
        r" error event=update_failed .*error=bot\.settings\.SettingsError at=bot/settings\.py:\d+\n", lines.getvalue()
    )


UNLISTED = st.text().filter(lambda text: text not in {*get_args(Event), *get_args(Handler)})


@given(UNLISTED, UNLISTED, UNLISTED)
def test_only_listed_words_can_be_logged(event: str, handler: str, count: str) -> None:
    """Whatever text is passed as event, handler or count, nothing is written and the mistake is ours to see."""
    for arguments in ({"event": event}, {"event": "started", "handler": handler}, {"event": "started", "count": count}):
        with pytest.raises(ValueError, match="log line"):
            log(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("library", ["httpx", "telegram.ext", "aiohttp.access", "sqlalchemy.engine", "uvicorn.access"])
def test_libraries_do_not_get_their_messages_written(lines: io.StringIO, library: str) -> None:
    """A library's information is not written at all, and of its error only who and what class."""
    logging.getLogger(library).info("GET /bot42:%s", CANARY)
    assert lines.getvalue() == ""
    logging.getLogger(library).error("of %s", CANARY, exc_info=failing())
    assert f"error library={library} error=bot.settings.SettingsError at=bot/settings.py" in lines.getvalue()
    assert CANARY not in lines.getvalue()


def test_a_library_that_formats_badly_does_not_print_its_arguments(
    lines: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python's own complaint about a bad log call would hold the arguments."""
    logging.getLogger("uvicorn.error").error("%d", CANARY)
    assert CANARY not in lines.getvalue() + "".join(capsys.readouterr())


def test_the_web_server_may_say_why_it_cannot_start(lines: io.StringIO) -> None:
    """A port in use is told in words, because no person's words can be in it."""
    logging.getLogger("uvicorn.error").error("[Errno 98] address already in use\nsecond line %s", CANARY)
    assert lines.getvalue().endswith("address already in use\n")


def test_a_thread_that_crashes_leaves_one_line(lines: io.StringIO) -> None:
    """The writer thread's exception holds a person's answer; its line does not."""
    thread = threading.Thread(target=int, args=(CANARY,))
    thread.start()
    thread.join()
    assert "event=crashed handler=thread error=ValueError" in lines.getvalue()
    assert CANARY not in lines.getvalue()


async def test_a_task_that_nobody_awaited_leaves_one_line(lines: io.StringIO) -> None:
    """The loop itself would print the message and the arguments."""
    silence_loop(asyncio.get_running_loop())

    async def crash(secret: str) -> None:
        raise RuntimeError(secret)

    task: Any = asyncio.create_task(crash(CANARY))
    await asyncio.wait([task])
    del task
    gc.collect()
    assert "event=crashed handler=loop error=RuntimeError" in lines.getvalue()
    assert CANARY not in lines.getvalue()


def test_a_crash_of_the_program_says_only_where() -> None:
    """An exception nobody caught ends the program with one line, exit code 1 and no core file."""
    code = "import resource; from bot.logs import Event, Handler, configure_logging; configure_logging()\n"
    code += f"assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\nint({CANARY!r})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(r"\S+ error event=crashed error=ValueError\n", done.stderr)


def test_lines_of_one_kind_do_not_fill_the_disk() -> None:
    """Of a thousand lines of a kind in a minute twenty are written; the next one tells how many were left out; other kinds go on."""
    now = [0.0]
    seldom = _Seldom(lambda: now[0])
    record = logging.LogRecord("roundtable", logging.ERROR, "", 0, "event=webhook_refused handler=webhook", None, None)
    assert sum(seldom.filter(record) for _ in range(1000)) == 20
    other = logging.LogRecord(
        "roundtable", logging.ERROR, "", 0, "event=crashed handler=loop error=OSError", None, None
    )
    library = logging.LogRecord("uvicorn.error", logging.WARNING, "", 0, "Invalid HTTP request received.", None, None)
    assert seldom.filter(other)
    assert sum(seldom.filter(library) for _ in range(1000)) == 20
    now[0] = 61.0
    assert seldom.filter(record)
    assert " left_out=980" in _Line().format(record)


def test_the_log_is_written_seldom(lines: io.StringIO) -> None:
    """Whoever knocks without end writes no log without end."""
    for _ in range(500):
        log("webhook_refused", handler="webhook")
        logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    assert len(lines.getvalue().splitlines()) == 40
