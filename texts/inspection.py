"""What inspectors and leaders look into: a sample (随机抽查), changes (变动清单), the check code (校验码)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from markupsafe import Markup

from domain import inspection_errors as errors
from domain.actions import ACTIONS, Action, Reach
from domain.changes import Change, ChangeKind, Period, counts_of, month_of
from domain.letter import TURN, Button, Page, Press, Rows
from domain.listing import Listing
from domain.rules import Rules
from domain.sampling import Wish
from domain.three_lists import FileChoice, ThreeList
from texts.actions import BUTTONS
from texts.glossary import BELATED, NEXT, PREVIOUS, ROLES, say_day, say_limit_written, today_of
from texts.lines import NAME_LIMIT, OUTSIDE, button, name_button
from texts.lists import BUTTONS_A_ROW, Pages
from texts.pages import bold, in_rows, join, shorten, single, text

#: The ``version`` of a press that draws with another seed.
FRESH = TURN + 1
#: Which file is asked for (``Action.LIST_FILE``), behind the three lists.
SAMPLE_FILE, CHANGES_FILE = len(ThreeList), len(ThreeList) + 1
CHANGES_A_PAGE = 4
#: A page is turned, and other items may be drawn than on the page before.
SAMPLE_CHANGED = "可抽取的事项有增减，已按原种子重新抽取，请从第一页看起。"
_TITLE_LIMIT, _WHY_LIMIT, _VALUE_LIMIT = 24, 40, 20
_CHANGES: Mapping[ChangeKind, str] = {
    ChangeKind.LIMIT: "期限调整",
    ChangeKind.OWNER: "责任变更",
    ChangeKind.WITHDRAWN: "撤销",
    ChangeKind.SUSPENDED: "挂账",
    ChangeKind.LATE: "逾期",
}


def _file_button(which: int, number: int) -> Button:
    return button(BUTTONS[Action.LIST_FILE], Press(Action.LIST_FILE, number, which, FileChoice.WORKBOOK))


def say_wish(wish: Wish, unit: str, kind: str) -> str:
    """抽查 5 20260630 社会救助股 整改: what draws the same again."""
    return " ".join(word for word in (f"抽查 {wish.count} {wish.seed}", unit, kind) if word)


def render_sample(
    wish: Wish, unit: str, kind: str, listing: Listing, total: int, rules: Rules, now: datetime, start: int = 0
) -> Page:
    """``/sample``: what was drawn, of how many, and how the same is drawn again."""
    head = bold(f"【{BUTTONS[Action.SAMPLE]}】{len(listing)}项　种子{wish.seed}")
    again = button("再抽一次", Press(Action.SAMPLE, wish.pack(), FRESH))
    if not listing:
        return single(head, text("没有可抽取的事项，请调整单位或类型后再发。"))
    return Pages(
        head=head,
        listing=listing,
        rules=rules,
        now=now,
        act=Action.SAMPLE,
        number=wish.pack(),
        hint=f"从{total}项中抽取，复核请发：{say_wish(wish, unit, kind)}",
        extra=((_file_button(SAMPLE_FILE, wish.pack()), again),),
        with_tally=False,
        with_unit=True,
    ).page(start)


def say_sample_file(wish: Wish, unit: str, kind: str, drawn: int, total: int) -> str:
    """Below the workbook of a sample."""
    return str(text(f"{BUTTONS[Action.SAMPLE]}{drawn}项，从{total}项中抽取，复核请发：{say_wish(wish, unit, kind)}"))


def say_sample_rule(wish: Wish, total: int) -> str:
    """How a third person draws the same again, for the head of the workbook."""
    return (
        f"种子{wish.seed}，从{total}项中抽取{wish.count}项。"
        f"抽签值为“种子:督办号”的SHA-256（如 {wish.seed}:12），取抽签值最小的。"
    )


def say_period(period: Period) -> str:
    """2026年11月, 2026年."""
    return f"{period.year}年{f'{period.month}月' if period.month else ''}"


def render_changes(changes: Sequence[Change], period: Period, rules: Rules, now: datetime, start: int = 0) -> Page:
    """``/changes``: what was moved, changed hands, was withdrawn or suspended, or fell due undone."""
    today = today_of(now, rules)
    head = bold(f"【{BUTTONS[Action.CHANGES]}】{say_period(period)}　{len(changes)}处")
    if not changes:
        return single(head, text("这一时段没有变动。"), rows=_period_rows(period, today))
    start = min(max(start, 0), len(changes) - 1) // CHANGES_A_PAGE * CHANGES_A_PAGE
    shown = changes[start : start + CHANGES_A_PAGE]
    counts = "，".join(f"{_CHANGES[kind]}{count}" for kind, count in counts_of(changes).items())
    end = start + len(shown)
    turn = []
    if start:
        turn.append(button(PREVIOUS, Press(Action.CHANGES, period.pack(), TURN, page=start - CHANGES_A_PAGE)))
    if end < len(changes):
        turn.append(button(NEXT, Press(Action.CHANGES, period.pack(), TURN, page=end)))
    here = Press(Action.CHANGES, period.pack(), page=start)
    named = {each.item.number: name_button(each.item, here) for each in shown}
    place = f"　第{start + 1}至{end}处" if len(shown) < len(changes) else ""
    rows = (
        *in_rows(list(named.values()), BUTTONS_A_ROW),
        *((tuple(turn),) if turn else ()),
        (*_period_rows(period, today)[0], _file_button(CHANGES_FILE, period.pack())),
    )
    return single(
        join([head, text(counts + place)]),
        Markup("\n") + join([_show_change(each, today) for each in shown], "\n\n"),
        rows=rows,
        about=tuple(named),
    )


def _period_rows(period: Period, today: date) -> Rows:
    """[本月] [上月] [本年], without the one that is shown."""
    periods = {"本月": month_of(today), "上月": month_of(today, 1), "本年": Period(today.year)}
    return (
        tuple(
            button(label, Press(Action.CHANGES, each.pack(), TURN)) for label, each in periods.items() if each != period
        ),
    )


def _show_change(change: Change, today: date) -> Markup:
    item, day = change.item, say_day(change.on, today, weekday=False)
    name = f"第{item.number}号 {shorten(item.title, _TITLE_LIMIT)}"
    unit = f"（{shorten(item.unit, _VALUE_LIMIT)}）" if item.unit else ""
    words = [text(f"{day} {_CHANGES[change.kind]}　") + bold(name) + unit, text(say_what(change, today))]
    if change.why and change.kind is not ChangeKind.LATE:
        words.append(text(f"原因：{shorten(change.why, _WHY_LIMIT)}"))
    return join(words)


def say_what(change: Change, today: date) -> str:
    """11月18日（周三）→12月20日（周日），分管甲; 逾期2天，责任人甲某."""
    if change.kind is ChangeKind.LATE:
        late = f"逾期{change.days}天" if change.days else "超过时限"
        owner = f"，责任人{shorten(change.item.owner, NAME_LIMIT)}" if change.item.owner else "，未明确责任人"
        return late + owner
    by = say_by(change)
    if change.kind is ChangeKind.SUSPENDED and change.item.suspended_until is not None:
        return f"挂账至{say_day(change.item.suspended_until, today, weekday=False)}，{by}"
    moved = "，".join(f"{before}→{after}" for before, after in pairs_of(change, today))
    return f"{moved}，{by}" if moved else by


def say_by(change: Change) -> str:
    """Who did it: a name, or 台账文件 where another program wrote the ledger file."""
    return shorten(change.by, NAME_LIMIT) or OUTSIDE


def pairs_of(change: Change, today: date) -> list[tuple[str, str]]:
    """Each field as it was and as it became, in words."""
    if change.kind is ChangeKind.LIMIT:
        return [(_say_limit(change.before, today), _say_limit({**change.before, **change.after}, today))]
    if change.kind is not ChangeKind.OWNER:
        return []
    fields = [name for name in ("unit", "owner") if name in change.after]
    said = [(str(change.before[name]), str(change.after[name])) for name in fields]
    return [tuple(shorten(word, _VALUE_LIMIT) or "空" for word in pair) for pair in said]  # type: ignore[misc]


def _say_limit(fields: Mapping[str, object], today: date) -> str:
    if fields.get("is_endless"):
        return "长期坚持"
    due = str(fields.get("due", ""))
    return say_limit_written(due, today) if due else "未定期限"


#: Columns of the workbook of changes, with their widths in characters.
CHANGE_COLUMNS = (
    *(("日期", 12), ("督办号", 8), ("事项", 36), ("责任单位", 18), ("责任人", 10)),
    *(("变动前", 22), ("变动后", 22), ("经办", 12), ("原因", 36)),
)


def values_of_change(change: Change, today: date) -> tuple[str | int | date | None, ...]:
    """The change as a row of the workbook."""
    item = change.item
    pairs = pairs_of(change, today)
    before, after = ("、".join(each) for each in zip(*pairs, strict=True)) if pairs else ("", "")
    if change.kind is ChangeKind.LATE:
        before, after = "", f"逾期{change.days}天" if change.days else "超过时限"
    if change.kind is ChangeKind.SUSPENDED and item.suspended_until is not None:
        after = f"挂账至{item.suspended_until}"
    by = "" if change.kind is ChangeKind.LATE else say_by(change)
    return change.on, item.number, item.title, item.unit, item.owner, before, after, by, change.why


def say_kind_of_change(kind: ChangeKind, count: int) -> str:
    """期限调整　3处."""
    return f"{_CHANGES[kind]}　{count}处"


def say_changes_file(changes: Sequence[Change], period: Period) -> str:
    """Below the workbook of changes, and at its head."""
    counts = "，".join(f"{_CHANGES[kind]}{count}" for kind, count in counts_of(changes).items())
    return f"{BUTTONS[Action.CHANGES]}（{say_period(period)}）：{counts or '没有变动'}。"


#: Told by itself on the first work day of a month, and on demand.
CODE_TITLE = BUTTONS[Action.CODE]


def _code(label: str, sequence: int, head: str) -> Markup:
    return text(f"{label}，流水账第{sequence}条") + Markup("\n<code>{}</code>").format(head)


def _copy(head: str) -> Rows:
    return ((Button(label="复制校验码", copy=head),),)


def render_month_code(year: int, month: int, sequence: int, head: str, *, is_belated: bool) -> Page:
    """To an inspector on the first work day of a month: the check code at the end of the month before."""
    return single(
        bold(f"{BELATED if is_belated else ''}【{CODE_TITLE}】{year}年{month}月"),
        _code("截至月末", sequence, head),
        text("请留存。日后用它核对，可查明此前的记录是否被改动。"),
        rows=_copy(head),
    )


def render_code(sequence: int, head: str, month_end: tuple[int, int, int, str] | None) -> Page:
    """``/code``: the check code of now, and that of the end of the last month (year, month, sequence, head)."""
    parts = [_code("截至目前", sequence, head)]
    if month_end is not None:
        year, month, upto, code = month_end
        parts.append(_code(f"截至{year}年{month}月末", upto, code))
    parts.append(text("请留存。日后用它核对，可查明此前的记录是否被改动。"))
    return single(bold(f"【{CODE_TITLE}】"), *parts, rows=_copy(head))


def _overseers(act: Action) -> str:
    """办公室、局长、分管领导、监督检查: who has the right to it."""
    return "、".join(ROLES[role] for role, reach in ACTIONS[act].reaches.items() if reach is not Reach.NONE)


FAULTS = {
    errors.OverseersOnly: lambda e, _: f"{BUTTONS[e.act]}由{_overseers(e.act)}查看。请查看我的事项：/mytasks",
    errors.SampleUnread: lambda e, _: (
        f"“{shorten(e.written, _VALUE_LIMIT)}”无法抽查。请写项数（至多{e.most}）、种子、单位或类型，如：抽查 5 20260630"
    ),
    errors.PeriodUnread: lambda e, _: (
        f"“{shorten(e.written, _VALUE_LIMIT)}”不是月份或年份。请写本月、上月、本年或某月，例如：变动清单 10月"
    ),
}
