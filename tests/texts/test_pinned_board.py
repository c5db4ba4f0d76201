"""The pinned board reads like the model (docs/messages.md 26); the bureau's names nobody."""

from msgspec.structs import replace

from domain.item import Item
from domain.pinned_board import BoardCount, bureau_board, unit_board
from domain.roster import Chat
from domain.views import Highlights, line_of
from tests.domain.office import RULES, at, item
from tests.texts.reading import labels, model, read, unbroken
from texts.pinned_board import render_board, render_board_ended, render_board_to_be, render_not_pinned

NOW = at("11-20 09:05")
RELIEF, CARE = "社会救助股", "养老服务股"
NONE = Highlights(0, 0)


def count(unit: str, *items: Item) -> BoardCount:
    counted = BoardCount(unit)
    for each in items:
        counted.add(line_of(each, RULES, NOW))
    return counted


MINE = (
    item("2026-12-15", number=27, title="特困供养协议签订"),
    item("2026-11-20", number=21, title="城乡低保提标测算"),
    item("2026-11-18", title="低保动态管理"),
    item("2026-11-23", number=15, title="临时救助台账不规范", owner="乙某"),
    item("2026-11-18", number=44, title="不能说的", is_sensitive=True),
    item("", number=30, title="孵化园投入运行", is_endless=True, is_highlight=True),
)
OTHERS = (item("2026-11-13", number=8, title="敬老院改造提升", unit=CARE, owner="丙某"),)


def test_a_units_board_reads_like_the_model() -> None:
    page = render_board(unit_board(count(RELIEF, *MINE).part(), Highlights(1, 0)), "duban_bot", RULES, NOW)
    assert unbroken(page) in model(26)
    assert labels(page) == [["本单位事项", "逾期清单"]]
    assert page.about == (12, 21, 15)
    assert "不能说的" not in read(page)


def test_the_bureaus_board_reads_like_the_model_and_names_nobody() -> None:
    parts = [count(RELIEF, *MINE).part(), count(CARE, *OTHERS).part(), count("儿童福利股").part()]
    page = render_board(bureau_board(parts, Highlights(1, 0)), "duban_bot", RULES, NOW)
    assert unbroken(page) in model(26)
    assert not any(name in read(page) for name in ("甲某", "乙某", "丙某"))
    assert page.about == ()


def test_without_anything_in_hand_it_says_so() -> None:
    page = render_board(unit_board(count(RELIEF).part(), NONE), "duban_bot", RULES, NOW)
    assert read(page) == "【督办看板】社会救助股　在办0项\n截至11月20日（周五）9:05"
    assert labels(page) == [["本单位事项"]]


def test_nearest_limits_come_in_the_order_of_their_days() -> None:
    marked = replace(item("2026-12-20", number=5), marks=("省市考核",))
    found = count(RELIEF, marked, item("2026-12-15", number=6)).part().coming
    assert [line.item.number for line in found] == [6, 5]


def test_what_stands_around_it_is_short() -> None:
    assert read(render_board_to_be("")) == "【督办看板】全局\n内容稍后更新，以本群置顶的看板为准。"
    assert read(render_board_ended(RELIEF)) == "【督办看板】社会救助股\n本看板已停用，不再更新。"
    assert "允许其置顶消息" in read(render_not_pinned(Chat(chat_id=-1, unit=RELIEF, title="救助股工作群")))
