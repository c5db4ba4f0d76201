"""Words about people and groups: who one is, binding a group, who leaves and who is back (停用, 恢复)."""

from collections.abc import Sequence

from domain.actions import Action
from domain.imports.plan import Handover
from domain.letter import Button, Page, Press
from domain.roster import Chat, Person, Unit
from domain.rules import Rules
from texts.actions import BUTTONS
from texts.glossary import WHOLE_BUREAU, say_role, say_time
from texts.lines import button, link, private_link, say_title
from texts.pages import bold, in_rows, shorten, single, text

UNIT_LIMIT = 30
UNITS_SHOWN = 80  # Telegram takes 100 buttons


def render_whoami(person: Person | None, rules: Rules, telegram_id: int, absences: Sequence[str] = ()) -> Page:
    """``/whoami``: the roster's row of the speaker, or the number that the office needs to add one.

    ``absences`` are lines about their leave, and whom they stand in for.
    """
    if person is None:
        return render_unknown(telegram_id)
    oversees = f"\n分管：{shorten('、'.join(person.oversees), 200)}" if person.oversees else ""
    return single(
        bold(say_title(person)),
        text(f"身份：{say_role(person.role, rules)}{oversees}\nTelegram ID：{telegram_id}"),
        *(text(line) for line in absences if line),
    )


def render_unknown(telegram_id: int, bot: str = "") -> Page:
    """To somebody who is not on the roster: polite, what to do, and nothing of the ledger; ``bot``: in a group."""
    where = "请到私聊" if bot else "请"
    ask = f"{where}发“我是+姓名”，例如：我是甲某，经办公室确认后使用（Telegram ID：{telegram_id}）。"
    rows = ((private_link("打开私聊", bot, "join"),),) if bot else ()
    return single(text(f"您好，您尚未登记启用。{ask}其他消息每小时只答复一次。"), rows=rows)


def render_bind_choice(units: Sequence[Unit]) -> Page:
    """``/bind`` in a group: which unit it belongs to; number 0 is the bureau's own group (全局群)."""
    choices = [button(shorten(unit.name, UNIT_LIMIT), Press(Action.BIND, unit.number)) for unit in units[:UNITS_SHOWN]]
    whole = button(f"{WHOLE_BUREAU}（督办晨报）", Press(Action.BIND, 0))
    ask = "请选择本群所属单位。绑定后，每个工作日早间在此发送今日提示。"
    return single(bold("【绑定群聊】"), text(ask), rows=(*in_rows(choices), (whole,)))


def render_bound(chat: Chat, rules: Rules, bot: str) -> Page:
    """A group has been joined to a unit, or to the bureau as a whole."""
    digest = "督办晨报" if not chat.unit else "今日提示"
    days = "每个工作日" if rules.workdays_only else "每日"
    unit = shorten(chat.unit, UNIT_LIMIT) or WHOLE_BUREAU
    lines = [f"✅ 本群已绑定：{unit}。", f"{days}{say_time(rules.digest_at)}发送{digest}。"]
    if chat.unit:
        lines.append(f"群内指令请写作 /done@{bot} 12，或直接回复本助手的消息。")
    return single(text("\n".join(lines)))


def render_unbound(chat: Chat, bot: str) -> Page:
    """A group has been released; the ledger stays as it is."""
    unit = shorten(chat.unit, UNIT_LIMIT) or WHOLE_BUREAU
    return single(text(f"本群与{unit}的绑定已解除，不再推送；台账不受影响。重新绑定请发 /bind@{bot}"))


def render_bind_links(units: Sequence[Unit], rules: Rules, bot: str, *, with_bureau: bool = True) -> Page:
    """``/bind`` in private: for each unit a link that its head taps once to put the bot into the unit's group."""
    links = [link(shorten(unit.name, UNIT_LIMIT), _group_link(bot, unit.number)) for unit in units[:UNITS_SHOWN]]
    whole = (link(f"{WHOLE_BUREAU}（督办晨报）", _group_link(bot, 0)),) if with_bureau else ()
    ask = f"点单位名称，选择该{rules.unit_word}的工作群，即可绑定；也可将链接转发负责人操作。"
    return single(bold("【绑定群聊】"), text(ask), rows=(*in_rows(links), *((whole,) if whole else ())))


def _group_link(bot: str, number: int) -> str:
    """Adds the bot to a group that is then chosen, where it is told ``/start bind_3``."""
    return f"https://t.me/{bot}?startgroup=bind_{number}"


CHOICES_SHOWN = 20
ITEMS_SHOWN = 10
TITLE_LIMIT = 18
_MEANS = {
    Action.RETIRE: "停用后不能再查看、办理，不再收到消息；登记保留，可随时恢复。",
    Action.REJOIN: "恢复后可照常查看、办理，并收到消息。",
}
_ASKED = {Action.RETIRE: "【停用人员】", Action.REJOIN: "【恢复人员】"}
_CONFIRM = {Action.RETIRE: "确认停用", Action.REJOIN: "确认恢复"}
_DONE = {Action.RETIRE: "✅ 已停用：", Action.REJOIN: "✅ 已恢复："}


def render_duty_ask(act: Action, person: Person, left: Handover, rules: Rules) -> Page:
    """Whether it is meant, with what they leave behind."""
    confirm = button(_CONFIRM[act], Press(act, person.number, 0, 1))
    cancel = button("取消", Press(act, person.number, 0, 2))
    hand_over = button(BUTTONS[Action.HAND_ALL], Press(Action.HAND_ALL, person.number))
    before = ((hand_over,),) if act is Action.RETIRE and left.items else ()
    return _page(_ASKED[act], _MEANS[act], person, left, rules, ((confirm, cancel), *before))


def render_duty_choice(act: Action, people: Sequence[Person]) -> Page:
    """Which of several who share the name."""
    choices = [button(say_title(each), Press(act, each.number, 0, 0)) for each in people[:CHOICES_SHOWN]]
    return single(bold(_ASKED[act]), text("有同名人员，请选择："), rows=in_rows(choices, 1))


def render_duty_done(act: Action, person: Person, left: Handover, rules: Rules) -> Page:
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
