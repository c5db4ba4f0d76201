"""群众评价: asked for, taken down, and what 不满意 brings about (重办)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from domain.actions import Action
from domain.item import Item
from domain.item_records import Verdict
from domain.letter import Button, Page, Press
from domain.limits import lapses_on, local_day
from domain.rules import Rules
from domain.setting import Setting
from domain.verdicts import asks_verdict, rounds
from domain.views import AlertItem
from texts.actions import BUTTONS
from texts.glossary import BELATED, say_day, today_of
from texts.lines import button, name_and, name_item, numbered
from texts.pages import MOST_NAMED, Block, bold, in_rows, paginate, say_rest, shorten, single, text

#: In the order of the buttons: the ``choice`` of a press counts them from 1.
VERDICTS: Mapping[Verdict, str] = {
    Verdict.SATISFIED: "满意",
    Verdict.FAIRLY: "基本满意",
    Verdict.DISSATISFIED: "不满意",
    Verdict.UNREACHED: "未联系上",
}
#: The same by the name that a step of the history has.
VERDICT_WORDS: Mapping[str, str] = {verdict.value: words for verdict, words in VERDICTS.items()}
NOTE_LIMIT = 120
NAME_LIMIT = 12
SHOWN = 3


def verdict_button(item: Item, *, with_number: bool = False) -> Button:
    """[群众评价], which asks for one of the four."""
    label = BUTTONS[Action.VERDICT]
    return button(numbered(label, item) if with_number else label, Press(Action.VERDICT, item.number, item.version))


def verdict_row(item: Item, rules: Rules) -> tuple[Button, ...]:
    """The button where a verdict is asked for."""
    return (verdict_button(item),) if asks_verdict(item, rules) else ()


def _choices(item: Item) -> tuple[tuple[Button, ...], ...]:
    presses = enumerate(VERDICTS.values(), start=1)
    return in_rows([button(words, Press(Action.VERDICT, item.number, item.version, n)) for n, words in presses])


def render_verdict_choices(item: Item, rules: Rules) -> Page:
    """The four."""
    return single(
        name_item(item, rules), text("请选择群众对办理结果的评价："), rows=_choices(item), about=(item.number,)
    )


def render_verdict_question(item: Item, rules: Rules, *, in_group: bool) -> Page:
    """不满意: why."""
    how = "请回复本消息，写明" if in_group else "请直接发送"
    return single(name_item(item, rules), text(f"{how}不满意的原因，登记后本事项转为重办。"), about=(item.number,))


def render_verdict_taken(item: Item, rules: Rules, now: datetime) -> Page:
    """To whoever took it down; of 不满意 that the item is open again, and until when."""
    newest = item.verdicts[-1]
    words = f"：{shorten(newest.words, NOTE_LIMIT)}" if newest.words else ""
    said = f"群众评价“{VERDICTS[newest.verdict]}”已登记{words}。"
    if newest.verdict is Verdict.DISSATISFIED:
        said += f"\n{_say_redo(item, rules, now)}"
    elif newest.verdict is Verdict.UNREACHED:
        said += "请择日再次回访。"
    undo = button(BUTTONS[Action.UNDO], Press(Action.UNDO, item.number, item.version))
    return single(name_item(item, rules), text(said), rows=((undo,),), about=(item.number,))


def _say_redo(item: Item, rules: Rules, now: datetime) -> str:
    last = lapses_on(item, rules)  # rolled off rest days, where the law does so
    until = f"，期限{say_day(last, today_of(now, rules))}" if last else ""
    return f"本事项转为第{rounds(item)}次办理{until}。"


def render_redo(item: Item, rules: Rules, now: datetime) -> Page:
    """To owner, heads and deputy leaders, in private."""
    newest = item.verdicts[-1]
    day = say_day(local_day(newest.at, rules), today_of(now, rules), weekday=False)
    words = f"群众评价不满意（{shorten(newest.by, NAME_LIMIT)}{day}登记）：{shorten(newest.words, NOTE_LIMIT)}"
    line = Markup("{}{}").format(bold("【重办】"), name_item(item, rules))
    return single(line, text(words), text(_say_redo(item, rules, now)), about=(item.number,))


def render_verdict_reopened(item: Item, rules: Rules) -> Page:
    """To the same: the 不满意 was taken back."""
    return single(name_and(item, rules, "的群众评价已撤回，恢复为已销号。"), about=(item.number,))


def render_verdicts_wanted(told: Sequence[AlertItem], setting: Setting) -> tuple[Page, ...]:
    """To the owner: what was closed, and nobody has said what the caller thinks of it."""
    head = bold(f"{BELATED if setting.belated else ''}【群众评价】")
    is_one = len(told) == 1
    blocks = []
    for each in told[:MOST_NAMED]:
        item = each.line.item
        closed = item.closed_at or setting.now
        day = say_day(local_day(closed, setting.rules), today_of(setting.now, setting.rules), weekday=False)
        html = Markup("{}\n{}").format(name_item(item, setting.rules), text(f"{day}销号，请回访并登记群众评价。"))
        blocks.append(
            Block(
                html=html, number=item.number, gap=not is_one, buttons=(verdict_button(item, with_number=not is_one),)
            )
        )
    if len(told) > len(blocks):
        blocks.append(Block(html=text(say_rest(len(told), len(blocks)))))
    return paginate(lambda _: head, blocks)


def verdict_facts(item: Item, rules: Rules, now: datetime) -> tuple[tuple[str, str], ...]:
    """What the card says of it: the verdicts, newest last, and which round this is."""
    if not item.verdicts:
        return ()
    said = []
    for each in item.verdicts[-SHOWN:]:
        day = say_day(local_day(each.at, rules), today_of(now, rules), weekday=False)
        words = f"：{shorten(each.words, NOTE_LIMIT)}" if each.words else ""
        said.append(f"{VERDICTS[each.verdict]}（{day} {shorten(each.by, NAME_LIMIT)}）{words}")
    count = rounds(item)
    return (("群众评价", "；".join(said)), ("办理次数", f"第{count}次办理" if count > 1 else ""))


def say_verdicts(counts: Mapping[Verdict, int]) -> str:
    """群众评价：满意8，基本满意1，不满意1（已重办）; nothing where there are none."""
    parts = [
        f"{words}{counts[verdict]}{'（已重办）' if verdict is Verdict.DISSATISFIED else ''}"
        for verdict, words in VERDICTS.items()
        if counts.get(verdict)
    ]
    return f"群众评价：{'，'.join(parts)}" if parts else ""
