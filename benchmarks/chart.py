"""The chart of cost against ledger size: both axes logarithmic, a line for each cost.

``python -m benchmarks.chart bench-results/bench.json`` draws ``cost.svg`` in the same folder. It is its own process:
the drawing library changes how Python imports, which must not affect the measurements.
"""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pygal  # type: ignore[import-untyped]  # it has no annotations
from msgspec import Struct
from pygal.style import Style  # type: ignore[import-untyped]

#: What one unit is on the axis, which counts seconds and gigabytes alike: a millisecond lies where a megabyte does.
_IN_ONE = {"s": 1.0, "ms": 1e-3, "µs": 1e-6, "MB": 1e-3}
_AXIS = {
    1e-7: "0.1 µs",
    1e-6: "1 µs",
    1e-5: "10 µs",
    1e-4: "100 µs",
    1e-3: "1 ms · 1 MB",
    1e-2: "10 ms · 10 MB",
    1e-1: "100 ms · 100 MB",
    1.0: "1 s · 1 GB",
    10.0: "10 s · 10 GB",
}
#: Colours that colour-blind people can tell apart, on white and on black.
_COLORS = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#b8860b", "#7a7a7a")
_STYLE = Style(
    background="transparent",
    plot_background="transparent",
    foreground="#57606a",
    foreground_strong="#57606a",
    foreground_subtle="#9aa0a680",
    guide_stroke_color="#9aa0a680",
    major_guide_stroke_color="#9aa0a680",
    guide_stroke_dasharray="2,4",
    colors=_COLORS,
    font_family="Helvetica, Arial, sans-serif",
    label_font_size=13,
    major_label_font_size=13,
    legend_font_size=13,
    title_font_size=16,
    stroke_width=2.5,
)
_AT_NIGHT = "inline:@media (prefers-color-scheme: dark) { text, .title { fill: #c9d1d9 !important } }"


class Curve(Struct, frozen=True):
    """A row of the results; a cost has values for several sizes."""

    what: str
    unit: str
    by_size: tuple[tuple[int, float], ...]

    def height(self, place: int) -> float:
        """Where its point for that size lies on the axis."""
        return self.by_size[place][1] * _IN_ONE[self.unit]

    @property
    def label(self) -> str:
        """The name, and the cost in the largest ledger."""
        return f"{self.what}: {self.by_size[-1][1]:.3g} {self.unit}"


class Results(Struct, frozen=True):
    """The part of the results that is drawn."""

    rows: tuple[Curve, ...]


def draw(curves: list[Curve], path: Path) -> None:
    """Write the chart of these curves, the costliest first."""
    ordered = sorted(curves, key=lambda each: -each.height(-1))
    sizes = [size for size, _ in ordered[0].by_size]
    chart = pygal.XY(
        logarithmic=True,
        style=_STYLE,
        js=[],
        width=900,
        height=520,
        title=f"Cost against ledger size; on the left: at {sizes[-1]:,} items",
        x_title="items in the ledger",
        dots_size=4,
        margin_right=40,
        truncate_legend=-1,
        css=["file://style.css", "file://graph.css", _AT_NIGHT],
    )
    chart.uuid = "cost"
    chart.x_labels = [{"value": size, "label": f"{size:,}"} for size in sizes]
    top = min(value for value in _AXIS if value >= ordered[0].height(-1) or value == max(_AXIS))
    chart.y_labels = [{"value": value, "label": label} for value, label in _AXIS.items() if value <= top]
    chart.range = (min(_AXIS), top * 2)  # no label is written at the very end
    for each in ordered:
        chart.add(each.label, [(size, each.height(place)) for place, size in enumerate(sizes)])
    chart.add_xml_filter(_without_scripts)
    chart.render_to_file(str(path))


def _without_scripts(root: ET.Element) -> ET.Element:
    """A picture in a document may not run any."""
    for defs in list(root.iter("defs")):
        for script in defs.findall("script"):
            defs.remove(script)
    return root


def main(results: Path) -> None:
    """Draw the chart of the results into their folder."""
    rows = msgspec.json.decode(results.read_bytes(), type=Results).rows
    if curves := [each for each in rows if each.by_size]:
        draw(curves, results.with_name("cost.svg"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
