"""Who sets the pace of a workshop, in words and buttons; must not know chats or storage."""

from __future__ import annotations

from html import escape

from bot.messages import Message, key
from bot.wording import Wording
from storage.values import Workshop

OWN, LED = "own", "led"
"""How buttons, and the list of what was done, name the two."""


def pace_menu(workshop: Workshop, words: Wording) -> Message:
    """The two paces with a sentence each, the one that holds now marked."""
    t = words.t
    own, led = t("Everybody at their own pace"), t("I lead the room")
    lines = [
        "<b>" + t("Pace of {title}", title=escape(workshop.title)) + "</b>",
        "",
        f"<b>{own}</b>: " + t("people go through all questions when it suits them, and submit at the end."),
        f"<b>{led}</b>: "
        + t("you open sections or launch questions with /agenda and /next, and each answer is handed in at once."),
        "",
        t("It can be changed until you open. Whoever has agreed before is asked again."),
    ]
    marks = ("", "● ") if workshop.paced else ("● ", "")
    keys = (
        (key(workshop.code, marks[0] + own, "pace", OWN),),
        (key(workshop.code, marks[1] + led, "pace", LED),),
    )
    return Message("\n".join(lines), keys)


def pace_told(workshop: Workshop, words: Wording) -> str:
    """Which of the two it is now, in plain text."""
    if workshop.paced:
        return words.t("You lead the room: {title}.", title=workshop.title)
    return words.t("Everybody goes at their own pace: {title}.", title=workshop.title)
