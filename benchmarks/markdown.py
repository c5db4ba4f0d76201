"""The same figures as docs/performance.md carries them: ``make figures`` puts them there as they are."""

from statistics import median

from benchmarks.figures import Bar, Found, Row, judge
from benchmarks.report import say, say_figure


def render_machine(machine: dict[str, str]) -> str:
    """Where and with what it was measured."""
    return "; ".join(f"{name}: {said}" for name, said in machine.items()) + ".\n"


def render(rows: dict[str, Row], found: list[Found]) -> str:
    """The figures of some benchmarks; costs have a column for each size of the ledger."""
    curves = [each for each in found if each.by_size]
    return (_costs(rows, curves) if curves else _table(rows, found)) + "\n"


def _table(rows: dict[str, Row], found: list[Found]) -> str:
    lines = [_line("", "what", "against", "ours", "theirs", "figure (least to greatest)", "reach"), _line(*["---"] * 7)]
    for each in found:
        row = rows[each.row]
        verdict = judge(row.bar, each)
        mark = "" if row.bar is None else "✓" if verdict.is_reached else "✗"
        what = f"{row.what} ({each.note})" if each.note else row.what
        sides = (each.ours, each.theirs) if each.theirs else ()  # else the figure says it
        ours, theirs = (f"{say(median(side))} {each.unit}" for side in sides) if sides else ("", "")
        lines.append(_line(mark, what, row.against, ours, theirs, say_figure(row, each, verdict), _reach(row.bar)))
    return "\n".join(lines)


def _costs(rows: dict[str, Row], curves: list[Found]) -> str:
    lines = [_line("items", *(f"{size:,}" for size, _ in curves[0].by_size))]
    lines.append(_line("---", *["---:"] * len(curves[0].by_size)))
    lines += [_line(rows[each.row].what, *(f"{say(cost)} {each.unit}" for _, cost in each.by_size)) for each in curves]
    return "\n".join(lines)


def _reach(bar: Bar | None) -> str:
    return "" if bar is None else str(bar)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
