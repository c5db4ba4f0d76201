"""What the demonstration (演练场) says in the terminal, and the few words that it puts into the chats by itself."""

#: The keeper of an office's own, still empty ledger.
KEEPER = "管理员"
OWN_OFFICE = "本单位"
SAMPLE_WORKBOOK = "示例台账.xlsx"


def group_title(unit: str) -> str:
    """What a unit's group is called that the rehearsal opens for it; ``""`` is the whole bureau's."""
    return f"{unit or '全局'}工作群"


def is_open(url: str) -> str:
    return f"演练场已就绪，请用浏览器打开：{url} （按 Ctrl-C 结束）"


def port_taken(port: int) -> str:
    return f"端口 {port} 已被占用，请换一个：make demo PORT={port + 1}"


def bot_ended(why: str) -> str:
    return f"机器人进程意外退出，正在重新启动：{why}"


def not_begun(why: str) -> str:
    return f"演练场未能开始：{why}"
