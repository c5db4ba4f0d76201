"""Items asked for: my own, a unit's, the office's lists, one item's card and its history. MODELS.md 6."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from domain.item import Item
from domain.letter import Button, Page, Rows
from domain.lights import by_limit, tally
from domain.press import Act, Press
from domain.roster import Person
from domain.rules import Rules
from domain.views import Light, Line
from texts.counts import say_tally
from texts.dates import say_day, say_due, say_instant, today_of
from texts.glossary import LISTS, STEPS, say_closing, say_limit, say_role, say_status
from texts.keyboard import act_button, back_button, open_button, place_of, turners
from texts.lines import (
    example_of,
    in_brackets,
    name_item,
    owner_of,
    say_light,
    say_limit_of,
    say_title,
    show_line,
    unit_of,
)
from texts.pages import bold, in_rows, join, single, text
from texts.plain import clean, shorten
from texts.recheck import show_recheck

A_PAGE = 8
NUMBERS_A_ROW = 4
TITLE_LIMIT = 300  # on a card
FIELD_LIMIT = 300
STEPS_SHOWN = 5  # on a card
HISTORY_SHOWN = 25
NOTE_LIMIT = 100


def render_my_items(person: Person, lines: tuple[Line, ...], rules: Rules, now: datetime, page: int = 0) -> Page:
    """``/mytasks``: what the person owns and has in hand, eight a page."""
    today = today_of(now, rules)
    head = bold(f"【我的事项】{say_title(person)}　{say_day(today, today)}")
    if not lines:
        return single(head, text("您目前没有在办事项。"))
    example = example_of(by_light(lines), rules)
    hint = f"{say_closing(example, rules)}请发：完成 {example.number}" if example else ""
    return _list_page(head, lines, rules, now, page, Act.MINE, hint=hint, with_owner=False)


def render_unit_items(
    unit: str, lines: tuple[Line, ...], rules: Rules, now: datetime, page: int = 0, number: int = 0
) -> Page:
    """All open items of a unit; ``number`` is the unit's, for turning pages of another unit than one's own."""
    today = today_of(now, rules)
    head = bold(f"【本单位事项】{shorten(unit, 30)}　{say_day(today, today)}")
    if not lines:
        return single(head, text("目前没有在办事项。"))
    return _list_page(head, lines, rules, now, page, Act.UNIT, number=number)


def render_list(title: str, lines: tuple[Line, ...], rules: Rules, now: datetime, page: int, act: Act) -> Page:
    """A list of the office or a leader; ``title`` is a key of ``glossary.LISTS`` (late, waiting, unsigned, recheck)."""
    head = bold(f"【{LISTS.get(title, title)}】{len(lines)}项")
    if not lines:
        return single(head, text("暂无。"))
    return _list_page(head, lines, rules, now, page, act, with_tally=False, with_unit=True)


def _list_page(
    head: Markup,
    lines: tuple[Line, ...],
    rules: Rules,
    now: datetime,
    page: int,
    act: Act,
    *,
    hint: str = "",
    number: int = 0,
    with_tally: bool = True,
    with_owner: bool = True,
    with_unit: bool = False,
) -> Page:
    """One page of a list, its numbers as buttons that open the items in place."""
    ordered, show = (lines, show_recheck) if act is Act.RECHECK else (by_light(lines), show_line)
    pages = (len(ordered) + A_PAGE - 1) // A_PAGE
    page = min(max(page, 0), pages - 1)
    shown = ordered[page * A_PAGE : (page + 1) * A_PAGE]
    who = [
        f"{unit_of(line.item) + ' ' if with_unit else ''}{owner_of(line.item) if with_owner else ''}" for line in shown
    ]
    items = [show(line, rules, now, beside.strip()) for line, beside in zip(shown, who, strict=True)]
    count = f"{say_tally(tally(lines))}" if with_tally else ""
    where = f"第{page + 1}/{pages}页" if pages > 1 else ""
    top = join([head, text("　".join(word for word in (count, where) if word))])
    rows = (*_number_rows(shown, act, page), turners(act, page, pages, number))
    return single(
        join([top, join(items), text(hint)], "\n\n"),
        rows=tuple(row for row in rows if row),
        about=tuple(line.item.number for line in shown),
    )


def by_light(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Most pressing light first, within a light by limit."""
    order = list(Light)
    pressing = [Light.LATE, Light.TODAY, Light.NEAR]
    return tuple(sorted(by_limit(lines), key=lambda line: (line.light not in pressing, order.index(line.light))))


def _number_rows(shown: Sequence[Line], act: Act, page: int) -> Rows:
    """[12] [21] [27] [33]."""
    return in_rows(
        [open_button(str(line.item.number), line.item, Press(act, 0, 0, page)) for line in shown], NUMBERS_A_ROW
    )


def render_item(line: Line, rules: Rules, now: datetime, *, actions: tuple[Act, ...], back: Press | None) -> Page:
    """One item's card: everything that is known of it, the newest steps, and a button for each action."""
    item = line.item
    facts = [
        text(f"责任单位：{unit_of(item)}　责任人：{owner_of(item)}"),
        _fact("责任领导", shorten(item.leader, 60)),
        _fact("配合单位", "、".join(item.partners)),
        _fact("来源", shorten(item.source, FIELD_LIMIT) + in_brackets(shorten(item.reference, 60))),
        _fact("完成标准", item.standard),
        _fact("措施", item.measures),
        _fact(say_limit(item, rules), say_due(item, rules, today_of(now, rules))),
        _fact("状态", say_status(item, rules)),
        _fact("最新进展", item.progress),
        _fact("退回原因", item.returned_reason),
        _fact("佐证材料", f"{len(item.evidence)}份" if item.evidence else ""),
        _fact("备注", item.remark),
    ]
    light = text(f"{say_light(line.light, item, rules)}　{say_limit_of(line, rules, now)}")
    steps = [text(step) for step in _say_steps(item, rules, now, STEPS_SHOWN)]
    buttons = [act_button(act, item, rules, back=back) for act in actions]
    return single(
        join([name_item(item, rules, TITLE_LIMIT), light, *facts]),
        join([text("\n办理过程："), *steps]) if steps else Markup(""),
        rows=in_rows(buttons) + (((back_button(back),),) if back else ()),
        about=(item.number,),
    )


def _fact(label: str, words: str) -> Markup:
    """来源：…, or nothing where there is nothing to say."""
    known = shorten(words, FIELD_LIMIT)
    return text(f"{label}：{known}") if known else Markup("")


def _say_steps(item: Item, rules: Rules, now: datetime, most: int) -> list[str]:
    """The newest steps, oldest of them first; how many were left out before them."""
    steps = [
        f"{say_instant(step.at, rules, now)}　{shorten(step.by, 24)}　{STEPS[step.did]}"
        + (f"：{shorten(step.note, NOTE_LIMIT)}" if clean(step.note) else "")
        for step in item.history[-most:]
    ]
    left = len(item.history) - len(steps)
    return [f"（此前{left}条略）", *steps] if left else steps


def render_history(item: Item, rules: Rules, now: datetime, back: Press | None = None) -> Page:
    """办理过程: who did what, when, and the words they left; ``back`` is where the item's card leads back to."""
    steps = _say_steps(item, rules, now, HISTORY_SHOWN) or ["暂无记录。"]
    return single(
        name_item(item, rules),
        text("办理过程："),
        *(text(step) for step in steps),
        rows=((back_button(Press(Act.OPEN, item.number, 0, place_of(back))),),),
        about=(item.number,),
    )


def render_found(lines: tuple[Line, ...], rules: Rules, now: datetime) -> Page:
    """Several items that a message speaks of: the speaker picks one."""
    return single(
        bold("请选择事项"),
        *(show_line(line, rules, now) for line in lines[:A_PAGE]),
        rows=in_rows([open_button(str(line.item.number), line.item) for line in lines[:A_PAGE]], NUMBERS_A_ROW),
        about=tuple(line.item.number for line in lines[:A_PAGE]),
    )


def render_asleep(people: tuple[Person, ...], rules: Rules, bot: str, page: int = 0) -> Page:
    """People of the roster whom the bot cannot reach in private (未启用名单), with the link to pass on to them."""
    a_page = 30
    head = bold(f"【{LISTS['asleep']}】{len(people)}人")
    if not people:
        return single(head, text("暂无。"))
    pages = (len(people) + a_page - 1) // a_page
    page = min(max(page, 0), pages - 1)
    shown = people[page * a_page : (page + 1) * a_page]
    names = [text(f"{say_title(person)}　{say_role(person.role, rules)}") for person in shown]
    hint = text(f"请转告本人打开 https://t.me/{bot} 并发送 /start；未登记Telegram ID的，请发 /whoami 后报办公室。")
    turn: tuple[Button, ...] = turners(Act.ASLEEP, page, pages)
    return single(head, *names, hint, rows=(turn,) if turn else ())
