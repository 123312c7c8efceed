"""Who may call a server of the rehearsal: this machine's own programs and the page itself; must not know what is served.

A page elsewhere can make a browser call this machine: by a name that it has bound to 127.0.0.1 (then Host is that name), or
straight (then the browser says from where, in Origin and Sec-Fetch-Site). Neither is answered.
"""

from __future__ import annotations

from collections.abc import Mapping

HERE = frozenset({"127.0.0.1", "localhost", "[::1]"})


def is_ours(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a browser on this machine, showing this very server, may have sent it; names of headers in small letters."""
    host, origin = headers.get("host", ""), headers.get("origin")
    if not _is_here(host):
        return False
    if method not in {"GET", "HEAD"}:
        return origin == f"http://{host}"
    is_elsewhere = headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}
    followed = headers.get("sec-fetch-mode") == "navigate"
    return (origin is None or _is_here(origin.removeprefix("http://"))) and (not is_elsewhere or followed)


def is_a_program(headers: Mapping[str, str]) -> bool:
    """Whether a program on this machine has sent it, and not a browser for any page."""
    return _is_here(headers.get("host", "")) and "origin" not in headers and "sec-fetch-site" not in headers


def _is_here(host: str) -> bool:
    name, _, port = host.rpartition(":")
    return (name if port.isdecimal() else host) in HERE
