"""The morning messages (晨报): what each chat and person is told as a work day starts. MODELS.md 1, 2, 3, 11."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from markupsafe import Markup

from domain.letter import Page
from domain.press import Act, Press
from domain.roster import Roster
from domain.rules import Rules
from domain.views import (
    MOST_NAMED,
    BureauDigest,
    LeaderDigest,
    Light,
    Line,
    Lost,
    OfficeDigest,
    PersonalDigest,
    UnitDigest,
)
from texts.counts import say_bureau, say_lights, say_needs, say_office, say_parts, say_unit, say_unit_row
from texts.dates import local, say_day, say_time, today_of
from texts.glossary import BELATED, BUTTONS, say_closing
from texts.keyboard import act_button, button, numbered, open_button, private_link
from texts.lines import example_of, owner_of, say_last_day, say_title, show_line, unit_of
from texts.notices import render_next_year_calendar
from texts.pages import Block, Head, bold, in_rows, paginate, text
from texts.plain import shorten, units_of

BUTTONS_SHOWN = 8  # more than these would be a wall; the list of all items has the rest
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


def _items(blocks: Sequence[Block], total: int) -> list[Block]:
    """The items, an empty line before each; with many of them only their list has buttons."""
    return [replace(block, gap=True, buttons=block.buttons if total <= BUTTONS_SHOWN else ()) for block in blocks]


def _line_block(line: Line, rules: Rules, now: datetime, beside: str) -> Block:
    """One item with the button that it calls for: 审核 for the approver, else what closes it."""
    item = line.item
    waiting = line.light is Light.WAITING
    act = open_button(numbered("审核", item), item) if waiting else act_button(Act.DONE, item, rules, with_number=True)
    return Block(html=show_line(line, rules, now, beside), number=item.number, buttons=(act,))


def _left_out(total: int) -> str:
    """其余12项请点“全部”查看."""
    return f"另有{total - MOST_NAMED}项请点下方按钮查看。" if total > MOST_NAMED else ""


def _chased(numbers: Sequence[int]) -> str:
    """第8号、第9号逾期，今日另发催办."""
    named = "、".join(f"第{number}号" for number in numbers[:MOST_NAMED])
    more = f"等{len(numbers)}项" if len(numbers) > MOST_NAMED else ""
    return f"{named}{more}逾期，今日另发催办。" if numbers else ""


def render_unit_digest(view: UnitDigest, rules: Rules, roster: Roster, *, belated: bool) -> tuple[Page, ...]:
    """The unit group's morning (MODELS.md 1)."""
    head = _head("今日提示", view.now, rules, shorten(view.unit, 30), belated=belated)
    shown = view.lines[:MOST_NAMED]
    items = _items([_line_block(line, rules, view.now, owner_of(line.item)) for line in shown], len(view.lines))
    number = next((unit.number for unit in roster.units if unit.name == view.unit), 0)
    whole = button(f"全部{view.tally.in_hand}项", Press(Act.UNIT, number))
    blocks = [Block(html=text(say_unit(view.tally))), *items, *_paragraphs(_unit_tail(view, rules))]
    return paginate(head, blocks, ((whole,),) if view.tally.in_hand else ())


def _unit_tail(view: UnitDigest, rules: Rules) -> list[str]:
    """What comes after the items: what is chased, the holiday ahead or behind, and how to close an item."""
    today = today_of(view.now, rules)
    example = example_of(view.lines, rules)
    return [
        _left_out(len(view.lines)),
        _chased(view.chased_today),
        f"假期中到期{_named(view.in_holiday, today)}，请提前安排。" if view.in_holiday else "",
        f"假期中已到期{_named(view.since_holiday, today)}，今日另发催办。" if view.since_holiday else "",
        f"本周还将到期{_named(view.this_week, today)}。" if view.this_week else "",
        f"本季度内到期{view.this_quarter}项。" if view.this_quarter else "",
        render_next_year_calendar(view.provisional_year) if view.provisional_year else "",
        f"{say_closing(example, rules)}请回复本消息，例如：/done {example.number}" if example else "",
    ]


def _named(lines: Sequence[Line], today: date) -> str:
    """1项：第30号（1月2日）."""
    named = "、".join(f"第{line.item.number}号（{say_last_day(line, today, weekday=False)}）" for line in lines[:NAMED])
    return f"{len(lines)}项：{named}" + ("等" if len(lines) > NAMED else "")


def render_bureau_digest(view: BureauDigest, rules: Rules, bot: str, *, belated: bool) -> tuple[Page, ...]:
    """The bureau group's morning (MODELS.md 2): a line a unit, no person's name; its buttons open the private chat."""
    width = min(max((units_of(row.unit) for row in view.rows), default=0), WIDEST)
    rows = [f"{shorten(row.unit, 30).ljust(width, '　')}　{say_unit_row(row.tally)}" for row in view.rows]
    which = f"其余{view.quiet_units}个单位" if view.rows else "各单位均"
    quiet = f"{which}无逾期、今日到期、临期事项。" if view.quiet_units else ""
    highlights = "八大亮点工作：完成{}项，推进{}项。".format(*view.highlights) if view.highlights else ""
    opening = [say_bureau(view, say_time(local(view.now, rules))), say_lights(view.tally)]
    blocks = [
        *(Block(html=text(word)) for word in opening if word),
        *_paragraphs([*rows, quiet]),
        *_paragraphs([highlights, _closed_words(view.closed_this_week)]),
    ]
    links = [private_link(BUTTONS[Act.UNIT], bot, "unit")]
    if view.tally.late:
        links.append(private_link(BUTTONS[Act.LATE], bot, "late"))
    return paginate(_head("督办晨报", view.now, rules, belated=belated), blocks, (tuple(links),))


def _closed_words(lines: Sequence[Line]) -> str:
    """本周办结：社会组织孵化园投入运行（社会组织股）等2项; a sensitive item is counted, never named."""
    if not lines:
        return ""
    items = [line.item for line in lines if not line.item.is_sensitive][:CLOSED_NAMED]
    named = "、".join(f"{shorten(item.title, 40)}（{unit_of(item)}）" for item in items)
    if not named:
        return f"本周办结{len(lines)}项。"
    return f"本周办结：{named}" + (f"等{len(lines)}项。" if len(lines) > len(items) else "。")


def render_leader_digest(view: LeaderDigest, rules: Rules, *, belated: bool) -> tuple[Page, ...]:
    """A leader's private morning (MODELS.md 3): only what needs them."""
    head = _head("分管提示", view.now, rules, belated=belated)
    late = len(view.late) + len(view.chased_today)
    counts = {
        "逾期": late,
        "今日到期": len(view.today),
        BEFORE_REST: len(view.before_rest),
        "待您审核": len(view.to_approve),
    }
    if not any(counts.values()):
        return paginate(head, [Block(html=text(f"分管{view.in_hand}项均按期推进，暂无须处理。"))])
    lines = (*view.late, *view.today, *view.before_rest, *view.to_approve)
    blocks = [_line_block(line, rules, view.now, unit_of(line.item)) for line in lines[:MOST_NAMED]]
    theirs = [  # what is for them to decide, or to do
        block if line.light is Light.WAITING or line.item.owner == view.person.name else replace(block, buttons=())
        for block, line in zip(blocks, lines, strict=False)
    ]
    overview = Block(html=text(say_needs(counts, view.in_hand)))
    tail = _paragraphs([_left_out(len(lines)), _chased(view.chased_today)])
    rows = ((button(f"逾期{late}项", Press(Act.LATE)),),) if late else ()
    return paginate(head, [overview, *_items(theirs, sum(bool(block.buttons) for block in theirs)), *tail], rows)


def render_personal_digest(view: PersonalDigest, rules: Rules, *, belated: bool) -> tuple[Page, ...]:
    """A head's or staff member's private morning: only what needs them today."""
    head = _head("今日须办", view.now, rules, say_title(view.person), belated=belated)
    counts = {
        "逾期": len(view.late) + len(view.chased_today),
        "今日到期": len(view.today),
        BEFORE_REST: len(view.before_rest),
        "退回待补充": len(view.returned),
        "待您审核": len(view.to_approve),
    }
    lines = (*view.late, *view.today, *view.before_rest, *view.returned, *view.to_approve)
    blocks = [_personal_block(line, view, rules) for line in lines[:MOST_NAMED]]
    overview = Block(html=text(f"今日须办{sum(counts.values())}项：{say_parts(counts, '，')}。"))
    tail = _paragraphs([_left_out(len(lines)), _chased(view.chased_today)])
    rows = ((button(BUTTONS[Act.MINE], Press(Act.MINE)),),)
    return paginate(head, [overview, *_items(blocks, len(lines)), *tail], rows)


def _personal_block(line: Line, view: PersonalDigest, rules: Rules) -> Block:
    """One item; another's owner beside it, and for a returned one the reason below."""
    item = line.item
    block = _line_block(line, rules, view.now, "" if item.owner == view.person.name else owner_of(item))
    if line not in view.returned or not item.returned_reason:
        return block
    return replace(block, html=Markup("{}\n退回原因：{}").format(block.html, shorten(item.returned_reason, 120)))


def render_office_digest(view: OfficeDigest, rules: Rules, *, belated: bool) -> tuple[Page, ...]:
    """The office's own morning (MODELS.md 11): counts, with a button for each that opens a list."""
    opened = {
        Act.WAITING: f"待审{view.to_approve}" * bool(view.to_approve),
        Act.UNSIGNED: f"未签收{view.unsigned}" * bool(view.unsigned),
        Act.RECHECK: f"回头看{view.rechecks}" * bool(view.rechecks),
        Act.ASLEEP: f"未启用{view.asleep}人" * bool(view.asleep),
    }
    listed = {act: words for act, words in opened.items() if words}
    year = render_next_year_calendar(view.provisional_year) if view.provisional_year else ""
    head = _head("办公室提示", view.now, rules, belated=belated)
    counted = say_office(view, "、".join(listed.values()))
    rows = in_rows([button(words, Press(act)) for act, words in listed.items()], 3)
    blocks = [Block(html=text(counted)), *_paragraphs([year])] if counted else [Block(html=text(year))]
    return paginate(head, [*blocks, *_paragraphs(_lost_words(view.lost))], rows)


def _lost_words(lost: Sequence[Lost]) -> list[str]:
    """What may not have arrived (SURVIVE 9): somebody has to ask."""
    if not lost:
        return []
    named = [f"{shorten(each.addressee, 40)}：{shorten(each.head, 40)}" for each in lost[:MOST_NAMED]]
    more = f"另有{len(lost) - MOST_NAMED}条。" if len(lost) > MOST_NAMED else ""
    return ["下列消息未获送达回执，不再重发，请人工核实：", *named, more]
