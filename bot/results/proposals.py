"""Which polls may be proposed about a question, in neutral words; must not know chats, tables or what was answered.

A proposal that nobody reworded is known again, so that everybody reads it in their own language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from bot.wording import Wording, languages
from flows.definition.flow import (
    AllocationQuestion,
    Flow,
    Level,
    MultiQuestion,
    Option,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    StanceQuestion,
    TextQuestion,
    options_of,
)
from flows.definition.localise import localise
from storage.ballots import is_same, said
from storage.values import Ballot, BallotKind, Workshop

TEXT_LIMIT = 300
"""Characters of a poll's question: Telegram's limit, and a question's own."""
_NAME, _AROUND = 200, 60
"""Characters of a name, and those that our own words and signs around it may have, in any language."""
NEW = "new"
"""The id of a question that is not drafted yet: the database gives it another one."""

What = int | Literal["one", "again"]
"""A statement about one option (its place), which one matters most, or the question itself once more."""


def proposals_about(question: Question) -> tuple[What, ...]:
    """What can be proposed about a question of the flow, in the order of a menu; nothing about an open one."""
    if isinstance(question, TextQuestion):
        return ()
    whole: tuple[What, ...] = ("one",) if is_list(question) else ()
    return (*whole, "again", *(() if isinstance(question, StanceQuestion) else range(len(question.options))))


def proposed(question: Question, what: What, words: Wording) -> Question:
    """The poll's question, from a question that is localised already. Raises ValueError for what cannot be proposed."""
    if what not in proposals_about(question):
        raise ValueError("that cannot be proposed")
    match what:
        case "again":
            return question.model_copy(update={"id": NEW, "shown_if": None, "section": None})
        case "one":
            text = _text(question, what, words)
            options = tuple(Option(id=o.id, label=o.label, short=o.short, hint=o.hint) for o in options_of(question))
            return SingleQuestion(id=NEW, text=text, options=options)
        case _:
            return _statement(_about_option(question, options_of(question)[what].label, words), words)


def proposal_for(text: str, words: Wording) -> StanceQuestion:
    """A statement about words that are no option, such as the label of a theme: the seam for whatever is found in texts."""
    cut = text if len(text) <= _NAME else text[: _NAME - 1].rstrip() + "…"
    return _statement(words.t("“{option}”: does this matter most for us?", option=cut), words)


def how_much(label: str, words: Wording) -> ScaleQuestion:
    """A scale about the name of a theme."""
    text = words.t("“{option}”: how much does this matter for us?", option=label)
    return ScaleQuestion(id=NEW, text=text, options=_levels(words))


def which_one(name: str, labels: Iterable[str], words: Wording) -> SingleQuestion:
    """Which of several themes of a question, by their names, matters most."""
    options = tuple(Option(id=f"theme-{n}", label=label) for n, label in enumerate(labels, 1))
    return SingleQuestion(
        id=NEW, text=words.t("{question}: which one matters most for us?", question=name), options=options
    )


def _levels(words: Wording) -> tuple[Level, ...]:
    t = words.t
    labels = (t("Not at all"), t("A little"), t("Quite"), t("Very much"))
    levels = tuple(Level(id=f"level-{n}", label=said, value=n) for n, said in enumerate(labels, 1))
    return (*levels, Level(id="unsure", label=t("Unsure"), off_scale=True))


def _of_a_theme(flow: Flow, ballot: Ballot, language: str) -> Question | None:
    """A poll that was made of a theme, in another language: its name stays as it was typed, our own words around it do not."""
    asked, words = ballot.question, Wording(language)
    for code in _read_in(flow):
        then = Wording(code)
        match asked:
            case StanceQuestion() if asked.options == _stances(then):
                label = _filled(then.raw("“{option}”: does this matter most for us?"), asked.text)
                if label is not None:
                    return proposal_for(label, words)
            case ScaleQuestion() if asked.options == _levels(then):
                label = _filled(then.raw("“{option}”: how much does this matter for us?"), asked.text)
                if label is not None:
                    return how_much(label, words)
            case SingleQuestion() if [o.id for o in asked.options] == [
                f"theme-{n}" for n in range(1, len(asked.options) + 1)
            ]:
                name = _filled(then.raw("{question}: which one matters most for us?"), asked.text)
                if name is not None:
                    return which_one(_name_in(flow, name, language), (o.label for o in asked.options), words)
            case _:
                continue
    return None


def _filled(template: str, text: str) -> str | None:
    """What stands in the place of the one name in braces; None where the text is not made from it."""
    before, after = re.split(r"\{\w+\}", template, maxsplit=1)
    fits = text.startswith(before) and text.endswith(after) and len(text) > len(before) + len(after)
    return text[len(before) : len(text) - len(after)] if fits else None


def _name_in(flow: Flow, name: str, language: str) -> str:
    """The name of a question in another language; a name that no question has stays."""
    for code in _read_in(flow):
        for there, here in zip(localise(flow, code).questions, localise(flow, language).questions, strict=True):
            if poll_name(there) == name:
                return poll_name(here)
    return name


def poll_name(question: Question) -> str:
    """What a poll about its themes calls a question."""
    return question.name[: TEXT_LIMIT - _AROUND].rstrip(" ?:.")


def reworded(question: Question, text: str) -> Question:
    """The same poll with another text."""
    return question.model_copy(update={"text": text, "short": "", "help": ""})


def first_round(workshop: Workshop, ballot: Ballot) -> str | None:
    """The question of the flow of which this ballot is a later round, if it is one."""
    before = ballot.of
    while before is not None and (earlier := workshop.ballot(before)) is not None:
        before = earlier.of
    return before


def in_language(workshop: Workshop, ballot: Ballot, language: str) -> Question:
    """The ballot's question as people with this language read it; words that a facilitator typed stay as they are."""
    if ballot.kind is not BallotKind.POLL:
        return _of_the_panel(ballot, Wording(language))
    origin = first_round(workshop, ballot)
    if origin is not None and any(question.id == origin for question in workshop.flow.questions):
        asked = localise(workshop.flow, language).question(origin)
        return asked.model_copy(update={"id": ballot.id, "shown_if": None, "section": None})
    known = _known_again(workshop.flow, ballot.question, language) or _of_a_theme(workshop.flow, ballot, language)
    question = known or ballot.question
    if isinstance(question, StanceQuestion) and question.options in {
        _stances(Wording(code)) for code in _read_in(workshop.flow)
    }:
        question = question.model_copy(update={"options": _stances(Wording(language))})
    if is_yes_or_no(question):
        question = question.model_copy(update={"options": yes_no_unsure(Wording(language))})
    if isinstance(question, RankingQuestion) and question.text in {to_rank(Wording(code)) for code in languages()}:
        question = question.model_copy(update={"text": to_rank(Wording(language))})
    return question.model_copy(update={"id": ballot.id})


def asked_the_same(workshop: Workshop, ballot: Ballot) -> frozenset[str]:
    """The questions of the flow, and what was asked beside it, that somebody reads as the same as this one, in whatever language.

    Whoever steers in two languages, types a question's own words, or asks them as another type asks nothing new.
    """
    mine, is_poll = _readings(workshop, ballot), ballot.kind is BallotKind.POLL

    def among(readings: Iterable[tuple[str, ...]]) -> bool:
        return any(is_same(one, other, poll=is_poll) for one in readings for other in mine)

    beside = {one.id for one in workshop.ballots if one.id != ballot.id and among(_readings(workshop, one))}
    flows = [localise(workshop.flow, code) for code in _read_in(workshop.flow)] + [workshop.flow]
    asked = {question.id for flow in flows for question in flow.questions if among((said(question),))}
    return frozenset(beside | asked)


def _readings(workshop: Workshop, ballot: Ballot) -> set[tuple[str, ...]]:
    return {said(in_language(workshop, ballot, code)) for code in _read_in(workshop.flow)} | {said(ballot.question)}


def _read_in(flow: Flow) -> tuple[str, ...]:
    """Every language in which somebody may read what is asked: those of the bot and those of the flow."""
    return tuple(dict.fromkeys((*languages(), flow.language, *flow.translations)))


def _of_the_panel(ballot: Ballot, words: Wording) -> Question:
    """A round of questions, or a vote for them: our own words, and the names of the speakers."""
    if ballot.kind is BallotKind.VOTE:
        return ballot.question.model_copy(update={"text": vote_asked(words), "short": ""})
    _, colon, speakers = ballot.question.text.partition(": ")
    return panel_asked(words, speakers if colon else "").model_copy(update={"id": ballot.id})


def panel_asked(words: Wording, speakers: str) -> TextQuestion:
    """A round of questions to these speakers."""
    name = words.t("Questions to the panel")
    return TextQuestion(id="panel", text=": ".join(filter(None, [name, speakers]))[:300], short=name[:40])


def vote_asked(words: Wording) -> str:
    """What a vote for questions to the panel asks."""
    return words.t("Which questions shall the panel answer?")


def is_of_the_flow(flow: Flow, question: Question) -> bool:
    """Whether it was proposed about a question of the flow, and nobody has put it in other words."""
    return _known_again(flow, question, flow.language) is not None


def _known_again(flow: Flow, question: Question, language: str) -> Question | None:
    """What was proposed, proposed anew in another language; None for words that a facilitator chose."""
    ids = [option.id for option in options_of(question)]
    for code in _read_in(flow):
        flow_then, words_then = localise(flow, code), Wording(code)
        for place, what in _places(flow, question):
            if _text(flow_then.questions[place], what, words_then) == question.text:
                anew = proposed(localise(flow, language).questions[place], what, Wording(language))
                if [option.id for option in options_of(anew)] == ids:
                    return anew
    return None


def _places(flow: Flow, question: Question) -> Iterator[tuple[int, What]]:
    """Every proposal of this kind about every question: (the question's place, what of it)."""
    for place, asked in enumerate(flow.questions):
        if isinstance(question, StanceQuestion):
            yield from ((place, what) for what in proposals_about(asked) if isinstance(what, int))
        if isinstance(question, SingleQuestion) and is_list(asked):
            yield place, "one"
        if "again" in proposals_about(asked) and asked.type == question.type:
            yield place, "again"


def _text(question: Question, what: What, words: Wording) -> str:
    if isinstance(what, int):
        return _about_option(question, options_of(question)[what].label, words)
    if what == "again":
        return question.text
    return words.t("{question}: which one matters most for us?", question=_name(question))


def _about_option(question: Question, label: str, words: Wording) -> str:
    if is_list(question):
        return words.t("“{option}”: does this matter most for us?", option=label)
    return words.t("{question}: “{option}”. Do you agree?", question=_name(question), option=label)


def _name(question: Question) -> str:
    """What the question is about, without the mark at its end."""
    name = question.name if len(question.name) <= _NAME else question.name[: _NAME - 1].rstrip() + "…"
    return name.rstrip(" ?:.")


def _statement(text: str, words: Wording) -> StanceQuestion:
    return StanceQuestion(id=NEW, text=text, options=_stances(words))


def _stances(words: Wording) -> tuple[Option, ...]:
    labels = {"agree": words.t("Agree"), "disagree": words.t("Disagree"), "pass": words.t("Unsure")}
    return tuple(Option(id=stance, label=label) for stance, label in labels.items())


def yes_no_unsure(words: Wording) -> tuple[Option, ...]:
    """The answers to a question that is answered with yes or no."""
    labels = {"yes": words.t("Yes"), "no": words.t("No"), "unsure": words.t("Unsure")}
    return tuple(Option(id=name, label=label) for name, label in labels.items())


def is_yes_or_no(question: Question) -> bool:
    """Whether it is answered with those, in whatever language."""
    return isinstance(question, SingleQuestion) and question.options in {
        yes_no_unsure(Wording(code)) for code in languages()
    }


def to_rank(words: Wording) -> str:
    """What a ranking asks of which only the options were typed."""
    return words.t("Put these in order, the best first.")


def is_list(question: Question) -> bool:
    """Whether people pick from several options, so that each of them can be a matter of its own."""
    return isinstance(question, MultiQuestion | RankingQuestion | AllocationQuestion)


def fits_a_group(question: Question) -> bool:
    """Whether it can be a native poll: one choice among 2 to 12 options."""
    return isinstance(question, SingleQuestion | ScaleQuestion | StanceQuestion) and 2 <= len(question.options) <= 12
