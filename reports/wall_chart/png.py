"""A scene as PNG: rectangles and lines on whole pixels, so that they are crisp; other shapes with smooth edges."""

from io import BytesIO
from typing import TYPE_CHECKING

from reports.wall_chart.face import FONT
from reports.wall_chart.palette import PAPER
from reports.wall_chart.scene import Label, Polygon, Rect, Scene, Segment

if TYPE_CHECKING:
    from PIL import Image

#: A polygon is drawn so many times as large, and made smaller, so that its edges are smooth.
_FINER = 4
#: Zlib's level: the highest takes ten times as long for a tenth less.
_LEVEL = 4


def png_of(scene: Scene, pixels_a_unit: float = 1.0) -> bytes:
    """The drawing, each of its units so many pixels large."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - only what draws loads it

    size = round(scene.width * pixels_a_unit), round(scene.height * pixels_a_unit)
    image = Image.new("RGB", size, PAPER)
    pen, fonts = ImageDraw.Draw(image), dict[float, ImageFont.FreeTypeFont]()
    for shape in scene.shapes():
        match shape:
            case Rect():
                pen.rectangle(_corners(shape, pixels_a_unit), fill=shape.fill)
            case Segment():
                pen.rectangle(_corners_of_line(shape, pixels_a_unit), fill=shape.stroke)
            case Polygon():
                _paste_polygon(image, shape, pixels_a_unit)
            case Label():
                pixels = shape.size * pixels_a_unit
                font = fonts.get(pixels)
                if font is None:
                    font = fonts[pixels] = ImageFont.truetype(FONT, pixels, layout_engine=ImageFont.Layout.BASIC)
                at = shape.x * pixels_a_unit, shape.y * pixels_a_unit
                pen.text(at, shape.words, fill=shape.fill, font=font, anchor="ls")
    file = BytesIO()
    image.save(file, "PNG", compress_level=_LEVEL)
    return file.getvalue()


def _corners(shape: Rect, scale: float) -> tuple[int, int, int, int]:
    """Whole pixels, at least one each way; the last ones are drawn as well."""
    left, top = round(shape.x * scale), round(shape.y * scale)
    right, bottom = round((shape.x + shape.width) * scale), round((shape.y + shape.height) * scale)
    return left, top, max(right - 1, left), max(bottom - 1, top)


def _corners_of_line(line: Segment, scale: float) -> tuple[int, int, int, int]:
    """A line that goes straight across or down, as a thin rectangle."""
    half = line.width / 2
    across = half if line.x1 == line.x2 else 0.0
    down = half if line.y1 == line.y2 else 0.0
    left, top = min(line.x1, line.x2) - across, min(line.y1, line.y2) - down
    width, height = abs(line.x2 - line.x1) + 2 * across, abs(line.y2 - line.y1) + 2 * down
    return _corners(Rect(left, top, width, height, line.stroke), scale)


def _paste_polygon(image: "Image.Image", shape: Polygon, scale: float) -> None:
    from PIL import Image, ImageDraw  # noqa: PLC0415

    margin = shape.edge_width
    left = int((min(x for x, _ in shape.points) - margin) * scale)
    top = int((min(y for _, y in shape.points) - margin) * scale)
    width = int((max(x for x, _ in shape.points) + margin) * scale) + 1 - left
    height = int((max(y for _, y in shape.points) + margin) * scale) + 1 - top
    fine = scale * _FINER
    points = [(x * fine - left * _FINER, y * fine - top * _FINER) for x, y in shape.points]
    tile = Image.new("RGBA", (width * _FINER, height * _FINER), (255, 255, 255, 0))
    edge = max(round(shape.edge_width * fine), 1)
    ImageDraw.Draw(tile).polygon(points, fill=shape.fill, outline=shape.edge, width=edge)
    tile = tile.reduce(_FINER)
    image.paste(tile, (left, top), tile)
