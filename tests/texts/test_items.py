"""Lists and cards (MODELS.md 6): what is asked for, eight a page, opened and turned in place."""

from domain.item import Did, Item, ItemStatus, Step
from domain.lights import line_of
from domain.press import Act, Press
from domain.views import Line
from tests.domain.office import OWNER, PEOPLE, RULES, at, item
from tests.texts.reading import buttons, labels, read
from texts.items import (
    render_asleep,
    render_found,
    render_history,
    render_item,
    render_list,
    render_my_items,
    render_unit_items,
)
from texts.keyboard import back_of

NOW = at("11-20 08:30")


def line(of: Item) -> Line:
    return line_of(of, RULES, NOW)


MINE = (
    line(item("2026-12-15", number=27, title="特困供养协议签订")),
    line(item("2026-11-20", number=21, title="城乡低保提标测算")),
    line(item("2026-11-18")),
)


def test_my_items_read_like_the_model() -> None:
    """MODELS.md 6: the most pressing first, each with light and limit, and how one is closed."""
    page = render_my_items(OWNER, MINE, RULES, NOW)
    assert read(page).splitlines() == [
        "【我的事项】甲某　社会救助股　11月20日（周五）",
        "在办3项：逾期1，今日到期1，正常1",
        "",
        "🔴逾期　第12号 低保动态管理",
        "11月18日（周三）到期，逾期2天",
        "🟠今日到期　第21号 城乡低保提标测算",
        "请于17:30前办结",
        "🟢正常　第27号 特困供养协议签订",
        "12月15日（周二）到期，还有17个工作日",
        "",
        "办结请发：完成 12",
    ]
    assert labels(page) == [["12", "21", "27"]]


def test_nothing_open_is_said_in_words() -> None:
    page = render_my_items(OWNER, (), RULES, NOW)
    assert "您目前没有在办事项。" in read(page)
    assert page.rows == ()


def test_items_without_a_limit_say_so() -> None:
    page = render_my_items(OWNER, (line(item("")), line(item("", number=5, is_endless=True))), RULES, NOW)
    assert "未定期限" in read(page)
    assert "长期坚持" in read(page)


def test_the_year_is_named_only_when_it_is_another_and_is_marked_provisional() -> None:
    page = render_my_items(OWNER, (line(item("2027-02-15")),), RULES, NOW)
    assert "2027年2月15日（周一）到期，还有56个工作日〔暂定〕" in read(page)


def test_the_workbooks_number_stands_beside_another_one() -> None:
    page = render_my_items(OWNER, (line(item(number=112, ledger_number="36")),), RULES, NOW)
    assert "第112号〔台账36〕 低保动态管理" in read(page)


def many(count: int) -> tuple[Line, ...]:
    return tuple(line(item("2026-11-18", number=n)) for n in range(1, count + 1))


def test_pages_of_eight_are_turned_in_place() -> None:
    first, second, third = (render_my_items(OWNER, many(20), RULES, NOW, page) for page in range(3))
    assert [len(page.about) for page in (first, second, third)] == [8, 8, 4]
    assert labels(first)[-1] == ["下一页›"]
    assert labels(second)[-1] == ["‹上一页", "下一页›"]
    assert labels(third)[-1] == ["‹上一页"]
    assert "第2/3页" in read(second)
    assert Press.decode(second.rows[-1][1].data) == Press(Act.MINE, 0, 0, 2)


def test_a_page_that_is_gone_shows_the_last_one() -> None:
    """SURVIVE 25: an old button."""
    assert render_my_items(OWNER, many(9), RULES, NOW, 99).about == (9,)
    assert render_my_items(OWNER, many(9), RULES, NOW, -3).about == tuple(range(1, 9))


def test_turning_keeps_the_unit_that_was_asked_for() -> None:
    page = render_unit_items("养老服务股", many(9), RULES, NOW, 0, 2)
    assert Press.decode(page.rows[-1][0].data) == Press(Act.UNIT, 2, 0, 1)
    assert "（甲某）" in read(page)


def test_back_leads_to_the_page_that_an_item_was_opened_from() -> None:
    for act in (Act.MINE, Act.UNIT, Act.LATE, Act.WAITING, Act.UNSIGNED, Act.RECHECK):
        for page in (0, 1, 7):
            shown = render_list("late", many(80), RULES, NOW, page, act)
            opened = Press.decode(shown.rows[0][0].data)
            assert opened is not None
            assert opened.act is Act.OPEN
            assert back_of(opened) == Press(act, 0, 0, page)


def test_back_survives_the_buttons_of_the_card() -> None:
    card = render_item(MINE[0], RULES, NOW, actions=(Act.DONE, Act.HISTORY), back=Press(Act.LATE, 0, 0, 3))
    for button in card.rows[0]:
        press = Press.decode(button.data)
        assert press is not None
        assert back_of(press) == Press(Act.LATE, 0, 0, 3)


def test_an_item_opened_from_nowhere_leads_nowhere_back() -> None:
    card = render_item(MINE[0], RULES, NOW, actions=(Act.DONE,), back=None)
    assert labels(card) == [["办结"]]
    press = Press.decode(card.rows[0][0].data)
    assert press is not None
    assert back_of(press) is None


def test_a_list_of_the_office_names_unit_and_owner() -> None:
    page = render_list("late", MINE[2:], RULES, NOW, 0, Act.LATE)
    assert read(page).splitlines()[0] == "【逾期清单】1项"
    assert "（社会救助股 甲某）" in read(page)
    assert "暂无。" in read(render_list("unsigned", (), RULES, NOW, 0, Act.UNSIGNED))


FULL = item(
    "2026-11-23",
    number=15,
    kind="rectification",
    title="审计反馈：临时救助台账不规范",
    owner="乙某",
    leader="分管甲",
    source="救助资金专项审计",
    reference="审计报告〔2026〕8号",
    standard="本年度临时救助一户一档",
    history=tuple(Step(at(f"11-1{n} 09:00"), "乙某", Did.PROGRESS, f"第{n}次") for n in range(8)),
)


def test_a_card_has_the_facts_the_state_and_the_newest_steps() -> None:
    shown = read(render_item(line(FULL), RULES, NOW, actions=(Act.DONE,), back=Press(Act.MINE)))
    assert shown.splitlines() == [
        "第15号 审计反馈：临时救助台账不规范〔整改〕",
        "🟡临期　11月23日（周一）到期，还有1个工作日",
        "责任单位：社会救助股　责任人：乙某",
        "责任领导：分管甲",
        "来源：救助资金专项审计（审计报告〔2026〕8号）",
        "完成标准：本年度临时救助一户一档",
        "整改期限：11月23日（周一）",
        "状态：已签收，办理中",
        "",
        "办理过程：",
        "（此前3条略）",
        *(f"11月1{n}日9:00　乙某　反馈进展：第{n}次" for n in range(3, 8)),
    ]


def test_a_card_shows_only_the_actions_it_is_given() -> None:
    assert labels(render_item(line(FULL), RULES, NOW, actions=(), back=None)) == []
    card = render_item(line(FULL), RULES, NOW, actions=(Act.ACKNOWLEDGE, Act.DONE, Act.HISTORY), back=Press(Act.MINE))
    assert labels(card) == [["签收", "申请销号"], ["办理过程"], ["返回"]]


def test_a_closed_card_says_when_and_whether_in_time() -> None:
    closed = item(
        "2026-11-18", kind="rectification", status=ItemStatus.CLOSED,
        submitted_at=at("11-19 16:10"), closed_at=at("11-20 08:00"),
    )  # fmt: skip
    shown = read(render_item(line(closed), RULES, NOW, actions=(), back=None))
    assert "✅销号　11月19日16:10，逾期1天（期限11月18日）" in shown
    assert "状态：已销号" in shown


def test_history_leads_back_to_the_card() -> None:
    page = render_history(FULL, RULES, NOW, Press(Act.LATE, 0, 0, 2))
    back = Press.decode(page.rows[0][0].data)
    assert back is not None
    assert (back.act, back.number) == (Act.OPEN, 15)
    assert back_of(back) == Press(Act.LATE, 0, 0, 2)
    assert read(page).count("反馈进展") == 8


def test_one_of_several_items_is_picked_by_its_number() -> None:
    assert [button.label for button in buttons([render_found(MINE, RULES, NOW)])] == ["27", "21", "12"]


def test_people_out_of_reach_are_listed_with_the_link_to_pass_on() -> None:
    page = render_asleep(PEOPLE, RULES, "duban_bot")
    assert read(page).startswith("【未启用名单】10人")
    assert "https://t.me/duban_bot" in read(page)
