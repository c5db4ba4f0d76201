"""The first words: who one is, and how a group is joined to its unit. ``help.py`` has greeting and help."""

from collections.abc import Sequence

from domain.letter import Page
from domain.press import Act, Press
from domain.roster import Chat, Person, Unit
from domain.rules import Rules
from texts.dates import say_time
from texts.glossary import WHOLE_BUREAU, say_role
from texts.keyboard import button, link
from texts.lines import say_title
from texts.pages import bold, in_rows, single, text
from texts.plain import shorten

UNIT_LIMIT = 30
UNITS_SHOWN = 80  # Telegram takes 100 buttons


def render_whoami(person: Person | None, rules: Rules, telegram_id: int) -> Page:
    """``/whoami``: the roster's row of the speaker, or the number that the office needs to add one."""
    if person is None:
        return render_unknown(telegram_id)
    oversees = f"\n分管：{shorten('、'.join(person.oversees), 200)}" if person.oversees else ""
    return single(
        bold(say_title(person)), text(f"身份：{say_role(person.role, rules)}{oversees}\nTelegram ID：{telegram_id}")
    )


def render_unknown(telegram_id: int) -> Page:
    """To somebody who is not on the roster: polite, and nothing of the ledger."""
    ask = f"请将Telegram ID：{telegram_id} 报办公室登记后使用。"
    return single(text(f"您好，您尚未在花名册登记。{ask}未登记人员每小时只答复一次。"))


def render_bind_choice(units: Sequence[Unit], _rules: Rules) -> Page:
    """``/bind`` in a group: which unit it belongs to; number 0 is the bureau's own group (全局群)."""
    choices = [button(shorten(unit.name, UNIT_LIMIT), Press(Act.BIND, unit.number)) for unit in units[:UNITS_SHOWN]]
    whole = button(f"{WHOLE_BUREAU}（督办晨报）", Press(Act.BIND, 0))
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
