"""What a facilitator sees: the control message, menus and questions asked back; must not know storage or how things travel."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.buttons import Button, Scope
from bot.messages import Key, Message
from bot.results import coverage
from bot.rules import rule_name
from bot.wording import Wording
from flows.definition import Flow
from flows.localise import localise
from storage.values import Phase, Role, Workshop


def board(workshop: Workshop, covered: int, words: Wording, *, organiser: bool) -> Message:
    """The one control message: phase, code, counts, what the summary covers, the next move, and its buttons."""
    t = words.t
    lines = [
        f"<b>{escape(workshop.title)}</b> · {_phase(workshop.phase, words)}",
        t("Join code: {code}", code=f"<code>{workshop.code}</code>") + (" · " + t("locked") if workshop.locked else "")
        + " · " + t("rule: {name}", name=escape(rule_name(workshop.policy, words))),
        "",
        _counts(workshop, words),
        coverage(workshop, covered, words) if _has_coverage(workshop, covered) else "",
        "",
        "" if is_led(workshop) else f"<i>{_next_move(workshop, covered, words)}</i>",
    ]  # fmt: skip
    return Message(
        "\n".join(line for n, line in enumerate(lines) if line or n in (2, 5)),
        tuple(_rows(workshop, words, organiser=organiser)),
    )


def is_led(workshop: Workshop) -> bool:
    """Whether the facilitator moves the room now: the agenda then says what comes next."""
    return workshop.paced and workshop.phase is Phase.OPEN


def _counts(workshop: Workshop, words: Wording) -> str:
    people = {"joined": workshop.joined, "submitted": workshop.submitted}
    if workshop.paced:
        return words.t("joined {joined} · have answered {submitted}", **people)
    if workshop.phase is Phase.CLOSED:
        return words.t("joined {joined} · submitted {submitted}", **people)
    answering = max(0, workshop.started - workshop.submitted)
    return words.t("joined {joined} · answering {answering} · submitted {submitted}", answering=answering, **people)


def _has_coverage(workshop: Workshop, covered: int) -> bool:
    """Not while the next move names what is missing for any result at all: two thresholds at once confuse."""
    if is_led(workshop):
        return False
    too_few = workshop.phase is Phase.OPEN and workshop.submitted < workshop.policy.k
    return covered > 0 or (workshop.submitted > 0 and not too_few)


def replaced_board(words: Wording) -> Message:
    """What is left of a control message that is too old to be deleted."""
    return Message(words.t("The control message has moved down: the pinned one is right."))


def _phase(phase: Phase, words: Wording) -> str:
    t = words.t
    names = {
        Phase.WAITING: t("not open yet"),
        Phase.OPEN: t("open"),
        Phase.PAUSED: t("paused"),
        Phase.CLOSED: t("closed"),
    }
    return names[phase]


def _next_move(workshop: Workshop, covered: int, words: Wording) -> str:
    t, n, k = words.t, words.n, workshop.policy.k
    match workshop.phase:
        case Phase.WAITING:
            return t("Next: show the QR code in the room, then tap Open.")
        case Phase.PAUSED:
            return t("Paused: nobody can answer. Next: Open again, or Close.")
        case Phase.CLOSED:
            return t("Closed: the key is destroyed. The results stay here.")
        case Phase.OPEN if workshop.submitted < k:
            return n(
                "Next: wait. Results need {k} people: {count} more must submit.",
                "Next: wait. Results need {k} people: {count} more must submit.",
                k - workshop.submitted, k=k,
            )  # fmt: skip
        case _:
            return (
                t("Next: talk about the summary, or close.")
                if covered
                else t("Next: wait, or close to see the results.")
            )


def _rows(workshop: Workshop, words: Wording, *, organiser: bool) -> Iterable[tuple[Key, ...]]:
    t, code = words.t, workshop.code
    summary, poll = key(code, "📊 " + t("Summary"), "sum"), key(code, "🗳 " + t("Poll"), "poll")
    close = key(code, t("Close"), "close", style="danger")
    more = key(code, t("More …"), "more")
    match workshop.phase:
        case Phase.WAITING:
            yield (key(code, "▶️ " + t("Open"), "open", style="success"),)
            yield (key(code, t("QR code"), "card"), more)
        case Phase.OPEN:
            yield (summary, poll)
            yield (key(code, "⏸ " + t("Pause"), "pause"), close)
            yield (key(code, t("QR code"), "card"), more)
        case Phase.PAUSED:
            yield (key(code, "▶️ " + t("Open"), "open", style="success"), close)
            yield (summary, more)
        case Phase.CLOSED:
            yield (summary, *((key(code, "📄 " + t("Export"), "export"),) if organiser else ()))
            yield from ([(key(code, "📣 " + t("Tell people what came of it"), "news"),)] if organiser else [])


def more_menu(workshop: Workshop, words: Wording, *, grouped: bool) -> Message:
    """What is needed seldom."""
    t, code = words.t, workshop.code
    lock = (
        key(code, t("Let people join again"), "unlock")
        if workshop.locked
        else key(code, t("Let nobody else join"), "lock")
    )
    announce = key(code, "📣 " + t("Say something to everyone"), "announce")
    screen = (key(code, "🙋 " + t("Panel"), "panel", "show"), key(code, "🖥 " + t("Screen"), "screen"))
    rows: list[tuple[Key, ...]] = [(announce,), screen, (key(code, t("Invite a co-facilitator"), "co"),), (lock,)]
    rows += [] if workshop.joined else [(key(code, t("Privacy rule"), "rules"),), (key(code, t("Pace"), "paces"),)]
    if grouped:
        rows += [(key(code, t("Post the summary to the group"), "sumgroup"),)]
        rows += [(key(code, t("Post in the group no more"), "ungroup"),)]
    else:
        rows += [(key(code, t("Post in a group"), "group"),)]
    group = (
        t("A group is linked: polls and results are posted there.")
        if grouped
        else t(
            "To post in a group: add me to it, then send this there: {command}", command=f"<code>/link {code}</code>"
        )
    )
    return Message(f"<b>{escape(workshop.title)}</b>\n\n{group}", tuple(rows))


def flow_menu(flows: Iterable[Flow], words: Wording) -> Message:
    """Offer the flows, one button each."""
    localised = [localise(f, words.language) for f in flows]
    keys = tuple(
        (
            Key(
                f"{f.title} · " + words.t("{count} min", count=f.minutes),
                Button(Scope.FACILITATOR, "", "flow", (f.id,)),
            ),
        )
        for f in localised
    )
    return Message(words.t("A new workshop. Which questions?"), keys)


def ask_title(flow: Flow, words: Wording) -> Message:
    """Ask for the title."""
    t = words.t
    lines = [
        f"<b>{escape(flow.title)}</b>",
        "",
        t("What is the workshop called? Type its title, for example: Riverside Park"),
    ]
    return Message("\n".join(lines))


def ask_close(workshop: Workshop, words: Wording) -> Message:
    """Closing is final: say what will happen, ask once."""
    t, n = words.t, words.n
    answering = max(0, workshop.started - workshop.submitted)
    lines = ["<b>" + t("Close {title}?", title=escape(workshop.title)) + "</b>", ""]
    if workshop.started < workshop.policy.k:
        lines.append(t("⚠️ Fewer than {k} people have answered, so nothing can be shown and their answers are deleted.",
                       k=workshop.policy.k))  # fmt: skip
    else:
        lines.append(t("The last answers are counted, and everyone sees what the room said."))
        if answering:
            lines.append(n(
                "{count} person is still answering. What they have answered is counted.",
                "{count} people are still answering. What they have answered is counted.", answering,
            ))  # fmt: skip
    lines.append(t("The key is destroyed, and the workshop cannot be opened again."))
    keys = (
        key(workshop.code, t("Yes, close it"), "closeyes", style="danger"),
        key(workshop.code, t("Keep it open"), "closeno"),
    )
    return Message("\n".join(lines), (keys,))


def kept_open(words: Wording) -> Message:
    """Closing was called off."""
    return Message(words.t("It stays open."))


def export_menu(workshop: Workshop, words: Wording) -> Message:
    """Offer the files there are."""
    t = words.t
    keys = (
        key(workshop.code, t("Excel"), "exp", "xlsx"),
        key(workshop.code, "CSV", "exp", "csv"),
        key(workshop.code, "JSON", "exp", "json"),
    )
    return Message(
        t(
            "Export of {title}: counts and open answers, no row per person. As which file?",
            title=escape(workshop.title),
        ),
        (keys,),
    )


def invitation(role: Role, link: str, words: Wording) -> Message:
    """A one-time link to pass on."""
    t = words.t
    text = (
        t("Send this link to the new organiser. It works once, for one person:")
        if role is Role.ORGANISER
        else t("Send this link to the facilitator. It works once, for one person:")
    )
    return Message(f"{text}\n\n{escape(link)}", ((Key(t("Copy the link"), copy=link),),))


def staff_help(role: Role, words: Wording) -> Message:
    """What facilitators and organisers can do."""
    t = words.t
    lines = [
        "<b>" + t("Help for facilitators") + "</b>",
        "",
        t("/new: start a workshop, or in one go: /new key-questions Riverside Park"),
        t("/open, /pause, /summary, /poll, /announce, /close: these act on the workshop you used last"),
        t("/agenda, /next: lead the room through its sections and questions"),
        t("/workshops: all your workshops"),
        t("/language: change the language"),
        t("/privacy: who sees what"),
    ]
    if role is Role.ORGANISER:
        lines += [
            t("/invite facilitator or /invite organiser: a link that works once"),
            t("/export: the results of a closed workshop"),
        ]
    return Message("\n".join(lines))


def workshop_list(workshops: Iterable[Workshop], words: Wording) -> Message:
    """All workshops that one may steer, each a button that brings its control message; the newest ones not closed first."""
    keys = tuple(
        (key(w.code, f"{w.title} · {_phase(w.phase, words)}", "board"),) for w in sorted(workshops, key=_newest_first)
    )
    return Message(words.t("Your workshops. Tap one to steer it."), keys[:90])


def _newest_first(workshop: Workshop) -> tuple[bool, int, int, str]:
    """Days are all that is known of the age: within a day, what is going on comes first."""
    activity = (Phase.OPEN, Phase.PAUSED, Phase.WAITING, Phase.CLOSED)
    day = workshop.opened_on.toordinal()
    return workshop.phase is Phase.CLOSED, -day, activity.index(workshop.phase), workshop.title.casefold()


def key(code: str, label: str, verb: str, *arguments: str | int, style: str = "") -> Key:
    """A facilitator's button about the workshop with this code."""
    button = Button(Scope.FACILITATOR, code, verb, tuple(str(a) for a in arguments))
    match style:
        case "success":
            return Key(label, button, style="success")
        case "danger":
            return Key(label, button, style="danger")
        case _:
            return Key(label, button)
