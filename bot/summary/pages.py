"""The summary, one question at a time: picture, position, one line in words and what can be done; must not know chats or how it travels.

Each page is read anew, so a tap on an old page shows what is counted now. It is always a picture, since Telegram turns no picture
into words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Self

from bot.messages import Key, Keyboard, Message, key
from bot.polls import pages as polls_pages
from bot.results.charting.press import png_size
from bot.results.charts import Rounds, Together, chart
from bot.results.findings import LONGEST, QUOTES, Finding, chart_words, full_name
from bot.results.headlines import base_of, headline
from bot.results.panel_ranking import cut
from bot.results.pictures import Results, drawn
from bot.results.proposals import proposals_about
from bot.results.themes import themes_said
from bot.summary.afterwards import TEXT, TURN, ticket_key
from bot.summary.overview import EVERYTHING, picture_of, withheld_picture
from bot.telegram.render import parts
from bot.wording import Wording
from flows.counting.summary import Summary
from storage.database import Unit
from storage.values import Phase

MOST_ROWS = 14
"""Options in one picture of a page: more of them run off the screen; "All as text" has them all."""

_THEMES, _THEME_QUOTE = 4, 40
"""Themes below one picture, each with so many characters of a quote: Telegram takes 1,024 in all."""

_PHOTO = 2400
"""Pixels up to which a chat shows a photo sharply; what is higher goes as a file."""


@dataclass(frozen=True)
class Pages:
    """What may be shown of a workshop, and which results stand on its wall."""

    results: Results
    on_screen: frozenset[str]

    @classmethod
    def read(cls, unit: Unit, workshop_id: str, words: Wording) -> Self:
        """All questions, in one transaction."""
        revealed = unit.stage.get(workshop_id).revealed
        return cls(Results.read(unit, workshop_id, words), frozenset(revealed))

    @property
    def found(self) -> Sequence[Finding]:
        """The questions in the order of the pages."""
        return self.results.found

    @property
    def all(self) -> Sequence[Page]:
        """Every page: the questions, then what is seen together."""
        return (*self.results.found, *self.results.together)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is counted."""
        return all(found.summary is None for found in self.found)

    def place_of(self, question_id: str) -> int:
        """Where a page stands, the first where it is gone or not named."""
        places = {_id(one): at for at, one in enumerate(self.all)}
        return places.get(question_id, 0)


Page = Finding | Together
"""What one page is about: a question, or several on one scale."""


def _id(one: Page) -> str:
    return one.id if isinstance(one, Together) else one.question.id


def page(pages: Pages, question_id: str, words: Wording, picture: bytes | str | None = None) -> Message:
    """The page of a question for those who steer, the first where it is gone or not named; words where nothing is counted.

    `picture`: where it is drawn already.
    """
    if pages.is_empty:
        return nothing(pages, words)
    at = pages.place_of(question_id)
    found = pages.all[at]
    shown = picture or picture_of_page(pages, question_id, words)
    return Message(_caption(pages, at, words), (*_turning(pages, at, words), *_moves(pages, found, words)), shown)


def page_for_everybody(pages: Pages, question_id: str, words: Wording, picture: bytes | str) -> Message:
    """The same for those who took part: nothing to do about it but to turn it, and to have it in words."""
    workshop, at, all_ = pages.results.workshop, pages.place_of(question_id), len(pages.all)
    rows: list[tuple[Key, ...]] = [(ticket_key(workshop, words.t("All as text"), TEXT),)]
    if (among := _together_with(pages, pages.all[at])) is not None:
        rows.insert(0, (ticket_key(workshop, "📊 " + among_others(among, words), TURN, pages.place_of(among.id)),))
    if all_ > 1:
        back = ticket_key(workshop, "← " + words.t("Back"), TURN, (at - 1) % all_)
        rows.insert(0, (back, ticket_key(workshop, words.t("Next") + " →", TURN, (at + 1) % all_)))
    return Message(_caption(pages, at, words), tuple(rows), picture)


def picture_of_page(pages: Pages, question_id: str, words: Wording) -> bytes:
    """What the page of a question shows."""
    return _picture(pages.results, pages.all[pages.place_of(question_id)], words)


def everything(pages: Pages, words: Wording) -> Message:
    """All questions in one picture, a line each: as a photo, or as a file where a chat would show it too small."""
    picture = picture_of(pages.results, words, tall=EVERYTHING)
    if picture is None:
        return nothing(pages, words)
    if png_size(picture)[1] <= _PHOTO:
        return Message("", photo=picture)
    return Message("", document=(f"{pages.results.workshop.code}.png", picture))


def in_words(pages: Pages, said: str) -> tuple[Message, ...]:
    """All questions in words, as few messages as it takes."""
    text = f"{said}\n\n{pages.results.beside}" if pages.results.beside else said
    return tuple(Message(one) for one in parts(text))


def nothing(pages: Pages, words: Wording) -> Message:
    """What is missing, once for all questions that miss the same."""
    workshop, t = pages.results.workshop, words.t
    notes = list(dict.fromkeys(found.note for found in pages.found if found.note))[:3]
    lines = [f"<b>{escape(workshop.title)}</b>", t("Nothing is counted yet.")]
    for note in notes:
        names = ", ".join(full_name(found, words) for found in pages.found if found.note == note)
        lines += [escape(cut(names, LONGEST // 2)) + f": <i>{escape(note)}</i>" if len(notes) > 1 else escape(note)]
    again = key(workshop.code, t("Look again"), "sumat", pages.found[0].question.id) if pages.found else None
    keys = ((again,),) if again is not None and workshop.phase is not Phase.CLOSED else ()
    return Message("\n".join(lines), keys)


def _caption(pages: Pages, at: int, words: Wording) -> str:
    found = pages.all[at]
    place = words.t("{number} of {all}", number=at + 1, all=len(pages.all))
    title = escape(pages.results.workshop.title)
    if isinstance(found, Together):
        return f"{title}\n<b>{place}</b> · {escape(cut(found.title, 200))}\n<i>{escape(found.note)}</i>"
    head = f"{title}\n<b>{place}</b> · {escape(cut(full_name(found, words), 200))}"
    if found.summary is None:
        return f"{head}\n<i>{escape(found.note)}</i>"
    lines = [head, escape(cut(headline(found.summary, words), 300))]
    lines += [escape(cut(found.groups, 250))] if found.groups else []
    if found.themes.themes:
        lines += themes_said(found.themes, words, most=_THEMES, longest=_THEME_QUOTE)
    else:
        lines += [f"“{escape(cut(text, LONGEST // 2))}”" for text in found.texts[:QUOTES]]
    about = (base_of(found.summary, found.room, words), found.note.rstrip("."), found.reading.rstrip("."))
    return "\n".join([*lines, f"<i>{escape('. '.join(one for one in about if one))}.</i>"])


def _picture(results: Results, found: Page, words: Wording) -> bytes:
    if isinstance(found, Together):
        return chart(found, chart_words(words, results.workshop.title, results.note), format="png")
    if found.summary is None:
        return withheld_picture(results, found, words)
    left = len(found.summary.rows) - MOST_ROWS
    note = words.n("and {count} more: All as text", "and {count} more: All as text", left) if left > 0 else ""
    return chart(_cut_rows(drawn(found, words)), chart_words(words, results.workshop.title, note), format="png")


def _cut_rows(what: Summary | Rounds) -> Summary | Rounds:
    if isinstance(what, Summary):
        return replace(what, rows=what.rows[:MOST_ROWS])
    now = replace(what.now, rows=what.now.rows[:MOST_ROWS])
    kept = {row.option for row in now.rows}
    return replace(what, now=now, first=replace(what.first, rows=tuple(r for r in what.first.rows if r.option in kept)))


def among_others(one: Together, words: Wording) -> str:
    """What the button says that leads to a battery."""
    return words.n("The {count} in one picture", "The {count} in one picture", len(one.items))


def _turning(pages: Pages, at: int, words: Wording) -> Keyboard:
    """Both are always there, round and round: a thumb that taps on never meets the other one."""
    if len(pages.all) == 1:
        return ()
    code, ids = pages.results.workshop.code, [_id(one) for one in pages.all]
    back = key(code, "← " + words.t("Back"), "sumat", ids[at - 1])
    following = key(code, words.t("Next") + " →", "sumat", ids[(at + 1) % len(ids)])
    return ((back, following),)


def _together_with(pages: Pages, found: Page) -> Together | None:
    """The page on which a question stands among others."""
    name = _id(found)
    return next((one for one in pages.results.together if name in {i.summary.question_id for i in one.items}), None)


def _moves(pages: Pages, found: Page, words: Wording) -> Keyboard:
    """Two or three moves where there is a result, and all of it at once for who wants that."""
    workshop, t = pages.results.workshop, words.t
    code, name, is_led = workshop.code, _id(found), workshop.phase is not Phase.CLOSED
    rows: list[tuple[Key, ...]] = []
    if (among := _together_with(pages, found)) is not None:
        rows.append((key(code, "📊 " + among_others(among, words), "sumat", among.id),))
    if isinstance(found, Together):
        on_wall = {name, *(item.summary.question_id for item in found.items)} <= pages.on_screen
        rows += [(_screen_key(pages, name, words, is_on=on_wall),)] if is_led else []
    elif is_led and found.summary is not None and found.summary.answered:
        rows += [  # side by side a phone cuts the second one off
            (key(code, t("Send to everyone …"), "bresult", name),),
            (_screen_key(pages, name, words, is_on=name in pages.on_screen),),
        ]
        rows += [(one,) for one in _asking(pages, found, words)]
    rows.append((key(code, t("All as one picture"), "sumall"), key(code, t("All as text"), "sumtext")))
    return tuple(rows)


def _screen_key(pages: Pages, name: str, words: Wording, *, is_on: bool) -> Key:
    screen = words.t("Take it off the screen") if is_on else words.t("Show on the screen")
    return key(pages.results.workshop.code, "🖥 " + screen, "bscreen", name)


def _asking(pages: Pages, found: Finding, words: Wording) -> tuple[Key, ...]:
    """A poll about a question of the flow; a poll once more."""
    workshop = pages.results.workshop
    places = {question.id: at for at, question in enumerate(workshop.flow.questions)}
    if not proposals_about(found.question):
        return ()
    if found.question.id in places:
        label = "🗳 " + words.t("Ask as a poll …")
        return (key(workshop.code, label, "prop", places[found.question.id]),)
    is_free = polls_pages.may_again(workshop, found.question.id)
    return (polls_pages.again_key(workshop, found.question.id, words),) if is_free else ()
