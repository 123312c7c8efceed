"""Questions of an organiser's own: a file or typed lines, shown, kept, sent back, retired; must not know HTTP or the courier."""

from __future__ import annotations

from html import escape

from bot.buttons import Button
from bot.commands import Ops, word
from bot.desk import Desk, House
from bot.incoming import Document
from bot.memory import Memory
from bot.messages import Message, ReadFlow, Send, SendFlow
from bot.shelf import choosing, pages
from bot.shelf.checking import LARGEST, check_words
from bot.shelf.offered import mark_of
from bot.shelf.pages import Shown
from bot.wording import Wording
from flows.definition.loading import Checked
from flows.definition.source.lists import is_yaml
from flows.definition.source.writing import in_yaml
from storage.database import Unit
from storage.staff.shelf import Full, State

QUESTIONS = "questions"
"""What is expected in a chat that was asked for questions of one's own."""

_CUT_AT = 4_096
"""Characters after which a phone cuts what is typed into a second message."""
_READ = (".yaml", ".yml", ".txt")


def ask(unit: Unit, desk: Desk, typed: str, _memory: Memory) -> Ops:
    """How to send questions, and what is kept; with lines typed behind the command, those are the questions."""
    if _may_ask(typed):
        said = _not_yours(unit, desk)
        return desk.say(said) if said else answer(unit, desk, "", typed)
    if choosing.organises(unit, desk):
        unit.staff.set_asked(desk.sender.chat_id, QUESTIONS)
    return desk.reply(pages.ask_own(unit.shelf.all(), desk.words))


def _may_ask(text: str) -> bool:
    """Whether there may be a question in it: a word of thanks is none."""
    return any(sign in text for sign in "\n?|？؟")


def ask_own(unit: Unit, desk: Desk, _button: Button) -> Ops:
    """The same by a tap."""
    unit.staff.set_asked(desk.sender.chat_id, QUESTIONS)
    return desk.turn(pages.ask_own(unit.shelf.all(), desk.words))


def answer(unit: Unit, desk: Desk, _about: str, text: str) -> Ops:
    """The lines that were asked for: shown as they will be asked, or what is wrong with them; they may be typed anew until a tap."""
    if not _may_ask(text):
        unit.staff.set_asked(desk.sender.chat_id, None)
        return desk.say(desk.words.t("There is no question in that. /flow shows how to send some."))
    checked = check_words("", text, desk.words.language)
    source = text.encode() if is_yaml(text) or checked.flow is None else in_yaml(checked.flow).encode()
    said = judged(unit, desk.house, desk.words, checked, source, organises=True)
    cut = desk.words.t("That message was as long as one can be, so the rest may be in another one. Send it as a file.")
    more = (Message(cut),) if len(text) >= _CUT_AT else ()
    return tuple(Send(desk.sender.chat_id, one) for one in (*said, *more))


def document(unit: Unit, desk: Desk, sent: Document) -> Ops:
    """A file: read after the commit, or in words why not."""
    t = desk.words.t
    if not is_meant(sent.name):
        return desk.say(
            t(
                "I read questions from a file of plain text (.yaml, .yml or .txt), no other kind. /flow shows how to type them."
            )
        )
    said = _not_yours(unit, desk)
    if said:
        return desk.say(said)
    if sent.size > LARGEST:
        return desk.say(
            t(
                "That file is too large: {count} kB at most. The ones that come with me have about 20.",
                count=LARGEST // 1000,
            )
        )
    return (ReadFlow(desk.sender.chat_id, sent.file_id, sent.name, desk.words.language),)


def is_meant(name: str) -> bool:
    """Whether the name is one of a file that may have questions in it."""
    return name.casefold().endswith(_READ)


def judged(
    unit: Unit, house: House, words: Wording, checked: Checked, source: bytes, *, organises: bool
) -> tuple[Message, ...]:
    """What is said of questions that were sent: ready, with how they will be asked; or every problem with its line."""
    t = words.t
    if checked.flow is None:
        return pages.problems(checked, words)
    if checked.flow.id in house.flows:
        text = t(
            "The name {name} belongs to questions that come with this bot. Give yours another one: the title, or the line “id:”.",
            name=f"<code>{checked.flow.id}</code>",
        )
        return (Message(text),)
    try:
        own = unit.shelf.show(checked.flow, source, house.today)
    except Full:
        return (
            Message(
                t("There are as many questions of your own as there may be. Offer some no more, then send this again.")
            ),
        )
    says = {
        State.SHOWN: "<b>" + t("Ready.") + "</b> " + t("This is how it will be asked:"),
        State.KEPT: t("These very questions are kept already:"),
        State.RETIRED: t("These very questions are kept already, and not offered any more:"),
    }[own.state]
    return (pages.preview(Shown(own.flow, own, organises, says, checked.problems), words),)


def _not_yours(unit: Unit, desk: Desk) -> str:
    if choosing.organises(unit, desk):
        return ""
    return not_yours(desk.words)


def not_yours(words: Wording) -> str:
    """Said to those who facilitate and do not organise."""
    return words.t(
        "Only organisers can add questions here. Ask yours to send me the file: then /new offers it to you too."
    )


def keep(unit: Unit, desk: Desk, button: Button) -> Ops:
    """Keep what was shown, and perhaps go on with it; what was sent meanwhile under the same name is something else."""
    t, name, version = desk.words.t, word(button, 0), button.number(1)
    own = unit.shelf.get(name, version)
    if own is None or mark_of(own.flow) != word(button, 2):
        return desk.say(
            t("Other questions have been sent under this name since, or it was too long ago. Send the file again.")
        )
    if name in desk.house.flows:
        return desk.say(t("That name belongs to questions that come with this bot by now."))
    own = unit.shelf.keep(name, version, desk.house.today) or own
    newest = unit.shelf.newest(name)
    if own.state is State.RETIRED or newest is None or newest.version != version:
        return desk.say(pages.gone(desk.words))
    if word(button, 3) == "use":
        return choosing.ask_title(unit, desk, own.flow)
    unit.staff.set_asked(desk.sender.chat_id, None)
    return desk.turn(pages.kept(own, desk.words))


def see(unit: Unit, desk: Desk, button: Button) -> Ops:
    """The newest version that was kept, retired or not."""
    own = unit.shelf.newest(word(button, 0))
    if own is None:
        return desk.say(pages.gone(desk.words))
    unit.staff.set_asked(desk.sender.chat_id, None)
    return desk.turn(pages.preview(Shown(own.flow, own, choosing.organises(unit, desk)), desk.words))


def retire(unit: Unit, desk: Desk, button: Button) -> Ops:
    """Offer it no more."""
    own = unit.shelf.retire(word(button, 0))
    return desk.turn(pages.retired(own, desk.words)) if own is not None else desk.say(pages.gone(desk.words))


def take_back(unit: Unit, desk: Desk, button: Button) -> Ops:
    """Offer it again."""
    own = unit.shelf.retire(word(button, 0), retired=False)
    return desk.turn(pages.kept(own, desk.words)) if own is not None else desk.say(pages.gone(desk.words))


def send_file(unit: Unit, desk: Desk, button: Button) -> Ops:
    """The file as it was sent."""
    own = unit.shelf.get(word(button, 0), button.number(1))
    if own is None:
        return desk.say(pages.gone(desk.words))
    return (*desk.noted(), SendFlow(desk.sender.chat_id, own.flow.id, own.version, desk.words.language))


def caption(title: str, version: int, words: Wording) -> str:
    """Below the file that is sent back."""
    return words.t("“{title}”, version {version}, as it was sent.", title=escape(title), version=version)
