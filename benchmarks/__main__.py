"""``make bench``: measures what is asked for, prints it, and leaves JSON and a chart in ``bench-results/``."""

import shutil
import sys
import time
from pathlib import Path

import click

from benchmarks.bench import ROOT, Bench
from benchmarks.figures import Found, judge
from benchmarks.machine import describe
from benchmarks.report import render_line, write
from benchmarks.table import ROWS, stations


@click.command()
@click.option("--rows", default="", help=f"Only these, separated by commas: {', '.join(ROWS)}.")
@click.option("--quick", is_flag=True, help="Fewer rounds: under two minutes.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), default=ROOT / "bench-results")
def main(rows: str, folder: Path, *, quick: bool) -> None:
    """Measure the rows of the design's table, each beside what it is measured against."""
    wanted = frozenset(filter(None, rows.split(",")))
    if unknown := wanted - ROWS.keys():
        raise click.BadParameter(", ".join(sorted(unknown)))
    folder.mkdir(parents=True, exist_ok=True)
    machine = describe(folder)
    for name, said in machine.items():
        click.echo(f"{name:9} {said}")
    found = _measure(folder, wanted, quick=quick)
    write(folder / "bench.json", machine, ROWS, found, {})
    missed = [each.row for each in found if not judge(ROWS[each.row].bar, each).is_reached]
    click.echo(f"\nmissed: {', '.join(missed)}" if missed else "\nevery row reached")
    sys.exit(bool(missed))


def _measure(folder: Path, wanted: frozenset[str], *, quick: bool) -> list[Found]:
    """Row after row, printed as it comes."""
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    bench, found = Bench(work, quick=quick), []
    try:
        for station in stations(wanted):
            began = time.monotonic()
            for each in station.measure(bench):
                found.append(each)
                click.echo(render_line(ROWS[each.row], each))
            click.echo(f"    ({time.monotonic() - began:.0f} s)")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return found


if __name__ == "__main__":
    main()
