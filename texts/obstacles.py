"""What is said of a difficulty (难点): reported, put before the leader, answered, solved or not."""

from datetime import datetime

from markupsafe import Markup

from domain.actions import Action
from domain.item import Item, Obstacle, ObstacleKind
from domain.letter import Origin, Page, Press, Rows
from domain.limits import local_day
from domain.obstacle import answer_by
from domain.requests import ESCALATED, DecisionRequest, RequestKind
from domain.roster import Person, Role
from domain.rules import Rules
from domain.setting import Setting
from domain.views import Line
from texts.decisions import say_decider
from texts.extension import say_new_limit
from texts.glossary import OBSTACLES, say_day, say_instant, say_role, today_of
from texts.lines import act_button, button, name_and, name_item, owner_of, say_actor, unit_of
from texts.pages import bold, in_rows, shorten, single, text
from texts.requests import TITLE_LIMIT, head_of

WORDS_LIMIT = 600
FACT_LIMIT = 200
#: What the pressed buttons answer.
ESCALATED_NOW, PASSED_ON = "已转局长。", "已转他人办理，您无须处理。"


def _head(item: Item, rules: Rules) -> Markup:
    return head_of(RequestKind.OBSTACLE, item, rules)


def render_ask_obstacle(item: Item, rules: Rules, *, in_group: bool) -> Page:
    """报告难点: the next words are taken as the difficulty."""
    how = "请回复本消息，写明难点和需要的支持；只报分管领导，不在群内通报。"
    return single(
        _head(item, rules),
        text(how if in_group else "请直接发送难点和需要的支持，例如：消防验收排期至12月10日，请协调提前。"),
        about=(item.number,),
    )


def render_obstacle_kinds(item: Item, words: str, draft: int, rules: Rules) -> Page:
    """Which kind of difficulty it is: nothing is sent before one is chosen."""
    buttons = [
        button(OBSTACLES[kind], Press(Action.OBSTACLE_KIND, item.number, draft, place))
        for place, kind in enumerate(ObstacleKind, start=1)
    ]
    drop = button("取消", Press(Action.OBSTACLE_KIND, item.number, draft, 0))
    return single(
        _head(item, rules),
        text(f"“{shorten(words, WORDS_LIMIT)}”"),
        text("请选择难点类型："),
        rows=(*in_rows(buttons), (drop,)),
        about=(item.number,),
    )


def render_obstacle_dropped(item: Item, rules: Rules) -> Page:
    """Nothing was reported."""
    return single(_head(item, rules), text("未报告。"), about=(item.number,))


def render_obstacle_reported(item: Item, role: Role | None, rules: Rules, now: datetime) -> Page:
    """To whoever reported it: to whom it went, and until when it is to be answered."""
    obstacle = item.obstacle
    by = say_day(answer_by(obstacle, rules), today_of(now, rules)) if obstacle else ""
    kind = OBSTACLES[obstacle.kind] if obstacle else ""
    sent = f"已报{say_role(role, rules)}，请其于{by}前答复。" if role else "目前无人可答复，已告知办公室。"
    buttons = (act_button(Action.SOLVE_OBSTACLE, item, rules), act_button(Action.UNDO, item, rules))
    return single(_head(item, rules), text(f"{kind}。{sent}"), rows=(buttons,), about=(item.number,))


def render_obstacle_request(asked: DecisionRequest, line: Line, setting: Setting) -> Page:
    """To the leader, in private (docs/messages.md 15)."""
    item, rules, now = line.item, setting.rules, setting.now
    obstacle = item.obstacle
    if obstacle is None:
        return single(_head(item, rules), about=(item.number,))
    who = " ".join(word for word in (unit_of(item), shorten(obstacle.by, 24) or owner_of(item)) if word)
    on = say_day(local_day(obstacle.at, rules), today_of(now, rules), weekday=False)
    before = asked.data.get("answer", "")
    return single(
        _head(item, rules),
        text(f"{who}　{on} {OBSTACLES[obstacle.kind]}"),
        text(shorten(obstacle.words, WORDS_LIMIT)),
        text(f"上次答复：{shorten(before, FACT_LIMIT)}" if before else ""),
        text("已转局长。" if asked.data.get(ESCALATED) else ""),
        text(f"{_say_answer_by(obstacle, rules, now)}，也可直接回复本消息。"),
        rows=_ways(asked, item, obstacle, rules),
        about=(item.number,),
    )


def _say_answer_by(obstacle: Obstacle, rules: Rules, now: datetime) -> str:
    """请于11月25日（周三）前答复; after that day, since when it is late."""
    day, today = answer_by(obstacle, rules), today_of(now, rules)
    late = f"应于{say_day(day, today)}前答复，尚未答复，请您尽快答复"
    return late if today > day else f"请于{say_day(day, today)}前答复"


def _ways(asked: DecisionRequest, item: Item, obstacle: Obstacle, rules: Rules) -> Rows:
    acts = [Action.ANSWER_OBSTACLE]
    if not asked.data.get(ESCALATED):
        acts.append(Action.ESCALATE_OBSTACLE)
    acts.append(Action.DISOWN_OBSTACLE)
    rows: Rows = (tuple(act_button(act, item, rules) for act in acts),)
    if obstacle.kind is ObstacleKind.UNSOLVABLE:
        rows += ((act_button(Action.MAKE_LONG_TERM, item, rules),),)
    return rows


def render_ask_answer(item: Item, rules: Rules, *, in_group: bool) -> Page:
    """答复: the next words are taken as the answer."""
    how = "请回复本消息，写明答复内容" if in_group else "请直接发送答复内容"
    return single(_head(item, rules), text(f"{how}，将送达责任人和负责人。"), about=(item.number,))


def render_ask_review(item: Item, rules: Rules) -> Page:
    """转为长期事项: on which day it is looked at again."""
    return single(
        _head(item, rules),
        text("转为长期事项后不再计逾期。请直接发送复核日期，例如：2027年3月1日。不转请忽略本消息。"),
        about=(item.number,),
    )


def render_ask_unsolved(item: Item, rules: Rules, *, in_group: bool) -> Page:
    """仍未解决: what is lacking."""
    how = "请回复本消息，写明" if in_group else "请直接发送"
    return single(_head(item, rules), text(f"{how}仍存在的问题，将再次报分管领导。"), about=(item.number,))


def render_obstacle_decided(item: Item, by: Person, rules: Rules, now: datetime) -> Page:
    """The report after the answer, in place of every copy."""
    step = item.history[-1]
    who, when = say_decider(step, by, rules), say_instant(step.at, rules, now)
    words = f"已答复：{shorten(step.note, WORDS_LIMIT)}"
    if item.review_on is not None and step.to:
        words = f"转为长期事项，{say_day(item.review_on, today_of(now, rules))}复核"
    return single(
        _head(item, rules),
        text(f"✅ {who} {when} {words}"),
        rows=((act_button(Action.UNDO, item, rules),),),
        about=(item.number,),
    )


def render_obstacle_answered(item: Item, rules: Rules, now: datetime) -> Page:
    """To owner, heads and whoever reported it, in private: the answer."""
    step = item.history[-1]
    on = say_day(local_day(step.at, rules), today_of(now, rules), weekday=False)
    acts = (Action.SOLVE_OBSTACLE, Action.REPEAT_OBSTACLE)
    return single(
        Markup("{}{}").format(bold("【难点答复】"), name_item(item, rules, TITLE_LIMIT)),
        text(f"{say_actor(step)}{on}：{shorten(step.note, WORDS_LIMIT)}"),
        rows=(tuple(act_button(act, item, rules, Origin.SHARED) for act in acts),),
        about=(item.number,),
    )


def render_long_term(item: Item, rules: Rules, now: datetime) -> Page:
    """To the unit and the owner: it is never late from now on, and when it is looked at again."""
    step, former = item.history[-1], item.former_limits[-1].due
    when = say_day(local_day(step.at, rules), today_of(now, rules), weekday=False)
    review = say_day(item.review_on, today_of(now, rules)) if item.review_on else "未定"
    limit = f"，原期限{say_new_limit(former, rules, now, weekday=False)}" if former else ""
    words = f"转为长期事项，{review}复核{limit}，{say_actor(step)}{when}同意。"
    return single(name_and(item, rules, words, TITLE_LIMIT), about=(item.number,))


def render_obstacle_solved(item: Item, rules: Rules, now: datetime) -> Page:
    """Somebody said that it is solved: to who pressed it, to the others concerned, and in place of the report."""
    step = item.history[-1]
    words = f"✅ {say_actor(step)} {say_instant(step.at, rules, now)} 难点已解决。"
    return single(_head(item, rules), text(words), about=(item.number,))


def render_obstacle_reopened(item: Item, rules: Rules) -> Page:
    """The answer was taken back: to those who had read it."""
    by = shorten(item.history[-1].by, 24)
    return single(_head(item, rules), text(f"答复已由{by}撤回，难点待重新答复。"), about=(item.number,))


def render_nobody_answers(item: Item, rules: Rules) -> Page:
    """To the office: a difficulty waits, and nobody who may answer can be reached."""
    return single(
        _head(item, rules),
        text("目前无人可答复，请在花名册中补充分管领导，或提请其启用本助手。"),
        about=(item.number,),
    )


def say_obstacle(obstacle: Obstacle, rules: Rules, now: datetime, *, is_private: bool) -> str:
    """需协调，丙某11月23日报告：…，请于11月25日（周三）前答复; in a group only how it stands."""
    if not is_private:
        return "已报告，待答复" if obstacle.answered_at is None else "已答复，待解决"
    on = say_day(local_day(obstacle.at, rules), today_of(now, rules), weekday=False)
    words = shorten(obstacle.words, FACT_LIMIT).rstrip("。")
    said = f"{OBSTACLES[obstacle.kind]}，{shorten(obstacle.by, 24)}{on}报告：{words}"
    if obstacle.answered_at is None:
        return f"{said}，请于{say_day(answer_by(obstacle, rules), today_of(now, rules))}前答复"
    return said


def say_answer(obstacle: Obstacle, rules: Rules, now: datetime) -> str:
    """丁某11月24日：已与住建局商定; nothing where it was not answered in words."""
    if obstacle.answered_at is None or not obstacle.answer:
        return ""
    on = say_day(local_day(obstacle.answered_at, rules), today_of(now, rules), weekday=False)
    return f"{shorten(obstacle.answered_by, 24)}{on}：{shorten(obstacle.answer, FACT_LIMIT)}"
