"""A fleet of bots: what every bureau of the folder is given, and how each is run."""

import asyncio
import gc
import os
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from config import Config
from house.bureau_folder import BureauFolder
from house.deferral import Deferral
from house.fleet import Fleet, Means, serve
from house.log import redacting
from house.monitors import Monitors
from house.running import Way, live
from house.trouble import said_of_bureau
from store.postgres.sharing import Duty
from transport.retry import Stopwatch


def run_bureaux(folder: Path, way_of: Callable[[Config], Way], speed: float) -> None:
    """Run every bureau of the folder, each in its way, until a signal.

    ``speed``: how fast the fleet's own waits pass.
    """
    watch = Stopwatch(time.monotonic, speed)
    monitors, duty, deferral = Monitors(), Duty(), Deferral(watch.now, watch.pause)

    def run_one(config: Config, stop: asyncio.Event) -> Coroutine[Any, Any, None]:
        return live(config, way_of(config), stop, monitors, duty=duty, deferral=deferral)

    means = Means(run_one, said_of_bureau, watch.pause, watch.now)
    _freeze_libraries()
    asyncio.run(serve(Fleet(BureauFolder(folder, os.environ), means, redacting())))


def _freeze_libraries() -> None:
    """What every bureau needs is loaded, and the garbage collector need not walk through it: docs/decisions/0003."""
    import house.wiring  # noqa: F401

    gc.collect()
    gc.freeze()
