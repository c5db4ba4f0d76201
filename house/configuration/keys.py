"""Every key of a configuration, with how it is read, what is expected there, and its default."""

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec import Struct

from domain.rules import Course, Figure
from domain.sources import SOURCES
from house.configuration.faults import Expected
from house.configuration.values import (
    LONGEST_LEAD,
    LogFormat,
    read_board_url,
    read_chase_steps,
    read_dates,
    read_days,
    read_figures,
    read_flag,
    read_ladder,
    read_list,
    read_listen,
    read_names,
    read_plain_text,
    read_plan_steps,
    read_schema,
    read_span,
    read_stops,
    read_store_url,
    read_tables,
    read_text,
    read_time,
    read_time_or_never,
    read_times,
    read_token,
    read_urgency,
    read_url,
    read_weights,
    read_whole,
    read_zone,
)


class Key(Struct, frozen=True):
    """One key of the table: how it is read, what it should be, and its default (``...`` for none)."""

    read: Callable[[Any], Any]
    expected: Expected
    default: Any


#: The tables of the file, but for ``[kinds.…]`` and ``[escalation.…]``.
TABLE: dict[str, dict[str, Key]] = {
    "telegram": {
        "token": Key(read_token, Expected.TOKEN, ...),
        "base_url": Key(read_url, Expected.URL, "https://api.telegram.org"),
        "webhook_url": Key(read_board_url, Expected.WEBHOOK_URL, ""),
        "webhook_listen": Key(read_listen, Expected.LISTEN, "127.0.0.1:8443"),
    },
    "office": {
        "name": Key(read_text, Expected.TEXT, "民政局"),
        "timezone": Key(read_zone, Expected.ZONE, "Asia/Shanghai"),
        "admins": Key(partial(read_list, read=partial(read_whole, least=1)), Expected.IDS, []),
        "closes_at": Key(read_time, Expected.TIME, "17:30"),
        "unit_word": Key(read_text, Expected.TEXT, "股室"),
        "sources": Key(read_names, Expected.NAMES, list(SOURCES)),
    },
    "store": {
        "path": Key(read_text, Expected.PATH, "data/ledger.json"),
        "url": Key(read_store_url, Expected.STORE_URL, ""),
        "schema": Key(read_schema, Expected.SCHEMA, "duban"),
    },
    "reminders": {
        "digest_at": Key(read_time, Expected.TIME, "08:30"),
        "alerts_at": Key(read_times, Expected.TIMES, ["09:30", "15:00"]),
        "workdays_only": Key(read_flag, Expected.FLAG, True),
        "quiet_hours": Key(read_span, Expected.SPAN, ["20:00", "08:00"]),
        "review_at": Key(read_time_or_never, Expected.TIME_OR_NEVER, "16:30"),
        "pushes_a_day": Key(partial(read_whole, most=100), Expected.COUNT, 3),
    },
    "escalation": {
        "chase_after": Key(read_ladder, Expected.DAYS, [1, 3, 5]),
        "supplement_days": Key(partial(read_whole, least=1, most=LONGEST_LEAD), Expected.COUNT, 3),
        "approve_within": Key(partial(read_whole, least=1, most=LONGEST_LEAD), Expected.COUNT, 2),
        "answer_within": Key(partial(read_whole, least=1, most=LONGEST_LEAD), Expected.COUNT, 2),
        "sign_within": Key(partial(read_whole, most=LONGEST_LEAD), Expected.COUNT, 1),
        "silent_step": Key(partial(read_whole, least=1, most=LONGEST_LEAD), Expected.COUNT, 3),
    },
    "figures": {
        "counted": Key(read_figures, Expected.FIGURES, [figure.value for figure in Figure]),
        "kinds": Key(read_names, Expected.FIGURE_KINDS, []),
        "weights": Key(read_weights, Expected.WEIGHTS, {}),
    },
    "papers": {"templates": Key(read_plain_text, Expected.FOLDER, "")},
    "calendar": {
        "rest": Key(read_dates, Expected.DATES, []),
        "work": Key(read_dates, Expected.DATES, []),
    },
    "board": {
        "listen": Key(read_listen, Expected.LISTEN, ""),
        "url": Key(read_board_url, Expected.BOARD_URL, ""),
        "pinned": Key(read_flag, Expected.FLAG, False),
    },
    "monitoring": {"listen": Key(read_listen, Expected.LISTEN, "")},
    "logging": {"format": Key(LogFormat, Expected.LOG_FORMAT, "text")},
    "limits": {
        "per_second": Key(read_whole, Expected.COUNT, 30),
        "per_chat_second": Key(read_whole, Expected.COUNT, 1),
        "per_group_minute": Key(read_whole, Expected.COUNT, 20),
    },
}

#: ``[escalation.default]``, and ``[escalation.KIND]`` for a kind with 催办 of its own.
ESCALATION_KEYS: dict[str, Key] = {
    "steps": Key(read_chase_steps, Expected.CHASES, ...),
    "stops": Key(read_stops, Expected.STOPS, ["submitted", "doubt"]),
}
KIND_KEYS: dict[str, Key] = {
    "label": Key(read_text, Expected.TEXT, ...),
    "lead_days": Key(read_days, Expected.DAYS, [7, 3, 1, 0]),
    "verify": Key(read_flag, Expected.FLAG, False),
    "recheck_after_days": Key(partial(read_whole, most=3660), Expected.COUNT, 0),
    "statutory": Key(read_flag, Expected.FLAG, False),
    "on_rest_days": Key(read_flag, Expected.FLAG, False),
    "needs_evidence": Key(read_flag, Expected.FLAG, False),
    "two_keys": Key(read_flag, Expected.FLAG, False),
    "asks_criterion": Key(read_flag, Expected.FLAG, False),
    "asks_lessons": Key(read_flag, Expected.FLAG, False),
    "sensitive": Key(read_flag, Expected.FLAG, False),
    "obstacle_stops_chase": Key(read_flag, Expected.FLAG, False),
    "silent_after": Key(partial(read_whole, most=LONGEST_LEAD), Expected.COUNT, 10),
    "steps": Key(read_plan_steps, Expected.PLAN_STEPS, []),
    "plan_approved": Key(read_flag, Expected.FLAG, False),
    "pace": Key(Course, Expected.COURSE, ""),
    "clocks": Key(read_tables, Expected.CLOCKS, []),
    "urgency": Key(read_urgency, Expected.URGENCY, {}),
    "verdict_after": Key(partial(read_whole, most=LONGEST_LEAD), Expected.COUNT, 0),
    "redo_days": Key(partial(read_whole, most=LONGEST_LEAD), Expected.COUNT, 0),
}
#: One entry of a kind's ``clocks``.
CLOCK_KEYS: dict[str, Key] = {
    "name": Key(read_text, Expected.TEXT, ...),
    "label": Key(read_text, Expected.TEXT, ...),
    "days": Key(partial(read_whole, most=3660), Expected.COUNT, 0),
    "work_days": Key(read_flag, Expected.FLAG, False),
    "months": Key(partial(read_whole, most=120), Expected.COUNT, 0),
    "lead_days": Key(read_days, Expected.DAYS, [3, 1, 0]),
    "prolong": Key(partial(read_whole, most=3660), Expected.COUNT, 0),
    "after": Key(str, Expected.TEXT, ""),
    "optional": Key(read_flag, Expected.FLAG, False),
    "restarts": Key(read_flag, Expected.FLAG, False),
    "basis": Key(str, Expected.TEXT, ""),
}
