"""What an import would do and what it did: plain text for the command line, pages for the chat."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.actions import Action
from domain.dates.rhythms import write_every
from domain.imports.findings import FieldChange, Remark
from domain.imports.plan import ChangedItem, ChangedPerson, Handover, ImportPlan, ImportResult, NewItem, seal_of
from domain.letter import Page, Press
from domain.roster import Role
from texts.actions import BUTTONS
from texts.amounts import say_sum
from texts.findings import REASONS_SHOWN, say_field, say_notice, say_refusal
from texts.glossary import KINDS, PROVISIONAL, ROLES, say_limit_written
from texts.lines import button, owner_of, say_title, unit_of
from texts.pages import Block, bold, clean, paginate, shorten, single, text

TITLE_LIMIT = 40
VALUE_LIMIT = 30
#: So many signs stand before the first that differs.
BEFORE_CHANGE = 8
HANDED_TITLE = 16
HANDED_NAMED = 12
#: Lines of one section that a chat is shown; the command line shows all.
SHOWN_IN_CHAT = 30
#: Limits of which the reading is a guess until a person agrees: every one of them is shown, however many.
TO_CONFIRM = frozenset(
    {Remark.LIMIT_TWO, Remark.LIMIT_FAR, Remark.LIMIT_COUNTED, Remark.LIMIT_READ, Remark.LIMIT_EVERY}
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; ``most`` of them in a chat."""

    heading: str
    lines: tuple[str, ...]
    most: int | None = SHOWN_IN_CHAT


def render_plan_text(plan: ImportPlan) -> str:
    """The preview for the command line, complete."""
    parts = [_summary(plan)]
    for section in _sections(plan, reasons=None):
        parts += ["", section.heading, *(f"  {line}" for line in section.lines)]
    return "\n".join(parts)


def render_plan(plan: ImportPlan, number: int = 0) -> tuple[Page, ...]:
    """The preview in a chat, with 确认导入 and 取消 below it, unless it is idle; ``number`` is the workbook's."""
    head = bold("【导入预览】")
    blocks = [Block(html=text(_summary(plan)))]
    for section in _sections(plan):
        shown = section.lines[: section.most]
        rest = len(section.lines) - len(shown)
        lines = (section.heading, *shown, *((f"其余{rest}条略",) if rest else ()))
        blocks += [Block(html=text(line), gap=index == 0) for index, line in enumerate(lines)]
    confirm = button(BUTTONS[Action.IMPORT], Press(Action.IMPORT, number, seal_of(plan), 1))
    cancel = button("取消", Press(Action.IMPORT, number, 0, 0))
    return paginate(lambda _: head, blocks, () if plan.is_idle else ((confirm, cancel),))


def _summary(plan: ImportPlan) -> str:
    """How many of each; what is refused is named even when it is the only thing."""
    items = (
        f"事项：新增{len(plan.new)}，变更{len(plan.changed)}，不变{len(plan.unchanged)}，未导入{len(plan.refused)}行。"
    )
    touched = plan.new_people or plan.changed_people or plan.unchanged_people
    people = f"人员：新增{len(plan.new_people)}，变更{len(plan.changed_people)}，不变{plan.unchanged_people}。"
    units = f"新增单位：{len(plan.new_units)}个（{_joined([unit.name for unit in plan.new_units])}）。"
    idle = "没有需要导入的内容。" if plan.is_idle else ""
    return "\n".join(line for line in (items, people if touched else "", units if plan.new_units else "", idle) if line)


def _joined(names: Sequence[str], most: int = 20) -> str:
    return "、".join(shorten(name, 20) for name in names[:most]) + ("等" if len(names) > most else "")


def _sections(plan: ImportPlan, reasons: int | None = REASONS_SHOWN) -> list[Section]:
    """What needs attention first: refusals, with so many ``reasons`` a row, notices, changes, then what is new."""
    sections = [
        Section("未导入的行：", tuple(say_refusal(refusal, reasons) for refusal in plan.refused)),
        Section(
            "请核对期限：",
            tuple(say_notice(each, plan.today) for each in plan.notices if each.remark in TO_CONFIRM),
            most=None,
        ),
        Section(
            "请注意：", tuple(say_notice(each, plan.today) for each in plan.notices if each.remark not in TO_CONFIRM)
        ),
        Section("变更：", tuple(_changed_item(changed, plan.today) for changed in plan.changed)),
        Section("人员变更：", tuple(_changed_person(changed) for changed in plan.changed_people)),
        Section("离岗、更名人员名下未办结事项，请改派：", say_handovers(plan.handovers)),
        Section("新增人员：", tuple(say_title(new.person) for new in plan.new_people)),
        Section(
            "新增：",
            tuple(_new_item(new, plan.today) for new in plan.new),
        ),
    ]
    return [section for section in sections if section.lines]


def say_handovers(handovers: Sequence[Handover]) -> tuple[str, ...]:
    """甲某（社会救助股）：2项，第12号 低保动态管理、第14号 ….

    Who leaves nothing behind is named as well.
    """
    return tuple(_handover(each) for each in handovers)


def _handover(handover: Handover) -> str:
    who = say_title(handover.person)
    if not handover.items:
        return f"{who}：无"
    named = "、".join(
        f"第{item.number}号 {shorten(item.title, HANDED_TITLE)}" for item in handover.items[:HANDED_NAMED]
    )
    more = "等" if len(handover.items) > HANDED_NAMED else ""
    return f"{who}：{len(handover.items)}项，{named}{more}"


def _new_item(new: NewItem, today: date | None) -> str:
    """第21号 城乡低保提标测算（社会救助股 甲某）12月15日（周二）."""
    item, mark = new.item, PROVISIONAL if new.is_provisional else ""
    who = f"{unit_of(item)} {owner_of(item)}".strip()
    return f"第{item.number}号 {shorten(item.title, TITLE_LIMIT)}（{who}）{say_limit_written(item.due, today)}{mark}"


def _changed_item(changed: ChangedItem, today: date | None) -> str:
    name = f"第{changed.before.number}号 {shorten(changed.before.title, TITLE_LIMIT)}"
    return f"{name}：{say_changes(changed.changes, today, PROVISIONAL if changed.is_provisional else '')}"


def _changed_person(changed: ChangedPerson) -> str:
    return f"{shorten(changed.before.name, 24)}：{say_changes(changed.changes)}"


def say_changes(changes: Sequence[FieldChange], today: date | None = None, mark: str = "") -> str:
    """期限 11月20日（周五）→12月5日（周六）；责任人 甲某→乙某; dates as they are stored where no day is given.

    ``mark`` stands behind a new limit (暂定).
    """
    return "；".join(_change(each, today) + (mark if each.field == "due" else "") for each in changes)


def _change(change: FieldChange, today: date | None) -> str:
    """The part of a long text in which it differs, so that both sides do not read alike."""
    old, new = (clean(written) for written in (change.old, change.new))
    if change.field not in _SAID and old and new:
        pairs = enumerate(zip(old, new, strict=False))
        same = next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))
        if same > VALUE_LIMIT - BEFORE_CHANGE:
            old, new = (f"…{written[same - BEFORE_CHANGE :]}" for written in (old, new))
    return f"{say_field(change.field)} {_value(change, old, today)}→{_value(change, new, today)}"


def _say_day(written: str, today: date | None) -> str:
    return say_limit_written(written, today) if written and today else written


#: How values of these fields are said; others as they are written.
_SAID: Mapping[str, Callable[[str, date | None], str]] = {
    **dict.fromkeys(("is_sensitive", "is_endless", "is_highlight"), lambda written, _: "是" if written else "否"),
    **dict.fromkeys(("due", "start_on", "received_on", "observe_until"), _say_day),
    **dict.fromkeys(("amount", "amount_put_right"), lambda written, _: say_sum(float(written)) if written else ""),
    "role": lambda written, _: ROLES[Role(written)] if written in list(Role) else written,
    "left_at": lambda written, _: "离岗" if written else "在岗",
    "kind": lambda written, _: KINDS.get(written, written),
    "parent": lambda written, _: f"第{written}号" if written else "",
    "report_every": lambda written, _: write_every(written),
}


def _value(change: FieldChange, written: str, today: date | None) -> str:
    """The value in words: a role by its title, yes and no as 是 and 否, nothing as 空."""
    said = _SAID[change.field](written, today) if change.field in _SAID else written
    return shorten(said, VALUE_LIMIT) or "空"


#: What to do about refused rows, without and with a workbook of them.
_CORRECT = {False: "改正后可再次导入同一文件。", True: "已附表列明原因，改正后直接发回即可。"}


def render_refused_file(count: int) -> tuple[str, str]:
    """The caption and the name of the workbook with the refused rows."""
    return str(text(f"未导入的{count}行，原因见末列。请改正后直接发回。")), f"未导入{count}行.xlsx"


def render_import_result_text(result: ImportResult, *, has_file: bool = False) -> str:
    """What the import did, in one line."""
    parts = [f"新增{len(result.new)}项", f"变更{len(result.changed)}项", f"不变{result.unchanged}项"]
    if result.people:
        parts.append(f"人员{result.people}人")
    if result.units:
        parts.append(f"单位{result.units}个")
    refused = f"未导入{result.refused}行，{_CORRECT[has_file]}" if result.refused else ""
    return f"导入完成：{'，'.join(parts)}。{refused}"


def render_import_result(result: ImportResult) -> Page:
    """The same in the chat, where the refused rows come back as a file, with what those leave behind who leave."""
    lines = [f"✅ {render_import_result_text(result, has_file=True)}"]
    left = [handover for handover in result.handovers if handover.items]
    if left:
        lines += ["离岗、更名人员名下未办结事项，请改派：", *say_handovers(left[:HANDED_NAMED])]
    return single(text("\n".join(lines)), about=(*result.new, *result.changed)[:100])


def render_import_overtaken() -> Page:
    """Somebody changed meanwhile what the workbook changes as well: the preview was made anew."""
    return single(text("预览后台账又有变动，本次未导入。请按下面的最新预览核对后，再点〔确认导入〕。"))


def render_import_dropped() -> Page:
    """取消: the workbook is forgotten, the ledger untouched."""
    return single(text("已取消导入，台账未作改动。"))
