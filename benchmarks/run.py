"""One run: prints each row, and writes JSON, tables and a chart."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

from benchmarks import markdown
from benchmarks.bench import ROOT, Bench
from benchmarks.figures import Found, Row, judge
from benchmarks.machine import describe
from benchmarks.report import render_curves, render_line, write
from benchmarks.table import BENCHMARKS, Benchmark

RESULTS = ROOT / "bench-results"
#: The newest run of everything is kept here as well, within the results.
FULL = "full"


def run(bench: Bench, chosen: Sequence[Benchmark], folder: Path, say: Callable[[str], object]) -> list[str]:
    """Measure the chosen benchmarks; ``folder`` gets the files. Returns the rows that miss their bar."""
    rows = {row.key: row for benchmark in chosen for row in benchmark.rows}
    machine = describe(folder) | {"ledgers": f"up to {bench.large:,} items", "run": "quick" if bench.quick else "full"}
    for name, said in machine.items():
        say(f"{name:9} {said}")
    tables: dict[str, list[Found]] = {}
    for benchmark in chosen:
        tables.setdefault(benchmark.shown_in, []).extend(_measure(benchmark, bench, rows, say))
    found = list(chain.from_iterable(tables.values()))
    write(folder / "bench.json", machine, rows, found)
    (folder / "machine.md").write_text(markdown.render_machine(machine), encoding="utf-8")
    for name, part in tables.items():
        (folder / name).write_text(markdown.render(rows, part), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "benchmarks.chart", str(folder / "bench.json")], cwd=ROOT, check=True)
    if tuple(chosen) == BENCHMARKS and bench.is_full:
        _keep(folder)
    missed = [each.row for each in found if not judge(rows[each.row].bar, each).is_reached]
    say(f"\nmissed: {', '.join(missed)}" if missed else "\nevery row reached")
    return missed


def _keep(folder: Path) -> None:
    """Keep a full run; a quick or partial run does not replace it."""
    kept = folder / FULL
    kept.mkdir(exist_ok=True)
    for path in (folder / "bench.json", folder / "cost.svg", *folder.glob("*.md")):
        shutil.copy(path, kept)


def _measure(benchmark: Benchmark, bench: Bench, rows: dict[str, Row], say: Callable[[str], object]) -> list[Found]:
    """Print each row as it comes; curves go into one table."""
    os.sync()  # else this benchmark's first commits would wait for writes of the one before
    began, found = time.monotonic(), []
    for each in benchmark.measure(bench):
        found.append(each)
        if not each.by_size:
            say(render_line(rows[each.row], each))
    if curves := [each for each in found if each.by_size]:
        say(render_curves(rows, curves))
    say(f"    ({time.monotonic() - began:.0f} s)")
    return found
