"""What the presenter's screen says around its figures, in one language; must not know numbers, or which view is on."""

from __future__ import annotations

from bot.wording import Wording


def view_words(words: Wording, bot_username: str) -> dict[str, str]:
    """The words of all views. Templates keep their braces: the page fills them."""
    t = words.t
    return {
        "join": t("Take part"),
        "scan": t("Scan with your phone’s camera"),
        "type": t("or send this code to @{name}", name=bot_username),
        "qr": words.raw("QR code that opens {link}"),
        "locked": t("Nobody else can join now."),
        "waiting": t("It opens soon."),
        "now": t("Now"),
        "question": t("Question"),
        "held": t("On hold"),
        "time_up": t("The time is up. Finish what you are at."),
        "result": t("Result"),
        "round1": t("First round"),
        "round2": t("Second round"),
        "round_n": words.raw("Round {number}"),
        "rounds": t("Result of both rounds"),
        "tables": t("Result of the tables, one note-taker each"),
        "themes": t("Themes"),
        "panel": t("Questions to the panel"),
        "panel_now": t("Panel"),
        "panel_none": t("Questions appear here once they are approved."),
        "speaker": words.raw("for {name}"),
        "pinned": t("pinned"),
        "answered": t("answered"),
        "thanks": t("Thank you"),
        "nothing": t("There is no result to show."),
        "step_through": t("The arrow keys show each result."),
        "phase_waiting": t("not open yet"),
        "phase_paused": t("paused"),
        "phase_closed": t("closed"),
        "lost": t("Connection lost, trying again"),
        "stays": t("Stays here until Home is pressed"),
    }


def key_words(words: Wording) -> dict[str, str]:
    """The words about the keys, for the presenter."""
    t = words.t
    return {
        "key_left": t("Back"),
        "key_right": t("On"),
        "key_page": t("Page ↑ ↓"),
        "hint": t("← → step · R show the result · B black · Q join code · ? all keys"),
        "nothing_ready": t("There is no result to show yet."),
        "help_title": t("Keys"),
        "last": t("That is the last one there is."),
        "no_question": t("R shows the result of a question while it is on the wall."),
        "help_step": t("Step through what there is. The screen stays there."),
        "help_page": t("The same; so does a clicker, and Space."),
        "help_blank": t("Black, and back again."),
        "help_qr": t("The code to join, as large as it can be, and back again."),
        "help_follow": t("Follow the room again."),
        "help_reveal": t("Show the result of the question on the wall, once there is one."),
        "help_full": t("Full screen"),
        "help_dark": t("Light or dark"),
        "help_help": t("These keys"),
        "help_note": t("In the chat with me, More … and Screen take a result off the screen again."),
        "help_close": t("Close"),
    }


def boot_words(words: Wording) -> dict[str, str]:
    """What the page says before it knows anything, and when its link is dead."""
    t = words.t
    return {
        "title": t("Workshop"),
        "dead": t("This link does not work any more"),
        "dead_more": t("/screen, in the facilitator’s chat with me, shows the one that does."),
        "lost": t("Connection lost, trying again"),
        "wait": t("One moment …"),
        "steps": t("Steps"),
        "script": t("This page needs JavaScript."),
        "wall": t("Show four digits here instead"),
    }


def wall_words(words: Wording, bot_username: str) -> dict[str, str]:
    """What a page says that waits to become a wall. Templates keep their braces: the page fills them."""
    t = words.t
    return {
        "title": t("Make this screen the wall"),
        "scan": t("Scan with the facilitator’s phone"),
        "type": t("or send @{name} /screen, and then these digits", name=bot_username),
        "left": words.raw("New digits in {time}"),
        "once": t("It shows what a facilitator puts there. Digits alone give nobody anything."),
        "full": t("Too many screens wait just now. It goes on by itself; the long link of /screen works at once."),
        "digits": words.raw("The digits {digits}"),
        "qr": t("QR code for the facilitator’s phone"),
        "lost": t("Connection lost, trying again"),
        "wait": t("One moment …"),
        "script": t("This page needs JavaScript."),
    }
