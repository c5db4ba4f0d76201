"""``python -m tests.chaos --kills 200``: prints the seed, then the counts; exits 1 if anything was lost or doubled."""

import asyncio
import secrets
import sys
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import click

from tests.chaos.count import Verdict
from tests.chaos.run import run_chaos, run_chaos_on_postgres
from tests.postgres import MISSING, find_postgres, running_cluster


@click.command()
@click.option("--kills", default=200, show_default=True, help="Break at least this many times.")
@click.option("--seed", type=int, help="Decide alike again what is said and how each kill is chosen.")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Leave ledger and log in this folder.")
@click.option("--store", type=click.Choice(["file", "postgres"]), default="file", show_default=True)
def main(kills: int, seed: int | None, keep: Path | None, store: str) -> None:
    """Kill bots at random while commands and alerts flow, and count; on PostgreSQL break database and lines as well."""
    chosen = secrets.randbelow(10**6) if seed is None else seed
    click.echo(f"seed       {chosen}")
    with tempfile.TemporaryDirectory() as folder:
        place = keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        run = _on_postgres(place, chosen, kills) if store == "postgres" else _on_files(place, chosen, kills)
        verdict = asyncio.run(run)
    click.echo(verdict.told())
    sys.exit(1 if verdict.faults else 0)


def _on_files(folder: Path, seed: int, kills: int) -> Coroutine[Any, Any, Verdict]:
    return run_chaos(folder, seed=seed, kills=kills, report=_report)


async def _on_postgres(folder: Path, seed: int, faults: int) -> Verdict:
    programs = find_postgres()
    if programs is None:
        sys.exit(MISSING)
    with running_cluster(programs) as cluster, cluster.place() as place:
        return await run_chaos_on_postgres(folder, place, seed=seed, faults=faults, report=_report)


def _report(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
