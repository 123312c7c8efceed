"""How an export says a sentence: in English where nobody hands in another language; must not know which there are."""

from __future__ import annotations

from typing import Protocol


class Say(Protocol):
    """`Wording.t`: a sentence in some language, with each `{name}` in it replaced by the parameter of that name."""

    def __call__(self, msgid: str, /, **params: object) -> str:
        """The sentence."""
        ...


def in_english(msgid: str, /, **params: object) -> str:
    """As it stands in the code."""
    return msgid.format_map(params)
