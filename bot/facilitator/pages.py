"""What a facilitator sees: menus and questions asked back; must not know storage or how things travel."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.cockpit.view import phase_name
from bot.messages import Key, Message, key
from bot.pack.material import file_languages
from bot.results.awaited import answering
from bot.wording import Wording, language_name
from flows.counting.segments import segment_question
from storage.values import BallotState, Deleted, Phase, Workshop


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
    rows: list[tuple[Key, ...]] = [(announce,), screen, (key(code, t("Invite a co-facilitator"), "co"),)]
    rows += [(key(code, "👥 " + t("Who may steer"), "staff"),), (lock,)]
    if segment_question(workshop.flow) is not None:
        rows.append((key(code, "🪑 " + t("Who is expected"), "expect"),))
    if workshop.phase is Phase.WAITING:
        rows += [(key(code, t("Privacy rule"), "rules"), key(code, t("Pace"), "paces"))]
        rows += [(key(code, f"🕓 {workshop.zone}", "zone"),)]
        rows = [(key(code, "🧪 " + t("Try it on my phone"), "try"),), *rows]
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


def ask_close(workshop: Workshop, words: Wording) -> Message:
    """Closing is final: say what will happen, ask once."""
    t, n = words.t, words.n
    left = answering(workshop) if not workshop.paced else 0
    lines = ["<b>" + t("Close {title}?", title=escape(workshop.title)) + "</b>", ""]
    beside = any(ballot.state is not BallotState.DRAFT for ballot in workshop.ballots)
    if workshop.started < workshop.policy.k and not beside:
        lines.append(t("⚠️ Fewer than {k} people have answered, so nothing can be shown and their answers are deleted.",
                       k=workshop.policy.k))  # fmt: skip
    elif 0 < workshop.started < workshop.policy.k:  # polls and the panel have counts of their own
        lines.append(t("⚠️ Fewer than {k} people have answered the questions: those answers are deleted, and not shown.",
                       k=workshop.policy.k))  # fmt: skip
    else:
        lines.append(t("The last answers are counted, and everyone sees what the room said."))
        if left:
            lines.append(n(
                "{count} person is still answering. What they have answered is counted.",
                "{count} people are still answering. What they have answered is counted.", left,
            ))  # fmt: skip
    running = sum(ballot.takes_answers for ballot in workshop.ballots)
    if running:
        lines.append(n(
            "{count} poll, vote or round of questions still takes answers. It is over with the close, and counted then.",
            "{count} polls, votes or rounds of questions still take answers. They are over with the close, and counted then.",
            running,
        ))  # fmt: skip
    lines.append(t("The key is destroyed, and the workshop cannot be opened again."))
    may_call = workshop.phase is Phase.OPEN and not workshop.paced and may_answer(workshop)
    call = ((key(workshop.code, "⏰ " + t("Last call first"), "lastcall"),),) if may_call else ()
    return Message("\n".join(lines), (*call, _closing_keys(workshop, words)))


def _closing_keys(workshop: Workshop, words: Wording) -> tuple[Key, ...]:
    return (
        key(workshop.code, words.t("Yes, close it"), "closeyes", style="danger"),
        key(workshop.code, words.t("Keep it open"), "closeno", out=True),
    )


def may_answer(workshop: Workshop) -> bool:
    """Whether somebody may still be answering, by the numbers on the board: not all who joined have submitted."""
    return workshop.submitted < workshop.joined


def called(workshop: Workshop, words: Wording) -> Message:
    """The last call is on its way; the question whether to close stays below it, in words that stay true while people submit."""
    t = words.t
    text = t(
        "The last call goes to everybody who is still answering: they are asked to submit. Close when it has been quiet for a "
        "while; what nobody submits is counted at the close."
    )
    final = t("The key is destroyed, and the workshop cannot be opened again.")
    if workshop.started < workshop.policy.k:
        final += " " + t(
            "With fewer than {k} people nothing is shown, and the answers are deleted.", k=workshop.policy.k
        )
    question = "<b>" + t("Close {title}?", title=escape(workshop.title)) + "</b>"
    return Message(f"{text}\n\n{question}\n{final}", (_closing_keys(workshop, words),))


def kept_open(workshop: Workshop, words: Wording) -> str:
    """Closing was called off."""
    return words.t("It stays open: {title}.", title=escape(workshop.title))


def export_menu(workshop: Workshop, words: Wording, language: str = "") -> Message:
    """Offer the files there are, everything in one first. `language`: of the words in them, "" for the reader's own."""
    t, code = words.t, workshop.code
    there = file_languages(workshop)
    chosen = next((one for one in (language, words.language) if one in there), there[0])
    everything = (key(code, "📦 " + t("Everything, one file"), "exp", "pack", chosen, style="success"),)
    singly = (key(code, t("Excel"), "exp", "xlsx", chosen), key(code, "JSON", "exp", "json", chosen))
    tables = (
        key(code, "CSV (,)", "exp", "csv", chosen),
        key(code, t("CSV for Excel (;)"), "exp", "csv-excel", chosen),
    )
    spoken = tuple(key(code, ("✓ " if one == chosen else "") + language_name(one), "export", one) for one in there)
    return Message(
        t(
            "Export of {title}: counts and open answers, no row per person. As which file?",
            title=escape(workshop.title),
        ),
        (everything, singly, tables, *((spoken,) if len(spoken) > 1 else ())),
    )


def workshop_list(workshops: Iterable[Workshop], words: Wording, verb: str = "board") -> Message:
    """All workshops that one may steer, each a button that brings its board (or does `verb`); the newest ones not closed first."""
    keys = tuple(
        (key(w.code, f"{w.title} · {phase_name(w.phase, words)}", verb),) for w in sorted(workshops, key=_newest_first)
    )
    return Message(words.t("Your workshops. Tap one to steer it."), keys[:90])


def deleted(gone: Deleted, words: Wording) -> str:
    """What is true of a workshop that was deleted, for whoever asks about it."""
    return words.t("The workshop {code} was deleted on {day}: nothing of its results, open answers and "
                   "receipts is kept any more.",
                   code=gone.code, day=words.day(gone.deleted_on))  # fmt: skip


def _newest_first(workshop: Workshop) -> tuple[bool, int, int, str]:
    """Days are all that is known of the age: within a day, what is going on comes first."""
    activity = (Phase.OPEN, Phase.PAUSED, Phase.WAITING, Phase.CLOSED)
    day = workshop.opened_on.toordinal()
    return workshop.phase is Phase.CLOSED, -day, activity.index(workshop.phase), workshop.title.casefold()
