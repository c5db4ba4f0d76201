"""How the figures are shown: a line each as they come, and all of them as JSON for whoever compares runs."""

from pathlib import Path
from statistics import median

import msgspec

from benchmarks.figures import Found, Row, Verdict, judge

_WIDE = 58


def render_line(row: Row, found: Found) -> str:
    """A row as one or two lines of text."""
    verdict = judge(row.bar, found)
    mark = " " if row.bar is None else "✓" if verdict.is_reached else "✗"
    figure = _figure(row, found, verdict)
    asked = f"{row.bar}" if row.bar else ""
    line = f"{mark} {row.what:{_WIDE}} {figure:>26}   {asked:>9}"
    if found.theirs:
        line += f"\n    {_say(found.ours)} {found.unit} against {_say(found.theirs)} {found.unit}: {row.against}"
    return line + (f"\n    {found.note}" if found.note else "")


def _figure(row: Row, found: Found, verdict: Verdict) -> str:
    unit = "×" if found.theirs else f" {found.unit}"
    turned = " faster" if row.bar is not None and row.bar.is_faster else ""
    spread = f" ({_number(verdict.low)} to {_number(verdict.high)})" if len(found.ours) > 1 else ""
    return f"{_number(verdict.figure)}{unit}{turned}{spread}"


def _say(values: tuple[float, ...]) -> str:
    return _number(median(values))


def _number(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three digits


def write(
    path: Path, machine: dict[str, str], rows: dict[str, Row], found: list[Found], more: dict[str, object]
) -> None:
    """All of it as JSON."""
    figures = [
        {**msgspec.to_builtins(each), "what": row.what, "against": row.against, "reach": str(row.bar or ""),
         **msgspec.to_builtins(judge(row.bar, each))}
        for each in found
        for row in (rows[each.row],)
    ]  # fmt: skip
    document = {"machine": machine, "rows": figures, **more}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=1))
