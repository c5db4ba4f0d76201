"""What the city of bureaux (多局演练) says in the terminal."""

from collections.abc import Mapping, Sequence

#: Three invented counties' bureaux, and how their files are called.
BUREAUX: Mapping[str, str] = {"青禾县民政局": "qinghe", "云禾县民政局": "yunhe", "兰禾县民政局": "lanhe"}
MACHINES = ("甲", "乙")
WORK_SHEET = "演练任务"
MISSING = (
    "多局演练需要 PostgreSQL：请安装（Debian/Ubuntu：apt-get install postgresql），或用 POSTGRES_BIN 指明其 bin 目录"
)
HEADINGS = ("单位", "下达指令", "丢失", "重复生效", "重复消息", "无人应答")
KEPT = "承诺兑现：指令无一丢失，无一重复生效；重复消息每次接管每个会话至多一条。"
BROKEN = "承诺未兑现，请查看上表。"


def work(number: int) -> str:
    """The title of a task to talk about."""
    return f"演练走访任务{number}"


def said(number: int) -> str:
    """What somebody reports, a little different each time."""
    return f"已走访{number}户，待会签"


def preparing() -> str:
    return "正在准备：一个 PostgreSQL，三个民政局的台账，两台机器……"


def speaking() -> str:
    return "两台机器已就绪，每局同时只有一台值守；各局人员开始下达指令。"


def killed(machine: str, bureaux: int) -> str:
    return f"切断机器{machine}（kill -9），它正值守{bureaux}个局；指令照常下达。"


def taken_over(seconds: float) -> str:
    return f"已由另一台机器接管，{seconds:.1f} 秒内各局恢复应答。"


def started_again(machine: str) -> str:
    return f"机器{machine}重新启动，转为待命。"


def counting() -> str:
    return "停止下达指令，等候全部答复，逐条核对台账……"


def stopped_badly(code: int) -> str:
    return f"停止机器时出错（{code}）"


def not_played(why: str) -> str:
    return f"多局演练未能完成：{why}"


def say_silence(seconds: Sequence[float]) -> str:
    """5.6 秒、6.1 秒."""
    return "、".join(f"{each:.1f} 秒" for each in seconds) or "无"
