"""Prints each figure as it comes, and writes all of them as JSON, to compare runs."""

from pathlib import Path
from statistics import median

import msgspec

from benchmarks.figures import Found, Row, Verdict, judge

_WIDE, _NARROW = 58, 30


def render_line(row: Row, found: Found) -> str:
    """A row as one or two lines of text."""
    verdict = judge(row.bar, found)
    mark = " " if row.bar is None else "✓" if verdict.is_reached else "✗"
    figure = say_figure(row, found, verdict)
    asked = f"{row.bar}" if row.bar else ""
    line = f"{mark} {row.what:{_WIDE}} {figure:>26}   {asked:>9}"
    if found.theirs:
        ours, theirs = (f"{say(median(side))} {found.unit}" for side in (found.ours, found.theirs))
        line += f"\n    {ours} against {theirs}: {row.against}"
    return line + (f"\n    {found.note}" if found.note else "")


def say_figure(row: Row, found: Found, verdict: Verdict) -> str:
    """The median of the rounds, and between which values they lay."""
    unit = "×" if found.theirs else f" {found.unit}"
    turned = " faster" if row.bar is not None and row.bar.is_faster else ""
    spread = f" ({say(verdict.low)} to {say(verdict.high)})" if len(found.ours) > 1 else ""
    return f"{say(verdict.figure)}{unit}{turned}{spread}"


def say(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three digits


def render_curves(rows: dict[str, Row], curves: list[Found]) -> str:
    """What things cost at each ledger size, as a small table."""
    sizes = "".join(f"{size:>11,}" for size, _ in curves[0].by_size)
    lines = [f"  {'cost, by items in the ledger':{_NARROW}}{sizes}"]
    for each in curves:
        costs = "".join(f"{say(value):>8} {each.unit}" for _, value in each.by_size)
        lines.append(f"  {rows[each.row].what:{_NARROW}}{costs}")
    return "\n".join(lines)


def write(path: Path, machine: dict[str, str], rows: dict[str, Row], found: list[Found]) -> None:
    """All of it as JSON."""
    figures = [
        {**msgspec.to_builtins(each), "what": row.what, "against": row.against, "reach": str(row.bar or ""),
         **msgspec.to_builtins(judge(row.bar, each))}
        for each in found
        for row in (rows[each.row],)
    ]  # fmt: skip
    document = {"machine": machine, "rows": figures}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=1))
