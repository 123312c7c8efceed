"""Lays closed workshops side by side outside the path of a tap and hands it over: pages, picture, words; must not decide what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from bot.across import pages
from bot.across.drawing import picture, to_pdf
from bot.across.reading import Compared, read
from bot.across.saying import about, heading, name_of, reason, row_lines, widest
from bot.desk import Ask
from bot.messages import MakeReport, Message, Op
from bot.owing.bench import Bench
from bot.owing.handing import PATIENT, Came, Once, Patience, Sender, Wanted, hand_over, nothing
from bot.telegram.render import parts
from bot.wording import Wording
from storage.database import Unit

_TEXTS = 3
"""Messages of words in a row; the rest is in the pages."""


class Comparisons:
    """One for the program. Asked for twice while it is being made, it comes once."""

    def __init__(
        self,
        ask: Ask,
        carry: Callable[[Iterable[Op]], None],
        send: Sender,
        patience: Patience = PATIENT,
        bench: Bench | None = None,
    ) -> None:
        self._ask, self._carry, self._send, self._patience = ask, carry, send, patience
        self._once, self._bench = Once(), bench or Bench()

    async def make(self, op: MakeReport, came: Came = nothing) -> None:
        """Until it has come, or it was said why not. `came` is told how much of it has. Raises what `hand_over` raises."""
        await self._once.make((op.chat_id, op.workshop_id, op.beside), lambda: self._make(op, came))

    async def _make(self, op: MakeReport, came: Came) -> None:
        await hand_over(self._wanted(op, came), Wording(op.language), self._carry, self._send, self._patience)

    def _wanted(self, op: MakeReport, came: Came) -> Wanted:
        words, ids = Wording(op.language), (op.workshop_id, *op.beside)

        async def make() -> tuple[Message, ...]:
            found = await self._ask(lambda unit: read(unit, ids, op.written_in))
            return await self._bench.make(lambda: messages(found, words))

        def may(unit: Unit) -> bool:
            """Of one that is gone, and with it who might steer it, the making says so."""
            there = [one for one in ids if _is_there(unit, one)]
            return unit.staff.role(op.chat_id) is not None and all(unit.staff.steers(op.chat_id, one) for one in there)

        async def may_have() -> bool:
            return await self._ask(may)

        early = words.t("Only closed workshops are compared: then every question has its last word.")
        failed = words.t("They could not be compared just now. Please ask again in a while: /compare")
        return Wanted(op.chat_id, make, may_have, early, failed, op.sent, came)


def _is_there(unit: Unit, workshop_id: str) -> bool:
    try:
        unit.workshops.get(workshop_id)
    except LookupError:
        return False
    return True


def messages(found: Compared, words: Wording) -> tuple[Message, ...]:
    """The pages first, then every question in words, as far as a chat can bear, last where they are furthest apart as a picture."""
    below = pages.below([one.code for one in found.where], words)
    document = Message(_caption(found, words), below, document=(_name(found, "pdf"), to_pdf(found)))
    said = parts("\n\n".join(blocks(found, words)))
    drawn = picture(found)
    last = (Message(escape(widest(found, words)), photo=drawn),) if drawn is not None else ()
    return (document, *(Message(text) for text in said[:_TEXTS]), *last)


def blocks(found: Compared, words: Wording) -> Iterable[str]:
    """Each question as HTML."""
    for row in found.rows:
        why = [f"<i>{escape(reason(row, words))}</i>"] if row.why is not None else []
        yield "\n".join([f"<b>{escape(name_of(row, words))}</b>", *why, *map(escape, row_lines(row, words))])


def _caption(found: Compared, words: Wording) -> str:
    lines = [f"<b>{escape(heading(found, words))}</b>", *map(escape, about(found, words))]
    said = "\n".join(lines)
    return said if len(said) < 900 else lines[0][:900]


def _name(found: Compared, ending: str) -> str:
    return f"compared-{'-'.join(one.code for one in found.where)}.{ending}"
