"""The proxy that the environment names for an address: HTTPS_PROXY, HTTP_PROXY or ALL_PROXY, but for NO_PROXY.

aiohttp's own reading overlooks ALL_PROXY, leaves out proxies that it can't speak, and asks a thread for each call.
"""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

from aiohttp import encode_basic_auth
from msgspec import Struct


class Proxy(Struct, frozen=True):
    """Where it listens, and what it wants to be told."""

    scheme: str
    address: str  # host and port
    authorization: str = ""  # as a header says it

    @property
    def url(self) -> str:
        """Its address without name and password."""
        return f"{self.scheme}://{self.address}"


def proxy_for(url: str, named: Mapping[str, str]) -> Proxy | None:
    """The proxy on the way to the address, if there is to be one. ``named`` is what ``getproxies()`` finds."""
    wanted = urlsplit(url)
    found = named.get(wanted.scheme) or named.get("all")
    if not found or proxy_bypass_environment(wanted.netloc, dict(named)):
        return None
    parsed = urlsplit(found if "://" in found else f"http://{found}")
    name, word = unquote(parsed.username or ""), unquote(parsed.password or "")
    return Proxy(parsed.scheme.lower(), parsed.netloc.rpartition("@")[2], encode_basic_auth(name, word) if name else "")
