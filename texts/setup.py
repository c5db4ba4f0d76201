"""What an operator reads on the command line: faults of the configuration, plain text without markup."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Protocol

from domain.discrepancy import Spot
from domain.readiness import Lack, Lacking
from texts.discrepancies import say_spot
from texts.glossary import WHOLE_BUREAU


class FaultLike(Protocol):
    """A fault of the configuration as ``config.py`` reports it."""

    @property
    def key(self) -> str: ...
    @property
    def expected(self) -> str: ...
    @property
    def got(self) -> str: ...
    @property
    def near(self) -> str: ...


#: What each kind of key wants, by the name that ``config.Expected`` gives it. A key that is not known wants nothing.
EXPECTED = {
    "table": "一个小节，如 [office]",
    "token": "BotFather 发放的令牌（也可写入环境变量 DUBAN_TOKEN）",
    "real_token": "BotFather 发放的令牌，现在仍是示例文字（也可写入环境变量 DUBAN_TOKEN）",
    "url": "网址，如 https://api.telegram.org",
    "text": "不为空的文字（加引号）",
    "zone": "时区名称，如 Asia/Shanghai",
    "ids": "Telegram 用户编号的列表，如 [10001, 10002]",
    "time": "00:00 至 23:59 的时间，如 08:30（加引号）",
    "times": "时间的列表，如 [09:30, 15:00]（逐个加引号）",
    "span": "起止两个时间，如 [20:00, 08:00]（逐个加引号），或 [] 表示不设",
    "flag": "true 或 false",
    "count": "不小于0的整数",
    "days": "天数的列表，如 [7, 3, 1, 0]",
    "dates": "日期的列表，如 [2027-02-05]",
    "path": "可以写入的文件路径",
    "label": "其他类别没有用过的名称",
    "toml": "符合 TOML 格式的文件",
    "file": "可以读取的配置文件，可由 config.example.toml 复制而来",
}


def render_fault_line(fault: FaultLike) -> str:
    """One line: the key, what was expected, what was found, and the nearest known key."""
    hint = f"；是否应为 {fault.near}" if fault.near else ""
    if fault.expected not in EXPECTED:
        return f"{fault.key}：没有这个配置项{hint}"
    missing = "" if fault.expected == "real_token" else "，尚未填写"
    got = f"，实为 {fault.got}" if fault.got else missing
    return f"{fault.key}：应为{EXPECTED[fault.expected]}{got}{hint}"


def render_faults(faults: Iterable[FaultLike]) -> str:
    """All faults, a line each, under a heading that counts them."""
    lines = [render_fault_line(fault) for fault in faults]
    return "\n".join([f"配置有{len(lines)}处需要修改：", *lines])


#: What a line of ``check --online`` begins with: in order, to be mended, to be done, to be known.
_FINE, _FAULT, _TO_DO, _REMARK = "✓", "×", "○", "·"
#: ``check --online``: a finding of ``transport/online.py`` by its name; ``{name}`` is the bot or the chat.
ONLINE = {
    "no_network": f"{_FAULT} 无法连接 Telegram：请检查网络、代理和 telegram.base_url",
    "proxy_unspoken": f"{_FAULT} 环境变量所指{{why}}代理不受支持：请将 HTTPS_PROXY 或 ALL_PROXY 改为 http:// 代理",
    "turned_back": f"{_FAULT} 请求被代理或网关拒绝（状态{{why}}），未到达 Telegram：请检查代理及其账号、防火墙",
    "not_telegram": f"{_FAULT} 应答的不是 Telegram（状态{{why}}）：请检查 telegram.base_url、上网认证和代理",
    "no_answer": f"{_FAULT} Telegram 未正常应答（{{why}}）：请稍后再试；持续如此的，检查网络、代理和 telegram.base_url",
    "token_refused": f"{_FAULT} 令牌被 Telegram 拒绝：请在 BotFather 处核对后重新填写",
    "webhook_set": f"{_FAULT} 该机器人设有 webhook：请打开 https://api.telegram.org/bot令牌/deleteWebhook 取消",
    "bot_ready": f"{_FINE} 机器人 @{{name}} 可用",
    "hears_commands_only": f"{_REMARK} 机器人为隐私模式：群内仅接收指令和对其消息的回复；设为群管理员则不限",
    "chat_gone": f"{_FAULT} 群“{{name}}”已不可用：请把机器人重新拉入该群，或在新群内发送 /bind",
    "chat_moved": f"{_REMARK} 群“{{name}}”已升级为超级群：机器人运行后自动更新",
    "chat_muted": f"{_FAULT} 机器人在群“{{name}}”被禁言：请群管理员解除",
    "chat_ready": f"{_FINE} 群“{{name}}”可用",
    "chat_heard": f"{_FINE} 群“{{name}}”可用（机器人为管理员）",
}
#: What the ledger lacks, by the name that ``domain/readiness.py`` gives it; ``{names}`` are counted.
LACKING = {
    Lack.NO_ROSTER: "花名册为空：请导入含“花名册”表的工作簿，bot.py import 文件.xlsx",
    Lack.OFFICE_UNREACHABLE: "办公室无人可收到消息：运行机器人后私聊发送 /whoami，将所得编号填入 office.admins",
    Lack.NO_TELEGRAM_ID: "尚无 Telegram ID 的有{names}：请其私聊机器人发送 /whoami，将所得编号填入花名册后再次导入",
    Lack.NOT_STARTED: "无法私聊的有{names}：请其打开与机器人的私聊，点“启动”",
    Lack.OVERSEES_NOTHING: "未填分管单位的分管领导有{names}：抄送和销号审核无从送达，请在花名册补填后再次导入",
    Lack.NO_CHATS: "尚未绑定群：请各单位负责人私聊机器人发送 /bind，点链接把机器人拉入工作群",
    Lack.UNIT_WITHOUT_CHAT: "尚未绑定群的单位有{names}：其事项暂由负责人私聊接收，绑定请负责人私聊机器人发送 /bind",
}
_NAMED = 5
SPOTS_NAMED = 50


class FindingLike(Protocol):
    """A finding as ``transport/online.py`` reports it."""

    @property
    def finding(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def why(self) -> str: ...


def render_finding(found: FindingLike) -> str:
    """One line of ``check --online``."""
    return ONLINE[found.finding].format(name=found.name or WHOLE_BUREAU, why=found.why)


def render_lacking(lacking: Lacking) -> str:
    """One line, with the first few names and their number."""
    names = "、".join(lacking.names[:_NAMED])
    more = f"等{len(lacking.names)}个" if len(lacking.names) > _NAMED else ""
    return f"{_TO_DO} {LACKING[lacking.lack].format(names=names + more)}"


def render_checklist(
    bot: Iterable[FindingLike], people: Iterable[Lacking], groups: Iterable[Lacking], chats: Iterable[FindingLike]
) -> str:
    """The whole of ``check --online`` in the order to mend it, and how much there is to do."""
    lines = [
        *map(render_finding, bot),
        *map(render_lacking, people),
        *map(render_lacking, groups),
        *map(render_finding, chats),
    ]
    open_ones = sum(line[0] in {_FAULT, _TO_DO} for line in lines)
    end = f"尚有{open_ones}处待办，请自上而下处理。" if open_ones else "一切就绪。"
    return "\n".join([*lines, end])


def render_muted(times: Sequence[time]) -> str:
    """A remark: reminders at such times would come in the quiet hours, and do not."""
    named = "、".join(f"{at:%H:%M}" for at in times)
    return f"{_REMARK} {named} 在免打扰时段（reminders.quiet_hours）内，届时不推送：请调整时间或时段"


def render_no_time(closes_at: time) -> str:
    """A remark: a 到期提醒 is for the day itself, and would always come too late."""
    return (
        f"{_REMARK} 所有提醒时间（reminders.alerts_at）都不早于下班时间{closes_at:%H:%M}，"
        "当天到期的事项将没有到期提醒：请至少设一个下班前的时间"
    )


CONFIGURATION_FINE = "配置无误。"
ASK_IMPORT = "确认导入以上内容？"
IMPORTING = "正在导入"
COMMAND_LINE = "办公室（命令行导入）"


def render_line_error(name: str) -> str:
    """Why the bot gave up on Telegram."""
    return f"Telegram 持续拒绝该令牌，程序已退出。请在 BotFather 处核对令牌，再运行 check --online。（{name}）"


def render_no_ledger(path: object) -> str:
    return f"没有找到台账：{path}。请核对 store.path；尚未使用时，请先导入工作簿或启动机器人。"


def render_misread(spots: Sequence[Spot]) -> str:
    """The rows of the ledger file that can't be read, a line each, under a heading that counts them."""
    more = [f"等{len(spots)}处"] if len(spots) > SPOTS_NAMED else []
    return "\n".join([f"台账文件有{len(spots)}处数据有误，已原样保留：", *map(say_spot, spots[:SPOTS_NAMED]), *more])


def render_exported(path: object) -> str:
    return f"已导出：{path}"


def render_verified(sequence: int, head: str, adopted: int = 0) -> str:
    """``adopted`` is the number of lines before the journal that was begun anew with the ledger file."""
    if adopted:
        return (
            f"流水账自第{adopted + 1}条起完好，至第{sequence}条。"
            f"此前{adopted}条不在：当时流水账遗失，已按台账文件重新建立。校验码：{head}"
        )
    return f"流水账完好，共{sequence}条。校验码：{head}"


def render_beginning_missing(since: int, head: str) -> str:
    return f"流水账缺少开头：第1至{since}条所在的文件不在，请找回后再校验；其后各条无误。校验码：{head}"


def render_backed_up(path: object) -> str:
    return f"已备份：{path}"
