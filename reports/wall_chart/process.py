"""Draws in a process of its own: answers go on meanwhile, and what drawing takes of memory goes with it."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path

import msgspec
from msgspec import Struct

from domain.chart_scope import ChartMedium
from domain.wall_chart import ChartWords, WallChart
from reports.child_environment import child_environment

_ROOT = Path(__file__).resolve().parents[2]
#: Answers come first.
_NICENESS = 5
_WALL_SECONDS = 60.0


class Order(Struct, frozen=True):
    """What is to be drawn, and where the file goes."""

    chart: WallChart
    words: ChartWords
    medium: ChartMedium
    path: str


class Drawn(Struct, frozen=True):
    """What came of it."""

    summed: int = 0  # items that are only counted
    refused: int = 0  # why the system took no file (``errno``), where it did not


class DrawingFailed(Exception):
    """The drawing itself failed; ``said`` is the end of what the process complained of."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


async def draw_apart(order: Order) -> Drawn:
    """Have the file drawn; a caller that is cancelled leaves no process behind.

    Raises ``DrawingFailed``, and ``OSError`` where the system takes no file.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "reports.wall_chart.process",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=_ROOT,
        env=child_environment(),
    )
    told = await asyncio.to_thread(msgspec.json.encode, order)
    try:
        answer, said = await asyncio.wait_for(process.communicate(told), _WALL_SECONDS)
    except TimeoutError as expired:
        raise DrawingFailed("it took too long") from expired
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode:
        raise DrawingFailed(said.decode(errors="replace")[-2000:])
    drawn = msgspec.json.decode(answer, type=Drawn)
    if drawn.refused:
        raise OSError(drawn.refused, os.strerror(drawn.refused), order.path)
    return drawn


def main() -> None:
    """Draw what standard input orders."""
    os.nice(_NICENESS)
    try:
        drawn = draw_file(msgspec.json.decode(sys.stdin.buffer.read(), type=Order))
    except OSError as error:
        if not error.errno:
            raise
        drawn = Drawn(refused=error.errno)
    sys.stdout.buffer.write(msgspec.json.encode(drawn))


def draw_file(order: Order) -> Drawn:
    """Draw the file here and now; it is there whole or not at all."""
    from reports.saving import draft_of  # noqa: PLC0415
    from reports.wall_chart.draw import bytes_of, scene_of  # noqa: PLC0415 - in the bot's own process nothing is drawn

    scene = scene_of(order.chart, order.words, order.medium)
    path = Path(order.path)
    with draft_of(path) as draft:
        draft.write_bytes(bytes_of(scene, order.medium))
    return Drawn(scene.summed)


if __name__ == "__main__":
    main()
