"""Check 11 finds what it is there for: a promised day that is over, and what a deletion left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import storage.tables  # noqa: F401  # fills the metadata
from bot.trust.auditing import Report, Wish, audit, in_words
from storage.closing.deleting import delete_workshop
from storage.days import months_after
from storage.rows import METADATA
from storage.values import SendoutState
from tests.support.audit_case import GOOD_LOGS, Case, our_code
from tests.support.storage_case import FIRST_DAY, LAST_DAY, on_sqlite

PROMISED = FIRST_DAY + timedelta(14)
KEPT = months_after(LAST_DAY, 12)
DAY = timedelta(1)


def days(case: Case, today: date = LAST_DAY) -> str:
    """What the check finds wrong on a day."""
    case.today = today
    return "\n".join(case.findings()[11].faults)


@on_sqlite
def test_a_key_that_outlives_its_day(case: Case) -> None:
    """Open on the promised day is in time, as the bot closes it then; a day later, or no day at all, is found."""
    assert days(case, PROMISED) == ""
    assert f"The key goes by {PROMISED}" in case.findings()[11].sentence
    assert f"the key was to go by {PROMISED}" in days(case, PROMISED + DAY)
    case.sql("UPDATE workshop SET key_until = NULL")
    assert "somebody was shown a consent card, and no day" in days(case)


@on_sqlite
def test_closed_after_the_promised_day(case: Case) -> None:
    """Closed in time it says by when; closed later than the card promised is found for ever."""
    case.close()
    assert f"The first consent card promised {PROMISED} at the latest." in case.findings()[11].sentence
    case.sql(f"UPDATE workshop SET key_until = '{LAST_DAY - DAY}'")
    found = case.failures()
    assert list(found) == [11]
    assert found[11] == f"closed on {LAST_DAY}, and the key was to go by {LAST_DAY - DAY}"


@on_sqlite
def test_kept_for_too_long(case: Case) -> None:
    """After the months that were said, or those of the setting if they are fewer, everything is to be gone."""
    case.close()
    assert days(case, KEPT) == ""
    assert f"were to be deleted on {KEPT}" in days(case, KEPT + DAY)
    case.sql("UPDATE workshop SET kept_months = 1")
    assert f"were to be deleted on {months_after(LAST_DAY, 1)}" in days(case, KEPT)
    case.sql("UPDATE workshop SET kept_months = 60")
    assert days(case, KEPT) == "", "the setting is 12 months"
    assert days(case, KEPT + DAY) != ""


def deleted(case: Case) -> None:
    """The workshop is closed, everybody is told, and it is deleted."""
    telling = case.room.close().telling
    if telling is not None:
        case.room.do(lambda unit: unit.sendouts.end(telling, SendoutState.DONE))
    assert delete_workshop(case.room.db, case.room.workshop.id, LAST_DAY)


def report(case: Case) -> Report:
    """The audit of its join code."""
    return audit(case.settings, case.code, Wish(), logs=GOOD_LOGS, today=LAST_DAY, ours=our_code())


@on_sqlite
@pytest.mark.parametrize("table", ["release", "counted", "receipt", "mailing_list"])
def test_what_a_deletion_left(case: Case, table: str) -> None:
    """Of a deleted workshop fewer checks are left, and all pass; a row that names it is found, and files that were not rewritten."""
    deleted(case)
    assert report(case).passed
    assert [finding.number for finding in report(case).findings] == [1, 2, 8, 10, 11]
    assert in_words(report(case)).startswith(f"Audit of {case.code}: deleted.")
    assert f"Deleted on {LAST_DAY}" in report(case).findings[-1].sentence
    columns = METADATA.tables[table].columns
    cells = [
        f"'{case.room.workshop.id}'" if c.name == "workshop_id" else "'2026-01-01'" if c.name == "until" else "1"
        for c in columns
    ]
    case.sql(f"INSERT INTO {table} ({', '.join(c.name for c in columns)}) VALUES ({', '.join(cells)})")
    assert report(case).findings[-1].faults == (f"{table}: 1 row(s) of a workshop that was deleted",)
    case.sql(f"DELETE FROM {table}", "UPDATE deleted_workshop SET rewritten = false")
    assert report(case).findings[-1].faults == (
        "after a deletion the files were not rewritten; start the bot, it does so",
    )
