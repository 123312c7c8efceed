"""What was done to the bot, what happened, what was expected, and whether that is the same; must not know how it was done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field


class Stuck(Exception):
    """Somebody waited for something in vain. The text says for what."""


class Skipped(Exception):
    """This machine cannot show it. The text says why."""


@dataclass(frozen=True)
class Row:
    """One fault. `happened`: in figures and words; `ok` None: it could not be tried here."""

    fault: str
    happened: str
    expected: str
    ok: bool | None


@dataclass(frozen=True)
class Fault:
    """A fault that can be tried: does it to a bot of its own, gives what happened; raises AssertionError, Stuck or Skipped.

    `alone`: nothing else may run meanwhile, because a time is measured.
    """

    name: str
    fault: str
    expected: str
    trial: Callable[[], Awaitable[str]]
    alone: bool = False


@dataclass
class Table:
    """The rows so far."""

    rows: list[Row] = field(default_factory=list)

    @property
    def failed(self) -> list[Row]:
        """The rows in which it is not as expected."""
        return [row for row in self.rows if row.ok is False]

    def lines(self) -> Iterable[str]:
        """To read: a table in Markdown."""
        yield "| Fault | What happened | Expected | |"
        yield "| --- | --- | --- | --- |"
        for row in self.rows:
            mark = {True: "ok", False: "FAILED", None: "not tried"}[row.ok]
            yield f"| {_cell(row.fault)} | {_cell(row.happened)} | {_cell(row.expected)} | {mark} |"
        tried = [row for row in self.rows if row.ok is not None]
        yield ""
        yield f"{len(tried)} faults tried, {len(self.failed)} failed, {len(self.rows) - len(tried)} not tried here."


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def named(faults: Sequence[Fault], wanted: Sequence[str]) -> list[Fault]:
    """Those whose name contains one of the wanted words; all if none is wanted."""
    return [fault for fault in faults if not wanted or any(word in fault.name for word in wanted)]


async def tried(fault: Fault) -> Row:
    """Do it; whatever it raises is what happened."""
    try:
        happened, ok = await fault.trial(), True
    except Skipped as why:
        return Row(fault.fault, str(why), fault.expected, None)
    except (AssertionError, Stuck, LookupError, TimeoutError) as wrong:
        return Row(fault.fault, str(wrong).partition("\nassert ")[0] or type(wrong).__name__, fault.expected, False)
    except Exception as broken:  # noqa: BLE001 - the other faults are still to be tried
        return Row(fault.fault, f"the trial broke: {type(broken).__name__}: {broken}"[:400], fault.expected, False)
    return Row(fault.fault, happened, fault.expected, ok)
