"""Charts to draw: of items made up at random, and what may be found on the drawing."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import strategies as st

from domain.chart_scope import ChartMedium, ChartScope
from domain.item import FormerLimit, Item, ItemStatus
from domain.item_records import Milestone
from domain.wall_chart import WallChart, chart_of
from reports.wall_chart.draw import scene_of
from reports.wall_chart.scene import Group, Label, Scene
from tests.domain.office import RULES, TODAY, at, item, setting
from texts.wall_chart import words_of

UNITS = ("社会救助股", "养老服务股", "儿童福利股", "没有登记的单位", "")
WORDS = "低保动态管理，审计反馈：12月〔整改〕ABC xyz <b>&\"'😀👨‍👩‍👧龘\u202e\u0007"
TITLES = st.text(st.sampled_from(WORDS), max_size=200)
DAYS = st.integers(-500, 700).map(lambda days: TODAY + timedelta(days=days))


@st.composite
def items(draw: st.DrawFn, most: int = 40) -> list[Item]:
    """Items in any state, with any dates."""
    return [_item(draw, number) for number in range(1, draw(st.integers(1, most)) + 1)]


def _item(draw: st.DrawFn, number: int) -> Item:
    due = draw(st.one_of(st.just(""), DAYS.map(date.isoformat)))
    moved = draw(st.lists(DAYS, max_size=3))
    return item(
        due,
        number=number,
        title=draw(TITLES),
        unit=draw(st.sampled_from(UNITS)),
        status=draw(st.sampled_from(list(ItemStatus))),
        start_on=draw(st.one_of(st.none(), DAYS)),
        closed_at=at("11-10 10:00"),
        is_highlight=draw(st.booleans()),
        is_endless=draw(st.booleans()),
        milestones=tuple(
            Milestone(number=n, words="", due=day) for n, day in enumerate(draw(st.lists(DAYS, max_size=3)))
        ),
        former_limits=tuple(
            FormerLimit(due=day.isoformat(), moved_at=at("11-01 10:00"), moved_by="甲某") for day in moved
        ),
    )


def many(count: int, unit_count: int = 3) -> list[Item]:
    """So many items in hand, with limits from a month ago to eight months ahead."""
    return [
        item(
            (TODAY + timedelta(days=(7 * n) % 270 - 30)).isoformat(),
            number=n,
            title=f"第{n}项工作的标题写得不短",
            unit=f"第{n % unit_count}股",
            milestones=(Milestone(number=1, words="", due=TODAY),) if n % 9 == 0 else (),
        )
        for n in range(1, count + 1)
    ]


def drawn(found: list[Item], medium: ChartMedium) -> tuple[WallChart, Scene]:
    """The chart of these items, and its drawing."""
    chart = chart_of(found, ChartScope(), setting())
    return chart, scene_of(chart, words_of(chart, RULES), medium)


def groups(scene: Scene) -> list[Group]:
    return [part for part in scene.parts if isinstance(part, Group)]


def labels(scene: Scene, kind: str = "") -> list[Label]:
    return [shape for shape in scene.shapes() if isinstance(shape, Label) and kind in ("", shape.kind)]


def overlaps(scene: Scene) -> list[tuple[str, str]]:
    """Which texts run into each other, a hundredth apart from touching."""
    boxes = sorted(((label.box, label.words) for label in labels(scene)), key=lambda each: each[0].top)
    return [(one[1], other[1]) for one, other in combinations(boxes, 2) if one[0].shrunk(0.01).overlaps(other[0])]
