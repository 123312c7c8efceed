"""Answers `/verify`: whether the holder of a receipt is counted, and nothing else; must not know who asks, or SQL.

Only closed workshops are looked at: before the close a tag would tell when somebody was counted. Nothing about
the question or its answer is stored.
"""

from __future__ import annotations

from html import escape

from bot.facilitator.pages import deleted
from bot.incoming import Sender
from bot.memory import CODE, Memory, normal_code
from bot.messages import Message, Op, Send
from bot.results.written import asked_as
from bot.telegram.render import parts
from bot.wording import Wording
from storage.audit.verifying import RECEIPT_CHARS, Counted, NotAReceipt, check, read_export, read_receipt, tags_of
from storage.database import Unit
from storage.keys.sealing import receipt_code
from storage.publishing import is_published
from storage.values import Phase, Workshop


def verify(unit: Unit, sender: Sender, typed: str, memory: Memory) -> tuple[Op, ...]:
    """`typed`: a receipt, or the join code of a workshop and a receipt, or nothing. What fits nothing counts as a guess."""
    words = Wording(sender.language)
    if not typed.strip():
        return _say(sender, _how(words))
    try:
        code, receipt = _parted(typed)
    except NotAReceipt as refusal:
        return _say(sender, _not_one(words, refusal))
    if memory.must_wait(sender.user_id):
        return _say(sender, words.t("None of those receipts fits a workshop. Please wait ten minutes."))
    looked_at = _closed(unit, code)
    for workshop in looked_at:
        asked = [
            question.id for question in workshop.everything.questions if is_published(workshop.everything, question.id)
        ]
        if found := unit.answers.tagged(workshop.id, tags_of(receipt, asked)):
            return _say(sender, _counted(unit, workshop, found, words))
    return _say(sender, _not_found(unit, sender, code, receipt, words, memory, known=bool(looked_at)))


def checked(export: bytes, typed: str) -> tuple[str, bool]:
    """What an export in JSON says to a receipt, in English, and whether all is well: in the list, and the list whole.

    Raises NotAnExport and NotAReceipt.
    """
    receipt, published = read_receipt(typed), read_export(export)
    found = check(receipt, published)
    broken = [one for one in found if not one.whole]
    lines = [f"• {_line(one)}" for one in found]
    if any(one.included for one in found):
        lines = [f"“{published.title}”: this receipt is in the list.", "", *lines]
    else:
        lines = [
            f"“{published.title}”: this receipt is not in the list. Is every letter right, and is it this workshop?"
        ]
    lines += [f"The list is not whole: {one.question}: {one.listed} tags, {one.people or 0} people." for one in broken]
    return "\n".join(lines), not broken and any(one.included for one in found)


def _line(one: Counted) -> str:
    if one.people is None:
        return f"{one.question}: withheld, too few people answered."
    if one.included:
        return f"{one.question}: you are one of the {one.people} counted."
    return f"{one.question}: no answer of yours is among the {one.people} counted."


def is_receipt(typed: str) -> bool:
    """Whether somebody has typed a receipt without the command."""
    try:
        read_receipt(typed)
    except NotAReceipt:
        return False
    return True


def _parted(typed: str) -> tuple[str | None, bytes]:
    """The join code that stands before or after the receipt, if any, and the receipt. Raises NotAReceipt."""
    pieces = typed.split()
    for code, rest in ((pieces[0], pieces[1:]), (pieces[-1], pieces[:-1])):
        if CODE.fullmatch(normal_code(code)) and is_receipt(" ".join(rest)):
            return normal_code(code), read_receipt(" ".join(rest))
    return None, read_receipt(typed)


def _closed(unit: Unit, code: str | None) -> list[Workshop]:
    """The closed workshop with this join code, or all of them."""
    if code is None:
        found = unit.workshops.everything()
    else:
        named = unit.workshops.by_code(code, include_closed=True)
        found = [named] if named else []
    return [workshop for workshop in found if workshop.phase is Phase.CLOSED and not workshop.closing]


def _counted(unit: Unit, workshop: Workshop, found: frozenset[str], words: Wording) -> str:
    """What the list says to this receipt, question by question."""
    t = words.t
    finals = unit.answers.finals(workshop.id)
    lines = ["<b>" + t("{title}: your receipt is in the list.", title=escape(workshop.title)) + "</b>", ""]
    for question in workshop.everything.questions:
        if not is_published(workshop.everything, question.id):
            continue
        name, release = escape(asked_as(workshop, question.id, words).name), finals.get(question.id)
        if release is None:
            lines.append("• " + t("{name}: withheld, too few people answered.", name=name))
        elif question.id in found:
            lines.append("• " + t("{name}: you are one of the {count} counted.", name=name, count=release.n))
        else:
            lines.append(
                "• " + t("{name}: no answer of yours is among the {count} counted.", name=name, count=release.n)
            )
    if any(question.shown_if for question in workshop.everything.questions):
        hidden = t("Questions that only some people were asked are left out: being asked tells an earlier answer.")
        lines += ["", hidden]
    lines += ["", t("This says that you were counted. Nobody can tell from it what you answered.")]
    return "\n".join(lines)


def _not_found(
    unit: Unit, sender: Sender, code: str | None, receipt: bytes, words: Wording, memory: Memory, *, known: bool
) -> str:
    """Plainly not in the list, and why that may be. What is open to outsiders is not told apart from what is unknown."""
    t = words.t
    own = [
        workshop
        for workshop, _ in unit.people.workshops_of(sender.user_id)
        if unit.answers.receipt(workshop.id, sender.user_id) == receipt_code(receipt)
    ]
    if own:
        title = escape(own[0].title)
        return t(
            "This is your receipt for {title}, which is still open. You can check it after the close.", title=title
        )
    gone = unit.deletions.of(code) if code is not None else None
    if gone is not None:
        exported = t(
            "If you have its export in JSON, {command} still checks the receipt.",
            command="<code>roundtable verify</code>",
        )
        return f"{deleted(gone, words)} {exported}"
    memory.missed(sender.user_id)
    if code is not None and not known:
        said = t("No closed workshop has the join code {code}.", code=f"<code>{code}</code>")
    elif code is not None:
        said = t("This receipt is not in the list of the workshop {code}.", code=f"<code>{code}</code>")
    else:
        said = t("This receipt is not in the list of any closed workshop here.")
    why = t(
        "Is every letter right? If its workshop is still open, try again after the close: before that there is no list. When what is "
        "kept of a workshop is deleted, some time after the close, its list goes too."
    )
    return f"{said} {why}"


def _not_one(words: Wording, refusal: NotAReceipt) -> str:
    t = words.t
    if refusal.typed != RECEIPT_CHARS:
        return words.n(
            "This cannot be a receipt: it has {count} letter or digit, a receipt has 26. Hyphens and capitals do not matter.",
            "This cannot be a receipt: it has {count} letters and digits, a receipt has 26. Hyphens and capitals do not matter.",
            refusal.typed,
        )
    strange = escape(" ".join(refusal.strange[:5]))
    return t(
        "This cannot be a receipt: no receipt has {letters} in that place. Is every letter right?", letters=strange
    )


def _how(words: Wording) -> str:
    t = words.t
    return t(
        "Write /verify and your receipt, like {example}. You got it when you submitted. It works after the close, and says "
        "whether your answers were counted, never what they were.",
        example="<code>/verify K7QF-2M9D-…</code>",
    )


def _say(sender: Sender, html: str) -> tuple[Op, ...]:
    return tuple(Send(sender.chat_id, Message(page)) for page in parts(html))
