"""Questions that the next words of whoever was asked answer: which words do, and when a question is over.

A question is a row of the ledger for one person in one chat. A command is carried out and ends it; 收到 and 谢谢 are
neither an answer nor a command, and leave it open.
"""

from datetime import datetime, timedelta

from handlers.speech import is_receipt, read_command, read_numbers, read_phrase
from store.values import Dialogue

#: The approver is asked for the reason of a 退回.
REASON = "reason"
#: The owner is asked for the supplement with which they apply once more.
SUPPLEMENT = "supplement"
#: After so long, what somebody says is no longer an answer to the question.
ANSWERED_WITHIN = timedelta(hours=1)
#: What is said beside the point: the question stays open.
_BESIDE = frozenset({"talk", "receipt", "file"})
_POLITE = frozenset(
    {
        "谢谢",
        "多谢",
        "谢谢您",
        "感谢",
        "辛苦了",
        "好",
        "好的",
        "嗯",
        "嗯嗯",
        "行",
        "可以",
        "ok",
        "明白",
        "知道了",
        "了解",
    }
    | {"了解", "你好", "您好", "在吗", "收到谢谢", "好的谢谢", "稍等", "等等"}
)
_AROUND = " \t\r\n。！!.~～，,、？?"


def is_open(question: Dialogue, at: datetime) -> bool:
    """Whether words of that instant still answer it."""
    return at - question.begun_at <= ANSWERED_WITHIN


def is_ended_by(command: str) -> bool:
    """Whether doing this, instead of answering, ends a question."""
    return command not in _BESIDE


def is_answer(text: str, username: str) -> bool:
    """Whether the words can be an answer: neither a command nor mere politeness."""
    plain = text.strip(_AROUND).lower()
    if not plain or plain in _POLITE or is_receipt(text):
        return False
    if read_command(text, username) is not None:
        return False
    said = read_phrase(text, username)
    return said is None or bool(read_numbers(said.words).note)
