"""`roundtable audit`: runs the eleven checks of the anonymity rules, 3e, and prints them; must not know how one is done.

It reads and changes nothing, so it may run beside the bot. What it prints may be shown to participants: it names tables,
files and numbers, never a person, an id, a code of somebody or an answer.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Self

from bot.settings import Settings
from bot.trust.key_places import KeyPlace, check_keys, check_list_keys, key_seen
from storage.audit.after_close import KeySeen, check_close
from storage.audit.byte_scan import check_bytes
from storage.audit.counts import check_counts, check_policy, check_tags
from storage.audit.days import check_days, check_deleted
from storage.audit.evidence import Evidence, Finding, hides_values, judge, read_evidence, reading
from storage.audit.releases import check_releases
from storage.audit.schema import check_schema
from storage.days import Today
from storage.deletions import Deletions
from storage.engine import sqlite_file

HOME = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "flows", "storage")
Lookers = tuple[Mapping[str, int], tuple[str, ...]]

_PROBE = """
import json
import bot.app
from bot.logs import configure_logging, weaknesses
configure_logging()
print(json.dumps(weaknesses()))
"""


@dataclass(frozen=True)
class Wish:
    """What the person who audits adds.

    `ids` they know (of test accounts, for example), files and folders to look at too, folders that are backed up, and
    the hash that the code should have.
    """

    ids: tuple[int, ...] = ()
    also: tuple[Path, ...] = ()
    backups: tuple[Path, ...] = ()
    code_hash: str | None = None


@dataclass(frozen=True)
class Report:
    """All findings about one workshop, in the order of the rules."""

    code: str
    title: str
    phase: str
    joined: int | None
    submitted: int | None
    policy_hash: str
    version: str
    code_hash: str
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether no check failed."""
        return all(finding.passed is not False for finding in self.findings)


def audit(
    settings: Settings,
    code: str,
    wish: Wish,
    logs: Callable[[], Lookers] | None = None,
    today: date | None = None,
    ours: Code | None = None,
) -> Report:
    """Run the eleven checks on the workshop with this join code. Raises NoSuchWorkshop, Unreachable and NotMigrated.

    `logs`: what could make a log line say too much; by default asked of a fresh process, set up as the bot is. Of a
    workshop that was deleted the checks that still have something to look at. `today`: the day it is; it knows its moment.
    `ours`: the code, where it was read before.
    """
    ours = ours or Code.read()
    today = today or Today.of(settings.zone, time.time())
    file = sqlite_file(settings.database_url)
    place = KeyPlace(settings.keystore, file, wish.backups, wish.also)
    with reading(settings.database_url) as connection:
        gone = Deletions(connection).of(code)
        if gone is not None:
            left = (
                check_schema(connection),
                check_bytes(connection, file, wish.ids, wish.also),
                check_logs((logs or logs_of_the_bot)(), hides_values(settings.database_url)),
                check_code(wish.code_hash, ours),
                check_deleted(connection, gone),
            )
            return Report(gone.code, "", "deleted", None, None, "", version(), ours.digest, left)
        evidence = read_evidence(connection, code)
        seen = key_seen(place, evidence.id)
        findings = (
            check_schema(connection),
            check_bytes(connection, file, wish.ids, wish.also),
            check_releases(evidence),
            check_counts(evidence, dict(_json_files(wish.also))),
            check_tags(evidence),
            check_close(connection, evidence, file, wish.also, seen, today),
            _keys(place, evidence, seen),
            check_logs((logs or logs_of_the_bot)(), hides_values(settings.database_url)),
            check_policy(evidence),
            check_code(wish.code_hash, ours),
            check_days(connection, evidence.id, today, settings.retention_months),
        )
    return _report(evidence, findings, ours)


def _keys(place: KeyPlace, evidence: Evidence, seen: KeySeen) -> Finding:
    return check_list_keys(place, evidence.lists) if evidence.closed else check_keys(place, evidence.id, seen)


def _report(evidence: Evidence, findings: tuple[Finding, ...], code: Code) -> Report:
    workshop = evidence.workshop
    return Report(
        code=evidence.code,
        title=evidence.title,
        phase=evidence.phase,
        joined=workshop.joined if workshop else None,
        submitted=workshop.submitted if workshop else None,
        policy_hash=evidence.policy_hash,
        version=version(),
        code_hash=code.digest,
        findings=findings,
    )


def _json_files(roots: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    for root in roots:
        for path in [root] if root.is_file() else sorted(root.rglob("*.json")):
            if path.suffix == ".json":
                yield path.name, path.read_bytes()


def logs_of_the_bot() -> Lookers:
    """What `bot.logs.weaknesses` says in a process that has loaded the bot and set up its logging."""
    done = subprocess.run([sys.executable, "-c", _PROBE], cwd=HOME, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    if done.returncode:
        return {}, ("the logging of the bot cannot be set up",)
    looked_at, faults = json.loads(done.stdout)
    return looked_at, tuple(faults)


def check_logs(looked: Lookers, is_hidden: bool) -> Finding:  # noqa: FBT001  # one fact
    """8: what the bot writes, and what errors of the database say."""
    looked_at, faults = looked
    all_faults = [*faults, *([] if is_hidden else ["errors of the database hold the values of a statement"])]
    good = (
        "Log lines hold events, durations and classes of errors; messages of libraries and values of rows are left out."
    )
    return judge(8, "logs", all_faults, good, "A log line can say too much.", looked_at)


def check_code(wanted: str | None, code: Code | None = None) -> Finding:
    """10: which code answers. `wanted`: the hash it should have; files of an installed package are held to its record."""
    code = code or Code.read()
    found = code.digest
    faults = [f"{name}: not as it was installed" for name in _altered()]
    if wanted is not None and not (len(wanted) >= 8 and found.startswith(wanted.lower())):
        faults.append("the code does not have the hash that was asked for")
    good = f"Roundtable {version()}, source files {found[:16]}."
    return judge(10, "code", faults, good, f"Not the code that it should be: {found[:16]}.", {"files": code.files})


def version() -> str:
    """The version that is installed."""
    installed = _installed()
    return installed.version if installed else "not installed"


def code_hash() -> str:
    """SHA-256 over the name and the SHA-256 of every file of our packages, in the order of their names."""
    return Code.read().digest


@dataclass(frozen=True)
class Code:
    """The code as it lies there: its hash, and how many files it has."""

    digest: str
    files: int

    @classmethod
    def read(cls) -> Self:
        """Read every file once."""
        whole, files = hashlib.sha256(), _own_files()
        for path in files:
            whole.update(
                f"{path.relative_to(HOME).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
            )
        return cls(whole.hexdigest(), len(files))


def _own_files() -> list[Path]:
    found: list[Path] = []
    for package in PACKAGES:
        for folder, folders, names in os.walk(HOME / package):
            folders[:] = [name for name in folders if name != "__pycache__"]
            found += (path for name in names if (path := Path(folder, name)).is_file())
    return sorted(found)


def _installed() -> Distribution | None:
    try:
        return distribution("roundtable")
    except PackageNotFoundError:
        return None


def _altered() -> Iterator[str]:
    """Files of ours that are not what the package's record says; an editable installation records none of them."""
    installed = _installed()
    for file in (installed.files or ()) if installed else ():
        if file.parts[0] in PACKAGES and file.hash is not None:
            path = Path(str(file.locate()))
            made = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""
            if base64.urlsafe_b64encode(made).rstrip(b"=").decode() != file.hash.value:
                yield file.as_posix()


def in_json(report: Report) -> str:
    """The report as JSON: about the workshop, `passed`, and `checks` with number, name, result, sentence, counts, faults."""
    about = {name: value for name, value in asdict(report).items() if name != "findings"}
    checks: list[dict[str, Any]] = [
        {"check": f.number, "name": f.name, "result": _result(f), "sentence": f.sentence,
         "looked_at": dict(f.looked_at), "faults": list(f.faults)}
        for f in report.findings
    ]  # fmt: skip
    return json.dumps({**about, "passed": report.passed, "checks": checks}, ensure_ascii=False, indent=1)


def _result(finding: Finding) -> str:
    return {True: "passed", False: "failed", None: "does not apply"}[finding.passed]


def in_words(report: Report) -> str:
    """The report for people: a mark, a sentence and what was looked at for each check, and what is wrong below it."""
    people = f", {report.joined} joined, {report.submitted} submitted" if report.joined is not None else ""
    title = f" “{report.title}”" if report.title else ""
    lines = [f"Audit of {report.code}{title}: {report.phase}{people}.", ""]
    for finding in report.findings:
        lines += _in_words(finding)
    results = [_result(finding) for finding in report.findings]
    counts = [
        f"{results.count(result)} {result}" for result in ("passed", "failed", "does not apply") if result in results
    ]
    return "\n".join([*lines, "", f"{len(results)} checks: {', '.join(counts)}."])


def _in_words(finding: Finding) -> list[str]:
    mark = {True: "✓", False: "✗", None: "–"}[finding.passed]
    looked_at = ", ".join(f"{count:,} {what}" for what, count in finding.looked_at.items())
    line = f"{mark} {finding.number:>2} {finding.name:<9} {finding.sentence}{f' ({looked_at})' if looked_at else ''}"
    return [line, *(f"{'':<15}✗ {fault}" for fault in finding.faults)]
