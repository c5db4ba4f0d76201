"""The morning messages (晨报): what each chat and person is told as a work day starts. MODELS.md 1, 2, 3, 11."""

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup

from domain.item import Item
from domain.letter import Page, Rows
from domain.press import Act, Press
from domain.roster import Roster
from domain.rules import Rules
from domain.views import BureauDigest, LeaderDigest, Light, Line, OfficeDigest, PersonalDigest, Tally, UnitDigest
from texts.dates import local, say_day, say_due, say_time, today_of
from texts.glossary import BELATED, BUTTONS, LIGHTS, say_closing
from texts.keyboard import act_button, button, numbered, open_button, private_link
from texts.lines import owner_of, say_title, show_line, unit_of
from texts.notices import render_next_year_calendar
from texts.pages import Block, Head, bold, in_rows, paginate
from texts.plain import shorten, units_of

BUTTONS_SHOWN = 8  # more than these would be a wall; the list of all items has the rest
NAMED = 5  # items named in one running sentence
WIDEST = 8  # unit names are padded to a column as wide as the widest, up to this


def _head(title: str, now: datetime, rules: Rules, who: str = "", *, belated: bool) -> Head:
    """【今日提示】社会救助股　11月20日（周五）, in bold, the same over every part."""
    today = today_of(now, rules)
    words = [f"{BELATED if belated else ''}【{title}】{who}", say_day(today, today)]
    line = bold("　".join(words) if who else "".join(words))
    return lambda _: line


def _text(words: str, *, gap: bool = False) -> Block:
    """A paragraph without an item."""
    return Block(html=Markup("{}").format(words), gap=gap)


def render_unit_digest(view: UnitDigest, rules: Rules, roster: Roster, *, belated: bool) -> tuple[Page, ...]:
    """The unit group's morning (MODELS.md 1)."""
    head = _head("今日提示", view.now, rules, shorten(view.unit, 30), belated=belated)
    few = len(view.lines) <= BUTTONS_SHOWN
    items = [
        Block(
            html=show_line(line, rules, view.now, owner_of(line.item)),
            gap=first,
            number=line.item.number,
            buttons=(act_button(Act.DONE, line.item, rules, with_number=True),) if few and _is_open(line) else (),
        )
        for first, line in _marked(view.lines)
    ]
    blocks = [_text(_unit_overview(view.tally)), *items, *_unit_tail(view, rules)]
    number = next((unit.number for unit in roster.units if unit.name == view.unit), 0)
    whole = button(f"全部{view.tally.in_hand}项", Press(Act.UNIT, number))
    return paginate(head, blocks, ((whole,),) if view.tally.in_hand else ())


def _marked(lines: Sequence[Line]) -> list[tuple[bool, Line]]:
    """Each line, and whether it is the first."""
    return [(index == 0, line) for index, line in enumerate(lines)]


def _is_open(line: Line) -> bool:
    """Whether closing may still be asked for."""
    return line.light in {Light.LATE, Light.TODAY, Light.NEAR, Light.NORMAL}


def _unit_overview(tally: Tally) -> str:
    """在办9项：逾期1，今日到期1，3个工作日内到期1，待销号1，其余5项正常推进."""
    words = {"逾期": tally.late, "今日到期": tally.today, "3个工作日内到期": tally.near, "待销号": tally.waiting}
    parts = [f"{word}{count}" for word, count in words.items() if count]
    if not parts:
        return f"在办{tally.in_hand}项，均正常推进。" if tally.in_hand else "目前没有在办事项。"
    if tally.normal:
        parts.append(f"其余{tally.normal}项正常推进")
    return f"在办{tally.in_hand}项：{'，'.join(parts)}。"


def _unit_tail(view: UnitDigest, rules: Rules) -> list[Block]:
    """What comes after the items: the holiday ahead or behind, and how to close an item."""
    today = today_of(view.now, rules)
    words = []
    if view.chased_today:
        numbers = "、".join(f"第{number}号" for number in view.chased_today)
        words.append(f"{numbers}逾期，今日另发催办。")
    if view.in_holiday:
        words.append(f"假期中到期{_named(view.in_holiday, rules, today)}，请提前安排。")
    if view.since_holiday:
        words.append(f"假期中已到期{_named(view.since_holiday, rules, today)}。")
    if view.this_week:
        words.append(f"本周到期{_named(view.this_week, rules, today)}。")
    if view.this_quarter:
        words.append(f"本季度内到期{view.this_quarter}项。")
    if view.provisional_year:
        words.append(render_next_year_calendar(view.provisional_year))
    example = next((line.item for line in view.lines if _is_open(line)), None)
    if example:
        words.append(_how_to_close(example, rules))
    return [_text(word, gap=index == 0) for index, word in enumerate(words)]


def _how_to_close(item: Item, rules: Rules) -> str:
    """办结请回复本消息，例如：/done 21."""
    return f"{say_closing(item, rules)}请回复本消息，例如：/done {item.number}"


def _named(lines: Sequence[Line], rules: Rules, today: date) -> str:
    """1项：第30号（1月2日）."""
    named = "、".join(
        f"第{line.item.number}号（{say_due(line.item, rules, today, weekday=False)}）" for line in lines[:NAMED]
    )
    return f"{len(lines)}项：{named}" + ("等" if len(lines) > NAMED else "")


def render_bureau_digest(view: BureauDigest, rules: Rules, bot: str, *, belated: bool) -> tuple[Page, ...]:
    """The bureau group's morning (MODELS.md 2): a line a unit, no person's name; its buttons open the private chat."""
    width = min(max((units_of(row.unit) for row in view.rows), default=0), WIDEST)
    rows = [
        _text(f"{shorten(row.unit, 30).ljust(width, '　')}　{_unit_words(row.tally)}", gap=index == 0)
        for index, row in enumerate(view.rows)
    ]
    blocks = [_text(_bureau_overview(view, rules)), _text(_bureau_lights(view.tally)), *rows, *_bureau_tail(view)]
    links = (private_link(BUTTONS[Act.UNIT], bot, "unit"), private_link(BUTTONS[Act.LATE], bot, "late"))
    return paginate(_head("督办晨报", view.now, rules, belated=belated), blocks, (links,))


def _bureau_overview(view: BureauDigest, rules: Rules) -> str:
    """截至8:30，全局交办42项：办结14项，在办26项，中止2项."""
    paused = f"，中止{view.paused}项" if view.paused else ""
    hour = say_time(local(view.now, rules))
    return f"截至{hour}，全局交办{view.total}项：办结{view.closed}项，在办{view.tally.in_hand}项{paused}。"


def _bureau_lights(tally: Tally) -> str:
    """在办中：🔴逾期3　🟡今日到期1　🟡临期3　⏳待销号3　🟢正常16."""
    counts = {
        Light.LATE: tally.late,
        Light.TODAY: tally.today,
        Light.NEAR: tally.near,
        Light.WAITING: tally.waiting,
        Light.NORMAL: tally.normal,
    }
    shown = "　".join(f"{''.join(LIGHTS[light])}{count}" for light, count in counts.items() if count)
    return f"在办中：{shown}" if shown else ""


def _unit_words(tally: Tally) -> str:
    """逾期1、今日到期1、临期2."""
    words = {"逾期": tally.late, "今日到期": tally.today, "临期": tally.near}
    return "、".join(f"{word}{count}" for word, count in words.items() if count)


def _bureau_tail(view: BureauDigest) -> list[Block]:
    """The quiet units, the highlight works, and on Fridays what the week closed."""
    words = []
    if view.quiet_units:
        which = f"其余{view.quiet_units}个单位" if view.rows else "各单位均"
        words.append(_text(f"{which}无逾期、今日到期、临期事项。", gap=not view.rows))
    if view.highlights:
        closed, going = view.highlights
        words.append(_text(f"八大亮点工作：完成{closed}项，推进{going}项。", gap=True))
    if view.closed_this_week:
        words.append(_text(_closed_words(view.closed_this_week), gap=not view.highlights))
    return words


def _closed_words(lines: Sequence[Line]) -> str:
    """本周办结：社会组织孵化园投入运行（社会组织股）等2项."""
    shown = [line.item for line in lines if not line.item.is_sensitive][:2]
    named = "、".join(f"{shorten(item.title, 40)}（{unit_of(item)}）" for item in shown)
    return (
        f"本周办结：{named}等{len(lines)}项。"
        if named and len(lines) > len(shown)
        else (f"本周办结：{named}。" if named else f"本周办结{len(lines)}项。")
    )


def render_leader_digest(view: LeaderDigest, rules: Rules, *, belated: bool) -> tuple[Page, ...]:
    """A deputy leader's private morning (MODELS.md 3): only what needs them."""
    counts = {"逾期": len(view.late), "今日到期": len(view.today), "待您审核": len(view.to_approve)}
    needed = sum(counts.values())
    head = _head("分管提示", view.now, rules, belated=belated)
    if not needed:
        return paginate(head, [_text(f"分管{view.in_hand}项均按期推进，暂无须处理。")])
    named = "、".join(f"{word}{count}" for word, count in counts.items() if count)
    rest = view.in_hand - needed
    overview = f"在办{view.in_hand}项，需您过目{needed}项：{named}" + (f"；其余{rest}项暂无须处理。" if rest else "。")
    blocks = [_text(overview)]
    for first, line in _marked((*view.late, *view.today, *view.to_approve)):
        blocks.append(_leader_block(line, rules, view.now, gap=first))
    late = ((button(f"逾期{len(view.late)}项", Press(Act.LATE)),),) if view.late else ()
    return paginate(head, blocks, late)


def _leader_block(line: Line, rules: Rules, now: datetime, *, gap: bool) -> Block:
    """One item as a leader reads it: with its unit; a button where the leader has to decide."""
    waiting = line.light is Light.WAITING
    review = (open_button(numbered("审核", line.item), line.item),) if waiting else ()
    return Block(html=show_line(line, rules, now, unit_of(line.item)), gap=gap, number=line.item.number, buttons=review)


def render_personal_digest(view: PersonalDigest, rules: Rules, *, belated: bool) -> tuple[Page, ...]:
    """A head's or staff member's private morning: only what needs them today."""
    counts = {
        "逾期": len(view.late),
        "今日到期": len(view.today),
        "退回待补充": len(view.returned),
        "待您审核": len(view.to_approve),
    }
    named = "，".join(f"{word}{count}" for word, count in counts.items() if count)
    blocks = [_text(f"今日须办{sum(counts.values())}项：{named}。")]
    lines = (*view.late, *view.today, *view.returned, *view.to_approve)
    few = len(lines) <= BUTTONS_SHOWN
    for first, line in _marked(lines):
        block = _leader_block(line, rules, view.now, gap=first)
        act = (act_button(Act.DONE, line.item, rules, with_number=True),) if few and _is_open(line) else ()
        blocks.append(
            Block(html=_personal_html(line, view, rules), gap=first, number=block.number, buttons=block.buttons or act)
        )
    head = _head("今日须办", view.now, rules, say_title(view.person), belated=belated)
    return paginate(head, blocks, ((button(BUTTONS[Act.MINE], Press(Act.MINE)),),))


def _personal_html(line: Line, view: PersonalDigest, rules: Rules) -> Markup:
    """The item's lines; for a returned one the reason below."""
    shown = show_line(line, rules, view.now, "" if line.item.owner == view.person.name else owner_of(line.item))
    if line not in view.returned or not line.item.returned_reason:
        return shown
    return Markup("{}\n退回原因：{}").format(shown, shorten(line.item.returned_reason, 120))


def render_office_digest(view: OfficeDigest, rules: Rules, *, belated: bool) -> tuple[Page, ...]:
    """The office's own morning (MODELS.md 11): counts, with a button for each that opens a list."""
    opened = {
        Act.WAITING: (view.to_approve, f"待审{view.to_approve}"),
        Act.UNSIGNED: (view.unsigned, f"未签收{view.unsigned}"),
        Act.ASLEEP: (view.asleep, f"未启用{view.asleep}人"),
    }
    listed = {act: words for act, (count, words) in opened.items() if count}
    counts = list(listed.values())
    if view.without_limit:
        counts.append(f"无期限{view.without_limit}项")
    if view.uncertain:
        counts.append(f"送达不明{view.uncertain}条")
    year = render_next_year_calendar(view.provisional_year) if view.provisional_year else ""
    rows: Rows = in_rows([button(words, Press(act)) for act, words in listed.items()], 3)
    head = _head("办公室提示", view.now, rules, belated=belated)
    counted = f"{'、'.join(counts)}。" if counts else "暂无须处理事项。"
    return paginate(head, [_text(counted), *([_text(year)] if year else [])], rows)
