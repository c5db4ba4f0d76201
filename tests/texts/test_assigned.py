"""Many new assignments at once: counts, three names, and a way to the rest."""

from domain.lights import line_of
from domain.press import Act, Press
from domain.roster import Roster, Unit
from tests.domain.office import RULES, at, item
from texts.assigned import render_assigned
from texts.pages import visible

NOW = at("11-20 15:00")
ROSTER = Roster(units=(Unit(number=4, name="社会救助股"),))


def test_it_counts_by_owner_names_three_and_speaks_of_all() -> None:
    items = [item("2026-12-30", number=n, owner="甲某" if n % 3 else "乙某") for n in range(1, 31)]
    lines = [line_of(each, RULES, NOW) for each in items]
    (page,) = render_assigned("社会救助股", lines, RULES, ROSTER, NOW, belated=False)
    text = visible(page.html)
    assert "新交办30项：甲某20项、乙某10项" in text
    assert [f"第{n}号" in text for n in (1, 2, 3, 4)] == [True, True, True, False]
    assert "第1号 低保动态管理，期限12月30日（周三）" in text
    assert "其余27项" in text
    assert page.about == tuple(range(1, 31))
    assert Press.decode(page.rows[0][0].data) == Press(Act.UNIT, 4)


def test_titles_and_names_are_shown_as_text() -> None:
    """SURVIVE 29."""
    lines = [line_of(item("2026-12-30", title="<b>&", owner="<i>"), RULES, NOW)]
    (page,) = render_assigned("<a href=x>", lines, RULES, ROSTER, NOW, belated=True)
    assert "<b>&" in visible(page.html)
    assert "&lt;a href=x&gt;" in page.html
    assert "补发" in page.html
