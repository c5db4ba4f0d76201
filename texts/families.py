"""上下级事项: what a card says of a parent and its parts, the list of parts, and what closing and cancelling ask."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from domain import families
from domain.actions import Action
from domain.closing import is_granted
from domain.errors import DubanError
from domain.item import Item, ItemStatus
from domain.letter import Button, Origin, Page, Press
from domain.rules import Rules
from domain.views import Line
from texts.glossary import NEXT, PREVIOUS, STEPS, say_closing
from texts.lines import act_button, back_to, button, name_button, owner_of, say_light, say_numbers, show_line, unit_of
from texts.pages import bold, in_rows, shorten, single, text

PARTS_A_PAGE = 6
#: So many parts a card names; more are a list of their own.
ON_CARD = 4
NAMED = 6
TITLE_LIMIT = 40


def say_counts(closed: int, whole: int, percent: int | None) -> str:
    """已办结3/8项，总体完成40%."""
    return f"已办结{closed}/{whole}项" + (f"，总体完成{percent}%" if percent is not None else "")


def part_facts(
    parent: Item, counts: tuple[int, int], lines: Sequence[Line], rules: Rules
) -> tuple[tuple[str, str], ...]:
    """What the card of a parent says: how many are closed, and each of a few with its light."""
    if not counts[1] and not lines:
        return ()
    named = [
        (
            say_light(line.light, line.item, rules),
            f"第{line.item.number}号 {shorten(line.item.title, TITLE_LIMIT)}，{who}",
        )
        for line in lines
        for who in (owner_of(line.item) or unit_of(line.item),)
    ]
    said = say_counts(*counts, parent.percent)
    if parent.status is ItemStatus.CLOSED and (left := counts[1] - counts[0]):
        said = f"已办结{counts[0]}/{counts[1]}项；本项已办结，下级又有{left}项重新办理"
    return (("下级事项", said), *(named if len(named) <= ON_CARD else ()))


def parent_fact(item: Item, parent: Item | None) -> tuple[tuple[str, str], ...]:
    """What the card of a part says; of a parent that the reader may not see the number alone."""
    if not item.parent:
        return ()
    title = f" {shorten(parent.title, TITLE_LIMIT)}" if parent is not None else ""
    return (("上级事项", f"第{item.parent}号{title}"),)


def family_buttons(item: Item, parent: Item | None, parts: int, back: Press | Origin) -> tuple[Button, ...]:
    """[上级事项] and [下级8项], where there are such."""
    up = (button("上级事项", Press(Action.SEE, parent.number, back=back)),) if parent is not None else ()
    down = (button(f"下级{parts}项", Press(Action.PARTS, item.number, back=back)),) if parts else ()
    return up + down


def render_parts(
    parent: Item,
    counts: tuple[int, int],
    lines: Sequence[Line],
    start: int,
    rules: Rules,
    now: datetime,
    back: Press | Origin = Origin.NOWHERE,
) -> Page:
    """The parts of an item, a screen at a time, as many as the reader may see."""
    start = max(0, min(start, (len(lines) - 1) // PARTS_A_PAGE * PARTS_A_PAGE)) if lines else 0
    shown = lines[start : start + PARTS_A_PAGE]
    place = Origin.NOWHERE if back is Origin.SHARED else back
    turns = tuple(
        button(label, Press(Action.PARTS, parent.number, at, back=place))
        for label, at in ((PREVIOUS, start - PARTS_A_PAGE), (NEXT, start + PARTS_A_PAGE))
        if 0 <= at < len(lines)
    )
    said = f"{say_counts(*counts, parent.percent)}。" if lines or counts[1] else "没有下级事项。"
    hidden = "其中部分事项您无权查看。" if 0 < len(lines) < counts[1] else ""
    return single(
        bold(f"【下级事项】第{parent.number}号 {shorten(parent.title, TITLE_LIMIT)}"),
        text(said + hidden),
        *(show_line(line, rules, now, owner_of(line.item)) for line in shown),
        rows=tuple(
            row
            for row in (*in_rows([name_button(line.item) for line in shown]), turns, (back_to(parent, back),))
            if row
        ),
        about=(parent.number,),
    )


def render_closable(parent: Item, rules: Rules) -> Page:
    """To the parent's owner, once its last part is closed."""
    return single(
        bold(f"【下级事项已办结】第{parent.number}号 {shorten(parent.title, TITLE_LIMIT)}"),
        text(f"下级事项均已办结，本事项可以{say_closing(parent, rules)}。"),
        rows=((act_button(Action.DONE, parent, rules),),),
        about=(parent.number,),
    )


def render_part_reopened(parent: Item, part: Item, rules: Rules) -> Page:
    """To who closed the parent, its owner and the office: the parent stays closed unless they open it as well."""
    closed = say_closing(parent, rules).removeprefix("申请")
    again = f"请发：回头看 {parent.number} 反弹" if is_granted(parent) else f"请发 /undo {parent.number}"
    return single(
        bold(f"【下级事项重新办理】第{parent.number}号 {shorten(parent.title, TITLE_LIMIT)}"),
        text(f"下级第{part.number}号 {shorten(part.title, TITLE_LIMIT)} 又重新办理，而本事项已{closed}。"),
        text(f"本事项仍按{closed}统计；须一并重新办理的，{again}"),
        rows=((name_button(part), name_button(parent)),),
        about=(parent.number,),
    )


def say_open_parts(verb: str, parts: Sequence[Item]) -> str:
    """What cancelling or suspending a parent asks: nothing becomes of its parts by itself."""
    if not parts:
        return ""
    return f"下级尚有{len(parts)}项未办结（{say_numbers(parts, NAMED)}），请选择仅{verb}本项，或连同下级一并{verb}。"


def say_parts_since(parent: Item) -> str:
    """A part came since the preview: nothing was done, and it is asked once more."""
    return f"第{parent.number}号刚新增了下级事项，本次未作改动，请按最新内容重新选择。"


def render_parts_changed(parent: Item, parts: Sequence[Item]) -> Page:
    """To who changed a parent with its parts."""
    verb = STEPS[parts[0].history[-1].did]
    return single(
        text(f"已一并{verb}第{parent.number}号的下级事项{len(parts)}项：{say_numbers(parts, NAMED)}。撤回请逐项办理。"),
        about=tuple(part.number for part in parts[:NAMED]),
    )


def _refused(words: str) -> Callable[[families.ParentRefused, Rules], str]:
    return lambda error, _: words.format(parent=error.parent)


def _parts_open(error: families.PartsOpen, _rules: Rules) -> str:
    named = "、".join(
        f"第{number}号" + (f"（{shorten(owner, 24)}）" if owner else "") for number, owner in error.parts[:NAMED]
    )
    more = "等" if len(error.parts) > NAMED else ""
    return (
        f"第{error.number}号 {shorten(error.title, TITLE_LIMIT)} 下级还有{len(error.parts)}项未办结："
        f"{named}{more}，请待其办结后再办。查看请发 /parts {error.number}"
    )


#: Words of each refusal.
FAULTS: Mapping[type[DubanError], Callable[[Any, Rules], str]] = {
    families.ParentRefused: _refused("不能以第{parent}号为上级事项，请核对编号。"),
    families.ParentUnknown: _refused("没有第{parent}号事项，或您无权查看，不能作为上级，请核对编号。"),
    families.ParentsSeveral: _refused("上级事项只能有一项，请只写一个编号，例如：上级={parent}"),
    families.ParentOver: _refused("第{parent}号已办结或撤销，不能作为上级，请另选在办事项。"),
    families.FamilyCircle: _refused("第{parent}号就是本事项或其下级，不能作为上级，请另选。"),
    families.FamilyTooDeep: _refused(f"上下级最多{families.DEPTH}层，不能再挂在第{{parent}}号之下，请另选上级。"),
    families.PartsOpen: _parts_open,
}
