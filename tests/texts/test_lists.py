"""Lists (docs/messages.md 6): a screen at a time, opened and turned in place."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.actions import Action
from domain.item import Item
from domain.letter import Page, Press
from domain.listing import of_lines
from domain.views import Line, line_of
from tests.domain.office import OWNER, PEOPLE, RULES, at, item
from tests.texts.reading import buttons, labels, model, read
from texts.lists import (
    A_PAGE,
    render_asleep,
    render_found,
    render_list,
    render_my_items,
    render_search,
    render_unit_items,
)
from texts.pages import LINES, height_of

NOW = at("11-20 08:30")


def line(of: Item) -> Line:
    return line_of(of, RULES, NOW)


MINE = (
    line(item("2026-12-15", number=27, title="特困供养协议签订")),
    line(item("2026-11-20", number=21, title="城乡低保提标测算")),
    line(item("2026-11-18")),
)


def test_my_items_read_like_the_model() -> None:
    """docs/messages.md 6: the most pressing first, each with light and limit, and how one is closed."""
    page = render_my_items(OWNER, of_lines(MINE), RULES, NOW)
    assert read(page).splitlines() == [
        "【我的事项】甲某　社会救助股　11月20日（周五）",
        "在办3项：逾期1，今日到期1，正常1",
        "",
        "🔴逾期　第12号 低保动态管理",
        "11月18日（周三）到期，逾期2天",
        "",
        "🟠今日到期　第21号 城乡低保提标测算",
        "请于17:30前办结",
        "",
        "🟢正常　第27号 特困供养协议签订",
        "12月15日（周二）到期，还有17个工作日",
        "",
        "办结请发：完成 12",
    ]
    assert labels(page) == [["12 低保动态管理", "21 城乡低保提标"], ["27 特困供养协议"]]
    assert read(page) in model(6)


def test_nothing_open_is_said_in_words() -> None:
    page = render_my_items(OWNER, of_lines(()), RULES, NOW)
    assert "您目前没有在办事项。" in read(page)
    assert page.rows == ()


def test_items_without_a_limit_say_so() -> None:
    page = render_my_items(OWNER, of_lines((line(item("")), line(item("", number=5, is_endless=True)))), RULES, NOW)
    assert "未定期限" in read(page)
    assert "长期坚持" in read(page)


def test_the_year_is_named_only_when_it_is_another_and_is_marked_provisional() -> None:
    page = render_my_items(OWNER, of_lines((line(item("2027-02-15")),)), RULES, NOW)
    assert "2027年2月15日（周一）到期，还有56个工作日〔暂定〕" in read(page)


def test_the_workbooks_number_stands_beside_another_one() -> None:
    page = render_my_items(OWNER, of_lines((line(item(number=112, ledger_number="36")),)), RULES, NOW)
    assert "第112号〔台账36〕 低保动态管理" in read(page)


def many(count: int) -> tuple[Line, ...]:
    return tuple(line(item("2026-11-18", number=n)) for n in range(1, count + 1))


def test_pages_are_turned_in_place_and_say_which_of_how_many_items_they_show() -> None:
    first = render_list("late", of_lines(many(300)), RULES, NOW, 0, Action.LATE)
    assert read(first).splitlines()[0] == "【逾期清单】300项　第1至4项"
    assert labels(first)[-1] == ["下一页›"]
    second = render_list("late", of_lines(many(300)), RULES, NOW, 4, Action.LATE)
    assert [each and (each.action, each.page) for each in map(Press.decode, (b.data for b in second.rows[-1]))] == [
        (Action.LATE, 0),
        (Action.LATE, 8),
    ]
    assert labels(render_list("late", of_lines(many(300)), RULES, NOW, 296, Action.LATE))[-1] == ["‹上一页"]


def test_a_page_that_is_gone_shows_the_last_one() -> None:
    """docs/promises.md 25: an old button."""
    assert render_my_items(OWNER, of_lines(many(9)), RULES, NOW, 99).about[-1] == 9
    assert render_my_items(OWNER, of_lines(many(9)), RULES, NOW, -3).about[0] == 1


TITLES = st.text("低保动态管理：（）审计12ab ", min_size=1, max_size=90)
DUES = st.sampled_from(["2026-11-18", "2026-11-20", "2027-02-15", "2026-12-15T10:00", ""])


def _page_of(how: str, lines: tuple[Line, ...], start: int) -> Page:
    """A page of one of the lists."""
    if how == "mine":
        return render_my_items(OWNER, of_lines(lines), RULES, NOW, start)
    if how == "unit":
        return render_unit_items("社会救助股", of_lines(lines), RULES, NOW, start)
    if how == "find":
        return render_search(("低保", "审计"), 7, of_lines(lines), RULES, NOW, start)
    return render_list(how, of_lines(lines), RULES, NOW, start, Action(how))


@example(
    made=[*[("1", "2026-11-18")] * 2, *[("1", "2027-02-15")] * 2, ("11111低低低低低低低低低", "2026-11-20")],
    how="mine",
)
@example(made=[("低" * 16, "2027-02-15")] * 12, how="mine")
@example(made=[("低" * 16, "2027-02-15")] * 12, how="unit")
@given(
    made=st.lists(st.tuples(TITLES, DUES), min_size=1, max_size=40),
    how=st.sampled_from(("mine", "unit", "find", "late", "gaps", "silent")),
)
def test_turning_the_pages_shows_every_item_once_and_each_page_fits_a_phone(
    made: list[tuple[str, str]], how: str
) -> None:
    """Fault 6.7: five items a page at most, and fewer where a screen of 22 lines would not hold them."""
    lines = tuple(line(item(due, number=n, title=title)) for n, (title, due) in enumerate(made, start=1))
    seen: list[int] = []
    start: int | None = 0
    while start is not None:
        page = _page_of(how, lines, start)
        assert len(page.about) <= A_PAGE
        assert len(page.about) == 1 or height_of(page.html) + len(page.rows) <= LINES
        seen += page.about
        presses = [Press.decode(each.data) for each in page.rows[-1]]
        start = max((each.page for each in presses if each and each.action is not Action.SEE), default=0)
        start = start if start >= len(seen) > 0 else None
    assert sorted(seen) == list(range(1, len(lines) + 1))


def test_the_page_before_ends_where_this_one_begins() -> None:
    for start in (3, 5, 8):
        page = render_list("late", of_lines(many(20)), RULES, NOW, start, Action.LATE)
        before = Press.decode(page.rows[-1][0].data)
        assert before is not None
        shown = render_list("late", of_lines(many(20)), RULES, NOW, before.page, Action.LATE).about
        assert shown[: start - before.page][-1] == start


def test_items_are_apart_and_their_buttons_say_which_they_open() -> None:
    """Fault 6.7: a blank line between items, and a button with number and the beginning of the title."""
    page = render_list("late", of_lines(MINE), RULES, NOW, 0, Action.LATE)
    blocks = read(page).split("\n\n")
    assert [block.splitlines()[0].split("　")[1].split(" ")[0] for block in blocks[1:]] == [
        "第12号",
        "第21号",
        "第27号",
    ]
    assert all(re.match("11月|今日|12月", block.splitlines()[-1]) for block in blocks[1:])
    assert [each.label.split(" ")[0] for each in buttons([page])] == ["12", "21", "27"]


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("审计反馈：临时救助台账不规范", "12 审计反馈"),
        ("关于做好冬季救助的通知", "12 做好冬季救助"),
        ("《条例》宣传月活动", "12 条例宣传月活"),
        ("镇（村）未成年人保护工作站建设", "12 镇未成年人保"),
        ("安装候事大厅LED显示屏", "12 安装候事大厅"),
        ("安装大厅LED显示屏", "12 安装大厅"),
        ("低保", "12 低保"),
    ],
)
def test_a_buttons_name_is_cut_at_a_sensible_place(title: str, label: str) -> None:
    page = render_found((line(item(title=title)),), RULES, NOW)
    assert page.rows[0][0].label == label


@given(TITLES, st.sampled_from(["甲某", "欧阳某某", "基层政权和社区治理股 甲某"]), st.integers(36, 44))
def test_no_phone_breaks_a_name_across_two_lines(title: str, who: str, width: int) -> None:
    """Fault 6.10: （冯/某）; a name that may not fit on the title's line stands below it."""
    unit, _, owner = who.rpartition(" ")
    late = line(item("2026-11-18", title=title, unit=unit, owner=owner))
    page = render_list("late", of_lines((late,)), RULES, NOW, 0, Action.LATE)
    written = next(each for each in read(page).splitlines() if owner in each)
    start = 2 * written.index("（" + who) - len(written[: written.index("（" + who)].encode("ascii", "ignore"))
    length = 2 * (len(who) + 2) - who.count(" ")
    assert start % width + length <= width


def test_turning_keeps_the_unit_that_was_asked_for() -> None:
    page = render_unit_items("养老服务股", of_lines(many(9)), RULES, NOW, 0, 2)
    assert Press.decode(page.rows[-1][0].data) == Press(Action.UNIT, 2, 1, page=len(page.about))
    assert "（甲某）" in read(page)


def test_a_list_of_the_office_names_unit_and_owner() -> None:
    page = render_list("late", of_lines(MINE[2:]), RULES, NOW, 0, Action.LATE)
    assert read(page).splitlines()[0] == "【逾期清单】1项"
    assert "（社会救助股 甲某）" in read(page)
    assert "交办事项均已签收。" in read(render_list("unsigned", of_lines(()), RULES, NOW, 0, Action.UNSIGNED))


def test_one_of_several_items_is_picked_by_its_number() -> None:
    assert [button.label[:2] for button in buttons([render_found(MINE, RULES, NOW)])] == ["27", "21", "12"]


def test_people_out_of_reach_are_listed_with_the_link_to_pass_on() -> None:
    page = render_asleep(PEOPLE, RULES, "duban_bot")
    assert read(page).startswith("【未启用名单】10人")
    assert "https://t.me/duban_bot" in read(page)
