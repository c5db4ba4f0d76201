"""Cards: one item with all that is known of it, and its history."""

from datetime import date

from msgspec.structs import replace

from domain.actions import Action
from domain.item import Did, Item, ItemStatus, Step
from domain.letter import Press
from domain.views import Line, line_of
from tests.domain.office import RULES, at, item
from tests.rows import every_row
from tests.texts.reading import labels, read
from texts.glossary import say_due
from texts.items import CARD_LINES, ROW_LINES, render_history, render_item
from texts.pages import height_of

NOW = at("11-20 08:30")


def line(of: Item) -> Line:
    return line_of(of, RULES, NOW)


MINE = (
    line(item("2026-12-15", number=27, title="特困供养协议签订")),
    line(item("2026-11-20", number=21, title="城乡低保提标测算")),
    line(item("2026-11-18")),
)


def test_back_survives_the_buttons_of_the_card() -> None:
    card = render_item(MINE[0], RULES, NOW, actions=(Action.DONE, Action.HISTORY), back=Press(Action.LATE, page=3))
    for button in card.rows[0]:
        press = Press.decode(button.data)
        assert press is not None
        assert press.list_before == Press(Action.LATE, page=3)


def test_an_item_opened_from_nowhere_leads_nowhere_back() -> None:
    card = render_item(MINE[0], RULES, NOW, actions=(Action.DONE,), back=None)
    assert labels(card) == [["办结"]]
    press = Press.decode(card.rows[0][0].data)
    assert press is not None
    assert press.list_before is None


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


EVERYTHING = (
    *(Action.ACKNOWLEDGE, Action.DOUBT, Action.DONE, Action.PROGRESS, Action.EVIDENCE, Action.ASSIGN),
    *(Action.EXTEND, Action.REPORT_OBSTACLE, Action.HISTORY, Action.EDIT, Action.SUSPEND, Action.CANCEL),
)


def test_a_card_that_is_higher_than_a_phone_folds_what_seldom_changes() -> None:
    """docs/messages.md 6: what is asked now stands above, and all of the rest opens with a tap."""
    full = replace(FULL, measures="补录档案，一户一档；抽查20户，逐户核对签字和银行流水。", remark="列入年度考核")
    card = render_item(line(full), RULES, NOW, actions=EVERYTHING, back=Press(Action.MINE))
    above, _, folded = card.html.partition("<blockquote expandable>")
    assert "责任人：乙某" in above
    assert "完成标准" not in above
    assert "完成标准：本年度临时救助一户一档" in folded
    assert folded.count("\n") > 5
    assert height_of(above) + 3 + ROW_LINES * len(card.rows) <= CARD_LINES
    assert max(map(len, card.rows)) == 3


def test_a_card_has_the_facts_the_state_and_the_newest_steps() -> None:
    shown = read(render_item(line(FULL), RULES, NOW, actions=(Action.DONE,), back=Press(Action.MINE)))
    assert shown.splitlines() == [
        "第15号 审计反馈：临时救助台账不规范〔整改〕",
        "🟡临期　11月23日（周一）到期，还有1个工作日",
        "责任人：乙某　责任单位：社会救助股",
        "责任领导：分管甲",
        "来源：救助资金专项审计（审计报告〔2026〕8号）",
        "完成标准：本年度临时救助一户一档",
        "状态：已签收，办理中",
        "",
        "办理过程：",
        "（此前3条略）",
        *(f"11月1{n}日9:00　乙某　反馈进展：第{n}次" for n in range(3, 8)),
    ]


@every_row(
    "shown",
    [
        item("2026-11-18"),
        item("2026-11-20"),
        item("2026-12-15T10:00"),
        item("2027-02-15"),
        item(""),
        item("", is_endless=True),
        item("2026-11-18", status=ItemStatus.CLOSED, closed_at=at("11-19 10:00")),
        item("2026-11-18", kind="rectification", status=ItemStatus.SUBMITTED, submitted_at=at("11-17 10:00")),
    ],
)
def test_a_card_names_the_limit_once(shown: Item) -> None:
    """Fault 6.11: below the light, or as a fact of its own where the light speaks of something else."""
    card = read(render_item(line(shown), RULES, NOW, actions=(), back=None))
    due = say_due(shown, date(2026, 11, 20)).split("（")[0]
    assert card.count(due) == 1


def test_a_card_shows_only_the_actions_it_is_given() -> None:
    assert labels(render_item(line(FULL), RULES, NOW, actions=(), back=None)) == []
    card = render_item(
        line(FULL), RULES, NOW, actions=(Action.ACKNOWLEDGE, Action.DONE, Action.HISTORY), back=Press(Action.MINE)
    )
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
    page = render_history(FULL, RULES, NOW, Press(Action.LATE, page=2))
    back = Press.decode(page.rows[0][0].data)
    assert back is not None
    assert (back.action, back.item) == (Action.SEE, 15)
    assert back.list_before == Press(Action.LATE, page=2)
    assert read(page).count("反馈进展") == 8
