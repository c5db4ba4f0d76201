"""Words, figures and evidence on an item, and how the newest step is taken back."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.appointments import had_word_on
from domain.closing import finish, undo
from domain.errors import ClosedByAnother, EvidenceFull, EvidenceGone, EvidenceMissing, NotDoneYet, UndoTooLate
from domain.item import Did, Evidence, EvidenceKind, ItemStatus, Stage
from domain.progress import EVIDENCE_LIMIT, evidence_of, hand_in, newest_word, report, return_evidence
from tests.domain.office import RECTIFICATION, RULES, at, item

NOW = at("11-20 16:05")
PHOTO = Evidence(kind=EvidenceKind.PHOTO, file_id="a", unique_id="1")
STRICT = replace(RECTIFICATION, needs_evidence=True)


def test_a_report_is_the_newest_word_and_the_words_before_it_stay() -> None:
    first = report(item(), "甲某", NOW, "数据比对中", stage=Stage.UNDER_WAY)
    second = report(first, "甲某", NOW, "已报局办")
    assert (second.progress, second.stage) == ("已报局办", Stage.UNDER_WAY)
    assert [step.note for step in second.history] == ["数据比对中", "已报局办"]
    word = newest_word(second)
    assert word is not None
    assert word.note == "已报局办"


def test_a_report_that_was_taken_back_is_nobodys_newest_word_and_keeps_no_reminder_off() -> None:
    first = report(item(), "甲某", NOW - timedelta(days=1), "数据比对中")
    taken_back = undo(report(first, "甲某", NOW, "已报局办"), "甲某", NOW, is_office=False)
    word = newest_word(taken_back)
    assert word is not None
    assert word.note == taken_back.progress == "数据比对中"
    assert not had_word_on(taken_back, NOW.date(), RULES)


def test_a_stage_alone_leaves_the_words() -> None:
    staged = report(replace(item(), progress="数据比对中"), "甲某", NOW, "", stage=Stage.NEARLY_DONE)
    assert (staged.progress, staged.stage) == ("数据比对中", Stage.NEARLY_DONE)


def test_a_file_sent_twice_is_one_piece() -> None:
    once = hand_in(item(), "甲某", NOW, (PHOTO,))
    assert hand_in(once, "甲某", NOW, (PHOTO,)) is once
    assert (once.evidence[0].by, once.evidence[0].at, once.history[-1].did) == ("甲某", NOW, Did.EVIDENCE)


def test_an_item_keeps_a_limited_number_of_pieces() -> None:
    many = tuple(replace(PHOTO, unique_id=str(number)) for number in range(EVIDENCE_LIMIT + 1))
    with pytest.raises(EvidenceFull):
        hand_in(item(), "甲某", NOW, many)


def test_a_returned_piece_counts_no_more_and_may_be_sent_again() -> None:
    returned = return_evidence(hand_in(item(), "甲某", NOW, (PHOTO,)), 0, "分管甲", NOW, "看不清")
    assert evidence_of(returned) == ()
    assert len(evidence_of(hand_in(returned, "甲某", NOW, (PHOTO,)))) == 1
    with pytest.raises(EvidenceGone):
        return_evidence(returned, 0, "分管甲", NOW, "看不清")


def test_a_kind_may_want_evidence_before_it_is_submitted() -> None:
    with pytest.raises(EvidenceMissing):
        finish(item(), STRICT, "甲某", NOW)
    assert finish(hand_in(item(), "甲某", NOW, (PHOTO,)), STRICT, "甲某", NOW).status is ItemStatus.SUBMITTED


def test_the_newest_step_is_taken_back_and_both_stay_in_the_history() -> None:
    reported = report(replace(item(), progress="数据比对中"), "甲某", NOW, "已报局办", stage=Stage.UNDER_WAY)
    restored = undo(reported, "甲某", NOW)
    assert (restored.progress, restored.stage) == ("数据比对中", None)
    assert [step.did for step in restored.history] == [Did.PROGRESS, Did.UNDO]
    assert restored.version == reported.version + 1
    with pytest.raises(NotDoneYet):
        undo(restored, "甲某", NOW)


def test_evidence_is_taken_back_with_its_instants() -> None:
    twice = hand_in(hand_in(item(), "甲某", NOW, (PHOTO,)), "甲某", NOW, (replace(PHOTO, unique_id="2"),))
    assert undo(twice, "甲某", NOW).evidence == twice.evidence[:1]


def test_a_step_is_taken_back_by_who_took_it_or_the_office_and_within_its_time() -> None:
    reported = report(item(), "甲某", NOW, "已报局办")
    with pytest.raises(ClosedByAnother):
        undo(reported, "乙某", NOW)
    assert undo(reported, "办主任", NOW, is_office=True).progress == ""
    with pytest.raises(UndoTooLate):
        undo(reported, "甲某", NOW + timedelta(hours=25))
