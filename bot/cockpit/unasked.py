"""Questions that no phone can show, as `check` refuses them, for the board; must not know who was asked."""

from __future__ import annotations

from bot.participant.choices.fitting import fits
from bot.participant.questions import Asked, whole
from bot.wording import Wording
from flows.definition.flow import Flow, options_of
from flows.definition.labels import MOST_OPTIONS, over_a_message
from flows.definition.localise import asked_in, localise
from flows.dialogue import machine
from flows.dialogue.standing import Dialogue


def never_fitting(flow: Flow, words: Wording) -> tuple[str, ...]:
    """The names of questions that no message holds in some language of the flow: told by the flow alone."""
    found = []
    for language in asked_in(flow):
        read = localise(flow, language)
        for asked, question in zip(read.questions, localise(flow, words.language).questions, strict=True):
            labels = [option.label for option in options_of(asked)]
            if len(labels) > MOST_OPTIONS or over_a_message(asked.text, asked.help, labels):  # else it fits by far
                dialogue = Dialogue(state=machine.asking(asked.id))
                found += [] if fits(whole(Asked(read, "", dialogue, Wording(language)), asked)) else [question.name]
    return tuple(dict.fromkeys(found))
