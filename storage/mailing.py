"""The lists of people whom a closed workshop may still write to; must not know words, answers, or who is behind a token.

At the close the roster is handed over to two lists, each with a random key of its own: one to tell everybody what the room
said, which ends when that is done and what they wrote is read, and one for what came of it, with those who took part and want
it. The workshop's key is destroyed as ever; nothing of its tokens, answers or progress goes along, so the lists say who took
part and not what anybody said. A list ends by its key. Its row is committed before its key is made, so no key is ever without a
row that names it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, delete, func, insert, literal, select, update

from storage.afterwards import AFTERWARDS, NEWS_TIME, RESULT_TIME, Addressee, MailingList, Purpose
from storage.days import there
from storage.keys.sealing import Seal
from storage.keys.seals import Seals, open_json, seal_json
from storage.tables import MAILING, MAILING_LIST, WORKSHOP
from storage.values import ALL, NONE, Person, Sendout
from storage.workshops import random_uuid, zone_of

_LASTS = {Purpose.RESULT: RESULT_TIME, Purpose.NEWS: NEWS_TIME}
_NOBODY = ""


class Mailing:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection, seals: Seals, chance: random.Random) -> None:
        """Part of a `Unit`."""
        self._connection = connection
        self._seals = seals
        self._chance = chance

    # The beginning and the end of a list

    def prepare(self, workshop_id: str, today: date) -> None:
        """Name the lists of a workshop that closes, in a transaction before the one that fills them."""
        known = {mailing_list.purpose for mailing_list in self._lists(MAILING_LIST.c.workshop_id == workshop_id)}
        for purpose in (purpose for purpose in Purpose if purpose not in known):
            values = {
                "purpose": purpose.value,
                "until": there(today, zone_of(self._connection, workshop_id)) + _LASTS[purpose],
            }
            named = insert(MAILING_LIST).values(id=random_uuid(self._chance), workshop_id=workshop_id, **values)
            self._connection.execute(named)

    def hand_over(self, workshop_id: str, people: Mapping[Purpose, Sequence[Person]]) -> None:
        """Put these people on the lists that are named; a list that has nobody on it is dropped, without ever a key."""
        for mailing_list in self._lists(MAILING_LIST.c.workshop_id == workshop_id):
            if people[mailing_list.purpose]:
                self._fill(mailing_list, people[mailing_list.purpose])
            elif not self._size(mailing_list.id):
                self.drop(mailing_list.id)

    def served(self, today: date, busy: frozenset[tuple[str, Purpose]]) -> list[MailingList]:
        """The lists that are to end: over their time, without a key, with nobody on them, or with nothing left to tell.

        `busy`: (workshop, purpose) of the send-outs that run or will. A workshop that is still being closed keeps its lists.
        """
        closing = select(WORKSHOP.c.id).where(WORKSHOP.c.closing)
        there = self._lists(MAILING_LIST.c.workshop_id.not_in(closing))
        return [one for one in there if self._has_served(one, today, is_busy=(one.workshop_id, one.purpose) in busy)]

    def ids(self) -> list[str]:
        """The ids of all lists there are: each has a key of its own."""
        return [mailing_list.id for mailing_list in self._lists()]

    def end(self, workshop_id: str, today: date) -> None:
        """The lists of a workshop have had their time, whatever was said before: they end at the next look."""
        until = there(today, "UTC") - timedelta(days=1)  # over in every zone, and when nobody knows any more in which
        self._connection.execute(
            update(MAILING_LIST).where(MAILING_LIST.c.workshop_id == workshop_id).values(until=until)
        )

    def clear(self, list_id: str) -> None:
        """Take everybody off a list that ends."""
        self._connection.execute(delete(MAILING).where(MAILING.c.list_id == list_id))

    def drop(self, list_id: str) -> None:
        """The last act, when its key is destroyed: nothing says any more that there was such a list."""
        self._connection.execute(delete(MAILING_LIST).where(MAILING_LIST.c.id == list_id))

    # The people on it

    def size(self, workshop_id: str, purpose: Purpose) -> int | None:
        """How many people are on this list of a workshop; None when there is none."""
        mine = self._of(workshop_id, purpose)
        return None if mine is None else self._size(mine.id)

    def has(self, sendout: Sendout) -> bool:
        """Whether there is a list for this send-out."""
        return self._audience(sendout) is not None

    def own(self, user_id: int) -> list[tuple[MailingList, Addressee]]:
        """What stands about this person on any list, found by the tokens that only the lists' keys make."""
        found, lists = [], self._lists()
        seals = self._seals.usable(mailing_list.id for mailing_list in lists)
        for mailing_list in lists:
            seal = seals.get(mailing_list.id)
            row = self._row(seal.person(user_id)) if seal else None
            found += [(mailing_list, _addressee(seal, row))] if seal and row else []
        return found

    def leave(self, workshop_id: str, user_id: int) -> bool:
        """Take this person off the lists of a workshop, at once; False when they were on none."""
        tokens = [held.token for mailing_list, held in self.own(user_id) if mailing_list.workshop_id == workshop_id]
        self._connection.execute(delete(MAILING).where(MAILING.c.token.in_(tokens)))
        return bool(tokens)

    # For the send-outs, as in `storage.sendouts`

    def claim(self, sendout: Sendout, most: int, after: bytes = b"", *, whole: bool = True) -> list[bytes]:
        """The tokens of up to `most` people on the list who have not had it and are claimed from now on, in order."""
        mine = self._audience(sendout)
        if mine is None:
            return []
        not_had = (MAILING.c.told != sendout.id) | MAILING.c.part.like("-%")
        next_ones = (MAILING.c.list_id == mine.id) & (MAILING.c.token > after) & not_had
        wanted = select(MAILING.c.token).where(next_ones).order_by(MAILING.c.token).limit(most)
        tokens = list(self._connection.execute(wanted).scalars())
        part = case((MAILING.c.told == sendout.id, func.substr(MAILING.c.part, 2)), else_=ALL if whole else NONE)
        self._connection.execute(update(MAILING).where(MAILING.c.token.in_(tokens)).values(told=sendout.id, part=part))
        return tokens

    def parts(self, sendout: Sendout, tokens: Sequence[bytes]) -> dict[bytes, str]:
        """How many messages of it have left for each of these people."""
        mine = (MAILING.c.told == sendout.id) & MAILING.c.token.in_(list(tokens))
        rows = self._connection.execute(select(MAILING.c.token, MAILING.c.part).where(mine)).all()
        return {token: part for token, part in rows}  # noqa: C416  # rows are no pairs to mypy

    def mark(self, sendout: Sendout, token: bytes, before: str, after: str) -> bool:
        """The next message of it leaves for this person; False when that is not theirs to get any more. Twice is once."""
        mine = (MAILING.c.told == sendout.id) & (MAILING.c.token == token) & MAILING.c.part.in_((before, after))
        return self._connection.execute(update(MAILING).where(mine).values(part=after)).rowcount == 1

    def unclaim(self, sendout: Sendout, tokens: Sequence[bytes]) -> None:
        """What is left of it surely did not leave for these: they may be claimed again."""
        self._give_back((MAILING.c.told == sendout.id) & MAILING.c.token.in_(list(tokens)), whole=True)

    def finish(self, sendout: Sendout, tokens: Sequence[bytes]) -> None:
        """These have an outcome: nothing of it leaves for them any more."""
        mine = (MAILING.c.told == sendout.id) & MAILING.c.token.in_(list(tokens))
        self._connection.execute(update(MAILING).where(mine).values(part=ALL))

    def release(self, sendout: Sendout) -> None:
        """After a start: who was claimed and for whom something had not left yet may be claimed again."""
        self._give_back(MAILING.c.told == sendout.id, whole=False)

    def _give_back(self, mine: ColumnElement[bool], *, whole: bool) -> None:
        none_left = MAILING.c.part.in_((NONE, ALL) if whole else (NONE,))
        self._connection.execute(update(MAILING).where(mine, none_left).values(told=_NOBODY, part=NONE))
        begun = MAILING.c.part.not_in((NONE, ALL)) & MAILING.c.part.not_like("-%")
        self._connection.execute(update(MAILING).where(mine, begun).values(part=literal("-") + MAILING.c.part))

    def claimed(self, sendout: Sendout) -> int:
        """For how many people all of it has left; who has left the list meanwhile is not among them."""
        mine = select(func.count()).where(MAILING.c.told == sendout.id, MAILING.c.part == ALL)
        return int(self._connection.execute(mine).scalar_one())

    def those(self, sendout: Sendout, tokens: Sequence[bytes]) -> list[Addressee]:
        """Where to reach the people with these tokens, in their order; nobody when the list's key is gone."""
        mine = self._audience(sendout)
        seal = self._seals.find(mine.id) if mine else None
        if mine is None or seal is None:
            return []
        wanted = select(MAILING).where(MAILING.c.list_id == mine.id, MAILING.c.token.in_(list(tokens)))
        return [_addressee(seal, row) for row in self._connection.execute(wanted.order_by(MAILING.c.token)).all()]

    def _audience(self, sendout: Sendout) -> MailingList | None:
        return self._of(sendout.workshop_id, AFTERWARDS[sendout.kind])

    def _of(self, workshop_id: str, purpose: Purpose) -> MailingList | None:
        mine = (MAILING_LIST.c.workshop_id == workshop_id) & (MAILING_LIST.c.purpose == purpose.value)
        return next(iter(self._lists(mine)), None)

    def _lists(self, *where: ColumnElement[bool]) -> list[MailingList]:
        wanted = select(MAILING_LIST).where(*where).order_by(MAILING_LIST.c.id)
        rows = self._connection.execute(wanted).all()
        return [MailingList(row.id, row.workshop_id, Purpose(row.purpose), row.until) for row in rows]

    def _size(self, list_id: str) -> int:
        mine = select(func.count()).where(MAILING.c.list_id == list_id)
        return int(self._connection.execute(mine).scalar_one())

    def _row(self, token: bytes) -> Row[Any] | None:
        return self._connection.execute(select(MAILING).where(MAILING.c.token == token)).one_or_none()

    def _fill(self, mailing_list: MailingList, people: Sequence[Person]) -> None:
        """Under a fresh key; in the order of the new tokens, so that no order of the roster or of arrival goes along."""
        seal = self._seals.renew(mailing_list.id)
        rows = {seal.person(person.user_id): person.chat for person in people}
        values = [
            {"token": token, "list_id": mailing_list.id, "told": _NOBODY, "part": NONE,
             "blob": seal_json(seal, "mailing", token, {"chat": chat.chat_id, "language": chat.language})}
            for token, chat in sorted(rows.items(), key=lambda pair: pair[0])
        ]  # fmt: skip
        self._connection.execute(insert(MAILING), values)

    def _has_served(self, mailing_list: MailingList, today: date, *, is_busy: bool) -> bool:
        if there(
            today, zone_of(self._connection, mailing_list.workshop_id)
        ) >= mailing_list.until or self._seals.is_lost(mailing_list.id):
            return True
        is_over = mailing_list.purpose is Purpose.RESULT or not self._size(mailing_list.id)
        return is_over and not is_busy


def _addressee(seal: Seal, row: Row[Any]) -> Addressee:
    where = open_json(seal, "mailing", row.token, row.blob)
    return Addressee(row.token, where["chat"], where["language"])
