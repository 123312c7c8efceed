"""Time zones by their names, the nearest name, and this machine's own; must not know what happens on a day.

The names and rules come with the package tzdata, so that slim containers and Windows know them.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from babel.localtime import get_localzone

_LONGEST = 64


@cache
def names() -> frozenset[str]:
    """All names there are, places first among them: "Europe/Amsterdam"."""
    return frozenset(name for name in available_timezones() if not name.startswith(("posix/", "right/", "System")))


def is_zone(name: str) -> bool:
    """Whether a place's clock goes by this name."""
    return name in names()


def nearest(typed: str) -> str:
    """The name that was most likely meant, "" for none: "amsterdam", "Europe/Amsterdm", "Europe Amsterdam"."""
    wanted = "/".join(typed.strip().replace(" ", "_").replace("\\", "/").split("/"))[:_LONGEST].lower()
    by_small = {name.lower(): name for name in sorted(names())}
    if wanted in by_small:
        return by_small[wanted]
    cities = {small.rsplit("/", 1)[-1]: name for small, name in reversed(by_small.items()) if "/" in small}
    city = wanted.rsplit("/", 1)[-1]
    if city in cities:
        return cities[city]
    close = get_close_matches(wanted, by_small, 1, 0.75)
    if close:
        return by_small[close[0]]
    close = get_close_matches(city.rsplit("_", 1)[-1], cities, 1, 0.75)
    return cities[close[0]] if close else ""


@cache
def host_zone() -> str:
    """The name of this machine's own zone; "UTC" where it has none that is known by a name."""
    try:
        name = str(getattr(get_localzone(), "key", ""))
    except (LookupError, ValueError, OSError, RuntimeError, TypeError):  # whatever a machine says, a bot can run on it
        name = ""
    return name if is_zone(name) else "UTC"
