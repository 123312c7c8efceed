"""Makes a report outside the path of a tap and hands it over: pages, document, picture; must not decide what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from html import escape

from bot.across.reading import in_report
from bot.desk import Ask
from bot.messages import Key, MakeReport, Message, Op, key
from bot.owing.bench import Bench
from bot.owing.handing import PATIENT, Came, Once, Patience, Sender, Wanted, hand_over, nothing
from bot.report.document import to_docx
from bot.report.forward import picture, three_sentences
from bot.report.gathering import gather
from bot.report.pages import to_pdf
from bot.report.rewording import Rewording
from bot.report.values import Report
from bot.wording import Wording, language_name, languages
from storage.database import Unit
from storage.values import ActionKind


class Reports:
    """One for the program. Asked for twice while it is being made, it comes once."""

    def __init__(
        self,
        ask: Ask,
        carry: Callable[[Iterable[Op]], None],
        send: Sender,
        today: Callable[[], date],
        patience: Patience = PATIENT,
        rewording: Rewording | None = None,
        bench: Bench | None = None,
    ) -> None:
        self._ask, self._carry, self._send = ask, carry, send
        self._today, self._patience = today, patience
        self._rewording = rewording
        self._bench = bench or Bench()
        self._once = Once()

    async def make(self, op: MakeReport, came: Came = nothing) -> None:
        """Until it has come, or it was said why not. `came` is told how much of it has. Raises what `hand_over` raises."""
        await self._once.make((op.workshop_id, op.chat_id, op.written_in), lambda: self._make(op, came))

    async def _make(self, op: MakeReport, came: Came) -> None:
        await hand_over(self._wanted(op, came), Wording(op.language), self._carry, self._send, self._patience)

    def _wanted(self, op: MakeReport, came: Came) -> Wanted:
        words = Wording(op.language)

        async def make() -> tuple[Message, ...]:
            report = await self._ask(lambda unit: self._gathered(unit, op))
            worded = await self._rewording.of(report) if self._rewording else report
            return await self._bench.make(lambda: messages(worded, words))

        async def may_have() -> bool:
            return await self._ask(lambda unit: unit.staff.steers(op.chat_id, op.workshop_id))

        failed = words.t("The report could not be made just now. Please ask for it again in a while: /report")
        return Wanted(op.chat_id, make, may_have, not_yet(words), failed, op.sent, came)

    def _gathered(self, unit: Unit, op: MakeReport) -> Report:
        """In the same transaction it is written down that it was made, for the participants to read."""
        beside = in_report(unit, op.workshop_id, op.written_in, op.chat_id)  # a private chat's id is its user's
        report = gather(unit, op.workshop_id, op.written_in, beside)
        for one in dict.fromkeys((op.workshop_id, *(unit.beside.of(op.workshop_id) if beside else ()))):
            unit.actions.note(one, ActionKind.EXPORTED, op.by, self._today(), "pdf")
        return report


def not_yet(words: Wording) -> str:
    """Said before the close."""
    return words.t("The report comes after the close: only then has every question its last word. Until then: /summary")


def messages(report: Report, words: Wording) -> tuple[Message, ...]:
    """The pages first, the document to edit, then what is to be passed on at once; blocks while all of it is made."""
    t, name = words.t, f"report-{report.code}-{report.language}"
    drawn = picture(report)
    said = t("<b>{title}</b>: the report, and the same to edit. The picture with its three sentences is to pass on.",
             title=escape(report.title)) if drawn is not None else t(
        "<b>{title}</b>: the report, and the same to edit. The sentences below are to pass on.",
        title=escape(report.title))  # fmt: skip
    pages = Message(said, (_other_languages(report, words),), document=(f"{name}.pdf", to_pdf(report)))
    document = Message("", document=(f"{name}.docx", to_docx(report)))
    three = escape("\n\n".join(three_sentences(report)))
    return pages, document, Message(three, photo=drawn)


def _other_languages(report: Report, words: Wording) -> tuple[Key, ...]:
    others = (code for code in languages() if code != report.language)
    return tuple(
        key(report.code, words.t("In {language}", language=language_name(code)), "report", code) for code in others
    )
