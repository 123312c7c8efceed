"""What people type becomes the answer they meant, or a refusal that says why; never an error."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.flow import (
    TEXT_LIMIT,
    Level,
    MultiQuestion,
    Option,
    Question,
    ScaleQuestion,
    SingleQuestion,
    options_of,
)
from flows.definition.loading import load_library
from flows.definition.localise import localise
from flows.dialogue.answers import (
    Answer,
    Chosen,
    Picked,
    Ranked,
    Refusal,
    Shared,
    Slip,
    Written,
    check_answer,
    read_answer,
)
from flows.dialogue.numbering import numbers_of
from tests.support.examples.examples import EXAMPLES, HUNDRED, MULTI, POINTS, RANKING, SCALE, SINGLE, STANCE, TEXT
from tests.support.trying import tries

SHIPPED: tuple[Question, ...] = tuple(
    question for flow in load_library().values() for words in ("en", "nl") for question in localise(flow, words)
)
CHOICES = tuple(question for question in SHIPPED if options_of(question))
LABELLED = SingleQuestion(
    id="labelled",
    text="Which?",
    options=(
        Option(id="cost", label="Takes too much time and money"),
        Option(id="council", label="\"That's the council's job\""),
        Option(id="skills", label="Skills, knowledge and ideas"),
        Option(id="some", label="Some of us"),
        Option(id="someone", label="Someone else (local)"),
        Option(id="cafe", label="Café ÉTÉ"),
    ),
)
LABELLED_MULTI = MultiQuestion(id="multi", text="Which?", options=LABELLED.options)
NO_OPTION = Refusal(Slip.NOT_AN_OPTION, need=3)


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("2", "b"),
        (" 2 ", "b"),
        ("2.", "b"),
        ("2)", "b"),
        ("(2)", "b"),
        ("#2", "b"),
        ("02", "b"),
        ("２", "b"),  # full width
        ("٢", "b"),  # Arabic-Indic
        ("२", "b"),  # Devanagari
        ("2️⃣", "b"),  # a keycap
        ("②", "b"),
        *(
            (said, "b")
            for said in (
                "two",
                "Twee",
                "nr 2",
                "No. 2",
                "option 2",
                "2!",
                "“2”",
                "2. Option b",
                "2-option b",
                "2 Option b",
            )
        ),
        *((said, "b") for said in ("the second one", "second", "de tweede", "2e", "2nd", "the second option")),
        *((said, "b") for said in ("2 please", "2, graag!", "option b, please", "nummer 2 graag")),
        *((said, "c") for said in ("the last one", "de laatste", "last")),
        ("Option b", "b"),
        ("OPTION  B", "b"),
        ("option\tb.", "b"),
        ("\u202eOption b\u202c", "b"),
        ("Opt\x00ion b", "b"),
    ],
)
def test_one_option_is_typed_by_number_or_label(typed: str, option: str) -> None:
    """A number in any script and a label in any case choose the option."""
    assert read_answer(SINGLE, typed) == Chosen(option)


@pytest.mark.parametrize(
    "typed", ["0", "4", "99", "-1", "1,5", "1 2", "1 1", "x", "op", "Option", "🙂", "½", "1e1", "٩"]
)
def test_what_names_no_option_is_refused_with_their_number(typed: str) -> None:
    """A number outside, two numbers, half a word that fits several, or something else: the reply can say what there is."""
    assert read_answer(SINGLE, typed) == NO_OPTION


@pytest.mark.parametrize(
    "typed", ["", " ", "\n\t", "\x00\x07", "\u200b", "\u200f\u2066\u2069", "\u3164", "\u2800", "\ufe0f"]
)
@pytest.mark.parametrize("question", EXAMPLES, ids=lambda question: str(question.id))
def test_what_nobody_can_see_is_empty(question: Question, typed: str) -> None:
    """Blanks, control characters and characters of no width are an empty message for every type."""
    assert read_answer(question, typed) == Refusal(Slip.EMPTY)


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("takes", "cost"),
        ("Takes too much time", "cost"),
        ("That’s the council’s job", None),
        ("“That’s the council’s job”", "council"),
        ("Skills, knowledge and ideas", "skills"),
        ("some", None),
        ("some of", "some"),
        ("someone else (local)", "someone"),
        ("someone else", "someone"),
        ("cafe\u0301 e\u0301te\u0301", "cafe"),
        ("CAFÉ", "cafe"),
        ("ca", None),
    ],
)
def test_labels_may_be_cut_short_and_typed_as_phones_do(typed: str, option: str | None) -> None:
    """Three letters are enough where only one label begins so; curly quotes and composed letters make no difference."""
    expected = Chosen(option) if option else Refusal(Slip.NOT_AN_OPTION, need=6)
    assert read_answer(LABELLED, typed) == expected


def test_a_whole_label_wins_over_a_longer_one() -> None:
    """A label that begins another can still be typed."""
    question = SingleQuestion(
        id="q", text="Q?", options=(Option(id="a", label="Yes"), Option(id="b", label="Yes, both"))
    )
    assert read_answer(question, "yes") == Chosen("a")
    assert read_answer(question, "yes, b") == Chosen("b")


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("1,3", ("a", "c")),
        ("3 1", ("a", "c")),
        ("1, 3", ("a", "c")),
        ("1;3", ("a", "c")),
        ("1+3", ("a", "c")),
        ("1 & 3", ("a", "c")),
        ("1\n3", ("a", "c")),
        ("١، ٣", ("a", "c")),
        ("１，３", ("a", "c")),
        ("1️⃣ 3️⃣", ("a", "c")),
        ("1 1", ("a",)),
        ("2", ("b",)),
        ("option a, Option C", ("a", "c")),
        ("1, option c", ("a", "c")),
        ("option d", ("d",)),
        ("5", ("none",)),
        *(
            (said, ("a", "c"))
            for said in (
                "de eerste en de derde",
                "the first, the third",
                "1 en 3 graag",
                "1 and 3",
                "1 en 3",
                "1, and 3",
                "one, three",
                "nr 1 und nr 3",
                "option a and option c",
            )
        ),
        *((said, ("a", "c")) for said in ("de eerste en de derde", "the first, the third", "1 en 3 graag")),
        ("1. Option a\n3. Option c", ("a", "c")),
    ],
)
def test_several_options_are_ticked_by_typing(typed: str, picked: tuple[str, ...]) -> None:
    """Numbers or labels with anything between them tick, in the question's order; the same one twice is one tick."""
    assert read_answer(MULTI, typed) == Picked(picked)


def test_a_label_with_a_comma_is_one_label() -> None:
    """The whole message is tried as a label first."""
    assert read_answer(LABELLED_MULTI, "Skills, knowledge and ideas") == Picked(("skills",))


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("0", Slip.NOT_AN_OPTION),
        ("1, 99", Slip.NOT_AN_OPTION),
        ("1-3", Slip.NOT_AN_OPTION),
        ("-1", Slip.NOT_AN_OPTION),
        ("1 or 2", Slip.NOT_AN_OPTION),
        (",,,", Slip.NOT_AN_OPTION),
        ("1, 5", Slip.EXCLUSIVE),
        ("9" * 4096, Slip.NOT_AN_OPTION),
        ("1 " * 2048, Slip.NOT_AN_OPTION),
    ],
)
def test_ticks_that_do_not_fit_are_refused(typed: str, slip: Slip) -> None:
    """One bad part refuses the whole, so that nobody is misread."""
    refused = read_answer(MULTI, typed)
    assert isinstance(refused, Refusal)
    assert refused.slip is slip


def test_too_many_or_too_few_ticks_say_how_many() -> None:
    """The refusal carries what is allowed and what was given; an exclusive option alone is always enough."""
    two = MULTI.model_copy(update={"min": 2, "max": 2})
    assert read_answer(two, "1 2 3") == Refusal(Slip.TOO_MANY, need=2, got=3)
    assert read_answer(two, "1") == Refusal(Slip.TOO_FEW, need=2, got=1)
    assert read_answer(two, "5") == Picked(("none",))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("second, first and the last one", Ranked(("b", "a", "d"))),
        ("2 1 3", Ranked(("b", "a", "c"))),
        ("2>1>3", Ranked(("b", "a", "c"))),
        ("2 > 1", Ranked(("b", "a"))),
        ("4", Ranked(("d",))),
        ("option d, option a", Ranked(("d", "a"))),
        ("٢ ١ ٣", Ranked(("b", "a", "c"))),
        ("1 1", Refusal(Slip.REPEATED)),
        ("1 2 3 4", Refusal(Slip.TOO_MANY, need=3, got=4)),
        ("1 5", Refusal(Slip.NOT_AN_OPTION, need=4)),
        ("0 1", Refusal(Slip.NOT_AN_OPTION, need=4)),
        ("213", Refusal(Slip.NOT_AN_OPTION, need=4)),
    ],
)
def test_a_ranking_is_typed_best_first(typed: str, expected: Answer | Refusal) -> None:
    """Numbers in order rank, a short ballot is allowed, and no option has two places."""
    assert read_answer(RANKING, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("5 3 2", Shared((("a", 5), ("b", 3), ("c", 2)))),
        ("5, 3, 2", Shared((("a", 5), ("b", 3), ("c", 2)))),
        ("5,3,2", Shared((("a", 5), ("b", 3), ("c", 2)))),
        ("5 - 3 - 2", Shared((("a", 5), ("b", 3), ("c", 2)))),
        ("5\n3\n2", Shared((("a", 5), ("b", 3), ("c", 2)))),
        ("٥ ٣ ٢", Shared((("a", 5), ("b", 3), ("c", 2)))),
        ("10", Shared((("a", 10),))),
        ("0 10", Shared((("b", 10),))),
        ("1:5 3:5", Shared((("a", 5), ("c", 5)))),
        ("3: 5, 1 = 5", Shared((("a", 5), ("c", 5)))),
        ("1:5\n3:5", Shared((("a", 5), ("c", 5)))),
        ("5 3", Refusal(Slip.WRONG_TOTAL, need=10, got=8)),
        ("99 1", Refusal(Slip.WRONG_TOTAL, need=10, got=100)),
        ("0", Refusal(Slip.WRONG_TOTAL, need=10, got=0)),
        ("-5 5", Refusal(Slip.NOT_POINTS, need=10)),
        ("5 -5", Refusal(Slip.NOT_POINTS, need=10)),
        ("2.5 7.5", Refusal(Slip.NOT_POINTS, need=10)),
        ("2,5 2,1", Refusal(Slip.NOT_POINTS, need=10)),
        ("5,3 2", Refusal(Slip.NOT_POINTS, need=10)),
        ("1 2 3 4", Refusal(Slip.NOT_POINTS, need=10)),
        ("five", Refusal(Slip.NOT_POINTS, need=10)),
        ("a: 5", Refusal(Slip.NOT_POINTS, need=10)),
        ("1:5 x", Refusal(Slip.NOT_POINTS, need=10)),
        ("1" * 400, Refusal(Slip.WRONG_TOTAL, need=10, got=int("1" * 400))),
        ("9" * 4096, Refusal(Slip.NOT_POINTS, need=10)),
        ("4:5 1:5", Refusal(Slip.NOT_AN_OPTION, need=3)),
        ("0:5 1:5", Refusal(Slip.NOT_AN_OPTION, need=3)),
        ("1:5 1:5", Refusal(Slip.REPEATED)),
    ],
)
def test_points_are_typed_in_order_or_as_pairs(typed: str, expected: Answer | Refusal) -> None:
    """One whole number an option, or number:points, adding up exactly; nothing negative, no decimals."""
    assert read_answer(POINTS, typed) == expected


def test_points_go_to_so_many_options_only() -> None:
    """Where a question says how many options may get points, more are refused."""
    two = HUNDRED.model_copy(update={"max_options": 2})
    assert read_answer(two, "50 50") == Shared((("a", 50), ("b", 50)))
    assert read_answer(two, "50 25 25") == Refusal(Slip.TOO_MANY_OPTIONS, need=2, got=3)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  More benches  ", "More benches"),
        ("two\nlines", "two\nlines"),
        ("two\r\nlines", "two\nlines"),
        ("a\x00b\x1bc\x7fd\x9be", "abcde"),
        ("cafe\u0301", "café"),
        ("e\x00\u0301", "é"),
        ("مقاعد أكثر، من فضلكم", "مقاعد أكثر، من فضلكم"),
        ("\u202eabc\u202c \u2066d\u2069", "abc d"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👩\u200d👧 ❤️", "👩\u200d👩\u200d👧 ❤️"),
        ("\ud83d broken", "broken"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("2", "2"),
        ("🫨", "🫨"),
    ],
)
def test_open_text_is_kept_as_it_is(typed: str, kept: str) -> None:
    """Words of any script stay as they were typed; only what no summary may hold is taken out."""
    assert read_answer(TEXT, typed) == Written(kept)


def test_a_text_has_a_length_and_the_refusal_says_both() -> None:
    """1,000 characters fit; Telegram's longest message of 4,096 does not, and is told so."""
    assert read_answer(TEXT, "é" * TEXT_LIMIT) == Written("é" * TEXT_LIMIT)
    assert read_answer(TEXT, "x" * 4096) == Refusal(Slip.TOO_LONG, need=TEXT_LIMIT, got=4096)


def test_a_place_in_words_is_no_answer_where_the_options_say_their_own_numbers() -> None:
    """On a scale from 0 to 10 nobody knows whether "the third" is 2 or 3; a label that begins so is that label."""
    own = SingleQuestion(
        id="q", text="How many?", options=tuple(Option(id=f"o{n}", label=str(n)) for n in (0, 1, 2, 3))
    )
    assert read_answer(own, "the third") == Refusal(Slip.NOT_AN_OPTION, need=0)
    named = SingleQuestion(
        id="q", text="Q?", options=(Option(id="a", label="Second hand"), Option(id="b", label="First aid"))
    )
    assert read_answer(named, "first") == Chosen("b")
    assert read_answer(named, "the first") == Chosen("a")


@pytest.mark.parametrize("question", [SINGLE, MULTI, RANKING, POINTS], ids=lambda question: str(question.id))
@pytest.mark.parametrize("typed", ["geen mening", "I don't know", "weet niet"])
def test_no_opinion_where_none_is_offered_is_a_refusal_of_its_own(question: Question, typed: str) -> None:
    """So that the reply can say how a question is left out."""
    assert read_answer(question, typed) == Refusal(Slip.NO_SUCH_OPINION)


@pytest.mark.parametrize(("typed", "option"), [("4", "4"), ("6", "dk"), ("don’t know", "dk"), ("level 2", "2")])
def test_a_level_is_typed_by_place_or_label(typed: str, option: str) -> None:
    """A scale counts its levels as they stand, the off-scale one too."""
    assert read_answer(SCALE, typed) == Chosen(option)


@pytest.mark.parametrize(
    ("typed", "option"), [("agree", "agree"), ("dis", "disagree"), ("3", "pass"), ("Pass", "pass")]
)
def test_a_stance_is_typed(typed: str, option: str) -> None:
    """Agree, disagree and pass can be typed."""
    assert read_answer(STANCE, typed) == Chosen(option)


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        *((said, "pass") for said in ("geen mening", "No opinion", "weet niet", "I don’t know", "n.v.t.", "N/A", "weiß nicht")),
        *((said, "pass") for said in ("sans opinion", "keine Meinung", "🤷🏽‍♀️")),
        *((said, "agree") for said in ("ja", "Yes", "mee eens", "oui", "👍🏾")),
        *((said, "disagree") for said in ("nee", "no", "oneens", "nein", "pas d’accord")),
        *((said, None) for said in ("maybe later", "neutral", "yes but no")),
    ],
)  # fmt: skip
def test_yes_no_and_no_opinion_are_understood_in_every_language(typed: str, option: str | None) -> None:
    """Whatever language the flow and the phone have; a label that says something else is never taken for it."""
    assert read_answer(STANCE, typed) == (Chosen(option) if option else Refusal(Slip.NOT_AN_OPTION, need=3))
    ids = {"agree": "y", "disagree": "n", "pass": "u"}
    polled = SingleQuestion(
        id="q",
        text="Q?",
        options=(Option(id="y", label="Ja"), Option(id="n", label="Nee"), Option(id="u", label="Weet ik niet")),
    )
    assert read_answer(polled, typed) == (Chosen(ids[option]) if option else Refusal(Slip.NOT_AN_OPTION, need=3))
    on_scale = Chosen("dk") if option == "pass" else Refusal(Slip.NOT_AN_OPTION, need=len(SCALE.options))
    assert read_answer(SCALE, typed) == on_scale
    plain = SingleQuestion(id="q", text="Q?", options=(Option(id="a", label="Tea"), Option(id="b", label="Nothing")))
    assert isinstance(read_answer(plain, typed), Refusal)


@pytest.mark.parametrize(("typed", "option"), [("2", "a"), ("4", "b"), ("6", "c"), ("1", None), ("3", None)])
def test_options_that_are_numbers_are_typed_as_they_are(typed: str, option: str | None) -> None:
    """Of "2 | 4 | 6" a typed 2 is the 2, never the second."""
    options = tuple(Option(id=name, label=label) for name, label in (("a", "2"), ("b", "4"), ("c", "6")))
    said = read_answer(SingleQuestion(id="q", text="Q?", options=options), typed)
    assert said == (Chosen(option) if option else Refusal(Slip.NOT_AN_OPTION, need=0)), "nobody is told to type 1 to 3"
    assert [number for number, _ in numbers_of(SingleQuestion(id="q", text="Q?", options=options))] == ["2", "4", "6"]
    several = read_answer(MultiQuestion(id="q", text="Q?", options=options), f"6, {typed}")
    assert isinstance(several, Picked) is (option is not None)


@pytest.mark.parametrize("question", CHOICES, ids=lambda question: str(question.id))
def test_every_shipped_option_can_be_typed_by_number_and_by_label(question: Question) -> None:
    """Each option of each shipped flow, in English and Dutch, is reached by its number and by its whole label."""
    if question.type == "allocation":
        return
    for number, option in enumerate(options_of(question), 1):
        by_number, by_label = read_answer(question, str(number)), read_answer(question, option.label)
        assert by_number == by_label
        assert by_number in (Chosen(option.id), Picked((option.id,)), Ranked((option.id,)), *_too_few(question))


def _too_few(question: Question) -> list[Refusal]:
    """Where two ticks are the least, one is understood and still too few."""
    return [Refusal(Slip.TOO_FEW, need=question.min, got=1)] if isinstance(question, MultiQuestion) else []


NASTY = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789 ,;:=.-+>&/\n()#", max_size=30),
    st.text(alphabet=st.characters(categories=["Nd", "Nl", "No", "Cs", "Cc", "Cf", "Mn"]), max_size=15),
    st.sampled_from([option.label for question in CHOICES for option in options_of(question)]),
    st.integers(0, 4096).map(lambda size: "1 " * (size // 2)),
)


@given(question=st.sampled_from(SHIPPED), typed=NASTY)
@tries(400)
def test_whatever_is_typed_is_read_or_refused(question: Question, typed: str) -> None:
    """No text raises for any question of any shipped flow; what is read has been judged and is canonical."""
    read = read_answer(question, typed)
    if not isinstance(read, Refusal):
        assert check_answer(question, read) == read


@given(typed=NASTY)
def test_reading_a_kept_text_again_changes_nothing(typed: str) -> None:
    """Open text is in its final form: normalised, without control characters, and in Unicode's one encoding."""
    read = read_answer(TEXT, typed)
    if isinstance(read, Written):
        assert read_answer(TEXT, read.text) == read
        assert unicodedata.is_normalized("NFC", read.text)
        assert read.text.encode().decode() == read.text


def test_the_numbers_that_are_shown_are_those_that_are_read() -> None:
    """On the wall as on phones: the steps of a scale begin with their own, labels that have theirs do not have it twice."""
    steps = ScaleQuestion(
        id="q",
        text="?",
        options=tuple(Level(id=f"l{n}", label=f"{n} (much)" if n == 10 else str(n), value=n + 1) for n in range(11)),
    )
    assert numbers_of(steps)[::5] == (("0", ""), ("5", ""), ("10", "(much)"))
    own = SingleQuestion(id="q", text="?", options=(Option(id="a", label="1 Clear"), Option(id="b", label="22 trees")))
    assert numbers_of(own) == (("1", "Clear"), ("2", "22 trees"))
    for question in (steps, own):
        assert [read_answer(question, number) for number, _ in numbers_of(question)] == [
            Chosen(o.id) for o in question.options
        ]
