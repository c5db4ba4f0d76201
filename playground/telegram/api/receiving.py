"""Methods by which the bot receives: the long poll and the webhook's settings."""

import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from playground.telegram.params import Params
from playground.telegram.refusals import Json, bad_request, conflict
from playground.telegram.webhook import WebhookSetting
from playground.telegram.world import World

_WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
MAX_LIMIT = 100
MAX_POLL = 50  # seconds
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def get_me(world: World, params: Params) -> Json:
    del params
    return world.bot.as_get_me()


async def get_updates(world: World, params: Params) -> list[Json]:
    if world.webhook is not None:
        raise conflict(_WEBHOOK_ACTIVE)
    world.updates.allow(_kinds(params))
    limit = params.integer("limit")
    if limit is None or not 1 <= limit <= MAX_LIMIT:
        limit = MAX_LIMIT
    timeout = min(max(params.integer("timeout") or 0, 0), MAX_POLL)
    return await world.updates.poll(params.integer("offset"), limit, timeout)


def set_webhook(world: World, params: Params) -> bool:
    url = params.text("url")
    if params.flag("drop_pending_updates"):
        world.updates.forget_all()
    if not url:
        world.webhook = None
        return True
    secret = params.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _check_url(url)
    world.updates.allow(_kinds(params))
    world.updates.interrupt()
    world.webhook = WebhookSetting(url, secret, params.integer("max_connections") or 40)
    world.notifier.notify()
    return True


def delete_webhook(world: World, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        world.updates.forget_all()
    world.webhook = None
    return True


def get_webhook_info(world: World, params: Params) -> Json:
    del params
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}
    if world.webhook is not None:
        info |= world.webhook.as_json()
    if world.updates.allowed:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


def _check_url(url: str) -> None:
    """Only loopback: the playground reaches no further; plain HTTP is allowed there, as local Bot API servers do."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    try:
        is_local = parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        is_local = False
    if not is_local:
        raise bad_request("bad webhook: only loopback addresses can be reached from here")


def _kinds(params: Params) -> list[str] | None:
    kinds: Any = params.json("allowed_updates")
    if kinds is None:
        return None
    if not isinstance(kinds, list):
        raise bad_request("can't parse allowed updates JSON object")
    return [str(kind) for kind in kinds]
