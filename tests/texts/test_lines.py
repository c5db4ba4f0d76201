"""One item reads the same in every list: light and word, number and title, then the day on a line of its own."""

import pytest

from domain.views import LAGGING, Light, line_of
from tests.domain.office import RULES, at, item
from tests.texts.reading import visible_lines
from texts.glossary import LIGHTS
from texts.lines import show_line, show_lines

MORNING = at("11-20 08:30")
LATE, TODAY, NEAR = (line_of(item(due), RULES, MORNING) for due in ("2026-11-18", "2026-11-20", "2026-11-23"))


def test_no_sign_stands_for_two_things_but_by_limit_and_by_pace() -> None:
    """Fault 6.8: one light has one meaning; 🟠 is 今日到期. Red and yellow say by limit and by pace how late."""
    words = [word for _, word in LIGHTS.values()]
    assert len(set(words)) == len(words)
    others = [sign for light, (sign, _) in LIGHTS.items() if light not in LAGGING]
    assert len(set(others)) == len(others)
    assert LIGHTS[Light.TODAY] == ("🟠", "今日到期")
    assert {LIGHTS[light] for light in LAGGING} == {("🔴", "严重滞后"), ("🟡", "滞后")}


def test_items_stand_apart_with_the_light_first_and_the_day_on_its_own_line() -> None:
    """Fault 6.7: an empty line stands between two items; light, word, number and title come before the day."""
    shown = show_lines([show_line(each, RULES, MORNING, "甲某") for each in (LATE, NEAR)])
    assert visible_lines(shown) == [
        "🔴逾期　第12号 低保动态管理（甲某）",
        "11月18日（周三）到期，逾期2天",
        "",
        "🟡临期　第12号 低保动态管理（甲某）",
        "11月23日（周一）到期，还有1个工作日",
    ]


@pytest.mark.parametrize(("asks", "said"), [(True, "请于17:30前办结"), (False, "今日17:30到期，尚未办结")])
def test_only_who_is_to_do_it_is_asked_to(asks: bool, said: str) -> None:
    """Fault 3.6: a leader reads when an item is due, not 请于17:30前办结, which is for its owner."""
    assert visible_lines(show_line(TODAY, RULES, MORNING, asks=asks))[-1] == said
