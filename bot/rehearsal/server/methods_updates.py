"""The Bot API methods about how updates travel: polling and the webhook's settings; nothing of what updates say."""

from __future__ import annotations

import re

from bot.rehearsal.protocol.refusal import bad
from bot.rehearsal.server.delivery import Updates
from bot.rehearsal.server.webhook import Pusher, Target
from bot.rehearsal.world.chats import Json

_SECRET = re.compile(r"[A-Za-z0-9_-]+$")
_LOCAL = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/|$)")


async def get_updates(updates: Updates, given: Json) -> bytes:
    """getUpdates, as a raw JSON array."""
    updates.allow(given.get("allowed_updates"))
    return await updates.poll(given.get("offset", 0), given.get("limit", 100), given.get("timeout", 0))


def webhook_target(given: Json, pace: float) -> Target | None:
    """Where setWebhook sends updates, None for an empty URL. Plain HTTP passes only to this machine."""
    url, secret = given["url"], given.get("secret_token")
    if not url:
        return None
    if not url.startswith("https://") and not _LOCAL.match(url):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret is not None and not _SECRET.match(secret):
        raise bad("secret token contains unallowed characters")
    return Target(url, secret, given.get("max_connections", 40), pace)


def webhook_info(updates: Updates, pusher: Pusher | None) -> Json:
    """getWebhookInfo."""
    waiting = len(updates.pending)
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": waiting}
    if updates.allowed is not None:
        info["allowed_updates"] = sorted(updates.allowed)
    if pusher is None:
        return info
    info |= {"url": pusher.target.url, "max_connections": pusher.target.connections}
    if pusher.last_error is not None:
        info |= {"last_error_date": pusher.last_error.date, "last_error_message": pusher.last_error.message}
    return info
