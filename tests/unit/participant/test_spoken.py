"""Everything a button does can be said in words, in every language, and no word means two things."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.participant.spoken import understand
from bot.wording import Wording, languages
from flows.definition.flow import options_of
from flows.definition.labels import COMMAND_WORDS, same
from flows.definition.localise import localise
from flows.dialogue import machine
from flows.dialogue.advancing import advance
from flows.dialogue.answers import Use
from flows.dialogue.inputs import (
    Agree,
    Allow,
    Back,
    Decline,
    Done,
    Input,
    KeepNames,
    Pause,
    Resume,
    Review,
    Skip,
    Submit,
    TakePart,
    Typed,
    Unclear,
)
from flows.dialogue.standing import Dialogue, Proposal, Waits
from tests.support.examples.walks import FLOWS

CONSENT, ASKING, REVIEW = Dialogue(), Dialogue(state=machine.asking("multi")), Dialogue(state=machine.REVIEW)
ON_THE_WAY: dict[str, Input] = {
    "skip|pass over": Skip(),
    "back|previous": Back(),
    "pause|later": Pause(),
    "go on|continue|resume": Resume(),
    "review|my answers": Review(),
    "submit|send": Submit(),
    "done|ready": Done("multi"),
}
AT_THE_DOOR: dict[str, Input] = {"take part|yes|ok|start": TakePart(), "no thanks|no": Decline()}
each_language = pytest.mark.parametrize("language", languages())


def said(phrase: str, language: str) -> list[str]:
    """The words of an entry in a language."""
    return Wording(language).t(phrase).split("|")


@each_language
def test_every_word_on_the_way_is_understood(language: str) -> None:
    """Each word of each list means its input, in any case, with a full stop and blanks around it."""
    for phrase, given in ON_THE_WAY.items():
        for word in said(phrase, language):
            for typed in (word, word.upper(), f"  {word}. ", word.replace(" ", "  ")):
                assert understand(typed, ASKING, Wording(language)) == given, word


@each_language
def test_every_word_at_the_door_is_understood(language: str) -> None:
    """Consent and no thanks can be typed, and come again after no thanks."""
    for state in (machine.CONSENT, machine.DECLINED):
        for phrase, given in AT_THE_DOOR.items():
            for word in said(phrase, language):
                assert understand(word.capitalize() + "!", Dialogue(state=state), Wording(language)) == given, word


@each_language
@pytest.mark.parametrize("entries", [ON_THE_WAY, AT_THE_DOOR], ids=["on the way", "at the door"])
def test_no_word_means_two_things(language: str, entries: dict[str, Input]) -> None:
    """Within one language no word stands in two lists, twice in one, or in a form that is never compared with."""
    words = [word.casefold() for phrase in entries for word in said(phrase, language)]
    assert sorted(words) == sorted(set(words))
    assert all(word == " ".join(word.split()).strip(" .!") and word for word in words)


@each_language
def test_no_option_may_be_called_like_a_word_that_steers(language: str) -> None:
    """The checker knows every word that steers, so that no option of any flow hides behind one."""
    words = {same(word) for phrase in ON_THE_WAY for word in said(phrase, language)}
    assert words <= COMMAND_WORDS
    labels = {same(o.label) for flow in FLOWS for q in localise(flow, language) for o in options_of(q)}
    assert not labels & words


@each_language
def test_english_is_understood_beside_every_language(language: str) -> None:
    """The English words work on every phone, unless they mean something else in its language."""
    own = {word for phrase in (*ON_THE_WAY, *AT_THE_DOOR) for word in said(phrase, language)}
    for entries, standing in ((ON_THE_WAY, ASKING), (AT_THE_DOOR, CONSENT)):
        for phrase, given in entries.items():
            for word in set(phrase.split("|")) - own:
                assert understand(word, standing, Wording(language)) == given, word


def test_done_means_what_is_next() -> None:
    """Done confirms a draft, at the review it submits, and elsewhere it shows where one stands."""
    words = Wording("en")
    assert understand("done", ASKING, words) == Done("multi")
    assert understand("done", REVIEW, words) == Submit()
    assert understand("done", Dialogue(state=machine.PAUSED), words) == Resume()


@pytest.mark.parametrize("typed", ["2", "1,3", "skip this one please", "", "noo", "\N{WAVING HAND SIGN}", "x" * 4096])
@pytest.mark.parametrize("standing", [CONSENT, ASKING, REVIEW])
def test_everything_else_is_typed_words(typed: str, standing: Dialogue) -> None:
    """What is no word that steers is handed on as it was typed."""
    assert understand(typed, standing, Wording("en")) == Typed(typed)


def test_words_on_the_way_mean_nothing_at_the_door() -> None:
    """Before consent only yes and no are understood, and yes and no are answers later."""
    assert understand("skip", CONSENT, Wording("en")) == Typed("skip")
    assert understand("yes", ASKING, Wording("en")) == Typed("yes")
    assert understand("no", ASKING, Wording("en")) == Typed("no")


USE = replace(ASKING, proposal=Proposal("More benches", Waits.USE))
NAME = replace(ASKING, proposal=Proposal("Ask [name]", Waits.MASK, names=True))
PHONE = replace(ASKING, proposal=Proposal("[phone number]", Waits.MASK))


@pytest.mark.parametrize(
    ("standing", "typed", "given"),
    [
        *[(USE, typed, Allow(Use.THEME)) for typed in ("2", "2.", " 2 ", "٢", "2️⃣", "only in themes, never quoted")],
        *[(USE, typed, Unclear(3)) for typed in ("4", "0", "yes", "OK", "no", "ja", "nee")],
        *[(NAME, typed, Agree()) for typed in ("1", "yes", "Ja!", "ok", "send it")],
        *[(NAME, typed, KeepNames()) for typed in ("2", "not a name")],
        *[(NAME, typed, Unclear(2)) for typed in ("3", "no", "nee")],
        *[(PHONE, typed, Agree()) for typed in ("1", "ja")],
        *[(PHONE, typed, Unclear(1)) for typed in ("2", "nee")],
        (USE, "and more lamps", Typed("and more lamps")),
        (NAME, "or somebody else", Typed("or somebody else")),
        (NAME, "skip", Skip()),
    ],
)
def test_what_an_author_is_asked_can_be_answered_in_words(standing: Dialogue, typed: str, given: Input) -> None:
    """A number is its button, yes sends; what could mean two things is asked again, and all else is more of the thought."""
    assert understand(typed, standing, Wording("nl" if typed.casefold().strip("!") in ("ja", "nee") else "en")) == given


@each_language
def test_a_whole_workshop_can_be_gone_through_in_words(language: str) -> None:
    """Who never taps a button gets from consent to the thanks with the words of their language."""
    words = Wording(language)
    skip, go_on = said("skip|pass over", language)[0], said("go on|continue|resume", language)[0]
    for flow in FLOWS:
        dialogue = Dialogue()
        script = [said("take part|yes|ok|start", language)[0], said("pause|later", language)[0], go_on]
        script += [skip] * sum(q.shown_if is None for q in flow)
        for typed in [*script, said("submit|send", language)[0]]:
            dialogue = advance(flow, dialogue, understand(typed, dialogue, words)).dialogue
        assert dialogue.state == machine.SUBMITTED
