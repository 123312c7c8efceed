"""The time zone of a workshop: shown, chosen by a name or a city, and fixed once somebody was told a day."""

from __future__ import annotations

from bot.rehearsal.hands.phone import Phone
from tests.support.careful import careful_room
from tests.support.room import code_on


def spoken(phone: Phone) -> str:
    """What the bot has said last, above the board, whether a page is open on it or not."""
    return next(b.text for b in reversed(phone.messages()) if b.from_bot and "\njoined " not in b.text)


async def test_a_zone_is_chosen_by_its_city() -> None:
    """A slip brings what was meant and may be typed again; whoever comes in fixes it."""
    async with careful_room() as room:
        fay = await room.staff()
        for words in ("/new key-questions Riverside Park",):
            fay.say(words)
            await room.quiet()
        fay.tap("More …")
        await room.quiet()
        fay.tap("🕓 UTC")
        await room.quiet()
        assert "The days of Riverside Park are those of UTC" in spoken(fay)
        fay.say("Amsterdm")
        await room.quiet()
        assert spoken(fay).endswith("There is no time zone Amsterdm. Did you mean Europe/Amsterdam? Then type that.")
        fay.say("amsterdam")
        await room.quiet()
        assert any("are those of Europe/Amsterdam now" in bubble.text for bubble in fay.messages())
        assert "🕓" in "".join(label for bubble in fay.messages() for label in bubble.labels)
        ada = room.emulator.account("Ada")
        ada.open(room.link(code_on(fay)))
        await room.quiet()
        fay.tap("🕓 Europe/Amsterdam")
        await room.quiet()
        assert "The time zone stays" in spoken(fay) + "".join(fay.toasts[-1:])
