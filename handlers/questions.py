"""Open questions: the next words of the person asked answer them, unless they are a command or mere politeness.

A question is a row of the ledger for one person in one chat. A command is carried out and ends it; 收到 and 谢谢 are
neither an answer nor a command, and leave it open.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from domain.actions import Action
from handlers.words.claims import asks
from handlers.words.references import Sense, narrow, read_command, read_references, tidy
from handlers.words.utterance import is_command, understand
from handlers.words.vocabulary import WAITING
from store.values import Dialogue

#: The approver is asked for the reason of a 退回.
REASON = "reason"
#: The owner is asked for the supplement with which they apply once more.
SUPPLEMENT = "supplement"
#: Somebody is asked who stands in while they are away; ``number`` is the leave's draft.
STAND_IN = "stand_in"
#: Whoever asks for 销号 is asked for an answer in words to 举一反三 or 建章立制.
LESSON = "lesson_words"
#: The office is asked for the basis of the superior's confirmation.
CONFIRMING = "confirming"
#: Who takes a 回头看 is asked what was seen; for the reason and limit of a relapse; for criterion and window.
VERIFYING, RELAPSING, OBSERVING = "verifying", "relapsing", "observing"
#: The speaker is asked for the words that replace those which were to be recorded.
REWORD = "reword"
#: The owner is asked how an item stands (反馈进展).
PROGRESS = "progress_words"
#: The owner is asked what became of a leader's instruction (批示).
INSTRUCTION = "instruction"
#: The owner is asked for a new limit and the reason (申请延期).
EXTENSION = "extension"
#: The decider of a request for more time is asked for another day, or why it is not granted.
NEW_LIMIT, REFUSAL = "new_limit", "refusal"
#: The owner is asked for a difficulty (难点), the leader for its answer, the owner what is still lacking.
OBSTACLE, ANSWER, UNSOLVED = "obstacle", "answer_words", "unsolved"
#: The leader is asked on which day a long-term item is looked at again.
REVIEW = "review"
#: Pictures and files of an item are asked for (补充佐证).
EVIDENCE = "evidence_pieces"
#: The approver is asked why a single piece of evidence is returned.
PIECE_REASON = "piece_reason"
#: Who keeps the ledger is asked for a reason, a day or a field of what they change.
AMENDMENT = "amendment_words"
#: Who sets work is asked for a field of it.
ASSIGNMENT = "assignment_words"
#: The decider is asked why a plan is returned.
PLAN_REASON = "plan_reason"
#: Why a statutory limit is to be prolonged (延长), and why it is not granted.
PROLONG_REASON, PROLONG_REFUSAL = "prolong_reason", "prolong_refusal"
#: Why a caller is not satisfied (群众评价).
VERDICT_REASON = "verdict_reason"
#: The office is asked for the words of its answer to an objection.
SETTLEMENT = "settlement"
#: Who changes an item is asked for the fields, or for the reason of a moved limit.
EDITING = "editing_words"
#: Who gives an item to somebody else is asked to whom and why; the receiver why not.
OFFERING, DECLINING = "offering", "declining"
#: Who fills gaps is asked for what one item lacks.
GAP = "gap_words"
#: The office is asked for a file: the next version of a paper, or one to be checked.
PAPER, PAPER_CHECK = "paper_file", "paper_check"
#: The same of all items of somebody (整体移交).
HANDING_ALL, DECLINING_ALL = "handing_all", "declining_all"
QUESTIONS = frozenset({REASON, SUPPLEMENT, REWORD, PROGRESS, INSTRUCTION, EVIDENCE, PIECE_REASON}) | {
    LESSON,
    CONFIRMING,
    VERIFYING,
    RELAPSING,
    OBSERVING,
    STAND_IN,
    EXTENSION,
    NEW_LIMIT,
    REFUSAL,
    OBSTACLE,
    ANSWER,
    UNSOLVED,
    REVIEW,
    AMENDMENT,
    ASSIGNMENT,
    SETTLEMENT,
    PLAN_REASON,
    PROLONG_REASON,
    PROLONG_REFUSAL,
    VERDICT_REASON,
    EDITING,
    OFFERING,
    DECLINING,
    HANDING_ALL,
    DECLINING_ALL,
    GAP,
    PAPER,
    PAPER_CHECK,
}
#: What somebody says later than this is no answer to the question.
ANSWERED_WITHIN = timedelta(hours=1)
#: Buttons that a question has besides the words it waits for.
_BUTTONS_OF: Mapping[str, Action] = {PROGRESS: Action.STAGE, GAP: Action.FILL_GAPS}
#: What answers nothing: the question stays open.
_KEEPS_OPEN = frozenset({"receipt", "thanks", "greeting", "file", "attachment"})
#: A question of at most so many characters (怎么写, 补什么？) is one to the bot and no answer.
_SHORT = 8
#: Questions for a day, which some lists are called after as well.
_ASK_FOR_DAYS = frozenset({EXTENSION, NEW_LIMIT, AMENDMENT, ASSIGNMENT, EDITING, GAP, RELAPSING})
_DAYS = frozenset({"今天", "今日", "本周", "这周", "一周内"})
#: Questions whose answer is a report on the item: one on another item is none.
_OF_AN_ITEM = frozenset({PROGRESS, INSTRUCTION, EVIDENCE})
_AROUND = " \t\r\n。！!.~～，,、？?"


def is_open(question: Dialogue, at: datetime) -> bool:
    """Whether words of that instant still answer it."""
    return at - question.begun_at <= ANSWERED_WITHIN


def is_ended_by(command: str) -> bool:
    """Whether doing this, instead of answering, ends a question."""
    return command not in _KEEPS_OPEN


def is_part_of(action: Action, question: Dialogue) -> bool:
    """Whether pressing this goes with the question, which waits for words as well: a stage, and then its reason."""
    return _BUTTONS_OF.get(question.kind) is action


def is_answer(text: str, username: str, kind: str = "") -> bool:
    """Whether the words can be an answer: neither a command nor mere politeness."""
    plain = tidy(text).strip(_AROUND)
    if kind in _ASK_FOR_DAYS and plain in _DAYS:
        return True
    if not plain or plain in WAITING or read_command(text, username) is not None or _asks_back(text, plain):
        return False
    said = understand(text)
    return said.command not in _KEEPS_OPEN and not is_command(said)


def is_of_an_item(text: str, question: Dialogue, exists: Callable[[int], object]) -> bool:
    """Whether the words say by number of which item they are, and so answer nothing.

    完成 24 已补录 does so after any question, and 24 抽查记录 after one for a report on another item.
    """
    said = understand(text)
    if said.sense is Sense.ACT and said.numbers and all(map(exists, said.numbers)):
        return True
    read = read_references(narrow(tidy(text)))
    is_report = question.kind in _OF_AN_ITEM and read.is_sure and question.number not in read.numbers
    return is_report and any(map(exists, read.numbers))


def _asks_back(text: str, plain: str) -> bool:
    """Whether it is a question to the bot; a longer one may be what the unit is asked."""
    return len(plain) <= _SHORT and asks(text)
