"""One item in one or two lines, the same in every list, and the buttons that go with it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from markupsafe import Markup

from domain.actions import Action
from domain.errors import ItemRefusal
from domain.instructions import waiting
from domain.item import IN_HAND, Did, Item, ItemStatus, Step
from domain.item_records import Milestone
from domain.letter import TURN, Button, Origin, Press
from domain.limits import days_late, due_on, is_on_time, lapses_on, settled_at
from domain.milestones import next_step
from domain.obstacle import open_obstacle
from domain.outline import Outlined
from domain.progress import evidence_of, newest_word
from domain.roster import Addressee, Person, in_place_of
from domain.rules import Rules
from domain.views import LAGGING, Light, Line
from texts.actions import BUTTONS
from texts.discrepancies import say_fault
from texts.glossary import (
    BACK,
    LIGHTS,
    NEXT,
    PREVIOUS,
    PROVISIONAL,
    closing_hour,
    hour_of,
    local,
    say_closing,
    say_day,
    say_due,
    say_instant,
    say_no_limit,
    say_time,
    today_of,
)
from texts.pace import say_behind
from texts.pages import bold, breaks_within, brief, join, shorten, text, visible

#: So much of a title fits after its number on a button where two stand in a row; an even number cuts few words apart.
_NAME_LIMIT = 6
COPY_LIMIT = 256


def button(label: str, press: Press) -> Button:
    """A button that asks the bot for something."""
    return Button(label=label, data=press.encode())


def link(label: str, url: str) -> Button:
    """A button that opens an address."""
    return Button(label=label, url=url)


def private_link(label: str, bot: str, payload: str) -> Button:
    """A button that opens the private chat with the bot and says ``/start payload`` there."""
    return link(label, f"https://t.me/{bot}?start={payload}")


def numbered(label: str, item: Item) -> str:
    """办结第21号."""
    return f"{label}第{item.number}号"


def press_of(action: Action, item: Item, back: Press | Origin = Origin.NOWHERE) -> Press:
    """The press that does this to the item as it stands now."""
    return Press(action, item.number, item.version, back=back)


def label_of(act: Action, item: Item, rules: Rules) -> str:
    """The act's label for this item."""
    if act is Action.DONE:
        return say_closing(item, rules)
    if act is Action.PIECES:
        return f"佐证{len(evidence_of(item))}份"
    if act is Action.UNDO and item.status is ItemStatus.SUBMITTED:
        return "撤回申请"
    return BUTTONS[act]


def act_button(
    action: Action, item: Item, rules: Rules, back: Press | Origin = Origin.NOWHERE, *, with_number: bool = False
) -> Button:
    """A button that does this to the item; on a card it remembers where the card was opened.

    ``with_number`` is for messages that speak of several items, or of one among other things.
    """
    label = label_of(action, item, rules)
    if with_number:
        return button(numbered(label, item), press_of(action, item, Origin.SHARED))
    return button(label, press_of(action, item, back))


def open_button(label: str, item: Item, back: Press | Origin = Origin.SHARED) -> Button:
    """A button that opens the item: in place of the list's page that it remembers, else in a message of its own."""
    return button(label, Press(Action.SEE, item.number, back=back))


def name_button(item: Item, back: Press | Origin = Origin.SHARED) -> Button:
    """[12 低保动态]: a button that opens the item, by number and the beginning of its title."""
    return open_button(f"{item.number} {brief(item.title, _NAME_LIMIT)}", item, back)


def back_to(item: Item, back: Press | Origin) -> Button:
    """返回 from a question about the item to its card or request, which then leads on to where that was."""
    return back_button(Press(Action.SEE, item.number, back=Origin.NOWHERE if back is Origin.SHARED else back))


def back_button(press: Press) -> Button:
    """返回."""
    return button(BACK, press)


def turners(action: Action, before: int | None, after: int | None, number: int = 0) -> tuple[Button, ...]:
    """‹上一页 下一页›, each with the first item of its page; ``None`` where there is no such page."""
    pages = ((PREVIOUS, before), (NEXT, after))
    return tuple(button(label, Press(action, number, TURN, page=at)) for label, at in pages if at is not None)


#: The mark of an item that the office has still to clear up (有异议).
DOUBTED = "待明确"
TITLE_LIMIT = 60  # in lists
_REFUSED_TITLE = 40
NAME_LIMIT = 24
UNIT_LIMIT = 30
MARKS_SHOWN = 3


def say_number(item: Item) -> str:
    """第21号; with the workbook's number where that is another one: 第112号〔台账36〕."""
    who = f"〔台账{shorten(item.ledger_number, 12)}〕" if item.ledger_number else ""
    return f"第{item.number}号{who}"


def item_of(error: ItemRefusal) -> str:
    """第21号 城乡低保提标测算: the item, where something is refused of it."""
    return f"第{error.number}号 {shorten(error.title, _REFUSED_TITLE)}"


def say_kind(item: Item, rules: Rules) -> str:
    """〔整改〕 and the item's marks (省市考核, 被通报), then what can't be read of it; nothing for a plain task."""
    labels = [] if item.kind == "task" else [rules.kind(item.kind).label]
    labels += [DOUBTED] if item.doubt is not None else []
    said = "".join(f"〔{shorten(label, 12)}〕" for label in (*labels, *item.marks[:MARKS_SHOWN]))
    return said + say_faults(item) if item.faults else said


def say_faults(item: Item) -> str:
    """〔台账数据有误：完成时限“下周五”〕; of several the first, and how many they are."""
    first, more = item.faults[0], len(item.faults) - 1
    words = say_fault(first.field, first.written) or "整条记录"
    return f"〔台账数据有误：{words}{f'等{more + 1}处' if more else ''}〕"


def name_item(item: Item, rules: Rules, limit: int = TITLE_LIMIT) -> Markup:
    """Number and title in bold, then the kind."""
    named, kind = bold(f"{say_number(item)} {shorten(item.title, limit)}{say_period(item)}"), say_kind(item, rules)
    return named + kind if kind else named


_SEASONS = "一二三四"
#: 每月5日、20日 and 每半月 have two a month; 每季度结束后10日内 lies in another quarter than it is about.
_SEVERAL = re.compile(r"[、,;\uff0c\uff1b和及与]|后.*内|半个?月")


def say_period(item: Item) -> str:
    """（3月）, （一季度）, （3月20日）, （2026年）: of recurring work which one it is; nothing for any other item."""
    day = item.occurrence
    if not item.series or day is None:
        return ""
    if _SEVERAL.search(item.due_written):
        return f"（{day.month}月{day.day}日）"
    if "季" in item.due_written:
        return f"（{_SEASONS[(day.month - 1) // 3]}季度）"
    if "年" in item.due_written:
        half = "上半年" if day.month <= _HALF else "下半年"
        return f"（{half if '半' in item.due_written else f'{day.year}年'}）"
    return f"（{day.month}月）" if "月" in item.due_written else f"（{day.month}月{day.day}日）"


_HALF = 6


def name_and(item: Item, rules: Rules, words: str, limit: int = TITLE_LIMIT) -> Markup:
    """第21号 城乡低保提标测算 已办结; without the space where the kind stands between: …〔整改〕已申请销号."""
    return Markup("{}{}{}").format(name_item(item, rules, limit), "" if say_kind(item, rules) else " ", words)


def say_light(light: Light, item: Item, rules: Rules) -> str:
    """🔴逾期; a verified item that is closed is ✅销号."""
    sign, word = LIGHTS[light]
    return f"{sign}{'销号' if light is Light.CLOSED and rules.kind(item.kind).verify else word}"


def example_of(items: Iterable[Outlined], rules: Rules) -> Outlined | None:
    """The item by which a list shows how one is closed: a plain one first, as that needs no more than its number."""
    first = None
    for item in items:
        if item.status in IN_HAND:
            if not rules.kind(item.kind).verify:
                return item
            first = first or item
    return first


def in_brackets(words: str) -> str:
    """（甲某）, or nothing."""
    return f"（{words}）" if words else ""


def add_who(named: Markup, who: str) -> Markup:
    """The item and who in brackets: on the same line, or below it where a phone would break the name across two."""
    words = in_brackets(who)
    if not words:
        return named
    return named + (f"\n{words}" if breaks_within(visible(named), words) else words)


def owner_of(item: Item) -> str:
    """The owner's name as shown."""
    return shorten(item.owner, NAME_LIMIT)


def unit_of(item: Item) -> str:
    """The lead unit's name as shown."""
    return shorten(item.unit, UNIT_LIMIT)


def say_limit_of(line: Line, rules: Rules, now: datetime, *, weekday: bool = True, asks: bool = True) -> str:
    """When the item is due and how far off that is, or how long ago it was; ``asks``: the reader is to do it today."""
    item, today = line.item, today_of(now, rules)
    if line.light is Light.WAITING and item.submitted_at:
        return f"{say_instant(item.submitted_at, rules, now)}提交，待审核{_say_waited(item.submitted_at, rules, today)}"
    if line.due_on is None:
        return say_due(item, today)
    if line.light is Light.CLOSED:
        return say_outcome(item, rules, now)
    if line.light is Light.TODAY:
        return (
            say_today(item, rules, now)
            if asks
            else f"今日{closing_hour(item, rules)}到期，尚未{say_closing(item, rules)}"
        )
    return _say_distance(line, today, weekday=weekday)


def _say_waited(submitted_at: datetime, rules: Rules, today: date) -> str:
    """，已2个工作日, from when on the approver is reminded."""
    waited = rules.work_days.between(today_of(submitted_at, rules), today)
    return f"，已{waited}个工作日" if waited >= rules.approve_within else ""


def _say_distance(line: Line, today: date, *, weekday: bool) -> str:
    """11月18日（周三）到期，逾期2天; 11月23日（周一）到期，还有1个工作日."""
    day = say_last_day(line, today, weekday=weekday or line.light is not Light.LATE)
    if line.light is Light.LATE:
        late = f"{day}到期，逾期{line.days_late}天" if line.days_late else f"{day}到期，已过时限"
        return late + _say_supplement(line.item, today)
    if line.item.returned_at and line.item.supplement_by == line.due_on:
        return f"已退回，请于{day}前补充后再次申请{_say_left(line)}"
    return f"{day}到期{_say_left(line)}"


def _say_supplement(item: Item, today: date) -> str:
    """，已退回，请于11月26日（周四）前补充, as long as that day has not passed."""
    if item.returned_at is None or item.supplement_by is None or item.supplement_by < today:
        return ""
    return f"，已退回，请于{say_day(item.supplement_by, today)}前补充"


def say_today(item: Item, rules: Rules, now: datetime) -> str:
    """请于17:30前办结; later in the day only 请于今日内办结."""
    is_past = local(now, rules).time() >= (hour_of(item) or rules.closes_at)
    return f"请于{'今日内' if is_past else closing_hour(item, rules) + '前'}{say_closing(item, rules)}"


def say_outcome(item: Item, rules: Rules, now: datetime, *, with_limit: bool = True) -> str:
    """11月20日16:05，按期（期限11月20日）: when closing was asked for, which is what counts, and whether in time."""
    at = settled_at(item) or now
    return f"{say_instant(at, rules, now)}，{say_timeliness(item, rules, at, now, with_limit=with_limit)}"


def say_timeliness(item: Item, rules: Rules, at: datetime, now: datetime, *, with_limit: bool = True) -> str:
    """按期（期限11月20日）, 逾期5天（期限11月18日）; 长期坚持 and 未定期限 can be neither."""
    day = lapses_on(item, rules)
    if day is None:
        return say_due(item, today_of(now, rules))
    limit = f"（期限{say_day(day, today_of(now, rules), weekday=False)}）" if with_limit else ""
    if is_on_time(item, rules, at):
        return f"按期{limit}"
    days = days_late(item, rules, at)
    return (f"逾期{days}天" if days else "逾期") + limit


def _hour_on_last_day(line: Line) -> time | None:
    """The hour of a limit that has one; the day to supplement a 退回 ends with itself."""
    is_given = line.due_on in (line.item.supplement_by, line.item.in_time_until) and line.due_on != due_on(line.item)
    return None if is_given else hour_of(line.item)


def say_last_day(line: Line, today: date, *, weekday: bool = True) -> str:
    """The last day in time, with the hour where the limit has one: 11月18日（周三）, 11月18日（周三）10:00."""
    if line.due_on is None:
        return say_no_limit(line.item)
    hour = _hour_on_last_day(line)
    return say_day(line.due_on, today, weekday) + (say_time(hour) if hour else "")


def say_term(line: Line, today: date) -> str:
    """The limit in a word or two: 期限11月23日（周一）, 今日到期, 长期坚持."""
    if line.due_on is None:
        return say_due(line.item, today)
    hour = _hour_on_last_day(line)
    if line.due_on == today:
        return f"今日{say_time(hour) if hour else ''}到期"
    return f"期限{say_last_day(line, today)}"


def _say_left(line: Line) -> str:
    """How many work days are left, where the item still is in hand."""
    if line.light not in {Light.NEAR, Light.NORMAL} | LAGGING:
        return ""
    mark = PROVISIONAL if line.is_provisional else ""
    if line.is_last_work_day:
        return f"，今日为期限前最后一个工作日{mark}"
    return f"，还有{line.work_days_left}个工作日{mark}" if line.work_days_left else f"，此前已无工作日{mark}"


#: Characters of the newest word that a list shows.
WORD_LIMIT = 40


def show_line(
    line: Line, rules: Rules, now: datetime, who: str = "", *, weekday: bool = True, asks: bool = True
) -> Markup:
    """One item in two lines: light, number and title (and who, in brackets); below it the day.

    An empty line stands between two items (``Block.gap``, ``show_lines``). ``asks`` says that the reader is the one who
    is to do it today: a leader reads when it is due, not that it be done.
    """
    light, limit = say_light(line.light, line.item, rules), say_limit_of(line, rules, now, weekday=weekday, asks=asks)
    named = add_who(text(f"{light}　") + name_item(line.item, rules) + say_parts_of(line), who)
    today = today_of(now, rules)
    standing = f"{limit}{say_behind(line)}{say_difficulty(line.item)}"
    return named + f"\n{standing}{say_instruction_waiting(line.item, today)}{say_step_near(line.item, today)}"


def say_parts_of(line: Line) -> str:
    """〔下级3/8〕 of a parent."""
    return f"〔下级{line.parts[0]}/{line.parts[1]}〕" if line.parts[1] else ""


def say_instruction_waiting(item: Item, today: date) -> str:
    """批示：郑某，2月27日（周五）前报结果, on a line of its own; nothing where none waits for its answer."""
    found = waiting(item)
    if not found:
        return ""
    first = min(found, key=lambda each: each.answer_by or date.max)
    by = f"，{say_day(first.answer_by, today)}前报结果" if first.answer_by else "，待报结果"
    return f"\n批示：{shorten(first.leader, NAME_LIMIT)}{by}"


#: A list names the next step of a plan so many days before its day.
STEP_NAMED_BEFORE = timedelta(days=7)


def say_step_near(item: Item, today: date) -> str:
    """节点：主体完工，6月15日到期，逾期2天, on a line of its own; nothing as long as the next step is far off."""
    step = next_step(item)
    return f"\n节点：{say_step(step, today)}" if step and step.due <= today + STEP_NAMED_BEFORE else ""


def say_step(step: Milestone, today: date) -> str:
    """主体完工，6月15日（周一）到期，逾期2天."""
    left = (step.due - today).days
    far = (
        "今日到期"
        if left == 0
        else f"{say_day(step.due, today)}到期，" + (f"还有{left}天" if left > 0 else f"逾期{-left}天")
    )
    return f"{shorten(step.words, STEP_LIMIT)}，{far}"


#: Characters of a step in a list.
STEP_LIMIT = 30


def say_word(item: Item, rules: Rules, now: datetime) -> str:
    """11月27日反馈：消防整改待复验, on a line of its own, or nothing: what a leader wants to know first."""
    word = newest_word(item)
    if word is None:
        return ""
    day = say_day(today_of(word.at, rules), today_of(now, rules), weekday=False)
    return f"\n{day}反馈：{shorten(word.note, WORD_LIMIT)}"


def say_difficulty(item: Item) -> str:
    """，难点待答复; nothing for an item without one."""
    obstacle = open_obstacle(item)
    if obstacle is None:
        return ""
    return "，难点待答复" if obstacle.answered_at is None else "，难点待解决"


def show_lines(shown: Sequence[Markup]) -> Markup:
    """Several items below one another, an empty line between each two."""
    return join(shown, "\n\n")


def say_numbers(items: Sequence[Item], limit: int = 10) -> str:
    """第8号、第9号; beyond the limit 等N项."""
    named = "、".join(f"第{item.number}号" for item in items[:limit])
    return named + (f"等{len(items)}项" if len(items) > limit else "")


def say_title(person: Person) -> str:
    """甲某　社会救助股; a leader without unit by name alone, and 代甲某 to who stands in."""
    name = ("代" if in_place_of(person) else "") + shorten(person.name, NAME_LIMIT)
    return "　".join(word for word in (name, shorten(person.unit, UNIT_LIMIT)) if word)


def say_with_unit(person: Person) -> str:
    """甲某（社会救助股）, within a sentence."""
    return shorten(person.name, NAME_LIMIT) + in_brackets(shorten(person.unit, UNIT_LIMIT))


#: Who another program is, that changed the ledger file.
OUTSIDE = "台账文件"


def say_actor(step: Step) -> str:
    """甲某; 戊某（代乙某） where it was done in another's place."""
    name = shorten(step.by, NAME_LIMIT) or (OUTSIDE if step.did is Did.AMEND else "")
    return f"{name}（代{shorten(step.on_behalf, NAME_LIMIT)}）" if step.on_behalf else name


def say_reached(person: Person) -> str:
    """Who is called: the person, 戊某（代乙某） where somebody stands in, 乙某（请假） where nobody does."""
    name = shorten(person.name, NAME_LIMIT)
    if not isinstance(person, Addressee):
        return name
    if person.via:
        return f"{shorten(person.via, NAME_LIMIT)}（代{name}）"
    return f"{name}（请假）" if person.own_id != person.telegram_id else name
