"""Puts the figures of the newest full run into docs/performance.md, as they are: ``make figures``."""

import shutil
import sys
from pathlib import Path

import click

from benchmarks.run import FULL, RESULTS

DOCS = RESULTS.parent / "docs"
#: Between these the document has the table.
BEGIN, END = "<!-- figures: make figures -->\n", "<!-- end of figures -->"


@click.command()
@click.option("--from", "results", type=click.Path(path_type=Path), default=RESULTS / FULL)
@click.option("--to", "docs", type=click.Path(path_type=Path), default=DOCS)
def main(results: Path, docs: Path) -> None:
    """Show the newest full run in the documentation: its table, and its chart among the pictures."""
    if not results.exists():
        click.echo("there is no full run yet: make bench", err=True)
        sys.exit(1)
    document = docs / "performance.md"
    before, _, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    table = (results / "table.md").read_text(encoding="utf-8")
    document.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
    shutil.copy(results / "cost.svg", docs / "pictures")


if __name__ == "__main__":
    main()
