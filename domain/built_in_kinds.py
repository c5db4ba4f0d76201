"""The kinds of items that every bureau has, as ``[kinds.NAME]`` of the configuration would write them."""

from collections.abc import Mapping
from typing import Any

#: In force since 2022-05-01, in place of 《信访条例》. The office checks days and articles against the law in force.
_PETITIONS = "《信访工作条例》"

#: A ``[kinds.NAME]`` changes one or adds another.
BUILT_IN_KINDS: Mapping[str, Mapping[str, Any]] = {
    "task": {"label": "任务", "pace": "linear"},
    "rectification": {
        "label": "整改",
        "lead_days": [15, 7, 3, 1, 0],
        "verify": True,
        "recheck_after_days": 90,
        "needs_evidence": True,
        "asks_lessons": True,
        "pace": "linear",
        "steps": [
            {"words": "制定整改方案", "before": 40},
            {"words": "集中整改到位", "before": 10},
            {"words": "自查并备齐佐证", "before": 3},
        ],
    },
    "petition": {
        "label": "信访",
        "verify": True,
        "statutory": True,
        "sensitive": True,
        "verdict_after": 5,
        "clocks": [
            {
                "name": "object",
                "label": "提出异议",
                "days": 5,
                "work_days": True,
                "lead_days": [1, 0],
                "optional": True,
                "basis": f"{_PETITIONS}第二十三条",
            },
            {"name": "accept", "label": "告知受理", "days": 15, "basis": f"{_PETITIONS}第二十三条"},
            {
                "name": "handle",
                "label": "办理",
                "days": 60,
                "prolong": 30,
                "after": "accept",
                "basis": f"{_PETITIONS}第三十四条",
            },
        ],
    },
    "hotline": {
        "label": "12345",
        "lead_days": [3, 1, 0],
        "verify": True,
        "sensitive": True,
        "verdict_after": 3,
        "clocks": [{"name": "handle", "label": "办理", "days": 3, "work_days": True}],
    },
}
