"""督办单, 对账销号单 and 推进表: forms with the ledger's facts, to be signed by hand."""

from collections.abc import Iterator, Sequence

from domain.amounts import Amounts
from domain.item import Item, ItemStatus
from domain.limits import local_day
from domain.measures import words_of_measures
from domain.paper_facts import Facts, level_of
from domain.papers import UNNUMBERED, Block, Content, Grid, Level, PaperKind, Prose
from domain.rules import Rules
from domain.three_lists import Arrangement, leader_of
from domain.views import Light, Line
from texts.amounts import say_amounts
from texts.paper_words import (
    Column,
    grid_of,
    missing,
    number_column,
    say_date,
    say_limit_of,
    say_short,
    say_state,
    say_sum_of,
    title_column,
    title_of,
    undecided,
    unit_column,
    unit_of,
    words_of,
)

#: The colours, as they are said and printed.
LEVELS = {Level.YELLOW: "黄", Level.ORANGE: "橙", Level.RED: "红"}
_LEVEL_LINES = {
    Level.YELLOW: "黄色督办单（提示）",
    Level.ORANGE: "橙色督办单（催办）",
    Level.RED: "红色督办单（警示）",
}


def order_of(facts: Facts, line: Line, arrangement: Arrangement, rules: Rules) -> Content:
    """督办单 of one item: what is asked for and by when to answer is for who signs it."""
    item, level = line.item, facts.wish.level or level_of(line, rules, facts.today)
    late = f"逾期{line.days_late}天" if line.days_late else "未逾期" if line.due_on else "未定期限"
    source = "　".join(filter(None, (item.source, item.reference)))
    fields = {
        "标题": f"{rules.office_name}督办单",
        "编号": UNNUMBERED,
        "单位": rules.office_name,
        "日期": say_date(facts.today),
        "签发人": "",
        "级别": _LEVEL_LINES[level],
        "督办事项": title_of(item),
        "督办号": f"第{item.number}号",
        "来源": words_of(source, "来源文号"),
        "责任单位": unit_of(item),
        "责任人": words_of(item.owner, "责任人"),
        "责任领导": words_of(leader_of(item, arrangement), "责任领导"),
        "完成时限": _say_limits(line, facts),
        "完成标准": words_of(item.standard, "完成标准"),
        "办理情况": words_of(item.progress, "办理情况"),
        "逾期情况": late,
        "催办情况": f"已催办{facts.chased(item)}次" if facts.chased(item) else "未催办",
        "督办要求": undecided("由签发人填写"),
        "反馈时限": missing("反馈时限"),
    }
    return Content(kind=PaperKind.ORDER, title=f"督办单：{title_of(item)}", fields=fields, level=level)


def _say_limits(line: Line, facts: Facts) -> str:
    """The limit, and how often it was moved."""
    said, former = say_limit_of(line, facts.today), line.item.former_limits
    return f"{said}（调整{len(former)}次）" if former else said


def source_content(facts: Facts, rules: Rules, arrangement: Arrangement) -> Content:
    """对账销号单 or 推进表 of the problems of a source."""
    kind = facts.wish.kind
    is_closing = kind is PaperKind.CROSS_OFF
    source = facts.wish.source or "审计反馈"
    title = f"{source}问题{'对账销号单' if is_closing else '整改推进表'}"
    columns = _of_closing(facts, rules) if is_closing else _of_advance(facts, arrangement)
    fields = {
        "标题": title,
        "编号": UNNUMBERED,
        "单位": rules.office_name,
        "主送": missing("主送机关"),
        "日期": say_date(facts.today),
        "签发人": "",
    }
    body = (
        Prose(_say_totals(facts), is_indented=False),
        *grid_of(facts.whole, columns),
        *_signed(is_closing=is_closing),
    )
    return Content(kind=kind, title=title, fields=fields, body=body)


def _say_totals(facts: Facts) -> str:
    whole = facts.whole
    if not whole.total:
        return f"截至{say_date(facts.today)}，台账中没有这一来源的问题。"
    amounts = whole.amounts or Amounts()
    sums = say_amounts(amounts) or f"涉及金额{missing('涉及金额')}，已整改{missing('整改金额')}"
    parts = (f"已销号{whole.closed}项", f"待审核{whole.waiting}项", f"整改中{whole.going}项", f"逾期{whole.late}项")
    return f"截至{say_date(facts.today)}，问题共{whole.total}项：{'，'.join(parts)}。{sums}。"


def _of_closing(facts: Facts, rules: Rules) -> Sequence[Column]:
    def asked(line: Line) -> str:
        at = line.item.submitted_at
        if at is None:
            return missing("时间") if line.item.status is ItemStatus.CLOSED else ""
        return say_short(local_day(at, rules), facts.today)

    def checked(line: Line) -> str:
        item = line.item
        if item.status is not ItemStatus.CLOSED:
            return ""
        day = missing("时间") if item.closed_at is None else say_short(local_day(item.closed_at, rules), facts.today)
        return f"{words_of(item.closed_by, '审核人')}\n{day}"

    return (
        *(
            number_column(),
            title_column("反馈问题", 24),
            ("文号", 14, lambda line: words_of(line.item.reference, "文号")),
        ),
        *(unit_column(), *_money(), ("佐证", 6, lambda line: f"{_pieces(line.item)}份")),
        *(("申请销号", 12, asked), ("审核人、时间", 12, checked), ("结论", 9, _verdict)),
    )


def _of_advance(facts: Facts, arrangement: Arrangement) -> Sequence[Column]:
    return (
        title_column("反馈问题", 22),
        ("责任领导", 10, lambda line: words_of(leader_of(line.item, arrangement), "责任领导")),
        ("责任单位\n责任人", 12, lambda line: f"{unit_of(line.item)}\n{words_of(line.item.owner, '责任人')}"),
        ("整改措施", 24, lambda line: words_of(words_of_measures(line.item), "整改措施")),
        ("整改期限", 12, lambda line: say_limit_of(line, facts.today)),
        *_money(),
        ("推进情况", 22, lambda line: words_of(line.item.progress, "进展")),
        ("状态", 9, _verdict),
    )


def _money() -> Sequence[Column]:
    return (
        ("涉及金额", 11, lambda line: say_sum_of(line.item.amount, "金额")),
        ("整改金额", 11, lambda line: say_sum_of(line.item.amount_put_right, "金额")),
        ("出台制度", 14, lambda line: _rules_of(line.item)),
    )


def _rules_of(item: Item) -> str:
    """The rules that were made, else what was said of that at 申请销号."""
    return words_of("、".join(item.rules_made)) or words_of(item.rule_made, "出台制度")


def _pieces(item: Item) -> int:
    return sum(each.returned_at is None for each in item.evidence)


def _verdict(line: Line) -> str:
    if line.item.status is ItemStatus.CLOSED:
        return "已销号"
    return "整改中" if line.light is Light.NORMAL else say_state(line)


def _signed(*, is_closing: bool) -> Iterator[Block]:
    """Places to be signed by hand."""
    if is_closing:
        place = "\n\n签字：　　　　　　　年　　月　　日"
        yield Prose("", is_indented=False)
        yield Grid((("责任单位意见", 30), ("审核意见", 30), ("分管领导意见", 30)), ((place,) * 3,))
