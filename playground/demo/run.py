"""The demonstration (演练场): a page to play the whole bureau on, one rehearsal after the other until Ctrl-C."""

import asyncio
import signal
import tempfile
import time
from pathlib import Path

import click

from playground.demo.page_server import PageServer
from playground.demo.rehearsal import DemoSettings, Rehearsal
from playground.demo.setup import TOKEN, Scene, SetupError, beginning_of
from playground.telegram.clock import MovableClock
from playground.telegram.server import Playground
from texts import tour as words


class PortTaken(Exception):
    """The port is in use."""


async def run_demo(settings: DemoSettings, port: int) -> int:
    """Serve the page on that port of loopback (0: a free one) until a signal comes; the exit code."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await Demo(settings, port).play(stop)
    except PortTaken:
        click.echo(words.port_taken(port), err=True)
        return 1
    except (SetupError, TimeoutError) as error:
        click.echo(words.not_begun(str(error) or type(error).__name__), err=True)
        return 1
    return 0


class Demo:
    """Plays on one port."""

    def __init__(self, settings: DemoSettings, port: int) -> None:
        self._settings = settings
        self._port = port
        self._is_announced = False

    async def play(self, stop: asyncio.Event) -> None:
        """Play the sample first, then each scene that the page asks for."""
        scene = Scene.SAMPLE
        while not stop.is_set():
            with tempfile.TemporaryDirectory(prefix="duban-demo-") as folder:
                scene = await self._rehearse(scene, Path(folder), stop)

    async def _rehearse(self, scene: Scene, folder: Path, stop: asyncio.Event) -> Scene:
        """One rehearsal, until the stop or until somebody starts over; the scene of the next."""
        clock = MovableClock(beginning_of(scene, self._settings.today()), pulse=time.monotonic)
        pages = PageServer()
        playground = Playground(token=TOKEN, clock=clock, pages=pages.add_to)
        rehearsal = Rehearsal(self._settings, scene, playground, folder)
        await self._listen(playground)
        try:
            await rehearsal.open()
            pages.rehearsal = rehearsal
            self._announce(playground.base_url)
            await _either(stop, rehearsal.again)
        finally:
            await rehearsal.close()
            await playground.stop()
        return rehearsal.next_scene

    async def _listen(self, playground: Playground) -> None:
        try:
            await playground.start(self._port)
        except OSError as error:
            await playground.stop()
            raise PortTaken from error
        self._port = playground.port

    def _announce(self, url: str) -> None:
        if not self._is_announced:
            click.echo(words.is_open(url))
        self._is_announced = True


async def _either(*events: asyncio.Event) -> None:
    """Wait for the first of them."""
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
