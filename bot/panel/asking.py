"""Writing a question to the panel: for whom, masked, not asked before, taken back; must not know facilitators' work or SQL.

What is typed is masked before anything is stored, and its author sees it first, as with every open answer. Whom one is
writing to is kept sealed with where one stands, so it outlives a restart; the newest prompt on the phone gets the words.

Long: one question on its way, from the first word to the last tap; its steps share what is kept of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from html import escape

from bot.buttons import Button
from bot.memory import Unsent
from bot.messages import Edit, Flash, Message, Op, RefreshBoards, Remove
from bot.panel.pages import numbers_of
from bot.panel.place import Place
from bot.participant.beside import ASKING
from bot.participant.meant import waiting
from bot.participant.remarks import remark
from bot.participant.spoken import hidden
from flows.counting.release import needed
from flows.definition.flow import TextQuestion
from flows.dialogue.answers import Refusal, Skipped, Slip, Use, Written, read_answer
from flows.dialogue.effects import Notice
from flows.dialogue.openanswers import has_names, masked, together, with_names
from flows.dialogue.similar import similar
from flows.dialogue.standing import Waits

LIMIT = 300
"""Characters of a question to the panel: it is read out, and stands on a screen."""

MEANT, SPEAKER = "meant", "speaker"
_ANY = TextQuestion(id="panel", text="?")


@dataclass(frozen=True)
class Writing:
    """A question that somebody is writing.

    `rev`: their newest screen when they began, so that words typed below a later one are that one's; `message_id`: the
    prompt. `turn` counts what they typed, so that an old preview sends nothing else. `text`: masked, waits for `wait`: for
    the author's word about what is hidden ("mask"), about `offered` ones that are alike ("similar"), whether it is one ("meant"), or,
    before anything is typed, for whom it will be ("speaker"); `first`: what they typed before it, and may be the beginning of it.
    """

    ballot: str
    about: str
    rev: int
    message_id: int | None
    turn: int = 0
    text: str = ""
    wait: str = ""
    offered: tuple[str, ...] = ()
    first: str = ""


def first_page(place: Place) -> Message:
    """What somebody sees first of a round, by what they have answered so far."""
    k = needed(0, place.visit.workshop.policy)
    match place.given:
        case Written(text, _, about):
            return place.pages.noted(text, about, k)
        case Skipped():
            return place.pages.nothing()
        case _ if place.is_counted:
            return place.pages.counted(is_vote=False)
        case _:
            return place.pages.invitation(_speakers(place), k)


def standing(place: Place) -> Message:
    """What stands on the phone: what is being written, as far as it has come, else the first page."""
    writing = writing_of(place)
    if writing is None:
        return first_page(place)
    match writing.wait:
        case "mask":
            return place.pages.hidden(writing.text, writing.turn, names=False)
        case "similar":
            known = {q.short: q.words for q in place.unit.panel.votable(place.visit.workshop.id)}
            return place.pages.similar([known[short] for short in writing.offered if short in known], writing.turn)
        case "meant":
            return _asks_whether(place, writing)
        case "speaker":
            return place.pages.speaker(_speakers(place))
        case _:
            return place.pages.writing(writing.about, _speakers(place))


def _asks_whether(place: Place, writing: Writing) -> Message:
    """What was typed, and whether it is a question: drawn from what is kept, so that it can be shown again."""
    before, mask = place.given, hidden(place.visit.words).values()
    said, hides = before.text if isinstance(before, Written) else "", any(word in writing.text for word in mask)
    return place.pages.meant(writing.text, said, _speakers(place), writing.turn, first=writing.first, hides=hides)


def writing_of(place: Place) -> Writing | None:
    """The question that they are writing in this round; None when a newer screen stands below its prompt."""
    data = place.held(ASKING)
    writing = Writing(**(data | {"offered": tuple(data["offered"])})) if data is not None else None
    return writing if writing is not None and writing.rev == place.visit.person.chat.rev else None


def typed(place: Place, writing: Writing, text: str, unsent: Unsent) -> tuple[Op, ...]:
    """Mask it first; words with a name in them wait in memory while their author is asked."""
    words, before = place.visit.words, unsent.take(*_key(place))
    settled = _settled(place, writing)
    if " ".join(text.split()).casefold().strip(" .!") in words.t("cancel|never mind").casefold().split("|"):
        place.keep(ASKING, None)
        return (*settled, *place.anew(first_page(place)))
    if writing.text and place.is_coming:  # typed before that was shown: the second half of it
        text = together(before or writing.text, text)
    read = _read(text)
    if isinstance(read, Refusal):
        place.keep(ASKING, asdict(replace(writing, message_id=None)))
        return (
            *settled,
            *place.anew(place.pages.writing(writing.about, _speakers(place), remark=remark(words, read))),
        )
    public = _speakers(place)
    proposal = masked(read, hidden(words), public, place.find)
    now = replace(writing, turn=writing.turn + 1, text=proposal.text, wait="mask", message_id=None)
    if proposal.waits is not Waits.MASK:
        return (*settled, *place.anew(_offer(place, now)), RefreshBoards(place.visit.workshop.id))
    if has_names(read, public, place.find):
        unsent.keep(*_key(place), read)
    place.keep(ASKING, asdict(now))
    return (*settled, *place.anew(place.pages.hidden(now.text, now.turn, names=proposal.names)))


def more(place: Place, text: str, unsent: Unsent) -> tuple[Op, ...]:
    """The rest of a question that was handed in: all of it is one question, which its author is shown."""
    first, held = place.given, place.held(ASKING)
    if not isinstance(first, Written):
        return meant(place, text, unsent)
    turn = held["turn"] if held is not None else 0
    writing = Writing(place.ballot.id, first.about, place.visit.person.chat.rev, None, turn)
    return typed(place, writing, together(first.text, text), unsent)


def _more(place: Place, _button: Button, unsent: Unsent) -> tuple[Op, ...]:
    """Words of which was asked for what they are: for the panel."""
    text, pressed = waiting(place.visit, unsent), place.visit.press
    if text is None:
        return place.turn(first_page(place))
    gone = (Remove(place.visit.sender.chat_id, pressed.message_id),) if pressed and pressed.message_id else ()
    here = replace(place, visit=replace(place.visit, press=None))
    spins = (Flash(pressed.query_id),) if pressed else ()
    return (*spins, *gone, *more(here, text, unsent))


def _join(place: Place, button: Button, unsent: Unsent) -> tuple[Op, ...]:
    """What was typed is more of what was typed before, or of the question that was handed in."""
    writing, typed_before = _waiting_for(place, MEANT, button), unsent.take(*_key(place))
    if writing is None:
        return _earlier(place)
    if writing.first:
        return place.turn(_meant(place, together(writing.first, typed_before or writing.text), unsent))
    pressed, here = place.visit.press, replace(place, visit=replace(place.visit, press=None))
    gone = (Remove(place.visit.sender.chat_id, pressed.message_id),) if pressed and pressed.message_id else ()
    spins = (Flash(pressed.query_id),) if pressed else ()
    return (*spins, *gone, *more(here, typed_before or writing.text, unsent))


def meant(place: Place, text: str, unsent: Unsent) -> tuple[Op, ...]:
    """Words that nothing on the phone asked for, while the round is open: their author is asked whether they are a question.

    What they typed before, and were being asked about, may be the first half of it.
    """
    held, typed_before = place.held(ASKING), unsent.take(*_key(place))
    is_second = held is not None and held["wait"] == MEANT and held["rev"] == place.visit.person.chat.rev
    if held is None or not is_second:
        return place.anew(_meant(place, text, unsent))
    if place.is_coming:
        return place.anew(_meant(place, together(typed_before or held["text"], text), unsent))
    return place.anew(_meant(place, text, unsent, first=held["text"]))


def _meant(place: Place, text: str, unsent: Unsent, first: str = "") -> Message:
    words, held, before = place.visit.words, place.held(ASKING), place.given
    read, speakers = _read(text), _speakers(place)
    if isinstance(read, Refusal):
        place.keep(ASKING, None)
        k = needed(0, place.visit.workshop.policy)
        return place.pages.invitation(speakers, k, head=escape(remark(words, read)))
    proposal, turn = masked(read, hidden(words), speakers, place.find), held["turn"] + 1 if held is not None else 1
    rev = place.visit.person.chat.rev
    writing = Writing(place.ballot.id, "", rev, None, turn, proposal.text, MEANT, first=first)
    place.keep(ASKING, asdict(writing))
    if proposal.names and (first or isinstance(before, Written)):
        unsent.keep(*_key(place), read)
    said, hides = before.text if isinstance(before, Written) else "", proposal.waits is Waits.MASK
    return place.pages.meant(proposal.text, said, speakers, turn, first=first, hides=hides)


def _is_meant(place: Place, button: Button, _unsent: Unsent) -> tuple[Op, ...]:
    """It is a question, for this speaker."""
    writing = _waiting_for(place, MEANT, button)
    if writing is None:
        return _earlier(place)
    named = dict(enumerate(_speakers(place), 1))
    about = named.get(numbers_of(button)[0], "")
    return _drawn(place, _offer(place, replace(writing, about=about)))


def _ask(place: Place, button: Button, unsent: Unsent) -> tuple[Op, ...]:
    """Begin to write: for whom, if there is a choice."""
    speakers = _speakers(place)
    if not speakers:
        return _to(place, button, unsent)
    place.keep(ASKING, asdict(Writing(place.ballot.id, "", place.visit.person.chat.rev, None, wait=SPEAKER)))
    return place.turn(place.pages.speaker(speakers))


def _to(place: Place, button: Button, _unsent: Unsent) -> tuple[Op, ...]:
    """The speaker is chosen: the next words are the question."""
    named = dict(enumerate(_speakers(place), 1))
    about = named.get(next(iter(numbers_of(button)), 0), "")
    message_id = place.visit.press.message_id if place.visit.press else None
    place.keep(ASKING, asdict(Writing(place.ballot.id, about, place.visit.person.chat.rev, message_id)))
    before = place.given
    return place.turn(place.pages.writing(about, _speakers(place), before.text if isinstance(before, Written) else ""))


def _agree(place: Place, button: Button, unsent: Unsent) -> tuple[Op, ...]:
    """Send it with what is hidden."""
    writing = _waiting_for(place, "mask", button)
    unsent.take(*_key(place))
    return _drawn(place, _offer(place, writing)) if writing else _earlier(place)


def _not_a_name(place: Place, button: Button, unsent: Unsent) -> tuple[Op, ...]:
    """The words come from memory, if they are those whose preview was shown."""
    writing, words = _waiting_for(place, "mask", button), place.visit.words
    typed_before = unsent.take(*_key(place))
    if writing is None:
        return _earlier(place)
    hide, public = hidden(words), _speakers(place)
    if typed_before is None or masked(typed_before, hide, public, place.find).text != writing.text:
        place.keep(ASKING, asdict(replace(writing, wait="", text="")))
        return place.turn(place.pages.writing(writing.about, _speakers(place), remark=remark(words, Notice.TYPE_AGAIN)))
    return _drawn(place, _offer(place, replace(writing, text=with_names(typed_before, hide, place.find))))


def _offer(place: Place, writing: Writing) -> Message:
    """Take it, unless questions like it are there already: then its author chooses."""
    known = {q.short: q.words for q in place.unit.panel.votable(place.visit.workshop.id)}
    offered = similar(writing.text, known)
    if not offered:
        return _take(place, writing)
    place.keep(ASKING, asdict(replace(writing, wait="similar", offered=offered)))
    return place.pages.similar([known[short] for short in offered], writing.turn)


def _take(place: Place, writing: Writing) -> Message:
    place.keep(ASKING, None)
    if not place.hand_in(Written(writing.text, Use.QUOTE, writing.about)):
        return Message(place.visit.words.t("This round of questions is over."))
    return place.pages.noted(writing.text, writing.about, needed(0, place.visit.workshop.policy))


def _mine(place: Place, button: Button, _unsent: Unsent) -> tuple[Op, ...]:
    """It is none of those that are alike."""
    writing = _waiting_for(place, "similar", button)
    return _drawn(place, _take(place, writing)) if writing else _earlier(place)


def _same(place: Place, button: Button, _unsent: Unsent) -> tuple[Op, ...]:
    """It is one of those: nothing is sent, and that is an answer too."""
    return _without(place, same=True) if _waiting_for(place, "similar", button) else _earlier(place)


def _nothing(place: Place, _button: Button, _unsent: Unsent) -> tuple[Op, ...]:
    """Nothing from me, or what was sent is taken back: an answer too."""
    return _without(place, same=False)


def _without(place: Place, *, same: bool) -> tuple[Op, ...]:
    place.keep(ASKING, None)
    place.hand_in(Skipped())
    return _drawn(place, place.pages.nothing(same=same))


def _stop(place: Place, _button: Button, unsent: Unsent) -> tuple[Op, ...]:
    """Do not write after all; what was sent before stays."""
    unsent.take(*_key(place))
    place.keep(ASKING, None)
    return place.turn(first_page(place))


ACTS: Mapping[str, Callable[[Place, Button, Unsent], tuple[Op, ...]]] = {
    "ask": _ask,
    "to": _to,
    "send": _agree,
    "keep": _not_a_name,
    "mine": _mine,
    "same": _same,
    "none": _nothing,
    "back": _nothing,
    "stop": _stop,
    "meant": _is_meant,
    "more": _more,
    "join": _join,
}
"""What the buttons of a round do."""


def _waiting_for(place: Place, wait: str, button: Button) -> Writing | None:
    """The question that waits for this word, if the button is of its newest preview."""
    data = place.held(ASKING)
    if data is None or data["wait"] != wait or numbers_of(button)[-1:] != (data["turn"],):
        return None
    return Writing(**(data | {"offered": tuple(data["offered"])}))


def _earlier(place: Place) -> tuple[Op, ...]:
    """A button of an earlier preview: show where the question stands."""
    return place.turn(first_page(place))


def _settled(place: Place, writing: Writing) -> tuple[Op, ...]:
    """The prompt that was answered: what is typed below it stays readable, and it asks nothing any more."""
    if writing.message_id is None:
        return ()
    return (Edit(place.visit.sender.chat_id, writing.message_id, place.pages.typed(writing.about)),)


def _drawn(place: Place, message: Message) -> tuple[Op, ...]:
    return (*place.turn(message), RefreshBoards(place.visit.workshop.id))


def _read(text: str) -> str | Refusal:
    read = read_answer(_ANY, text)
    if isinstance(read, Written) and len(read.text) > LIMIT:
        return Refusal(Slip.TOO_LONG, need=LIMIT, got=len(read.text))
    return read.text if isinstance(read, Written) else read if isinstance(read, Refusal) else Refusal(Slip.WRONG_KIND)


def _speakers(place: Place) -> tuple[str, ...]:
    return place.unit.panel.speakers(place.visit.workshop.id)


def _key(place: Place) -> tuple[str, int]:
    """Apart from the words of an open answer, which may wait at the same time."""
    return f"{place.visit.workshop.id}/panel", place.visit.sender.user_id
