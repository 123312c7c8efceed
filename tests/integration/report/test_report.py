"""A report of a real closed workshop: nothing in it but what is released, the same bytes each time, readable by everybody."""

from __future__ import annotations

import io
import itertools
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from bot.facilitator.exporting import export_of
from bot.report.document import to_docx
from bot.report.forward import lines, picture, three_sentences
from bot.report.gathering import gather
from bot.report.labels import about, group_rows, withheld_lines
from bot.report.pages import pages_of, to_pdf
from bot.report.values import Kind, Report, Withheld
from bot.results.charting.paged import in_sentence
from bot.results.charting.press import png_size
from bot.wording import Wording
from flows.definition.flow import Flow, Option, RankingQuestion, SingleQuestion, options_of
from flows.definition.loading import load_library
from storage.database import Database
from storage.values import Actor
from tests.support.examples.reported import held, sampled
from tests.support.storage_case import LAST_DAY, Room, on_sqlite


def report_of(room: Room, language: str = "en") -> Report:
    """Its report."""
    return room.do(lambda unit: gather(unit, room.workshop.id, language))


def exported(room: Room) -> dict[str, list[dict[str, Any]]]:
    """The sheets of its export."""
    file = export_of(room.db, room.workshop.id, "json", Actor.ORGANISER, LAST_DAY)[1]
    sheets: dict[str, list[dict[str, Any]]] = json.loads(file)["sheets"]
    return sheets


def test_every_sentence_leads_to_a_figure_of_the_export(riverside: Room) -> None:
    """Its id is a question of the codebook, or one of its options, and its n is a base that stands there."""
    report, sheets = report_of(riverside), exported(riverside)
    known = {row["question"] for row in sheets["codebook"]}
    known |= {f"{row['question']}.{row['option']}" for row in sheets["codebook"] if row["option"]}
    said = list(report.sentences())
    assert {one.kind for one in said} == {*Kind} - {Kind.WITHHELD}
    assert {one.id for one in said} <= known
    bases = {row["question"]: {row["asked"], row["answered"]} for row in sheets["bases"]}
    scales = {row["question"]: {row["value"]} for row in sheets["figures"] if row["figure"] == "people on the scale"}
    for one in said:
        question = one.id.partition(".")[0]
        if one.kind is not Kind.GROUPS and "theme" not in one.id + one.text:
            assert one.n in bases[question] | scales.get(question, set()), one
    numbers = {row["question"]: row["number"] for row in sheets["codebook"]}
    assert {item.id: item.number for item in report.items} == {item.id: numbers[item.id] for item in report.items}


def test_what_is_quoted_is_approved_and_may_be(riverside: Room) -> None:
    """Words in the report are words of the export's open answers, under the names of its themes."""
    report, sheets = report_of(riverside), exported(riverside)
    quoted = {quote for item in report.items for group in item.groups for quote in group.quotes}
    assert quoted
    assert quoted <= {row["text"] for row in sheets["texts"]}
    named = {group.label for item in report.items for group in item.groups} - {""}
    assert named == {row["label"] for row in sheets["themes"]} == {"Time of meetings", "Reaching others", "Other"}
    ranked = report.panel.lines if report.panel else ()
    assert [line.votes for line in ranked if line.votes is not None] == sorted(
        (line.votes for line in ranked if line.votes is not None), reverse=True
    )


def test_equal_bytes(riverside: Room) -> None:
    """Made twice, all of it is the same to the last byte; another language is another file."""
    first, second = report_of(riverside), report_of(riverside)
    assert first == second
    for make in (to_pdf, to_docx, picture):
        assert make(first) == make(second)
    assert to_pdf(report_of(riverside, "nl")) != to_pdf(first)


def test_the_pages_are_tagged(riverside: Room) -> None:
    """PDF/UA-1 as Typst holds to it: marked, with language, title and headings, and each picture says its numbers."""
    report = report_of(riverside)
    pages = to_pdf(report)
    text = pages.decode("latin-1")
    assert "/Marked true" in text
    assert "/Lang(en)" in text
    assert "/DisplayDocTitle true" in text
    assert "<pdfuaid:part>1<" in text
    assert "/CreationDate(D:20260304000000Z)" in text
    headings = re.findall(r"/S/(H\d)/", text)
    assert headings[0] == "H1"
    assert set(headings) == {"H1", "H2", "H3"}
    assert all(int(b[1]) <= int(a[1]) + 1 for a, b in itertools.pairwise(headings))
    figures = re.findall(r"/S/Figure/P \d+ 0 R/Alt(<[0-9A-F]+>|\()", text)
    drawn = [item for item in report.items if item.drawn is not None]
    assert len(figures) == len(drawn) > 5
    spoken = [bytes.fromhex(alt[1:-1]).decode("utf-16") for alt in figures if alt.startswith("<")]
    assert any("Public sector / council: " in alt for alt in spoken)
    assert 3 <= pages_of(pages) <= 6


@on_sqlite
def test_a_battery_is_one_picture_and_the_report_stays_short(db: Database) -> None:
    """Nineteen questions of sixty people: five statements share a picture, in both files, and keep their sentences."""
    report = report_of(sampled(db, load_library()["place-keeping"], "en"))
    within = [item for item in report.items if item.within]
    assert [item.number for item in within] == [6, 7, 8, 9, 10]
    assert all(item.sentences and item.drawn is not None for item in within)
    own = sum(item.drawn is not None and not item.within for item in report.items)
    pages = to_pdf(report)
    assert len(re.findall(rb"/S/Figure/P", pages)) == own
    assert len(Document(io.BytesIO(to_docx(report))).element.findall(".//{*}inline/{*}docPr")) == own
    assert 4 <= pages_of(pages) <= 6


@pytest.mark.long
@on_sqlite
@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", sorted(load_library()))
def test_a_report_has_four_to_six_pages(db: Database, name: str, language: str) -> None:
    """Of every flow that comes with Roundtable, from seven questions to thirty-two."""
    assert 4 <= pages_of(to_pdf(report_of(sampled(db, load_library()[name], language), language))) <= 6


def test_no_line_withholds_what_stands_on_another_page(riverside: Room) -> None:
    """A small group's number is in its question's own result: the lines about who was expected say where, not "fewer than 5"."""
    makes_groups = next(q for q in riverside.workshop.flow.questions if q.id == riverside.workshop.flow.segment_by)
    expected = {option.id: 12 for option in options_of(makes_groups)}
    riverside.do(lambda unit: unit.expected.set(riverside.workshop.id, expected))
    people = report_of(riverside).people
    riverside.do(lambda unit: unit.expected.set(riverside.workshop.id, {}))
    rows = group_rows(people, Wording("en"))
    assert people.expected == 60
    assert {row[2] for row in rows if not row[2].isdigit()} == {"see question 1"}
    assert {one.counted for one in people.groups} >= {None}
    assert "fewer than 5" not in " ".join(people.came)
    assert "see question 1 (12 expected)" in people.came[0]


def test_each_reason_is_given_once(riverside: Room) -> None:
    """What is withheld for one reason stands behind it together."""
    report = report_of(riverside)
    twice = replace(report, withheld=(Withheld("a", "A", "why"), Withheld("", "", "other"), Withheld("b", "B", "why")))
    assert withheld_lines(twice) == (("why", ("A", "B")), ("other", ("",)))


def test_a_few_quotes_stand_for_a_theme(riverside: Room) -> None:
    """At most three of a theme and two of what is in none; that the others are in the export is said."""
    groups = [group for item in report_of(riverside).items for group in item.groups if group.label]
    assert max(len(group.quotes) for group in groups if group.label == "Other") == 2
    assert all(len(group.quotes) <= 3 for group in groups)


def test_the_document_has_headings_and_says_its_pictures(riverside: Room) -> None:
    """Heading styles, the words of each picture, a table that repeats its head, no author, and no time but the day."""
    report = report_of(riverside, "nl")
    file = to_docx(report)
    document = Document(io.BytesIO(file))
    levels = [p.style.name for p in document.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    assert levels[0] == "Heading 1"
    assert set(levels) == {"Heading 1", "Heading 2", "Heading 3"}
    pictures = document.element.findall(".//{*}inline/{*}docPr")
    assert len(pictures) == sum(item.drawn is not None for item in report.items)
    assert all(len(one.get("descr")) > 40 for one in pictures)
    assert len(document.element.findall(".//{*}tblHeader")) == len(document.tables) == 3
    written = [paragraph.text for paragraph in document.paragraphs]
    said = [f"{in_sentence(one.text)}  [{one.source}]" for one in report.sentences()]
    assert [text for text in written if text in said] == said, (
        "each sentence of the pages once, in their order, with its numbers"
    )
    captions = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Caption"]
    assert captions == [item.base for item in report.items if item.drawn is not None]
    assert document.styles.element.find(".//{*}style/{*}rPr/{*}lang").get(qn("w:val")) == "nl"
    assert document.sections[0].footer._element.find(".//{*}fldSimple").get(qn("w:instr")) == "PAGE"
    assert (document.core_properties.author, document.core_properties.language) == ("", "nl")
    with zipfile.ZipFile(io.BytesIO(file)) as files:
        assert {entry.date_time for entry in files.infolist()} == {(2026, 3, 4, 0, 0, 0)}


def test_what_is_passed_on(riverside: Room) -> None:
    """A picture that fits a phone, and three sentences below it: who was asked, and what stands out."""
    report = report_of(riverside)
    png = picture(report)
    assert png is not None
    assert png_size(png)[0] == 1080
    told = [" ".join(str(part) for part in vars(row).values()) for row in lines(report)]
    assert sum("The largest theme is" in row or "The themes " in row for row in told) == 1, "what they wrote about"
    three = three_sentences(report)
    assert (
        three[0] == "Riverside Council asked in “Riverside Park” (2 March 2026 to 4 March 2026). 24 people took part."
    )
    assert three[1].startswith("Most of one mind on “")
    assert three[2].startswith("Opinions differ most on “")
    assert len("\n\n".join(three)) < 1024
    assert about(report, Wording("en"))[-1] == "24 people took part · 24 of 24 counted."
    fewer = replace(report, people=replace(report.people, joined=25))
    assert about(fewer, Wording("en"))[-1] == "25 people took part, 24 handed in answers. 24 of 24 counted."
    assert "Answers that are not quoted" in {one.name for one in report.withheld}, "fewer are quoted than were written"


@on_sqlite
@pytest.mark.parametrize("people", [0, 3])
def test_too_few(db: Database, people: int) -> None:
    """Nobody, or too few: no number of an answer, every question with the reason, and the files all the same."""
    report = report_of(held(db, people=people, beside=False))
    assert list(report.sentences()) == []
    assert [one.name for one in report.withheld][:7] == [f"Question {i.number}: {i.heading}" for i in report.items]
    assert {one.why for one in report.withheld[:7]} == {"Fewer than 5 people answered, so nothing is shown."}
    assert picture(report) is None
    assert three_sentences(report)[1] == "Too few people answered for anything to be shown."
    assert to_pdf(report).startswith(b"%PDF")
    assert to_docx(report).startswith(b"PK")


@on_sqlite
def test_words_from_the_right_and_words_as_markup(db: Database) -> None:
    """Numbers behind Arabic labels stay behind them, what looks like markup is a text, and the files are still valid."""
    labels = ("القطاع العام", "#let x = 1", "*bold* & <b>", "{braces} \\ “quoted”")
    options = tuple(Option(id=f"o{at}", label=label) for at, label in enumerate(labels))
    flow = Flow(id="f", title="F", language="ar", questions=(SingleQuestion(id="q", text="أي قطاع؟", options=options),))
    report = report_of(held(db, flow, 12, title="ورشة #1 *النهر*", beside=False))
    assert report.language == "en"
    pages, document = to_pdf(report), Document(io.BytesIO(to_docx(report)))
    assert b"/S/Figure" in pages
    written = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "“\u2068القطاع العام\u2069”" in written, "each mark is on its side, and no number before the words"
    assert any(paragraph._p.findall(".//{*}bidi") for paragraph in document.paragraphs)


@on_sqlite
def test_long_options_stay_on_the_page(db: Database) -> None:
    """A picture that is taller than a page is made smaller, and what a short name stands for is said in full below it."""
    wording = (
        "A path between the two bridges, lit until eleven in the evening and kept free of ice all through the winter, "
    )
    options = tuple(
        Option(id=f"o{at}", label=f"{wording}{at}", short=f"Path {at}" if at < 2 else "") for at in range(12)
    )
    flow = Flow(id="f", title="F", questions=(RankingQuestion(id="q", text="In which order?", options=options, top=3),))
    report = report_of(held(db, flow, 12, beside=False))
    assert report.items[0].legend == (("Path 0", f"{wording}0"), ("Path 1", f"{wording}1"))
    pages = to_pdf(report).decode("latin-1")
    (box,) = re.findall(r"/S/Figure.*?/BBox ?\[([^]]*)\]", pages, re.DOTALL)
    left, bottom, right, top = map(float, box.split())
    assert 0 < left < right < 595
    assert 60 < bottom < top < 842


def test_the_document_opens_again_as_it_was_written(riverside: Room, tmp_path: Path) -> None:
    """Somebody edits it: what the library reads and writes is still all there."""
    path = tmp_path / "report.docx"
    path.write_bytes(to_docx(report_of(riverside)))
    again = Document(str(path))
    again.add_paragraph("We take up the lights first.")
    again.save(str(path))
    assert "At a glance" in [paragraph.text for paragraph in Document(str(path)).paragraphs]
