"""Words for who leaves and who is back (停用, 恢复): what it means, what is left behind, and that it was done."""

from collections.abc import Sequence

from domain.importing.handover import Handover
from domain.letter import Button, Page
from domain.press import Act, Press
from domain.roster import Person
from domain.rules import Rules
from texts.glossary import say_role
from texts.keyboard import button
from texts.lines import say_title
from texts.pages import bold, in_rows, single, text
from texts.plain import shorten

CHOICES_SHOWN = 20
ITEMS_SHOWN = 10
TITLE_LIMIT = 18
_MEANS = {
    Act.RETIRE: "停用后不能再查看、办理，不再收到消息；登记保留，可随时恢复。",
    Act.REJOIN: "恢复后可照常查看、办理，并收到消息。",
}
_ASKED = {Act.RETIRE: "【停用人员】", Act.REJOIN: "【恢复人员】"}
_CONFIRM = {Act.RETIRE: "确认停用", Act.REJOIN: "确认恢复"}
_DONE = {Act.RETIRE: "✅ 已停用：", Act.REJOIN: "✅ 已恢复："}


def render_duty_ask(act: Act, person: Person, left: Handover, rules: Rules) -> Page:
    """Whether it is meant, with what they leave behind."""
    confirm = button(_CONFIRM[act], Press(act, person.number, 0, 1))
    cancel = button("取消", Press(act, person.number, 0, 2))
    return _page(_ASKED[act], _MEANS[act], person, left, rules, ((confirm, cancel),))


def render_duty_choice(act: Act, people: Sequence[Person]) -> Page:
    """Which of several who share the name."""
    choices = [button(say_title(each), Press(act, each.number, 0, 0)) for each in people[:CHOICES_SHOWN]]
    return single(bold(_ASKED[act]), text("有同名人员，请选择："), rows=in_rows(choices, 1))


def render_duty_done(act: Act, person: Person, left: Handover, rules: Rules) -> Page:
    """It was done; who leaves something behind is to be relieved of it."""
    return _page(_DONE[act], "", person, left, rules, ())


def render_duty_dropped(person: Person) -> Page:
    """取消: nothing was changed."""
    return single(text(f"已取消，{shorten(person.name, 24)}的登记未作改动。"))


def _page(
    head: str, means: str, person: Person, left: Handover, rules: Rules, rows: tuple[tuple[Button, ...], ...]
) -> Page:
    lines = [f"{say_title(person)}　{say_role(person.role, rules)}"]
    if means:
        lines.append(means)
    if left.items:
        lines.append(f"名下在办{len(left.items)}项，请改派：")
        lines += [f"第{item.number}号 {shorten(item.title, TITLE_LIMIT)}" for item in left.items[:ITEMS_SHOWN]]
    if len(left.items) > ITEMS_SHOWN:
        lines.append(f"其余{len(left.items) - ITEMS_SHOWN}项略")
    return single(bold(head), text("\n".join(lines)), about=tuple(item.number for item in left.items), rows=rows)
