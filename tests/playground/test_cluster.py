"""The PostgreSQL that tests and ``make city`` play with."""

import asyncio
import socket
import sys
from pathlib import Path

from tests.e2e.process import PATIENCE, ROOT
from tests.postgres import Cluster

_PLAYER = """
import sys
from pathlib import Path
from playground.city.cluster import running_cluster
with running_cluster(Path(sys.argv[1])) as cluster:
    print(cluster.port, cluster.folder, flush=True)
    sys.stdin.read()
"""


async def test_a_server_does_not_outlive_who_plays_with_it(cluster: Cluster) -> None:
    """A run that is killed leaves neither process nor folder behind."""
    player = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _PLAYER,
        str(cluster.programs),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert player.stdout is not None
    port, folder = (await player.stdout.readline()).decode().split()
    player.kill()
    await player.wait()
    async with asyncio.timeout(PATIENCE):
        while Path(folder).exists():  # noqa: ASYNC110, ASYNC240 - nothing tells us of another process
            await asyncio.sleep(0.05)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(port))) != 0
