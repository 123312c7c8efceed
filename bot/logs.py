"""The only way to write a log line; must not know who did something, what they answered, or which workshop it was.

Everything that may appear in a log is on a list in this file: names of events, names of handlers, a rough duration, the
class of an error with the places in our own code, a count. There is no way to pass a text. Records of other libraries
are written without their message, because messages hold bot tokens, identifiers and answers (anonymity.md, 3d).
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TextIO, get_args

Event = Literal[
    "courier_flooded",
    "courier_gave_up",
    "courier_refused",
    "courier_retried",
    "courier_unreachable",
    "crashed",
    "deed_failed",
    "migrated",
    "rehearsal_ready",
    "release_made",
    "started",
    "stopped",
    "tick_failed",
    "token_refused",
    "update_failed",
    "update_given_up",
    "update_handled",
    "update_repeated",
    "updates_unavailable",
    "webhook_refused",
    "wording_failed",
    "workshop_closed",
    "workshop_closing_failed",
]
"""What may have happened. Add a name here before you log it."""

Handler = Literal[
    "close",
    "courier",
    "export",
    "facilitator",
    "intake",
    "loop",
    "migrations",
    "organiser",
    "owing",
    "participant",
    "polling",
    "rehearsal",
    "releases",
    "sendouts",
    "themes",
    "thread",
    "web",
    "webhook",
]
"""Which part of the program saw it."""

_EVENTS: frozenset[str] = frozenset(get_args(Event))
_HANDLERS: frozenset[str] = frozenset(get_args(Handler))
_PROBLEMS = ("crashed", "failed", "given_up", "gave_up", "refused", "unavailable")
_BUCKETS = ((0.01, "<10ms"), (0.1, "<100ms"), (1.0, "<1s"), (10.0, "<10s"))
_QUIET = (
    "aiohttp",
    "alembic",
    "asyncio",
    "httpcore",
    "httpx",
    "sqlalchemy",
    "telegram",
    "transitions",
    "uvicorn.access",
)
_SPEAKS = frozenset({"uvicorn.error"})
"""Libraries whose messages hold nothing but their own state, such as a port that is in use."""

_MOST, _WITHIN = 20, 60.0
"""So many lines of one kind in so many seconds: more of the same fill a disk and tell nothing."""

_BANNED = frozenset({"bugsnag", "ddtrace", "loguru", "newrelic", "opentelemetry", "rollbar", "sentry_sdk"})
"""Error reporters and loggers that take along the values of variables."""

_HOME = Path(__file__).resolve().parent.parent
_OURS = frozenset({"bot", "flows", "storage"})
_LOGGER = logging.getLogger("roundtable")


def log(
    event: Event,
    *,
    handler: Handler | None = None,
    duration: float | None = None,
    error: BaseException | None = None,
    count: int | None = None,
) -> None:
    """Write one line. `duration` is in seconds and becomes a bucket; of `error` only the class and places are written.

    Anything that is not on the lists above raises ValueError: a line that might hold somebody's answer is a mistake of
    ours, and it should show in the first test that comes by.
    """
    if event not in _EVENTS:
        raise ValueError("a log line needs an event from the list in bot/logs.py")
    if handler is not None and handler not in _HANDLERS:
        raise ValueError("a log line needs a handler from the list in bot/logs.py")
    if count is not None and not isinstance(count, int):
        raise ValueError("the count of a log line is a whole number")
    fields = {"event": event, "handler": handler, "duration": _bucket(duration), "count": count, **_error(error)}
    _LOGGER.log(_level(event), " ".join(f"{name}={value}" for name, value in fields.items() if value is not None))


def configure_logging(stream: TextIO | None = None, level: int | str = logging.INFO) -> None:
    """Send all log lines to `stream` (standard error) in the form above, and let no crash say more than a log line."""
    output = logging.StreamHandler(stream)
    output.setFormatter(_Line())
    output.addFilter(_Seldom())
    logging.basicConfig(handlers=[output], level=logging.WARNING, force=True)
    _LOGGER.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # a record that cannot be formatted would be printed with its arguments
    _write_no_core_files()
    sys.excepthook = _crashed
    sys.unraisablehook = _unraisable
    threading.excepthook = _thread_crashed


def silence_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Let errors that nobody awaited in `loop` become one log line instead of a traceback with its message."""
    loop.set_exception_handler(_loop_crashed)


def weaknesses() -> tuple[dict[str, int], tuple[str, ...]]:
    """What could let this process write more than the lists above: how much was looked at, and every fault.

    Right after `configure_logging` there is none; a library or a setting can bring one.
    """
    known = logging.root.manager.loggerDict
    loggers = [logging.root, *(known[name] for name in sorted(known))]
    live = [logger for logger in loggers if isinstance(logger, logging.Logger)]
    handlers = [(logger.name, handler) for logger in live for handler in logger.handlers]
    faults = [f"logger {name}: {type(h).__name__} writes in a form of its own" for name, h in handlers if _leaks(h)]
    faults += [f"logger {logger.name}: level {logger.level}" for logger in live if _talks(logger)]
    faults += [
        f"module {name} is loaded: it reports errors with their values" for name in sorted(_BANNED & set(sys.modules))
    ]
    if logging.raiseExceptions:
        faults.append("a record that cannot be formatted is printed with its arguments")
    if (sys.excepthook, threading.excepthook) != (_crashed, _thread_crashed):
        faults.append("a crash is not written by bot/logs.py")
    if _core_files():
        faults.append("a crash leaves a core file with the memory")
    return {"loggers": len(live), "handlers": len(handlers)}, tuple(faults)


def _leaks(handler: logging.Handler) -> bool:
    """Whether a handler writes the message of a library, tried with one."""
    if isinstance(handler, logging.NullHandler):
        return False
    record = logging.LogRecord("sqlalchemy.engine", logging.ERROR, __file__, 1, "canary %s", ("canary",), None)
    return "canary" in handler.format(record)


def _talks(logger: logging.Logger) -> bool:
    """Whether a library that is to be quiet, or the root, has been told to say more than warnings."""
    is_quiet = logger is logging.root or any(f"{logger.name}.".startswith(f"{name}.") for name in _QUIET)
    return is_quiet and logger.getEffectiveLevel() < logging.WARNING


class _Seldom(logging.Filter):
    """Of many lines of one kind lets the first ones pass, and then one a minute that says how many there were (`left_out`).

    A kind is an event with its handler and the class of its error: so there are no more kinds than the lists above allow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._kinds: dict[tuple[str, ...], tuple[float, int]] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is written."""
        kind, now = _kind(record), self._clock()
        with self._lock:
            since, seen = self._kinds.get(kind, (now, 0))
            if now - since >= _WITHIN:
                record.left_out = max(0, seen - _MOST)
                since, seen = now, 0
            self._kinds[kind] = (since, seen + 1)
        return seen < _MOST


def _kind(record: logging.LogRecord) -> tuple[str, ...]:
    error = record.exc_info[1] if record.exc_info else None
    if record.name != _LOGGER.name:
        return (record.name, record.levelname, type(error).__name__, str(record.msg)[:40])
    fields = dict(field.partition("=")[::2] for field in record.getMessage().split(" "))
    return tuple(fields.get(name, "") for name in ("event", "handler", "error"))


class _Line(logging.Formatter):
    """One line a record: time (UTC), level, fields. Foreign records lose their message and traceback."""

    def format(self, record: logging.LogRecord) -> str:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        left_out = getattr(record, "left_out", 0)
        more = f" left_out={left_out}" if left_out else ""
        return f"{stamp} {record.levelname.lower()} {self._fields(record)}{more}"

    def _fields(self, record: logging.LogRecord) -> str:
        if record.name == _LOGGER.name:
            return record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        fields = {"library": record.name, **_error(error)}
        line = " ".join(f"{name}={value}" for name, value in fields.items() if value is not None)
        return f"{line} {record.getMessage().partition(chr(10))[0]}" if record.name in _SPEAKS else line


def _level(event: str) -> int:
    return logging.ERROR if event.endswith(_PROBLEMS) else logging.INFO


def _bucket(duration: float | None) -> str | None:
    if duration is None:
        return None
    return next((name for limit, name in _BUCKETS if duration < limit), ">=10s")


def _error(error: BaseException | None) -> dict[str, str | None]:
    if error is None:
        return {}
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return {"error": name, "at": _places(error.__traceback__)}


def _places(trace: TracebackType | None) -> str | None:
    """`bot/app.py:31,storage/people.py:4`: where in our own code the error passed, outermost first."""
    places = []
    for frame, line in traceback.walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_HOME) and path.relative_to(_HOME).parts[0] in _OURS:
            places.append(f"{path.relative_to(_HOME).as_posix()}:{line}")
    return ",".join(places[-6:]) or None


def _crashed(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if not isinstance(error, KeyboardInterrupt):
        log("crashed", error=error)


def _unraisable(event: Any) -> None:
    log("crashed", error=event.exc_value)


def _thread_crashed(event: threading.ExceptHookArgs) -> None:
    log("crashed", handler="thread", error=event.exc_value)


def _loop_crashed(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    log("crashed", handler="loop", error=context.get("exception"))


def _write_no_core_files() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has no such module

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _core_files() -> bool:
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415 - Windows has no such module

    return resource.getrlimit(resource.RLIMIT_CORE)[0] != 0
