"""What is read about who may what: lists with buttons, questions asked before, what is told after; must not know how it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from bot.buttons import Button, Scope
from bot.facilitator.acts import in_words
from bot.messages import Key, Message, key
from bot.wording import Wording
from storage.staff.records import Expired, Member, OpenInvite, Withdrawn
from storage.values import Action, Role, Workshop

PAGE = 10
"""People, and invitations, on one page: with all of their names it has to fit one message."""

_TITLES, _TITLE = 3, 40
"""So many workshops are named for one person, in so many characters each."""

_DONE = 5
"""Acts about roles in general that are shown."""


@dataclass(frozen=True)
class Alone:
    """What nobody else steers, by title: `last` among facilitators, `locked` at all; `no_organiser`: nobody could invite any more."""

    last: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    no_organiser: bool = False


def _name(member: Member, words: Wording) -> str:
    """As it stood on their phone; the end of their number where it is not known."""
    return member.name or words.t("without a name …{number}", number=f"{member.user_id % 10_000:04}")


def _linked(member: Member, me: int, words: Wording) -> str:
    """A name that leads to the person, because two may have the same."""
    name = f'<a href="tg://user?id={member.user_id}">{escape(_name(member, words))}</a>'
    return words.t("{name} (you)", name=name) if member.user_id == me else name


def _errand(label: str, verb: str, *arguments: str | int, danger: bool = False) -> Key:
    button = Button(Scope.FACILITATOR, "", verb, tuple(str(argument) for argument in arguments))
    return Key(label, button, style="danger") if danger else Key(label, button)


def everybody(
    members: Sequence[Member],
    invitations: Sequence[OpenInvite],
    titles: Mapping[str, str],
    done: Sequence[Action],
    me: int,
    words: Wording,
    first: int = 0,
) -> Message:
    """All that organisers see: roles, open invitations, what was done about roles in general. `first`: the page."""
    t, first = words.t, max(0, min(first, (len(members) - 1) // PAGE))
    shown = members[first * PAGE : (first + 1) * PAGE]
    lines = ["<b>" + t("Who may what") + "</b>", ""]
    lines += [f"• {_linked(member, me, words)}: {_may(member, titles, words)}" for member in shown]
    keys = [(_errand(f"✖ {_name(member, words)}", "dismiss", member.user_id),) for member in shown]
    open_ones, more_keys = _invitations(invitations, titles, words)
    lines += open_ones
    turns = [_errand("◀", "staffall", first - 1)] if first else []
    turns += [_errand("▶", "staffall", first + 1)] if len(members) > (first + 1) * PAGE else []
    keys += [(_errand(label, "recall", one.handle),) for label, one in more_keys]
    lines += ["", t("A tap on ✖ withdraws all that somebody may, or an invitation.")]
    if done:
        lines += ["", t("Done last, about roles in general:")]
        lines += [in_words(action, words) for action in done[-_DONE:]]
    return Message("\n".join(lines), (*keys, *([tuple(turns)] if turns else [])))


def _may(member: Member, titles: Mapping[str, str], words: Wording) -> str:
    t = words.t
    if member.organises:
        return t("organiser, may steer every workshop")
    may = [t("may start workshops")] if member.everywhere else []
    named = sorted(_short(titles[each]) for each in member.workshops if each in titles)
    may += [escape(", ".join(named[:_TITLES]) + (" …" if len(named) > _TITLES else ""))] if named else []
    return "; ".join(may)


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"


def _invitations(
    invitations: Sequence[OpenInvite], titles: Mapping[str, str], words: Wording
) -> tuple[list[str], list[tuple[str, OpenInvite]]]:
    """Lines, and the labels of buttons that withdraw."""
    t = words.t
    if not invitations:
        return ["", t("No invitation is open.")], []
    lines, keys = ["", t("Open invitations, each for one person:")], []
    for number, one in enumerate(invitations[:PAGE], 1):
        whom = t("organiser") if one.role is Role.ORGANISER else t("facilitator")
        what = (
            t("{role} of {title}", role=whom, title=escape(_short(titles[one.workshop_id])))
            if one.workshop_id
            else whom
        )
        lines.append(t("{number}. {what}, until {day}", number=number, what=what, day=words.day(one.until)))
        keys.append((t("✖ Invitation {number}", number=number), one))
    return lines, keys


def steering(
    workshop: Workshop, members: Sequence[Member], invitations: Sequence[OpenInvite], me: int, words: Wording
) -> Message:
    """Those who steer one workshop, and the invitations to it."""
    t, code = words.t, workshop.code
    mine = [member for member in members if workshop.id in member.workshops]
    organisers = [member for member in members if member.organises]
    lines = ["<b>" + t("Who may steer {title}", title=escape(workshop.title)) + "</b>", ""]
    lines += [f"• {_linked(member, me, words)}" for member in mine[:PAGE]]
    if organisers:
        lines += ["", t("Organisers steer every workshop: {names}",
                        names=", ".join(_linked(member, me, words) for member in organisers[:PAGE]))]  # fmt: skip
    open_ones, labels = _invitations(invitations, {workshop.id: workshop.title}, words)
    keys = [(key(code, f"✖ {_name(member, words)}", "unstaff", member.user_id),) for member in mine[:PAGE]]
    keys += [(key(code, label, "uninvite", one.handle),) for label, one in labels]
    lines += [*open_ones, "", t("A tap on ✖ withdraws it.")]
    return Message("\n".join(lines), (*keys, (key(code, t("Invite a co-facilitator"), "co"),)))


def alone(words: Wording) -> Message:
    """For a facilitator who steers nothing yet."""
    t = words.t
    leave = _errand(t("Give up my roles …"), "leave")
    return Message(t("You may start workshops, and steer none yet. /new starts one."), ((leave,),))


def ask(
    target: Member, workshop: Workshop | None, last: Iterable[str], words: Wording, asked: int, *, is_own: bool
) -> Message:
    """Asked before a role is taken; `last`: what nobody else facilitates then; `asked`: how often it was asked already."""
    t = words.t
    name, title = escape(_name(target, words)), escape(workshop.title) if workshop else ""
    head = {
        (True, True): t("Give up your role in {title}?", title=title),
        (True, False): t("Give up all your roles?"),
        (False, True): t("Withdraw the role of {name} in {title}?", name=name, title=title),
        (False, False): t("Withdraw all roles of {name}?", name=name),
    }[is_own, workshop is not None]
    lines = [f"<b>{head}</b>", ""]
    lines += [t("Nobody else facilitates {title}; organisers still can.", title=escape(each)) for each in last]
    lines.append(t("The board goes with it. Only a new invitation gives it back.") if not asked else
                 t("For good?"))  # fmt: skip
    label = t("Yes, for good") if asked else t("Yes …")
    if workshop is not None:
        yes = key(workshop.code, label, "unstaff", target.user_id, asked + 1, style="danger")
    elif is_own:
        yes = _errand(label, "leave", asked + 1, danger=True)
    else:
        yes = _errand(label, "dismiss", target.user_id, asked + 1, danger=True)
    no = replace(_errand(t("Keep it"), "stay"), out=True)
    return Message("\n".join(lines), ((no,), (yes,)) if asked else ((yes,), (no,)))


def kept(words: Wording) -> Message:
    """It was called off."""
    return Message(words.t("Everything stays as it is."))


def locked(title: str, words: Wording) -> str:
    """Why the last one cannot go."""
    return words.t("Nobody else could steer {title} then. Invite somebody first, or close it.", title=escape(title))


def last_organiser(words: Wording) -> str:
    """Why the last organiser cannot go."""
    return words.t(
        "This is the last organiser: nobody could invite anybody then. Invite another one first, with /invite organiser."
    )


def given_up(left: Role | None, workshop: Workshop | None, words: Wording) -> Message:
    """Told to whoever has given up a role."""
    t = words.t
    said = (
        t("You do not facilitate {title} any more.", title=escape(workshop.title))
        if workshop
        else t("You have given up your roles.")
    )
    gone = "" if left is not None else " " + t("What was kept about you for them is deleted.")
    return Message(said + gone)


def taken(target: Member, workshop: Workshop | None, words: Wording) -> str:
    """A toast for whoever has taken it."""
    t, name = words.t, _name(target, words)
    if workshop is None:
        return t("{name} has no role any more.", name=name)
    return t("{name} does not facilitate {title} any more.", name=name, title=workshop.title)


def told(titles: Sequence[str], taken: Withdrawn, words: Wording) -> Message:
    """Told to the one whose role was taken. `titles`: of the workshops for which they had one of their own."""
    t = words.t
    if taken.left is None:
        return Message(t("Your role here was withdrawn, so I have taken the board away. What was kept about you for it is deleted. "
                         "A new invitation gives it back."))  # fmt: skip
    named = escape(", ".join(titles)) or t("workshops in general")
    return Message(t("Your role for {titles} was withdrawn. Your others stay.", titles=named))


def dark(workshop: Workshop, target: Member, words: Wording) -> Message:
    """The link to the screen has ended with a role."""
    t = words.t
    text = t("The link to the screen of {title} has ended too, because {name} may have kept it. The screen needs a new one.",
             title=escape(workshop.title), name=escape(_name(target, words)))  # fmt: skip
    return Message(text, ((key(workshop.code, t("New link"), "screennew"),),))


def invitation(role: Role, link: str, until: date, words: Wording, title: str = "") -> Message:
    """A one-time link to pass on, good up to and including a day. `title`: of the one workshop that may be steered by it."""
    t, day = words.t, words.day(until)
    text = (
        t("Send this link to the new organiser. It works once, for one person, until {day}.", day=day)
        if role is Role.ORGANISER
        else t("Send this link to the facilitator. It works once, for one person, until {day}.", day=day)
    )
    text = f"<b>{escape(title)}</b>\n{text}" if title else text
    text += " " + t("/staff lists it, and withdraws it.")
    return Message(f"{text}\n\n{escape(link)}", ((Key(t("Copy the link"), copy=link),),))


def expired(invitation: Expired, words: Wording) -> str:
    """Said to whoever follows an invitation too late."""
    return words.t("This invitation has expired: it was good until {day}. Please ask for a new one.",
                   day=words.day(invitation.until))  # fmt: skip


def unknown(words: Wording) -> str:
    """Said to whoever follows an invitation that there is not, or not any more."""
    return words.t(
        "This invitation was used already or withdrawn, or its workshop is closed. Please ask for a new one."
    )
