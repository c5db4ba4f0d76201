"""One item asked for: its card and history (办理过程), and messages that are brought up to date after a press."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from markupsafe import Markup, escape

from domain.actions import Action
from domain.highlights import lacks_summary
from domain.item import IN_HAND, OPEN, Did, DoubtKind, FormerLimit, Item, ItemStatus, Step
from domain.letter import Button, Origin, Page, Press
from domain.limits import due_on
from domain.measures import words_of_measures
from domain.progress import evidence_of
from domain.rules import Rules
from domain.steps import newest_change
from domain.views import Light, Line
from texts.glossary import (
    LIGHTS,
    NEXT,
    PREVIOUS,
    STATUSES,
    STEPS,
    say_day,
    say_due,
    say_instant,
    say_limit,
    say_limit_written,
    say_status,
    today_of,
)
from texts.highlights import highlight_facts
from texts.instructions import instruction_facts
from texts.lessons import lesson_facts
from texts.lines import (
    act_button,
    back_button,
    back_to,
    button,
    in_brackets,
    name_item,
    owner_of,
    say_actor,
    say_light,
    say_limit_of,
    say_outcome,
    unit_of,
)
from texts.milestones import plan_facts
from texts.objection import REASONS
from texts.pace import pace_facts
from texts.pages import TEXT_LIMIT, height_of, in_rows, join, shorten, single, text, units_of, visible
from texts.partners import say_partners
from texts.plan_approval import plan_approval_facts
from texts.plan_values import value_facts
from texts.quota import quota_facts
from texts.rechecking import recheck_facts
from texts.rhythm import rhythm_facts
from texts.statutory import statutory_facts
from texts.two_keys import two_key_facts
from texts.verdicts import VERDICT_WORDS, verdict_facts

TITLE_LIMIT = 300  # on a card
FIELD_LIMIT = 300
FOLDED_LIMIT = 100  # of what may change, on a card that is higher than a screen; the rest is in its history
MOST_IN_PAIRS = 6  # buttons: of more three stand in a row
CARD_LINES = 28  # what a phone shows beside the field to write in, buttons included
ROW_LINES = 2  # of buttons
STEPS_SHOWN = 5  # on a card
HISTORY_SHOWN = 25  # on a page of the history
HISTORY_NOTE = 1200  # every word that may be said of an item
HISTORY_ROOM = 3000  # what a message holds besides the item's name
FOLDED_FROM = 12  # lines: more are folded until somebody taps them
NOTE_LIMIT = 100
FORMER_SHOWN = 3
#: What is known of an item, by name.
Facts = Sequence[tuple[str, str]]


def render_item(
    line: Line,
    rules: Rules,
    now: datetime,
    *,
    actions: tuple[Action, ...],
    back: Press | None,
    facts: tuple[tuple[str, str], ...] = (),
    row: tuple[Button, ...] = (),
) -> Page:
    """One item's card: what is known of it, ``facts`` by name included, the newest steps, a button for each action.

    ``row`` are buttons that lead elsewhere.
    """
    item = line.item
    back_row = (*((row,) if row else ()), *(((back_button(back),),) if back else ()))
    buttons = [act_button(act, item, rules, back or Origin.NOWHERE) for act in actions]
    rows = in_rows(buttons, 2 if len(buttons) <= MOST_IN_PAIRS else 3) + back_row
    steps = join([text(step) for step in _say_steps(item, rules, now, STEPS_SHOWN)])
    past = join([text("办理过程："), steps]) if steps else Markup("")
    known, _ = _known(line, rules, now, facts, FIELD_LIMIT)
    if height_of(join(known)) + height_of(past) + 1 + ROW_LINES * len(rows) <= CARD_LINES:
        return single(*known, text("\n") + past if past else Markup(""), rows=rows, about=(item.number,))
    known, background = _known(line, rules, now, facts, FOLDED_LIMIT)
    now_known = [each for each in known if each not in background]
    return single(*now_known, _folded(join([*background, past])), rows=rows, about=(item.number,))


def _known(line: Line, rules: Rules, now: datetime, facts: Facts, limit: int) -> tuple[list[Markup], list[Markup]]:
    """All that is known of the item, a line each, what may change in ``limit`` signs; of these what seldom changes."""
    item = line.item
    said = list(_item_facts(line, rules, now, facts, limit))
    known = [
        name_item(item, rules, TITLE_LIMIT),
        text(f"{say_light(line.light, item, rules)}　{say_limit_of(line, rules, now)}"),
        *(_fact(name, words, limit) for name, words in instruction_facts(item, today_of(now, rules), rules)),
        text(f"责任人：{owner_of(item)}　责任单位：{unit_of(item)}"),
        *(_fact(*each) for each in said),
    ]
    return known, [_fact(*each) for each in said if each[0] in _BACKGROUND]


#: What seldom changes: it is folded where a card is long.
_BACKGROUND = frozenset({"责任领导", "来源", "完成标准", "措施", "备注"})


def all_facts(line: Line, rules: Rules, now: datetime, facts: Facts, limit: int) -> list[tuple[str, str]]:
    """The same as names and words, for a page that has room for ``limit`` signs of each; nothing that is empty."""
    item = line.item
    known = [
        *instruction_facts(item, today_of(now, rules), rules),
        ("责任单位", item.unit),
        ("责任人", item.owner),
        *((name, words) for name, words, _ in _item_facts(line, rules, now, facts, limit)),
    ]
    return [(name, shorten(words, limit)) for name, words in known if words.strip()]


def _item_facts(line: Line, rules: Rules, now: datetime, facts: Facts, limit: int) -> Iterator[tuple[str, str, int]]:
    """Behind who has it: name, words, and how much of them a card shows."""
    item, today = line.item, today_of(now, rules)
    reference = f"（{shorten(item.reference, 60)}）" if item.reference else ""
    yield "责任领导", shorten(item.leader, 60), FIELD_LIMIT
    yield "配合单位", say_partners(item, rules, now), FIELD_LIMIT
    yield "来源", shorten(item.source, FIELD_LIMIT) + reference, FIELD_LIMIT
    yield "完成标准", item.standard, FIELD_LIMIT
    yield "措施", words_of_measures(item), FIELD_LIMIT
    yield say_limit(item, rules), _say_due_once(item, rules, now, say_limit_of(line, rules, now)), FIELD_LIMIT
    for former in item.former_limits[-FORMER_SHOWN:]:
        yield "原期限", _say_former(former, rules, now), limit
    changing = (
        *facts,
        *rhythm_facts(item),
        ("状态", say_status(item, rules)),
        *highlight_facts(item, rules, now),
        *pace_facts(line),
        *quota_facts(item, today),
        *plan_approval_facts(item, rules, now),
        *plan_facts(item, today),
    )
    yield from ((name, words, limit) for name, words in changing)
    yield from ((name, words, FIELD_LIMIT) for name, words in statutory_facts(item, rules, now))
    newest = (
        *verdict_facts(item, rules, now),
        *value_facts(item, today),
        ("最新进展", item.progress),
        ("挂账至", say_day(item.suspended_until, today) if item.suspended_until else ""),
        *_closing_facts(item, rules, now),
        ("退回原因", item.returned_reason),
    )
    yield from ((name, words, limit) for name, words in newest)
    yield "佐证材料", f"{len(evidence_of(item))}份" if evidence_of(item) else "", FIELD_LIMIT
    yield "备注", item.remark, FIELD_LIMIT


def _closing_facts(item: Item, rules: Rules, now: datetime) -> tuple[tuple[str, str], ...]:
    return (*two_key_facts(item, rules, now), *recheck_facts(item, rules, now), *lesson_facts(item))


def _folded(words: Markup) -> Markup:
    """A quote that shows its first lines until somebody taps it; nothing of nothing."""
    return Markup("<blockquote expandable>{}</blockquote>").format(words) if words else words


def _say_due_once(item: Item, rules: Rules, now: datetime, said: str) -> str:
    """The limit as written, unless ``said`` names it already."""
    today, day = today_of(now, rules), due_on(item)
    named = say_due(item, today) if day is None else say_day(day, today, weekday=False)
    return "" if named in said else say_due(item, today)


def _say_former(former: FormerLimit, rules: Rules, now: datetime) -> str:
    """11月20日，分管甲11月19日调整：省系统升级."""
    due = say_limit_written(former.due, today_of(now, rules)) if former.due else "未定"
    reason = f"：{shorten(former.reason, NOTE_LIMIT)}" if former.reason else ""
    when = say_day(today_of(former.moved_at, rules), today_of(now, rules), weekday=False)
    return f"{due}，{shorten(former.moved_by, 24)}{when}调整{reason}"


def _fact(label: str, words: str, limit: int = FIELD_LIMIT) -> Markup:
    """来源：…, or nothing where there is nothing to say."""
    known = shorten(words, limit)
    return text(f"{label}：{known}") if known else Markup("")


def _say_steps(item: Item, rules: Rules, now: datetime, most: int) -> list[str]:
    """The newest steps, oldest of them first; how many were left out before them."""
    steps = [_say_step(step, rules, now, NOTE_LIMIT) for step in item.history[-most:]]
    left = len(item.history) - len(steps)
    return [f"（此前{left}条略）", *steps] if left else steps


def say_did(step: Step, rules: Rules, now: datetime) -> str:
    """同意延期至12月4日; 提出异议（要求不明确）; 撤回申请延期; else the step's name alone."""
    if step.did is Did.DOUBT and step.to in REASONS:
        return f"{STEPS[step.did]}（{REASONS[DoubtKind(step.to)].format(unit=rules.unit_word)}）"
    if step.did in (Did.ASK_EXTENSION, Did.EXTEND, Did.ASK_PROLONG, Did.PROLONG, Did.SUSPEND) and step.to:
        return f"{STEPS[step.did]}至{say_limit_written(step.to, today_of(now, rules))}"
    if step.did in (Did.VERDICT, Did.CLOCK) and step.to:
        return f"登记“{VERDICT_WORDS.get(step.to, shorten(step.to, NOTE_LIMIT))}”"
    if step.did is Did.TAKE_OVER and step.note:
        return f"{STEPS[step.did]}（原责任人{shorten(step.note, NOTE_LIMIT)}）"
    if step.did is Did.UNDO and step.to in STEPS:
        return f"{STEPS[step.did]}“{STEPS[Did(step.to)]}”"
    return f"{STEPS[step.did]}至{step.to}年台账" if step.did is Did.CARRY else STEPS[step.did]


def _say_step(step: Step, rules: Rules, now: datetime, limit: int) -> str:
    """11月20日10:02　甲某　反馈进展：已报局办，待会签."""
    note = shorten(step.note, limit) if step.did is not Did.TAKE_OVER else ""
    return f"{say_instant(step.at, rules, now)}　{say_actor(step)}　{say_did(step, rules, now)}" + (
        f"：{note}" if note else ""
    )


def render_history(
    item: Item, rules: Rules, now: datetime, back: Press | Origin = Origin.NOWHERE, page: int = -1
) -> Page:
    """办理过程: who did what, when, and the words they left; ``back`` is where it was asked for.

    ``page`` counts from -1, the newest steps, down to the oldest. What is long is folded.
    """
    pages = _history_pages([_say_step(step, rules, now, HISTORY_NOTE) for step in item.history])
    page = min(max(page, -len(pages)), -1)
    steps = join([text(step) for step in pages[page]]) or text("暂无记录。")
    older = page - 1 if page > -len(pages) else None
    newer = page + 1 if page < -1 else None
    count = f"{len(item.history)}条" if item.history else ""
    where = f"，第{len(pages) + page + 1}页，共{len(pages)}页" if len(pages) > 1 else ""
    place = Origin.NOWHERE if back is Origin.SHARED else back  # it turns in place, wherever it was opened
    turn = tuple(
        button(label, Press(Action.HISTORY, item.number, at, back=place))
        for label, at in ((PREVIOUS, older), (NEXT, newer))
        if at is not None
    )
    folded = height_of(steps) > FOLDED_FROM
    return single(
        name_item(item, rules),
        text(f"办理过程{in_brackets(count + where)}："),
        _folded(steps) if folded else steps,
        rows=tuple(row for row in (turn, (back_to(item, back),)) if row),
        about=(item.number,),
    )


def _history_pages(steps: Sequence[str]) -> list[list[str]]:
    """The steps, as many on a page as one message holds, filled from the newest."""
    pages: list[list[str]] = [[]]
    room = HISTORY_ROOM
    for step in reversed(steps):
        room -= units_of(step) + 1
        if pages[0] and (room < 0 or len(pages[0]) == HISTORY_SHOWN):
            pages.insert(0, [])
            room = HISTORY_ROOM - units_of(step) - 1
        pages[0].insert(0, step)
    return pages


#: States in which an item has the light of its own instead of its limit's.
_LIGHT_OF = {
    ItemStatus.CLOSED: Light.CLOSED,
    ItemStatus.SUBMITTED: Light.WAITING,
    ItemStatus.CANCELLED: Light.CANCELLED,
    ItemStatus.SUSPENDED: Light.PAUSED,
}
#: What is added to a line whose light goes on to tell the limit.
_MARKS = {Action.ACKNOWLEDGE: "　已签收", Action.UNDO: "　已撤回"}
#: Where each act still does something.
_OF_USE: Mapping[Action, Callable[[Item], bool]] = {
    Action.ACKNOWLEDGE: lambda item: item.status is ItemStatus.ASSIGNED,
    Action.DONE: lambda item: item.status in IN_HAND,
    Action.SUBMIT: lambda item: item.status in IN_HAND,
    Action.STILL_CLOSE: lambda item: item.status in IN_HAND,
    Action.EXTEND: lambda item: item.status in IN_HAND,
    Action.PROLONG: lambda item: item.status in IN_HAND and not item.prolonged,
    Action.VERDICT: lambda item: item.status is ItemStatus.CLOSED,
    Action.REPORT_OBSTACLE: lambda item: item.status in IN_HAND and item.obstacle is None,
    Action.SOLVE_OBSTACLE: lambda item: item.obstacle is not None,
    Action.REPEAT_OBSTACLE: lambda item: item.obstacle is not None and item.obstacle.answered_at is not None,
    Action.DOUBT: lambda item: item.status is ItemStatus.ASSIGNED and item.doubt is None,
    Action.EDIT: lambda item: item.status in OPEN,
    Action.SUM_UP: lacks_summary,
    Action.SUSPEND: lambda item: item.status in IN_HAND,
    Action.RESUME: lambda item: item.status is ItemStatus.SUSPENDED,
    Action.CANCEL: lambda item: item.status in OPEN or item.status is ItemStatus.SUSPENDED,
    Action.UNDO: lambda item: (
        item.status in (ItemStatus.CLOSED, ItemStatus.SUBMITTED) or bool((newest := newest_change(item)) and newest.was)
    ),
    **dict.fromkeys(
        (Action.APPROVE, Action.SEND_BACK, Action.REASON), lambda item: item.status is ItemStatus.SUBMITTED
    ),
}
_SIGNS = "|".join(re.escape(f"{sign}{word}") for sign, word in LIGHTS.values())
_LIGHT = re.compile(rf"^(?:(?:{_SIGNS}|✅销号|✅)[\s　]*)?")
_TITLE = re.compile(r"第\d+号")


def render_renewed(page: Page, items: Mapping[int, Item], rules: Rules, now: datetime) -> Page | None:
    """The message as it should read now; ``None`` where all of its buttons are of use still.

    ``items`` are those that its buttons speak of, by number.
    """
    stale = [press for row in page.rows for each in row if (press := _stale(each, items)) is not None]
    if not stale:
        return None
    rows = tuple(tuple(each for each in row if _stale(each, items) is None) for row in page.rows)
    lines = page.html.split("\n")
    for press in stale:
        _renew(lines, press.action, items[press.item], rules, now)
    html = "\n".join(lines)
    fits = units_of(visible(html)) <= TEXT_LIMIT
    return Page(html if fits else page.html, tuple(row for row in rows if row), page.about)


def _stale(button: Button, items: Mapping[int, Item]) -> Press | None:
    """The press of a button that anybody would be refused now."""
    press = Press.decode(button.data) if button.data else None
    item = None if press is None else items.get(press.item)
    if press is None or item is None or press.action not in _OF_USE or _OF_USE[press.action](item):
        return None
    return press


def _renew(lines: list[str], act: Action, item: Item, rules: Rules, now: datetime) -> None:
    for place, line in enumerate(lines):
        if not re.match(rf"第{item.number}号(?!\d)", _title(line)):
            continue
        if item.status in _LIGHT_OF:
            light = say_light(_LIGHT_OF[item.status], item, rules)
            lines[place] = _LIGHT.sub(f"{light}　", _unmarked(line), count=1)
            below = place + 1 + (place + 1 < len(lines) and lines[place + 1].startswith("（"))  # who, where it is long
            if below < len(lines) and lines[below] and not _TITLE.match(_title(lines[below])):
                lines[below] = str(escape(_outcome(item, rules, now)))
        elif act in _MARKS:
            lines[place] = _unmarked(line) + _MARKS[act]


def _title(line: str) -> str:
    """The line as read, without the light at its beginning: an item's own line then begins with its number."""
    return _LIGHT.sub("", visible(line), count=1).strip()


def _unmarked(line: str) -> str:
    for mark in _MARKS.values():
        line = line.removesuffix(mark)
    return line


def _outcome(item: Item, rules: Rules, now: datetime) -> str:
    return say_outcome(item, rules, now) if item.status is ItemStatus.CLOSED else STATUSES[item.status]
