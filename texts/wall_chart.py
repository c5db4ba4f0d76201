"""The wall chart (挂图): its headings, the word of each item, and what is said below the picture."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.actions import Action
from domain.chart_scope import ChartMedium, ChartUnknown, FieldEmpty, FieldOutOfReach, NothingToChart, ScopeKind
from domain.errors import DubanError
from domain.letter import Button, Press, Rows
from domain.rules import Rules
from domain.views import Light
from domain.wall_chart import Bar, ChartWords, Counts, Row, WallChart
from texts.actions import BUTTONS
from texts.glossary import LIGHTS, say_day, say_time
from texts.lines import button
from texts.pages import bold, join, shorten, single, text

#: What a light is called on a chart, where colours stand for its sign.
LIGHT_WORDS: Mapping[Light, str] = {light: word for light, (_, word) in LIGHTS.items()}
PRINT_LABEL = "打印版"
VECTOR_LABEL = "矢量图"
_NO_UNIT = "未明确单位"
_NAME_LIMIT = 24
_OFFICE_LIMIT = 30
#: Lights of what is not in hand.
_OVER = (Light.CLOSED, Light.PAUSED)
_SUFFIXES = {ChartMedium.PHOTO: ".png", ChartMedium.PRINT: ".pdf", ChartMedium.VECTOR: ".svg"}


def words_of(chart: WallChart, rules: Rules) -> ChartWords:
    """Everything that the chart says, as plain text."""
    bars = [bar for row in chart.rows for bar in row.bars]
    return ChartWords(
        title=say_title(chart, rules),
        subtitle=_say_as_of(chart),
        today=f"今天{chart.today.month}月{chart.today.day}日",
        units=tuple(row.unit or _NO_UNIT if row.units == 1 else f"其余{row.units}个单位" for row in chart.rows),
        tallies=tuple(_say_row(row) for row in chart.rows),
        continued="续",
        tally=say_counts(chart.counts),
        word_of={bar.number: say_word(bar) for bar in bars},
        limit_of={bar.number: _say_limit(bar, chart) for bar in bars},
        lights=LIGHT_WORDS,
        counted="{light}{count}",
        between="、",
        summed="另有{count}项：{parts}",
        year="{year}年",
        month="{month}月",
        milestone_done="节点已完成",
        milestone="节点",
        moved="原期限至现期限",
        late="逾期至今",
        highlight="亮点工作",
        notes=_notes(chart),
    )


def say_title(chart: WallChart, rules: Rules) -> str:
    """青禾县民政局督办工作挂图; of a part: 青禾县民政局　社会救助股督办工作挂图."""
    name, office = shorten(chart.title, _NAME_LIMIT), shorten(rules.office_name, _OFFICE_LIMIT)
    whose = {
        ScopeKind.LEADER: f"{name}分管工作挂图",
        ScopeKind.SOURCE: f"“{name}”事项挂图",
    }.get(chart.scope, f"{name}督办工作挂图")
    return "　".join(part for part in (office, whose) if part) if name else f"{office}{whose}"


def _say_as_of(chart: WallChart) -> str:
    return f"截至{chart.today.year}年{say_day(chart.today, chart.today)}{say_time(chart.at)}"


def say_counts(counts: Counts) -> str:
    """在办35项：逾期3、临期2、正常30；办结14项，中止2项."""
    open_ones = {light: count for light, count in counts.items() if light not in _OVER}
    parts = "、".join(f"{LIGHT_WORDS[light]}{count:,}" for light, count in open_ones.items())
    over = "，".join(f"{LIGHT_WORDS[light]}{counts[light]:,}项" for light in _OVER if counts.get(light))
    in_hand = f"在办{sum(open_ones.values()):,}项" + (f"：{parts}" if parts else "")
    return "；".join(words for words in (in_hand, over) if words)


def _say_row(row: Row) -> str:
    """在办9，逾期1: the rest is beside it."""
    in_hand = sum(count for light, count in row.counts.items() if light not in _OVER)
    late, closed = row.counts.get(Light.LATE, 0), row.counts.get(Light.CLOSED, 0)
    return f"在办{in_hand:,}" + (f"，逾期{late:,}" if late else "") + (f"，办结{closed:,}" if closed else "")


def say_word(bar: Bar) -> str:
    """逾期2天, 今日到期, 长期坚持."""
    if bar.light is Light.LATE and bar.days_late:
        return f"{LIGHT_WORDS[bar.light]}{bar.days_late}天"
    if bar.is_endless and bar.light is Light.NORMAL:
        return "长期坚持"
    return "未定期限" if bar.to_on is None and bar.light is Light.NORMAL else LIGHT_WORDS[bar.light]


def _say_limit(bar: Bar, chart: WallChart) -> str:
    return say_day(bar.to_on, chart.today, weekday=False) if bar.to_on else ""


def _notes(chart: WallChart) -> tuple[str, ...]:
    year = chart.provisional_year
    return (f"{year}年放假安排尚未公布，该年期限按暂定日历标注。",) if year else ()


def chart_rows(kind: ScopeKind, number: int) -> Rows:
    """[打印版] [矢量图] of the same chart; ``number`` stands for the name of its scope."""
    labels = {ChartMedium.PRINT: PRINT_LABEL, ChartMedium.VECTOR: VECTOR_LABEL}
    return (tuple(button(label, Press(Action.CHART, number, kind, each)) for each, label in labels.items()),)


def chart_button() -> Button:
    """[挂图], of what its reader answers for."""
    return button(chart_label(), Press(Action.CHART, 0, ScopeKind.OWN, ChartMedium.PHOTO))


def chart_label() -> str:
    """挂图, as its button says it."""
    return BUTTONS[Action.CHART]


def say_caption(chart: WallChart, medium: ChartMedium, rules: Rules, summed: int) -> str:
    """What stands below the picture or the file; ``summed`` items are on it as counts only."""
    counts = [f"{say_counts(chart.counts)}。"]
    if summed:
        where = f"，逐项请看“{PRINT_LABEL}”" if medium is ChartMedium.PHOTO else ""
        counts.append(f"图幅所限，紧迫的逐项列出，其余{summed:,}项按单位合计{where}。")
    if chart.withheld:
        counts.append(f"敏感事项{chart.withheld:,}项不上墙，未列入。")
    if medium is ChartMedium.PRINT:
        counts.append("A1幅面，可按需缩印。")
    head = bold(f"【{chart_label()}】{_whose(chart, rules)}")
    return single(head, text(_say_as_of(chart)), join([text(line) for line in counts])).html


def _whose(chart: WallChart, rules: Rules) -> str:
    return shorten(chart.title, _NAME_LIMIT) or shorten(rules.office_name, _OFFICE_LIMIT)


def file_name(chart: WallChart, medium: ChartMedium) -> str:
    """挂图-社会救助股-2026-11-20.pdf."""
    whose = "".join(sign if sign.isalnum() else "_" for sign in shorten(chart.title, _NAME_LIMIT))
    parts = (chart_label(), whose, f"{chart.today:%Y-%m-%d}")
    return "-".join(part for part in parts if part) + _SUFFIXES[medium]


def _nothing(error: NothingToChart) -> str:
    whose = shorten(error.scope.name, _NAME_LIMIT)
    if error.withheld:
        return f"{whose}仅有敏感事项{error.withheld:,}项，敏感事项不上墙，不出{PRINT_LABEL}和{VECTOR_LABEL}。"
    return f"{whose}目前没有在办事项，本年度也没有办结事项，暂无挂图。"


#: What asks for the chart of the whole bureau.
BUREAU_WORDS = ("全局", "本局", "全部", "所有", "局长")
_WRITTEN_LIMIT = 40
FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    ChartUnknown: lambda e, r: (
        f"没有叫“{shorten(e.written, _WRITTEN_LIMIT)}”的{r.unit_word}、领导或来源，请核对。"
        f"例如：/chart 养老服务股，或 /chart 审计"
    ),
    FieldOutOfReach: lambda e, _: (
        f"您不能查看{shorten(e.leader, _NAME_LIMIT)}分管工作的挂图。查看您所负责工作的挂图，请发：/chart"
    ),
    FieldEmpty: lambda e, r: (
        f"{shorten(e.leader, _NAME_LIMIT)}尚未登记分管{r.unit_word}，也没有其负责的事项。"
        "请办公室在花名册“分管单位”一列补填。"
    ),
    NothingToChart: lambda e, _: _nothing(e),
}
