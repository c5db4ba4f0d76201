"""Asking for a word (docs/messages.md 19): what is not signed, spoken of or answered; then the same one step up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from markupsafe import Markup

from domain.actions import Action
from domain.item import Stage
from domain.letter import Button, Page, Press, Rows
from domain.limits import alert_after, due_on, local_day
from domain.muting import Cause
from domain.requests import deciders
from domain.setting import Setting
from domain.silence import silent_since
from domain.views import AlertItem, Audience, Rung
from texts.actions import BUTTONS
from texts.alerts import SIGN
from texts.glossary import BELATED, ROLES, say_day, today_of
from texts.lines import (
    act_button,
    add_who,
    button,
    name_and,
    name_item,
    numbered,
    open_button,
    owner_of,
    say_term,
    unit_of,
)
from texts.muting import reader_buttons
from texts.notices import call, owners_of
from texts.pages import MOST_NAMED, Block, Head, bold, named, paginate, say_rest, shorten, text
from texts.progress import STAGES
from texts.rhythm import say_report_every

ASK = "有进展请直接回复本消息；暂无进展也请说明。"


_PLEAS: Mapping[Rung, str] = {
    Rung.UNSIGNED: SIGN,
    Rung.SUM_UP: "已上报的请点〔已总结上报〕，未上报的请抓紧总结。",
    Rung.REVIEW: "请直接回复本消息，说明现状、能否重定期限。",
    Rung.REPORT: "请回复本消息报进展；没有变化的点〔无变化〕。",
}
_PLEAS_ABOVE: Mapping[Rung, str] = {Rung.REVIEW: "请研究是否重定期限；点〔查看〕打开事项，可调整期限或继续长期办理。"}


class Asked(NamedTuple):
    """How one kind of request is spoken of."""

    what: str
    act: str  # what is asked of who decides
    undone: str  # what nobody has done


#: Requests by the rung of their chase.
ASKED: Mapping[Rung, Asked] = {
    Rung.OBSTACLE: Asked("难点报告", "答复", "未答复"),
    Rung.EXTENSION: Asked("延期申请", "审批", "未审批"),
    Rung.PROLONG: Asked("延长办理申请", "审批", "未审批"),
    Rung.PLAN: Asked("整改方案", "审核", "未审核"),
    Rung.DOUBT: Asked("交办异议", "答复", "未答复"),
    Rung.HAND_OVER: Asked("转办", "接手或说明原因", "未接手"),
}
_TITLES: Mapping[tuple[Rung, bool], str] = {
    (Rung.UNSIGNED, True): "请签收",
    (Rung.UNSIGNED, False): "未签收",
    (Rung.SILENT, True): "请反馈",
    (Rung.SILENT, False): "久未反馈",
    (Rung.SUM_UP, True): "请总结上报",
    (Rung.SUM_UP, False): "请总结上报",
    (Rung.REPORT, True): "请报进展",
    (Rung.REPORT, False): "请报进展",
    (Rung.REVIEW, True): "长期事项复核",
    (Rung.REVIEW, False): "长期事项复核",
}


_CAUSES: Mapping[tuple[Rung, bool], Cause] = {
    (Rung.UNSIGNED, True): Cause.OWN_SIGNATURE,
    (Rung.UNSIGNED, False): Cause.SIGNATURE_BELOW,
    (Rung.SILENT, True): Cause.OWN_SILENCE,
    (Rung.SILENT, False): Cause.SILENCE_BELOW,
    (Rung.SUM_UP, True): Cause.SUMMARY,
    (Rung.SUM_UP, False): Cause.SUMMARY,
    (Rung.REPORT, True): Cause.RHYTHM,
    (Rung.REPORT, False): Cause.RHYTHM,
    (Rung.REVIEW, True): Cause.REVIEW,
    (Rung.REVIEW, False): Cause.REVIEW,
}


def render_owed(
    audience: Audience, told: tuple[AlertItem, ...], setting: Setting, *, in_group: bool
) -> tuple[Page, ...]:
    """To who owes a word, or to who is above: the items of one rung."""
    rung = told[0].rung
    is_owner = audience is Audience.OWNER
    item, is_one = told[0].line.item, len(told) == 1
    if rung in ASKED:
        cause = Cause.OWN_DECISION if audience is Audience.DECIDER else Cause.DECISION_BELOW
        return _render_asked(audience, told, setting, (reader_buttons(cause, item, is_one=is_one, is_mutable=False),))
    rows = (
        ()
        if in_group
        else (reader_buttons(_CAUSES[rung, is_owner], item, is_one=is_one, is_mutable=rung is not Rung.SUM_UP),)
    )
    title = _TITLES[rung, is_owner]
    if is_one and is_owner and not in_group:
        return _render_one(told[0], title, setting, rows)
    head = _head(title, told if in_group else (), setting)
    blocks = [_block(each, setting, is_owner=is_owner, with_owner=in_group or not is_owner) for each in told]
    plea = _plea(rung) if is_owner else _PLEAS_ABOVE.get(rung, "")
    return _page(head, blocks, plea, Action.MINE if is_owner else Action.UNIT, rows)


def _render_one(each: AlertItem, title: str, setting: Setting, rows: Rows) -> tuple[Page, ...]:
    """【请反馈】第33号 养老服务体系建设 已12个工作日无反馈, as docs/messages.md shows it."""
    item = each.line.item
    before = f"{BELATED if setting.belated else ''}【{title}】"
    line = Markup("{}{}").format(bold(before), name_and(item, setting.rules, _say_owed(each, setting)))
    body = f"{_sentence(_term(each, setting))}{_plea(each.rung)}"
    block = Block(html=text(body), number=item.number, buttons=_acts(each, setting))
    return paginate(lambda _: line, [block], rows)


def _block(each: AlertItem, setting: Setting, *, is_owner: bool, with_owner: bool) -> Block:
    """One of several: its name, whose it is, for how long nobody has said a word."""
    item = each.line.item
    name = name_item(item, setting.rules)
    shown = add_who(name, owner_of(item)) if with_owner else name
    words = "，".join(part for part in (_say_owed(each, setting), _term(each, setting)) if part)
    act = {Rung.UNSIGNED: Action.ACKNOWLEDGE, Rung.SUM_UP: Action.SUM_UP, Rung.REPORT: Action.NO_CHANGE}.get(
        each.rung, Action.PROGRESS
    )
    own = act_button(act, item, setting.rules, with_number=True)
    see = open_button(numbered(BUTTONS[Action.SEE], item), item)
    return Block(html=Markup("{}\n{}").format(shown, words), number=item.number, buttons=(own if is_owner else see,))


def _term(each: AlertItem, setting: Setting) -> str:
    """期限12月31日（周四）; of what is closed nothing."""
    return "" if each.rung is Rung.SUM_UP else say_term(each.line, today_of(setting.now, setting.rules))


def _say_owed(each: AlertItem, setting: Setting) -> str:
    """已12个工作日无反馈; 已2个工作日未签收."""
    item, rules = each.line.item, setting.rules
    if each.rung is Rung.REPORT:
        return say_report_every(item.report_every)
    if each.rung is Rung.REVIEW and item.review_on is not None:
        return f"已到复核日期{say_day(item.review_on, today_of(setting.now, rules))}"
    if each.rung is Rung.SUM_UP:
        closed = local_day(item.closed_at, rules) if item.closed_at else None
        return f"办结已{_days_since(closed, setting)}个工作日，尚未总结上报"
    if each.rung is Rung.SILENT:
        return f"已{_days_since(silent_since(item, rules), setting)}个工作日无反馈"
    asked = alert_after(rules, item.assigned_at, rules.kind(item.kind)) if item.assigned_at else setting.now
    return f"已{_days_since(local_day(asked, rules), setting)}个工作日未签收"


def _days_since(day: date | None, setting: Setting) -> int:
    today = today_of(setting.now, setting.rules)
    return setting.rules.work_days.between(day or today, today)


def _sentence(words: str) -> str:
    return f"{words}。" if words else ""


def _plea(rung: Rung) -> str:
    return _PLEAS.get(rung, ASK)


def _acts(each: AlertItem, setting: Setting) -> tuple[Button, ...]:
    """[签收]; or [推进中], which says so without a word more, and what may be in the way."""
    item = each.line.item
    if each.rung is Rung.UNSIGNED:
        return (act_button(Action.ACKNOWLEDGE, item, setting.rules),)
    if each.rung is Rung.SUM_UP:
        return (act_button(Action.SUM_UP, item, setting.rules),)
    if each.rung is Rung.REPORT:
        return act_button(Action.NO_CHANGE, item, setting.rules), act_button(Action.PROGRESS, item, setting.rules)
    going = list(STAGES).index(Stage.UNDER_WAY)
    stage = button(STAGES[Stage.UNDER_WAY], Press(Action.STAGE, item.number, item.version, going))
    acts = [Action.REPORT_OBSTACLE] if item.obstacle is None else []
    acts += [Action.EXTEND] if due_on(item) else []
    return stage, *(act_button(act, item, setting.rules) for act in acts)


def _render_asked(audience: Audience, told: tuple[AlertItem, ...], setting: Setting, rows: Rows) -> tuple[Page, ...]:
    """To who decides: 【待您答复】; one step up: 【未答复】, and who has not answered."""
    words = ASKED[told[0].rung]
    owes = audience is Audience.DECIDER
    head = _head(f"待您{words.act}" if owes and len(words.act) == len("审批") else words.undone, (), setting)
    blocks = [_asked_block(each, words, setting, owes=owes) for each in told if each.request is not None]
    return _page(head, blocks, "", Action.ALL, rows)


def _asked_block(each: AlertItem, words: Asked, setting: Setting, *, owes: bool) -> Block:
    item, rules = each.line.item, setting.rules
    asked = each.request
    day = local_day(asked.asked_at, rules) if asked else today_of(setting.now, rules)
    when = f"{words.what}{say_day(day, today_of(setting.now, rules), weekday=False)}提出"
    waited = f"已{_days_since(day, setting)}个工作日"
    said = (
        f"{when}，{waited}，请您{words.act}。"
        if owes
        else f"{when}，{_deciders(each, setting)}{waited}{words.undone}。"
    )
    html = Markup("{}\n{}").format(add_who(name_item(item, rules), unit_of(item)), said)
    return Block(html=html, number=item.number, buttons=(open_button(numbered(BUTTONS[Action.SEE], item), item),))


def _deciders(each: AlertItem, setting: Setting) -> str:
    """丁某; the office without a name."""
    people = deciders(each.request, each.line.item, setting.roster) if each.request else ()
    names = [ROLES[person.role] if setting.roster.is_office(person) else shorten(person.name, 24) for person in people]
    return "、".join(dict.fromkeys(names))


def _head(title: str, calling: Sequence[AlertItem], setting: Setting) -> Head:
    """【请签收】; in a group with the unit, and the owners called."""
    line = bold(f"{BELATED if setting.belated else ''}【{title}】{unit_of(calling[0].line.item) if calling else ''}")
    people = [person for each in calling for person in owners_of(each.line.item, setting.roster)]
    whole = Markup("{} {}").format(line, call(people)) if people else line
    return lambda _: whole


def _page(head: Head, blocks: Sequence[Block], plea: str, whole: Action, rows: Rows) -> tuple[Page, ...]:
    """The first items, how many others there are with the list that has them, and what is asked for."""
    shown = named(blocks[:MOST_NAMED], [head([]), plea])
    body = [replace(block, gap=True) for block in shown]
    if len(shown) < len(blocks):
        more = button(BUTTONS[whole], Press(whole))
        body.append(Block(html=text(say_rest(len(blocks), len(shown))), gap=True, buttons=(more, *chain(*rows))))
        rows = ()
    if plea:
        body.append(Block(html=text(plea), gap=True))
    return paginate(head, body, rows)
