"""Sorting approved answers into themes at the desk, by several who do so at once; must not know authors, or how a poll is made.

Whatever a button or a typed number means is looked up again: what a colleague has changed meanwhile is said, and nothing is done.
Long: all that can be done with a theme hangs on the same few look-ups, and is to be read beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.buttons import Button
from bot.commands import word
from bot.desk import Desk
from bot.messages import Message, Op, RefreshBoards
from bot.reading.answers import ANSWERS
from bot.reading.judging import headed, look_again
from bot.reading.proposing import anew, propose, rest, split, undo
from bot.reading.standing import approved, asked, find, home_page, pages, stands, to_home, to_theme
from bot.reading.themes import PAGE, VERB, folded, numbers_in, sign, stamp
from flows.definition.letters import one_line
from flows.dialogue.answers import Use
from storage.answers.texts import Text
from storage.answers.themes import LABEL, MOST, Theme
from storage.database import Unit
from storage.values import Workshop

_Act = Callable[[Unit, Desk, Workshop, Button], tuple[Op, ...]]


def press(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """A button about themes."""
    unit.staff.set_asked(desk.sender.chat_id, None)
    act = _ACTS.get(word(button, 0), _home)
    return act(unit, desk, workshop, button)


def typed(unit: Unit, desk: Desk, workshop: Workshop, about: str, text: str) -> tuple[Op, ...]:
    """A name, or the numbers of answers."""
    unit.staff.set_asked(desk.sender.chat_id, None)
    what, _, rest = about.partition(":")
    reply = {"new": _named_new, "newfor": _named_for, "name": _renamed, "put": _numbered}.get(what)
    return reply(unit, desk, workshop, rest, text) if reply else _lost(unit, desk, workshop, typed=True)


# What there is


def _text(unit: Unit, workshop: Workshop, short: str) -> Text | None:
    return next((t for t in ANSWERS.texts(unit, workshop) if t.shown and t.short == short), None)


# Pages


def _home(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    return to_home(unit, desk, workshop, word(button, 1))


def _put_page(unit: Unit, desk: Desk, workshop: Workshop, theme: Theme, page: int, mode: str) -> Message:
    """The list, and from now on typed numbers are of that list."""
    listed, elsewhere = _listed(unit, workshop, theme, mode)
    desk.expect(unit, VERB, workshop, "put", theme.handle, stamp(listed, mode))
    return pages(desk, workshop).put(theme, listed, page, mode, elsewhere)


def _listed(unit: Unit, workshop: Workshop, theme: Theme, mode: str) -> tuple[list[Text], dict[str, Theme]]:
    """What can be picked: a tick changes nothing of it, so that a number stays the same answer's. Mode "a": of other themes too."""
    others = [one for one in unit.themes.of(workshop.id, theme.question_id) if one.id != theme.id]
    elsewhere = {text: one for one in others for text in one.texts}
    texts = approved(unit, workshop, theme.question_id)
    return [text for text in texts if mode == "a" or text.id not in elsewhere], elsewhere


def _open(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    found = find(unit, workshop, word(button, 1))
    if found is None:
        return _lost(unit, desk, workshop)
    return to_theme(unit, desk, workshop, found[0].handle, button.number(2))


def _put(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    found = find(unit, workshop, word(button, 1))
    if found is None:
        return _lost(unit, desk, workshop)
    return desk.turn(_put_page(unit, desk, workshop, found[0], button.number(2), word(button, 3)))


def _of_text(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    found, text = find(unit, workshop, word(button, 1)), _text(unit, workshop, word(button, 2))
    if found is None or text is None or text.id not in found[0].texts:
        return _lost(unit, desk, workshop)
    return desk.turn(pages(desk, workshop).text(found[0], text))


def _which(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    text = _text(unit, workshop, word(button, 1))
    if text is None:
        return _lost(unit, desk, workshop)
    return desk.turn(pages(desk, workshop).which(text, unit.themes.of(workshop.id, text.question_id)))


def _merge(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    found = find(unit, workshop, word(button, 1))
    others = stands(unit, workshop, found[0].question_id).themes if found else ()
    others = tuple(one for one in others if found and one.theme.id != found[0].id)
    if found is None or not others:
        return _lost(unit, desk, workshop)
    return desk.turn(pages(desk, workshop).merge(found[0], others))


def _delete(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    found = find(unit, workshop, word(button, 1))
    return desk.turn(pages(desk, workshop).delete(*found)) if found else _lost(unit, desk, workshop)


# What is done


def _set(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Tick one, or take the tick away."""
    found, text = find(unit, workshop, word(button, 1)), _text(unit, workshop, word(button, 2))
    do, _, place = word(button, 3).partition("-")
    page, _, mode = place.partition("-")
    if found is None:
        return _lost(unit, desk, workshop)
    told = "" if text is not None else look_again(desk)
    before = _listed(unit, workshop, found[0], "l")[1] if do == "on" else {}
    if text is not None:
        _sort(unit, found[0], [text], is_in=do == "on")
    theme = unit.themes.find(workshop.id, found[0].handle) or found[0]
    if text is not None and mode == "l" and text.id in before:
        told = desk.words.t("A colleague had put it into another theme. It is in this one now.")
    at = int(page) if page.isdecimal() else 0
    return (*desk.turn(_put_page(unit, desk, workshop, theme, at, mode), told), RefreshBoards(workshop.id))


def _sort(unit: Unit, theme: Theme, texts: Sequence[Text], *, is_in: bool) -> None:
    """Undone as one; nothing is remembered where nothing changes, as by a second tap."""
    mine = [text for text in texts if (text.id in theme.texts) != is_in]
    if mine:
        unit.groupings.remember(theme.workshop_id, theme.question_id)
    if mine and is_in:
        unit.themes.put(theme, mine)
    elif mine:
        unit.themes.take_out(mine)


def _numbered(unit: Unit, desk: Desk, workshop: Workshop, about: str, text: str) -> tuple[Op, ...]:
    """Typed numbers go in, all of them or none: of the list that was read, and of no other."""
    handle, _, seen = about.partition(":")
    found = find(unit, workshop, handle)
    if found is None:
        return _lost(unit, desk, workshop, typed=True)
    theme, t = found[0], desk.words.t
    lists = {mode: _listed(unit, workshop, theme, mode)[0] for mode in ("l", "a")}
    mode = next((mode for mode, listed in lists.items() if stamp(listed, mode) == seen), None)
    listed, numbers = lists[mode or "l"], numbers_in(text, desk.words)
    missing = next((n for n in numbers or () if not 1 <= n <= len(listed)), None)
    if mode is None:
        told = look_again(desk)
    elif numbers is None:
        return _searched(unit, desk, workshop, theme, listed, mode, text)
    elif missing is not None:
        told = t("There is no number {number} here. Nothing was changed.", number=missing)
    else:
        _sort(unit, theme, [listed[n - 1] for n in numbers], is_in=True)
        theme = unit.themes.find(workshop.id, handle) or theme
        page = _put_page(unit, desk, workshop, theme, (numbers[-1] - 1) // PAGE, mode)
        return (*desk.reply(page), RefreshBoards(workshop.id))
    return desk.reply(headed(_put_page(unit, desk, workshop, theme, 0, mode or "l"), told))


def _searched(
    unit: Unit, desk: Desk, workshop: Workshop, theme: Theme, listed: Sequence[Text], mode: str, said: str
) -> tuple[Op, ...]:
    """Words that are no numbers: the answers of the list that have them, under their numbers; the words themselves are kept nowhere."""
    wanted = folded(said)
    found = [number for number, text in enumerate(listed, 1) if wanted and wanted in folded(text.words)]
    desk.expect(unit, VERB, workshop, "put", theme.handle, stamp(listed, mode))
    if not found:
        told = desk.words.t("No answer here has that in it. Type a word, or numbers such as 1, 4 and 7.")
        return desk.reply(headed(_put_page(unit, desk, workshop, theme, 0, mode), told))
    return desk.reply(pages(desk, workshop).found(theme, listed, found, mode))


def _out(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    found, text = find(unit, workshop, word(button, 1)), _text(unit, workshop, word(button, 2))
    if found is None or text is None or text.id not in found[0].texts:
        return _lost(unit, desk, workshop)
    _sort(unit, found[0], [text], is_in=False)
    return (*to_theme(unit, desk, workshop, found[0].handle), RefreshBoards(workshop.id))


def _quote(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """It stands for the theme, on the wall and wherever people are told of it."""
    found, text = find(unit, workshop, word(button, 1)), _text(unit, workshop, word(button, 2))
    if found is None or text is None or text.id not in found[0].texts or text.use is not Use.QUOTE:
        return _lost(unit, desk, workshop)
    unit.groupings.remember(workshop.id, found[0].question_id)
    unit.themes.quote(found[0], text)
    return (*to_theme(unit, desk, workshop, found[0].handle), RefreshBoards(workshop.id))


def _to(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    found, text = find(unit, workshop, word(button, 1)), _text(unit, workshop, word(button, 2))
    if found is None or text is None or text.question_id != found[0].question_id:
        return _lost(unit, desk, workshop)
    _sort(unit, found[0], [text], is_in=True)
    return (*to_theme(unit, desk, workshop, found[0].handle), RefreshBoards(workshop.id))


def _into(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    one, other = (find(unit, workshop, word(button, place)) for place in (1, 2))
    if one is None or other is None or one[0].question_id != other[0].question_id or one[0].id == other[0].id:
        return _lost(unit, desk, workshop)
    unit.groupings.remember(workshop.id, one[0].question_id)
    unit.themes.merge(one[0], other[0])
    return (*to_theme(unit, desk, workshop, other[0].handle), RefreshBoards(workshop.id))


def _part(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    """Undo a merge; where one of the same name was made meanwhile it has a number behind its own, and that is said."""
    found = find(unit, workshop, word(button, 1))
    taken = next((one for one in found[0].taken if one.handle == word(button, 2)), None) if found else None
    if found is None or taken is None:
        return _lost(unit, desk, workshop)
    unit.groupings.remember(workshop.id, taken.question_id)
    label = unit.themes.part(found[0], taken)
    told = "" if label == taken.label else desk.words.t(
        "There is another theme of that name by now, so this one is “{theme}”.", theme=label)  # fmt: skip
    return (*to_home(unit, desk, workshop, sign(taken.question_id), told), RefreshBoards(workshop.id))


def _deleted(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    found = find(unit, workshop, word(button, 1))
    if found is None:
        return _lost(unit, desk, workshop)
    unit.groupings.remember(workshop.id, found[0].question_id)
    unit.themes.delete(found[0])
    return (*to_home(unit, desk, workshop, sign(found[0].question_id)), RefreshBoards(workshop.id))


# Names


def _new(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    q = word(button, 1)
    if q not in {sign(question.id) for question in asked(unit, desk, workshop)}:
        return _lost(unit, desk, workshop)
    desk.expect(unit, VERB, workshop, "new", q)
    return desk.turn(pages(desk, workshop).ask_name(("home", q)))


def _new_for(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    text = _text(unit, workshop, word(button, 1))
    if text is None:
        return _lost(unit, desk, workshop)
    desk.expect(unit, VERB, workshop, "newfor", text.short)
    return desk.turn(pages(desk, workshop).ask_name(("which", text.short)))


def _name(unit: Unit, desk: Desk, workshop: Workshop, button: Button) -> tuple[Op, ...]:
    found = find(unit, workshop, word(button, 1))
    if found is None:
        return _lost(unit, desk, workshop)
    desk.expect(unit, VERB, workshop, "name", found[0].handle)
    return desk.turn(pages(desk, workshop).ask_name(("open", found[0].handle, "0"), found[0].label))


def _named_new(unit: Unit, desk: Desk, workshop: Workshop, q: str, typed: str) -> tuple[Op, ...]:
    """A new theme, or the one that has this name already; and who goes in."""
    question = next((one for one in asked(unit, desk, workshop) if sign(one.id) == q), None)
    if question is None:
        return _lost(unit, desk, workshop, typed=True)
    theme = _made(unit, desk, workshop, question.id, typed)
    if isinstance(theme, str):
        desk.expect(unit, VERB, workshop, "new", q)
        return desk.reply(pages(desk, workshop).ask_name(("home", q), remark=theme))
    return (*desk.reply(_put_page(unit, desk, workshop, theme, 0, "l")), RefreshBoards(workshop.id))


def _named_for(unit: Unit, desk: Desk, workshop: Workshop, short: str, typed: str) -> tuple[Op, ...]:
    text = _text(unit, workshop, short)
    if text is None:
        return _lost(unit, desk, workshop, typed=True)
    known = unit.themes.named(workshop.id, text.question_id, one_line(typed))
    theme = _made(unit, desk, workshop, text.question_id, typed)
    if isinstance(theme, str):
        desk.expect(unit, VERB, workshop, "newfor", short)
        return desk.reply(pages(desk, workshop).ask_name(("which", short), remark=theme))
    if known is not None:
        _sort(unit, known, [text], is_in=True)
    else:  # undone together with the new theme
        unit.themes.put(theme, [text])
    return (
        *to_theme(unit, desk, workshop, theme.handle, typed=True),
        RefreshBoards(workshop.id),
    )


def _renamed(unit: Unit, desk: Desk, workshop: Workshop, handle: str, typed: str) -> tuple[Op, ...]:
    found = find(unit, workshop, handle)
    if found is None:
        return _lost(unit, desk, workshop, typed=True)
    theme, label = found[0], one_line(typed)
    same = unit.themes.named(workshop.id, theme.question_id, label)
    wrong = _wrong(desk, label)
    if same is not None and same.id != theme.id:
        wrong = desk.words.t("There is a theme of that name already. Merge the two, or type another name.")
    if wrong:
        desk.expect(unit, VERB, workshop, "name", handle)
        return desk.reply(pages(desk, workshop).ask_name(("open", handle, "0"), theme.label, wrong))
    unit.groupings.remember(workshop.id, theme.question_id)
    unit.themes.rename(theme, label)
    return (*to_theme(unit, desk, workshop, handle, typed=True), RefreshBoards(workshop.id))


def _made(unit: Unit, desk: Desk, workshop: Workshop, question_id: str, typed: str) -> Theme | str:
    """The theme of this name, made if there is none; or why not."""
    label = one_line(typed)
    theme = unit.themes.named(workshop.id, question_id, label)
    if theme is not None:
        return theme
    if len(unit.themes.of(workshop.id, question_id)) >= MOST:
        return desk.words.t("There are {count} themes already: merge or delete some first.", count=MOST)
    if wrong := _wrong(desk, label):
        return wrong
    unit.groupings.remember(workshop.id, question_id)
    return unit.themes.make(workshop.id, question_id, label)


def _wrong(desk: Desk, label: str) -> str:
    """Why it is no name; "" when it is one."""
    if 1 <= len(label) <= LABEL:
        return ""
    return desk.words.t("That has {count} characters: a name has {most} at most.", count=len(label), most=LABEL)


def _lost(unit: Unit, desk: Desk, workshop: Workshop, *, typed: bool = False) -> tuple[Op, ...]:
    """A colleague was faster: where things stand now."""
    if typed:
        return desk.reply(headed(home_page(unit, desk, workshop), look_again(desk)))
    return to_home(unit, desk, workshop, told=look_again(desk))


_ACTS: Mapping[str, _Act] = {
    "home": _home, "open": _open, "put": _put, "set": _set, "text": _of_text, "out": _out, "quote": _quote, "which": _which, "to": _to,
    "new": _new, "newfor": _new_for, "name": _name, "merge": _merge, "into": _into, "part": _part,
    "del": _delete, "delyes": _deleted, "propose": propose, "anew": anew, "split": split, "rest": rest, "undo": undo,
}  # fmt: skip
