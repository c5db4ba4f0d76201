"""What an operator reads when the ledger can't be opened, checked or written: all Chinese, and where to look.

The store says why in English, for the log. ``WHY`` words each of its reasons; a test sees that none is missing.
"""

import re
from pathlib import PurePath

_RESTORE = "见 docs/restore.zh-CN.md"

#: A refusal of the store by the name of its error, and what to do.
STORE_ERRORS = {
    "LedgerLocked": "台账正由另一个程序使用，请先停止它；机器人运行时，导入请把文件直接发给机器人。",
    "LedgerUnreadable": "台账文件无法读取，未作任何改动。"
    f"旁边有流水账的，移开该文件后启动即可重建；否则从备份恢复（{_RESTORE}）。",
    "SchemaTooNew": "台账由更新版本的程序写成，请升级后再打开。",
    "JournalDamaged": f"流水账校验不符，未作任何改动，请从备份恢复（{_RESTORE}）。",
    "Displaced": "台账或流水账文件被移动、删除或替换，请恢复原位后重新启动。",
    "NotSaved": "磁盘写入失败，未作任何改动，请检查磁盘空间和权限后重试。",
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
    r"what was saved before is no longer in it": "已保存的记录不在其中",
    r"it is not the journal that the ledger file was written after": "与台账文件不是一套",
    r"its record is torn: .*": "最后一条没有写完，打开台账时会截去",
    r"line (\d+), which the ledger file was written after, is not in it": "缺少台账文件所依据的第{0}条",
    r"it is no TinyDB file .*": "不是 TinyDB 格式",
    r"table (\w+), document (\d+): .*": "表 {0} 的第{1}条无法读取",
    r"another program keeps writing the ledger file": "另一个程序一直在改写台账文件",
    r"only a closed month that .*": "只有已结束并写入台账文件的月份才能精简",
    r".* leads elsewhere by now": "路径已指向别处",
    r".* was moved or deleted": "目录已被移走或删除",
    r".* was moved, deleted or replaced": "文件已被移走、删除或替换",
    r".* was written by another process": "文件已被另一个程序写过",
    r"another process has taken the ledger": "台账已被另一个程序占用",
    r".*\[Errno (?:2|20)\].*": "目录不存在",
    r".*\[Errno 5\].*": "磁盘读写错误",
    r".*\[Errno 21\].*": "那里是一个目录",
    r".*\[Errno (?:1|13)\].*": "没有权限",
    r".*\[Errno 27\].*": "文件过大",
    r".*\[Errno (?:28|122)\].*|short write": "磁盘空间不足",
    r".*\[Errno 30\].*": "磁盘为只读",
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


def say_why(why: str) -> str:
    """The store's reason in Chinese; ``""`` for one that nobody worded."""
    for pattern, words in WHY.items():
        if found := re.fullmatch(pattern, why, re.DOTALL):
            return words.format(*found.groups())
    return ""


def render_store_error(name: str, path: object = None, line: int = 0, why: str = "") -> str:
    """What went wrong with the ledger and what to do, then where exactly and why, as far as known."""
    where = f"位置：{_place(path, line)}" if path is not None else ""
    reason = f"原因：{said}" if (said := say_why(why)) else ""
    detail = "；".join(part for part in (where, reason) if part)
    return "\n".join(part for part in (STORE_ERRORS.get(name, "台账操作失败，未作任何改动。"), detail) if part)


def render_misfit(path: object, line: int, why: str) -> str:
    """Where the ledger is not what was written: the first line that does not fit, or (0) the whole file."""
    reason = f"（{said}）" if (said := say_why(why)) else ""
    return f"校验不符：{_place(path, line)}{reason}。请保留现场并报告，从备份恢复（{_RESTORE}）。"


def render_target(path: object, fault: str) -> str:
    """One sentence: where nothing could be written, why, and what to do."""
    return f"无法写入 {path}：{TARGETS.get(fault, '系统拒绝，请换一个位置')}。"


def _place(path: object, line: int) -> str:
    """The file within the ledger's folder: what is read may be a copy, whose own place says nothing to anybody."""
    parts = PurePath(str(path)).parts
    shown = "/".join(parts[-2:] if len(parts) > 1 and parts[-2].endswith(".journal") else parts[-1:])
    return f"{shown} 第{line}行" if line else shown
