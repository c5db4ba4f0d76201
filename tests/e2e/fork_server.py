"""A process that has imported the program, and forks into ``bot.py`` whenever it is asked to (a fork server).

A start spends nearly all of its processor time on imports, and the tests start some two hundred bots. Each fork is a
process of its own: it runs the file from its first line, is killed, stopped and waited for like any other.
"""

import asyncio
import atexit
import contextlib
import gc
import importlib
import json
import os
import resource
import selectors
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, Self

ROOT = Path(__file__).parents[2]
BOT = ROOT / "bot.py"
#: What the commands of ``bot.py`` import when they need it.
ROOMS = (
    "house.wiring",
    "handlers.import_plan",
    "playground.telegram.remote_clock",
    "reports.workbook",
    "store.journal.backup",
    "store.journal.verify",
    "transport.online",
)
_LONGEST = 1 << 17  # bytes of a request


class Fork:
    """One that runs: as much of ``asyncio.subprocess.Process`` as the tests use."""

    def __init__(self, pid: int, fate: "asyncio.Task[int]") -> None:
        self.pid = pid
        self._fate = fate

    @classmethod
    async def start(
        cls,
        arguments: Sequence[str],
        streams: Sequence[IO[bytes]],
        environment: Mapping[str, str],
        largest_file: int | None = None,
    ) -> Self:
        """Run ``bot.py`` with these arguments; ``streams`` are its standard input, output and error."""
        ours, theirs = socket.socketpair()
        with theirs:
            request = json.dumps([arguments, dict(environment), largest_file]).encode()
            fds = [*(stream.fileno() for stream in streams), theirs.fileno()]
            socket.send_fds(_server(), [request], fds)
        reader, writer = await asyncio.open_connection(sock=ours)
        return cls(int(await reader.readline()), asyncio.create_task(_fate(reader, writer)))

    @property
    def returncode(self) -> int | None:
        return self._fate.result() if self._fate.done() else None

    def send_signal(self, number: int) -> None:
        if not self._fate.done():
            os.kill(self.pid, number)

    async def wait(self) -> int:
        return await asyncio.shield(self._fate)


async def _fate(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    """The exit code, once it has ended."""
    try:
        return int(await reader.readline())
    finally:
        writer.close()


@cache
def _server() -> socket.socket:
    """Where this process orders forks; the first order starts the server, and it ends with us."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        server = subprocess.Popen(
            [sys.executable, "-m", __name__, str(theirs.fileno())],
            cwd=ROOT,
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def end() -> None:
        ours.close()
        server.wait()

    atexit.register(end)
    return ours


class Server:
    """Forks on each request, and tells each fork's exit code to whoever asked for it."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders
        self._wakes = selectors.DefaultSelector()
        self._wakes.register(orders, selectors.EVENT_READ)
        self._running: dict[int, tuple[int, socket.socket]] = {}  # pidfd → process, who asked

    def serve(self) -> list[str] | None:
        """Returns in each fork, with its arguments; in the server itself once nobody is left to ask."""
        while True:
            for key, _ in self._wakes.select():
                if key.fd in self._running:
                    self._bury(key.fd)
                    continue
                request, fds, _, _ = socket.recv_fds(self._orders, _LONGEST, 4)
                if not request:
                    return None
                arguments, environment, largest_file = json.loads(request)
                if self._forked(fds):
                    _settle(fds[:3], environment, largest_file)
                    return list(arguments)

    def _forked(self, fds: list[int]) -> bool:
        """Whether this is the fork."""
        if pid := os.fork():
            asked = socket.socket(fileno=fds[3])
            asked.sendall(f"{pid}\n".encode())
            for each in fds[:3]:
                os.close(each)
            pidfd = os.pidfd_open(pid)
            self._running[pidfd] = (pid, asked)
            self._wakes.register(pidfd, selectors.EVENT_READ)
            return False
        self._wakes.close()
        self._orders.close()
        for pidfd, (_, asked) in self._running.items():
            os.close(pidfd)
            asked.close()
        os.close(fds[3])
        return True

    def _bury(self, pidfd: int) -> None:
        pid, asked = self._running.pop(pidfd)
        self._wakes.unregister(pidfd)
        os.close(pidfd)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        with asked, contextlib.suppress(BrokenPipeError):
            asked.sendall(f"{code}\n".encode())


def _settle(streams: list[int], environment: dict[str, str], largest_file: int | None) -> None:
    """What a process is given by whoever starts it."""
    for place, fd in enumerate(streams):
        os.dup2(fd, place)
        os.close(fd)
    os.environ.clear()
    os.environ.update(environment)
    if largest_file is not None:
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, hard))


def main(orders: int) -> None:
    """Serve; the fork goes on as ``python bot.py`` does."""
    program = compile(BOT.read_bytes(), str(BOT), "exec")
    for room in ROOMS:
        importlib.import_module(room)
    gc.freeze()
    arguments = Server(socket.socket(fileno=orders)).serve()
    if arguments is not None:
        sys.argv = [str(BOT), *arguments]
        names: dict[str, Any] = {"__name__": "__main__", "__file__": str(BOT)}
        exec(program, names)


if __name__ == "__main__":
    main(int(sys.argv[1]))
