"""What a report says of the items of one source: how many there are, how they stand, and how far each is."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from domain.item import Item
from domain.milestones import open_steps
from domain.paper_facts import Facts, Group
from domain.quota import say_plainly
from domain.views import Light, Line
from texts.paper_words import join_names, missing, say_limit_of, say_short, secret_of, title_of, unit_of, words_of

_IN_HAND = (Light.TODAY, Light.NEAR, Light.FAR_BEHIND, Light.BEHIND, Light.NORMAL)
#: Names items, in the order of the lines.
Say = Callable[[Sequence[Line]], str]


def say_group(group: Group, facts: Facts, *, done: str, noun: str) -> Iterator[str]:
    """A sentence for each state that something is in."""
    yield from _say_closed(group, done, noun)
    yield say_counted("待审核", Group("", group.of(Light.WAITING)), say_titles)
    going = Group("", group.of(*_IN_HAND))
    yield say_counted("推进中", going, lambda lines: say_how_far(lines, facts))
    yield say_counted("逾期", Group("", group.of(Light.LATE)), lambda lines: say_late(lines, facts))
    yield say_counted("挂账", Group("", group.of(Light.PAUSED)), say_titles)


def _say_closed(group: Group, done: str, noun: str) -> Iterator[str]:
    """共21项任务（含下级任务13项），已办结1项：甲."""
    numbers = {line.item.number for line in group.lines}
    parts = sum(line.item.parent in numbers for line in group.lines)
    yield f"共{group.total}项{noun}" + (f"（含下级{noun}{parts}项）" if parts else "")
    closed = Group("", group.of(Light.CLOSED))
    if not closed.total:
        yield f"，均未{done}。" if group.total > 1 else f"，尚未{done}。"
    yield say_counted(f"，已{done}", closed, say_titles)


def say_counted(state: str, group: Group, say: Say) -> str:
    """推进中3项：甲、乙；另有敏感事项1项，不列名。; "" where nothing is in that state."""
    if not group.total:
        return ""
    if not group.named:
        return f"{state}{group.total}项（敏感事项，不列名）。"
    return f"{state}{group.total}项：{say(group.named)}{secret_of(group)}。"


def say_titles(lines: Sequence[Line]) -> str:
    """甲、乙（6项）: what recurs under one title stands there once."""
    same = Counter(title_of(line.item) for line in lines)
    return join_names([f"{title}（{count}项）" if count > 1 else title for title, count in same.items()], len(lines))


def say_how_far(lines: Sequence[Line], facts: Facts) -> str:
    """First what was begun, then what is counted at nought; of the others it is marked once that nothing is known."""
    known = {line.item.number: far for line in lines if (far := how_far(line.item, facts))}
    counted = sorted((line for line in lines if line.item.number in known), key=lambda line: _is_at_nought(line.item))
    told = [f"{title_of(line.item)}（{known[line.item.number]}）" for line in counted]
    bare = [line for line in lines if line.item.number not in known]
    if not told:
        return f"{say_titles(bare)}{missing('进展')}"
    return join_names(told, len(told), "；") + (
        f"；另有{len(bare)}项{missing('进展')}：{say_titles(bare)}" if bare else ""
    )


def _is_at_nought(item: Item) -> bool:
    return not item.progress and not item.percent


def how_far(item: Item, facts: Facts) -> str:
    """What was reported last, and what can be counted: figures, steps, parts."""
    quota, steps, parts = item.quota, item.milestones, facts.parts.get(item.number)
    counted = (
        words_of(item.progress),
        f"已完成{say_plainly(quota.reached)}/{say_plainly(quota.target)}{quota.counted_in}" if quota else "",
        f"节点已完成{len(steps) - len(open_steps(item))}/{len(steps)}" if steps else "",
        f"下级已办结{parts.closed}/{parts.total}项" if parts else "",
    )
    return "，".join(filter(None, counted))


def say_late(lines: Iterable[Line], facts: Facts) -> str:
    """Each with its unit and its limit; what recurs under one title stands there once."""
    same: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        same.setdefault((title_of(line.item), unit_of(line.item)), []).append(line)
    names = [_say_late_of(some, facts) for some in same.values()]
    return join_names(names, sum(map(len, same.values())), "；")


def _say_late_of(lines: Sequence[Line], facts: Facts) -> str:
    first, last, today = lines[0], lines[-1], facts.today
    if len(lines) == 1:
        far = how_far(first.item, facts)
        limit = f"{unit_of(first.item)}，{say_limit_of(first, today)}到期"
        return f"{title_of(first.item)}（{limit}{f'，{far}' if far else ''}）"
    days = [say_short(line.due_on, today) for line in (first, last) if line.due_on]
    return f"{title_of(first.item)}{len(lines)}项（{unit_of(first.item)}，{'至'.join(dict.fromkeys(days))}到期）"
