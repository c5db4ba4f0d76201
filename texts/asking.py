"""What an alert says of its one item and asks for: by rung, and only what can still be done today."""

from datetime import datetime

from domain.item import ItemStatus
from domain.rules import Rules
from domain.views import Light, Line
from texts.dates import local, say_time, say_weekday, today_of
from texts.glossary import say_closing, say_limit
from texts.lines import owner_of, say_last_day, say_limit_of, say_today

HARDSHIP = "确有困难的，请及时向分管领导汇报。"


def say_chase(line: Line, rules: Rules, now: datetime) -> str:
    """11月20日（周五）到期，逾期3天，尚未办结，and what is asked for."""
    closing = say_closing(line.item, rules)
    return f"{say_limit_of(line, rules, now)}，尚未{closing}。\n{say_plea(line, rules, now)}"


def say_due_today(line: Line, rules: Rules, now: datetime) -> str:
    """整改期限为今日（11月23日 周一），尚未申请销号; and what is asked for. A limit on a rest day is told before it."""
    today = today_of(now, rules)
    day = f"今日（{today.month}月{today.day}日 {say_weekday(today)}）"
    if line.light is Light.LATE:
        return _say_supplement_today(line, rules, now, day)
    if line.due_on != today:
        day = f"{say_last_day(line, today)}，今日为期限前最后一个工作日"
    undone = f"尚未{say_closing(line.item, rules)}"
    return f"{say_limit(line.item, rules)}为{day}，{undone}。\n{say_plea(line, rules, now)}"


def _say_supplement_today(line: Line, rules: Rules, now: datetime, day: str) -> str:
    """The day to supplement what was late and returned; of a 退回 only who may know of it reads."""
    late = f"{say_last_day(line, today_of(now, rules))}到期，逾期{line.days_late}天"
    supplement = f"，退回后的补充期限为{day}" if line.item.returned_at else ""
    return f"{late}{supplement}，尚未{say_closing(line.item, rules)}。\n{say_plea(line, rules, now)}"


def say_assignment(line: Line, rules: Rules, now: datetime) -> str:
    """The limit of a new assignment, and the request to acknowledge it (签收)."""
    limit = f"{say_limit(line.item, rules)}：{say_last_day(line, today_of(now, rules))}"
    owner = f"，责任人{owner_of(line.item)}"
    ask = "请签收：点下方按钮，或回复本消息“收到”。" if line.item.status is ItemStatus.ASSIGNED else "请按期办理。"
    return f"{limit}{owner}。\n{ask}"


def say_ahead(line: Line, rules: Rules, now: datetime) -> str:
    """The limit, as far off as it is."""
    return f"{say_limit_of(line, rules, now)}。"


def say_plea(line: Line, rules: Rules, now: datetime) -> str:
    """What is asked for: by the item's own hour where it is due today, else by the office's closing hour."""
    if line.light is Light.TODAY:
        return f"{say_today(line.item, rules, now)}；{HARDSHIP}"
    return f"{say_until(rules, now)}{say_closing(line.item, rules)}；{HARDSHIP}"


def say_until(rules: Rules, now: datetime) -> str:
    """请于今日17:30前; after that hour only 请尽快."""
    return f"请于今日{say_time(rules.closes_at)}前" if local(now, rules).time() < rules.closes_at else "请尽快"
