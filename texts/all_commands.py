"""全部指令: every command that a role may use, a page a topic. What no topic names stands on the last page."""

from collections.abc import Mapping

from domain.actions import ACTIONS, COMMANDS, Action
from domain.letter import TURN, Page, Press
from domain.roster import Role
from texts.actions import BUTTONS, WORDS, may_use
from texts.lines import button
from texts.pages import bold, in_rows, join, single, text

TOPICS: Mapping[str, tuple[Action, ...]] = {
    "查看": (
        Action.MINE,
        Action.UNIT,
        Action.TODAY,
        Action.TOMORROW,
        Action.WEEK,
        Action.LATE,
        Action.WAITING,
        Action.SILENT,
        Action.GAPS,
        Action.COOPERATION,
        Action.SUMMARY,
        Action.CALENDAR,
        Action.FIND,
        Action.SEE,
        Action.HISTORY,
    ),
    "清单": (
        Action.LIST,
        Action.TASKS,
        Action.CHART,
        Action.DUTIES,
        Action.PROBLEMS,
        Action.PARTS,
        Action.SERIES,
        Action.FILL_GAPS,
        Action.ROUND,
    ),
    "督查、材料": (
        Action.FIGURES,
        Action.PAPER,
        Action.CHANGES,
        Action.SAMPLE,
        Action.CODE,
        Action.STATUS,
        Action.CLOSE_YEAR,
    ),
    "办理": (
        Action.ACKNOWLEDGE,
        Action.DOUBT,
        Action.PROGRESS,
        Action.EVIDENCE,
        Action.PLAN,
        Action.MEASURES,
        Action.ANSWER_INSTRUCTION,
        Action.TICK,
        Action.EXTEND,
        Action.REPORT_OBSTACLE,
        Action.DONE,
        Action.UNDO,
        Action.SUM_UP,
    ),
    "信访、复查": (
        Action.CLOCK,
        Action.ACCEPTED,
        Action.NOT_OURS,
        Action.PROLONG,
        Action.VERDICT,
        Action.CONFIRM,
        Action.VERIFY,
    ),
    "交办、调整": (
        Action.ADD,
        Action.EDIT,
        Action.ASSIGN,
        Action.HAND_ALL,
        Action.INSTRUCT,
        Action.ANSWER_OBSTACLE,
        Action.SUSPEND,
        Action.RESUME,
        Action.CANCEL,
    ),
    "人员、群聊": (
        Action.WHOAMI,
        Action.LEAVE,
        Action.MUTE,
        Action.JOIN,
        Action.INVITE,
        Action.RETIRE,
        Action.REJOIN,
        Action.BIND,
        Action.UNBIND,
        Action.START,
        Action.HELP,
    ),
}


def render_commands(role: Role, place: int) -> Page:
    """All commands of one topic that the role may use, by the topic's place from 1; another place shows the first."""
    pages = commands_of(role)
    topic = dict(enumerate(pages, start=1)).get(place) or next(iter(pages))
    others = [
        button(name, Press(Action.HELP, version=TURN, page=number))
        for number, name in enumerate(pages, start=1)
        if name != topic
    ]
    return single(
        bold(f"【{BUTTONS[Action.HELP]}】{topic}"),
        text("点指令即可发送，12处写督办号：\n"),
        join([text(_say_command(action)) for action in pages[topic]]),
        rows=in_rows(others, 3),
    )


def commands_of(role: Role) -> dict[str, tuple[Action, ...]]:
    """Topic → the commands that the role may use; topics without one are left out."""
    named = {action for actions in TOPICS.values() for action in actions}
    *_, last = TOPICS
    more = tuple(action for action in COMMANDS.values() if action not in named)
    topics = {**TOPICS, last: TOPICS[last] + more}
    mine = {topic: tuple(each for each in actions if may_use(each, role)) for topic, actions in topics.items()}
    return {topic: actions for topic, actions in mine.items() if actions}


def _say_command(action: Action) -> str:
    """/done 12　办结或申请销号; the number stands where the command needs one."""
    row = ACTIONS[action]
    return f"/{row.command}{' 12' if row.on_items else ''}　{WORDS[action].does}"
