"""Every word for people is said in every language we claim to speak."""

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.wording import Wording, catalogue, language_name, languages, nearest, together
from tests.support.shared import ROOT

KEYWORDS = {"t": None, "raw": None, "n": (1, 2)}
PLACES = ("bot", "storage/export")
TRANSLATED = [language for language in languages() if language != "en"]
Msgid = str | tuple[str, ...]


@cache
def extracted(places: tuple[str, ...] = PLACES) -> frozenset[Msgid]:
    """All words in the code that are said to people: a string, or a singular and its plural."""
    found = [extract_from_dir(ROOT / place, keywords=KEYWORDS, options_map={}) for place in places]
    return frozenset(msgid for _file, _line, msgid, _comments, _context in chain(*found))


def read(language: str) -> Catalog:
    """The catalogue as its translators wrote it."""
    with catalogue(language).open("rb") as file:
        return read_po(file, locale=language)


def forms(words: str | Sequence[str] | None) -> tuple[str, ...]:
    """The one or more forms of a message."""
    return (words or "",) if words is None or isinstance(words, str) else tuple(words)


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def spoken_in(source: str) -> Iterator[ast.Call]:
    """Calls of `….t(…)`, `….raw(…)` and `….n(…)`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in KEYWORDS:
            yield node


def said_in(source: str) -> Iterator[ast.Call]:
    """The same, and calls of a bare `t(…)`, `raw(…)` or `n(…)` that begin with the words."""
    for node in ast.walk(ast.parse(source)):
        named = node.func if isinstance(node, ast.Call) else None
        name = named.attr if isinstance(named, ast.Attribute) else named.id if isinstance(named, ast.Name) else ""
        if isinstance(node, ast.Call) and name in KEYWORDS and node.args:
            yield node


def test_english_and_dutch_are_spoken() -> None:
    """English is the first language and Dutch is complete."""
    assert languages() == ("en", "nl")
    assert [language_name(language) for language in languages()] == ["English", "Nederlands"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_said_to_people_is_translated(language: str) -> None:
    """The catalogue has every message of the code, translated in all its forms and not guessed by a machine."""
    messages = {message.id: message for message in read(language) if message.id}
    missing = sorted(map(str, extracted() - set(messages)))
    assert not missing, f"{len(missing)} not in the catalogue (make messages), the first: {missing[:3]}"
    unfinished = [message.id for message in messages.values() if message.fuzzy or not all(forms(message.string))]
    assert not unfinished, f"{len(unfinished)} not translated, the first: {unfinished[:3]}"


def test_every_word_that_is_said_is_collected() -> None:
    """What stands inside an f-string is said in English only, because nothing collects it from there."""
    collected = {words if isinstance(words, str) else words[0] for words in extracted()}
    said = {
        call.args[0] for place in PLACES for path in (ROOT / place).rglob("*.py") for call in said_in(path.read_text())
    }
    assert {word.value for word in said if isinstance(word, ast.Constant)} - collected == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_translated_that_nobody_says(language: str) -> None:
    """A message that left the code leaves the catalogue."""
    said = extracted()
    left_over = [message.id for message in read(language) if message.id and message.id not in said]
    assert not left_over, f"{len(left_over)} left over (make messages), the first: {left_over[:3]}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_placeholders_of_the_original(language: str) -> None:
    """A translation fills in what the English does, and nothing else; only a singular may leave out the count."""
    for message in read(language):
        wanted = set().union(*map(placeholders, forms(message.id)))
        for translation in filter(None, forms(message.string) if message.id else ()):
            optional = {"count"} if message.pluralizable else set()
            assert wanted - optional <= placeholders(translation) <= wanted, message.id


@pytest.mark.parametrize(
    "path",
    sorted(path for place in PLACES for path in (ROOT / place).rglob("*.py")),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_words_are_whole_literals_with_all_their_parameters(path: Path) -> None:
    """A message is written out where it is said, so that it can be collected, and gets every parameter it names."""
    if path.name == "wording.py":
        return
    for call in spoken_in(path.read_text()):
        spoken_as = ast.unparse(call.func).rpartition(".")[2]
        words = call.args[:2] if spoken_as == "n" else call.args[:1]
        texts = [word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str)]
        assert len(texts) == len(words) > 0, f"line {call.lineno}: not a literal"
        given = {keyword.arg for keyword in call.keywords} | ({"count"} if len(words) == 2 else set())
        assert spoken_as == "raw" or None in given or set().union(*map(placeholders, texts)) <= given, (
            f"line {call.lineno}: a parameter lacks"
        )


@pytest.mark.parametrize(
    ("reported", "spoken"),
    [("nl", "nl"), ("nl-BE", "nl"), ("NL_nl", "nl"), ("tlh", "en"), ("af", "nl"), ("", "en"), (None, "en")],
)
def test_the_phones_language_finds_its_catalogue(reported: str | None, spoken: str) -> None:
    """Regions share a language, and whoever speaks another one is spoken to in English."""
    assert nearest(reported) == Wording(reported).spoken == spoken


def test_parameters_are_filled_in_and_never_read_as_a_message() -> None:
    """A title with braces in it stays as it was typed."""
    assert Wording("tlh").t("{title} is open", title="{count} {0}") == "{count} {0} is open"


def test_what_is_read_from_the_right_stays_together_in_a_sentence() -> None:
    """A title in Arabic is one piece of an English sentence, and so is a list of them; what is read as we do stays as it is."""
    words = Wording("en")
    assert (
        words.t("Most chosen: {names}, {count} of {n}.", names="مقاعد", count=3, n=9)
        == "Most chosen: \u2068مقاعد\u2069, 3 of 9."
    )
    assert words.n("{count} of {all}", "{count} of {all}", 2, all="ספסל 2") == "2 of \u2068ספסל 2\u2069"
    assert words.t("{one}", one="Straße 3") == "Straße 3"
    assert together(f"{together('مقاعد')} 10 each") == "\u2068مقاعد\u2069 10 each"


def test_a_template_keeps_its_braces() -> None:
    """Words that a picture fills in later come as they are."""
    assert Wording("nl").raw("{canary} of {total}") == "{canary} of {total}"


def test_plurals_follow_the_count() -> None:
    """One person has answered, two people have."""
    words = Wording("en")
    assert [words.n("{count} person", "{count} people", count) for count in (0, 1, 2)] == [
        "0 people",
        "1 person",
        "2 people",
    ]
