"""Every word of the board that is not an item's own."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from domain.actions import Reach
from domain.board import Grouping, Scope, Stand
from domain.item import Did, Evidence
from domain.month_calendar import Due, DueEntry
from domain.rules import Rules
from domain.views import Light, Line, Tally
from texts.evidence import PIECES
from texts.glossary import LIGHTS, say_duration, say_tally
from texts.pages import shorten

CITY = "全市"
CITY_TITLE = "全市督办情况"
#: Where it is not of whole bureaux.
BUREAUX_TITLE = "各单位督办情况"
HOME = "总览"
ITEMS = "事项清单"
CHART = "挂图"
SIGN_IN = "登录"
UNFILLED = "未填"

SCOPES: Mapping[Reach, str] = {
    Reach.ALL: "全局",
    Reach.STANDING_IN: "全局",
    Reach.OVERSEEN: "分管单位",
    Reach.UNIT: "本单位",
    Reach.OWN: "我的事项",
    Reach.NONE: "我的事项",
}
GROUPINGS: Mapping[Grouping, str] = {
    Grouping.LIGHT: "按缓急",
    Grouping.UNIT: "按单位",
    Grouping.SOURCE: "按来源",
    Grouping.TASKS: "任务清单",
    Grouping.DUTIES: "责任清单",
    Grouping.PROBLEMS: "问题清单",
}
STATES: Mapping[Stand, str] = {Stand.OPEN: "在办", Stand.CLOSED: "办结", Stand.PAUSED: "中止"}
CLOSED = STATES[Stand.CLOSED]
DUES: Mapping[Due, str] = {
    Due.STEP: "节点",
    Due.ANSWER: "批示",
    Due.RECHECK: "回头看",
    Due.RETURN: "挂账到期",
}
#: Steps whose note is said with what they did.
NOTES_SAID = frozenset({Did.TAKE_OVER})
#: What the overview says of a bureau whose board is not open.
AWAY = "暂时打不开，恢复后自动显示。"
#: Below the sum of several bureaux.
WITHOUT_AWAY = "不含暂时打不开的单位"
TOTAL = "合计"
#: The columns of counts.
#: What falls due from today until Sunday; the lights above have it too.
THIS_WEEK = "本周到期"
COLUMNS = ("在办", "逾期", "今日到期", "临期", "滞后", "待销号", "正常")


class Notice(NamedTuple):
    """A page that says one thing."""

    title: str
    said: str
    status: int


MISSING = Notice("未找到", "没有这个页面或事项，或您无权查看。请核对网址，或返回总览。", 404)
BAD_ADDRESS = Notice("网址有误", "网址中的条件无法识别。请返回总览重新选择。", 404)
SIGNED_OUT = Notice("请先登录", "请在 Telegram 私聊督办助手发送“看板”，打开所得链接即可登录。登录当日有效。", 401)
LINK_OVER = Notice("链接已失效", "该链接已使用、已过10分钟或不完整。请私聊督办助手重新发送“看板”，获取新的链接。", 403)
APP_REFUSED = Notice("未能登录", "未能确认您的身份。请关闭本页，在 Telegram 私聊督办助手发送“看板”后重新打开。", 403)
NOT_KNOWN = Notice("未能登录", "花名册中没有您的账号。请私聊督办助手发送“启用”，或联系办公室。", 403)
FOREIGN = Notice("未能办理", "该请求不是从看板页面发出的，未予办理。请从看板页面重试。", 403)
TOO_LONG = Notice("网址有误", "网址过长，无法识别。请返回总览重新选择。", 414)
TROUBLE = Notice("暂时无法显示", "页面暂时无法显示，请稍后再试。持续如此的，请联系办公室。", 500)


def say_board_away(office: str, since: timedelta) -> Notice:
    """Of a bureau whose board can't be reached, to who may know of it."""
    return Notice(
        f"{office}的看板暂时打不开",
        f"已有{say_duration(since)}，正在自动重试，给您带来不便，请谅解。请稍后刷新本页，或返回总览查看其他单位；"
        "持续打不开的，请联系该单位办公室。",
        503,
    )


def nav(base: str, city: str = "") -> Iterator[tuple[str, str, str]]:
    """The navigation: key, label, address. ``city`` is that of the overview of all bureaux, ``""`` for none."""
    if city:
        yield "city", CITY, city
    yield "home", HOME, f"{base}/"
    yield "mine", "我的事项", f"{base}/items?scope=mine"
    yield "items", ITEMS, f"{base}/items"
    for by in (Grouping.TASKS, Grouping.DUTIES, Grouping.PROBLEMS):
        yield str(by), GROUPINGS[by], f"{base}/items?by={by}"
    yield "calendar", "日历", f"{base}/calendar"
    yield "chart", CHART, f"{base}/chart"


def say_bureau(office: str, name: str) -> str:
    """民政局（minzheng）, where several are called so; minzheng, where its configuration does not say."""
    return f"{office}（{name}）" if office else name


def say_stale(at: str) -> str:
    """Beside a bureau whose ledger can't be read since then."""
    return f"台账暂时无法读取，为{at}的情况"


def scope_tabs(reach: Reach) -> Mapping[Scope, str]:
    """Whose items one may choose between."""
    whole = {Scope.ALL: f"{SCOPES[reach]}事项"} if reach > Reach.OWN else {}
    return {**whole, Scope.MINE: "我的事项"}


def figures(tally: Tally) -> list[tuple[str, str, int]]:
    """The counts in the order of the columns: word, light (``""`` for all), figure. 滞后 has the far ones with it."""
    lights = ("", Light.LATE, Light.TODAY, Light.NEAR, Light.BEHIND, Light.WAITING, Light.NORMAL)
    counts = (tally.in_hand, tally.late, tally.today, tally.near, tally.lagging, tally.waiting, tally.normal)
    return [(word, str(light), count) for word, light, count in zip(COLUMNS, lights, counts, strict=True)]


def say_light(line: Line, rules: Rules) -> str:
    """逾期, 今日到期; 销号 of a verified item that is closed."""
    if line.light is Light.CLOSED and rules.kind(line.item.kind).verify:
        return "销号"
    return LIGHTS[line.light][1]


def say_sensitive(count: int) -> str:
    """含敏感事项2项, or nothing."""
    return f"含敏感事项{count}项，请注意保密" if count else ""


def say_withheld(count: int) -> str:
    """敏感事项2项不上图, or nothing."""
    return f"敏感事项{count}项不上图" if count else ""


def say_mine(tally: Tally) -> str:
    """我的事项：在办4项：逾期1，正常3; or nothing."""
    return f"我的事项{say_tally(tally)}" if tally.in_hand else ""


def say_total(total: int, state: Stand) -> str:
    """在办12项."""
    return f"{STATES[state]}{total}项"


def say_section(tally: Tally, count: int, state: Stand) -> str:
    """在办9项：逾期1，正常8; of settled ones 9项."""
    return say_tally(tally) if state is Stand.OPEN else f"{count}项"


def say_cut(total: int) -> str:
    """Not all of it is shown."""
    return f"共{total}项，本页未能全部列出，请增加条件。"


def say_leader(leader: str) -> str:
    """责任领导：丁某."""
    return f"责任领导：{shorten(leader, 30) or UNFILLED}"


def say_searched(words: str) -> str:
    """查找：低保."""
    return f"查找：{shorten(words, 40)}"


def say_page(page: int, pages: int) -> str:
    """第2页，共5页."""
    return f"第{page}页，共{pages}页"


def say_month(first: date) -> str:
    """2026年11月日历."""
    return f"{first.year}年{first.month}月日历"


def say_counted(counted: int) -> str:
    """本月到期12项; 本月没有到期事项."""
    return f"本月到期{counted}项" if counted else "本月没有到期事项"


def say_due(entry: DueEntry) -> str:
    """What of the item falls due where it is not the item itself; 逾期 where that is late."""
    if entry.due is Due.LIMIT:
        return LIGHTS[Light.LATE][1] if entry.line.light is Light.LATE else ""
    return DUES[entry.due]


def say_piece_kind(piece: Evidence) -> str:
    """照片, 文件, 文字说明."""
    return PIECES[piece.kind][0]


def say_piece(piece: Evidence) -> str:
    """Its name or caption; of a place its coordinates."""
    if piece.latitude is not None and piece.longitude is not None:
        return f"{piece.latitude:.5f}，{piece.longitude:.5f}"
    return "　".join(shorten(each, 300) for each in (piece.name, piece.words) if each.strip())
