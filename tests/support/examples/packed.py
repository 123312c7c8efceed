"""Workshops whose files are looked at, held once a process, and what unpacks a pack; must not hold assertions."""

from __future__ import annotations

import atexit
import io
import random
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from bot.facilitator.exporting import export_of
from flows.definition.flow import (
    AllocationQuestion,
    Condition,
    Flow,
    Level,
    MultiQuestion,
    Option,
    RankingQuestion,
    ScaleQuestion,
    Section,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
    Translation,
)
from storage.database import Database
from storage.keys.stores import FileKeys
from storage.values import Actor
from tests.support.examples.held import held
from tests.support.prepared import put_database
from tests.support.storage_case import LAST_DAY


def options(*labels: str) -> tuple[Option, ...]:
    """Options whose ids nobody would write."""
    return tuple(Option(id=f"zq-{number}", label=label) for number, label in enumerate(labels))


EAST = Option(id="zq-9", label="Renewal of the east side", short="East side")
ALL_TYPES = Flow(
    id="zq-flow",
    title="One of each",
    segment_by="zq-sector",
    sections=(Section(id="zq-a", title="You"), Section(id="zq-b", title="The park")),
    questions=(
        SingleQuestion(id="zq-sector", text="For whom are you here?", short="Sector", section="zq-a",
                       options=options("Council", "Residents", "Business")),
        ScaleQuestion(id="zq-worth", text="Is it worth it?", section="zq-b",
                      options=(*(Level(id=f"zq-l{n}", label=f"Level {n}", value=n) for n in range(1, 6)),
                               Level(id="zq-dk", label="Don't know", off_scale=True))),
        StanceQuestion(id="zq-trees", text="The old trees stay.", section="zq-b"),
        MultiQuestion(id="zq-what", text="What helps?", section="zq-b",
                      options=options("Light", "Benches", "=Trees", "Nothing"),
                      exclusive=("zq-3",)),
        RankingQuestion(id="zq-order", text="In which order?", section="zq-b", top=2, options=options("Paths", "Water", "Play")),
        AllocationQuestion(id="zq-points", text="Ten points?", section="zq-b", options=options("Now", "Soon", "Next year")),
        AllocationQuestion(id="zq-money", text="A hundred euros?", section="zq-b", total=100, options=(EAST, *options("West"))),
        TextQuestion(id="zq-say", text="What else?", section="zq-b"),
        SingleQuestion(id="zq-why", text="Why not?", options=options("Cost", "Time"),
                       shown_if=Condition(question="zq-trees", any_of=("disagree",))),
    ),
    translations={"nl": Translation(title="Van alles een", labels={"Council": "Gemeente"})},
)  # fmt: skip
"""Every type, with ids that occur in no words: where one is found in a file for readers, it was put there."""


THIRTY = Flow(
    id="long",
    title="Long",
    questions=tuple(
        SingleQuestion(id=f"zq{n}", text=f"Question {n}: " + "and what of this? " * (n % 9),
                       options=options(*(f"{'A long answer to be chosen, ' * 2}{m}"[:64] for m in range(2 + n % 11))))
        for n in range(30)
    ),
)  # fmt: skip


ARABIC = Flow(
    id="ar",
    title="حديقة",
    language="ar",
    questions=(
        SingleQuestion(id="q", text="ما الذي يساعد؟", options=options("ضوء", "مقاعد")),
        AllocationQuestion(id="p", text="عشر نقاط؟", options=options("الآن", "لاحقا")),
        TextQuestion(id="t", text="وماذا أيضا؟"),
    ),
)


FLOWS = {"all types": ALL_TYPES, "thirty": THIRTY, "arabic": ARABIC}


@lru_cache(maxsize=8)
def closed(name: str = "all types", people: int = 30) -> tuple[Path, str]:
    """The folder of a database in which such a workshop is closed, and the workshop's id."""
    folder = Path(tempfile.mkdtemp(prefix="pack-"))
    put_database(folder / "room.db")
    (folder / "keys").mkdir(mode=0o700)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    themed = {"zq-say": ("Green", "People")} if name == "all types" and people >= 20 else {}
    with_database = opened(folder)
    try:
        room = held(with_database, FLOWS[name], people, themes=themed, title="Riverside & Park <1>")
    finally:
        with_database.close()
    return folder, room.workshop.id


def opened(folder: Path) -> Database:
    """The database of a folder that `closed` made."""
    return Database.open(f"sqlite:///{folder / 'room.db'}", FileKeys(folder / "keys"), random.SystemRandom())


def exported(format: str, language: str = "", held_as: Callable[[], tuple[Path, str]] = closed) -> bytes:
    """The file of a closed workshop."""
    folder, workshop_id = held_as()
    return _exported(folder, workshop_id, format, language)


@lru_cache(maxsize=32)
def _exported(folder: Path, workshop_id: str, format: str, language: str) -> bytes:
    database = opened(folder)
    try:
        return export_of(database, workshop_id, format, Actor.ORGANISER, LAST_DAY, language)[1]  # type: ignore[arg-type]
    finally:
        database.close()


def unpacked(pack: bytes, folder: Path) -> Path:
    """The folder with all of the pack in it."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        archive.extractall(folder)
    return folder
