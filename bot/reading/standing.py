"""How the themes of a question stand at the desk, and the pages that show it as it changes; must not know what is done to them."""

from __future__ import annotations

from bot.desk import Desk
from bot.messages import Message, Op
from bot.reading.answers import ANSWERS
from bot.reading.engine import engine_for
from bot.reading.saying import People, Stands
from bot.reading.themes import VERB, ThemePages, sign
from bot.results.written import asked_as
from flows.definition.flow import Question
from flows.dialogue.answers import Use
from storage.answers.texts import Text
from storage.answers.themes import Theme
from storage.answers.told import in_order
from storage.closing.reading import told
from storage.database import Unit
from storage.values import Phase, SendoutState, Workshop


def pages(desk: Desk, workshop: Workshop) -> ThemePages:
    """In this person's language."""
    return ThemePages(workshop.code, desk.words, asks=workshop.phase is not Phase.CLOSED)


def approved(unit: Unit, workshop: Workshop, question_id: str) -> list[Text]:
    """The approved answers to a question in the order of their random ids: it is always the same."""
    return [text for text in ANSWERS.texts(unit, workshop) if text.shown and text.question_id == question_id]


def asked(unit: Unit, desk: Desk, workshop: Workshop) -> list[Question]:
    """The questions that have approved answers."""
    known = {text.question_id for text in ANSWERS.texts(unit, workshop) if text.shown}
    return [asked_as(workshop, q.id, desk.words) for q in workshop.everything.questions if q.id in known]


def find(unit: Unit, workshop: Workshop, handle: str) -> tuple[Theme, list[Text]] | None:
    """A theme that a button names, and the approved answers to its question."""
    theme = unit.themes.find(workshop.id, handle)
    return (theme, approved(unit, workshop, theme.question_id)) if theme is not None else None


def stands(unit: Unit, workshop: Workshop, question_id: str) -> Stands:
    """Everything, as those may see it who have read it."""
    texts = [text for text in ANSWERS.texts(unit, workshop) if text.question_id == question_id]
    everything = in_order(unit.themes.of(workshop.id, question_id), texts, 0)
    speakable = frozenset(theme.id for theme in unit.themes.speakable(workshop, question_id))
    mine, grouping = sum(text.shown for text in texts), unit.groupings.of(workshop.id, question_id)
    release = unit.answers.latest(workshop.id, question_id)
    is_over = release is not None and release.final
    quotable = [text.words for text in texts if text.shown and text.use is Use.QUOTE]
    people = _people(unit, workshop)
    k, engine = workshop.policy.k, engine_for(quotable)
    return Stands(everything.themes, speakable, everything.other, mine, grouping, k, is_over, people, engine)


def _people(unit: Unit, workshop: Workshop) -> People:
    if workshop.phase is not Phase.CLOSED:
        return People.IN_THE_ROOM
    return People.TO_BE_TOLD if told(unit, workshop.id) is SendoutState.DRAFT else People.WERE_TOLD


def home_page(unit: Unit, desk: Desk, workshop: Workshop, q: str = "") -> Message:
    """The themes of one question; of which, where several have approved answers; the desk, where none has."""
    known = asked(unit, desk, workshop)
    wanted = [question for question in known if sign(question.id) == q] or known
    if not known:
        return ANSWERS.home(unit, desk, workshop)
    if len(wanted) > 1:
        return pages(desk, workshop).questions(wanted)
    return pages(desk, workshop).themes(wanted[0], stands(unit, workshop, wanted[0].id))


def theme_page(unit: Unit, desk: Desk, workshop: Workshop, handle: str, page: int = 0) -> Message:
    """One theme; all of them where it is gone."""
    found = find(unit, workshop, handle)
    if found is None:
        return home_page(unit, desk, workshop)
    now = stands(unit, workshop, found[0].question_id)
    mine = next(one for one in now.themes if one.theme.id == found[0].id)
    return pages(desk, workshop).theme(mine, found[1], now, page)


def live(unit: Unit, desk: Desk, workshop: Workshop, about: tuple[str, ...]) -> Message | None:
    """A page that is drawn anew on the board whenever something changes: all themes, or one; None once there is nothing to sort.

    A list to pick from is none of them: its numbers would change below a thumb.
    """
    what, handle, page = (*about, "", "", "")[:3]
    if not asked(unit, desk, workshop):
        return None
    if what != "open":
        return home_page(unit, desk, workshop, handle)
    return theme_page(unit, desk, workshop, handle, int(page) if page.isdecimal() else 0)


def to_home(unit: Unit, desk: Desk, workshop: Workshop, q: str = "", told: str = "") -> tuple[Op, ...]:
    """Turn to the themes of a question."""
    return desk.turn(home_page(unit, desk, workshop, q), told, VERB, "home", q)


def to_theme(
    unit: Unit, desk: Desk, workshop: Workshop, handle: str, page: int = 0, *, typed: bool = False
) -> tuple[Op, ...]:
    """Turn to one theme. `typed`: below somebody's own words."""
    if typed:
        return desk.reply(theme_page(unit, desk, workshop, handle, page), VERB, "open", handle, page)
    return desk.turn(theme_page(unit, desk, workshop, handle, page), "", VERB, "open", handle, page)
