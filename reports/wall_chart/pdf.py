"""A scene as PDF, with its text as text and as much of the font as it needs."""

from io import BytesIO
from typing import Any

from reports.wall_chart.face import FONT
from reports.wall_chart.scene import Label, Polygon, Rect, Scene, Segment, Shape

#: Points of a millimetre, or of a pixel.
_POINTS = {"mm": 72 / 25.4, "px": 0.75}
_NAME = "DubanChart"


def pdf_of(scene: Scene) -> bytes:
    """The drawing on one page of its size."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - only what draws loads it
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    pdfmetrics.registerFont(TTFont(_NAME, str(FONT)))
    scale, file = _POINTS[scene.unit], BytesIO()
    canvas: Any = Canvas(file, pagesize=(scene.width * scale, scene.height * scale), invariant=1)
    canvas.setTitle(scene.title)
    canvas.translate(0, scene.height * scale)
    canvas.scale(scale, scale)
    for shape in scene.shapes():
        _draw(canvas, shape)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw(canvas: Any, shape: Shape) -> None:
    """One shape; a PDF's y grows up."""
    match shape:
        case Rect():
            canvas.setFillColor(shape.fill)
            canvas.rect(shape.x, -shape.y - shape.height, shape.width, shape.height, stroke=0, fill=1)
        case Segment():
            canvas.setStrokeColor(shape.stroke)
            canvas.setLineWidth(shape.width)
            canvas.line(shape.x1, -shape.y1, shape.x2, -shape.y2)
        case Polygon():
            canvas.setFillColor(shape.fill)
            canvas.setStrokeColor(shape.edge)
            canvas.setLineWidth(shape.edge_width)
            path = canvas.beginPath()
            path.moveTo(shape.points[0][0], -shape.points[0][1])
            for x, y in shape.points[1:]:
                path.lineTo(x, -y)
            path.close()
            canvas.drawPath(path, stroke=1, fill=1)
        case Label():
            canvas.setFillColor(shape.fill)
            canvas.setFont(_NAME, shape.size)
            canvas.drawString(shape.x, -shape.y, shape.words)
