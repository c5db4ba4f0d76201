"""Papers (公文稿) in the chat: what can be drafted, a draft and what is still open in it, what was settled."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from domain.actions import Action
from domain.letter import Button, Page, Press, Rows
from domain.papers import Level, Paper, PaperChoice, PaperKind, Unfinished
from domain.rules import Rules
from texts.glossary import NEXT, PREVIOUS, say_instant
from texts.lines import NAME_LIMIT, button
from texts.pages import bold, in_rows, join, shorten, single, text

#: Each kind, as it is called, asked for, and its template's file.
KINDS: Mapping[PaperKind, str] = {
    PaperKind.HALF_YEAR: "半年汇报",
    PaperKind.YEAR: "年度汇报",
    PaperKind.BULLETIN: "通报",
    PaperKind.ORDER: "督办单",
    PaperKind.CROSS_OFF: "对账销号单",
    PaperKind.ADVANCE: "推进表",
    PaperKind.WEEK: "周调度",
    PaperKind.MONTH: "月通报",
}
#: Other words for them.
ALSO: Mapping[str, PaperKind] = {
    **{name: kind for kind, name in KINDS.items()},
    "半年总结": PaperKind.HALF_YEAR,
    "半年报告": PaperKind.HALF_YEAR,
    "年终汇报": PaperKind.YEAR,
    "年终总结": PaperKind.YEAR,
    "全年汇报": PaperKind.YEAR,
    "督办通知": PaperKind.ORDER,
    "销号单": PaperKind.CROSS_OFF,
    "对账单": PaperKind.CROSS_OFF,
    "整改推进表": PaperKind.ADVANCE,
    "周报": PaperKind.WEEK,
    "月报": PaperKind.MONTH,
}
LEVELS: Mapping[str, Level] = {
    "黄": Level.YELLOW,
    "黄色": Level.YELLOW,
    "橙": Level.ORANGE,
    "橙色": Level.ORANGE,
    "红": Level.RED,
    "红色": Level.RED,
}
#: What follows ``/paper`` besides a kind.
LIST_WORDS, CHECK_WORDS, TEMPLATE_WORD = ("列表", "清单", "定稿清单"), ("核对", "核对文件"), "模板"
EXAMPLES: Mapping[PaperKind, str] = {
    PaperKind.HALF_YEAR: "/paper 半年汇报 上半年",
    PaperKind.YEAR: "/paper 年度汇报 2026年",
    PaperKind.ORDER: "/paper 督办单 12",
    PaperKind.CROSS_OFF: "/paper 对账销号单 专项审计",
    PaperKind.ADVANCE: "/paper 推进表 专项审计",
    PaperKind.MONTH: "/paper 月通报 10月",
}
A_PAGE = 6
_TITLE_LIMIT, _FILE_LIMIT, _WRITTEN_LIMIT, _HASH_SHOWN = 60, 60, 30, 16
_EDIT, _SETTLE, _SETTLE_ANYHOW = "改一改", "定稿", "仍定稿"


def _press(number: int, version: int, choice: int) -> Press:
    return Press(Action.PAPER, number, version, choice)


def _draft_rows(paper: Paper, *, anyhow: bool = False) -> Rows:
    edit = button(_EDIT, _press(paper.number, paper.version, PaperChoice.EDIT))
    choice = PaperChoice.SETTLE_ANYHOW if anyhow else PaperChoice.SETTLE
    return ((edit, button(_SETTLE_ANYHOW if anyhow else _SETTLE, _press(paper.number, paper.version, choice))),)


def render_menu() -> Page:
    """``/paper``: what can be drafted."""
    kinds = [button(name, _press(0, 0, place)) for place, name in enumerate(KINDS.values(), 1)]
    return single(
        bold("【公文稿】请选择要起草的材料"),
        text("数据取自当前台账，缺的标〔待补〕，评价和要求标〔待定〕，由人核定。"),
        text("指定时段、单位、来源的，直接发送，如：/paper 半年汇报 上半年"),
        rows=(*in_rows(kinds), _more()),
    )


def _more() -> tuple[Button, ...]:
    return (
        button("定稿清单", _press(0, 0, PaperChoice.LIST)),
        button("核对文件", _press(0, 0, PaperChoice.CHECK)),
    )


def render_ask_item() -> Page:
    """督办单 was chosen without an item."""
    return single(text(f"请写明督办号，如：{EXAMPLES[PaperKind.ORDER]}；指定颜色的写：/paper 督办单 12 红"))


def say_draft(paper: Paper, unfinished: Unfinished, rules: Rules, now: datetime) -> str:
    """Below the file of a draft."""
    lines = [
        bold(f"【{KINDS[paper.kind]}】草稿"),
        text(shorten(paper.title, _TITLE_LIMIT)),
        text(f"数据截至{say_instant(paper.drafted_at, rules, now)}。{_say_unfinished(unfinished)}"),
    ]
    if paper.is_sensitive:
        lines.append(text("本件涉及敏感事项，请注意知悉范围。"))
    return str(join(lines))


def draft_rows(paper: Paper) -> Rows:
    """[改一改] [定稿]."""
    return _draft_rows(paper)


def _say_unfinished(unfinished: Unfinished) -> str:
    """〔待补〕〔待定〕3处，请核实填写后定稿。文件中有修订2处、批注1条 …."""
    marks = unfinished.marks
    open_places = f"〔待补〕〔待定〕{marks}处，请核实填写后定稿。" if marks else "请核实后定稿。"
    traces = _say_traces(unfinished)
    return open_places + (f"文件中有{traces}，请处理后再发来，或直接定稿。" if traces else "")


def _say_traces(unfinished: Unfinished) -> str:
    """修订2处、批注1条."""
    parts = (
        f"修订{unfinished.revisions}处" if unfinished.revisions else "",
        f"批注{unfinished.comments}条" if unfinished.comments else "",
    )
    return "、".join(filter(None, parts))


def render_ask_file(paper: Paper) -> Page:
    """[改一改]: the file is to be sent back."""
    return single(
        text(f"请修改后将文件（.docx）发来，即作为第{paper.version + 1}稿：{shorten(paper.title, _TITLE_LIMIT)}"),
        text("1小时内有效，过时请再点〔改一改〕。"),
    )


def render_taken(paper: Paper, unfinished: Unfinished) -> Page:
    """The file that was sent back is the draft now."""
    return single(
        bold(f"【{KINDS[paper.kind]}】已收第{paper.version}稿"),
        text(shorten(paper.title, _TITLE_LIMIT)),
        text(_say_unfinished(unfinished)),
        rows=_draft_rows(paper),
    )


def render_ask_settle(paper: Paper, unfinished: Unfinished) -> Page:
    """[定稿] while something is marked as open, or a change is tracked."""
    marks, traces = unfinished.marks, _say_traces(unfinished)
    left = (f"〔待补〕〔待定〕{marks}处未填写" if marks else "", f"{traces}未处理" if traces else "")
    return single(
        text(f"{shorten(paper.title, _TITLE_LIMIT)}"),
        text(f"还有{'，'.join(filter(None, left))}，仍要定稿吗？"),
        rows=_draft_rows(paper, anyhow=True),
    )


def say_number(paper: Paper) -> str:
    """2026年第3号, as it stands in the paper."""
    return f"{paper.year}年第{paper.serial}号"


def say_settled(paper: Paper, rules: Rules, now: datetime) -> str:
    """Below the file that was settled, or fetched later."""
    return str(
        join(
            [
                bold(f"✅ {KINDS[paper.kind]} {say_number(paper)} 已定稿"),
                text(shorten(paper.title, _TITLE_LIMIT)),
                text(_say_settling(paper, rules, now)),
            ]
        )
    )


def settled_rows() -> Rows:
    """[定稿清单] [核对文件]."""
    return (_more(),)


def render_list(papers: Sequence[Paper], year: int, start: int, rules: Rules, now: datetime) -> Page:
    """``/paper 列表``: what was settled in the year, the newest first."""
    head = bold(f"【定稿清单】{year}年　{len(papers)}份")
    if not papers:
        return single(head, text("没有定稿。起草请发：/paper"))
    start = min(max(start, 0), len(papers) - 1) // A_PAGE * A_PAGE
    shown = papers[start : start + A_PAGE]
    lines = [
        bold(f"{KINDS[each.kind]} {say_number(each)}")
        + text(f"　{shorten(each.title, _TITLE_LIMIT)}")
        + Markup("\n")
        + text(_say_settling(each, rules, now))
        for each in shown
    ]
    fetch = [
        button(f"取回 {KINDS[each.kind]}{each.serial}", _press(each.number, 0, PaperChoice.FETCH)) for each in shown
    ]
    turn = _turning(year, start, len(papers))
    return single(
        head,
        Markup("\n") + join(lines, "\n\n"),
        rows=(*in_rows(fetch), *((turn,) if turn else ()), (_more()[1],)),
    )


def _turning(year: int, start: int, count: int) -> tuple[Button, ...]:
    """[上一页] [下一页], as far as there is one."""
    places = {PREVIOUS: start - A_PAGE, NEXT: start + A_PAGE}
    return tuple(
        button(label, _press(year, place, PaperChoice.LIST)) for label, place in places.items() if 0 <= place < count
    )


def _say_settling(paper: Paper, rules: Rules, now: datetime) -> str:
    """11月20日16:05 办主任定稿，校验值……."""
    at = say_instant(paper.settled_at, rules, now) if paper.settled_at else ""
    return f"{at} {shorten(paper.settled_by, NAME_LIMIT)}定稿，校验值{paper.sha256[:_HASH_SHOWN]}"


def render_ask_check() -> Page:
    """[核对文件]: any file can be held against what was settled."""
    return single(text("请将要核对的文件发来（1小时内有效），与定稿时登记的校验值比对。"))


def render_checked(paper: Paper | None, name: str, rules: Rules, now: datetime) -> Page:
    """Whether the file is one that was settled, byte by byte."""
    if paper is None:
        return single(
            text(f"❗ {shorten(name, _FILE_LIMIT) or '该文件'}与任何定稿都不一致：不是定稿，或定稿后被改动。"),
            rows=((_more()[0],),),
        )
    at = say_instant(paper.settled_at, rules, now) if paper.settled_at else ""
    return single(
        text(f"✅ 与定稿一致：{KINDS[paper.kind]} {say_number(paper)}，{at}定稿。"),
        text(shorten(paper.title, _TITLE_LIMIT)),
    )


def say_template(kind: PaperKind, names: Sequence[str]) -> str:
    """Below a template that was asked for."""
    fields = "、".join(f"{{{{{name}}}}}" for name in names)
    return str(
        join(
            [
                bold(f"【{KINDS[kind]}】模板"),
                text(
                    f"改版式后，以“{KINDS[kind]}.docx”放入配置项 papers.templates 所指文件夹即可。可用占位符：{fields}"
                ),
            ]
        )
    )
