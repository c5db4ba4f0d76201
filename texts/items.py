"""One item asked for: its card with all that is known of it, and its history (办理过程). MODELS.md 6."""

from datetime import datetime

from markupsafe import Markup

from domain.item import Item
from domain.letter import Page
from domain.limits import due_on
from domain.press import Act, Press
from domain.rules import Rules
from domain.views import Line
from texts.dates import say_day, say_due, say_instant, today_of
from texts.glossary import STEPS, say_limit, say_status
from texts.keyboard import NOWHERE, act_button, back_button, back_to
from texts.lines import name_item, owner_of, say_light, say_limit_of, unit_of
from texts.pages import in_rows, join, single, text
from texts.plain import clean, shorten

TITLE_LIMIT = 300  # on a card
FIELD_LIMIT = 300
STEPS_SHOWN = 5  # on a card
HISTORY_SHOWN = 25
NOTE_LIMIT = 100


def render_item(line: Line, rules: Rules, now: datetime, *, actions: tuple[Act, ...], back: Press | None) -> Page:
    """One item's card: everything that is known of it, the newest steps, and a button for each action."""
    item = line.item
    said = say_limit_of(line, rules, now)
    facts = [
        text(f"责任人：{owner_of(item)}　责任单位：{unit_of(item)}"),
        _fact("责任领导", shorten(item.leader, 60)),
        _fact("配合单位", "、".join(item.partners)),
        _fact(
            "来源", shorten(item.source, FIELD_LIMIT) + (f"（{shorten(item.reference, 60)}）" if item.reference else "")
        ),
        _fact("完成标准", item.standard),
        _fact("措施", item.measures),
        _fact(say_limit(item, rules), _say_due_once(item, rules, now, said)),
        _fact("状态", say_status(item, rules)),
        _fact("最新进展", item.progress),
        _fact("退回原因", item.returned_reason),
        _fact("佐证材料", f"{len(item.evidence)}份" if item.evidence else ""),
        _fact("备注", item.remark),
    ]
    light = text(f"{say_light(line.light, item, rules)}　{said}")
    steps = [text(step) for step in _say_steps(item, rules, now, STEPS_SHOWN)]
    buttons = [act_button(act, item, rules, back=back) for act in actions]
    return single(
        join([name_item(item, rules, TITLE_LIMIT), light, *facts]),
        join([text("\n办理过程："), *steps]) if steps else Markup(""),
        rows=in_rows(buttons) + (((back_button(back),),) if back else ()),
        about=(item.number,),
    )


def _say_due_once(item: Item, rules: Rules, now: datetime, said: str) -> str:
    """The limit as written, unless ``said`` names it already."""
    today, day = today_of(now, rules), due_on(item)
    named = say_due(item, rules, today) if day is None else say_day(day, today, weekday=False)
    return "" if named in said else say_due(item, rules, today)


def _fact(label: str, words: str) -> Markup:
    """来源：…, or nothing where there is nothing to say."""
    known = shorten(words, FIELD_LIMIT)
    return text(f"{label}：{known}") if known else Markup("")


def _say_steps(item: Item, rules: Rules, now: datetime, most: int) -> list[str]:
    """The newest steps, oldest of them first; how many were left out before them."""
    steps = [
        f"{say_instant(step.at, rules, now)}　{shorten(step.by, 24)}　{STEPS[step.did]}"
        + (f"：{shorten(step.note, NOTE_LIMIT)}" if clean(step.note) else "")
        for step in item.history[-most:]
    ]
    left = len(item.history) - len(steps)
    return [f"（此前{left}条略）", *steps] if left else steps


def render_history(item: Item, rules: Rules, now: datetime, place: int = NOWHERE) -> Page:
    """办理过程: who did what, when, and the words they left; ``place`` is where it was asked for."""
    steps = _say_steps(item, rules, now, HISTORY_SHOWN) or ["暂无记录。"]
    return single(
        name_item(item, rules),
        text("办理过程："),
        *(text(step) for step in steps),
        rows=((back_to(item, place),),),
        about=(item.number,),
    )
