"""What a workshop asks, as values; must not know who answers, in which chat, or when.

A `Flow` is an ordered list of questions with sections, conditions and translations. It is read from a YAML file by
`flows.definition.loading`, pinned by a workshop as JSON, and identified by `flow_hash`. There is one class a question type,
discriminated by `type`; code that treats them differently ends in `assert_never`.

Long: one class a type of question, and what holds them, which are read side by side.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_\-]{1,32}$")]
"""An id of a flow, section, question or option: 1 to 32 ASCII letters, digits, `_` or `-`."""

Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
"""A language as ISO 639-1 writes it: "en", "nl"."""

TEXT_LIMIT = 1000
"""Characters of an open answer: anonymity.md 3c caps the text before it is masked."""


def _is_empty(value: object) -> bool:
    """Whether a later key is as it was before there was one: then it is in no flow's JSON, and no hash of an earlier flow changes."""
    return value in ("", None)


def _is_one(value: object) -> bool:
    return value == 1


def _is_true(value: object) -> bool:
    return value is True


class Value(BaseModel):
    """A frozen, strict pydantic model; its error messages never repeat the input."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True)


LABEL_LIMIT = 200
"""Characters of an option's label."""


def in_brackets(hint: str) -> str:
    """What a hint adds to a label; "" where there is none."""
    return f" ({hint})" if hint else ""


class Option(Value):
    """One answer that can be chosen. The id is stored and exported, the label is shown; `short`: on buttons and beside bars.

    `hint` tells options with the same label apart, and stands in brackets behind the label already: it is kept to be translated.
    """

    id: Id
    label: Annotated[str, Field(min_length=1, max_length=LABEL_LIMIT)]
    short: Annotated[str, Field(max_length=40, exclude_if=_is_empty)] = ""
    hint: Annotated[str, Field(max_length=60, exclude_if=_is_empty)] = ""

    @property
    def bare(self) -> str:
        """The label without its hint, as the author wrote it."""
        return self.label.removesuffix(in_brackets(self.hint))

    @property
    def name(self) -> str:
        """What stands on a button or beside a bar: the short one, or the label where the author gave none."""
        return self.short or self.label


class Level(Option):
    """One level of a scale: `value` 1..k with k the most positive, or `off_scale` ("don't know": counted, not averaged)."""

    value: Annotated[int, Field(ge=1, le=11)] | None = None
    off_scale: bool = False


class PointsAtLeast(Value):
    """A condition on an allocation: at least `min` points on `option`."""

    option: Id
    min: Annotated[int, Field(ge=1)]


class Condition(Value):
    """When a question is shown: exactly one test of the answer to an earlier question.

    `in`: the chosen option is one of these; `not_in`: an option was chosen and it is none of these; `contains`: the picked
    or ranked options include it; `first`: it was ranked first; `points`: an allocation gave it at least so many.
    A question that was skipped or not shown meets no condition.
    """

    question: Id
    any_of: Annotated[tuple[Id, ...] | None, Field(alias="in")] = None
    none_of: Annotated[tuple[Id, ...] | None, Field(alias="not_in")] = None
    contains: Id | None = None
    first: Id | None = None
    points: PointsAtLeast | None = None


class QuestionBase(Value):
    """What every question has. `short` (a few words) names it in settled messages, the review and charts.

    `sensitive`: no table by group where a group is of one mind (see `flows.counting.segments`).
    """

    id: Id
    text: Annotated[str, Field(min_length=1, max_length=300)]
    short: Annotated[str, Field(max_length=40)] = ""
    help: Annotated[str, Field(max_length=300)] = ""
    section: Id | None = None
    shown_if: Condition | None = None
    sensitive: bool = False

    @property
    def name(self) -> str:
        """The short name, or the question's text where the author gave none."""
        return self.short or self.text


class SingleQuestion(QuestionBase):
    """One of several options."""

    type: Literal["single"] = "single"
    options: tuple[Option, ...]


class ScaleQuestion(QuestionBase):
    """One labelled level; levels with `off_scale` stay out of median, mean and net."""

    type: Literal["scale"] = "scale"
    options: tuple[Level, ...]


class StanceQuestion(QuestionBase):
    """A statement to agree with, disagree with, or pass on."""

    type: Literal["stance"] = "stance"
    options: tuple[Option, ...] = (
        Option(id="agree", label="Agree"),
        Option(id="disagree", label="Disagree"),
        Option(id="pass", label="Unsure"),
    )


class MultiQuestion(QuestionBase):
    """From `min` to `max` options (`max` None: all); an `exclusive` option clears the rest. With `min` 0 nothing ticked is an answer."""

    type: Literal["multi"] = "multi"
    options: tuple[Option, ...]
    min: Annotated[int, Field(ge=0)] = 1
    max: Annotated[int, Field(ge=1)] | None = None
    exclusive: tuple[Id, ...] = ()


class RankingQuestion(QuestionBase):
    """Options in order, best first: up to `top` of them, or all when `top` is None. Shorter ballots are allowed, from `min` on."""

    type: Literal["ranking"] = "ranking"
    options: tuple[Option, ...]
    top: Annotated[int, Field(ge=1)] | None = None
    min: Annotated[int, Field(ge=1, exclude_if=_is_one)] = 1

    @property
    def places(self) -> int:
        """How many options a full ballot ranks."""
        return min(self.top or len(self.options), len(self.options))


class AllocationQuestion(QuestionBase):
    """`total` points shared between the options, on at most `max_options` of them, at most `most` on one.

    `spend_all`: every point is to be given; else as many as people like, one at least.
    """

    type: Literal["allocation"] = "allocation"
    options: tuple[Option, ...]
    total: Annotated[int, Field(ge=2, le=1000)] = 10
    max_options: Annotated[int, Field(ge=1)] | None = None
    most: Annotated[int | None, Field(ge=1, exclude_if=_is_empty)] = None
    spend_all: Annotated[bool, Field(exclude_if=_is_true)] = True


class TextQuestion(QuestionBase):
    """An open answer of up to `TEXT_LIMIT` characters."""

    type: Literal["text"] = "text"


Question = Annotated[
    SingleQuestion
    | ScaleQuestion
    | StanceQuestion
    | MultiQuestion
    | RankingQuestion
    | AllocationQuestion
    | TextQuestion,
    Field(discriminator="type"),
]
ChoiceQuestion = SingleQuestion | ScaleQuestion | StanceQuestion
ClosedQuestion = ChoiceQuestion | MultiQuestion | RankingQuestion | AllocationQuestion


class Section(Value):
    """A part of the agenda; questions name it by id."""

    id: Id
    title: Annotated[str, Field(min_length=1, max_length=80)]


class QuestionWords(Value):
    """A question in another language; what is missing falls back to the flow's own language."""

    text: Annotated[str, Field(max_length=300)] = ""
    short: Annotated[str, Field(max_length=40)] = ""
    help: Annotated[str, Field(max_length=300)] = ""
    options: Mapping[Id, Annotated[str, Field(max_length=LABEL_LIMIT)]] = {}


class Translation(Value):
    """A flow in another language. `labels` translates a label wherever it occurs; a question's own `options` come first."""

    title: Annotated[str, Field(max_length=128)] = ""
    purpose: Annotated[str, Field(max_length=200)] = ""
    sections: Mapping[Id, Annotated[str, Field(max_length=80)]] = {}
    labels: Mapping[str, Annotated[str, Field(max_length=LABEL_LIMIT)]] = {}
    questions: Mapping[Id, QuestionWords] = {}


class Flow(Value):
    """A workshop's questions. `purpose` completes "asks your views on ..." in the consent card; `source` is a document's title.

    `segment_by` names the question whose options are the groups that results are compared by after the close.
    """

    id: Id
    title: Annotated[str, Field(min_length=1, max_length=128)]
    purpose: Annotated[str, Field(max_length=200)] = ""
    minutes: Annotated[int, Field(ge=1, le=240)] = 5
    audience: str = ""
    source: str = ""
    language: Language = "en"
    segment_by: Id | None = None
    sections: tuple[Section, ...] = ()
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    translations: Mapping[Language, Translation] = {}

    def question(self, question_id: str) -> Question:
        """The question with this id. Raises KeyError when the flow has none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    @cached_property
    def pinned(self) -> str:
        """Canonical JSON (sorted keys, no blanks): what a workshop pins and what is hashed."""
        data = self.model_dump(mode="json", by_alias=True)
        return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def __iter__(self) -> Iterator[Question]:  # type: ignore[override]  # a flow reads as its questions, not its fields
        return iter(self.questions)


def options_of(question: Question) -> tuple[Option, ...]:
    """The options in the order they are asked; () for a text question."""
    return () if isinstance(question, TextQuestion) else question.options


def with_questions(flow: Flow, more: tuple[Question, ...]) -> Flow:
    """The flow with questions after its own, as for a ballot beside it. It has no hash of its own to be pinned by."""
    if not more:
        return flow
    longer = flow.model_copy(update={"questions": (*flow.questions, *more)})
    longer.__dict__.pop("pinned", None)  # a copy takes the cached JSON of the original along
    return longer


def for_tables(flow: Flow) -> dict[str, Question]:
    """The questions as they are asked of round tables, under ids that no question of the flow has, by the flow's own ids."""
    taken = {question.id for question in flow.questions}
    named = {q.id: _unlike(f"table-{n}", taken) for n, q in enumerate(flow.questions, 1)}
    return {q.id: q.model_copy(update={"id": named[q.id], **_said_of_tables(q)}) for q in flow.questions}


def _said_of_tables(question: Question) -> dict[str, str]:
    """How lists in which both stand, such as an export, tell a question from the same one to the tables."""
    return {"text": f"Round tables: {question.text}"[:300], "short": f"Round tables: {question.name}"[:40]}


def _unlike(name: str, taken: AbstractSet[str]) -> str:
    """The name, longer where a question of the flow has it already."""
    return _unlike(f"{name}-", taken) if name in taken else name


def flow_json(flow: Flow) -> str:
    """The flow as canonical JSON: what a workshop pins."""
    return flow.pinned


def flow_from_json(text: str) -> Flow:
    """The flow that `flow_json` wrote. Raises pydantic.ValidationError on anything else."""
    return Flow.model_validate_json(text)


def flow_hash(flow: Flow) -> str:
    """SHA-256 of `flow_json`, hex: two flows with one hash ask exactly the same."""
    return hashlib.sha256(flow_json(flow).encode()).hexdigest()
