"""反馈进展 on request: the question, what was recorded, a corrected report, and the answer to a 催办."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from domain.actions import Action
from domain.item import IN_HAND, Item, Stage
from domain.letter import Page, Press
from domain.rules import Rules
from domain.views import Light, Line
from texts.actions import BUTTONS
from texts.glossary import say_closing, say_instant, today_of
from texts.lines import act_button, button, name_item, say_actor, say_limit_of, say_numbers, say_today, unit_of
from texts.pages import bold, in_rows, shorten, single, text
from texts.quota import say_counted, say_not_counted, say_quota, say_reported_already

#: The stages, in the order of their buttons; the place is the ``choice`` of an ``Action.STAGE`` press.
STAGES: Mapping[Stage, str] = {
    Stage.NOT_BEGUN: "未启动",
    Stage.UNDER_WAY: "推进中",
    Stage.NEARLY_DONE: "基本完成",
}
WORDS_LIMIT = 300
#: So many items of one report have a button each.
UNDONE_SHOWN = 4


def render_ask_progress(item: Item, rules: Rules, *, in_group: bool) -> Page:
    """[反馈进展]: the next message is taken as the word; a stage is one press."""
    how = "请回复本消息，写明进展" if in_group else "请直接发送进展"
    stages = [
        button(words, Press(Action.STAGE, item.number, item.version, choice))
        for choice, words in enumerate(STAGES.values())
    ]
    counted = (
        f"{say_quota(item.quota)}。新增2{item.quota.counted_in}请写“+2”，累计8{item.quota.counted_in}请写“=8”。"
        if item.quota
        else ""
    )
    return single(
        Markup("{}{}").format(bold("【反馈进展】"), name_item(item, rules)),
        text(f"{how}（可附照片或文件），或点选当前状态："),
        text(counted),
        rows=(tuple(stages),),
        about=(item.number,),
    )


def render_recorded(lines: Sequence[Line], rules: Rules, now: datetime) -> Page:
    """已记录, and what is still to be done where one item is due."""
    about = tuple(line.item.number for line in lines)
    undo = [act_button(Action.UNDO, line.item, rules, with_number=len(lines) > 1) for line in lines[:UNDONE_SHOWN]]
    if len(lines) > 1:
        said = f"已记录{say_numbers([line.item for line in lines])}进展。"
    else:
        state = _say_state(lines[0].item, rules, now)
        said = f"已记录第{about[0]}号进展{state}。{_say_what_is_left(lines[0], rules, now)}"
    hints = (say_not_counted(lines[0].item), say_reported_already(lines[0].item, rules, now)) if len(lines) == 1 else ()
    return single(text(said), *map(text, hints), rows=in_rows(undo), about=about)


def _say_state(item: Item, rules: Rules, now: datetime) -> str:
    """：推进中, +2条，已完成8/10条，还差2条; where this report changed them."""
    was = item.history[-1].was if item.history else {}
    said = [STAGES[item.stage]] if "stage" in was and item.stage else []
    said += [counted] if (counted := say_counted(item, today_of(now, rules))) else []
    return f"：{'，'.join(said)}" if said else ""


def _say_what_is_left(line: Line, rules: Rules, now: datetime) -> str:
    if line.item.status not in IN_HAND or line.due_on is None:
        return ""
    closing = say_closing(line.item, rules)
    if line.light is Light.TODAY:
        return f"该项今日到期，{say_today(line.item, rules, now)}；确有困难的，请申请延期。"
    if line.light is Light.LATE:
        return f"该项已逾期，请尽快{closing}。"
    return f"{say_limit_of(line, rules, now)}。"


def render_correction(items: Sequence[Item], before: str, words: str, message: int) -> Page:
    """A message that was recorded was edited: both words, and the question."""
    keep, drop = (button(label, Press(Action.CORRECT, 0, message, choice)) for label, choice in _CORRECTING)
    return single(
        text(f"您修改了{say_numbers(items)}的反馈，是否更正？"),
        text(f"原记：“{shorten(before, WORDS_LIMIT)}”"),
        text(f"改为：“{shorten(words, WORDS_LIMIT)}”"),
        rows=((keep, drop),),
        about=tuple(item.number for item in items),
    )


_CORRECTING = ((BUTTONS[Action.CORRECT], 1), ("不更正", 0))


def render_corrected(items: Sequence[Item], words: str) -> Page:
    """更正: in place of the question."""
    quota = items[0].quota if len(items) == 1 else None
    return single(
        text(f"已更正{say_numbers(items)}进展：“{shorten(words, WORDS_LIMIT)}”。原记录保留在办理过程中。"),
        text(f"{say_quota(quota)}。" if quota else ""),
        about=tuple(item.number for item in items),
    )


def render_left_as_it_was() -> Page:
    """不更正."""
    return single(text("好的，仍以原记录为准。"))


def render_share_reached(item: Item, rules: Rules, now: datetime) -> Page:
    """To the lead's owner: a cooperating unit has reached its share."""
    step = item.history[-1]
    return single(
        Markup("{}{}").format(bold("【分解任务完成】"), name_item(item, rules)),
        text(f"{say_actor(step)}{say_instant(step.at, rules, now)}报：{say_counted(item, today_of(now, rules))}。"),
        about=(item.number,),
    )


def render_chase_answered(item: Item, rules: Rules, now: datetime) -> Page:
    """To whoever had the 催办 copied: what the unit answers."""
    step = item.history[-1]
    who = " ".join(word for word in (unit_of(item), say_actor(step)) if word)
    said = STAGES[Stage(step.to)] if step.to and not step.note else shorten(step.note, WORDS_LIMIT)
    return single(
        Markup("{}{}").format(bold("【催办答复】"), name_item(item, rules)),
        text(f"{who}{say_instant(step.at, rules, now)}：{said}"),
        about=(item.number,),
    )
