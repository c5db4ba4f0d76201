"""The morning messages (晨报): what each chat and person is told as a work day starts, and the counts at any time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from markupsafe import Markup

from domain.actions import Action
from domain.letter import Button, Page, Press
from domain.overview import Summary
from domain.roster import Roster, in_place_of
from domain.rules import Rules
from domain.setting import Setting
from domain.silence import answer_overdue
from domain.views import (
    Asked,
    BureauDigest,
    DirectorDigest,
    LeaderDigest,
    Light,
    Line,
    Lost,
    OfficeDigest,
    PersonalDigest,
    UnitDigest,
)
from texts.actions import BUTTONS
from texts.amounts import say_amounts
from texts.glossary import (
    BELATED,
    local,
    say_bureau,
    say_day,
    say_items,
    say_lights,
    say_needs,
    say_office,
    say_parts,
    say_secret,
    say_time,
    say_unit,
    say_unit_row,
    say_whole,
    today_of,
)
from texts.highlights import say_highlights
from texts.leave import say_away
from texts.lines import (
    act_button,
    button,
    example_of,
    numbered,
    open_button,
    owner_of,
    private_link,
    say_last_day,
    say_title,
    say_word,
    show_line,
    unit_of,
)
from texts.notices import render_next_year_calendar
from texts.pace import say_half_done, say_lagging
from texts.pages import (
    MOST_NAMED,
    Block,
    Head,
    bold,
    in_rows,
    join,
    named,
    paginate,
    say_rest,
    shorten,
    single,
    text,
    units_of,
)
from texts.rechecking import say_relapsed
from texts.requests import say_asked
from texts.verdicts import say_verdicts
from texts.wall_chart import chart_button

NUMBERED = 10  # items listed by number alone
NAMED = 5  # items named in one running sentence
CLOSED_NAMED = 2  # of what the week closed
BEFORE_REST = "休息日到期"  # told on the work day before
WIDEST = 8  # unit names are padded to a column as wide as the widest, up to this


def _head(title: str, now: datetime, rules: Rules, who: str = "", *, belated: bool) -> Head:
    """【今日提示】社会救助股　11月20日（周五）, in bold, the same over every part."""
    today = today_of(now, rules)
    gap = "　" if who else ""
    line = bold(f"{BELATED if belated else ''}【{title}】{who}{gap}{say_day(today, today)}")
    return lambda _: line


def _paragraphs(words: Sequence[str]) -> list[Block]:
    """Lines without an item, an empty line before the first."""
    said = [word for word in words if word]
    return [Block(html=text(word), gap=index == 0) for index, word in enumerate(said)]


def _page_of(
    head: Head, counts: str, items: Sequence[Block], total: int, tail: Sequence[str], whole: Sequence[Button]
) -> tuple[Page, ...]:
    """Counts; the first items, each apart with its button; how many others there are, and the list that has them."""
    shown = named(items, [head(()), counts, "\n".join(word for word in tail if word)])
    return paginate(
        head,
        [
            Block(html=text(counts)),
            *(replace(block, gap=True) for block in shown),
            *_paragraphs([say_rest(total, len(shown)), *tail]),
            Block(html=text(""), buttons=tuple(whole)),
        ],
    )


def _line_block(line: Line, rules: Rules, now: datetime, who: str, *, asks: bool = True) -> Block:
    """One item with its button: 审核 for the approver, what closes it for who is to do it, else 查看."""
    item = line.item
    if line.light is Light.WAITING:
        act = open_button(numbered("审核", item), item)
    elif asks:
        act = act_button(Action.DONE, item, rules, with_number=True)
    else:
        act = open_button(numbered(BUTTONS[Action.SEE], item), item)
    return Block(html=show_line(line, rules, now, who, asks=asks), number=item.number, buttons=(act,))


def _chased(numbers: Sequence[int]) -> str:
    """第8号、第9号逾期，详见今日催办."""
    listed = "、".join(f"第{number}号" for number in numbers[:NUMBERED])
    more = f"等{len(numbers)}项" if len(numbers) > NUMBERED else ""
    return f"{listed}{more}逾期，详见今日催办。" if numbers else ""


def render_unit_digest(view: UnitDigest, setting: Setting) -> tuple[Page, ...]:
    """The unit group's morning (docs/messages.md 1)."""
    head = _head("今日提示", view.now, setting.rules, shorten(view.unit, 30), belated=setting.belated)
    items = [_line_block(line, setting.rules, view.now, owner_of(line.item)) for line in view.lines[:MOST_NAMED]]
    number = setting.roster.unit_number(view.unit)
    whole = [button(f"全部{view.tally.in_hand}项", Press(Action.UNIT, number))] if view.tally.in_hand else []
    return _page_of(head, say_unit(view.tally), items, len(view.lines), _unit_tail(view, setting.rules), whole)


def _unit_tail(view: UnitDigest, rules: Rules) -> list[str]:
    """What comes after the items: what is chased, the holiday ahead or behind, and how to report."""
    today = today_of(view.now, rules)
    example = example_of((line.item for line in view.lines), rules)
    return [
        _chased(view.chased_today),
        say_relapsed(view.relapsed),
        say_lagging(view.lagging),
        _say_without_measures(view.without_measures),
        f"假期中到期{_named(view.in_holiday, today)}，请提前安排。" if view.in_holiday else "",
        f"假期中已到期{_named(view.since_holiday, today)}，详见今日催办。" if view.since_holiday else "",
        f"本周还将到期{_named(view.this_week, today)}。" if view.this_week else "",
        f"本季度内到期{view.this_quarter}项。" if view.this_quarter else "",
        render_next_year_calendar(view.provisional_year) if view.provisional_year else "",
        f"回复本消息即可反馈：{example.number} 已报局办" if example else "",
    ]


def _say_without_measures(numbers: Sequence[int]) -> str:
    """未定措施2项：第8号、第9号，请负责人私聊发“补填缺项”补齐."""
    if not numbers:
        return ""
    named = "、".join(f"第{number}号" for number in numbers[:NUMBERED]) + ("等" if len(numbers) > NUMBERED else "")
    return f"未定措施{len(numbers)}项：{named}，请股室负责人私聊发“补填缺项”补齐。"


def _say_bare_units(units: Sequence[tuple[str, int]]) -> str:
    """未定措施3项：社会救助股2、养老服务股1."""
    if not units:
        return ""
    named = "、".join(f"{shorten(unit, 20)}{count}" for unit, count in units[:NAMED]) + (
        "等" if len(units) > NAMED else ""
    )
    return f"未定措施{sum(count for _, count in units)}项：{named}。"


def _named(lines: Sequence[Line], today: date) -> str:
    """1项：第30号（1月2日）."""
    named = "、".join(f"第{line.item.number}号（{say_last_day(line, today, weekday=False)}）" for line in lines[:NAMED])
    return f"{len(lines)}项：{named}" + ("等" if len(lines) > NAMED else "")


def render_bureau_digest(view: BureauDigest, bot: str, setting: Setting) -> tuple[Page, ...]:
    """The bureau group's morning (docs/messages.md 2): a line a unit, no names; its buttons open the private chat."""
    width = min(max((units_of(row.unit) for row in view.rows), default=0), WIDEST)
    rows = [f"{shorten(row.unit, 30).ljust(width, '　')}　{say_unit_row(row)}" for row in view.rows]
    which = f"其余{view.quiet_units}个单位" if view.rows else "各单位均"
    highlights = say_highlights(view.highlights)
    quiet = f"{which}无逾期、今日到期、临期、滞后事项。" if view.quiet_units else ""
    opening = [say_bureau(view, say_time(local(view.now, setting.rules))), say_lights(view.tally)]
    blocks = [
        *(Block(html=text(word)) for word in opening if word),
        *_paragraphs([*rows, quiet, say_relapsed(view.relapsed), _say_bare_units(view.without_measures)]),
        *_paragraphs([say_half_done(view.half_done), highlights, _closed_words(view.closed_this_week)]),
    ]
    links = [private_link(BUTTONS[Action.UNIT], bot, "unit")]
    if view.tally.late:
        links.append(private_link(BUTTONS[Action.LATE], bot, "late"))
    return paginate(_head("督办晨报", view.now, setting.rules, belated=setting.belated), blocks, (tuple(links),))


def _closed_words(lines: Sequence[Line]) -> str:
    """本周办结：社会组织孵化园投入运行（社会组织股）等2项; a sensitive item is counted, never named."""
    if not lines:
        return ""
    items = [line.item for line in lines if not line.item.is_sensitive][:CLOSED_NAMED]
    named = "、".join(f"{shorten(item.title, 40)}（{unit_of(item)}）" for item in items)
    if not named:
        return f"本周办结{len(lines)}项。"
    return f"本周办结：{named}" + (f"等{len(lines)}项。" if len(lines) > len(items) else "。")


def render_leader_digest(view: LeaderDigest, setting: Setting) -> tuple[Page, ...]:
    """A deputy leader's private morning (docs/messages.md 3): only what needs them."""
    whose = say_title(view.person) if in_place_of(view.person) else ""
    head = _head("分管提示", view.now, setting.rules, whose, belated=setting.belated)
    late = len(view.late) + len(view.chased_today)
    counts = {
        "逾期": late,
        "今日到期": len(view.today),
        BEFORE_REST: len(view.before_rest),
        "待您审核": len(view.to_approve),
    }
    if not any(counts.values()):
        on_time = "均未逾期" if view.lagging else "均按期推进"
        idle = "" if view.to_decide else "，暂无须处理"
        words = f"分管{view.in_hand}项{say_secret(view.secret)}{on_time}{idle}。"
        more = _paragraphs([say_asked(view.to_decide), say_lagging(view.lagging)])
        return paginate(head, [Block(html=text(words)), *more], in_rows(_waiting_button(0, view.to_decide)))
    lines = (*view.late, *view.today, *view.before_rest, *view.to_approve)
    items = [_overseen_block(line, view, setting.rules) for line in lines[:MOST_NAMED]]
    whole = [button(f"逾期{late}项", Press(Action.LATE))] if late else []
    whole += _waiting_button(len(view.to_approve), view.to_decide)
    needs = say_needs(counts, view.in_hand, view.secret, is_all=not view.to_decide)
    tail = [_chased(view.chased_today), say_asked(view.to_decide), say_lagging(view.lagging)]
    return _page_of(head, needs, items, len(lines), tail, whole)


def _waiting_button(to_approve: int, asked: Asked) -> list[Button]:
    """[待审3项]: leads to the list, and from there to what else waits."""
    count = to_approve + len(asked)
    return [button(f"待审{count}项", Press(Action.WAITING))] if count else []


def _overseen_block(line: Line, view: LeaderDigest, rules: Rules) -> Block:
    """What needs the leader, with its newest word; their own items ask for more than a look."""
    is_own = line.item.owner == view.person.name
    block = _line_block(line, rules, view.now, unit_of(line.item), asks=is_own)
    return block if is_own else replace(block, html=block.html + say_word(line.item, rules, view.now))


def render_director_digest(view: DirectorDigest, setting: Setting) -> tuple[Page, ...]:
    """The director's private morning (docs/messages.md 12): the bureau's counts, then what was escalated, by unit."""
    head = _head("局长阅", view.now, setting.rules, belated=setting.belated)
    items = [_escalated_block(line, setting.rules, setting.roster, view.now) for line in view.escalated[:MOST_NAMED]]
    items += [_line_block(line, setting.rules, view.now, unit_of(line.item), asks=False) for line in view.to_approve]
    parts = {"已升级": len(view.escalated), "待您审核": len(view.to_approve)}
    counts = f"{say_whole(view.tally, view.secret)}\n{say_items(parts)}".rstrip()
    whole = [button(f"逾期{view.tally.late}项", Press(Action.LATE))] if view.tally.late else []
    if view.to_decide:
        whole += _waiting_button(len(view.to_approve), view.to_decide)
    return _page_of(head, counts, items[:MOST_NAMED], sum(parts.values()), [say_asked(view.to_decide)], whole)


def _escalated_block(line: Line, rules: Rules, roster: Roster, now: datetime) -> Block:
    """What was escalated: how late, who oversees it, and its newest word."""
    item = line.item
    block = _line_block(line, rules, now, unit_of(item), asks=False)
    leaders = "、".join(shorten(person.name, 24) for person in roster.deputies(item.unit))
    overseen = f"，分管领导：{leaders}" if leaders else ""
    waited = answer_overdue(item, rules, today_of(now, rules))
    overseen += f"，已{waited}个工作日未答复" if waited else ""
    return replace(block, html=block.html + overseen + say_word(item, rules, now))


def render_personal_digest(view: PersonalDigest, setting: Setting) -> tuple[Page, ...]:
    """A head's or staff member's private morning: only what needs them today."""
    head = _head("今日须办", view.now, setting.rules, say_title(view.person), belated=setting.belated)
    counts = {
        "逾期": len(view.late) + len(view.chased_today),
        "今日到期": len(view.today),
        BEFORE_REST: len(view.before_rest),
        "退回待补充": len(view.returned),
        "待您审核": len(view.to_approve),
    }
    lines = (*view.late, *view.today, *view.before_rest, *view.returned, *view.to_approve)
    items = [_personal_block(line, view, setting.rules) for line in lines[:MOST_NAMED]]
    needs = f"今日须办{sum(counts.values())}项：{say_parts(counts, '，')}。" if any(counts.values()) else ""
    lagging = say_lagging(view.lagging)
    whole = [button(BUTTONS[Action.MINE], Press(Action.MINE))]
    if view.to_decide:
        whole += _waiting_button(len(view.to_approve), view.to_decide)
    opening, *more = [
        words
        for words in (needs, say_asked(view.to_decide), lagging, _say_without_measures(view.without_measures))
        if words
    ]
    tail = [_chased(view.chased_today), *more]
    return _page_of(head, opening, items, len(lines), tail, whole)


def _personal_block(line: Line, view: PersonalDigest, rules: Rules) -> Block:
    """One item; another's owner after it, and for a returned one the reason below."""
    item = line.item
    block = _line_block(line, rules, view.now, "" if item.owner == view.person.name else owner_of(item))
    if line not in view.returned or not item.returned_reason:
        return block
    return replace(block, html=Markup("{}\n退回原因：{}").format(block.html, shorten(item.returned_reason, 120)))


def render_office_digest(view: OfficeDigest, setting: Setting) -> tuple[Page, ...]:
    """The office's own morning (docs/messages.md 11): counts, with a button for each that opens a list."""
    counts: list[tuple[str, int, Action | None]] = [
        ("待审{}", view.to_approve, Action.WAITING),
        ("未签收{}", view.unsigned, Action.UNSIGNED),
        ("改期申请{}", view.extensions, Action.EXTENSIONS),
        ("延长申请{}", view.prolongings, Action.PROLONGINGS),
        ("待审方案{}", view.plans, Action.PLANS),
        ("难点{}", view.obstacles, Action.OBSTACLES),
        ("久未反馈{}", view.silent, Action.SILENT),
        ("回头看{}", view.rechecks, Action.RECHECK),
        ("未启用{}人", view.asleep, Action.ASLEEP),
    ]
    said = [(words.format(count), act) for words, count, act in counts if count]
    year = render_next_year_calendar(view.provisional_year) if view.provisional_year else ""
    head = _head("办公室提示", view.now, setting.rules, belated=setting.belated)
    counted = say_office(view, "、".join(words for words, _ in said))
    acts = [(words, act) for words, act in said if act]
    if view.doubts:
        acts.append((f"异议{len(view.doubts)}", Action.DOUBTS))
    rows = in_rows([button(words, Press(act)) for words, act in acts], 3)
    lines = [words for words in (counted, say_away(view.away), year) if words]
    blocks = [Block(html=text(lines[0] if lines else "")), *_paragraphs(lines[1:])]
    return paginate(head, [*blocks, *_paragraphs(_lost_words(view.lost))], rows)


def _lost_words(lost: Sequence[Lost]) -> list[str]:
    """What may not have arrived (docs/promises.md 9): somebody has to ask."""
    if not lost:
        return []
    named = [f"{shorten(each.addressee, 40)}：{shorten(each.head, 40)}" for each in lost[:MOST_NAMED]]
    more = f"另有{len(lost) - MOST_NAMED}条。" if len(lost) > MOST_NAMED else ""
    return ["下列消息未获送达回执，不再重发，请人工核实：", *named, more]


#: So many units have a line of their own; the others are counted.
UNITS_SHOWN = 8
UNIT_LIMIT = 10


def render_summary(view: Summary, rules: Rules, whole: Action) -> Page:
    """What the reader answers for, in counts; ``whole`` is the list of all that.

    Of the whole bureau it reads as its group does in the morning.
    """
    counts, now = view.counts, view.counts.now
    today, hour = today_of(now, rules), say_time(local(now, rules))
    opening = say_bureau(counts, hour) if view.is_whole else f"截至{hour}，在办{counts.tally.in_hand}项。"
    sensitive = f"另有敏感事项{view.sensitive}项，不在群内显示。" if view.sensitive else ""
    amounts = say_amounts(view.amounts)
    return single(
        join(
            [
                join(
                    [
                        bold(f"【{BUTTONS[Action.SUMMARY]}】{say_day(today, today)}"),
                        text(opening),
                        text(say_lights(counts.tally)),
                        text(say_highlights(counts.highlights)),
                        text(f"{amounts}。" if amounts else ""),
                        text(sensitive),
                        text(say_verdicts(view.verdicts)),
                    ]
                ),
                join([text(words) for words in _say_units(view)]),
            ],
            "\n\n",
        ),
        rows=in_rows(
            [
                button(f"待审{view.waiting}项" if view.waiting else BUTTONS[Action.WAITING], Press(Action.WAITING)),
                *(button(BUTTONS[act], Press(act)) for act in (Action.LATE, Action.TODAY, Action.WEEK)),
                button(BUTTONS[whole], Press(whole)),
                chart_button(),
            ],
            3,
        ),
    )


def _say_units(view: Summary) -> list[str]:
    """A line for each unit that has something late, due or near; the others are counted."""
    rows, quiet = view.counts.rows, view.counts.quiet_units
    if len(rows) + quiet <= 1:
        return []
    shown = [f"{shorten(row.unit, UNIT_LIMIT)}　{say_unit_row(row)}" for row in rows[:UNITS_SHOWN]]
    more = f"另有{len(rows) - UNITS_SHOWN}个单位有逾期、今日到期、临期或滞后事项。" if len(rows) > UNITS_SHOWN else ""
    which = f"其余{quiet}个单位" if rows else "各单位均"
    calm = f"{which}无逾期、今日到期、临期、滞后事项。" if quiet else ""
    return [*shown, *(words for words in (more, calm) if words)]
