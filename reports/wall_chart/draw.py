"""A chart as a file: PNG for a phone, PDF and SVG for the wall."""

from domain.chart_scope import ChartMedium
from domain.wall_chart import ChartWords, WallChart
from reports.wall_chart.face import the_face
from reports.wall_chart.pdf import pdf_of
from reports.wall_chart.phone import phone_scene
from reports.wall_chart.png import png_of
from reports.wall_chart.scene import Scene
from reports.wall_chart.svg import svg_of
from reports.wall_chart.wall import wall_scene


def scene_of(chart: WallChart, words: ChartWords, medium: ChartMedium) -> Scene:
    """What is drawn for that medium."""
    return (phone_scene if medium is ChartMedium.PHOTO else wall_scene)(chart, words, the_face())


def draw_png(chart: WallChart, words: ChartWords) -> bytes:
    """For a phone: 1,080 pixels wide, within what Telegram takes as a photo."""
    return png_of(scene_of(chart, words, ChartMedium.PHOTO))


def draw_wall_png(chart: WallChart, words: ChartWords, dots_an_inch: float = 150.0) -> bytes:
    """The sheet for the wall as pixels."""
    return png_of(scene_of(chart, words, ChartMedium.PRINT), dots_an_inch / 25.4)


def draw_svg(chart: WallChart, words: ChartWords, *, carries_font: bool = True) -> str:
    """The sheet for the wall; a page that has the font already leaves it out."""
    return svg_of(scene_of(chart, words, ChartMedium.VECTOR), carries_font=carries_font)


def draw_pdf(chart: WallChart, words: ChartWords) -> bytes:
    """The sheet for the wall, on A1."""
    return pdf_of(scene_of(chart, words, ChartMedium.PRINT))


def bytes_of(scene: Scene, medium: ChartMedium) -> bytes:
    """The drawing as that medium's file."""
    if medium is ChartMedium.VECTOR:
        return svg_of(scene).encode()
    return png_of(scene) if medium is ChartMedium.PHOTO else pdf_of(scene)
