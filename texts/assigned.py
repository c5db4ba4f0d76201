"""New assignments (交办) by the dozen, as after a first import: one message with counts instead of a wall of items."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from domain.letter import Page
from domain.press import Act, Press
from domain.roster import Roster
from domain.rules import Rules
from domain.views import Line
from texts.dates import today_of
from texts.glossary import BELATED, BUTTONS
from texts.keyboard import button
from texts.lines import name_item, owner_of, say_term
from texts.pages import bold, single, text
from texts.plain import shorten

NAMED = 3
OWNERS_SHOWN = 12


def render_assigned(
    unit: str, lines: Sequence[Line], rules: Rules, roster: Roster, now: datetime, *, belated: bool
) -> tuple[Page, ...]:
    """To a unit's group: how many items were assigned, to whom how many, the first few by name; how to acknowledge."""
    number = next((each.number for each in roster.units if each.name == unit), 0)
    rows = ((button(BUTTONS[Act.UNIT], Press(Act.UNIT, number)),),)
    page = single(
        bold(f"{BELATED if belated else ''}【新交办】{shorten(unit, 30)}"),
        text(f"新交办{len(lines)}项：{_owners(lines)}。"),
        *(_named(line, rules, now) for line in lines[:NAMED]),
        text(f"其余{len(lines) - NAMED}项请点下方按钮查看。" if len(lines) > NAMED else ""),
        text("请各责任人签收：回复本消息“收到”即签收本人全部新交办事项。"),
        rows=rows,
        about=tuple(line.item.number for line in lines),
    )
    return (page,)


def _named(line: Line, rules: Rules, now: datetime) -> Markup:
    return Markup("{}，{}").format(name_item(line.item, rules), say_term(line, rules, today_of(now, rules)))


def _owners(lines: Sequence[Line]) -> str:
    """甲某20项、乙某42项."""
    counts = Counter(owner_of(line.item) for line in lines)
    shown = "、".join(f"{owner}{count}项" for owner, count in counts.most_common(OWNERS_SHOWN))
    return shown + ("等" if len(counts) > OWNERS_SHOWN else "")
