"""A proxy of the surroundings is used, or refused in words that hold no part of it."""

import pytest

from bot.surroundings.proxies import taken, why_not

API = "https://api.telegram.org"


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"ALL_PROXY": "socks5://me:canary@proxy:1080"}, "ALL_PROXY names a SOCKS proxy"),
        ({"https_proxy": "socks5h://proxy:1080"}, "https_proxy names a SOCKS proxy"),
        ({"HTTPS_PROXY": "https://canary:443"}, "HTTPS_PROXY is no address of an HTTP proxy"),
        ({"HTTPS_PROXY": "http://canary:port"}, "HTTPS_PROXY is no address of an HTTP proxy"),
        ({"HTTPS_PROXY": "http://proxy:3128", "ALL_PROXY": "socks5://proxy"}, ""),
        ({"ALL_PROXY": "socks5://proxy", "NO_PROXY": "example.org, .telegram.org"}, ""),
        ({"HTTP_PROXY": "socks5://proxy"}, ""),
        ({}, ""),
    ],
)
def test_what_cannot_be_used_is_refused(env: dict[str, str], said: str) -> None:
    """And nothing is, that is not on the way to Telegram."""
    told = why_not(API, env)
    assert told.startswith(said)
    assert bool(told) == bool(said)
    assert "canary" not in told


def test_a_proxy_for_everything_is_taken() -> None:
    """As curl does; one without a scheme is an HTTP proxy."""
    assert taken(API, {"ALL_PROXY": "http://proxy:3128"}) == {"https_proxy": "http://proxy:3128"}
    assert taken(API, {"https_proxy": "proxy:3128"}) == {"https_proxy": "http://proxy:3128"}
    assert taken(API, {"HTTPS_PROXY": "http://proxy:3128"}) == {}
