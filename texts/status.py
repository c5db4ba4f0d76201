"""How the bot itself is (运行情况), on one screen of a phone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.actions import Action
from domain.condition import Concern, Condition
from domain.letter import Page, Urgency
from domain.rules import Rules
from texts.actions import BUTTONS
from texts.glossary import local, say_day, say_duration, say_instant, say_time
from texts.pages import bold, join, single, text

#: What is to be seen to, and by whom it can be mended.
WORDS: Mapping[Concern, str] = {
    Concern.NOT_OURS: "本程序暂不能为本单位服务，请运维人员检查数据库",
    Concern.DEAF: "Telegram 较久没有应答，请运维人员检查网络",
    Concern.FULL: "磁盘剩余不足1 GB，请运维人员清理",
    Concern.MANY_WAIT: "待发消息或待处理指令较多，正在陆续处理",
    Concern.UNDELIVERED: "有消息未能确认送达，请人工转达",
    Concern.NO_BACKUP: "两天内没有备份，请运维人员检查备份",
}
_OUTBOX: Mapping[Urgency, str] = {
    Urgency.ANSWER: "答复",
    Urgency.NOTICE: "通知",
    Urgency.ALERT: "提醒",
    Urgency.DIGEST: "晨报",
}
#: So much of the check code tells two states of the ledger apart.
_CODE_SHOWN = 12
_UNITS = ("B", "KB", "MB", "GB", "TB")
_STEP = 1024


def render_status(found: Condition, to_see_to: Sequence[Concern], rules: Rules, now: datetime) -> Page:
    """``/status``."""
    here = local(now, rules)
    head = bold(f"【{BUTTONS[Action.STATUS]}】{say_day(here.date(), here.date())}{say_time(here)}")
    verdict = [f"⚠ {WORDS[each]}。" for each in to_see_to] or ["一切正常。"]
    blocks = (verdict, _of_the_line(found, rules, now), _of_the_ledger(found, rules, now))
    first, *others = (join([text(line) for line in block]) for block in blocks)
    return single(join((join((head, first)), *others), "\n\n"))


def _of_the_line(found: Condition, rules: Rules, now: datetime) -> list[str]:
    since = [f"自{say_instant(found.started_at, rules, now)}起运行"] if found.started_at else []
    heard = "尚未应答" if found.heard_ago is None else f"{say_duration(found.heard_ago)}前有应答"
    kinds = "、".join(f"{word}{count}" for urgency, word in _OUTBOX.items() if (count := found.outbox.get(urgency, 0)))
    return [
        *since,
        f"Telegram：{heard}",
        f"待发消息{found.waiting}条" + (f"：{kinds}" if kinds else ""),
        f"待处理指令{found.inbox}条，未确认送达{found.undelivered}条",
        f"为本单位服务：{'是' if found.is_ours else '否'}",
    ]


def _of_the_ledger(found: Condition, rules: Rules, now: datetime) -> list[str]:
    def say(at: datetime | None) -> str:
        return "无" if at is None else say_instant(at, rules, now)

    return [
        f"台账：事项{found.items}项，流水账第{found.lines}条",
        f"校验码：{found.head[:_CODE_SHOWN]}…（全码请发：校验码）",
        _say_sizes(found),
        f"最近写入：{say(found.written_at)}",
        f"最近备份：{say(found.backed_up_at)}",
        f"磁盘剩余：{_say_bytes(found.free_bytes)}",
    ]


def _say_sizes(found: Condition) -> str:
    """What lies on this machine: of a ledger in a database that is the copy alone."""
    if found.journal_bytes is None:
        return f"大小：本机副本{_say_bytes(found.file_bytes)}（台账在数据库中）"
    return f"大小：台账{_say_bytes(found.file_bytes)}，流水账{_say_bytes(found.journal_bytes)}"


def _say_bytes(count: int) -> str:
    """12.3 MB."""
    size, unit = float(count), 0
    while size >= _STEP and unit < len(_UNITS) - 1:
        size, unit = size / _STEP, unit + 1
    return f"{size:.1f} {_UNITS[unit]}" if unit else f"{count} B"
