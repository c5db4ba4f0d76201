"""What an operator reads on the command line, plain text without markup: faults of configuration and ledger."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path, PurePath
from typing import Protocol

from domain.coercion import Spot
from domain.rights import Lack, Lacking
from texts.discrepancies import say_spot
from texts.glossary import WHOLE_BUREAU

_RESTORE = "见 docs/restore.zh-CN.md"

#: A refusal of the store by the name of its error, and what to do.
STORE_ERRORS = {
    "LedgerLocked": "台账正由另一个程序使用，请先停止它；机器人运行时，导入请把文件直接发给机器人。",
    "LedgerUnreadable": "台账文件无法读取，未作任何改动。"
    f"旁边有流水账的，移开该文件后启动即可重建；否则从备份恢复（{_RESTORE}）。",
    "LedgerElsewhere": "该文件只是副本，台账在数据库中：请在配置中填写 store.url，或先用 move-ledger 移回。",
    "LedgerThere": "目标处已有台账或其他文件，未作任何改动，请换一个位置或模式。",
    "SchemaTooNew": "台账由更新版本的程序写成，请升级后再打开。",
    "JournalDamaged": f"流水账校验不符，未作任何改动，请从备份恢复（{_RESTORE}）。",
    "Displaced": "台账或流水账文件被移动、删除或替换，请恢复原位后重新启动。",
    "NotSaved": "磁盘写入失败，未作任何改动，请检查磁盘空间和权限后重试。",
    "DiskSilent": "磁盘没有应答，已停止等待。已答复的指令均已保存；停止前收到而未答复的，启动后自动处理，"
    "刚发出的消息可能重发一次。请检查磁盘后再启动。",
    "BackupExists": "备份目录不是空目录，请换一个目录。",
}

#: The store's reasons as patterns; ``{0}`` is what the first bracket found.
WHY = {
    r"the file is empty": "文件为空",
    r"it does not end": "没有结尾",
    r"its transaction is not complete": "一次变更没有写完",
    r"its bytes were altered": "内容被改动",
    r"its newline was altered": "换行被改动",
    r"its bytes do not match its hash": "内容与校验码不符",
    r"it is no line of a journal: .*": "不是流水账的记录",
    r"the file does not begin with its month": "文件开头与月份不符",
    r"its sequence is (\d+) after (\d+)": "第{1}条之后是第{0}条",
    r"the ledger line of the mail before it is missing": "前一条收发记录之后缺少台账记录",
    r"a mail line before it is missing or was moved": "前面的收发记录缺失或被移动",
    r"the ledger line before it is another one": "前一条记录不是原来那条",
    r"a month begins in the middle of a file": "文件中间出现新的月份",
    r"the month does not begin where the one before it ended": "与上月末尾不相接",
    r"mail lines at the end of the month before are missing": "上月末尾缺少收发记录",
    r"the file is missing, which the journal names": "流水账指向的文件不在",
    r"it is not the file that the journal names": "不是流水账指向的那个文件",
    r"the file is missing": "文件不在",
    r"no bot has taken it over yet": "机器人尚未启用该台账，请先运行一次机器人",
    r"its journal's beginning is elsewhere": "台账文件被其他程序改动，机器人保存后即可读取",
    r"it is only read here .*": "此处只可读取",
    r"what was saved before is no longer in it": "已保存的记录不在其中",
    r"it is not the journal that the ledger file was written after": "与台账文件不是一套",
    r"its record is torn: .*": "最后一条没有写完，打开台账时会截去",
    r"line (\d+), which the ledger file was written after, is not in it": "缺少台账文件所依据的第{0}条",
    r"it is no TinyDB file .*": "不是 TinyDB 格式",
    r"its row is not what its lines say": "所在行的登记与内容不符",
    r"it does not begin with its month": "开头不是该月的起始记录",
    r"table (\w+), document (\d+): .*": "表 {0} 的第{1}条无法读取",
    r"another program keeps writing the ledger file": "另一个程序一直在改写台账文件",
    r".* leads elsewhere by now": "路径已指向别处",
    r".* was moved or deleted": "目录已被移走或删除",
    r".* was moved, deleted or replaced": "文件已被移走、删除或替换",
    r".* was written by another process": "文件已被另一个程序写过",
    r"another process has taken the ledger.*": "台账已被另一个程序占用",
    r"the database does not answer": "数据库没有应答",
    r"the disk does not answer": "磁盘没有应答",
    r"the database is slow": "数据库应答过慢",
    r"the lease could not be renewed": "未能与数据库续约",
    r"not everything is durable yet": "尚未全部写入数据库",
    r"the ledger was let go": "台账已经关闭",
    r"the row before it is missing": "前一条记录缺失",
    r"its hashes are not those of its lines": "校验码与记录不符",
    r"the table of months has no (\S+)": "缺少{0}的起始记录",
    r"row (\d+) of its journal is not what .*": "数据库中第{0}条不是原来那条",
    r".*\[Errno (?:2|20)\].*": "目录不存在",
    r".*\[Errno 5\].*": "磁盘读写错误",
    r".*\[Errno 21\].*": "那里是一个目录",
    r".*\[Errno (?:1|13)\].*": "没有权限",
    r".*\[Errno 27\].*": "文件过大",
    r".*\[Errno (?:28|122)\].*|short write": "磁盘空间不足",
    r".*\[Errno 30\].*": "磁盘为只读",
    r".*[Nn]o space left.*": "数据库磁盘空间不足",
    r".*read-only transaction.*": "数据库为只读",
    r".*(?:connection|consuming input).*": "与数据库的连接中断",
}

#: Why nothing can be written somewhere, by the store's name for it; what to do instead.
TARGETS = {
    "is_file": "那里已有一个同名文件，请换一个位置",
    "is_folder": "那里是一个目录，请写明文件名",
    "inside": "那里是台账自己的目录，请换一个位置",
    "no_parent": "上级目录不存在，请先建立",
    "no_permission": "没有写入权限，请换一个位置或更换用户",
    "read_only": "所在磁盘为只读，请换一个位置",
    "full": "磁盘空间不足，请清理后重试",
}


#: Why the ledger's database can't be used, by the store's name for it; what to do. ``{cause}`` is what it said itself.
DATABASES = {
    "address": "store.url 格式有误，应如 postgresql://用户@主机/数据库",
    "away": "连接不上，请检查主机、端口、网络，以及数据库是否在运行（{cause}）",
    "read_only": "该库为只读备库，尚未提升为主库：请在 store.url 中写上主库，或先提升备库",
    "password": "密码缺失或错误，请核对环境变量 DUBAN_STORE_PASSWORD（或 PGPASSWORD、~/.pgpass）",
    "no_login": "该用户不能登录，请核对用户名和服务器的 pg_hba.conf（{cause}）",
    "no_database": "没有这个数据库，请先建立，或核对 store.url",
    "no_right": "该用户无权建立或使用台账的模式（store.schema），请由数据库管理员授权：GRANT CREATE ON DATABASE",
    "foreign": "该模式内已有其他程序的表，请在 store.schema 换一个名称",
    "too_old": "PostgreSQL 版本为{cause}，需要13或更新的版本",
    "encoding": "数据库编码为 {cause}，需要 UTF8：请以 ENCODING 'UTF8' 重建数据库",
    "pooled": "会话设置没有送达（{cause}）：store.url 请写数据库本身的地址，不要经过 PgBouncer 等连接池",
    "not_durable": "数据库设为不等待落盘（{cause}），断电会丢失台账：请将该项改为 on",
}


def say_why(why: str) -> str:
    """The store's reason in Chinese; ``""`` for one that nobody worded."""
    for pattern, words in WHY.items():
        if found := re.fullmatch(pattern, why, re.DOTALL):
            return words.format(*found.groups())
    return ""


def render_store_error(name: str, path: object = None, line: int = 0, why: str = "", where: str = "") -> str:
    """What went wrong with the ledger and what to do, then where exactly and why, as far as known.

    ``where``: database and schema of a ledger that is in one.
    """
    place = f"位置：{_place(path, line, where)}" if path is not None else ""
    reason = f"原因：{said}" if (said := say_why(why)) else ""
    detail = "；".join(part for part in (place, reason) if part)
    return "\n".join(part for part in (STORE_ERRORS.get(name, "台账操作失败，未作任何改动。"), detail) if part)


def render_misfit(path: object, line: int, why: str, where: str = "") -> str:
    """Where the ledger is not what was written: the first line that does not fit, or (0) the whole file.

    ``where``: database and schema of a ledger that is in one.
    """
    reason = f"（{said}）" if (said := say_why(why)) else ""
    return f"校验不符：{_place(path, line, where)}{reason}。请保留现场并报告，从备份恢复（{_RESTORE}）。"


def render_target(path: object, fault: str) -> str:
    """One sentence: where nothing could be written, why, and what to do."""
    return f"无法写入 {path}：{TARGETS.get(fault, '系统拒绝，请换一个位置')}。"


def render_database(where: str, fault: str, cause: str) -> str:
    """One sentence: which database can't be used, why, and what to do."""
    return f"数据库 {where} 无法使用：{DATABASES[fault].format(cause=cause)}。"


def render_moved_out(file: str) -> str:
    """One sentence: the ledger is in a file by now. ``file`` is ``machine:path``, or empty where nobody knows."""
    machine, _, path = file.partition(":")
    where = f"主机 {machine} 的文件 {path}" if file else "文件"
    return f"台账已用 move-ledger 移出数据库，现为{where}：请用该文件的配置启动。"


def _place(path: object, line: int, where: str) -> str:
    """The file within the ledger's folder: what is read may be a copy, whose own place says nothing to anybody.

    In a database it is no file: the month's lines, or what one of them names.
    """
    parts = PurePath(str(path)).parts
    is_within = len(parts) > 1 and parts[-2].endswith(".journal")
    within = parts[-1].removesuffix(".jsonl") if is_within else ""
    shown = f"{where} {within}".rstrip() if where else "/".join(parts[-2:] if is_within else parts[-1:])
    return f"{shown} 第{line}行" if line else shown


class FaultLike(Protocol):
    """A fault of the configuration as ``house/configuration/faults.py`` has it."""

    @property
    def key(self) -> str: ...
    @property
    def expected(self) -> str: ...
    @property
    def got(self) -> str: ...
    @property
    def near(self) -> str: ...


#: What each kind of key wants, by its name in ``house/configuration/faults.py``. A key that is not known wants nothing.
EXPECTED = {
    "table": "一个小节，如 [office]",
    "token": "BotFather 发放的令牌（也可写入环境变量 DUBAN_TOKEN）",
    "real_token": "BotFather 发放的令牌，现在仍是示例文字（也可写入环境变量 DUBAN_TOKEN）",
    "url": "网址，如 https://api.telegram.org",
    "text": "不为空的文字（加引号）",
    "zone": "时区名称，如 Asia/Shanghai",
    "ids": "Telegram 用户编号的列表，如 [10001, 10002]",
    "time": "00:00 至 23:59 的时间，如 08:30（加引号）",
    "time_or_never": '00:00 至 23:59 的时间，如 16:30（加引号），或 "" 表示不发',
    "times": "时间的列表，如 [09:30, 15:00]（逐个加引号）",
    "span": "起止两个时间，如 [20:00, 08:00]（逐个加引号），或 [] 表示不设",
    "flag": "true 或 false",
    "count": "不小于0的整数",
    "days": "天数的列表，如 [7, 3, 1, 0]",
    "chases": (
        '催办的列表，天数递增，如 [{ after = 1, to = ["deputy"] }, { after = 5, to = ["director"], bulletin = true }]；'
        "to 可为 unit、owner、head、deputy、director"
    ),
    "names": '名称的列表，各不相同，每个最多40字，如 ["工作要点", "专项审计"]',
    "plan_steps": '步骤的列表，如 [{ words = "完成选址", before = 60 }]；before 为期限前的工作日数，文字最多60字',
    "course": 'linear、steps 或不填（""）',
    "stops": "停催情形的列表，可为 submitted、extension_asked、obstacle、doubt",
    "dates": "日期的列表，如 [2027-02-05]",
    "path": "可以写入的文件路径",
    "store_url": 'PostgreSQL 地址，如 postgresql://duban@db1.example.gov.cn/duban，或 "" 表示台账存为文件',
    "schema": "小写字母开头的名称，仅含小写字母、数字和下划线，最多63个字符，不以 pg_ 开头",
    "label": "其他类别没有用过的名称",
    "clocks": '法定环节的列表，如 [{ name = "handle", label = "办理", days = 60 }]',
    "folder": '已有文件夹的路径，相对于本文件，或 "" 表示使用内置模板',
    "figures": (
        "要统计的数据的列表，可为 assigned、settled、on_time、late、overdue、extended、returned、relapsed、"
        "quotas、quotas_met"
    ),
    "urgency": '紧急程度对应的工作日数，如 { "特急" = 1, "紧急" = 3 }，或 {} 表示不分',
    "figure_kinds": '事项类别名称的列表，如 ["task", "rectification"]，或 [] 表示全部',
    "weights": "所统计数据的权重，如 { on_time = 1, late = -1 }，或 {} 表示不计分",
    "clock_span": "days 与 months 任填一项，月数不能按工作日计",
    "clock_name": "同类别内没有重复的名称",
    "clock_after": "排在它之前的环节名称",
    "listen": '本机地址和端口，如 "127.0.0.1:8090"，或不填（""）',
    "log_format": "text 或 json",
    "board_url": "以 https:// 开头的网址，如 https://duban.example.gov.cn（仅本机打开的可用 http://127.0.0.1:8090）",
    "webhook_url": '以 https:// 开头、Telegram 能打开的网址，如 https://duban.example.gov.cn/telegram，或不填（""）',
    "clock_restarts": "每类至多一个，且 optional = true，after 写告知补正的环节名称",
    "clock_last": "false，最后一个环节即事项的办理时限",
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
    "webhook_left": f"{_REMARK} 仍设有本程序的 webhook：机器人启动后自动取消，不丢消息",
    "webhook_ready": f"{_FINE} webhook 已设置",
    "webhook_unset": f"{_REMARK} webhook 尚未指向 telegram.webhook_url：机器人启动后自动设置",
    "webhook_failing": f"{_FAULT} Telegram 送不到 webhook（{{why}}），积压{{name}}条：请检查网址、代理和证书",
    "bot_ready": f"{_FINE} 机器人 @{{name}} 可用",
    "hears_commands_only": f"{_REMARK} 机器人为隐私模式：群内仅接收指令和对其消息的回复；设为群管理员则不限",
    "chat_gone": f"{_FAULT} 群“{{name}}”已不可用：请把机器人重新拉入该群，或在新群内发送 /bind",
    "chat_moved": f"{_REMARK} 群“{{name}}”已升级为超级群：机器人运行后自动更新",
    "chat_muted": f"{_FAULT} 机器人在群“{{name}}”被禁言：请群管理员解除",
    "chat_ready": f"{_FINE} 群“{{name}}”可用",
    "chat_unpinned": f"{_REMARK} 群“{{name}}”可用，看板不能置顶：请将机器人设为管理员并允许置顶消息",
    "chat_heard": f"{_FINE} 群“{{name}}”可用（机器人为管理员）",
}
#: What the ledger lacks, by the name that ``domain/rights.py`` gives it; ``{names}`` are counted.
LACKING = {
    Lack.NO_ROSTER: "花名册为空：请导入含“花名册”表的工作簿，bot.py import 文件.xlsx",
    Lack.OFFICE_UNREACHABLE: "办公室无人可收到消息：运行机器人后私聊发送 /whoami，将所得编号填入 office.admins",
    Lack.NO_TELEGRAM_ID: "尚无 Telegram ID 的有{names}：请其私聊机器人发“我是+姓名”，由办公室确认，或发邀请（/invite）",
    Lack.NOT_STARTED: "无法私聊的有{names}：请其打开与机器人的私聊，点“启动”",
    Lack.OVERSEES_NOTHING: "未填分管单位的分管领导有{names}：抄送和销号审核无从送达，请在花名册补填后再次导入",
    Lack.NO_CHATS: "尚未绑定群：请各单位负责人私聊机器人发送 /bind，点链接把机器人拉入工作群",
    Lack.UNIT_WITHOUT_CHAT: "尚未绑定群的单位有{names}：其事项暂由负责人私聊接收，绑定请负责人私聊机器人发送 /bind",
}
_NAMED = 5
SPOTS_NAMED = 50


#: ``bot.py board`` without a configured one.
NO_BOARD = '未启用网页看板：请在配置中填写 board.listen，如 "127.0.0.1:8090"。'


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


def render_listen_refused(key: str, host: str, port: int, why: str) -> str:
    """An address of this machine can't be listened on."""
    return f"无法使用 {host}:{port}（{why}）：请更换 {key}，或停止占用它的程序。"


#: A bureau of the fleet: Telegram knows its token no more.
REVOKED = "Telegram 持续拒绝该令牌：请在 BotFather 处核对令牌，改正配置文件。"
#: A bureau of the fleet ended, and nobody had asked it to.
ENDED_BY_ITSELF = "自行结束"


def render_taken(key: str, by: str) -> str:
    """Two bureaux of the fleet name the same bot or ledger."""
    return f"{key} 与 {by}.toml 相同：请改为各自的，或删去其中一个文件。"


def render_not_running(why: str) -> str:
    """Why a bureau of the fleet does not run, in one line of the log."""
    return f"未能运行，将自动重试。{' '.join(why.split(chr(10)))}"


def render_board_not_open(why: str) -> str:
    """Why a bureau's board is not open, in one line of the log."""
    return f"看板打不开，将自动重试。{' '.join(why.split(chr(10)))}"


def render_extra_missing(key: str, lock: str) -> str:
    """A key asks for what was not installed."""
    return f"启用 {key} 需要另装程序库：.venv/bin/python -m pip install --require-hashes -r {lock}"


def render_no_ledger(where: object, key: str = "store.path") -> str:
    """``key`` says where the ledger is."""
    return f"没有找到台账：{where}。请核对 {key}；尚未使用时，请先导入工作簿或启动机器人。"


def render_misread(spots: Sequence[Spot]) -> str:
    """The rows of the ledger file that can't be read, a line each, under a heading that counts them."""
    more = [f"等{len(spots)}处"] if len(spots) > SPOTS_NAMED else []
    return "\n".join([f"台账文件有{len(spots)}处数据有误，已原样保留：", *map(say_spot, spots[:SPOTS_NAMED]), *more])


def render_year_open(year: int, closed: Sequence[int]) -> str:
    """``year`` can't be exported alone."""
    known = f"已结转的年度：{'、'.join(str(each) for each in closed)}。" if closed else "还没有结转过任何年度。"
    return f"{year}年台账没有结转，{known}导出全部台账请去掉 --year。"


def render_exported(path: object) -> str:
    return f"已导出：{path}"


def render_fetched(path: Path) -> str:
    """A file was fetched."""
    return f"已取回：{path}"


def render_evidence(total: int, new: int, folder: Path) -> str:
    """What is in the folder now."""
    return f"佐证材料共{total}个文件，本次取回{new}个，目录见 {folder / '目录.xlsx'}"


def render_not_fetched(failed: Mapping[Path, str]) -> str:
    """Files that Telegram did not give; the next run tries them again."""
    lines = [f"{path}：{why}" for path, why in failed.items()]
    return "\n".join([f"有{len(failed)}个文件未取回，可再次运行：", *lines])


def render_verified(sequence: int, head: str, adopted: int = 0) -> str:
    """``adopted`` is the number of lines before the journal that was begun again with the ledger file."""
    if adopted:
        return (
            f"流水账自第{adopted + 1}条起完好，至第{sequence}条。"
            f"此前{adopted}条不在：当时流水账遗失，已按台账文件重新建立。校验码：{head}"
        )
    return f"流水账完好，共{sequence}条。校验码：{head}"


def render_left(file: str, sequence: int, head: str) -> str:
    """``verify`` where the ledger was before it was moved; ``file`` is ``machine:path``, or empty for a database."""
    return (
        f"台账已用 move-ledger 移走，现为{_place_now(file)}，此处停用。"
        f"移走时留下的流水账完好，共{sequence}条，校验码：{head}\n"
        f"在现台账上执行 verify --code {head[:16]} 可核对前后衔接。"
    )


def render_code_of_former(file: str) -> str:
    """Behind ``verify --code`` in such a place: a code of later is not to be taken for an altered one."""
    return (
        f"注意：台账已用 move-ledger 移走，现为{_place_now(file)}。以上核对的是移走时留下的流水账，"
        "移走以后的校验码请在现台账上核对。"
    )


def _place_now(file: str) -> str:
    machine, _, path = file.partition(":")
    return f"主机 {machine} 的文件 {path}" if path else "另一处（数据库或文件）"


BAD_CODE = "校验码为64位（至少前8位）的数字和字母a至f。"


def render_code_found(sequence: int, at: datetime | None) -> str:
    """``verify --code``: the code is one of this ledger's; ``at`` is local, ``None`` where its line is not there."""
    when = f"，{at:%Y-%m-%d %H:%M:%S}" if at else ""
    return f"校验码相符：对应流水账第{sequence}条{when}。该条及此前的记录自那时起未被改动。"


def render_code_missing(sequence: int) -> str:
    """``verify --code``: nothing in this ledger ever had that code."""
    return f"校验码不符：流水账共{sequence}条，均无此校验码。请核对抄录；无误的，说明此前的记录已被改动或更换。"


def render_beginning_missing(since: int, head: str) -> str:
    return f"流水账缺少开头：第1至{since}条所在的文件不在，请找回后再校验；其后各条无误。校验码：{head}"


def render_move(source: str, target: str) -> str:
    """Asked before a ledger moves."""
    return f"将台账从 {source} 移到 {target}，移动后原处停用。确认？"


def render_same_place(where: str) -> str:
    """Both configurations keep the ledger in the same way."""
    return f"两份配置的台账须一份为文件、一份在数据库中，现在均为：{where}。"


#: A ledger has moved to where an empty one was.
REPLACED_BLANK = "目标处原有一份空台账（没有事项、人员，也没有收到过消息），已由移入的台账替换。"


def render_moved(sequence: int, head: str, target: str) -> str:
    """A ledger has moved; what to do."""
    return f"已移到 {target}，流水账共{sequence}条。校验码不变：{head}\n今后请用新配置启动机器人。"


def render_backed_up(path: object) -> str:
    return f"已备份：{path}"
