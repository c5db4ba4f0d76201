"""The counts of the morning at any time (督办汇总), each with the list behind it."""

from domain.actions import Action
from domain.letter import Page, Press
from domain.overview import Summary
from domain.rules import Rules
from texts.actions import BUTTONS
from texts.counts import say_bureau, say_lights, say_unit_row
from texts.glossary import local, say_day, say_time, today_of
from texts.keyboard import button
from texts.pages import bold, in_rows, join, shorten, single, text

#: So many units have a line of their own; the others are counted.
UNITS_SHOWN = 8
UNIT_LIMIT = 10


def render_summary(view: Summary, rules: Rules, whole: Action) -> Page:
    """What the reader answers for, in counts; ``whole`` is the list of all that.

    Of the whole bureau it reads as its group does in the morning.
    """
    counts, now = view.counts, view.counts.now
    today, hour = today_of(now, rules), say_time(local(now, rules))
    opening = say_bureau(counts, hour) if view.is_whole else f"截至{hour}，在办{counts.tally.in_hand}项。"
    sensitive = f"另有敏感事项{view.sensitive}项，不在群内显示。" if view.sensitive else ""
    return single(
        join(
            [
                join(
                    [
                        bold(f"【{BUTTONS[Action.SUMMARY]}】{say_day(today, today)}"),
                        text(opening),
                        text(say_lights(counts.tally)),
                        text(sensitive),
                    ]
                ),
                join([text(words) for words in _say_units(view)]),
            ],
            "\n\n",
        ),
        rows=in_rows(
            [
                button(f"待审{view.waiting}项" if view.waiting else BUTTONS[Action.WAITING], Press(Action.WAITING)),
                *(button(BUTTONS[act], Press(act)) for act in (Action.LATE, Action.TODAY, Action.WEEK)),
                button(BUTTONS[whole], Press(whole)),
            ],
            3,
        ),
    )


def _say_units(view: Summary) -> list[str]:
    """A line for each unit that has something late, due or near; the others are counted."""
    rows, quiet = view.counts.rows, view.counts.quiet_units
    if len(rows) + quiet <= 1:
        return []
    shown = [f"{shorten(row.unit, UNIT_LIMIT)}　{say_unit_row(row.tally)}" for row in rows[:UNITS_SHOWN]]
    more = f"另有{len(rows) - UNITS_SHOWN}个单位有逾期、今日到期或临期事项。" if len(rows) > UNITS_SHOWN else ""
    which = f"其余{quiet}个单位" if rows else "各单位均"
    calm = f"{which}无逾期、今日到期、临期事项。" if quiet else ""
    return [*shown, *(words for words in (more, calm) if words)]
