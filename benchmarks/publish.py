"""Puts the figures of the newest full run into docs/performance.md, as they are: ``make figures``.

What stands there between ``<!-- table.md -->`` and ``<!-- end -->`` is replaced by the file of that name.
"""

import re
import shutil
import sys
from pathlib import Path

import click

from benchmarks.run import FULL, RESULTS

DOCS = RESULTS.parent / "docs"
_SHOWN = re.compile(r"(<!-- (\w+\.md) -->\n).*?(<!-- end -->)", re.DOTALL)


@click.command()
@click.option("--from", "results", type=click.Path(path_type=Path), default=RESULTS / FULL)
@click.option("--to", "docs", type=click.Path(path_type=Path), default=DOCS)
def main(results: Path, docs: Path) -> None:
    """Show the newest full run in the documentation: its tables, and its chart among the pictures."""
    if not results.exists():
        click.echo("there is no full run yet: make bench", err=True)
        sys.exit(1)
    document = docs / "performance.md"

    def shown(found: re.Match[str]) -> str:
        begin, name, end = found.groups()
        return f"{begin}\n{(results / name).read_text(encoding='utf-8')}\n{end}"

    document.write_text(_SHOWN.sub(shown, document.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copy(results / "cost.svg", docs / "pictures")


if __name__ == "__main__":
    main()
