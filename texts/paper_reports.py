"""半年汇报 and 年度汇报: facts of the ledger in an office's words, and open places for people's.

The program neither praises nor blames: what the facts mean, why it is so and what is asked stays 〔待补〕 or 〔待定〕.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from domain.amounts import Amounts
from domain.item import Item
from domain.paper_facts import AUDIT, Facts, Group, following
from domain.papers import Block, PaperKind, Prose
from domain.quota import say_plainly
from domain.reporting import Reporting, share_gone
from domain.rules import Figure, Rules
from domain.sources import CENSURED
from domain.views import Light, Line
from texts.amounts import say_amounts
from texts.paper_groups import say_counted, say_group, say_how_far, say_late, say_titles
from texts.paper_words import (
    grid_of,
    groups_grid,
    join_names,
    missing,
    numbered,
    say_date,
    say_limit_of,
    source_of,
    sub_numbered,
    title_column,
    title_of,
    unit_column,
    with_secret,
    words_of,
)
from texts.periods import say_period


def report_of(facts: Facts, rules: Rules) -> tuple[str, Iterator[Block]]:
    period, unit = say_period(facts.wish.period), facts.wish.unit
    title = f"{unit}{period}工作情况汇报" if unit else f"{rules.office_name}{period}重点工作任务完成情况汇报"
    appeals = [_only(each, lambda line: _is_appeal(line, rules)) for each in facts.problems]
    problems = [_only(each, lambda line: not _is_appeal(line, rules)) for each in facts.problems]
    sections: tuple[tuple[str, Sequence[Block]], ...] = (
        ("总体情况", [Prose(say_whole(facts)), *say_in_period(facts), *_sources(facts)]),
        ("重点工作任务完成情况", _by_source(facts.tasks, "其他任务", lambda each: _tasks(each, facts))),
        ("问题整改情况", _by_source(problems, "其他问题", lambda each: _problems(each, facts))),
        ("群众诉求办理情况", _by_source(appeals, "信访等诉求", lambda each: _appeals(each, facts))),
        ("亮点工作", _highlights(facts)),
        ("数量目标", _quotas(facts)),
        ("各单位办理情况", [] if unit else _units(facts)),
        ("存在的问题", _troubles(facts)),
        ("下一步打算", _plans(facts)),
    )
    return title, numbered(sections)


def say_whole(facts: Facts) -> str:
    whole = facts.whole
    if not whole.total:
        return f"截至{say_date(facts.today)}，台账中没有{say_period(facts.wish.period)}的事项。"
    parts = (
        f"已办结{whole.closed}项，占{whole.share_done}%",
        f"待审核销号{whole.waiting}项" if whole.waiting else "",
        f"逾期{whole.late}项" if whole.late else "",
        f"推进中{whole.going}项" if whole.going else "",
        f"挂账中止{whole.paused}项" if whole.paused else "",
    )
    gone = share_gone(facts.wish.period, facts.today)
    is_told = facts.wish.kind is not PaperKind.WEEK and gone < 100  # noqa: PLR2004
    passed = f"{say_period(facts.wish.period)}时间已过{gone}%。" if is_told else ""
    secret = f"其中敏感事项{facts.secret}项，只计数，不列名。" if facts.secret else ""
    said = "，".join(filter(None, parts))
    return f"截至{say_date(facts.today)}，列入台账管理的事项共{whole.total}项，{said}。{passed}{secret}"


def say_in_period(facts: Facts) -> list[Block]:
    """上半年已到期24项，其中已办结22项；新交办12项；办结8项，其中按期7项、逾期1项；期限调整2次."""
    count, due = facts.count, facts.fallen_due()
    settled, late = count(Figure.SETTLED), count(Figure.LATE)
    in_time = f"，其中按期{count(Figure.ON_TIME)}项、逾期{late}项" if late else "，均按期"
    parts = (
        f"已到期{due.total}项，其中已办结{due.closed}项" if due.total else "",
        f"新交办{count(Figure.ASSIGNED)}项",
        f"办结{settled}项" + (in_time if settled else ""),
        f"期限调整{count(Figure.EXTENDED)}次" if count(Figure.EXTENDED) else "",
        f"退回补充{count(Figure.RETURNED)}次" if count(Figure.RETURNED) else "",
        f"问题反弹{count(Figure.RELAPSED)}项" if count(Figure.RELAPSED) else "",
    )
    if not facts.whole.total:
        return []
    return [
        Prose(f"{say_period(facts.wish.period)}{'；'.join(filter(None, parts))}。办结、按期均以申请销号的提交时间计。")
    ]


def _sources(facts: Facts) -> list[Block]:
    """What names no source stands there once, be it tasks or problems."""
    groups = [each for each in (*facts.tasks, *facts.problems) if each.name]
    rest = tuple(line for each in (*facts.tasks, *facts.problems) if not each.name for line in each.lines)
    groups += [Group("其他", rest)] if rest else []
    return [groups_grid("来源", groups, facts.whole)] if groups else []


def _tasks(group: Group, facts: Facts) -> list[Block]:
    """What is done of one source, what goes on and how far, what is late."""
    return [Prose("".join(say_group(group, facts, done="办结", noun="任务")))]


def _problems(group: Group, facts: Facts) -> list[Block]:
    """The same of problems, with the sums that an audit named."""
    said = [*say_group(group, facts, done="销号", noun="问题")]
    amounts = _say_sums(group)
    return [Prose("".join([*said, f"{amounts}。" if amounts else ""]))]


def _is_appeal(line: Line, rules: Rules) -> bool:
    """信访 and 12345: what the law sets a clock to."""
    return bool(rules.kind(line.item.kind).clocks)


def _only(group: Group, wanted: Callable[[Line], bool]) -> Group:
    return Group(group.name, tuple(filter(wanted, group.lines)))


def _by_source(groups: Iterable[Group], otherwise: str, say: Callable[[Group], list[Block]]) -> list[Block]:
    """A numbered part for each source; ``otherwise`` is the heading of what names none."""
    return sub_numbered((source_of(each) or otherwise, say(each)) for each in groups if each.total)


def _appeals(group: Group, facts: Facts) -> list[Block]:
    return [Prose("".join(say_group(group, facts, done="办结", noun="诉求")))]


def _say_sums(group: Group) -> str:
    """Sums and rules of an audit; what nobody has entered is marked."""
    if AUDIT not in group.name:
        return say_amounts(group.amounts)
    amounts = group.amounts or Amounts()
    involved = say_amounts(Amounts(1, amounts.involved, amounts.put_right, 0)) if amounts.involved else ""
    rules_made = _rules_made(group)
    made = f"出台制度{len(rules_made)}项：{'、'.join(rules_made)}" if rules_made else f"出台制度{missing('出台制度')}"
    return "，".join((involved or f"涉及金额{missing('涉及金额')}，已整改{missing('整改金额')}", made))


def _rules_made(group: Group) -> list[str]:
    return [words_of(rule) for line in group.named for rule in line.item.rules_made]


def _highlights(facts: Facts) -> list[Block]:
    group = facts.highlights
    if not group.total:
        return []
    done = Group("", group.of(Light.CLOSED))
    rest = Group("", tuple(line for line in group.lines if line.light is not Light.CLOSED))
    closed = f"（{with_secret(done, lambda line: title_of(line.item))}）" if done.total else ""
    going = say_counted("其余", rest, lambda lines: say_how_far(lines, facts))
    summed = f"已总结上报{facts.summed_up}项。" if done.total else ""
    return [Prose(f"亮点工作共{group.total}项，已完成{done.total}项{closed}。{summed}{going}")]


def _quotas(facts: Facts) -> list[Block]:
    def reached(line: Line) -> str:
        quota = line.item.quota
        return "" if quota is None else f"{say_plainly(quota.reached)}{quota.counted_in}"

    def target(line: Line) -> str:
        quota = line.item.quota
        return "" if quota is None else f"{say_plainly(quota.target)}{quota.counted_in}"

    def share(line: Line) -> str:
        quota = line.item.quota
        return "" if quota is None else f"{int(100 * quota.reached / quota.target)}%"

    columns = (title_column("指标"), unit_column(), ("目标", 9, target), ("已完成", 9, reached), ("完成率", 8, share))
    return grid_of(facts.with_quotas(), columns)


def _units(facts: Facts) -> list[Block]:
    return [groups_grid("责任单位", facts.units, facts.whole)] if facts.units else []


def _troubles(facts: Facts) -> list[Block]:
    """What the ledger shows; why it is so is for people to say."""
    late = Group("", facts.whole.of(Light.LATE))
    lagging = Group("", facts.whole.of(Light.FAR_BEHIND, Light.BEHIND))
    said = [
        say_counted("逾期未办结", late, lambda lines: say_late(lines, facts)),
        say_counted("进度滞后", lagging, say_titles),
        say_counted("被通报未办结", facts.marked(CENSURED), lambda lines: say_how_far(lines, facts)),
        say_counted("反映难点未解决", facts.with_obstacles(), _say_obstacles),
        say_counted("问题反弹正重新整改", facts.relapsed(), say_titles),
    ]
    found: list[Block] = [Prose(each) for each in said if each]
    if not found:
        return [Prose("台账中没有逾期、滞后、难点和反弹事项。"), Prose(missing("其他问题"))]
    return [*found, Prose(missing("原因分析"))]


def _say_obstacles(lines: Sequence[Line]) -> str:
    return join_names([_with_obstacle(line.item) for line in lines], len(lines), "；")


def _with_obstacle(item: Item) -> str:
    return f"{title_of(item)}（{words_of(item.obstacle.words) if item.obstacle else ''}）"


def _plans(facts: Facts) -> list[Block]:
    period = facts.wish.period
    rest = Reporting(min(facts.today, period.last), period.last)
    found: list[Block] = []
    for span, when in ((rest, f"{say_date(period.last)}前"), (following(period), say_period(following(period)))):
        due = facts.due_in(span)
        if due.total and not (span is rest and facts.today >= period.last):
            named = with_secret(due, lambda line: f"{title_of(line.item)}（{say_limit_of(line, facts.today)}）")
            found.append(Prose(f"{when}到期{due.total}项：{named}。"))
    return [*found, Prose(missing("主要措施"))]
