"""The three lists (任务清单, 责任清单, 问题清单) in the chat, and what goes with their files."""

from collections.abc import Callable, Mapping
from datetime import datetime

from markupsafe import Markup

from domain.actions import Action
from domain.filters import mark_of
from domain.item import ItemStatus
from domain.letter import TURN, Button, Page, Press, Rows
from domain.listing import Listing
from domain.measures import words_of_measures
from domain.outline import Outlined
from domain.rules import Rules
from domain.three_lists import Arrangement, FileChoice, Keys, ThreeList, keys_of
from domain.views import Line
from texts.actions import BUTTONS
from texts.glossary import BACK, NEXT, PREVIOUS, STATUSES
from texts.lines import button, show_line
from texts.lists import Pages
from texts.pages import bold, brief, in_rows, join, shorten, single, text
from texts.wall_chart import chart_button

ACTS: Mapping[ThreeList, Action] = {
    ThreeList.TASKS: Action.TASKS,
    ThreeList.DUTIES: Action.DUTIES,
    ThreeList.PROBLEMS: Action.PROBLEMS,
}
WORKBOOK_LABEL = BUTTONS[Action.LIST_FILE]
PRINT_LABEL = "打印页"
LEADERS_A_PAGE = 10
_LEADER_LIMIT = 8
_KEY_LIMIT = 20
_MEASURES_LIMIT = 40
_NO_LEADER = "未明确责任领导"
_UNFILLED: Mapping[ThreeList, tuple[str, ...]] = {
    ThreeList.TASKS: ("来源未填", ""),
    ThreeList.DUTIES: (_NO_LEADER, "未明确单位", "未明确责任人"),
    ThreeList.PROBLEMS: ("来源未填",),
}
_NONE = "目前没有在办事项，办结的可导出查看。"


def file_rows(which: ThreeList, number: int = 0) -> Rows:
    """[导出表格] [打印页] [挂图]; ``number`` is the leader's whose part of 责任清单 it is, which has no chart."""
    place = tuple(ThreeList).index(which)
    labels = {FileChoice.WORKBOOK: WORKBOOK_LABEL, FileChoice.PAGE: PRINT_LABEL}
    files = [button(label, Press(Action.LIST_FILE, number, place, choice)) for choice, label in labels.items()]
    return ((*files, *([] if number else [chart_button()])),)


def say_keys(which: ThreeList, keys: Keys, rules: Rules) -> tuple[str, ...]:
    """The group in words, without what goes without saying."""
    words = [shorten(key, _KEY_LIMIT) or bare for key, bare in zip(keys, _UNFILLED[which], strict=True)]
    if which is ThreeList.TASKS:
        words[1] = rules.kind(keys[1]).label
    return tuple(words)


def render_three_list(
    which: ThreeList,
    listing: Listing,
    counts: Mapping[Keys, int],
    arrangement: Arrangement,
    rules: Rules,
    now: datetime,
    start: int = 0,
    *,
    leader: str | None = None,
) -> Page:
    """A page of the list, each group under its heading with its count; ``leader``: only what they answer for."""
    number = 0 if leader is None else mark_of(leader)
    whose = "" if leader is None else f"{shorten(leader, _KEY_LIMIT) or _NO_LEADER}　"
    head = bold(f"【{BUTTONS[ACTS[which]]}】{whose}{len(listing)}项")
    extra = file_rows(which, number)
    if leader is not None:
        extra = ((*extra[0], button(BACK, Press(Action.DUTIES, version=TURN))),)
    if not listing:
        return single(head, text(_NONE), rows=extra)
    return Pages(
        head=head,
        listing=listing,
        rules=rules,
        now=now,
        act=ACTS[which],
        number=number,
        extra=extra,
        with_tally=False,
        with_unit=True,
        heading=_heading(which, counts, arrangement, rules, is_led=leader is not None),
        show=show_problem if which is ThreeList.PROBLEMS else None,
    ).page(start)


def _heading(
    which: ThreeList, counts: Mapping[Keys, int], arrangement: Arrangement, rules: Rules, *, is_led: bool
) -> Callable[[Outlined], Markup]:
    def heading(item: Outlined) -> Markup:
        keys = keys_of(which, item, arrangement)
        said = say_keys(which, keys, rules)
        return text(f"〔{'　'.join(said[1:] if is_led else said)}〕{counts.get(keys, 1)}项")

    return heading


def show_problem(line: Line, rules: Rules, now: datetime, who: str = "") -> Markup:
    """The problem with its limit and state, and below it its measures: 措施：逐户核查."""
    measures = shorten(words_of_measures(line.item), _MEASURES_LIMIT)
    shown = show_line(line, rules, now, who, asks=False)
    state = "" if line.item.status is ItemStatus.SUBMITTED else f"，{STATUSES[line.item.status].rpartition('，')[2]}"
    return shown + text(f"{state}\n{f'措施：{measures}' if measures else '未定措施'}")


def render_leaders(leaders: Mapping[str, int], late: Mapping[str, int], start: int = 0) -> Page:
    """The opening page of 责任清单: each leader with how many items they answer for, and a button each."""
    names = list(leaders)
    start = min(max(start, 0), max(len(names) - 1, 0)) // LEADERS_A_PAGE * LEADERS_A_PAGE
    shown = names[start : start + LEADERS_A_PAGE]
    lines = [
        text(f"{shorten(name, _KEY_LIMIT) or _NO_LEADER}　{leaders[name]}项{_say_late(late.get(name, 0))}")
        for name in shown
    ]
    picks = [
        button(f"{brief(name, _LEADER_LIMIT) or '未明确'} {leaders[name]}项", Press(Action.DUTIES, mark_of(name), TURN))
        for name in shown
    ]
    end = start + LEADERS_A_PAGE
    turn: list[Button] = []
    if start:
        turn.append(button(PREVIOUS, Press(Action.DUTIES, 0, TURN, page=start - LEADERS_A_PAGE)))
    if end < len(names):
        turn.append(button(NEXT, Press(Action.DUTIES, 0, TURN, page=end)))
    head = bold(f"【{BUTTONS[Action.DUTIES]}】{sum(leaders.values())}项")
    rows = (*in_rows(picks), *((tuple(turn),) if turn else ()), *file_rows(ThreeList.DUTIES))
    return single(head, join(lines), rows=rows)


def _say_late(late: int) -> str:
    return f"，逾期{late}项" if late else ""


def say_file(which: ThreeList, choice: FileChoice, in_hand: int, settled: int) -> str:
    """What stands below the file."""
    counts = f"在办{in_hand}项" + (f"，办结{settled}项" if settled else "")
    how = "" if choice is FileChoice.WORKBOOK else "用浏览器打开即可打印（A4横向）。"
    return str(text(f"{BUTTONS[ACTS[which]]}：{counts}。{how}"))


def say_subtitle(office: str, whose: str, day: str, in_hand: int, settled: int) -> str:
    """The line below the title of a file: whose it is, as of which day, and how many."""
    counts = f"在办{in_hand}项" + (f"，办结{settled}项" if settled else "")
    return "　".join(word for word in (f"填报单位：{office}" if office else "", whose, f"截至{day}", counts) if word)
