"""What stands out across the questions, in the sentences of the report; must not know chats, or by which measure something stands out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.report.values import Item, Kind, Sentence
from bot.results.charting.rounds import Rounds
from bot.wording import Wording, inner, together
from flows.counting.standing_out import stands_out
from flows.counting.summary import Summary


def at_a_glance(items: Sequence[Item], words: Wording, widest: Sentence | None = None) -> tuple[Sentence, ...]:
    """Sentences of the questions, with the question they are about. `widest`: where groups are furthest apart, if anywhere."""
    compared = {item.id: (item, summary) for item, summary in _last_rounds(items)}
    out = stands_out(summary for _, summary in compared.values())
    said = (
        (words.raw("Most of one mind on “{question}”: {said}"), Kind.MAIN, out.one_mind),
        (words.raw("Opinions differ most on “{question}”: {said}"), Kind.MAIN, out.divided),
        (words.raw("Elsewhere, on “{question}”: {said}"), Kind.MINORITY, out.minority),
    )
    found = [_told(sentence, compared[name][0], kind) for sentence, kind, names in said for name in names]
    return (*found, *([widest] if widest is not None else []))


def _told(sentence: str, item: Item, kind: Kind) -> Sentence:
    one = next(one for one in item.sentences if one.kind is kind)
    said = sentence.replace("{question}", together(inner(item.heading))).replace("{said}", one.text)
    return replace(one, text=said)


def _last_rounds(items: Sequence[Item]) -> Iterator[tuple[Item, Summary]]:
    """Of a question that was asked again only its last round."""
    before = [item.drawn.first for item in items if isinstance(item.drawn, Rounds)]
    for item in items:
        summary = summary_of(item)
        if summary is not None and not any(summary is one for one in before):
            yield item, summary


def summary_of(item: Item) -> Summary | None:
    """What is drawn of one question; several on one scale are none."""
    match item.drawn:
        case Rounds(now=now):
            return now
        case Summary() as summary:
            return summary
        case _:
            return None
