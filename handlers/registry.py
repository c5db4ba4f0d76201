"""Everything that the bot does on request: which function serves which action, event, question or kind of words.

A new action is one row here, a code and a row in ``domain/actions.py``, and a row in ``texts/action_words/``.
"""

from collections.abc import Mapping
from typing import NamedTuple

from domain.actions import Action
from handlers.acknowledge import handle_ack, handle_reaction, handle_receipt, press_ack
from handlers.adding import handle_add, handle_assignment_words
from handlers.amending import (
    handle_amendment_words,
    handle_cancel,
    handle_resume,
    handle_suspend,
    press_cancel,
    press_resume,
    press_suspend,
)
from handlers.approvals import handle_reason, press_approve, press_insist, press_reason, press_return
from handlers.assignment_choices import press_set
from handlers.board.links import show_board
from handlers.calendar_feed import press_end
from handlers.cards import handle_history, handle_item, press_history, press_open
from handlers.done import handle_done, handle_supplement, press_done, press_still_close, press_submit
from handlers.doubts import handle_doubt, handle_unknown
from handlers.duty import handle_rejoin, handle_retire, press_duty
from handlers.editing import handle_amendment, handle_editing_words, press_amendment, press_edit
from handlers.enrolling import press_release
from handlers.evidence import handle_evidence, handle_evidence_words, press_evidence, press_piece
from handlers.evidence_review import handle_piece_reason, press_pieces, press_return_piece
from handlers.extension import handle_extend, handle_extension_words, press_extend, press_withdraw_extension
from handlers.extension_decisions import (
    handle_new_limit,
    handle_refusal,
    press_day,
    press_grant,
    press_move,
    press_refuse,
)
from handlers.families import handle_parts, press_parts
from handlers.feedback import handle_report, handle_reword, press_draft, press_not_meant
from handlers.filtering import show_filtered
from handlers.finding import show_found
from handlers.gap_filling import handle_fill, handle_gap_words, press_fill
from handlers.greeting import (
    handle_attachment,
    handle_greeting,
    handle_help,
    handle_start,
    handle_thanks,
    handle_whoami,
    press_help,
)
from handlers.groups import (
    handle_bind,
    handle_migration,
    handle_renaming,
    handle_standing,
    handle_unbind,
    press_bind,
)
from handlers.handing_over import (
    handle_assign,
    handle_decline_words,
    handle_offer_words,
    press_assign,
    press_decline,
    press_replace_offer,
    press_take_over,
    press_withdraw_offer,
)
from handlers.handing_over_all import (
    handle_decline_all_words,
    handle_handover,
    handle_handover_words,
    press_handover,
    press_take_all,
)
from handlers.highlights import handle_sum_up, press_sum_up
from handlers.inspection import show_code, show_sample
from handlers.instructions import (
    handle_instruct,
    handle_instruction_answer,
    handle_instruction_words,
    press_instruction_answer,
)
from handlers.invitation_links import press_take
from handlers.invitations import handle_invite, press_invite
from handlers.joining import handle_join, press_admit
from handlers.leave import handle_leave, handle_stand_in, press_leave
from handlers.lessons import handle_lesson, press_lesson
from handlers.lists import (
    show_all,
    show_asleep,
    show_gaps,
    show_late,
    show_rechecks,
    show_silent,
    show_today,
    show_tomorrow,
    show_unit,
    show_unsigned,
    show_week,
)
from handlers.measures import handle_measures, press_measures, press_tick_measure
from handlers.mine import handle_mine, show_summary
from handlers.muting import handle_mute, press_cause, press_mute
from handlers.objections import handle_objection, handle_settlement, press_doubt, press_object, press_settle
from handlers.obstacle_answers import (
    handle_answer,
    handle_answer_words,
    handle_review,
    press_answer,
    press_escalate,
    press_long_term,
    press_pass_on,
)
from handlers.obstacles import (
    handle_obstacle,
    handle_obstacle_words,
    handle_unsolved,
    press_obstacle,
    press_obstacle_kind,
    press_solved,
    press_unsolved,
)
from handlers.paper_pages import handle_paper_words
from handlers.partners import handle_tick, press_remind_partners, press_tick, show_cooperation
from handlers.plan import handle_plan, press_milestone, press_plan, press_set_plan
from handlers.plan_approval import handle_plan_reason, press_approve_plan, press_ask_plan, press_refuse_plan
from handlers.progress import (
    handle_edit,
    handle_progress,
    handle_progress_words,
    press_correct,
    press_no_change,
    press_progress,
    press_stage,
)
from handlers.prolonging import (
    handle_prolong,
    handle_prolong_refusal,
    handle_prolong_words,
    press_grant_prolong,
    press_prolong,
    press_refuse_prolong,
)
from handlers.questions import (
    AMENDMENT,
    ANSWER,
    ASSIGNMENT,
    CONFIRMING,
    DECLINING,
    DECLINING_ALL,
    EDITING,
    EVIDENCE,
    EXTENSION,
    GAP,
    HANDING_ALL,
    INSTRUCTION,
    LESSON,
    NEW_LIMIT,
    OBSERVING,
    OBSTACLE,
    OFFERING,
    PAPER,
    PAPER_CHECK,
    PIECE_REASON,
    PLAN_REASON,
    PROGRESS,
    PROLONG_REASON,
    PROLONG_REFUSAL,
    REASON,
    REFUSAL,
    RELAPSING,
    REVIEW,
    REWORD,
    SETTLEMENT,
    STAND_IN,
    SUPPLEMENT,
    UNSOLVED,
    VERDICT_REASON,
    VERIFYING,
)
from handlers.rechecking import handle_relapse, handle_terms, handle_verdict_words, handle_verify, press_verify
from handlers.request import What
from handlers.rounds import handle_round, press_round
from handlers.rounds import press_return as press_return_list
from handlers.series import handle_series, press_set_series
from handlers.serving import Handle
from handlers.status import show_status
from handlers.statutory import handle_accepted, handle_clock, handle_not_ours, press_clock, press_mark
from handlers.three_lists import show_duties, show_problems, show_tasks
from handlers.two_keys import handle_basis, handle_confirm, press_confirm
from handlers.undo import handle_undo, press_undo
from handlers.verdicts import handle_verdict, handle_verdict_reason, press_verdict
from handlers.waiting import show_doubts, show_extensions, show_obstacles, show_plans, show_prolongings, show_waiting
from handlers.words.references import Sense


class Entry(NamedTuple):
    """What serves an action: as a command, in plain words or by a link; and as a button."""

    typed: Handle | None = None
    pressed: Handle | None = None


#: ``IMPORT`` reads a file first, ``LIST_FILE``, ``GAP_FILE`` and ``CHART`` write one, ``CHANGES``, ``FIGURES``,
#: ``PAPER`` and ``CLOSE_YEAR`` read the whole ledger (``dispatch``).
ENTRIES: Mapping[Action, Entry] = {
    Action.START: Entry(handle_start),
    Action.HELP: Entry(handle_help, press_help),
    Action.WHOAMI: Entry(handle_whoami),
    Action.MINE: Entry(handle_mine, handle_mine),
    Action.UNIT: Entry(show_unit, show_unit),
    Action.ALL: Entry(show_all, show_all),
    Action.SUMMARY: Entry(show_summary, show_summary),
    Action.LATE: Entry(show_late, show_late),
    Action.WAITING: Entry(show_waiting, show_waiting),
    Action.UNSIGNED: Entry(show_unsigned, show_unsigned),
    Action.EXTENSIONS: Entry(show_extensions, show_extensions),
    Action.OBSTACLES: Entry(show_obstacles, show_obstacles),
    Action.PLANS: Entry(show_plans, show_plans),
    Action.PROLONGINGS: Entry(show_prolongings, show_prolongings),
    Action.DOUBTS: Entry(show_doubts, show_doubts),
    Action.RECHECK: Entry(show_rechecks, show_rechecks),
    Action.WEEK: Entry(show_week, show_week),
    Action.TODAY: Entry(show_today, show_today),
    Action.TOMORROW: Entry(show_tomorrow, show_tomorrow),
    Action.GAPS: Entry(show_gaps, show_gaps),
    Action.FILL_GAPS: Entry(handle_fill, press_fill),
    Action.GAP_FILE: Entry(),
    Action.ROUND: Entry(handle_round, press_round),
    Action.RETURN_LIST: Entry(pressed=press_return_list),
    Action.SILENT: Entry(show_silent, show_silent),
    Action.FIND: Entry(show_found, show_found),
    Action.LIST: Entry(show_filtered, show_filtered),
    Action.TASKS: Entry(show_tasks, show_tasks),
    Action.DUTIES: Entry(show_duties, show_duties),
    Action.PROBLEMS: Entry(show_problems, show_problems),
    Action.LIST_FILE: Entry(),
    Action.CHART: Entry(),
    Action.SAMPLE: Entry(show_sample, show_sample),
    Action.CHANGES: Entry(),
    Action.FIGURES: Entry(),
    Action.PAPER: Entry(),
    Action.CODE: Entry(show_code, show_code),
    Action.STATUS: Entry(show_status, show_status),
    Action.BOARD: Entry(show_board, show_board),
    Action.CLOSE_YEAR: Entry(),
    Action.CALENDAR: Entry(),
    Action.CALENDAR_FILE: Entry(),
    Action.END_CALENDARS: Entry(pressed=press_end),
    Action.COOPERATION: Entry(show_cooperation, show_cooperation),
    Action.ASLEEP: Entry(show_asleep, show_asleep),
    Action.SEE: Entry(handle_item, press_open),
    Action.PARTS: Entry(handle_parts, press_parts),
    Action.HISTORY: Entry(handle_history, press_history),
    Action.ACKNOWLEDGE: Entry(handle_ack, press_ack),
    Action.NOTE: Entry(pressed=press_draft),
    Action.PROGRESS: Entry(handle_progress, press_progress),
    Action.STAGE: Entry(pressed=press_stage),
    Action.NO_CHANGE: Entry(pressed=press_no_change),
    Action.CORRECT: Entry(pressed=press_correct),
    Action.EVIDENCE: Entry(handle_evidence, press_evidence),
    Action.FILE_PIECE: Entry(pressed=press_piece),
    Action.PIECES: Entry(pressed=press_pieces),
    Action.RETURN_PIECE: Entry(pressed=press_return_piece),
    Action.NOT_MEANT: Entry(pressed=press_not_meant),
    Action.DONE: Entry(handle_done, press_done),
    Action.SUBMIT: Entry(pressed=press_submit),
    Action.STILL_CLOSE: Entry(pressed=press_still_close),
    Action.INSIST: Entry(pressed=press_insist),
    Action.CONFIRM: Entry(handle_confirm, press_confirm),
    Action.VERIFY: Entry(handle_verify, press_verify),
    Action.LESSON: Entry(pressed=press_lesson),
    Action.SUM_UP: Entry(handle_sum_up, press_sum_up),
    Action.UNDO: Entry(handle_undo, press_undo),
    Action.DOUBT: Entry(handle_objection, press_doubt),
    Action.OBJECT: Entry(pressed=press_object),
    Action.SETTLE: Entry(pressed=press_settle),
    Action.EDIT: Entry(handle_amendment, press_edit),
    Action.ADD: Entry(handle_add),
    Action.SET: Entry(pressed=press_set),
    Action.CANCEL: Entry(handle_cancel, press_cancel),
    Action.SUSPEND: Entry(handle_suspend, press_suspend),
    Action.RESUME: Entry(handle_resume, press_resume),
    Action.AMEND: Entry(pressed=press_amendment),
    Action.APPROVE: Entry(pressed=press_approve),
    Action.SEND_BACK: Entry(pressed=press_return),
    Action.REASON: Entry(pressed=press_reason),
    Action.EXTEND: Entry(handle_extend, press_extend),
    Action.EXTEND_DAY: Entry(pressed=press_day),
    Action.WITHDRAW_EXTENSION: Entry(pressed=press_withdraw_extension),
    Action.GRANT_EXTENSION: Entry(pressed=press_grant),
    Action.MOVE_EXTENSION: Entry(pressed=press_move),
    Action.REFUSE_EXTENSION: Entry(pressed=press_refuse),
    Action.REPORT_OBSTACLE: Entry(handle_obstacle, press_obstacle),
    Action.OBSTACLE_KIND: Entry(pressed=press_obstacle_kind),
    Action.ANSWER_OBSTACLE: Entry(handle_answer, press_answer),
    Action.ESCALATE_OBSTACLE: Entry(pressed=press_escalate),
    Action.DISOWN_OBSTACLE: Entry(pressed=press_pass_on),
    Action.MAKE_LONG_TERM: Entry(pressed=press_long_term),
    Action.SOLVE_OBSTACLE: Entry(pressed=press_solved),
    Action.REPEAT_OBSTACLE: Entry(pressed=press_unsolved),
    Action.BIND: Entry(handle_bind, press_bind),
    Action.UNBIND: Entry(handle_unbind),
    Action.TICK: Entry(handle_tick, press_tick),
    Action.REMIND_PARTNERS: Entry(pressed=press_remind_partners),
    Action.ASSIGN: Entry(handle_assign, press_assign),
    Action.WITHDRAW_OFFER: Entry(pressed=press_withdraw_offer),
    Action.REPLACE_OFFER: Entry(pressed=press_replace_offer),
    Action.TAKE_OVER: Entry(pressed=press_take_over),
    Action.DECLINE: Entry(pressed=press_decline),
    Action.HAND_ALL: Entry(handle_handover, press_handover),
    Action.TAKE_ALL: Entry(pressed=press_take_all),
    Action.IMPORT: Entry(),
    Action.LEAVE: Entry(handle_leave, press_leave),
    Action.RETIRE: Entry(handle_retire, press_duty),
    Action.REJOIN: Entry(handle_rejoin, press_duty),
    Action.JOIN: Entry(handle_join),
    Action.ADMIT: Entry(pressed=press_admit),
    Action.INVITE: Entry(handle_invite, press_invite),
    Action.TAKE: Entry(pressed=press_take),
    Action.MUTE: Entry(handle_mute, press_mute),
    Action.CAUSE: Entry(pressed=press_cause),
    Action.INSTRUCT: Entry(handle_instruct),
    Action.ANSWER_INSTRUCTION: Entry(handle_instruction_answer, press_instruction_answer),
    Action.MEASURES: Entry(handle_measures, press_measures),
    Action.TICK_MEASURE: Entry(pressed=press_tick_measure),
    Action.SERIES: Entry(handle_series, handle_series),
    Action.SET_SERIES: Entry(pressed=press_set_series),
    Action.PLAN: Entry(handle_plan, press_plan),
    Action.SET_PLAN: Entry(pressed=press_set_plan),
    Action.ASK_PLAN: Entry(pressed=press_ask_plan),
    Action.APPROVE_PLAN: Entry(pressed=press_approve_plan),
    Action.REFUSE_PLAN: Entry(pressed=press_refuse_plan),
    Action.MILESTONE: Entry(pressed=press_milestone),
    Action.CLOCK: Entry(handle_clock, press_clock),
    Action.ACCEPTED: Entry(handle_accepted),
    Action.NOT_OURS: Entry(handle_not_ours),
    Action.PROLONG: Entry(handle_prolong, press_prolong),
    Action.GRANT_PROLONG: Entry(pressed=press_grant_prolong),
    Action.REFUSE_PROLONG: Entry(pressed=press_refuse_prolong),
    Action.VERDICT: Entry(handle_verdict, press_verdict),
    Action.MARK_CLOCK: Entry(pressed=press_mark),
    Action.RELEASE: Entry(pressed=press_release),
}
#: An update that asks for nothing by name → what it does.
EVENTS: Mapping[What, Handle] = {
    What.EDIT: handle_edit,
    What.MOVED: handle_migration,
    What.MEMBERSHIP: handle_standing,
    What.RENAMED: handle_renaming,
    What.REACTION: handle_reaction,
    What.ATTACHMENT: handle_attachment,
}
#: An open question → what its answer does.
QUESTIONS: Mapping[str, Handle] = {
    REASON: handle_reason,
    SUPPLEMENT: handle_supplement,
    REWORD: handle_reword,
    LESSON: handle_lesson,
    VERIFYING: handle_verdict_words,
    CONFIRMING: handle_basis,
    RELAPSING: handle_relapse,
    OBSERVING: handle_terms,
    OFFERING: handle_offer_words,
    DECLINING: handle_decline_words,
    HANDING_ALL: handle_handover_words,
    DECLINING_ALL: handle_decline_all_words,
    AMENDMENT: handle_amendment_words,
    ASSIGNMENT: handle_assignment_words,
    SETTLEMENT: handle_settlement,
    EDITING: handle_editing_words,
    STAND_IN: handle_stand_in,
    PROGRESS: handle_progress_words,
    INSTRUCTION: handle_instruction_words,
    EXTENSION: handle_extension_words,
    NEW_LIMIT: handle_new_limit,
    REFUSAL: handle_refusal,
    PLAN_REASON: handle_plan_reason,
    PROLONG_REASON: handle_prolong_words,
    PROLONG_REFUSAL: handle_prolong_refusal,
    VERDICT_REASON: handle_verdict_reason,
    OBSTACLE: handle_obstacle_words,
    ANSWER: handle_answer_words,
    UNSOLVED: handle_unsolved,
    REVIEW: handle_review,
    EVIDENCE: handle_evidence_words,
    PIECE_REASON: handle_piece_reason,
    GAP: handle_gap_words,
    PAPER: handle_paper_words,
    PAPER_CHECK: handle_paper_words,
}
#: Plain words that are no command → what they do.
SENSES: Mapping[Sense, Handle] = {
    Sense.REPORT: handle_report,
    Sense.ASK: handle_doubt,
    Sense.RECEIPT: handle_receipt,
    Sense.THANKS: handle_thanks,
    Sense.GREETING: handle_greeting,
    Sense.UNKNOWN: handle_unknown,
}
