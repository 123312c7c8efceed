"""Which proxy of the surroundings is used towards Telegram, and which cannot be; must not know what is sent.

`HTTPS_PROXY`, else `ALL_PROXY`, as other programs read them. A SOCKS proxy would be passed over in silence or fail at the first
call, so it is refused at the start.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

_NAMES = {
    "https": ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
    "http": ("http_proxy", "all_proxy", "ALL_PROXY"),
}


def proxy_for(url: str, env: Mapping[str, str]) -> tuple[str, str]:
    """Name and value of the variable that names the proxy for this address; "" and "" for none."""
    parts = urlsplit(url)
    without = [name.strip().lstrip(".") for name in (env.get("no_proxy") or env.get("NO_PROXY") or "").split(",")]
    host = parts.hostname or ""
    if "*" in without or any(name and (host == name or host.endswith(f".{name}")) for name in without):
        return "", ""
    name = next((name for name in _NAMES.get(parts.scheme, ()) if env.get(name, "").strip()), "")
    return name, env.get(name, "").strip()


def why_not(url: str, env: Mapping[str, str]) -> str:
    """Why the proxy for this address cannot be used, "" where it can or there is none. Repeats no value: it may hold a password."""
    name, value = proxy_for(url, env)
    if not name:
        return ""
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_whole = False
    if scheme_of(value).startswith("socks"):
        return (
            f"{name} names a SOCKS proxy, which Roundtable cannot use. Name an HTTP proxy there (http://host:port), or, if this "
            f"machine reaches Telegram without one, take it out: env -u {name} roundtable …"
        )
    if scheme_of(value) not in ("", "http") or not is_whole:
        return f"{name} is no address of an HTTP proxy. Write it like this: http://host:port"
    return ""


def scheme_of(value: str) -> str:
    """The scheme of a proxy, in small letters; "" where none is written."""
    return value.split("://", 1)[0].lower() if "://" in value else ""


def taken(url: str, env: Mapping[str, str]) -> dict[str, str]:
    """What to put into the environment so that the proxy of `ALL_PROXY`, or one without a scheme, is used as well."""
    name, value = proxy_for(url, env)
    if not name:
        return {}
    whole = value if "://" in value else f"http://{value}"
    return {f"{urlsplit(url).scheme}_proxy": whole} if name.lower() == "all_proxy" or whole != value else {}
