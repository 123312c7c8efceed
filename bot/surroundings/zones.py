"""Time zones by their names, the nearest name, and this machine's own; must not know what happens on a day.

The names and rules come with the package tzdata, so that slim containers and Windows know them.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from babel.localtime import get_localzone

_LONGEST = 64
_OFFSET = re.compile(r"\s*(?:utc|gmt|z)?\s*[+\-−–±]?\s*\d{1,2}(?:[:.]?\d\d)?\s*(?:h|hours?)?\s*", re.IGNORECASE)


@cache
def names() -> frozenset[str]:
    """All names there are, places first among them: "Europe/Amsterdam"."""
    kept = (name for name in available_timezones() if not name.startswith(("posix/", "right/", "System")))
    return frozenset(name for name in kept if name not in ("Factory", "localtime", "posixrules"))


def is_zone(name: str) -> bool:
    """Whether a place's clock goes by this name."""
    return name in names()


def is_offset(typed: str) -> bool:
    """Whether it is hours from Greenwich: no zone, for "Etc/GMT+1" is the other way round than everybody takes it."""
    return _OFFSET.fullmatch(typed) is not None


def nearest(typed: str) -> str:
    """The name that was most likely meant, "" for none: "amsterdam", "Europe/Amsterdm", "Europe Amsterdam"."""
    if is_offset(typed):
        return ""
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
