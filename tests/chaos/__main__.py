"""``python -m tests.chaos --kills 200``: prints the seed, then the counts; exits 1 if anything was lost or doubled."""

import asyncio
import secrets
import sys
import tempfile
from pathlib import Path

import click

from tests.chaos.run import run_chaos


@click.command()
@click.option("--kills", default=200, show_default=True, help="Kill at least this many times.")
@click.option("--seed", type=int, help="Decide alike again what is said and how each kill is chosen.")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Leave ledger and log in this folder.")
def main(kills: int, seed: int | None, keep: Path | None) -> None:
    """Kill the bot at random while commands and alerts flow, and count."""
    chosen = secrets.randbelow(10**6) if seed is None else seed
    click.echo(f"seed       {chosen}")
    with tempfile.TemporaryDirectory() as folder:
        place = keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        verdict = asyncio.run(
            run_chaos(place, seed=chosen, kills=kills, report=lambda line: click.echo(line, err=True))
        )
    click.echo(verdict.told())
    sys.exit(1 if verdict.faults else 0)


if __name__ == "__main__":
    main()
