"""Which paper is meant, and what the ledger tells for it: every count adds up, nothing sensitive is named."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.amending import edit
from domain.item import Item, ItemStatus, Obstacle, ObstacleKind, Quota
from domain.item_records import Milestone
from domain.paper_errors import PaperUnread
from domain.paper_facts import facts_of, following, level_of
from domain.papers import (
    BODY,
    KNOWN,
    OF_A_SOURCE,
    Grid,
    Level,
    PaperKind,
    Prose,
    Wish,
    open_marks,
    period_for,
    read_wish,
)
from domain.reporting import Reporting, half_of, month_around, week_of, year_of
from domain.rules import Figure, FigureRules
from domain.three_lists import arrangement_of
from domain.views import line_of
from tests.domain.office import ROSTER, RULES, TODAY, at, item
from tests.rows import every_row
from texts.figures import NAMES
from texts.paper_contents import content_of
from texts.paper_forms import order_of, source_content
from texts.paper_words import LONGEST, grid_of, title_column
from texts.papers import LEVELS

NOW = at("11-20 16:00")


def wish(kind: PaperKind = PaperKind.HALF_YEAR, words: str = "", today: date = TODAY) -> Wish:
    return read_wish(kind, words, LEVELS, ROSTER, today)


@every_row(
    "kind, today, period",
    [
        (PaperKind.HALF_YEAR, date(2026, 7, 3), half_of(date(2026, 6, 1))),
        (PaperKind.HALF_YEAR, date(2026, 6, 29), half_of(date(2026, 6, 1))),
        (PaperKind.HALF_YEAR, date(2027, 1, 5), half_of(date(2026, 7, 1))),
        (PaperKind.HALF_YEAR, TODAY, half_of(TODAY)),
        (PaperKind.YEAR, date(2027, 2, 1), year_of(TODAY)),
        (PaperKind.YEAR, date(2026, 12, 20), year_of(TODAY)),
        (PaperKind.MONTH, date(2026, 12, 4), month_around(TODAY)),
        (PaperKind.MONTH, TODAY, month_around(TODAY)),
        (PaperKind.WEEK, TODAY, week_of(TODAY)),
    ],
)
def test_where_nothing_is_said_it_is_the_period_that_is_just_over_or_runs(
    kind: PaperKind, today: date, period: Reporting
) -> None:
    assert period_for(kind, today) == wish(kind, "", today).period == period


def test_a_wish_names_a_unit_a_source_or_an_item_with_its_colour() -> None:
    assert wish(words="上半年 社会救助股").unit == "社会救助股"
    assert wish(words="社会救助股上半年").period == half_of(date(2026, 1, 1))
    assert wish(PaperKind.ADVANCE, "专项审计").source == "专项审计"
    order = wish(PaperKind.ORDER, "第12号 红色")
    assert (order.item, order.level) == (12, Level.RED)
    for kind, words in ((PaperKind.ORDER, "十二"), (PaperKind.ORDER, "12 紫"), (PaperKind.WEEK, "某天")):
        with pytest.raises(PaperUnread):
            wish(kind, words)


def test_after_whole_months_come_as_many_months() -> None:
    assert following(half_of(TODAY)) == half_of(date(2027, 1, 1))
    assert following(week_of(TODAY)) == week_of(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("due", "level"), [("2026-11-25", Level.YELLOW), ("2026-11-18", Level.ORANGE), ("2026-11-10", Level.RED)]
)
def test_the_colour_goes_by_how_late_it_is(due: str, level: Level) -> None:
    assert level_of(line_of(item(due), RULES, NOW), RULES, TODAY) is level


def everything() -> list[Item]:
    audit: dict[str, Any] = {"kind": "rectification", "source": "专项审计", "submitted_at": at("11-09 09:00")}
    closed: dict[str, Any] = {"status": ItemStatus.CLOSED, "closed_at": at("11-10 09:00"), "rules_made": ("《办法》",)}
    stuck = Obstacle(kind=ObstacleKind.COORDINATION, words="缺场地", by="甲某", at=NOW)
    return [
        item("2026-11-10", number=1, title="甲事", source="工作要点"),
        item("2026-12-10", number=2, title="乙事", source="工作要点", progress="过半"),
        item("2026-11-10", number=3, title="丙事", status=ItemStatus.SUBMITTED, **audit),
        item("2026-11-10", number=4, title="丁事", amount=10, amount_put_right=4, **audit, **closed),
        item("2026-11-10", number=5, title="戊事秘密", kind="petition", is_sensitive=True, source="信访件"),
        item("2026-12-20", number=6, title="己事", is_highlight=True, source="八大亮点", obstacle=stuck),
        item("2026-11-10", number=7, title="庚事", status=ItemStatus.CANCELLED),
        item("2026-12-20", number=8, title="辛事", status=ItemStatus.SUSPENDED),
    ]


def words(kind: PaperKind, items: list[Item], **said: Any) -> str:
    facts = facts_of(items, wish(kind, **said), ROSTER, RULES, NOW, 0)
    body = content_of(facts, RULES).body
    rows = (cell for each in body if isinstance(each, Grid) for row in (*each.rows, each.total) for cell in row)
    return "\n".join([*(each.words for each in body if not isinstance(each, Grid)), *rows])


def test_a_report_tells_the_states_and_their_sum_and_marks_what_people_write() -> None:
    said = words(PaperKind.HALF_YEAR, everything())
    assert "列入台账管理的事项共7项，已办结1项，占14%，待审核销号1项，逾期2项，推进中2项，挂账中止1项" in said
    assert "2026年下半年时间已过77%" in said
    assert "涉及金额10万元，已整改4万元（40%），出台制度1项：《办法》" in said
    assert "亮点工作共1项，已完成0项。其余1项：己事〔待补：进展〕" in said
    assert "反映难点未解决1项：己事（缺场地）" in said
    assert "〔待补：原因分析〕" in said
    assert "〔待补：主要措施〕" in said
    assert "时间已过" not in words(PaperKind.WEEK, everything()), "of a week everybody knows"


def test_a_report_tells_how_much_of_what_fell_due_is_done() -> None:
    half = {"source": "要点", "assigned_at": at("07-06 09:00")}
    closed: dict[str, Any] = {"status": ItemStatus.CLOSED, "closed_at": at("11-10 09:00")}
    items = [
        item("2026-11-10", number=1, **half, **closed),
        item("2026-11-20", number=2, **half),  # today
        item("2026-11-21", number=3, **half, **closed),  # early
        item("2026-06-30", number=4, **half),  # of the half before
        item("2026-11-10", number=5, status=ItemStatus.SUSPENDED, **half),
    ]
    assert "2026年下半年已到期2项，其中已办结1项；新交办5项" in words(PaperKind.HALF_YEAR, items)


def test_a_report_says_how_far_each_is_and_marks_once_what_nobody_knows() -> None:
    counted = {"unit": "社会救助股", "source": "亮点"}
    steps = tuple(
        Milestone(number=day, words="某步", due=date(2026, 11, day), done_at=NOW if day < TODAY.day else None)
        for day in (10, 25)
    )
    items = [
        item("2026-12-10", number=1, title="站点", quota=Quota(16, 7, "个"), percent=43, **counted),
        item("2026-12-10", number=2, title="改造", milestones=steps, marks=("被通报",), progress="已进场", **counted),
        item("2026-12-10", number=3, title="试点", **counted),
        item("2026-12-11", number=4, title="阵地", parent=3, **counted),
        *(item(f"2026-0{month}-25", number=10 + month, title="月报", **counted) for month in (7, 8, 9)),
    ]
    said = words(PaperKind.HALF_YEAR, items)
    assert "共7项任务（含下级任务1项），均未办结。" in said
    begun = "站点（已完成7/16个）；改造（已进场，节点已完成1/2）"
    assert f"{begun}；试点（下级已办结0/1项）；另有1项〔待补：进展〕：阵地。" in said
    assert "逾期3项：月报3项（社会救助股，7月25日至9月25日到期）。" in said
    assert "被通报未办结1项：改造（已进场，节点已完成1/2）。" in said


def test_a_state_that_has_sensitive_items_and_others_names_the_others_alone() -> None:
    late = [item("2026-11-10", number=1, title="明事"), item("2026-11-10", number=2, title="密事", is_sensitive=True)]
    said = words(PaperKind.HALF_YEAR, late)
    assert "逾期未办结2项：明事（社会救助股，11月10日到期）；另有敏感事项1项，不列名。" in said
    assert "密事" not in said


def test_tasks_and_problems_without_a_source_are_one_row_of_the_sources() -> None:
    bare = [item("2026-12-10", number=1), item("2026-12-10", number=2, kind="rectification")]
    rows = words(PaperKind.HALF_YEAR, bare).splitlines()
    assert rows.count("其他") == 1
    assert rows[rows.index("其他") + 1] == "2"


def test_appeals_are_told_apart_from_problems() -> None:
    said = words(PaperKind.HALF_YEAR, everything()).splitlines()
    place = next(place for place, line in enumerate(said) if line.endswith("、群众诉求办理情况"))
    assert said[place + 1 : place + 3] == ["（一）信访等诉求", "共1项诉求，尚未办结。逾期1项（敏感事项，不列名）。"]


@pytest.mark.parametrize(
    "kind", [kind for kind in PaperKind if kind not in (PaperKind.ORDER, PaperKind.CROSS_OFF, PaperKind.ADVANCE)]
)
def test_no_paper_names_a_sensitive_item_or_a_person_or_judges(kind: PaperKind) -> None:
    said = words(kind, everything())
    assert "秘密" not in said
    assert "敏感事项" in said
    assert not any(word in said for word in ("甲某", "不力", "表扬", "批评", "优秀", "较好", "较差", "第一名"))
    assert open_marks([said]) > 0


def test_a_source_of_sensitive_items_alone_is_not_named_and_they_are_counted() -> None:
    said = words(
        PaperKind.HALF_YEAR, [*everything(), item("2026-12-10", number=9, source="张三来信", is_sensitive=True)]
    )
    assert "张三" not in said
    assert "列入台账管理的事项共8项" in said


def test_a_name_that_is_missing_is_marked_and_a_source_is_one_line_of_plain_signs() -> None:
    odd = item("2026-11-10", number=9, title="", source="市委\u202e要点\n" + "长" * 90)
    said = words(PaperKind.HALF_YEAR, [odd])
    assert "〔待补：事项名称〕" in said
    assert "\u202e" not in said
    assert "长" * 60 not in said


def test_what_another_unit_took_over_since_still_stood_in_the_period() -> None:
    moved = edit(item("2026-05-10"), {"unit": "养老服务股", "owner": "丙某"}, "办主任", at("11-12 10:00"), "划转")
    assert facts_of([moved], wish(words="上半年"), ROSTER, RULES, NOW, 0).whole.total == 1


def test_what_was_done_before_eight_on_monday_counts_in_its_week() -> None:
    early = item("2026-11-30", number=9, status=ItemStatus.CLOSED, closed_at=at("11-16 07:00"))
    facts = facts_of([early], wish(PaperKind.WEEK), ROSTER, RULES, NOW, 0)
    assert facts.closed_in_period().total == 1


def test_what_was_asked_for_in_one_week_and_granted_in_the_next_is_named_in_one_of_them() -> None:
    closed: dict[str, Any] = {"status": ItemStatus.CLOSED, "closed_at": at("11-16 09:00")}
    granted = item("2026-11-30", number=9, title="上周报来的事", submitted_at=at("11-13 17:00"), **closed)
    said = words(PaperKind.WEEK, [granted])
    assert "此前提交、本周审核同意事项（1项）" in said
    assert "上周报来的事" in said
    assert "本周办结事项" not in said, "it counts in the week in which it was asked for"
    assert "此前提交" not in words(PaperKind.MONTH, [granted])


def test_a_paper_counts_everything_whatever_the_appraisal_counts() -> None:
    rules = replace(RULES, figures=FigureRules((Figure.LATE,), ("task",)))
    facts = facts_of(everything(), wish(PaperKind.YEAR), ROSTER, rules, NOW, 0)
    assert facts.count(Figure.ASSIGNED) == facts.whole.total


def test_sums_that_nobody_entered_are_marked_and_not_nought() -> None:
    bare = item("2026-12-10", number=9, kind="rectification", source="专项审计")
    assert "涉及金额〔待补：涉及金额〕，已整改〔待补：整改金额〕，出台制度〔待补：出台制度〕" in words(
        PaperKind.YEAR, [bare]
    )


def test_the_months_table_stands_in_the_offices_order_and_sums_up() -> None:
    facts = facts_of(everything(), wish(PaperKind.MONTH), ROSTER, RULES, NOW, 0)
    table = next(each for each in content_of(facts, RULES).body if isinstance(each, Grid))
    assert [row[0] for row in table.rows] == ["社会救助股", "养老服务股", "儿童福利股"]
    for place in range(1, len(table.columns)):
        assert table.columns[place][0] in NAMES.values()
        assert int(table.total[place]) == sum(int(row[place]) for row in table.rows)


@given(st.lists(st.sampled_from(everything()), max_size=20))
def test_the_states_of_every_group_add_up(items: list[Item]) -> None:
    numbered = [replace(each, number=place) for place, each in enumerate(items, 1)]
    facts = facts_of(numbered, wish(PaperKind.YEAR), ROSTER, RULES, NOW, 0)
    groups = (facts.whole, *facts.tasks, *facts.problems, *facts.units)
    for group in groups:
        assert group.closed + group.waiting + group.late + group.going + group.paused == group.total
    assert sum(each.total for each in (*facts.tasks, *facts.problems)) == facts.whole.total
    assert sum(each.total for each in facts.units) == facts.whole.total


def test_a_table_is_listed_whole_up_to_its_limit_and_beyond_summed_up_by_unit() -> None:
    def blocks(count: int) -> list[Any]:
        items = [item(number=n) for n in range(1, count + 1)]
        return grid_of(facts_of(items, wish(), ROSTER, RULES, NOW, 0).whole, [title_column()])

    [whole] = blocks(LONGEST)
    assert len(whole.rows) == LONGEST
    table, below = blocks(LONGEST + 1)
    assert (table.rows, table.total) == ((("社会救助股", str(LONGEST + 1)),), ("合计", str(LONGEST + 1)))
    assert isinstance(below, Prose)
    assert str(LONGEST + 1) in below.words


def test_every_placeholder_that_a_template_may_have_is_filled() -> None:
    arrangement = arrangement_of(ROSTER, RULES)
    for kind in PaperKind:
        facts = facts_of(everything()[:1], wish(kind, "1" if kind is PaperKind.ORDER else ""), ROSTER, RULES, NOW, 0)
        if kind is PaperKind.ORDER:
            content = order_of(facts, facts.whole.lines[0], arrangement, RULES)
        elif kind in OF_A_SOURCE:
            content = source_content(facts, RULES, arrangement)
        else:
            content = content_of(facts, RULES)
        assert set(content.fields) == KNOWN[kind] - {BODY}
