"""日历订阅: what an event of a calendar reads like, and what ``/calendar`` answers."""

from collections.abc import Mapping
from datetime import date

from domain.actions import Action
from domain.calendar_feed import CalendarEvent, EventKind, EventWords
from domain.calendar_links import MOST, CalendarLink
from domain.letter import Button, Page, Press
from domain.rules import Rules
from texts.actions import BUTTONS
from texts.glossary import SENSITIVE, say_limit, say_limit_written
from texts.lines import NAME_LIMIT, UNIT_LIMIT, button, say_kind, say_number
from texts.pages import bold, shorten, single, text

TITLE_LIMIT = 60
OFFICE_LIMIT = 40
_KINDS: Mapping[EventKind, str] = {
    EventKind.LIMIT: "期限",
    EventKind.STEP: "节点",
    EventKind.ANSWER: "批示",
    EventKind.CLOCK: "法定环节",
    EventKind.RECHECK: "回头看",
}


def say_event(event: CalendarEvent, rules: Rules) -> EventWords:
    """【期限】第12号 低保动态管理; below it unit, owner and what it is."""
    item, kind = event.item, _KINDS[event.kind]
    title = SENSITIVE if item.is_sensitive else f"{shorten(item.title, TITLE_LIMIT)}{say_kind(item, rules)}"
    words = f"：{shorten(event.words, TITLE_LIMIT)}" if event.words and not item.is_sensitive else ""
    summary = f"【{kind}{words}】{say_number(item)} {title}"
    return EventWords(f"（已撤销）{summary}" if event.is_cancelled else summary, _description(event, rules), kind)


def _description(event: CalendarEvent, rules: Rules) -> str:
    item = event.item
    if item.is_sensitive:
        return ""
    year = date.min  # the year is always named: a calendar is read in any year
    limit = f"{say_limit(item, rules)}：{say_limit_written(item.due, year)}" if item.due else ""
    who = f"责任单位：{shorten(item.unit, UNIT_LIMIT)}" if item.unit else ""
    owner = f"责任人：{shorten(item.owner, NAME_LIMIT)}" if item.owner else ""
    return "\n".join(line for line in (limit, who, owner) if line)


def say_calendar(owner: str, rules: Rules) -> str:
    """督办日历：甲某（某县民政局）."""
    return f"督办日历：{shorten(owner, NAME_LIMIT)}（{shorten(rules.office_name, OFFICE_LIMIT)}）"


def say_file(owner: str) -> str:
    """What the file is called."""
    return f"督办日历-{shorten(owner, NAME_LIMIT)}.ics"


def say_below_file(count: int) -> str:
    """Under the file."""
    return f"共{count}个日程，可导入手机或电脑日历；内容以导出时为准，不随台账更新。"


def render_link(link: CalendarLink, url: str, older: int) -> Page:
    """The link, once, to who asked for it; ``older`` links to the same calendar hold as well."""
    owner = link.unit or link.name
    held = f"此前的{older}个链接仍有效，最多{MOST}个。" if older else ""
    rows: list[tuple[Button, ...]] = [(button(BUTTONS[Action.CALENDAR_FILE], _press(Action.CALENDAR_FILE, link)),)]
    if older:
        rows.insert(0, (button(BUTTONS[Action.END_CALENDARS], _press(Action.END_CALENDARS, link)),))
    return single(
        bold(f"【日历订阅】{shorten(owner, UNIT_LIMIT)}"),
        text(url),
        text("请在手机或电脑日历中选“添加订阅日历”，粘贴上述链接；期限、节点、回头看随台账自动更新。"),
        text(f"持有链接即可查看，请勿转发。{held}"),
        rows=tuple(rows),
    )


def _press(action: Action, link: CalendarLink) -> Press:
    return Press(action, link.number)


def render_ended(count: int) -> Page:
    """To who ended the older links."""
    return single(text(f"已停用此前的{count}个日历链接，最新的链接仍可使用。" if count else "没有需要停用的日历链接。"))
