"""What nobody can even ask for: the attacks of the anonymity rules, 2, that are ruled out by what is not there."""

from __future__ import annotations

import ast
import inspect
import random
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
from starlette.routing import Route

from bot import logs, messages
from bot.buttons import Button, Scope
from bot.facilitator.exporting import export_of
from bot.front.tables import ERRANDS, VERBS
from bot.participant.consent import card, page
from bot.telegram.intake import ALLOWED_UPDATES
from bot.telegram.render import polling
from bot.telegram.serving import make_app
from bot.wording import Wording
from flows.counting.release import STANDARD
from flows.definition.flow import Flow
from flows.dialogue.answers import Answer, Chosen, Picked, Written
from flows.dialogue.standing import Dialogue, dialogue_to_json
from storage.answers import panel as answers_panel
from storage.answers import texts as answers_texts
from storage.answers import themes as answers_themes
from storage.answers.taking import Answers
from storage.closing.ending import close_workshop
from storage.database import Database
from storage.keys.stores import MemoryKeys
from storage.mailing import Mailing
from storage.sendouts import Sendouts
from storage.staff.records import Poll
from storage.staff.rights import Staff
from storage.values import Actor, Ballot, ChatState, Phase
from tests.support.examples.examples import EXAMPLES
from tests.support.examples.looks import asked, buttons, plain, workshop
from tests.support.shared import ROOT
from tests.support.storage_case import FLOW, LAST_DAY, leftovers

NUMBERS = (
    "bot.cockpit.boards", "bot.closing.ending", "bot.facilitator.exporting", "bot.facilitator.workshops",
    "bot.closing.following_up", "bot.results.panel_ranking", "bot.facilitator.pages", "bot.results.pictures",
    "bot.polls.result", "bot.results.findings", "storage.answers.taking", "storage.export.books",
    "storage.answers.counting", "storage.export.building",
    "bot.report.gathering", "bot.report.handing", "bot.report.sentences",
)  # fmt: skip
"""Every module that a figure passes on its way from the counters to somebody's eyes."""

NARROWS = re.compile(
    r"(segment|group_by|filter|where|audience|subset|criteri|predicate|condition|only|except|exclu|include_|"
    r"since|until|before|after|between|first|last|newest|sector|role_of|user_ids|people|persons|participants)"
)
"""How a parameter would be called that lets somebody ask for a part of the room, or for a span of time."""

FINISHED = {("build_export", "segments")}
"""Tables by group as they were made at the close, all of them: nothing is chosen by handing them in."""


def functions(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function and method that a module offers to others."""
    here = {name: thing for name, thing in vars(module).items() if getattr(thing, "__module__", "") == module.__name__}
    for name, thing in here.items():
        found = {name: thing, **({f"{name}.{n}": f for n, f in vars(thing).items()} if inspect.isclass(thing) else {})}
        yield from ((n, f) for n, f in found.items() if inspect.isfunction(f) and "._" not in n and n[0] != "_")


def parameters(function: Callable[..., Any]) -> list[str]:
    """What can be asked of it."""
    return [name for name in inspect.signature(function).parameters if name != "self"]


def calls_of(name: str, *folders: str) -> list[str]:
    """Files in which a method of this name is called, `folder/file.py`."""
    found = []
    for path in (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))):
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        calls = [n for n in tree if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
        if any(isinstance(call.func, ast.Attribute) and call.func.attr == name for call in calls):
            found.append(path.relative_to(ROOT).as_posix())
    return found


@pytest.mark.parametrize("module", NUMBERS)
def test_no_filter_parameters(module: str) -> None:
    """A8: nothing that yields figures can be asked for a part of the room or a span of time: there is no such parameter."""
    asked_for = [(name, p) for name, function in functions(import_module(module)) for p in parameters(function)]
    assert asked_for
    assert [pair for pair in asked_for if NARROWS.match(pair[1]) and pair not in FINISHED] == []


def test_what_asks_for_figures_names_a_workshop_and_a_chat() -> None:
    """A8: the orders for a summary and an export carry no more than whose, where to, in which form and in whose words."""
    assert [f.name for f in fields(messages.DrawSummary)] == ["workshop_id", "chat_id", "language", "form"]
    page = ["workshop_id", "chat_id", "language", "question_id", "message_id", "for_everybody"]
    assert [f.name for f in fields(messages.DrawPage)] == page
    assert [f.name for f in fields(messages.DrawResult)] == ["workshop_id", "chat_id", "language", "question_id"]
    export = ["workshop_id", "chat_id", "language", "format", "by", "written_in"]
    assert [f.name for f in fields(messages.MakeExport)] == export
    report = [
        "workshop_id",
        "chat_id",
        "language",
        "written_in",
        "by",
        "beside",
        "sent",
    ]  # how many files of it have come
    assert [f.name for f in fields(messages.MakeReport)] == report
    of_all: tuple[Callable[..., Any], ...] = (Answers.releases, Answers.finals, Answers.segments, Answers.tags)
    assert [parameters(figures) for figures in of_all] == [["workshop_id"]] * 4
    assert parameters(Answers.latest) == ["workshop_id", "question_id"]
    assert parameters(answers_texts.Texts.quotable) == ["workshop_id"]


def test_poll_has_no_audience_argument() -> None:
    """A13: from the button to the database nothing says whom a poll goes to: everybody who joined, or the group."""
    assert [f.name for f in fields(messages.SendPoll)] == [
        "chat_id", "workshop_id", "question", "options", "asked_in", "by", "left",
    ]  # fmt: skip
    assert {f.name for f in fields(Ballot)} == {"id", "workshop_id", "seq", "kind", "question", "state", "of"}
    assert [f.name for f in fields(messages.StartSendout)] == ["sendout_id"]
    assert not {f.name for f in fields(Poll)} & {"audience", "recipients", "users", "roster"}
    assert parameters(Staff.add_poll) == ["poll"]
    assert parameters(polling) == ["chat_id", "question", "options"]
    assert parameters(Sendouts.start) == ["workshop_id", "kind", "body", "asked_in", "total"]
    assert calls_of("everyone", "bot") == ["bot/sendouts/claims.py"], (
        "who was sent it and may not have it: to be shown it again"
    )
    assert "ROSTER.c.workshop_id == sendout.workshop_id" in inspect.getsource(Sendouts.claim), "the whole roster"


def test_no_list_of_people_can_be_read() -> None:
    """Where people are reached after the close is given out to the send-out that claims them, and to everybody about themselves."""
    public = {name: method for name, method in vars(Mailing).items() if inspect.isfunction(method) and name[0] != "_"}
    telling = {name for name, method in public.items() if "Addressee" in str(method.__annotations__["return"])}
    assert telling == {"those", "own"}
    assert (parameters(Mailing.those), parameters(Mailing.own)) == (["sendout", "tokens"], ["user_id"])
    assert parameters(Mailing.size) == ["workshop_id", "purpose"]
    sources = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "bot").rglob("*.py"))}
    assert [name for name, source in sources.items() if "mailing.those" in source] == ["following_up.py"]
    assert [name for name, source in sources.items() if "mailing.own" in source] == [
        "lobby.py",
        "news.py",
        "afterwards.py",
        "my_data.py",
    ]
    told = [
        path for path in sorted((ROOT / "storage").rglob("*.py")) if "MAILING.c" in path.read_text(encoding="utf-8")
    ]
    assert [path.name for path in told] == ["evidence.py", "mailing.py"]
    assert "MAILING.c.blob" not in (ROOT / "storage/audit/evidence.py").read_text(encoding="utf-8")


def test_no_native_non_anonymous_poll() -> None:
    """A25: there is one maker of polls; it makes them anonymous with hidden results; votes of persons are not even received."""
    call = polling(1, "Which?", ("Yes", "No"))
    assert call.args["is_anonymous"] is True
    assert call.args["api_kwargs"] == {"hide_results_until_closes": True}
    makers = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "bot").rglob("*.py"))
        if "rehearsal" not in path.parts and re.search(r"send_poll\b|sendPoll\b", path.read_text(encoding="utf-8"))
    ]
    assert makers == ["bot/telegram/render.py"]
    assert not {"poll_answer", "poll"} & set(ALLOWED_UPDATES)


def test_moderation_reads_only_counted() -> None:
    """A24: words are read from released texts, questions to the panel too; what waits is read for its author alone."""
    readers = [p.name for p in sorted((ROOT / "bot").rglob("*.py")) if "quotable(" in p.read_text(encoding="utf-8")]
    assert readers == ["exporting.py", "answers.py", "findings.py", "unread.py", "written.py"], "what is approved"
    whole = [p.name for p in sorted((ROOT / "bot").rglob("*.py")) if "texts.of(" in p.read_text(encoding="utf-8")]
    assert whole == ["exporting.py", "answers.py", "sample.py", "findings.py", "written.py", "transparency.py"], (
        "the desk, what counts texts or picks approved ones, and who reads them at a rehearsal"
    )
    others = {"bot/telegram/courier.py", "bot/telegram/schedule.py"}  # there it is messages that wait
    assert set(calls_of("waiting", "bot")) - others == {
        "bot/front/given.py", "bot/panel/place.py", "bot/panel/dialogue.py", "bot/polls/voting.py", "bot/polls/offering.py",
        "bot/polls/sheets.py",
    }  # fmt: skip
    for module in (answers_panel, answers_texts, answers_themes):
        assert [name for name in ("PENDING", "seal", "token") if name in inspect.getsource(module)] == []
    makers = [p.name for p in sorted((ROOT / "storage").rglob("*.py")) if "text_rows(" in p.read_text(encoding="utf-8")]
    assert makers == ["counting.py", "texts.py"], "a text at the desk is made by a count, and by nothing else"
    assert parameters(Answers.waiting) == ["workshop_id", "user_id"]


def test_metric_label_allowlist() -> None:
    """A30: no page shows figures about traffic, no library does; a log line can carry neither a question nor a person."""
    assert [route.path for route in make_app().routes if isinstance(route, Route)] == ["/health"]
    assert parameters(logs.log) == ["event", "handler", "duration", "error", "count"]
    assert not re.search(r"prometheus|statsd|opentelemetry|sentry", (ROOT / "pyproject.toml").read_text().casefold())
    words = {*get_args(logs.Event), *get_args(logs.Handler)}
    assert not [word for word in words if re.search(r"question|option|user|answer|person", word)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", ("Telegram", "do not write secrets and name nobody")),
        ("nl", ("Telegram", "geen geheimen", "noem geen namen")),
    ],
)
def test_consent_says_who_else_can_read(language: str, sentence: tuple[str, ...]) -> None:
    """A29: one tap from the consent card stands that Telegram carries the messages, and to write no secrets or names."""
    event = workshop(flow := Flow(id="f", title="The park", questions=EXAMPLES[:1]))
    assert Button(Scope.PARTICIPANT, event.code, "how") in buttons(card(asked(flow, Dialogue(), language), event))
    text = plain(page(Wording(language), event, 0).html)
    assert [words for words in sentence if words not in text] == []


def test_no_button_changes_what_was_agreed() -> None:
    """A14: no verb reopens, changes options, lowers k or throws out; the rule’s and the pace’s are refused from the opening on."""
    assert set(VERBS) == {
        "open", "pause", "close", "closeyes", "closeno", "sum", "sumat", "sumall", "sumtext", "sumgroup",
        "card", "board", "fold", "more", "lock", "unlock", "co",
        "poll", "prop", "pollq", "pollwhat", "pollend", "bagain", "bagainyes", "bsee", "bdraft",
        "bsend", "bgroup", "bword", "ask", "bshape", "bcancel", "bshow", "bpolls",
        "bclose",
        "bcloseyes", "bresult", "bresultgo", "bscreen", "bpost", "export", "exp", "rule", "rules", "news", "newsgo", "newsno",
        "delsure", "delyes", "delno",
        "announce", "annsend", "annedit", "anncancel", "stopsend", "lastcall",
        "pace", "paces", "agenda", "agback", "agsec", "agq", "agown", "agone", "agask", "agnext", "agover", "aghold", "aggo", "agmore",
        "agend", "agtimer", "agshow", "aghide", "panel", "desk", "theme", "themepoll",
        "screen", "screenlink", "screennew", "screenyes", "screenpair", "screenset",
        "group", "ungroup", "staff", "unstaff", "uninvite", "lend", "nolend",
        "try", "tryend", "zone", "expect", "report",
    }  # fmt: skip
    assert set(ERRANDS) == {
        "flow", "flows", "flowpage", "flowuse", "flowsee", "flowfile", "flowown", "flowkeep", "flowgone", "flowback",
        "staffall", "dismiss", "recall", "leave", "stay", "cmp",
    }  # fmt: skip


def test_mydata_knows_every_part_of_a_dialogue() -> None:
    """What is sealed about where somebody stands is what /mydata tells; whoever adds to it adds a line in bot/trust/my_data.py."""
    assert set(dialogue_to_json(Dialogue())) == {
        "state",
        "answers",
        "draft",
        "resume",
        "changing",
        "sent",
        "use",
        "proposal",
        "keeps",
        "card",
        "again",
        "seen",
        "turned",
        "leaf",
    }
    assert {f.name for f in fields(ChatState)} == {
        "chat_id", "language", "message_id", "rev", "shown", "focus", "news", "table", "seats", "chosen",
    }  # fmt: skip


class SameKey(MemoryKeys):
    """Gives every workshop the same key, so that two of them can be compared byte by byte."""

    def create(self, workshop_id: str) -> bytes:
        """See KeyStore."""
        self._keys[workshop_id] = bytes(range(32))
        return self._keys[workshop_id]


PEOPLE = tuple(range(7_700_000_001, 7_700_000_013))


def room_of(answers: Sequence[dict[str, Answer]], folder: Path) -> dict[str, bytes]:
    """The exports of a workshop where these people answered this, in an order drawn anew."""
    db = Database.open(f"sqlite:///{folder / 'room.db'}", SameKey(), random.Random(7))
    try:
        new = db.run(
            lambda u: u.workshops.create("Park", FLOW, STANDARD, "PARK7Q", LAST_DAY, "Council", "c@example.org")
        ).result()
        db.run(lambda u: u.workshops.set_phase(new.id, Phase.OPEN, LAST_DAY)).result()
        for place in secrets.SystemRandom().sample(range(len(PEOPLE)), len(PEOPLE)):
            who, given = PEOPLE[place], answers[place]
            db.run(lambda u, w=who: u.people.join(new.id, w, ChatState(w), None)).result()  # type: ignore[misc]
            db.run(lambda u, w=who, g=given: u.answers.put_all(new.id, w, g)).result()  # type: ignore[misc]
        close_workshop(db, new.id, LAST_DAY, leftovers)
        made: dict[str, bytes] = {}
        for form in ("pack", "xlsx", "csv", "csv-excel", "json"):
            made[form] = export_of(db, new.id, form, Actor.ORGANISER, date(2026, 3, 4))[1]
        return made
    finally:
        db.close()


def one(number: int) -> dict[str, Answer]:
    """What somebody says to the questions that all are asked."""
    ticks = ("yes",) if number % 3 else ("no-not-at-all", "time")
    return {"worth": Chosen("yes"), "what": Picked(ticks), "say": Written(f"opinion {number}")}


def test_export_no_cross_question_link(tmp_path: Path) -> None:
    """A20: shuffle who gave which answer, question by question: the export is the same to the last byte in every form."""
    said = [one(number) for number in range(len(PEOPLE))]
    columns = {question: [answers[question] for answers in said] for question in said[0]}
    for values in columns.values():
        secrets.SystemRandom().shuffle(values)
    permuted = [{question: values[n] for question, values in columns.items()} for n in range(len(PEOPLE))]
    assert permuted != said
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    before, after = room_of(said, first), room_of(permuted, second)
    assert {form: len(content) > 500 for form, content in before.items()} == dict.fromkeys(before, True)
    assert before == after
