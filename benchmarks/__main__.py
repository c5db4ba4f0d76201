"""``make bench``: measures what is asked for, prints it, and leaves JSON, a table and a chart in ``bench-results/``."""

import shutil
import sys
from pathlib import Path

import click

from benchmarks.bench import LARGE, SIZES, Bench
from benchmarks.run import RESULTS, run
from benchmarks.table import ROWS, benchmarks_for


@click.command()
@click.option("--rows", default="", help=f"Only these, separated by commas: {', '.join(ROWS)}.")
@click.option("--quick", is_flag=True, help="Fewer rounds: under two minutes.")
@click.option("--items", default=LARGE, help="Of the large ledger; the rows' bars are meant for 100,000.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), default=RESULTS)
def main(rows: str, items: int, folder: Path, *, quick: bool) -> None:
    """Measure the rows of the table, each with what it is compared with."""
    wanted = frozenset(filter(None, rows.split(",")))
    if unknown := wanted - ROWS.keys():
        raise click.BadParameter(f"{', '.join(sorted(unknown))}; there are: {', '.join(ROWS)}", param_hint="--rows")
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        bench = Bench(work, quick=quick, sizes=(*(size for size in SIZES if size < items), items))
        missed = run(bench, list(benchmarks_for(wanted)), folder, click.echo)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
