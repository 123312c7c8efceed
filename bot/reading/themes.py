"""What is seen when approved answers are sorted into themes: all of a question, one, what goes in; must not know storage or authors.

Long: every page of themes, one after the other, each a few lines.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from bot.messages import Key, Message, key
from bot.reading.saying import Stands, at_work, missing, rule
from bot.results.panel_ranking import cut
from bot.results.themes import name_of
from bot.wording import Wording
from flows.definition.flow import Question
from flows.dialogue.answers import Use
from flows.theming.values import FEWEST_ANSWERS
from storage.answers.grouping import Grouping
from storage.answers.texts import Text
from storage.answers.themes import LABEL, Theme
from storage.answers.told import Themed

VERB, POLL = "theme", "themepoll"
PAGE = 8
"""Answers on one page."""
_IN_A_ROW, _LONGEST = 4, 150
_ABREAST = 2
"""Buttons with words that a phone shows side by side without cutting them."""
_FOUND, _FAR = 16, 10
"""Answers that a search shows, and pages that one tap goes on where there are many."""
FEWEST, MOST = 2, 12
"""So many themes make a poll of which one matters most."""

_QUOTE = 90
"""Characters of the answer that stands for a theme, in the list of all."""

Row = tuple[Key, ...]


def sign(question_id: str) -> str:
    """A question's id as a button carries it: an id may be too long for one."""
    return hashlib.sha256(question_id.encode()).hexdigest()[:8]


def stamp(texts: Sequence[Text], mode: str) -> str:
    """What tells this list from any other, so that a typed number never means another answer than the one that was read."""
    return hashlib.sha256("\0".join([mode, *(f"{text.id}\0{text.words}" for text in texts)]).encode()).hexdigest()[:6]


def wordless(words: Wording) -> str:
    """Said to words typed where no button has asked for them."""
    return words.t("Nothing was asked for. Here you tap first, for example ✏️ Rename or ➕ New theme …, and then type.")


def folded(text: str) -> str:
    """Words as they are searched for: in small letters, without accents, blanks as one."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def numbers_in(typed: str, words: Wording) -> tuple[int, ...] | None:
    """The numbers in "1, 4 and 7" or "2-5"; None where anything else is said."""
    joins = {*words.t("and").casefold().split("|"), "and", "&", "+"}
    found: list[int] = []
    for word in re.split(r"[\s,;.#()]+", unicodedata.normalize("NFKC", typed).casefold()):
        span = re.fullmatch(r"(\d{1,3})(?:[-–](\d{1,3}))?", word)
        if span is None and word and word not in joins:
            return None
        if span is not None:
            first = int(span[1])
            found += range(first, int(span[2] or first) + 1)
    return tuple(dict.fromkeys(found)) or None


class ThemePages:
    """The pages of one workshop's themes in one member of staff's language. `asks`: whether a poll can still be made."""

    def __init__(self, code: str, words: Wording, *, asks: bool) -> None:
        self._code = code
        self._words = words
        self._asks = asks

    def questions(self, asked: Sequence[Question]) -> Message:
        """Of which question: several have approved answers."""
        rows = [(self._key(cut(question.name, 50), "home", sign(question.id)),) for question in asked]
        text = self._words.t("The themes of which question?")
        return Message(text, (*rows, (self._desk(),)))

    def themes(self, asked: Question, stands: Stands) -> Message:
        """The themes of a question, and what is in none; live: counts move, and what the machine does is said, as it happens."""
        t, q, grouping = self._words.t, sign(asked.id), stands.grouping
        lines = ["<b>" + t("Themes") + f"</b> · {escape(asked.name)}", *at_work(stands, self._words)]
        if not stands.themes:
            together = t(
                "Put answers together under a name. They stand together on the wall, and a theme becomes a poll."
            )
            if not self._asks:
                together = t("Put answers together under a name. They stand together on the wall and in the report.")
            lines += ["", together]
        lines += [""] if stands.themes else []
        lines += [line for one in stands.themes for line in self._listed(one, stands)]
        none = self._words.n("{count} answer is in no theme.", "{count} answers are in no theme.", stands.left)
        lines += ["", none if stands.left or not stands.themes else t("Every answer is in a theme.")]
        lines += rule(stands, self._words)
        if self._asks and len(stands.told) > MOST:
            lines += [t("More than {count} themes make no poll of which one matters most: merge some.", count=MOST)]
        rows: list[Row] = [(self._key(f"{cut(name_of(one.theme, self._words), 45)} ({one.count})", "open", one.theme.handle, "0"),)
                           for one in stands.themes]  # fmt: skip
        rows += self._machine(q, stands)
        rows.append((*self.undo(q, grouping), self._key("➕ " + t("New theme …"), "new", q)))
        if self._asks and FEWEST <= len(stands.told) <= MOST:
            rows.append((key(self._code, "🗳 " + t("Poll: which one matters most?"), POLL, "which", q),))
        return Message("\n".join(lines), (*rows, (self._desk(),)))

    def _machine(self, q: str, stands: Stands) -> list[Row]:
        """What can be asked of it, while it is not at work."""
        t = self._words.t
        if stands.grouping.wish is not None or stands.texts < FEWEST_ANSWERS:
            return []
        if not stands.grouping.live:
            return [(self._key("✨ " + t("Propose themes"), "propose", q, style="success"),)]
        return [(self._key("✨ " + t("Group anew"), "anew", q), self._key("✋ " + t("By hand only"), "rest", q))]

    def undo(self, q: str, grouping: Grouping) -> tuple[Key, ...]:
        """The last act, of whoever it was, can be undone: the button names it, so that it never undoes another."""
        is_free = grouping.undo and grouping.wish is None
        return (self._key("↩️ " + self._words.t("Undo"), "undo", q, grouping.undo),) if is_free else ()

    def _listed(self, one: Themed, stands: Stands) -> Iterator[str]:
        said = f"• <b>{escape(name_of(one.theme, self._words))}</b> · {self._sized(one)}"
        yield said + (f" · <i>{few}</i>" if (few := missing(one, stands.k, self._words)) else "")
        if one.quote is not None:
            yield f"   “{escape(cut(one.quote.words, _QUOTE))}”"

    def theme(self, one: Themed, texts: Sequence[Text], stands: Stands, page: int = 0) -> Message:
        """One theme: what is in it, and what can be done with it."""
        t, theme, handle, grouping = self._words.t, one.theme, one.theme.handle, stands.grouping
        inside = [text for text in texts if text.id in theme.texts]
        first = _from(page, len(inside))
        shown = inside[first : first + PAGE]
        few = missing(one, stands.k, self._words)
        lines = [
            f"<b>{escape(name_of(theme, self._words))}</b> · {self._sized(one)}" + (f" · <i>{few}</i>" if few else "")
        ]
        if not theme.label:
            lines += [t("Nobody may read its answers, so the machine has no name for it. You can give it one.")]
        stands_for = one.quote.id if one.quote else ""
        lines += [
            ("❝ " if text.id == stands_for else "") + self._line(n, text) for n, text in enumerate(shown, first + 1)
        ]
        lines += [] if inside else [t("Nothing is in it yet.")]
        rows: list[Row] = [(self._key("➕ " + t("Put answers in …"), "put", handle, "0", "l", style="success"),)]
        rows += _rows(self._key(str(n), "text", handle, text.short) for n, text in enumerate(shown, first + 1))
        rows += self._turning(first, len(inside), lambda at: ("open", handle, str(at)))
        if self._asks and theme.label and theme.id in stands.told:
            rows.append((key(self._code, "🗳 " + t("Poll: does this matter most?"), POLL, "one", handle),))
            rows.append((key(self._code, "🗳 " + t("Poll: how much does it matter?"), POLL, "much", handle),))
        is_large = len(inside) >= FEWEST_ANSWERS and grouping.wish is None
        acts = [
            self._key("✏️ " + t("Rename"), "name", handle),
            *([self._key("🔗 " + t("Merge …"), "merge", handle)] if len(stands.themes) > 1 else []),
            *([self._key("✂️ " + t("Split"), "split", handle)] if is_large else []),
            self._key("🗑 " + t("Delete"), "del", handle),
        ]
        rows += [tuple(acts[at : at + _ABREAST]) for at in range(0, len(acts), _ABREAST)]
        rows += [(self._key("↩️ " + t("Undo the merge: {theme}", theme=cut(name_of(taken, self._words), 30)), "part", handle,
                            taken.handle),)
                 for taken in theme.taken]  # fmt: skip
        rows += [(*undo,)] if (undo := self.undo(sign(theme.question_id), grouping)) else []
        return Message("\n\n".join(lines), (*rows, (self._home(theme),)))

    def put(self, theme: Theme, listed: Sequence[Text], page: int, mode: str, elsewhere: dict[str, Theme]) -> Message:
        """A list to pick from, of which those that are in the theme are ticked. `elsewhere`: in which other theme a text is."""
        t, handle, first = self._words.t, theme.handle, _from(page, len(listed))
        shown = listed[first : first + PAGE]
        lines = [
            f"<b>{escape(name_of(theme, self._words))}</b>",
            t(
                "Tap the answers that belong there, or type their numbers: 1, 4 and 7. A word that you type finds those with it."
            ),
        ]
        lines += [self._line(n, text, ticked=text.id in theme.texts, there=elsewhere.get(text.id))
                  for n, text in enumerate(shown, first + 1)]  # fmt: skip
        lines += [] if listed else [t("Every approved answer is in another theme.")]
        at = first // PAGE
        rows = _rows(self._tick(n, theme, text, f"-{at}-{mode}") for n, text in enumerate(shown, first + 1))
        rows += self._turning(first, len(listed), lambda to: ("put", handle, str(to), mode))
        other = ("a", t("Those of other themes too")) if mode == "l" else ("l", t("Without those of other themes"))
        rows.append((self._key(other[1], "put", handle, "0", other[0]),))
        return Message("\n\n".join(lines), (*rows, (self._key(t("Done"), "open", handle, "0"),)))

    def found(self, theme: Theme, listed: Sequence[Text], numbers: Sequence[int], mode: str) -> Message:
        """Those of the list that have a word in them, under the numbers that they have there."""
        n, shown = self._words.n, numbers[:_FOUND]
        more = len(numbers) - len(shown)
        head = n("{count} answer has that in it:", "{count} answers have that in them:", len(numbers))
        lines = [f"<b>{escape(theme.label)}</b>", head]
        lines += [self._line(at, listed[at - 1], ticked=listed[at - 1].id in theme.texts) for at in shown]
        lines += (
            [n("… and {count} more: type a longer word.", "… and {count} more: type a longer word.", more)]
            if more
            else []
        )
        rows = _rows(self._tick(at, theme, listed[at - 1], f"-{(at - 1) // PAGE}-{mode}") for at in shown)
        rows.append((self._key(self._words.t("All of them"), "put", theme.handle, "0", mode),))
        return Message("\n\n".join(lines), (*rows, (self._key(self._words.t("Done"), "open", theme.handle, "0"),)))

    def text(self, theme: Theme, text: Text) -> Message:
        """One answer in a theme, in full."""
        t = self._words.t
        quote: list[Row] = [(self._key("❝ " + t("Let it stand for the theme"), "quote", theme.handle, text.short),)]
        rows = (
            *(quote if text.use is Use.QUOTE and text.id != theme.quote else []),
            (self._key(t("Take it out"), "out", theme.handle, text.short),),
            (self._key(t("Into another theme …"), "which", text.short),),
            (self._key("← " + cut(name_of(theme, self._words), 40), "open", theme.handle, "0"),),
        )
        return Message(
            f"<b>{escape(name_of(theme, self._words))}</b>\n\n“{escape(text.words)}”" + self._only_themes(text), rows
        )

    def which(self, text: Text, themes: Sequence[Theme]) -> Message:
        """Into which theme one answer goes."""
        t = self._words.t
        rows: list[Row] = [
            (
                self._key(
                    ("☑ " if text.id in theme.texts else "") + cut(name_of(theme, self._words), 45),
                    "to",
                    theme.handle,
                    text.short,
                ),
            )
            for theme in themes
        ]
        rows.append((self._key("➕ " + t("New theme …"), "newfor", text.short),))
        back = key(self._code, t("← Back"), "desk", "item", text.short)
        return Message(f"“{escape(cut(text.words, 400))}”\n\n" + t("Into which theme?"), (*rows, (back,)))

    def merge(self, theme: Theme, others: Sequence[Themed]) -> Message:
        """Into which other one it is merged; how large each is."""
        t = self._words.t
        rows = [
            (self._key(f"{cut(name_of(one.theme, self._words), 45)} ({one.count})", "into", theme.handle, one.theme.handle),)
            for one in others
        ]  # fmt: skip
        asked = t("Merge “{theme}” into which one? Its answers stand below that name then. It can be undone.",
                  theme=escape(name_of(theme, self._words)))  # fmt: skip
        return Message(asked, (*rows, (self._key(t("← Back"), "open", theme.handle, "0"),)))

    def delete(self, theme: Theme, texts: Sequence[Text]) -> Message:
        """Asked once."""
        t = self._words.t
        asked = "<b>" + t("Delete the theme “{theme}”?", theme=escape(name_of(theme, self._words))) + "</b>"
        told = self._words.n("Its {count} answer stays, in no theme.", "Its {count} answers stay, in no theme.",
                             sum(text.id in theme.texts for text in texts))  # fmt: skip
        yes = self._key("🗑 " + t("Delete it"), "delyes", theme.handle, style="danger")
        return Message(f"{asked}\n{told}", ((yes,), (self._key(t("← Back"), "open", theme.handle, "0"),)))

    def ask_name(self, back: tuple[str, ...], now: str = "", remark: str = "") -> Message:
        """Asked for a name; `now`: the one it has; `back`: where Back leads."""
        t = self._words.t
        lines = [*([escape(remark)] if remark else []), *([t("Now:") + f" {escape(now)}"] if now else [])]
        lines.append(t("What is the theme called? Type up to {count} characters.", count=LABEL))
        return Message("\n\n".join(lines), ((self._key(t("← Back"), *back),),))

    # Parts

    def _tick(self, number: int, theme: Theme, text: Text, place: str) -> Key:
        """The button says what it will do, so that two taps in a row do it once."""
        is_in = text.id in theme.texts
        do = "off" if is_in else "on"
        return self._key(f"{'☑' if is_in else '☐'} {number}", "set", theme.handle, text.short, do + place)

    def _line(self, number: int, text: Text, *, ticked: bool = False, there: Theme | None = None) -> str:
        about = [f"☑ {number}." if ticked else f"{number}.", escape(cut(text.words, _LONGEST))]
        about += [f"<i>({escape(name_of(there, self._words))})</i>"] if there else []
        return " ".join(about) + self._only_themes(text)

    def _only_themes(self, text: Text) -> str:
        if text.use is not Use.THEME:
            return ""
        return "\n<i>" + self._words.t("Only for themes: nobody else will read it.") + "</i>"

    def _sized(self, one: Themed) -> str:
        """How many have said it, all of them: whoever reads here has read the answers that nobody else may."""
        said = self._words.n("{count} answer", "{count} answers", one.count)
        return said + (", " + self._words.n("{count} of them only for themes", "{count} of them only for themes", one.unshown)
                       if one.unshown else "")  # fmt: skip

    def _turning(self, first: int, count: int, to: Callable[[int], tuple[str, ...]]) -> list[Row]:
        at = first // PAGE
        last = (count - 1) // PAGE
        back: Row = (self._key("←", *to(at - 1)),) if first else ()
        more: Row = (self._key("→", *to(at + 1)),) if first + PAGE < count else ()
        if last > _FAR:  # so many pages are not turned one by one
            back = (self._key(f"« {max(0, at - _FAR) + 1}", *to(max(0, at - _FAR))), *back) if first else ()
            more = (*more, self._key(f"{min(last, at + _FAR) + 1} »", *to(min(last, at + _FAR)))) if more else ()
        return [(*back, *more)] if back or more else []

    def _home(self, theme: Theme) -> Key:
        return self._key(self._words.t("← Themes"), "home", sign(theme.question_id))

    def _desk(self) -> Key:
        return key(self._code, self._words.t("← The desk"), "desk", "home")

    def _key(self, label: str, *arguments: str, style: str = "") -> Key:
        return key(self._code, label, VERB, *arguments, style=style)


def _rows(keys: Iterable[Key]) -> list[Row]:
    """Keys side by side, as many as fit a phone."""
    every = list(keys)
    return [tuple(every[at : at + _IN_A_ROW]) for at in range(0, len(every), _IN_A_ROW)]


def _from(page: int, count: int) -> int:
    """Where a page begins; the last page there is, where the list has become shorter."""
    return max(0, min(page, (count - 1) // PAGE)) * PAGE
