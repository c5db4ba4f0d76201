"""The wall chart as it is drawn: what stands where, that nothing runs into anything, and that nothing is left out."""

import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image

from domain.chart_scope import ChartMedium
from domain.item import Item
from domain.views import Light
from reports.wall_chart.axis import axis_of
from reports.wall_chart.draw import bytes_of
from reports.wall_chart.face import BOX, the_face
from reports.wall_chart.palette import BAND, INK, MUTED, PAPER, TODAY, TONES
from reports.wall_chart.pdf import pdf_of
from reports.wall_chart.phone import MARGIN, SIZE, WIDTH
from reports.wall_chart.png import png_of
from reports.wall_chart.process import DrawingFailed, Order, draw_apart, draw_file
from reports.wall_chart.scene import Label, Rect, Scene, Segment
from reports.wall_chart.svg import svg_of
from tests.domain.office import RULES, item
from tests.reports.charts import drawn, groups, items, labels, many, overlaps
from texts.wall_chart import words_of

SVG = "{http://www.w3.org/2000/svg}"
MEDIA = (ChartMedium.PHOTO, ChartMedium.PRINT)


def summed_on(scene: Scene) -> int:
    """What the lines below units say is only counted."""
    found = (re.match(r"另有([\d,]+)项", label.words) for label in labels(scene, "summed"))
    return sum(int(each[1].replace(",", "")) for each in found if each)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(found=items())
@pytest.mark.parametrize("medium", MEDIA)
def test_no_text_runs_into_another_nor_off_the_sheet_and_all_is_counted(medium: ChartMedium, found: list[Item]) -> None:
    chart, scene = drawn(found, medium)
    assert overlaps(scene) == []
    for label in labels(scene):
        assert label.box.left >= 0
        assert label.box.right <= scene.width + 0.01
        assert label.box.bottom <= scene.height
    shown = [group.number for group in groups(scene)]
    assert len(shown) == len(set(shown))
    assert len(shown) + summed_on(scene) == sum(chart.counts.values())
    assert summed_on(scene) == scene.summed


@pytest.mark.parametrize("count", [60, 300, 5_000])
@pytest.mark.parametrize("medium", MEDIA)
def test_many_items_are_drawn_once_or_counted_and_fit(medium: ChartMedium, count: int) -> None:
    _, scene = drawn(many(count), medium)
    assert overlaps(scene) == []
    assert len(groups(scene)) + summed_on(scene) == count
    if medium is ChartMedium.PRINT:
        assert (scene.width, scene.height) == (841.0, 594.0)
        assert len(groups(scene)) >= min(count, 290), "A1 holds about three hundred"
        assert min(label.size for label in labels(scene)) >= 2.8
    else:
        assert scene.width + scene.height <= 10_000
        assert min(label.size for label in labels(scene)) * 390 / WIDTH >= 15.8, "nobody has to zoom"


@pytest.mark.parametrize("medium", MEDIA)
def test_very_many_units_make_no_picture_that_telegram_refuses(medium: ChartMedium) -> None:
    chart, scene = drawn(many(400, unit_count=200), medium)
    assert len(chart.rows) == 40
    assert [label.words for label in labels(scene, "unit")][-1] == "其余161个单位"
    assert len(groups(scene)) + summed_on(scene) == 400
    if medium is ChartMedium.PHOTO:
        assert scene.width + scene.height <= 10_000


@pytest.mark.parametrize("medium", MEDIA)
def test_a_year_without_published_holidays_is_told_on_the_sheet(medium: ChartMedium) -> None:
    _, scene = drawn([*many(3), item("2098-12-10", number=99)], medium)
    assert any("2098年放假安排尚未公布" in label.words for label in labels(scene))


def test_today_and_each_bar_stand_at_their_days() -> None:
    late = item("2026-11-18", number=1, start_on=None)
    chart, scene = drawn([late, item("2026-12-20", number=2)], ChartMedium.PHOTO)
    axis = axis_of(chart, MARGIN, WIDTH - MARGIN)
    [line] = [each for each in scene.shapes() if isinstance(each, Segment) and each.kind == "today-line"]
    assert line.x1 == line.x2 == pytest.approx(axis.middle(chart.today))
    share = ((chart.today - chart.from_on).days + 0.5) / ((chart.to_on - chart.from_on).days + 1)
    assert line.x1 == pytest.approx(MARGIN + share * (WIDTH - 2 * MARGIN))
    [bar] = [each for each in groups(scene)[0].shapes if isinstance(each, Rect) and each.kind == "bar"]
    assert bar.x + bar.width == pytest.approx(axis.after(chart.rows[0].bars[0].to_on or chart.today))
    [tail] = [each for each in groups(scene)[0].shapes if isinstance(each, Segment) and each.kind == "late"]
    assert (tail.x1, tail.x2) == pytest.approx((bar.x + bar.width, line.x1))


def test_pixels_are_where_bars_are() -> None:
    _, scene = drawn([item("2026-12-20", number=2)], ChartMedium.PHOTO)
    image = Image.open(BytesIO(png_of(scene)))
    assert image.size == (scene.width, scene.height)
    [bar] = [each for each in groups(scene)[0].shapes if isinstance(each, Rect) and each.kind == "bar"]
    middle = bar.y + bar.height / 2
    assert image.getpixel((round(bar.x + 0.3 * bar.width), round(middle))) == _rgb(TONES[Light.NORMAL].strong)
    assert image.getpixel((round(bar.x + 0.3 * bar.width), round(bar.y + bar.height + 5))) == _rgb(PAPER)
    [name] = labels(scene, "name")
    left, top, right, bottom = (round(edge) for edge in name.box)
    darkest = min(sum(image.getpixel((x, y))[:3]) for x in range(left, right) for y in range(top, bottom))  # type: ignore[index]
    assert darkest <= sum(_rgb(INK)) + 30, "its name is written there"


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def test_a_vector_holds_each_item_once_with_its_title_in_full_and_the_font() -> None:
    titles = {1: "<script>alert(1)</script>", 2: "低" * 200, 3: "]]>&amp;\u0000\ud800", 4: "😀龘"}
    _, scene = drawn([item("2026-12-20", number=n, title=title) for n, title in titles.items()], ChartMedium.VECTOR)
    drawing = ET.fromstring(svg_of(scene).encode())
    found = {int(each.get("data-number", "")): each for each in drawing.iter(f"{SVG}g")}
    assert sorted(found) == [1, 2, 3, 4]
    assert titles[1] in (found[1].findtext(f"{SVG}title") or "")
    assert titles[2] in (found[2].findtext(f"{SVG}title") or "")
    [name] = [each.text for each in found[4].iter(f"{SVG}text") if each.get("class") == "name"]
    assert name == f"4 {BOX}{BOX}", "a sign that the font lacks is a box that everybody sees"
    assert "data:font/woff;base64," in (drawing.findtext(f"{SVG}style") or "")
    assert "http" not in svg_of(scene).replace("http://www.w3.org/2000/svg", ""), "it asks for nothing from anywhere"


def test_a_print_is_one_page_of_a1_with_its_font_inside() -> None:
    _, scene = drawn(many(30), ChartMedium.PRINT)
    printed = pdf_of(scene)
    assert printed.count(b"/Type /Page\n") == 1
    [box] = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", printed)
    assert [float(length) / 72 * 25.4 for length in box] == pytest.approx([841, 594], abs=0.1)
    assert b"/FontFile2" in printed


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [part / 255 for part in _rgb(colour)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_words_stand_out_from_what_is_below_them() -> None:
    pairs = [(tone.words, tone.strong) for tone in TONES.values()]
    pairs += [(colour, ground) for colour in (INK, MUTED) for ground in (PAPER, BAND)] + [(TODAY, PAPER)]
    assert [pair for pair in pairs if _contrast(*pair) < 4.5] == []


def test_a_light_has_its_word_beside_it() -> None:
    _, scene = drawn(many(40), ChartMedium.PRINT)
    for group in groups(scene):
        [word] = [shape for shape in group.shapes if isinstance(shape, Label) and shape.kind == "word"]
        [chip] = [shape for shape in group.shapes if isinstance(shape, Rect) and shape.kind == "chip"]
        assert word.words
        assert chip.x <= word.x
        assert word.x + word.width <= chip.x + chip.width


async def test_a_process_of_its_own_draws_the_same_and_says_why_it_could_not(tmp_path: Path) -> None:
    folder = tmp_path
    chart, scene = drawn(many(20), ChartMedium.PHOTO)
    order = Order(chart, words_of(chart, RULES), ChartMedium.PHOTO, str(folder / "apart.png"))
    assert (await draw_apart(order)).summed == draw_file(order).summed == scene.summed
    assert (folder / "apart.png").read_bytes() == bytes_of(scene, ChartMedium.PHOTO)
    with pytest.raises(FileNotFoundError):
        await draw_apart(Order(chart, order.words, ChartMedium.PHOTO, str(folder / "gone" / "a.png")))
    with pytest.raises(DrawingFailed, match="embedded null byte"):
        await draw_apart(Order(chart, order.words, ChartMedium.PHOTO, str(folder / "\0" / "a.png")))


def test_lines_are_not_broken_within_numbers_nor_before_punctuation() -> None:
    face = the_face()
    for width in range(9, 30):
        lines = face.wrapped("在办1,238项：逾期113、今日到期3、临期6；办结2,002项。", SIZE, width * SIZE, 50)
        assert "".join(lines).replace(" ", "") == "在办1,238项：逾期113、今日到期3、临期6；办结2,002项。"
        assert not [line for line in lines if line[0] in "，、；：。项"]
        assert all(face.width(line, SIZE) <= width * SIZE for line in lines)
