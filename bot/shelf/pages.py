"""What is seen of flows: the menu, the questions of one, what organisers keep, and what is wrong with a file; must not know storage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from bot.buttons import Button, Scope
from bot.messages import Key, Message
from bot.shelf.checking import languages_of
from bot.shelf.looks import asked_lines
from bot.shelf.offered import mark_of
from bot.wording import Wording, language_name
from flows.definition.flow import Flow
from flows.definition.labels import units_of
from flows.definition.loading import Checked, Problem
from flows.definition.localise import localise
from storage.staff.shelf import OwnFlow, State

_PER_MENU = 12
"""Flows on one page of the menu: more do not fit a phone's screen."""
_PER_PAGE = 2_400
"""UTF-16 units of questions on one page: with what stands around them far below the 4,096 of a message."""
_PROBLEMS = 3_400
_MESSAGES = 4
"""Messages of problems at most; what is left is counted."""


def key(label: str, verb: str, *arguments: str | int, style: str = "") -> Key:
    """A button of staff about no single workshop."""
    button = Button(Scope.FACILITATOR, "", verb, tuple(str(argument) for argument in arguments))
    return Key(label, button, style="primary" if style == "primary" else "")


def menu(flows: Sequence[Flow], words: Wording, page: int, *, organises: bool) -> Message:
    """Offer the flows, one button each, a page at a time."""
    t = words.t
    last = max(0, (len(flows) - 1) // _PER_MENU)
    page = min(max(page, 0), last)
    shown = [localise(flow, words.language) for flow in flows[page * _PER_MENU : (page + 1) * _PER_MENU]]
    rows: list[tuple[Key, ...]] = [
        (key(f"{flow.title} · " + t("{count} min", count=flow.minutes), "flow", flow.id),) for flow in shown
    ]
    turns = [key(f"← {page}", "flows", page - 1)] if page else []
    turns += [key(f"{page + 2} →", "flows", page + 1)] if page < last else []
    rows += [tuple(turns)] if turns else []
    rows += [(key("📝 " + t("Questions of your own"), "flowown"),)] if organises else []
    return Message(t("A new workshop. Which questions?"), tuple(rows))


@dataclass(frozen=True)
class Shown:
    """What stands around the questions of one flow. `own`: one that an organiser sent; `says`: above it; `problems`: warnings below it."""

    flow: Flow
    own: OwnFlow | None = None
    organises: bool = False
    says: str = ""
    problems: tuple[Problem, ...] = ()


def preview(shown: Shown, words: Wording, page: int = 0) -> Message:
    """The questions as they are asked, a page at a time, and what may be done with them."""
    t, flow = words.t, localise(shown.flow, words.language)
    pages = _paged(asked_lines(flow, words))
    page = min(max(page, 0), len(pages) - 1)
    lines = [shown.says, ""] if shown.says else []
    lines += [f"<b>{escape(flow.title)}</b>", *_about(shown, flow, words), ""]
    lines += pages[page]
    if shown.problems and page == len(pages) - 1:
        said = [f"{_place(one, words)}: {escape(one.message)}" for one in shown.problems[:8]]
        lines += ["", t("It can be used as it is. Worth a look:"), *said]
    name, mark = flow.id, mark_of(shown.flow)
    there = [t("{number} of {total}", number=number + 1, total=len(pages)) for number in range(len(pages))]
    turns = [key(f"← {there[page - 1]}", "flowpage", name, mark, page - 1)] if page else []
    turns += [key(f"{there[page + 1]} →", "flowpage", name, mark, page + 1)] if page < len(pages) - 1 else []
    return Message("\n".join(lines), (*((tuple(turns),) if turns else ()), *_moves(shown, words)))


def _moves(shown: Shown, words: Wording) -> tuple[tuple[Key, ...], ...]:
    t, own, mark, name = words.t, shown.own, mark_of(shown.flow), shown.flow.id
    others = (key(t("← Other questions"), "flows", 0),)
    if own is not None and own.state is State.SHOWN:
        use = key(t("Use it now"), "flowkeep", name, own.version, mark, "use", style="primary")
        return ((use, key(t("Keep it"), "flowkeep", name, own.version, mark, "keep")), others)
    if own is not None and own.state is State.RETIRED:
        back = ((key(t("Offer it again"), "flowback", name),),) if shown.organises else ()
        return (*back, (key("📄 " + t("The file"), "flowfile", name, own.version),), others)
    rows = [(key(t("Use these questions"), "flowuse", name, mark, style="primary"),)]
    if own is not None:
        retire = (key(t("Offer it no more"), "flowgone", name),) if shown.organises else ()
        rows += [(key("📄 " + t("The file"), "flowfile", name, own.version), *retire)]
    return (*rows, others)


def _about(shown: Shown, flow: Flow, words: Wording) -> list[str]:
    """What it is about, how long it takes, in which languages, and which version it is."""
    t, n = words.t, words.n
    count = len(flow.questions)
    told = n(
        "{count} question, about {minutes} min", "{count} questions, about {minutes} min", count, minutes=flow.minutes
    )
    lines = [escape(f"{flow.purpose[:1].upper()}{flow.purpose[1:]}")] if flow.purpose else []
    lines += [told, *in_languages(shown.flow, words)]
    own = shown.own
    if own is not None and own.state is State.SHOWN:
        lines.append(
            t("Name: {name}. Kept, it is version {version}.", name=f"<code>{flow.id}</code>", version=own.version)
        )
    elif own is not None:
        named = t(
            "Name: {name}, version {version} of {day}",
            name=f"<code>{flow.id}</code>",
            version=own.version,
            day=words.day(own.day),
        )
        lines.append(named + (" · " + t("not offered any more") if own.state is State.RETIRED else ""))
    return lines


def in_languages(flow: Flow, words: Wording) -> list[str]:
    """Which of the words people read are in which language."""
    found = languages_of(flow)
    lines = [words.t("Languages: {languages}", languages=", ".join(language_name(code) for code in found.asked))]
    strange = [code for code in found.in_english if found.bot[code] == "en"]
    if strange:
        named = ", ".join(language_name(code) for code in strange)
        lines.append(words.t("My own words are English there: {languages}", languages=named))
    return lines


def _paged(lines: Iterable[str]) -> list[list[str]]:
    """The lines of the questions, each question whole, on as few pages as they need."""
    pages: list[list[str]] = [[]]
    size = 0
    for line in lines:
        if size and size + units_of(line) > _PER_PAGE:
            pages.append([])
            size = 0
        pages[-1].append(line if pages[-1] else line.lstrip("\n"))
        size += units_of(line) + 1
    return pages


def changed(words: Wording) -> str:
    """Said above questions that are not those that were read before."""
    return words.t("These questions have been changed meanwhile. This is how they are now.")


def gone(words: Wording) -> str:
    """Said where a flow is not on offer any more."""
    return words.t("Those questions are not offered any more. /new shows what there is.")


def ask_title(flow: Flow, words: Wording) -> Message:
    """Ask for the title."""
    t = words.t
    asks = t("What is the workshop called? Type its title, for example: Riverside Park")
    return Message("\n".join((f"<b>{escape(localise(flow, words.language).title)}</b>", "", asks)))


def example_list(words: Wording) -> str:
    """A list of questions as somebody would type it, in their language: title first, then a question a line."""
    t = words.t
    asked = (
        t("Is it worth it? yes | no | unsure"),
        t("Which days suit you? Mon | Tue | Wed (several)"),
        t("How good is the park? 1-5"),
        t("What would you change?"),
    )
    return "\n".join((t("Riverside evening"), *(f"{number}. {line}" for number, line in enumerate(asked, 1))))


def ask_own(own: Sequence[OwnFlow], words: Wording) -> Message:
    """How to send questions, and those that were kept."""
    t = words.t
    lines = [
        "<b>" + t("Questions of your own") + "</b>",
        "",
        t("Send me a file (.yaml), or type the questions here in one message, the title first:"),
        "",
        f"<code>{escape(example_list(words))}</code>",
        "",
        t("I show you how they will be asked, or what is wrong in which line. Nothing is kept before you say so."),
    ]
    rows = [(key(_listed(one, words), "flowsee", one.flow.id),) for one in own[:90]]
    return Message("\n".join(lines), tuple(rows))


def _listed(one: OwnFlow, words: Wording) -> str:
    label = f"{one.flow.title} · " + words.t("version {version}", version=one.version)
    return label if one.state is State.KEPT else f"{label} · {words.t('not offered any more')}"


def kept(own: OwnFlow, words: Wording) -> Message:
    """It is offered from now on."""
    t = words.t
    said = t(
        "Kept as version {version}: /new offers “{title}” to everybody who facilitates here. Workshops that were made before keep "
        "their questions.",
        version=own.version,
        title=escape(own.flow.title),
    )
    use = key(t("Use these questions"), "flowuse", own.flow.id, mark_of(own.flow), style="primary")
    return Message(said, ((use,), (key(t("Offer it no more"), "flowgone", own.flow.id),)))


def retired(own: OwnFlow, words: Wording) -> Message:
    """It is offered no more."""
    said = words.t(
        "“{title}” is not offered any more. Workshops that ask it go on, and the file stays here: /flow",
        title=escape(own.flow.title),
    )
    return Message(said, ((key(words.t("Offer it again"), "flowback", own.flow.id),),))


def problems(checked: Checked, words: Wording) -> tuple[Message, ...]:
    """Every problem with its line, in as many messages as that takes; of very many the first, and how many more there are."""
    t, n = words.t, words.n
    errors = sorted(checked.errors)
    heading = n(
        "I cannot use it yet. {count} thing is to be put right:",
        "I cannot use it yet. {count} things are to be put right:",
        len(errors),
    )
    lines = [f"{_place(one, words)}: {escape(one.message)}" for one in errors]
    pages: list[list[str]] = [[f"<b>{heading}</b>", ""]]
    for at, line in enumerate(lines):
        if sum(units_of(one) + 1 for one in pages[-1]) + units_of(line) > _PROBLEMS:
            if len(pages) == _MESSAGES:
                more = len(lines) - at
                pages[-1] += ["", n("… and {count} more", "… and {count} more", more)]
                break
            pages.append([])
        pages[-1].append(line)
    pages[-1] += ["", t("Nothing was kept. Put it right and send it again.")]
    return tuple(Message("\n".join(page)) for page in pages)


def _place(problem: Problem, words: Wording) -> str:
    return words.t("Line {number}", number=problem.line)
