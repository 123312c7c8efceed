"""Where the room is and what can be done next, in words and buttons for the facilitator; must not know chats or move anything.

Every button that moves the room names the place it was made for (`spot`), so that an old one, or a second tap, moves nothing.
How many have answered is said of questions that everybody is asked, never of one with a condition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from bot.messages import Key, Message, key
from bot.wording import Wording
from flows.counting.release import crowd_of, is_for_the_close
from flows.definition.flow import Flow, Question, TextQuestion
from flows.definition.localise import localise
from flows.dialogue.agenda import Stage, Standing, questions_in, room_of, section_of, sections_of, steps_in
from storage.values import Phase, Workshop

TIMERS = (0, 1, 2, 3, 5)
"""Minutes that a soft timer can have; 0: none."""

Rows = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True)
class Agenda:
    """A workshop's agenda as it stands. `received`: people who have handed in each question; `now`: seconds since 1970."""

    workshop: Workshop
    stage: Stage
    words: Wording
    received: Mapping[str, int] = field(default_factory=dict)
    now: int = 0

    @property
    def flow(self) -> Flow:
        """The flow in the facilitator's language."""
        return localise(self.workshop.flow, self.words.language)

    def key(self, label: str, verb: str, *arguments: str | int, style: str = "") -> Key:
        """A button about this workshop."""
        return key(self.workshop.code, label, verb, *arguments, style=style)


# --- the places of an agenda, as buttons name them


def spot(workshop: Workshop, stage: Stage) -> str:
    """Where the room is: "q4" a question by its place in the flow, "s1" a section by its place, "" nowhere."""
    if stage.state is Standing.IDLE:
        return ""
    if stage.question is not None:
        return f"q{place_of(workshop, stage.question)}"
    return f"s{sections_of(workshop.flow).index(stage.section)}"


def place_of(workshop: Workshop, question_id: str) -> int:
    """A question's place in the flow."""
    return [q.id for q in workshop.flow.questions].index(question_id)


def section_title(flow: Flow, section: str | None, words: Wording) -> str:
    """What a section is called; a flow without sections is one."""
    return next((s.title for s in flow.sections if s.id == section), words.t("All questions"))


def reveal_key(agenda: Agenda, name: str) -> Key:
    """Puts a result on the screen, or takes it off."""
    t, place = agenda.words.t, place_of(agenda.workshop, name)
    if name in agenda.stage.revealed:
        return agenda.key("🙈 " + t("Hide"), "aghide", place)
    return agenda.key("👁 " + t("Reveal"), "agshow", place)


def end_key(agenda: Agenda, name: str) -> Key:
    """Ends a question; it asks first."""
    return agenda.key("🏁 " + agenda.words.t("End this question"), "agover", place_of(agenda.workshop, name))


def where(agenda: Agenda) -> str:
    """The place in words: "Biggest challenges · Round table 1 (6 of 6)", or the section in people's own time."""
    stage, flow, t = agenda.stage, agenda.flow, agenda.words.t
    if stage.state is Standing.IDLE:
        return t("Nothing is asked right now.")
    title = section_title(flow, stage.section, agenda.words)
    if stage.question is None:
        return t("{section}, in people’s own time", section=title)
    steps = [q.id for q in steps_in(flow, stage.section)]
    number = steps.index(stage.question) + 1 if stage.question in steps else len(steps)
    name = flow.question(stage.question).name
    return t("{question} · {section} ({number} of {total})", question=name, section=title, number=number,
             total=len(steps))  # fmt: skip


def in_so_far(agenda: Agenda, question: Question | None = None) -> list[str]:
    """How many have answered a question, or the one in the room, or the open section; nothing where a condition decides."""
    t, joined = agenda.words.t, agenda.workshop.joined
    if question is None and agenda.stage.question is None:
        counts = [
            agenda.received.get(q.id, 0) for q in questions_in(agenda.flow, agenda.stage.section) if not q.shown_if
        ]
        first, last = max(counts, default=0), min(counts, default=0)
        return [t("{count} of {all} have begun", count=first, all=joined), t("{count} through", count=last)]
    asked = question or agenda.flow.question(agenda.stage.question or "")
    if asked.shown_if is not None:
        return []
    return [t("{count} of {all} in", count=agenda.received.get(asked.id, 0), all=joined)]


def counts_by_use(agenda: Agenda, question: Question | None = None) -> list[str]:
    """Of what people write: when it is in, as long as somebody may have typed and not said how it may be used; else nothing."""
    name = question.id if question is not None else agenda.stage.question
    asked = agenda.flow.question(name) if name is not None else None
    if not isinstance(asked, TextQuestion) or asked.shown_if is not None or asked.id in agenda.stage.ended:
        return []
    if agenda.received.get(asked.id, 0) >= agenda.workshop.joined:
        return []
    return [agenda.words.t("What somebody has typed is in once they have said how it may be used.")]


# --- pages of the agenda


def agenda_page(agenda: Agenda) -> Message:
    """The sections with what was asked of them; one tap opens a section's page."""
    t, flow = agenda.words.t, agenda.flow
    sections = sections_of(flow)
    lines = ["<b>" + t("Agenda of {title}", title=escape(agenda.workshop.title)) + "</b>", ""]
    lines += [
        f"{_mark(agenda, s)} {escape(section_title(flow, s, agenda.words))}{_asked_of(agenda, s)}" for s in sections
    ]
    rows = [(agenda.key(f"{_mark(agenda, s)} {section_title(flow, s, agenda.words)}", "agsec", n),)
            for n, s in enumerate(sections)]  # fmt: skip
    if not agenda.workshop.paced:
        return Message("\n".join([*lines, "", t("Everybody goes at their own pace.")]), tuple(rows))
    timer = t("Timer: {minutes}", minutes=timer_in_words(agenda.stage.minutes, agenda.words))
    return Message("\n".join(lines), (*rows, (agenda.key(f"⏱ {timer}", "agtimer"),)))


def _mark(agenda: Agenda, section: str | None) -> str:
    """Done, open, or to come."""
    stage = agenda.stage
    if stage.state is not Standing.IDLE and stage.section == section:
        return "▶️"
    touched = any(section_of(agenda.workshop.flow, name) == section for name in stage.asked)
    return "✅" if touched else "○"


def _asked_of(agenda: Agenda, section: str | None) -> str:
    if not agenda.workshop.paced:
        return ""
    steps = steps_in(agenda.flow, section)
    asked = sum(q.id in agenda.stage.asked for q in steps)
    return " · " + agenda.words.t("{asked} of {total} asked", asked=asked, total=len(steps))


def section_page(agenda: Agenda, place: int, *, leaving: bool = False) -> Message:
    """A section with its questions: open it, call it done, or go to one of them. `leaving`: the open one ends by that."""
    t, flow = agenda.words.t, agenda.flow
    section = sections_of(flow)[place]
    is_open = agenda.stage.state is not Standing.IDLE and agenda.stage.section == section
    head = f"<b>{escape(section_title(flow, section, agenda.words))}</b>"
    lines = [head, "", *(_question_line(agenda, q) for q in questions_in(flow, section))]
    if leaving and agenda.stage.state is not Standing.IDLE:
        ends = section_title(flow, agenda.stage.section, agenda.words)
        lines += ["", t("“{section}” is done when you open this. What is unanswered there stays unanswered.",
                        section=escape(ends))]  # fmt: skip
    rows: list[tuple[Key, ...]] = []
    if agenda.workshop.paced and is_open:
        rows.append((agenda.key("⏹ " + t("Section done"), "agend", spot(agenda.workshop, agenda.stage)),))
    elif agenda.workshop.paced:
        rows.append((agenda.key("▶️ " + t("Question by question"), "agone", place, style="success"),))
        rows.append((agenda.key("▶️ " + t("In people’s own time"), "agown", place),))
    shown = (steps_in if agenda.workshop.paced else questions_in)(flow, section)
    rows += [
        (agenda.key(f"{_question_mark(agenda, q)} {q.name}", "agq", place_of(agenda.workshop, q.id)),) for q in shown
    ]
    return Message("\n".join(lines), (*rows[:97], (agenda.key("← " + t("Agenda"), "agback"),)))


def _question_line(agenda: Agenda, question: Question) -> str:
    told = in_so_far(agenda, question) if question.id in agenda.stage.asked else []
    return " · ".join([f"{_question_mark(agenda, question)} {escape(question.name)}", *told])


def _question_mark(agenda: Agenda, question: Question) -> str:
    stage = agenda.stage
    if question.id in room_of(agenda.workshop.flow, stage).open:
        return "▶️"
    return "✅" if question.id in stage.asked else "○"


def question_page(agenda: Agenda, place: int, progress: str) -> Message:
    """One question: how far it is, and what can be done with it. `progress`: how far its result is, in words."""
    t, stage = agenda.words.t, agenda.stage
    question = agenda.flow.questions[place]
    asked = question.id in stage.asked
    lines = [f"<b>{escape(question.name)}</b>", escape(question.text), ""]
    lines += [" · ".join(in_so_far(agenda, question))] if asked and question.shown_if is None else []
    lines += counts_by_use(agenda, question) if asked else []
    lines += [escape(progress)]
    rows: list[tuple[Key, ...]] = []
    is_now = stage.state is not Standing.IDLE and stage.question == question.id
    is_over = question.id in stage.ended
    if agenda.workshop.paced and agenda.workshop.phase is Phase.OPEN and not is_now and not is_over:
        rows.append((agenda.key("▶️ " + (t("Ask it again") if asked else t("Ask it now")), "agask", place),))
    if can_end(agenda, question):
        rows.append((end_key(agenda, question.id),))
    rows.append((reveal_key(agenda, question.id),))
    back = sections_of(agenda.flow).index(section_of(agenda.flow, question.id))
    return Message("\n".join(lines), (*rows, (agenda.key("← " + t("Back"), "agsec", back),)))


def can_end(agenda: Agenda, question: Question) -> bool:
    """Whether this question can be ended in the room: it was asked of everybody, and is not for the close alone."""
    workshop = agenda.workshop
    at_close = is_for_the_close(workshop.policy, crowd_of(question, 0, 0))
    has_begun = workshop.paced and workshop.phase is not Phase.CLOSED and question.id in agenda.stage.asked
    return has_begun and not at_close and question.id not in agenda.stage.ended


def timer_page(agenda: Agenda) -> Message:
    """How long a question is meant to stay open."""
    t, words = agenda.words.t, agenda.words
    lines = [
        "<b>" + t("A soft timer for each question") + "</b>",
        "",
        t(
            "People read that there is no hurry, and each can take more time. Nothing is cut off when it ends: you decide."
        ),
    ]
    keys = tuple(
        (agenda.key(f"{'● ' if m == agenda.stage.minutes else ''}{timer_in_words(m, words)}", "agtimer", m),)
        for m in TIMERS
    )
    return Message("\n".join(lines), (*keys, (agenda.key("← " + t("Agenda"), "agback"),)))


def timer_in_words(minutes: int, words: Wording) -> str:
    """How long a soft timer is."""
    return words.n("{count} minute", "{count} minutes", minutes) if minutes else words.t("no timer")
