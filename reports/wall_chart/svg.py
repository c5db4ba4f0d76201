"""A scene as SVG text. Each item is a group with its number; what people wrote is text, whatever it looks like."""

import re
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from reports.wall_chart.face import FONT
from reports.wall_chart.scene import Group, Label, Polygon, Rect, Scene, Segment, Shape

#: The font that the file carries comes first; a program that passes over it takes one of the system's.
FAMILY = "Duban Chart"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FAMILIES = f"'{FAMILY}', 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', SimHei, sans-serif"


def svg_of(scene: Scene, *, carries_font: bool = True) -> str:
    """The drawing as one file that asks for nothing from anywhere."""
    return "\n".join(_lines(scene, carries_font=carries_font))


def _lines(scene: Scene, *, carries_font: bool) -> Iterator[str]:
    width, height = _n(scene.width), _n(scene.height)
    size = f'width="{width}{scene.unit}" height="{height}{scene.unit}" viewBox="0 0 {width} {height}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{_FAMILIES}">'
    yield f"<title>{_text(scene.title)}</title>"
    if carries_font:
        yield f"<style>{_face(''.join(each.words for each in scene.shapes() if isinstance(each, Label)))}</style>"
    for part in scene.parts:
        if isinstance(part, Group):
            yield f'<g class="item" data-number="{part.number}"><title>{_text(part.title)}</title>'
            yield from map(_shape, part.shapes)
            yield "</g>"
        else:
            yield _shape(part)
    yield "</svg>\n"


def _shape(shape: Shape) -> str:
    kind = f"class={quoteattr(shape.kind)}"
    match shape:
        case Rect():
            at = f'x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'
            return f'<rect {kind} {at} fill="{shape.fill}"/>'
        case Segment():
            at = f'x1="{_n(shape.x1)}" y1="{_n(shape.y1)}" x2="{_n(shape.x2)}" y2="{_n(shape.y2)}"'
            return f'<line {kind} {at} stroke="{shape.stroke}" stroke-width="{_n(shape.width)}"/>'
        case Polygon():
            at = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
            edge = f'stroke="{shape.edge}" stroke-width="{_n(shape.edge_width)}"'
            return f'<polygon {kind} points="{at}" fill="{shape.fill}" {edge}/>'
        case Label():
            at = f'x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}"'
            return f'<text {kind} {at} fill="{shape.fill}" xml:space="preserve">{_text(shape.words)}</text>'


def _n(value: float) -> str:
    """A length, to a hundredth."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _text(words: str) -> str:
    """The words as text of a file; signs that no XML file may hold are left out."""
    return escape(_NO_XML.sub("", words))


def _face(words: str) -> str:
    """The font, cut to what the drawing says."""
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    file = BytesIO()
    with TTFont(FONT, lazy=True) as font:
        subsetter = Subsetter(Options(hinting=False, layout_features=[], notdef_outline=True))
        subsetter.populate(unicodes=[ord(sign) for sign in set(words)])
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(file)
    source = f"url(data:font/woff;base64,{b64encode(file.getvalue()).decode()}) format('woff')"
    return f"@font-face {{ font-family: '{FAMILY}'; src: {source}; }}"
