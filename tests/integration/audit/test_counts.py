"""Checks 3, 4, 5 and 9 of the audit find the faults that they are there for: releases, counts, groups, tags, the rule.

They compute on what the other checks read, which is tried on both databases there; here SQLite alone will do.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from flows.counting.release import SENSITIVE, policy_json
from storage.database import Unit
from tests.support.audit_case import Case, changed
from tests.support.prepared import put_database
from tests.support.storage_case import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A SQLite file, migrated."""
    here = Place("sqlite", f"sqlite:///{tmp_path}/room.db", tmp_path)
    put_database(tmp_path / "room.db")
    return here


def test_releases_that_grew_by_one(case: Case) -> None:
    """3: one person more than the release before is found, even when its counts add up."""
    case.sql("INSERT INTO release SELECT workshop_id, question_id, 2, n, counts, final, pairs FROM release")
    counts = json.loads(case.read("SELECT counts FROM release WHERE question_id = 'worth' AND seq = 2"))["counts"]
    changed(case, "worth", 2, n=6, asked=6, counts={**counts, "yes": counts["yes"] + 1})
    changed(case, "what", 2, n=6, asked=6, skipped=6)
    assert "worth: release 2: 1 people more than the one before, fewer than 3 (I3)" in case.faults(3)
    assert "what: release 2: 1 people more" in case.faults(3)
    assert set(case.failed()) == {3, 4, 5}


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"n": 4, "asked": 4, "counts": {"yes": 2, "no-not-at-all": 2}}, "4 people, fewer than 5 (I1)"),
        ({"counts": {"yes": 9, "no-not-at-all": 0}}, "the counts are not those of 5 people who answered (I2)"),
        ({"counts": {"yes": 6, "no-not-at-all": -1}}, "a count is below 0 (I2)"),
        ({"counts": {"yes": 5}}, "the counts are not those of its options (I2)"),
        ({"counts": {"yes": 2, "no-not-at-all": 3, "maybe": 0}}, "not those of its options (I2)"),
        ({"n": 7}, "5 people asked, 7 released (I2)"),
        (
            {"n": 10, "asked": 10, "counts": {"yes": 5, "no-not-at-all": 5}},
            "10 of 12 who handed it in, without the reserve",
        ),
        ({"n": 13, "asked": 13, "counts": {"yes": 8, "no-not-at-all": 5}}, "13 people counted, 12 joined (I11)"),
    ],
)
def test_releases_that_the_rule_does_not_make(case: Case, values: dict[str, Any], word: str) -> None:
    """3: too few people, counts that do not add up, and more people than there are, are found."""
    changed(case, "worth", 1, **values)
    found = case.failures()
    assert 3 in found
    assert word in found[3]


def test_releases_that_take_back(case: Case) -> None:
    """3: after the close a count that went down between two releases is found, and one that no batch of answers explains."""
    case.close()
    assert case.failed() == []
    changed(case, "worth", 1, counts={"yes": 0, "no-not-at-all": 5})
    assert "worth: release 2: a count went down (I4)" in case.faults(3)
    changed(case, "worth", 1, counts={"yes": 1, "no-not-at-all": 2}, skipped=2)
    assert "worth: release 2: " in case.faults(3)
    changed(case, "what", 1, skipped=0, counts={"yes": 0, "no-not-at-all": 0, "time": 0})
    assert "what: release 2: what it adds is no batch of 7 answers" in case.faults(3)


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("UPDATE release SET final = {yes} WHERE question_id = 'what'", "what: a release is final before the close"),
        ("UPDATE release SET seq = 2 WHERE question_id = 'what'", "what: a release is missing from the log"),
        ("UPDATE release SET counts = '[]' WHERE question_id = 'what'", "1 release(s) cannot be read"),
        ("UPDATE release SET question_id = 'who' WHERE question_id = 'what'", "who: no such question"),
        ("UPDATE release SET question_id = 'why' WHERE question_id = 'worth'", "why: released before the close"),
    ],
)
def test_releases_out_of_their_time(case: Case, statement: str, word: str) -> None:
    """3: a release that is final too soon, missing, unreadable, of nothing, or of a question that waits for the close."""
    case.sql(statement.format(yes="true" if case.place.kind == "postgresql" else "1"))
    assert word in case.faults(3)


def test_releases_not_final_after_the_close(case: Case) -> None:
    """3: after the close the last release of each question is its final one."""
    case.close()
    case.sql(f"UPDATE release SET final = {'false' if case.place.kind == 'postgresql' else '0'}")
    assert "worth: the last release, and no other, is to be final" in case.faults(3)


def test_counts_of_texts(case: Case) -> None:
    """4: a text that nobody wrote is found; fewer texts than answers are right, for some authors only want to be counted."""
    case.close()
    case.sql("DELETE FROM counted WHERE id = (SELECT min(id) FROM counted)")
    assert case.failed() == []
    row = "workshop_id, question_id, value, use, speaker, state, pinned, same_as FROM counted"
    for number in (1, 2):
        case.sql(f"INSERT INTO counted SELECT '{UUID(int=number)}', {row} LIMIT 1")
    found = case.failures()
    assert list(found) == [4]
    assert "say: 12 texts counted, 13 kept" in found[4]


def test_counts_changed_after_an_export(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    """4: counts changed so cleverly that they still add up are found beside an export from before."""
    case.close()
    export = case.export(tmp_path_factory.mktemp("exports"))
    counts = json.loads(case.read("SELECT counts FROM release WHERE question_id = 'worth' AND seq = 2"))["counts"]
    changed(case, "worth", 2, counts={"yes": counts["yes"] + 1, "no-not-at-all": counts["no-not-at-all"] - 1})
    faults = case.faults(4, also=(export,))
    assert faults == f"{export.name}: not what the database gives now"
    assert case.findings(also=(export,))[4].looked_at["exports"] == 2


def test_an_export_with_a_text_that_nobody_approved(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    """4: the database gives approved texts alone, and an export that has another one is found beside it."""
    case.close()
    case.room.read_all()
    export = case.export(tmp_path_factory.mktemp("exports"))
    assert (len(json.loads(export.read_bytes())["sheets"]["texts"]), case.faults(4, also=(export,))) == (12, "")
    case.sql("UPDATE counted SET state = 'new' WHERE id = (SELECT min(id) FROM counted)")
    assert case.faults(4, also=(export,)) == f"{export.name}: not what the database gives now"


def test_counts_of_spent_tokens(case: Case) -> None:
    """4: while open, an answer that is counted without a mark, or waits and is counted too, is found."""
    case.sql(
        "INSERT INTO spent SELECT token, workshop_id FROM pending WHERE token = (SELECT token FROM pending ORDER BY token LIMIT 1)"
    )
    found = case.failures()
    assert list(found) == [4]
    assert "1 answer(s) wait and are counted too" in found[4]
    assert "10 answers are released, 11 are marked as counted" in case.faults(4)


def test_groups_add_up(grouped_case: Case) -> None:
    """4: a table by group whose groups are no longer the whole, or too small, is found; as they were made they pass."""
    case = grouped_case
    assert case.failed() == []
    case.close()
    assert case.failed() == []
    where = "WHERE question_id = 'worth'"
    made = json.loads(case.read(f"SELECT table_json FROM segment_table {where}"))
    assert len(made["groups"]) == 3
    moved = copy.deepcopy(made)
    moved["groups"][0]["counts"]["yes"] += 1
    for table, word in ((moved, "worth: the groups do not add up to all (S2)"), ({"k": 1}, "cannot be read")):
        case.sql(f"UPDATE segment_table SET table_json = '{json.dumps(table)}' {where}")
        assert word in case.faults(4)
    small = {**made["groups"][0], "answered": 2}
    case.sql(f"UPDATE segment_table SET table_json = '{json.dumps({**made, 'groups': [small]})}' {where}")
    assert "worth: a group is smaller than the rule allows (S1)" in case.faults(4)


def test_groups_before_the_close(grouped_case: Case) -> None:
    """4: a table by group while the workshop is open is found; 6: a sealed group that is left after the close too."""
    case = grouped_case
    place = f"'{case.room.workshop.id}', 'worth'"
    blob = case.blob(bytes(92))
    case.sql(f'INSERT INTO segment_table VALUES ({place}, \'{{"question": "worth", "k": 5, "groups": []}}\')')
    assert case.faults(4) == "worth: a table by group before the close (S3)"
    case.sql("DELETE FROM segment_table")
    case.close()
    case.sql(f"INSERT INTO seg_pending VALUES ('{UUID(int=5)}', {place}, {blob})")
    assert "seg_pending: 1 row(s) left" in case.faults(6)
    case.sql("DELETE FROM seg_pending")
    assert ("row(s) of participants left over" in case.faults(6)) == (case.place.kind == "sqlite")


def test_tags_missing_and_too_many(case: Case) -> None:
    """5: a receipt tag that was taken out, and one that was put in, are found."""
    case.close()
    case.sql(
        "DELETE FROM receipt WHERE tag = (SELECT tag FROM receipt WHERE question_id = 'worth' ORDER BY tag LIMIT 1)"
    )
    found = case.failures()
    assert list(found) == [5]
    assert found[5] == "worth: 12 people counted, 11 tags"
    where = f"VALUES ('{case.room.workshop.id}', 'why', {case.blob(bytes(9))})"
    case.sql(f"INSERT INTO receipt (workshop_id, question_id, tag) {where}")
    assert "why: 0 people counted, 1 tags" in case.faults(5)
    assert "1 tag(s) are not 10 bytes long" in case.faults(5)


def test_policy_that_was_changed(case: Case) -> None:
    """9: another release rule than the one whose hash was shown is found, with its hash changed too or not."""
    import hashlib

    text = case.read("SELECT policy FROM workshop").replace('"b":3', '"b":2')
    case.sql(f"UPDATE workshop SET policy = '{text}'")
    found = case.failures()
    assert list(found) == [9]
    assert "the release rule was changed" in found[9]
    case.sql(f"UPDATE workshop SET policy_hash = '{hashlib.sha256(text.encode()).hexdigest()}'")
    assert case.faults(9) == "not the preset standard"


def test_questions_that_the_rule_does_not_fit(case: Case) -> None:
    """9: a rule that shows sides of a scale only, over a question asked by one level, is found and the question named."""
    level = '{"id": "%s", "label": "%s", "value": %s}'
    body = json.loads(case.read("SELECT body FROM flow"))
    body["questions"][0] |= {"type": "scale", "options": [json.loads(level % (n, n, n)) for n in range(1, 6)]}
    body["questions"][1]["shown_if"] = {"question": "worth", "in": ["1"]}
    case.sql(f"UPDATE flow SET body = '{json.dumps(body)}'", f"UPDATE workshop SET policy = '{policy_json(SENSITIVE)}'")
    assert "why: asked by single levels, which the rule does not show" in case.faults(9)


def test_policy_that_protects_nobody(case: Case) -> None:
    """9: a rule below the floor, or no rule at all, is found, and no other check breaks on it."""
    for text in (case.read("SELECT policy FROM workshop").replace('"k":5', '"k":1'), "{"):
        case.sql(f"UPDATE workshop SET policy = '{text}'")
        found = case.failures()
        assert set(found) == {3, 9}
        assert "the release rule cannot be read, or protects nobody" in found[9]


def test_questions_that_were_changed(case: Case) -> None:
    """9: a question worded otherwise than when people answered it is found."""
    case.sql("UPDATE flow SET body = replace(body, 'Is it worth it?', 'Is it worth nothing?')")
    found = case.failures()
    assert list(found) == [9]
    assert found[9] == "the questions were changed: they do not have their hash"
    case.sql("UPDATE flow SET body = '{}'")
    assert "the questions cannot be read" in case.faults(9)


def test_themes_hold_texts_of_their_question(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    """4: themes are in the export as they are in the database; a text that is none of the theme's question is found in it."""
    case.close()
    case.room.read_all()

    def sort_in(unit: Unit) -> None:
        texts = unit.texts.of(case.room.workshop.id)
        theme = unit.themes.make(case.room.workshop.id, "say", "Parking")
        unit.themes.put(theme, [text for text in texts if text.question_id == "say"][:5])
        unit.themes.take_out([text for text in texts if text.question_id == "say"][5:6])

    case.room.do(sort_in)
    export = case.export(tmp_path_factory.mktemp("exports"))
    book = json.loads(export.read_bytes())["sheets"]
    theme, other = book["themes"]
    assert (theme["option"], theme["label"], theme["texts"], theme["unread"]) == ("theme-1", "Parking", 5, 0)
    assert theme["quote"] in [row["text"] for row in book["texts"]]
    assert (other["option"], other["label"], theme["answers"] + other["answers"]) == (
        "other",
        "Other",
        len(book["texts"]),
    )
    assert [row["label"] for row in book["codebook"] if row["option"] == "theme-1"] == ["Parking"]
    assert sum(row["theme"] == "Parking" for row in book["texts"]) == 5
    assert case.faults(4, also=(export,)) == ""
    case.sql("UPDATE theme SET question_id = 'why'")
    assert "5 row(s) put into a theme what is no text of its question" in case.faults(4)
