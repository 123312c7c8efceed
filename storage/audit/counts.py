"""Checks 4, 5 and 9: counters, export, tags and the pinned rule, computed anew; must not know SQL, files or chats."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flows.counting.coarse import unfit_for
from flows.counting.release import PRESETS, Policy, policy_from_json
from flows.counting.segments import SegmentTable
from flows.counting.tally import Tally, tally_to_json
from flows.definition.flow import TextQuestion, flow_from_json
from storage.answers.texts import quotable
from storage.answers.told import by_question
from storage.audit.evidence import UNREADABLE, Evidence, Finding, judge
from storage.audit.releases import all_numbers
from storage.export.books import to_json
from storage.export.building import build_export
from storage.keys.sealing import TAG_BYTES
from storage.values import BallotKind, Release

COMPARED = ("bases", "counts", "positions", "pairs", "points", "segments", "panel", "themes", "texts", "receipts")
"""The sheets of an export that hold counts, texts and tags; notes and figures are made from them."""


def check_counts(evidence: Evidence, exports: Mapping[str, bytes]) -> Finding:
    """4: what is counted is what is kept and what is exported. `exports`: name -> JSON files said to be exports."""
    last = {release.question_id: release for release in evidence.releases}
    faults = [*_texts_counted(evidence, last), *_themes(evidence), *_groups(evidence, last)]
    if evidence.waiting_and_counted:
        faults.append(f"{evidence.waiting_and_counted} answer(s) wait and are counted too")
    if not evidence.closed:
        faults += _rows_alike(evidence, last)
        released = sum(release.n for release in last.values())
        if evidence.rows["spent"] != released:
            faults.append(f"{released} answers are released, {evidence.rows['spent']} are marked as counted")
    compared = 0
    if evidence.closed:
        again = _exported(evidence)
        faults += ["the export cannot be made"] if again is None else list(_export_unlike(evidence, again, last))
        for name, content in exports.items() if again else ():
            read = _sheets(content, evidence)
            compared += read is not None
            if read is not None and read != _sheets(again or b"", evidence):
                faults.append(f"{name}: not what the database gives now")
    looked_at = {"counts": sum(1 for r in last.values() for _ in all_numbers(tally_to_json(r.tally)))}
    looked_at |= {"exports": compared + 1} if evidence.closed else {"marked as counted": evidence.rows["spent"]}
    good = "Last releases, kept texts and a new export agree." if evidence.closed else "Releases and counters agree."
    return judge(4, "counts", faults, good, "Counts do not agree with each other.", looked_at)


def _texts_counted(evidence: Evidence, last: Mapping[str, Release]) -> Iterator[str]:
    """Of a question to the panel few authors are enough: everybody answered its round, if with "nothing from me"."""
    rounds, k = _rounds(evidence), evidence.policy.k if evidence.policy else 0
    for question in evidence.flow.questions if evidence.flow else ():
        kept = sum(text.question_id == question.id for text in evidence.texts)
        said = last[question.id].tally.answered if question.id in last and isinstance(question, TextQuestion) else 0
        if kept > said:  # fewer is right: who only wants to be counted leaves no text
            yield f"{question.id}: {said} texts counted, {kept} kept"
        if kept and evidence.closed and said < k and question.id not in rounds:
            yield f"{question.id}: texts of {said} authors are kept, fewer than {k}"


def _themes(evidence: Evidence) -> Iterator[str]:
    """A theme has texts of its own question that are kept, each in one theme at most, and says nothing else about them."""
    if evidence.themes is None:
        yield "the themes cannot be read"
    if evidence.astray:
        yield f"{evidence.astray} row(s) put into a theme what is no text of its question"


def _rounds(evidence: Evidence) -> frozenset[str]:
    """The rounds of questions to the panel."""
    ballots = evidence.workshop.ballots if evidence.workshop else ()
    return frozenset(ballot.id for ballot in ballots if ballot.kind is BallotKind.ASK)


def _rows_alike(evidence: Evidence, last: Mapping[str, Release]) -> Iterator[str]:
    """Everybody who has handed in anything has a row for every question, all of one length: no table tells who was asked (3f)."""
    for name, (_, shortest, longest) in sorted(evidence.waiting.items()):
        if shortest != longest:
            yield f"{name}: rows of {shortest} and of {longest} bytes wait"
    workshop = evidence.workshop
    for whole in (workshop.flow.questions, tuple(workshop.at_tables.values())) if workshop else ():
        waiting = {q.id: evidence.waiting.get(q.id, (0, 0, 0))[0] for q in whole}
        most = max(waiting.values(), default=0)
        for question in whole:
            if waiting[question.id] < most and question.id not in last:
                yield f"{question.id}: {waiting[question.id]} rows wait, {most} people have handed in"


def _groups(evidence: Evidence, last: Mapping[str, Release]) -> Iterator[str]:
    """Tables by group: after the close only, of groups that are large enough, and never another sum than the whole."""
    if evidence.segments is None:
        yield "a table by group cannot be read"
        return
    k = evidence.policy.k_seg if evidence.policy else None
    for question, table in sorted(evidence.segments.items()):
        if not evidence.closed:
            yield f"{question}: a table by group before the close (S3)"
        if table.groups and (k is None or min(group.answered for group in table.groups) < k):
            yield f"{question}: a group is smaller than the rule allows (S1)"
        whole = last[question].tally if question in last else None
        if table.groups and (whole is None or not _adds_up(table, whole)):
            yield f"{question}: the groups do not add up to all (S2)"


def _adds_up(table: SegmentTable, whole: Tally) -> bool:
    """A ranking's groups hold first choices, all others' what the tally counts."""
    names = [name for group in table.groups for name in group.segments]
    counts = {option: row[0] for option, row in whole.positions.items()} or dict(whole.counts)
    sums = {option: sum(group.counts.get(option, 0) for group in table.groups) for option in counts}
    people = (sum(group.asked for group in table.groups), sum(group.answered for group in table.groups))
    return len(names) == len(set(names)) and sums == counts and people == (whole.asked, whole.answered)


def _exported(evidence: Evidence) -> bytes | None:
    """The export in JSON as it would be made now."""
    if evidence.workshop is None:
        return None
    try:
        panel = [text for text in evidence.texts if text.question_id in _rounds(evidence)]
        made = (evidence.releases, quotable(evidence.texts), evidence.tags, evidence.segments or {}, panel)
        themes = by_question(evidence.themes or (), evidence.texts, evidence.workshop.policy.k)
        return to_json(build_export(evidence.workshop, *made, themes=themes))
    except UNREADABLE:
        return None


def _export_unlike(evidence: Evidence, export: bytes, last: Mapping[str, Release]) -> Iterator[str]:
    """Where the export's own numbers are not those of the last release."""
    sheets = json.loads(export)["sheets"]
    asked = {row["question"]: row["asked"] for row in sheets["bases"] if row["asked"] is not None}
    if asked != {question: release.n for question, release in last.items()}:
        yield "the export has other numbers of people than the releases"
    counts: dict[str, dict[str, int]] = {question: {} for question in last}
    for row in sheets["counts"]:
        counts[row["question"]][row["option"]] = row["count"]
    if counts != {question: dict(release.tally.counts) for question, release in last.items()}:
        yield "the export has other counts than the releases"
    yield from _pairs_counted(sheets.get("pairs", ()), evidence, last)
    approved = [words for mine in quotable(evidence.texts).values() for words in mine]
    written = [row["text"] for sheet in ("texts", "panel") for row in sheets.get(sheet, [])]
    if sorted(written) != sorted(approved):
        yield "the export has other texts than were approved"


def _pairs_counted(rows: Iterable[Mapping[str, Any]], evidence: Evidence, last: Mapping[str, Release]) -> Iterator[str]:
    """The export counts pairs only of a ranking of which any two options were ranked together by k people (3f)."""
    for question in sorted({row["question"] for row in rows if row["preferring"] is not None}):
        tally, k = last[question].tally, evidence.policy.k if evidence.policy else 0
        either = {(a, b): over + tally.above[b][a] for a, row in tally.above.items() for b, over in row.items()}
        fewest = min(tally.counts[a] + tally.counts[b] - people for (a, b), people in either.items())
        if fewest < k:
            yield f"{question}: the export counts pairs that {fewest} people ranked together, fewer than {k}"


def _sheets(content: bytes, evidence: Evidence) -> dict[str, Any] | None:
    """The counts of a JSON file that is an export of this workshop (its title and both hashes are in it), else None."""
    try:
        document = json.loads(content)
        notes = " ".join(str(row["note"]) for row in document["sheets"]["method"])
        if document["title"] != evidence.title or evidence.policy_hash not in notes or evidence.flow_hash not in notes:
            return None
        return {name: document["sheets"].get(name) for name in COMPARED}
    except UNREADABLE:
        return None


def check_tags(evidence: Evidence) -> Finding:
    """5: as many receipt tags as people counted, for each question that everybody was asked; none for the others."""
    last = {r.question_id: r.n for r in evidence.releases if _is_asked_of_all(evidence, r.question_id)}
    faults = [
        f"{question}: {last.get(question, 0)} people counted, {len(evidence.tags.get(question, ()))} tags"
        for question in sorted({*last, *evidence.tags})
        if last.get(question, 0) != len(evidence.tags.get(question, ()))
    ]
    odd = sum(len(tag) != TAG_BYTES for tags in evidence.tags.values() for tag in tags)
    faults += [f"{odd} tag(s) are not {TAG_BYTES} bytes long"] if odd else []
    looked_at = {"tags": sum(map(len, evidence.tags.values())), "questions": len(last)}
    good = (
        "Each question has as many receipt tags as people counted." if last else "Nothing was counted, no tag is kept."
    )
    return judge(5, "tags", faults, good, "Tags and people counted differ.", looked_at)


def _is_asked_of_all(evidence: Evidence, question_id: str) -> bool:
    questions = evidence.workshop.everything.questions if evidence.workshop else ()
    return not any(question.id == question_id and question.shown_if is not None for question in questions)


def check_policy(evidence: Evidence) -> Finding:
    """9: the rule and the questions are those whose hashes participants were shown."""
    faults = []
    if hashlib.sha256(evidence.policy_text.encode()).hexdigest() != evidence.policy_hash:
        faults.append("the release rule was changed: it does not have its hash")
    faults += _policy_read(evidence.policy_text)
    faults += _questions_read(evidence.flow_text, evidence.policy)
    if hashlib.sha256(evidence.flow_text.encode()).hexdigest() != evidence.flow_hash:
        faults.append("the questions were changed: they do not have their hash")
    bytes_read = len(evidence.policy_text.encode()) + len(evidence.flow_text.encode())
    good = (
        f"Release rule {evidence.policy_hash[:8]}, as behind the card that participants agree to; questions "
        f"{evidence.flow_hash[:8]}."
    )
    return judge(9, "policy", faults, good, "Rule or questions are not those that were shown.", {"bytes": bytes_read})


def _policy_read(text: str) -> list[str]:
    try:
        policy = policy_from_json(text)
    except UNREADABLE:
        return ["the release rule cannot be read, or protects nobody"]
    return [] if PRESETS.get(policy.preset, policy) == policy else [f"not the preset {policy.preset}"]


def _questions_read(text: str, policy: Policy | None) -> list[str]:
    try:
        flow = flow_from_json(text)
    except UNREADABLE:
        return ["the questions cannot be read"]
    unfit = unfit_for(flow, policy) if policy else ()
    return [f"{question.id}: asked by single levels, which the rule does not show" for question in unfit]
