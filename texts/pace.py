"""Pace (序时进度): how much is done and should be, who is behind and by how much, and what is said at half time."""

from collections.abc import Sequence

from domain.views import LAGGING, Light, Line

#: Items that one sentence names; the others are counted.
NAMED = 5
_BESIDE_LIMIT = LAGGING | {Light.NEAR, Light.TODAY}


def pace_facts(line: Line) -> tuple[tuple[str, str], ...]:
    """What the card says: 进度 已完成45%，序时应达60%，落后15个百分点."""
    if line.pace is None:
        return ()
    said = f"已完成{line.pace.done}%，序时应达{line.pace.expected}%"
    return (("进度", said + (f"，落后{line.pace.behind}个百分点" if line.pace.behind else "")),)


def say_behind(line: Line) -> str:
    """，落后15个百分点, behind the limit of what does not keep pace; a late item says how late it is."""
    if line.pace is None or not line.pace.is_behind or line.light not in _BESIDE_LIMIT:
        return ""
    return f"，进度落后{line.pace.behind}个百分点"


def say_lagging(lines: Sequence[Line]) -> str:
    """进度滞后2项：第12号落后15个百分点，第14号落后32个百分点。 By number, never by how far; or nothing."""
    named = "，".join(f"第{line.item.number}号落后{line.pace.behind}个百分点" for line in lines[:NAMED] if line.pace)
    return f"进度滞后{len(lines)}项：{named}{'等' if len(lines) > NAMED else ''}。" if lines else ""


def say_half_done(half_done: tuple[int, int] | None) -> str:
    """时间过半，可计进度的8项：任务过半5项，未过半3项。 Once a year; or nothing."""
    if half_done is None:
        return ""
    done, left = half_done
    parts = [f"任务过半{done}项"] * bool(done) + [f"未过半{left}项"] * bool(left)
    return f"全年时间过半，可计进度的{done + left}项：{'，'.join(parts)}。"


def say_half(line: Line, limit: str) -> str:
    """The item's own half time: 时间已过半，任务完成40%，尚未过半；期限12月31日（周四）. And what is asked for."""
    done = line.pace.done if line.pace else line.item.percent or 0
    return f"时间已过半，任务完成{done}%，尚未过半；{limit}。\n请对照序时进度加快推进；确有困难的，请报告难点。"
