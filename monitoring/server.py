"""Serves the figures, and whether the bot lives and is ready: ``/metrics``, ``/health``, ``/ready``.

For the operator's own network: nothing here asks who reads (docs/decisions/0093-monitoring.md).
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from monitoring.figures import Figures, unready
from transport.errors import ListenRefused

_LOG = logging.getLogger(__name__)


@asynccontextmanager
async def serving(figures: Figures, host: str, port: int) -> AsyncIterator[None]:
    """Serve the figures meanwhile; raises ListenRefused."""
    runner = web.AppRunner(_application(figures), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise ListenRefused("monitoring.listen", host, port, error.strerror or str(error)) from error
        _LOG.info("figures are served on %s:%d", host, port)
        yield
    finally:
        await runner.cleanup()


def _application(figures: Figures) -> web.Application:
    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=figures.page(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def health(_request: web.Request) -> web.Response:
        """That it is answered says all: the event loop turns."""
        return web.json_response({"alive": True})

    async def ready(_request: web.Request) -> web.Response:
        lacks = {bureau: unready(standing) for bureau, standing in figures.bureaux.items()}
        is_ready = bool(lacks) and not any(lacks.values())
        return web.json_response({"ready": is_ready, "lacking": lacks}, status=200 if is_ready else 503)

    application = web.Application()
    application.add_routes([web.get("/metrics", metrics), web.get("/health", health), web.get("/ready", ready)])
    return application
