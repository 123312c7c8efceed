"""What is seen at the desk: one text to judge, all that are left, what was approved or hidden; must not know storage or authors."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from bot.messages import Key, Message, key
from bot.results.panel_ranking import cut
from bot.wording import Wording
from flows.dialogue.answers import Use
from flows.dialogue.openanswers import suspects
from storage.answers.texts import Text, TextState

PAGE = 8
"""Texts on one page of a list."""
_ROOM, _MOST, _IN_A_ROW, _APART = 3000, 24, 6, 8
"""Of all that are left a page has so many characters and texts at most, and so many of its buttons stand side by side."""

Row = tuple[Key, ...]


@dataclass(frozen=True)
class Card:
    """A new text to be judged. `left`: how many are new, this one too; `alike`: an approved one that it may repeat.

    `final`: what is hidden now cannot come back. `public`: names that may stand. `first`: what is to be done before this one is read.
    """

    text: Text
    heading: str
    left: int
    alike: Text | None
    final: bool
    public: tuple[str, ...] = ()
    first: tuple[str, Key] | None = None


class Cards:
    """The pages of one pile (`verb`, and `back` to where it is offered) in one member of staff's language."""

    def __init__(self, code: str, verb: str, back: str, words: Wording) -> None:
        self._code = code
        self._verb = verb
        self._back = back
        self._words = words

    # One text

    def card(self, it: Card) -> Message:
        """Approve, hide, group, cover: the two that are needed most are as wide as the phone."""
        t, text, short = self._words.t, it.text, it.text.short
        found = bool(suspects(text.words, it.public))
        left = self._words.n("{count} left to read", "{count} left to read", it.left)
        lines = [
            f"<b>{escape(it.heading)}</b>{self._for(text)} · {left}",
            "",
            f"“{_underlined(text.words, it.public)}”",
            *self._only_themes(text),
            *(["", t("Look twice at what is underlined.")] if found else []),
            *(["", t("It may be the same as:") + f" “{escape(cut(it.alike.words, 200))}”"] if it.alike else []),
            *(["", it.first[0]] if it.first else []),
        ]
        hide = t("Hide for good") if it.final else t("Hide")
        rows: list[Row] = [
            (self._key("✅ " + t("Approve"), "ok", short, style="success"),),
            (self._key("🚫 " + hide, "hide", short, style="danger"),),
            *([(self._key("✂️ " + t("Hide what is underlined"), "mask", short),)] if found else []),
            *([(self._key("🔗 " + t("The same as that"), "is", short, it.alike.short),)] if it.alike else []),
            (self._key(t("Same as …"), "same", short), self._key(t("Hide words …"), "cover", short)),
            *([(it.first[1],)] if it.first else []),
            (
                *([self._key(t("Later"), "new", short), self._key(t("All the rest …"), "rest")] if it.left > 1 else []),
                self._key(self._back, "home"),
            ),
        ]
        return Message("\n".join(lines), tuple(rows))

    def overtaken(self, text: Text, heading: str, told: str, left: int) -> Message:
        """A card that a colleague has judged while it was open: what became of it; what was approved can still be hidden."""
        t, is_hidden = self._words.t, text.state is TextState.HIDDEN
        words = [] if is_hidden or not text.words else ["", f"“{escape(text.words)}”"]
        lines = [f"<b>{escape(heading)}</b>{self._for(text)}", *words, "", escape(told)]
        onward = self._key(t("Next") + " →", "new") if left else self._key(self._back, "home")
        hides = () if is_hidden else ((self._key("🚫 " + t("Hide"), "hide", text.short, style="danger"),),)
        return Message("\n".join(lines), ((onward,), *hides))

    def same_as(self, text: Text, others: Sequence[Text], *, apart: bool) -> Message:
        """Asked which approved one it is the same as. `apart`: some are approved that may not be joined with it, for their use."""
        t, is_new = self._words.t, text.state is TextState.NEW
        back, act = (self._key(t("← Back"), "card" if is_new else "item", text.short),), "is" if is_new else "join"
        if not others:
            quoted = t("What is approved may be quoted, and this one is only for themes: the two are never joined.")
            themes = t("What is approved is only for themes, and this one may be quoted: the two are never joined.")
            none = t("There is nothing approved yet that it could be the same as.")
            said = none if not apart else themes if text.use is Use.QUOTE else quoted
            return Message(said, (back,))
        listed = "\n".join(f"{n}. {escape(cut(other.words, 150))}" for n, other in enumerate(others, 1))
        keys = tuple(
            (self._key(f"{n} {cut(other.words, 50)}", act, text.short, other.short),)
            for n, other in enumerate(others, 1)
        )
        asked = t("The same as which one? They count as one from then on.")
        return Message(f"“{escape(cut(text.words, 200))}”\n\n{asked}\n\n{listed}", (*keys, back))

    def ask_words(self, text: Text, remark: str = "") -> Message:
        """Asked which words are to be hidden."""
        t = self._words.t
        lines = [
            *([escape(remark), ""] if remark else []),
            f"“{escape(text.words)}”",
            "",
            t("Type the words to hide, as they stand there. They become […], and nobody can bring them back."),
        ]
        return Message("\n".join(lines), ((self._key(t("← Back"), "card", text.short),),))

    # Several

    def rest(
        self,
        new: Sequence[Text],
        headings: Mapping[str, str],
        public: tuple[str, ...],
        first: tuple[str, Key] | None = None,
    ) -> Message:
        """What is left, in full, so that it is read before one tap approves it: as many texts as fit a page."""
        t, n, page = self._words.t, self._words.n, first_page(new)
        lines = [
            n("{count} left to read", "{count} left to read", len(new)),
            t("A number opens one, to hide it or words in it."),
        ]
        before = ""
        for number, text in enumerate(page, 1):
            lines += [f"\n<b>{escape(headings[text.question_id])}</b>"] if text.question_id != before else []
            lines.append(f"{number}. “{_underlined(text.words, public)}”" + "".join(self._only_themes(text)))
            before = text.question_id
        first = first if len(page) == len(new) else None
        lines += ["", first[0]] if first else []
        every = t("Approve all the rest") if len(page) == len(new) else n(
            "Approve this {count}", "Approve these {count}", len(page))  # fmt: skip
        keys = [self._key(str(number), "card", text.short) for number, text in enumerate(page, 1)]
        picks = [tuple(keys[at : at + _IN_A_ROW]) for at in range(0, len(keys), _IN_A_ROW)]
        all_of_them = (self._key("✅ " + every, "restok", digest(page), style="success"),)
        last = (self._key(t("← One at a time"), "new"), self._key(self._back, "home"))
        return Message("\n".join(lines), (all_of_them, *picks, *([(first[1],)] if first else []), last))

    def listing(
        self, texts: Sequence[Text], title: str, page: int, votes: Mapping[str, int], act: str = "list"
    ) -> Message:
        """Approved ones, or (`act`) hidden ones, a page at a time; `votes` by id, from a release."""
        first = page * PAGE
        shown = texts[first : first + PAGE]
        lines = [f"<b>{title}</b>"]
        lines += [
            f"{n}. {self._marked(text)}" + self._votes(votes.get(text.id)) for n, text in enumerate(shown, first + 1)
        ]
        rows = [
            (self._key(f"{n} {cut(text.words, 45)}", "item", text.short),) for n, text in enumerate(shown, first + 1)
        ]
        back = (self._key("←", act, str(page - 1)),) if page else ()
        more = (self._key("→", act, str(page + 1)),) if first + PAGE < len(texts) else ()
        return Message("\n\n".join(lines), (*rows, (*back, self._key(self._back, "home"), *more)))

    def item(
        self, text: Text, grouped: Sequence[Text], heading: str, more: Row, *, joins: bool, stays: bool, final: bool
    ) -> Message:
        """A text that was judged. `grouped`: those that were said to be the same; `more`: what else can be done about it.

        `joins`: there are others that it can be the same as; `stays`: it cannot be new again, joined or parted, as it is in a vote
        or the desk has ended; `final`: what is hidden now cannot come back.
        """
        t, short = self._words.t, text.short
        lines = [f"<b>{escape(heading)}</b>{self._for(text)}", "", self._marked(text), *self._only_themes(text)]
        if text.state is TextState.HIDDEN:
            keys = (self._key(t("Back to new"), "unhide", short), self._key(self._back, "home"))
            return Message("\n".join(lines), (keys[1:] if stays else keys,))
        if grouped:
            said = self._words.n("{count} other says the same.", "{count} others say the same.", len(grouped))
            lines += ["", said, *(f"• {escape(cut(other.words, 150))}" for other in grouped[:_APART])]
        hide = self._key("🚫 " + (t("Hide for good") if final else t("Hide")), "drop", short, style="danger")
        again = self._key(t("Back to new"), "undo", short)
        list_key = self._key(t("← The list"), "list", "0")
        same = (self._key("🔗 " + t("Same as …"), "alike", short),) if joins and not stays else ()
        apart = [(self._key("↩️ " + t("Apart again: {text}", text=cut(other.words, 30)), "apart", other.short),)
                 for other in grouped[:_APART] if not stays]  # fmt: skip
        last = ((hide,) if stays else (hide, again), (list_key,))
        return Message("\n".join(lines), tuple(row for row in (more, same, *apart, *last) if row))

    # Words

    def _marked(self, text: Text) -> str:
        words = escape(text.words)
        return ("📌 " if text.pinned else "") + (f"<s>{words}</s>" if text.state is TextState.ANSWERED else words)

    def _for(self, text: Text) -> str:
        return " · " + self._words.t("for {name}", name=escape(text.speaker)) if text.speaker else ""

    def _only_themes(self, text: Text) -> list[str]:
        """Its author has said that it must never be quoted: you read it, and nobody else does."""
        return (
            ["\n<i>" + self._words.t("Only for themes: nobody else will read it.") + "</i>"]
            if text.use is Use.THEME
            else []
        )

    def _votes(self, votes: int | None) -> str:
        return "" if votes is None else " · " + self._words.n("{count} vote", "{count} votes", votes)

    def _key(self, label: str, *arguments: str, style: str = "") -> Key:
        return key(self._code, label, self._verb, *arguments, style=style)


def first_page(new: Sequence[Text]) -> Sequence[Text]:
    """As many of the new ones, from the first on, as are read on one page; at least one."""
    size, most = 0, 0
    for text in new[:_MOST]:
        size += len(escape(text.words)) + 60
        if most and size > _ROOM:
            break
        most += 1
    return new[:most]


def digest(page: Sequence[Text]) -> str:
    """What tells this page from any other: one text more, or a word less, and its button does nothing any more."""
    return hashlib.sha256("\0".join(f"{text.id}\0{text.words}" for text in page).encode()).hexdigest()[:16]


def _underlined(words: str, public: tuple[str, ...]) -> str:
    """The text as HTML, with what may tell who somebody is underlined."""
    parts, at = [], 0
    for span in suspects(words, public):
        parts += [escape(words[at : span.start]), f"<u>{escape(words[span.start : span.end])}</u>"]
        at = span.end
    return "".join([*parts, escape(words[at:])])
